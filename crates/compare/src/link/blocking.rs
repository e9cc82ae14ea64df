//! Which pairs are looked at: rules chosen from the data by what they cost and what would be lost without them.
//!
//! A rule costs the pairs that meet under it. What it finds is estimated on imagined pairs of the same person, whose
//! columns agree as training found them to agree, each column by itself. Greedy weighted set cover (Chvátal 1979).

use super::{
    lists::{LEFT, Lists, RIGHT},
    meet::Meetings,
    rule::{Atom, Rule},
    train::{Learned, own_atoms},
};
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;

/// Imagined pairs of the same person.
const IMAGINED: usize = 20_000;
/// Slips go together: a row of which one column is wrong was written in haste. In one of so many imagined pairs each column is
/// drawn twice and the worse one kept.
const CLUMSY: usize = 3;
/// So many pairs are looked at to find one more person.
const PAIRS_WORTH: f64 = 30_000.0;
/// Columns that depend on each other may bring so many times the pairs together that independent ones would.
const DEPENDENCE: f64 = 20.0;
/// Sorting a row for a rule costs about as much as looking at so many pairs.
const ROW_COST: f64 = 2.0;
/// Rules are not made of more atoms.
const MOST_ATOMS: usize = 3;

/// A chosen rule with what was expected of it.
#[derive(Clone, Debug)]
pub(super) struct Chosen {
    pub(super) rule: Rule,
    /// Pairs that meet under it.
    pub(super) pairs: f64,
    /// The share of pairs of the same person that it finds and no earlier rule does.
    pub(super) finds: f64,
}

/// The chosen rules, and the share of pairs of the same person that none of them finds.
#[derive(Clone, Debug)]
pub(super) struct Blocking {
    pub(super) rules: Vec<Chosen>,
    pub(super) loss: f64,
}

pub(super) fn choose(lists: &Lists, atoms: &[Atom], learned: &Learned, seed: u64) -> Blocking {
    let mut open = imagine(lists, atoms, learned, seed);
    let fixed = ROW_COST * (lists.rows(LEFT) + lists.rows(RIGHT)) as f64;
    let worth = |finds: f64| finds * learned.matches * PAIRS_WORTH;
    let mut waiting = candidates(atoms, &Cost::of(lists, atoms, learned));
    let mut rules: Vec<Chosen> = Vec::new();
    // What a rule finds beyond the others can only shrink, so an old promise is an upper limit: a candidate is looked at
    // again only when its promise leads (Minoux 1978).
    while let Some(leads) =
        (0..waiting.len()).max_by(|a, b| waiting[*a].promise(fixed).total_cmp(&waiting[*b].promise(fixed)))
    {
        let finds = open.found(waiting[leads].bits);
        if finds < waiting[leads].finds {
            waiting[leads].finds = finds;
            if worth(finds) <= waiting[leads].pairs + fixed {
                waiting.swap_remove(leads);
            }
            continue;
        }
        let candidate = waiting.swap_remove(leads);
        if worth(finds) <= candidate.pairs + fixed {
            continue;
        }
        let rule = Rule::new(lists, candidate.places.iter().map(|place| atoms[*place]).collect());
        // Columns are not independent: a surname and a village go together. Where it matters the pairs are counted first.
        let sure = worth(finds) > DEPENDENCE * candidate.pairs + fixed;
        let pairs = if sure { candidate.pairs } else { counted(lists, &rule) };
        if worth(finds) > pairs + fixed {
            open.close(candidate.bits);
            rules.push(Chosen { rule, pairs, finds });
        }
    }
    Blocking { rules, loss: open.share() }
}

/// Imagined pairs of the same person that no rule has found yet: which atoms agree, and how many pairs are alike in that.
struct Open {
    pairs: Vec<(u128, u32)>,
}

impl Open {
    fn found(&self, bits: u128) -> f64 {
        let found = self.pairs.iter().filter(|pair| pair.0 & bits == bits);
        f64::from(found.map(|pair| pair.1).sum::<u32>()) / IMAGINED as f64
    }

    fn close(&mut self, bits: u128) {
        self.pairs.retain(|pair| pair.0 & bits != bits);
    }

    fn share(&self) -> f64 {
        f64::from(self.pairs.iter().map(|pair| pair.1).sum::<u32>()) / IMAGINED as f64
    }
}

fn counted(lists: &Lists, rule: &Rule) -> f64 {
    let rows = (lists.rows(LEFT) + lists.rows(RIGHT)) as f64;
    let thin = (rows / 40_000.0).max(1.0).log2().floor() as u32;
    Meetings::of(lists, rule, thin).pairs() as f64 * f64::from(1_u32 << thin)
}

/// What rules cost before they are counted.
struct Cost {
    /// By atom: the chance that random rows meet, and the share of pairs of the same person that do.
    atoms: Vec<(f64, f64)>,
    possible: f64,
    matches: f64,
    /// Below so many pairs a rule is cheap enough.
    fixed: f64,
}

impl Cost {
    fn of(lists: &Lists, atoms: &[Atom], learned: &Learned) -> Self {
        let known = |side: usize, column: usize| {
            let unknown = f64::from(lists.columns[column].counts[side][0]);
            1.0 - unknown / (lists.rows(side) as f64).max(1.0)
        };
        let of = |atom: &Atom| {
            let [left, right] = atom.sides;
            let chance =
                super::frequency::meeting_chance(lists, left, right) * known(LEFT, left.0) * known(RIGHT, right.0);
            (chance, super::train::agreement(atom, atoms, &learned.masks))
        };
        let fixed = 0.5 * (lists.rows(LEFT) + lists.rows(RIGHT)) as f64;
        Self {
            atoms: atoms.iter().map(of).collect(),
            possible: lists.possible_pairs(),
            matches: learned.matches,
            fixed,
        }
    }

    fn pairs(&self, places: &[usize]) -> f64 {
        let chance: f64 = places.iter().map(|place| self.atoms[*place].0).product();
        self.possible * chance + self.matches * self.same(places)
    }

    /// The share of pairs of the same person that agree on all.
    fn same(&self, places: &[usize]) -> f64 {
        places.iter().map(|place| self.atoms[*place].1).product()
    }
}

/// A rule that may be chosen.
struct Candidate {
    places: Vec<usize>,
    bits: u128,
    pairs: f64,
    /// The share of pairs of the same person that it was last seen to find beyond the others.
    finds: f64,
}

impl Candidate {
    fn promise(&self, fixed: f64) -> f64 {
        self.finds / (self.pairs + fixed)
    }
}

/// Single atoms, and combinations of those that are too common alone.
fn candidates(atoms: &[Atom], cost: &Cost) -> Vec<Candidate> {
    let most = cost.matches * PAIRS_WORTH;
    let mut candidates = Vec::new();
    let mut grow: Vec<Vec<usize>> = (0..atoms.len()).map(|place| vec![place]).collect();
    for size in 1..=MOST_ATOMS {
        let mut next = Vec::new();
        for places in grow {
            let pairs = cost.pairs(&places);
            let last = places[places.len() - 1];
            // More atoms make a rule cheaper and weaker: no need when it is cheap enough already.
            if pairs > cost.fixed && size < MOST_ATOMS {
                let others = (last + 1..atoms.len()).filter(|other| apart(atoms, &places, *other));
                next.extend(others.map(|other| places.iter().copied().chain([other]).collect::<Vec<_>>()));
            }
            if pairs < most {
                let bits = places.iter().fold(0, |bits, place| bits | 1_u128 << place);
                candidates.push(Candidate { finds: cost.same(&places), places, bits, pairs });
            }
        }
        grow = next;
    }
    candidates
}

/// Whether an atom speaks of other columns than those before.
fn apart(atoms: &[Atom], places: &[usize], other: usize) -> bool {
    places.iter().all(|place| atoms[*place].sides[LEFT].0 != atoms[other].sides[LEFT].0)
}

/// Pairs of the same person as bits of the atoms that agree.
fn imagine(lists: &Lists, atoms: &[Atom], learned: &Learned, seed: u64) -> Open {
    let mut rng = ChaCha8Rng::seed_from_u64(seed);
    let columns: Vec<Vec<(f64, u128)>> = (0..lists.columns.len())
        .map(|column| {
            let places: Vec<usize> = own_atoms(atoms, column)
                .map(|(_, atom)| atoms.iter().position(|one| one == atom).expect("an own atom is one of all"))
                .collect();
            let mut sum = 0.0;
            let spread = |mask: &u32| {
                places
                    .iter()
                    .enumerate()
                    .filter(|(bit, _)| mask >> bit & 1 == 1)
                    .fold(0, |bits, one| bits | 1_u128 << one.1)
            };
            learned.masks[column]
                .iter()
                .map(|(mask, share)| {
                    sum += share;
                    (sum, spread(mask))
                })
                .collect()
        })
        .collect();
    let mut one = |clumsy: bool| {
        columns.iter().filter(|column| !column.is_empty()).fold(0, |bits, column| {
            let mut draw = || {
                let drawn: f64 = rng.random();
                column[column.partition_point(|mask| mask.0 <= drawn).min(column.len() - 1)].1
            };
            let mask = draw();
            let worse = if clumsy { draw() } else { mask };
            bits | if worse.count_ones() < mask.count_ones() { worse } else { mask }
        })
    };
    let mut drawn: Vec<(u128, u32)> = (0..IMAGINED).map(|at| (one(at % CLUMSY == 0), 1)).collect();
    drawn.sort_unstable();
    drawn.dedup_by(|next, kept| {
        let alike = next.0 == kept.0;
        kept.1 += if alike { next.1 } else { 0 };
        alike
    });
    Open { pairs: drawn }
}
