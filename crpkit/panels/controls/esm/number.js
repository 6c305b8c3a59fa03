// A box for a number, with large buttons for one step less and one step more.
function build(kit, tools) {
  const { el, error, spec, state } = tools;
  const input = kit.h("input", { type: "number", class: "crp-input", autocomplete: "off" });
  const frame = kit.field(input, error);
  const unit = kit.h("span", { class: "crp-unit", id: kit.uid(), dir: "auto" });
  const write = (value) => (input.value = value === null ? "" : String(value));
  write(state().value);
  const pair = kit.together(input, tools, {
    // what cannot be read as a number is sent as text, so that Python can say what is wrong
    read: () => (input.validity.badInput ? "not a number" : input.value === "" ? null : input.valueAsNumber),
    write,
    pause: 600,
  });
  const nudge = (way) => {
    const { minimum, maximum, step } = spec();
    const from = Number.isFinite(input.valueAsNumber) ? input.valueAsNumber : Math.max(minimum ?? 0, 0);
    const to = Number((from + way * step).toFixed(9));
    write(Math.min(maximum ?? Infinity, Math.max(minimum ?? -Infinity, to)));
    pair.push();
  };
  const less = kit.h("button", { type: "button", class: "crp-nudge", on: { click: () => nudge(-1) } }, "−");
  const more = kit.h("button", { type: "button", class: "crp-nudge", on: { click: () => nudge(1) } }, "+");
  // a wheel turned while scrolling must not change the number
  input.addEventListener("wheel", (event) => input.matches(":focus") && event.preventDefault(), { passive: false });
  // a letter typed over a chosen number must not empty the box: empty means that nobody knows
  input.addEventListener("beforeinput", (event) => event.data && !/[\d.,+\-eE\s]/.test(event.data) && event.preventDefault());
  input.addEventListener("keydown", (event) => event.key === "Enter" && pair.push());
  input.setAttribute("aria-describedby", `${unit.id} ${input.getAttribute("aria-describedby")}`);
  const [before, after] = spec().before ? [unit, null] : [null, unit];
  el.append(frame.label, frame.hint, kit.h("div", { class: "crp-inline crp-number-row" }, before, less, input, more, after));
  return (now, live) => {
    frame.update(now, live);
    kit.say(unit, now.unit);
    kit.put(input, "min", now.minimum);
    kit.put(input, "max", now.maximum);
    kit.put(input, "step", now.whole ? now.step : "any");
    kit.put(input, "inputmode", now.whole && now.minimum >= 0 ? "numeric" : "decimal");
    kit.put(less, "aria-label", `${now.step} less: ${now.label}`);
    kit.put(more, "aria-label", `${now.step} more: ${now.label}`);
    pair.apply();
  };
}

export default {
  async render(context) {
    const { exports: kit } = await context.host.getWidget(context.model.get("_look"));
    kit.control(context, "field", (tools) => build(kit, tools));
  },
};
