// How a vote came out: a table whose bars are for the eye and whose words and numbers are for everyone.
import { html, useLayoutEffect, useRef } from "./preact.js";
import { t, tn } from "./client.js";
import { inOrder, lettersOf, onRoom, roomIn } from "./screen_fit.js";

const SIZES = [5.2, 4.6, 4, 3.4, 3, 2.6];

export function Result({ activity, pager }) {
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
  if (first.length === 1) return t("screen.result.most", { option: `${first[0].letter}, ${first[0].title}`, dots });
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
  for (const size of SIZES) {
    lettersOf(host, size);
    if (!room || host.firstElementChild.offsetHeight <= room.height) break;
    if (size === SIZES[SIZES.length - 1]) pages = inOrder(rows.map((row) => Math.min(row.offsetHeight, room.height)), Infinity, 0, room.height);
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
