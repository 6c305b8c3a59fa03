// Tables: what they are called, and who sits where.
import { t, tn } from "./client.js";
import { act, live, peopleOf, useDraft, without } from "./console-desk.js";
import { Field, Submit } from "./console-parts.js";
import { html } from "./preact.js";

export function Tables() {
  const tables = live.state.tables || [];
  const [draft, setDraft] = useDraft("tables");
  const text = draft === null ? tables.join("\n") : draft;
  const submit = async (event) => {
    event.preventDefault();
    const names = text.split("\n").map((line) => line.trim()).filter(Boolean);
    const answer = await act("tables", { type: "tables", names }, t("console.tables.saved"));
    if (answer && answer.type === "done") setDraft(without(draft));
  };
  const people = peopleOf().filter((person) => !person.taken_back && !person.aside && !person.into);
  return html`<section class="live-card co-tables" aria-labelledby="co-tables">
    <h3 id="co-tables">${t("console.tables")}</h3>
    <form onSubmit=${submit}>
      <${Field} id="co-tables-names" label=${t("console.tables.label")} hint=${t("console.tables.hint")} of="tables">${(field) => html`<textarea ...${field} rows="4" dir="auto" value=${text} onInput=${(event) => setDraft(event.target.value)}></textarea>`}<//>
      <${Submit} of="tables">${t("console.tables.save")}<//>
    </form>
    ${tables.length > 0 && html`<h4>${t("console.tables.who")}</h4><ul class="co-entered">
      ${[...tables, null].map((table) => {
        const here = people.filter((person) => (person.table || null) === table);
        return html`<li key=${table || ""}><span><b>${table || t("console.tables.none")}</b> · ${tn("ask.people", here.length)}${here.length > 0 ? `: ${here.map((person) => person.label).join(", ")}` : ""}</span></li>`;
      })}
    </ul>`}
  </section>`;
}
