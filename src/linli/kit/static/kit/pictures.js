// <linli-pictures most="6"><input type="file" multiple>…</linli-pictures> shows the chosen pictures and makes them small
// before they are sent (which also leaves out where and with what they were taken). The server does both again.
const LONGEST_SIDE = 1600;

class Pictures extends HTMLElement {
  connectedCallback() {
    this.input = this.querySelector("input");
    this.shown = document.createElement("div");
    this.shown.className = "pictures";
    this.shown.setAttribute("role", "status");
    (this.closest(".row") ?? this.lastElementChild)?.after(this.shown);
    this.input?.addEventListener("change", () => this.take());
  }

  async take() {
    const most = Number(this.getAttribute("most") ?? 6);
    const chosen = [...(this.input?.files ?? [])].slice(0, most);
    this.shown?.replaceChildren(...chosen.map(preview));
    const small = await Promise.all(chosen.map(smaller));
    const files = new DataTransfer();
    for (const file of small) files.items.add(file);
    if (this.input) this.input.files = files.files;
  }
}

/** @param {File} file */
function preview(file) {
  const picture = document.createElement("img");
  picture.src = URL.createObjectURL(file);
  picture.alt = file.name;
  picture.onload = () => URL.revokeObjectURL(picture.src);
  return picture;
}

/** @param {File} file @returns {Promise<File>} */
async function smaller(file) {
  try {
    const drawing = await createImageBitmap(file, { imageOrientation: "from-image" });
    const scale = Math.min(1, LONGEST_SIDE / Math.max(drawing.width, drawing.height));
    const canvas = document.createElement("canvas");
    [canvas.width, canvas.height] = [Math.round(drawing.width * scale), Math.round(drawing.height * scale)];
    canvas.getContext("2d")?.drawImage(drawing, 0, 0, canvas.width, canvas.height);
    const blob = await new Promise((done) => canvas.toBlob(done, "image/jpeg", 0.85));
    return blob ? new File([blob], file.name.replace(/\.\w+$/, ".jpg"), { type: "image/jpeg" }) : file;
  } catch {
    return file;
  }
}

customElements.define("linli-pictures", Pictures);
