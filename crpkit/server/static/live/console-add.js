// A new activity: notes on a question, or dots on a list.
import { newId, t, tn } from "./client.js";
import { act, allActivities, code, live, refuse, useDraft } from "./console-desk.js";
import { Agendas } from "./console-agendas.js";
import { Choice, Field, NumberField, Press, Refusal } from "./console-parts.js";
import { typedNumber } from "./console-count.js";
import { html, useEffect, useState } from "./preact.js";
import { Heading } from "./ui.js";

const EMPTY = { kind: "notes", other: "", method: "dots", most: "", prompt: "", dots: "3", source: "own", own: "", off: [], id: "", print: "" };
const METHODS = ["dots", "approval", "points", "ranking"];
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

/** The kinds of activities, fetched when they are wanted; null until they are here. */
function useKinds(wanted) {
  const [kinds, setKinds] = useState(null);
  useEffect(() => {
    if (!wanted || (kinds && kinds.length)) return;
    fetch(`/live/${code}/kinds`)
      .then((answer) => (answer.ok ? answer.json() : { kinds: [] }))
      .then((answer) => setKinds((answer.kinds || []).filter((kind) => kind.id !== "notes")))
      .catch(() => setKinds([]));
  }, [wanted, live.status === "open"]);
  return kinds;
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
  const other = draft.kind === "other";
  const kinds = useKinds(other);
  const kind = other ? (kinds || []).find((each) => each.id === draft.other) || null : null;
  const listed = draft.kind === "dots" || Boolean(kind && kind.items && (!kind.usual || draft.source !== "own"));
  const lists = useLists(draft.kind === "dots" || Boolean(kind && kind.items));
  const put = (part) => setDraft((old) => ({ ...draft, ...old, ...part }));
  const list = listed && draft.source !== "own" ? (lists || []).find((each) => each.key === draft.source) : null;
  const send = async (open) => {
    const prompt = (draft.prompt.trim() || (list ? list.prompt : "")).replace(/\s+/g, " ");
    const options = listed || (kind && kind.items) ? chosen(draft, list) : [];
    const dots = typedNumber(draft.dots);
    const most = draft.most.trim() ? typedNumber(draft.most) : null;
    const wrong = problem(draft, kind, prompt, options, dots, most);
    if (wrong) return refuse("add", wrong);
    const name = kind ? kind.id : draft.kind;
    const message = { type: "add", kind: name, prompt, open, ...(draft.kind === "dots" ? { options, dots_each: dots } : {}), ...(kind ? { options, ...choosing(kind, draft, most) } : {}) };
    const print = JSON.stringify(message);
    const id = draft.print === print ? draft.id : newId();
    put({ id, print });
    const before = new Set(allActivities().map((activity) => activity.id));
    const answer = await act("add", { ...message, id }, t(open ? "console.news.added-open" : "console.news.added"));
    if (!answer || answer.type !== "done") return undefined;
    setDraft(null);
    return follow(before, name, prompt);
  };
  const enter = (event) => event.preventDefault();
  return html`<${Heading} level=${2} quiet=${!moved}>${t("console.add")}<//>
    <${Agendas} />
    <form class="co-add live-card" onSubmit=${enter}>
      <${Choice} name="co-kind" label=${t("console.add.kind")} value=${draft.kind} options=${["notes", "dots", "other"].map((kind) => [kind, t(`console.add.${kind}`)])} onValue=${(kind) => put({ kind })} />
      <p class="live-hint">${kind ? kind.about : t(`console.add.${draft.kind}.hint`)}</p>
      ${other && html`<${OtherKind} kinds=${kinds} kind=${kind} draft=${draft} put=${put} />`}
      ${(draft.kind === "dots" || (kind && kind.items)) && html`<${Source} draft=${draft} put=${put} lists=${lists} list=${list} usual=${Boolean(kind && kind.usual)} />`}
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

/** How one chooses, where the kind leaves it open. */
function choosing(kind, draft, most) {
  if (!kind.method || ["scale", "one"].includes(kind.method)) return {};
  return { method: draft.method, ...(most && draft.method !== "ranking" ? { most } : {}) };
}

function problem(draft, kind, prompt, options, dots, most) {
  if (draft.kind === "other" && !kind) return t("console.add.no-kind");
  if (!prompt) return t("console.add.no-prompt");
  if (most === undefined) return t("console.add.no-most");
  if (kind) return kind.method && !kind.usual && !kind.offers && options.length < FEWEST ? t("console.add.few") : "";
  if (draft.kind !== "dots") return "";
  if (options.length < FEWEST) return t("console.add.few");
  return dots ? "" : t("console.add.no-dots");
}

/** Which of the other kinds, and how one chooses in it. */
function OtherKind({ kinds, kind, draft, put }) {
  const free = kind && kind.method && !["scale", "one"].includes(kind.method);
  const most = { dots: "console.add.dots-each", points: "console.add.points-each", approval: "console.add.ticks-each" }[draft.method];
  return html`<${Field} id="co-other" label=${t("console.add.other.which")}
      >${(field) => html`<select ...${field} class="live-input co-select" value=${draft.other} onChange=${(event) => put({ other: event.target.value })}>
        <option value="">${t("console.add.other.choose")}</option>
        ${(kinds || []).map((each) => html`<option key=${each.id} value=${each.id}>${each.title}</option>`)}
      </select>`}<//
    >
    ${free &&
    html`<${Field} id="co-method" label=${t("console.add.method")}
        >${(field) => html`<select ...${field} class="live-input co-select" value=${draft.method} onChange=${(event) => put({ method: event.target.value })}>
          ${METHODS.map((method) => html`<option key=${method} value=${method}>${t(`console.add.method.${method}`)}</option>`)}
        </select>`}<//
      >
      ${most && html`<${NumberField} id="co-most" label=${t(most)} hint=${draft.method === "approval" ? t("console.add.most.hint") : ""} value=${draft.most} onValue=${(text) => put({ most: text })} />`}`}`;
}

/** Where the options come from: a list of the workspace, or typed one a line. */
function Source({ draft, put, lists, list, usual }) {
  const choose = (event) => {
    const next = (lists || []).find((each) => each.key === event.target.value);
    put({ source: event.target.value, off: [], prompt: next && next.prompt ? next.prompt : draft.prompt });
  };
  return html`<${Field} id="co-source" label=${t("console.add.source")}
      >${(field) => html`<select ...${field} class="live-input co-select" value=${draft.source} onChange=${choose}>
        <option value="own">${t(usual ? "console.add.usual" : "console.add.own")}</option>
        ${(lists || []).map((each) => html`<option key=${each.key} value=${each.key}>${each.title} (${each.options.length})</option>`)}
      </select>`}<//
    >
    ${list
      ? html`<${Ticks} draft=${draft} put=${put} list=${list} />`
      : !usual && html`<${Field} id="co-own" label=${t("console.add.own.label")} hint=${t("console.add.own.hint")}
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
