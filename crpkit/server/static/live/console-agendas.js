// Choosing an agenda for this workshop.
import { t, tn } from "./client.js";
import { act, code, live } from "./console-desk.js";
import { Press, Refusal } from "./console-parts.js";
import { html, useEffect, useState } from "./preact.js";

/** The agendas of the workspace; null until they are here. */
function useAgendas() {
  const [found, setFound] = useState(null);
  useEffect(() => {
    fetch(`/live/${code}/agendas`)
      .then((answer) => (answer.ok ? answer.json() : { agendas: [] }))
      .then((answer) => setFound(answer.agendas || []))
      .catch(() => setFound([]));
  }, [live.status === "open"]);
  return found;
}

export function Agendas() {
  const agendas = useAgendas();
  return html`<section class="live-card co-agendas" aria-labelledby="co-agendas">
    <h3 id="co-agendas">${t("console.agenda.choose")}</h3>
    <p class="live-hint">${t("console.agenda.choose.words")}</p>
    ${agendas && !agendas.length && html`<p class="co-empty">${t("console.agenda.choose.none")}</p>`}
    <ul class="co-entered">
      ${(agendas || []).map((agenda) => html`<li key=${agenda.name}>
        <span dir="auto"><b>${agenda.title}</b>${agenda.minutes > 0 && ` · ${tn("console.agenda.minutes", agenda.minutes)}`}${agenda.about && html`<span class="co-detail">${agenda.about}</span>`}${agenda.wrong && html`<span class="co-detail">${t("console.agenda.wrong", { words: agenda.wrong })}</span>`}</span>
        <${Press} of=${`agenda/${agenda.name}`} off=${Boolean(agenda.wrong)} onPress=${() => act(`agenda/${agenda.name}`, { type: "agenda-set", name: agenda.name }, t("console.agenda.used"))}>${t("console.agenda.use")}<span class="live-hidden">: ${agenda.title}</span><//>
        <${Refusal} of=${`agenda/${agenda.name}`} />
      </li>`)}
    </ul>
  </section>`;
}
