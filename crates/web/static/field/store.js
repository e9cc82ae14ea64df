// What the telephone keeps, in IndexedDB: `plain` holds the lock and until when the day is good, `sealed` everything else,
// each record encrypted with AES-GCM and bound to its own name, so that none can be put in another's place.
const DB = "doudi-field";
let opened = null;
let key = null;

function base() {
  opened ??= new Promise((resolve, reject) => {
    const request = indexedDB.open(DB, 1);
    request.onupgradeneeded = () => {
      request.result.createObjectStore("plain");
      request.result.createObjectStore("sealed");
    };
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
  return opened;
}

async function run(store, mode, work) {
  const transaction = (await base()).transaction(store, mode);
  const request = work(transaction.objectStore(store));
  return new Promise((resolve, reject) => {
    // Only what the transaction has finished is there after a restart.
    transaction.oncomplete = () => resolve(request?.result);
    transaction.onerror = transaction.onabort = () => reject(transaction.error);
  });
}

/** Something that everybody who holds the telephone may know. */
export const plain = (name) => run("plain", "readonly", (it) => it.get(name));
export const setPlain = (name, value) => run("plain", "readwrite", (it) => it.put(value, name));

/** The key of this time; none while the app is locked. */
export const useKey = (it) => {
  key = it;
};
export const locked = () => key === null;

const bound = (name) => new TextEncoder().encode(name);

/** Keeps bytes under a name. */
export async function putBytes(name, bytes) {
  const iv = crypto.getRandomValues(new Uint8Array(12));
  const data = await crypto.subtle.encrypt({ name: "AES-GCM", iv, additionalData: bound(name) }, key, bytes);
  await run("sealed", "readwrite", (it) => it.put({ iv, data }, name));
}

/** The bytes of a name; none where nothing is kept. */
export async function bytes(name) {
  const found = await run("sealed", "readonly", (it) => it.get(name));
  if (!found) return null;
  return crypto.subtle.decrypt({ name: "AES-GCM", iv: found.iv, additionalData: bound(name) }, key, found.data);
}

/** Keeps a value as JSON. */
export const put = (name, value) => putBytes(name, new TextEncoder().encode(JSON.stringify(value)));

/** A kept value. */
export async function get(name) {
  const found = await bytes(name);
  return found && JSON.parse(new TextDecoder().decode(found));
}

/** The names that begin so: names say what kind of thing it is and its number, never whose. */
export async function names(prefix) {
  return run("sealed", "readonly", (it) => it.getAllKeys(IDBKeyRange.bound(prefix, `${prefix}\uffff`)));
}

/** All values whose names begin so. */
export async function all(prefix) {
  return Promise.all((await names(prefix)).map(get));
}

/** Forgets what begins so. */
export async function forget(prefix) {
  return run("sealed", "readwrite", (it) => it.delete(IDBKeyRange.bound(prefix, `${prefix}\uffff`)));
}

/** Forgets everything, and the key with it. */
export async function wipe() {
  key = null;
  await run("sealed", "readwrite", (it) => it.clear());
  await run("plain", "readwrite", (it) => it.clear());
}
