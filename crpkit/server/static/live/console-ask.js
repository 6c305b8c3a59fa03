// Activities that ask: what came out, ballots for people without a phone, what people wrote and offered.
import { newId, t, tn, under } from "./client.js";
import { act, code, families, live, refuse, useDraft, without } from "./console-desk.js";
import { typedNumber } from "./console-count.js";
import { Channel, Choice, Field, NumberField, Press, Refusal, Submit } from "./console-parts.js";
import { ShowResult } from "./console-dots.js";
import { FromFile } from "./console-paper.js";
import { NoteList } from "./console-notes.js";
import { VoiceOf, Walk } from "./console-walk.js";
import { html, useState } from "./preact.js";
import { Bar } from "./ui.js";
import { voiceTitle } from "./walk_words.js";

const titleOf = (item) => item.title || t("ask.taken-back");

export function Ask({ activity }) {
  if (!activity.method && !activity.boxes.length) return html`<p class="live-says">${t("console.ask.nothing")}</p>`;
  return html`<div class="co-ask">
    ${activity.voices ? html`<${Walk} activity=${activity} />` : activity.method && html`<${Chosen} activity=${activity} />`}
    ${activity.offers && html`<${Offers} activity=${activity} />`}
    ${activity.method && activity.items.length > 0 && html`<${Place} key=${`place ${activity.id}`} activity=${activity} />`}
    ${(activity.method || activity.about_items) && html`<${NewItem} activity=${activity} />`}
    ${activity.boxes.length > 0 && html`<${WriteUnder} activity=${activity} /><${NoteList} activity=${activity} />`}
  </div>`;
}

// ---- what came out

function Chosen({ activity }) {
  if (activity.open || !activity.result) return html`<section aria-labelledby="co-hidden">
    <h3 id="co-hidden">${t("console.vote.hidden")}</h3>
    <p class="live-says">${t("console.ask.hidden.more")}</p>
    <p class="co-ballots"><strong>${tn("console.ask.voters", activity.voters)}</strong></p>
    <h3>${t("console.ask.items")}</h3>
    <ul class="co-options">
      ${activity.items.map((item) => html`<li key=${item.id}><span class="live-letter co-letter">${item.letter}</span>
        <span class="co-option-words"><bdi>${titleOf(item)}</bdi>${item.offered && html` <span class="co-count">${t("console.ask.offered")}</span>`}${item.detail && html`<span class="co-detail" dir="auto">${item.detail}</span>`}${item.scale && html`<span class="co-detail" dir="auto">${item.scale}</span>`}</span></li>`)}
    </ul>
  </section>`;
  const items = new Map(activity.items.map((item) => [item.id, item]));
  const rows = activity.result.filter((row) => items.has(row.item));
  return html`<section aria-labelledby="co-result">
    <h3 id="co-result">${t("console.result")}</h3>
    <div class="co-result-show"><${ShowResult} activity=${activity} /><p>${t(activity.shown ? "console.result.is-shown" : "console.result.is-hidden")}</p></div>
    <${Refusal} of=${`result/${activity.id}`} />
    <table class="co-result">
      <caption class="live-hidden">${t("console.result.table")}</caption>
      <thead><tr><th scope="col">${t("console.result.option")}</th>${columns(activity).map(([name, words]) => html`<th key=${name} scope="col">${words}</th>`)}</tr></thead>
      <tbody>${rows.map((row) => html`<tr key=${row.item}>
        <th scope="row"><span class="co-lettered"><span class="live-letter co-letter">${items.get(row.item).letter}</span> <bdi>${titleOf(items.get(row.item))}</bdi></span></th>
        ${columns(activity).map(([name], place) => html`<td key=${name} class="co-result-dots"><span class="co-result-number">${row[name]}</span>${!place && activity.method !== "scale" && html`<${Bar} share=${row[name] / Math.max(1, ...rows.map((each) => each[name]))} />`}</td>`)}
      </tr>`)}</tbody>
    </table>
    <p class="co-ballots">${tn("console.ask.voters", activity.voters)}</p>
    ${(live.state.tables || []).length > 0 && html`<${ByTable} key=${JSON.stringify(activity.result)} activity=${activity} />`}
  </section>`;
}

/** How each table chose; fetched when it is wanted, as it is worked out so that no small group stands alone. */
function ByTable({ activity }) {
  const of = `by-table/${activity.id}`;
  const [found, setFound] = useState(null); // {heads, rows}
  const look = async () => {
    try {
      const answer = await fetch(`/live/${code}/by-table?activity=${encodeURIComponent(activity.id)}`);
      if (!answer.ok) throw new Error(String(answer.status));
      setFound(await answer.json());
    } catch {
      refuse(of, t("console.paper.failed"));
    }
  };
  return html`<div class="co-by-table">
    <${Press} of=${of} onPress=${look}>${t("console.ask.by-table")}<//>
    <${Refusal} of=${of} />
    ${found && !found.rows.length && html`<p class="co-empty" role="status">${t("console.ask.by-table.none")}</p>`}
    ${found &&
    found.rows.length > 0 &&
    html`<table class="co-result">
        <caption class="live-hidden">${t("console.ask.by-table")}</caption>
        <thead><tr>${found.heads.map((head) => html`<th key=${head} scope="col">${head}</th>`)}</tr></thead>
        <tbody>${found.rows.map((row, place) => html`<tr key=${place}>${row.map((cell, at) => (at ? html`<td key=${at}>${cell}</td>` : html`<th key=${at} scope="row"><bdi>${cell}</bdi></th>`))}</tr>`)}</tbody>
      </table>
      <p class="live-hint">${t("console.ask.by-table.rule")}</p>`}
    ${found &&
    found.together.length > 0 &&
    html`<h4>${t("console.ask.by-table.together")}</h4>
      <ul class="co-entered">${found.together.map(([table, people, words]) => html`<li key=${table}><span><b><bdi>${table}</bdi></b> · ${tn("ask.people", people)}: <span dir="auto">${words}</span></span></li>`)}</ul>`}
  </div>`;
}

/** The numbers of a result, with what they are called. */
function columns({ method, answers, unit }) {
  const people = ["people", t("console.ask.people.column")];
  if (method === "scale") return answers.map((answer) => [answer.id, answer.title]);
  if (method === "points") return [["points", t(`console.ask.${unit}s`)]];
  if (method === "ranking") return [["score", t("console.ask.score")], ["first", t("console.ask.firsts")], people];
  return [people];
}

// ---- ballots for people

const EMPTY = { channel: "paper", ballot: {}, people: "1", table: "", families: {}, each: false, voice: "" };

function Place({ activity }) {
  const of = `place/${activity.id}`;
  const [kept, setDraft] = useDraft(`place-${activity.id}`);
  const draft = { ...EMPTY, ...kept };
  const tables = live.state.tables || [];
  const put = (part) => setDraft((old) => ({ ...EMPTY, ...old, ...part }));
  const together = activity.method === "points" && draft.channel !== "table" && draft.each;
  const submit = async (event) => {
    event.preventDefault();
    const numbers = Object.entries(draft.ballot).map(([id, text]) => [id, typedNumber(text)]);
    const people = typedNumber(draft.people);
    if (numbers.some(([, number]) => number === undefined)) return refuse(of, t("console.ask.wrong-number"));
    const ballot = Object.fromEntries(numbers.filter(([, number]) => number));
    if (activity.voices && !draft.voice) return refuse(of, t("console.walk.no-voice"));
    if (!Object.keys(ballot).length) return refuse(of, t("console.ask.empty"));
    if (!together && !people) return refuse(of, t("console.ask.wrong-people"));
    if (draft.channel === "table" && !draft.table) return refuse(of, t("console.ask.no-table"));
    const counts = Object.entries(draft.families).map(([id, text]) => [id, typedNumber(text)]).filter(([, number]) => number);
    if (counts.some(([, number]) => number === undefined)) return refuse(of, t("console.ask.wrong-number"));
    const one = { ballot, people: together ? 0 : people, families: Object.fromEntries(counts), table: draft.channel === "table" ? draft.table : null, each: !together, ...(activity.voices ? { voice: draft.voice } : {}) };
    const print = JSON.stringify([one, draft.channel]);
    const id = draft.print === print ? draft.id : newId();
    put({ id, print });
    const answer = await act(of, { type: "place", id, activity: activity.id, ballots: [one], channel: draft.channel }, t("console.ask.saved"));
    if (answer && answer.type === "done") setDraft((old) => ({ ...EMPTY, channel: old ? old.channel : "paper" }));
    return undefined;
  };
  const channels = ["paper", "spoken", ...(tables.length && !activity.voices ? ["table"] : [])].map((each) => [each, t(`console.ask.channel.${each}`)]);
  return html`<section class="co-place live-card" aria-labelledby="co-place">
    <h3 id="co-place">${t("console.ask.place")}</h3>
    <p class="live-hint">${t("console.ask.place.hint")}</p>
    <form onSubmit=${submit}>
      <${Choice} name="co-place-channel" label=${t("console.ask.channel")} value=${draft.channel} options=${channels} onValue=${(channel) => put({ channel })} />
      ${draft.channel === "table" && html`<${Field} id="co-place-table" label=${t("console.ask.table")}>${(field) => html`<select ...${field} class="live-input co-select" value=${draft.table} onChange=${(event) => put({ table: event.target.value })}>
        <option value="">${t("console.ask.table.choose")}</option>${tables.map((table) => html`<option key=${table} value=${table}>${table}</option>`)}</select>`}<//>`}
      ${activity.voices && html`<${VoiceOf} name="co-place-voice" activity=${activity} value=${draft.voice} onValue=${(voice) => put({ voice })} />`}
      <${Ballot} activity=${activity} draft=${draft} put=${put} />
      ${activity.method === "points" && draft.channel !== "table" && html`<label class="live-choice"><input type="checkbox" checked=${draft.each} onChange=${(event) => put({ each: event.target.checked })} /><span>${t("console.ask.each")}</span></label>`}
      ${!together && html`<${NumberField} id="co-place-people" label=${t("console.ask.people")} value=${draft.people} onValue=${(people) => put({ people })} />
        <details class="co-families"><summary>${t("console.ask.families")}</summary><div class="co-numbers">
          ${families().map((family) => html`<${NumberField} key=${family.id} id=${`co-place-${family.id}`} label=${family.title} value=${draft.families[family.id] || ""} onValue=${(text) => put({ families: { ...draft.families, [family.id]: text } })} />`)}
        </div></details>`}
      <${Refusal} of=${of} />
      <${Submit} of=${of}>${t("console.ask.save")}<//>
    </form>
    <${FromFile} activity=${activity} what="tallies" />
    <${Entered} activity=${activity} />
  </section>`;
}

/** The fields of a ballot: boxes to tick, numbers, or answers. */
function Ballot({ activity, draft, put }) {
  const set = (id, value) => put({ ballot: activity.method === "one" ? { [id]: value } : { ...draft.ballot, [id]: value } });
  const known = activity.items.filter((item) => item.title);
  if (activity.method === "scale") {
    return html`<ul class="co-sheet-rows">${known.map((item) => html`<li key=${item.id}>
      <label for=${`co-ballot-${item.id}`}><span class="live-letter co-letter">${item.letter}</span> <bdi>${item.title}</bdi></label>
      <select id=${`co-ballot-${item.id}`} class="live-input co-select co-answer" value=${draft.ballot[item.id] || ""} onChange=${(event) => set(item.id, event.target.value)}><option value="">–</option>${activity.answers.map((answer, place) => html`<option key=${answer.id} value=${String(place + 1)}>${answer.title}</option>`)}</select>
    </li>`)}</ul>`;
  }
  if (["one", "approval"].includes(activity.method)) {
    return html`<fieldset class="co-ticks"><legend>${t("console.ask.items")}</legend><ul>${known.map((item) => html`<li key=${item.id}><label class=${`live-choice ${draft.ballot[item.id] ? "live-choice-on" : ""}`}>
      <input type=${activity.method === "one" ? "radio" : "checkbox"} name="co-ballot" checked=${Boolean(draft.ballot[item.id])} onChange=${(event) => set(item.id, event.target.checked ? "1" : "")} />
      <span><span class="live-letter co-letter">${item.letter}</span> <bdi>${item.title}</bdi></span></label></li>`)}</ul></fieldset>`;
  }
  return html`<ul class="co-sheet-rows">${known.map((item) => html`<li key=${item.id}>
    <label for=${`co-ballot-${item.id}`}><span class="live-letter co-letter">${item.letter}</span> <bdi>${item.title}</bdi> <span class="live-hidden">${t(activity.method === "ranking" ? "console.ask.rank" : "console.ask.points")}</span></label>
    <input id=${`co-ballot-${item.id}`} class="live-input co-number" type="text" inputmode="numeric" autocomplete="off" value=${draft.ballot[item.id] || ""} onInput=${(event) => set(item.id, event.target.value)} />
  </li>`)}</ul>`;
}

function Entered({ activity }) {
  const of = `undo/${activity.id}`;
  if (!activity.placed.length) return html`<p class="co-undo-words">${t("console.ask.entered.none")}</p>`;
  return html`<h4>${t("console.ask.entered")}</h4>
    <ul class="co-entered">${[...activity.placed].reverse().map((one) => html`<li key=${one.id}>
      <span dir="auto">${one.voice ? `${voiceTitle(activity, one.voice)}: ` : ""}${one.words} · ${one.table || t(`console.ask.channel.${one.channel}`)}${one.people > 0 ? ` · ${tn("ask.people", one.people)}` : ""}</span>
      <${Press} of=${of} kind="live-button-quiet" onPress=${() => act(of, { type: "undo", activity: activity.id, entry: one.id }, t("console.ask.undone", { words: one.words }), { rest: true })}>${t("console.ask.undo")}<span class="live-hidden">: ${one.words}</span><//>
    </li>`)}</ul><${Refusal} of=${of} />`;
}

// ---- offers, and one more item

function Offers({ activity }) {
  const offered = under(live.state, "note/").filter((note) => note.activity === activity.id && note.text !== null && note.state !== "care" && !activity.items.some((item) => item.offered && item.title === note.text));
  return html`<section aria-labelledby="co-offers"><h3 id="co-offers">${t("console.ask.offers")}</h3>
    ${!offered.length && html`<p class="co-empty">${t("console.ask.offers.none")}</p>`}
    <ul class="co-entered">${offered.map((note) => html`<li key=${note.id}><span dir="auto">${note.text}</span>
      <${Press} of=${`let-in/${note.id}`} onPress=${() => act(`let-in/${note.id}`, { type: "let-in", note: note.id }, t("console.ask.let-in.done", { text: note.text }))}>${t("console.ask.let-in")}<span class="live-hidden">: ${note.text}</span><//>
      <${Refusal} of=${`let-in/${note.id}`} /></li>`)}</ul></section>`;
}

function NewItem({ activity }) {
  const of = `item/${activity.id}`;
  const [kept, setDraft] = useDraft(`item-${activity.id}`);
  const draft = { title: "", detail: "", ...kept };
  const submit = async (event) => {
    event.preventDefault();
    if (!draft.title.trim()) return refuse(of, t("console.ask.item.empty"));
    const answer = await act(of, { type: "item", activity: activity.id, title: draft.title, detail: draft.detail }, t("console.ask.item.done", { title: draft.title }));
    if (answer && answer.type === "done") setDraft(without(kept));
    return undefined;
  };
  return html`<details class="co-sheet"><summary>${t("console.ask.item")}</summary><form onSubmit=${submit}>
    <${Field} id="co-item" label=${t("console.ask.item.title")} of=${of}>${(field) => html`<input ...${field} type="text" dir="auto" value=${draft.title} onInput=${(event) => setDraft({ ...draft, title: event.target.value })} />`}<//>
    <${Field} id="co-item-detail" label=${t("console.ask.item.detail")}>${(field) => html`<input ...${field} type="text" dir="auto" value=${draft.detail} onInput=${(event) => setDraft({ ...draft, detail: event.target.value })} />`}<//>
    <${Submit} of=${of}>${t("console.ask.item.save")}<//></form></details>`;
}

// ---- what was said aloud or stands on paper

function WriteUnder({ activity }) {
  const of = `write/${activity.id}`;
  const [kept, setDraft] = useDraft(`under-${activity.id}`);
  const draft = { channel: "paper", box: activity.boxes[0].id, about: "", fields: {}, voice: "", ...kept };
  const box = activity.boxes.find((each) => each.id === draft.box) || activity.boxes[0];
  const items = activity.items.filter((item) => item.title);
  const put = (part) => setDraft((old) => ({ ...draft, ...old, ...part }));
  const about = draft.about || (items.length === 1 ? items[0].id : "");
  const submit = async (event) => {
    event.preventDefault();
    const said = Object.fromEntries(box.fields.map((field) => [field.id, (draft.fields[field.id] || "").trim()]));
    const empty = box.fields.find((field) => (field.required || field.id === "text") && !said[field.id]);
    if (empty) return refuse(of, t("console.ask.write.empty", { field: empty.title || box.title }));
    const { text, ...more } = said;
    const message = { activity: activity.id, texts: [text], channel: draft.channel, box: box.id, about: activity.about_items ? about : "", mores: [Object.fromEntries(Object.entries(more).filter(([, value]) => value))], ...(activity.voices && draft.voice ? { voice: draft.voice } : {}) };
    const print = JSON.stringify(message);
    const id = draft.print === print ? draft.id : newId();
    put({ id, print });
    const answer = await act(of, { type: "write", id, ...message }, t("console.ask.write.done"));
    if (answer && answer.type === "done") setDraft((old) => ({ ...draft, ...old, fields: {} }));
    return undefined;
  };
  const [open, setOpen] = useState(Object.values(draft.fields).some(Boolean));
  return html`<details class="co-write live-card" open=${open} onToggle=${(event) => setOpen(event.currentTarget.open)}><summary><h3>${t("console.ask.write")}</h3></summary><form onSubmit=${submit}>
    <${Channel} name="co-under-channel" value=${draft.channel} onValue=${(channel) => put({ channel })} />
    ${activity.voices && html`<${VoiceOf} name="co-under-voice" activity=${activity} value=${draft.voice} onValue=${(voice) => put({ voice })} />`}
    ${activity.about_items && items.length > 1 && html`<${Field} id="co-under-about" label=${t("console.ask.write.about")}>${(field) => html`<select ...${field} class="live-input co-select" value=${about} onChange=${(event) => put({ about: event.target.value })}><option value="">–</option>${items.map((item) => html`<option key=${item.id} value=${item.id}>${item.letter}: ${item.title}</option>`)}</select>`}<//>`}
    ${activity.boxes.length > 1 && html`<${Field} id="co-under-box" label=${t("console.ask.write.box")}>${(field) => html`<select ...${field} class="live-input co-select" value=${box.id} onChange=${(event) => put({ box: event.target.value })}>${activity.boxes.map((each) => html`<option key=${each.id} value=${each.id}>${each.title}</option>`)}</select>`}<//>`}
    ${box.fields.map((field) => html`<${Field} key=${field.id} id=${`co-under-${field.id}`} label=${field.title || box.title} of=${field.id === "text" ? of : undefined}>${(props) => html`<textarea ...${props} rows=${field.id === "text" ? 2 : 1} dir="auto" value=${draft.fields[field.id] || ""} onInput=${(event) => put({ fields: { ...draft.fields, [field.id]: event.target.value } })}></textarea>`}<//>`)}
    <${Submit} of=${of}>${t("console.ask.write")}<//></form><${FromFile} activity=${activity} what="notes" /></details>`;
}

