// What phone and projector share of what was said in such an activity: how voices are drawn, values, faces.
import { t } from "./client.js";
import { html } from "./preact.js";

/** How each voice is drawn: never by colour alone. */
export const LOOKS = {
  lived: { colour: "var(--crp-accent)", dashes: "", point: "circle" },
  alongside: { colour: "var(--crp-community)", dashes: "16 9", point: "square" },
  imagining: { colour: "var(--crp-researchers)", dashes: "3 9", point: "diamond" },
};

/** A number with its sign, as it is written: −1, 0, +2, −0.5. */
export function signed(value) {
  const rounded = Math.round(value * 100) / 100;
  if (!rounded) return "0";
  return `${rounded < 0 ? "−" : "+"}${Math.abs(rounded)}`;
}

/** The answers that have a value, from the lowest to the highest. */
export const worth = (activity) => activity.answers.filter((answer) => answer.value !== undefined).sort((one, other) => one.value - other.value);

/** The middle of a voice in the words of the answers: “Hard”, or between two of them. */
export function inWords(activity, value) {
  const scale = worth(activity);
  const same = scale.find((answer) => answer.value === value);
  if (same) return same.title;
  const below = [...scale].reverse().find((answer) => answer.value < value);
  const above = scale.find((answer) => answer.value > value);
  return below && above ? t("walk.between", { below: below.title, above: above.title }) : signed(value);
}

/** What was said of a step by a voice that may be shown, or undefined. */
export const feltAt = (activity, voice, item) => (activity.felt || []).find((each) => each.voice === voice && each.item === item);

/** The voices of which something may be shown. */
export const heard = (activity) => activity.voices.answers.filter((voice) => (activity.felt || []).some((each) => each.voice === voice.id));

/** A face for a value: its mouth says it, besides the words and the number. For the eye only. */
export function Face({ value }) {
  const bend = value * 4;
  return html`<svg class="live-face" viewBox="0 0 40 40" aria-hidden="true" focusable="false">
    <circle cx="20" cy="20" r="17" fill="none" stroke="currentColor" stroke-width="2.5" />
    <circle cx="14" cy="16" r="2.2" fill="currentColor" /><circle cx="26" cy="16" r="2.2" fill="currentColor" />
    <path d=${`M12 ${26 - bend / 3}Q20 ${26 + bend} 28 ${26 - bend / 3}`} fill="none" stroke="currentColor" stroke-width="2.5" stroke-linecap="round" />
  </svg>`;
}
