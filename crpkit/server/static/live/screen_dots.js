// The stage for dots: what can be chosen, and after the vote how it came out.
import { html, useLayoutEffect, useRef } from "./preact.js";
import { t, tn } from "./client.js";
import { Dots } from "./ui.js";
import { evenly, gap, heightsIn, inOrder, lettersOf, onRoom, roomIn } from "./screen_fit.js";
import { promptClass } from "./screen_notes.js";

const SIZES = [
  { size: 5.2, details: true },
  { size: 4.2, details: true },
  { size: 3.4, details: true },
  { size: 3.8, details: false },
  { size: 3.2, details: false },
  { size: 2.9, details: false },
  { size: 2.6, details: false },
];
const MOST_COLUMNS = 3;
const RESULT_SIZES = [5.2, 4.6, 4, 3.4, 3, 2.6];
const A_TITLE = 50; // a longer one stands in the table only

export function DotsStage({ activity, pager }) {
  const two = activity.options.some((option) => option.letter.length > 1); // then all stand alike
  return html`<div class=${two ? "screen-dots screen-dots-two" : "screen-dots"}>
    <div class="screen-top">
      <h1 class=${promptClass(activity.prompt)}>${activity.prompt}</h1>
      <p class="screen-count">${!activity.result && tn("screen.dots.voted", activity.voters)}</p>
    </div>
    ${activity.result
      ? html`<${Result} activity=${activity} pager=${pager} />`
      : html`<p class="screen-lead">${says(activity)}</p><${Options} options=${activity.options} pager=${pager} />`}
  </div>`;
}

function says(activity) {
  const each = activity.dots_each;
  if (activity.open) return html`<b>${tn("screen.dots.have", each)}</b> <${Dots} filled=${each} of=${each} /> ${t("screen.dots.open")}`;
  if (activity.voters) return html`<b>${t("screen.dots.closed")}</b> ${t("screen.dots.wait")}`;
  return t("screen.dots.not-open");
}

function Options({ options, pager }) {
  const host = useRef(null);
  const said = JSON.stringify(options);
  useLayoutEffect(() => {
    const board = new Board(host.current, pager, options);
    return () => board.close();
  }, [pager, said]);
  return html`<section class="screen-wall" aria-label=${t("screen.dots.options")} ref=${host}></section>`;
}

/** The options in columns, by their letters; on pages if there are very many. */
class Board {
  constructor(host, pager, options) {
    this._host = host;
    this._pager = pager;
    this._cards = options.map(cardOf);
    this._pages = [];
    pager.begin();
    const off = [pager.on(() => this._turn()), onRoom(host, () => this._layOut())];
    this._off = () => off.forEach((end) => end());
    this._layOut();
  }

  close() {
    this._off();
    this._pager.begin();
  }

  _layOut() {
    if (!this._host.clientWidth) return;
    const room = roomIn(this._host);
    const found = room ? this._fit(room) : { columns: 1, places: this._cards.map(() => 0), pages: 1 };
    this._pages = Array.from({ length: found.pages }, () => this._page(found.columns));
    found.places.forEach((place, number) => {
      const page = this._pages[Math.floor(place / found.columns)];
      page.children[place % found.columns].append(this._cards[number]);
    });
    this._host.replaceChildren(...this._pages);
    this._pager.set(found.pages);
    this._turn();
  }

  /** The largest letters with which all fit, in as few columns as will do; else the smallest, on pages. */
  _fit({ width, height }) {
    const gauge = document.createElement("div");
    gauge.className = "screen-gauge";
    let heights;
    for (const { size, details } of SIZES) {
      lettersOf(this._host, size);
      this._host.classList.toggle("screen-brief", !details);
      for (let columns = 1; columns <= MOST_COLUMNS; columns += 1) {
        this._host.replaceChildren(gauge);
        heights = heightsIn(gauge, this._cards, (width - gap() * (columns - 1)) / columns);
        const places = evenly(heights, columns, gap(), height);
        if (places) return { columns, places, pages: 1 };
      }
    }
    // An option taller than the screen cannot be; if it is, it has a column of its own and the page scrolls.
    const places = inOrder(heights.map((one) => Math.min(one, height)), Infinity, gap(), height);
    return { columns: MOST_COLUMNS, places, pages: Math.ceil((Math.max(0, ...places) + 1) / MOST_COLUMNS) };
  }

  _page(columns) {
    const page = document.createElement("div");
    page.className = "screen-page";
    page.append(...Array.from({ length: columns }, () => Object.assign(document.createElement("ul"), { className: "screen-column" })));
    return page;
  }

  _turn() {
    this._pages.forEach((page, number) => {
      page.hidden = number !== this._pager.page;
    });
  }
}

function cardOf({ letter, title, detail }) {
  const made = document.createElement("li");
  made.className = "screen-option";
  const parts = [["live-letter", letter], ["screen-option-title", title], ["screen-option-detail", detail]];
  for (const [className, text] of parts) {
    if (text) made.append(Object.assign(document.createElement("span"), { className, textContent: text }));
  }
  return made;
}

// ---- how it came out: a table whose bars are for the eye and whose words and numbers are for everyone

function Result({ activity, pager }) {
  const host = useRef(null);
  const options = new Map(activity.options.map((option) => [option.id, option]));
  const rows = activity.result.filter((row) => options.has(row.option)).map((row) => ({ ...row, ...options.get(row.option) }));
  const most = Math.max(1, ...rows.map((row) => row.dots));
  useLayoutEffect(() => {
    pager.begin();
    const off = [pager.on(() => turn(host.current, pager)), onRoom(host.current, () => fit(host.current, pager))];
    return () => {
      off.forEach((end) => end());
      pager.begin();
    };
  }, [pager]);
  useLayoutEffect(() => fit(host.current, pager));
  const all = rows.reduce((sum, row) => sum + row.dots, 0);
  return html`<p class="screen-lead"><b>${t("screen.result")}.</b> ${inWords(rows)} <span class="screen-all">${tn("screen.result.all", all)}</span></p>
    <div class="screen-wall screen-result" ref=${host}>
      <table aria-label=${t("screen.result")}>
        <thead><tr>
          ${["letter", "option", "dots"].map((name) => html`<th scope="col"><span class="live-hidden">${t(`screen.result.${name}`)}</span></th>`)}
        </tr></thead>
        <tbody>${rows.map((row) => html`<${Row} key=${row.id} row=${row} most=${most} />`)}</tbody>
      </table>
    </div>`;
}

function Row({ row, most }) {
  return html`<tr class=${row.dots && row.dots === most ? "screen-most" : ""}>
    <td class="screen-row-letter"><span class="live-letter">${row.letter}</span></td>
    <th scope="row">${row.title}</th>
    <td><div class="screen-row-dots">
      <span class="screen-bar" aria-hidden="true">${row.dots > 0 && html`<span style=${{ width: `${(row.dots / most) * 100}%` }}></span>`}</span>
      <span class="screen-row-number">${tn("common.dots", row.dots)}</span>
    </div></td>
  </tr>`;
}

/** What came first, as a sentence: a tie is told as a tie. */
function inWords(rows) {
  const most = Math.max(0, ...rows.map((row) => row.dots));
  if (!most) return t("screen.result.none");
  const first = rows.filter((row) => row.dots === most);
  const dots = tn("common.dots", most);
  if (first.length === 1) {
    const [{ letter, title }] = first;
    return t("screen.result.most", { option: title.length > A_TITLE ? letter : `${letter} (${title})`, dots });
  }
  const letters = first.map((row) => row.letter);
  const some = letters.slice(0, -1).join(", ");
  return t("screen.result.tied", { options: t("screen.and", { some, last: letters[letters.length - 1] }), dots });
}

/** The largest letters with which all rows fit; else the smallest, on pages. */
function fit(host, pager) {
  const rows = [...host.querySelectorAll("tbody tr")];
  const room = roomIn(host);
  for (const row of rows) row.hidden = false;
  let pages = rows.map(() => 0);
  for (const size of RESULT_SIZES) {
    lettersOf(host, size);
    if (!room || host.firstElementChild.offsetHeight <= room.height) break;
    if (size === RESULT_SIZES[RESULT_SIZES.length - 1]) pages = inOrder(rows.map((row) => Math.min(row.offsetHeight, room.height)), Infinity, 0, room.height);
  }
  rows.forEach((row, number) => {
    row.dataset.page = pages[number];
  });
  pager.set(Math.max(0, ...pages) + 1);
  turn(host, pager);
}

function turn(host, pager) {
  for (const row of host.querySelectorAll("tbody tr")) row.hidden = Number(row.dataset.page) !== pager.page;
}
