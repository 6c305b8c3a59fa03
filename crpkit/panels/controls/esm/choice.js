// One or several out of a list: a native drop-down list, radio buttons, cards, or boxes to tick.
function picker(kit, { error, send, redraw }) {
  let waiting = 0;
  return {
    busy: () => waiting > 0,
    async pick(keys) {
      waiting += 1;
      await send("set", { value: keys }, { replaces: "set" });
      waiting -= 1;
      redraw();
    },
  };
}

function buildList(kit, tools) {
  const { pick, busy } = picker(kit, tools);
  const select = kit.h("select", { class: "crp-input crp-select" });
  const frame = kit.field(select, tools.error);
  let drawn = "";
  select.addEventListener("change", () => pick(select.value === "" ? [] : [select.value.slice(1)]));
  tools.el.append(frame.label, frame.hint, kit.h("div", { class: "crp-select-box" }, select));
  return (spec, state) => {
    frame.update(spec, state);
    const chosen = state.value[0];
    const wanted = JSON.stringify([spec.options, chosen === undefined]);
    if (wanted !== drawn) {
      drawn = wanted;
      const first = chosen === undefined ? [kit.h("option", { value: "" }, spec.options.length ? "Choose one" : spec.empty)] : [];
      // the value begins with a letter of ours, so that an option may be the empty text
      select.replaceChildren(...first, ...spec.options.map(([key, text]) => kit.h("option", { value: `k${key}` }, text)));
    }
    if (!busy()) select.value = chosen === undefined ? "" : `k${chosen}`;
  };
}

function buildGroup(kit, tools) {
  const { pick, busy } = picker(kit, tools);
  const group = kit.h("fieldset", { class: "crp-fieldset" });
  const frame = kit.field(group, tools.error, { group: true });
  const list = kit.h("div", { class: "crp-options" });
  const empty = kit.h("p", { class: "crp-hint" });
  const name = kit.uid();
  let drawn = "";
  let boxes = [];
  const chosen = () => boxes.filter(([, box]) => box.checked).map(([key]) => key);
  const option = ([key, text, detail], type) => {
    const box = kit.h("input", { type, name, id: kit.uid(), on: { change: () => pick(chosen()) } });
    const more = detail ? kit.h("span", { class: "crp-detail", id: kit.uid(), dir: "auto" }, detail) : null;
    if (more) box.setAttribute("aria-describedby", more.id);
    boxes.push([key, box]);
    const words = kit.h("label", { for: box.id, dir: "auto" }, text);
    return kit.h("div", { class: "crp-option" }, box, kit.h("div", { class: "crp-option-words" }, words, more));
  };
  const rebuild = (spec) => {
    const focused = boxes.find(([, box]) => box.matches(":focus"))?.[0];
    boxes = [];
    list.replaceChildren(...spec.options.map((each) => option(each, spec.style === "ticks" ? "checkbox" : "radio")));
    boxes.find(([key]) => key === focused)?.[1].focus();
  };
  group.append(frame.label, frame.hint, list, empty);
  tools.el.append(group);
  return (spec, state) => {
    frame.update(spec, state);
    list.classList.toggle("crp-cards", spec.style === "cards");
    list.classList.toggle("crp-long", spec.style !== "cards" && spec.options.length > 8);
    kit.say(empty, spec.empty);
    empty.hidden = spec.options.length > 0;
    if (JSON.stringify(spec.options) !== drawn) {
      drawn = JSON.stringify(spec.options);
      rebuild(spec);
    }
    if (!busy()) for (const [key, box] of boxes) box.checked = state.value.includes(key);
  };
}

export default {
  async render(context) {
    const { exports: kit } = await context.host.getWidget(context.model.get("_look"));
    const build = context.model.get("_spec").style === "list" ? buildList : buildGroup;
    kit.control(context, "field", (tools) => build(kit, tools));
  },
};
