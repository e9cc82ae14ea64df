//! The letter that tells a decision (arts. 45, 48).

use super::Filing;
use crate::case::{Answer, Outcome, ReviewClass};
use doudi_kernel::{Date, Money, Month, Say};
use doudi_paper::{
    Document,
    forms::{Answers, Benefit, Change, Confirmation, Heard, Part, Reason, Refusal, Remedy, Turn},
};
use jiff::ToSpan;

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
                let grace = self.view.state.grace.as_ref().map_or(0, |(_, months)| *months);
                let mut change =
                    self.change(before.unwrap_or(0), Turn::Stopped { grace, heard: self.heard()? }, reason);
                // The months of grace are paid first.
                change.from = Month::of(self.decided()).plus(1 + i32::try_from(grace).unwrap_or_default());
                change.paper()
            }
        })
    }

    /// Money counts from the month of the decision or the one after it, as the place has it.
    fn from(&self) -> Month {
        Month::of(self.decided()).plus(i32::from(self.view.path.stop("pay_from_now").is_none()))
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
            review: self.review_due(),
            remedy: self.remedy(),
        }
    }

    fn refusal(&self, reason: &str) -> Refusal {
        Refusal {
            letter: self.letter(&["《中华人民共和国社会救助法》第四十五条"]),
            applied: self.view.state.opened,
            applied_for: self.programmes(),
            reasons: vec![Reason { text: reason.into(), basis: String::new() }],
            instead: self.instead(),
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

    /// When the household is looked at again, by its class.
    fn review_due(&self) -> Option<Date> {
        if !self.view.path.lasting() {
            return None;
        }
        let class = self.view.state.class.unwrap_or(ReviewClass::B);
        let months = *self.view.path.terms.review_months.get(&class)?;
        self.decided().checked_add(i64::from(months).months()).ok()
    }

    /// What else the rules found that the household may claim.
    fn instead(&self) -> Vec<String> {
        let eligible = |standing: &&crate::register::Standing| standing.answer == "eligible";
        let asked = |name: &String| self.view.state.programmes.contains(name);
        let mut names: Vec<&String> = self.file.standings.iter().filter(eligible).map(|it| &it.programme).collect();
        names.retain(|name| !asked(name));
        names.dedup();
        names.into_iter().map(|name| self.programme(name)).collect()
    }

    /// 一口出: civil affairs' answer and every department's in one letter.
    pub(super) fn answers(&self) -> Option<Document> {
        let (outcome, reason) = self.view.state.decision.as_ref()?;
        let mut parts = vec![self.part(self.programmes(), self.office(), outcome, self.decided(), reason)];
        for part in &self.view.state.parts {
            let reply = part.reply.as_ref()?;
            let asked: Vec<String> = part.programmes.iter().map(|name| self.programme(name)).collect();
            let (asked, office) = (asked.join(self.lang.pick("、", ", ")), part.department.say(self.lang));
            parts.push(self.part(asked, office, &reply.outcome, reply.on, &reply.reason));
        }
        let told = self.view.state.letters.first().map(|(_, on)| *on);
        let mut letter = self.letter(&["《中华人民共和国社会救助法》第四十五条", "第六十四条"]);
        letter.date = told.or_else(|| parts.iter().filter_map(|part| part.on).max()).unwrap_or(letter.date);
        let applied = self.view.state.opened;
        Some(Answers { letter, applied, parts, remedy: self.remedy() }.paper())
    }

    fn part(&self, asked: String, office: String, outcome: &Outcome, on: Date, words: &str) -> Part {
        let (given, fen) = match outcome {
            Outcome::Grant { amount_fen } => (true, *amount_fen),
            Outcome::Reduce { to_fen, .. } => (true, Some(*to_fen)),
            Outcome::Stop | Outcome::Refuse => (false, None),
        };
        Part { asked, office, given, amount: fen.map(Money::from_fen), on: Some(on), words: words.to_owned() }
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
