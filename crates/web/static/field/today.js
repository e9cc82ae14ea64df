// Today: the map, the households, what waits to be sent, what became of what was sent.
import { results } from "./became.js";
import { h, show } from "./dom.js";
import { map } from "./map.js";
import { all, get, names } from "./store.js";
import { moment, t, w } from "./words.js";

const DAY = 24 * 3_600_000;

/** The screen. `acts` are what its buttons do. */
export async function today(day, acts) {
  const drafts = (await names("draft:")).map((name) => Number(name.slice(6)));
  const unsent = [...(await all("visit:")), ...(await all("report:"))];
  const sent = (await all("sent:")).sort((a, b) => b.sent - a.sent);
  const became = (await get("became")) ?? day?.became ?? [];
  show(
    h("h1", {}, t("今日走访", "Today's visits"), day ? h("small", {}, ` ${day.today} · ${day.name}`) : null),
    h(
      "p",
      { class: "doers" },
      h(
        "button",
        { type: "button", id: "fetch", class: day ? "" : "main", onclick: acts.fetch },
        day ? t("更新任务", "Fetch again") : t("下载今日任务", "Fetch the day's tasks"),
      ),
      h(
        "button",
        { type: "button", id: "sync", onclick: acts.sync },
        t("同步", "Send"),
        unsent.length ? h("span", { class: "count" }, String(unsent.length)) : null,
      ),
      day
        ? h("a", { class: "button", id: "report", href: "#/report" }, t("报告困难邻居", "Report a neighbour in need"))
        : null,
    ),
    day
      ? [
          map(day.houses),
          list(day, drafts, unsent, sent),
          h(
            "p",
            { class: "hint" },
            `${t("任务保存到", "Kept until")} ${moment(day.until)}${t("，过时自动清除。", ", then forgotten.")}`,
          ),
          along(acts),
        ]
      : h(
          "p",
          { class: "empty" },
          t(
            "手机上没有任务。有信号时下载，之后一天不用信号。",
            "Nothing is kept here. Fetch the tasks where there is a signal; a day without one follows.",
          ),
        ),
    unsent.length
      ? h(
          "section",
          { id: "unsent" },
          h(
            "h2",
            {},
            t("等待同步", "Waiting to be sent"),
            h("small", {}, t("最多保存七天", "kept for seven days at most")),
          ),
          h("ul", {}, unsent.map(waits(acts))),
        )
      : null,
    results(became, day, sent),
    h(
      "p",
      { class: "doers" },
      h("button", { type: "button", id: "lock", onclick: acts.lock }, t("锁定", "Lock")),
      h(
        "button",
        { type: "button", id: "leave", onclick: () => acts.leave(unsent.length) },
        t("退出并清除", "Sign out and forget all"),
      ),
    ),
  );
}

function list(day, drafts, unsent, sent) {
  if (!day.houses.length)
    return h(
      "p",
      { class: "empty" },
      t("今天没有待走访的家庭；可以按姓名带上一户。", "No household waits for a visit today; take one along by name."),
    );
  const state = (house) => {
    if (drafts.includes(house.id)) return h("span", { class: "tag unknown" }, t("填写中", "begun"));
    if (unsent.some((it) => it.household === house.id && it.sights))
      return h("span", { class: "tag unknown" }, t("待同步", "to be sent"));
    const today = (it) => it.kind === "visit" && it.household === house.id && it.sent > Date.now() - DAY;
    if (sent.find(today)?.finding === "not_at_home")
      return h("span", { class: "tag unknown" }, t("未遇，再访", "nobody met: go again"));
    if (house.last === day.today || sent.some(today)) return h("span", { class: "tag yes" }, t("已走访", "visited"));
    return h("span", { class: "tag" }, t("待走访", "to visit"));
  };
  return h(
    "ol",
    { class: "houses" },
    day.houses.map((house, index) =>
      h(
        "li",
        {},
        h(
          "a",
          { href: `#/visit/${house.id}` },
          h("b", { class: "number" }, String(index + 1)),
          h(
            "span",
            { class: "whose" },
            house.head,
            h("small", {}, `${house.address} · ${house.members.length} ${t("人", "members")}`),
            h("small", {}, w(house.why), house.due ? ` · ${t("应于", "due")} ${house.due}` : ""),
            house.case && house.matter
              ? h("small", {}, t("另有预警待核实", "signals to be looked into as well"))
              : null,
          ),
          state(house),
        ),
      ),
    ),
  );
}

const waits = (acts) => (it) =>
  h(
    "li",
    {},
    `${it.sights ? t("走访", "visit") : t("报告", "report")} · ${it.head ?? (it.whom || t("未写明", "nobody named"))} · ${moment(it.at)}`,
    it.refused
      ? [
          h("p", { class: "refused", role: "alert" }, it.refused),
          h("button", { type: "button", onclick: () => acts.drop(it) }, t("删除", "Delete")),
          " ",
          h("button", { type: "button", onclick: () => acts.again(it) }, t("再次发送", "Send again")),
        ]
      : null,
  );

function along(acts) {
  const text = h("input", {
    type: "text",
    id: "along",
    maxlength: 40,
    placeholder: t("户主或成员姓名", "a member's whole name"),
    "aria-label": t("姓名", "name"),
  });
  const found = h("div", { class: "choices", id: "found" });
  const look = async (event) => {
    event.preventDefault();
    const all = await acts.find(text.value);
    found.replaceChildren(
      ...all.map((it) =>
        h("button", { type: "button", onclick: () => acts.along(it.id) }, it.head, h("small", {}, it.address)),
      ),
    );
    if (!all.length)
      found.append(
        h(
          "p",
          { class: "empty" },
          t("没有找到（需要信号和完整姓名）", "nobody found (it needs a signal and the whole name)"),
        ),
      );
  };
  return h(
    "details",
    {},
    h("summary", {}, t("带上另一户", "Take another household along")),
    h("form", { class: "bar", onsubmit: look }, text, h("button", {}, t("查找", "Find"))),
    found,
  );
}
