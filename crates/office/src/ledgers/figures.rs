//! 月报表: what stood, what came, what went, what stands; in all, and place by place.

use super::{Desk, Leads, Ledger, said};
use crate::{
    OfficeError,
    register::{self, Cause, Movement, Sum},
};
use doudi_journal::access::{Action, Resource};
use doudi_kernel::Money;
use doudi_paper::{
    Value,
    forms::{Figures, FiguresPart, signed},
};
use std::collections::BTreeSet;

/// What came, or what went.
fn moved(movement: &Movement, came: bool) -> Sum {
    let mut sum = Sum::default();
    let own = movement.causes.iter().filter(|(cause, _)| (**cause < Cause::Shrunk) == came);
    own.for_each(|(_, by)| sum += *by);
    sum
}

/// Money, where anybody's amount is set: what nobody has set is an empty box and not a zero.
fn money(movement: &Movement, fen: i64) -> Value {
    let unset = movement.without_amount == movement.after.households && movement.before.fen == 0;
    if unset { Value::Blank } else { Value::Money(Money::from_fen(fen)) }
}

impl Desk<'_> {
    pub(super) fn figures(&self) -> Result<Ledger, OfficeError> {
        let mut all = register::movements(self.bureau, self.who, self.asked.area, self.asked.month)?;
        all.retain(|it| self.of(&it.programme));
        let places = self.places()?;
        let mut parts = vec![self.causes(&all)];
        let mut leads = vec![vec![Leads::Nowhere; parts[0].rows.len()]];
        if places.len() > 1 {
            for movement in &all {
                leads.push(places.iter().map(|(place, _)| Leads::Place(*place)).collect());
                parts.push(self.by_place(movement, &places));
            }
        }
        let checks = all.iter().map(|it| self.check(it)).collect::<Result<Vec<_>, _>>()?;
        let said = checks.iter().map(|(said, _)| said.clone()).collect();
        let figures = Figures { lang: self.lang, place: self.place(), month: self.asked.month, parts, checks: said };
        Ok(Ledger { paper: figures.paper(), leads, checks })
    }

    /// A line each for households, persons and money of a programme; a column for each cause that there was.
    fn causes(&self, all: &[Movement]) -> FiguresPart {
        let lang = self.lang;
        let always = [Cause::New, Cause::Stopped];
        let causes: BTreeSet<Cause> = all.iter().flat_map(|it| it.causes.keys().copied()).chain(always).collect();
        let mut columns = vec![lang.pick("项目", "What"), lang.pick("上月在册", "Last month")];
        columns.extend(causes.iter().map(|cause| said::cause(*cause, lang)));
        columns.push(lang.pick("本月在册", "This month"));
        let sums = |it: &Movement| -> Vec<Sum> {
            let middle = causes.iter().map(|cause| it.causes.get(cause).copied().unwrap_or_default());
            std::iter::once(it.before).chain(middle).chain([it.after]).collect()
        };
        let mut rows = Vec::new();
        for it in all {
            let (name, sums) = (self.programme(&it.programme), sums(it));
            let mut line = |unit: &str, of: &dyn Fn(&Sum) -> Value| {
                rows.push(std::iter::once(format!("{name} {unit}").into()).chain(sums.iter().map(of)).collect());
            };
            line(lang.pick("户数", "households"), &|sum| signed(sum.households));
            line(lang.pick("人数", "persons"), &|sum| signed(sum.persons));
            line(lang.pick("月金额", "yuan a month"), &|sum| money(it, sum.fen));
        }
        FiguresPart {
            heading: String::new(),
            columns: columns.into_iter().map(Into::into).collect(),
            rows,
            total: None,
        }
    }

    /// The places one level below, with their own movements.
    fn places(&self) -> Result<Vec<(u64, Vec<Movement>)>, OfficeError> {
        let scope = self.who.may(Resource::Statistics, Action::Count)?;
        let below = self.bureau.divisions.children(self.asked.area).map(|(place, _)| place);
        let own = below.filter(|place| scope.covers(*place));
        own.map(|place| {
            let told = register::movements(self.bureau, self.who, place, self.asked.month)?;
            Ok((place.number(), told))
        })
        .collect()
    }

    /// One programme place by place. Who moved from one place to another left the one and came to the other.
    fn by_place(&self, whole: &Movement, places: &[(u64, Vec<Movement>)]) -> FiguresPart {
        let lang = self.lang;
        let four = |it: &Movement| [it.before, moved(it, true), moved(it, false), it.after];
        let own =
            |told: &[Movement]| told.iter().find(|it| it.programme == whole.programme).map(four).unwrap_or_default();
        let mut lines: Vec<(String, [Sum; 4])> =
            places.iter().map(|(place, told)| (self.bureau.place(*place), own(told))).collect();
        let mut sums = [Sum::default(); 4];
        lines.iter().for_each(|(_, four)| sums.iter_mut().zip(four).for_each(|(sum, it)| *sum += *it));
        let rest = [less(whole.before, sums[0]), Sum::default(), Sum::default(), less(whole.after, sums[3])];
        if rest != [Sum::default(); 4] {
            lines.push((lang.pick("未归属到下级", "in no place below").into(), rest));
            (sums[0], sums[3]) = (whole.before, whole.after);
        }
        let row = |name: &str, four: &[Sum; 4]| -> Vec<Value> {
            let counts = four.iter().flat_map(|sum| [signed(sum.households), signed(sum.persons)]);
            std::iter::once(name.into()).chain(counts).chain([money(whole, four[3].fen)]).collect()
        };
        let columns = lang.pick(
            ["区划", "上月户", "上月人", "增加户", "增加人", "减少户", "减少人", "本月户", "本月人", "本月金额"],
            [
                "Place",
                "Stood hh.",
                "persons",
                "Came hh.",
                "persons",
                "Went hh.",
                "persons",
                "Stand hh.",
                "persons",
                "Yuan a month",
            ],
        );
        FiguresPart {
            heading: self.programme(&whole.programme),
            columns: columns.map(Into::into).to_vec(),
            rows: lines.iter().map(|(name, four)| row(name, four)).collect(),
            total: Some(row(lang.pick("合计", "Total"), &sums)),
        }
    }

    /// What stood, came and went against what stands, and against the list where the user may list.
    fn check(&self, it: &Movement) -> Result<(String, bool), OfficeError> {
        let (asked, lang) = (self.asked, self.lang);
        let (came, went) = (moved(it, true), moved(it, false));
        let adds = |a: i64, b: i64, c: i64, d: i64| a + b + c == d;
        let mut holds = adds(it.before.households, came.households, went.households, it.after.households)
            && adds(it.before.persons, came.persons, went.persons, it.after.persons)
            && adds(it.before.fen, came.fen, went.fen, it.after.fen);
        let listed = match self.who.may(Resource::Household, Action::List) {
            Ok(_) => {
                Some(register::roster(self.bureau, self.who, asked.area, &it.programme, asked.month)?.len() as i64)
            }
            Err(_) => None,
        };
        holds &= listed.is_none_or(|listed| listed == it.after.households);
        let name = self.programme(&it.programme);
        let (before, after) = (it.before.households, it.after.households);
        let (came, went) = (came.households, -went.households);
        let mut text = lang.pick(
            format!("{name}：上月{before}户，增{came}户，减{went}户，本月{after}户"),
            format!("{name}: {before} households stood, {came} came, {went} went, {after} stand"),
        );
        if let Some(listed) = listed {
            text += &lang.pick(format!("；台账{listed}户"), format!("; the roster has {listed}"));
        }
        if it.continued > 0 {
            text += &lang.pick(
                format!("；停旧建新{}户不计增减", it.continued),
                format!("; {} under a new number count neither way", it.continued),
            );
        }
        if it.without_amount > 0 {
            text += &lang.pick(
                format!("；{}户尚无核定金额", it.without_amount),
                format!("; {} without an amount", it.without_amount),
            );
        }
        text += if holds {
            lang.pick("。相符", ". It agrees")
        } else {
            lang.pick("。不符，请报系统管理员", ". It does not agree: tell the administrator")
        };
        Ok((text, holds))
    }
}

fn less(a: Sum, b: Sum) -> Sum {
    Sum { households: a.households - b.households, persons: a.persons - b.persons, fen: a.fen - b.fen }
}
