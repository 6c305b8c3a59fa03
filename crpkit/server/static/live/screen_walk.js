// The stage for a walk: the step the room is at, and, once it is shown, how each step would feel, voices apart.
import { html, useLayoutEffect, useRef, useState } from "./preact.js";
import { t, tn, under } from "./client.js";
import { usePages } from "./screen_ask.js";
import { onRoom, roomIn } from "./screen_fit.js";
import { promptClass } from "./screen_notes.js";
import { Point, WalkCurves, WalkTable, rowsOn } from "./screen_curves.js";
import { LOOKS, feltAt, heard } from "./walk_felt.js";
import { stepsOf } from "./walk_words.js";

const NOTES_ON = 4; // entries of a heading that stand together; more go on below

export function WalkStage({ state, activity, pager }) {
  const steps = stepsOf(activity);
  const place = steps.findIndex((item) => item.id === activity.at);
  return html`<div class="screen-dots screen-ask screen-walk">
    <div class="screen-top">
      <h1 class=${promptClass(activity.prompt || "")}>${activity.prompt}</h1>
      <p class="screen-count">${!activity.felt && tn("screen.ask.voted", activity.voters)}</p>
    </div>
    ${activity.felt
      ? html`<${Result} activity=${activity} steps=${steps} notes=${notesOf(state, activity)} pager=${pager} />`
      : html`<p class="screen-lead">${says(activity)}</p>
          ${place >= 0 && activity.open ? html`<${Here} activity=${activity} steps=${steps} place=${place} />` : html`<${Steps} steps=${steps} pager=${pager} />`}`}
  </div>`;
}

const notesOf = (state, activity) =>
  under(state, "note/")
    .filter((note) => note.activity === activity.id)
    .sort((one, other) => one.place - other.place);

function says(activity) {
  if (activity.open) return html`<b>${t("screen.walk.open")}</b>`;
  if (activity.voters) return html`<b>${t("screen.ask.closed")}</b> ${t("screen.ask.wait")}`;
  return t("screen.ask.later");
}

/** Every step, where the room goes without a guide. */
function Steps({ steps, pager }) {
  const host = usePages(pager, JSON.stringify(steps));
  return html`<section class="screen-wall" aria-label=${t("screen.walk.steps")} ref=${host}>
    <ol class=${`screen-grid${steps.length > 5 ? " screen-grid-two" : ""}`}>${steps.map((item) => html`<li key=${item.id} class="screen-option" data-part><span class="live-letter">${item.letter}</span> <span class="screen-option-title">${item.title}</span></li>`)}</ol>
  </section>`;
}

/** The step the room is at, large, between the one before and the one after. */
function Here({ activity, steps, place }) {
  const beside = (item, words) => html`<p class="screen-walk-beside">${item && html`<span>${t(words)}</span> <span class="live-letter">${item.letter}</span> ${item.title}`}</p>`;
  const item = steps[place];
  return html`<section class="screen-walk-here" aria-labelledby="screen-step">
    ${beside(steps[place - 1], "screen.walk.before")}
    <div class="screen-walk-now">
      <p class="screen-walk-where">${t("walk.step", { place: place + 1, all: steps.length })}</p>
      <h2 id="screen-step"><span class="live-letter">${item.letter}</span> <span>${item.title}</span></h2>
      ${item.detail && html`<p class="screen-walk-detail">${item.detail}</p>`}
      <p class="screen-answers">${activity.answers.map((answer) => html`<span key=${answer.id}>${answer.title}</span>`)}</p>
    </div>
    ${beside(steps[place + 1], "screen.walk.after")}
  </section>`;
}

/** The room in pixels for what fills the stage; null where the window is so small that the page scrolls. */
function useRoom(host) {
  const [room, setRoom] = useState(null);
  useLayoutEffect(() => {
    const look = () => {
      const found = roomIn(host.current);
      const letter = parseFloat(getComputedStyle(host.current).getPropertyValue("font-size"));
      setRoom((old) => (found && old && old.width === found.width && old.height === found.height && old.letter === letter ? old : found && { ...found, letter }));
    };
    look();
    return onRoom(host.current, look);
  }, []);
  return room;
}

/** Curves first, then the same in numbers, then what people wrote about each step; a page each. */
function Result({ activity, steps, notes, pager }) {
  const gauge = useRef(null);
  const room = useRoom(gauge);
  const voices = heard(activity);
  const few = activity.voices.answers.filter((voice) => !voices.includes(voice));
  const pages = rowsOn(steps, room);
  const tables = rowsOn(steps, room, true);
  const host = usePages(pager, JSON.stringify([activity.felt, notes, room]));
  const part = { activity, voices, room };
  return html`<div class="screen-walk-key">
      ${voices.map((voice) => html`<p key=${voice.id}><${Point} look=${LOOKS[voice.id]} /><b>${voice.title}</b>${lowest(activity, steps, voice)}</p>`)}
      ${apart(activity, steps, voices)}
      ${few.length > 0 && html`<p class="screen-walk-few">${t("screen.walk.few", { voices: few.map((voice) => voice.title).join(", ") })}</p>`}
    </div>
    <section class="screen-wall" aria-label=${t("screen.walk.result")} ref=${host}>
      <div class="screen-walk-parts">
        ${voices.length > 0 && pages.map((rows, number) => html`<div key=${`curves ${number}`} class="screen-walk-full" data-part style=${room && { height: `${room.height}px` }}><${WalkCurves} ...${part} rows=${rows} /></div>`)}
        ${voices.length > 0 && tables.map((rows, number) => html`<div key=${`table ${number}`} class="screen-walk-full" data-part style=${room && { height: `${room.height}px` }}><${WalkTable} ...${part} rows=${rows} /></div>`)}
        ${blocksOf(activity, steps, notes).map((block) => html`<section key=${block.key} class="screen-field screen-walk-notes" data-part aria-label=${block.item.title}>
          <h2><span class="live-letter">${block.item.letter}</span> ${block.item.title}</h2>
          <div>${block.boxes.map(({ box, notes: mine }) => html`<div key=${box.id}><h3>${box.title}</h3>${mine.length ? html`<ul>${mine.map((note) => html`<li key=${note.id}>${note.text}</li>`)}</ul>` : html`<p class="screen-empty">${t("screen.ask.nothing")}</p>`}</div>`)}</div>
        </section>`)}
      </div>
      <div class="screen-walk-gauge" aria-hidden="true" ref=${gauge}></div>
    </section>`;
}

/** Where a voice feels lowest, by its letters. */
function lowest(activity, steps, voice) {
  const felt = steps.map((item) => ({ item, felt: feltAt(activity, voice.id, item.id) })).filter((each) => each.felt);
  const low = Math.min(...felt.map((each) => each.felt.middle));
  const high = Math.max(...felt.map((each) => each.felt.middle));
  if (!felt.length || low === high) return "";
  const at = felt.filter((each) => each.felt.middle === low).map((each) => each.item.letter);
  return html` <span>${t("screen.walk.lowest", { letters: at.join(", ") })}</span>`;
}

/** Where two voices are furthest from each other, if that is two answers or more: it is shown, not averaged away. */
function apart(activity, steps, voices) {
  const far = steps.map((item) => {
    const middles = voices.map((voice) => feltAt(activity, voice.id, item.id)).filter(Boolean).map((felt) => felt.middle);
    return { letter: item.letter, far: middles.length > 1 ? Math.max(...middles) - Math.min(...middles) : 0 };
  });
  const most = Math.max(0, ...far.map((each) => each.far));
  if (most < 2) return null;
  return html`<p>${t("screen.walk.apart", { letters: far.filter((each) => each.far === most).map((each) => each.letter).join(", ") })}</p>`;
}

/** What was written about each step, a few entries at a time. */
function blocksOf(activity, steps, notes) {
  return steps.flatMap((item) => {
    const boxes = activity.boxes.map((box) => ({ box, notes: notes.filter((note) => note.about === item.id && note.box === box.id) }));
    const most = Math.max(0, ...boxes.map((each) => each.notes.length));
    const parts = Math.ceil(most / NOTES_ON);
    return Array.from({ length: parts }, (_, part) => ({ key: `${item.id} ${part}`, item, boxes: boxes.map((each) => ({ ...each, notes: each.notes.slice(part * NOTES_ON, (part + 1) * NOTES_ON) })).filter((each, number) => part === 0 || boxes[number].notes.length > part * NOTES_ON) }));
  });
}
