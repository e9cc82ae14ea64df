// One visit: facts confirmed one by one, self-care, guarantees, needs, photographs, place, signature. Every touch is kept
// at once, so that a telephone which is switched off loses nothing.
import { drawn, h, say, show } from "./dom.js";
import { care, closed, facts, finding, needs, signals } from "./form.js";
import { MOST, shrunk } from "./photo.js";
import { here, written } from "./place.js";
import { signature } from "./sign.js";
import { bytes, forget, get, put, putBytes } from "./store.js";
import { moment, t, w } from "./words.js";

/** Nobody was met: it is no visit. */
const ABSENT = "not_at_home";

const begun = (house) => ({
  name: drawn(),
  household: house.id,
  head: house.head,
  base: house.base,
  case: house.case,
  begun: Date.now(),
  companion: null,
  answers: {},
  signals: {},
  finding: null,
  words: "",
  place: null,
  strokes: [],
  photos: 0,
});

/** The screen of a visit. `done` is told when it is finished. */
export async function visit(day, house, done) {
  const draft = (await get(`draft:${house.id}`)) ?? begun(house);
  // One after the other, each as the draft then is: a slower one never puts an older draft over a newer.
  let last = Promise.resolve();
  const save = () => (last = last.then(() => put(`draft:${house.id}`, draft)));
  const screen = { draft, save, house, day };
  show(
    h("p", { class: "crumbs" }, h("a", { href: "#/" }, t("← 今日走访", "← Today"))),
    h("h1", {}, house.head, h("small", {}, ` ${house.address}`)),
    h(
      "p",
      { class: "why" },
      w(house.why),
      house.due ? ` · ${t("应于", "due")} ${house.due}` : "",
      house.last ? ` · ${t("上次走访", "last visit")} ${house.last}` : "",
    ),
    h(
      "form",
      {
        id: "visit",
        onsubmit: (event) => {
          event.preventDefault();
          finish(screen, done);
        },
      },
      signals(screen),
      facts(screen),
      care(screen),
      closed(screen, "guarantees", t("三保障和饮水安全", "Three guarantees and water")),
      needs(screen),
      h(
        "section",
        {},
        h("h2", {}, t("补充说明", "In words")),
        h("textarea", {
          id: "words",
          rows: 3,
          maxlength: 500,
          "aria-label": t("补充说明", "In words"),
          value: draft.words,
          oninput: (event) => {
            draft.words = event.target.value;
            save();
          },
        }),
      ),
      await photos(screen),
      place(screen),
      together(screen),
      finding(screen),
      h(
        "section",
        {},
        h("h2", {}, t("签名", "Signature"), h("small", {}, t("被走访人或见证人", "of the household or a witness"))),
        signature(draft.strokes, save),
      ),
      h("p", { class: "refused", id: "refused", role: "alert", hidden: true }),
      h(
        "p",
        { class: "send" },
        h("button", { class: "main", id: "finish" }, t("完成走访", "Finish the visit")),
        h("button", { type: "button", onclick: () => drop(screen, done) }, t("放弃", "Discard")),
      ),
    ),
  );
}

async function photos({ draft, save }) {
  const row = h("div", { class: "photos" });
  const add = async (number) => {
    const kept = await bytes(`photo:${draft.name}:${number}`);
    const url = URL.createObjectURL(new Blob([kept], { type: "image/jpeg" }));
    row.append(
      h("img", {
        src: url,
        alt: t(`照片 ${number + 1}`, `photograph ${number + 1}`),
        onload: () => URL.revokeObjectURL(url),
      }),
    );
  };
  for (let number = 0; number < draft.photos; number++) await add(number);
  const taken = async (event) => {
    for (const file of event.target.files) {
      if (draft.photos >= MOST) {
        say(t(`最多 ${MOST} 张`, `at most ${MOST}`));
        break;
      }
      const small = await shrunk(file);
      if (!small) {
        say(t("这个文件不是照片", "this file is no photograph"));
        continue;
      }
      await putBytes(`photo:${draft.name}:${draft.photos}`, small);
      draft.photos += 1;
      await save();
      await add(draft.photos - 1);
    }
    event.target.value = "";
  };
  const input = h("input", { type: "file", id: "photo", accept: "image/*", capture: "environment", onchange: taken });
  return h(
    "section",
    {},
    h(
      "h2",
      {},
      t("照片", "Photographs"),
      h("small", {}, t(`在手机上缩小，最多 ${MOST} 张`, `made small here, at most ${MOST}`)),
    ),
    row,
    h("label", { class: "button" }, t("拍照或选取", "Take or choose"), input),
  );
}

function place({ draft, save }) {
  const told = h("p", { class: "told", role: "status" }, draft.place ? written(draft.place) : t("未记录", "not noted"));
  const note = async () => {
    told.textContent = t("正在定位…", "looking…");
    draft.place = await here();
    told.textContent = draft.place ? written(draft.place) : t("无法定位，可以不填", "no place to be had; leave it");
    save();
  };
  return h(
    "section",
    {},
    h("h2", {}, t("时间和位置", "Time and place")),
    h("p", { class: "told" }, moment(draft.begun)),
    told,
    h("button", { type: "button", id: "place", onclick: note }, t("记录位置", "Note the place")),
  );
}

/** Who came along: a case is visited by two people (art. 43). */
function together({ draft, save, house, day }) {
  const colleagues = house.case ? (day.colleagues[house.division] ?? []) : [];
  if (!colleagues.length) return null;
  const choice = h(
    "select",
    {
      id: "companion",
      "aria-label": t("同行人", "who came along"),
      onchange: () => {
        draft.companion = Number(choice.value) || null;
        save();
      },
    },
    h("option", { value: "" }, t("一个人来的", "nobody")),
    colleagues.map(([id, name]) => h("option", { value: id }, name)),
  );
  choice.value = draft.companion ?? "";
  return h(
    "section",
    {},
    h(
      "h2",
      {},
      t("同行人", "Who came along"),
      h("small", {}, t("两人以上入户，才记入本件的入户调查", "only a visit by two is noted in the case")),
    ),
    choice,
  );
}

async function finish({ draft, house, day }, done) {
  const sights = Object.values(draft.answers);
  const answers = Object.values(draft.signals ?? {});
  const refuse = (text) => {
    const refused = document.getElementById("refused");
    refused.hidden = false;
    refused.textContent = text;
    refused.scrollIntoView({ block: "center" });
  };
  if (house.matter && !draft.finding)
    return refuse(t("本户有预警待核实：请选择走访结论。", "Signals wait for an answer: say what the visit came to."));
  if (draft.finding === ABSENT && sights.length + answers.length)
    return refuse(
      t(
        "家中无人就没有逐项核实：请把已填各项改回“未问”，或另选结论。",
        "Who met nobody has seen nothing: take the answers back, or choose another outcome.",
      ),
    );
  if (!sights.length && !draft.photos && !draft.finding)
    return refuse(
      t(
        "还没有登记任何内容：请至少核实一项，或拍一张照片。",
        "Nothing is noted yet: confirm one item or take one photograph.",
      ),
    );
  const { name, household, head, base, words, strokes, photos, companion } = draft;
  await put(`visit:${name}`, {
    name,
    account: day.account,
    household,
    head,
    base,
    case: house.case,
    companion,
    at: Date.now(),
    sights,
    words,
    place: draft.place,
    strokes,
    photos,
    finding: draft.finding,
    answers,
  });
  await forget(`draft:${house.id}`);
  done();
}

async function drop({ draft, house }, done) {
  if (!confirm(t("放弃这次走访？已填内容将删除。", "Discard this visit? What was noted is deleted."))) return;
  await forget(`draft:${house.id}`);
  await forget(`photo:${draft.name}:`);
  done();
}
