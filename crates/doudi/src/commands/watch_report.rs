//! `doudi watch report --from M --to M`: what watching some months came to; with the truth of a synthetic county, how much of
//! it was right and how much was missed, and what an order of visits by points finds beside an order by signals.

use crate::{cli::WatchReport as Words, office::Office, show};
use doudi_kernel::{DivisionList, Lang, Month, Ratio, Say};
use doudi_rules::book::{Book, Label};
use doudi_work::{
    assess::{AssessError, Basis, Pack, Registers},
    evaluate::{ByKind, BySignal, ByTown, Follow, LATE_MONTHS, WatchReport, WatchTruth, about_need, watch_report},
    score::{Card, Group, Home, Labels, Sample, first_visits, homes},
    watch::{Severity, Watched, watch},
};
use std::{
    collections::{BTreeMap, BTreeSet},
    path::Path,
};

pub(super) fn run(office: &Office, words: &Words) -> Result<(), String> {
    let lang = office.lang;
    let pack = Pack::of(&office.policy()?);
    let book = pack.book().map_err(|why| why.say(lang))?;
    let truth = words.truth.as_deref().map(WatchTruth::read).transpose()?;
    let labels = truth.as_ref().map(|truth| Labels::all(truth.hard.iter().copied()));
    let years = Years::read(office, words, &book, labels.as_ref())?;
    let report = watch_report(&book, &years.follow, truth.as_ref());
    let divisions = office.divisions(words.to)?;
    println!("{}", show::heading(&title(lang, words)));
    println!("{}", conventions(lang, truth.is_some()));
    println!("{}", signals(lang, &book, &report));
    if truth.is_some() {
        println!("{}", kinds(lang, &report));
    }
    println!("{}", towns(lang, &report, &divisions, truth.is_some()));
    if truth.is_some() {
        println!("{}", scored(office, words, &book, &pack, &years, &divisions)?);
    }
    Ok(())
}

/// Everything of the months that the report asks for; the months themselves are not kept.
struct Years {
    follow: Follow,
    samples: Vec<Sample>,
    /// Beside each sample, the signals about its household in its month, by their places in the book.
    raised: Vec<BTreeSet<usize>>,
    inputs: Vec<String>,
}

impl Years {
    fn read(office: &Office, words: &Words, book: &Book, labels: Option<&Labels>) -> Result<Self, String> {
        let told = |why: AssessError| why.say(office.lang);
        let mut years = Self { follow: Follow::new(book), samples: Vec::new(), raised: Vec::new(), inputs: Vec::new() };
        let mut before = match basis(office, words.from.plus(-1), book)? {
            Ok((basis, _)) => Some(basis),
            Err(AssessError::NoVerification(_)) => None,
            Err(why) => return Err(told(why)),
        };
        let months = words.to.since(words.from) + 1;
        let bar = show::bar(office.quiet, u64::try_from(months).unwrap_or(0), office.lang.pick("监测（月）", "months"));
        for month in (0..months).map(|by| words.from.plus(by)) {
            let (now, inputs) = basis(office, month, book)?.map_err(told)?;
            let watched = watch(book, &now, before.as_ref()).map_err(told)?;
            let homes = homes(book, &now, before.as_ref()).map_err(told)?;
            years.take(book, &now, &watched, &homes, labels.filter(|_| before.is_some()));
            years.inputs.extend(inputs);
            before = Some(now);
            bar.inc(1);
        }
        bar.finish_and_clear();
        Ok(years)
    }

    fn take(&mut self, book: &Book, now: &Basis, watched: &Watched, homes: &[Home], labels: Option<&Labels>) {
        let helped = homes.iter().filter(|home| home.helped).flat_map(|home| &home.members);
        self.follow.take(now, watched, helped.filter_map(|person| person.key));
        let Some(labels) = labels else { return };
        let place = |name: &str| book.signals.iter().position(|signal| signal.name == name);
        let mut raised: BTreeMap<u32, BTreeSet<usize>> = BTreeMap::new();
        for it in &watched.raised {
            raised.entry(it.household).or_default().extend(place(&it.signal));
        }
        for home in homes {
            if let Some(sample) = Sample::of(now.month, home, labels) {
                self.samples.push(sample);
                self.raised.push(raised.remove(&home.number).unwrap_or_default());
            }
        }
    }
}

/// A month, and the snapshots that it was read from; the inner error where there is no such month.
fn basis(office: &Office, month: Month, book: &Book) -> Result<Result<(Basis, Vec<String>), AssessError>, String> {
    let lake = office.lake().map_err(|why| why.say(office.lang))?;
    let divisions = office.divisions(month)?;
    let read = || {
        let registers = Registers::load(&lake, month)?;
        let inputs = registers.inputs.iter().map(|it| format!("{month} {} {}", it.feed, it.snapshot)).collect();
        Ok((Basis::new(&registers, &divisions, book)?, inputs))
    };
    Ok(read())
}

fn title(lang: Lang, words: &Words) -> String {
    let (from, to) = (words.from, words.to);
    lang.pick(format!("监测成效 {from} 至 {to}"), format!("What watching came to, {from} to {to}"))
}

fn conventions(lang: Lang, judged: bool) -> String {
    let told = lang.pick(
        "约定：当月文件于月末最后一日到齐，事项当日开立，到期日走访并办结。",
        "conventions: a month's files are in on its last day, matters open on it, and are visited and closed when due.",
    );
    if !judged {
        let without = lang.pick("没有真值，只列数量。", "Without the truth there are counts only.");
        return format!("{told}{without}\n");
    }
    match lang {
        Lang::Zh => format!(
            "{told}属实：当月该户确实困难，或者预警所说的变故确实发生并仍在持续。找到：变故后{LATE_MONTHS}个月内为该户开立或并入事项。\n"
        ),
        Lang::En => format!(
            "{told} True: the household is in hardship that month, or what the signal says struck it and lasts. Found: a matter opens or is joined within {LATE_MONTHS} months.\n"
        ),
    }
}

fn share(share: Option<Ratio>) -> String {
    share.map_or_else(|| "—".to_owned(), Ratio::percent)
}

/// By signal, those that were raised.
fn signals(lang: Lang, book: &Book, report: &WatchReport) -> String {
    let headings = lang.pick(
        ["预警", "触发", "开立或并入事项", "可判", "属实", "准确率"],
        ["signal", "raised", "opened or joined a matter", "judged", "true", "precision"],
    );
    let line = |(name, by): (&String, &BySignal)| {
        let label = book.signals.iter().find(|signal| signal.name == *name).map(|signal| &signal.label);
        let mut row = vec![label.map_or_else(|| name.clone(), |label| pick(lang, label))];
        row.extend([by.raised, by.matters].map(show::number));
        let judged = [by.judged, by.right].map(|n| if by.judged == 0 { "—".to_owned() } else { show::number(n) });
        row.extend(judged);
        row.push(share(by.precision()));
        row
    };
    let raised = report.signals.iter().filter(|(_, by)| by.raised > 0);
    show::table(&headings, &raised.map(line).collect::<Vec<_>>())
}

fn pick(lang: Lang, label: &Label) -> String {
    lang.pick(&label.zh, &label.en).clone()
}

/// By what struck.
fn kinds(lang: Lang, report: &WatchReport) -> String {
    let headings = lang.pick(
        [
            "变故",
            "发生",
            "文件可见",
            "找到",
            "召回率",
            "致困",
            "致困可见",
            "致困找到",
            "致困召回率",
            "其余已在低保特困",
            "到事项天数中位数",
        ],
        [
            "what struck",
            "struck",
            "shown in files",
            "found",
            "recall",
            "brought hardship",
            "of these shown",
            "found",
            "recall",
            "the others on dibao or tekun",
            "median days to the matter",
        ],
    );
    let line = |name: String, by: &ByKind| {
        let mut row = vec![name];
        row.extend([by.struck, by.shown, by.found].map(show::number));
        row.push(share(by.recall()));
        row.extend([by.hard, by.hard_shown, by.hard_found].map(show::number));
        row.push(share(by.recall_hard()));
        row.push(show::number(by.hard_helped));
        row.push(by.median_days().map_or_else(|| "—".to_owned(), |days| days.to_string()));
        row
    };
    let mut rows: Vec<Vec<String>> = report.kinds.iter().map(|(kind, by)| line(shock(lang, kind), by)).collect();
    let all = report.kinds.values().fold(ByKind::default(), ByKind::with);
    rows.push(line(lang.pick("合计", "all").to_owned(), &all));
    show::table(&headings, &rows)
}

fn shock(lang: Lang, kind: &str) -> String {
    let zh = match kind {
        "job_lost" => "失业",
        "wages_collapsed" => "工资骤降",
        "serious_illness" => "重病",
        "disabled" => "新残疾或加重",
        "earner_died" => "劳动力去世",
        "imprisoned" => "入狱",
        "missing" => "失踪",
        "house_damaged" => "房屋损毁",
        "dropped_out" => "辍学",
        "insurance_lapsed" => "医保断保",
        _ => return kind.to_owned(),
    };
    lang.pick(zh.to_owned(), kind.replace('_', " "))
}

fn towns(lang: Lang, report: &WatchReport, divisions: &DivisionList, judged: bool) -> String {
    let headings = lang.pick(
        ["乡镇", "开立事项", "困难户", "已在低保特困", "预警到", "核对过而漏掉", "从未核对"],
        [
            "town",
            "matters",
            "households in hardship",
            "on dibao or tekun",
            "told",
            "looked up and missed",
            "never looked up",
        ],
    );
    let of = if judged { headings.len() } else { 2 };
    let line = |(town, by): (&Option<String>, &ByTown)| {
        let name =
            town.as_deref().map_or_else(|| lang.pick("未能归属", "not placed").to_owned(), |it| named(divisions, it));
        let figures = [by.matters, by.hard, by.helped, by.told, by.missed, by.unseen].map(show::number);
        std::iter::once(name).chain(figures).take(of).collect::<Vec<String>>()
    };
    show::table(&headings[..of], &report.towns.iter().map(line).collect::<Vec<_>>())
}

fn named(divisions: &DivisionList, code: &str) -> String {
    let name = code.parse().ok().and_then(|division| divisions.name(division));
    name.unwrap_or(code).to_owned()
}

/// The card, and what visits find in its order and in others.
fn scored(
    office: &Office,
    words: &Words,
    book: &Book,
    pack: &Pack,
    years: &Years,
    divisions: &DivisionList,
) -> Result<String, String> {
    let lang = office.lang;
    let months = words.to.since(words.from) + 1;
    let last = words.fitted_to.unwrap_or_else(|| words.from.plus((months * 2 / 3).max(1) - 1));
    let inputs = years.inputs.clone();
    let Some(card) = Card::fit(&years.samples, last, words.visits, words.seed, pack.hash(), inputs) else {
        return Ok(lang
            .pick("困难户太少或者月份不够，未拟合评分卡", "too few in hardship, or too few months, to fit a card")
            .to_owned());
    };
    let text = card.text(lang, &|town| named(divisions, town));
    if let Some(folder) = &words.card {
        keep(office, folder, &card, &text)?;
    }
    let heading = show::heading(lang.pick("走访排序", "The order of visits"));
    Ok(format!("{heading}\n{text}\n{}", compared(lang, words, book, years, &card, last)))
}

fn keep(office: &Office, folder: &Path, card: &Card, text: &str) -> Result<(), String> {
    let json = serde_json::to_string_pretty(card).map_err(|why| why.to_string())?;
    std::fs::create_dir_all(folder).map_err(|why| office.unwritable(folder, &why))?;
    for (name, text) in [("card.json", json.as_str()), ("card.txt", text)] {
        let path = folder.join(name);
        std::fs::write(&path, text).map_err(|why| office.unwritable(&path, &why))?;
    }
    Ok(())
}

/// So many visits a month in the later months, in several orders.
fn compared(lang: Lang, words: &Words, book: &Book, years: &Years, card: &Card, last: Month) -> String {
    let later = years.samples.iter().zip(&years.raised).filter(|(sample, _)| sample.month > last);
    let (samples, raised): (Vec<Sample>, Vec<&BTreeSet<usize>>) =
        later.map(|(sample, it)| (sample.clone(), it)).unzip();
    let need: BTreeSet<usize> = (0..book.signals.len()).filter(|of| about_need(book, &book.signals[*of])).collect();
    let grave = |at: &usize| Severity::named(&book.signals[*at].severity).map_or(0, |it| it as i64);
    let visits = |place: &dyn Fn(usize) -> Option<i64>| first_visits(&samples, place, words.visits, words.seed).all;
    let mut rows = vec![
        (lang.pick("评分", "points").to_owned(), card.visits.all),
        (
            lang.pick("任一困难预警，按等级", "any signal of need, by severity").to_owned(),
            visits(&|at| raised[at].intersection(&need).map(grave).max()),
        ),
        (lang.pick("不分先后", "no order").to_owned(), visits(&|_| Some(0))),
    ];
    let mut single: Vec<(String, Group)> = need
        .iter()
        .map(|of| (pick(lang, &book.signals[*of].label), visits(&|at| raised[at].contains(of).then_some(0))))
        .filter(|(_, group)| group.visits > 0)
        .collect();
    single.sort_by_key(|(_, group)| std::cmp::Reverse(group.found));
    rows.extend(single);
    let headings =
        lang.pick(["走访次序", "走访", "困难", "准确率"], ["order of visits", "visits", "in hardship", "precision"]);
    let line = |(name, of): (String, Group)| {
        let precision = share(Ratio::new(of.found as i64, of.visits as i64));
        vec![name, show::number(of.visits), show::number(of.found), precision]
    };
    show::table(&headings, &rows.into_iter().map(line).collect::<Vec<_>>())
}
