// Activities that ask: things to choose from, headings to write under, or both.
import { html, useMemo, useState } from "./preact.js";
import { t, tn, under } from "./client.js";
import { announce, Bar } from "./ui.js";
import { shuffled, Stepper } from "./join_dots.js";
import { Entry, draftKey, kickerOf } from "./join_entry.js";
import { Closed, OwnNotes } from "./join_notes.js";
import { Walk } from "./join_walk.js";

const sum = (dots) => Object.values(dots).reduce((total, each) => total + each, 0);
const titleOf = (item) => item.title || t("ask.taken-back");
const items = (activity) => activity.items.filter((item) => item.title);

/** The whole activity, below its prompt. */
export function Ask({ activity, live, outbox, state }) {
  const props = { activity, live, outbox, state };
  return html`<div class="join-ask">
    ${activity.subject && html`<p class="join-subject" dir="auto"><span class="join-kicker">${t("ask.subject")}</span> ${activity.subject}</p>`}
    ${activity.open && activity.lead && html`<p class="join-lead" dir="auto">${activity.lead}</p>`}
    <${Tables} live=${live} outbox=${outbox} state=${state} activity=${activity} />
    ${activity.voices && items(activity).length > 0 && html`<${Walk} ...${props} />`}
    ${!activity.voices && activity.method && items(activity).length > 0 && html`<${Choosing} ...${props} />`}
    ${!activity.voices && activity.boxes.length > 0 && html`<${Writing} ...${props} />`}
  </div>`;
}

/** Nothing to do on the phone. */
export function Pause({ activity }) {
  return html`<div class="join-calm"><p class="join-lead" dir="auto">${activity.lead}</p></div>`;
}

// ---- tables

/** At which table one sits; folded away once that is said. */
export function Tables({ outbox, state, activity }) {
  const tables = state.tables || [];
  const waiting = outbox.item("table");
  const mine = waiting ? waiting.message.table : (state.me && state.me.table) || null;
  const [open, setOpen] = useState(false);
  if (!tables.length || !state.me || !state.me.joined || !activity.open) return null;
  const sit = (table) => {
    outbox.add({ type: "table", table });
    announce(table ? t("table.said", { table }) : t("table.said.none"));
    setOpen(false);
  };
  return html`<details class="live-card join-table" open=${open || !mine} onToggle=${(event) => setOpen(event.currentTarget.open)}>
    <summary>${mine ? t("table.mine", { table: mine }) : t("table.ask")}</summary>
    <fieldset class="join-table-choice">
      <legend class="live-hidden">${t("table.ask")}</legend>
      ${tables.map((table) => html`<button key=${table} type="button" class="live-button" aria-pressed=${String(table === mine)} onClick=${() => sit(table)}><bdi>${table}</bdi></button>`)}
      <button type="button" class="live-button live-button-quiet" onClick=${() => sit(null)}>${t("table.none")}</button>
    </fieldset>
  </details>`;
}

// ---- choosing

function Choosing(props) {
  const { activity, outbox, state, live } = props;
  if (!activity.open) return activity.result ? html`<${Result} ...${props} />` : html`<${Shut} ...${props} />`;
  const { dots, state: standing, words } = outbox.ballot(state, activity.id);
  const waits = live.status === "open" ? "saving" : "waiting";
  const keep = (next) => outbox.add({ type: "ballot", activity: activity.id, dots: next });
  const Part = { one: One, approval: Ticks, points: Points, ranking: Ranking, scale: Scale }[activity.method];
  return html`<section class="join-choosing" aria-label=${t("ask.choose")}>
    <p>${howTo(activity)} ${t("ask.hidden")}</p>
    ${Part && html`<${Part} ...${props} dots=${dots} keep=${keep} />`}
    <p class=${`join-standing join-standing-${standing}`} role="status"><span class="join-mark" aria-hidden="true"></span>${t(`dots.state.${standing === "waiting" || standing === "shut" ? waits : standing}`)}</p>
    ${standing === "refused" && html`<p class="live-says live-says-warn" role="alert">${words}</p>`}
  </section>`;
}

function howTo({ method, most, unit }) {
  if (method === "points") return tn(`ask.points.${unit}`, most);
  if (method === "one") return t("ask.only");
  if (method === "approval") return most ? tn("ask.ticks", most) : t("ask.ticks.any");
  return t(`ask.${method}`);
}

/** Another order for each person, so that nothing wins by standing first; the letters stay. */
function useShuffled({ activity, outbox, state }) {
  const person = (state.me && state.me.id) || outbox.receipt;
  return useMemo(() => shuffled(items(activity), `${person} ${activity.id}`), [activity.items, person]);
}

function Words({ item }) {
  return html`<span class="live-letter" aria-hidden="true">${item.letter}</span>
    <span class="join-option-words" dir="auto">
      <span class="join-option-title"><span class="live-hidden">${item.letter}: </span>${titleOf(item)}</span>
      ${item.detail && html`<span class="live-hint join-block">${item.detail}</span>`}
      ${item.scale && html`<span class="live-hint join-block join-scale-words">${item.scale}</span>`}
    </span>`;
}

function One(props) {
  const { activity, dots, keep } = props;
  return html`<fieldset class="join-list"><legend class="live-hidden">${activity.prompt}</legend>
    ${items(activity).map((item) => html`<label key=${item.id} class=${`live-choice join-item ${dots[item.id] ? "live-choice-on" : ""}`}>
      <input type="radio" name=${`ask-${activity.id}`} checked=${Boolean(dots[item.id])} onChange=${() => keep({ [item.id]: 1 })} />
      <${Words} item=${item} />
    </label>`)}
    ${sum(dots) > 0 && html`<button type="button" class="live-button live-button-quiet" onClick=${() => keep({})}>${t("ask.none")}</button>`}
  </fieldset>`;
}

function Ticks(props) {
  const { activity, dots, keep } = props;
  const options = useShuffled(props);
  const full = Boolean(activity.most) && sum(dots) >= activity.most;
  const tick = (item, on) => {
    const next = { ...dots };
    if (on && full) {
      announce(tn("ask.ticks.full", activity.most));
      return false;
    }
    if (on) next[item.id] = 1;
    else delete next[item.id];
    keep(next);
    return true;
  };
  return html`<fieldset class="join-list"><legend class="live-hidden">${activity.prompt}</legend>
    ${activity.most > 0 && html`<p class="join-purse-words">${tn("ask.ticked", sum(dots), { most: activity.most })}</p>`}
    ${options.map((item) => html`<label key=${item.id} class=${`live-choice join-item ${dots[item.id] ? "live-choice-on" : ""}`}>
      <input type="checkbox" checked=${Boolean(dots[item.id])} aria-disabled=${full && !dots[item.id] ? "true" : undefined} onChange=${(event) => {
        if (!tick(item, event.target.checked)) event.target.checked = false;
      }} />
      <${Words} item=${item} />
    </label>`)}
  </fieldset>`;
}

function Points(props) {
  const { activity, dots, keep } = props;
  const options = useShuffled(props);
  const left = Math.max(0, activity.most - sum(dots));
  const change = (item) => (step) => {
    const count = dots[item.id] || 0;
    if (step > 0 && !left) announce(t(`ask.full.${activity.unit}`));
    else if (step > 0 || count) {
      const next = { ...dots, [item.id]: count + step };
      if (!next[item.id]) delete next[item.id];
      keep(next);
      announce(`${item.letter}: ${count + step}. ${tn(`ask.left.${activity.unit}`, left - step)}`);
    }
  };
  return html`<p class="join-purse-words">${tn(`ask.left.${activity.unit}`, left)}</p>
    <ul class="join-options">
      ${options.map((item) => html`<li key=${item.id} class=${`live-card join-option join-option-long${dots[item.id] ? " join-option-on" : ""}`}>
        <${Words} item=${item} />
        <${Stepper} option=${{ letter: item.letter, title: titleOf(item) }} count=${dots[item.id] || 0} left=${left} change=${change(item)} unit=${activity.unit} />
      </li>`)}
    </ul>`;
}

function Ranking(props) {
  const { activity, dots, keep } = props;
  const options = useShuffled(props);
  const order = options.filter((item) => dots[item.id]).sort((one, other) => dots[one.id] - dots[other.id]);
  const rest = options.filter((item) => !dots[item.id]);
  const save = (list) => keep(Object.fromEntries(list.map((item, place) => [item.id, place + 1])));
  const move = (place, by) => {
    const list = [...order];
    [list[place], list[place + by]] = [list[place + by], list[place]];
    save(list);
    announce(t("ask.rank.said", { title: titleOf(order[place]), place: place + by + 1 }));
  };
  const add = (item) => {
    save([...order, item]);
    announce(t("ask.rank.said", { title: titleOf(item), place: order.length + 1 }));
  };
  return html`<h2>${t("ask.rank.mine")}</h2>
    ${!order.length && html`<p class="live-hint">${t("ask.rank.empty")}</p>`}
    <ol class="join-options join-ranked">
      ${order.map((item, place) => html`<li key=${item.id} class="live-card join-option join-option-on join-option-long">
        <span class="join-place" aria-hidden="true">${place + 1}</span><${Words} item=${item} />
        <div class="join-stepper" role="group" aria-label=${titleOf(item)}>
          <button type="button" class="live-button join-round" aria-label=${t("ask.rank.up", { title: titleOf(item) })} aria-disabled=${place ? undefined : "true"} onClick=${() => place && move(place, -1)}><span aria-hidden="true">↑</span></button>
          <button type="button" class="live-button join-round" aria-label=${t("ask.rank.down", { title: titleOf(item) })} aria-disabled=${place < order.length - 1 ? undefined : "true"} onClick=${() => place < order.length - 1 && move(place, 1)}><span aria-hidden="true">↓</span></button>
          <button type="button" class="live-button join-round" aria-label=${t("ask.rank.out", { title: titleOf(item) })} onClick=${() => save(order.filter((each) => each !== item))}><span aria-hidden="true">×</span></button>
        </div>
      </li>`)}
    </ol>
    ${rest.length > 0 && html`<h2>${t("ask.rank.rest")}</h2>
      <ul class="join-options">
        ${rest.map((item) => html`<li key=${item.id} class="live-card join-option join-option-long">
          <${Words} item=${item} />
          <button type="button" class="live-button" aria-label=${t("ask.rank.add", { title: titleOf(item), place: order.length + 1 })} onClick=${() => add(item)}>${t("ask.rank.as", { place: order.length + 1 })}</button>
        </li>`)}
      </ul>`}`;
}

function Scale({ activity, dots, keep }) {
  const list = items(activity);
  const done = list.filter((item) => dots[item.id]).length;
  return html`<p class="join-purse-words">${t("ask.scale.done", { done, all: list.length })}</p>
    <ol class="join-options join-scale">
      ${list.map((item) => html`<li key=${item.id} class=${`live-card join-statement${dots[item.id] ? " join-option-on" : ""}`}>
        <fieldset>
          <legend dir="auto"><span class="live-letter" aria-hidden="true">${item.letter}</span> ${titleOf(item)}</legend>
          ${item.detail && html`<p class="live-hint" dir="auto">${item.detail}</p>`}
          <div class="join-answers">
            ${activity.answers.map((answer, place) => html`<label key=${answer.id} class=${`live-choice join-answer ${dots[item.id] === place + 1 ? "live-choice-on" : ""}`}>
              <input type="radio" name=${`ask-${activity.id}-${item.id}`} checked=${dots[item.id] === place + 1} onChange=${() => keep({ ...dots, [item.id]: place + 1 })} />
              <span>${answer.title}</span>
            </label>`)}
          </div>
        </fieldset>
      </li>`)}
    </ol>`;
}

/** Closed and not shown: what one chose, and where to look. */
function Shut({ activity, outbox, state }) {
  const counted = outbox.counted(state, activity.id);
  const chosen = items(activity).filter((item) => counted[item.id]);
  return html`<p class="live-says join-look">${t("dots.closed")}</p>
    ${chosen.length > 0 && html`<h2>${t("ask.yours")}</h2>
      <ul class="join-options">${chosen.map((item) => html`<li key=${item.id} class="live-card join-option"><${Words} item=${item} /><p class="join-own-dots">${ownWords(activity, counted[item.id])}</p></li>`)}</ul>`}`;
}

function ownWords({ method, answers, unit }, number) {
  if (method === "scale") return (answers[number - 1] || {}).title;
  if (method === "ranking") return t("ask.place", { place: number });
  return method === "points" ? tn(`ask.count.${unit}`, number) : "";
}

/** A result in words and numbers, with bars for the eye. */
export function Result({ activity, outbox, state }) {
  const known = new Map(activity.items.map((item) => [item.id, item]));
  const counted = outbox.counted(state, activity.id);
  const rows = activity.result.filter((row) => known.has(row.item));
  const most = Math.max(1, ...rows.map((row) => mainNumber(activity, row)));
  return html`<h2>${t("dots.result")}</h2>
    <ol class="join-options join-result">
      ${rows.map((row) => html`<li key=${row.item} class="live-card join-option"><${Words} item=${known.get(row.item)} />
        <div class="join-own-dots">${resultWords(activity, row)}${counted[row.item] && ownWords(activity, counted[row.item]) ? ` · ${t("ask.mine", { words: ownWords(activity, counted[row.item]) })}` : ""}
          ${activity.method !== "scale" && html`<${Bar} share=${mainNumber(activity, row) / most} />`}</div>
      </li>`)}
    </ol>`;
}

/** The number by which a row of a result stands where it stands. */
export function mainNumber({ method }, row) {
  return { points: row.points, ranking: row.score }[method] ?? row.people ?? 0;
}

/** A row of a result in words: “12 people”, “7 points”, “Agree 5 · Disagree 2”. */
export function resultWords({ method, answers, unit }, row) {
  if (method === "scale") return answers.map((answer) => `${answer.title} ${row[answer.id]}`).join(" · ");
  if (method === "points") return tn(`ask.count.${unit}`, row.points);
  if (method === "ranking") return `${tn("ask.count.point", row.score)}, ${tn("ask.first", row.first)}`;
  return tn("ask.people", row.people);
}

// ---- writing

function Writing(props) {
  const { activity, outbox, state } = props;
  const list = items(activity);
  const [about, setAbout] = useState(list.length === 1 ? list[0].id : "");
  const many = activity.about_items && list.length > 1;
  const notes = outbox.notes(state, activity.id).map((note) => ({ ...note, kicker: kickerOf(activity, note), draft: draftKey(activity, note.box || "", note.about || "") }));
  return html`<section class="join-written" aria-label=${t("ask.write")}>
    ${many && html`<div class="join-about">
      <label class="live-label" for="about">${t("ask.about")}</label>
      <select id="about" class="live-input" value=${about} onChange=${(event) => setAbout(event.target.value)}>
        <option value="">${t("ask.about.choose")}</option>
        ${list.map((item) => html`<option key=${item.id} value=${item.id}>${item.letter}: ${titleOf(item)}</option>`)}
      </select>
    </div>`}
    ${(!many || about) && activity.boxes.map((box) => html`<${BoxPart} key=${`${box.id} ${about}`} ...${props} box=${box} about=${about} alone=${activity.boxes.length === 1} />`)}
    ${!activity.open && outbox.drafts(activity.id).length > 0 && html`<${Closed} activity=${activity} outbox=${outbox} />`}
    ${notes.length > 0 && html`<section class="join-mine" aria-labelledby="mine">
      <h2 id="mine" tabindex="-1">${t("notes.mine")}</h2>
      <${OwnNotes} notes=${notes} outbox=${outbox} open=${activity.open} />
    </section>`}
  </section>`;
}

/** One heading: what others wrote there, and a form. */
function BoxPart({ activity, outbox, state, live, box, about, alone }) {
  const there = under(state, "said/")
    .filter((note) => note.activity === activity.id && (note.box || activity.boxes[0].id) === box.id && (!about || (note.about || about) === about))
    .sort((one, other) => one.place - other.place);
  const id = `box-${box.id}`;
  const head = html`<span class="join-box-title" dir="auto">${box.title}</span>${there.length > 0 && html` <span class="join-box-count">${tn("ask.there", there.length)}</span>`}`;
  const inside = html`${box.hint && html`<p class="live-hint" id=${`${id}-hint`} dir="auto">${box.hint}</p>`}
    ${there.length > 0 && html`<ul class="join-there" aria-label=${t("ask.there.title")}>${there.map((note) => html`<li key=${note.id} class="live-words" dir="auto">${note.text}${note.more && Object.values(note.more).filter(Boolean).length > 0 && html`<span class="live-hint join-block">${Object.values(note.more).filter(Boolean).join(" · ")}</span>`}</li>`)}</ul>`}
    ${activity.open && html`<${Entry} activity=${activity} outbox=${outbox} live=${live} box=${box} about=${about} id=${id} />`}`;
  if (alone) return html`<section class="join-box-part"><h2>${head}</h2>${inside}</section>`;
  const kept = box.fields.some((field) => outbox.draft(draftKey(activity, box.id, about, field.id)));
  return html`<details class="live-card join-box-part" open=${kept}><summary><h2>${head}</h2></summary>${inside}</details>`;
}
