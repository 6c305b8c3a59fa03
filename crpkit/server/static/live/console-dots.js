// A vote with dots: hidden from everyone while it is open; the result when it is closed.
import { t, tn } from "./client.js";
import { act } from "./console-desk.js";
import { isNumber } from "./console-count.js";
import { Press, Refusal } from "./console-parts.js";
import { Tally } from "./console-tally.js";
import { html } from "./preact.js";
import { Bar } from "./ui.js";

export function Dots({ activity }) {
  const vote = html`<div key="vote" class="co-dots-vote">${activity.open ? html`<${Hidden} activity=${activity} />` : html`<${Result} activity=${activity} />`}</div>`;
  const tally = html`<${Tally} key="tally" activity=${activity} />`;
  // While it is open she enters; once it is closed she reads. What she needs comes first.
  return html`<div class="co-dots">${activity.open ? [tally, vote] : [vote, tally]}</div>`;
}

/** While the vote is open: what may be known, and the options with their letters. */
function Hidden({ activity }) {
  return html`<section aria-labelledby="co-hidden">
    <h3 id="co-hidden">${t("console.vote.hidden")}</h3>
    <p class="live-says">${t("console.vote.hidden.more")}</p>
    <${Ballots} activity=${activity} />
    <h3>${t("console.vote.options")}</h3>
    <ul class="co-options">
      ${activity.options.map(
        (option) => html`<li key=${option.id}>
          <span class="live-letter co-letter">${option.letter}</span>
          <span class="co-option-words"><bdi>${option.title || t("console.taken-back.words")}</bdi>${option.detail && html`<span class="co-detail" dir="auto">${option.detail}</span>`}</span>
        </li>`,
      )}
    </ul>
  </section>`;
}

function Ballots({ activity }) {
  const entered = isNumber(activity.placed) ? tn("console.vote.placed", activity.placed) : "";
  return html`<p class="co-ballots">
    <strong>${tn("console.vote.voters", activity.voters || 0)}</strong> ${entered}
    ${isNumber(activity.dots_left) && html` ${tn("console.vote.left", activity.dots_left)}`}
  </p>`;
}

function Result({ activity }) {
  const result = activity.result || [];
  const options = new Map(activity.options.map((option) => [option.id, option]));
  const most = Math.max(1, ...result.map((row) => row.dots));
  const placed = result.reduce((sum, row) => sum + row.dots, 0);
  return html`<section aria-labelledby="co-result">
    <h3 id="co-result">${t("console.result")}</h3>
    ${(placed > 0 || activity.shown) && html`<div class="co-result-show">
      <${ShowResult} activity=${activity} />
      <p>${activity.shown ? t("console.result.is-shown") : t("console.result.is-hidden")}</p>
    </div>`}
    <${Refusal} of=${`result/${activity.id}`} />
    ${placed
      ? html`<table class="co-result">
          <caption class="live-hidden">${t("console.result.table")}</caption>
          <thead>
            <tr>
              <th scope="col">${t("console.result.place")}</th>
              <th scope="col">${t("console.result.option")}</th>
              <th scope="col">${t("console.result.dots")}</th>
            </tr>
          </thead>
          <tbody>
            ${result.map((row) => html`<${Row} key=${row.option} row=${row} option=${options.get(row.option)} most=${most} />`)}
          </tbody>
        </table>`
      : html`<p class="co-empty">${t("console.result.none")}</p>`}
    <p class="co-ballots">${tn("console.vote.voters", activity.voters || 0)} ${tn("console.vote.placed", placed)}</p>
  </section>`;
}

function Row({ row, option, most }) {
  if (!option) return null;
  return html`<tr>
    <td class="co-result-place">${row.place}</td>
    <th scope="row">
      <span class="co-lettered"><span class="live-letter co-letter">${option.letter}</span> <bdi>${option.title || t("console.taken-back.words")}</bdi></span>
    </th>
    <td class="co-result-dots"><span class="co-result-number">${row.dots}</span><${Bar} share=${row.dots / most} /></td>
  </tr>`;
}

export function ShowResult({ activity }) {
  const shown = activity.shown;
  const press = () => act(`result/${activity.id}`, { type: shown ? "hide-result" : "show-result", activity: activity.id }, t(shown ? "console.news.result-hidden" : "console.news.result-shown"), { rest: true });
  return html`<${Press} of=${`result/${activity.id}`} kind=${shown ? "" : "live-button-main"} onPress=${press}>${t(shown ? "console.result.hide" : "console.result.show")}<//>`;
}
