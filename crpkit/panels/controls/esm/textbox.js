// A box for words, of one line or several.
function build(kit, tools) {
  const { el, error, spec, state } = tools;
  const lines = spec().lines;
  const input = lines > 1 ? kit.h("textarea", { rows: lines }) : kit.h("input", { type: "text", autocomplete: "off" });
  input.className = "crp-input";
  input.dir = "auto";
  input.value = state().value;
  const frame = kit.field(input, error);
  const room = kit.h("p", { class: "crp-hint crp-room", role: "status" });
  const count = () => {
    const left = spec().longest - [...input.value].length;
    kit.say(room, left >= 0 && left < spec().longest / 10 ? `Room for ${left.toLocaleString("en-GB")} more characters.` : "");
  };
  const pair = kit.together(input, tools, {
    read: () => input.value,
    write: (value) => (input.value = value),
    changed: count,
  });
  if (lines === 1)
    input.addEventListener("keydown", (event) => {
      if (event.key === "Enter" && !event.isComposing) spec().enter ? input.value.trim() && pair.enter() : pair.push();
    });
  el.append(frame.label, frame.hint, input, room);
  return (now, live) => {
    frame.update(now, live);
    pair.apply();
  };
}

export default {
  async render(context) {
    const { exports: kit } = await context.host.getWidget(context.model.get("_look"));
    kit.control(context, "field", (tools) => build(kit, tools));
  },
};
