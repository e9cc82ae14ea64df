//! The order of visits in `doudi watch report`: a points card of who is in hardship, another of who falls into it within some
//! months, and what visits find in either's order beside those that signals give.

use super::watch_report::{named, pick, share};
use crate::{cli::WatchReport as Words, office::Office, show};
use doudi_kernel::{DivisionList, Lang, Month, Ratio};
use doudi_rules::book::Book;
use doudi_work::{
    evaluate::{WatchTruth, about_need},
    score::{Card, Falls, Fitting, Group, Home, Labels, Sample, Sign, first_visits},
    watch::{Severity, Watched},
};
use std::{
    collections::{BTreeMap, BTreeSet},
    path::Path,
};

/// So many visits a month are held against each other, beside those that are asked for.
const VISITS: [usize; 5] = [30, 60, 120, 300, 600];
/// So many single signals are told, those first that find most.
const SINGLE: usize = 10;

/// One question: households month by month with their label, and beside each the signals about it by their places in the book.
struct Asked {
    ahead: u32,
    samples: Vec<Sample>,
    raised: Vec<BTreeSet<usize>>,
}

/// Everything of the months that the order of visits asks for.
pub(super) struct Orders {
    /// Who is in hardship; who falls into it.
    asked: [Asked; 2],
    falls: Falls,
    /// Households that fell into hardship and were in no verified file the month before.
    unseen: u64,
    /// The signals of need, by their places.
    need: BTreeSet<usize>,
}

/// What belongs to the report as a whole.
pub(super) struct Report<'a> {
    pub(super) office: &'a Office,
    pub(super) words: &'a Words,
    pub(super) book: &'a Book,
    pub(super) pack: String,
    pub(super) inputs: &'a [String],
    pub(super) divisions: &'a DivisionList,
    pub(super) labels: doudi_work::score::Source,
}

impl Orders {
    pub(super) fn new(book: &Book, ahead: u32) -> Self {
        let asked = [0, ahead].map(|ahead| Asked { ahead, samples: Vec::new(), raised: Vec::new() });
        let need = (0..book.signals.len()).filter(|of| about_need(book, &book.signals[*of])).collect();
        Self { asked, falls: Falls::default(), unseen: 0, need }
    }

    /// Takes a month.
    pub(super) fn take(&mut self, book: &Book, month: Month, watched: &Watched, homes: &[Home], labels: &Labels) {
        let place = |name: &str| book.signals.iter().position(|signal| signal.name == name);
        let mut raised: BTreeMap<u32, BTreeSet<usize>> = BTreeMap::new();
        for it in &watched.raised {
            raised.entry(it.household).or_default().extend(place(&it.signal));
        }
        for home in homes {
            let raised = raised.remove(&home.number).unwrap_or_default();
            self.falls.take(month, home, labels, !raised.is_disjoint(&self.need));
            for asked in &mut self.asked {
                if let Some(sample) = Sample::of(month, home, labels, asked.ahead) {
                    asked.samples.push(sample);
                    asked.raised.push(raised.clone());
                }
            }
        }
    }

    /// Counts who fell after the month and was in none of its households.
    pub(super) fn miss(&mut self, month: Month, homes: &[Home], truth: &WatchTruth) {
        let hard = |month: Month| -> BTreeSet<u32> {
            let people = truth.hard.range((month, 0)..=(month, u64::MAX));
            people.filter_map(|(_, person)| truth.household(*person)).collect()
        };
        let people = homes.iter().flat_map(|home| &home.members).filter_map(|person| person.key);
        let seen: BTreeSet<u32> = people.filter_map(|key| truth.household(key)).collect();
        let (now, next) = (hard(month), hard(month.plus(1)));
        self.unseen += next.iter().filter(|it| !now.contains(it) && !seen.contains(it)).count() as u64;
    }

    /// Both cards, and what visits find.
    pub(super) fn text(&self, of: &Report<'_>) -> Result<String, String> {
        let lang = of.office.lang;
        let mut text = show::heading(lang.pick("走访排序", "The order of visits"));
        if of.words.ahead > 0 {
            text += &format!("\n{}", self.foreseen(lang, of.words.truth.is_some()));
        }
        for asked in &self.asked[..1 + usize::from(of.words.ahead > 0)] {
            text += &format!("\n{}\n", self.one(of, asked)?);
        }
        Ok(text)
    }

    /// How many of those who fall showed anything the month before.
    fn foreseen(&self, lang: Lang, synthetic: bool) -> String {
        let headings = lang.pick(
            ["上月文件所示", "户次", "次月陷入困难", "占户次", "占陷入困难的"],
            [
                "what the files told the month before",
                "household months",
                "fell the month after",
                "of them",
                "of all who fell",
            ],
        );
        let all = self.falls.of.values().map(|(_, fell)| fell).sum::<u64>() + self.unseen;
        let of = |fell: u64, all: u64| share(Ratio::new(fell as i64, all as i64));
        let line = |sign: Sign| {
            let (homes, fell) = self.falls.of.get(&sign).copied().unwrap_or_default();
            vec![told(lang, sign).to_owned(), show::number(homes), show::number(fell), of(fell, homes), of(fell, all)]
        };
        let mut rows: Vec<Vec<String>> = Sign::ALL.map(line).into();
        if !synthetic {
            return show::table(&headings, &rows);
        }
        let nowhere = lang.pick("不在当月核对的家庭中", "in no household that was verified in the month");
        let fell = show::number(self.unseen);
        rows.push(vec![nowhere.to_owned(), "—".to_owned(), fell, "—".to_owned(), of(self.unseen, all)]);
        let random = lang.pick(
            "虚构县的变故按年龄、就业、贫困程度的不同概率随机发生，本身没有先兆；能预先看到的只是离困难有多近。",
            "Shocks of the synthetic county strike at random, at rates by age, work and poverty, without forewarning; what can \
             be seen before is how near a household is to hardship.",
        );
        format!("{}\n{random}", show::table(&headings, &rows))
    }

    fn one(&self, of: &Report<'_>, asked: &Asked) -> Result<String, String> {
        let lang = of.office.lang;
        let (visits, seed, last) = (of.words.visits, of.words.seed, last(of.words));
        let (pack, inputs, source) = (of.pack.clone(), of.inputs.to_vec(), of.labels);
        let fitting = Fitting { ahead: asked.ahead, source, last, visits, seed, pack, inputs };
        let Some(card) = Card::fit(&asked.samples, fitting) else {
            let ahead = asked.ahead;
            return Ok(lang.pick(
                format!("困难户太少或者月份不够，未拟合评分卡（展望{ahead}个月）"),
                format!("too few in hardship, or too few months, to fit a card that looks {ahead} months ahead"),
            ));
        };
        let text = card.text(lang, &|town| named(of.divisions, town));
        if let Some(folder) = &of.words.card {
            keep(of.office, folder, &card, &text)?;
        }
        Ok(format!("{text}\n{}", self.compared(of, asked, &card, last)))
    }

    /// Visits in the later months in several orders, at several numbers of visits a month.
    fn compared(&self, of: &Report<'_>, asked: &Asked, card: &Card, last: Month) -> String {
        let (lang, book, words) = (of.office.lang, of.book, of.words);
        let later = asked.samples.iter().zip(&asked.raised).filter(|(sample, _)| sample.month > last);
        let (samples, raised): (Vec<Sample>, Vec<&BTreeSet<usize>>) =
            later.map(|(sample, it)| (sample.clone(), it)).unzip();
        let counts: BTreeSet<usize> = VISITS.into_iter().chain([words.visits]).collect();
        let visits = |place: &dyn Fn(usize) -> Option<i64>| -> Vec<Group> {
            counts.iter().map(|visits| first_visits(&samples, place, *visits, words.seed).all).collect()
        };
        let grave = |at: &usize| Severity::named(&book.signals[*at].severity).map_or(0, |it| it as i64);
        let mut rows = vec![
            (lang.pick("评分", "points").to_owned(), visits(&|at| Some(card.sum(&samples[at].answers).into()))),
            (
                lang.pick("任一困难预警，按等级", "any signal of need, by severity").to_owned(),
                visits(&|at| raised[at].intersection(&self.need).map(grave).max()),
            ),
            (lang.pick("不分先后", "no order").to_owned(), visits(&|_| Some(0))),
        ];
        let single = self
            .need
            .iter()
            .map(|of| (pick(lang, &book.signals[*of].label), visits(&|at| raised[at].contains(of).then_some(0))));
        let mut single: Vec<(String, Vec<Group>)> = single.collect();
        single.sort_by_key(|(_, groups)| std::cmp::Reverse(groups.iter().map(|it| it.found).max()));
        single.retain(|(_, groups)| groups.iter().any(|it| it.visits > 0));
        rows.extend(single.into_iter().take(SINGLE));
        format!("{}\n{}", known(lang, asked.ahead, &samples), table(lang, &counts, &rows))
    }
}

/// The last month of which something may be known when cards are fitted: two thirds of the months whose months ahead are over,
/// and at least one of these.
fn last(words: &Words) -> Month {
    let ahead = words.ahead as i32;
    let over = words.to.since(words.from) + 1 - ahead;
    words.fitted_to.unwrap_or_else(|| words.from.plus(((over * 2 + 2) / 3).max(1) - 1))
}

/// What there is to find, each household once.
fn known(lang: Lang, ahead: u32, samples: &[Sample]) -> String {
    let hard: BTreeSet<u64> = samples.iter().filter(|sample| sample.hard).map(|sample| sample.head).collect();
    let months: BTreeSet<Month> = samples.iter().map(|sample| sample.month).collect();
    let (hard, months) = (show::number(hard.len() as u64), months.len());
    match (lang, ahead) {
        (Lang::Zh, 0) => {
            format!("检验{months}个月，未获救助而困难的共{hard}户；各列为每月走访户数，格内为查实/走访及准确率")
        }
        (Lang::Zh, _) => format!(
            "检验{months}个月，此后{ahead}个月内陷入困难的共{hard}户；各列为每月走访户数，格内为查实/走访及准确率"
        ),
        (Lang::En, 0) => format!(
            "{months} later months, {hard} households in hardship and on no help; by visits a month: found / made, precision"
        ),
        (Lang::En, _) => format!(
            "{months} later months, {hard} households that fall within {ahead} months; by visits a month: found / made, precision"
        ),
    }
}

fn table(lang: Lang, counts: &BTreeSet<usize>, rows: &[(String, Vec<Group>)]) -> String {
    let counts: Vec<String> = counts.iter().map(usize::to_string).collect();
    let headings: Vec<&str> =
        std::iter::once(lang.pick("走访次序", "order of visits")).chain(counts.iter().map(String::as_str)).collect();
    let cell = |of: &Group| {
        let precision = share(Ratio::new(of.found as i64, of.visits as i64));
        format!("{}/{} {precision}", of.found, of.visits)
    };
    let line = |(name, groups): &(String, Vec<Group>)| {
        std::iter::once(name.clone()).chain(groups.iter().map(cell)).collect::<Vec<_>>()
    };
    show::table(&headings, &rows.iter().map(line).collect::<Vec<_>>())
}

fn told(lang: Lang, sign: Sign) -> &'static str {
    match sign {
        Sign::Signal => lang.pick("有困难预警", "a signal of need"),
        Sign::Change => lang.pick("无预警，但收入下降、支出上升或者新有变故", "none, but something grew worse"),
        Sign::Near => {
            lang.pick("以上都没有，但人均收入不足标准一倍半", "neither, but income below 1.5 times the standard")
        }
        Sign::Nothing => lang.pick("都没有", "nothing of the kind"),
    }
}

/// `card.json` asks who is in hardship, `card-ahead.json` who falls into it; each with its text.
fn keep(office: &Office, folder: &Path, card: &Card, text: &str) -> Result<(), String> {
    let json = serde_json::to_string_pretty(card).map_err(|why| why.to_string())?;
    std::fs::create_dir_all(folder).map_err(|why| office.unwritable(folder, &why))?;
    let name = if card.ahead == 0 { "card" } else { "card-ahead" };
    for (end, text) in [("json", json.as_str()), ("txt", text)] {
        let path = folder.join(format!("{name}.{end}"));
        std::fs::write(&path, text).map_err(|why| office.unwritable(&path, &why))?;
    }
    Ok(())
}
