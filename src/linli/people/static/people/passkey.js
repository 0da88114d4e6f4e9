/**
 * <linli-passkey act="get|create" options="id of JSON" | from="address of JSON">
 * holds a form with a hidden field "credential" and a hidden button. Where the browser knows passkeys the button shows;
 * it asks the device, puts the answer into the field and sends the form.
 */
const bytes = (text) =>
  Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (c) => c.charCodeAt(0));

const text = (buffer) =>
  btoa(String.fromCharCode(...new Uint8Array(buffer))).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");

const known = (keys = []) => keys.map((key) => ({ ...key, id: bytes(key.id) }));

/** What the server sent, with its base64url parts as bytes. */
function asked(publicKey) {
  const options = { ...publicKey, challenge: bytes(publicKey.challenge) };
  if (options.user) options.user = { ...options.user, id: bytes(options.user.id) };
  if (options.excludeCredentials) options.excludeCredentials = known(options.excludeCredentials);
  if (options.allowCredentials) options.allowCredentials = known(options.allowCredentials);
  return options;
}

/** What the device answered, as the server reads it. */
function answered(credential) {
  const response = { clientDataJSON: text(credential.response.clientDataJSON) };
  for (const part of ["attestationObject", "authenticatorData", "signature", "userHandle"]) {
    if (credential.response[part]) response[part] = text(credential.response[part]);
  }
  if (credential.response.getTransports) response.transports = credential.response.getTransports();
  return {
    id: credential.id,
    rawId: text(credential.rawId),
    type: credential.type,
    authenticatorAttachment: credential.authenticatorAttachment ?? null,
    clientExtensionResults: credential.getClientExtensionResults(),
    response,
  };
}

class Passkey extends HTMLElement {
  connectedCallback() {
    if (!window.PublicKeyCredential) return;
    const button = this.querySelector("button");
    button.hidden = false;
    this.querySelector("[data-missing]")?.remove();
    button.addEventListener("click", () => this.ask());
    this.querySelector("form").addEventListener("submit", (event) => {
      event.preventDefault();
      this.ask();
    });
  }

  get fault() {
    return this.querySelector("[role=alert]");
  }

  async ask() {
    this.fault.hidden = true;
    const form = this.querySelector("form");
    try {
      const publicKey = asked(await this.options());
      const credential =
        this.getAttribute("act") === "create"
          ? await navigator.credentials.create({ publicKey: this.alone(publicKey) })
          : await navigator.credentials.get({ publicKey });
      form.elements.namedItem("credential").value = JSON.stringify(answered(credential));
      form.submit();
    } catch (fault) {
      console.info(fault);
      this.fault.hidden = false;
    }
  }

  async options() {
    const from = this.getAttribute("from");
    const data = from
      ? await (await fetch(from, { headers: { Accept: "application/json" } })).json()
      : JSON.parse(document.getElementById(this.getAttribute("options")).textContent);
    return (data.creation_options ?? data.request_options).publicKey;
  }

  /** A key that opens without a password must be found without a name and must check its holder. */
  alone(publicKey) {
    const only = this.querySelector("[name=passwordless]")?.checked ?? false;
    const selection = { ...publicKey.authenticatorSelection };
    selection.residentKey = only ? "required" : "discouraged";
    selection.requireResidentKey = only;
    if (only) selection.userVerification = "required";
    return { ...publicKey, authenticatorSelection: selection };
  }
}

customElements.define("linli-passkey", Passkey);
