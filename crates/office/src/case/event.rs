//! What can happen to a case, as the journal keeps it. Names, numbers and health never stand here: people are named by the
//! register's numbers.

use super::terms::ReviewClass;
use doudi_kernel::Date;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Who came to the window.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "how")]
pub enum Channel {
    /// The applicant or one who lives with them (art. 37).
    #[default]
    Oneself,
    /// The village's committee or somebody else, entrusted (art. 37 para. 3).
    Proxy {
        /// Whether the letter of entrustment is there.
        letter: bool,
    },
    /// The office found the need itself (art. 39).
    Discovery,
    /// A review of somebody who is helped already (art. 46).
    Review,
}

/// An opinion before the decision, or what a decision does.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "does")]
pub enum Outcome {
    /// Help is given or goes on.
    Grant {
        /// Fen a month; none where the programme has no amount.
        amount_fen: Option<i64>,
    },
    /// Less than before (调减).
    Reduce {
        /// Fen a month before and after.
        from_fen: i64,
        /// After.
        to_fen: i64,
    },
    /// Help ends (终止).
    Stop,
    /// Help is not given.
    Refuse,
}

impl Outcome {
    /// Whether the person must be heard before it (art. 48).
    pub fn takes_away(&self) -> bool {
        matches!(self, Self::Reduce { .. } | Self::Stop)
    }
}

/// What the town thinks of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Opinion {
    /// What it proposes.
    pub outcome: Outcome,
    /// Why, where it differs from what the rules say.
    pub reason: String,
}

/// What a source says about an item that was told.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Matched {
    /// 相符
    Agrees,
    /// 不符
    Differs,
    /// 未查到
    NotFound,
    /// 数据源未接入
    NotConnected,
}

/// One line of a verification report.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Item {
    /// The fact, by the glossary.
    pub fact: String,
    /// The feed that was asked; empty where none is connected.
    pub feed: String,
    /// What it says.
    pub matched: Matched,
    /// The month of the feed's newest snapshot.
    pub month: Option<String>,
}

/// A verification (核对).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Report {
    /// Line by line.
    pub items: Vec<Item>,
    /// The last day on which it may be relied upon.
    pub good_until: Date,
}

impl Report {
    /// How many lines say a thing.
    pub fn count(&self, matched: Matched) -> usize {
        self.items.iter().filter(|item| item.matched == matched).count()
    }
}

/// One programme's answer, as the rules gave it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "answer")]
pub enum Answer {
    /// With what comes.
    Eligible {
        /// Fen a month.
        amount_fen: Option<i64>,
        /// The tier, by its code.
        tier: Option<String>,
    },
    /// Which conditions fail, by their names.
    NotEligible {
        /// The conditions.
        conditions: Vec<String>,
    },
    /// Facts that nobody has told, by their names.
    Missing {
        /// The facts.
        facts: Vec<String>,
    },
    /// Not set here.
    NotInLaw,
}

/// What the rules say of a programme, and by which texts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Finding {
    /// `dibao`
    pub programme: String,
    /// What was found.
    pub answer: Answer,
    /// The explanation, in Chinese, as the register keeps it: sealed by who stores it, since it names incomes and health.
    pub told: String,
}

/// A visit by two people.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Visit {
    /// Users who went.
    pub visitors: Vec<i64>,
    /// The day.
    pub on: Date,
    /// What they saw agrees with what was told.
    pub agrees: bool,
    /// In words.
    pub words: String,
    /// Whether the county went (近亲属备案 households are visited by it).
    #[serde(default)]
    pub county: bool,
}

/// A need that cannot wait: who has it is the case's household (art. 50).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Emergency {
    /// The cause, a code of `hardship_event`.
    pub cause: String,
    /// In words.
    pub words: String,
    /// What is asked for, fen.
    pub need_fen: i64,
}

/// The person was heard, or was asked and did not come.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Hearing {
    /// The day.
    pub on: Date,
    /// Whether the person came or answered.
    pub came: bool,
    /// What was said.
    pub words: String,
}

/// What happened.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "what")]
pub enum Event {
    /// A need was told: one application for everything that may be claimed (art. 53).
    Opened {
        /// The register's household.
        household: i64,
        /// The procedure, by its name.
        procedure: String,
        /// The programmes in question.
        programmes: Vec<String>,
        /// Who came.
        channel: Channel,
        /// The last day on which the letter of authority for look-ups holds (art. 40).
        authorised_until: Date,
        /// What was told, by fact: money in fen a month or in all, yes as 1. What is not told is told as none (art. 40).
        declared: BTreeMap<String, i64>,
    },
    /// The citizen had sent it in on an earlier day, from which the clocks run (art. 37).
    Sent {
        /// The day.
        on: Date,
    },
    /// A step without anything else to tell is done.
    Done {
        /// The step, by its name.
        step: String,
    },
    /// The citizen owes something: the clocks stand still.
    Paused {
        /// What.
        owes: String,
    },
    /// It came.
    Resumed,
    /// The sources were asked.
    Verified {
        /// What they said.
        report: Report,
        /// The case whose report is shared (art. 42); none where the sources were asked for this one.
        #[serde(default)]
        shared: Option<i64>,
    },
    /// The rules were asked.
    Assessed {
        /// Which texts, by their hash.
        pack: String,
        /// Programme by programme.
        findings: Vec<Finding>,
    },
    /// Two people went.
    Visited {
        /// What they saw.
        visit: Visit,
    },
    /// The town's opinion.
    Reviewed {
        /// What it proposes.
        opinion: Opinion,
    },
    /// Put up in the village.
    Published {
        /// The last day.
        until: Date,
    },
    /// Somebody objects.
    Objected {
        /// What is said; who said it is kept apart.
        words: String,
    },
    /// Looked into again.
    Answered {
        /// Which objection, from 0.
        objection: usize,
        /// Whether it was right.
        upheld: bool,
        /// What was found.
        words: String,
    },
    /// The person was heard.
    Heard {
        /// How.
        hearing: Hearing,
    },
    /// The decision.
    Decided {
        /// What it does.
        outcome: Outcome,
        /// Why; never empty where it is against the rules' answer.
        reason: String,
    },
    /// The person was told in writing.
    Told {
        /// The letter, by its name.
        letter: String,
    },
    /// A need that cannot wait was told: person, cause, amount.
    Registered {
        /// What for.
        need: Emergency,
    },
    /// Relief was handed over from the town's imprest.
    Relieved {
        /// Fen.
        amount_fen: i64,
    },
    /// The papers after relief that went first.
    Explained {
        /// What they say.
        words: String,
    },
    /// The person was invited to be heard, in writing.
    Called {
        /// When.
        on: Date,
        /// Where.
        place: String,
    },
    /// Help goes on for a while after it would end (渐退期).
    Graced {
        /// A code of `exit_cause`.
        cause: String,
        /// Months, as the place has them.
        months: u32,
    },
    /// How often the household is looked at again.
    Classified {
        /// The class.
        class: ReviewClass,
    },
    /// Somebody looked at a household that has left.
    Looked {
        /// When.
        on: Date,
        /// Whether it should come back.
        again: bool,
        /// What was seen.
        words: String,
    },
    /// A department answered its part (归口办).
    Replied {
        /// The department.
        department: String,
        /// What it gives.
        outcome: Outcome,
        /// Why.
        reason: String,
    },
    /// The applicant gives up.
    Withdrawn {
        /// Why.
        reason: String,
    },
    /// Nothing is left to do.
    Closed,
}
