// The parts of the form: facts by member, self-care, guarantees, needs.
import { keyOf, pill, question, small, yesNo } from "./ask.js";
import { h } from "./dom.js";
import { t, w } from "./words.js";

/** The facts of the household and of each member. */
export function facts(screen) {
  const { house } = screen;
  const own = house.asks.filter((ask) => ask.person === null);
  // What somebody has told is confirmed first; what nobody has told stands behind a line.
  const told = own.filter((ask) => ask.told !== null);
  const rest = own.filter((ask) => ask.told === null);
  const of = (person) => house.asks.filter((ask) => ask.person === person);
  const age = (it) => (it.age === null ? "" : ` · ${it.age}${t("岁", "")}`);
  const answered = (asks) => asks.filter((ask) => screen.draft.answers[keyOf(ask.person, ask.name)]).length;
  return h(
    "section",
    {},
    h("h2", {}, t("逐项核实", "Confirm one by one"), h("small", {}, t("没有问到的留空", "leave what was not asked"))),
    told.map((ask) => question(screen, ask)),
    h(
      "details",
      { class: "member" },
      h("summary", {}, t("家庭其他情况", "More of the household"), h("small", {}, ` ${answered(rest)}/${rest.length}`)),
      rest.map((ask) => question(screen, ask)),
    ),
    house.members.map((member) =>
      h(
        "details",
        { class: "member" },
        h(
          "summary",
          {},
          member.name,
          h("small", {}, ` ${w(member.relation)}${age(member)} · ${answered(of(member.id))}/${of(member.id).length}`),
        ),
        of(member.id).map((ask) => question(screen, ask)),
      ),
    ),
  );
}

/** The six items of self-care, with the level that they come to. */
export function care(screen) {
  const items = screen.day.catalogue.care;
  return h(
    "section",
    {},
    h("h2", {}, t("生活自理能力", "Self-care"), h("small", {}, t("需要评估的成员才填", "only of whom it matters"))),
    screen.house.members.map((member) => {
      const level = h("p", { class: "told", role: "status" });
      const count = () => {
        const given = items.map((item) => screen.draft.answers[keyOf(member.id, item.name)]?.value);
        const failed = given.filter((value) => value === "no").length;
        // 民发〔2021〕43号: none, one to three, four and more of six.
        const named =
          failed === 0 ? t("全自理", "self-care") : failed < 4 ? t("半护理", "partial care") : t("全护理", "full care");
        level.textContent = given.includes(undefined)
          ? t("六项都填才能判断等级", "six answers tell the level")
          : t(`${failed} 项不能自主完成：${named}`, `${failed} of six fail: ${named}`);
      };
      count();
      return h(
        "details",
        { class: "member" },
        h("summary", {}, member.name),
        items.map((item) => small(screen, member.id, item, count)),
        level,
      );
    }),
  );
}

/** A closed list of yes and no. */
export function closed(screen, list, heading) {
  return h(
    "section",
    {},
    h("h2", {}, heading),
    screen.day.catalogue[list].map((item) => small(screen, null, item)),
  );
}

/** What the household asks for. */
export function needs(screen) {
  const one = (item) => {
    const key = keyOf(null, item.name);
    const note = (event) => {
      if (event.target.checked)
        screen.draft.answers[key] = { person: null, item: item.name, value: "yes", paper: false, told: null };
      else delete screen.draft.answers[key];
      screen.save();
    };
    return h(
      "label",
      { class: "need" },
      h("input", { type: "checkbox", "data-item": key, checked: Boolean(screen.draft.answers[key]), onchange: note }),
      h("span", {}, w(item.words)),
    );
  };
  return h(
    "section",
    {},
    h("h2", {}, t("需求清单", "Needs")),
    h("div", { class: "needs" }, screen.day.catalogue.needs.map(one)),
  );
}

/** What was signalled about the household, each to be answered by who has looked. */
export function signals({ house, draft, save }) {
  if (!house.matter) return null;
  const { signals, untold } = house.matter;
  draft.signals ??= {};
  const about = (person) => house.members.find((it) => it.id === person)?.name ?? t("全户", "the household");
  const one = (it) => {
    const key = `signal:${it.name}|${it.person}`;
    const note = (value) => {
      if (value === null) delete draft.signals[key];
      else draft.signals[key] = { signal: it.name, person: it.person, so: value === "yes" };
      save();
    };
    const now = draft.signals[key] && { value: draft.signals[key].so ? "yes" : "no" };
    return h(
      "fieldset",
      { class: "ask", "data-signal": it.name },
      h("legend", {}, w(it.words), h("small", {}, about(it.person))),
      h("p", { class: "told" }, w(it.remedy)),
      yesNo(key, now, note, [t("未核实", "not seen"), t("属实", "it is so"), t("不属实", "it is not so")]),
    );
  };
  return h(
    "section",
    { id: "signals" },
    h("h2", {}, t("预警核实", "Signals")),
    signals.map(one),
    untold
      ? h(
          "p",
          { class: "hint" },
          t(
            `另有 ${untold} 项预警不在手机上显示，请在办公页面的预警事项里查看和登记。`,
            `${untold} more are not told on a telephone: see and answer them on the office's pages.`,
          ),
        )
      : null,
  );
}

/** What the visit came to: one of a closed list. */
export function finding({ day, house, draft, save }) {
  const choose = (value) => () => {
    draft.finding = value;
    save();
  };
  const one = (value, label) => pill("finding", value ?? "", label, (draft.finding ?? null) === value, choose(value));
  return h(
    "section",
    { id: "finding" },
    h(
      "h2",
      { id: "finding-asked" },
      t("走访结论", "What the visit came to"),
      h("small", {}, house.matter ? t("必选", "needed") : t("可不选", "may be left open")),
    ),
    h(
      "div",
      { class: "outcomes", role: "radiogroup", "aria-labelledby": "finding-asked" },
      house.matter ? null : one(null, t("未选", "left open")),
      (day.findings ?? []).map(([code, words]) => one(code, w(words))),
    ),
  );
}
