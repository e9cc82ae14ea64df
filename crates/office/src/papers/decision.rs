//! The letter that tells a decision (arts. 45, 48).

use super::Filing;
use crate::case::{Answer, Outcome};
use doudi_kernel::{Money, Month};
use doudi_paper::{
    Document,
    forms::{Benefit, Change, Confirmation, Heard, Reason, Refusal, Remedy, Turn},
};

impl Filing<'_> {
    pub(super) fn decision(&self) -> Option<Document> {
        let (outcome, reason) = self.view.state.decision.as_ref()?;
        Some(match outcome {
            Outcome::Grant { amount_fen } => self.confirmation(*amount_fen).paper(),
            Outcome::Refuse => self.refusal(reason).paper(),
            Outcome::Reduce { from_fen, to_fen } => {
                self.change(*from_fen, Turn::Reduced(Money::from_fen(*to_fen), self.heard()?), reason).paper()
            }
            Outcome::Stop => {
                let before = self.view.state.findings.iter().find_map(|finding| match finding.answer {
                    Answer::Eligible { amount_fen, .. } => amount_fen,
                    _ => None,
                });
                self.change(before.unwrap_or(0), Turn::Stopped { grace: 0, heard: self.heard()? }, reason).paper()
            }
        })
    }

    /// Money counts from the month of the decision or the one after it, as the place has it.
    fn from(&self) -> Month {
        let decided = self.view.told.last().map_or_else(|| self.who.today(), |told| told.at.date_in_china());
        Month::of(decided).plus(i32::from(self.view.path.stop("pay_from_now").is_none()))
    }

    fn confirmation(&self, amount_fen: Option<i64>) -> Confirmation {
        let benefit = |fen| Benefit { base: Money::from_fen(fen), ..Benefit::default() };
        Confirmation {
            letter: self.letter(&["《中华人民共和国社会救助法》第四十四条", "第四十五条"]),
            applied: self.view.state.opened,
            category: self.programmes(),
            members: self.file.members.iter().map(|member| member.name.clone()).collect(),
            benefit: amount_fen.map(benefit),
            from: self.from(),
            paid: self.lang.pick("按月社会化发放", "monthly, by bank").into(),
            review: None,
            remedy: self.remedy(),
        }
    }

    fn refusal(&self, reason: &str) -> Refusal {
        Refusal {
            letter: self.letter(&["《中华人民共和国社会救助法》第四十五条"]),
            applied: self.view.state.opened,
            applied_for: self.programmes(),
            reasons: vec![Reason { text: reason.into(), basis: String::new() }],
            instead: Vec::new(),
            remedy: self.remedy(),
        }
    }

    fn change(&self, before_fen: i64, turn: Turn, reason: &str) -> Change {
        Change {
            letter: self.letter(&["《中华人民共和国社会救助法》第四十七条", "第四十八条"]),
            category: self.programmes(),
            before: Money::from_fen(before_fen),
            turn,
            from: self.from(),
            reasons: vec![Reason { text: reason.into(), basis: String::new() }],
            remedy: self.remedy(),
        }
    }

    /// Without a hearing there is no letter (art. 48).
    fn heard(&self) -> Option<Heard> {
        let hearing = self.view.state.hearings.last()?;
        let (_, reason) = self.view.state.decision.as_ref()?;
        Some(Heard { on: hearing.on, said: hearing.words.clone(), answer: reason.clone() })
    }

    fn remedy(&self) -> Remedy {
        let county = self.bureau.place(self.view.division / 1_000_000 * 1_000_000);
        Remedy {
            objection_at: self.town(),
            review_by: self.lang.pick(format!("{county}人民政府"), format!("government of {county}")),
            review_days: 60,
            court: self.lang.pick("有管辖权的人民法院", "the court that has jurisdiction").into(),
            court_months: 6,
            basis: "《中华人民共和国行政复议法》第二十条、《中华人民共和国行政诉讼法》第四十六条".into(),
        }
    }
}
