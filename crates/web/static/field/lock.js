// The lock: a PIN of six digits opens the key under which everything is kept. The key itself lies wrapped by what PBKDF2
// makes of the PIN; after five wrong ones everything is forgotten. It guards a telephone that is lent, lost or searched
// through by hand. It does not guard against somebody who copies the storage and tries a million PINs: against that the
// telephone's own lock and encryption must be on.
import { plain, setPlain, useKey, wipe } from "./store.js";

const ROUNDS = 600_000;
/** Wrong PINs until everything is forgotten. */
export const TRIES = 5;

async function wrapper(pin, salt) {
  const material = await crypto.subtle.importKey("raw", new TextEncoder().encode(pin), "PBKDF2", false, ["deriveKey"]);
  const how = { name: "PBKDF2", hash: "SHA-256", salt, iterations: ROUNDS };
  return crypto.subtle.deriveKey(how, material, { name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt"]);
}

const usable = (raw) => crypto.subtle.importKey("raw", raw, "AES-GCM", false, ["encrypt", "decrypt"]);

/** Whether a PIN was chosen on this telephone. */
export const isSet = async () => Boolean(await plain("lock"));

/** Chooses the PIN and draws the key. */
export async function set(pin) {
  const [salt, iv, raw] = [16, 12, 32].map((size) => crypto.getRandomValues(new Uint8Array(size)));
  const wrapped = await crypto.subtle.encrypt({ name: "AES-GCM", iv }, await wrapper(pin, salt), raw);
  await setPlain("lock", { salt, iv, wrapped, wrong: 0 });
  useKey(await usable(raw));
  raw.fill(0);
}

/** Opens with a PIN: true, or how many tries are left; 0 once everything is forgotten. */
export async function open(pin) {
  const lock = await plain("lock");
  // Counted before it is tried, so that switching off in between gives nobody another try.
  await setPlain("lock", { ...lock, wrong: lock.wrong + 1 });
  try {
    const raw = await crypto.subtle.decrypt(
      { name: "AES-GCM", iv: lock.iv },
      await wrapper(pin, lock.salt),
      lock.wrapped,
    );
    useKey(await usable(raw));
    await setPlain("lock", { ...lock, wrong: 0 });
    return true;
  } catch {
    if (lock.wrong + 1 >= TRIES) await wipe();
    return Math.max(0, TRIES - lock.wrong - 1);
  }
}
