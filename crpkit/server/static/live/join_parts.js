// What the steps of the phone page share.
import { html, useEffect, useLayoutEffect, useRef, useState } from "./preact.js";
import { focusOn } from "./ui.js";

/** A calm picture for when there is nothing to do. */
export function Rings() {
  return html`<svg class="join-rings" viewBox="0 0 200 120" aria-hidden="true" focusable="false">
    <circle cx="58" cy="62" r="34" fill="var(--crp-community-soft)" stroke="var(--crp-community)" stroke-width="2.5" />
    <path d="M102 22l38 38-38 38-38-38z" fill="var(--crp-brokers-soft)" stroke="var(--crp-brokers)" stroke-width="2.5" />
    <rect x="112" y="34" width="56" height="56" rx="10" fill="var(--crp-researchers-soft)" stroke="var(--crp-researchers)" stroke-width="2.5" />
    <circle cx="92" cy="60" r="9" fill="var(--crp-dot)" />
    <circle cx="128" cy="60" r="9" fill="var(--crp-dot)" />
    <circle cx="60" cy="78" r="9" fill="var(--crp-dot)" />
  </svg>`;
}

/** Draw again whenever something waits or waits no more. */
export function useOutbox(outbox) {
  const [, again] = useState(0);
  useEffect(() => outbox.on(() => again((n) => n + 1)), [outbox]);
}

/** When the step changes, those who hear the page are taken to its heading. Not on arrival: there the page begins. */
export function useStepFocus(name) {
  const before = useRef(name);
  const begun = useRef(false);
  useLayoutEffect(() => {
    const heading = document.querySelector("main h1");
    const { workshopTitle = document.title } = document.body.dataset;
    document.body.dataset.workshopTitle = workshopTitle;
    if (heading) document.title = `${heading.textContent} – ${workshopTitle}`;
    const changed = begun.current && before.current !== name;
    before.current = name;
    if (name === "connecting") return;
    begun.current = true;
    if (heading && changed) focusOn(heading);
  });
}

/** A box to tick (or a ring), with a line that explains it; the whole card can be pressed. */
export function Choice({ type = "checkbox", name, checked, onChange, title, words }) {
  const id = `${name}-words`;
  return html`<label class=${checked ? "live-choice live-choice-on" : "live-choice"}>
    <input type=${type} name=${name} checked=${checked} onChange=${(event) => onChange(event.target.checked)} aria-describedby=${words ? id : undefined} />
    <span><span class="join-choice-title">${title}</span>${words && html`<span class="live-hint join-choice-words" id=${id}>${words}</span>`}</span>
  </label>`;
}
