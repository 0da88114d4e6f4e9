// <linli-draft key="raise:zhangjiashan"><form>…</form></linli-draft> keeps what was typed on this device until it has arrived.
// <linli-draft done="raise:zhangjiashan"></linli-draft> on the page after that forgets it.
const PREFIX = "linli-draft:";
const KEPT_FOR = 7 * 24 * 3600 * 1000;

class Draft extends HTMLElement {
  connectedCallback() {
    const done = this.getAttribute("done");
    if (done) return forget(done);
    this.form = this.querySelector("form");
    if (!this.form) return;
    this.restore();
    this.form.addEventListener("input", () => this.keep());
    this.form.addEventListener("submit", (event) => this.hold(event));
    addEventListener("online", () => this.tell(false));
  }

  get key() {
    return PREFIX + this.getAttribute("key");
  }

  /** @returns {(HTMLInputElement | HTMLTextAreaElement)[]} the fields in which a person types */
  get typed() {
    return [...(this.form?.querySelectorAll("textarea, input[type=text], input[type=tel]") ?? [])];
  }

  keep() {
    const words = Object.fromEntries(this.typed.map((field) => [field.name, field.value]));
    try {
      localStorage.setItem(this.key, JSON.stringify({ at: Date.now(), words }));
    } catch {
      // Private windows may refuse to keep anything; the form still works.
    }
  }

  restore() {
    const kept = read(this.key);
    if (!kept) return;
    let restored = false;
    for (const field of this.typed) {
      if (field.value || !kept[field.name]) continue;
      field.value = kept[field.name];
      restored = true;
    }
    if (restored) this.querySelector("[data-restored]")?.removeAttribute("hidden");
  }

  /** @param {SubmitEvent} event */
  hold(event) {
    this.keep();
    if (navigator.onLine) return;
    event.preventDefault();
    this.tell(true);
  }

  /** @param {boolean} offline */
  tell(offline) {
    this.querySelector("[data-offline]")?.toggleAttribute("hidden", !offline);
  }
}

/** @param {string} key */
function read(key) {
  try {
    const kept = JSON.parse(localStorage.getItem(key) ?? "null");
    return kept && Date.now() - kept.at < KEPT_FOR ? kept.words : null;
  } catch {
    return null;
  }
}

/** @param {string} key */
function forget(key) {
  try {
    localStorage.removeItem(PREFIX + key);
  } catch {
    // Nothing was kept.
  }
}

customElements.define("linli-draft", Draft);
