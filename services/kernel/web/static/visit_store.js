// What the tablet keeps: the draft, its photos, and what waits to be sent. Every key begins with the person's id: tablets are shared.
const NAME = "palier-visites";
const STORES = ["draft", "photo", "outbox"];
let opened;

function open() {
  opened ??= new Promise((resolve, reject) => {
    const asked = indexedDB.open(NAME, 1);
    asked.onupgradeneeded = () => STORES.forEach((name) => asked.result.createObjectStore(name, { keyPath: "key" }));
    asked.onsuccess = () => resolve(asked.result);
    asked.onerror = () => reject(asked.error);
  });
  return opened;
}

async function inside(store, mode, work) {
  const db = await open();
  return new Promise((resolve, reject) => {
    const one = db.transaction(store, mode, { durability: "strict" });
    const asked = work(one.objectStore(store));
    one.oncomplete = () => resolve(asked.result);
    one.onerror = one.onabort = () => reject(one.error ?? asked.error);
  });
}

// Resolved once the device says that it is written down.
export const keep = (store, value) => inside(store, "readwrite", (shelf) => shelf.put(value));
export const forget = (store, key) => inside(store, "readwrite", (shelf) => shelf.delete(key));
export const find = (store, key) => inside(store, "readonly", (shelf) => shelf.get(key));
export const under = (store, prefix) =>
  inside(store, "readonly", (shelf) => shelf.getAll(IDBKeyRange.bound(prefix, `${prefix}\uffff`)));
