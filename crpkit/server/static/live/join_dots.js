// Dots on a list: minus and plus beside each option, saved as one presses.
import { html, useMemo } from "./preact.js";
import { t, tn } from "./client.js";
import { announce, Bar, Dots } from "./ui.js";

/** A number out of text, always the same (FNV-1a). */
function seed(text) {
  let hash = 0x811c9dc5;
  for (let place = 0; place < text.length; place += 1) hash = Math.imul(hash ^ text.charCodeAt(place), 0x01000193);
  return hash >>> 0;
}

/** The items in an order that is always the same for one text and varies between texts (mulberry32, Fisher-Yates). */
export function shuffled(items, text) {
  let state = seed(text);
  const random = () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
  const order = [...items];
  for (let last = order.length - 1; last > 0; last -= 1) {
    const place = Math.floor(random() * (last + 1));
    [order[last], order[place]] = [order[place], order[last]];
  }
  return order;
}

const sum = (dots) => Object.values(dots).reduce((total, each) => total + each, 0);
const leftWords = (left) => (left ? tn("dots.left", left) : t("dots.left.none"));

function Words({ option, children }) {
  return html`<span class="live-letter" aria-hidden="true">${option.letter}</span>
    <div class="join-option-words" dir="auto">
      <h3 class="join-option-title"><span class="live-hidden">${option.letter}: </span>${option.title}</h3>
      ${option.detail && html`<p class="live-hint">${option.detail}</p>`}${children}
    </div>`;
}

export function Stepper({ option, count, left, change, unit = "" }) {
  const { letter, title } = option;
  return html`<div class="join-stepper" role="group" aria-label=${`${letter}, ${title}`}>
    <button type="button" class="live-button join-round" aria-label=${t(unit ? `ask.fewer.${unit}` : "dots.fewer", { letter, title })} aria-disabled=${count ? undefined : "true"} onClick=${() => change(-1)}><span aria-hidden="true">−</span></button>
    <output class=${count ? "join-count join-count-some" : "join-count"} aria-label=${unit ? tn(`ask.count.${unit}`, count) : tn("common.dots", count)}>${count}</output>
    <button type="button" class="live-button join-round join-plus" aria-label=${t(unit ? `ask.more.${unit}` : "dots.more", { letter, title })} aria-disabled=${left ? undefined : "true"} onClick=${() => change(1)}><span aria-hidden="true">+</span></button>
  </div>`;
}

/** A vote that is open. */
function Voting({ activity, live, outbox, state, options }) {
  const { dots, state: standing, words } = outbox.ballot(state, activity.id);
  const left = Math.max(0, activity.dots_each - sum(dots));
  const waits = live.status === "open" ? "saving" : "waiting";
  const change = (option) => (step) => {
    const count = dots[option.id] || 0;
    if (step > 0 && !left) announce(t("dots.full"));
    else if (step < 0 && !count) announce(t("dots.nothing"));
    else {
      const next = { ...dots, [option.id]: count + step };
      if (!next[option.id]) delete next[option.id];
      outbox.add({ type: "ballot", activity: activity.id, dots: next });
      announce(tn("dots.said", count + step, { letter: option.letter, left: leftWords(left - step) }));
    }
  };
  return html`<p>${tn("dots.lead", activity.dots_each)} ${t("dots.hidden")}</p>
    <div class="join-purse">
      ${activity.dots_each <= 6 && html`<${Dots} filled=${left} of=${activity.dots_each} />`}
      <span class="join-purse-words">${leftWords(left)}</span>
      <span class=${`join-standing join-standing-${standing}`}><span class="join-mark" aria-hidden="true"></span>${t(`dots.state.${standing === "waiting" || standing === "shut" ? waits : standing}`)}</span>
    </div>
    ${standing === "refused" && html`<p class="live-says live-says-warn" role="alert">${words}</p>`}
    <h2 class="live-hidden">${t("dots.options")}</h2>
    <ul class="join-options">
      ${options.map(
        (option) => html`<li key=${option.id} class=${`live-card join-option${dots[option.id] ? " join-option-on" : ""}${option.detail ? " join-option-long" : ""}`}>
          <${Words} option=${option} />
          <${Stepper} option=${option} count=${dots[option.id] || 0} left=${left} change=${change(option)} />
        </li>`,
      )}
    </ul>`;
}

/** A vote that is closed and not shown: one's own dots, and where to look. */
function Shut({ activity, outbox, state, options }) {
  const counted = outbox.counted(state, activity.id);
  const late = outbox.item("ballot", activity.id);
  const placed = options.filter((option) => counted[option.id]);
  return html`<p class="live-says join-look">${t("dots.closed")}</p>
    ${late && html`<p class="live-says live-says-warn">${late.refusal ? t("dots.state.shut") : t("dots.state.waiting")}</p>`}
    <h2>${t("dots.yours")}</h2>
    ${placed.length
      ? html`<ul class="join-options">
          ${placed.map((option) => html`<li key=${option.id} class="live-card join-option"><${Words} option=${option}><p class="join-own-dots"><${Dots} filled=${counted[option.id]} of=${counted[option.id]} /> ${tn("common.dots", counted[option.id])}</p><//></li>`)}
        </ul>`
      : html`<p>${t("dots.yours.none")}</p>`}`;
}

/** A result: words and numbers, with a bar for the eye. */
export function Result({ activity, outbox, state }) {
  const options = new Map(activity.options.map((option) => [option.id, option]));
  const counted = outbox.counted(state, activity.id);
  const most = Math.max(1, ...activity.result.map((row) => row.dots));
  return html`<h2>${t("dots.result")}</h2>
    <ol class="join-options join-result">
      ${activity.result
        .filter((row) => options.has(row.option))
        .map(
          (row) => html`<li key=${row.option} class="live-card join-option">
            <${Words} option=${options.get(row.option)}>
              <p class="join-own-dots">${tn("common.dots", row.dots)}${counted[row.option] ? ` · ${tn("dots.mine", counted[row.option])}` : ""}</p>
              <${Bar} share=${row.dots / most} />
            <//>
          </li>`,
        )}
    </ol>`;
}

/** The whole activity, below its prompt. */
export function Vote({ activity, live, outbox, state }) {
  const person = (state.me && state.me.id) || outbox.receipt;
  // Another order for each person and vote, so that nothing wins by standing first; the letters stay.
  const options = useMemo(() => shuffled(activity.options, `${person} ${activity.id}`), [activity.options, person]);
  const props = { activity, live, outbox, state, options };
  if (activity.open) return html`<div><${Voting} ...${props} /></div>`;
  if (activity.result) return html`<div><${Result} ...${props} /></div>`;
  return html`<div><${Shut} ...${props} /></div>`;
}
