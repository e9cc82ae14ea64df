//! Whether a month's households still answer as those did on whom a card was fitted.

use super::{card::Card, features::FEATURES};
use doudi_kernel::{Lang, Say};

/// The population stability index above which a card is refused, in thousandths: 0.25 is where practice speaks of a shift that
/// calls for a new model.
pub const DRIFT_MAX_THOUSANDTHS: i64 = 250;

/// A card that no longer fits the data.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Drift {
    /// The feature that shifted most.
    pub feature: &'static str,
    /// In Chinese and English.
    pub label: [&'static str; 2],
    /// The index in thousandths.
    pub thousandths: i64,
}

impl Say for Drift {
    fn say(&self, lang: Lang) -> String {
        let [zh, en] = self.label;
        let by = format!("{}.{:03}", self.thousandths / 1_000, self.thousandths % 1_000);
        match lang {
            Lang::Zh => format!(
                "评分卡不适用于本月数据：“{zh}”的分布已明显改变（稳定性指数{by}，上限0.250）；请核对来文是否齐全，或者用近几个月的数据重新拟合，在此之前按预警等级排序"
            ),
            Lang::En => format!(
                "the card does not fit this month's data: “{en}” is distributed otherwise (stability index {by}, at most 0.250); see whether all files are in, or fit again on recent months, and order by severity until then"
            ),
        }
    }
}

/// Refuses a card when some feature's answers are distributed too differently.
pub(super) fn drift<'a>(card: &Card, all: impl Iterator<Item = &'a Vec<u8>>) -> Result<(), Drift> {
    let mut now: Vec<Vec<u32>> = FEATURES.iter().map(|feature| vec![0; feature.len()]).collect();
    for answers in all {
        answers.iter().zip(&mut now).for_each(|(answer, counts)| counts[usize::from(*answer)] += 1);
    }
    let index = |(feature, counts): (usize, &Vec<u32>)| {
        let then: Vec<u32> = card.features.get(feature)?.answers.iter().map(|it| it.households).collect();
        Some((stability(&then, counts), feature))
    };
    match now.iter().enumerate().filter_map(index).max() {
        Some((thousandths, at)) if thousandths > DRIFT_MAX_THOUSANDTHS => {
            Err(Drift { feature: FEATURES[at].name, label: FEATURES[at].label, thousandths })
        }
        _ => Ok(()),
    }
}

/// The population stability index in thousandths; half a household more in each answer, so that an empty one says little.
fn stability(then: &[u32], now: &[u32]) -> i64 {
    let shares = |counts: &[u32]| {
        let all: f64 = counts.iter().map(|it| f64::from(*it) + 0.5).sum();
        counts.iter().map(|it| (f64::from(*it) + 0.5) / all).collect::<Vec<f64>>()
    };
    let pairs = shares(then).into_iter().zip(shares(now));
    (pairs.map(|(then, now)| (now - then) * (now / then).ln()).sum::<f64>() * 1_000.0).round() as i64
}
