// A new activity: notes on a question, or dots on a list.
import { newId, t, tn } from "./client.js";
import { act, allActivities, code, live, refuse, useDraft } from "./console-desk.js";
import { Agendas } from "./console-agendas.js";
import { Choice, Field, NumberField, Press, Refusal } from "./console-parts.js";
import { typedNumber } from "./console-count.js";
import { html, useEffect, useState } from "./preact.js";
import { Heading } from "./ui.js";

const EMPTY = { kind: "notes", prompt: "", dots: "3", source: "own", own: "", off: [], id: "", print: "" };
const FEWEST = 2;

/** The lists of the workspace, fetched when they are wanted; null until they are here, [] when they cannot be had. */
function useLists(wanted) {
  const [lists, setLists] = useState(null);
  useEffect(() => {
    if (!wanted || (lists && lists.length)) return;
    fetch(`/live/${code}/lists`)
      .then((answer) => (answer.ok ? answer.json() : { lists: [] }))
      .then((answer) => setLists(answer.lists || []))
      .catch(() => setLists([]));
  }, [wanted, live.status === "open"]);
  return lists;
}

const typed = (own) =>
  own
    .split("\n")
    .map((line) => line.trim())
    .filter(Boolean)
    .map((title) => ({ title, detail: "" }));

/** The options as they would be put to the room. */
function chosen(draft, list) {
  if (!list) return typed(draft.own);
  return list.options.filter((_, place) => !draft.off.includes(place));
}

/** Go to the activity that was just added as soon as the server tells of it. */
function follow(before, kind, prompt) {
  const look = () => {
    const made = allActivities().find((activity) => !before.has(activity.id) && activity.kind === kind && activity.prompt === prompt);
    if (!made) return false;
    location.hash = `#${made.id}`;
    return true;
  };
  if (look()) return;
  const off = live.on(() => look() && off());
  setTimeout(off, 10000);
}

export function Add({ moved }) {
  const [kept, setDraft] = useDraft("add");
  const draft = { ...EMPTY, ...kept };
  const lists = useLists(draft.kind === "dots");
  const put = (part) => setDraft((old) => ({ ...draft, ...old, ...part }));
  const list = draft.kind === "dots" && draft.source !== "own" ? (lists || []).find((each) => each.key === draft.source) : null;
  const send = async (open) => {
    const prompt = (draft.prompt.trim() || (list ? list.prompt : "")).replace(/\s+/g, " ");
    const options = draft.kind === "dots" ? chosen(draft, list) : [];
    const dots = typedNumber(draft.dots);
    const wrong = problem(draft, prompt, options, dots);
    if (wrong) return refuse("add", wrong);
    const message = { type: "add", kind: draft.kind, prompt, open, ...(draft.kind === "dots" ? { options, dots_each: dots } : {}) };
    const print = JSON.stringify(message);
    const id = draft.print === print ? draft.id : newId();
    put({ id, print });
    const before = new Set(allActivities().map((activity) => activity.id));
    const answer = await act("add", { ...message, id }, t(open ? "console.news.added-open" : "console.news.added"));
    if (!answer || answer.type !== "done") return undefined;
    setDraft(null);
    return follow(before, draft.kind, prompt);
  };
  const enter = (event) => event.preventDefault();
  return html`<${Heading} level=${2} quiet=${!moved}>${t("console.add")}<//>
    <${Agendas} />
    <form class="co-add live-card" onSubmit=${enter}>
      <${Choice} name="co-kind" label=${t("console.add.kind")} value=${draft.kind} options=${["notes", "dots"].map((kind) => [kind, t(`console.add.${kind}`)])} onValue=${(kind) => put({ kind })} />
      <p class="live-hint">${t(`console.add.${draft.kind}.hint`)}</p>
      ${draft.kind === "dots" && html`<${Source} draft=${draft} put=${put} lists=${lists} list=${list} />`}
      <${Field} id="co-prompt" label=${t("console.add.prompt")} hint=${t("console.add.prompt.hint")}
        >${(field) => html`<textarea ...${field} rows="2" dir="auto" value=${draft.prompt} placeholder=${list ? list.prompt : null} onInput=${(event) => put({ prompt: event.target.value })}></textarea>`}<//
      >
      ${draft.kind === "dots" && html`<${NumberField} id="co-dots" label=${t("console.add.dots-each")} value=${draft.dots} onValue=${(dots) => put({ dots })} />`}
      <${Refusal} of="add" />
      <div class="live-buttons">
        <${Press} of="add" kind="live-button-main" onPress=${() => send(true)}>${t("console.add.open")}<//>
        <${Press} of="add" onPress=${() => send(false)}>${t("console.add.later")}<//>
      </div>
    </form>`;
}

function problem(draft, prompt, options, dots) {
  if (!prompt) return t("console.add.no-prompt");
  if (draft.kind !== "dots") return "";
  if (options.length < FEWEST) return t("console.add.few");
  return dots ? "" : t("console.add.no-dots");
}

/** Where the options come from: a list of the workspace, or typed one a line. */
function Source({ draft, put, lists, list }) {
  const choose = (event) => {
    const next = (lists || []).find((each) => each.key === event.target.value);
    put({ source: event.target.value, off: [], prompt: next && next.prompt ? next.prompt : draft.prompt });
  };
  return html`<${Field} id="co-source" label=${t("console.add.source")}
      >${(field) => html`<select ...${field} class="live-input co-select" value=${draft.source} onChange=${choose}>
        <option value="own">${t("console.add.own")}</option>
        ${(lists || []).map((each) => html`<option key=${each.key} value=${each.key}>${each.title} (${each.options.length})</option>`)}
      </select>`}<//
    >
    ${list
      ? html`<${Ticks} draft=${draft} put=${put} list=${list} />`
      : html`<${Field} id="co-own" label=${t("console.add.own.label")} hint=${t("console.add.own.hint")}
          >${(field) => html`<textarea ...${field} rows="6" dir="auto" value=${draft.own} onInput=${(event) => put({ own: event.target.value })}></textarea>`}<//
        >`}`;
}

/** The options of a list; those that are not wanted are unticked. */
function Ticks({ draft, put, list }) {
  const left = list.options.length - draft.off.length;
  const toggle = (place) => put({ off: draft.off.includes(place) ? draft.off.filter((each) => each !== place) : [...draft.off, place] });
  const all = list.options.map((_, place) => place);
  return html`<fieldset class="co-ticks">
    <legend>${t("console.add.ticks")} <span class="co-count">${tn("console.add.ticked", left)}</span></legend>
    <div class="live-buttons">
      <button type="button" class="live-button live-button-quiet co-button" onClick=${() => put({ off: [] })}>${t("console.add.all")}</button>
      <button type="button" class="live-button live-button-quiet co-button" onClick=${() => put({ off: all })}>${t("console.add.none")}</button>
    </div>
    <ul>
      ${list.options.map((option, place) => {
        const on = !draft.off.includes(place);
        return html`<li key=${place}>
          <label class=${`live-choice ${on ? "live-choice-on" : ""}`}>
            <input type="checkbox" checked=${on} onChange=${() => toggle(place)} />
            <span><bdi>${option.title}</bdi>${option.detail && html`<span class="co-detail" dir="auto">${option.detail}</span>`}</span>
          </label>
        </li>`;
      })}
    </ul>
  </fieldset>`;
}
