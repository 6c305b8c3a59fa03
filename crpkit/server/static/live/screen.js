// The page on the projector: shows what the facilitator puts on the stage. It says nothing to the server but that it is there.
import { html, render, useEffect, useState } from "./preact.js";
import { Live, config, t } from "./client.js";
import { Mark, mainPart, strip, useLive } from "./ui.js";
import { Address, JoinStage, peopleHere } from "./screen_join.js";
import { NotesStage } from "./screen_notes.js";
import { PauseStage, Timer } from "./screen_agenda.js";
import { AskStage } from "./screen_ask.js";
import { DotsStage } from "./screen_dots.js";
import { ThemesStage } from "./screen_themes.js";
import { WalkStage } from "./screen_walk.js";
import { isWalk } from "./walk_words.js";
import { Foot, Pager, fullScreen } from "./screen_pages.js";

const root = document.documentElement;
const pager = new Pager();

// This page is for the projector, whatever other pages of this browser are set to; look.js may think otherwise.
const stayProjector = () => {
  if (root.dataset.mode !== "projector") root.dataset.mode = "projector";
};
stayProjector();
new MutationObserver(stayProjector).observe(root, { attributes: true, attributeFilter: ["data-mode"] });

/** What is to be shown: {what: "wait" | "gone" | "join" | "blank" | "notes" | "dots", activity}. */
export function stageOf(live) {
  const { state } = live;
  if (!state.workshop) return { what: live.status === "gone" ? "gone" : "wait" };
  const stage = state.stage || { what: "join" };
  if (stage.what === "blank") return { what: "blank" };
  const activity = stage.what === "activity" ? state[`activity/${stage.activity || state.now}`] : undefined;
  return activity ? { what: isWalk(activity) ? "walk" : activity.engine || activity.kind, activity } : { what: "join" };
}

// What stands on the stage, by engine: each kind of activity has one.
const STAGES = { notes: NotesStage, dots: DotsStage, ask: AskStage, themes: ThemesStage, pause: PauseStage, walk: WalkStage };

function Words({ title, words }) {
  return html`<div class="screen-middle"><h1>${title}</h1>${words && html`<p class="screen-lead">${words}</p>`}</div>`;
}

function Blank({ own }) {
  return html`<h1 class="live-hidden">${t("screen.blank")}</h1>
    ${own && html`<p class="live-hidden">${t("screen.blank.words")}</p>`}`;
}

function Stage({ live, stage }) {
  const { state } = live;
  if (stage.what === "wait") return html`<${Words} title=${t("screen.connecting")} words=${t("screen.connecting.words")} />`;
  if (stage.what === "gone") return html`<${Words} title=${t("screen.gone")} words=${live.farewell && live.farewell.words} />`;
  const Of = STAGES[stage.what];
  if (Of) return html`<${Of} key=${stage.activity.id} state=${state} activity=${stage.activity} pager=${pager} />`;
  if (stage.what === "blank") return null;
  return html`<${JoinStage} state=${state} />`;
}

/**
 * A small sign: what is on the screen stays, and the page tries again by itself. It stands over the strip, which says how
 * to join what cannot be joined now, or in the foot: never over what is to be read.
 */
function Lost({ live, stage }) {
  const away = live.state.workshop && live.status === "gone" && live.farewell && live.farewell.words;
  const words = live.status === "lost" ? t("screen.lost") : away;
  return html`<p class=${isBusy(stage) ? "screen-lost screen-lost-top" : "screen-lost"} role="status">${words && html`<span class="live-lamp" aria-hidden="true"></span>${words}`}</p>`;
}

const isBusy = (stage) => stage.what in STAGES;

function Head({ live, stage }) {
  const { state } = live;
  const title = (state.workshop && state.workshop.title) || t("screen.untitled");
  if (!isBusy(stage)) return null; // where one joins, all of this stands large
  return html`<p class="live-brand screen-brand"><${Mark} /><span>${title}</span></p><${Reminder} state=${state} />`;
}

function Reminder({ state }) {
  const { join, workshop, here } = state;
  return html`<p class="screen-reminder">
    ${join && join.reachable && !workshop.ended && html`${t("screen.reminder")} <b><${Address} url=${join.url} /></b> <b class="live-code">${workshop.code}</b> `}
    ${here && html`<span class="screen-here">${peopleHere(here)}</span>`}
    <${Timer} agenda=${state.agenda} />
  </p>`;
}

/** Blank by the B key, till B or Escape, or till the facilitator puts something else on the stage. */
function useBlank(live) {
  const stage = JSON.stringify(live.state.stage || null);
  const [blank, setBlank] = useState(null); // the stage that was blanked
  return [blank !== null && blank === stage, (on) => setBlank(on ? stage : null)];
}

function Screen({ live }) {
  useLive(live);
  const [blank, setBlank] = useBlank(live);
  const stage = stageOf(live);
  const dark = blank || stage.what === "blank";
  useEffect(() => {
    const title = live.state.workshop && live.state.workshop.title;
    document.title = title ? `${title} – ${t("screen.title")}` : t("screen.title");
    document.body.classList.toggle("screen-dark", dark);
    strip().hidden = !isBusy(stage);
    render(html`<${Head} live=${live} stage=${stage} />`, strip());
    render(html`<${Foot} pager=${pager} blank=${blank} setBlank=${setBlank} />`, foot());
  });
  useEffect(() => onKeys({ blank, setBlank }), [blank, setBlank]);
  // While it is blank the stage stays where it was, unseen, so that it is there again as it was.
  return html`${dark && html`<${Blank} own=${blank} />`}
    <div class="screen-stage"><${Stage} live=${live} stage=${stage} /></div>
    <${Lost} live=${live} stage=${stage} />`;
}

/** A presenter's clicker sends PageUp, PageDown and B. */
function onKeys({ blank, setBlank }) {
  const keys = {
    PageDown: () => pager.turn(1),
    PageUp: () => pager.turn(-1),
    b: () => setBlank(!blank),
    ".": () => setBlank(!blank),
    Escape: () => blank && setBlank(false),
    p: () => pager.setAuto(!pager.auto),
    f: () => fullScreen(),
  };
  const press = (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const act = keys[event.key.length === 1 ? event.key.toLowerCase() : event.key];
    if (!act) return;
    event.preventDefault();
    act();
  };
  addEventListener("keydown", press);
  return () => removeEventListener("keydown", press);
}

function foot() {
  let element = document.querySelector("footer.screen-foot");
  if (!element) {
    element = document.createElement("footer");
    element.className = "screen-foot";
    document.getElementById("app").after(element);
  }
  return element;
}

if (config.code) {
  render(html`<${Screen} live=${new Live({ role: "screen", code: config.code })} />`, mainPart());
} else {
  render(html`<${Words} title=${t("screen.no-code")} words=${t("screen.no-code.words")} />`, mainPart());
}
