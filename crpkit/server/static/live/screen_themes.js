// The stage for themes: a column for each, with the notes of it that were shown.
import { html } from "./preact.js";
import { t, tn } from "./client.js";
import { usePages } from "./screen_ask.js";
import { promptClass } from "./screen_notes.js";

export function ThemesStage({ state, activity, pager }) {
  const board = state[`themes/${activity.id}`] || { themes: [], nowhere: { notes: [], count: 0 }, unsorted: { notes: [], count: 0 } };
  const piles = [...board.themes, ...(board.nowhere.count ? [{ id: "nowhere", title: t("screen.themes.nowhere"), ...board.nowhere }] : [])];
  const cards = piles.map((pile) => ({ ...pile, words: pile.notes.map((name) => state[`note/${name}`]).filter(Boolean) }));
  const host = usePages(pager, JSON.stringify(cards));
  return html`<div class="screen-dots screen-ask">
    <div class="screen-top">
      <h1 class=${promptClass(activity.prompt || "")}>${activity.prompt}</h1>
      <p class="screen-count">${board.unsorted.count > 0 && tn("screen.themes.unsorted", board.unsorted.count)}</p>
    </div>
    ${!cards.length && html`<p class="screen-lead">${t("screen.themes.none")}</p>`}
    <section class="screen-wall" aria-label=${t("screen.themes")} ref=${host}>
      <div class="screen-grid screen-canvas">
        ${cards.map((theme) => html`<section key=${theme.id} class="screen-theme" data-part aria-label=${theme.title || t("themes.untitled")}>
          <h2>${theme.title || t("themes.untitled")} <span class="screen-theme-count">${tn("themes.notes", theme.count)}</span></h2>
          <ul>${theme.words.map((note) => html`<li key=${note.id}>${note.text}</li>`)}</ul>
          ${theme.words.length > 0 && theme.count > theme.words.length && html`<p>${tn("screen.themes.more", theme.count - theme.words.length)}</p>`}
        </section>`)}
      </div>
    </section>
  </div>`;
}
