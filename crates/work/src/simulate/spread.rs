//! How incomes spread: Gini, Foster–Greer–Thorbecke, the poverty gap, who wins and who loses.

use super::{
    effect::Side,
    exact::{Exact, whole},
};
use std::collections::BTreeMap;

/// Measures of income per head, every person counted with his household's.
#[derive(Clone, Debug, PartialEq)]
pub struct Spread {
    /// Persons whose household's income and line are known.
    pub persons: u64,
    /// Persons left out because they are not.
    pub unknown: u64,
    /// The Gini coefficient.
    pub gini: Exact,
    /// Foster–Greer–Thorbecke of order 0, 1, 2: the share of the poor, their mean gap, its mean square, in lines.
    pub fgt: [Exact; 3],
    /// What would lift all to the line, fen a year.
    pub gap_fen: Exact,
}

/// A household's income a head: fen a year, its line, how many members.
struct Head {
    income: Exact,
    line: Exact,
    members: u64,
}

fn heads(sides: &[[Side; 2]], which: usize) -> Vec<Head> {
    let of_side = |side: &Side| {
        let one = |household: usize| {
            let members = u64::from(side.members[household]);
            let (Some(income), Some(line)) = (&side.incomes[household], &side.lines[household]) else { return None };
            let income =
                (income + whole(side.benefit_fen(household))) / whole(i64::from(side.members[household].max(1)));
            (members > 0).then(|| Head { income, line: line.clone(), members })
        };
        (0..side.members.len()).filter_map(one).collect::<Vec<_>>()
    };
    sides.iter().flat_map(|both| of_side(&both[which])).collect()
}

/// Measures the law as it is (0) or as it would be (1).
pub fn spread(sides: &[[Side; 2]], which: usize) -> Spread {
    let mut heads = heads(sides, which);
    heads.sort_by(|a, b| a.income.cmp(&b.income));
    let everybody: u64 = sides.iter().flat_map(|both| &both[which].members).map(|members| u64::from(*members)).sum();
    let persons: u64 = heads.iter().map(|head| head.members).sum();
    let of_all = |sum: Exact| if persons == 0 { whole(0) } else { sum / whole(persons as i64) };
    let (mut gini, mut total, mut before) = (whole(0), whole(0), 0i64);
    let mut poor = (0u64, whole(0));
    // Gaps by line: few lines, so that denominators stay small.
    let mut gaps: BTreeMap<Exact, [Exact; 2]> = BTreeMap::new();
    for head in &heads {
        let members = head.members as i64;
        let sum = &head.income * whole(members);
        // Σ|x−y| over all pairs is Σ x·(below − above), a person at a time.
        gini += &sum * whole(2 * before + members - persons as i64);
        total += sum;
        before += members;
        if head.income < head.line {
            let gap = &head.line - &head.income;
            let kept = gaps.entry(head.line.clone()).or_insert_with(|| [whole(0), whole(0)]);
            poor.0 += head.members;
            poor.1 += &gap * whole(members);
            kept[0] += &gap * whole(members);
            kept[1] += &gap * &gap * whole(members);
        }
    }
    let zero = whole(0);
    let depth = gaps.iter().filter(|(line, _)| **line > zero);
    let (mut first, mut second) = (whole(0), whole(0));
    for (line, [gap, square]) in depth {
        first += gap / line;
        second += square / (line * line);
    }
    let gini = if total > zero { gini / (total * whole(persons as i64)) } else { zero };
    let fgt = [of_all(whole(poor.0 as i64)), of_all(first), of_all(second)];
    Spread { persons, unknown: everybody - persons, gini, fgt, gap_fen: poor.1 }
}

/// A tenth of the people by income a head under the law as it is.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Decile {
    /// Persons.
    pub persons: u64,
    /// Persons of households that win, and that lose.
    pub winners: u64,
    /// Persons of households that lose.
    pub losers: u64,
    /// By how much together, fen a year.
    pub change_fen: i64,
}

impl Decile {
    /// Fen a year and head.
    pub fn change_a_head(&self) -> Exact {
        if self.persons == 0 { whole(0) } else { whole(self.change_fen) / whole(self.persons as i64) }
    }
}

/// Winners and losers by tenth, poorest first. A household lies where its first member does.
pub fn deciles(sides: &[[Side; 2]]) -> Vec<Decile> {
    let mut ranked = Vec::new();
    for [was, is] in sides {
        for household in 0..was.members.len() {
            let members = was.members[household];
            let (Some(income), true) = (&was.incomes[household], members > 0) else { continue };
            let fen = [was, is].map(|side| side.benefit_fen(household));
            let a_head = (income + whole(fen[0])) / whole(members.into());
            ranked.push((a_head, u64::from(members), fen[1] - fen[0]));
        }
    }
    ranked.sort();
    let total: u64 = ranked.iter().map(|(_, members, _)| members).sum();
    let mut deciles = vec![Decile::default(); 10];
    let mut before = 0u64;
    for (_, members, change) in ranked {
        let decile = &mut deciles[(before * 10 / total.max(1)) as usize];
        before += members;
        decile.persons += members;
        decile.winners += if change > 0 { members } else { 0 };
        decile.losers += if change < 0 { members } else { 0 };
        decile.change_fen += change;
    }
    deciles
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Households of one member each with these incomes in fen a year, and a line of 100.
    fn sides(incomes: &[i64]) -> Vec<[Side; 2]> {
        let side = Side {
            covered: vec![vec![(0, 0); incomes.len()]],
            missing: vec![0],
            members: vec![1; incomes.len()],
            incomes: incomes.iter().map(|income| Some(whole(*income))).collect(),
            lines: vec![Some(whole(100)); incomes.len()],
            reached: Default::default(),
        };
        vec![[side.clone(), side]]
    }

    fn of(top: i64, bottom: i64) -> Exact {
        whole(top) / whole(bottom)
    }

    #[test]
    fn equal_incomes_have_no_spread_and_one_owner_of_all_has_nearly_one() {
        assert_eq!(spread(&sides(&[70, 70, 70]), 0).gini, whole(0));
        assert_eq!(spread(&sides(&[0, 0, 0, 10]), 0).gini, of(3, 4));
        assert_eq!(spread(&sides(&[1, 3]), 0).gini, of(1, 4));
    }

    #[test]
    fn the_poor_are_counted_by_number_depth_and_severity() {
        let spread = spread(&sides(&[50, 80, 100, 200]), 0);
        assert_eq!(spread.fgt, [of(1, 2), of(7, 40), of(29, 400)]);
        assert_eq!(spread.gap_fen, whole(70));
    }

    #[test]
    fn who_gains_is_counted_in_the_tenth_that_he_was_in() {
        let mut sides = sides(&[1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
        sides[0][1].covered[0][0] = (1, 40);
        let deciles = deciles(&sides);
        assert_eq!((deciles[0].winners, deciles[0].change_fen, deciles[9].winners), (1, 40, 0));
    }
}
