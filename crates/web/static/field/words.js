// Two languages, Chinese first. Labels of the law's book come from the office as { zh, en }.
let lang = localStorage.getItem("doudi-field-lang") === "en" ? "en" : "zh";

/** Which language is shown. */
export const language = () => lang;

/** The other language from now on; remembered on this telephone, as nothing else is in the open. */
export function turn() {
  lang = lang === "zh" ? "en" : "zh";
  localStorage.setItem("doudi-field-lang", lang);
}

/** One of two texts. */
export const t = (zh, en) => (lang === "zh" ? zh : en);

/** Words from the office. */
export const w = (words) => words?.[lang] ?? "";

/** A moment as people write it, in China's time. */
export const moment = (ms) =>
  new Date(ms).toLocaleString(lang === "zh" ? "zh-CN" : "en-GB", {
    timeZone: "Asia/Shanghai",
    month: "2-digit",
    day: "2-digit",
    hour: "2-digit",
    minute: "2-digit",
    hour12: false,
  });

/** A value as people say it. */
export function said(item, value) {
  if (item.kind === "yes_no") return value === "yes" ? t("是", "yes") : t("否", "no");
  if (item.kind === "yuan") return `${value} ${t("元", "yuan")}`;
  if (item.kind === "code") return w(item.choices.find(([word]) => word === value)?.[1]) || value;
  return value;
}
