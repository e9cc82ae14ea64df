//! What county to write, and where its towns and villages lie.

use crate::{
    calibration as known,
    chance::{Chance, Subject},
};
use doudi_kernel::{Date, Division, DivisionLevel, DivisionList, Month, county_name};

/// In what form the files are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// As offices send them: workbooks and text files with all their mess.
    Office,
    /// One Parquet file a feed and month with the canonical columns, for counties too large for workbooks.
    Parquet,
}

/// The county to write.
///
/// ```
/// use doudi_synth::{CountyPlan, Form};
/// let plan = CountyPlan::new("419901".parse().unwrap(), 60_000, "2026-09".parse().unwrap(), 1);
/// assert_eq!((plan.months, plan.form), (3, Form::Office));
/// assert_eq!(plan.month_at(0).to_string(), "2026-07");
/// ```
#[derive(Clone, Copy, Debug)]
pub struct CountyPlan {
    /// A county code that was never assigned, in a city whose other county codes were not either.
    pub division: Division,
    /// How many people live in it, to within a household a village; 1,000 to 12 million.
    pub residents: u32,
    /// The last month that files are written for.
    pub month: Month,
    /// How many months, ending with `month`; 1 to 24.
    pub months: u8,
    /// The same seed writes the same bytes.
    pub seed: u64,
    /// Office files or Parquet.
    pub form: Form,
}

impl CountyPlan {
    /// Three months of office files.
    pub fn new(division: Division, residents: u32, month: Month, seed: u64) -> Self {
        Self { division, residents, month, months: 3, seed, form: Form::Office }
    }

    /// The month at a place in the plan, 0 being the first.
    pub fn month_at(&self, place: usize) -> Month {
        self.month.plus(place as i32 + 1 - i32::from(self.months))
    }

    /// All months in order.
    pub fn all_months(&self) -> impl Iterator<Item = Month> + use<> {
        let plan = *self;
        (0..usize::from(plan.months)).map(move |place| plan.month_at(place))
    }

    /// The day on which ages are reckoned when people are made.
    pub(crate) fn today(&self) -> Date {
        self.month.last_day()
    }

    pub(crate) fn check(&self) -> Result<(), PlanError> {
        if self.division.level() != DivisionLevel::County {
            return Err(PlanError::NotACounty);
        }
        if self.issuing_codes().any(|code| county_name(code).is_some()) {
            return Err(PlanError::RealCounty);
        }
        if !(1_000..=12_000_000).contains(&self.residents) {
            return Err(PlanError::Residents);
        }
        (1..=24).contains(&self.months).then_some(()).ok_or(PlanError::Months)
    }

    /// The county codes under which identity numbers were given out: the county's own first, then its neighbours' in
    /// the same city, none of which was ever assigned.
    pub(crate) fn issuing_codes(&self) -> impl Iterator<Item = Division> + use<> {
        let own = self.division.county().unwrap_or(0);
        let city = own / 100 * 100;
        (0..99).map(move |step| Division::from_county_number(city + 1 + (own - city - 1 + step) % 99))
    }
}

/// Why a county cannot be written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PlanError {
    /// The division is not a county.
    #[error("a synthetic county needs a six-digit division")]
    NotACounty,
    /// The code, or another of its city under which numbers would be given out, is assigned.
    #[error("this city has assigned county codes: numbers made here could belong to real people")]
    RealCounty,
    /// Too few or too many residents.
    #[error("residents must be within 1,000 to 12,000,000")]
    Residents,
    /// Too few or too many months.
    #[error("months must be within 1 to 24")]
    Months,
}

/// A village or urban community.
#[derive(Clone, Copy, Debug)]
pub(crate) struct VillagePlan {
    /// Its place in the county, from 1.
    pub(crate) number: u32,
    pub(crate) division: Division,
    pub(crate) urban: bool,
    pub(crate) residents: u32,
}

/// The county's places, made once and shared by every village.
pub(crate) struct Places {
    pub(crate) villages: Vec<VillagePlan>,
    pub(crate) list: DivisionList,
}

impl Places {
    /// The name of a division, without the names above it.
    pub(crate) fn name(&self, division: Division) -> &str {
        self.list.name(division).unwrap_or("")
    }

    /// A village other than `from`.
    pub(crate) fn elsewhere(&self, from: Division, chance: &mut Chance) -> Division {
        let place = chance.below(self.villages.len() as u32) as usize;
        let other = self.villages[place].division;
        if other == from { self.villages[(place + 1) % self.villages.len()].division } else { other }
    }
}

const TOWN_FIRST: [&str; 32] = [
    "柳河", "石桥", "青山", "白庙", "高台", "双井", "龙泉", "永安", "太平", "新集", "东岭", "西关", "南湖", "北寨",
    "桃园", "梨树", "黄岗", "红旗", "古城", "兴隆", "大营", "马店", "沙河", "清溪", "凤鸣", "朝阳", "长岭", "三里",
    "五星", "云台", "金沟", "银杏",
];
const TOWN_SECOND: [&str; 20] = [
    "", "铺", "口", "沟", "坪", "湾", "集", "岭", "庄", "店", "坡", "畈", "塘", "垭", "埠", "冲", "洼", "峪", "屯",
    "堡",
];
const VILLAGE_FIRST: [&str; 40] = [
    "王", "李", "张", "刘", "陈", "杨", "赵", "黄", "周", "吴", "徐", "孙", "胡", "朱", "高", "林", "何", "郭", "马",
    "罗", "大", "小", "上", "下", "前", "后", "东", "西", "南", "北", "新", "老", "红", "青", "白", "黑", "双", "三",
    "五", "七",
];
const VILLAGE_SECOND: [&str; 30] = [
    "家庄", "家湾", "家沟", "楼", "桥", "店", "坡", "塘", "井", "庙", "寨", "岗", "河", "泉", "树", "岭", "屯", "营",
    "坝", "冲", "畈", "家坪", "堰", "圩", "埠", "窑", "台", "洼", "石", "林",
];

/// Lays out towns and villages; names never repeat among siblings, and a town is never named like another.
pub(crate) fn places(plan: &CountyPlan) -> Places {
    let mut chance = Chance::new(plan.seed, 0, Subject::Places);
    let count = (f64::from(plan.residents) / known::VILLAGE_RESIDENTS.value).round().max(4.0) as usize;
    let towns = (count as f64 / known::TOWN_VILLAGES.value).round().clamp(2.0, 640.0) as usize;
    let mut weights: Vec<f64> = (0..count).map(|_| (1.0 + 0.35 * chance.bell()).max(0.3)).collect();
    let total: f64 = weights.iter().sum();
    weights.iter_mut().for_each(|weight| *weight *= f64::from(plan.residents) / total);

    let mut names = vec![(plan.division, "兜底县".to_owned())];
    let mut villages = Vec::with_capacity(count);
    let (offset, mut rural_left) = (chance.below(640), known::RURAL_SHARE.value * f64::from(plan.residents));
    for town in 0..towns {
        // The first places are villages until the rural share is used up; the rest are communities, of towns first and
        // then of streets.
        let range = count * town / towns..count * (town + 1) / towns;
        let urban = rural_left <= weights[range.start] * 0.5;
        let code = plan.division.child(town as u32 + 1).expect("fewer than 999 towns");
        names.push((code, town_name(offset + town as u32 * 7, urban)));
        let start = chance.below(1_200);
        for (place, index) in range.enumerate() {
            let urban = rural_left <= weights[index] * 0.5;
            let division = code.child(place as u32 + 1).expect("fewer than 999 villages in a town");
            names.push((division, village_name(start + place as u32 * 7, urban)));
            rural_left -= if urban { 0.0 } else { weights[index] };
            villages.push(VillagePlan {
                number: index as u32 + 1,
                division,
                urban,
                residents: weights[index].round().max(20.0) as u32,
            });
        }
    }
    Places { villages, list: DivisionList::new(Date::constant(plan.month_at(0).year(), 1, 1), names) }
}

fn town_name(number: u32, urban: bool) -> String {
    let (first, second) = (number % 32, number / 32 % 20);
    let kind = if urban {
        "街道"
    } else if number % 9 == 4 {
        "乡"
    } else {
        "镇"
    };
    format!("{}{}{kind}", TOWN_FIRST[first as usize], TOWN_SECOND[second as usize])
}

fn village_name(number: u32, urban: bool) -> String {
    let (first, second) = (number % 40, number / 40 % 30);
    format!("{}{}{}", VILLAGE_FIRST[first as usize], VILLAGE_SECOND[second as usize], if urban { "社区" } else { "村" })
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    fn plan(residents: u32) -> CountyPlan {
        CountyPlan::new("419901".parse().unwrap(), residents, "2026-09".parse().unwrap(), 1)
    }

    #[test]
    fn every_place_is_found_again_by_its_name_within_its_parent() {
        for residents in [3_000, 300_000, 10_000_000] {
            let places = places(&plan(residents));
            let county = places.list.iter().next().unwrap().0;
            for (division, name) in places.list.iter().skip(1) {
                let parent = division.parent().unwrap();
                if parent == county || residents < 1_000_000 {
                    assert_eq!(places.list.named_in(parent, name), Some(division), "{name}");
                }
            }
        }
    }

    #[test]
    fn residents_add_up_and_about_a_third_live_in_villages() {
        let places = places(&plan(300_000));
        let of = |urban| places.villages.iter().filter(|v| v.urban == urban).map(|v| v.residents).sum::<u32>() as f64;
        assert!((of(true) + of(false) - 300_000.0).abs() < 300.0);
        assert!((of(false) / 300_000.0 - known::RURAL_SHARE.value).abs() < 0.04, "{}", of(false));
        let codes: BTreeSet<_> = places.villages.iter().map(|v| v.division).collect();
        assert_eq!(codes.len(), places.villages.len());
    }

    #[test]
    fn a_county_with_real_neighbours_is_refused() {
        let real = CountyPlan { division: "410199".parse().unwrap(), ..plan(3_000) };
        assert_eq!(real.check(), Err(PlanError::RealCounty));
        assert_eq!(plan(3_000).check(), Ok(()));
        assert_eq!(
            CountyPlan { division: "419901001".parse().unwrap(), ..plan(3_000) }.check(),
            Err(PlanError::NotACounty)
        );
    }
}
