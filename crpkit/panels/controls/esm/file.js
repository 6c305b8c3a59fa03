// Choosing a file; its content goes to Python in parts, so that no single message is too large.
const PART = 512 * 1024;

function build(kit, { el, error, send, spec }) {
  const input = kit.h("input", { type: "file", class: "crp-file" });
  const frame = kit.field(input, error);
  const news = kit.h("p", { class: "crp-file-news", role: "status", dir: "auto" });
  const refusal = (file) => {
    const { accept, largest, wrong_kind, too_large } = spec();
    if (accept.length && !accept.some((ending) => file.name.toLowerCase().endsWith(ending))) return wrong_kind;
    return file.size > largest ? too_large : "";
  };
  const sendAll = async (file) => {
    const upload = kit.uid();
    const parts = Math.max(1, Math.ceil(file.size / PART));
    for (let part = 0; part < parts; part += 1) {
      if (parts > 2) kit.say(news, `Reading ${file.name}: ${Math.floor((100 * part) / parts)} per cent`);
      const bytes = await file.slice(part * PART, (part + 1) * PART).arrayBuffer();
      await send("part", { upload, part, name: file.name, size: file.size }, { buffers: [bytes] });
      if (error.textContent) return;
    }
  };
  input.addEventListener("click", () => (input.value = "")); // the same file can be chosen again
  input.addEventListener("change", async () => {
    const file = input.files[0];
    if (!file) return;
    const words = refusal(file);
    kit.say(error, words);
    kit.say(news, "");
    if (words) return;
    try {
      await sendAll(file);
    } catch {
      kit.say(error, "This file cannot be read. Is it open in another program, or has it been moved?");
    }
  });
  el.append(frame.label, frame.hint, input, news);
  return (now, live) => {
    frame.update(now, live);
    kit.put(input, "accept", now.accept.join(","));
    kit.say(news, live.words);
  };
}

export default {
  async render(context) {
    const { exports: kit } = await context.host.getWidget(context.model.get("_look"));
    kit.control(context, "field", (tools) => build(kit, tools));
  },
};
