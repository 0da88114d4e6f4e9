// <linli-code><form>… code …</form></linli-code>: a QR code carries the receipt code behind "#", where no server log sees it.
class Code extends HTMLElement {
  connectedCallback() {
    const code = decodeURIComponent(location.hash.slice(1));
    const form = this.querySelector("form");
    const field = /** @type {HTMLInputElement | null | undefined} */ (form?.elements.namedItem("code"));
    if (!code || !form || !field) return;
    history.replaceState(null, "", location.pathname);
    field.value = code;
    form.requestSubmit();
  }
}

customElements.define("linli-code", Code);
