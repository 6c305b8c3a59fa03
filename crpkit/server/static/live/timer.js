// The time left in the step that runs: in seconds, digits and words; calm to the end.
import { useEffect, useState } from "./preact.js";
import { serverNow, t, tn } from "./client.js";

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
  if (seconds <= 0) return t("timer.over");
  return seconds < 60 ? t("timer.last") : tn("timer.left", Math.round(seconds / 60));
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
