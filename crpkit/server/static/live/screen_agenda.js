// The timer: in digits and in words, calm to the end. It speaks at half time, at five minutes, at one, and when time is up.
import { html, useEffect, useRef, useState } from "./preact.js";
import { serverNow, t, tn } from "./client.js";
import { announce } from "./ui.js";

const TICK_MS = 1000;

/** Seconds left in the step that runs; null if none does. The same as AgendaState.left_s. */
export function leftSeconds(agenda) {
  if (!agenda || !agenda.now) return null;
  const { minutes, before_s: before, began } = agenda.now;
  return minutes * 60 - before - Math.max(0, serverNow() - began) / 1000;
}

/** Minutes and seconds: 4:05, and how far over time: +0:30. */
export function digits(seconds) {
  const whole = Math.abs(seconds >= 0 ? Math.ceil(seconds) : Math.floor(seconds));
  return `${seconds < 0 ? "+" : ""}${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, "0")}`;
}

export function inWords(seconds) {
  if (seconds <= 0) return t("screen.timer.over");
  return seconds < 60 ? t("screen.timer.last") : tn("screen.timer.left", Math.round(seconds / 60));
}

/** Draw again every second while a step runs. */
export function useLeft(agenda) {
  const [, again] = useState(0);
  const running = Boolean(agenda && agenda.now);
  useEffect(() => {
    if (!running) return undefined;
    const timer = setInterval(() => again((n) => n + 1), TICK_MS);
    return () => clearInterval(timer);
  }, [running]);
  return leftSeconds(agenda);
}

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
