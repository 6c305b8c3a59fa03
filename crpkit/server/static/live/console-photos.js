// Photos of flip charts and walls that belong to a step; the kit makes them small and drops what the camera wrote in.
import { newId, t, under } from "./client.js";
import { act, ask, code, live, refuse, tell } from "./console-desk.js";
import { Field, Press, Refusal, Submit } from "./console-parts.js";
import { html, useRef, useState } from "./preact.js";

export function Photos({ activity }) {
  const photos = under(live.state, "photo/").filter((photo) => photo.activity === activity.id);
  return html`<details class="co-photos live-card">
    <summary><h3>${t("console.photos")} <span class="co-count">${photos.length}</span></h3></summary>
    <${AddPhoto} activity=${activity} />
    ${!photos.length && html`<p class="co-empty">${t("console.photos.none")}</p>`}
    <ul class="co-photo-list">${photos.map((photo) => html`<${Photo} key=${photo.id} photo=${photo} />`)}</ul>
  </details>`;
}

function AddPhoto({ activity }) {
  const of = `photo/${activity.id}`;
  const form = useRef(null);
  const [sending, setSending] = useState(null); // {id, print}: the same photo keeps its id until it is in the record
  const submit = async (event) => {
    event.preventDefault();
    const file = form.current.elements["co-photo-file"].files[0];
    const caption = form.current.elements["co-photo-caption"].value.trim();
    if (!file) return refuse(of, t("console.photos.no-file"));
    const print = `${file.name} ${file.size} ${file.lastModified} ${caption}`;
    const id = sending && sending.print === print ? sending.id : newId();
    setSending({ id, print });
    const words = await send(activity.id, file, caption, id);
    if (words) return refuse(of, words);
    form.current.reset();
    setSending(null);
    tell(t("console.photos.added"));
    return undefined;
  };
  return html`<form class="co-photo-form" ref=${form} onSubmit=${submit}>
    <${Field} id="co-photo-file" label=${t("console.photos.file")} of=${of}>${(field) => html`<input ...${field} name="co-photo-file" type="file" accept="image/*" />`}<//>
    <${Field} id="co-photo-caption" label=${t("console.photos.caption")}>${(field) => html`<input ...${field} name="co-photo-caption" type="text" dir="auto" maxlength="300" />`}<//>
    <${Submit} of=${of}>${t("console.photos.send")}<//>
  </form>`;
}

/** Send a photo; returns why it is not kept, or nothing. */
async function send(activity, file, caption, id) {
  const address = `/live/${code}/photo?${new URLSearchParams({ id, activity, caption })}`;
  try {
    const answer = await (await fetch(address, { method: "POST", body: file })).json();
    return answer.type === "done" ? "" : answer.words;
  } catch {
    return t("console.photos.failed");
  }
}

function Photo({ photo }) {
  const of = `photo/${photo.id}`;
  const name = photo.caption || t("console.photos.without");
  const hide = () => act(of, { type: "hide-photo", photo: photo.id, hidden: !photo.hidden }, "", { rest: true });
  const erase = async () => {
    if (await ask(t("console.photos.erase.ask"), t("console.photos.erase.more"), t("console.photos.erase"))) act(of, { type: "erase-photo", photo: photo.id }, t("console.photos.erased"));
  };
  return html`<li>
    <img src=${`/live/${code}/photo/${photo.id}`} alt=${name} width=${photo.width} height=${photo.height} loading="lazy" />
    <p dir="auto">${name}${photo.hidden && html` · <b>${t("console.photos.hidden")}</b>`}</p>
    <div class="live-buttons">
      <${Press} of=${of} onPress=${hide}>${t(photo.hidden ? "console.photos.unhide" : "console.photos.hide")}<span class="live-hidden">: ${name}</span><//>
      <${Press} of=${of} kind="live-button-quiet" onPress=${erase}>${t("console.photos.erase")}<span class="live-hidden">: ${name}</span><//>
    </div>
    <${Refusal} of=${of} />
  </li>`;
}
