// What became of what was sent: taken in, or otherwise than somebody else saw it, and which word counts.
import { h } from "./dom.js";
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

/** The list; nothing where nothing was sent. */
export function results(became, day, sent) {
  if (!became.length && !sent.length) return null;
  const head = (id) =>
    day?.houses.find((house) => house.id === id)?.head ??
    sent.find((it) => it.household === id)?.head ??
    `${t("档案", "file")} ${id}`;
  const person = (id, household) =>
    day?.houses.find((house) => house.id === household)?.members.find((it) => it.id === id)?.name;
  const point = (it, household) =>
    h(
      "li",
      {},
      h("b", {}, [person(it.person, household), w(it.item)].filter(Boolean).join(" · ")),
      h("br"),
      `${t("我", "I")}：`,
      w(it.own),
      ` · ${w(it.by)} ${moment(it.at)}：`,
      w(it.other),
      h("br"),
      h(
        "span",
        { class: "tag " + (it.counts ? "yes" : "unknown") },
        it.counts ? t("以我的为准", "mine counts") : t("以对方的为准", "theirs counts"),
      ),
      ` ${t(...RULES[it.rule])}${t("，另一说法一并留存", "; the other is kept beside")}`,
    );
  const noted = (name) => {
    const it = sent.find((one) => one.name === name)?.case;
    if (it?.noted) return h("span", { class: "tag yes" }, t("已记入办理事项", "noted in the case"));
    return it?.why
      ? h("p", { class: "hint" }, `${t("未记入办理事项：", "not noted in the case: ")}${w(it.why)}`)
      : null;
  };
  const reports = sent.filter((it) => it.kind === "report");
  return h(
    "section",
    { id: "became" },
    h("h2", {}, t("办理结果", "What became of it")),
    h(
      "ul",
      { class: "became" },
      became.map((it) =>
        h(
          "li",
          { "data-fate": it.fate, "data-visit": it.visit },
          `${head(it.household)} `,
          h("span", { class: "tag " + FATES[it.fate][2] }, t(...FATES[it.fate])),
          it.finding ? h("span", { class: "tag" }, w(it.finding)) : null,
          it.matter ? h("span", { class: "tag yes" }, t("已记入预警事项", "noted in the matter")) : null,
          noted(it.name),
          it.points.length
            ? h(
                "ul",
                {},
                it.points.map((one) => point(one, it.household)),
              )
            : null,
        ),
      ),
      reports.map((it) =>
        h(
          "li",
          { "data-fate": "reported" },
          `${it.head ?? t("困难邻居", "a neighbour")} `,
          h("span", { class: "tag yes" }, t("报告已送达乡镇", "the town has the report")),
        ),
      ),
    ),
  );
}
