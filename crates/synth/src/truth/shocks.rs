//! What struck whom, when, when files can show it, and whether it brought hardship: by the same plain arithmetic as `means`.

use crate::{
    CountyPlan,
    life::{Shock, Standing, Village},
    office::{Column, Dates, Kind, Row, Value, col},
};
use doudi_kernel::Month;

/// The heading line of `shocks.csv`.
pub(crate) const SHOCKS_HEADING: [&str; 9] =
    ["person", "resident_id", "household", "division", "kind", "struck_on", "shown", "over", "hardship"];

/// The columns of `hardship.parquet`.
pub(crate) const HARDSHIP: &[Column] = &[
    col(&["month"], "month", Kind::Month(Dates::Compact)),
    col(&["person"], "person", Kind::Text),
    col(&["resident_id"], "resident_id", Kind::Key),
    col(&["household"], "household", Kind::Text),
    col(&["division"], "division", Kind::Division),
    col(&["below"], "below_dibao_line", Kind::Flag(crate::office::Flags::Yes)),
];

/// A village through the months that are written.
pub(crate) struct Years<'a> {
    plan: &'a CountyPlan,
    village: &'a Village<'a>,
    /// By month and household, whether it is in hardship, and whether by income alone.
    hard: Vec<Vec<(bool, bool)>>,
}

impl<'a> Years<'a> {
    pub(crate) fn of(plan: &'a CountyPlan, village: &'a Village<'a>) -> Self {
        let month = |month: Month| {
            let lived = village.as_lived(month);
            let of = |household| {
                let standing = Standing::of(&lived, household, month);
                (standing.hardship(), standing.below)
            };
            lived.households.iter().map(of).collect()
        };
        Self { plan, village, hard: plan.all_months().map(month).collect() }
    }

    /// The lines of `shocks.csv`.
    pub(crate) fn shocks(&self) -> Vec<[String; 9]> {
        self.village.shocks.iter().map(|shock| self.line(shock)).collect()
    }

    fn line(&self, shock: &Shock) -> [String; 9] {
        let (village, person) = (self.village.place.number, &self.village.people[shock.person as usize]);
        let month = |month: Option<Month>| month.map_or_else(String::new, |month| month.to_string());
        [
            format!("{village:05}-{:05}", shock.person),
            person.id().key().reveal(),
            format!("{village:05}-{:05}", shock.household),
            self.village.registered(person, shock.month()).twelve(),
            shock.kind.name().to_owned(),
            shock.on.to_string(),
            month(self.shown(shock)),
            month(shock.over),
            if self.brought_hardship(shock) { "yes" } else { "no" }.to_owned(),
        ]
    }

    /// The first month whose files can show it: the office that keeps the fact has heard of it, and the household is looked
    /// up. None if that never is within the months written, or the shock is over by then.
    fn shown(&self, shock: &Shock) -> Option<Month> {
        let household = &self.village.households[shock.household as usize];
        let lag = i32::from(shock.lag);
        let told = |month: &Month| shock.lasts(month.plus(-lag)) && household.verified(*month);
        self.plan.all_months().find(told)
    }

    /// In hardship in some month of it, and not in the month before.
    fn brought_hardship(&self, shock: &Shock) -> bool {
        let at = |month: Month| {
            let place = month.since(self.plan.month_at(0));
            let of = self.hard.get(usize::try_from(place).ok()?)?;
            Some(of[shock.household as usize].0)
        };
        let before = at(shock.month().plus(-1)) == Some(true);
        let during = self.plan.all_months().filter(|month| shock.lasts(*month)).any(|month| at(month) == Some(true));
        during && !before
    }

    /// The rows of `hardship.parquet`: whoever lives in a household in hardship, month by month.
    pub(crate) fn hardship(&self) -> Vec<Row> {
        let mut rows = Vec::new();
        for (month, hard) in self.plan.all_months().zip(&self.hard) {
            for ((number, household), (_, below)) in
                (0u32..).zip(&self.village.households).zip(hard).filter(|(_, (hardship, _))| *hardship)
            {
                let members = self.village.members(household).iter().zip(household.kin.first..);
                rows.extend(members.filter(|(person, _)| person.lives(month)).map(|(person, at)| {
                    let village = self.village.place.number;
                    Row {
                        group: number,
                        values: vec![
                            Value::Month(month),
                            Value::text(format!("{village:05}-{at:05}")),
                            Value::Id(person.id()),
                            Value::text(format!("{village:05}-{number:05}")),
                            Value::Division(self.village.registered(person, month)),
                            Value::Flag(*below),
                        ],
                    }
                }));
            }
        }
        rows
    }
}
