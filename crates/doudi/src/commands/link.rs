//! `doudi link A [B]`: the same person without the same number, with the reason for every link.

use crate::{cli::Link as Words, office::Office, show};
use doudi_compare::link::{Band, Costs, Linked, Options};
use doudi_kernel::{BatchId, FeedId, Lang, Month, Say};
use doudi_lake::{Lake, Limits};
use doudi_work::{
    evaluate::{self, BINS, BandScore, Bin, LinkScore, LinkTruth, calibration, score_links},
    link::{
        Ask, Fixed, From, KeptPlan, LinkDesk, LinkPlan, LinkRefused, Overrides, Picture, Prepared, ReadDecisions, plan,
        prepare, read_decisions, waterfall_html, waterfall_svg, write_pairs,
    },
    policy::Policy,
};
use std::{
    path::{Path, PathBuf},
    process::ExitCode,
};

pub(super) fn run(office: &Office, words: &Words) -> Result<ExitCode, String> {
    if !words.answers.is_empty() {
        return answers(office, &words.answers);
    }
    let told = |why: LinkRefused| why.say(office.lang);
    let spinner = show::spinner(office.quiet, office.lang.pick("读取名单", "reading"));
    let prepared = read(office, words)?;
    spinner.set_message(office.lang.pick("比对", "linking"));
    let desk = office.links();
    let decisions = desk.decisions().map_err(|why| why.say(office.lang))?;
    // Programs that only want pairs need no words for records, unless people decided about some.
    let only_pairs = words.pairs.is_some() && words.out.is_none();
    let fixed = match only_pairs && decisions.is_empty() {
        true => Fixed::default(),
        false => Fixed::of(&prepared, &decisions),
    };
    let options = fixed.over(Options { costs: words.costs, seed: words.seed, ..Options::default() });
    let linked = prepared.link(&options);
    spinner.finish_and_clear();
    println!("{}", table(office.lang, &prepared, &linked));
    let people = match &words.truth {
        None => None,
        Some(file) => {
            let truth = truth(office, file)?;
            Some([0, 1].map(|side| truth.people(prepared.side(side))))
        }
    };
    if let Some(file) = &words.pairs {
        let right = people.as_ref().map(|[a, b]| evaluate::right(&linked.links, a, b));
        write_pairs(&prepared, &linked, right.as_deref(), file).map_err(told)?;
        println!("{}{}", office.lang.pick("各对：", "pairs: "), file.display());
    }
    if let Some(people) = &people {
        println!("{}", scores(office.lang, &score_links(&linked.links, &people[0], &people[1])));
        println!("{}", bins(office.lang, &calibration(&linked.links, &people[0], &people[1])));
    }
    if only_pairs && words.explain.is_none() {
        return Ok(ExitCode::SUCCESS);
    }
    let found = plan(&prepared, &linked, &options, &fixed);
    if let Some(pair) = &words.explain {
        explain(office, words, &prepared, &linked, &found, &options, pair)?;
    }
    if !words.plan && !only_pairs {
        let kept = desk.keep(&found, &prepared, words.month(office), office.today()).map_err(told)?;
        println!("{}", kept_told(office, &kept, words.out.as_deref())?);
    }
    Ok(ExitCode::SUCCESS)
}

impl Words {
    fn month(&self, office: &Office) -> Month {
        self.month.unwrap_or(Month::of(office.today()))
    }
}

fn read(office: &Office, words: &Words) -> Result<Prepared, String> {
    let policy = office.policy()?;
    let month = words.month(office);
    let from: Vec<From> = words.lists.iter().map(|word| list(word)).collect();
    // The lake is opened only when a roster of it is asked for: two files need no data folder.
    let lake: Option<Lake> = match from.iter().any(|from| matches!(from, From::Roster(_))) {
        true => Some(office.lake().map_err(|why| why.say(office.lang))?),
        false => None,
    };
    prepared(office, &policy, lake.as_ref(), &from, month, words.overrides()).map_err(|why| why.say(office.lang))
}

/// Lists with everything that this office knows of places and words.
pub(super) fn prepared(
    office: &Office,
    policy: &Policy,
    lake: Option<&Lake>,
    from: &[From],
    month: Month,
    overrides: Overrides,
) -> Result<Prepared, LinkRefused> {
    let divisions = office.divisions_on(month.last_day()).ok().flatten();
    let limits = Limits::default();
    prepare(from, &Ask { policy, lake, divisions: divisions.as_ref(), month, overrides, limits })
}

impl Words {
    fn overrides(&self) -> Overrides {
        let taken = self.taken.iter().filter_map(|word| word.split_once('='));
        let taken = taken.map(|(heading, word)| (heading.trim().to_owned(), word.trim().to_owned())).collect();
        Overrides { taken, without: self.without.clone() }
    }
}

/// A file when there is one of that name, else a roster of the lake.
fn list(word: &Path) -> From {
    let named = word.to_str().filter(|word| !word.contains(['/', '\\', '.']));
    match named {
        Some(feed) if !word.exists() => From::Roster(FeedId::new(feed)),
        _ => From::File(word.to_owned()),
    }
}

/// What was found, in a table.
pub(super) fn table(lang: Lang, prepared: &Prepared, linked: &Linked<'_>) -> String {
    let count = |band: Band| linked.links.iter().filter(|link| link.band == band).count() as u64;
    let mut rows: Vec<Vec<String>> = Vec::new();
    let mut line = |what: &str, figure: String| rows.push(vec![what.to_owned(), figure]);
    for (word, side) in lang.pick(["甲表", "乙表"], ["left", "right"]).iter().zip(&prepared.sides) {
        line(&format!("{word} {}", side.table.name), show::number(side.table.rows as u64));
    }
    line(lang.pick("逐一比较的对数", "pairs compared"), show::number(linked.looked_at));
    line(lang.pick("拟认定为同一人", "taken for one person"), show::number(count(Band::Same)));
    line(lang.pick("待核对", "to be looked at"), show::number(count(Band::Look)));
    line(
        lang.pick("估计同一人的对数", "pairs of one person, by estimate"),
        show::number(linked.matches.round() as u64),
    );
    line(lang.pick("估计漏比的比例", "lost by blocking, by estimate"), format!("{:.3}%", linked.loss() * 100.0));
    let titles: Vec<&str> = prepared.compared.iter().map(|known| known.title(lang)).collect();
    let mut text = show::table(&lang.pick(["项目", "数量"], ["item", "count"]), &rows);
    text.push_str(&format!("\n{}{}", lang.pick("比对栏目：", "compared: "), titles.join(lang.pick("、", ", "))));
    for (at, side) in prepared.sides.iter().enumerate() {
        let unused = prepared.unused(at);
        if !unused.is_empty() {
            let unused = unused.join(lang.pick("、", ", "));
            let told = lang.pick("未用于比对的栏目", "columns not compared");
            text.push_str(&format!(
                "\n{}{}{told}{}{unused}",
                side.table.name,
                lang.pick(" ", " "),
                lang.pick("：", ": ")
            ));
        }
    }
    text
}

/// The truth about lists without numbers.
pub(super) fn truth(office: &Office, file: &Path) -> Result<LinkTruth, String> {
    let text = std::fs::read_to_string(file).map_err(|why| office.unreadable(file, &why))?;
    LinkTruth::read(&text).map_err(|line| format!("{}:{line}", file.display()))
}

/// How right the bands are.
pub(super) fn scores(lang: Lang, score: &LinkScore) -> String {
    let headings = lang.pick(
        ["", "对数", "属实", "准确率", "占全部真实对数"],
        ["", "pairs", "true", "precision", "of all true pairs"],
    );
    let percent = |share: f64| format!("{:.2}%", share * 100.0);
    let line = |name: &str, of: BandScore, recall: f64| {
        vec![name.to_owned(), show::number(of.pairs), show::number(of.right), percent(of.precision()), percent(recall)]
    };
    let both = BandScore { pairs: score.same.pairs + score.look.pairs, right: score.same.right + score.look.right };
    let rows = [
        line(lang.pick("拟认定为同一人", "taken for one person"), score.same, score.recall_same()),
        line(lang.pick("待核对", "to be looked at"), score.look, score.recall_shown() - score.recall_same()),
        line(lang.pick("两者合计", "both"), both, score.recall_shown()),
    ];
    show::table(&headings, &rows)
}

/// What was said of pairs against what is true, by how likely they were said to be one person.
fn bins(lang: Lang, bins: &[Bin]) -> String {
    let headings = lang.pick(
        ["把握", "对数", "属实", "平均把握", "属实比例"],
        ["stated", "pairs", "true", "mean stated", "share true"],
    );
    let rows: Vec<Vec<String>> = bins
        .iter()
        .zip(BINS.windows(2))
        .map(|(bin, limits)| {
            let share = |part: f64| match bin.pairs {
                0 => "—".to_owned(),
                pairs => format!("{:.4}", part / pairs as f64),
            };
            let name = format!("{}–{}", limits[0], limits[1]);
            vec![name, show::number(bin.pairs), show::number(bin.right), share(bin.stated), share(bin.right as f64)]
        })
        .collect();
    show::table(&headings, &rows)
}

/// Draws one pair.
fn explain(
    office: &Office,
    words: &Words,
    prepared: &Prepared,
    linked: &Linked<'_>,
    found: &LinkPlan,
    options: &Options,
    pair: &str,
) -> Result<(), String> {
    let told = |why: LinkRefused| why.say(office.lang);
    let rows = pair_of(prepared, found, pair).ok_or_else(|| told(LinkRefused::NoSuchPair(pair.to_owned())))?;
    let picture = Picture::of(prepared, linked, &found.columns, options, rows, office.lang).map_err(told)?;
    let steps: Vec<Vec<String>> = picture
        .rows
        .iter()
        .map(|row| {
            let [left, right] = row.values.clone().unwrap_or_default();
            vec![row.title.clone(), left, right, row.level.clone(), doudi_work::link::said(row.bits)]
        })
        .collect();
    let headings =
        office.lang.pick(["栏目", "甲", "乙", "异同", "比特"], ["column", "left", "right", "agreement", "bits"]);
    println!("{}", show::table(&headings, &steps));
    let svg = words.svg.clone().unwrap_or_else(|| PathBuf::from("waterfall.svg"));
    for (path, text) in pictures(&svg, &picture) {
        std::fs::write(&path, text).map_err(|why| office.unwritable(&path, &why))?;
        println!("{}{}", office.lang.pick("瀑布图：", "waterfall: "), path.display());
    }
    Ok(())
}

/// The drawing, and the page around it beside it.
pub(super) fn pictures(svg: &Path, picture: &Picture) -> [(PathBuf, String); 2] {
    [(svg.to_owned(), waterfall_svg(picture)), (svg.with_extension("html"), waterfall_html(picture))]
}

/// A pair by its number in the workbook, or by the rows of its records as a spreadsheet shows them: `12`, `57,103`,
/// `柳河村!57,103`.
fn pair_of(prepared: &Prepared, found: &LinkPlan, pair: &str) -> Option<[u32; 2]> {
    let Some((left, right)) = pair.split_once([',', '，']) else {
        let number: u32 = pair.trim().parse().ok()?;
        return found.proposals.iter().find(|proposal| proposal.number == number).map(|proposal| proposal.rows);
    };
    let record = |side: usize, word: &str| {
        let (sheet, row) = match word.trim().rsplit_once(['!', '！']) {
            Some((sheet, row)) => (Some(sheet), row),
            None => (None, word.trim()),
        };
        prepared.side(side).table.record(sheet, row.parse().ok()?).map(|record| record as u32)
    };
    let rows = [record(0, left)?, record(1, right)?];
    Some(if prepared.within() { [rows[0].min(rows[1]), rows[0].max(rows[1])] } else { rows })
}

/// Copies what people need to where they asked for it.
pub(super) fn kept_told(office: &Office, kept: &KeptPlan, out: Option<&Path>) -> Result<String, String> {
    let batch = &kept.batch;
    let short = batch.id.as_str().get(..8).unwrap_or_default();
    let out =
        out.map_or_else(|| office.outbox().join(batch.month.to_string()).join(format!("link-{short}")), Path::to_owned);
    std::fs::create_dir_all(&out).map_err(|why| office.unwritable(&out, &why))?;
    for (from, to) in [
        ("links.xlsx", "同一人核对表.xlsx"),
        ("report.txt", "比对报告.txt"),
        ("proposals.parquet", "proposals.parquet"),
    ] {
        let to = out.join(to);
        std::fs::copy(kept.folder.join(from), &to).map_err(|why| office.unwritable(&to, &why))?;
    }
    let asked = show::number(batch.asked.len() as u64);
    let folder = out.display();
    Ok(match (office.lang, kept.new) {
        (Lang::Zh, true) => format!("批次 {short}：核对表列出 {asked} 对，在 {folder}"),
        (Lang::Zh, false) => format!("批次 {short} 此前已生成，没有变化；核对表在 {folder}"),
        (Lang::En, true) => format!("batch {short}: {asked} pairs in the workbook, in {folder}"),
        (Lang::En, false) => format!("batch {short} was there before, nothing changed; the workbook is in {folder}"),
    })
}

/// Reads returned workbooks of links.
fn answers(office: &Office, files: &[PathBuf]) -> Result<ExitCode, String> {
    let mut refused = false;
    for file in office.files(files)? {
        let named = ReadDecisions::batch_of(&file, &Limits::default());
        let id = named.map_err(|why| format!("{}：{}", file.display(), why.say(office.lang)))?;
        match id {
            Some(id) if take(office, &id, &file)? != Some(0) => refused = true,
            Some(_) => {}
            None => {
                refused = true;
                let why = office.lang.pick("不是下发的核对表；请发回原工作簿", "this is no workbook of links");
                eprintln!("{}{}{why}", file.display(), office.lang.pick("：", ": "));
            }
        }
    }
    Ok(if refused { ExitCode::FAILURE } else { ExitCode::SUCCESS })
}

/// Keeps the decisions of a returned workbook, when its batch is one of links; gives how many rows were refused.
pub(super) fn take(office: &Office, id: &BatchId, file: &Path) -> Result<Option<usize>, String> {
    let desk = office.links();
    let told = |why: doudi_work::doubts::DeskError| why.say(office.lang);
    let Some((batch, _)) = desk.find(id).map_err(told)? else { return Ok(None) };
    let known = desk.decisions_of(&batch).map_err(told)?;
    let read = read_decisions(file, &batch, &known, office.today(), &Limits::default())
        .map_err(|why| format!("{}：{}", file.display(), why.say(office.lang)))?;
    desk.keep_decisions(&batch, &read).map_err(told)?;
    let (accepted, refused) = (read.accepted.len(), read.refused.len());
    let (repeated, empty) = (read.about.repeated, read.about.empty);
    println!(
        "{}",
        match office.lang {
            Lang::Zh =>
                format!("同一人核对：采纳 {accepted} 对，退回 {refused} 行，重复 {repeated} 行，未填 {empty} 行"),
            Lang::En =>
                format!("links: {accepted} accepted, {refused} refused, {repeated} repeated, {empty} not filled in"),
        }
    );
    for one in read.refused.iter().take(20) {
        eprintln!("  {}{}{}", one.at, office.lang.pick("：", ": "), one.why.say(office.lang));
    }
    Ok(Some(refused))
}

/// `wrong=10,missed=5,look=1`, each once, more than nothing.
pub(crate) fn costs(text: &str) -> Result<Costs, String> {
    let mut costs = Costs::default();
    for part in text.split(',') {
        let (name, value) = part.split_once('=').ok_or("wrong=10,missed=5,look=1")?;
        let value: f64 = value.trim().parse().map_err(|_| "wrong=10,missed=5,look=1")?;
        if !(value.is_finite() && value > 0.0) {
            return Err("wrong=10,missed=5,look=1".into());
        }
        match name.trim() {
            "wrong" => costs.wrong = value,
            "missed" => costs.missed = value,
            "look" => costs.look = value,
            _ => return Err("wrong=10,missed=5,look=1".into()),
        }
    }
    Ok(costs)
}

impl Office {
    /// The desk's links.
    pub(super) fn links(&self) -> LinkDesk {
        LinkDesk::open(&self.data.join("desk"), self.disk())
    }
}
