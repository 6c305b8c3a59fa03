// Notes and tallies out of a spreadsheet: looked at first, then entered.
import { newId, t, tn } from "./client.js";
import { act, code, refuse, tell } from "./console-desk.js";
import { Field, Press, Refusal, Submit } from "./console-parts.js";
import { html, useRef, useState } from "./preact.js";

const MOST_SHOWN = 12; // rows of a preview

/** what: notes or tallies. */
export function FromFile({ activity, what }) {
  const of = `paper/${what}/${activity.id}`;
  const form = useRef(null);
  const [seen, setSeen] = useState(null); // {name, taken, left, messages}: the messages keep their ids until all are in
  const look = async (event) => {
    event.preventDefault();
    const file = form.current.elements.file.files[0];
    if (!file) return refuse(of, t("console.paper.no-file"));
    const answer = await preview(activity.id, what, file);
    if (answer.words) {
      setSeen(null);
      return refuse(of, answer.words);
    }
    refuse(of, "");
    setSeen({ name: file.name, taken: answer.taken, left: answer.left, messages: answer.entries.map((entry) => message(activity, what, entry)) });
    return undefined;
  };
  const enter = async () => {
    for (const each of seen.messages) {
      const answer = await act(of, each, "");
      if (!answer || answer.type !== "done") return;
    }
    tell(tn("console.paper.entered", seen.taken.length));
    setSeen(null);
    if (form.current) form.current.reset();
  };
  return html`<details class="co-sheet co-paper">
    <summary>${t("console.paper")}</summary>
    <form ref=${form} onSubmit=${look}>
      <${Field} id=${`co-paper-${what}`} label=${t("console.paper.file")} hint=${`${t(`console.paper.${what}.hint`)}${activity.voices ? ` ${t("console.walk.file")}` : ""}`} of=${of}
        >${(field) => html`<input ...${field} name="file" type="file" accept=".csv,.txt,text/csv" />`}<//
      >
      <${Submit} of=${of} kind="">${t("console.paper.look")}<//>
    </form>
    ${seen && html`<${Preview} seen=${seen} of=${of} enter=${enter} />`}
  </details>`;
}

function Preview({ seen, of, enter }) {
  return html`<div class="co-paper-preview" role="region" aria-label=${t("console.paper.preview", { name: seen.name })}>
    <p role="status"><strong>${tn("console.paper.taken", seen.taken.length)}</strong>${seen.left.length > 0 && html` ${tn("console.paper.left", seen.left.length)}`}</p>
    ${seen.taken.length > 0 &&
    html`<ul class="co-paper-rows" tabindex="0">
      ${seen.taken.slice(0, MOST_SHOWN).map(([line, words]) => html`<li key=${line}><span class="co-count">${t("console.paper.line", { line })}</span> <bdi>${words}</bdi></li>`)}
    </ul>`}
    ${seen.taken.length > MOST_SHOWN && html`<p>${tn("console.paper.more", seen.taken.length - MOST_SHOWN)}</p>`}
    ${seen.left.length > 0 &&
    html`<h4>${t("console.paper.not")}</h4>
      <ul class="co-paper-rows co-paper-left" tabindex="0">${seen.left.map(([line, words], place) => html`<li key=${place}><span class="co-count">${t("console.paper.line", { line })}</span> <span dir="auto">${words}</span></li>`)}</ul>`}
    <${Press} of=${of} kind="live-button-main" off=${!seen.messages.length} onPress=${enter}>${tn("console.paper.enter", seen.taken.length)}<//>
    <${Refusal} of=${of} />
  </div>`;
}

async function preview(activity, what, file) {
  try {
    const answer = await fetch(`/live/${code}/paper?${new URLSearchParams({ activity, what })}`, { method: "POST", body: file });
    return answer.ok ? await answer.json() : { words: t("console.paper.failed") };
  } catch {
    return { words: t("console.paper.failed") };
  }
}

/** What enters some rows; its id is made once, so that entering twice enters once. */
function message(activity, what, entry) {
  const base = { id: newId(), activity: activity.id };
  if (what === "notes") return { ...base, type: "write", channel: "paper", ...entry };
  return "ballots" in entry ? { ...base, type: "place", ...entry } : { ...base, type: "tally", channel: "paper", ...entry };
}
