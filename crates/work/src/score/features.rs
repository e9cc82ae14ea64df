//! Questions about a household, each with a handful of answers from the lightest to the gravest, and *not known* last.
//!
//! What is kept beside a matter names a feature and the place of an answer: under a name the answers never change. A question
//! with other answers gets another name.

use super::homes::{Home, Person, any};

/// A question. Its answers stand from the lightest to the gravest; points never fall along them.
pub struct Feature {
    /// `income_to_line`
    pub name: &'static str,
    /// In Chinese and English.
    pub label: [&'static str; 2],
    /// The answers that are known, the lightest first.
    pub answers: &'static [[&'static str; 2]],
    /// The place of the answer among them; none where it is not known.
    answer: fn(&Home) -> Option<u8>,
}

/// A household's answers by feature; *not known* is the place after the last.
pub type Answers = Vec<u8>;

impl Feature {
    /// How many answers there are, *not known* included.
    pub fn len(&self) -> usize {
        self.answers.len() + 1
    }

    /// There is always *not known*.
    pub fn is_empty(&self) -> bool {
        false
    }

    /// By name.
    pub fn named(name: &str) -> Option<&'static Self> {
        FEATURES.iter().find(|feature| feature.name == name)
    }

    /// The words of an answer.
    pub fn words(&self, answer: u8) -> [&'static str; 2] {
        self.answers.get(usize::from(answer)).copied().unwrap_or(["不详", "not known"])
    }

    /// A household's answer.
    pub fn of(&self, home: &Home) -> u8 {
        (self.answer)(home).unwrap_or(self.answers.len() as u8)
    }
}

impl Home {
    /// Its answers to all questions.
    pub fn answers(&self) -> Answers {
        FEATURES.iter().map(|feature| feature.of(self)).collect()
    }
}

/// The answers of what members are or are not.
const SOME: &[[&str; 2]] = &[["没有", "none"], ["有", "some"], ["本月新有", "some, new this month"]];

/// All questions. A category of people is no risk: no class, no register, no sex, no place is asked for.
pub static FEATURES: &[Feature] = &[
    Feature {
        name: "income_to_line",
        label: ["人均收入与低保标准之比", "income a head against the dibao standard"],
        answers: &[
            ["三倍以上", "three times and more"],
            ["两倍至三倍", "two to three times"],
            ["一倍半至两倍", "one and a half to two times"],
            ["一倍二至一倍半", "1.2 to 1.5 times"],
            ["一倍至一倍二", "1 to 1.2 times"],
            ["低于标准", "below it"],
            ["低于标准的一半", "below half of it"],
        ],
        answer: |home| Some(falling(home.income?, &[300, 200, 150, 120, 100, 50])),
    },
    Feature {
        name: "left_to_live_on",
        label: [
            "扣除医疗、教育、康复支出后与低保标准之比",
            "what illness, school and rehabilitation leave, against the standard",
        ],
        answers: &[
            ["三倍以上", "three times and more"],
            ["两倍至三倍", "two to three times"],
            ["一倍半至两倍", "one and a half to two times"],
            ["一倍至一倍半", "1 to 1.5 times"],
            ["低于标准", "below it"],
            ["入不敷出", "less than nothing"],
        ],
        answer: |home| {
            let left = home.earned? - costs(&home.members)? / 12;
            Some(falling(left * 100 / home.line?, &[300, 200, 150, 100, 0]))
        },
    },
    Feature {
        name: "costs_risen",
        label: [
            "医疗、教育、康复年支出比上月多",
            "a year's costs of illness, school and rehabilitation, more than a month ago",
        ],
        answers: &[
            ["不足3000元", "by less than 3,000 yuan"],
            ["3000元以上", "by 3,000 yuan and more"],
            ["15000元以上", "by 15,000 yuan and more"],
            ["40000元以上", "by 40,000 yuan and more"],
        ],
        answer: |home| {
            let then = met(&home.members, &home.before)?;
            let risen = costs(then.iter().map(|(now, _)| *now))? - costs(then.iter().map(|(_, before)| *before))?;
            Some(rising(risen, &[300_000, 1_500_000, 4_000_000]))
        },
    },
    Feature {
        name: "wages",
        label: ["工资性收入与上月相比", "wages against a month ago"],
        answers: &[
            ["未减少两成", "not fallen by a fifth"],
            ["减少两成以上", "fallen by a fifth and more"],
            ["减少一半以上", "fallen by half and more"],
            ["没有了", "gone"],
        ],
        answer: |home| {
            let then = met(&home.members, &home.before)?;
            let sum = |of: &dyn Fn(&(&Person, &Person)) -> Option<i64>| then.iter().map(of).sum::<Option<i64>>();
            let (now, before) = (sum(&|(now, _)| now.wage)?, sum(&|(_, before)| before.wage)?);
            Some(match () {
                () if now * 5 > before * 4 || before == 0 => 0,
                () if now * 2 > before => 1,
                () if now > 0 => 2,
                () => 3,
            })
        },
    },
    Feature {
        name: "earnings_over_months",
        label: ["工资和经营收入与三个月前相比", "wages and business against three months ago"],
        answers: &[
            ["未减少一成", "not fallen by a tenth"],
            ["减少一成以上", "fallen by a tenth and more"],
            ["减少四分之一以上", "fallen by a quarter and more"],
            ["减少一半以上", "fallen by half and more"],
        ],
        answer: |home| {
            let pairs = met(&home.members, &home.earlier)?;
            let sum = |of: &mut dyn Iterator<Item = &Person>| of.map(earnings).sum::<Option<i64>>();
            let now = sum(&mut pairs.iter().map(|(now, _)| *now))?;
            let then = sum(&mut pairs.iter().map(|(_, then)| *then))?;
            Some(if then <= 0 { 0 } else { falling(now * 100 / then, &[91, 76, 51]) })
        },
    },
    Feature {
        name: "without_first_earner",
        label: [
            "最高一份劳动收入没有了时，人均收入与低保标准之比",
            "income against the standard, were the largest earnings gone",
        ],
        answers: &[
            ["两倍以上", "twice and more"],
            ["一倍半至两倍", "one and a half to two times"],
            ["一倍至一倍半", "1 to 1.5 times"],
            ["低于标准", "below it"],
            ["低于标准的一半", "below half of it"],
        ],
        answer: |home| {
            let earnings: Option<Vec<i64>> = home.members.iter().map(earnings).collect();
            let left = home.earned? - earnings?.into_iter().max()?.max(0);
            Some(falling(left * 100 / home.line?, &[200, 150, 100, 50]))
        },
    },
    Feature {
        name: "unemployed",
        label: ["登记失业的成员", "members registered as unemployed"],
        answers: SOME,
        answer: |home| anew(home, &|person: &Person| person.unemployed),
    },
    Feature {
        name: "oldest",
        label: ["最年长成员的年龄", "age of the oldest member"],
        answers: &[
            ["未满40岁", "under 40"],
            ["40至59岁", "40 to 59"],
            ["60至74岁", "60 to 74"],
            ["75岁以上", "75 and over"],
        ],
        answer: |home| {
            let ages: Option<Vec<i16>> = home.members.iter().map(|person| person.age).collect();
            Some(rising(ages?.into_iter().max()?.into(), &[40, 60, 75]))
        },
    },
    Feature {
        name: "struck_lately",
        label: [
            "三个月来新发生的失业、重病、重残、断保、服刑、失踪",
            "work lost, illness, severe disability, insurance lapsed, prison or missing, new within three months",
        ],
        answers: &[["没有", "none"], ["一项", "one"], ["两项以上", "two and more"]],
        answer: struck_lately,
    },
    Feature {
        name: "earners",
        label: ["就业的成员", "members in work"],
        answers: &[["两人以上", "two and more"], ["一人", "one"], ["没有", "none"]],
        answer: |home| {
            let known: Option<Vec<bool>> = home.members.iter().map(|person| person.employed).collect();
            Some(2 - known?.into_iter().filter(|employed| *employed).count().min(2) as u8)
        },
    },
    Feature {
        name: "dependants",
        label: ["未满16岁、年满60岁和重度残疾的成员", "members under 16, of 60 and over, or severely disabled"],
        answers: &[
            ["不足三分之一", "less than a third"],
            ["三分之一以上", "a third and more"],
            ["三分之二以上", "two thirds and more"],
            ["全部", "all"],
        ],
        answer: |home| {
            let depends = |person: &Person| {
                let aged = person.age.map(|age| !(16..60).contains(&age));
                any([aged, severe(person)])
            };
            let known: Option<Vec<bool>> = home.members.iter().map(depends).collect();
            let (all, of) = (home.members.len(), known?.into_iter().filter(|depends| *depends).count());
            (all > 0).then(|| rising((of * 6 / all) as i64, &[2, 4, 6]))
        },
    },
    Feature {
        name: "severe_disability",
        label: ["重度残疾的成员", "severely disabled members"],
        answers: SOME,
        answer: |home| anew(home, &severe),
    },
    Feature {
        name: "serious_illness",
        label: ["患重特大疾病的成员", "seriously ill members"],
        answers: SOME,
        answer: |home| anew(home, &|person: &Person| person.ill),
    },
    Feature {
        name: "uninsured",
        label: ["未参加医保的成员", "members without medical insurance"],
        answers: SOME,
        answer: |home| anew(home, &|person: &Person| person.insured.map(|insured| !insured)),
    },
    Feature {
        name: "away",
        label: ["服刑或者失踪的成员", "members in prison or missing"],
        answers: SOME,
        answer: |home| anew(home, &|person: &Person| person.away),
    },
    Feature {
        name: "savings",
        label: ["金融资产够按低保标准生活的月数", "months that savings last at the standard"],
        answers: &[
            ["24个月以上", "24 and more"],
            ["12至24个月", "12 to 24"],
            ["3至12个月", "3 to 12"],
            ["不足3个月", "less than 3"],
        ],
        answer: |home| Some(falling(home.savings? / home.line?, &[24, 12, 3])),
    },
    Feature {
        name: "possessions",
        label: ["第二套住房、非居住用房、机动车或者企业", "a second dwelling, other property, a car or a company"],
        answers: &[["有", "some"], ["没有", "none"]],
        answer: |home| home.owns.map(|owns| u8::from(!owns)),
    },
    Feature {
        name: "house",
        label: ["房屋安全等级", "grade of the house's safety"],
        answers: &[["A、B级", "A or B"], ["C级", "C"], ["D级", "D"]],
        answer: |home| Some(home.house?.saturating_sub(1)),
    },
];

/// The place of a value among limits that fall: 0 at the first limit and above.
fn falling(value: i64, limits: &[i64]) -> u8 {
    limits.iter().filter(|limit| value < **limit).count() as u8
}

/// The place of a value among limits that rise: 0 below the first.
fn rising(value: i64, limits: &[i64]) -> u8 {
    limits.iter().filter(|limit| value >= **limit).count() as u8
}

fn costs<'p>(people: impl IntoIterator<Item = &'p Person>) -> Option<i64> {
    people.into_iter().map(|person| person.costs).sum()
}

/// Fen a month of work.
fn earnings(person: &Person) -> Option<i64> {
    Some(person.wage? + person.business?)
}

/// Those who were known then, with what was known then; none where nobody was.
fn met<'p>(members: &'p [Person], then: &'p [Option<Person>]) -> Option<Vec<(&'p Person, &'p Person)>> {
    let pairs: Vec<_> = members.iter().zip(then).filter_map(|(now, it)| Some((now, it.as_ref()?))).collect();
    (!pairs.is_empty()).then_some(pairs)
}

/// What befalls a member: as somebody is, true or false, or not known.
const BLOWS: [fn(&Person) -> Option<bool>; 5] = [
    |person| person.employed.map(|employed| !employed),
    |person| person.ill,
    severe,
    |person| person.insured.map(|insured| !insured),
    |person| person.away,
];

fn struck_lately(home: &Home) -> Option<u8> {
    let pairs = met(&home.members, &home.earlier)?;
    let new = |(now, then): &(&Person, &Person)| {
        BLOWS.iter().filter(|is| is(now) == Some(true) && is(then) == Some(false)).count()
    };
    Some(pairs.iter().map(new).sum::<usize>().min(2) as u8)
}

fn severe(person: &Person) -> Option<bool> {
    person.disability.map(|grade| matches!(grade, 1 | 2))
}

/// 0 nobody, 1 somebody, 2 somebody who was known not to be a month ago.
fn anew(home: &Home, is: &dyn Fn(&Person) -> Option<bool>) -> Option<u8> {
    let some = any(home.members.iter().map(is))?;
    let new = |(now, before): (&Person, &Option<Person>)| {
        is(now) == Some(true) && before.as_ref().and_then(is) == Some(false)
    };
    Some(u8::from(some) + u8::from(home.members.iter().zip(&home.before).any(new)))
}
