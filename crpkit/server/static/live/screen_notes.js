// The stage for notes: the question, and the wall of notes that were shown, in the order in which they were.
// Letters are as large as fits; when the smallest are too large for one page there are more pages.
// A new note goes to the end, below those that are there: nothing that is being read moves, until letters must get smaller.
import { html, useLayoutEffect, useRef } from "./preact.js";
import { t, tn, under } from "./client.js";
import { gap, heightsIn, lettersOf, onRoom, roomIn } from "./screen_fit.js";

const SIZES = [5.6, 4.9, 4.3, 3.8, 3.4, 3, 2.6]; // hundredths of the screen's height: 28 px at 1080 lines is the smallest
const STEP = 2; // how many sizes smaller letters get at once, so that they do so seldom
const A_FEW = 60; // more are on no page together
const MOST_LINES = 30;

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
  const closed = !activity.open || state.workshop.ended;
  return html`<div class="screen-notes">
    <div class="screen-top">
      <h1 class=${promptClass(activity.prompt)}>${activity.prompt}</h1>
      <p class="screen-count">${tn("screen.notes.in", activity.count)}${closed && html`<br /><b>${t("screen.notes.closed")}</b>`}</p>
    </div>
    ${!notes.length && html`<div class="screen-middle screen-waiting">
      ${!closed && html`<p class="screen-lead"><b>${t("screen.notes.write")}</b></p>`}
      <p class="screen-lead">${t("screen.notes.later")}</p>
    </div>`}
    <section class="screen-wall" aria-label=${t("screen.notes")} hidden=${!notes.length} ref=${host}></section>
  </div>`;
}

/** A long question stands in smaller letters. */
export function promptClass(prompt) {
  const size = [45, 70, 140].findIndex((most) => prompt.length <= most);
  return `screen-prompt screen-prompt-${size < 0 ? 3 : size}`;
}

class Wall {
  constructor(host, pager) {
    this._host = host;
    this._pager = pager;
    this._cards = new Map(); // id -> {element, words, page, column}, in the order of the wall
    this._size = 0;
    this._pages = [];
    this._gauge = element("div", "screen-gauge");
    this._gauge.setAttribute("aria-hidden", "true");
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
    const ids = new Set(notes.map((note) => note.id));
    let changed = false;
    for (const [id, card] of this._cards) {
      if (ids.has(id)) continue;
      this._remove(id, card);
      changed = true;
    }
    const fresh = notes.filter((note) => !this._cards.has(note.id)).map((note) => [note.id, cardOf(note.text)]);
    if (!fresh.length && !changed) return;
    for (const [id, card] of fresh) this._cards.set(id, card);
    const cards = fresh.map(([, card]) => card);
    if (!this._room) this._again();
    else if (cards.length) this._add(cards);
    this._report(cards);
  }

  _remove(id, card) {
    this._cards.delete(id);
    card.element.remove();
    this._filled = null;
    const page = this._pages[card.page];
    if (!page || page.element.querySelector("li")) return;
    page.element.remove();
    this._pages.splice(card.page, 1);
    for (const other of this._cards.values()) if (other.page > card.page) other.page -= 1;
    if (!this._pages.length) this._room = null; // begin anew with the largest letters
  }

  /** Lay everything out anew, if the room is another one. */
  _again(forced = false) {
    if (!this._cards.size || !this._host.clientWidth) return;
    const room = roomIn(this._host) || { width: this._host.clientWidth, height: Infinity, columns: 1 };
    if (!forced && this._room && room.width === this._room.width && room.height === this._room.height) return;
    this._room = room;
    this._columns = room.columns || (room.wide ? 3 : 2);
    this._width = (room.width - gap() * (this._columns - 1)) / this._columns;
    this._layOut([...this._cards.values()], 0);
    this._report([]);
  }

  /** Choose the letters, from a size on, and put every card in its place. */
  _layOut(cards, from) {
    for (this._size = from; this._size < SIZES.length; this._size += 1) {
      const smallest = this._size === SIZES.length - 1;
      if (!smallest && cards.length > A_FEW) continue;
      this._clear();
      this._measure(cards);
      if (this._place(cards, smallest ? Infinity : 1)) return;
    }
  }

  _clear() {
    this._host.replaceChildren(this._gauge);
    lettersOf(this._host, SIZES[this._size]);
    this._pages = [];
    this._filled = null;
  }

  _measure(cards) {
    this._host.append(this._gauge);
    const heights = heightsIn(this._gauge, cards.map((card) => card.element), this._width);
    cards.forEach((card, place) => {
      card.height = heights[place];
    });
  }

  /** Put new cards after those that are there; with smaller letters if they do not fit otherwise. */
  _add(cards) {
    this._measure(cards);
    const most = this._size === SIZES.length - 1 ? Infinity : 1;
    const next = Math.min(this._size + STEP, SIZES.length - 1);
    if (!this._place(cards, most)) this._layOut([...this._cards.values()], next);
  }

  /** Put cards on the last page and on new ones; false if that takes more pages than allowed. */
  _place(cards, most) {
    for (const card of cards) {
      const long = card.height > this._room.height;
      let column = long ? null : this._columnFor(card);
      if (column === null) {
        if (this._pages.length === most || (long && most === 1)) return false;
        this._newPage(long);
        column = 0;
      }
      this._filled[column] += card.height + gap();
      card.page = this._pages.length - 1;
      card.column = column;
      last(this._pages).columns[column].append(card.element);
      if (long) fitLong(last(this._pages).element, card.element);
    }
    return true;
  }

  /** The column it stood in before, if it was laid out before; else the one with most room; null if there is none. */
  _columnFor(card) {
    const page = last(this._pages);
    if (!page || page.long) return null;
    if (!this._filled) this._filled = this._filledNow(page);
    const fits = (column) => this._filled[column] + card.height <= this._room.height + 1;
    if (card.column !== undefined && fits(card.column)) return card.column;
    const best = this._filled.indexOf(Math.min(...this._filled));
    return fits(best) ? best : null;
  }

  _filledNow(page) {
    const filled = page.columns.map(() => 0);
    for (const card of this._cards.values()) {
      if (card.page === this._pages.length - 1) filled[card.column] += card.height + gap();
    }
    return filled;
  }

  _newPage(long) {
    const page = element("div", long ? "screen-page screen-page-long" : "screen-page");
    const columns = Array.from({ length: long ? 1 : this._columns }, () => element("ul", "screen-column"));
    page.append(...columns);
    page.hidden = this._pages.length !== this._pager.page;
    this._host.append(page);
    this._pages.push({ element: page, columns, long });
    this._filled = columns.map(() => 0);
  }

  /** Tell the pager how many pages there are, and where new cards stand if none of them is in view. */
  _report(fresh) {
    this._gauge.remove();
    const seen = fresh.some((card) => card.page === this._pager.page);
    this._pager.set(this._pages.length, fresh.length && !seen ? fresh[0].page : null);
  }

  _turn() {
    const { page } = this._pager;
    this._pages.forEach((one, number) => {
      one.element.hidden = number !== page;
    });
    let words = 0;
    for (const card of this._cards.values()) if (card.page === page) words += card.words;
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
  return { element: made, words: text.split(/\s+/).length };
}
