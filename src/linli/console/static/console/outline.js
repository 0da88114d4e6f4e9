// <linli-outline data-shapes="…"> draws the corners that its textarea holds on a map, and writes back what is drawn.
// One corner a line, "longitude, latitude"; an empty line begins another part. Without this module the textarea does.

/** @typedef {[number, number]} Corner longitude, latitude */
/** @typedef {Corner[]} Ring */

const L = /** @type {any} */ (globalThis).L;
const STEP = 6; // pixels that an arrow key moves a corner
const MOST_HANDLES = 400;
const LOOKS = { above: "around", beside: "around", below: "below" };

/** @param {string} text @returns {Ring[]} */
function ringsIn(text) {
  const parts = text.replaceAll("，", ",").split(/\n\s*\n/);
  const rings = parts.map((part) => part.split("\n").filter((line) => line.trim()).map((line) => /** @type {Corner} */ (line.split(/[,\s]+/).map(Number).slice(0, 2))));
  return rings.filter((ring) => ring.length && ring.every((corner) => corner.length === 2 && corner.every(Number.isFinite)));
}

/** @param {Ring[]} rings */
function textOf(rings) {
  return rings.map((ring) => ring.map((corner) => corner.map((value) => value.toFixed(6)).join(", ")).join("\n")).join("\n\n");
}

class Outline extends HTMLElement {
  connectedCallback() {
    this.area = /** @type {HTMLTextAreaElement} */ (this.querySelector("textarea"));
    this.past = /** @type {string[]} */ ([]);
    this.drawing = false;
    this.map = L.map(this.querySelector(".map"), { attributionControl: false, zoomSnap: 0.25, fadeAnimation: false, zoomAnimation: false });
    this.map.setView([34, 108], 4);
    this.beside = L.layerGroup().addTo(this.map);
    this.own = L.layerGroup().addTo(this.map);
    this.map.on("click", (/** @type {any} */ event) => this.drawing && this.addCorner(event.latlng));
    this.addEventListener("click", (event) => this.press(event));
    this.area.addEventListener("change", () => this.show());
    this.show();
    this.fit();
    this.fetchShapes();
  }

  disconnectedCallback() {
    this.map?.remove();
  }

  get rings() {
    return ringsIn(this.area.value);
  }

  /** @param {Ring[]} rings */
  set rings(rings) {
    this.past.push(this.area.value);
    this.area.value = textOf(rings);
    this.useOwnSystem();
    this.show();
  }

  // What is drawn on this map is WGS-84, whatever was chosen for pasted coordinates.
  useOwnSystem() {
    const system = this.closest("form")?.elements.namedItem("system");
    if (system instanceof HTMLSelectElement) system.value = "wgs84";
  }

  async fetchShapes() {
    const answer = await fetch(this.dataset.shapes ?? "");
    if (!answer.ok) return;
    const shapes = await answer.json();
    L.geoJSON(shapes, {
      interactive: false,
      style: (/** @type {any} */ shape) => ({ className: LOOKS[/** @type {"above"} */ (shape.properties.role)], weight: 1, fillOpacity: shape.properties.role === "below" ? 0.06 : 0 }),
      onEachFeature: (/** @type {any} */ shape, /** @type {any} */ layer) => layer.bindTooltip(shape.properties.name),
    }).addTo(this.beside);
    this.fit();
  }

  fit() {
    const groups = [this.own, this.beside].filter((group) => group.getLayers().length);
    const bounds = L.latLngBounds([]);
    for (const group of groups.slice(0, 1)) group.eachLayer((/** @type {any} */ layer) => bounds.extend(layer.getBounds?.() ?? layer.getLatLng()));
    if (bounds.isValid()) this.map.fitBounds(bounds, { padding: [24, 24] });
  }

  show() {
    this.own.clearLayers();
    const rings = this.rings;
    for (const ring of rings) L.polygon(ring.map(([lon, lat]) => [lat, lon]), { className: "drawn", weight: 2, fillOpacity: 0.15, interactive: false }).addTo(this.own);
    const corners = rings.reduce((sum, ring) => sum + ring.length, 0);
    if (corners > MOST_HANDLES) return;
    rings.forEach((ring, part) => ring.forEach((corner, place) => {
      this.corner(corner, part, place);
      if (ring.length > 2) this.middle(corner, ring[(place + 1) % ring.length], part, place);
    }));
  }

  /** @param {Corner} corner @param {number} part @param {number} place */
  corner([lon, lat], part, place) {
    const icon = L.divIcon({ className: "corner", iconSize: [16, 16] });
    const handle = L.marker([lat, lon], { icon, draggable: true, keyboard: true, title: this.words("corner", place + 1) }).addTo(this.own);
    handle.on("dragend", () => this.moveCorner(part, place, handle.getLatLng()));
    this.keys(handle, (event) => this.pressCorner(event, part, place));
  }

  /** @param {Corner} one @param {Corner} other @param {number} part @param {number} place */
  middle(one, other, part, place) {
    const icon = L.divIcon({ className: "middle", iconSize: [12, 12] });
    const between = [(one[1] + other[1]) / 2, (one[0] + other[0]) / 2];
    const handle = L.marker(between, { icon, draggable: true, keyboard: true, title: this.words("middle", place + 1) }).addTo(this.own);
    const add = () => this.insertCorner(part, place + 1, handle.getLatLng());
    handle.on("dragend", add);
    handle.on("click", add);
    this.keys(handle, (event) => event.key === "Enter" && (add(), true));
  }

  /** @param {any} handle @param {(event: KeyboardEvent) => any} press */
  keys(handle, press) {
    const element = /** @type {HTMLElement} */ (handle.getElement());
    element.setAttribute("aria-label", element.title);
    element.setAttribute("role", "button");
    element.addEventListener("keydown", (event) => {
      if (!press(event)) return;
      event.preventDefault();
      event.stopPropagation();
    });
  }

  /** @param {"corner" | "middle"} which @param {number} number */
  words(which, number) {
    return (this.dataset[which] ?? "").replace("{number}", String(number));
  }

  /** @param {KeyboardEvent} event @param {number} part @param {number} place */
  pressCorner(event, part, place) {
    const way = { ArrowLeft: [-STEP, 0], ArrowRight: [STEP, 0], ArrowUp: [0, -STEP], ArrowDown: [0, STEP] }[event.key];
    if (way) {
      const [lon, lat] = this.rings[part][place];
      const point = this.map.latLngToContainerPoint([lat, lon]).add(way);
      this.moveCorner(part, place, this.map.containerPointToLatLng(point));
      this.focusCorner(part, place);
      return true;
    }
    if (event.key === "Delete" || event.key === "Backspace") {
      this.removeCorner(part, place);
      this.focusCorner(part, Math.max(0, place - 1));
      return true;
    }
    return false;
  }

  /** @param {number} part @param {number} place */
  focusCorner(part, place) {
    const before = this.rings.slice(0, part).reduce((sum, ring) => sum + ring.length, 0);
    /** @type {HTMLElement | undefined} */ ([...this.querySelectorAll(".corner")][before + place])?.focus();
  }

  /** @param {number} part @param {number} place @param {{lat: number, lng: number}} to */
  moveCorner(part, place, to) {
    const rings = this.rings;
    rings[part][place] = [to.lng, to.lat];
    this.rings = rings;
  }

  /** @param {number} part @param {number} place @param {{lat: number, lng: number}} at */
  insertCorner(part, place, at) {
    const rings = this.rings;
    rings[part].splice(place, 0, [at.lng, at.lat]);
    this.rings = rings;
    this.focusCorner(part, place);
  }

  /** @param {number} part @param {number} place */
  removeCorner(part, place) {
    const rings = this.rings;
    rings[part].splice(place, 1);
    this.rings = rings.filter((ring) => ring.length);
  }

  /** @param {{lat: number, lng: number}} at */
  addCorner(at) {
    const [ring = []] = this.rings;
    this.rings = [[...ring, [at.lng, at.lat]]];
  }

  /** @param {Event} event */
  press(event) {
    const button = /** @type {HTMLElement} */ (event.target).closest("[data-do]");
    if (!(button instanceof HTMLElement)) return;
    if (button.dataset.do === "fit") this.fit();
    if (button.dataset.do === "undo" && this.past.length) {
      this.area.value = this.past.pop() ?? "";
      this.show();
    }
    if (button.dataset.do === "draw") this.draw(button);
  }

  /** @param {HTMLElement} button */
  draw(button) {
    this.drawing = !this.drawing;
    button.setAttribute("aria-pressed", String(this.drawing));
    this.querySelector("[data-say=draw]")?.toggleAttribute("hidden", !this.drawing);
    if (this.drawing) this.rings = [];
  }
}

customElements.define("linli-outline", Outline);
