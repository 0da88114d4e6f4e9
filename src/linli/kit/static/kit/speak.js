// <linli-speak of="one two" hidden><button type="button">…</button></linli-speak> reads the text of these elements aloud.
class Speak extends HTMLElement {
  connectedCallback() {
    const button = this.querySelector("button");
    if (!button || !("speechSynthesis" in window)) return;
    this.hidden = false;
    button.addEventListener("click", () => this.toggle(button));
    addEventListener("pagehide", () => speechSynthesis.cancel());
  }

  /** @param {HTMLButtonElement} button */
  toggle(button) {
    const speaking = speechSynthesis.speaking;
    speechSynthesis.cancel();
    button.ariaPressed = String(!speaking);
    if (speaking) return;
    const words = new SpeechSynthesisUtterance(text(this.getAttribute("of") ?? "main"));
    words.lang = document.documentElement.lang.startsWith("zh") ? "zh-CN" : document.documentElement.lang;
    words.rate = 0.9;
    words.onend = () => (button.ariaPressed = "false");
    speechSynthesis.speak(words);
  }
}

/** @param {string} ids */
function text(ids) {
  return ids.split(" ").map((id) => document.getElementById(id)?.innerText ?? "").join("\n").replaceAll("\n", "。");
}

customElements.define("linli-speak", Speak);
