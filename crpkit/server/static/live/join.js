// The page on a phone: which step is on show, and what surrounds it.
import { html, render, useRef, useState } from "./preact.js";
import { config, Live, t, tn } from "./client.js";
import { mainPart, Mark, Status, strip, useLive } from "./ui.js";
import { Outbox, plain, strangers } from "./outbox.js";
import { Rings, useOutbox, useStepFocus } from "./join_parts.js";
import { About, Welcome } from "./join_welcome.js";
import { Ended, Room } from "./join_room.js";
import { Again, Choices, TakenBack, Yours } from "./join_yours.js";

const CODE = plain(config.code || "");

/** One field for the six characters. */
function CodePage({ unknown }) {
  const [error, setError] = useState(unknown ? t("code.unknown", { code: unknown }) : "");
  const field = useRef(null);
  const go = (event) => {
    event.preventDefault();
    const code = plain(field.current.value);
    const wrong = strangers(code);
    if (wrong.length) setError(t("code.strange", { letters: wrong.join(", ") }));
    else if (code.length < 6) setError(tn("code.short", 6 - code.length));
    else if (code.length > 6) setError(tn("code.long", code.length - 6));
    else {
      location.assign(`/join/${code}`);
      return;
    }
    field.current.focus();
  };
  return html`<form class="join-step" onSubmit=${go} novalidate>
    <h1 tabindex="-1">${t("code.title")}</h1>
    <p class="join-lead" id="code-hint">${t("code.lead")}</p>
    <label class="live-label" for="code">${t("code.label")}</label>
    <input
      class="live-input join-code-input"
      id="code"
      ref=${field}
      autocomplete="off"
      autocapitalize="characters"
      autocorrect="off"
      spellcheck="false"
      enterkeyhint="go"
      aria-describedby="code-hint code-error"
      aria-invalid=${String(Boolean(error))}
    />
    <p class=${error ? "live-says live-says-warn join-error" : "join-error"} id="code-error" role="alert">${error}</p>
    <button class="live-button live-button-main join-main" type="submit">${t("code.go")}</button>
  </form>`;
}

function Connecting() {
  return html`<div class="join-step join-calm">
    <${Rings} />
    <h1 tabindex="-1">${t("connecting.title")}</h1>
    <p>${t("connecting.words")}</p>
  </div>`;
}

/** The strip: whose workshop, and how the connection is. */
function Strip({ live, outbox }) {
  useLive(live);
  useOutbox(outbox);
  const { workshop } = live.state;
  const { waiting } = outbox;
  const lost = live.status === "lost" && waiting ? `${t("strip.lost")} ${tn("strip.waiting", waiting)}.` : t("strip.lost");
  return html`<div class="live-brand"><${Mark} /><span class="join-title" dir="auto">${(workshop && workshop.title) || t("strip.name")}</span></div>
    <${Status} live=${live} words=${{ open: live.delay || t("strip.open"), lost, connecting: t("strip.connecting") }} />
    ${!outbox.lasting && html`<p class="live-says live-says-warn join-memory">${t("strip.memory")}</p>`}`;
}

/** Which step is before the person: a name, and what to draw. */
function step(live, outbox, own, go) {
  const { state } = live;
  const props = { live, outbox, go, state };
  if (live.farewell && live.farewell.why === "unknown-code") return ["code", html`<${CodePage} unknown=${CODE} />`];
  if (!state.workshop) return ["connecting", html`<${Connecting} />`];
  if ((state.me && state.me.taken_back) || outbox.item("take-all-back")) return ["gone", html`<${TakenBack} ...${props} />`];
  if (own === "again") return ["again", html`<${Again} ...${props} />`];
  const joining = outbox.item("join");
  if (!(state.me && state.me.joined) && !(joining && !joining.refusal)) {
    if (state.workshop.ended) return ["ended", html`<${Ended} ...${props} />`];
    if (own === "about") return ["about", html`<${About} ...${props} />`];
    return ["welcome", html`<${Welcome} ...${props} refusal=${joining && joining.refusal} unfound=${own === "returned"} />`];
  }
  if (own === "yours") return ["yours", html`<${Yours} ...${props} />`];
  if (own === "choices") return ["choices", html`<${Choices} ...${props} />`];
  if (state.workshop.ended) return ["ended", html`<${Ended} ...${props} />`];
  return ["room", html`<${Room} ...${props} />`];
}

function App({ live, outbox }) {
  useLive(live);
  useOutbox(outbox);
  const [own, go] = useState((outbox.form && outbox.form.step) || "");
  const [name, view] = step(live, outbox, own, go);
  useStepFocus(name);
  return view;
}

function begin() {
  const [header, main] = [strip(), mainPart()];
  if (!CODE) {
    render(html`<div class="live-brand"><${Mark} /><span>crpkit</span></div>`, header);
    render(html`<${CodePage} unknown=${config.typed} />`, main);
    return;
  }
  const outbox = new Outbox(CODE);
  const live = new Live({ role: "phone", code: CODE, hello: () => ({ receipt: outbox.receipt }) });
  outbox.through(live);
  render(html`<${Strip} live=${live} outbox=${outbox} />`, header);
  render(html`<${App} live=${live} outbox=${outbox} />`, main);
}

begin();
