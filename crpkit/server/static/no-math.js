// Voilà's front end loads MathJax for every page, formulas or not, and brings none with it. This stands in its
// place: nothing is fetched from elsewhere, and a formula stays the text it is.
window.MathJax = {
  Hub: {
    Config() {},
    Configured() {},
    Queue() {},
    Register: { StartupHook() {} },
  },
};
