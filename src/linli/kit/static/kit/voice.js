// <linli-voice most="60" data-record="…" …><label><input type="file"></label><button hidden>…</button><p role="status"></p></linli-voice>
// records with this device's microphone and puts the recording into the file field. Without a recorder the field itself stays.
class Voice extends HTMLElement {
  connectedCallback() {
    this.input = this.querySelector("input");
    this.button = this.querySelector("button");
    this.status = this.querySelector("[role=status]");
    this.words = this.button?.querySelector("span");
    if (!this.input || !this.button || !("MediaRecorder" in window) || !navigator.mediaDevices?.getUserMedia) return;
    this.most = Number(this.getAttribute("most") ?? 60);
    this.querySelector("label").hidden = true;
    this.button.hidden = false;
    this.button.addEventListener("click", () => this.toggle());
    this.input.addEventListener("change", () => this.show());
    addEventListener("pagehide", () => this.recorder?.state === "recording" && this.recorder.stop());
  }

  async toggle() {
    if (this.recorder?.state === "recording") return this.recorder.stop();
    try {
      const stream = await navigator.mediaDevices.getUserMedia({ audio: { channelCount: 1 } });
      this.record(stream);
    } catch {
      this.say(this.dataset.refused ?? "");
    }
  }

  /** @param {MediaStream} stream */
  record(stream) {
    const parts = [];
    const began = Date.now();
    this.recorder = new MediaRecorder(stream, { audioBitsPerSecond: 32000 });
    this.recorder.ondataavailable = (event) => parts.push(event.data);
    this.recorder.onstop = () => {
      clearInterval(this.ticking);
      for (const track of stream.getTracks()) track.stop();
      this.take(new Blob(parts, { type: this.recorder.mimeType }));
    };
    this.recorder.start(1000);
    this.words.textContent = this.dataset.stop ?? "";
    this.button.ariaPressed = "true";
    this.ticking = setInterval(() => this.tick(began), 250);
    this.tick(began);
  }

  /** @param {number} began */
  tick(began) {
    const left = this.most - Math.floor((Date.now() - began) / 1000);
    this.say(`${Math.max(0, left)} ${this.dataset.seconds ?? ""}`);
    if (left <= 0 && this.recorder.state === "recording") this.recorder.stop();
  }

  /** @param {Blob} blob */
  take(blob) {
    const files = new DataTransfer();
    files.items.add(new File([blob], "voice", { type: blob.type }));
    this.input.files = files.files;
    this.input.dispatchEvent(new Event("change", { bubbles: true }));
  }

  show() {
    const [file] = this.input.files;
    this.button.ariaPressed = "false";
    this.words.textContent = (file ? this.dataset.again : this.dataset.record) ?? "";
    this.say("");
    if (!file) return;
    const player = document.createElement("audio");
    player.controls = true;
    player.src = URL.createObjectURL(file);
    this.status.replaceChildren(player);
  }

  /** @param {string} text */
  say(text) {
    this.status.textContent = text;
  }
}

customElements.define("linli-voice", Voice);
