// Small parts that the live pages share.
import { html, useEffect, useLayoutEffect, useRef, useState } from "./preact.js";
import { t } from "./client.js";

/** Draw the component again whenever the connection has something new. */
export function useLive(live) {
  const [, again] = useState(0);
  useEffect(() => live.on(() => again((n) => n + 1)), [live]);
  return live;
}

/** The page's banner, the strip at the top, to render into. Made once. */
export function strip() {
  let header = document.querySelector("header.live-head");
  if (!header) {
    header = document.createElement("header");
    header.className = "live-head";
    const app = document.getElementById("app");
    app.parentNode.insertBefore(header, app);
  }
  return header;
}

/** The page's main part, to render into. Made once. */
export function mainPart() {
  let main = document.querySelector("main");
  if (!main) {
    main = document.createElement("main");
    main.className = "live-main";
    document.getElementById("app").appendChild(main);
  }
  return main;
}

/** The kit's mark. */
export function Mark() {
  return html`<svg class="live-mark" viewBox="0 0 32 32" aria-hidden="true" focusable="false">
    <circle cx="10" cy="10" r="7" fill="var(--crp-community)" />
    <path d="M22.5 2l7.5 7.5-7.5 7.5L15 9.5z" fill="var(--crp-brokers)" />
    <rect x="16" y="17" width="12" height="12" rx="2.5" fill="var(--crp-researchers)" />
    <circle cx="9" cy="23" r="5.5" fill="var(--crp-dot)" />
  </svg>`;
}

/** How the connection is, in words, told to screen readers when it changes. words: {status: text} to say more than usual. */
export function Status({ live, words = {} }) {
  useLive(live);
  const text = (live.farewell && live.farewell.words) || words[live.status] || t(`status.${live.status}`);
  return html`<p class=${`live-status live-status-${live.status}${live.delay ? " live-status-delay" : ""}`} role="status">
    <span class="live-lamp" aria-hidden="true"></span><span>${text}</span>
  </p>`;
}

let region;

/** Say something to those who hear the page and do not see what changed. */
export function announce(text) {
  if (!region) {
    region = document.createElement("p");
    region.className = "live-hidden";
    region.setAttribute("role", "status");
    document.body.appendChild(region);
  }
  region.textContent = "";
  // Emptied first, so that the same words twice are said twice.
  setTimeout(() => {
    region.textContent = text;
  }, 60);
}

/** A heading that takes the focus when it appears and when `when` changes; with `quiet` it does not. */
export function Heading({ level = 1, when, quiet = false, children, ...rest }) {
  const element = useRef(null);
  useLayoutEffect(() => {
    if (!quiet && element.current) focusOn(element.current);
  }, [when]);
  return html`<${`h${level}`} ref=${element} tabindex="-1" ...${rest}>${children}<//>`;
}

/** Move the focus and what is in view to an element. */
export function focusOn(element) {
  element.focus({ preventScroll: true });
  if (element.tagName === "H1") scrollTo(0, 0);
  else if (element.scrollIntoView) element.scrollIntoView({ block: "nearest" });
}

/** A question in the page before something that cannot be undone. Takes the focus; Escape is “no”. */
export function Confirm({ question, more, yes, no = t("common.cancel"), onYes, onNo }) {
  const box = useRef(null);
  useLayoutEffect(() => focusOn(box.current), []);
  const escape = (event) => {
    if (event.key === "Escape") onNo();
  };
  return html`<div class="live-confirm" role="group" aria-label=${question} tabindex="-1" ref=${box} onKeyDown=${escape}>
    <p class="live-confirm-question">${question}</p>
    ${more && html`<p>${more}</p>`}
    <div class="live-buttons">
      <button type="button" class="live-button live-button-warn" onClick=${onYes}>${yes}</button>
      <button type="button" class="live-button" onClick=${onNo}>${no}</button>
    </div>
  </div>`;
}

/** A button for light and dark; look.js does the rest. */
export function DarkButton() {
  const pressed = useRef(String(document.documentElement.dataset.light === "dark"));
  return html`<button type="button" class="live-button" data-view="dark" aria-pressed=${pressed.current}>
    <svg class="live-icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false">
      <path d="M20 14.5A8.5 8.5 0 0 1 9.5 4a8.5 8.5 0 1 0 10.5 10.5z" fill="currentColor" />
    </svg>
    <span>${t("common.dark")}</span>
  </button>`;
}

/** A bar beside its number: share is between 0 and 1. Decoration only; the number is said in words beside it. */
export function Bar({ share }) {
  return html`<span class="live-bar" aria-hidden="true"><span style=${{ width: `${Math.round(share * 1000) / 10}%` }}></span></span>`;
}

/** Filled and empty circles for so many dots of so many. Decoration only. */
export function Dots({ filled, of }) {
  return html`<span class="live-dots" aria-hidden="true"
    >${Array.from({ length: of }, (_, place) => html`<span class=${place < filled ? "live-dot live-dot-on" : "live-dot"}></span>`)}</span
  >`;
}
