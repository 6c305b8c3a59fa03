// The stage for notes: the prompt, and the wall of notes that were shown, in the order in which they were.
import { html, useLayoutEffect, useRef } from "./preact.js";
import { t, tn, under } from "./client.js";
import { Wall } from "./screen_wall.js";

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
