// One note: its words, whose it is, and where it stands. The buttons keep their places whatever is pressed.
import { t } from "./client.js";
import { act, ask, isSlow, live, refusal, timeOf } from "./console-desk.js";
import { Pill, Press } from "./console-parts.js";
import { watch } from "./console-seen.js";
import { Component, html } from "./preact.js";
import { focusOn } from "./ui.js";

const PILLS = { held: "held", shown: "shown", hidden: "closed", care: "care", "taken-back": "closed" };

/** The message that brings a note somewhere. */
function message(note, to) {
  if (to === "care") return { type: "care", note: note.id };
  if (note.state === "care") return { type: "care-over", note: note.id };
  return { type: { held: "hold", shown: "show", hidden: "hide" }[to], notes: [note.id] };
}

function move(note, to, button) {
  if (note.state === to) return;
  if (to === "held") button.closest("li").focus({ preventScroll: true }); // a held note has no button “Hold”
  act(`note/${note.id}`, message(note, to), t(`console.news.note.${to}`));
}

async function erase(note) {
  const yes = await ask(t("console.erase.ask"), t("console.erase.more"), t("console.erase.yes"));
  if (!yes) return;
  await act(`note/${note.id}`, { type: "erase", note: note.id }, t("console.news.note.taken-back"));
  const words = document.getElementById(`co-note-${note.id}`);
  if (words && document.activeElement === document.body) focusOn(words.closest("li")); // the button is gone
}

/** Under which heading, about what, and what else was filled in. */
function whereOf(note) {
  const activity = live.state[`activity/${note.activity}`];
  if (!activity || !activity.boxes) return "";
  const item = activity.items.find((each) => each.id === note.about);
  const box = activity.boxes.length > 1 && activity.boxes.find((each) => each.id === note.box);
  const more = Object.values(note.more || {}).filter(Boolean);
  return [item && activity.items.length > 1 && `${item.letter}: ${item.title}`, box && box.title, ...more, note.table].filter(Boolean).join(" · ");
}

export class NoteRow extends Component {
  /** Of a thousand notes only those are drawn again that changed. */
  shouldComponentUpdate(next) {
    const { note, tab, busy, offline, read } = this.props;
    const of = `note/${note.id}`;
    const seen = `${isSlow(of)}${refusal(of)}`;
    const same = this.seen === seen && note === next.note && tab === next.tab && busy === next.busy && offline === next.offline && read === next.read;
    this.seen = seen;
    return !same;
  }

  componentDidMount() {
    this.unwatch = watch(this.base, this.props.note.id);
  }

  componentWillUnmount() {
    this.unwatch();
  }

  render({ note, tab, read }) {
    const settled = note.state !== tab;
    const kept = note.state === "care" && tab !== "care"; // off the screen too, should someone look over her shoulder
    const words = `co-note-${note.id}`;
    return html`<li class=${`co-note co-note-${note.state} ${settled ? "co-note-settled" : ""}`} tabindex="-1" aria-labelledby=${words}>
      <div class="co-note-words">
        ${!kept && whereOf(note) && html`<p class="co-note-where" dir="auto">${whereOf(note)}</p>`}
        <p class=${`live-words ${kept ? "co-kept" : ""}`} dir="auto" aria-hidden=${kept ? "true" : null} id=${kept ? null : words}>${note.text === null ? t("console.taken-back.words") : note.text}</p>
        ${kept && html`<p class="co-kept-says" id=${words}>${t("console.care.moved")}</p>`}
      </div>
      <div class="co-note-foot">
        <p class="co-note-facts"><${Facts} note=${note} settled=${settled} read=${read} /></p>
        ${note.state !== "taken-back" && html`<${Actions} note=${note} tab=${tab} words=${words} />`}
      </div>
      ${refusal(`note/${note.id}`) && html`<p class="co-refusal"><span dir="auto">${refusal(`note/${note.id}`)}</span></p>`}
    </li>`;
  }
}

/** On one line of fixed room, whatever stands there. */
function Facts({ note, settled, read }) {
  if (isSlow(`note/${note.id}`)) return html`<span class="co-sending">${t("console.sending")}</span>`;
  const channel = t(`console.channel.${note.channel}`);
  if (settled) return html`<${Pill} kind=${PILLS[note.state]}>${t(`console.tab.${note.state}`)}<//> ${note.person || channel}`;
  const facts = [note.person, channel, timeOf(note.at)].filter(Boolean).join(" · ");
  return note.state === "held" && !read ? html`<span class="co-unread">${t("console.notes.unread")}</span> · ${facts}` : facts;
}

function Actions({ note, tab, words }) {
  const of = `note/${note.id}`;
  const care = note.state === "care";
  const button = (to) => html`<${Press}
    of=${of}
    quietly
    kind=${`co-act co-act-${to} ${to === "shown" && note.state === "held" ? "live-button-main" : ""}`}
    off=${care && (to === "shown" || to === "hidden")}
    data-act=${to}
    aria-pressed=${String(note.state === to)}
    onPress=${(event) => move(note, to, event.currentTarget)}
    >${t(`console.act.${care && tab === "care" && to === "held" ? "care-over" : to}`)}<//
  >`;
  return html`<div class="co-note-actions" role="group" aria-labelledby=${words}>
    ${["held", "shown", "hidden", "care"].map(button)}
    <${Press} of=${of} quietly kind="live-button-quiet co-act" data-act="erase" onPress=${() => erase(note)}>${t("console.act.erase")}<//>
  </div>`;
}
