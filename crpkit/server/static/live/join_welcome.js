// Before the first entry: what is kept and who sees it, three choices, and what one wants to say about oneself.
import { html, useState } from "./preact.js";
import { config, t } from "./client.js";
import { grouped } from "./outbox.js";
import { Choice } from "./join_parts.js";

const NOTHING = { consent: { count: false, quote: false, trace: false }, families: [], experience: null, silent: false };

const ICONS = {
  kept: "M5 19l1-4L16.5 4.5l3 3L9 18l-4 1zM14 7l3 3",
  where: "M5 5h14v10H5zM2.5 19h19",
  until: "M5 6h14v14H5zM5 10.5h14M9 3.5v4M15 3.5v4",
  who: "M2.5 12s3.5-6 9.5-6 9.5 6 9.5 6-3.5 6-9.5 6-9.5-6-9.5-6zM12 9.6a2.4 2.4 0 1 0 0 4.8 2.4 2.4 0 0 0 0-4.8z",
  limit: "M12 3.5l9 16H3zM12 10v4.5M12 17v.4",
};

/** The form as it stands: half-filled ones survive a reload; one who has joined sees her own choices. */
export function useForm({ outbox, state }) {
  const { me } = state;
  const [form, setForm] = useState(() => {
    const said = outbox.item("join");
    const { consent, families, experience } = said ? said.message : me && me.joined ? me : NOTHING;
    return { ...NOTHING, consent, families, experience, ...outbox.form };
  });
  const change = (part) => {
    const next = { ...form, ...part };
    setForm(next);
    outbox.keepForm(next);
  };
  return [form, change];
}

/** What goes to the facilitator when somebody joins. */
export function joining({ consent, families, experience }) {
  return { type: "join", consent, families, experience: (asksExperience(families) && experience) || "" };
}

const asksExperience = (families) => !(families.length === 1 && families[0] === "funders");

/** The three choices; none is made for the person. */
export function Consent({ form, change }) {
  const tick = (name) => (on) => change({ consent: { ...form.consent, [name]: on } });
  return html`<fieldset class="join-fieldset">
    <legend>${t("welcome.choose")}</legend>
    ${["count", "quote", "trace"].map(
      (name) => html`<${Choice} key=${name} name=${name} checked=${form.consent[name]} onChange=${tick(name)} title=${t(`welcome.${name}`)} words=${t(`welcome.${name}.words`)} />`,
    )}
  </fieldset>`;
}

/** Families and experience, all optional. */
export function AboutFields({ form, change, state }) {
  const families = state.families || [];
  const tick = (id) => (on) => {
    const chosen = families.map((family) => family.id).filter((each) => (each === id ? on : form.families.includes(each)));
    change({ families: chosen, silent: false });
  };
  const experience = (value) => () => change({ experience: value });
  return html`<fieldset class="join-fieldset join-families">
      <legend>${t("about.families")} <span class="live-hint">${t("about.families.hint")}</span></legend>
      ${families.map(
        ({ id, title }) => html`<div key=${id} class=${`join-family join-family-${id}`}>
          <${Choice} name=${`family-${id}`} checked=${form.families.includes(id)} onChange=${tick(id)} title=${title} />
        </div>`,
      )}
      <${Choice} name="silent" checked=${form.silent} onChange=${(on) => change({ silent: on, families: [] })} title=${t("about.silent")} />
    </fieldset>
    ${asksExperience(form.families) &&
    html`<fieldset class="join-fieldset">
      <legend>${t("about.experience")}</legend>
      ${[["new", "about.new"], ["experienced", "about.experienced"], ["", "about.silent"]].map(
        ([value, words]) => html`<${Choice} key=${value} type="radio" name="experience" checked=${form.experience === value} onChange=${experience(value)} title=${t(words)} />`,
      )}
    </fieldset>`}`;
}

function day(iso) {
  const [year, month, date] = iso.split("-").map(Number);
  return new Intl.DateTimeFormat(config.lang || "en-GB", { day: "numeric", month: "long", year: "numeric" }).format(new Date(year, month - 1, date));
}

function Fact({ name, children }) {
  return html`<div class="join-fact">
    <dt>
      <svg class="live-icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false">
        <path d=${ICONS[name]} fill="none" stroke="currentColor" stroke-width="1.9" stroke-linejoin="round" stroke-linecap="round" />
      </svg>
      ${t(`welcome.${name}`)}
    </dt>
    <dd>${children}</dd>
  </div>`;
}

/** The first step. */
export function Welcome({ outbox, go, state, refusal, unfound }) {
  const [form, change] = useForm({ outbox, state });
  const { title } = state.workshop;
  const { team = "", until } = state.notice || {};
  const next = (event) => {
    event.preventDefault();
    change({ step: "about" });
    go("about");
  };
  return html`<form class="join-step" onSubmit=${next}>
    <h1 tabindex="-1"><span class="join-over-title">${t("welcome.to")}</span> <bdi>${title || t("welcome.untitled")}</bdi></h1>
    <p class="join-lead">${t("welcome.lead")}</p>
    ${unfound && html`<p class="live-says live-says-warn" role="alert">${t("again.unfound", { receipt: grouped(outbox.receipt) })}</p>`}
    ${refusal && html`<p class="live-says live-says-warn" role="alert">${refusal.words}</p>`}
    <h2 class="join-kicker">${t("welcome.how")}</h2>
    <dl class="live-card join-facts">
      <${Fact} name="kept">${t("welcome.kept.words")}<//>
      <${Fact} name="where">${t("welcome.where.words", { team })}<//>
      <${Fact} name="until">${until ? t("welcome.until.words", { date: day(until) }) : t("welcome.until.unknown")}<//>
      <${Fact} name="who">${t("welcome.who.words")}<//>
      <${Fact} name="limit">${t("welcome.limit.words")}<//>
    </dl>
    <${Consent} form=${form} change=${change} />
    <p>${t("welcome.free")}</p>
    <button class="live-button live-button-main join-main" type="submit">${t("welcome.go")}</button>
    <button class="live-button live-button-quiet join-main" type="button" onClick=${() => go("again")}>${t("welcome.again")}</button>
  </form>`;
}

/** The second step. */
export function About({ outbox, go, state }) {
  const [form, change] = useForm({ outbox, state });
  const enter = (event) => {
    event.preventDefault();
    outbox.add(joining(form));
    outbox.keepForm(null);
    go("");
  };
  const back = () => {
    change({ step: "" });
    go("");
  };
  return html`<form class="join-step" onSubmit=${enter}>
    <h1 tabindex="-1">${t("about.title")}</h1>
    <p class="join-lead">${t("about.lead")}</p>
    <${AboutFields} form=${form} change=${change} state=${state} />
    <button class="live-button live-button-main join-main" type="submit">${t("about.go")}</button>
    <button class="live-button live-button-quiet join-main" type="button" onClick=${back}>${t("about.back")}</button>
  </form>`;
}
