// Before anything is painted: light or dark, projector or not. Loaded in the head on purpose.
(() => {
  const root = document.documentElement;
  const dark = matchMedia("(prefers-color-scheme: dark)");

  // A browser may forbid storage; then the choice lasts as long as the page.
  const memory = {};
  const read = (store, key) => {
    try {
      return window[store].getItem(key);
    } catch {
      return memory[key] ?? null;
    }
  };
  const keep = (store, key, value) => {
    try {
      window[store].setItem(key, value);
    } catch {
      memory[key] = value;
    }
  };

  const paint = () => {
    root.dataset.light = read("localStorage", "crp-light") ?? (dark.matches ? "dark" : "light");
    // Widgets that follow JupyterLab's theme read it there.
    if (document.body?.dataset.voila) document.body.dataset.jpThemeLight = String(root.dataset.light !== "dark");
    // For this tab alone: the projector's window must not make the facilitator's one grow.
    if (read("sessionStorage", "crp-mode") === "projector") root.dataset.mode = "projector";
    else delete root.dataset.mode;
    for (const button of document.querySelectorAll("[data-view]")) {
      const on = button.dataset.view === "dark" ? root.dataset.light === "dark" : root.dataset.mode === "projector";
      button.setAttribute("aria-pressed", String(on));
    }
  };

  paint();
  dark.addEventListener("change", paint);
  addEventListener("storage", paint);

  // A notebook page may take a while to arrive in full; its header's buttons work from the moment they are there.
  const arriving = new MutationObserver(() => {
    if (document.querySelectorAll("[data-view]").length < 2) return;
    arriving.disconnect();
    paint();
  });
  arriving.observe(root, { childList: true, subtree: true });
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-view]");
    if (!button) return;
    const on = button.getAttribute("aria-pressed") !== "true";
    if (button.dataset.view === "dark") keep("localStorage", "crp-light", on ? "dark" : "light");
    else keep("sessionStorage", "crp-mode", on ? "projector" : "");
    paint();
  });
})();
