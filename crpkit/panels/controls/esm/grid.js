// Options with letter, count and large buttons, all in one widget; counts change without moving the cursor.
function build(kit, tools) {
  const { el, send, spec, state, error, waiting } = tools;
  const title = kit.h("h3", { class: "crp-label crp-grid-title", id: kit.uid(), dir: "auto" });
  const hint = kit.hintLine();
  const blocker = kit.h("p", { class: "crp-blocker", id: kit.uid(), dir: "auto" });
  const news = kit.h("p", { class: "crp-grid-news", role: "status", dir: "auto" });
  const list = kit.h("ul", { class: "crp-grid", role: "list" });
  const wrong = kit.problemLine();
  const rows = new Map();
  let drawn = "";
  let cleared = state().cleared;
  let said = "";

  const counted = (n) => `${n.toLocaleString("en-GB")} ${spec().unit[n === 1 ? 0 : 1]}`;
  const tellNews = (...parts) => {
    const words = parts.map((part) => part.textContent ?? part).join("");
    if (news.textContent !== words) news.replaceChildren(...parts); // the same again would be read out again
  };
  // what was done, in words; nothing when Python could not do any of it
  const tell = (presses) => {
    if (!presses.length) return tellNews();
    const [[key, action, n]] = presses;
    const { letter, title } = rows.get(key) ?? {};
    const name = [`${letter}, `, kit.h("bdi", {}, title)]; // a title written from right to left moves no number
    const [, text, joint] = spec().actions.find(([known]) => known === action);
    if (presses.length > 1) tellNews(`Noted: ${presses.map(([each, , many]) => `${many} for ${rows.get(each)?.letter}`).join(", ")}.`);
    else if (state().counts) tellNews(...name, `: ${counted(state().counts[key] ?? 0)}.`);
    else if (n > 1 || action === main()[0]) tellNews(`Noted: ${counted(n)} for `, ...name, ".");
    else tellNews(`Noted: ${text} ${joint} `, ...name, ".");
  };
  const blocked = () => {
    if (state().blocker) wrong.textContent = said = state().blocker;
    return Boolean(state().blocker);
  };
  // returns what Python did not take
  const press = async (...presses) => {
    if (blocked()) return presses;
    wrong.textContent = "";
    tellNews(); // one message at a time
    await send("press", { presses });
    const taken = state().taken;
    tell(presses.slice(0, taken));
    if (taken < presses.length && !state().error) blocked();
    return presses.slice(taken);
  };

  const main = () => spec().actions[0];
  const quick = letterLine(kit, { spec, press, blocked, wrong, letters: () => rows });
  const draw = (now) => {
    rows.clear();
    const items = now.items.map(([key, letter, name, note]) => {
      const row = drawRow(kit, { key, letter, title: name, note, now, press, blocked, wrong, blocker });
      rows.set(key, row);
      return row.item;
    });
    list.replaceChildren(...items);
  };
  list.addEventListener("keydown", (event) => walk(event, list));
  const group = kit.h("div", { role: "group", "aria-labelledby": title.id, "aria-describedby": `${hint.id} ${blocker.id}` });
  // in sight wherever one is in a long list
  const foot = kit.h("div", { class: "crp-grid-foot" }, news, wrong, error, waiting);
  group.append(title, hint, blocker, quick.line, list, foot);
  el.append(group);

  return (now, live) => {
    kit.say(title, now.label);
    const paper = now.by_number ? `To add many at once, write how many in an option’s box and press Add.` : "";
    kit.say(hint, `${now.hint} ${paper}`.trim());
    hint.hidden = !hint.textContent;
    if (live.cleared !== cleared) {
      cleared = live.cleared;
      tellNews();
      wrong.textContent = "";
    }
    if (!live.blocker && said && wrong.textContent === said) wrong.textContent = said = ""; // it can be pressed again
    kit.say(blocker, live.blocker);
    blocker.hidden = !live.blocker;
    quick.line.hidden = !now.by_letter;
    quick.update(now, main(), Boolean(live.blocker));
    if (JSON.stringify(now) !== drawn) {
      drawn = JSON.stringify(now);
      draw(now);
    }
    for (const [key, row] of rows) row.update(live.counts === null ? null : (live.counts[key] ?? 0), Boolean(live.blocker), counted);
  };
}

function drawRow(kit, { key, letter, title, note, now, press, blocked, wrong, blocker }) {
  const name = `${letter}, ${title}`;
  const bubble = kit.h("span", { class: "crp-count" });
  const buttons = now.actions.map(([action, text, joint], n) =>
    kit.h(
      "button",
      { type: "button", class: `crp-button ${n ? "crp-quiet" : "crp-secondary"}`, "data-column": n, on: { click: () => press([key, action, 1]) } },
      text,
      kit.hidden(` ${joint} ${name}`),
    ),
  );
  const many = now.by_number ? numberEntry(kit, { key, name, now, press, blocked, wrong }) : null;
  const badge = kit.h("span", { class: "crp-badge", "aria-hidden": "true" }, letter);
  const words = kit.h("div", { class: "crp-item-words" }, kit.h("p", { class: "crp-item-title" }, kit.hidden(`${letter}: `), kit.h("bdi", {}, title)));
  if (note) words.append(kit.h("p", { class: "crp-detail", dir: "auto" }, note));
  const head = kit.h("div", { class: "crp-item-head" }, badge, words, bubble);
  const item = kit.h("li", { class: "crp-item" }, head, kit.h("div", { class: "crp-item-actions" }, ...buttons, many?.box));
  return { item, title, letter, update: (count, blocked, counted) => {
    const words = count === null ? "" : counted(count);
    if (bubble.dataset.words !== words) {
      const changed = bubble.dataset.words !== undefined;
      bubble.dataset.words = words;
      bubble.replaceChildren(...(words ? [String(count), kit.hidden(words.slice(words.indexOf(" ")))] : []));
      bubble.classList.toggle("crp-some", count > 0);
      if (changed) bubble.animate?.([{ transform: "scale(1.25)" }, { transform: "scale(1)" }], { duration: motion() });
    }
    for (const button of [...buttons, ...(many?.buttons ?? [])]) {
      kit.put(button, "aria-disabled", blocked ? "true" : null);
      kit.put(button, "aria-describedby", blocked ? blocker.id : null);
    }
  } };
}

/** A box for many at once, as when twelve are counted from paper. */
function numberEntry(kit, { key, name, now, press, blocked, wrong }) {
  const [action, , joint] = now.actions[0];
  const input = kit.h("input", { type: "number", class: "crp-input crp-many", id: kit.uid(), min: 1, max: now.most, step: 1, inputmode: "numeric", autocomplete: "off" });
  const label = kit.h("label", { class: "crp-hidden", for: input.id }, `How many ${now.unit[1]} for ${name}`);
  const add = async () => {
    const n = input.valueAsNumber;
    if (blocked()) return;
    if (!Number.isInteger(n) || n < 1 || n > now.most) {
      wrong.textContent = `${name}: write a whole number from 1 to ${now.most}.`;
      input.focus();
      return;
    }
    input.value = ""; // at once, so that Enter pressed twice counts once
    const left = await press([key, action, n]);
    if (left.length && !input.value) input.value = n; // refused: it comes back
  };
  input.addEventListener("keydown", (event) => event.key === "Enter" && add());
  input.addEventListener("wheel", (event) => input.matches(":focus") && event.preventDefault(), { passive: false });
  const button = kit.h("button", { type: "button", class: "crp-button crp-secondary", on: { click: add } }, "Add", kit.hidden(` this many ${joint} ${name}`));
  return { box: kit.h("div", { class: "crp-many-box" }, label, input, button), buttons: [button] };
}

/** One line into which letters are typed as they are called out: B, or B 12, or A C C. */
function letterLine(kit, { spec, press, blocked, wrong, letters }) {
  const input = kit.h("input", { type: "text", class: "crp-input crp-letters", id: kit.uid(), autocomplete: "off", autocapitalize: "characters", spellcheck: "false" });
  const label = kit.h("label", { class: "crp-label", for: input.id });
  const hint = kit.hintLine();
  input.setAttribute("aria-describedby", `${hint.id} ${wrong.id}`);
  const button = kit.h("button", { type: "button", class: "crp-button crp-secondary", on: { click: () => enter() } });
  const enter = async () => {
    const read = readLetters(input.value, letters(), spec().most);
    input.focus();
    if (blocked()) return;
    wrong.textContent = read.problem;
    if (read.problem) return input.select(); // the next letter replaces what could not be read
    const typed = input.value;
    input.value = ""; // at once, so that Enter pressed twice counts once
    if (!read.presses.length) return;
    const left = await press(...read.presses.map(([key, n]) => [key, spec().actions[0][0], n]));
    if (!left.length) return;
    // refused: it comes back, before what has been typed since
    const back = left.length === read.presses.length ? typed.trim() : left.map(([key, , n]) => `${letters().get(key)?.letter ?? ""} ${n}`).join(" ");
    input.value = `${back} ${input.value}`.trim();
  };
  input.addEventListener("keydown", (event) => event.key === "Enter" && !event.isComposing && enter());
  const line = kit.h("div", { class: "crp-letter-line" }, label, hint, kit.h("div", { class: "crp-inline" }, input, button));
  return {
    line,
    update(now, [, text], closed) {
      kit.put(button, "aria-disabled", closed ? "true" : null);
      const some = now.items.map(([, letter]) => letter);
      kit.say(label, "Type letters as they are called out");
      kit.say(hint, some.length > 1 ? `For example ${some[1]}, or ${some[1]} 12 for twelve at once, or ${some[0]} ${some[1]} ${some[1]}. Then press Enter.` : "");
      kit.say(button, text);
    },
  };
}

/** Read "B", "b12", "A, C C 3" as presses; the first thing that cannot be read becomes a sentence. */
function readLetters(text, rows, most) {
  const known = new Map([...rows].map(([key, { letter }]) => [letter.toLocaleUpperCase(), key]));
  const presses = [];
  const pieces = text.toLocaleUpperCase().match(/\d+|[^\s\d,;+×]+/g) ?? [];
  for (const piece of pieces) {
    const last = presses.at(-1);
    if (known.has(piece)) presses.push([known.get(piece), 1, false]);
    else if (/^\d+$/.test(piece) && last && !last[2]) [last[1], last[2]] = [Number(piece), true];
    else return { presses: [], problem: `“${piece}” is not one of the letters ${[...known.keys()].slice(0, 60).join(", ")}.` };
    if (presses.at(-1)[1] < 1 || presses.at(-1)[1] > most) return { presses: [], problem: `Write a number from 1 to ${most} after a letter.` };
  }
  return { presses, problem: "" };
}

/** The arrow keys go from a button to the same one of the next option. */
function walk(event, list) {
  const column = event.target.dataset?.column;
  const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (column === undefined || !by) return;
  const same = [...list.querySelectorAll(`[data-column="${column}"]`)];
  const next = same[same.indexOf(event.target) + by];
  event.preventDefault();
  next?.focus();
}

const motion = () => (matchMedia("(prefers-reduced-motion: reduce)").matches ? 0 : 250);

export default {
  async render(context) {
    const { exports: kit } = await context.host.getWidget(context.model.get("_look"));
    kit.control(context, "grid-box", (tools) => build(kit, tools));
  },
};
