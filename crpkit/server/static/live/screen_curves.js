// How each step would feel, as a picture: steps go down, feelings go across, one line for each voice with its middle half.
import { html } from "./preact.js";
import { t, tn } from "./client.js";
import { LOOKS, feltAt, inWords, signed, worth } from "./walk_felt.js";

const HEAD = 2.5; // rows of letters above the steps
const LEAST = 2.55; // the same for a step
const MOST = 5;

const CELL = 3.6; // the same for a row of the table, in which answers may take three lines
const ABOVE = 4.6; // and above these

/** Steps by page, as many as can stand there in letters that are large enough; in a table there is room for fewer. */
export function rowsOn(steps, room, table = false) {
  if (!room) return [steps];
  const [head, least] = table ? [ABOVE, CELL] : [HEAD, LEAST];
  const fit = Math.max(1, Math.floor((room.height - head * room.letter) / (least * room.letter)));
  const pages = Math.ceil(steps.length / fit);
  const each = Math.ceil(steps.length / pages);
  return Array.from({ length: pages }, (_, page) => steps.slice(page * each, (page + 1) * each));
}

/** The sign of a voice, with a piece of its line. */
export function Point({ look }) {
  return html`<svg class="screen-walk-sign" viewBox="0 0 60 24" aria-hidden="true" focusable="false">
    <path d="M0 12H60" style=${{ stroke: look.colour, strokeWidth: 4, strokeDasharray: look.dashes }} fill="none" />
    <${Shape} look=${look} x=${30} y=${12} size=${9} /></svg>`;
}

function Shape({ look, x, y, size }) {
  const path = {
    circle: `M${x - size} ${y}a${size} ${size} 0 1 0 ${2 * size} 0a${size} ${size} 0 1 0 ${-2 * size} 0Z`,
    square: `M${x - size} ${y - size}h${2 * size}v${2 * size}h${-2 * size}Z`,
    diamond: `M${x} ${y - size * 1.3}l${size * 1.3} ${size * 1.3}l${-size * 1.3} ${size * 1.3}l${-size * 1.3} ${-size * 1.3}Z`,
  }[look.point];
  return html`<path d=${path} style=${{ fill: look.colour, stroke: "var(--crp-card)", strokeWidth: 2 }} />`;
}

export function WalkCurves({ activity, voices, room, rows }) {
  const letter = room ? room.letter : 20;
  const width = room ? room.width : 900;
  const beside = width * (width > 1400 ? 0.38 : 0.42);
  const row = room ? Math.min(MOST * letter, (room.height - HEAD * letter) / rows.length) : LEAST * letter;
  const height = HEAD * letter + row * rows.length;
  const scale = worth(activity);
  const [low, high] = [scale[0].value, scale[scale.length - 1].value];
  const column = (width - beside) / (high - low + 1);
  const across = (value) => beside + (value - low + 0.5) * column;
  const lane = Math.min(row / (voices.length + 1), letter * 0.95);
  const down = (place, voice) => HEAD * letter + row * (place + 0.5) + (voice - (voices.length - 1) / 2) * lane;
  const size = Math.min(letter * 0.4, lane * 0.48);
  return html`<div class="screen-walk-curves" style=${{ height: `${height}px` }} aria-hidden="true">
    <svg width=${width} height=${height} viewBox=${`0 0 ${width} ${height}`} focusable="false">
      ${rows.map((item, place) => place % 2 === 0 && html`<rect key=${item.id} x="0" y=${HEAD * letter + row * place} width=${width} height=${row} style=${{ fill: "var(--crp-card)" }} />`)}
      ${scale.map((answer) => html`<path key=${answer.id} d=${`M${across(answer.value)} ${HEAD * letter}V${height}`} style=${{ stroke: answer.value === 0 ? "var(--crp-ink)" : "var(--crp-edge)", strokeWidth: 2, strokeDasharray: answer.value === 0 ? "" : "2 7" }} />`)}
      ${voices.map((voice, number) => html`<${Curve} key=${voice.id} look=${LOOKS[voice.id]} spots=${rows.map((item, place) => ({ felt: feltAt(activity, voice.id, item.id), y: down(place, number) }))} across=${across} size=${size} />`)}
    </svg>
    ${scale.map((answer) => html`<p key=${answer.id} class="screen-walk-answer" style=${{ left: `${across(answer.value) - column / 2}px`, width: `${column}px`, height: `${HEAD * letter}px` }}><span>${answer.title}</span><b>${signed(answer.value)}</b></p>`)}
    ${rows.map((item, place) => html`<p key=${item.id} class="screen-walk-title" style=${{ top: `${HEAD * letter + row * place}px`, height: `${row}px`, width: `${beside}px` }}><span class="live-letter">${item.letter}</span><span>${item.title}</span></p>`)}
  </div>`;
}

/** A voice: bars for its middle half, a line through its middles, a sign at each. Where it is not shown the line breaks. */
function Curve({ look, spots, across, size }) {
  const drawn = spots.map(({ felt, y }) => felt && { y, x: across(felt.middle), low: across(felt.low), high: across(felt.high) });
  const lines = drawn.slice(1).map((to, number) => drawn[number] && to && `M${drawn[number].x} ${drawn[number].y}L${to.x} ${to.y}`);
  return html`<g>
    ${drawn.map((spot, number) => spot && spot.high > spot.low && html`<rect key=${`bar ${number}`} x=${spot.low} y=${spot.y - size * 0.55} width=${spot.high - spot.low} height=${size * 1.1} rx="4" style=${{ fill: look.colour, fillOpacity: 0.25, stroke: look.colour, strokeWidth: 2 }} />`)}
    <path d=${lines.filter(Boolean).join("")} style=${{ stroke: look.colour, strokeWidth: 4, strokeDasharray: look.dashes }} fill="none" />
    ${drawn.map((spot, number) => spot && html`<${Shape} key=${`point ${number}`} look=${look} x=${spot.x} y=${spot.y} size=${size} />`)}
  </g>`;
}

/** The same in numbers. */
export function WalkTable({ activity, voices, rows }) {
  return html`<table class="screen-walk-table"><caption>${t("screen.walk.how")}</caption>
    <thead><tr><th scope="col">${t("screen.walk.step")}</th>${voices.map((voice) => html`<th key=${voice.id} scope="col">${voice.title}</th>`)}</tr></thead>
    <tbody>${rows.map((item) => html`<tr key=${item.id}><th scope="row"><span class="screen-walk-row"><span class="live-letter">${item.letter}</span> <span>${item.title}</span></span></th>
      ${voices.map((voice) => {
        const felt = feltAt(activity, voice.id, item.id);
        return html`<td key=${voice.id}>${felt ? html`<b>${inWords(activity, felt.middle)}</b> <span>${felt.low === felt.high ? signed(felt.low) : `${signed(felt.low)} … ${signed(felt.high)}`} · ${tn("ask.people", felt.people)}</span>` : t("walk.few")}</td>`;
      })}</tr>`)}</tbody></table>`;
}
