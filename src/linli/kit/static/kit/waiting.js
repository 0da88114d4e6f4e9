// <linli-waiting hidden data-waits="…" …><template>…</template></linli-waiting> shows what waits on this device for a network, wakes
// the service worker that sends it (by "online" and by a timer, since some telephones never say "online"), and what became of it.
import { all, put, remove } from "./kept.js";

const TRY_AGAIN = 20_000;

class Waiting extends HTMLElement {
  async connectedCallback() {
    if (!("serviceWorker" in navigator)) return;
    document.addEventListener("linli:waiting", () => this.wake());
    addEventListener("online", () => this.wake());
    navigator.serviceWorker.addEventListener("message", () => this.draw());
    setInterval(() => this.wake(), TRY_AGAIN);
    await navigator.serviceWorker.register("/worker.js").catch(() => undefined);
    this.wake();
  }

  async wake() {
    const items = await this.draw();
    if (!items.some((item) => item.state === "waiting")) return;
    const worker = /** @type {any} */ (await navigator.serviceWorker.ready);
    worker.active?.postMessage("send");
    worker.sync?.register("send").catch(() => undefined);
  }

  /** Only what changed is drawn anew: a button must not vanish between the press and the letting go. */
  async draw() {
    const items = await all("waiting");
    const shown = JSON.stringify(items.map(({ id, state, answer }) => [id, state, answer]));
    if (shown === this.shown) return items;
    this.shown = shown;
    this.hidden = items.length === 0;
    this.replaceChildren(this.querySelector("template"), ...items.map((item) => this.line(item)));
    return items;
  }

  /** @param {any} item */
  line(item) {
    const line = this.querySelector("template").content.cloneNode(true);
    for (const part of line.querySelectorAll("[data-when]")) part.hidden = part.dataset.when !== item.state;
    const said = item.fields.find(([name]) => name === "words")?.[1] ?? "";
    line.querySelector("[data-said]").textContent = said.slice(0, 60);
    const { number = "", code = "", page = "", dangers = [], sentence = "" } = item.answer ?? {};
    line.querySelector("[data-number]").textContent = number;
    line.querySelector("[data-code]").textContent = code;
    line.querySelector("[data-page]").href = page;
    line.querySelector("[data-sentence]").textContent = sentence;
    const calls = line.querySelector("[data-calls]");
    for (const danger of dangers) calls.append(call(danger));
    line.querySelector("[data-calm]").hidden = !dangers.length;
    line.querySelector("[data-calm]").addEventListener("click", () => this.calm(item));
    for (const button of line.querySelectorAll("[data-remove]")) button.addEventListener("click", () => this.drop(item));
    return line;
  }

  /** @param {any} item */
  async calm(item) {
    item.fields.push(["calm", "on"]);
    item.state = "waiting";
    await put("waiting", item.id, item);
    this.wake();
  }

  /** @param {any} item */
  async drop(item) {
    await remove("waiting", item.id);
    this.draw();
  }
}

/** @param {{name: string, number: string}} danger */
function call(danger) {
  const link = document.createElement("a");
  link.className = "call";
  link.href = `tel:${danger.number}`;
  link.textContent = `${danger.number} ${danger.name}`;
  return link;
}

customElements.define("linli-waiting", Waiting);
