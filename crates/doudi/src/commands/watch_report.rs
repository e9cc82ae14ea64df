//! `doudi watch report --from M --to M`: what watching some months came to; with the truth of a synthetic county, how much of
//! it was right and how much was missed, and what an order of visits by points finds beside an order by signals.

use super::watch_score::{Orders, Report};
use crate::{cli::WatchReport as Words, office::Office, show};
use doudi_kernel::{DivisionList, Lang, Month, Ratio, Say};
use doudi_office::{Bureau, matters};
use doudi_rules::book::{Book, Label};
use doudi_work::{
    assess::{AssessError, Basis, Pack, Registers},
    evaluate::{ByKind, BySignal, ByTown, Follow, LATE_MONTHS, WatchReport, WatchTruth, watch_report},
    score::{LOOKS_BACK, Labels, Source, Then, homes},
    watch::{Runs, watch},
};
use std::{borrow::Cow, collections::VecDeque};

pub(super) fn run(office: &Office, words: &Words) -> Result<(), String> {
    let lang = office.lang;
    let pack = Pack::of(&office.policy()?);
    let book = pack.book().map_err(|why| why.say(lang))?;
    let truth = words.truth.as_deref().map(WatchTruth::read).transpose()?;
    let known = Known::of(office, words, truth.as_ref())?;
    let years = Years::read(office, words, &book, known.as_ref(), truth.as_ref())?;
    let report = watch_report(&book, &years.follow, truth.as_ref());
    let divisions = office.divisions(words.to)?;
    println!("{}", show::heading(&title(lang, words)));
    println!("{}", conventions(lang, truth.is_some()));
    println!("{}", signals(lang, &book, &report));
    if truth.is_some() {
        println!("{}", kinds(lang, &report));
    }
    println!("{}", towns(lang, &report, &divisions, truth.is_some()));
    if let Some(known) = &known {
        let (inputs, labels) = (&*years.inputs, known.source());
        let of = Report { office, words, book: &book, pack: pack.hash(), inputs, divisions: &divisions, labels };
        println!("{}", years.orders.text(&of)?);
    }
    Ok(())
}

/// From where it is known who is in hardship.
enum Known {
    Truth(Labels),
    /// What visits found, and up to which month it is asked.
    Visits(Box<Bureau>, Month),
}

impl Known {
    fn of(office: &Office, words: &Words, truth: Option<&WatchTruth>) -> Result<Option<Self>, String> {
        Ok(match (truth, &words.journal) {
            (Some(truth), _) => Some(Self::Truth(Labels::all(truth.hard.iter().copied(), words.to))),
            (None, Some(journal)) => Some(Self::Visits(Box::new(office.bureau(Some(journal))?), words.to)),
            (None, None) => None,
        })
    }

    fn source(&self) -> Source {
        match self {
            Self::Truth(_) => Source::Truth,
            Self::Visits(..) => Source::Visits,
        }
    }

    /// Of a month's households.
    fn labels(&self, office: &Office, now: &Basis) -> Result<Cow<'_, Labels>, String> {
        let (bureau, last) = match self {
            Self::Truth(labels) => return Ok(Cow::Borrowed(labels)),
            Self::Visits(bureau, last) => (bureau, *last),
        };
        let households = &now.people.households;
        let found = matters::outcomes(bureau, households).map_err(|why| why.say(office.lang))?;
        let found = found.into_iter().map(|(at, month, so)| (month, households[at].head, so));
        Ok(Cow::Owned(Labels::visited(found, last)))
    }
}

/// Everything of the months that the report asks for; the months themselves are not kept.
struct Years {
    follow: Follow,
    orders: Orders,
    inputs: Vec<String>,
}

impl Years {
    fn read(
        office: &Office,
        words: &Words,
        book: &Book,
        known: Option<&Known>,
        truth: Option<&WatchTruth>,
    ) -> Result<Self, String> {
        let told = |why: AssessError| why.say(office.lang);
        let mut years = Self { follow: Follow::new(book), orders: Orders::new(book, words.ahead), inputs: Vec::new() };
        let (mut runs, mut before) = (Runs::default(), None);
        for month in (1..=Runs::months(book).max(1)).rev().map(|by| words.from.plus(-by)) {
            before = match basis(office, month, book)? {
                Ok((mut basis, _)) => {
                    runs.take(book, &mut basis).map_err(told)?;
                    Some(basis)
                }
                Err(AssessError::NoVerification(_)) => None,
                Err(why) => return Err(told(why)),
            };
        }
        // The oldest first: what the last months knew of their people.
        let mut then: VecDeque<Then> = before.iter().map(|basis| Then::of(book, basis)).collect();
        let months = words.to.since(words.from) + 1;
        let bar = show::bar(office.quiet, u64::try_from(months).unwrap_or(0), office.lang.pick("监测（月）", "months"));
        for month in (0..months).map(|by| words.from.plus(by)) {
            let (mut now, inputs) = basis(office, month, book)?.map_err(told)?;
            runs.take(book, &mut now).map_err(told)?;
            let watched = watch(book, &now, before.as_ref()).map_err(told)?;
            let homes = homes(book, &now, then.back(), then.front()).map_err(told)?;
            let helped = homes.iter().filter(|home| home.helped).flat_map(|home| &home.members);
            years.follow.take(&now, &watched, helped.filter_map(|person| person.key));
            // The first month of all knows nothing of what changed, and is not asked.
            if let Some(known) = known.filter(|_| before.is_some()) {
                let labels = known.labels(office, &now)?;
                years.orders.take(book, month, &watched, &homes, &labels);
                if let Some(truth) = truth.filter(|_| month < words.to) {
                    years.orders.miss(month, &homes, truth);
                }
            }
            years.inputs.extend(inputs);
            then.push_back(Then::of(book, &now));
            then.drain(..then.len().saturating_sub(LOOKS_BACK as usize));
            before = Some(now);
            bar.inc(1);
        }
        bar.finish_and_clear();
        Ok(years)
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

pub(super) fn share(share: Option<Ratio>) -> String {
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

pub(super) fn pick(lang: Lang, label: &Label) -> String {
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

pub(super) fn named(divisions: &DivisionList, code: &str) -> String {
    let name = code.parse().ok().and_then(|division| divisions.name(division));
    name.unwrap_or(code).to_owned()
}
