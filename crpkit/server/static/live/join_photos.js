// Photos of flip charts and walls from one’s own phone: below the activity, out of the way until they are wanted.
import { html, useEffect, useRef, useState } from "./preact.js";
import { config, newId, t, tn, under } from "./client.js";
import { announce } from "./ui.js";

const PLACE = `/live/${config.code}/photo`;

/** Taking a photo of an activity, and those that came from this phone. */
export function Photos({ activity, outbox, state }) {
  const mine = under(state, "photo/").filter((photo) => photo.activity === activity.id);
  return html`<details class="join-photos">
    <summary>${mine.length ? tn("photos.mine", mine.length) : t("photos.add")}</summary>
    <${Send} activity=${activity} outbox=${outbox} />
    <ul class="join-plain">${mine.map((photo) => html`<${Photo} key=${photo.id} photo=${photo} outbox=${outbox} />`)}</ul>
  </details>`;
}

function Send({ activity, outbox }) {
  const form = useRef(null);
  const [way, setWay] = useState({ busy: false, words: "", bad: false });
  const [kept, setKept] = useState(null); // {id, print}: the same photo keeps its id until it is in the record
  const submit = async (event) => {
    event.preventDefault();
    if (way.busy) return;
    const file = form.current.elements.photo.files[0];
    const caption = form.current.elements.caption.value.trim();
    if (!file) return setWay({ busy: false, words: t("photos.none"), bad: true });
    const print = `${file.name} ${file.size} ${file.lastModified} ${caption}`;
    const id = kept && kept.print === print ? kept.id : newId();
    setKept({ id, print });
    setWay({ busy: true, words: t("photos.sending"), bad: false });
    const wrong = await send(activity.id, file, caption, id, outbox.receipt);
    if (wrong) return setWay({ busy: false, words: wrong, bad: true });
    form.current.reset();
    setKept(null);
    return setWay({ busy: false, words: t("photos.sent"), bad: false });
  };
  return html`<form class="join-photo-form" ref=${form} onSubmit=${submit}>
    <p class="live-hint">${t("photos.words")}</p>
    <label class="live-label" for="photo">${t("photos.file")}</label>
    <input class="live-input" id="photo" name="photo" type="file" accept="image/*" aria-describedby="photo-way" />
    <label class="live-label" for="photo-caption">${t("photos.caption")}</label>
    <input class="live-input" id="photo-caption" name="caption" type="text" dir="auto" maxlength="300" autocomplete="off" />
    <button class="live-button" type="submit" aria-disabled=${way.busy ? "true" : null}>${t("photos.send")}</button>
    <p class=${way.bad ? "live-says live-says-warn" : "join-photo-way"} id="photo-way" role="status">${way.words}</p>
  </form>`;
}

/** Send a photo; returns why it is not kept, or nothing. */
async function send(activity, file, caption, id, receipt) {
  try {
    const address = `${PLACE}?${new URLSearchParams({ id, activity, caption })}`;
    const answer = await (await fetch(address, { method: "POST", body: file, headers: { "Crp-Receipt": receipt } })).json();
    return answer.type === "done" ? "" : answer.words;
  } catch {
    return t("photos.failed");
  }
}

function Photo({ photo, outbox }) {
  const [picture, setPicture] = useState("");
  useEffect(() => {
    // The picture needs the receipt in a header, which an address in “src” cannot carry.
    fetch(`${PLACE}/${photo.id}`, { headers: { "Crp-Receipt": outbox.receipt } })
      .then((answer) => (answer.ok ? answer.blob() : null))
      .then((blob) => {
        if (!blob) return;
        const reader = new FileReader();
        reader.onload = () => setPicture(reader.result);
        reader.readAsDataURL(blob);
      })
      .catch(() => {});
  }, [photo.id]);
  const name = photo.caption || t("photos.without");
  const erase = () => {
    outbox.add({ type: "take-back-photo", photo: photo.id });
    announce(t("photos.erased"));
  };
  return html`<li class="join-photo">
    ${picture && html`<img src=${picture} alt=${name} width=${photo.width} height=${photo.height} />`}
    <p dir="auto">${name}</p>
    <button type="button" class="live-button" onClick=${erase}>${t("photos.erase")}<span class="live-hidden">: ${name}</span></button>
  </li>`;
}
