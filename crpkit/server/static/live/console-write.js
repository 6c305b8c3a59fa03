// What is said aloud or stands on paper: many notes at once, one a line.
import { newId, t, tn } from "./client.js";
import { act, refuse, useDraft } from "./console-desk.js";
import { FromFile } from "./console-paper.js";
import { Channel, Field, Submit } from "./console-parts.js";
import { html, useState } from "./preact.js";

const LONGEST = 2000; // characters of one note
const WIDE = "(min-width: 80rem)";

const lines = (text) => text.split("\n").map((line) => line.trim()).filter(Boolean);

const tooLong = (texts) => texts.findIndex((text) => [...text].length > LONGEST);

/** What is left of a box's text once what was sent of it is in the record; typed on in the meantime, that stays. */
export function rest(now, sent) {
  return now.startsWith(sent) ? now.slice(sent.length).replace(/^\s*\n/, "") : now;
}

export function Write({ activity }) {
  const name = `write-${activity.id}`;
  const of = `write/${activity.id}`;
  const [draft, setDraft] = useDraft(name);
  const [open, setOpen] = useState(() => Boolean(draft && draft.text) || matchMedia(WIDE).matches);
  const { text, channel } = { text: "", channel: "spoken", ...draft };
  const texts = lines(text);
  const put = (part) => setDraft((old) => ({ text: "", channel: "spoken", ...old, ...part }));
  const send = async (event) => {
    event.preventDefault();
    if (!texts.length) return refuse(of, t("console.write.empty"));
    const long = tooLong(texts);
    if (long >= 0) return refuse(of, t("console.write.too-long", { line: long + 1, most: LONGEST, has: [...texts[long]].length }));
    // The same words keep their id, also after a reload: sent twice, they are in the record once.
    const print = JSON.stringify([channel, texts]);
    const id = draft && draft.print === print ? draft.id : newId();
    put({ id, print });
    const message = { type: "write", id, activity: activity.id, texts, channel };
    const answer = await act(of, message, tn(`console.news.written`, texts.length));
    if (answer && answer.type === "done") {
      setDraft((old) => old && { text: rest(old.text, text), channel: old.channel });
      const box = document.getElementById("co-write");
      if (box) box.focus();
    }
    return undefined;
  };
  const enter = (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) send(event);
  };
  return html`<details class="co-write live-card" open=${open} onToggle=${(event) => setOpen(event.currentTarget.open)}>
    <summary><h3>${t("console.write")}</h3></summary>
    <form onSubmit=${send}>
      <${Channel} name="co-write-channel" value=${channel} onValue=${(value) => put({ channel: value })} />
      <${Field} id="co-write" label=${t("console.write.label")} hint=${t("console.write.hint")} of=${of}
        >${(field) => html`<textarea ...${field} rows="5" dir="auto" value=${text} onInput=${(event) => put({ text: event.target.value })} onKeyDown=${enter}></textarea>`}<//
      >
      <${Submit} of=${of}>${texts.length ? tn("console.write.send", texts.length) : t("console.write.send.none")}<//>
    </form>
    <${FromFile} activity=${activity} what="notes" />
  </details>`;
}
