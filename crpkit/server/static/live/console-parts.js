// Small parts of the console: buttons that know whether their message is under way, fields, pills, the question.
import { answerQuestion, isBusy, isSlow, refusal, theQuestion } from "./console-desk.js";
import { t } from "./client.js";
import { html, useLayoutEffect, useRef } from "./preact.js";

/** A button. of: the control whose message it sends; busy with it, it takes no press but keeps the focus. */
export function Press({ of = "", kind = "", onPress, off = false, quietly = false, children, ...rest }) {
  const busy = of !== "" && isBusy(of);
  const still = busy || off;
  return html`<button
    type="button"
    class=${`live-button co-button ${kind}`}
    aria-disabled=${still ? "true" : null}
    aria-busy=${busy ? "true" : null}
    onClick=${(event) => (still ? event.preventDefault() : onPress(event))}
    ...${rest}
    >${children}${!quietly && isSlow(of) && html` <span class="co-sending">${t("console.sending")}</span>`}</button
  >`;
}

/** The button that ends a form: Enter in a field presses it too. */
export function Submit({ of, kind = "live-button-main", children }) {
  const busy = isBusy(of);
  return html`<button type="submit" class=${`live-button co-button ${kind}`} aria-disabled=${busy ? "true" : null} aria-busy=${busy ? "true" : null}>
    ${children}${isSlow(of) && html` <span class="co-sending">${t("console.sending")}</span>`}
  </button>`;
}

/** Why a control's message was refused, beside it; id for aria-describedby. */
export function Refusal({ of, id }) {
  const words = refusal(of);
  return html`<p class="co-refusal" id=${id} hidden=${!words}><span dir="auto">${words}</span></p>`;
}

/** A label, a hint, what is wrong, and a field between them. children: a function of the attributes of the field. */
export function Field({ id, label, hint, of, kind = "", children }) {
  const wrong = of && refusal(of);
  const described = [hint && `${id}-hint`, wrong && `${id}-wrong`].filter(Boolean).join(" ");
  return html`<div class=${`co-field ${kind}`}>
    <label class="live-label" for=${id}>${label}</label>
    ${hint && html`<p class="live-hint co-hint" id=${`${id}-hint`}>${hint}</p>`}
    ${children({ id, class: "live-input", "aria-describedby": described || null, "aria-invalid": wrong ? "true" : null })}
    ${of && html`<${Refusal} of=${of} id=${`${id}-wrong`} />`}
  </div>`;
}

/** A whole number that may be empty. */
export function NumberField({ value, onValue, ...rest }) {
  return html`<${Field} ...${rest}
    >${(field) => html`<input
      ...${field}
      class="live-input co-number"
      type="text"
      inputmode="numeric"
      autocomplete="off"
      value=${value}
      onInput=${(event) => onValue(event.target.value)}
    />`}<//
  >`;
}

/** One out of a few, side by side. options: [[value, words], …]. */
export function Choice({ name, label, value, options, onValue }) {
  return html`<fieldset class="co-choice">
    <legend>${label}</legend>
    <div class="co-choice-row">
      ${options.map(
        ([each, words]) => html`<label key=${each} class=${`live-choice co-choice-one ${each === value ? "live-choice-on" : ""}`}>
          <input type="radio" name=${name} value=${each} checked=${each === value} onChange=${() => onValue(each)} />
          <span>${words}</span>
        </label>`,
      )}
    </div>
  </fieldset>`;
}

/** Spoken or on paper. */
export function Channel({ name, value, onValue }) {
  const options = ["spoken", "paper"].map((each) => [each, t(`console.channel.${each}`)]);
  return html`<${Choice} name=${name} label=${t("console.channel")} value=${value} options=${options} onValue=${onValue} />`;
}

/** A word in a coloured field with a shape of its own, so that colour is not alone. */
export function Pill({ kind, children }) {
  return html`<span class=${`co-pill co-pill-${kind}`}><span class="co-shape" aria-hidden="true"></span>${children}</span>`;
}

export function OpenPill({ activity }) {
  return activity.open
    ? html`<${Pill} kind="open">${t("console.open")}<//>`
    : html`<${Pill} kind="closed">${t("console.closed")}<//>`;
}

/** What comes before something that cannot be undone. The browser keeps the focus in it and gives it back. */
export function Question() {
  const question = theQuestion();
  const box = useRef(null);
  useLayoutEffect(() => {
    const dialog = box.current;
    if (question && !dialog.open) dialog.showModal();
    if (!question && dialog.open) dialog.close();
  }, [question]);
  const no = (event) => {
    event.preventDefault();
    answerQuestion(false);
  };
  return html`<dialog class="co-question" ref=${box} aria-labelledby="co-question" onCancel=${no}>
    <h2 id="co-question">${question && question.words}</h2>
    <p>${question && question.more}</p>
    <div class="live-buttons">
      <button type="button" class="live-button" onClick=${no}>${t("common.no")}</button>
      <button type="button" class="live-button live-button-warn" onClick=${() => answerQuestion(true)}>${question && question.yes}</button>
    </div>
  </dialog>`;
}
