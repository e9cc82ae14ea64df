// Between the telephone and the office. Everything that is sent carries a name of its own, under which the office does it
// once: when an answer is lost on the way, the same is sent again and nothing is done twice.
import { all, bytes, forget, get, names, put, setPlain, wipe } from "./store.js";

const HEADERS = { accept: "application/json" };

/** Asks the office; status 0 where there is no signal. */
async function ask(path, options = {}) {
  try {
    const answer = await fetch(path, { headers: HEADERS, cache: "no-store", redirect: "error", ...options });
    const json = (answer.headers.get("content-type") ?? "").includes("json");
    return { status: answer.status, body: json ? await answer.json() : null };
  } catch {
    return { status: 0, body: null };
  }
}

/** Whether the office knows us now: `open`, `offline`, `sign-in`, `ended` (everything was forgotten), `other` account. */
async function session() {
  const { status, body } = await ask("/field/session");
  if (status === 401) return { state: "sign-in" };
  if (status === 403) {
    // The right to visit has ended, so nothing of other people stays here.
    await wipe();
    return { state: "ended" };
  }
  if (status !== 200) return { state: "offline" };
  const own = await get("owner");
  return { state: own && own !== body.account ? "other" : "open", ...body };
}

/** Fetches the day; `along` are households beside the tasks. Gives the state, as `session`. */
export async function fetchDay(along = []) {
  const open = await session();
  if (open.state !== "open") return open.state;
  const { status, body } = await ask(`/field/day?along=${along.join(",")}`);
  if (status !== 200) return status === 401 ? "sign-in" : "offline";
  // By the telephone's own clock from here on, right or wrong: how long the day is good, the office has said.
  const now = Date.now();
  const day = { ...body, issued: now, until: now + (body.until - body.issued) };
  await put("owner", body.account);
  await put("day", day);
  await put("became", body.became);
  await setPlain("until", day.until);
  return "open";
}

/** Finds households of a name, for who takes one along. */
export async function find(text) {
  const open = await session();
  if (open.state !== "open") return [];
  const { status, body } = await ask("/field/find", {
    method: "POST",
    body: new URLSearchParams({ form: open.form, text }),
  });
  return status === 200 ? body : [];
}

async function parcel(form, kind, it) {
  const data = new FormData();
  data.append("form", form);
  data.append("sent", String(Date.now()));
  data.append("operation", JSON.stringify({ kind, ...it, photos: undefined, head: undefined, refused: undefined }));
  for (let number = 0; number < (it.photos ?? 0); number++) {
    const kept = await bytes(`photo:${it.name}:${number}`);
    data.append("photo", new Blob([kept], { type: "image/jpeg" }), `${number}.jpg`);
  }
  return data;
}

/** Sends one; true where the office has it now. */
async function sendOne(form, kind, it) {
  const { status, body } = await ask("/field/sync", { method: "POST", body: await parcel(form, kind, it) });
  if (status === 200) {
    await put(`sent:${it.name}`, {
      kind,
      name: it.name,
      household: it.household ?? null,
      head: it.head,
      at: it.at,
      sent: Date.now(),
      case: body.case ?? null,
      finding: it.finding ?? null,
    });
    await forget(`${kind}:${it.name}`);
    await forget(`photo:${it.name}:`);
    return true;
  }
  // What the office refuses stays, with its reason, until its maker has looked at it; anything else is tried again.
  if ([400, 404, 409, 413, 422].includes(status))
    await put(`${kind}:${it.name}`, { ...it, refused: body?.title ?? String(status) });
  return false;
}

/** Sends what waits and learns what became of it. Gives the state; two at once never send. */
export async function sync() {
  return navigator.locks.request("doudi-field-sync", { ifAvailable: true }, async (held) => {
    if (!held) return "busy";
    const open = await session();
    if (open.state !== "open") return open.state;
    for (const kind of ["visit", "report"]) {
      for (const it of await all(`${kind}:`)) {
        if (!it.refused) await sendOne(open.form, kind, it);
      }
    }
    const { status, body } = await ask("/field/became");
    if (status === 200) await put("became", body);
    return status === 200 ? "open" : "offline";
  });
}

/** How many wait to be sent. */
export const waiting = async () => (await names("visit:")).length + (await names("report:")).length;

/** Signs out at the office and forgets everything here. */
export async function leave() {
  const open = await session();
  if (open.state === "open" || open.state === "other") {
    await ask("/me/sign-out", {
      method: "POST",
      body: new URLSearchParams({ form: open.form ?? "" }),
      redirect: "manual",
    });
  }
  await wipe();
}
