// The gallery of personas and the full card of one. What people wrote is put in as text, never as HTML.
let kit; // helpers that all controls share
let h; // makes an element

const written = (tag, text, attributes = {}) => h(tag, { dir: "auto", ...attributes }, text);

function emblem(person) {
  const frame = h("span", { class: "crp-persona-emblem" });
  frame.innerHTML = person.emblem; // drawn by the kit from the id alone; nothing a person wrote is in it
  return frame;
}

function button(label, kind, press, name) {
  const attributes = { type: "button", class: `crp-button crp-${kind}`, "aria-label": name, on: { click: press } };
  return h("button", attributes, label);
}

const mark = (fact) => h("i", { "data-state": fact.state, "aria-hidden": "true" });

function smallCard(person, open) {
  return h(
    "li",
    { class: "crp-persona-small", "data-family": person.family, "data-persona": person.id },
    h("div", { class: "crp-persona-band" }, emblem(person), written("p", person.group)),
    written("h3", person.title),
    h("p", { class: "crp-persona-asks" }, h("span", {}, "How do I … "), written("q", person.asks)),
    h(
      "p",
      { class: "crp-persona-known" },
      h("span", { class: "crp-persona-marks" }, ...person.facts.map(mark)),
      h("span", {}, person.known),
    ),
    button("Open the card", "primary", () => open(person.id), `Open the card of ${person.title}`),
  );
}

function fact(entry) {
  const value = h("dd", {}, written("span", entry.value, { class: "crp-persona-value" }));
  if (entry.how) value.append(h("span", { class: "crp-persona-how" }, entry.how));
  if (entry.note) value.append(written("span", entry.note, { class: "crp-persona-note" }));
  return h("div", { "data-state": entry.state }, h("dt", {}, mark(entry), entry.label), value);
}

function column([heading, lines]) {
  return h("section", {}, h("h4", {}, heading), h("ul", {}, ...lines.map((line) => written("li", line))));
}

function fullCard(person) {
  const words = h(
    "div",
    {},
    written("p", person.group, { class: "crp-persona-group" }),
    written("h3", person.title, { tabindex: "-1" }),
    written("p", person.stands_for, { class: "crp-persona-origin" }),
  );
  const facts = h(
    "section",
    { class: "crp-persona-facts" },
    h("h4", {}, "What a road-test needs to know"),
    h("p", {}, "A road-test walks this persona through the support, step by step, to see what works for them."),
    h("p", {}, `${person.known}. ${person.advice}`),
    h("dl", {}, ...person.facts.map(fact)),
    written("p", person.origin, { class: "crp-persona-origin" }),
  );
  return h(
    "article",
    { class: "crp-persona-card", "data-family": person.family },
    h("header", {}, emblem(person), words),
    h("div", { class: "crp-persona-columns" }, ...person.columns.map(column)),
    facts,
  );
}

/** Print cards alone, one a sheet; on paper they are light and sized for reading. */
function print(people) {
  const root = document.documentElement;
  const before = ["data-light", "data-mode"].map((name) => [name, root.getAttribute(name)]);
  const sheets = h("div", { class: "crp-persona-print" }, ...people.map(fullCard));
  const tidy = () => {
    sheets.remove();
    for (const [name, value] of before) kit.put(root, name, value);
    root.removeAttribute("data-crp-print");
  };
  for (const [name] of before) root.removeAttribute(name);
  document.body.append(sheets);
  root.setAttribute("data-crp-print", "personas");
  window.addEventListener("afterprint", tidy, { once: true });
  window.print();
}

function filter(spec, chosen, choose) {
  const name = kit.uid();
  const count = (family) => spec.people.filter((person) => person.family === family).length;
  const option = (value, title, number) => {
    const attributes = { type: "radio", name, on: { change: () => choose(value) } };
    const radio = h("input", { ...attributes, checked: value === chosen });
    const sign = h("i", { "data-family": value, "aria-hidden": "true" });
    return h("label", {}, radio, sign, written("span", `${title} (${number})`));
  };
  return h(
    "fieldset",
    { class: "crp-persona-filter" },
    h("legend", {}, "Show"),
    option("", "Everyone", spec.people.length),
    ...spec.families.map(([family, title]) => option(family, title, count(family))),
  );
}

function problems(sentences) {
  const lead = "Something in the team’s files needs mending. What can be read is shown.";
  const list = sentences.map((sentence) => written("li", sentence));
  return h("div", { class: "crp-persona-problems" }, h("p", {}, lead), h("ul", {}, ...list));
}

/** Do something with an element as soon as it is shown; Python may just have asked for it. */
function whenShown(selector, then, frames = 120) {
  const element = document.querySelector(selector);
  if (element?.offsetParent) then(element);
  else if (frames) requestAnimationFrame(() => whenShown(selector, then, frames - 1));
}

/** The parts below the problems: the gallery, one card, or a sentence while there is nothing to show. */
function view(spec, open, family, act) {
  const person = spec.people.find((one) => one.id === open);
  if (person) {
    const back = button("Back to all personas", "secondary", () => act.open(""));
    const change = button("Change or copy this card", "primary", () => act.change(person.id));
    const bar = h("div", { class: "crp-persona-bar" }, back, change);
    bar.append(button("Print this card", "quiet", () => print([person])));
    return [bar, fullCard(person)];
  }
  if (!spec.people.length) {
    const none = "There are no personas yet. Make the first one below.";
    return [h("p", {}, spec.loaded ? none : "The personas will appear here.")];
  }
  const all = button("Print all cards", "quiet", () => print(spec.people));
  const bar = h("div", { class: "crp-persona-bar" }, filter(spec, family, act.choose), all);
  const cards = spec.people.map((one) => smallCard(one, act.open));
  return [bar, h("ul", { class: "crp-persona-grid", role: "list" }, ...cards)];
}

function build({ el, send, spec, state }) {
  const root = h("div", { class: "crp-personas" });
  const news = h("p", { class: "crp-hidden", role: "status" });
  el.append(root, news);
  let family = "";
  let open = state().open;
  let told = open; // what Python said last
  let drawn = "";

  const sift = () => {
    for (const card of root.querySelectorAll(".crp-persona-small")) {
      kit.put(card, "hidden", Boolean(family) && card.dataset.family !== family);
    }
  };
  const draw = () => {
    const now = spec();
    const wanted = JSON.stringify([now, open]);
    if (wanted === drawn) return; // drawing anew would take the focus away
    drawn = wanted;
    if (!now.families.some(([id]) => id === family)) family = "";
    const mending = now.problems.length && !open ? [problems(now.problems)] : [];
    root.replaceChildren(...mending, ...view(now, open, family, act));
    sift();
  };
  const act = {
    open(id) {
      const left = open;
      open = id;
      draw();
      send("open", { persona: id });
      const back = root.querySelector(`[data-persona="${CSS.escape(left)}"]:not([hidden]) button`);
      if (id) root.scrollIntoView({ block: "start" });
      const heading = root.querySelector(".crp-persona-card h3");
      (heading ?? back ?? root.querySelector("input"))?.focus({ preventScroll: Boolean(id) });
    },
    async change(id) {
      await send("change", { persona: id });
      document.querySelector(".crp-persona-form")?.scrollIntoView({ block: "start" });
      whenShown(".crp-persona-start select", (start) => start.focus({ preventScroll: true }));
    },
    choose(value) {
      family = value;
      sift();
      const cards = [...root.querySelectorAll(".crp-persona-small")];
      kit.say(news, `${cards.filter((card) => !card.hidden).length} of ${cards.length} personas shown`);
    },
  };
  return () => {
    if (state().open !== told) open = told = state().open;
    draw();
  };
}

export default {
  async render(context) {
    ({ exports: kit } = await context.host.getWidget(context.model.get("_look")));
    h = kit.h;
    kit.control(context, "persona-gallery", (tools) => build(tools));
  },
};
