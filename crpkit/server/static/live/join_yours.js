// What is one's own: receipt, choices, taking everything back, coming back on another phone.
import { html, useEffect, useRef, useState } from "./preact.js";
import { t, tn } from "./client.js";
import { announce, Confirm, DarkButton } from "./ui.js";
import { grouped, plain, strangers } from "./outbox.js";
import { AboutFields, Consent, joining, useForm } from "./join_welcome.js";
import { Rings } from "./join_parts.js";

/** A button that asks before it acts. */
function Asking({ label, question, more, yes, onYes, warn = false }) {
  const [asked, setAsked] = useState(false);
  const button = useRef(null);
  const again = useRef(false);
  useEffect(() => {
    if (again.current && !asked && button.current) button.current.focus();
    again.current = asked;
  }, [asked]);
  if (asked) return html`<${Confirm} question=${question} more=${more} yes=${yes} onYes=${onYes} onNo=${() => setAsked(false)} />`;
  return html`<button type="button" ref=${button} class=${warn ? "live-button live-button-warn" : "live-button"} onClick=${() => setAsked(true)}>${label}</button>`;
}

/** The receipt, large, in groups of four; read out letter by letter. */
function Receipt({ receipt }) {
  return html`<p class="join-receipt">
    <span class="live-hidden">${t("yours.receipt.spoken", { letters: [...receipt].join(" ") })}</span>
    <span class="live-code" aria-hidden="true">${grouped(receipt)}</span>
  </p>`;
}

/** The step with all of it. */
export function Yours({ outbox, go, state }) {
  const said = outbox.item("join");
  const { consent } = said && !said.refusal ? said.message : state.me;
  const take = () => {
    go("");
    outbox.takeAllBack();
  };
  const fresh = () => {
    go("");
    outbox.adopt();
  };
  return html`<div class="join-step">
    <h1 tabindex="-1">${t("yours.title")}</h1>
    <button class="live-button join-back" type="button" onClick=${() => go("")}><span aria-hidden="true">←</span><span>${t("yours.back")}</span></button>
    <section class="live-card join-section" aria-labelledby="yours-receipt">
      <h2 id="yours-receipt">${t("yours.receipt")}</h2>
      <${Receipt} receipt=${outbox.receipt} />
      <p>${t("yours.receipt.words")}</p>
      <p>${t("yours.code", { code: state.workshop.code })} ${state.me.label ? t("yours.label", { label: state.me.label }) : ""}</p>
    </section>
    <section class="live-card join-section" aria-labelledby="yours-choices">
      <h2 id="yours-choices">${t("yours.choices")}</h2>
      ${said && said.refusal && html`<p class="live-says live-says-warn">${said.refusal.words}</p>`}
      <ul class="join-plain">
        ${["count", "quote", "trace"].map((name) => html`<li key=${name}>${t(`yours.${name}.${consent[name] ? "yes" : "no"}`)}</li>`)}
      </ul>
      <button class="live-button" type="button" onClick=${() => go("choices")}>${t("yours.change")}</button>
    </section>
    <section class="live-card join-section" aria-labelledby="yours-all">
      <h2 id="yours-all">${t("yours.all")}</h2>
      <p>${t("yours.all.words")}</p>
      <${Asking} label=${t("yours.all")} question=${t("yours.all.ask")} more=${t("yours.all.more")} yes=${t("yours.all.yes")} onYes=${take} warn />
    </section>
    <section class="live-card join-section" aria-labelledby="yours-other">
      <h2 id="yours-other">${t("yours.other")}</h2>
      <div class="join-stack">
        <button class="live-button" type="button" onClick=${() => go("again")}>${t("yours.again")}</button>
        <${Asking} label=${t("yours.fresh")} question=${t("yours.fresh.ask")} more=${t("yours.fresh.more", { receipt: grouped(outbox.receipt) })} yes=${t("yours.fresh.yes")} onYes=${fresh} />
      </div>
    </section>
    <section class="live-card join-section" aria-labelledby="yours-look">
      <h2 id="yours-look">${t("yours.look")}</h2>
      <${DarkButton} />
    </section>
  </div>`;
}

/** The same questions as at the beginning, with one's answers. */
export function Choices({ outbox, go, state }) {
  const [form, change] = useForm({ outbox, state });
  const save = (event) => {
    event.preventDefault();
    outbox.add(joining(form));
    outbox.keepForm(null);
    announce(t("yours.saved"));
    go("yours");
  };
  const cancel = () => {
    outbox.keepForm(null);
    go("yours");
  };
  return html`<form class="join-step" onSubmit=${save}>
    <h1 tabindex="-1">${t("yours.change.title")}</h1>
    <${Consent} form=${form} change=${change} />
    <${AboutFields} form=${form} change=${change} state=${state} />
    <button class="live-button live-button-main join-main" type="submit">${t("yours.change.save")}</button>
    <button class="live-button live-button-quiet join-main" type="button" onClick=${cancel}>${t("common.cancel")}</button>
  </form>`;
}

/** Going on with a receipt that was written down. */
export function Again({ outbox, go, state }) {
  const [error, setError] = useState("");
  const field = useRef(null);
  const enter = (event) => {
    event.preventDefault();
    const receipt = plain(field.current.value);
    const wrong = strangers(receipt);
    if (outbox.items.length) setError(t("again.waiting"));
    else if (wrong.length) setError(t("again.strange", { letters: wrong.join(", ") }));
    else if (receipt.length < 12) setError(tn("code.short", 12 - receipt.length));
    else if (receipt.length > 12) setError(tn("code.long", receipt.length - 12));
    else {
      go("returned");
      outbox.adopt(receipt);
      return;
    }
    field.current.focus();
  };
  const joined = state.me && state.me.joined;
  const back = () => go(joined ? "yours" : "");
  return html`<form class="join-step" onSubmit=${enter} novalidate>
    <h1 tabindex="-1">${t("again.title")}</h1>
    <p class="join-lead">${t("again.lead")}</p>
    ${joined && html`<p class="live-says">${t("yours.fresh.more", { receipt: grouped(outbox.receipt) })}</p>`}
    <label class="live-label" for="again">${t("again.label")}</label>
    <input
      class="live-input join-code-input join-code-long"
      id="again"
      ref=${field}
      autocomplete="off"
      autocapitalize="characters"
      autocorrect="off"
      spellcheck="false"
      aria-describedby="again-error"
      aria-invalid=${String(Boolean(error))}
    />
    <p class=${error ? "live-says live-says-warn join-error" : "join-error"} id="again-error" role="alert">${error}</p>
    <button class="live-button live-button-main join-main" type="submit">${t("again.go")}</button>
    <button class="live-button live-button-quiet join-main" type="button" onClick=${back}>${t("about.back")}</button>
  </form>`;
}

/** After everything was taken back, or while that waits for the connection. */
export function TakenBack({ outbox, state, go }) {
  const waiting = outbox.item("take-all-back");
  const fresh = () => {
    go("");
    outbox.adopt();
  };
  return html`<div class="join-step join-calm">
    <${Rings} />
    <h1 tabindex="-1">${t(waiting ? "gone.wait.title" : "gone.title")}</h1>
    <p>${waiting && waiting.refusal ? waiting.refusal.words : t(waiting ? "gone.wait.words" : "gone.words")}</p>
    ${!waiting && html`<button class="live-button live-button-main join-main" type="button" onClick=${fresh}>${t("gone.fresh")}</button>`}
  </div>`;
}
