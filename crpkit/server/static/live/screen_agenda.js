// The timer: in digits and in words, calm to the end. It speaks at half time, at five minutes, at one, and when time is up.
import { html, useEffect, useRef } from "./preact.js";
import { t } from "./client.js";
import { digits, inWords, useLeft } from "./timer.js";
import { announce } from "./ui.js";

/** Say the time aloud at a few moments, for those who do not see the digits. */
function useSpoken(agenda, left) {
  const before = useRef({ step: null, left: null });
  useEffect(() => {
    const step = agenda && agenda.now && agenda.now.id;
    const was = before.current;
    if (step && was.step === step && was.left !== null && left !== null) {
      const marks = [agenda.now.minutes * 30, 300, 60, 0];
      if (marks.some((mark) => was.left > mark && left <= mark)) announce(inWords(left));
    }
    before.current = { step, left };
  });
}

/** The small timer in the strip. */
export function Timer({ agenda }) {
  const left = useLeft(agenda);
  useSpoken(agenda, left);
  if (left === null) return null;
  return html`<span class=${left <= 0 ? "screen-timer screen-timer-over" : "screen-timer"} role="timer" aria-label=${t("screen.timer")}>${digits(left)}</span>`;
}

/** A break or a talk: what it is, the time in large digits and in words, and what comes then. */
export function PauseStage({ state, activity }) {
  const { agenda } = state;
  const own = agenda && agenda.now && agenda.now.id === activity.id;
  const left = useLeft(own ? agenda : null);
  return html`<div class="screen-middle screen-pause">
    <h1>${activity.prompt}</h1>
    ${left !== null && html`<p class="screen-clock" aria-hidden="true">${digits(left)}</p><p class="screen-clock-words">${inWords(left)}</p>`}
    ${own && html`<p class="screen-next">${agenda.next ? t("screen.next", { title: agenda.next.title }) : t("screen.next.end")}</p>`}
  </div>`;
}
