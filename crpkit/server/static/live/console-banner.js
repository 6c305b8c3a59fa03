// What stands above everything and pushes the page down rather than covering it: no connection, words taken back.
import { t, under } from "./client.js";
import { changed, code, live } from "./console-desk.js";
import { html, useEffect, useState } from "./preact.js";
import { announce } from "./ui.js";

const HOLD_MS = 1500; // a break that is over sooner moves nothing under her hand

export const Banners = () => html`<div class="co-banners"><${Lost} /><${TakenBack} /></div>`;

const HERE = ["127.0.0.1", "localhost", "[::1]"]; // the kit opens that page to its own computer alone

/** The link to the page of this workshop, where its files are saved; on another device, where to find that page. */
export function FilesLink() {
  if (!HERE.includes(location.hostname)) return html`<span>${t("console.files.elsewhere")}</span>`;
  return html`<a class="live-button co-button" href=${`/workshop?code=${encodeURIComponent(code)}`}>${t("console.files.link")}</a>`;
}

/** The connection in two or three words; the sentence stands in the banner. */
export function shortStatus(open) {
  if (live.status === "open") return open;
  if (live.status === "connecting") return t("console.connecting");
  return t(live.farewell && live.farewell.why === "role" ? "console.lost.role.short" : "console.lost.short");
}

/** Whether something has been so for a little while. */
function useLasting(trouble) {
  const [lasting, setLasting] = useState(false);
  useEffect(() => {
    const timer = trouble && setTimeout(() => setLasting(true), HOLD_MS);
    if (!trouble) setLasting(false);
    return () => clearTimeout(timer);
  }, [trouble]);
  return trouble && lasting;
}

function Lost() {
  const { delay } = live;
  const lasting = useLasting(Boolean(delay) || !(live.status === "connecting" || live.status === "open"));
  useEffect(() => delay && announce(delay), [delay]);
  if (!lasting) return null;
  if (delay) return html`<section class="co-lost live-says live-says-warn" aria-label=${t("console.delay")}><p><strong dir="auto">${delay}</strong></p></section>`;
  const away = live.farewell;
  const role = away && away.why === "role";
  return html`<section class="co-lost live-says live-says-warn" aria-label=${t(role ? "console.lost.role.short" : "console.lost.short")}>
    <p><strong>${role ? t("console.lost.role") : (away && away.words) || t("console.lost")}</strong></p>
    ${(role || live.state.workshop) && html`<p>${t(role ? "console.lost.role.more" : "console.lost.more")}</p>`}
  </section>`;
}

// ---- words that were taken back while this console was open

let before = null; // the keys of what was taken back when she last had the notice, or when the page opened
let news = false;

function takenBack() {
  const notes = under(live.state, "note/").filter((note) => note.state === "taken-back");
  const people = under(live.state, "person/").filter((person) => person.taken_back);
  return [...notes, ...people].map((one) => one.id);
}

live.on(() => {
  if (!live.state.workshop) return;
  const now = takenBack();
  if (before && now.some((id) => !before.has(id))) news = true;
  before = new Set([...(before || []), ...now]);
});

function TakenBack() {
  const seen = () => {
    news = false;
    changed();
  };
  return html`<div role="status">
    ${news && html`<section class="co-taken live-says live-says-warn" aria-label=${t("console.taken.short")}>
      <p><strong>${t("console.taken")}</strong></p>
      <${FilesLink} />
      <button type="button" class="live-button co-button" onClick=${seen}>${t("console.seen")}</button>
    </section>`}
  </div>`;
}
