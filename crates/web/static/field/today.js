// Today: the map, the households, what waits to be sent, what became of what was sent.
import { h, show } from "./dom.js";
import { map } from "./map.js";
import { all, get, names } from "./store.js";
import { moment, t, w } from "./words.js";

const FATES = {
  taken: ["已收到", "taken in", "yes"],
  merged: ["已收到，与他人走访一致", "taken in; agrees with another visit", "yes"],
  conflict: ["已收到，与他人走访有出入", "taken in; differs from another visit", "unknown"],
};
const RULES = {
  paper: ["看过材料的为准", "what rests on a paper counts"],
  later: ["后看到的为准", "what was seen later counts"],
  name: ["同一时刻，按编号先后", "the same moment: by number"],
  same: ["一致", "the same"],
};

/** The screen. `acts` are what its buttons do. */
export async function today(day, acts) {
  const drafts = (await names("draft:")).map((name) => Number(name.slice(6)));
  const unsent = [...(await all("visit:")), ...(await all("report:"))];
  const sent = (await all("sent:")).sort((a, b) => b.sent - a.sent);
  const became = (await get("became")) ?? day?.became ?? [];
  show(
    h("h1", {}, t("今日走访", "Today's visits"), day ? h("small", {}, ` ${day.today} · ${day.name}`) : null),
    h("p", { class: "doers" },
      h("button", { type: "button", id: "fetch", class: day ? "" : "main", onclick: acts.fetch }, day ? t("更新任务", "Fetch again") : t("下载今日任务", "Fetch the day's tasks")),
      h("button", { type: "button", id: "sync", onclick: acts.sync }, t("同步", "Send"), unsent.length ? h("span", { class: "count" }, String(unsent.length)) : null),
      day ? h("a", { class: "button", id: "report", href: "#/report" }, t("报告困难邻居", "Report a neighbour in need")) : null),
    day ? [map(day.houses), list(day, drafts, unsent, sent), h("p", { class: "hint" }, `${t("任务保存到", "Kept until")} ${moment(day.until)}${t("，过时自动清除。", ", then forgotten.")}`), along(acts)]
      : h("p", { class: "empty" }, t("手机上没有任务。有信号时下载，之后一天不用信号。", "Nothing is kept here. Fetch the tasks where there is a signal; a day without one follows.")),
    unsent.length ? h("section", { id: "unsent" }, h("h2", {}, t("等待同步", "Waiting to be sent")), h("ul", {}, unsent.map(waits(acts)))) : null,
    results(became, day, sent),
    h("p", { class: "doers" }, h("button", { type: "button", id: "lock", onclick: acts.lock }, t("锁定", "Lock")), h("button", { type: "button", id: "leave", onclick: () => acts.leave(unsent.length) }, t("退出并清除", "Sign out and forget all"))),
  );
}

function list(day, drafts, unsent, sent) {
  if (!day.houses.length) return h("p", { class: "empty" }, t("今天没有待走访的家庭；可以按姓名带上一户。", "No household waits for a visit today; take one along by name."));
  const state = (house) => {
    if (drafts.includes(house.id)) return h("span", { class: "tag unknown" }, t("填写中", "begun"));
    if (unsent.some((it) => it.household === house.id && it.sights)) return h("span", { class: "tag unknown" }, t("待同步", "to be sent"));
    if (sent.some((it) => it.kind === "visit" && it.household === house.id && it.at >= day.issued)) return h("span", { class: "tag yes" }, t("已走访", "visited"));
    return h("span", { class: "tag" }, t("待走访", "to visit"));
  };
  return h("ol", { class: "houses" }, day.houses.map((house, index) => h("li", {}, h("a", { href: `#/visit/${house.id}` },
    h("b", { class: "number" }, String(index + 1)), h("span", { class: "whose" }, house.head, h("small", {}, `${house.address} · ${house.members.length} ${t("人", "members")}`), h("small", {}, w(house.why), house.due ? ` · ${t("应于", "due")} ${house.due}` : "")), state(house)))));
}

const waits = (acts) => (it) => h("li", {}, `${it.sights ? t("走访", "visit") : t("报告", "report")} · ${it.head ?? (it.whom || t("未写明", "nobody named"))} · ${moment(it.at)}`,
  it.refused ? [h("p", { class: "refused", role: "alert" }, it.refused), h("button", { type: "button", onclick: () => acts.drop(it) }, t("删除", "Delete")), " ", h("button", { type: "button", onclick: () => acts.again(it) }, t("再次发送", "Send again"))] : null);

function results(became, day, sent) {
  if (!became.length && !sent.length) return null;
  const head = (id) => day?.houses.find((house) => house.id === id)?.head ?? sent.find((it) => it.household === id)?.head ?? `${t("档案", "file")} ${id}`;
  const person = (id, household) => day?.houses.find((house) => house.id === household)?.members.find((it) => it.id === id)?.name;
  const point = (it, household) => h("li", {}, h("b", {}, [person(it.person, household), w(it.item)].filter(Boolean).join(" · ")), h("br"),
    `${t("我", "I")}：`, w(it.own), ` · ${w(it.by)} ${moment(it.at)}：`, w(it.other), h("br"),
    h("span", { class: "tag " + (it.counts ? "yes" : "unknown") }, it.counts ? t("以我的为准", "mine counts") : t("以对方的为准", "theirs counts")), ` ${t(...RULES[it.rule])}${t("，另一说法一并留存", "; the other is kept beside")}`);
  const noted = (name) => {
    const it = sent.find((one) => one.name === name)?.case;
    if (it?.noted) return h("span", { class: "tag yes" }, t("已记入办理事项", "noted in the case"));
    return it?.why ? h("p", { class: "hint" }, `${t("未记入办理事项：", "not noted in the case: ")}${w(it.why)}`) : null;
  };
  const reports = sent.filter((it) => it.kind === "report");
  return h("section", { id: "became" }, h("h2", {}, t("办理结果", "What became of it")),
    h("ul", { class: "became" }, became.map((it) => h("li", { "data-fate": it.fate, "data-visit": it.visit }, `${head(it.household)} `, h("span", { class: "tag " + FATES[it.fate][2] }, t(...FATES[it.fate])), noted(it.name), it.points.length ? h("ul", {}, it.points.map((one) => point(one, it.household))) : null)),
      reports.map((it) => h("li", { "data-fate": "reported" }, `${it.head ?? t("困难邻居", "a neighbour")} `, h("span", { class: "tag yes" }, t("报告已送达乡镇", "the town has the report"))))));
}

function along(acts) {
  const text = h("input", { type: "text", id: "along", maxlength: 40, placeholder: t("户主或成员姓名", "a member's whole name"), "aria-label": t("姓名", "name") });
  const found = h("div", { class: "choices", id: "found" });
  const look = async (event) => {
    event.preventDefault();
    const all = await acts.find(text.value);
    found.replaceChildren(...all.map((it) => h("button", { type: "button", onclick: () => acts.along(it.id) }, it.head, h("small", {}, it.address))));
    if (!all.length) found.append(h("p", { class: "empty" }, t("没有找到（需要信号和完整姓名）", "nobody found (it needs a signal and the whole name)")));
  };
  return h("details", {}, h("summary", {}, t("带上另一户", "Take another household along")), h("form", { class: "bar", onsubmit: look }, text, h("button", {}, t("查找", "Find"))), found);
}
