// A line for news. Both live regions are there from the start, for only then are changes read out.
const WORDS = { info: "", done: "Done: ", problem: "Problem: " };
const MARKS = { info: "i", done: "✓", problem: "!" };

function build(kit, { el }) {
  const calm = kit.h("div", { class: "crp-news", role: "status" });
  const urgent = kit.h("div", { class: "crp-news", role: "alert" });
  let said = null;
  el.append(calm, urgent);
  return (spec, { text, kind, said: turn }) => {
    if (turn === said) return;
    said = turn;
    const [full, other] = kind === "problem" ? [urgent, calm] : [calm, urgent];
    other.replaceChildren();
    full.replaceChildren();
    if (!text) return;
    const mark = kit.h("span", { class: "crp-mark", "aria-hidden": "true" }, MARKS[kind]);
    const words = kit.h("span", { dir: "auto" }, kit.hidden(WORDS[kind]), text);
    const line = kit.h("div", { class: `crp-news-line crp-is-${kind}` }, mark, words);
    requestAnimationFrame(() => said === turn && full.replaceChildren(line)); // the same again is read again
  };
}

export default {
  async render(context) {
    const { exports: kit } = await context.host.getWidget(context.model.get("_look"));
    kit.control(context, "status", (tools) => build(kit, tools));
  },
};
