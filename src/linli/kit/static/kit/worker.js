// The service worker of the resident's pages: opens the first page without a network, and sends what waits once there is one.
const PAGES = "linli-pages-1";
const CHUNK = 256 * 1024;
const TRY_AGAIN = 30_000;

const worker = /** @type {any} */ (self);

addEventListener("install", () => worker.skipWaiting());
addEventListener("activate", (/** @type {any} */ event) => event.waitUntil(worker.clients.claim()));
addEventListener("sync", (/** @type {any} */ event) => event.waitUntil(sendAll()));
addEventListener("message", (/** @type {any} */ event) => event.waitUntil?.(sendAll()));
addEventListener("fetch", (/** @type {any} */ event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (request.method !== "GET" || origin !== location.origin) return;
  const first = request.mode === "navigate" && /^\/at\/[\w-]+\/$/.test(pathname);
  if (first || pathname.startsWith("/static/")) event.respondWith(fresh(request, first));
});

/** @param {Request} request @param {boolean} first */
async function fresh(request, first) {
  const cache = await caches.open(PAGES);
  try {
    const answer = await fetch(request);
    if (answer.ok && !answer.redirected) await cache.put(request, answer.clone());
    return answer;
  } catch (fault) {
    const kept = await cache.match(request, { ignoreSearch: first, ignoreVary: true });
    if (kept) return kept;
    throw fault;
  }
}

/** @returns {Promise<IDBDatabase>} the same shelves as in kept.js */
function open() {
  return new Promise((done, fail) => {
    const asked = indexedDB.open("linli", 1);
    asked.onupgradeneeded = () => ["files", "waiting"].map((name) => asked.result.createObjectStore(name));
    asked.onsuccess = () => done(asked.result);
    asked.onerror = () => fail(asked.error);
  });
}

/** @param {IDBRequest} asked @returns {Promise<any>} */
function answered(asked) {
  return new Promise((done, fail) => {
    asked.onsuccess = () => done(asked.result);
    asked.onerror = () => fail(asked.error);
  });
}

/** @param {IDBDatabase} shelf @param {any} item @returns {Promise<void>} once it would outlive this worker */
function keep(shelf, item) {
  return new Promise((done, fail) => {
    const all = shelf.transaction("waiting", "readwrite");
    all.objectStore("waiting").put(item, item.id);
    all.oncomplete = () => done();
    all.onabort = all.onerror = () => fail(all.error);
  });
}

let sending = Promise.resolve();
let again = 0;

/** One after the other, never two at a time; a line that fails is tried again by the timer as well as by "online". */
function sendAll() {
  return (sending = sending.then(sendWaiting).catch(() => {
    clearTimeout(again);
    again = setTimeout(sendAll, TRY_AGAIN);
  }));
}

async function sendWaiting() {
  const shelf = await open();
  const items = await answered(shelf.transaction("waiting").objectStore("waiting").getAll());
  for (const item of items.filter((one) => one.state === "waiting")) {
    await send(item);
    await keep(shelf, item);
    for (const client of await worker.clients.matchAll()) client.postMessage("waiting");
  }
  shelf.close();
}

/** @param {any} item */
async function send(item) {
  for (const file of item.files) await upload(item, file);
  const body = new FormData();
  for (const [name, value] of item.fields) body.append(name, value);
  for (const file of item.files) body.append(file.field, file.id);
  const answer = await fetch(item.url, { method: "POST", body, headers: { Accept: "application/json" } });
  if (answer.status >= 500) throw new Error("later");
  item.answer = await answer.json().catch(() => ({}));
  item.state = answer.ok ? "done" : "stopped";
  if (answer.ok) [item.files, item.fields] = [[], []];
}

/** In pieces, from where the server says the last try ended. @param {any} item @param {any} file */
async function upload(item, file) {
  const token = item.fields.find(([name]) => name === "csrfmiddlewaretoken")?.[1] ?? "";
  let have = -1;
  while (have < file.blob.size) {
    const start = Math.max(have, 0);
    const part = have < 0 ? "" : file.blob.slice(start, start + CHUNK);
    const address = `${item.uploads}${file.id}/?offset=${start}&size=${file.blob.size}`;
    const answer = await fetch(address, { method: "POST", body: part, headers: { "X-CSRFToken": token } });
    if (answer.status >= 500) throw new Error("later");
    const told = await answer.json();
    if (typeof told.have !== "number" || (have >= 0 && told.have <= have)) return; // refused; the server says so at the end
    have = told.have;
  }
}
