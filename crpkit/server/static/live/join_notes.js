// Silent notes: one box to write in, and one's own notes with what became of them.
import { html, useEffect, useLayoutEffect, useRef, useState } from "./preact.js";
import { t, tn } from "./client.js";
import { announce, Confirm } from "./ui.js";

const MOST = 2000; // characters, as the server counts them
const SOON = 100;

const length = (text) => [...text.trim()].length;
const begin = (text) => ([...text].length > 40 ? `${[...text].slice(0, 40).join("")} …` : text);

/** What is left, said aloud when it gets tight. */
function useSpokenCount(left) {
  const before = useRef(left);
  useEffect(() => {
    const crossed = (limit) => before.current > limit && left <= limit;
    if (left < 0 && before.current >= 0) announce(tn("notes.over", -left));
    else if (crossed(SOON) || crossed(20) || (left >= 0 && before.current < 0)) announce(tn("notes.left", left));
    before.current = left;
  }, [left]);
}

function Counter({ left }) {
  useSpokenCount(left);
  const words = left < 0 ? tn("notes.over", -left) : tn("notes.left", left);
  return html`<p class=${left < 0 ? "live-says live-says-warn join-over" : "live-hint join-left"} id="note-left">${words}</p>`;
}

/** The box. It is never drawn from the state: what is typed is the browser's and the draft's alone. */
function Writing({ activity, outbox, live, box }) {
  const [size, setSize] = useState(() => length(outbox.draft(activity.id)));
  const [empty, setEmpty] = useState(false);
  const left = MOST - size;

  const put = (text) => {
    box.current.value = text;
    typed();
  };
  const typed = () => {
    const text = box.current.value;
    outbox.keepDraft(activity.id, text);
    setSize(length(text));
    setEmpty(false);
    grow(box.current);
  };
  box.put = put;

  useLayoutEffect(() => {
    put(outbox.draft(activity.id));
    // Another tab wrote on at the same note: follow it, unless one is writing here.
    return outbox.on(() => {
      const draft = outbox.draft(activity.id);
      if (box.current && document.activeElement !== box.current && box.current.value !== draft) put(draft);
    });
  }, [activity.id]);

  const send = (event) => {
    event.preventDefault();
    const text = box.current.value.trim();
    if (left < 0 || !text) {
      if (!text) setEmpty(true);
      box.current.focus();
      return;
    }
    outbox.add({ type: "note", activity: activity.id, text });
    put("");
    if (live.status !== "open") announce(t("notes.said.waiting"));
    box.current.focus();
  };
  const quick = (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) send(event);
  };

  return html`<form class="join-writing" onSubmit=${send}>
    <label class="live-label" for="note">${t("notes.label")}</label>
    <textarea
      class="live-input join-box"
      id="note"
      rows="4"
      ref=${box}
      onInput=${typed}
      onKeyDown=${quick}
      aria-describedby="note-hint note-left"
      aria-invalid=${String(left < 0)}
      dir="auto"
      autocapitalize="sentences"
    ></textarea>
    <${Counter} left=${left} />
    ${empty && html`<p class="live-says live-says-warn join-over" role="alert">${t("notes.empty")}</p>`}
    <button class="live-button live-button-main join-main" type="submit" aria-disabled=${left < 0 ? "true" : undefined} aria-describedby=${left < 0 ? "note-left" : undefined}>${t("notes.send")}</button>
    <p class="live-hint" id="note-hint">${t("notes.hint")}</p>
  </form>`;
}

function grow(element) {
  element.style.height = "auto";
  element.style.height = `${Math.min(element.scrollHeight + 4, Math.round(innerHeight * 0.5))}px`;
}

/** A closed activity: what was half-written, to read. */
export function Closed({ activity, outbox }) {
  const drafts = outbox.drafts(activity.id);
  return html`<p class="live-says">${t(drafts.length ? "notes.closed.draft" : "notes.closed")}</p>
    ${drafts.map(({ place, text }) => html`<div key=${place} class="live-note live-words join-kept" dir="auto">${text}</div>`)}`;
}

/** One's own note: its words, where it stands, and the way back. */
export function OwnNote({ note, outbox, box, open }) {
  const [asked, setAsked] = useState(false);
  const button = useRef(null);
  const cancelled = useRef(false);
  useEffect(() => {
    if (cancelled.current && button.current) button.current.focus();
    cancelled.current = asked;
  }, [asked]);
  const isFree = () => Boolean(open && box && box.current && !box.current.value.trim());
  const stuck = note.state === "refused" || note.state === "shut"; // it never arrived, and does not go by itself now
  const restore = () => {
    // What stands in the box already stays; the words go below it.
    const place = note.draft || note.activity;
    const there = (box && box.current ? box.current.value : outbox.draft(place)).trim();
    const text = there ? `${there}\n\n${note.text}` : note.text;
    if (box && box.current) {
      box.put(text);
      box.current.focus();
    } else {
      outbox.keepDraft(place, text);
      toHeading();
    }
    announce(t("notes.said.back"));
  };
  const takeBack = () => {
    outbox.takeBack(note.id);
    if (isFree() && !stuck) restore();
    else {
      announce(t(stuck ? "notes.said.thrown" : "notes.said.gone"));
      toHeading();
    }
  };
  const putBack = () => {
    restore();
    outbox.discard(note.id);
  };
  const text = begin(note.text);
  const key = stuck ? "notes.throw" : "notes.back";
  const more = stuck ? "notes.throw.more" : open ? (isFree() ? "notes.back.box" : "notes.back.full") : "notes.back.closed";
  const buttons =
    note.state !== "leaving" &&
    !asked &&
    html`<div class="live-buttons join-note-buttons">
      ${stuck && html`<button type="button" class="live-button" aria-label=${t("notes.box.name", { text })} onClick=${putBack}>${t("notes.box")}</button>`}
      <button type="button" ref=${button} class="live-button live-button-quiet" aria-label=${t(`${key}.name`, { text })} onClick=${() => setAsked(true)}>${t(key)}</button>
    </div>`;
  return html`<li class="live-note join-note">
    ${note.kicker && html`<p class="join-kicker" dir="auto">${note.kicker}</p>`}
    <p class="live-words" dir="auto">${note.text}</p>
    ${note.words && html`<p class="join-why">${note.words}</p>`}
    <div class="join-note-foot">
      <p class=${`join-standing join-standing-${note.state}`}><span class="join-mark" aria-hidden="true"></span>${t(`notes.state.${note.state}`)}</p>
      ${buttons}
    </div>
    ${asked &&
    note.state !== "leaving" &&
    html`<${Confirm} question=${t(`${key}.ask`)} more=${t(more)} yes=${t(key)} onYes=${takeBack} onNo=${() => setAsked(false)} />`}
  </li>`;
}

function toHeading() {
  const heading = document.querySelector("#mine, main h1");
  if (heading) heading.focus();
}

/** Own notes, newest first, as one has just written it. */
export function OwnNotes({ notes, ...rest }) {
  return html`<ul class="join-notes">
    ${[...notes].reverse().map((note) => html`<${OwnNote} key=${note.id} note=${note} ...${rest} />`)}
  </ul>`;
}

/** Says what became of a note, once that is known. */
function useNoteNews(notes) {
  const before = useRef(new Map());
  useEffect(() => {
    for (const { id, state, words } of notes) {
      const was = before.current.get(id);
      if (was === "waiting" && state === "kept") announce(t("notes.said.sent"));
      else if (was === "waiting" && words) announce(words);
      else if (was === "kept" && state === "shown") announce(t("notes.said.shown"));
    }
    before.current = new Map(notes.map(({ id, state }) => [id, state]));
  });
}

/** The whole activity, below its prompt. */
export function Notes({ activity, live, outbox, state }) {
  const box = useRef(null);
  const notes = outbox.notes(state, activity.id);
  useNoteNews(notes);
  return html`<div>
    ${activity.open ? html`<${Writing} activity=${activity} outbox=${outbox} live=${live} box=${box} />` : html`<${Closed} activity=${activity} outbox=${outbox} />`}
    ${notes.length > 0 &&
    html`<section class="join-mine" aria-labelledby="mine">
      <h2 id="mine" tabindex="-1">${t("notes.mine")}</h2>
      <${OwnNotes} notes=${notes} outbox=${outbox} box=${box} open=${activity.open} />
    </section>`}
  </div>`;
}
