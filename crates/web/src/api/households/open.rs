//! A household's file, opened for a purpose; that it was opened is kept before it is shown.

use super::{
    super::{At, Call, Operation, Rule, ask, kinds::Day, shape::shape},
    Given,
};
use doudi_journal::access::{Action, Denied, Resource};
use doudi_office::{
    OfficeError,
    register::{self, HouseholdFile, Line, Person, Standing},
};

shape! {
    /// What the file is opened for.
    struct OpenFile {
        /// What the file is opened for.
        purpose: Given,
    }
}

shape! {
    /// A household's file, as the account may see it.
    struct File {
        /// The household's number.
        id: i64,
        /// The village: twelve digits.
        division: String,
        /// The month in which it was last seen: `yyyymm`.
        month: i64,
        /// Since when the newest months do not name it.
        gone: Option<Day>,
        /// Its members, the head first.
        members: Vec<Member>,
        /// What the rules found.
        standings: Vec<Found>,
        /// What happened, the newest first, at most 200.
        lines: Vec<Kept>,
    }
}

shape! {
    /// A member.
    struct Member {
        /// The person's number.
        id: i64,
        /// The name, as far as the account may see it.
        name: String,
        /// The identity number, masked; empty where the account may not see it or there is none.
        number: String,
        /// The relation to the head, by its identifier.
        relation: Option<String>,
        /// Born.
        birth: Option<Day>,
        /// Whether male.
        male: Option<bool>,
    }
}

shape! {
    /// What the rules found for the household or a member.
    struct Found {
        /// The programme, by its identifier.
        programme: String,
        /// The member's place from 0; none for the household.
        member: Option<i64>,
        /// `eligible`, `not_eligible`, `missing`, `not_in_law`
        answer: String,
        /// Fen a month.
        amount_fen: Option<i64>,
        /// The tier.
        tier: Option<String>,
    }
}

shape! {
    /// An entry about the household.
    struct Kept {
        /// Milliseconds since 1970, UTC: when the office knew it.
        at: i64,
        /// From when it held.
        from: Day,
        /// What, by its name: `household.observed`.
        kind: String,
        /// Who: `user:3`, `system:register`.
        by: String,
    }
}

/// `POST /households/{id}/file`
pub(in crate::api) fn operation() -> Operation {
    let said = ("按事由查阅家庭档案", "Open a household's file for a purpose");
    let rule = Rule::Needs(Resource::Household, Action::Read);
    let made = ask("/households/{id}/file").told("households_open", said, rule, open);
    made.fails([OfficeError::NotFound, Denied::Purpose.into()])
}

fn open(call: &Call<'_>, at: At, asked: OpenFile) -> Result<File, OfficeError> {
    let purpose = asked.purpose.of_household(call, at.id.0)?;
    Ok(told(register::open(call.bureau, call.who, at.id.0, purpose)?))
}

fn told(file: HouseholdFile) -> File {
    File {
        id: file.id,
        division: format!("{:012}", file.division),
        month: file.month,
        gone: file.gone.map(Day),
        members: file.members.into_iter().map(member).collect(),
        standings: file.standings.into_iter().map(found).collect(),
        lines: file.lines.into_iter().map(kept).collect(),
    }
}

fn member(it: Person) -> Member {
    let Person { id, name, number, relation, birth, male, .. } = it;
    Member { id, name, number, relation, birth: birth.map(Day), male }
}

fn found(it: Standing) -> Found {
    let Standing { programme, member, answer, amount_fen, tier, .. } = it;
    Found { programme, member, answer, amount_fen, tier }
}

fn kept(it: Line) -> Kept {
    Kept { at: it.at.millis(), from: Day(it.from), kind: it.kind, by: it.actor }
}
