// A walk, step by step: from where one speaks, then how each step would feel, what would help, what would stop one.
import { html, useEffect, useLayoutEffect, useRef, useState } from "./preact.js";
import { t, tn } from "./client.js";
import { announce, focusOn } from "./ui.js";
import { Entry, draftKey, kickerOf } from "./join_entry.js";
import { Closed, OwnNotes } from "./join_notes.js";
import { Face, feltAt, heard, inWords, signed } from "./walk_felt.js";
import { NOT_SAID, stepsOf, voiceTitle } from "./walk_words.js";

/** The whole activity, below its prompt. */
export function Walk(props) {
  const { activity, outbox, state } = props;
  const mine = outbox.ballot(state, activity.id);
  const [asking, setAsking] = useState(false);
  const answered = useRef(false); // a moment ago, by hand
  if (!activity.open) return html`<${Over} ...${props} />`;
  const keep = (part) => outbox.add({ type: "ballot", activity: activity.id, dots: mine.dots, voice: mine.voice, ...part });
  if (!mine.voice || asking) {
    const say = (voice) => {
      if (voice !== mine.voice) keep({ voice });
      setAsking(false);
      answered.current = true;
      announce(t("walk.voice.said", { voice: voiceTitle(activity, voice) }));
    };
    return html`<${Question} activity=${activity} voice=${mine.voice} say=${say} moved=${asking} />`;
  }
  return html`<div class="join-walk">
    <p class="join-voice"><span>${t("walk.voice.mine")} <b dir="auto">${voiceTitle(activity, mine.voice)}</b></span>
      <button type="button" class="live-button live-button-quiet" onClick=${() => setAsking(true)}>${t("walk.voice.change")}</button></p>
    <${Step} ...${props} mine=${mine} keep=${keep} answered=${answered} />
  </div>`;
}

/** From where one speaks: asked before anything counts. */
function Question({ activity, voice, say, moved }) {
  const heading = useRef(null);
  useLayoutEffect(() => {
    if (moved) focusOn(heading.current);
  }, []);
  const one = (id, title) => html`<button key=${id} type="button" class="live-button join-voice-one" aria-pressed=${String(id === voice)} onClick=${() => say(id)}><span dir="auto">${title}</span></button>`;
  return html`<section class="join-voices" aria-labelledby="voices">
    ${activity.lead && !voice && html`<p class="join-lead" dir="auto">${activity.lead}</p>`}
    <h2 id="voices" tabindex="-1" ref=${heading} dir="auto">${activity.voices.title}</h2>
    ${activity.voices.hint && html`<p class="live-hint" dir="auto">${activity.voices.hint}</p>`}
    ${activity.voices.answers.map((each) => one(each.id, each.title))}
    ${one(NOT_SAID, t("walk.not-said.i"))}
    <p class="live-hint">${t("walk.voice.hidden")}</p>
  </section>`;
}

/** Whether the person is writing at a step: then nothing moves under her hands. */
function isWriting(activity, outbox, item) {
  const field = document.activeElement;
  if (field && field.tagName === "TEXTAREA" && field.value.trim()) return true;
  return activity.boxes.some((box) => outbox.draft(draftKey(activity, box.id, item)).trim());
}

/** The step on show: it follows the room, unless one is writing or went elsewhere by oneself. */
function usePlace(activity, outbox, dots) {
  const steps = stepsOf(activity);
  const placeOf = (id) => Math.max(0, steps.findIndex((item) => item.id === id));
  const first = () => (activity.at ? placeOf(activity.at) : Math.max(0, steps.findIndex((item) => !dots[item.id])));
  const [id, setId] = useState(() => (steps[first()] || {}).id);
  const room = useRef(activity.at);
  const place = placeOf(id);
  const item = steps[place];
  useEffect(() => {
    if (room.current === activity.at) return;
    room.current = activity.at;
    const there = steps.find((each) => each.id === activity.at);
    if (!there || there.id === id) return;
    const where = { place: placeOf(there.id) + 1, all: steps.length, title: there.title };
    if (isWriting(activity, outbox, id)) announce(t("walk.room.there", where));
    else {
      setId(there.id);
      announce(t("walk.room.now", where));
    }
  }, [activity.at]);
  return { steps, place, item, go: (to) => setId(steps[to].id) };
}

function Step(props) {
  const { activity, live, outbox, state, mine, keep, answered } = props;
  const { steps, place, item, go } = usePlace(activity, outbox, mine.dots);
  const heading = useRef(null);
  const byHand = useRef(answered.current);
  answered.current = false;
  useLayoutEffect(() => {
    const lost = document.activeElement === document.body || !document.activeElement;
    if (byHand.current || lost) toStep(heading.current, byHand.current);
    byHand.current = false;
  }, [item && item.id]);
  if (!item) return null;
  const walk = (to) => {
    byHand.current = true;
    go(to);
  };
  const room = steps.findIndex((each) => each.id === activity.at);
  const done = steps.filter((each) => mine.dots[each.id]).length;
  const notes = outbox.notes(state, activity.id).map((note) => ({ ...note, kicker: kickerOf(activity, note), draft: draftKey(activity, note.box || "", note.about || "") }));
  const here = notes.filter((note) => note.about === item.id);
  const waits = live.status === "open" ? "saving" : "waiting";
  const standing = mine.state === "waiting" || mine.state === "shut" ? waits : mine.state;
  return html`<section class="join-walk-step" aria-labelledby="walk-step">
    ${room >= 0 && room !== place && html`<div class="live-says join-walk-room"><p>${t("walk.room.at", { place: room + 1, title: steps[room].title })}</p>
      <button type="button" class="live-button" onClick=${() => walk(room)}>${t("walk.room.go")}</button></div>`}
    <p class="join-walk-where"><span>${t("walk.step", { place: place + 1, all: steps.length })}</span> <span>${t("ask.scale.done", { done, all: steps.length })}</span></p>
    <${Beads} steps=${steps} place=${place} dots=${mine.dots} />
    <h2 id="walk-step" tabindex="-1" ref=${heading} dir="auto">${item.title}</h2>
    ${item.detail && html`<p class="live-hint join-walk-detail" dir="auto">${item.detail}</p>`}
    <${Feelings} key=${item.id} activity=${activity} item=${item} dots=${mine.dots} keep=${keep} standing=${html`<p class=${`join-standing join-standing-${mine.state}`} role="status">${standing !== "none" && html`<span class="join-mark" aria-hidden="true"></span>${t(`dots.state.${standing}`)}`}</p>`} />
    ${mine.state === "refused" && html`<p class="live-says live-says-warn" role="alert">${mine.words}</p>`}
    ${activity.boxes.map((box) => html`<${Entry} key=${`${box.id} ${item.id}`} activity=${activity} outbox=${outbox} live=${live} box=${box} about=${item.id} id=${`box-${box.id}`} />`)}
    ${here.length > 0 && html`<section class="join-mine" aria-labelledby="mine"><h3 id="mine" tabindex="-1">${t("walk.mine")}</h3><${OwnNotes} notes=${here} outbox=${outbox} open=${true} /></section>`}
    ${notes.length > here.length && html`<p class="live-hint">${tn("walk.elsewhere", notes.length - here.length)}</p>`}
    <nav class="join-walk-ways" aria-label=${t("walk.ways")}>
      <button type="button" class="live-button" aria-disabled=${place ? undefined : "true"} onClick=${() => place && walk(place - 1)}>${t("walk.back")}</button>
      <button type="button" class="live-button live-button-main" aria-disabled=${place < steps.length - 1 ? undefined : "true"} onClick=${() => place < steps.length - 1 && walk(place + 1)}>${t("walk.next")}</button>
    </nav>
  </section>`;
}

/** Who went by hand sees the step from its top. */
function toStep(heading, byHand) {
  if (!heading) return;
  heading.focus({ preventScroll: true });
  if (byHand) heading.closest(".join-walk").scrollIntoView({ block: "start" });
}

/** Where one is on the way, for the eye; the words beside it say the same. */
function Beads({ steps, place, dots }) {
  return html`<div class="join-beads" aria-hidden="true">${steps.map((item, number) => html`<span key=${item.id} class=${`join-bead${dots[item.id] ? " join-bead-done" : ""}${number === place ? " join-bead-here" : ""}`}></span>`)}</div>`;
}

function Feelings({ activity, item, dots, keep, standing }) {
  const said = dots[item.id];
  const clear = () => {
    const { [item.id]: _, ...rest } = dots;
    keep({ dots: rest });
    focusOn(document.getElementById("walk-step"));
  };
  return html`<fieldset class="join-feelings"><legend>${t("walk.feel")}</legend>
    <div class="join-faces">${activity.answers.map((answer, number) => html`<label key=${answer.id} class=${`live-choice join-face ${said === number + 1 ? "live-choice-on" : ""}`}>
      <input class="live-hidden" type="radio" name=${`walk-${item.id}`} checked=${said === number + 1} onChange=${() => keep({ dots: { ...dots, [item.id]: number + 1 } })} />
      ${answer.value !== undefined && html`<${Face} value=${answer.value} />`}
      <span class="join-face-words" dir="auto">${answer.title}</span>${answer.value !== undefined && html` <span class="join-face-number" aria-hidden="true">${signed(answer.value)}</span>`}
    </label>`)}</div>
    <div class="join-face-foot">${standing}${said > 0 && html`<button type="button" class="live-button live-button-quiet join-face-none" onClick=${clear}>${t("ask.none")}</button>`}</div>
  </fieldset>`;
}

/** Closed: what the voices said, once it is shown, and what one said oneself. */
function Over({ activity, outbox, state }) {
  const counted = outbox.counted(state, activity.id);
  const steps = stepsOf(activity);
  const said = steps.filter((item) => counted[item.id]);
  const notes = outbox.notes(state, activity.id).map((note) => ({ ...note, kicker: kickerOf(activity, note), draft: draftKey(activity, note.box || "", note.about || "") }));
  return html`<div class="join-walk">
    ${activity.felt ? html`<${Felt} activity=${activity} steps=${steps} />` : html`<p class="live-says join-look">${t("dots.closed")}</p>`}
    ${said.length > 0 && html`<h2>${t("ask.yours")}</h2>
      <ul class="join-plain join-walk-own">${said.map((item) => html`<li key=${item.id} class="live-card"><span dir="auto">${item.title}</span> <b dir="auto">${(activity.answers[counted[item.id] - 1] || {}).title}</b></li>`)}</ul>`}
    ${outbox.drafts(activity.id).length > 0 && html`<${Closed} activity=${activity} outbox=${outbox} />`}
    ${notes.length > 0 && html`<section class="join-mine" aria-labelledby="mine"><h2 id="mine" tabindex="-1">${t("notes.mine")}</h2><${OwnNotes} notes=${notes} outbox=${outbox} open=${false} /></section>`}
  </div>`;
}

/** How each step would feel, each voice by itself. */
function Felt({ activity, steps }) {
  const voices = heard(activity);
  return html`<h2>${t("dots.result")}</h2>
    ${!voices.length && html`<p>${t("walk.result.none")}</p>`}
    ${voices.map((voice) => html`<section key=${voice.id} class="live-card join-felt"><h3 dir="auto">${voice.title}</h3>
      <ol>${steps.map((item) => {
        const felt = feltAt(activity, voice.id, item.id);
        return html`<li key=${item.id}><span dir="auto">${item.title}</span>: <b>${felt ? inWords(activity, felt.middle) : t("walk.few")}</b></li>`;
      })}</ol></section>`)}
    ${voices.length > 0 && html`<p class="live-hint">${t("walk.result.how")}</p>`}`;
}
