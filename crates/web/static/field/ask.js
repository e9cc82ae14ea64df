// One question of a form: what was told before, and what is found now. Nothing is answered for anybody: what was not asked
// stays empty.
import { h } from "./dom.js";
import { said, t, w } from "./words.js";

/** Under which name an answer is kept. */
export const keyOf = (person, item) => `${person ?? ""}|${item}`;

const BY = { case: ["申报", "told"], visit: ["上次走访", "last visit"], sources: ["部门数据", "departments"] };

/** A fact, with what was told before and whether a paper was seen. */
export function question(screen, ask) {
  const { draft, save } = screen;
  const key = keyOf(ask.person, ask.name);
  const now = draft.answers[key];
  const note = (value) => {
    if (value === null) delete draft.answers[key];
    else draft.answers[key] = { person: ask.person, item: ask.name, value, paper: paper.checked, told: ask.told };
    save();
  };
  const paper = h("input", {
    type: "checkbox",
    checked: now?.paper ?? false,
    onchange: () => {
      if (draft.answers[key]) {
        draft.answers[key].paper = paper.checked;
        save();
      }
    },
  });
  const told =
    ask.told === null
      ? null
      : h(
          "p",
          { class: "told" },
          `${t(...BY[ask.by])}：`.replace("：", t("：", ": ")),
          h("b", {}, said(ask, ask.told)),
        );
  const seen = h("label", { class: "paper" }, paper, h("span", {}, t("看过材料", "paper seen")));
  const answer = ask.kind === "yes_no" ? yesNo(key, now, note) : valued(ask, key, now, note);
  return h("fieldset", { class: "ask", "data-item": key }, h("legend", {}, w(ask.words)), told, answer, seen);
}

/** One of several answers, as large as a finger. */
export function pill(name, value, label, checked, chosen) {
  return h(
    "label",
    { class: "pill" },
    h("input", { type: "radio", name, value, checked, onchange: chosen }),
    h("span", {}, label),
  );
}

/** Yes, no, or not asked; `said` are other words for the three. */
export function yesNo(key, now, note, said = [t("未问", "not asked"), t("是", "yes"), t("否", "no")]) {
  const one = (value, label) => pill(key, value ?? "", label, (now?.value ?? null) === value, () => note(value));
  return h(
    "div",
    { class: "pills" },
    one(null, said[0]),
    one("yes", said[1]),
    one("no", said[2]),
  );
}

/** A value: as told, or another one that is written or chosen. */
function valued(ask, key, now, note) {
  const confirmed = now && ask.told !== null && now.value === ask.told;
  const other = Boolean(now) && !confirmed;
  const input =
    ask.kind === "code"
      ? h(
          "select",
          {},
          h("option", { value: "" }, t("请选择", "choose")),
          ask.choices.map(([word, words]) => h("option", { value: word }, w(words))),
        )
      : h("input", {
          type: ask.kind === "day" ? "date" : "text",
          inputmode: ask.kind === "yuan" ? "decimal" : "numeric",
          placeholder: ask.kind === "yuan" ? t("元", "yuan") : "",
        });
  input.value = other ? now.value : "";
  input.setAttribute("aria-label", w(ask.words));
  input.hidden = !other;
  const sound = (text) =>
    ask.kind === "yuan"
      ? /^\d{1,9}(\.\d{1,2})?$/.test(text)
      : ask.kind === "count"
        ? /^\d{1,6}$/.test(text)
        : text !== "";
  input.addEventListener("change", () => {
    const text = input.value.trim();
    input.setAttribute("aria-invalid", String(text !== "" && !sound(text)));
    note(sound(text) ? text : null);
  });
  const pick = (value, open) => () => {
    input.hidden = !open;
    note(value);
    if (open) input.focus();
  };
  return h(
    "div",
    { class: "pills" },
    pill(key, "", t("未问", "not asked"), !now, pick(null, false)),
    ask.told === null ? null : pill(key, "told", t("属实", "as told"), Boolean(confirmed), pick(ask.told, false)),
    pill(key, "other", ask.told === null ? t("填写", "note") : t("另为", "otherwise"), other, pick(null, true)),
    input,
  );
}

/** An item without anything told before. */
export function small(screen, person, item, changed = () => {}) {
  const key = keyOf(person, item.name);
  const note = (value) => {
    if (value === null) delete screen.draft.answers[key];
    else screen.draft.answers[key] = { person, item: item.name, value, paper: false, told: null };
    screen.save();
    changed();
  };
  return h(
    "fieldset",
    { class: "ask small", "data-item": key },
    h("legend", {}, w(item.words)),
    yesNo(key, screen.draft.answers[key], note),
  );
}
