//! The demo's last month assessed, and who is reached held against the truth.

use super::assess;
use crate::{office::Office, show};
use doudi_kernel::{Lang, Ratio};
use doudi_work::{
    assess::Applied,
    evaluate::{Cover, SUPPORT, Targeting, TargetingTruth, targeting},
};
use std::path::Path;

/// Prints 漏保 and 错保 of the rosters and of the assessment of a county's last month.
pub(super) fn run(office: &Office, applied: &Applied, truth: &Path) -> Result<(), String> {
    assess::show_figures(office, applied);
    assess::hand_out(office, applied)?;
    println!("\n{}", table(office.lang, applied, &TargetingTruth::read(truth)?));
    Ok(())
}

fn table(lang: Lang, applied: &Applied, truth: &TargetingTruth) -> String {
    let headings = lang.pick(
        ["低保和特困", "范围", "覆盖（人）", "真正应保", "漏保率", "错保率"],
        ["dibao and tekun", "among", "covered people", "entitled in truth", "left out", "wrongly in"],
    );
    let rosters = targeting(&applied.assessed.recognised(&SUPPORT), truth);
    let found = targeting(&applied.assessed.eligible(&SUPPORT), truth);
    let mut rows = lines(lang, lang.pick("现有名册", "the rosters"), &rosters);
    rows.extend(lines(lang, lang.pick("本次认定", "the assessment"), &found));
    show::table(&headings, &rows)
}

fn lines(lang: Lang, name: &str, of: &Targeting) -> Vec<Vec<String>> {
    let groups = [
        (lang.pick("全县", "everybody"), of.all),
        (lang.pick("农村", "the country"), of.rural),
        (lang.pick("城镇", "the town"), of.urban),
        (lang.pick("已核对的", "the verified"), of.verified),
    ];
    let share = |share: Option<Ratio>| share.map_or_else(|| "—".to_owned(), Ratio::percent);
    let line = |(group, cover): (&str, Cover)| {
        let [covered, entitled] = [cover.covered, cover.entitled].map(show::number);
        vec![name.to_owned(), group.to_owned(), covered, entitled, share(cover.exclusion()), share(cover.inclusion())]
    };
    groups.map(line).into()
}
