//! What linking found, as a value: proposals with their reasons beside them. Pure.

use super::{Decided, Prepared, decisions::Fixed, said};
use doudi_compare::link::{Band, Link, Linked, Options, What};
use doudi_kernel::{Date, Lang};
use serde::{Deserialize, Serialize};

/// What linking found.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct LinkPlan {
    /// The left list and the right one, or one list.
    pub lists: Vec<ListAbout>,
    /// The columns that were compared, in their order.
    pub columns: Vec<Compared>,
    /// The day from which the file of columns holds.
    pub columns_from: Date,
    /// What mistakes cost: a wrong link, a missed one, a look.
    pub costs: [f64; 3],
    /// The least probability of *same*, and the most of *different*.
    pub limits: (f64, f64),
    /// Pairs that were looked at.
    pub looked_at: u64,
    /// Pairs of the same person that there are, by estimate.
    pub matches: f64,
    /// The share of them that no rule brings together, by estimate.
    pub loss: f64,
    /// Whether each list names each person once.
    pub once: [bool; 2],
    /// Estimated parameters and the blocking, in Chinese and English.
    pub described: [String; 2],
    /// Pairs fixed by people.
    pub decided: Decided,
    /// Pairs that may be one person: taken for it, or to be looked at; the likeliest first.
    #[serde(skip)]
    pub proposals: Vec<Proposal>,
}

/// One of the lists.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ListAbout {
    /// Its file or roster.
    pub name: String,
    /// Its records.
    pub rows: usize,
    /// Headings that nothing is compared by.
    pub unused: Vec<String>,
}

/// A column that was compared.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Compared {
    /// Its field.
    pub field: String,
    /// Its title in Chinese.
    pub zh: String,
    /// Its title in English.
    pub en: String,
    /// How values are compared.
    pub kind: String,
    /// Whether pictures must not show values whole.
    pub masked: bool,
    /// The heading in each list; `None` when worked out from others.
    pub headings: Vec<Option<String>>,
}

impl Compared {
    /// The title in a language.
    pub fn title(&self, lang: Lang) -> &str {
        lang.pick(&self.zh, &self.en)
    }
}

/// A pair that may be one person.
#[derive(Clone, Debug, PartialEq)]
pub struct Proposal {
    /// Its number in the plan, from 1.
    pub number: u32,
    /// The records.
    pub rows: [u32; 2],
    /// The words by which the records are known in any run.
    pub keys: [String; 2],
    /// Bits.
    pub weight: f64,
    /// How likely they are one person.
    pub probability: f64,
    /// What is done with them.
    pub band: Band,
    /// The first record of their cluster, when they are in one.
    pub cluster: Option<u32>,
    /// What people decided, when they did.
    pub decided: Option<bool>,
    /// The waterfall.
    pub steps: Vec<StepSaid>,
}

/// A step of a waterfall, as it is kept.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct StepSaid {
    /// The column's field; `prior`, `rivals` and `decision` for what no column says.
    pub field: String,
    /// The code of the level; empty when one side does not know.
    pub level: String,
    /// In Chinese.
    pub zh: String,
    /// In English.
    pub en: String,
    /// Bits added.
    pub bits: f64,
}

/// A pair as people are asked about it: what stands in the workbook and comes back.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
pub struct Asked {
    /// Its number in the plan.
    pub number: u32,
    /// Whether it is to be looked at, or taken for the same unless somebody says no.
    pub look: bool,
    /// The words by which the records are known.
    pub keys: [String; 2],
    /// Where they stand: sheet and row.
    pub places: [(String, u32); 2],
    /// What they say, by title.
    pub records: [Vec<(String, String)>; 2],
    /// How likely they are one person.
    pub probability: f64,
    /// Bits.
    pub weight: f64,
    /// The reason in one sentence.
    pub why: String,
    /// The waterfall; empty in batches that were kept before it was.
    #[serde(default)]
    pub steps: Vec<StepSaid>,
}

/// Without what the records say: debug output ends in logs.
impl std::fmt::Debug for Asked {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Asked({} {:?} {:.4})", self.number, self.places, self.probability)
    }
}

/// Puts together what was found. `fixed` are people's decisions as far as both records are in the lists.
pub fn plan(prepared: &Prepared, linked: &Linked<'_>, options: &Options, fixed: &Fixed) -> LinkPlan {
    let mut links: Vec<&Link> = linked.links.iter().filter(|link| link.band != Band::Different).collect();
    links.sort_by(|a, b| {
        b.probability.total_cmp(&a.probability).then_with(|| (a.left, a.right).cmp(&(b.left, b.right)))
    });
    let proposals = (1..).zip(links).map(|(number, link)| proposal(prepared, linked, number, link, fixed)).collect();
    let lists = (0..prepared.sides.len()).map(|side| about(prepared, side)).collect();
    let columns = prepared.compared.iter().map(|known| Compared {
        field: known.field.clone(),
        zh: known.zh.clone(),
        en: known.en.clone(),
        kind: known.kind().code().into(),
        masked: known.masked,
        headings: prepared.sides.iter().map(|side| side.fields[&known.field].heading.clone()).collect(),
    });
    LinkPlan {
        lists,
        columns: columns.collect(),
        columns_from: prepared.language.from,
        costs: [options.costs.wrong, options.costs.missed, options.costs.look],
        limits: options.costs.limits(),
        looked_at: linked.looked_at,
        matches: linked.matches,
        loss: linked.loss(),
        once: linked.once,
        described: [linked.describe(Lang::Zh), linked.describe(Lang::En)],
        decided: fixed.counts(),
        proposals,
    }
}

fn about(prepared: &Prepared, side: usize) -> ListAbout {
    let table = &prepared.side(side).table;
    let unused = prepared.unused(side).into_iter().map(str::to_owned).collect();
    ListAbout { name: table.name.clone(), rows: table.rows, unused }
}

fn proposal(prepared: &Prepared, linked: &Linked<'_>, number: u32, link: &Link, fixed: &Fixed) -> Proposal {
    let right_at = if prepared.within() { 0 } else { prepared.side(0).table.rows as u32 };
    let clusters = [linked.clusters[link.left as usize], linked.clusters[(link.right + right_at) as usize]];
    Proposal {
        number,
        rows: [link.left, link.right],
        keys: [fixed.key(0, link.left), fixed.key(1, link.right)],
        weight: link.weight,
        probability: link.probability,
        band: link.band,
        cluster: (clusters[0] == clusters[1]).then_some(clusters[0]),
        decided: fixed.says_same(link.left, link.right),
        steps: steps(prepared, linked, link.left, link.right),
    }
}

/// The waterfall of two records.
pub(super) fn steps(prepared: &Prepared, linked: &Linked<'_>, left: u32, right: u32) -> Vec<StepSaid> {
    let mut columns = prepared.compared.iter();
    let steps = linked.waterfall(left, right).steps;
    let kept = steps.into_iter().map(|step| {
        let known = if matches!(step.what, What::Column(..)) { columns.next() } else { None };
        let (field, level) = match (&step.what, known) {
            (What::Column(_, level), Some(known)) => {
                (known.field.clone(), level.map_or_else(String::new, |level| level.code.to_owned()))
            }
            (What::Rivals, _) => ("rivals".to_owned(), String::new()),
            (What::Decision(_), _) => ("decision".to_owned(), String::new()),
            _ => ("prior".to_owned(), String::new()),
        };
        let [zh, en] = said::words(&step.what, known);
        StepSaid { field, level, zh, en, bits: step.bits }
    });
    kept.collect()
}

impl LinkPlan {
    /// How many proposals are of a band.
    pub fn count(&self, band: Band) -> usize {
        self.proposals.iter().filter(|proposal| proposal.band == band).count()
    }

    /// A proposal as people are asked about it.
    pub fn asked(&self, prepared: &Prepared, proposal: &Proposal) -> Asked {
        let side = |side: usize| prepared.side(side);
        let place = |at: usize| {
            let (sheet, row) = side(at).table.place(proposal.rows[at] as usize);
            (sheet.to_owned(), row)
        };
        Asked {
            number: proposal.number,
            look: proposal.band == Band::Look,
            keys: proposal.keys.clone(),
            places: [place(0), place(1)],
            records: [0, 1].map(|at| record(prepared, at, self, proposal.rows[at])),
            probability: proposal.probability,
            weight: proposal.weight,
            why: said::why(&proposal.steps, Lang::Zh),
            steps: proposal.steps.clone(),
        }
    }
}

/// What a record says, by title.
fn record(prepared: &Prepared, side: usize, plan: &LinkPlan, row: u32) -> Vec<(String, String)> {
    let value = |column: &Compared| {
        let value = prepared.shown(side, &column.field, row).unwrap_or_else(|| "—".into());
        (column.zh.clone(), value)
    };
    plan.columns.iter().map(value).collect()
}
