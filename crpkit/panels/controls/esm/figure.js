// A figure. Its HTML is made, and everything in it escaped, by the Python side; here its ids become this view's own.
function ownIds(kit, box) {
  const ids = new Map([...box.querySelectorAll("[id]")].map((element) => [element.id, kit.uid()]));
  const renamed = (value) => value.replace(/url\(#([^)]+)\)/g, (all, id) => `url(#${ids.get(id) ?? id})`);
  for (const element of box.querySelectorAll("*")) {
    for (const { name, value } of [...element.attributes]) {
      if (name === "id" || name === "aria-labelledby") element.setAttribute(name, ids.get(value) ?? value);
      else if (name.endsWith("href") && ids.has(value.slice(1))) element.setAttribute(name, `#${ids.get(value.slice(1))}`);
      else if (value.includes("url(#")) element.setAttribute(name, renamed(value));
    }
  }
}

function build(kit, { el }) {
  const box = kit.h("div", { class: "crp-figure-box" });
  let drawn = null;
  el.append(box);
  return ({ html }) => {
    if (html === drawn) return;
    drawn = html;
    const open = box.querySelector("details")?.open ?? false;
    box.innerHTML = html;
    ownIds(kit, box);
    const details = box.querySelector("details");
    if (details) details.open = open;
  };
}

export default {
  async render(context) {
    const { exports: kit } = await context.host.getWidget(context.model.get("_look"));
    kit.control(context, "figure-view", (tools) => build(kit, tools));
  },
};
