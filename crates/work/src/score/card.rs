//! The points card: what it was fitted on, its points, how it is calibrated, what visits in its order find.

use super::{
    drift::{Drift, drift},
    features::{Answers, FEATURES},
    fit::{Counted, FOLDS, constant, fit, penalty, rising, share},
    homes::Home,
    label::Source,
    measure::{Sample, Visits, first_visits, shuffled},
};
use doudi_kernel::Month;
use serde::{Deserialize, Serialize};

/// Ten points double the odds.
const TEN: f64 = 10.0;
/// Bands of the calibration, from the top: thousandths of the households that the card was fitted on.
const BANDS: [usize; 7] = [5, 10, 20, 50, 100, 250, 500];

/// Household months.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fitted {
    /// The months, in order.
    pub months: Vec<Month>,
    /// Households, once a month.
    pub households: u64,
    /// Of them, in hardship.
    pub hard: u64,
}

/// An answer's points and its households among those fitted on.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Place {
    /// Whole points, 0 and more.
    pub points: i32,
    /// Households, once a month.
    pub households: u32,
    /// Of them, in hardship.
    pub hard: u32,
}

/// A feature's points.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FeatureCard {
    /// Its name.
    pub name: String,
    /// By answer, *not known* last.
    pub answers: Vec<Place>,
}

/// A band of points in the later months.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Band {
    /// So many points and more, below the band before.
    pub from: i32,
    /// Households, once a month.
    pub households: u64,
    /// So many of them the card expects to be in hardship.
    pub expected: u64,
    /// So many are.
    pub hard: u64,
}

/// A points card.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Card {
    /// Of this form.
    pub version: u32,
    /// So many months ahead: 0 asks who is in hardship, 3 who falls into it within three months.
    pub ahead: u32,
    /// From where it is known who was.
    pub source: Source,
    /// The hash of the rules.
    pub pack: String,
    /// The snapshots that were read, by month, feed and name.
    pub inputs: Vec<String>,
    /// BLAKE3 over the answers and labels of every household month, hex.
    pub data: String,
    /// Puts equals in an order.
    pub seed: u64,
    /// What it was fitted on.
    pub fitted: Fitted,
    /// What it was held against: later months.
    pub checked: Fitted,
    /// On the square of a coefficient, as parts of the households foretold the others best.
    pub penalty: u32,
    /// Thousandths of the log odds at 0 points.
    pub base: i64,
    /// The points.
    pub features: Vec<FeatureCard>,
    /// Over the later months.
    pub bands: Vec<Band>,
    /// So many visits a month.
    pub visits_a_month: usize,
    /// What they find in the later months.
    pub visits: Visits,
}

/// How a card is to be fitted.
#[derive(Clone, Debug)]
pub struct Fitting {
    /// So many months ahead, as the samples are.
    pub ahead: u32,
    /// From where the samples' labels are.
    pub source: Source,
    /// The last month of which something may be known when the card is fitted.
    pub last: Month,
    /// So many visits a month.
    pub visits: usize,
    /// Puts equals in an order.
    pub seed: u64,
    /// The hash of the rules.
    pub pack: String,
    /// The snapshots that were read.
    pub inputs: Vec<String>,
}

/// Something that gave a household points.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reason {
    /// The feature.
    pub feature: &'static str,
    /// The place of the household's answer.
    pub answer: u8,
    /// The points, above 0.
    pub points: i32,
}

/// A household's place in the order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Placed {
    /// Its number in the month.
    pub household: u32,
    /// Its points.
    pub points: i32,
    /// What gave them, the most first.
    pub why: Vec<Reason>,
}

impl Card {
    /// The form of cards that this code makes and reads.
    pub const VERSION: u32 = 2;

    /// Fits a card on what is known by the end of [`Fitting::last`], and holds it against the later months. A month whose
    /// months ahead reach beyond it is on neither side: its labels were not known then. None where either side has nobody, or
    /// nobody in hardship to learn from.
    pub fn fit(samples: &[Sample], of: Fitting) -> Option<Self> {
        let known = |sample: &&Sample| sample.month.plus(of.ahead as i32) <= of.last;
        let early: Vec<&Sample> = samples.iter().filter(known).collect();
        let late: Vec<&Sample> = samples.iter().filter(|sample| sample.month > of.last).collect();
        let (fitted, checked) = (Fitted::of(&early), Fitted::of(&late));
        if fitted.hard == 0 || fitted.hard == fitted.households || checked.households == 0 {
            return None;
        }
        let penalty = penalty(&folds(&early, of.seed));
        let features = points(&counted(&early), penalty);
        let mut card = Self {
            version: Self::VERSION,
            ahead: of.ahead,
            source: of.source,
            pack: of.pack,
            inputs: of.inputs,
            data: hashed(samples),
            seed: of.seed,
            fitted,
            checked,
            penalty,
            base: 0,
            features,
            bands: Vec::new(),
            visits_a_month: of.visits,
            visits: Visits::default(),
        };
        let odds = |it: &&Sample| (log_odds(card.sum(&it.answers)), 1, u32::from(it.hard));
        card.base = (constant(&early.iter().map(odds).collect::<Vec<_>>()) * 1_000.0).round() as i64;
        card.bands = card.calibrated(&early, &late);
        let late: Vec<Sample> = late.into_iter().cloned().collect();
        card.visits = first_visits(&late, &|at| Some(card.sum(&late[at].answers).into()), of.visits, of.seed);
        Some(card)
    }

    /// The points of a household's answers.
    pub fn sum(&self, answers: &[u8]) -> i32 {
        let of = |(feature, answer): (&FeatureCard, &u8)| feature.answers.get(usize::from(*answer)).map(|it| it.points);
        self.features.iter().zip(answers).filter_map(of).sum()
    }

    /// What gave a household's points, the most first.
    pub fn why(&self, answers: &[u8]) -> Vec<Reason> {
        let all = FEATURES.iter().zip(&self.features).zip(answers);
        let one = all.filter_map(|((feature, card), answer)| {
            let points = card.answers.get(usize::from(*answer))?.points;
            (points > 0).then_some(Reason { feature: feature.name, answer: *answer, points })
        });
        let mut why: Vec<Reason> = one.collect();
        why.sort_by_key(|reason| std::cmp::Reverse(reason.points));
        why
    }

    /// Whether its questions are those that are asked today: a card of another form says nothing about today's answers.
    pub fn fits(&self) -> bool {
        let same = |(feature, card): (&super::Feature, &FeatureCard)| {
            feature.name == card.name && feature.len() == card.answers.len()
        };
        self.version == Self::VERSION
            && self.features.len() == FEATURES.len()
            && FEATURES.iter().zip(&self.features).all(same)
    }

    /// A month's households by points, the most first, equals as the seed has them. Who is on dibao or tekun is not among them.
    ///
    /// # Errors
    /// [`Drift`] when the month's households answer otherwise than those that the card was fitted on.
    pub fn order(&self, homes: &[Home]) -> Result<Vec<Placed>, Drift> {
        let open: Vec<(&Home, Answers)> =
            homes.iter().filter(|home| !home.helped).map(|home| (home, home.answers())).collect();
        drift(self, open.iter().map(|(_, answers)| answers))?;
        let placed = |(home, answers): &(&Home, Answers)| {
            let (points, why) = (self.sum(answers), self.why(answers));
            let key = (std::cmp::Reverse(points), shuffled(self.seed, home.head), home.number);
            (key, Placed { household: home.number, points, why })
        };
        let mut order: Vec<_> = open.iter().map(placed).collect();
        order.sort_unstable_by_key(|(key, _)| *key);
        Ok(order.into_iter().map(|(_, placed)| placed).collect())
    }

    /// Bands of the earlier months' points; how many of the later months' households are in each, expected and in truth.
    fn calibrated(&self, early: &[&Sample], late: &[&Sample]) -> Vec<Band> {
        let mut points: Vec<i32> = early.iter().map(|it| self.sum(&it.answers)).collect();
        points.sort_unstable_by(|a, b| b.cmp(a));
        let mut from: Vec<i32> = BANDS.iter().map(|share| points[(points.len() * share / 1_000).max(1) - 1]).collect();
        // The least anybody can have closes the last.
        from.extend([0]);
        from.dedup();
        let (mut bands, mut above) = (Vec::new(), i32::MAX);
        for from in from {
            let within: Vec<&&Sample> =
                late.iter().filter(|it| (from..above).contains(&self.sum(&it.answers))).collect();
            let expected: f64 = within.iter().map(|it| self.expected(self.sum(&it.answers))).sum();
            let hard = within.iter().filter(|it| it.hard).count() as u64;
            bands.push(Band { from, households: within.len() as u64, expected: expected.round() as u64, hard });
            above = from;
        }
        bands
    }

    /// The share that so many points stand for.
    fn expected(&self, points: i32) -> f64 {
        share(self.base as f64 / 1_000.0 + log_odds(points))
    }
}

impl Fitted {
    fn of(samples: &[&Sample]) -> Self {
        let mut months: Vec<Month> = samples.iter().map(|sample| sample.month).collect();
        months.sort_unstable();
        months.dedup();
        let hard = samples.iter().filter(|sample| sample.hard).count() as u64;
        Self { months, households: samples.len() as u64, hard }
    }
}

fn log_odds(points: i32) -> f64 {
    f64::from(points) * std::f64::consts::LN_2 / TEN
}

/// Households in parts by chance; one that is there in several months stays in one.
fn folds(samples: &[&Sample], seed: u64) -> [Counted; FOLDS] {
    let part = |fold: usize| {
        let of = |it: &&&Sample| shuffled(seed, it.head) % FOLDS as u64 == fold as u64;
        counted(&samples.iter().filter(of).copied().collect::<Vec<_>>())
    };
    std::array::from_fn(part)
}

fn counted(samples: &[&Sample]) -> Counted {
    let mut counted = Counted::new();
    for sample in samples {
        let (all, hard) = counted.entry(sample.answers.clone()).or_default();
        (*all, *hard) = (*all + 1, *hard + u32::from(sample.hard));
    }
    counted
}

/// Points from coefficients: along known answers they never fall, and the least answer of a feature has none. Where everybody
/// was known, not to be known says nothing.
fn points(counted: &Counted, penalty: u32) -> Vec<FeatureCard> {
    let (_, coefficients) = fit(counted, penalty);
    let feature = |(at, feature): (usize, &super::features::Feature)| {
        let mut answers = vec![Place::default(); feature.len()];
        for (line, (all, hard)) in counted {
            let place = &mut answers[usize::from(line[at])];
            (place.households, place.hard) = (place.households + all, place.hard + hard);
        }
        let known = feature.answers.len();
        let weights: Vec<u32> = answers[..known].iter().map(|it| it.households).collect();
        let mut values = rising(&coefficients[at][..known], &weights);
        if answers[known].households > 0 {
            values.push(coefficients[at][known]);
        }
        let least = values.iter().copied().fold(f64::INFINITY, f64::min);
        for (place, value) in answers.iter_mut().zip(values) {
            place.points = ((value - least) * TEN / std::f64::consts::LN_2).round() as i32;
        }
        FeatureCard { name: feature.name.to_owned(), answers }
    };
    FEATURES.iter().enumerate().map(feature).collect()
}

fn hashed(samples: &[Sample]) -> String {
    let mut hasher = blake3::Hasher::new_derive_key("doudi score data 1");
    for sample in samples {
        hasher.update(&sample.month.compact().to_le_bytes());
        hasher.update(&sample.head.to_le_bytes()).update(&sample.answers).update(&[u8::from(sample.hard)]);
    }
    hasher.finalize().to_hex().to_string()
}
