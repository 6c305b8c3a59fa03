// Themes, on a phone: what they are called and how many notes each has. They are sorted on the big screen.
import { html } from "./preact.js";
import { t, tn } from "./client.js";

export function Themes({ activity, state }) {
  const board = state[`themes/${activity.id}`] || { themes: [], unsorted: { count: 0 } };
  return html`<div class="join-ask">
    <p class="join-lead">${t("themes.lead")}</p>
    ${!board.themes.length && html`<p>${t("themes.none")}</p>`}
    <ul class="join-options">
      ${board.themes.map((theme) => html`<li key=${theme.id} class="live-card join-option"><div class="join-option-words" dir="auto"><h2 class="join-option-title">${theme.title || t("themes.untitled")}</h2><p class="live-hint">${tn("themes.notes", theme.count)}</p></div></li>`)}
    </ul>
    ${board.unsorted.count > 0 && html`<p class="live-hint">${tn("themes.unsorted", board.unsorted.count)}</p>`}
  </div>`;
}
