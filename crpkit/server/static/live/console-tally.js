// Dots that are called out or counted from paper: a line of letters, a sheet of numbers, and undo.
import { newId, t, tn } from "./client.js";
import { act, refuse, useDraft } from "./console-desk.js";
import { MOST, readLetters, readTally } from "./console-letters.js";
import { Channel, Field, Press, Refusal, Submit } from "./console-parts.js";
import { FromFile } from "./console-paper.js";
import { html, useState } from "./preact.js";

const sum = (entries) => entries.reduce((total, [, dots]) => total + dots, 0);

/** The id of a message: the same entries keep it, also after a reload, until they are in the record. */
function idFor(draft, part, print) {
  const kept = draft[part];
  return kept && kept.print === print ? kept : { print, id: newId() };
}

export function Tally({ activity }) {
  const [draft, setDraft] = useDraft(`tally-${activity.id}`);
  const now = { letters: "", numbers: {}, channel: "spoken", ...draft };
  const put = (part) => setDraft((old) => ({ ...now, ...old, ...part }));
  const send = async (part, of, entries, cleared) => {
    const kept = idFor(now, part, JSON.stringify([now.channel, entries]));
    put({ [part]: kept });
    const message = { type: "tally", id: kept.id, activity: activity.id, entries, channel: now.channel };
    const answer = await act(of, message, t("console.news.tally", { words: inWords(activity, entries) }));
    if (answer && answer.type === "done") setDraft((old) => ({ ...old, ...cleared(old || now), [part]: undefined }));
  };
  return html`<section class="co-tally live-card" aria-labelledby="co-tally">
    <h3 id="co-tally">${t("console.tally")}</h3>
    <${Channel} name="co-tally-channel" value=${now.channel} onValue=${(channel) => put({ channel })} />
    <${Letters} activity=${activity} now=${now} put=${put} send=${send} />
    <${Undo} activity=${activity} />
    <${Sheet} activity=${activity} now=${now} put=${put} send=${send} />
    <${FromFile} activity=${activity} what="tallies" />
  </section>`;
}

/** “2 for A, 1 for C”. */
function inWords(activity, entries) {
  const letters = new Map(activity.options.map((option) => [option.id, option.letter]));
  return entries.map(([id, n]) => t("console.tally.for", { n, letter: letters.get(id) })).join(", ");
}

function Letters({ activity, now, put, send }) {
  const of = `letters/${activity.id}`;
  const read = readLetters(now.letters, activity.options);
  const submit = (event) => {
    event.preventDefault();
    if (read.wrong) {
      const known = activity.options.map((option) => option.letter).join(", ");
      return refuse(of, t(`console.letters.wrong-${read.kind}`, { wrong: read.wrong, known, most: MOST }));
    }
    if (!read.entries.length) return refuse(of, t("console.letters.empty"));
    const sent = now.letters;
    const cleared = (old) => ({ letters: old.letters.startsWith(sent) ? old.letters.slice(sent.length).trimStart() : old.letters });
    send("lettersId", of, read.entries, cleared);
    return undefined;
  };
  const preview = read.wrong || !read.entries.length ? " " : inWords(activity, read.entries);
  return html`<form class="co-letters" onSubmit=${submit}>
    <${Field} id="co-letters" label=${t("console.letters")} hint=${t("console.letters.hint")} of=${of}
      >${(field) => html`<div class="co-letters-row">
        <input ...${field} class="live-input co-letters-input" type="text" autocomplete="off" autocapitalize="characters" spellcheck="false" value=${now.letters} onInput=${(event) => put({ letters: event.target.value })} />
        <${Submit} of=${of}>${t("console.letters.add")}<//>
      </div>`}<//
    >
    <p class="co-preview">${preview}</p>
  </form>`;
}

/** Undo the last entry: by its id, so that two consoles never undo two. */
function Undo({ activity }) {
  const last = activity.last;
  const of = `undo/${activity.id}`;
  const press = () => act(of, { type: "undo", activity: activity.id, entry: last.id }, t("console.news.undone", { words: last.words }), { rest: true });
  return html`<div class="co-undo">
    <p class="co-undo-words">${last ? t("console.undo.last", { words: last.words }) : t("console.undo.none")}</p>
    ${last && html`<${Press} of=${of} onPress=${press}>${t("console.undo")}<span class="live-hidden"> ${last.words}</span><//>`}
    <${Refusal} of=${of} />
  </div>`;
}

/** A box for each option, as on a tally sheet. */
function Sheet({ activity, now, put, send }) {
  const of = `sheet/${activity.id}`;
  const [open, setOpen] = useState(() => Object.keys(now.numbers).length > 0);
  const read = readTally(now.numbers, activity.options);
  const submit = (event) => {
    event.preventDefault();
    if (read.wrong) {
      const { letter } = activity.options.find((option) => option.id === read.wrong);
      document.getElementById(`co-sheet-${read.wrong}`).focus();
      return refuse(of, t("console.sheet.wrong", { letter, most: MOST }));
    }
    if (!read.entries.length) return refuse(of, t("console.sheet.empty"));
    const sent = JSON.stringify(now.numbers);
    send("sheetId", of, read.entries, (old) => ({ numbers: JSON.stringify(old.numbers) === sent ? {} : old.numbers }));
    return undefined;
  };
  const total = sum(read.entries);
  const set = (id, value) => put({ numbers: { ...now.numbers, [id]: value } });
  return html`<details class="co-sheet" open=${open} onToggle=${(event) => setOpen(event.currentTarget.open)}>
    <summary>${t("console.sheet")}</summary>
    <form onSubmit=${submit}>
      <p class="live-hint">${t("console.sheet.hint")}</p>
      <ul class="co-sheet-rows">
        ${activity.options.map(
          (option) => html`<li key=${option.id}>
            <label for=${`co-sheet-${option.id}`}><span class="live-letter co-letter">${option.letter}</span> <bdi>${option.title || t("console.taken-back.words")}</bdi></label>
            <input id=${`co-sheet-${option.id}`} class="live-input co-number" type="text" inputmode="numeric" autocomplete="off" aria-invalid=${read.wrong === option.id ? "true" : null} value=${now.numbers[option.id] || ""} onInput=${(event) => set(option.id, event.target.value)} />
          </li>`,
        )}
      </ul>
      <${Refusal} of=${of} />
      <${Submit} of=${of}>${total ? tn("console.sheet.add", total) : t("console.sheet.add.none")}<//>
    </form>
  </details>`;
}
