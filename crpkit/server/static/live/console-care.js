// What a disclosure asks of the facilitator: the team’s own text, beside or below the notes that need care.
import { t } from "./client.js";
import { live } from "./console-desk.js";
import { html } from "./preact.js";

const FILE = "workshop_data/texts/safeguarding.md";
const PLACEHOLDER = /\[[^\]]+\](?!\()/; // “[name]”, but not a link
const URGENT = /\b999\b/;

export function Care() {
  const words = live.state.care || [];
  return html`<aside class="co-care" aria-labelledby="co-care">
    <h3 id="co-care">${t("console.care.title")}</h3>
    ${words.some((paragraph) => PLACEHOLDER.test(paragraph)) && html`<p class="co-care-unfilled">${t("console.care.unfilled", { file: FILE })}</p>`}
    ${words.map((paragraph, place) => html`<p key=${place} class=${URGENT.test(paragraph) ? "co-care-urgent" : null} dir="auto">${paragraph}</p>`)}
    <p class="co-care-stays"><strong>${t("console.care.stays")}</strong></p>
  </aside>`;
}
