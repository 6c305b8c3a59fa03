// The page itself: reports once that it is open, then that it is still in view.
function build(kit, { el, send, spec, model, signal }) {
  el.classList.add("crp-page");
  const beat = () => document.visibilityState === "visible" && model.send({ kind: "beat", id: kit.uid() });
  const timer = setInterval(beat, 1000 * spec().beat);
  document.addEventListener("visibilitychange", beat, { signal });
  signal?.addEventListener("abort", () => clearInterval(timer));
  const told = (globalThis.crpkitOpened ??= new Set());
  if (!told.has(spec().key)) {
    told.add(spec().key); // once a page view, however often the control is displayed
    send("open", { search: location.search, path: location.pathname }).then(() => {
      document.documentElement.dataset.kit = "ready";
    });
  }
  return (_, { search }) => {
    // only what stands behind the "?", and only behind our server: a notebook in JupyterLab keeps its address
    if (typeof search === "string" && document.body.dataset.voila && location.search !== search)
      history.replaceState(null, "", location.pathname + search);
  };
}

export default {
  async render(context) {
    const { exports: kit } = await context.host.getWidget(context.model.get("_look"));
    kit.control(context, "page-box", (tools) => build(kit, tools));
  },
};
