// A walk: where the room is, and, once it is closed, what each voice said of each step.
import { t, tn } from "./client.js";
import { act } from "./console-desk.js";
import { Choice, Press, Refusal } from "./console-parts.js";
import { ShowResult } from "./console-dots.js";
import { html } from "./preact.js";
import { NOT_SAID, stepsOf, voiceTitle } from "./walk_words.js";

export function Walk({ activity }) {
  return html`${activity.open ? html`<${Where} activity=${activity} />` : html`<${Came} activity=${activity} />`}`;
}

/** From where people speak whose sheet or words are entered. */
export function VoiceOf({ name, activity, value, onValue }) {
  const options = [...activity.voices.answers.map((voice) => [voice.id, voice.title]), [NOT_SAID, t("walk.not-said")]];
  return html`<${Choice} name=${name} label=${activity.voices.title} value=${value} options=${options} onValue=${onValue} />`;
}

/** At which step the room is: phones follow, the projector shows it large. Without it, everyone walks alone. */
function Where({ activity }) {
  const of = `at/${activity.id}`;
  const steps = stepsOf(activity);
  const place = steps.findIndex((item) => item.id === activity.at);
  const go = (to) => {
    const item = to === null ? null : steps[to];
    const said = item ? t("console.walk.went", { place: to + 1, title: item.title }) : t("console.walk.alone.done");
    return act(of, { type: "at", activity: activity.id, item: item && item.id }, said);
  };
  return html`<section class="co-walk live-card" aria-labelledby="co-walk">
    <h3 id="co-walk">${t("console.walk.where")}</h3>
    <p class="live-hint">${t("console.walk.where.hint")}</p>
    <p class="co-walk-now">${place < 0 ? t("console.walk.alone") : html`<b>${t("walk.step", { place: place + 1, all: steps.length })}</b> <bdi>${steps[place].title}</bdi>`}</p>
    <div class="live-buttons">
      <${Press} of=${of} off=${place < 1} onPress=${() => go(place - 1)}>${t("console.walk.back")}<//>
      <${Press} of=${of} kind="live-button-main" off=${place >= steps.length - 1} onPress=${() => go(place + 1)}>${t(place < 0 ? "console.walk.first" : "console.walk.next")}<//>
      ${place >= 0 && html`<${Press} of=${of} kind="live-button-quiet" onPress=${() => go(null)}>${t("console.walk.let")}<//>`}
    </div>
    <${Refusal} of=${of} />
    <details class="co-sheet"><summary>${t("console.walk.steps")}</summary>
      <ol class="co-entered">${steps.map((item, number) => html`<li key=${item.id} aria-current=${number === place ? "step" : undefined}><span><span class="live-letter co-letter">${item.letter}</span> <bdi>${item.title}</bdi></span>
        ${number === place ? html`<b>${t("console.walk.here")}</b>` : html`<${Press} of=${of} onPress=${() => go(number)}>${t("console.walk.go")}<span class="live-hidden">: ${item.title}</span><//>`}</li>`)}</ol>
    </details>
    <p class="co-ballots"><strong>${tn("console.ask.voters", activity.voters)}</strong> ${t("console.ask.hidden.more")}</p>
  </section>`;
}

/** What came out, each voice by itself; exact, for the facilitator. */
function Came({ activity }) {
  const voices = [...activity.voices.answers.map((voice) => voice.id), NOT_SAID];
  const heard = voices.filter((voice) => activity.heard && activity.heard[voice]);
  return html`<section aria-labelledby="co-result">
    <h3 id="co-result">${t("console.result")}</h3>
    <div class="co-result-show"><${ShowResult} activity=${activity} /><p>${t(activity.shown ? "console.result.is-shown" : "console.result.is-hidden")}</p></div>
    <${Refusal} of=${`result/${activity.id}`} />
    <p class="live-hint">${t("console.walk.apart")}</p>
    ${!heard.length && html`<p class="co-empty">${t("console.walk.nobody")}</p>`}
    ${heard.map((voice) => html`<${Heard} key=${voice} activity=${activity} voice=${voice} />`)}
  </section>`;
}

function Heard({ activity, voice }) {
  const rows = stepsOf(activity).map((item) => ({ item, people: (activity.counts.find((each) => each.item === item.id && each.voice === voice) || { people: [] }).people }));
  return html`<div class="co-walk-voice"><table class="co-result">
    <caption><b>${voiceTitle(activity, voice)}</b> · ${tn("ask.people", activity.heard[voice])}</caption>
    <thead><tr><th scope="col">${t("console.walk.step")}</th>${activity.answers.map((answer) => html`<th key=${answer.id} scope="col">${answer.title}</th>`)}</tr></thead>
    <tbody>${rows.map(({ item, people }) => html`<tr key=${item.id}><th scope="row"><span class="co-lettered"><span class="live-letter co-letter">${item.letter}</span> <bdi>${item.title}</bdi></span></th>
      ${activity.answers.map((answer, number) => html`<td key=${answer.id} class="co-result-dots"><span class="co-result-number">${people[number] || 0}</span></td>`)}</tr>`)}</tbody>
  </table></div>`;
}
