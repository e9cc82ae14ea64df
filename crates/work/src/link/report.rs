//! The report: what was compared, what was estimated, which pairs were looked at, where the limits come from.

use super::{LinkPlan, book::lists};
use doudi_compare::link::Band;
use doudi_kernel::Lang;
use std::fmt::Write;

/// The report of a plan as text; the proposals are counted in `full`, which a kept batch has no longer.
pub fn report(plan: &LinkPlan, full: &LinkPlan, lang: Lang) -> String {
    let mut text = String::new();
    write(&mut text, plan, full, lang).expect("a string takes everything");
    text
}

fn write(text: &mut String, plan: &LinkPlan, full: &LinkPlan, lang: Lang) -> std::fmt::Result {
    writeln!(text, "{}　{}", lang.pick("同一人比对报告", "Report of linking"), lists(plan))?;
    writeln!(text)?;
    for (at, list) in plan.lists.iter().enumerate() {
        let word = lang.pick(["甲表", "乙表"], ["left", "right"])[at.min(1)];
        writeln!(text, "{word}　{}　{} {}", list.name, list.rows, lang.pick("条记录", "records"))?;
        if !list.unused.is_empty() {
            let unused = list.unused.join(lang.pick("、", ", "));
            writeln!(text, "　　{}{unused}", lang.pick("未用于比对的栏目：", "columns not compared: "))?;
        }
        let once = lang.pick(["一人一行", "一人可有多行"], ["each person once", "a person may stand twice"]);
        writeln!(text, "　　{}", once[usize::from(!plan.once[at.min(1)])])?;
    }
    writeln!(text)?;
    writeln!(
        text,
        "{}",
        lang.pick(
            "一、比对栏目（自上而下；“推算”指由其他栏目得出）",
            "1. Columns compared (worked out: follows from other columns)"
        )
    )?;
    for column in &plan.columns {
        let headings =
            column.headings.iter().map(|heading| heading.as_deref().unwrap_or(lang.pick("推算", "worked out")));
        let headings = headings.collect::<Vec<_>>().join(" / ");
        writeln!(text, "  {}　{headings}　[{}]", column.title(lang), column.kind)?;
    }
    writeln!(text)?;
    writeln!(text, "{}", lang.pick("二、结果", "2. Results"))?;
    for (band, word) in
        [(Band::Same, ["拟认定为同一人", "taken for one person"]), (Band::Look, ["待核对", "to be looked at"])]
    {
        writeln!(text, "  {:>10}  {}", full.count(band), lang.pick(word[0], word[1]))?;
    }
    writeln!(text, "  {:>10.0}  {}", plan.matches, lang.pick("估计同一人的对数", "pairs of one person, by estimate"))?;
    writeln!(text, "  {:>10}  {}", plan.looked_at, lang.pick("逐一比较过的对数", "pairs compared"))?;
    let decided = plan.decided;
    writeln!(
        text,
        "  {:>10}  {}",
        decided.same + decided.different + decided.unclear,
        lang.pick("已有人工结论的对数，照此办理", "pairs decided by people, and respected")
    )?;
    writeln!(text)?;
    limits(text, plan, lang)?;
    writeln!(text)?;
    writeln!(
        text,
        "{}",
        lang.pick(
            "四、估计的参数（权重；m 为同一人时出现的概率，u 为两人时）和分块规则（预计对数、找到的比例）",
            "4. Estimated parameters (weight; m among pairs of one person, u of two) and blocking (pairs, share found)"
        )
    )?;
    write!(text, "{}", lang.pick(&plan.described[0], &plan.described[1]))
}

fn limits(text: &mut String, plan: &LinkPlan, lang: Lang) -> std::fmt::Result {
    let [wrong, missed, look] = plan.costs;
    let (same, different) = (plan.limits.0 * 100.0, plan.limits.1 * 100.0);
    match lang {
        Lang::Zh => {
            writeln!(text, "三、界限由代价得出：错认一对 {wrong}，漏认一对 {missed}，人工核对一对 {look}")?;
            writeln!(text, "  把握不低于 {same:.1}% 的拟认定为同一人，不高于 {different:.1}% 的视为不同人，其间待核对")
        }
        Lang::En => {
            writeln!(text, "3. Limits follow from costs: a wrong link {wrong}, a missed one {missed}, a look {look}")?;
            writeln!(text, "  same from {same:.1} %, different up to {different:.1} %, in between to be looked at")
        }
    }
}
