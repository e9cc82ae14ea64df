//! Two months' stocks, and one cause for each difference.

use super::super::change::Kind;
use doudi_journal::access::Area;
use std::collections::{BTreeMap, BTreeSet};

/// Households, persons and money together.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Sum {
    /// Households.
    pub households: i64,
    /// Persons.
    pub persons: i64,
    /// Fen a month, of the amounts that are set.
    pub fen: i64,
}

impl std::ops::AddAssign for Sum {
    fn add_assign(&mut self, other: Self) {
        self.households += other.households;
        self.persons += other.persons;
        self.fen += other.fen;
    }
}

/// Why a stock is otherwise than a month ago.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Cause {
    /// 期初: the first stock that the register was given.
    Opening,
    /// 新增
    New,
    /// 跨类转入: from another programme.
    TransferIn,
    /// 迁入: from outside the area, helped as before.
    MovedIn,
    /// 分户: a household more, no person more.
    Split,
    /// 增员、增发: a household that stays has more persons or more money.
    Grown,
    /// 减员、减发
    Shrunk,
    /// 并户: a household less, no person less.
    Merged,
    /// 迁出
    MovedOut,
    /// 跨类转出
    TransferOut,
    /// 停发
    Stopped,
}

/// What is otherwise with one household, for one cause.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// Which household.
    pub household: i64,
    /// Where.
    pub division: u64,
    /// By which programme.
    pub programme: String,
    /// Why.
    pub cause: Cause,
    /// By how much; negative for less.
    pub by: Sum,
    /// The persons who came or went.
    pub persons: Vec<i64>,
}

/// A row of the stock as the comparison needs it.
pub(super) struct Row {
    pub(super) household: i64,
    pub(super) programme: String,
    pub(super) person: i64,
    pub(super) division: u64,
    pub(super) amount_fen: Option<i64>,
    pub(super) came_from: Option<u64>,
    pub(super) went_to: Option<u64>,
    pub(super) opening: bool,
}

/// A file that follows on another.
pub(super) struct Link {
    pub(super) old: i64,
    pub(super) new: i64,
    pub(super) kind: Kind,
}

/// The stock of one programme: households with their row, persons with theirs.
#[derive(Default)]
pub(super) struct Stock<'r> {
    pub(super) households: BTreeMap<i64, &'r Row>,
    pub(super) persons: BTreeMap<i64, &'r Row>,
}

impl<'r> Stock<'r> {
    pub(super) fn sum(&self) -> Sum {
        let fen = self.households.values().filter_map(|row| row.amount_fen).sum();
        Sum { households: self.households.len() as i64, persons: self.persons.len() as i64, fen }
    }
}

/// The stocks of all programmes.
pub(super) fn stocks<'r>(rows: impl Iterator<Item = &'r Row>) -> BTreeMap<&'r str, Stock<'r>> {
    let mut stocks: BTreeMap<&str, Stock<'r>> = BTreeMap::new();
    for row in rows {
        let stock = stocks.entry(&row.programme).or_default();
        match row.person {
            0 => stock.households.insert(row.household, row),
            person => stock.persons.insert(person, row),
        };
    }
    stocks
}

/// One programme before and after, beside all others.
pub(super) struct Comparison<'c, 'r> {
    pub(super) area: Area,
    pub(super) programme: &'r str,
    pub(super) before: &'c BTreeMap<&'r str, Stock<'r>>,
    pub(super) after: &'c BTreeMap<&'r str, Stock<'r>>,
    pub(super) links: &'c [Link],
}

/// Every difference with its cause, and how many files went on under a new number (停旧建新).
pub(super) struct Found {
    pub(super) changes: Vec<Change>,
    pub(super) continued: i64,
}

type Changes = BTreeMap<(i64, Cause), Change>;

impl<'c, 'r> Comparison<'c, 'r> {
    pub(super) fn found(&self) -> Found {
        let none = Stock::default();
        let before = self.before.get(self.programme).unwrap_or(&none);
        let after = self.after.get(self.programme).unwrap_or(&none);
        let mut changes = Changes::new();
        let mut causes = BTreeMap::new();
        let continued = self.continued(before, after);
        for (new, old) in &continued {
            self.money(&mut changes, before.households[old], after.households[new]);
        }
        let followed: BTreeSet<i64> = continued.values().copied().collect();
        for (household, row) in &after.households {
            match before.households.get(household) {
                Some(old) => self.money(&mut changes, old, row),
                None if continued.contains_key(household) => {}
                None => {
                    let cause = self.came(row, before);
                    causes.insert(*household, cause);
                    self.note(&mut changes, row, cause, 1, row.amount_fen.unwrap_or(0));
                }
            }
        }
        for (household, row) in &before.households {
            if !after.households.contains_key(household) && !followed.contains(household) {
                let cause = self.went(row, after);
                causes.insert(*household, cause);
                self.note(&mut changes, row, cause, -1, -row.amount_fen.unwrap_or(0));
            }
        }
        self.persons(&mut changes, &causes, before, after);
        Found { changes: changes.into_values().collect(), continued: continued.len() as i64 }
    }

    /// New files that carry on what an old one had, each with it.
    fn continued(&self, before: &Stock<'r>, after: &Stock<'r>) -> BTreeMap<i64, i64> {
        let fresh = after.households.keys().filter(|file| !before.households.contains_key(file));
        let went_on = |file: &i64| {
            let old = self.back(*file, before, &|kind| kind == Kind::Continued)?;
            (!after.households.contains_key(&old)).then_some((*file, old))
        };
        fresh.filter_map(went_on).collect()
    }

    /// The file of the earlier stock from which another has come, through files that began and ended in between.
    fn back(&self, file: i64, before: &Stock<'_>, by: &dyn Fn(Kind) -> bool) -> Option<i64> {
        let mut olds = self.links.iter().filter(|link| link.new == file && by(link.kind));
        olds.find_map(|link| match before.households.contains_key(&link.old) {
            true => Some(link.old),
            // A file that is made has a higher number than the one that it comes from: the way back ends.
            false => self.back(link.old, before, by),
        })
    }

    /// Whether a file has gone on in one of the later stock.
    fn forth(&self, file: i64, after: &Stock<'_>) -> bool {
        let (mut ahead, mut seen) = (vec![file], BTreeSet::new());
        while let Some(file) = ahead.pop() {
            let news = self.links.iter().filter(|link| link.old == file && link.kind != Kind::Split);
            for new in news.map(|link| link.new) {
                if after.households.contains_key(&new) {
                    return true;
                }
                if seen.insert(new) {
                    ahead.push(new);
                }
            }
        }
        false
    }

    fn came(&self, row: &Row, before: &Stock<'_>) -> Cause {
        if self.outside(row.came_from) {
            Cause::MovedIn
        } else if self.back(row.household, before, &|kind| kind != Kind::Merged).is_some() {
            Cause::Split
        } else if self.elsewhere(self.before, self.after, |stock| stock.households.contains_key(&row.household)) {
            Cause::TransferIn
        } else if row.opening {
            Cause::Opening
        } else {
            Cause::New
        }
    }

    fn went(&self, row: &Row, after: &Stock<'_>) -> Cause {
        if self.outside(row.went_to) {
            Cause::MovedOut
        } else if self.forth(row.household, after) {
            Cause::Merged
        } else if self.elsewhere(self.after, self.before, |stock| stock.households.contains_key(&row.household)) {
            Cause::TransferOut
        } else {
            Cause::Stopped
        }
    }

    fn outside(&self, division: Option<u64>) -> bool {
        division.is_some_and(|division| !(self.area.first()..=self.area.last()).contains(&division))
    }

    /// Whether another programme has it in one stock and not in the other.
    fn elsewhere(
        &self,
        there: &BTreeMap<&str, Stock<'_>>,
        not_there: &BTreeMap<&str, Stock<'_>>,
        has: impl Fn(&Stock<'_>) -> bool,
    ) -> bool {
        let mut others = there.iter().filter(|(programme, stock)| **programme != self.programme && has(stock));
        others.any(|(programme, _)| !not_there.get(programme).is_some_and(&has))
    }

    fn persons(&self, changes: &mut Changes, causes: &BTreeMap<i64, Cause>, before: &Stock<'r>, after: &Stock<'r>) {
        for (person, row) in after.persons.iter().filter(|(person, _)| !before.persons.contains_key(person)) {
            let other = || self.elsewhere(self.before, self.after, |stock| stock.persons.contains_key(person));
            let cause = match causes.get(&row.household) {
                _ if self.outside(row.came_from) => Cause::MovedIn,
                _ if other() => Cause::TransferIn,
                Some(Cause::Split) | None => Cause::Grown,
                Some(cause) => *cause,
            };
            self.person(changes, row, cause, 1);
        }
        for (person, row) in before.persons.iter().filter(|(person, _)| !after.persons.contains_key(person)) {
            let other = || self.elsewhere(self.after, self.before, |stock| stock.persons.contains_key(person));
            let cause = match causes.get(&row.household) {
                _ if self.outside(row.went_to) => Cause::MovedOut,
                _ if other() => Cause::TransferOut,
                Some(Cause::Merged) | None => Cause::Shrunk,
                Some(cause) => *cause,
            };
            self.person(changes, row, cause, -1);
        }
    }

    fn person(&self, changes: &mut Changes, row: &Row, cause: Cause, by: i64) {
        let change = self.change(changes, row, cause);
        change.by.persons += by;
        change.persons.push(row.person);
    }

    fn money(&self, changes: &mut Changes, before: &Row, after: &Row) {
        let fen = after.amount_fen.unwrap_or(0) - before.amount_fen.unwrap_or(0);
        if fen != 0 {
            self.note(changes, after, if fen > 0 { Cause::Grown } else { Cause::Shrunk }, 0, fen);
        }
    }

    fn note(&self, changes: &mut Changes, row: &Row, cause: Cause, households: i64, fen: i64) {
        let change = self.change(changes, row, cause);
        change.by.households += households;
        change.by.fen += fen;
    }

    fn change<'m>(&self, changes: &'m mut Changes, row: &Row, cause: Cause) -> &'m mut Change {
        changes.entry((row.household, cause)).or_insert_with(|| Change {
            household: row.household,
            division: row.division,
            programme: self.programme.to_owned(),
            cause,
            by: Sum::default(),
            persons: Vec::new(),
        })
    }
}
