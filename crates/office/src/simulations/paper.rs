//! What was found, as a paper: looked at, printed, taken out.

use super::{
    Kept, allowed,
    kept::{Counted, Fall, Seen, kept},
};
use crate::{
    Bureau, OfficeError, Who,
    ledgers::{Exported, Format, Use, mark},
    papers, register,
};
use doudi_journal::access::{Action, Purpose, PurposeKind, Resource};
use doudi_kernel::{Lang, Money, Say};
use doudi_paper::{Column, Document, Sheet, Style, Table, Value, workbook};

/// The tables of a run.
pub fn paper(bureau: &Bureau, it: &Kept, lang: Lang) -> Document {
    let run = &it.run;
    let [zh, en] = &run.title;
    let subtitle = lang.pick(
        format!("户籍与收入数据：{}　测算：{} {}", run.month, run.by, run.made),
        format!("households of {}, simulated by {} on {}", run.month, run.by, run.made),
    );
    let mut paper = Document::new(lang, lang.pick(zh, en).clone(), Sheet::Lying).subtitle(subtitle);
    for seen in &run.months {
        paper = month(bureau, paper, seen, lang);
    }
    paper = paper
        .text(Style::Heading, lang.pick("谁得谁失：按人均收入分十组", "Winners and losers by tenth of income a head"));
    paper = paper.block(deciles(&run.deciles, lang));
    if let Some(([zh, en], falls)) = &run.cliffs {
        let head = lang.pick(format!("多挣反而少得之处：{zh}"), format!("Where earning more leaves less: {en}"));
        paper = paper.text(Style::Heading, head).block(cliffs(falls, lang));
    }
    let note = lang.pick(
        "全年支出按当月标准和人员折算十二个月；户数为任一项目覆盖的户，不重复计算。资料不全的户既不计入纳入也不计入退出。",
        "Cost is the month's times twelve; households are those that any programme covers, each once. Who misses facts counts neither as in nor as out.",
    );
    paper.text(Style::Note, note)
}

fn month(bureau: &Bureau, paper: Document, seen: &Seen, lang: Lang) -> Document {
    let programme =
        |name: &String| bureau.programme_label(name).map_or_else(|| name.clone(), |label| label.pick(lang).to_owned());
    let by_programme: Vec<(String, Counted)> =
        seen.programmes.iter().map(|(name, counted)| (programme(name), *counted)).collect();
    let heads = [lang.pick("分项目", "by programme"), lang.pick("分乡镇", "by town")];
    let [programmes, towns] = heads.map(|what| format!("{}　{what}", seen.month));
    paper
        .text(Style::Heading, programmes)
        .block(table(lang.pick("项目", "Programme"), &by_programme, &seen.total, lang))
        .text(Style::Heading, towns)
        .block(table(lang.pick("乡镇", "Town"), &seen.towns, &seen.total, lang))
}

fn table(first: &str, rows: &[(String, Counted)], total: &Counted, lang: Lang) -> Table {
    let columns = match lang {
        Lang::Zh => [
            (first, 14),
            ("现行户数", 8),
            ("改革后户数", 9),
            ("新纳入户", 8),
            ("退出户", 8),
            ("现行人数", 8),
            ("改革后人数", 9),
            ("现行全年支出", 14),
            ("改革后全年支出", 14),
            ("增减", 13),
        ],
        Lang::En => [
            (first, 14),
            ("Households", 9),
            ("after", 8),
            ("in", 7),
            ("out", 7),
            ("Persons", 8),
            ("after ", 8),
            ("Cost a year", 14),
            ("after  ", 14),
            ("Change", 13),
        ],
    };
    let columns = columns.map(|(heading, width)| (heading.trim_end(), width));
    let row = |name: &str, it: &Counted| -> Vec<Value> {
        let counts = [it.households[0], it.households[1], it.moved[0], it.moved[1], it.persons[0], it.persons[1]];
        let money = [it.fen[0], it.fen[1], it.fen[1] - it.fen[0]];
        let counts = counts.into_iter().map(Value::Count);
        let money = money.into_iter().map(|fen| Value::Money(Money::from_fen(fen)));
        std::iter::once(name.into()).chain(counts).chain(money).collect()
    };
    Table {
        columns: Column::all(columns),
        rows: rows.iter().map(|(name, it)| row(name, it)).collect(),
        total: Some(row(lang.pick("合计（不重复）", "All, each once"), total)),
        rows_a_page: 24,
        lines: 1,
    }
}

fn deciles(deciles: &[[i64; 4]], lang: Lang) -> Table {
    let name = |at: usize| match at {
        0 => lang.pick("最低十分之一", "poorest tenth").to_owned(),
        9 => lang.pick("最高十分之一", "richest tenth").to_owned(),
        at => (at + 1).to_string(),
    };
    let row = |(at, [persons, winners, losers, a_head]): (usize, &[i64; 4])| {
        let counts = [*persons, *winners, *losers].map(|it| Value::Count(u64::try_from(it).unwrap_or(0)));
        let last = [Value::Money(Money::from_fen(*a_head))];
        std::iter::once(name(at).into()).chain(counts).chain(last).collect()
    };
    let columns = match lang {
        Lang::Zh => [("人均收入", 14), ("人数", 10), ("增加的人", 10), ("减少的人", 10), ("人均每年增减", 14)],
        Lang::En => [("Tenth", 14), ("Persons", 10), ("Gain", 10), ("Lose", 10), ("A head and year", 14)],
    };
    let rows = deciles.iter().enumerate().map(row).collect();
    Table { columns: Column::all(columns), rows, total: None, rows_a_page: 24, lines: 1 }
}

/// The five deepest falls under either law.
fn cliffs(falls: &[Vec<Fall>; 2], lang: Lang) -> Table {
    let laws = lang.pick(["现行规定", "改革之后"], ["as it is", "after the reform"]);
    let money = |fen: i64| Value::Money(Money::from_fen(fen));
    let row = |law: &str, it: &Fall| {
        vec![law.into(), money(it.wage_fen), money(it.less_fen), it.regained_fen.map(Money::from_fen).into()]
    };
    let rows = laws.iter().zip(falls).flat_map(|(law, falls)| falls.iter().take(5).map(move |it| row(law, it)));
    let columns = match lang {
        Lang::Zh => [("规定", 12), ("月工资超过", 12), ("全年少得", 12), ("月工资到此才补回", 16)],
        Lang::En => [("Law", 12), ("Beyond a wage of", 12), ("Less a year", 12), ("Made good at", 16)],
    };
    Table { columns: Column::all(columns), rows: rows.collect(), total: None, rows_a_page: 24, lines: 1 }
}

/// The tables of a run as a file; that it was taken is kept first.
///
/// # Errors
/// [`OfficeError::Denied`]; [`OfficeError::NotFound`].
pub fn export(
    bureau: &Bureau,
    who: &Who,
    name: &str,
    format: Format,
    taken_for: Use,
    lang: Lang,
) -> Result<Exported, OfficeError> {
    allowed(bureau, who, Action::Export)?;
    let paper = paper(bureau, &kept(bureau, who, name, lang)?, lang).watermark(mark(bureau, who, taken_for, lang));
    let bytes = match format {
        Format::Pdf => papers::pdf(&paper)?,
        Format::Xlsx => workbook(&paper).map_err(|why| OfficeError::Paper(why.say(lang)))?,
    };
    let county = bureau.county().ok_or(OfficeError::NoFacts)?.number();
    let purpose = Purpose::new(PurposeKind::Task, taken_for.name())?;
    let what = (Resource::Simulation, Action::Export);
    register::keep(bureau, who, who.record(what, county, format!("simulation:{name}"), purpose))?;
    Ok(Exported { name: format!("simulation-{name}.{}", format.name()), bytes })
}
