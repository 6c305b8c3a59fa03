// The form under a heading, for activities in which people write about something.
import { html, useLayoutEffect, useRef, useState } from "./preact.js";
import { t } from "./client.js";
import { announce } from "./ui.js";

/** Under which name a half-written entry is kept. */
export const draftKey = (activity, box, about, field = "text") => `${activity.id}.${box}.${about}${field === "text" ? "" : `.${field}`}`;

/** Where an entry stands: what it is about, its heading, its other fields. */
export function kickerOf(activity, note) {
  const box = activity.boxes.find((each) => each.id === note.box);
  const item = activity.items.find((each) => each.id === note.about);
  const more = Object.values(note.more || {}).filter(Boolean).join(" · ");
  return [item && activity.items.length > 1 && item.title, box && activity.boxes.length > 1 && box.title, more].filter(Boolean).join(" · ");
}

/** The form under a heading. What is typed is the browser's and the draft's alone. */
export function Entry({ activity, outbox, live, box, about, id }) {
  const form = useRef(null);
  const [wrong, setWrong] = useState("");
  const fieldOf = (name) => form.current.elements[`${id}-${name}`];
  useLayoutEffect(() => {
    for (const field of box.fields) fieldOf(field.id).value = outbox.draft(draftKey(activity, box.id, about, field.id));
  }, []);
  const typed = (field) => () => {
    outbox.keepDraft(draftKey(activity, box.id, about, field.id), fieldOf(field.id).value);
    setWrong("");
  };
  const send = (event) => {
    event.preventDefault();
    const said = Object.fromEntries(box.fields.map((field) => [field.id, fieldOf(field.id).value.trim()]));
    const empty = box.fields.find((field) => (field.required || field.id === "text") && !said[field.id]);
    const long = box.fields.find((field) => [...said[field.id]].length > (field.id === "text" ? 2000 : 300));
    if (empty || long) {
      setWrong(empty ? t("ask.empty", { field: empty.title || box.title }) : t("ask.long", { field: long.title || box.title, most: long.id === "text" ? 2000 : 300 }));
      fieldOf((empty || long).id).focus();
      return;
    }
    const { text, ...more } = said;
    outbox.add({ type: "note", activity: activity.id, box: box.id, about, text, more: Object.fromEntries(Object.entries(more).filter(([, value]) => value)) });
    for (const field of box.fields) {
      fieldOf(field.id).value = "";
      outbox.keepDraft(draftKey(activity, box.id, about, field.id), "");
    }
    announce(live.status === "open" ? t("notes.said.sent") : t("notes.said.waiting"));
    fieldOf(box.fields[0].id).focus();
  };
  return html`<form class="join-entry" onSubmit=${send} ref=${form} novalidate>
    ${box.fields.map((field) => html`<div key=${field.id} class="join-field">
      <label class="live-label" for=${`${id}-${field.id}`}>${field.title || box.title}${!field.required && html` <span class="live-hint">${t("ask.optional")}</span>`}</label>
      ${field.hint && html`<p class="live-hint" id=${`${id}-${field.id}-hint`}>${field.hint}</p>`}
      ${field.id === "text" || field.lines > 1
        ? html`<textarea class="live-input" id=${`${id}-${field.id}`} name=${`${id}-${field.id}`} rows=${Math.max(2, field.lines)} dir="auto" autocapitalize="sentences" onInput=${typed(field)} aria-describedby=${field.hint ? `${id}-${field.id}-hint` : box.hint ? `${id}-hint` : undefined}></textarea>`
        : html`<input class="live-input" id=${`${id}-${field.id}`} name=${`${id}-${field.id}`} type="text" dir="auto" autocomplete="off" onInput=${typed(field)} aria-describedby=${field.hint ? `${id}-${field.id}-hint` : undefined} />`}
    </div>`)}
    ${wrong && html`<p class="live-says live-says-warn" role="alert">${wrong}</p>`}
    <button class="live-button live-button-main" type="submit">${t("notes.send")}<span class="live-hidden">: ${box.title}</span></button>
  </form>`;
}
