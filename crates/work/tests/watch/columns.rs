//! Asking again after facts changed, against asking everybody from the start.

use crate::assess::{july, pack};
use doudi_rules::{
    book::{Book, FactId, Value},
    oracle::{Household, population, random::Households},
};
use doudi_work::watch::{Changed, Columns, Counted, Found};
use proptest::prelude::*;
use std::{collections::BTreeSet, sync::LazyLock};

static BOOK: LazyLock<Book> = LazyLock::new(|| pack().book().unwrap());
const DIVISION: &str = "419901";

fn asked(households: &[Household]) -> Columns<'static> {
    Columns::new(&BOOK, DIVISION, july(), population(&BOOK, households)).unwrap()
}

/// Some rows of households change to what the same rows of other households hold, or become unknown.
fn changes(some: &mut [Household], others: &[Household], picked: &[(usize, usize, u32, bool)]) -> Vec<Changed> {
    let facts: Vec<FactId> = (2..BOOK.facts.len() as u32).map(FactId).collect();
    let mut changed = Vec::new();
    for (household, fact, row, known) in picked {
        let (household, fact) = (household % some.len(), facts[fact % facts.len()]);
        let rows = some[household].rows(BOOK.facts[fact.index()].entity);
        if rows == 0 {
            continue;
        }
        let row = row % rows;
        let other = others[household].facts.get(&fact).and_then(|values| *values.get(row as usize)?);
        let value: Option<Value> = other.filter(|_| *known);
        some[household].state(&BOOK, fact, row, value);
        changed.push(Changed { household: household as u32, row, fact, value });
    }
    changed
}

fn sum(a: &[Counted], b: &[Counted], sign: isize) -> Vec<Counted> {
    let one = |a: usize, b: usize| a.checked_add_signed(sign * b as isize).unwrap();
    let each = a.iter().zip(b).map(|(a, b)| Counted {
        raised: one(a.raised, b.raised),
        quiet: one(a.quiet, b.quiet),
        unknown: one(a.unknown, b.unknown),
    });
    each.collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]
    #[test]
    fn the_earlier_answers_with_those_of_the_touched_households_replaced_are_the_answers_of_the_whole(
        seed in any::<u64>(),
        picked in prop::collection::vec((0..40usize, 0..500usize, 0..6u32, any::<bool>()), 0..120),
        more in prop::collection::vec((0..40usize, 0..500usize, 0..6u32, any::<bool>()), 0..20),
    ) {
        let mut some: Vec<Household> = Households::new(&BOOK, seed).take(40).collect();
        let others: Vec<Household> = Households::new(&BOOK, !seed).take(40).collect();
        let mut columns = asked(&some);
        for picked in [picked, more] {
            let before = columns.all().unwrap();
            let changed = changes(&mut some, &others, &picked);
            let touched: BTreeSet<u32> = changed.iter().map(|it| it.household).collect();
            let of_touched = columns.some(&touched).unwrap();
            let again = columns.again(&changed).unwrap();
            let rest = before.raised.iter().filter(|it| !touched.contains(&it.household)).chain(&again.raised);
            let mut raised: Vec<_> = rest.copied().collect();
            raised.sort_unstable();
            let counted = sum(&sum(&before.counted, &of_touched.counted, -1), &again.counted, 1);
            let replaced = Found { raised, counted };
            prop_assert_eq!(&replaced, &columns.all().unwrap());
            prop_assert_eq!(&replaced, &asked(&some).all().unwrap());
        }
    }
}
