// The stage for activities that ask: what can be chosen, what people write, and how it came out.
import { html, useLayoutEffect, useRef } from "./preact.js";
import { t, tn, under } from "./client.js";
import { inOrder, lettersOf, onRoom, roomIn } from "./screen_fit.js";
import { promptClass } from "./screen_notes.js";

const SIZES = [4.8, 4.2, 3.6, 3.2, 2.9, 2.6]; // hundredths of the screen's height: 28 px at 1080 lines is the smallest

export function AskStage({ state, activity, pager }) {
  const notes = under(state, "note/")
    .filter((note) => note.activity === activity.id)
    .sort((one, other) => one.place - other.place);
  const choosing = activity.method && activity.items.some((item) => item.title);
  const wall = activity.boxes.length > 0 && (!choosing || (!activity.open && notes.length > 0 && !activity.result && !activity.offers));
  return html`<div class="screen-dots screen-ask">
    <div class="screen-top">
      <div>
        ${activity.subject && html`<p class="screen-subject"><span>${t("ask.subject")}:</span> ${activity.subject}</p>`}
        <h1 class=${promptClass(activity.prompt || "")}>${activity.prompt}</h1>
      </div>
      <p class="screen-count">${activity.method && !activity.result && tn("screen.ask.voted", activity.voters)}</p>
    </div>
    ${choosing && activity.result
      ? html`<${Result} activity=${activity} pager=${pager} />`
      : html`<p class="screen-lead">${says(activity, choosing)}</p>
          ${choosing && !wall && html`<${Items} activity=${activity} pager=${pager} />`}
          ${wall && html`<${Written} activity=${activity} notes=${notes} pager=${pager} />`}`}
  </div>`;
}

function says(activity, choosing) {
  if (activity.open) return html`<b>${t(choosing ? "screen.ask.open" : "screen.ask.write")}</b>`;
  if (activity.voters) return html`<b>${t("screen.ask.closed")}</b> ${t("screen.ask.wait")}`;
  return activity.count ? html`<b>${t("screen.ask.closed")}</b>` : t("screen.ask.later");
}

/** Show what is inside in the largest letters with which it fits, else on pages, its parts one after the other. */
export function usePages(pager, print) {
  const host = useRef(null);
  const lay = () => {
    const parts = [...host.current.querySelectorAll("[data-part]")];
    for (const part of parts) part.hidden = false;
    const room = roomIn(host.current);
    let pages = parts.map(() => 0);
    for (const size of SIZES) {
      lettersOf(host.current, size);
      if (!room || host.current.firstElementChild.scrollHeight <= room.height) break;
      if (size === SIZES[SIZES.length - 1]) pages = pagesOf(parts, room.height);
    }
    parts.forEach((part, number) => {
      part.dataset.page = pages[number];
    });
    pager.set(Math.max(0, ...pages) + 1);
    turn();
  };
  const turn = () => {
    for (const part of host.current.querySelectorAll("[data-part]")) part.hidden = Number(part.dataset.page) !== pager.page;
  };
  useLayoutEffect(() => {
    pager.begin();
    const off = [pager.on(turn), onRoom(host.current, lay)];
    return () => {
      off.forEach((end) => end());
      pager.begin();
    };
  }, [pager]);
  useLayoutEffect(lay, [print]);
  return host;
}

/** Parts that stand side by side share a row; rows go onto pages. */
function pagesOf(parts, height) {
  const rows = [];
  for (const part of parts) {
    const top = part.offsetTop;
    const last = rows[rows.length - 1];
    if (last && last.top === top) last.parts.push(part);
    else rows.push({ top, parts: [part] });
  }
  const heights = rows.map((row) => Math.min(height, Math.max(...row.parts.map((part) => part.offsetHeight)) + innerHeight * 0.014));
  const places = inOrder(heights, Infinity, 0, height);
  return rows.flatMap((row, number) => row.parts.map(() => places[number]));
}

function Items({ activity, pager }) {
  const items = activity.items.filter((item) => item.title);
  const host = usePages(pager, JSON.stringify([items, activity.answers]));
  const wide = items.length > 5 ? " screen-grid-two" : "";
  return html`<section class="screen-wall" aria-label=${t("screen.ask.items")} ref=${host}>
    <ul class=${`screen-grid${wide}`}>
      ${items.map((item) => html`<li key=${item.id} class="screen-option" data-part>
        <span class="live-letter">${item.letter}</span>
        <span><span class="screen-option-title">${item.title}</span>${activity.method === "scale" && html`<span class="screen-answers">${activity.answers.map((answer) => html`<span key=${answer.id}>${answer.title}</span>`)}</span>`}</span>
      </li>`)}
    </ul>
  </section>`;
}

/** What people wrote: a card for each; with several headings a field for each of them. */
function Written({ activity, notes, pager }) {
  const host = usePages(pager, JSON.stringify(notes));
  const items = new Map(activity.items.map((item) => [item.id, item]));
  const groups = groupsOf(activity, notes, items);
  if (groups.length === 1) {
    return html`<section class="screen-wall" aria-label=${t("screen.ask.wall")} ref=${host}>
      <ul class="screen-grid screen-grid-two">${notes.map((note) => html`<li key=${note.id} class="screen-note-card" data-part><${Card} note=${note} /></li>`)}</ul>
    </section>`;
  }
  return html`<section class="screen-wall" aria-label=${t("screen.ask.wall")} ref=${host}>
    <div class="screen-grid screen-canvas">
      ${groups.map((group) => html`<section key=${group.key} class="screen-field" data-part aria-label=${group.title}>
        <h2>${group.title}</h2>
        ${group.notes.length ? html`<ul>${group.notes.map((note) => html`<li key=${note.id}><${Card} note=${note} /></li>`)}</ul>` : html`<p class="screen-empty">${t("screen.ask.nothing")}</p>`}
      </section>`)}
    </div>
  </section>`;
}

/** Headings of each item that has something; of a single item or none all headings. */
function groupsOf(activity, notes, items) {
  if (activity.boxes.length === 1 && !activity.about_items) return [{ key: "all", title: "", notes }];
  const shown = activity.about_items ? activity.items.filter((item) => item.title) : [null];
  const several = shown.length > 1;
  return shown.flatMap((item) => {
    const mine = notes.filter((note) => !item || (note.about || (several ? "" : item.id)) === item.id);
    if (several && !mine.length) return [];
    return activity.boxes
      .map((box) => ({ key: `${item ? item.id : ""} ${box.id}`, title: titleOf(several ? items.get(item.id) : null, activity.boxes.length > 1 ? box.title : ""), notes: mine.filter((note) => (note.box || activity.boxes[0].id) === box.id) }))
      .filter((group) => !several || group.notes.length);
  });
}

const titleOf = (item, heading) => [item && `${item.letter}: ${item.title}`, heading].filter(Boolean).join(" – ");

function Card({ note }) {
  const more = Object.entries(note.more || {}).filter(([, value]) => value);
  const who = more.find(([name]) => name === "who");
  const rest = more.filter((pair) => pair !== who);
  return html`${who && html`<b class="screen-who">${who[1]}</b> `}<span>${note.text}</span>${rest.length > 0 && html` <span class="screen-when">${rest.map(([, value]) => value).join(" · ")}</span>`}`;
}

// ---- how it came out

function Result({ activity, pager }) {
  const items = new Map(activity.items.map((item) => [item.id, item]));
  const rows = activity.result.filter((row) => items.has(row.item) && items.get(row.item).title);
  const host = usePages(pager, JSON.stringify(rows));
  const most = Math.max(1, ...rows.map((row) => numberOf(activity, row)));
  return html`<p class="screen-lead"><b>${t("screen.ask.result")}.</b> ${tn("screen.ask.voted", activity.voters)}</p>
    <div class="screen-wall screen-result" ref=${host}>
      <table aria-label=${t("screen.ask.result")}>
        <thead><tr><th scope="col"><span class="live-hidden">${t("screen.ask.result.item")}</span></th><th scope="col"><span class="live-hidden">${t("screen.ask.result.number")}</span></th></tr></thead>
        <tbody>${rows.map((row) => html`<tr key=${row.item} data-part class=${activity.method !== "scale" && numberOf(activity, row) === most ? "screen-most" : ""}>
          <th scope="row"><span class="live-letter">${items.get(row.item).letter}</span> ${items.get(row.item).title}</th>
          <td>${activity.method === "scale" ? html`<${Shares} activity=${activity} row=${row} />` : html`<${Bar} activity=${activity} row=${row} most=${most} />`}</td>
        </tr>`)}</tbody>
      </table>
    </div>`;
}

function numberOf({ method }, row) {
  return { points: row.points, ranking: row.score }[method] ?? row.people ?? 0;
}

function Bar({ activity, row, most }) {
  const number = numberOf(activity, row);
  const words = activity.method === "points" ? tn(`ask.count.${activity.unit}`, number) : activity.method === "ranking" ? tn("ask.count.point", number) : tn("ask.people", number);
  return html`<div class="screen-row-dots">
    <span class="screen-bar" aria-hidden="true">${number > 0 && html`<span style=${{ width: `${(number / most) * 100}%` }}></span>`}</span>
    <span class="screen-row-number">${words}</span>
  </div>`;
}

/** Answers side by side, each as wide as its share, with its words and number: colour and pattern are for the eye only. */
function Shares({ activity, row }) {
  const all = Math.max(1, row.people);
  return html`<div class="screen-shares">
    <span class="screen-shares-bar" aria-hidden="true">${activity.answers.map((answer, place) => row[answer.id] > 0 && html`<span key=${answer.id} class=${`screen-share screen-share-${place}`} style=${{ width: `${(row[answer.id] / all) * 100}%` }}></span>`)}</span>
    <span class="screen-shares-words">${activity.answers.map((answer, place) => html`<span key=${answer.id}><span class=${`screen-swatch screen-share-${place}`} aria-hidden="true"></span>${answer.title} <b>${row[answer.id]}</b></span>`)}</span>
  </div>`;
}
