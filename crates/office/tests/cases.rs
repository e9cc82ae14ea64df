//! A case from the window to the letter, and everything that must not happen on the way.

use crate::county::{BEGIN, COUNTY, Scene};
use doudi_journal::{IdempotencyKey, access::Role};
use doudi_kernel::{Date, Lang};
use doudi_office::{
    OfficeError, Who,
    case::{self, Act, Answer, Application, CaseView, Channel, Finding, Matched, Office, Outcome, Refusal, Turn},
    papers::{self, Paper},
    register,
};
use doudi_work::{assess::Dossier, policy::Policy};
use std::{cell::Cell, collections::BTreeMap};

/// A case with the people who work on it.
pub(crate) struct Walk {
    pub(crate) scene: Scene,
    pub(crate) case: i64,
    pub(crate) town: String,
    pub(crate) today: Cell<Date>,
    sent: Cell<u32>,
}

fn application(household: i64, programmes: &[&str], channel: Channel) -> Application {
    Application {
        household,
        programmes: programmes.iter().map(|name| (*name).to_owned()).collect(),
        channel,
        authorised_until: Date::constant(2027, 8, 2),
        declared: BTreeMap::new(),
    }
}

pub(crate) const PROCEDURE: &str = "dibao_application";

impl Walk {
    fn new(channel: Channel) -> Self {
        Self::under(Scene::new(), channel)
    }

    fn under(scene: Scene, channel: Channel) -> Self {
        Self::of(scene, PROCEDURE, &["dibao"], channel)
    }

    pub(crate) fn of(scene: Scene, procedure: &str, programmes: &[&str], channel: Channel) -> Self {
        let (household, town) = scene.eligible("dibao");
        let clerk = scene.who(1, Role::TownClerk, &town, BEGIN);
        let key = IdempotencyKey::new("open-1").unwrap();
        let open = || {
            let application = application(household, programmes, channel.clone());
            case::open_case(&scene.bureau, &clerk, procedure, application, &key)
        };
        let case = open().expect("a case");
        assert_eq!(open().expect("the same case"), case, "an application that is sent twice is one");
        Self { scene, case, town, today: Cell::new(BEGIN), sent: Cell::new(0) }
    }

    /// Another case of the same household, on which the walk goes on.
    pub(crate) fn again(self, procedure: &str, programmes: &[&str], channel: Channel) -> Self {
        let application = application(self.view().state.household, programmes, channel);
        let application = Application { authorised_until: Date::constant(2030, 1, 1), ..application };
        self.sent.set(self.sent.get() + 1);
        let key = IdempotencyKey::new(format!("open-again-{}", self.sent.get())).unwrap();
        let case = case::open_case(&self.scene.bureau, &self.clerk(), procedure, application, &key).expect("a case");
        Self { case, ..self }
    }

    pub(crate) fn who(&self, number: i64, role: Role, area: &str) -> Who {
        self.scene.who(number, role, area, self.today.get())
    }

    /// The sources and the rules are asked, two people go.
    pub(crate) fn looked_into(&self) {
        self.done(Act::Step("accept".into()));
        self.done(Act::Step("start_investigation".into()));
        let report = case::verify(&self.scene.bureau, &self.dossier(), &self.view().state.declared, self.today.get());
        self.done(Act::Verify(report.expect("a report")));
        self.seen();
    }

    /// The rules are asked, two people go.
    pub(crate) fn seen(&self) {
        let findings = case::judge(&self.scene.bureau, &self.dossier(), &["dibao".into()], &|feed| feed.into());
        self.done(Act::Assess(self.scene.bureau.pack.clone(), findings.expect("findings")));
        let words = "家境与申报一致".into();
        self.done(Act::Visit { visitors: vec![1, 2], on: self.today.get(), agrees: true, words });
    }

    /// Opinion, notice, decision by the county.
    pub(crate) fn decided(&self, outcome: Outcome, reason: &str) {
        self.done(Act::Review(outcome.clone(), reason.into()));
        self.done(Act::Publish);
        self.today.set(self.view().state.published_until.unwrap().tomorrow().unwrap());
        self.act(&self.leader(), Act::Decide(outcome, reason.into())).expect("decided");
    }

    pub(crate) fn clerk(&self) -> Who {
        self.scene.who(1, Role::TownClerk, &self.town, self.today.get())
    }

    pub(crate) fn leader(&self) -> Who {
        self.scene.who(5, Role::CountyLeader, COUNTY, self.today.get())
    }

    pub(crate) fn view(&self) -> CaseView {
        case::view(&self.scene.bureau, &self.leader(), self.case).expect("the case")
    }

    pub(crate) fn act(&self, who: &Who, act: Act) -> Result<u32, OfficeError> {
        self.sent.set(self.sent.get() + 1);
        let key = IdempotencyKey::new(format!("act-{}", self.sent.get())).unwrap();
        case::act(&self.scene.bureau, who, self.case, self.view().state.version, act, &key)
    }

    pub(crate) fn done(&self, act: Act) {
        self.act(&self.clerk(), act).expect("done");
    }

    pub(crate) fn refused(&self, who: &Who, act: Act) -> Refusal {
        match self.act(who, act) {
            Err(OfficeError::Refused(why)) => why,
            other => panic!("{other:?}"),
        }
    }

    /// What the month knows of the household.
    pub(crate) fn dossier(&self) -> Dossier {
        let household = self.view().state.household;
        register::dossier(&self.scene.bureau, &self.clerk(), household).expect("in the month")
    }

    /// Up to the town's opinion.
    fn prepared(&self, outcome: Outcome, reason: &str) {
        self.looked_into();
        self.done(Act::Review(outcome, reason.into()));
    }

    /// What the rules found.
    pub(crate) fn found(&self) -> Option<i64> {
        let found = case::judge(&self.scene.bureau, &self.dossier(), &["dibao".into()], &|feed| feed.into()).unwrap();
        match &found[..] {
            [Finding { answer: Answer::Eligible { amount_fen, .. }, .. }] => *amount_fen,
            other => panic!("{other:?}"),
        }
    }
}

#[test]
fn a_clerk_takes_an_application_and_the_county_confirms_after_the_notice() {
    let walk = Walk::new(Channel::Oneself);
    let grant = Outcome::Grant { amount_fen: walk.found() };
    walk.prepared(grant.clone(), "");
    walk.done(Act::Publish);
    let until = walk.view().state.published_until.expect("a notice");
    assert!(
        matches!(walk.refused(&walk.leader(), Act::Decide(grant.clone(), String::new())), Refusal::Hanging(day) if day == until)
    );
    walk.today.set(until.tomorrow().unwrap());
    walk.act(&walk.leader(), Act::Decide(grant, String::new())).expect("decided");
    assert_eq!(walk.refused(&walk.clerk(), Act::Close), Refusal::NotTold);
    let letter =
        papers::paper(&walk.scene.bureau, &walk.clerk(), walk.case, Paper::Decision, Lang::Zh, &|feed| feed.into())
            .expect("a letter");
    assert!(papers::pdf(&letter).expect("printed").starts_with(b"%PDF"));
    walk.act(&walk.clerk(), Act::Tell("确认告知书".into())).expect("told");
    walk.act(&walk.clerk(), Act::Close).expect("closed");
    assert_eq!(walk.view().state.turn, Turn::Closed);
    assert_eq!(walk.scene.bureau.journal.rebuild(doudi_journal::Rebuild::Compare).unwrap(), []);
}

#[test]
fn nobody_is_cut_before_being_heard() {
    let walk = Walk::new(Channel::Review);
    let cut = Outcome::Reduce { from_fen: 60_000, to_fen: 20_000 };
    walk.prepared(cut.clone(), "子女就业，收入增加");
    walk.done(Act::Publish);
    walk.today.set(walk.view().state.published_until.unwrap().tomorrow().unwrap());
    assert_eq!(walk.refused(&walk.leader(), Act::Decide(cut.clone(), "收入增加".into())), Refusal::NotHeard);
    let hear = Act::Hear { on: walk.today.get(), came: true, words: "本人说明工资尚未发放".into() };
    walk.done(hear);
    walk.act(&walk.leader(), Act::Decide(cut, "收入增加".into())).expect("heard, then decided");
}

#[test]
fn against_the_rules_answer_nothing_is_decided_without_a_reason() {
    let walk = Walk::new(Channel::Oneself);
    let more = Outcome::Grant { amount_fen: walk.found().map(|fen| fen + 100) };
    walk.done(Act::Step("accept".into()));
    assert!(matches!(walk.refused(&walk.clerk(), Act::Review(more, String::new())), Refusal::Before(_)));
    assert!(matches!(walk.refused(&walk.leader(), Act::Decide(Outcome::Refuse, String::new())), Refusal::Before(_)));
}

#[test]
fn while_the_citizen_owes_something_the_clock_stands() {
    let walk = Walk::new(Channel::Oneself);
    walk.done(Act::Step("accept".into()));
    walk.done(Act::Ask("银行账户".into()));
    assert_eq!(walk.refused(&walk.clerk(), Act::Step("start_investigation".into())), Refusal::Standing);
    walk.today.set(Date::constant(2026, 8, 10));
    walk.done(Act::Supply);
    let view = walk.view();
    let clocks = case::clocks(&view.path, &view.state);
    // Three working days from 3 August, and five that it stood.
    assert_eq!(clocks[0].due, case::Due::On(Date::constant(2026, 8, 13)));
}

#[test]
fn who_reviewed_does_not_decide_and_a_stranger_does_not_act() {
    let walk = Walk::new(Channel::Oneself);
    let far = walk.scene.who(7, Role::TownClerk, "410102001", walk.today.get());
    assert!(matches!(walk.act(&far, Act::Step("accept".into())), Err(OfficeError::NotFound)));
    let cadre = walk.scene.who(8, Role::VillageCadre, &walk.town, walk.today.get());
    assert!(matches!(walk.act(&cadre, Act::Step("accept".into())), Err(OfficeError::Denied(_))));
}

#[test]
fn two_visitors_are_two_people() {
    let walk = Walk::new(Channel::Oneself);
    let alone = Act::Visit { visitors: vec![1, 1], on: BEGIN, agrees: true, words: String::new() };
    assert_eq!(walk.refused(&walk.clerk(), alone), Refusal::TwoVisitors);
}

#[test]
fn of_two_who_act_on_what_they_both_saw_one_is_told_that_it_is_old() {
    let walk = Walk::new(Channel::Oneself);
    let seen = walk.view().state.version;
    let act = |key: &str| {
        let key = IdempotencyKey::new(key).unwrap();
        case::act(&walk.scene.bureau, &walk.clerk(), walk.case, seen, Act::Step("accept".into()), &key)
    };
    assert_eq!(act("first").unwrap(), seen + 1);
    assert_eq!(act("first").unwrap(), seen + 1, "the same request again is answered the same");
    assert!(matches!(act("second"), Err(OfficeError::Overtaken { .. })));
}

#[test]
fn a_verification_has_four_answers_and_says_how_long_it_is_good() {
    let walk = Walk::new(Channel::Oneself);
    let report = case::verify(&walk.scene.bureau, &walk.dossier(), &BTreeMap::new(), BEGIN).unwrap();
    assert_eq!(report.items.len(), case::DECLARED.len());
    assert!(report.count(Matched::Agrees) > 0);
    assert!(report.good_until > BEGIN);
}

/// A place to which the province has given the decision (art. 44 para. 2), without a notice before it, as in Anqiu.
pub(crate) const TOWN_DECIDES: &str = include_str!("town_decides.law");

pub(crate) fn town_decides() -> Policy {
    let named = "region 419901 \"虚构县\" \"a county that never existed\"\n";
    let policy = Policy::embedded().with("national/regions_of_a_test.law", named);
    policy.with("provinces/41_henan/419901.law", TOWN_DECIDES)
}

#[test]
fn where_the_province_says_so_the_town_decides_and_the_county_does_not() {
    let walk = Walk::under(Scene::under(&town_decides()), Channel::Oneself);
    let grant = Outcome::Grant { amount_fen: walk.found() };
    walk.prepared(grant.clone(), "");
    assert!(matches!(walk.refused(&walk.clerk(), Act::Publish), Refusal::NoStep(_)));
    let decide = || Act::Decide(grant.clone(), String::new());
    assert_eq!(walk.refused(&walk.leader(), decide()), Refusal::NotYours(Office::Town));
    let head = walk.scene.who(6, Role::TownLeader, &walk.town, walk.today.get());
    walk.act(&head, decide()).expect("decided by the town");
    assert_eq!(walk.view().state.turn, Turn::Decided);
}

#[test]
fn an_objection_waits_for_its_answer_and_only_then_the_county_decides() {
    let walk = Walk::new(Channel::Discovery);
    let grant = Outcome::Grant { amount_fen: walk.found() };
    walk.prepared(grant.clone(), "");
    walk.done(Act::Publish);
    walk.done(Act::Object("家中有车".into()));
    walk.today.set(walk.view().state.published_until.unwrap().tomorrow().unwrap());
    let decide = || Act::Decide(grant.clone(), String::new());
    assert_eq!(walk.refused(&walk.leader(), decide()), Refusal::Objected);
    walk.done(Act::Answer { objection: 0, upheld: false, words: "车辆系借用，已核实".into() });
    walk.act(&walk.leader(), decide()).expect("decided");
}
