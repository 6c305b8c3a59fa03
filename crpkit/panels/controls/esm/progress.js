// How far long work has come: a bar, words, and Stop.
function build(kit, { el, send, state }) {
  const bar = kit.h("progress", { class: "crp-bar", id: kit.uid() });
  const label = kit.h("label", { class: "crp-label", for: bar.id, dir: "auto" });
  const words = kit.h("span", { class: "crp-progress-words" });
  const news = kit.h("p", { class: "crp-hidden", role: "status" });
  const stop = kit.h("button", { type: "button", class: "crp-button crp-secondary", on: { click: () => send("stop") } }, "Stop");
  const stopFor = kit.hidden("");
  stop.append(stopFor);
  const box = kit.h("div", { class: "crp-progress" }, label, kit.h("div", { class: "crp-inline" }, bar, words, stop));
  let told = "";
  el.append(box, news);

  const tell = (spec, { going, done, total, stopped }) => {
    const quarter = total ? Math.floor((4 * done) / total) : 0; // reading out every step would drown all else
    const now = JSON.stringify([going, stopped, quarter]);
    if (now === told) return;
    const first = told === "";
    told = now;
    if (going) news.textContent = stopped ? "Stopping." : `${spec.label}: ${total ? `${25 * quarter} per cent` : "started"}`;
    else if (!first) news.textContent = stopped ? `${spec.label}: stopped` : `${spec.label}: finished`;
  };
  return (spec, now) => {
    kit.say(label, spec.label);
    kit.say(stopFor, ` ${spec.label}`);
    box.hidden = !now.going;
    if (now.total) {
      bar.max = now.total;
      bar.value = now.done;
    } else bar.removeAttribute("value");
    kit.say(words, now.stopped ? "Stopping …" : now.total ? `${now.done} of ${now.total}` : `${now.done} so far`);
    stop.hidden = !now.stop || now.stopped;
    tell(spec, now);
  };
}

export default {
  async render(context) {
    const { exports: kit } = await context.host.getWidget(context.model.get("_look"));
    kit.control(context, "progress-box", (tools) => build(kit, tools));
  },
};
