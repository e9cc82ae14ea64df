//! The forms of a case's page: those that would be taken now, each in plain words, and why the others would not.

use crate::{fields::Fields, shell::Shell};
use doudi_kernel::Say;
use doudi_office::{
    Bureau, OfficeError, Who,
    case::{Act, Answer, CaseView, Channel, Doer, Finding, Outcome, Refusal, Report, may},
};

/// How a field is filled in.
pub(super) enum Kind {
    Hidden,
    Area,
    Date,
    Yuan,
    Check,
    /// Names, labels.
    Choice(Vec<(String, String)>),
}

/// A field of a form.
pub(super) struct Input {
    pub(super) name: &'static str,
    pub(super) said: String,
    pub(super) kind: Kind,
    pub(super) value: String,
    pub(super) needed: bool,
}

/// A form.
pub(super) struct Offer {
    pub(super) act: &'static str,
    pub(super) title: String,
    pub(super) hint: String,
    pub(super) inputs: Vec<Input>,
    /// Whether it carries the procedure on.
    pub(super) first: bool,
    /// Why it was refused just now.
    pub(super) refused: Option<String>,
}

/// What cannot be done now, and why.
pub(super) struct Barred {
    pub(super) title: String,
    pub(super) why: String,
}

/// Everything that a form is made from.
pub(super) struct Asking<'a> {
    pub(super) s: &'a Shell,
    pub(super) bureau: &'a Bureau,
    pub(super) who: &'a Who,
    pub(super) case: &'a CaseView,
    pub(super) doer: Doer,
    pub(super) colleagues: &'a [(i64, String)],
    /// What was sent and refused: its act, its fields, why.
    pub(super) before: Option<&'a (String, Fields, String)>,
}

impl Asking<'_> {
    /// The forms, what carries the procedure on first; and what is barred.
    pub(super) fn all(&self) -> (Vec<Offer>, Vec<Barred>) {
        let (mut offers, mut barred) = (Vec::new(), Vec::new());
        for (mut offer, probe) in self.candidates() {
            if let Some((_, fields, why)) = self.before.filter(|(act, ..)| act == offer.act) {
                offer.refused = Some(why.clone());
                offer.inputs.iter_mut().filter(|input| !matches!(input.kind, Kind::Hidden)).for_each(|input| {
                    input.value = fields.text(input.name).to_owned();
                });
            }
            match may(self.who, self.doer, self.case, probe) {
                Ok(()) => offers.push(offer),
                Err(_) if offer.refused.is_some() => offers.push(offer),
                Err(why) if self.worth_telling(&why) => {
                    barred.push(Barred { title: offer.title, why: why.say(self.s.lang) })
                }
                Err(_) => {}
            }
        }
        offers.sort_by_key(|offer| !offer.first);
        (offers, barred)
    }

    /// Whose turn it is stands beside the steps, and what is over needs no reason.
    fn worth_telling(&self, why: &OfficeError) -> bool {
        match why {
            OfficeError::Refused(why) => !matches!(
                why,
                Refusal::NotYours(_)
                    | Refusal::Over
                    | Refusal::Done(_)
                    | Refusal::NoStep(_)
                    | Refusal::Running
                    | Refusal::NoObjection
                    | Refusal::Undecided
                    | Refusal::Begun
            ),
            OfficeError::Denied(why) => matches!(why, doudi_journal::access::Denied::SameHand),
            _ => false,
        }
    }

    /// All forms, each with an act like the one that it would send.
    fn candidates(&self) -> Vec<(Offer, Act)> {
        let mut all = Vec::new();
        all.extend(self.step());
        all.extend([self.supply(), self.verify(), self.assess(), self.visit(), self.review(), self.publish()]);
        all.extend(self.answers());
        all.extend([self.decide(), self.tell(), self.close(), self.hear(), self.object(), self.ask(), self.withdraw()]);
        all
    }

    fn offer(&self, act: &'static str, title: (&str, &str), hint: (&str, &str), inputs: Vec<Input>) -> Offer {
        let (title, hint) = (self.s.t(title.0, title.1).to_owned(), self.s.t(hint.0, hint.1).to_owned());
        Offer { act, title, hint, inputs, first: false, refused: None }
    }

    fn input(&self, name: &'static str, zh: &str, en: &str, kind: Kind) -> Input {
        Input { name, said: self.s.t(zh, en).to_owned(), kind, value: String::new(), needed: true }
    }

    fn area(&self, name: &'static str, zh: &str, en: &str) -> Input {
        self.input(name, zh, en, Kind::Area)
    }

    fn today(&self, name: &'static str, zh: &str, en: &str) -> Input {
        Input { value: self.s.today.to_string(), ..self.input(name, zh, en, Kind::Date) }
    }

    /// The next step, where it is done without telling anything else.
    fn step(&self) -> Option<(Offer, Act)> {
        let (case, s) = (self.case, self.s);
        let next = case.path.stops.iter().find(|stop| !case.state.done.contains_key(&stop.name))?;
        let name = Input { value: next.name.clone(), ..self.input("step", "步骤", "step", Kind::Hidden) };
        let mut offer = self.offer(
            "step",
            ("", ""),
            (
                "完成后登记，下一步的时限从今天起算。",
                "Note it when it is done; the clock of the next step runs from today.",
            ),
            vec![name],
        );
        offer.title = next.label.pick(s.lang).to_owned();
        offer.first = true;
        Some((offer, Act::Step(next.name.clone())))
    }

    fn supply(&self) -> (Offer, Act) {
        let mut offer = self.offer(
            "supply",
            ("登记已补充", "It came"),
            ("申请人补充的材料已收到，时限继续计算。", "What was asked for is here; the clocks run again."),
            Vec::new(),
        );
        offer.first = true;
        (offer, Act::Supply)
    }

    fn verify(&self) -> (Offer, Act) {
        let mut offer = self.offer(
            "verify",
            ("信息核对", "Verify"),
            (
                "按授权委托书，将申报情况与各部门最近月份数据逐项比对，生成核对报告（三十日内有效）。",
                "Under the letter of authority, holds what was told against the departments' newest data; the report is good for thirty days.",
            ),
            Vec::new(),
        );
        offer.first = !self.case.state.done.contains_key("verify");
        (offer, Act::Verify(Report { items: Vec::new(), good_until: self.s.today }))
    }

    fn assess(&self) -> (Offer, Act) {
        let mut offer = self.offer(
            "assess",
            ("按政策测算", "Assess"),
            (
                "按现行政策测算所申请的救助，结果连同依据存入本件。测算只供参考，由经办人决定。",
                "The rules in force are asked about what is applied for; answer and grounds are kept here. It is advice: a person decides.",
            ),
            Vec::new(),
        );
        offer.first = self.case.state.findings.is_empty();
        let probe = Finding { programme: String::new(), answer: Answer::NotInLaw, told: String::new() };
        (offer, Act::Assess(self.bureau.pack.clone(), vec![probe]))
    }

    fn visit(&self) -> (Offer, Act) {
        let names: Vec<_> = self.colleagues.iter().map(|(id, name)| (id.to_string(), name.clone())).collect();
        let first = Input {
            value: names.first().map(|(id, _)| id.clone()).unwrap_or_default(),
            ..self.input("first", "调查人一", "first visitor", Kind::Choice(names.clone()))
        };
        let second = Input {
            value: names.get(1).map(|(id, _)| id.clone()).unwrap_or_default(),
            ..self.input("second", "调查人二", "second visitor", Kind::Choice(names))
        };
        let agrees = Input {
            needed: false,
            ..self.input("agrees", "所见与申报一致", "what was seen agrees with what was told", Kind::Check)
        };
        let inputs = vec![
            first,
            second,
            self.today("on", "入户日期", "day of the visit"),
            agrees,
            self.area("words", "调查情况", "what was seen"),
        ];
        let hint = ("入户调查须由两名工作人员进行。", "Two people visit.");
        let mut offer = self.offer("visit", ("入户调查", "Visit"), hint, inputs);
        offer.first = self.case.state.visits.is_empty() && self.case.state.report.is_some();
        let act = Act::Visit { visitors: vec![-1, -2], on: self.s.today, agrees: true, words: String::new() };
        (offer, act)
    }

    /// What an opinion or a decision may say: less or nothing more only where somebody is helped already.
    fn outcomes(&self) -> Vec<Input> {
        let s = self.s;
        let choice = |name: &str, zh: &str, en: &str| (name.to_owned(), s.t(zh, en).to_owned());
        let mut choices = vec![choice("grant", "给予救助", "grant")];
        let review = self.case.state.channel == Channel::Review;
        if review {
            choices.extend([choice("reduce", "调减", "reduce"), choice("stop", "终止救助", "stop")]);
        }
        choices.push(choice("refuse", "不予救助", "refuse"));
        let proposed = self.case.state.opinion.as_ref().map(|opinion| &opinion.outcome);
        let (does, amount, from) = match proposed {
            Some(Outcome::Grant { amount_fen }) => ("grant", *amount_fen, None),
            Some(Outcome::Reduce { from_fen, to_fen }) => ("reduce", Some(*to_fen), Some(*from_fen)),
            Some(Outcome::Stop) => ("stop", None, None),
            Some(Outcome::Refuse) => ("refuse", None, None),
            None => (if self.found().is_some() { "grant" } else { "refuse" }, self.found().flatten(), None),
        };
        let plain =
            |fen: Option<i64>| fen.map(|fen| doudi_kernel::Money::from_fen(fen).to_string()).unwrap_or_default();
        let mut inputs =
            vec![Input { value: does.into(), ..self.input("does", "意见", "outcome", Kind::Choice(choices)) }];
        inputs.push(Input {
            value: plain(amount),
            needed: false,
            ..self.input("amount", "月救助金额（元）", "yuan a month", Kind::Yuan)
        });
        if review {
            inputs.push(Input {
                value: plain(from),
                needed: false,
                ..self.input("from", "原金额（调减时填，元）", "yuan before (for a reduction)", Kind::Yuan)
            });
        }
        inputs.push(Input {
            needed: false,
            ..self.area(
                "reason",
                "理由（与测算不一致、不予或减停时必填）",
                "reason (needed against the rules' answer, or to refuse or cut)",
            )
        });
        inputs
    }

    /// The greatest amount that the rules found; none where nothing may be claimed.
    fn found(&self) -> Option<Option<i64>> {
        let amounts = self.case.state.findings.iter().filter_map(|finding| match &finding.answer {
            Answer::Eligible { amount_fen, .. } => Some(*amount_fen),
            _ => None,
        });
        amounts.max()
    }

    fn review(&self) -> (Offer, Act) {
        let hint = (
            "根据核对、测算和入户情况提出意见；作出决定的须是另一人。",
            "From what was looked up, computed and seen. Somebody else decides.",
        );
        let mut offer = self.offer("review", ("提出初审意见", "First opinion"), hint, self.outcomes());
        offer.first = true;
        (offer, Act::Review(Outcome::Refuse, "-".into()))
    }

    fn publish(&self) -> (Offer, Act) {
        let hint = (
            "在申请人所在村（社区）张贴公示名单；公示天数按当地规定，期满后方可决定。",
            "The notice goes up in the village for as many days as the place sets; it is decided after them.",
        );
        let title = match self.case.state.published_until {
            None => ("张榜公示", "Publish"),
            Some(_) => ("再次公示", "Publish again"),
        };
        let mut offer = self.offer("publish", title, hint, Vec::new());
        offer.first = self.case.state.published_until.is_none();
        (offer, Act::Publish)
    }

    fn answers(&self) -> Vec<(Offer, Act)> {
        let open = self.case.state.objections.iter().enumerate().filter(|(_, it)| it.answer.is_none());
        let one = |(at, it): (usize, &doudi_office::case::Objection)| {
            let which = Input { value: at.to_string(), ..self.input("objection", "异议", "objection", Kind::Hidden) };
            let upheld =
                Input { needed: false, ..self.input("upheld", "异议成立", "the objection is right", Kind::Check) };
            let inputs = vec![which, upheld, self.area("words", "调查结果", "what was found")];
            let mut offer = self.offer("answer", ("答复异议", "Answer the objection"), ("", ""), inputs);
            offer.hint = it.words.clone();
            offer.first = true;
            (offer, Act::Answer { objection: at, upheld: false, words: "-".into() })
        };
        open.map(one).collect()
    }

    fn decide(&self) -> (Offer, Act) {
        let hint = (
            "决定须由未参与初审的人作出；减、停前须已听取意见。",
            "Whoever gave the opinion does not decide; nothing is cut before the person was heard.",
        );
        let mut offer = self.offer("decide", ("作出决定", "Decide"), hint, self.outcomes());
        offer.first = true;
        (offer, Act::Decide(Outcome::Refuse, "-".into()))
    }

    fn tell(&self) -> (Offer, Act) {
        let names = ["confirmation", "refusal", "reduction", "stop"];
        let letters: Vec<_> =
            names.iter().map(|name| ((*name).to_owned(), super::parts::letter(name, self.s.lang).to_owned())).collect();
        let fits = match self.case.state.decision.as_ref().map(|(outcome, _)| outcome) {
            Some(Outcome::Refuse) => "refusal",
            Some(Outcome::Reduce { .. }) => "reduction",
            Some(Outcome::Stop) => "stop",
            _ => "confirmation",
        };
        let letter = Input { value: fits.into(), ..self.input("letter", "文书", "letter", Kind::Choice(letters)) };
        let hint = ("文书送达申请人后登记。", "Note it when the person has the letter.");
        let mut offer = self.offer("tell", ("登记书面告知", "Told in writing"), hint, vec![letter]);
        offer.first = self.case.state.letters.is_empty();
        (offer, Act::Tell(fits.into()))
    }

    fn close(&self) -> (Offer, Act) {
        let hint = ("决定已告知，本件办结。", "The person was told; nothing is left.");
        let mut offer = self.offer("close", ("办结", "Close"), hint, Vec::new());
        offer.first = !self.case.state.letters.is_empty();
        (offer, Act::Close)
    }

    fn hear(&self) -> (Offer, Act) {
        let came = Input {
            value: "yes".into(),
            needed: false,
            ..self.input("came", "本人（或代理人）到场或答复", "the person came or answered", Kind::Check)
        };
        let inputs = vec![self.today("on", "日期", "day"), came, self.area("words", "本人意见", "what was said")];
        let hint = (
            "调减、终止前应当听取救助对象意见（社会救助法第四十八条）。",
            "Nobody is cut before being heard (art. 48).",
        );
        let mut offer = self.offer("hear", ("登记听取意见", "Hear the person"), hint, inputs);
        let cuts = self.case.state.opinion.as_ref().is_some_and(|opinion| opinion.outcome.takes_away());
        offer.first = cuts && self.case.state.hearings.is_empty();
        (offer, Act::Hear { on: self.s.today, came: true, words: "-".into() })
    }

    fn object(&self) -> (Offer, Act) {
        let inputs = vec![self.area("words", "异议内容（不写提出人姓名）", "what is said (without who said it)")];
        let hint = ("公示期间收到的异议，由乡镇调查答复。", "What is said against the notice; the town looks into it.");
        (self.offer("object", ("登记异议", "An objection"), hint, inputs), Act::Object("-".into()))
    }

    fn ask(&self) -> (Offer, Act) {
        let inputs = vec![self.area("words", "请申请人补充的内容", "what only the applicant has")];
        let hint = (
            "部门数据能查到的，不要求申请人提供（社会救助法第六十二条）。登记后时限暂停。",
            "Nobody is asked for what an office can look up (art. 62). The clocks stand meanwhile.",
        );
        (self.offer("ask", ("请申请人补充", "Ask the applicant"), hint, inputs), Act::Ask("-".into()))
    }

    fn withdraw(&self) -> (Offer, Act) {
        let inputs = vec![self.area("words", "撤回原因", "why")];
        let hint = ("申请人书面提出撤回的，登记后本件终结。", "The applicant gives up in writing; the case ends.");
        (self.offer("withdraw", ("登记撤回申请", "Withdrawn"), hint, inputs), Act::Withdraw("-".into()))
    }
}

/// An outcome as a form tells it.
pub(super) fn outcome(fields: &Fields) -> Result<Outcome, OfficeError> {
    let amount = fields.fen("amount", "amount")?;
    match fields.text("does") {
        "grant" => Ok(Outcome::Grant { amount_fen: amount }),
        "reduce" => {
            let from_fen = fields.fen("from", "from")?.ok_or(OfficeError::Form("from"))?;
            let to_fen = amount.ok_or(OfficeError::Form("amount"))?;
            if to_fen < from_fen { Ok(Outcome::Reduce { from_fen, to_fen }) } else { Err(OfficeError::Form("amount")) }
        }
        "stop" => Ok(Outcome::Stop),
        "refuse" => Ok(Outcome::Refuse),
        _ => Err(OfficeError::Form("does")),
    }
}
