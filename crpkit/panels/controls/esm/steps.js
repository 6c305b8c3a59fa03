// The list of steps or tabs above a page's parts, and Back and Next below them. The parts themselves are
// ordinary widgets that follow in the same box; Python shows one of them, this gives it role and name.
const panelsOf = (el) => [...(el.parentElement?.querySelectorAll(":scope > .crp-panel") ?? [])];

/** Call back when the box around a view has its parts, and again when they change. */
function whenPlaced(el, signal, callback) {
  const look = () => {
    if (signal?.aborted) return;
    if (!el.parentElement) return requestAnimationFrame(look);
    const watcher = new MutationObserver(callback);
    watcher.observe(el.parentElement, { childList: true });
    signal?.addEventListener("abort", () => watcher.disconnect());
    callback();
  };
  look();
}

function buildSteps(kit, tools) {
  const { el, send, spec, state, signal } = tools;
  const list = kit.h("ol", { class: "crp-steps" });
  const nav = kit.h("nav", {}, list);
  const heading = kit.h("h2", { class: "crp-step-title", tabindex: "-1", id: kit.uid(), dir: "auto" });
  let { moved, current } = state();
  let drawn = "";
  el.append(nav, heading);
  const step = (title, n) => {
    const why = kit.h("span", { class: "crp-hidden", id: kit.uid() });
    const button = kit.h(
      "button",
      { type: "button", class: "crp-step", "aria-describedby": why.id, on: { click: () => state().blocks[n] || send("go", { n }) } },
      kit.h("span", { class: "crp-step-number", "aria-hidden": "true" }, String(n + 1)),
      kit.h("span", { class: "crp-step-name", dir: "auto" }, kit.hidden(`Step ${n + 1}: `), title),
    );
    return kit.h("li", {}, button, why);
  };
  const paint = (live) =>
    [...list.children].forEach((item, n) => {
      const [button, why] = item.children;
      const done = live.done.includes(n);
      kit.put(button, "aria-current", n === live.current ? "step" : null);
      kit.put(button, "aria-disabled", live.blocks[n] ? "true" : null);
      button.classList.toggle("crp-done", done);
      kit.say(button.firstChild, done ? "✓" : String(n + 1));
      kit.say(why, [done ? "Done." : "", live.blocks[n] ?? ""].join(" ").trim());
    });
  const label = () =>
    panelsOf(el).forEach((panel) => {
      panel.setAttribute("role", "region");
      panel.setAttribute("aria-labelledby", heading.id);
    });
  // whether the cursor was in a part that Python has just hidden, after something the person did
  const lost = () => {
    const at = document.activeElement;
    const nowhere = !at || at === document.body || panelsOf(el).some((panel, n) => n !== state().current && panel.contains(at));
    return nowhere && kit.acted();
  };
  whenPlaced(el, signal, label);
  return (now, live) => {
    kit.put(nav, "aria-label", now.label);
    if (JSON.stringify(now.titles) !== drawn) {
      drawn = JSON.stringify(now.titles);
      list.replaceChildren(...now.titles.map(step));
    }
    paint(live);
    heading.replaceChildren(
      kit.h("span", { class: "crp-step-where" }, `Step ${live.current + 1} of ${now.titles.length} `),
      now.titles[live.current],
    );
    label();
    const gone = live.moved !== moved || (live.current !== current && lost());
    ({ moved, current } = live);
    if (gone)
      requestAnimationFrame(() => {
        heading.focus({ preventScroll: true });
        el.scrollIntoView({ block: "nearest" });
      });
  };
}

function buildFoot(kit, { el, send, state, spec, error }) {
  const why = kit.h("span", { class: "crp-blocker", id: kit.uid(), dir: "auto" });
  const go = (by) => {
    const n = state().current + by;
    if (!state().blocks[n] && n >= 0 && n < spec().titles.length) send("go", { n });
  };
  const back = kit.h("button", { type: "button", class: "crp-button crp-secondary", on: { click: () => go(-1) } });
  const next = kit.h("button", {
    type: "button",
    class: "crp-button crp-primary",
    "aria-describedby": why.id,
    on: { click: () => go(1) },
  });
  el.append(kit.h("div", { class: "crp-inline crp-foot" }, back, next, why));
  return ({ titles }, { current, blocks }) => {
    back.hidden = current === 0;
    next.hidden = current === titles.length - 1;
    kit.say(back, `Back: ${titles[current - 1] ?? ""}`);
    kit.say(next, `Next: ${titles[current + 1] ?? ""}`);
    kit.put(next, "aria-disabled", blocks[current + 1] ? "true" : null);
    kit.say(why, next.hidden ? "" : (blocks[current + 1] ?? ""));
  };
}

function buildTabs(kit, { el, send, state, signal }) {
  const row = kit.h("div", { role: "tablist", class: "crp-tabs" });
  const tabs = [];
  let drawn = "";
  let current = state().current;
  const tab = (title, n) => {
    tabs[n] = kit.h("button", { type: "button", role: "tab", id: kit.uid(), class: "crp-tab", dir: "auto", on: { click: () => open(n) } }, title);
    return tabs[n];
  };
  const paint = () => {
    tabs.forEach((each, n) => {
      kit.put(each, "aria-selected", String(n === current));
      kit.put(each, "tabindex", n === current ? "0" : "-1");
    });
    panelsOf(el).slice(0, tabs.length).forEach((panel, n) => {
      panel.id ||= kit.uid();
      kit.put(tabs[n], "aria-controls", panel.id);
      kit.put(panel, "role", "tabpanel");
      kit.put(panel, "aria-labelledby", tabs[n].id);
      kit.put(panel, "tabindex", "0");
    });
  };
  const open = (n) => {
    if (n === current) return;
    current = n;
    paint();
    send("go", { n }, { replaces: "go" });
  };
  row.addEventListener("keydown", (event) => {
    const by = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    const to = { Home: 0, End: tabs.length - 1 }[event.key] ?? (by && (current + by + tabs.length) % tabs.length);
    if (to === undefined) return;
    event.preventDefault();
    open(to);
    tabs[to].focus();
  });
  el.append(row);
  whenPlaced(el, signal, paint);
  return (spec, live) => {
    kit.put(row, "aria-label", spec.label);
    if (JSON.stringify(spec.titles) !== drawn) {
      drawn = JSON.stringify(spec.titles);
      tabs.length = 0;
      row.replaceChildren(...spec.titles.map(tab));
    }
    current = live.current;
    paint();
  };
}

export default {
  async render(context) {
    const { exports: kit } = await context.host.getWidget(context.model.get("_look"));
    const { part } = context.model.get("_spec");
    const build = { steps: buildSteps, foot: buildFoot, tabs: buildTabs }[part];
    kit.control(context, `parts-${part}`, (tools) => build(kit, tools));
  },
};
