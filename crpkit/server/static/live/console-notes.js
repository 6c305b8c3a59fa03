// Notes: what came in, and where each one stands. The list is as it was when she began to read it: what comes in
// waits behind a button, and what was dealt with keeps its place, so that nothing moves under her hand.
import { t, tn, under } from "./client.js";
import { act, isBusy, live } from "./console-desk.js";
import { NoteRow } from "./console-note.js";
import { Press, Refusal } from "./console-parts.js";
import { Write } from "./console-write.js";
import { html, useEffect, useLayoutEffect, useRef, useState } from "./preact.js";
import { announce, focusOn } from "./ui.js";

const TABS = ["held", "shown", "hidden", "care", "taken-back"];
const AT_ONCE = 100;
const BETWEEN_MS = 8000; // news of new notes is read out no more often

/** state -> the ids of the notes in it, newest first. */
function sorted(activity) {
  const notes = under(live.state, "note/").filter((note) => note.activity === activity.id);
  notes.sort((one, other) => (one.at < other.at ? 1 : one.at > other.at ? -1 : one.id < other.id ? 1 : -1));
  const groups = Object.fromEntries(TABS.map((tab) => [tab, []]));
  for (const note of notes) if (groups[note.state]) groups[note.state].push(note.id);
  return groups;
}

/** The ids on her screen: those of the moment at which the list was begun, until she begins it anew. */
function useSheet(key, ids) {
  const box = useRef(null);
  const [, again] = useState(0);
  if (!box.current || box.current.key !== key || !box.current.ids.length) box.current = { key, ids, limit: AT_ONCE };
  const sheet = box.current;
  const known = new Set(sheet.ids);
  const change = (part) => {
    box.current = { ...sheet, ...part };
    again((n) => n + 1);
  };
  return {
    ids: sheet.ids.slice(0, sheet.limit),
    more: Math.max(0, sheet.ids.length - sheet.limit),
    fresh: ids.filter((id) => !known.has(id)),
    renew: () => change({ ids }),
    lengthen: () => change({ limit: sheet.limit + AT_ONCE }),
  };
}

export function Notes({ activity }) {
  const [tab, setTab] = useState("held");
  const groups = sorted(activity);
  const sheet = useSheet(`${activity.id}/${tab}`, groups[tab]);
  const list = useRef(null);
  useNewsOf(sheet.fresh.length, tab);
  const choose = (next) => {
    if (next === tab) sheet.renew(); // pressing a tab again clears it up
    setTab(next);
  };
  const panel = { role: "tabpanel", id: "co-notes", "aria-labelledby": `co-tab-${tab}`, tabindex: "-1" };
  return html`<div class="co-notes">
    <${Write} activity=${activity} />
    <div class="co-notes-list">
      <${Tabs} groups=${groups} tab=${tab} choose=${choose} />
      <div class=${`co-panel co-panel-${tab}`} ...${panel} ref=${list}>
        ${tab === "care" && html`<${Care} />`}
        <${Bar} activity=${activity} tab=${tab} sheet=${sheet} list=${list} />
        <${List} tab=${tab} sheet=${sheet} />
        ${sheet.more > 0 && html`<${More} sheet=${sheet} />`}
      </div>
    </div>
  </div>`;
}

function useNewsOf(fresh, tab) {
  const said = useRef({ n: 0, at: -BETWEEN_MS });
  useEffect(() => {
    const { n, at } = said.current;
    if (fresh > n && tab === "held" && performance.now() - at > BETWEEN_MS) {
      announce(tn("console.notes.new", fresh));
      said.current = { n: fresh, at: performance.now() };
    } else if (fresh < n) said.current.n = fresh;
  });
}

/** Which notes: one tab for each state, with how many there are. Arrow keys go from tab to tab. */
function Tabs({ groups, tab, choose }) {
  const row = useRef(null);
  const walk = (event) => {
    const by = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    const to = { Home: 0, End: TABS.length - 1 }[event.key];
    if (!by && to === undefined) return;
    event.preventDefault();
    const next = to !== undefined ? to : (TABS.indexOf(tab) + by + TABS.length) % TABS.length;
    choose(TABS[next]);
    row.current.children[next].focus();
  };
  return html`<div class="co-tabs" role="tablist" aria-label=${t("console.notes.which")} ref=${row} onKeyDown=${walk}>
    ${TABS.map(
      (each) => html`<button
        key=${each}
        type="button"
        role="tab"
        id=${`co-tab-${each}`}
        class=${`co-tab co-tab-${each}`}
        aria-selected=${String(each === tab)}
        aria-controls=${each === tab ? "co-notes" : null}
        tabindex=${each === tab ? "0" : "-1"}
        onClick=${() => choose(each)}
      >
        <span>${t(`console.tab.${each}`)}</span> <span class="co-count">${groups[each].length}</span>
      </button>`,
    )}
  </div>`;
}

/** Above the list, always as high: new ones, all at once, and clearing up. */
function Bar({ activity, tab, sheet, list }) {
  const held = sheet.ids.filter((id) => noteOf(id) && noteOf(id).state === "held");
  const settled = sheet.ids.filter((id) => noteOf(id) && noteOf(id).state !== tab).length;
  const [shown, setShown] = useState([]);
  const undo = shown.filter((id) => noteOf(id) && noteOf(id).state === "shown" && sheet.ids.includes(id));
  const renew = () => {
    sheet.renew();
    setShown([]);
    focusOn(list.current);
    list.current.scrollIntoView({ block: "nearest" });
  };
  const showAll = async () => {
    const answer = await act("notes/all", { type: "show", notes: held }, tn("console.news.shown", held.length), { rest: true });
    if (answer && answer.type === "done") setShown(held);
  };
  const holdAll = () => act("notes/all", { type: "hold", notes: undo }, tn("console.news.held", undo.length), { rest: true });
  const allWords = sheet.more ? tn("console.notes.show-these", held.length) : tn("console.notes.show-all", held.length);
  return html`<div class="co-bar">
    ${tab === "held" && held.length > 0 && html`<${Press} of="notes/all" kind="live-button-main" onPress=${showAll}>${allWords}<//>`}
    ${undo.length > 1 && html`<${Press} of="notes/all" onPress=${holdAll}>${tn("console.notes.hold-again", undo.length)}<//>`}
    ${sheet.fresh.length > 0 && html`<button type="button" class="live-button co-button co-fresh" onClick=${renew}>${tn(`console.notes.${tab === "held" ? "new" : "more"}`, sheet.fresh.length)}</button>`}
    ${settled > 0 && html`<button type="button" class="live-button live-button-quiet co-button" onClick=${renew}>${tn("console.notes.clear", settled)}</button>`}
    ${!(tab === "held" && held.length) && html`<p class="co-pile">${t(`console.pile.${tab}`)}</p>`}
    <${Refusal} of="notes/all" />
  </div>`;
}

const noteOf = (id) => live.state[`note/${id}`];

function List({ tab, sheet }) {
  const notes = sheet.ids.map(noteOf).filter(Boolean);
  if (!notes.length) return html`<p class="co-empty">${t(`console.empty.${tab}`)}</p>`;
  return html`<ul class="co-list" onKeyDown=${walk}>
    ${notes.map((note) => html`<${NoteRow} key=${note.id} note=${note} tab=${tab} busy=${isBusy(`note/${note.id}`)} offline=${live.status !== "open"} />`)}
  </ul>`;
}

/** Up and down go to the same button of the next note. */
function walk(event) {
  const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  const name = event.target.dataset && event.target.dataset.act;
  if (!by || !name) return;
  event.preventDefault();
  const same = [...event.currentTarget.querySelectorAll(`[data-act="${name}"]`)];
  const next = same[same.indexOf(event.target) + by];
  if (next) next.focus();
}

function More({ sheet }) {
  const last = useRef(null);
  const lengthen = () => {
    last.current = sheet.ids.length;
    sheet.lengthen();
  };
  useLayoutEffect(() => {
    const row = last.current !== null && document.querySelectorAll(".co-list > li")[last.current];
    last.current = null;
    if (row) focusOn(row);
  }, [sheet.ids.length]);
  return html`<p class="co-more"><button type="button" class="live-button co-button" onClick=${lengthen}>${tn("console.more", Math.min(sheet.more, AT_ONCE))}</button> ${tn("console.more.left", sheet.more)}</p>`;
}

/** What a disclosure asks of her, beside the notes that need care. */
function Care() {
  const words = live.state.care || [];
  return html`<aside class="co-care" aria-labelledby="co-care">
    <h3 id="co-care">${t("console.care.title")}</h3>
    ${words.map((paragraph, place) => html`<p key=${place} dir="auto">${paragraph}</p>`)}
    <p class="co-care-stays"><strong>${t("console.care.stays")}</strong></p>
  </aside>`;
}
