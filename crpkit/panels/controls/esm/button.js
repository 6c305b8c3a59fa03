// A button; while something blocks it, it can still be reached, and says why.
function build(kit, { send, error, el, state, redraw }) {
  let busy = false;
  const blocker = kit.h("span", { class: "crp-blocker", id: kit.uid(), dir: "auto" });
  const again = kit.h("span", { class: "crp-hidden", role: "status" });
  const press = async () => {
    if (state().blocker) {
      again.textContent = "";
      requestAnimationFrame(() => (again.textContent = state().blocker));
      return;
    }
    if (busy) return; // a double click is one press
    busy = true;
    redraw();
    await send("click");
    busy = false;
    redraw();
  };
  const button = kit.h("button", {
    type: "button",
    dir: "auto",
    "aria-describedby": `${blocker.id} ${error.id}`,
    on: { click: press },
  });
  el.append(kit.h("div", { class: "crp-inline" }, button, blocker), again);
  return (spec, now) => {
    kit.say(button, spec.label);
    button.className = `crp-button crp-${spec.kind}`;
    kit.put(button, "aria-disabled", now.blocker ? "true" : null);
    kit.put(button, "aria-busy", busy ? "true" : null);
    kit.say(blocker, now.blocker);
    if (!now.blocker) again.textContent = "";
  };
}

export default {
  async render(context) {
    const { exports: kit } = await context.host.getWidget(context.model.get("_look"));
    kit.control(context, "button-box", (tools) => build(kit, tools));
  },
};
