// The board of themes: notes are dragged, or moved with the list on each note. Nothing here alters a note.
import { t, tn } from "./client.js";
import { act, code, live, refuse, useDraft, without } from "./console-desk.js";
import { Choice, Field, Press, Refusal, Submit } from "./console-parts.js";
import { html, useEffect, useRef, useState } from "./preact.js";

const FAR = 6; // pixels: less is a press and no drag
const LONG = 40;
const begin = (text) => ([...text].length > LONG ? `${[...text].slice(0, LONG).join("")} …` : text);
const nameOf = (pile) => pile.title || t("themes.untitled");

/** All piles of a board, the unsorted first: {id: theme, "nowhere" or null, title, notes}. */
function pilesOf(board) {
  return [
    { id: null, title: t("console.themes.unsorted"), notes: board.unsorted.notes },
    ...board.themes,
    { id: "nowhere", title: t("console.themes.nowhere"), notes: board.nowhere.notes },
  ];
}

export function Themes({ activity }) {
  const board = live.state[`themes/${activity.id}`];
  const [view, setView] = useState("board");
  const [picked, setPicked] = useState([]);
  if (!board) return null;
  const piles = pilesOf(board);
  const of = `themes/${activity.id}`;
  const put = (notes, pile) => {
    const first = live.state[`note/${notes[0]}`];
    return act(of, { type: "theme-put", activity: activity.id, notes, theme: pile.id }, t("console.themes.moved", { text: first ? begin(first.text || "") : "", title: nameOf(pile) }));
  };
  const none = piles.every((pile) => !pile.notes.length);
  const props = { activity, board, piles, put, of, picked, setPicked, drag: view === "board" };
  return html`<div class=${`co-themes co-${view}-view`}>
    <p class="live-hint">${t(none ? "console.themes.none" : "console.themes.hint")}</p>
    <div class="co-theme-tools">
      <${Choice} name="co-themes-view" label=${t("console.themes.view")} value=${view} options=${["board", "list"].map((each) => [each, t(`console.themes.${each}`)])} onValue=${setView} />
      <${Press} of=${`${of}/undo`} off=${!board.last} onPress=${() => act(`${of}/undo`, { type: "theme-undo", activity: activity.id, act: board.last }, t("console.themes.undone"), { rest: true })}>${t("console.themes.undo")}<//>
      <${NewTheme} ...${props} />
    </div>
    <${Refusal} of=${of} /><${Refusal} of=${`${of}/undo`} />
    <${Suggestions} ...${props} />
    <div class="co-board">${piles.map((pile) => html`<${Column} key=${pile.id || "unsorted"} pile=${pile} ...${props} />`)}</div>
  </div>`;
}

let made = Promise.resolve(); // the last theme that is on its way: the next one follows it and is not dropped

function NewTheme({ activity }) {
  const of = `themes/${activity.id}/new`;
  const [draft, setDraft] = useDraft(`theme-${activity.id}`);
  const submit = async (event) => {
    event.preventDefault();
    const title = (draft || "").trim();
    if (!title) return refuse(of, t("console.ask.item.empty"));
    setDraft(null); // at once, so that the next can be typed; it comes back if it was refused
    made = made.then(() => act(of, { type: "theme-make", activity: activity.id, title, notes: [] }, t("console.themes.made", { title })));
    const answer = await made;
    if (!answer || answer.type !== "done") setDraft((now) => title + (now || ""));
    return undefined;
  };
  return html`<form class="co-theme-tools" onSubmit=${submit}>
    <${Field} id="co-theme-new" label=${t("console.themes.new.label")} of=${of}>${(field) => html`<input ...${field} type="text" dir="auto" maxlength="120" value=${draft || ""} onInput=${(event) => setDraft(event.target.value)} />`}<//>
    <${Submit} of=${of}>${t("console.themes.new.save")}<//>
  </form>`;
}

function Column({ pile, piles, put, activity, of, picked, setPicked, drag }) {
  const theme = pile.id && pile.id !== "nowhere";
  const title = nameOf(pile);
  const notes = pile.notes.map((id) => live.state[`note/${id}`]).filter(Boolean);
  return html`<section class=${`co-column ${pile.id === null ? "co-column-wide" : ""}`} data-pile=${pile.id === null ? "" : pile.id} aria-label=${title}>
    <h3 dir="auto">${title} <span class="co-count">${tn("themes.notes", notes.length)}</span></h3>
    ${theme && html`<${Tools} pile=${pile} piles=${piles} activity=${activity} of=${of} picked=${picked} setPicked=${setPicked} />`}
    <ul>${notes.map((note) => html`<${Card} key=${note.id} note=${note} pile=${pile} piles=${piles} put=${put} theme=${theme} picked=${picked} setPicked=${setPicked} drag=${drag} />`)}</ul>
  </section>`;
}

/** Name it, put it into another, take the chosen notes out. */
function Tools({ pile, piles, activity, of, picked, setPicked }) {
  const [name, setName] = useState(null);
  const [into, setInto] = useState("");
  const others = piles.filter((each) => each.id && each.id !== "nowhere" && each.id !== pile.id);
  const mine = picked.filter((id) => pile.notes.includes(id));
  const rename = async (event) => {
    event.preventDefault();
    const answer = await act(`${of}/${pile.id}`, { type: "theme-name", activity: activity.id, theme: pile.id, title: name }, t("console.themes.named", { title: name }));
    if (answer && answer.type === "done") setName(without(name));
  };
  const merge = (event) => {
    event.preventDefault();
    if (into) act(`${of}/${pile.id}`, { type: "theme-merge", activity: activity.id, theme: pile.id, into }, t("console.themes.merged"));
  };
  const split = async () => {
    if (!mine.length) return refuse(`${of}/${pile.id}`, t("console.themes.split.none"));
    const answer = await act(`${of}/${pile.id}`, { type: "theme-split", activity: activity.id, theme: pile.id, notes: mine, title: "" }, t("console.themes.split.done"));
    if (answer && answer.type === "done") setPicked(picked.filter((id) => !mine.includes(id)));
    return undefined;
  };
  return html`<details class="co-theme-more"><summary>${t("console.themes.rename")}<span class="live-hidden">: ${nameOf(pile)}</span> …</summary>
    <form class="co-theme-tools" onSubmit=${rename}>
      <${Field} id=${`co-theme-${pile.id}`} label=${t("console.themes.new.label")}>${(field) => html`<input ...${field} type="text" dir="auto" maxlength="120" value=${name === null ? pile.title || "" : name} onInput=${(event) => setName(event.target.value)} />`}<//>
      <${Submit} of=${`${of}/${pile.id}`} kind="">${t("console.themes.rename.save")}<//>
    </form>
    ${others.length > 0 && html`<form class="co-theme-tools" onSubmit=${merge}>
      <${Field} id=${`co-merge-${pile.id}`} label=${t("console.themes.merge.label", { title: nameOf(pile) })}>${(field) => html`<select ...${field} class="live-input co-select" value=${into} onChange=${(event) => setInto(event.target.value)}><option value="">–</option>${others.map((each) => html`<option key=${each.id} value=${each.id}>${nameOf(each)}</option>`)}</select>`}<//>
      ${into && html`<${Submit} of=${`${of}/${pile.id}`} kind="">${t("console.themes.merge.do")}<span class="live-hidden">: ${nameOf(pile)}</span><//>`}
    </form>`}
    ${pile.notes.length > 1 && html`<${Press} of=${`${of}/${pile.id}`} onPress=${split}>${t("console.themes.split")}<span class="live-hidden">: ${nameOf(pile)}</span><//>`}
    <${Refusal} of=${`${of}/${pile.id}`} />
  </details>`;
}

/** A note: drag it by hand or mouse, or choose where it goes. Arrow keys go from note to note. */
function Card({ note, pile, piles, put, theme, picked, setPicked, drag }) {
  const card = useRef(null);
  const held = useRef(null);
  const text = note.text || "";
  const id = `co-move-${note.id}`;
  useEffect(() => () => held.current && held.current.end(), []);
  const down = (event) => {
    // The words are within the label of their tick: a drag begins on them too, and only a press without a way ticks.
    if (!drag || event.button || event.target.closest("select, input, summary, .co-move")) return;
    held.current = new Drag(event, card.current, text, (target) => {
      held.current = null;
      const to = target === undefined ? null : piles.find((each) => (each.id === null ? "" : each.id) === target);
      if (to && to.id !== pile.id) put([note.id], to);
    });
  };
  // Chosen first, moved by the button: arrow keys go through a list, and a note must not jump with each of them.
  const here = pile.id === null ? "" : pile.id;
  const [wanted, setWanted] = useState(here);
  useEffect(() => setWanted(here), [here]);
  const goal = wanted === here ? null : piles.find((each) => (each.id === null ? "" : each.id) === wanted);
  const move = (event) => {
    event.preventDefault();
    if (goal) put([note.id], goal);
  };
  const pick = (event) => setPicked(event.target.checked ? [...picked, note.id] : picked.filter((each) => each !== note.id));
  return html`<li class="co-card" ref=${card} onPointerDown=${down}>
    ${theme ? html`<label class="co-pick"><input type="checkbox" checked=${picked.includes(note.id)} onChange=${pick} aria-label=${t("console.themes.choose", { text: begin(text) })} /><span class="live-words" dir="auto">${text}</span></label>` : html`<span class="live-words" dir="auto">${text}</span>`}
    <form class="co-move" onSubmit=${move}>
      <label class="live-hidden" for=${id}>${t("console.themes.move.label", { text: begin(text) })}</label>
      <select id=${id} class="live-input co-select" value=${wanted} onChange=${(event) => setWanted(event.target.value)}>
        ${piles.map((each) => html`<option key=${each.id || "unsorted"} value=${each.id === null ? "" : each.id}>${nameOf(each)}</option>`)}
      </select>
      ${goal && html`<button type="submit" class="live-button live-button-main co-button">${t("console.themes.move")}<span class="live-hidden">: ${begin(text)}, ${nameOf(goal)}</span></button>`}
    </form>
  </li>`;
}

/** One drag, from pointer down to up; Escape ends it without a move. */
class Drag {
  constructor(event, card, text, done) {
    this._card = card;
    this._text = text;
    this._done = done;
    this._start = [event.clientX, event.clientY];
    this._ghost = null;
    this._on = { pointermove: (each) => this._move(each), pointerup: (each) => this._drop(each), pointercancel: () => this.end(), keydown: (each) => each.key === "Escape" && this.end() };
    for (const [name, act] of Object.entries(this._on)) addEventListener(name, act);
  }

  _move(event) {
    const far = Math.hypot(event.clientX - this._start[0], event.clientY - this._start[1]) > FAR;
    if (!this._ghost && !far) return;
    if (!this._ghost) {
      this._ghost = Object.assign(document.createElement("div"), { className: "co-ghost", textContent: this._text });
      this._ghost.setAttribute("aria-hidden", "true");
      document.body.append(this._ghost);
      this._card.classList.add("co-card-dragged");
    }
    event.preventDefault();
    this._ghost.style.left = `${event.clientX + 8}px`;
    this._ghost.style.top = `${event.clientY + 8}px`;
    this._mark(columnAt(event));
  }

  _mark(column) {
    for (const each of document.querySelectorAll(".co-column-over")) if (each !== column) each.classList.remove("co-column-over");
    if (column) column.classList.add("co-column-over");
  }

  _drop(event) {
    const column = this._ghost && columnAt(event);
    if (this._ghost) this._noClick();
    this.end(column ? column.dataset.pile : undefined);
  }

  /** The press that ends a drag ticks nothing. */
  _noClick() {
    const swallow = (event) => {
      event.preventDefault();
      event.stopPropagation();
    };
    addEventListener("click", swallow, { capture: true, once: true });
    setTimeout(() => removeEventListener("click", swallow, { capture: true }));
  }

  end(target) {
    for (const [name, act] of Object.entries(this._on)) removeEventListener(name, act);
    if (this._ghost) this._ghost.remove();
    this._card.classList.remove("co-card-dragged");
    this._mark(null);
    this._done(target);
  }
}

function columnAt(event) {
  const under = document.elementFromPoint(event.clientX, event.clientY);
  return under && under.closest(".co-column");
}

/** What the kit suggests; it moves nothing by itself. */
function Suggestions({ activity, board, of }) {
  const [found, setFound] = useState(null); // null: not asked; [] none
  const ask = async () => {
    try {
      const answer = await fetch(`/live/${code}/suggestions?activity=${encodeURIComponent(activity.id)}`);
      if (!answer.ok) throw new Error(String(answer.status));
      setFound((await answer.json()).themes);
    } catch {
      refuse(`${of}/suggest`, t("console.themes.suggest.failed"));
    }
  };
  const free = new Set(board.unsorted.notes);
  const open = (found || []).map((theme) => ({ ...theme, notes: theme.notes.filter((id) => free.has(id)) })).filter((theme) => theme.notes.length > 1);
  const take = (theme) => act(`${of}/suggest`, { type: "theme-make", activity: activity.id, title: theme.label, notes: theme.notes }, t("console.themes.made", { title: theme.label }));
  return html`<section class="live-card" aria-label=${t("console.themes.suggest")}>
    <div class="live-buttons"><button type="button" class="live-button co-button" onClick=${ask}>${t("console.themes.suggest")}</button>
      ${found && html`<button type="button" class="live-button live-button-quiet co-button" onClick=${() => setFound(null)}>${t("console.themes.suggest.away")}</button>`}</div>
    <p class="live-hint">${t("console.themes.suggest.more")}</p>
    <${Refusal} of=${`${of}/suggest`} />
    ${found && !open.length && html`<p class="co-empty" role="status">${t("console.themes.suggest.none")}</p>`}
    <ul class="co-entered">${open.map((theme) => html`<li key=${theme.label}><span dir="auto"><b>${theme.label}</b> · ${tn("themes.notes", theme.notes.length)}: ${theme.notes.slice(0, 4).map((id) => begin((live.state[`note/${id}`] || {}).text || "")).join(" · ")}</span>
      <${Press} of=${`${of}/suggest`} onPress=${() => take(theme)}>${t("console.themes.suggest.take")}<span class="live-hidden">: ${theme.label}</span><//></li>`)}</ul>
  </section>`;
}
