// A neighbour in need, in three taps: who, what happened, send.
import { drawn, h, show } from "./dom.js";
import { here } from "./place.js";
import { put } from "./store.js";
import { t, w } from "./words.js";

/** A sign for each cause, so that it is found at a glance. */
const SIGNS = {
  illness: "病",
  accident: "伤",
  disaster: "灾",
  no_work: "业",
  death: "亡",
  alone: "老",
  child: "童",
  school: "学",
  house: "房",
  other: "他",
};

/** The screen. `done` is told when the report is kept. */
export function report(day, done) {
  const it = {
    name: drawn(),
    account: day.account,
    household: null,
    head: null,
    division: day.villages[0]?.[0] ?? day.houses[0]?.division ?? "",
    cause: null,
    whom: "",
    words: "",
    place: null,
  };
  whom(day, it, done);
}

const steps = (number) =>
  h(
    "p",
    { class: "crumbs" },
    h("a", { href: "#/" }, t("← 今日走访", "← Today")),
    ` · ${t("第", "step ")}${number}/3${t("步", "")}`,
  );

function whom(day, it, done) {
  const next = () => what(day, it, done);
  const whomText = h("input", {
    type: "text",
    id: "whom",
    maxlength: 60,
    placeholder: t("例如：村东头张家（可不填）", "for example: the last house in the east (or nothing)"),
    "aria-label": t("谁家、在哪里", "who and where"),
  });
  const village = h(
    "select",
    { id: "village", "aria-label": t("所在村", "village") },
    day.villages.map(([code, name]) => h("option", { value: code }, name)),
  );
  const other = () => {
    it.whom = whomText.value;
    it.division = day.villages.length ? village.value : it.division;
    it.household = null;
    it.head = null;
    next();
  };
  show(
    steps(1),
    h("h1", {}, t("谁家有困难？", "Who is in need?")),
    h(
      "section",
      { class: "card" },
      day.villages.length > 1 ? village : null,
      whomText,
      h("button", { type: "button", class: "main", id: "other", onclick: other }, t("下一步", "Next")),
    ),
    day.houses.length ? h("h2", {}, t("或今日名单里的一户", "Or one of today's households")) : null,
    h(
      "div",
      { class: "choices" },
      day.houses.map((house) =>
        h(
          "button",
          {
            type: "button",
            onclick: () => {
              it.household = house.id;
              it.head = house.head;
              it.division = house.division;
              next();
            },
          },
          house.head,
          h("small", {}, house.address),
        ),
      ),
    ),
  );
}

function what(day, it, done) {
  const one = (cause) =>
    h(
      "button",
      {
        type: "button",
        class: "cause",
        "data-cause": cause.name,
        onclick: () => {
          it.cause = cause.name;
          last(day, it, done);
        },
      },
      h("b", { "aria-hidden": true }, SIGNS[cause.name] ?? "·"),
      w(cause.words),
    );
  show(steps(2), h("h1", {}, t("发生了什么？", "What happened?")), h("div", { class: "causes" }, day.causes.map(one)));
}

function last(day, it, done) {
  const words = h("textarea", {
    id: "words",
    rows: 3,
    maxlength: 200,
    "aria-label": t("补充说明", "in words"),
    placeholder: t("补充说明（可不填）", "more, if there is any"),
  });
  const where = h("input", { type: "checkbox", id: "where" });
  const send = async () => {
    it.words = words.value;
    it.place = where.checked ? await here() : null;
    await put(`report:${it.name}`, { ...it, at: Date.now() });
    done();
  };
  const cause = day.causes.find((one) => one.name === it.cause);
  show(
    steps(3),
    h("h1", {}, w(cause.words)),
    h("p", { class: "why" }, it.head ?? (it.whom || t("未写明是谁家", "nobody named"))),
    h(
      "p",
      { class: "send" },
      h("button", { type: "button", class: "main", id: "send", onclick: send }, t("发送", "Send")),
    ),
    words,
    h("label", { class: "need" }, where, h("span", {}, t("附上我现在的位置", "with the place where I am"))),
  );
}
