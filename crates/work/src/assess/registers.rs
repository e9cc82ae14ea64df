//! The rosters of a month as an assessment looks into them: by feed, and in a feed by person.

use crate::doubts::{
    Kept, Reach, current,
    load::read,
    table::{Part, Table},
};
use doudi_kernel::{Date, FeedId, Month, SnapshotId};
use doudi_lake::{Coverage, Lake, LakeError, Manifest};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// A feed that is looked into, and how far back: the months before the asked one that still count, and whether all of
/// them count together.
struct Needed {
    feed: &'static str,
    months: Option<u32>,
    accumulates: bool,
    columns: &'static [&'static str],
}

const fn needed(feed: &'static str, months: u32, columns: &'static [&'static str]) -> Needed {
    Needed { feed, months: Some(months), accumulates: false, columns }
}

/// The result of a verification: who is assessed.
pub(super) const VERIFICATION: &str = "economic_verification";
/// Legal obligors outside the household.
pub(super) const OBLIGORS: &str = "legal_obligor";
/// Who is recognised as what, in the order in which a person who stands on two lists counts.
pub(super) const RECOGNISED: [(&str, &str); 5] = [
    ("tekun_person", "tekun"),
    ("dibao_rural_person", "dibao"),
    ("dibao_urban_roster", "dibao"),
    ("edge_person", "edge"),
    ("rigid_person", "rigid"),
];

/// In the order in which they are told.
const NEEDED: &[Needed] = &[
    needed(
        VERIFICATION,
        0,
        &[
            "household_head_id",
            "relation_to_head",
            "residence_kind",
            "authorised_date",
            "wage_income",
            "business_net_income",
            "property_net_income",
            "transfer_net_income",
            "basic_pension_income",
            "exempt_income",
            "child_rearing_subsidy_income",
            "financial_asset",
            "dwellings",
            "non_residential_property",
            "vehicle_value",
            "owns_company",
            "medical_self_paid_year",
            "education_cost_year",
            "rehabilitation_cost_year",
            "serious_illness",
            "employed",
            "employed_since",
            "unemployed_registered",
            "labour_capacity",
            "lives_with_household",
            "left_out",
            "in_institution",
            "failed_self_care_items",
            "house_grade",
        ],
    ),
    needed(
        OBLIGORS,
        0,
        &[
            "relation_to_head",
            "obligor_birth_date",
            "obligor_consented",
            "obligor_income",
            "obligor_household_size",
            "obligor_dependants",
            "obligor_children",
            "obligor_unable",
            "obligor_recognised",
            "obligor_severely_disabled",
            "obligor_absent",
            "obligor_property_within",
            "support_agreed",
            "support_paid",
        ],
    ),
    needed(
        "tekun_person",
        0,
        &["household_head_id", "relation_to_head", "category", "support_form", "first_month", "marital_status"],
    ),
    needed(
        "dibao_rural_person",
        0,
        &["household_head_id", "relation_to_head", "category", "first_month", "marital_status"],
    ),
    needed(
        "dibao_urban_roster",
        0,
        &["household_head_id", "relation_to_head", "category", "monthly_amount", "first_month", "marital_status"],
    ),
    needed("dibao_rural_household", 0, &["household_head_id", "monthly_amount"]),
    needed("edge_person", 0, &["household_head_id", "relation_to_head", "category", "first_month", "marital_status"]),
    needed("rigid_person", 0, &["household_head_id", "relation_to_head", "category", "first_month", "marital_status"]),
    needed("relapse_monitored", 0, &["risk_removed"]),
    needed("graduated_household", 2, &[]),
    needed("disability_certificate", 2, &["disability_kind", "disability_grade", "certificate_state"]),
    needed("disability_subsidy", 0, &["subsidy_kind"]),
    needed("student", 6, &["study_level"]),
    needed("student_hardship", 6, &[]),
    needed("prisoner", 2, &["imprisoned_since", "released_on"]),
    needed("soldier", 2, &["enlisted_date"]),
    needed("orphan_child", 0, &["child_kind", "monthly_amount"]),
    needed("resident_pension_insured", 2, &["business_state", "insured_state", "payment_state"]),
    needed("resident_pension_paid", 0, &["benefit_amount"]),
    needed("resident_pension_on_behalf", 2, &[]),
    needed("old_age_allowance", 0, &[]),
    needed("other_pension_insured", 2, &["pension_scheme", "payment_state", "insured_state"]),
    needed("medical_insured", 2, &["insured_type"]),
    needed("household_register", 2, &["register_status"]),
    Needed { feed: "death_register", months: None, accumulates: true, columns: &["death_date"] },
];

/// What every feed is asked for: who and where.
const ALWAYS: [&str; 13] = [
    "source_sheet",
    "source_row",
    "source_member",
    "resident_id",
    "resident_id_raw",
    "name",
    "birth_date",
    "division_code",
    "town_name",
    "village_name",
    "disability_certificate",
    "household_head_id_raw",
    "household_head_name",
];

/// A snapshot that went into an assessment.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Input {
    /// The feed.
    pub feed: FeedId,
    /// The month that it is about.
    pub month: Month,
    /// The snapshot.
    pub snapshot: SnapshotId,
}

/// A feed's rows, found by person.
#[derive(Debug)]
pub(super) struct Register {
    pub(super) table: Table,
    /// Valid identity numbers and their rows, sorted.
    by_person: Vec<(u64, u32)>,
    /// Whether who is absent is no part of it: the file lists everybody and its totals agree.
    pub(super) full: bool,
}

impl Register {
    fn new(feed: &str, parts: Vec<(Part, Vec<arrow::array::RecordBatch>)>, full: bool) -> Self {
        let full = full && parts.iter().all(|(part, _)| part.controls_agree);
        let table = Table::new(FeedId::new(feed), parts);
        let mut by_person: Vec<(u64, u32)> =
            (0..table.len() as u32).filter_map(|row| Some((table.key("resident_id", row)?, row))).collect();
        by_person.sort_unstable();
        Self { table, by_person, full }
    }

    /// The rows about a person, in the order of the file.
    pub(super) fn rows(&self, person: u64) -> impl Iterator<Item = u32> + '_ {
        let from = self.by_person.partition_point(|(key, _)| *key < person);
        self.by_person[from..].iter().take_while(move |(key, _)| *key == person).map(|(_, row)| *row)
    }
}

/// All rosters that count for a month.
pub struct Registers {
    /// The month.
    pub month: Month,
    /// What was read.
    pub inputs: Vec<Input>,
    pub(super) of: BTreeMap<&'static str, Register>,
}

impl Registers {
    /// Reads the rosters that count for a month: of each feed the latest within its reach.
    ///
    /// # Errors
    /// The lake's own.
    pub fn load(lake: &Lake, month: Month) -> Result<Self, LakeError> {
        let manifests = lake.snapshots()?;
        let kept: Vec<Kept> = manifests.iter().map(Kept::of).collect();
        let chosen = |needed: &Needed| {
            let reach = Reach { months: needed.months, accumulates: needed.accumulates };
            let ids = current(&kept, &FeedId::new(needed.feed), month, reach);
            ids.iter().filter_map(|kept| manifests.iter().find(|it| it.id == kept.snapshot)).collect()
        };
        Self::read(lake, month, &chosen)
    }

    /// Reads exactly the snapshots that an earlier assessment read.
    ///
    /// # Errors
    /// The lake's own; [`LakeError::NoSuchSnapshot`] when one is gone.
    pub fn reload(lake: &Lake, month: Month, inputs: &[Input]) -> Result<Self, LakeError> {
        let manifests = lake.snapshots()?;
        let there: BTreeSet<&SnapshotId> = manifests.iter().map(|manifest| &manifest.id).collect();
        if let Some(gone) = inputs.iter().find(|input| !there.contains(&input.snapshot)) {
            return Err(LakeError::NoSuchSnapshot(gone.snapshot.clone()));
        }
        let chosen = |needed: &Needed| {
            let of_feed = inputs.iter().filter(|input| input.feed.as_str() == needed.feed);
            of_feed.filter_map(|input| manifests.iter().find(|it| it.id == input.snapshot)).collect()
        };
        Self::read(lake, month, &chosen)
    }

    fn read<'m>(lake: &Lake, month: Month, chosen: &dyn Fn(&Needed) -> Vec<&'m Manifest>) -> Result<Self, LakeError> {
        let (mut inputs, mut of) = (Vec::new(), BTreeMap::new());
        for needed in NEEDED {
            let manifests = chosen(needed);
            let wanted = ALWAYS.iter().chain(needed.columns).map(|name| (*name).to_owned()).collect();
            let parts = manifests.iter().map(|it| read(lake, it, &wanted)).collect::<Result<Vec<_>, _>>()?;
            let full = manifests.iter().all(|it| it.about.coverage == Coverage::Full);
            inputs.extend(manifests.iter().map(|it| Input {
                feed: it.about.feed.clone(),
                month: it.about.month,
                snapshot: it.id.clone(),
            }));
            if !parts.is_empty() {
                of.insert(needed.feed, Register::new(needed.feed, parts, full));
            }
        }
        Ok(Self { month, inputs, of })
    }

    /// A feed, if it is there.
    pub(super) fn get(&self, feed: &str) -> Option<&Register> {
        self.of.get(feed)
    }

    /// The first row about a person in a feed.
    pub(super) fn row(&self, feed: &str, person: u64) -> Option<(&Register, u32)> {
        let register = self.get(feed)?;
        Some((register, register.rows(person).next()?))
    }

    /// Whether a person stands in a feed; not known where the feed is not there, or does not list everybody.
    pub(super) fn lists(&self, feed: &str, person: Option<u64>) -> Option<bool> {
        let (register, person) = (self.get(feed)?, person?);
        if register.rows(person).next().is_some() { Some(true) } else { register.full.then_some(false) }
    }

    /// The last day of the month.
    pub(super) fn day(&self) -> Date {
        self.month.last_day()
    }

    /// Whether somebody is no longer there by the month's end: dead, or struck from the register.
    pub(super) fn gone(&self, person: u64) -> bool {
        self.dead(person) == Some(true) || self.struck(person) == Some(true)
    }

    /// Whether somebody is dead by the month's end; not known without a list of deaths.
    pub(super) fn dead(&self, person: u64) -> Option<bool> {
        let register = self.get("death_register")?;
        let mut days = register.rows(person).filter_map(|row| register.table.day("death_date", row));
        let told = days.any(|day| day <= self.day());
        Some(told || self.status(person) == Some("dead"))
    }

    /// Whether somebody was struck from the household register; not known without it.
    pub(super) fn struck(&self, person: u64) -> Option<bool> {
        self.get("household_register")?;
        Some(matches!(self.status(person), Some("dead" | "moved_out" | "cancelled")))
    }

    /// What the household register says of somebody.
    pub(super) fn status(&self, person: u64) -> Option<&str> {
        let (register, row) = self.row("household_register", person)?;
        register.table.text("register_status", row)
    }
}
