// Things in an order: dragged by mouse or finger, moved by buttons or Alt and an arrow key.
const EDGE = 50; // pixels from the edge of the window within which it scrolls along

function build(kit, { send, el, error, redraw, state, spec }) {
  const label = kit.h("p", { class: "crp-label", id: kit.uid() });
  const hint = kit.hintLine();
  const empty = kit.h("p", { class: "crp-hint" });
  const list = kit.h("ol", { class: "crp-order", "aria-labelledby": label.id, "aria-describedby": hint.id });
  const news = kit.h("p", { class: "crp-order-news", role: "status" });
  const rows = new Map();
  let busy = false;
  let said = 0;

  const order = () => [...list.children].map((item) => item.dataset.key);
  const move = async (key, to) => {
    if (busy || to < 0 || to >= rows.size || to === order().indexOf(key)) return;
    busy = true;
    await send("move", { key, to });
    busy = false;
    redraw();
  };
  const by = (key, step) => move(key, order().indexOf(key) + step);
  const choose = async (key) => {
    await send("choose", { key }, { replaces: "choose" });
    const opens = spec().opens && document.querySelector(`.${spec().opens}`);
    if (opens && opens.getBoundingClientRect().top > innerHeight * 0.8) opens.scrollIntoView({ block: "start" }); // on a phone it is below
  };

  el.append(label, hint, list, empty, news, error);
  return (now, live) => {
    kit.say(label, now.label);
    kit.say(hint, now.hint);
    kit.say(empty, now.empty);
    hint.hidden = !now.hint || !now.items.length;
    empty.hidden = now.items.length > 0;
    const focused = list.contains(document.activeElement) ? document.activeElement : null;
    const keys = new Set(now.items.map(({ key }) => key));
    for (const [key, row] of rows)
      if (!keys.has(key)) {
        row.item.remove();
        rows.delete(key);
      }
    now.items.forEach((thing, n) => {
      const { key } = thing;
      if (!rows.has(key)) rows.set(key, drawRow(kit, key, { by, choose, drag: (event) => drag(event, key, rows.get(key).item, list, move) }));
      const row = rows.get(key);
      row.update(thing, n, now.items.length, state().chosen === key);
      if (list.children[n] !== row.item) list.insertBefore(row.item, list.children[n] ?? null);
    });
    if (focused && document.activeElement !== focused && list.contains(focused)) {
      focused.focus({ preventScroll: true });
      focused.closest("li").scrollIntoView({ block: "nearest" });
    }
    if (!live.news) kit.say(news, "");
    if (live.said !== said) {
      said = live.said;
      news.textContent = "";
      requestAnimationFrame(() => (news.textContent = live.news)); // the same again is read out again
    }
  };
}

function drawRow(kit, key, { by, choose, drag }) {
  const number = kit.h("span", { class: "crp-order-number", "aria-hidden": "true" });
  const part = kit.h("span", { class: "crp-order-part", dir: "auto" });
  const title = kit.h("span", { class: "crp-order-title", dir: "auto" });
  const details = kit.h("span", { class: "crp-order-details" });
  const note = kit.h("span", { class: "crp-order-note", dir: "auto" });
  const main = kit.h("button", { type: "button", class: "crp-order-main", on: { click: () => choose(key) } }, part, title, details, note);
  const handle = kit.h("span", { class: "crp-order-handle", "aria-hidden": "true", title: "Drag to another place", on: { pointerdown: drag } });
  const arrow = (words, step, sign) => {
    const name = kit.hidden("");
    const press = () => button.getAttribute("aria-disabled") || by(key, step);
    const button = kit.h("button", { type: "button", class: "crp-order-arrow", on: { click: press } }, kit.h("span", { "aria-hidden": "true" }, sign), name);
    return { button, update: (of, off) => {
      kit.say(name, `${words} “${of}”`);
      kit.put(button, "aria-disabled", off ? "true" : null);
    } };
  };
  const up = arrow("Move up", -1, "↑");
  const down = arrow("Move down", 1, "↓");
  const item = kit.h("li", { class: "crp-order-item", "data-key": key }, handle, number, main, kit.h("span", { class: "crp-order-arrows" }, up.button, down.button));
  main.addEventListener("keydown", (event) => {
    const step = { ArrowUp: -1, ArrowDown: 1 }[event.key];
    if (!step || !event.altKey) return;
    event.preventDefault();
    by(key, step);
  });
  return {
    item,
    update(thing, n, all, chosen) {
      const pieces = thing.details;
      item.dataset.tone = thing.tone;
      kit.say(number, thing.badge);
      kit.say(part, thing.part);
      kit.say(title, thing.title);
      if (details.dataset.said !== pieces.join("|")) {
        details.dataset.said = pieces.join("|");
        details.replaceChildren(...pieces.map((piece) => kit.h("span", { class: "crp-order-piece" }, piece)));
      }
      kit.say(note, thing.note);
      kit.put(main, "aria-current", chosen ? "true" : null);
      item.classList.toggle("crp-chosen", chosen);
      up.update(thing.title, n === 0);
      down.update(thing.title, n === all - 1);
    },
  };
}

/** Drag a thing by its handle; the others make room, and it goes where it is let go. Escape puts it back. */
function drag(event, key, item, list, move) {
  if (event.button) return;
  event.preventDefault();
  const others = [...list.children];
  const from = others.indexOf(item);
  const middles = others.map((one) => one.getBoundingClientRect()).map((box) => box.top + scrollY + box.height / 2);
  const { height } = item.getBoundingClientRect();
  const room = height + parseFloat(getComputedStyle(list).rowGap || 0);
  const start = event.clientY + scrollY;
  const handle = event.currentTarget;
  let to = from;
  let y = event.clientY;
  let frame = 0;
  handle.setPointerCapture(event.pointerId);
  item.classList.add("crp-dragged");
  const place = () => {
    const by = y + scrollY - start;
    // its upper edge passes those before it, its lower edge those behind it
    to = middles.filter((middle, n) => (n < from && middle < middles[from] - height / 2 + by) || (n > from && middle < middles[from] + height / 2 + by)).length;
    item.style.transform = `translateY(${by}px)`;
    others.forEach((one, n) => {
      if (n !== from) one.style.transform = n > from && n <= to ? `translateY(${-room}px)` : n < from && n >= to ? `translateY(${room}px)` : "";
    });
  };
  const scroll = () => {
    const by = y < EDGE ? -10 : y > innerHeight - EDGE ? 10 : 0;
    if (by) scrollBy(0, by);
    if (by) place();
    frame = requestAnimationFrame(scroll);
  };
  const follow = (moved) => {
    y = moved.clientY;
    place();
  };
  frame = requestAnimationFrame(scroll);
  const stop = (let_go) => {
    cancelAnimationFrame(frame);
    for (const [name, listener] of listeners) (name === "keydown" ? document : handle).removeEventListener(name, listener);
    item.classList.remove("crp-dragged");
    others.forEach((one) => (one.style.transform = ""));
    if (let_go && to !== from) move(key, to);
  };
  const listeners = [
    ["pointermove", follow],
    ["pointerup", () => stop(true)],
    ["pointercancel", () => stop(false)],
    ["keydown", (pressed) => pressed.key === "Escape" && stop(false)],
  ];
  for (const [name, listener] of listeners) (name === "keydown" ? document : handle).addEventListener(name, listener);
}

export default {
  async render(context) {
    const { exports: kit } = await context.host.getWidget(context.model.get("_look"));
    kit.control(context, "order-box", (tools) => build(kit, tools));
  },
};
