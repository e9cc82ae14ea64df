// The field app: opens the lock, finds the screen, forgets what is over its time.
import { h, say, show } from "./dom.js";
import * as lock from "./lock.js";
import { report } from "./report.js";
import { forget, get, locked, names, plain, put, useKey } from "./store.js";
import { fetchDay, find, leave, sync, waiting } from "./sync.js";
import { today } from "./today.js";
import { visit } from "./visit.js";
import { language, t, turn } from "./words.js";

const OLDEST = 7 * 24 * 3_600_000;

/** What other people's data is kept for a day only; one's own unsent work for a week. */
async function expire() {
  const until = await plain("until");
  if (until && until < Date.now()) {
    for (const kind of ["day", "became", "sent:"]) await forget(kind);
  }
  if (locked()) return;
  for (const kind of ["draft:", "visit:", "report:", "sent:"]) {
    for (const name of await names(kind)) {
      const it = await get(name);
      if ((it.at ?? it.begun) + OLDEST > Date.now()) continue;
      await forget(name);
      await forget(`photo:${it.name}:`);
    }
  }
}

const STATES = {
  open: () => t("已同步", "sent"),
  offline: () => t("没有信号，已保存在手机上", "no signal; kept on this telephone"),
  "sign-in": () => t("登录已失效，请重新登录后同步", "sign in again, then send"),
  ended: () => t("走访权限已终止，手机上的数据已清除", "the right to visit has ended; everything here was forgotten"),
  other: () =>
    t("手机上的走访属于另一账号，请用原账号登录", "the visits here are another account's: sign in as that account"),
  busy: () => t("正在同步", "sending"),
};

/** What the last asking came to: that there is a network says not that the office is reached. */
let reached = true;

async function told(state, opening = false) {
  reached = state !== "offline";
  say(STATES[state]());
  if (state === "ended") return begin();
  // Who has gone on to a visit or a report meanwhile keeps it as it stands.
  if (opening || !["visit", "report"].includes(location.hash.split("/")[1])) await screen();
  else await net();
  // Whoever must sign in again finds the way, and the way back.
  if (state === "sign-in")
    document
      .getElementById("app")
      .prepend(
        h(
          "p",
          { class: "refused", role: "alert" },
          STATES[state](),
          " ",
          h("a", { href: "/sign-in?next=/field" }, t("去登录", "Sign in")),
        ),
      );
  if (state === "other")
    document.getElementById("app").prepend(h("p", { class: "refused", role: "alert" }, STATES[state]()));
}

const acts = {
  fetch: async () => told(await fetchDay(await kept())),
  sync: async () => told(await sync()),
  find,
  along: async (id) => {
    await put("along", [...new Set([...(await kept()), id])].slice(-20));
    await told(await fetchDay(await kept()));
  },
  drop: async (it) => {
    await forget(`${it.sights ? "visit" : "report"}:${it.name}`);
    await forget(`photo:${it.name}:`);
    await screen();
  },
  again: async (it) => {
    await put(`${it.sights ? "visit" : "report"}:${it.name}`, { ...it, refused: undefined });
    await told(await sync());
  },
  lock: () => {
    useKey(null);
    begin();
  },
  leave: async (unsent) => {
    const question = unsent
      ? t(`还有 ${unsent} 件没有同步，退出后将丢失。确定退出？`, `${unsent} were not sent and will be lost. Sign out?`)
      : t("退出并清除手机上的数据？", "Sign out and forget everything here?");
    if (confirm(question)) {
      await leave();
      location.href = "/sign-in";
    }
  },
};

const kept = async () => (await get("along")) ?? [];

/** Screens are drawn one after the other: a slower one never stands over a newer. */
let drawing = Promise.resolve();
const screen = () => (drawing = drawing.then(draw, draw));

/** The screen that the address names. */
async function draw() {
  if (locked()) return begin();
  await net();
  const day = await get("day");
  const [, where, id] = location.hash.split("/");
  const house = day?.houses.find((it) => String(it.id) === id);
  const back = async () => {
    location.hash = "#/";
    await told(await sync());
  };
  if (where === "visit" && house) return visit({ ...day }, house, back);
  if (where === "report" && day) return report(day, back);
  return today(day, acts);
}

/** The lock's screens: a PIN is chosen once, and asked for each time the app is opened. */
async function begin() {
  await expire();
  const chosen = await lock.isSet();
  const field = (id, label) =>
    h(
      "label",
      {},
      label,
      h("input", {
        id,
        type: "password",
        inputmode: "numeric",
        pattern: "[0-9]{6}",
        maxlength: 6,
        autocomplete: "off",
        required: true,
      }),
    );
  const refused = h("p", { class: "refused", role: "alert", hidden: true });
  const refuse = (text) => {
    refused.hidden = false;
    refused.textContent = text;
  };
  const pin = field("pin", t("六位 PIN 码", "PIN of six digits"));
  const again = chosen ? null : field("again", t("再输入一次", "once more"));
  const enter = async (event) => {
    event.preventDefault();
    const text = pin.querySelector("input").value;
    if (!chosen && text !== again.querySelector("input").value) return refuse(t("两次输入不一致", "the two differ"));
    if (!chosen) await lock.set(text);
    const open = chosen ? await lock.open(text) : true;
    if (open === true) {
      await expire();
      await told(await sync(), true);
      return;
    }
    if (open === 0) {
      await begin();
      say(t("输错五次，手机上的数据已清除", "five wrong PINs: everything here was forgotten"));
      return;
    }
    pin.querySelector("input").value = "";
    refuse(t(`PIN 码不对，还可以试 ${open} 次`, `wrong PIN; ${open} tries are left`));
  };
  show(
    h("h1", {}, t("入户走访", "Home visits")),
    h(
      "form",
      { id: "unlock", class: "card", onsubmit: enter },
      h(
        "p",
        { class: "hint" },
        chosen
          ? t("输错五次将清除手机上的数据。", "Five wrong PINs forget everything here.")
          : t(
              "设一个 PIN 码：走访数据在手机上加密保存，打开时要输入。请同时打开手机自带的锁屏和加密。",
              "Choose a PIN: what is kept here is encrypted and opens with it. Keep the telephone's own lock and encryption on as well.",
            ),
      ),
      pin,
      again,
      refused,
      h("p", { class: "send" }, h("button", { class: "main" }, t("打开", "Open"))),
    ),
  );
}

/** What the header says: whether there is a signal, and how much waits. */
async function net() {
  const count = locked() ? 0 : await waiting();
  const left = count ? ` · ${count} ${t("件待同步", "to send")}` : "";
  document.getElementById("net").textContent =
    (navigator.onLine && reached ? t("有信号", "online") : t("无信号", "offline")) + left;
}

function speak() {
  const button = document.getElementById("lang");
  document.documentElement.lang = language() === "zh" ? "zh-CN" : "en";
  button.textContent = language() === "zh" ? "English" : "中文";
  button.lang = language() === "zh" ? "en" : "zh-CN";
}

document.getElementById("lang").addEventListener("click", () => {
  turn();
  speak();
  screen();
});
window.addEventListener("hashchange", screen);
window.addEventListener("online", async () => {
  if (!locked()) say(STATES[await sync()]());
  net();
});
window.addEventListener("offline", net);
// A day that ends while the app lies open is forgotten too.
setInterval(async () => {
  const there = locked() ? null : await get("day");
  await expire();
  if (there && !(await get("day"))) screen();
}, 60_000);
speak();
net();
begin();
navigator.serviceWorker?.register("/field/sw.js", { scope: "/field" });
