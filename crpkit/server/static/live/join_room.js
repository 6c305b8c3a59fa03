// The room: the activity that is before everyone, others that are open, and what came earlier.
import { html, useEffect, useLayoutEffect, useRef, useState } from "./preact.js";
import { activities, t } from "./client.js";
import { announce, focusOn } from "./ui.js";
import { Closed, Notes, OwnNotes } from "./join_notes.js";
import { Ask, Pause, Result as AskResult } from "./join_ask.js";
import { Result, Vote } from "./join_dots.js";
import { Photos } from "./join_photos.js";
import { Themes } from "./join_themes.js";
import { Rings, useStepFocus } from "./join_parts.js";

// What is drawn below the prompt, by engine: each kind of activity has one.
const PARTS = { notes: Notes, dots: Vote, ask: Ask, pause: Pause, themes: Themes };
const engineOf = (activity) => activity.engine || activity.kind;

/** Whether the person is in the middle of something that must not be taken from under her hands. */
function busy(activity, outbox) {
  if (!activity) return false;
  const field = document.activeElement;
  const writing = field && (field.tagName === "TEXTAREA" || (field.tagName === "INPUT" && field.type === "text")) && field.value.trim();
  return Boolean(writing || (activity.open && outbox.drafts(activity.id).length > 0));
}

/** The activity on show: it follows the room, unless one is writing or went elsewhere by choice. */
function usePlace(state, outbox) {
  const { now } = state;
  const [place, setPlace] = useState(now);
  const room = useRef(now);
  useEffect(() => {
    if (room.current === now) return;
    room.current = now;
    if (!busy(state[`activity/${place}`], outbox)) setPlace(now);
    else if (now) announce(t("room.moved", { prompt: state[`activity/${now}`].prompt }));
  }, [now]);
  const there = state[`activity/${place}`] ? place : now;
  return [there, setPlace];
}

function Others({ title, list, go }) {
  if (!list.length) return null;
  return html`<section class="join-others">
    <h2 class="join-kicker">${title}</h2>
    <ul class="join-plain">
      ${list.map(
        ({ id, kind, title, prompt }) => html`<li key=${id}>
          <button type="button" class="join-other" aria-label=${t("room.go", { prompt })} onClick=${() => go(id)}>
            <span class="join-other-words"><span class="join-other-kind">${title || t(`room.${kind}`)}</span><span class="join-other-prompt" dir="auto">${prompt}</span></span>
            <span class="join-arrow" aria-hidden="true">→</span>
          </button>
        </li>`,
      )}
    </ul>
  </section>`;
}

/** Whether there is something to come back to in an activity that is closed. */
function lasting(activity, outbox, state) {
  if (outbox.drafts(activity.id).length > 0 || outbox.notes(state, activity.id).length > 0) return true;
  return activity.result || `ballot/${activity.id}` in state || outbox.item("ballot", activity.id);
}

function Yours({ go }) {
  return html`<div class="join-foot">
    <button type="button" class="live-button" onClick=${() => go("yours")}>${t("room.yours")}</button>
  </div>`;
}

/** Says when the activity on show opens or closes; who was in its box is taken to its heading. */
function useNews(activity) {
  const before = useRef(activity);
  useLayoutEffect(() => {
    const { current } = before;
    before.current = activity;
    if (!current || !activity || current.id !== activity.id) return;
    if (current.open && !activity.open) announce(t(activity.kind === "notes" ? "notes.closed" : "dots.closed"));
    if (!current.open && activity.open) announce(t("room.opened"));
    if (!current.result && activity.result) announce(t("dots.result"));
    const nowhere = document.activeElement === document.body || !document.activeElement;
    if (current.open !== activity.open && nowhere) focusOn(document.querySelector("main h1"));
  }, [activity]);
}

/** The step where one writes and chooses. */
export function Room({ live, outbox, state, go }) {
  const [place, setPlace] = usePlace(state, outbox);
  const all = activities(state).filter((each) => PARTS[engineOf(each)]);
  const activity = all.find(({ id }) => id === place);
  const moved = activity && state.now && state.now !== place && state[`activity/${state.now}`];
  const elsewhere = all.filter((each) => each !== activity && each !== moved);
  useStepFocus(`room ${activity ? activity.id : ""}`);
  useNews(activity);
  const Part = activity && PARTS[engineOf(activity)];
  const { agenda } = state;
  return html`<div class="join-step">
    ${agenda && agenda.now && html`<p class="join-agenda"><span>${t("agenda.now", { title: agenda.now })}</span>${agenda.next && html` <span>${t("agenda.next", { title: agenda.next })}</span>`}</p>`}
    ${moved &&
    html`<div class="live-says join-moved">
      <p dir="auto">${t("room.moved", { prompt: moved.prompt })}</p>
      <button type="button" class="live-button" onClick=${() => setPlace(state.now)}>${t("room.follow")}</button>
    </div>`}
    <div class="join-front">
      ${activity
        ? html`<p class="join-kicker">${t(activity.open ? (place === state.now ? "room.now" : "room.also") : "room.shut")}</p>
            <h1 class="join-prompt" tabindex="-1" dir="auto">${activity.prompt}</h1>
            <div class="join-front"><${Part} key=${activity.id} activity=${activity} live=${live} outbox=${outbox} state=${state} /></div>
            <${Photos} key=${`photos ${activity.id}`} activity=${activity} outbox=${outbox} state=${state} />`
        : html`<div class="join-calm"><${Rings} /><h1 tabindex="-1">${t("room.quiet.title")}</h1><p>${t("room.quiet.words")}</p></div>`}
    </div>
    <${Others} title=${t("room.also")} list=${elsewhere.filter(({ open }) => open)} go=${setPlace} />
    <${Others} title=${t("room.earlier")} list=${elsewhere.filter((each) => !each.open && lasting(each, outbox, state))} go=${setPlace} />
    <${Yours} go=${go} />
  </div>`;
}

/** After the end: one's own notes by activity, results that were shown. */
export function Ended({ outbox, state, go }) {
  const all = activities(state);
  const notes = all.filter(({ id }) => outbox.notes(state, id).length || outbox.drafts(id).length);
  return html`<div class="join-step">
    <h1 tabindex="-1">${t("room.ended.title")}</h1>
    <p class="join-lead">${t("room.ended.words")}</p>
    ${!notes.length && html`<p>${t("room.ended.nothing")}</p>`}
    ${notes.map(
      (activity) => html`<section key=${activity.id} class="join-mine">
        <h2 dir="auto">${activity.prompt}</h2>
        ${outbox.drafts(activity.id).length > 0 && html`<${Closed} activity=${activity} outbox=${outbox} />`}
        <${OwnNotes} notes=${outbox.notes(state, activity.id)} outbox=${outbox} open=${false} />
      </section>`,
    )}
    ${all.filter(({ result }) => result).map((vote) => html`<section key=${vote.id} class="join-mine"><p class="join-kicker" dir="auto">${vote.prompt}</p><${vote.engine === "ask" ? AskResult : Result} activity=${vote} outbox=${outbox} state=${state} /></section>`)}
    ${state.me && state.me.joined && html`<${Yours} go=${go} />`}
  </div>`;
}
