// Loaded within the page, right after the line it speaks in, as the rest may take a while to arrive.
// A notebook page: says that it is getting ready, that it is, or that its engine is gone; and says goodbye.
(() => {
  const SLOW = 15_000;
  const STUCK = 90_000;
  const BEAT = 10_000;
  const BARE = 3_000;
  const OUTPUT = 'script[type="application/vnd.voila.cell-output+json"]';
  const root = document.documentElement;
  const born = performance.now();
  const state = document.getElementById("kit-state");
  const words = document.getElementById("kit-state-words");
  const reload = document.getElementById("kit-reload");
  let ready = false;

  const kernel = () => {
    const config = document.getElementById("jupyter-config-data");
    return config ? JSON.parse(config.textContent).kernelId : null;
  };

  // Whether every output is shown, and every control in it has come to life.
  let shownSince = null;
  const isShown = () => {
    if (document.readyState !== "complete" || document.querySelector(OUTPUT)) return false;
    const views = [...document.querySelectorAll("#kit-cells .jp-OutputArea-output.lm-Panel")];
    if (!views.every((view) => view.childElementCount > 0)) return false;
    shownSince ??= performance.now();
    const isBare = (box) => !box.hasChildNodes() && !/\bcrp-/.test(box.className);
    const bare = [...document.querySelectorAll("#kit-cells .jupyter-widgets")].some(isBare);
    return !bare || performance.now() - shownSince > BARE; // some are meant to be empty
  };

  // A notebook of ours says itself that it has read its state; any other is ready when its outputs are shown.
  const isReady = () => {
    if (root.dataset.kit === "ready") return true;
    const tells = document.querySelector(".crp-page") && !document.querySelector(".crp-trouble");
    return isShown() && !tells;
  };

  // The corner of a data frame is an empty heading, which says nothing to a screen reader.
  const mendTables = () => {
    for (const corner of document.querySelectorAll("#kit-cells .dataframe th:empty")) {
      corner.replaceWith(document.createElement("td"));
    }
  };

  const tell = (sentence, withReload) => {
    if (words.textContent !== sentence) words.textContent = sentence;
    state.hidden = false;
    state.classList.toggle("is-trouble", withReload);
    reload.hidden = !withReload;
  };

  const watch = () => {
    if (ready) return;
    const waited = performance.now() - born;
    if (isReady()) {
      ready = true;
      state.hidden = true;
      root.dataset.engine = "ready";
      return;
    }
    if (waited > STUCK) tell("This page does not get ready.", true);
    else if (waited > SLOW) tell("Still getting ready. A first start can take half a minute.", false);
    setTimeout(watch, 100);
  };

  const ask = async () => {
    const id = kernel();
    if (!id || document.visibilityState === "hidden") return;
    try {
      const answer = await fetch(`/kit/engine/${id}`, { cache: "no-store" });
      if (answer.status === 204) {
        if (ready) state.hidden = true;
      } else if (answer.status === 403) {
        tell("The kit was started again. Open the new link from the window where it runs.", false);
        state.classList.add("is-trouble");
      } else tell("This page has lost its engine. What was saved is safe.", true);
    } catch {
      tell("The kit has stopped. Start it again, then open its new link.", false);
      state.classList.add("is-trouble");
    }
  };

  // Voilà ends the kernel as soon as the browser thinks of leaving, also for a download or a "stay here".
  // Ours ends when the page has really gone.
  addEventListener("beforeunload", (event) => event.stopImmediatePropagation(), { capture: true });
  addEventListener("pagehide", () => {
    const id = kernel();
    if (id) navigator.sendBeacon(`/kit/leave/${id}`);
  });
  addEventListener("pageshow", (event) => event.persisted && ask());

  reload.addEventListener("click", () => location.reload());
  new MutationObserver(mendTables).observe(document.getElementById("content"), { childList: true, subtree: true });
  watch();
  setInterval(ask, BEAT);
  document.addEventListener("visibilitychange", ask);
})();
