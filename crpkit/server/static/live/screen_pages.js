// Pages of a stage that does not fit on one: turned by key, by button, or by themselves when nobody has turned them.

const READING_MS = 12000; // a page stays at least so long
const A_WORD_MS = 300;
const LONGEST_MS = 45000;

export class Pager {
  constructor() {
    this._listeners = new Set();
    this.begin();
  }

  /** Another stage: one page, turned by itself as soon as there are more. */
  begin() {
    this.pages = 1;
    this.page = 0;
    this.auto = true;
    this.news = null; // a page on which something new stands that has not been seen
    this._reading = READING_MS;
    this._tell();
  }

  /** Call listener() after every change. Returns a function that ends it. */
  on(listener) {
    this._listeners.add(listener);
    return () => this._listeners.delete(listener);
  }

  /** Say how many pages there are, and on which something new stands that is not in view. */
  set(pages, fresh = null) {
    this.pages = Math.max(1, pages);
    this.page = Math.min(this.page, this.pages - 1);
    if (fresh !== null && fresh !== this.page) {
      if (this.auto) this.page = fresh; // what was just shown is to be seen at once
      else this.news = fresh;
    }
    this._tell();
  }

  /** Say how many words stand on the page in view, so that there is time to read them. */
  words(count) {
    this._reading = Math.min(LONGEST_MS, READING_MS + count * A_WORD_MS);
    this._wait();
  }

  /** A person turns: from now on pages stay until she turns again. */
  turn(by) {
    if (this.pages < 2) return;
    this.auto = false;
    this._go((this.page + by + this.pages) % this.pages);
  }

  /** Turn by itself, or not. */
  setAuto(auto) {
    this.auto = auto;
    this._tell();
  }

  _go(page) {
    this.page = page;
    this._tell();
  }

  _wait() {
    clearTimeout(this._timer);
    if (this.auto && this.pages > 1) this._timer = setTimeout(() => this._go((this.page + 1) % this.pages), this._reading);
  }

  _tell() {
    if (this.news === this.page || this.news >= this.pages) this.news = null;
    this._wait();
    for (const listener of [...this._listeners]) listener(this);
  }
}
