// The agenda on the console: what runs, how much time is left, what comes next; and every step with its note.
import { digits, inWords, useLeft } from "./timer.js";
import { t, tn, serverNow } from "./client.js";
import { act, live } from "./console-desk.js";
import { Press, Refusal } from "./console-parts.js";
import { html, useLayoutEffect, useState } from "./preact.js";

/** Minutes behind the plan; below 0 when ahead. The same as AgendaState.behind_s. */
export function behindMinutes(agenda) {
  if (!agenda.started) return null;
  const end = agenda.now ? serverNow() : agenda.stopped;
  const place = agenda.now ? agenda.steps.findIndex((step) => step.id === agenda.now.id) : agenda.steps.length;
  const done = agenda.steps.slice(0, place).reduce((sum, step) => sum + (step.skipped ? 0 : step.minutes * 60), 0);
  const current = agenda.now && agenda.steps[place];
  const spent = agenda.now ? agenda.now.before_s + Math.max(0, end - agenda.now.began) / 1000 : 0;
  const inside = current ? Math.min(spent, current.minutes * 60) : 0;
  return ((end - agenda.started) / 1000 - done - inside) / 60;
}

function paceWords(agenda) {
  const behind = behindMinutes(agenda);
  if (behind === null) return "";
  const whole = Math.round(Math.abs(behind));
  if (!whole) return t("console.agenda.on-time");
  return behind > 0 ? tn("console.agenda.behind", whole) : tn("console.agenda.ahead", whole);
}

const seen = () => (live.state.agenda.now ? live.state.agenda.now.id : null);

/** Go on to a step; the page goes along unless she is somewhere else. */
async function go(step, words) {
  const from = seen();
  const answer = await act("agenda", { type: "agenda-go", step, seen: from }, words, { rest: true });
  if (answer && answer.type !== "refused") dispatchEvent(new CustomEvent("agenda-went", { detail: { from, to: step } }));
  return answer;
}

function extend(minutes) {
  act("agenda/extend", { type: "agenda-extend", minutes }, tn("console.agenda.longer", minutes));
}

/** A presenter’s clicker sends PageUp and PageDown; as these also turn this page, it is off until it is wanted. */
function useClicker(back, next) {
  const [on, setOn] = useState(sessionStorage.getItem("co-clicker") === "1");
  useLayoutEffect(() => {
    if (!on) return undefined;
    const press = (event) => {
      const does = { PageDown: next, PageUp: back }[event.key];
      if (!does || event.ctrlKey || event.metaKey || event.altKey || event.repeat) return;
      event.preventDefault();
      does();
    };
    addEventListener("keydown", press);
    return () => removeEventListener("keydown", press);
  });
  const toggle = () => {
    sessionStorage.setItem("co-clicker", on ? "0" : "1");
    setOn(!on);
  };
  return [on, toggle];
}

/** Always in sight: now, time, next, and the buttons one needs without looking. */
export function AgendaStrip() {
  const { agenda } = live.state;
  const left = useLeft(agenda);
  const names = agenda ? agenda.steps.filter((step) => !step.skipped || (agenda.now && step.id === agenda.now.id)).map((step) => step.id) : [];
  const before = agenda && agenda.now ? names[names.indexOf(agenda.now.id) - 1] : null;
  const title = (id) => (agenda.steps.find((step) => step.id === id) || {}).title;
  const back = () => before && go(before, t("console.agenda.went", { title: title(before) }));
  const end = () => act("agenda", { type: "agenda-finish" }, t("console.agenda.done"), { rest: true });
  const next = agenda && agenda.next && (() => go(agenda.next.id, t("console.agenda.went", { title: agenda.next.title })));
  const [clicker, toggleClicker] = useClicker(back, () => next && next());
  if (!agenda) return null;
  return html`<section class="co-agenda" aria-label=${t("console.agenda")}>
    <div class="co-agenda-now">
      <p class="co-agenda-title" dir="auto">${agenda.now ? html`<a href=${`#${agenda.now.id}`}>${agenda.now.title}</a>` : t(agenda.finished ? "console.agenda.finished" : "console.agenda.not-begun")}</p>
      <p class="co-agenda-words">${left !== null && html`<span>${inWords(left)}</span> · `}<span>${paceWords(agenda)}</span></p>
    </div>
    ${left !== null && html`<p class=${`co-agenda-clock ${left <= 0 ? "co-agenda-over" : ""}`} role="timer">${t(left < 0 ? "console.agenda.over" : "console.agenda.left", { time: digits(left).replace("+", "") })}</p>`}
    <div class="co-agenda-buttons">
      <${Press} of="agenda" off=${!before} onPress=${back}>${t("console.agenda.back")}<//>
      ${agenda.now && html`<${Press} of="agenda/extend" quietly onPress=${() => extend(1)}>${t("console.agenda.add-one")}<//>
        <${Press} of="agenda/extend" quietly onPress=${() => extend(5)}>${t("console.agenda.add-five")}<//>`}
      ${next
        ? html`<${Press} of="agenda" kind="live-button-main co-agenda-next" onPress=${next}>${agenda.now ? t("console.agenda.next", { title: agenda.next.title }) : `${t("console.agenda.begin")}: ${agenda.next.title}`}<//>`
        : agenda.now && html`<${Press} of="agenda" kind="live-button-main" onPress=${end}>${t("console.agenda.end")}<//>`}
      <${Press} kind="live-button-quiet" aria-pressed=${String(clicker)} title=${t("console.agenda.clicker.words")} onPress=${toggleClicker}>${t("console.agenda.clicker")}<//>
    </div>
    <${Refusal} of="agenda" /><${Refusal} of="agenda/extend" />
  </section>`;
}

/** The note and the materials of the step that an activity belongs to. */
export function StepNote({ id }) {
  const { agenda } = live.state;
  const step = agenda && agenda.steps.find((each) => each.id === id);
  if (!step || !(step.note || step.materials.length)) return null;
  return html`<div class="live-says co-step-note">
    ${step.note && html`<p dir="auto">${t("console.agenda.note", { note: step.note })}</p>`}
    ${step.materials.length > 0 && html`<p dir="auto">${t("console.agenda.materials", { list: step.materials.join(", ") })}</p>`}
  </div>`;
}

/** Every step, to go there or leave it out. */
export function Steps() {
  const { agenda } = live.state;
  if (!agenda) return null;
  return html`<details class="co-steps">
    <summary>${t("console.agenda.steps")}</summary>
    <ol>
      ${agenda.steps.map((step) => {
        const now = agenda.now && agenda.now.id === step.id;
        const skip = () => act(`skip/${step.id}`, { type: "agenda-skip", step: step.id, skipped: !step.skipped }, t(step.skipped ? "console.agenda.taken-in" : "console.agenda.left-out", { title: step.title }), { rest: true });
        return html`<li key=${step.id} class=${now ? "co-step co-step-now" : "co-step"} aria-current=${now ? "step" : null}>
          <p dir="auto"><b>${step.title}</b> · ${tn("console.agenda.minutes", step.minutes + step.extra)}${now && ` · ${t("console.agenda.running")}`}${step.skipped && ` · ${t("console.agenda.skipped")}`}</p>
          ${!now && html`<div class="live-buttons">
            <${Press} of="agenda" quietly onPress=${() => go(step.id, t("console.agenda.went", { title: step.title }))}>${t("console.agenda.go")}<span class="live-hidden">: ${step.title}</span><//>
            <${Press} of=${`skip/${step.id}`} kind="live-button-quiet" onPress=${skip}>${t(step.skipped ? "console.agenda.unskip" : "console.agenda.skip")}<span class="live-hidden">: ${step.title}</span><//>
          </div>`}
          <${Refusal} of=${`skip/${step.id}`} />
        </li>`;
      })}
    </ol>
  </details>`;
}
