// <linli-draft key="say:zhangjiashan" queue="/at/…/waiting/" uploads="/at/…/uploads/"><form>…</form></linli-draft> keeps words,
// choices, pictures and voice on this device until they have arrived; without a network the whole message waits and goes by itself.
// <linli-draft done="say:zhangjiashan"></linli-draft> on the page after that forgets it.
import { KEPT_FOR, get, put, remove, sweep } from "./kept.js";

const PREFIX = "linli-draft:";
const NEVER = ["name", "phone", "mail", "number", "code"]; // who somebody is stays on no device
const TYPED = "textarea, input[type=text], select, input[type=radio], input[type=date]";

class Draft extends HTMLElement {
  connectedCallback() {
    const done = this.getAttribute("done");
    if (done) return forget(done);
    this.form = this.querySelector("form");
    if (!this.form) return;
    sweep();
    const early = this.typed.some((field) => field.localName === "textarea" && field.value !== field.defaultValue);
    this.restore();
    this.form.addEventListener("input", () => this.keep());
    this.form.addEventListener("change", (event) => (event.target.type === "file" ? this.keepFiles() : this.keep()));
    this.form.addEventListener("submit", (event) => this.hold(event));
    this.querySelector("[data-forget]")?.addEventListener("click", () => this.drop());
    addEventListener("online", () => this.tell(false));
    if (early) this.keep(); // typed before this script had come
  }

  get key() {
    return this.getAttribute("key") ?? "";
  }

  /** @returns {HTMLInputElement[]} the fields in which a person types or chooses */
  get typed() {
    return [...(this.form?.querySelectorAll(TYPED) ?? [])].filter((field) => field.name && !NEVER.includes(field.name));
  }

  /** @returns {HTMLInputElement[]} */
  get pickers() {
    return [...(this.form?.querySelectorAll("input[type=file]") ?? [])];
  }

  keep() {
    const words = {};
    for (const field of this.typed) if (field.type !== "radio" || field.checked) words[field.name] = field.value;
    try {
      localStorage.setItem(PREFIX + this.key, JSON.stringify({ at: Date.now(), words }));
    } catch {
      // Private windows may refuse to keep anything; the form still works.
    }
    this.show("kept", true);
  }

  async keepFiles() {
    if (this.restoring) return;
    await new Promise((done) => setTimeout(done, 500)); // pictures are made small first
    const files = this.pickers.flatMap((picker) => [...picker.files].map((file) => ({ field: picker.name, file })));
    await put("files", this.key, { id: this.key, at: Date.now(), files });
    this.show("kept", true);
  }

  async restore() {
    const kept = read(this.key);
    const sealed = this.form.elements.namedItem("parcel") && this.form.elements.namedItem("key"); // the second page: only for the same words
    const same = !sealed || this.form.elements.namedItem("words")?.value === kept?.words;
    let restored = Boolean(kept) && same && this.refill(kept);
    if (await this.refillFiles()) restored = true;
    if (!restored) return;
    this.show("restored", true);
    this.form.dispatchEvent(new CustomEvent("restored"));
  }

  /** @param {Record<string, string>} kept */
  refill(kept) {
    let restored = false;
    for (const field of this.typed) {
      const value = kept[field.name];
      if (!value || (field.localName === "textarea" || field.type === "text" ? field.value : false)) continue;
      if (field.type === "radio") field.checked = field.value === value;
      else if (field.value !== value) [field.value, restored] = [value, true];
    }
    return restored;
  }

  async refillFiles() {
    const kept = await get("files", this.key);
    if (!kept || Date.now() - kept.at > KEPT_FOR) return false;
    this.restoring = true;
    for (const picker of this.pickers) {
      const files = new DataTransfer();
      for (const one of kept.files) if (one.field === picker.name) files.items.add(one.file);
      if (!files.files.length || picker.files.length) continue;
      picker.files = files.files;
      picker.dispatchEvent(new Event("change", { bubbles: true }));
    }
    this.restoring = false;
    return kept.files.length > 0;
  }

  drop() {
    forget(this.key);
    this.form.reset();
    for (const field of this.typed) if (field.localName === "textarea" || field.type === "text") field.value = "";
    for (const picker of this.pickers) {
      picker.value = "";
      picker.dispatchEvent(new Event("change", { bubbles: true }));
    }
    this.show("restored", false);
    this.show("kept", false);
  }

  /** @param {SubmitEvent} event */
  hold(event) {
    this.keep();
    if (navigator.onLine) return;
    event.preventDefault();
    const queue = this.getAttribute("queue");
    if (queue && navigator.serviceWorker?.controller) this.wait(queue);
    else this.tell(true);
  }

  /** The message goes by itself once the network is back, under a key made now. @param {string} url */
  async wait(url) {
    const id = crypto.randomUUID();
    const given = [...new FormData(this.form)];
    const fields = given.filter(([, value]) => typeof value === "string");
    const files = given
      .filter(([, value]) => value instanceof File && value.size)
      .map(([field, blob]) => ({ field, blob, id: crypto.randomUUID() }));
    const item = { id, at: Date.now(), state: "waiting", url, uploads: this.getAttribute("uploads"), files, fields: [...fields, ["key", id]] };
    if ((await put("waiting", id, item)) === undefined) return this.tell(true);
    this.drop();
    document.dispatchEvent(new CustomEvent("linli:waiting"));
  }

  /** @param {boolean} offline */
  tell(offline) {
    this.show("offline", offline);
  }

  /** @param {string} which @param {boolean} on */
  show(which, on) {
    this.querySelector(`[data-${which}]`)?.toggleAttribute("hidden", !on);
  }
}

/** @param {string} key @returns {Record<string, string> | null} */
function read(key) {
  try {
    const kept = JSON.parse(localStorage.getItem(PREFIX + key) ?? "null");
    if (kept && Date.now() - kept.at < KEPT_FOR) return kept.words;
    localStorage.removeItem(PREFIX + key);
  } catch {
    // Nothing was kept.
  }
  return null;
}

/** @param {string} key */
function forget(key) {
  try {
    localStorage.removeItem(PREFIX + key);
  } catch {
    // Nothing was kept.
  }
  remove("files", key);
}

customElements.define("linli-draft", Draft);
