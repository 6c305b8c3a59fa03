// The stage for joining: where phones go, in two steps that a camera can do, and in letters for those who type.
import { html } from "./preact.js";
import { config, t, tn } from "./client.js";

const A_SCHEME = 4; // the room http:// takes, in letters of the address

/** The address without the code at its end and without http://, which stands before it in small letters. */
function placeOf(url) {
  return url.replace(/^http:\/\//, "").replace(/\/[^/]{6}$/, "");
}

/** A long address may go on in the next line, but not in the middle of a word or number. */
const breakable = (address) => address.split(/(?=[.:/])/).map((part) => html`${part}<wbr />`);

/** The address as one types it: with http://, without which some browsers search for it or try https:// in vain. */
export function Address({ url }) {
  const scheme = url.startsWith("http://") && html`<span class="screen-scheme">http://</span>`;
  return html`${scheme}${breakable(placeOf(url))}`;
}

export function JoinStage({ state }) {
  const { workshop, join, here } = state;
  const title = workshop.title || t("screen.untitled");
  if (workshop.ended) return html`<${Ended} title=${title} />`;
  return html`<div class="screen-join">
    <h1>${title}</h1>
    ${join && (join.reachable ? html`<${Steps} join=${join} code=${workshop.code} />` : html`<${Alone} join=${join} />`)}
    <p class="screen-count">${whoIsHere(join, here)}</p>
  </div>`;
}

/** How many people are here, if the facilitator counted them, and how many phones; nothing if nobody is known to be. */
export function peopleHere({ joined, room }) {
  const phones = joined ? tn("screen.phones", joined) : "";
  if (!room) return phones;
  const people = tn("screen.here", room);
  return phones ? `${people}, ${phones}` : people;
}

function whoIsHere(join, here) {
  if (!here) return "";
  const people = peopleHere(here);
  return people || (join && join.reachable ? t("screen.here.nobody") : "");
}

function Ended({ title }) {
  return html`<div class="screen-middle">
    <h1>${title}</h1>
    <p class="screen-lead"><b>${t("screen.ended")}</b></p>
    <p class="screen-lead">${t("screen.ended.words")}</p>
  </div>`;
}

function Steps({ join, code }) {
  return html`<ol class=${join.wifi ? "screen-steps screen-steps-two" : "screen-steps"}>
    ${join.wifi && html`<${WifiStep} name=${join.wifi} />`}
    <li class="screen-step">
      <h2>${join.wifi && html`<span class="live-letter" aria-hidden="true">2</span>`}<span>${t("screen.join.camera")}</span></h2>
      <img class="screen-qr" src=${`/live/${config.code}/qr.svg?to=${encodeURIComponent(join.url)}`}
        alt=${t("screen.join.camera.picture", { address: join.url })} />
    </li>
    <li class="screen-typing">
      <div>
        <p>${t("screen.join.or")}</p>
        <p class="screen-address" style=${{ "--screen-long": placeOf(join.url).length + A_SCHEME }}><${Address} url=${join.url} /></p>
      </div>
      <div>
        <p>${t("screen.join.code")}</p>
        <p class="screen-letters"><span class="live-hidden">${code}</span>
        ${[...code].map((letter) => html`<span class="screen-letter" aria-hidden="true">${letter}</span>`)}</p>
      </div>
      <p class="screen-free">${t("screen.join.free")}</p>
    </li>
  </ol>`;
}

function WifiStep({ name }) {
  return html`<li class="screen-step">
    <h2><span class="live-letter" aria-hidden="true">1</span><span>${t("screen.join.wifi")}</span></h2>
    <img class="screen-qr" src=${`/live/${config.code}/wifi.svg`} alt=${t("screen.join.wifi.picture", { name })} />
    <p class="screen-wifi">${t("screen.join.wifi.name")} <b>${name}</b></p>
  </li>`;
}

function Alone({ join }) {
  return html`<div class="screen-alone">
    <h2>${t("screen.join.alone")}</h2>
    <p>${t("screen.join.alone.words")}</p>
    <p><code>crpkit serve --lan</code></p>
    <p>${t("screen.join.alone.here")} <a href=${join.url}>${join.url}</a></p>
  </div>`;
}
