// What the facilitator sees wherever she is: what is before the room, the projector, who is here, what needs her.
import { t, tn } from "./client.js";
import { activityOf, allActivities, code, live, openOrClose, promptOf, stage } from "./console-desk.js";
import { accounts } from "./console-count.js";
import { OpenPill, Pill, Press, Refusal } from "./console-parts.js";
import { html, useEffect } from "./preact.js";

export function Glance() {
  return html`<section class="co-glance" aria-label=${t("console.glance")}>
    <${BeforeTheRoom} />
    <${Projector} />
    <${Here} />
    <${NeedsYou} />
  </section>`;
}

function BeforeTheRoom() {
  const now = activityOf(live.state.now);
  return html`<div class="co-tile co-tile-now">
    <div class="co-tile-head">
      <h2>${t("console.now")}</h2>
      ${now && html`<${OpenPill} activity=${now} />`}
    </div>
    <p class="co-tile-main">${now ? html`<a href=${`#${now.id}`} dir="auto" class="co-clamp">${promptOf(now)}</a>` : t("console.now.none")}</p>
  </div>`;
}

/** Opens what is closed and closes what is open. */
export function OpenOrClose({ activity, main = false }) {
  const of = `open/${activity.id}`;
  const words = activity.open ? t("console.close") : t("console.open-it");
  return html`<${Press} of=${of} kind=${main && !activity.open ? "live-button-main" : ""} onPress=${() => openOrClose(activity)}>
    ${words}<span class="live-hidden"> ${promptOf(activity)}</span>
  <//>`;
}

/** B or a full stop blanks the projector and brings back what was there, as in other presentations; not while typing. */
function useBlankKey() {
  useEffect(() => {
    const press = (event) => {
      if (event.ctrlKey || event.metaKey || event.altKey || event.repeat || !["b", "."].includes(event.key.toLowerCase())) return;
      if (event.target.closest("input, textarea, select, [contenteditable], dialog")) return;
      event.preventDefault();
      turn = turn.then(blankOrBack, blankOrBack); // one after the other: a second press waits for the answer to the first
    };
    addEventListener("keydown", press);
    return () => removeEventListener("keydown", press);
  }, []);
}

function blankOrBack() {
  const { what, activity } = live.state.stage || {};
  if (what !== "blank") shownBefore = { what, activity };
  const before = shownBefore || (live.state.now ? { what: "activity", activity: live.state.now } : { what: "join", activity: null });
  const [to, id] = what === "blank" ? [before.what, before.activity] : ["blank", null];
  return stage(to, id, t("console.news.staged", { what: t(`console.stage.${to}`) }));
}

let turn = Promise.resolve();
let shownBefore = null; // {what, activity}: what was on the projector before it was blanked

function Projector() {
  useBlankKey();
  const { what, activity } = live.state.stage || {};
  const { now } = live.state;
  const other = what === "activity" && activity && activity !== now && activityOf(activity); // not what is before the room
  const options = [["join", null], ["activity", now], ["blank", null]];
  return html`<div class="co-tile co-tile-projector">
    <div class="co-tile-head">
      <h2 id="co-projector">${t("console.projector")}</h2>
      ${other && html`<span class="co-tile-other" dir="auto">${promptOf(other)}</span>`}
    </div>
    <div class="co-segments" role="group" aria-labelledby="co-projector">
      ${options.map(([each, id]) => {
        const on = what === each && !(each === "activity" && other);
        const press = () => stage(each, id, t("console.news.staged", { what: t(`console.stage.${each}`) }));
        return html`<${Press} key=${each} of="stage" quietly off=${each === "activity" && !id} aria-pressed=${String(on)} onPress=${press}>${t(`console.stage.${each}`)}<//>`;
      })}
    </div>
    <${Refusal} of="stage" />
  </div>`;
}

function Here() {
  const { sentence, trouble, connected } = accounts(live.state);
  const away = live.status === "lost" || live.status === "gone"; // said here too, as this stays in sight
  return html`<div class=${`co-tile co-tile-here ${trouble ? "co-tile-trouble" : ""}`}>
    <div class="co-tile-head">
      <h2>${t("console.here")}</h2>
      ${away ? html`<${Pill} kind="care">${t("console.lost.short")}<//>` : html`<span class="co-tile-small">${connected}</span>`}
    </div>
    <p class="co-tile-main"><a href="#people">${sentence}</a></p>
  </div>`;
}

function NeedsYou() {
  const waiting = allActivities().filter((activity) => activity.held || activity.care);
  return html`<div class=${`co-tile co-tile-needs ${waiting.length ? "co-tile-some" : ""}`}>
    <div class="co-tile-head"><h2>${t("console.needs")}</h2></div>
    ${!waiting.length && html`<p class="co-tile-main">${t("console.needs.none")}</p>`}
    <ul>
      ${waiting.slice(0, 3).map(
        (activity) => html`<li key=${activity.id}>
          <a href=${`#${activity.id}`} class="co-needs-link" onClick=${() => scrollTo(0, 0)}>
            <strong>${tn("console.held", activity.held || 0)}</strong>${activity.care > 0 && html`, ${tn("console.care", activity.care)}`}
            ${waiting.length > 1 && html`<span class="co-needs-which" dir="auto">${promptOf(activity)}</span>`}
          </a>
        </li>`,
      )}
    </ul>
  </div>`;
}

/** The projector’s screen, in a window of its own. */
export function ScreenLink() {
  return html`<a class="live-button co-button" href=${`/screen/${code}`} target="_blank" rel="noopener">
    ${t("console.screen")}<span class="live-hidden"> ${t("console.new-window")}</span>
    <svg class="live-icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false">
      <path d="M14 4h6v6M20 4l-9 9M18 14v5H5V6h5" fill="none" stroke="currentColor" stroke-width="2.2" stroke-linecap="round" stroke-linejoin="round" />
    </svg>
  </a>`;
}
