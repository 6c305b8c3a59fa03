// The facilitator’s page: header, glance, list of what there is, and one thing at a time to work on.
import { t, tn } from "./client.js";
import { Add } from "./console-add.js";
import { AgendaStrip, StepNote, Steps } from "./console-agenda.js";
import { Ask } from "./console-ask.js";
import { Banners, shortStatus } from "./console-banner.js";
import { activityOf, allActivities, code, live, promptOf, quiet, slowOnes, stage, theNews, useDesk } from "./console-desk.js";
import { Dots } from "./console-dots.js";
import { Glance, OpenOrClose, ScreenLink } from "./console-glance.js";
import { Joining } from "./console-joining.js";
import { Notes } from "./console-notes.js";
import { OpenPill, Pill, Press, Question } from "./console-parts.js";
import { Photos } from "./console-photos.js";
import { People } from "./console-people.js";
import { Tables } from "./console-tables.js";
import { html, render, useEffect, useRef, useState } from "./preact.js";
import { DarkButton, focusOn, Heading, mainPart, Mark, strip } from "./ui.js";

// What one works with, by engine: each kind of activity has one.
const PARTS = { dots: Dots, notes: Notes, ask: Ask, pause: Ask, themes: Board };
const AGAIN_MS = 1500;
let themes = null; // the board of themes, once it came

/** The board of themes is large and not in every session: it comes when it is first wanted, and is asked for until it comes. */
function Board({ activity }) {
  const [, setHere] = useState(Boolean(themes));
  useEffect(() => {
    let gone = false;
    const fetchIt = async (turn) => {
      try {
        themes = themes || (await import(turn ? `./console-themes.js?again=${turn}` : "./console-themes.js"));
        if (!gone) setHere(true);
      } catch {
        if (!gone) setTimeout(() => gone || fetchIt(turn + 1), AGAIN_MS); // no connection just now
      }
    };
    if (!themes) fetchIt(0);
    return () => (gone = true);
  }, []);
  return themes && html`<${themes.Themes} activity=${activity} />`;
}

/** What a kind is called. */
const kindWords = (activity) => activity.title || t(`console.kind.${activity.kind}`);

const PLACES = ["add", "people", "joining"];

const known = (place) => PLACES.includes(place) || Boolean(activityOf(place));

/** Where she is: an activity’s id or one of PLACES; kept in the address, so that a reload comes back to it. */
function usePlace() {
  const [place, setPlace] = useState({ name: "", moved: false });
  const following = useRef("");
  const asked = decodeURIComponent(location.hash.slice(1));
  useEffect(() => {
    const go = () => {
      const name = decodeURIComponent(location.hash.slice(1));
      if (!known(name)) return;
      scrollTo(0, 0);
      setPlace({ name, moved: true });
    };
    const follow = ({ detail: { from, to } }) => {
      if (![from, "add"].includes(decodeURIComponent(location.hash.slice(1)))) return;
      following.current = to;
      setPlace((here) => ({ ...here }));
    };
    addEventListener("hashchange", go);
    addEventListener("agenda-went", follow);
    return () => {
      removeEventListener("hashchange", go);
      removeEventListener("agenda-went", follow);
    };
  }, []);
  // The news of the step may come after the answer; the focus stays on the button she pressed.
  if (following.current && known(following.current)) {
    Object.assign(place, { name: following.current, moved: false });
    history.replaceState(null, "", `#${following.current}`);
    following.current = "";
  }
  if (known(place.name)) return place;
  if (!live.state.workshop) return place;
  const first = known(asked) ? asked : live.state.now || (allActivities()[0] || { id: "add" }).id;
  place.name = first;
  history.replaceState(null, "", `#${first}`);
  return place;
}

function Header() {
  const state = useDesk();
  const title = (state.workshop && state.workshop.title) || t("console.title");
  useEffect(() => {
    document.title = t("console.page", { title });
  }, [title]);
  return html`${state.workshop && html`<a class="kit-skip" href="#work" onClick=${skip}>${t("console.skip")}</a>`}
    <div class="live-brand co-brand">
      <${Mark} />
      <div>
        <h1 dir="auto">${title}</h1>
        <p><span class="co-role">${t("console.role")}</span> <span class="live-code">${code}</span>${state.workshop && state.workshop.ended && html` <${Pill} kind="closed">${t("console.ended")}<//>`}</p>
      </div>
    </div>
    <div class="co-tools">
      <${Connection} />
      <${ScreenLink} />
      <${DarkButton} />
    </div>`;
}

function skip(event) {
  event.preventDefault();
  const heading = document.querySelector(".co-work h2");
  if (heading) focusOn(heading);
}

/** How the connection is, in few words, whatever the kit said: the title needs the room. */
function Connection() {
  const waiting = slowOnes();
  const words = shortStatus(waiting ? tn("console.waiting", waiting) : t("console.connected"));
  return html`<p class=${`live-status live-status-${live.status}${live.delay ? " live-status-delay" : ""}`} role="status">
    <span class="live-lamp" aria-hidden="true"></span><span>${words}</span>
  </p>`;
}

/** What came of the last press: always in sight for a while, and nothing is pushed aside by it. */
const Foot = () => html`<div class="co-foot"><${News} /></div>`;

/** The last thing that was done; what was refused stays until she has seen it. */
function News() {
  const news = theNews();
  if (!news) return html`<div class="co-news" hidden></div>`;
  return html`<div class=${`co-news ${news.bad ? "co-news-bad" : ""}`}>
    <p><span dir="auto">${news.words}</span></p>
    ${news.bad && html`<button type="button" class="live-button co-button" onClick=${quiet}>${t("console.seen")}</button>`}
  </div>`;
}

function Places({ place }) {
  const list = allActivities();
  const current = (name) => (place === name ? "page" : null);
  const link = (name, words) =>
    html`<li key=${name}><a class="co-place" href=${`#${name}`} aria-current=${current(name)}>${words}</a></li>`;
  return html`<nav class="co-places" aria-labelledby="co-places">
    <h2 id="co-places">${t("console.activities")}</h2>
    ${!list.length && html`<p class="co-places-none">${t("console.activities.none")}</p>`}
    <ol>
      ${list.map((activity) => html`<${Place} key=${activity.id} activity=${activity} current=${current(activity.id)} />`)}
    </ol>
    <ul>
      ${link("add", t("console.add"))} ${link("people", t("console.people"))} ${link("joining", t("console.joining"))}
    </ul>
    <${Steps} />
  </nav>`;
}

function Place({ activity, current }) {
  const before = live.state.now === activity.id;
  return html`<li>
    <a class="co-place" href=${`#${activity.id}`} aria-current=${current}>
      <span class="co-place-words"><span class="live-hidden">${kindWords(activity)}: </span><bdi class="co-clamp">${promptOf(activity)}</bdi></span>
      <span class="co-place-state">
        <${OpenPill} activity=${activity} />
        ${before && html`<${Pill} kind="now">${t("console.before")}<//>`}
        ${activity.held > 0 && html`<${Pill} kind="held">${tn("console.held", activity.held)}<//>`}
      </span>
    </a>
  </li>`;
}

/** The head of an activity: what it asks, whether it is open, whether the projector shows it. */
function ActivityHead({ activity, moved }) {
  const { what, activity: staged } = live.state.stage || {};
  const on = what === "activity" && (staged || live.state.now) === activity.id;
  return html`<div class="co-head">
    <div class="co-head-words">
      <p class="co-kind"><${OpenPill} activity=${activity} /> <span>${activity.kind === "dots" ? tn("console.dots-each", activity.dots_each) : kindWords(activity)}</span></p>
      <${Heading} level=${2} when=${activity.id} quiet=${!moved}><bdi>${promptOf(activity)}</bdi><//>
    </div>
    <div class="co-head-actions">
      <${OpenOrClose} activity=${activity} main />
      <${Press} of="stage" quietly aria-pressed=${String(on)} onPress=${() => toStage(activity)}>${on ? t("console.on-projector") : t("console.to-projector")}<//>
    </div>
  </div>`;
}

const toStage = (activity) => stage("activity", activity.id, t("console.news.staged", { what: promptOf(activity) }));

function Work({ place }) {
  const { name, moved } = place;
  if (name === "add") return html`<${Add} moved=${moved} />`;
  if (name === "people") return html`<${People} moved=${moved} /><${Tables} />`;
  if (name === "joining") return html`<${Joining} moved=${moved} />`;
  const activity = activityOf(name);
  const Part = PARTS[activity.engine || activity.kind];
  return html`<${ActivityHead} activity=${activity} moved=${moved} />
    <${StepNote} id=${activity.id} />
    ${Part ? html`<${Part} key=${activity.id} activity=${activity} />` : html`<p>${t("console.kind.unknown")}</p>`}
    <${Photos} key=${`photos ${activity.id}`} activity=${activity} />`;
}

/** Turned away before anything could be shown. */
function Away({ why, words }) {
  const role = why === "role";
  return html`<div class="co-away">
    <h2>${role ? t("console.lost.role") : words}</h2>
    ${role && html`<p>${t("console.lost.role.more")}</p>`}
    ${why === "unknown-code" && html`<p><a class="kit-action" href="/">${t("console.home")}</a></p>`}
  </div>`;
}

function Console() {
  const state = useDesk();
  const place = usePlace();
  if (!state.workshop && live.farewell) return html`<${Away} why=${live.farewell.why} words=${live.farewell.words} />`;
  if (!state.workshop) {
    return html`<${Banners} />
      <p class="co-wait">${t("console.wait")}</p>`;
  }
  return html`<${Banners} />
    <${Glance} />
    <${AgendaStrip} />
    <div class="co-desk">
      <${Places} place=${place.name} />
      <div class="co-work" id="work"><${Work} key=${place.name} place=${place} /></div>
    </div>
    <${Foot} />
    <${Question} />`;
}

render(html`<${Header} />`, strip());
render(html`<${Console} />`, mainPart());
