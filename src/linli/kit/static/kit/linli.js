// Loads the module of an element only where the element stands. Every page works without any of them.
const parts = {
  "linli-code": () => import("./code.js"),
  "linli-draft": () => import("./draft.js"),
  "linli-here": () => import("./here.js"),
  "linli-pictures": () => import("./pictures.js"),
  "linli-speak": () => import("./speak.js"),
  "linli-voice": () => import("./voice.js"),
  "linli-waiting": () => import("./waiting.js"),
};

/** @param {ParentNode} root */
function load(root) {
  for (const [name, part] of Object.entries(parts)) {
    if (!customElements.get(name) && root.querySelector(name)) part();
  }
}

// A second tap on a slow line sends nothing twice; the button says that it is busy.
document.addEventListener("submit", (event) => {
  const form = /** @type {HTMLFormElement} */ (event.target);
  if (event.defaultPrevented || form.method !== "post") return;
  if (form.ariaBusy === "true") event.preventDefault();
  form.ariaBusy = "true";
});
addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("form[aria-busy]")) form.removeAttribute("aria-busy");
});

for (const button of document.querySelectorAll("[data-print]")) {
  button.removeAttribute("hidden");
  button.addEventListener("click", () => print());
}

// A form that came back with faults begins at their list.
/** @type {HTMLElement | null} */ (document.querySelector(".errors"))?.focus();

load(document);
document.addEventListener("htmx:after:swap", () => load(document));
