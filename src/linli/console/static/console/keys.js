// The keys of the inbox. Each key presses what the page itself marks with aria-keyshortcuts; without this module the mouse does.

class Keys extends HTMLElement {
  connectedCallback() {
    this.listening = new AbortController();
    const { signal } = this.listening;
    document.addEventListener("keydown", (event) => this.press(event), { signal });
    document.addEventListener("htmx:after:swap", () => this.follow(), { signal });
    this.restore();
  }

  disconnectedCallback() {
    this.listening?.abort();
    if (this.list) place = this.list.scrollTop;
  }

  get list() {
    return document.querySelector(".queue");
  }

  get rows() {
    return /** @type {HTMLAnchorElement[]} */ ([...document.querySelectorAll(".queue a[data-case]")]);
  }

  /** @param {KeyboardEvent} event */
  press(event) {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      if (this.pressMarked("Control+Enter")) event.preventDefault();
      return;
    }
    const typing = /** @type {HTMLElement} */ (event.target).closest("input:not([type=radio]), textarea, select, dialog");
    if (typing || event.ctrlKey || event.metaKey || event.altKey) return;
    const done = { j: () => this.step(1), k: () => this.step(-1), "?": () => this.help() }[event.key];
    if (done ? done() : this.pressMarked(event.key)) event.preventDefault();
  }

  /** @param {number} by */
  step(by) {
    const rows = this.rows;
    const place = rows.findIndex((row) => row.hasAttribute("aria-current"));
    const next = rows[place + by];
    next?.click();
    next?.focus({ preventScroll: true });
    next?.scrollIntoView({ block: "nearest" });
    return true;
  }

  help() {
    this.querySelector("dialog")?.showModal();
    return true;
  }

  /** @param {string} key */
  pressMarked(key) {
    const marked = /** @type {HTMLElement | null} */ (document.querySelector(`[aria-keyshortcuts="${CSS.escape(key)}"]`));
    if (!marked) return false;
    if (marked instanceof HTMLInputElement) marked.focus();
    else marked.click();
    return true;
  }

  // The list says which case stands on the right, also after only the right side was swapped.
  follow() {
    const number = new URLSearchParams(location.search).get("case");
    if (!number) return;
    for (const row of this.rows) {
      const current = new URL(row.href).searchParams.get("case") === number;
      row.toggleAttribute("aria-current", current);
      if (current) row.setAttribute("aria-current", "true");
    }
    document.querySelector(".panes")?.classList.add("chosen");
  }

  restore() {
    if (this.list) this.list.scrollTop = place;
    document.querySelector(".queue [data-case][aria-current]")?.scrollIntoView({ block: "nearest" });
  }
}

let place = 0;
customElements.define("linli-keys", Keys);

// On a phone a list of the rail is one line: its entry for this page comes into sight.
const here = /** @type {HTMLElement | null} */ (document.querySelector(".rail [aria-current]"));
const line = here?.closest("ul");
if (here && line) line.scrollLeft = here.offsetLeft - line.offsetLeft - (line.clientWidth - here.offsetWidth) / 2;

// A wide screen has room for every group of the rail; a narrow one shows their names.
if (matchMedia("(min-width: 64rem)").matches) {
  for (const group of /** @type {NodeListOf<HTMLDetailsElement>} */ (document.querySelectorAll(".rail > details:not(.me)"))) group.open = true;
}
