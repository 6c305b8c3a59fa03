// People: how many are in the room, and the phones that joined.
import { newId, t, tn } from "./client.js";
import { accounts, isNumber, typedNumber } from "./console-count.js";
import { act, families, live, peopleOf, refuse, useDraft } from "./console-desk.js";
import { Field, NumberField, Refusal, Submit } from "./console-parts.js";
import { PersonRow } from "./console-person.js";
import { html, useState } from "./preact.js";
import { Heading } from "./ui.js";

const AT_ONCE = 100;

export function People({ moved }) {
  return html`<${Heading} level=${2} quiet=${!moved}>${t("console.people")}<//>
    <div class="co-people">
      <${HeadCount} />
      <${Phones} />
    </div>`;
}

/** What the form shows: what is being typed, else what the room was counted as. */
function counted(draft) {
  const room = live.state.room || {};
  const text = (n) => (isNumber(n) ? String(n) : "");
  const groups = Object.fromEntries(Object.entries(room.families || {}).map(([id, n]) => [id, text(n)]));
  return { total: text(room.total), paper: text(room.paper), families: groups, ...draft };
}

function HeadCount() {
  const [draft, setDraft] = useDraft("count");
  const now = counted(draft);
  const put = (part) => setDraft((old) => ({ ...old, ...part }));
  const { sentence, trouble } = accounts(live.state);
  const send = async (event) => {
    event.preventDefault();
    const total = typedNumber(now.total);
    const paper = typedNumber(now.paper);
    const groups = Object.entries(now.families).map(([id, text]) => [id, typedNumber(text)]);
    if ([total, paper, ...groups.map(([, n]) => n)].includes(undefined)) return refuse("count", t("console.count.whole"));
    if (total === null) return refuse("count", t("console.count.empty"));
    if (paper > total) return refuse("count", t("console.count.paper-many", { paper: tn("console.count.paper", paper), people: tn("console.count.room", total) }));
    const given = Object.fromEntries(groups.filter(([, n]) => n !== null));
    const sent = JSON.stringify(draft);
    const answer = await act("count", { type: "count", id: newId(), total, paper, families: given }, t("console.news.counted"));
    if (answer && answer.type === "done") setDraft((old) => (JSON.stringify(old) === sent ? null : old));
    return undefined;
  };
  return html`<section class="co-headcount live-card" aria-labelledby="co-headcount">
    <h3 id="co-headcount">${t("console.headcount")}</h3>
    <p class=${`live-says ${trouble ? "live-says-warn" : ""}`}>${sentence}</p>
    <form onSubmit=${send}>
      <div class="co-numbers">
        <${NumberField} id="co-total" label=${t("console.headcount.total")} value=${now.total} onValue=${(total) => put({ total })} />
        <${NumberField} id="co-paper" label=${t("console.headcount.paper")} value=${now.paper} onValue=${(paper) => put({ paper })} />
      </div>
      <${Families} now=${now} put=${put} />
      <${Refusal} of="count" />
      <${Submit} of="count">${t("console.headcount.save")}<//>
    </form>
  </section>`;
}

function Families({ now, put }) {
  if (!families().length) return null;
  const set = (id, value) => put({ families: { ...now.families, [id]: value } });
  return html`<details class="co-families">
    <summary>${t("console.headcount.families")}</summary>
    <p class="live-hint">${t("console.headcount.families.hint")}</p>
    <div class="co-numbers">
      ${families().map((family) => html`<${NumberField} key=${family.id} id=${`co-family-${family.id}`} label=${family.title} value=${now.families[family.id] || ""} onValue=${(value) => set(family.id, value)} />`)}
    </div>
  </details>`;
}

const counts = (person) => !(person.aside || person.into || person.taken_back);

const matches = (person, wanted) => !wanted || person.label.toLowerCase() === wanted || person.label.toLowerCase() === `p${wanted}`;

function Phones() {
  const people = peopleOf();
  const [wanted, setWanted] = useState("");
  const [limit, setLimit] = useState(AT_ONCE);
  const found = people.filter((person) => matches(person, wanted.trim().toLowerCase()));
  const more = Math.max(0, found.length - limit);
  return html`<section class="co-phones" aria-labelledby="co-phones">
    <h3 id="co-phones">${tn("console.phones", people.filter(counts).length)}</h3>
    <p class="live-hint">${t("console.phones.hint")}</p>
    ${people.length > 12 && html`<${Field} id="co-find" kind="co-find" label=${t("console.phones.find")}
      >${(field) => html`<input ...${field} class="live-input co-number" type="search" autocomplete="off" value=${wanted} onInput=${(event) => setWanted(event.target.value)} />`}<//
    >`}
    ${!people.length && html`<p class="co-empty">${t("console.phones.none")}</p>`}
    ${people.length > 0 && !found.length && html`<p class="co-empty">${t("console.phones.not-found")}</p>`}
    <ul class="co-persons">
      ${found.slice(0, limit).map((person) => html`<${PersonRow} key=${person.id} person=${person} people=${people} />`)}
    </ul>
    ${more > 0 && html`<p class="co-more"><button type="button" class="live-button co-button" onClick=${() => setLimit(limit + AT_ONCE)}>${tn("console.more", Math.min(more, AT_ONCE))}</button></p>`}
  </section>`;
}
