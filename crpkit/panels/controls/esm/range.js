// A scale to slide along; the page knows the words of every position.
function build(kit, tools) {
  const { el, error, spec, state } = tools;
  const input = kit.h("input", { type: "range", class: "crp-range", min: 0, max: spec().words.length - 1, step: 1 });
  input.value = state().value;
  const frame = kit.field(input, error);
  const words = kit.h("output", { class: "crp-range-words", for: input.id, dir: "auto", "aria-live": "off" });
  const show = () => {
    const { words: all } = spec();
    kit.say(words, all[input.valueAsNumber] ?? "");
    kit.put(input, "aria-valuetext", words.textContent);
    input.style.setProperty("--crp-part", `${(100 * input.valueAsNumber) / Math.max(1, all.length - 1)}%`);
  };
  const pair = kit.together(input, tools, {
    read: () => input.valueAsNumber,
    write: (value) => (input.value = value),
    pause: 150,
    changed: show,
  });
  el.append(frame.label, frame.hint, kit.h("div", { class: "crp-inline crp-range-row" }, input, words));
  return (now, live) => {
    frame.update(now, live);
    kit.put(input, "max", now.words.length - 1);
    pair.apply();
    show();
  };
}

export default {
  async render(context) {
    const { exports: kit } = await context.host.getWidget(context.model.get("_look"));
    kit.control(context, "field", (tools) => build(kit, tools));
  },
};
