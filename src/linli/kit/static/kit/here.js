// <linli-here hidden><button type="button">…</button><p data-found hidden><p data-failed hidden></linli-here> fills the fields
// named lat and lon of its form with the place of this device, only when asked.
class Here extends HTMLElement {
  connectedCallback() {
    const button = this.querySelector("button");
    if (!button || !navigator.geolocation) return;
    this.hidden = false;
    button.addEventListener("click", () => {
      navigator.geolocation.getCurrentPosition((place) => this.fill(place), () => this.show("failed"), { enableHighAccuracy: true, timeout: 10000 });
    });
  }

  /** @param {GeolocationPosition} place */
  fill(place) {
    const form = this.closest("form");
    for (const [name, value] of [["lat", place.coords.latitude], ["lon", place.coords.longitude]]) {
      const field = /** @type {HTMLInputElement | null} */ (form?.elements.namedItem(String(name)));
      if (field) field.value = Number(value).toFixed(6);
    }
    this.show("found");
  }

  /** @param {"found" | "failed"} which */
  show(which) {
    for (const name of ["found", "failed"]) this.querySelector(`[data-${name}]`)?.toggleAttribute("hidden", name !== which);
  }
}

customElements.define("linli-here", Here);
