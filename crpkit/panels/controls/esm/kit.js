// What all controls share. One hidden widget a page carries it; controls reach it through anywidget's host.
// It exports functions only, and draws nothing itself.

const PAGE = Array.from(crypto.getRandomValues(new Uint8Array(8)), (byte) => byte.toString(16).padStart(2, "0")).join("");
const PATIENCE = 4000; // milliseconds until the page says that it is waiting for an answer
const AGAIN = 6000; // milliseconds until a message that was not answered is sent once more
const TRIES = 10;
let counter = 0;

/** An id that no other view on any page has. */
const uid = () => `crp-${PAGE}-${++counter}`;

/** Make an element. `on` holds listeners; text is always set as text, never as HTML. */
function h(tag, { on = {}, ...attributes } = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) put(element, name, value);
  for (const [name, listener] of Object.entries(on)) element.addEventListener(name, listener);
  element.append(...children.filter((child) => child !== null && child !== undefined));
  return element;
}

/** Set an attribute; false, null and undefined take it away. */
function put(element, name, value) {
  if (value === false || value === null || value === undefined) element.removeAttribute(name);
  else element.setAttribute(name, value === true ? "" : value);
}

/** Set a text only if it differs, so that screen readers do not read it again. */
function say(element, words) {
  if (element.textContent !== words) element.textContent = words;
}

/** A line for problems: always there, empty at first, read out at once. */
const problemLine = () => h("p", { class: "crp-error", role: "alert", id: uid(), dir: "auto" });
const hintLine = () => h("p", { class: "crp-hint", id: uid(), dir: "auto" });
const hidden = (words) => h("span", { class: "crp-hidden" }, words);

/** Messages to Python, each sent until it is answered; Python counts each id once. */
function post(model, signal, waiting) {
  const open = new Map();
  const settle = (id) => {
    const entry = open.get(id);
    if (!entry) return;
    clearInterval(entry.again);
    clearTimeout(entry.late);
    open.delete(id);
    if (![...open.values()].some((other) => other.isLate)) say(waiting, "");
    entry.resolve();
  };
  model.on("msg:custom", (message) => message?.kind === "ack" && settle(message.id));
  signal?.addEventListener("abort", () => [...open.keys()].forEach(settle));
  // `replaces` names a kind of message that this one makes out of date
  return function send(kind, data = {}, { replaces, buffers } = {}) {
    [...open].filter(([, entry]) => entry.kind === replaces).forEach(([id]) => settle(id));
    const id = `${PAGE}-${++counter}`;
    const deliver = () => model.send({ ...data, kind, id }, undefined, buffers);
    return new Promise((resolve) => {
      let tries = 1;
      const entry = { kind, resolve, isLate: false };
      entry.again = setInterval(() => (++tries > TRIES ? clearInterval(entry.again) : deliver()), AGAIN);
      entry.late = setTimeout(() => {
        entry.isLate = true;
        say(waiting, "Waiting for the computer to answer. What you did last is not saved yet.");
      }, PATIENCE);
      open.set(id, entry);
      deliver();
    });
  };
}

/** Draw a control: `build(tools)` makes its elements and returns `update(spec, state)`. */
function control({ model, el, signal }, name, build) {
  el.classList.add("crp", `crp-${name}`);
  if (inLab()) el.addEventListener("keydown", keepFromLab);
  const waiting = h("p", { class: "crp-waiting", role: "status" });
  const error = problemLine();
  const send = post(model, signal, waiting);
  const state = () => model.get("_state");
  const update = build({ model, el, signal, send, state, error, waiting, spec: () => model.get("_spec"), redraw: () => refresh() });
  const refresh = () => {
    update(model.get("_spec"), state());
    say(error, state().error);
  };
  for (const line of [error, waiting]) if (!el.contains(line)) el.append(line); // where the control did not place them
  model.on("change:_spec", refresh);
  model.on("change:_state", refresh);
  refresh();
}

/** The frame of a control with one input: label, hint; returns what names and describes it. */
function field(input, error, { group = false } = {}) {
  const label = h(group ? "legend" : "label", { class: "crp-label", dir: "auto" });
  const hint = hintLine();
  if (!group) {
    input.id = uid();
    label.htmlFor = input.id;
  }
  input.setAttribute("aria-describedby", `${hint.id} ${error.id}`);
  return {
    label,
    hint,
    update(spec, state) {
      say(label, spec.label);
      say(hint, spec.hint ?? "");
      hint.hidden = !spec.hint;
      if (!group) put(input, "aria-invalid", state.error ? "true" : null);
    },
  };
}

/**
 * Keep an input and Python's value together without ever overwriting what a person is typing.
 * `read` gives the value typed, `write` shows Python's; `pause` is how long typing must rest before it is sent.
 */
function together(input, tools, { read, write, pause = 400, changed = () => {} }) {
  let sent = JSON.stringify(tools.state().value);
  let touched = false;
  let waiting = 0;
  let timer = 0;
  let reset = tools.state().reset ?? 0;

  const push = (always = false) => {
    clearTimeout(timer);
    const value = read();
    if (!always && JSON.stringify(value) === sent) return;
    sent = JSON.stringify(value);
    waiting += 1;
    tools.send("set", { value }, { replaces: "set" }).then(() => {
      waiting -= 1;
      apply();
    });
  };
  // hand the text over and empty the box at once, so that the next can be typed; if it was refused, it comes back
  const enter = () => {
    clearTimeout(timer);
    const value = read();
    write("");
    sent = JSON.stringify("");
    touched = false;
    waiting += 1;
    changed();
    tools.send("enter", { value }, { replaces: "set" }).then(() => {
      waiting -= 1;
      if (tools.state().error) write(value + read());
      else apply();
      changed();
    });
  };
  const apply = () => {
    const state = tools.state();
    const anew = (state.reset ?? 0) !== reset; // Python put in another text on purpose
    reset = state.reset ?? 0;
    if (anew) clearTimeout(timer);
    const busy = !anew && ((touched && input.matches(":focus")) || waiting > 0 || state.refused);
    if (busy || JSON.stringify(read()) === JSON.stringify(state.value)) return;
    write(state.value);
    sent = JSON.stringify(state.value);
    changed();
  };

  input.addEventListener("input", () => {
    touched = true;
    clearTimeout(timer);
    timer = setTimeout(push, pause);
    changed();
  });
  input.addEventListener("change", () => push());
  input.addEventListener("blur", () => {
    const differs = JSON.stringify(read()) !== JSON.stringify(tools.state().value);
    if (touched && differs && waiting === 0) push(true);
    touched = false;
    apply();
  });
  return { push, enter, apply };
}

// Voilà has an empty shell of the same class; our server marks its pages, so that they keep their own light and dark.
const inLab = () => !document.body.dataset.voila && document.querySelector(".jp-LabShell, .jp-NotebookShell") !== null;

/** JupyterLab takes a letter pressed on a button for a shortcut of its own, such as "insert a cell". */
function keepFromLab(event) {
  if (!event.ctrlKey && !event.metaKey && !event.altKey) event.stopPropagation();
}

/** In JupyterLab's dark theme the kit is dark as well; elsewhere the page decides. */
function followLab() {
  if (!inLab()) return;
  const follow = () => {
    const light = document.body.dataset.jpThemeLight !== "false";
    document.documentElement.dataset.light = light ? "light" : "dark";
  };
  new MutationObserver(follow).observe(document.body, { attributeFilter: ["data-jp-theme-light"] });
  follow();
}

export default {
  initialize() {
    followLab();
    let any = false; // whether the person has done anything yet: a page that opens must not move the cursor
    for (const deed of ["keydown", "pointerdown"]) addEventListener(deed, () => (any = true), { once: true, capture: true });
    const acted = () => any;
    return { acted, uid, h, put, say, hidden, hintLine, problemLine, control, field, together };
  },
};
