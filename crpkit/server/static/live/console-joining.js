// Where phones go, and the end of the workshop.
import { t } from "./client.js";
import { FilesLink } from "./console-banner.js";
import { act, ask, code, live, tell } from "./console-desk.js";
import { Press, Refusal } from "./console-parts.js";
import { ScreenLink } from "./console-glance.js";
import { html } from "./preact.js";
import { Heading } from "./ui.js";

export function Joining({ moved }) {
  const { ended } = live.state.workshop;
  return html`<${Heading} level=${2} quiet=${!moved}>${t("console.joining")}<//>
    <div class="co-joining">
      ${!ended && html`<${Join} />`}
      <div class="co-joining-more">
        ${ended && html`<${Files} ended />`}
        <${Ending} />
        ${!ended && html`<${Files} />`}
        <${Second} />
      </div>
    </div>`;
}

function Join() {
  const join = live.state.join || { url: "", reachable: true, wifi: null };
  return html`<section class="co-join live-card" aria-labelledby="co-join">
    <h3 id="co-join">${t("console.join")}</h3>
    ${!join.reachable && html`<p class="live-says live-says-warn">${t("console.join.unreachable")}</p>`}
    <div class="co-join-pair">
      <img class="co-qr" src=${`/live/${code}/qr.svg`} alt=${t("console.join.qr", { url: join.url })} />
      <div>
        <p>${t("console.join.address")}</p>
        <p class="co-url"><a href=${join.url} target="_blank" rel="noopener">${breakable(join.url)}<span class="live-hidden"> ${t("console.new-window")}</span></a></p>
        <p>${t("console.join.code")} <strong class="live-code co-code">${code}</strong></p>
        <p><${ScreenLink} /></p>
      </div>
    </div>
    ${join.wifi && html`<${Wifi} name=${join.wifi} />`}
  </section>`;
}

/** The way back to the workshop’s page; after the end, what is left to do. */
function Files({ ended = false }) {
  return html`<section class="co-files live-card" aria-labelledby="co-files">
    <h3 id="co-files">${t("console.files")}</h3>
    <p>${t(ended ? "console.files.ended" : "console.files.says")}</p>
    <p><${FilesLink} /></p>
  </section>`;
}

/** An address that breaks after a stroke rather than within the code. */
const breakable = (url) => url.split("/").map((part, place) => (place ? html`/<wbr />${part}` : part));

/** The console on a tablet, say; whoever has the link can do all that she can. */
function Second() {
  const link = live.state.second;
  if (!link) return null;
  return html`<details class="co-second live-card">
    <summary><h3>${t("console.second")}</h3></summary>
    <p>${t("console.second.more")}</p>
    <p class="co-url"><a href=${link}>${link}</a></p>
    ${canCopy() && html`<p><button type="button" class="live-button co-button" onClick=${() => copy(link)}>${t("console.second.copy")}</button></p>`}
  </details>`;
}

/** A browser lets a page copy only over https or on the computer itself. */
const canCopy = () => Boolean(globalThis.isSecureContext && navigator.clipboard);

async function copy(link) {
  try {
    await navigator.clipboard.writeText(link);
    tell(t("console.news.copied"));
  } catch {
    tell(t("console.news.not-copied"), true);
  }
}

function Wifi({ name }) {
  return html`<h4>${t("console.wifi")}</h4>
    <div class="co-join-pair">
      <img class="co-qr" src=${`/live/${code}/wifi.svg`} alt=${t("console.wifi.qr", { name })} />
      <p>${t("console.wifi.name")} <strong dir="auto">${name}</strong></p>
    </div>`;
}

function Ending() {
  const { ended } = live.state.workshop;
  const end = async () => {
    if (await ask(t("console.end.ask"), t("console.end.more"), t("console.end.yes"))) act("end", { type: "end" }, t("console.news.ended"));
  };
  const resume = async () => {
    if (await ask(t("console.resume.ask"), t("console.resume.more"), t("console.resume.yes"))) act("end", { type: "resume" }, t("console.news.resumed"));
  };
  return html`<section class="co-ending live-card" aria-labelledby="co-ending">
    <h3 id="co-ending">${t("console.ending")}</h3>
    <p>${ended ? t("console.ended.says") : t("console.end.says")}</p>
    ${ended
      ? html`<${Press} of="end" onPress=${resume}>${t("console.resume")}<//>`
      : html`<${Press} of="end" kind="live-button-warn" onPress=${end}>${t("console.end")}<//>`}
    <${Refusal} of="end" />
  </section>`;
}
