// Pages of a stage that does not fit on one: turned by key, by button, or by themselves when nobody has turned them.
// And the foot of the page: which page of how many, and what keys do, as buttons.
import { html, useEffect, useRef, useState } from "./preact.js";
import { t } from "./client.js";

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

const PICTURES = {
  back: "M15 5l-7 7 7 7",
  on: "M9 5l7 7-7 7",
  stop: "M8 5v14M16 5v14",
  go: "M8 5l11 7-11 7z",
  blank: "M3 5h18v14H3zM3 19L21 5",
  full: "M4 9V4h5M15 4h5v5M20 15v5h-5M9 20H4v-5",
  dark: "M20 14.5A8.5 8.5 0 0 1 9.5 4a8.5 8.5 0 1 0 10.5 10.5z",
};

/** The whole screen, and back. */
export function fullScreen() {
  const root = document.documentElement;
  const going = document.fullscreenElement ? document.exitFullscreen() : root.requestFullscreen && root.requestFullscreen();
  if (going && going.catch) going.catch(() => {}); // a browser may forbid it
}

function Key({ picture, words, ...rest }) {
  return html`<button type="button" class="screen-key" aria-label=${words} title=${words} ...${rest}>
    <svg viewBox="0 0 24 24" aria-hidden="true" focusable="false"><path d=${PICTURES[picture]} /></svg>
  </button>`;
}

function Pages({ pager }) {
  if (pager.pages < 2) return null;
  return html`<nav class="screen-pages" aria-label=${t("screen.pages")}>
    <${Key} picture="back" words=${t("screen.page.back")} onClick=${() => pager.turn(-1)} />
    <span class="screen-page-number">${t("screen.page", { page: pager.page + 1, pages: pager.pages })}</span>
    <${Key} picture="on" words=${t("screen.page.on")} onClick=${() => pager.turn(1)} />
    <${Key} picture=${pager.auto ? "stop" : "go"} words=${t(pager.auto ? "screen.page.stop" : "screen.page.go")}
      onClick=${() => pager.setAuto(!pager.auto)} />
    ${pager.news !== null && html`<b class="screen-news">${t("screen.page.new", { page: pager.news + 1 })}</b>`}
  </nav>`;
}

export function Foot({ pager, blank, setBlank }) {
  const [, again] = useState(0);
  useEffect(() => pager.on(() => again((n) => n + 1)), [pager]);
  // look.js keeps aria-pressed from here on
  const pressed = useRef(String(document.documentElement.dataset.light === "dark"));
  return html`<${Pages} pager=${pager} />
    <div class="screen-keys">
      <${Key} picture="full" words=${t("screen.key.full")} onClick=${fullScreen} />
      <${Key} picture="blank" words=${t("screen.key.blank")} aria-pressed=${String(blank)} onClick=${() => setBlank(!blank)} />
      <${Key} picture="dark" words=${t("screen.key.dark")} data-view="dark" aria-pressed=${pressed.current} />
    </div>`;
}
