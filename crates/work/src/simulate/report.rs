//! Findings as files: tables as CSV, plots as SVG, a summary in Markdown.

use super::{
    Cliff, Reform, SimulateError, Simulated, Tally,
    exact::{Exact, decimal, fraction, near, whole, yuan},
    plot::{Areas, Bars, areas, bars},
    reached,
};
use doudi_kernel::Lang;

/// A file to be written: its name and its text.
pub type File = (String, String);

/// All files of a simulation.
///
/// # Errors
/// Shares of funding that cannot be read.
pub fn files(reform: &Reform, simulated: &Simulated, lang: Lang) -> Result<Vec<File>, SimulateError> {
    let mut files = vec![
        ("reform.law".into(), simulated.after.text.clone()),
        ("programmes.csv".into(), programmes(reform, simulated)),
        ("counties.csv".into(), counties(reform, simulated)?),
        ("incomes.csv".into(), incomes(simulated)),
        ("deciles.csv".into(), deciles(simulated)),
        ("cost.svg".into(), cost_plot(reform, simulated, lang)),
        ("deciles.svg".into(), decile_plot(reform, simulated, lang)),
        ("summary.md".into(), summary(reform, simulated, lang)?),
    ];
    if !simulated.reached.is_empty() {
        files.push(("reached.csv".into(), reached::csv(&simulated.reached)));
    }
    if let Some(cliffs) = &simulated.cliffs {
        files.push(("cliff.csv".into(), cliff_table(reform, cliffs)));
        files.push(("cliff.svg".into(), cliff_plot(reform, cliffs, lang)));
    }
    Ok(files)
}

/// A line of a CSV file; names hold neither commas nor quotation marks, or are put between quotation marks.
fn line(cells: &[String]) -> String {
    let cell = |cell: &String| match cell.contains([',', '"', '\n']) {
        true => format!("\"{}\"", cell.replace('"', "\"\"")),
        false => cell.clone(),
    };
    cells.iter().map(cell).collect::<Vec<_>>().join(",") + "\n"
}

const TALLY: &str = "households_before,households_after,households_in,households_out,persons_before,persons_after,\
persons_in,persons_out,yuan_month_before,yuan_month_after,yuan_year_before,yuan_year_after";

fn tally(tally: &Tally) -> Vec<String> {
    let Tally { households, moved, persons, moved_persons, fen_a_year, .. } = tally;
    let counts = [households, moved, persons, moved_persons].into_iter().flatten().map(u64::to_string);
    let month = fen_a_year.iter().map(|fen| yuan(&(whole(*fen) / whole(12))));
    counts.chain(month).chain(fen_a_year.iter().map(|fen| yuan(&whole(*fen)))).collect()
}

fn programmes(reform: &Reform, simulated: &Simulated) -> String {
    let mut csv = format!("month,programme,{TALLY},missing_before,missing_after\n");
    for seen in &simulated.months {
        for (name, one) in reform.programmes.iter().zip(&seen.effects.programmes) {
            let mut cells = vec![seen.month.to_string(), name.clone()];
            cells.extend(tally(one));
            cells.extend(one.missing.map(|rows| rows.to_string()));
            csv.push_str(&line(&cells));
        }
    }
    csv
}

fn counties(reform: &Reform, simulated: &Simulated) -> Result<String, SimulateError> {
    let shares = reform.shares()?;
    let more = shares.iter().map(|(who, _)| format!(",yuan_year_before_{who},yuan_year_after_{who}"));
    let mut csv = format!("month,county,{TALLY}{}\n", more.collect::<String>());
    for seen in &simulated.months {
        for (name, one) in &seen.effects.groups {
            let mut cells = vec![seen.month.to_string(), name.clone()];
            cells.extend(tally(one));
            let borne = |fen: i64, share| yuan(&(whole(fen) * fraction(share)));
            cells.extend(shares.iter().flat_map(|(_, share)| one.fen_a_year.map(|fen| borne(fen, *share))));
            csv.push_str(&line(&cells));
        }
    }
    Ok(csv)
}

fn incomes(simulated: &Simulated) -> String {
    let mut csv = "month,law,persons,persons_unknown,gini,fgt0,fgt1,fgt2,poverty_gap_yuan_year\n".to_owned();
    for seen in &simulated.months {
        for (law, spread) in ["before", "after"].into_iter().zip(&seen.spread) {
            let mut cells =
                vec![seen.month.to_string(), law.into(), spread.persons.to_string(), spread.unknown.to_string()];
            cells.extend([&spread.gini].into_iter().chain(&spread.fgt).map(|measure| decimal(measure, 6)));
            cells.push(yuan(&spread.gap_fen));
            csv.push_str(&line(&cells));
        }
    }
    csv
}

fn deciles(simulated: &Simulated) -> String {
    let mut csv = "decile,persons,winners,losers,yuan_year,yuan_year_a_head\n".to_owned();
    for (n, decile) in simulated.deciles.iter().enumerate() {
        let counts = [n as u64 + 1, decile.persons, decile.winners, decile.losers].map(|count| count.to_string());
        let money = [yuan(&whole(decile.change_fen)), yuan(&decile.change_a_head())];
        csv.push_str(&line(&counts.into_iter().chain(money).collect::<Vec<_>>()));
    }
    csv
}

fn cliff_table(reform: &Reform, cliffs: &[Cliff; 2]) -> String {
    let kinds: String = reform.in_kind.iter().map(|kind| format!(",{}_yuan_year", kind.programme)).collect();
    let mut csv = format!("law,wage_yuan_month,wage_yuan_year,cash_yuan_year{kinds},total_yuan_year,marginal_rate\n");
    for (law, cliff) in ["before", "after"].into_iter().zip(cliffs) {
        for (n, point) in cliff.points.iter().enumerate() {
            let money = [point.wage_fen, 12 * point.wage_fen, point.cash_fen].into_iter();
            let money = money.chain(point.kind_fen.iter().copied()).chain([point.total_fen()]);
            let rate = if n + 1 < cliff.points.len() { decimal(&cliff.marginal(n), 4) } else { String::new() };
            let cells = std::iter::once(law.to_owned()).chain(money.map(|fen| yuan(&whole(fen)))).chain([rate]);
            csv.push_str(&line(&cells.collect::<Vec<_>>()));
        }
    }
    csv
}

/// Yuan, to be placed in a plot.
fn ink(fen: i64) -> f64 {
    near(&(whole(fen) / whole(100)))
}

fn cliff_plot(reform: &Reform, cliffs: &[Cliff; 2], lang: Lang) -> String {
    let names = ["工资", "现金救助"].into_iter().zip(["wage", "cash"]).map(|(zh, en)| lang.pick(zh, en).to_owned());
    let kinds = reform.in_kind.iter().map(|kind| lang.pick(&kind.zh, &kind.en).clone());
    let layers: Vec<String> = names.chain(kinds).collect();
    let panel = |(n, cliff): (usize, &Cliff)| {
        let points = cliff.points.iter().map(|point| {
            let money = [12 * point.wage_fen, point.cash_fen].into_iter().chain(point.kind_fen.iter().copied());
            (ink(point.wage_fen), money.map(ink).collect())
        });
        let name = if n == 0 {
            lang.pick("现行规定", "the law as it is")
        } else {
            lang.pick("改革之后", "after the reform")
        };
        (name.to_owned(), points.collect())
    };
    let panels: Vec<_> = cliffs.iter().enumerate().map(panel).collect();
    let who = reform.typical.as_ref().map_or("", |typical| lang.pick(typical.zh.as_str(), typical.en.as_str()));
    areas(&Areas {
        title: &lang.pick(format!("工资与各项保障合计:{who}"), format!("Wage and all support together: {who}")),
        note: lang.pick(
            "单位:元/年。合计下降之处,多挣反而少得。实物待遇按改革文件所列价值。",
            "Yuan a year. Where the total falls, earning more leaves less. Benefits in kind as the reform file values them.",
        ),
        across: lang.pick("工资(元/月)", "wage (yuan a month)"),
        layers: &layers,
        panels: &panels,
    })
}

fn cost_plot(reform: &Reform, simulated: &Simulated, lang: Lang) -> String {
    let cluster = |seen: &super::Seen| (seen.month.to_string(), seen.effects.total.fen_a_year.map(ink).to_vec());
    bars(&Bars {
        title: &lang.pick(format!("全年支出:{}", reform.zh), format!("Cost: {}", reform.en)),
        note: lang.pick("单位:元/年,按当月标准和人员折算全年", "Yuan a year, at the rules and people of the month"),
        across: lang.pick("月份", "month"),
        series: &[lang.pick("现行规定", "the law as it is"), lang.pick("改革之后", "after the reform")]
            .map(str::to_owned),
        clusters: &simulated.months.iter().map(cluster).collect::<Vec<_>>(),
    })
}

fn decile_plot(reform: &Reform, simulated: &Simulated, lang: Lang) -> String {
    let name = |n: usize| match n {
        0 => lang.pick("最低十分之一".to_owned(), "poorest tenth".to_owned()),
        9 => lang.pick("最高十分之一".to_owned(), "richest tenth".to_owned()),
        _ => (n + 1).to_string(),
    };
    let deciles = simulated.deciles.iter().enumerate();
    bars(&Bars {
        title: &lang.pick(format!("人均每年增减:{}", reform.zh), format!("Change a head and year: {}", reform.en)),
        note: lang.pick(
            "单位:元/年·人。按现行规定下人均收入(含救助)从低到高分为十组",
            "Yuan a year and head. Tenths of the people by income a head, benefits included, under the law as it is",
        ),
        across: lang.pick("人均收入十分组", "tenths by income a head"),
        series: &[lang.pick("人均增减", "change a head").to_owned()],
        clusters: &deciles
            .map(|(n, decile)| (name(n), vec![near(&(decile.change_a_head() / whole(100)))]))
            .collect::<Vec<_>>(),
    })
}

/// The summary, in Markdown, which a terminal shows as it is.
///
/// # Errors
/// Shares of funding that cannot be read.
pub fn summary(reform: &Reform, simulated: &Simulated, lang: Lang) -> Result<String, SimulateError> {
    let pick = |zh: &str, en: &str| lang.pick(zh.to_owned(), en.to_owned());
    let mut text = format!("# {}\n", pick(&reform.zh, &reform.en));
    for seen in &simulated.months {
        let all = &seen.effects.total;
        let [was, is] = all.fen_a_year.map(|fen| yuan(&whole(fen)));
        text.push_str(&format!("\n## {}\n\n", seen.month));
        text.push_str(&lang.pick(
            format!("- 户:{} → {},新纳入 {},退出 {}\n- 人:{} → {},新纳入 {},退出 {}\n- 全年支出:{was} → {is} 元\n",
                all.households[0], all.households[1], all.moved[0], all.moved[1],
                all.persons[0], all.persons[1], all.moved_persons[0], all.moved_persons[1]),
            format!("- households: {} → {}, {} in, {} out\n- persons: {} → {}, {} in, {} out\n- cost a year: {was} → {is} yuan\n",
                all.households[0], all.households[1], all.moved[0], all.moved[1],
                all.persons[0], all.persons[1], all.moved_persons[0], all.moved_persons[1]),
        ));
        for (who, share) in reform.shares()? {
            let [was, is] = all.fen_a_year.map(|fen| yuan(&(whole(fen) * fraction(share))));
            text.push_str(&format!("  - {who} {}: {was} → {is}\n", share.percent()));
        }
        let measures = |of: &dyn Fn(&super::Spread) -> &Exact, places| {
            seen.spread.each_ref().map(|it| decimal(of(it), places)).join(" → ")
        };
        text.push_str(&format!("- Gini: {}\n", measures(&|it| &it.gini, 4)));
        for (n, order) in ["FGT 0", "FGT 1", "FGT 2"].into_iter().enumerate() {
            text.push_str(&format!("- {order}: {}\n", measures(&|it| &it.fgt[n], 4)));
        }
        let gap = seen.spread.each_ref().map(|it| yuan(&it.gap_fen)).join(" → ");
        let unknown = seen.spread[0].unknown;
        text.push_str(&lang.pick(
            format!("- 贫困缺口:{gap} 元/年\n- 收入不明、未计入分布的:{unknown} 人\n"),
            format!("- poverty gap: {gap} yuan a year\n- income unknown, in no measure: {unknown} persons\n"),
        ));
    }
    text.push_str(&winners(simulated, lang));
    if !simulated.reached.is_empty() {
        text.push_str(&reached::told(&simulated.reached, lang));
    }
    if let (Some(cliffs), Some(typical)) = (&simulated.cliffs, &reform.typical) {
        text.push_str(&format!("\n## {}\n\n", pick(&typical.zh, &typical.en)));
        let names = [pick("现行规定", "the law as it is"), pick("改革之后", "after the reform")];
        cliffs.iter().zip(names).for_each(|(cliff, name)| text.push_str(&falls(cliff, &name, lang)));
    }
    Ok(text)
}

fn winners(simulated: &Simulated, lang: Lang) -> String {
    let mut text = lang
        .pick(
            "\n## 谁得谁失(人)\n\n| 十分组 | 增加 | 减少 | 人均每年 |\n",
            "\n## Winners and losers (persons)\n\n| tenth | gain | lose | a head and year |\n",
        )
        .to_owned();
    text.push_str("|---:|---:|---:|---:|\n");
    for (n, decile) in simulated.deciles.iter().enumerate() {
        let change = yuan(&decile.change_a_head());
        text.push_str(&format!("| {} | {} | {} | {change} |\n", n + 1, decile.winners, decile.losers));
    }
    text
}

/// The three deepest falls.
fn falls(cliff: &Cliff, name: &str, lang: Lang) -> String {
    let falls = cliff.falls();
    let mut text =
        format!("- {name}: {}\n", lang.pick(format!("{} 处断崖", falls.len()), format!("{} falls", falls.len())));
    for fall in falls.iter().take(3) {
        let (wage, less) = (yuan(&whole(fall.wage_fen)), yuan(&whole(fall.less_fen)));
        let again = fall.regained_fen.map_or_else(|| "—".to_owned(), |fen| yuan(&whole(fen)));
        text.push_str(&lang.pick(
            format!("  - 月工资超过 {wage} 元,全年少得 {less} 元,到 {again} 元才补回\n"),
            format!("  - beyond {wage} yuan a month, {less} yuan a year less, made good at {again}\n"),
        ));
    }
    text
}
