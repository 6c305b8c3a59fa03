// One phone that joined: P7, never a name. A test phone is set aside; a phone that joined twice is merged.
import { t, tn } from "./client.js";
import { act, live, timeOf } from "./console-desk.js";
import { Pill, Press, Refusal } from "./console-parts.js";
import { html, useLayoutEffect, useRef, useState } from "./preact.js";

export function PersonRow({ person, people }) {
  const [merging, setMerging] = useState(null); // null: not yet, so that no focus is taken when the row appears
  const row = useRef(null);
  useLayoutEffect(() => {
    const button = merging === false && row.current.querySelector("button");
    if (button) button.focus();
  }, [merging]);
  const of = `person/${person.id}`;
  const name = `co-person-${person.id}`;
  const gone = person.aside || person.into || person.taken_back;
  return html`<li class=${`co-person ${gone ? "co-person-gone" : ""}`} aria-labelledby=${name} ref=${row}>
    <p class="co-person-name" id=${name}>${person.label}</p>
    <p class="co-person-facts"><${Standing} person=${person} /> ${facts(person).map((fact) => html`<span>${fact}</span> `)}</p>
    ${!merging && html`<${Actions} person=${person} of=${of} merge=${() => setMerging(true)} />`}
    ${merging && html`<${Merge} person=${person} people=${people} of=${of} done=${() => setMerging(false)} />`}
    <${Refusal} of=${of} />
  </li>`;
}

const labelOf = (id) => (live.state[`person/${id}`] || {}).label || "?";

function Standing({ person }) {
  if (person.taken_back) return html`<${Pill} kind="closed">${t("console.person.taken-back")}<//>`;
  if (person.into) return html`<${Pill} kind="closed">${t("console.person.into", { label: labelOf(person.into) })}<//>`;
  if (person.aside) return html`<${Pill} kind="closed">${t("console.person.aside")}<//>`;
  return person.connected
    ? html`<${Pill} kind="open">${t("console.person.connected")}<//>`
    : html`<${Pill} kind="held">${t("console.person.away")}<//>`;
}

/** “joined 10:42”, “3 notes”, “1 ballot”. */
function facts(person) {
  const joined = t("console.person.joined", { time: timeOf(person.at) });
  return [joined, tn("console.person.notes", person.notes || 0), tn("console.person.ballots", person.ballots || 0)];
}

function Actions({ person, of, merge }) {
  if (person.taken_back) return null;
  const { label } = person;
  const hidden = html`<span class="live-hidden"> ${label}</span>`;
  if (person.into) {
    const undo = () => act(of, { type: "merge", person: person.id, into: null }, t("console.news.unmerged", { label }), { rest: true });
    return html`<div class="co-person-actions"><${Press} of=${of} onPress=${undo}>${t("console.person.unmerge")}${hidden}<//></div>`;
  }
  const aside = !person.aside;
  const set = () => act(of, { type: "aside", person: person.id, aside }, t(aside ? "console.news.aside" : "console.news.back", { label }), { rest: true });
  return html`<div class="co-person-actions">
    <${Press} of=${of} onPress=${set}>${t(aside ? "console.person.set-aside" : "console.person.back")}${hidden}<//>
    ${aside && html`<button type="button" class="live-button live-button-quiet co-button" onClick=${merge}>${t("console.person.merge")}${hidden}</button>`}
  </div>`;
}

/** Which phone it is the same as; that one stays. */
function Merge({ person, people, of, done }) {
  const others = people.filter((other) => other.id !== person.id && !other.aside && !other.into && !other.taken_back);
  const [into, setInto] = useState("");
  const id = `co-merge-${person.id}`;
  const send = async () => {
    const words = t("console.news.merged", { label: person.label, into: labelOf(into) });
    const answer = await act(of, { type: "merge", person: person.id, into }, words);
    if (answer && answer.type === "done") done();
  };
  const cancel = (event) => {
    if (event.key === "Escape") done();
  };
  const choice = useRef(null);
  useLayoutEffect(() => choice.current.focus(), []);
  return html`<div class="co-merge" onKeyDown=${cancel}>
    <label class="live-label" for=${id}>${t("console.merge.label", { label: person.label })}</label>
    <p class="live-hint" id=${`${id}-hint`}>${t("console.merge.hint")}</p>
    <div class="live-buttons">
      <select id=${id} class="live-input co-select" aria-describedby=${`${id}-hint`} ref=${choice} value=${into} onChange=${(event) => setInto(event.target.value)}>
        <option value="">${t("console.merge.choose")}</option>
        ${others.map((other) => html`<option key=${other.id} value=${other.id}>${[other.label, ...facts(other)].join(", ")}</option>`)}
      </select>
      <${Press} of=${of} kind="live-button-main" off=${!into} onPress=${send}>${t("console.merge.do")}<//>
      <button type="button" class="live-button co-button" onClick=${done}>${t("common.cancel")}</button>
    </div>
  </div>`;
}
