// What this device keeps until it has arrived: chosen pictures and voices beside a draft, and messages that wait for a network.
export const KEPT_FOR = 7 * 24 * 3600 * 1000;

/** @returns {Promise<IDBDatabase>} */
function open() {
  return new Promise((done, fail) => {
    const asked = indexedDB.open("linli", 1);
    asked.onupgradeneeded = () => ["files", "waiting"].map((name) => asked.result.createObjectStore(name));
    asked.onsuccess = () => done(asked.result);
    asked.onerror = () => fail(asked.error);
  });
}

/**
 * @param {"files" | "waiting"} shelf @param {IDBTransactionMode} mode @param {(store: IDBObjectStore) => IDBRequest} act
 * @returns {Promise<any>} nothing where this browser keeps nothing, as in private windows
 */
async function on(shelf, mode, act) {
  try {
    const opened = await open();
    const all = opened.transaction(shelf, mode);
    const asked = act(all.objectStore(shelf));
    return await new Promise((done, fail) => {
      all.oncomplete = () => done(asked.result); // only then does it outlive this page
      all.onabort = all.onerror = () => fail(all.error);
    }).finally(() => opened.close());
  } catch {
    return undefined;
  }
}

/** @param {"files" | "waiting"} shelf @param {string} key */
export const get = (shelf, key) => on(shelf, "readonly", (store) => store.get(key));
/** @param {"files" | "waiting"} shelf @param {string} key @param {any} value */
export const put = (shelf, key, value) => on(shelf, "readwrite", (store) => store.put(value, key));
/** @param {"files" | "waiting"} shelf @param {string} key */
export const remove = (shelf, key) => on(shelf, "readwrite", (store) => store.delete(key));
/** @param {"files" | "waiting"} shelf @returns {Promise<any[]>} */
export const all = async (shelf) => (await on(shelf, "readonly", (store) => store.getAll())) ?? [];

/** Nothing stays on this device longer than a week. */
export async function sweep() {
  for (const shelf of /** @type {const} */ (["files", "waiting"])) {
    for (const one of await all(shelf)) if (Date.now() - one.at > KEPT_FOR) await remove(shelf, one.id);
  }
}
