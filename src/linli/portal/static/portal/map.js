// <linli-map data-shapes="…"> draws outlines and pins of published results. Without this module the list beside it does.

const L = /** @type {any} */ (globalThis).L;

class PublicMap extends HTMLElement {
  async connectedCallback() {
    const answer = await fetch(this.dataset.shapes ?? "");
    if (!answer.ok) return;
    const found = await answer.json();
    const points = found.features.filter((/** @type {any} */ one) => one.geometry.type === "Point");
    if (!found.features.length) return;
    this.toggleAttribute("drawn", true);
    const map = L.map(this.querySelector(".map"), { attributionControl: false, zoomSnap: 0.25, fadeAnimation: false, zoomAnimation: false });
    this.map = map;
    const shapes = L.geoJSON(found.features.filter((/** @type {any} */ one) => one.geometry.type !== "Point"), {
      style: () => ({ className: "outline", weight: 1, fillOpacity: 0.06 }),
      onEachFeature: (/** @type {any} */ shape, /** @type {any} */ layer) => layer.bindTooltip(shape.properties.name, { sticky: true }),
    }).addTo(map);
    const pins = L.featureGroup(this.piles(points).map((pile) => this.pin(pile))).addTo(map);
    const bounds = pins.getLayers().length ? pins.getBounds().pad(0.3) : shapes.getBounds();
    if (bounds.isValid()) map.fitBounds(bounds, { maxZoom: 15 });
  }

  disconnectedCallback() {
    this.map?.remove();
  }

  /** Results that share a pin. @param {any[]} points @returns {any[][]} */
  piles(points) {
    const found = new Map();
    for (const one of points) {
      const key = one.geometry.coordinates.join();
      found.set(key, [...(found.get(key) ?? []), one]);
    }
    return [...found.values()];
  }

  /** @param {any[]} pile */
  pin(pile) {
    const [lon, lat] = pile[0].geometry.coordinates;
    const title = pile.length > 1 ? `${pile[0].properties.title} +${pile.length - 1}` : pile[0].properties.title;
    const icon = L.divIcon({ className: "pin", iconSize: [28, 28], html: pile.length > 1 ? String(pile.length) : "" });
    const marker = L.marker([lat, lon], { icon, keyboard: true, title, alt: title });
    const list = document.createElement("ul");
    for (const { properties } of pile) {
      const row = document.createElement("li"), link = document.createElement("a"), small = document.createElement("small");
      link.href = properties.url;
      link.textContent = properties.title;
      small.textContent = `${properties.area} · ${properties.end}`;
      row.append(link, document.createElement("br"), small);
      list.append(row);
    }
    return marker.bindPopup(list, { maxHeight: 240 });
  }
}

customElements.define("linli-map", PublicMap);
