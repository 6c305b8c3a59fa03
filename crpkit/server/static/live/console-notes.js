// Notes: what came in, and where each one stands. The list is as it was when she began to read it: what comes in
// waits behind a button, and what was dealt with keeps its place, so that nothing moves under her hand.
import { t, tn, under } from "./client.js";
import { act, isBusy, live } from "./console-desk.js";
import { Care } from "./console-care.js";
import { NoteRow } from "./console-note.js";
import { Press, Refusal } from "./console-parts.js";
import { isSeen } from "./console-seen.js";
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
  return html`<div class="co-notes">
    <${Write} activity=${activity} />
    <${NoteList} activity=${activity} />
  </div>`;
}

/** What came in, by where it stands; at once what is shown where it needs no showing. */
export function NoteList({ activity }) {
  const [tab, setTab] = useState(activity.at_once ? "shown" : "held");
  const groups = sorted(activity);
  const sheet = useSheet(`${activity.id}/${tab}`, groups[tab]);
  const list = useRef(null);
  useNewsOf(sheet.fresh.length, tab);
  const choose = (next) => {
    if (next === tab) sheet.renew(); // pressing a tab again clears it up
    setTab(next);
  };
  const panel = { role: "tabpanel", id: "co-notes", "aria-labelledby": `co-tab-${tab}`, tabindex: "-1" };
  return html`<div class="co-notes-list">
      <${Tabs} groups=${groups} tab=${tab} choose=${choose} />
      <div class=${`co-panel co-panel-${tab}`} ...${panel} ref=${list}>
        <${Bar} tab=${tab} sheet=${sheet} list=${list} total=${groups.held.length} />
        <${List} tab=${tab} sheet=${sheet} />
        ${sheet.more > 0 && html`<${More} sheet=${sheet} />`}
        ${tab === "care" && html`<${Care} />`}
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

/** Above the list, always as high: new ones, those she has read at once, and clearing up. total: how many are held in all. */
function Bar({ tab, sheet, list, total }) {
  const held = tab === "held" ? sheet.ids.filter((id) => noteOf(id) && noteOf(id).state === "held") : [];
  const read = held.filter(isSeen);
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
    const answer = await act("notes/all", { type: "show", notes: read }, tn("console.news.shown", read.length), { rest: true });
    if (answer && answer.type === "done") setShown(read);
  };
  const holdAll = () => act("notes/all", { type: "hold", notes: undo }, tn("console.news.held", undo.length), { rest: true });
  const allWords = read.length === total ? tn("console.notes.show-all", total) : tn("console.notes.show-read", read.length);
  const pile = pileWords(tab, held.length - read.length, total);
  return html`<div class="co-bar">
    ${read.length > 0 && html`<${Press} of="notes/all" kind="live-button-main" onPress=${showAll}>${allWords}<//>`}
    ${undo.length > 1 && html`<${Press} of="notes/all" onPress=${holdAll}>${tn("console.notes.hold-again", undo.length)}<//>`}
    ${sheet.fresh.length > 0 && html`<button type="button" class="live-button co-button co-fresh" onClick=${renew}>${tn(`console.notes.${tab === "held" ? "new" : "more"}`, sheet.fresh.length)}</button>`}
    ${settled > 0 && html`<button type="button" class="live-button live-button-quiet co-button" onClick=${renew}>${tn("console.notes.clear", settled)}</button>`}
    ${pile && html`<p class="co-pile">${pile}</p>`}
    <${Refusal} of="notes/all" />
  </div>`;
}

/** What a pile is; of the held ones, how many are still to be read. */
function pileWords(tab, unread, total) {
  if (tab !== "held") return t(`console.pile.${tab}`);
  if (unread) return tn("console.notes.to-read", unread);
  return total ? "" : t("console.pile.held");
}

const noteOf = (id) => live.state[`note/${id}`];

function List({ tab, sheet }) {
  const notes = sheet.ids.map(noteOf).filter(Boolean);
  if (!notes.length) return html`<p class="co-empty">${t(`console.empty.${tab}`)}</p>`;
  return html`<ul class="co-list" onKeyDown=${walk}>
    ${notes.map((note) => html`<${NoteRow} key=${note.id} note=${note} tab=${tab} busy=${isBusy(`note/${note.id}`)} offline=${live.status !== "open"} read=${isSeen(note.id)} />`)}
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
