// The stage for notes: the question, and the wall of notes that were shown, in the order in which they were.
// Letters are as large as fits; when the smallest are too large for one page there are more pages.
// A new note goes to the end, below those that are there: nothing that is being read moves, until letters must get smaller.
// Very long notes have pages of their own behind the others. When a note goes, the wall is laid out anew.
import { html, useLayoutEffect, useRef } from "./preact.js";
import { t, tn, under } from "./client.js";
import { gap, heightsIn, lettersOf, onRoom, roomIn } from "./screen_fit.js";

const SIZES = [5.6, 4.9, 4.3, 3.8, 3.4, 3, 2.6]; // hundredths of the screen's height: 28 px at 1080 lines is the smallest
const STEP = 2; // how many sizes smaller letters get at once, so that they do so seldom
const A_FEW = 60; // more are on no page together
const MOST_LINES = 30;
const LONG = 3.4; // a note that is taller than a column in letters of this size gets a page of its own
const PROMPTS = [45, 70, 140, 240]; // letters in a question, from short to long

const begun = new Set(); // activities of which a note was shown: from then on a count would tell how many are withheld

export function NotesStage({ state, activity, pager }) {
  const host = useRef(null);
  const wall = useRef(null);
  const notes = under(state, "note/")
    .filter((note) => note.activity === activity.id)
    .sort((one, other) => one.place - other.place);
  useLayoutEffect(() => {
    wall.current = new Wall(host.current, pager);
    return () => wall.current.close();
  }, [pager]);
  useLayoutEffect(() => wall.current.update(notes));
  if (notes.length) begun.add(activity.id);
  const closed = !activity.open || state.workshop.ended;
  return html`<div class="screen-notes">
    ${notes.length
      ? html`<div class="screen-top">
          <h1 class=${promptClass(activity.prompt)}>${activity.prompt}</h1>
          ${closed && html`<p class="screen-count"><b>${t("screen.notes.closed")}</b></p>`}
        </div>`
      : html`<${Waiting} activity=${activity} closed=${closed} />`}
    <section class="screen-wall" aria-label=${t("screen.notes")} hidden=${!notes.length} ref=${host}></section>
  </div>`;
}

/** Before the first note is shown the question is what there is to see. */
function Waiting({ activity, closed }) {
  const come = activity.count > 0 && !begun.has(activity.id);
  return html`<div class="screen-middle screen-waiting">
    <h1 class=${promptClass(activity.prompt)}>${activity.prompt}</h1>
    <p class="screen-lead"><b>${closed ? t("screen.notes.closed") : t("screen.notes.write")}</b></p>
    <p class="screen-lead">${t("screen.notes.later")}</p>
    ${come && html`<p class="screen-count">${tn("screen.notes.in", activity.count)}</p>`}
  </div>`;
}

/** A long question stands in smaller letters. */
export function promptClass(prompt) {
  const size = PROMPTS.findIndex((most) => prompt.length <= most);
  return `screen-prompt screen-prompt-${size < 0 ? PROMPTS.length : size}`;
}

class Wall {
  constructor(host, pager) {
    this._host = host;
    this._pager = pager;
    this._cards = new Map(); // id -> {element, text, words, long, sheet, column}, in the order of the wall
    this._gauge = element("div", "screen-gauge");
    this._gauge.setAttribute("aria-hidden", "true");
    this._empty();
    pager.begin();
    const off = [pager.on(() => this._turn()), onRoom(host, (forced) => this._again(forced))];
    this._off = () => off.forEach((end) => end());
  }

  close() {
    this._off();
    this._pager.begin();
  }

  /** Show these notes: [{id, text}], in their order. */
  update(notes) {
    const before = this._cards;
    const isThere = ({ id, text }) => before.has(id) && before.get(id).text === text; // names may be given anew
    const fresh = notes.filter((note) => !isThere(note)).map((note) => note.id);
    const stay = notes.length - fresh.length;
    if (!fresh.length && stay === before.size) return;
    const seen = this._longInView();
    this._cards = new Map(notes.map((note) => [note.id, isThere(note) ? before.get(note.id) : cardOf(note.text)]));
    const cards = fresh.map((id) => this._cards.get(id));
    if (!this._room || stay < before.size) this._again(true); // when a note goes, letters may grow and pages close up
    else this._add(cards);
    this._report(cards, seen);
  }

  /** Nothing on the wall: the next note begins anew with the largest letters. */
  _empty() {
    this._room = null;
    this._size = 0;
    this._longPages = [];
    this._clear();
  }

  /** Lay everything out anew, if the room is another one. */
  _again(forced = false) {
    if (!this._cards.size || !this._host.clientWidth) {
      if (forced) this._empty();
      return;
    }
    const room = roomIn(this._host) || { width: this._host.clientWidth, height: Infinity, columns: 1 };
    if (!forced && this._room && room.width === this._room.width && room.height === this._room.height) return;
    const seen = this._longInView();
    this._room = room;
    this._columns = room.columns || (room.wide ? 3 : 2);
    this._width = (room.width - gap() * (this._columns - 1)) / this._columns;
    const cards = [...this._cards.values()];
    for (const card of cards) card.column = undefined;
    this._clear();
    this._tellLong(cards);
    this._layOut(0);
    this._layOutLong();
    this._report([], seen);
  }

  /** Choose the letters, from a size on, and put every card that is not long in its place. */
  _layOut(from) {
    const cards = [...this._cards.values()].filter((card) => !card.long);
    for (this._size = from; this._size < SIZES.length; this._size += 1) {
      const smallest = this._size === SIZES.length - 1;
      if (!smallest && cards.length > A_FEW) continue;
      this._clear();
      this._measure(cards, SIZES[this._size]);
      if (this._place(cards, smallest ? Infinity : 1)) return;
    }
  }

  /** Put every long card on a page of its own, behind the others. */
  _layOutLong() {
    for (const page of this._longPages) page.element.remove();
    this._longPages = [];
    this._placeLong([...this._cards.values()].filter((card) => card.long));
  }

  _placeLong(cards) {
    for (const card of cards) {
      card.sheet = this._newPage(true);
      card.sheet.columns[0].append(card.element);
      fitLong(card.sheet.element, card.element);
    }
  }

  /** Take away all pages but those of long cards. */
  _clear() {
    this._host.replaceChildren(...this._longPages.map((page) => page.element));
    lettersOf(this._host, SIZES[this._size]);
    this._pages = [];
    this._filled = null;
  }

  _measure(cards, size) {
    this._host.append(this._gauge);
    lettersOf(this._gauge, size);
    const heights = heightsIn(this._gauge, cards.map((card) => card.element), this._width);
    cards.forEach((card, place) => {
      card.height = heights[place];
    });
    this._gauge.remove();
  }

  /** Find out which cards are so long that they would make the letters of all others small. */
  _tellLong(cards) {
    this._measure(cards, LONG);
    for (const card of cards) card.long = card.height > this._room.height;
  }

  /** Put new cards after those that are there; with smaller letters if they do not fit otherwise. */
  _add(cards) {
    this._tellLong(cards);
    this._placeLong(cards.filter((card) => card.long));
    const others = cards.filter((card) => !card.long);
    if (!others.length) return;
    this._measure(others, SIZES[this._size]);
    const most = this._size === SIZES.length - 1 ? Infinity : 1;
    const next = this._pages.length ? Math.min(this._size + STEP, SIZES.length - 1) : 0;
    if (!this._place(others, most)) this._layOut(next);
  }

  /** Put cards on the last page and on new ones; false if that takes more pages than allowed. */
  _place(cards, most) {
    for (const card of cards) {
      if (most === 1 && card.height > this._room.height) return false;
      let column = this._columnFor(card);
      if (column === null) {
        if (this._pages.length === most) return false;
        this._newPage(false);
        column = 0;
      }
      this._filled[column] += card.height + gap();
      card.sheet = last(this._pages);
      card.column = column;
      card.sheet.columns[column].append(card.element);
    }
    return true;
  }

  /** The column it stood in before, if it was laid out before; else the one with most room; null if there is none. */
  _columnFor(card) {
    if (!this._pages.length) return null;
    const fits = (column) => this._filled[column] + card.height <= this._room.height + 1;
    if (card.column !== undefined && fits(card.column)) return card.column;
    const best = this._filled.indexOf(Math.min(...this._filled));
    return fits(best) ? best : null;
  }

  _newPage(long) {
    const made = element("div", long ? "screen-page screen-page-long" : "screen-page");
    const columns = Array.from({ length: long ? 1 : this._columns }, () => element("ul", "screen-column"));
    const page = { element: made, columns };
    made.append(...columns);
    made.hidden = true; // _turn() shows the one that is in view
    this._host.insertBefore(made, long || !this._longPages.length ? null : this._longPages[0].element);
    if (long) this._longPages.push(page);
    else {
      this._pages.push(page);
      this._filled = columns.map(() => 0);
    }
    return page;
  }

  _allPages() {
    return [...this._pages, ...this._longPages];
  }

  /** The long card that is being read, if it is one: its page may get another number. */
  _longInView() {
    const sheet = this._allPages()[this._pager.page];
    return [...this._cards.values()].find((card) => card.long && card.sheet === sheet);
  }

  /** Tell the pager how many pages there are, and where new cards stand if none of them is in view. */
  _report(fresh, seen) {
    const pages = this._allPages();
    if (seen && pages.includes(seen.sheet)) this._pager.page = pages.indexOf(seen.sheet);
    const inView = fresh.some((card) => card.sheet === pages[this._pager.page]);
    this._pager.set(pages.length, fresh.length && !inView ? pages.indexOf(fresh[0].sheet) : null);
  }

  _turn() {
    const pages = this._allPages();
    const inView = pages[this._pager.page];
    for (const page of pages) page.element.hidden = page !== inView;
    let words = 0;
    for (const card of this._cards.values()) if (card.sheet === inView) words += card.words;
    if (words !== this._words) {
      this._words = words;
      this._pager.words(words);
    }
  }
}

const last = (list) => list[list.length - 1];

function element(name, className) {
  const made = document.createElement(name);
  made.className = className;
  return made;
}

/** A note that needs a page of its own stands there in columns, as large as fits; if nothing fits it can be scrolled. */
function fitLong(page, card) {
  const { hidden } = page;
  page.hidden = false; // what is not there has no size
  const fits = () => card.scrollHeight <= card.clientHeight + 1 && card.scrollWidth <= card.clientWidth + 1;
  if (!SIZES.some((size) => (lettersOf(page, size), fits()))) card.tabIndex = 0;
  page.hidden = hidden;
}

function cardOf(text) {
  const made = element("li", "live-note live-words screen-note");
  // A note of many short lines would be a tower: its lines go on one after the other.
  const lines = text.trim().split(/\n+/);
  made.textContent = lines.join(lines.length > MOST_LINES ? " " : "\n");
  return { element: made, text, words: text.split(/\s+/).length };
}
