//! What citizens do without an account: apply from home, follow under one code, object, complain.

use crate::{
    cases::{PROCEDURE, Walk},
    county::{BEGIN, COUNTY, Scene, nine},
};
use doudi_journal::{
    IdempotencyKey, Instant, Rebuild,
    access::{Purpose, PurposeKind, Role},
};
use doudi_kernel::Date;
use doudi_office::{
    OfficeError, Who,
    case::{self, Act, Channel, Outcome},
    citizen::{self, About, Application, Applies, Aside},
    register,
};
use std::collections::BTreeMap;

fn key(name: &str) -> IdempotencyKey {
    IdempotencyKey::new(format!("citizen:{name}")).unwrap()
}

fn at(day: i8) -> Instant {
    nine(Date::constant(2026, 8, day))
}

/// A household with its village, town, and what proves it: the end of its head's number.
struct Home {
    scene: Scene,
    household: i64,
    village: u64,
    town: String,
    number: String,
}

impl Home {
    fn new() -> Self {
        let scene = Scene::new();
        let (household, town) = scene.eligible("dibao");
        let clerk = scene.who(1, Role::TownClerk, &town, BEGIN);
        let purpose = Purpose::new(PurposeKind::Task, "T-1").unwrap();
        let file = register::open(&scene.bureau, &clerk, household, purpose.clone()).unwrap();
        let head = file.members[0].id;
        let reason = "核对查询码的归属";
        let number = register::reveal(&scene.bureau, &clerk, household, head, purpose, reason).unwrap();
        Self { village: file.division, scene, household, town, number }
    }

    fn clerk(&self, day: i8) -> Who {
        self.scene.who(1, Role::TownClerk, &self.town, Date::constant(2026, 8, day))
    }

    fn proof(&self) -> &str {
        &self.number[14..]
    }

    fn application(&self) -> Application {
        Application {
            applies: Applies::Entrusted,
            name: "石桥某".into(),
            number: self.number.clone(),
            phone: "13800001234".into(),
            topics: vec!["living".into()],
            words: "腿摔伤以后没有收入".into(),
            by_name: "柳某".into(),
            by_relation: "邻居".into(),
        }
    }

    fn sent(&self) -> String {
        citizen::send(&self.scene.bureau, self.village, &self.application(), at(3), &key("sent")).unwrap().to_string()
    }

    fn case_of(&self, sent: i64, day: i8) -> Result<i64, OfficeError> {
        let application = case::Application {
            household: self.household,
            programmes: vec!["dibao".into()],
            channel: Channel::Proxy { letter: true },
            authorised_until: Date::constant(2026, 12, 31),
            declared: BTreeMap::new(),
        };
        let key = key(&format!("case-{sent}-{day}"));
        case::open_sent(&self.scene.bureau, &self.clerk(day), "dibao_application", application, Some(sent), &key)
    }
}

#[test]
fn what_is_sent_from_home_is_followed_at_once_and_its_clock_runs_from_that_day() {
    let home = Home::new();
    let bureau = &home.scene.bureau;
    let code = home.sent();
    assert_eq!(home.sent(), code, "sent twice, kept once");
    let seen = citizen::follow(bureau, &code, home.proof(), at(3)).unwrap();
    assert_eq!((seen.household, seen.sent.len(), seen.cases.len()), (None, 1, 0));
    let waiting = citizen::waiting(bureau, &home.clerk(5)).unwrap();
    assert_eq!(waiting.iter().map(|it| it.day).collect::<Vec<_>>(), [Date::constant(2026, 8, 3)]);
    let other = home.scene.who(2, Role::TownClerk, "419901999", BEGIN);
    assert!(citizen::waiting(bureau, &other).unwrap().is_empty(), "another town's list");
    assert!(matches!(citizen::open(bureau, &other, waiting[0].id), Err(OfficeError::NotFound)));
    let opened = citizen::open(bureau, &home.clerk(5), waiting[0].id).unwrap();
    assert_eq!((opened.household, opened.application.words), (Some(home.household), home.application().words));
    assert_eq!(opened.application.phone, "138****1234");
    let call = |who: &Who, reason| citizen::telephone(bureau, who, waiting[0].id, reason);
    assert_eq!(call(&home.clerk(5), "联系申请人核对情况").unwrap(), home.application().phone);
    assert!(matches!(call(&home.clerk(5), ""), Err(OfficeError::Denied(_))), "never without a reason");
    let case = home.case_of(waiting[0].id, 5).unwrap();
    let view = case::view(bureau, &home.clerk(5), case).unwrap();
    assert_eq!(view.state.opened, Date::constant(2026, 8, 3), "the law's clock began when it was sent");
    assert!(citizen::waiting(bureau, &home.clerk(5)).unwrap().is_empty());
    assert!(matches!(home.case_of(waiting[0].id, 6), Err(OfficeError::NotFound)), "taken up once");
    let seen = citizen::follow(bureau, &code, home.proof(), at(6)).unwrap();
    assert_eq!(seen.cases.iter().map(|it| it.id).collect::<Vec<_>>(), [case]);
    assert_eq!(citizen::code_of(bureau, &home.clerk(6), home.household).unwrap().to_string(), code, "one code");
    assert_eq!(bureau.journal.rebuild(Rebuild::Compare).unwrap(), []);
}

#[test]
fn a_code_opens_nothing_without_its_proof_and_guessing_waits() {
    let home = Home::new();
    let bureau = &home.scene.bureau;
    let code = citizen::code_of(bureau, &home.clerk(3), home.household).unwrap().to_string();
    assert!(citizen::follow(bureau, &code, home.proof(), at(3)).is_ok());
    let wrong = if home.proof() == "0000" { "0001" } else { "0000" };
    for _ in 0..5 {
        assert!(matches!(citizen::follow(bureau, &code, wrong, at(4)), Err(OfficeError::Code)));
    }
    assert!(matches!(citizen::follow(bureau, &code, home.proof(), at(4)), Err(OfficeError::Wait(_))));
    assert!(citizen::follow(bureau, &code, home.proof(), at(5)).is_ok(), "a wait ends");
    assert!(matches!(citizen::follow(bureau, "2222-2222-2222", home.proof(), at(5)), Err(OfficeError::Code)));
    let auditor = home.scene.who(7, Role::Auditor, COUNTY, BEGIN);
    let looks = register::looks(bureau, &auditor, &register::Looks::default()).unwrap();
    let own: Vec<_> = looks.iter().filter(|look| look.purpose == "citizen:code").collect();
    assert_eq!(own.len(), 2, "every reaching is an access record");
    assert!(own.iter().all(|look| look.account == 0 && look.subject == format!("household:{}", home.household)));
}

#[test]
fn a_code_that_was_replaced_at_the_counter_is_dead() {
    let home = Home::new();
    let bureau = &home.scene.bureau;
    let old = citizen::code_of(bureau, &home.clerk(3), home.household).unwrap().to_string();
    let new = citizen::replace_code(bureau, &home.clerk(3), home.household).unwrap().to_string();
    assert_ne!(old, new);
    assert!(matches!(citizen::follow(bureau, &old, home.proof(), at(3)), Err(OfficeError::Code)));
    assert!(citizen::follow(bureau, &new, home.proof(), at(3)).is_ok());
    let stranger = home.scene.who(2, Role::TownClerk, "419901999", BEGIN);
    assert!(matches!(citizen::code_of(bureau, &stranger, home.household), Err(OfficeError::NotFound)));
}

#[test]
fn a_complaint_passes_the_town_and_its_answer_stands_under_the_code() {
    let home = Home::new();
    let bureau = &home.scene.bureau;
    let code = citizen::code_of(bureau, &home.clerk(3), home.household).unwrap().to_string();
    let said = "经办人让我跑了四趟";
    let speak = |name: &str| citizen::speak(bureau, (&code, home.proof()), About::Office, said, at(4), &key(name));
    let id = speak("one").unwrap();
    assert_eq!(speak("one").unwrap(), id, "sent twice, kept once");
    assert!(citizen::voices(bureau, &home.clerk(5)).unwrap().is_empty(), "not to whom it is about");
    let county = home.scene.who(4, Role::CountyClerk, COUNTY, Date::constant(2026, 8, 6));
    let heard = citizen::voices(bureau, &county).unwrap();
    assert_eq!(heard.iter().map(|it| (it.complaint, it.words.as_str())).collect::<Vec<_>>(), [(true, said)]);
    assert!(matches!(citizen::answer(bureau, &home.clerk(5), id, true, "属实"), Err(OfficeError::NotFound)));
    citizen::answer(bureau, &county, id, true, "属实，已改为一次告知").unwrap();
    assert!(matches!(citizen::answer(bureau, &county, id, false, "再答"), Err(OfficeError::NotFound)));
    let seen = citizen::follow(bureau, &code, home.proof(), at(7)).unwrap();
    let (on, upheld, words) = seen.voices[0].answer.clone().unwrap();
    assert_eq!((on, upheld, words.as_str()), (Date::constant(2026, 8, 6), true, "属实，已改为一次告知"));
    assert_eq!(bureau.journal.rebuild(Rebuild::Compare).unwrap(), []);
}

#[test]
fn what_is_put_aside_says_why_under_the_code() {
    let home = Home::new();
    let bureau = &home.scene.bureau;
    let code = home.sent();
    let id = citizen::waiting(bureau, &home.clerk(4)).unwrap()[0].id;
    citizen::put_aside(bureau, &home.clerk(4), id, Aside::Elsewhere).unwrap();
    let seen = citizen::follow(bureau, &code, home.proof(), at(5)).unwrap();
    assert_eq!(seen.sent, [(Date::constant(2026, 8, 3), home.village, Some(Aside::Elsewhere))]);
    assert!(citizen::waiting(bureau, &home.clerk(4)).unwrap().is_empty());
}

#[test]
fn who_objects_under_the_code_stops_what_hangs_out() {
    let walk = Walk::of(Scene::new(), PROCEDURE, &["dibao"], Channel::Oneself);
    walk.looked_into();
    walk.done(Act::Review(Outcome::Grant { amount_fen: walk.found() }, String::new()));
    walk.done(Act::Publish);
    let bureau = &walk.scene.bureau;
    let household = walk.view().state.household;
    let clerk = walk.clerk();
    let code = citizen::code_of(bureau, &clerk, household).unwrap().to_string();
    let purpose = Purpose::new(PurposeKind::Case, &walk.case.to_string()).unwrap();
    let head = register::open(bureau, &clerk, household, purpose.clone()).unwrap().members[0].id;
    let number = register::reveal(bureau, &clerk, household, head, purpose, "核对查询码的归属").unwrap();
    let speak = |about| citizen::speak(bureau, (&code, &number[14..]), about, "收入算错了", clerk.now, &key("object"));
    speak(About::Case(walk.case)).unwrap();
    speak(About::Case(walk.case)).unwrap();
    assert!(walk.view().state.objected(), "the case waits for its answer");
    assert_eq!(walk.view().state.objections.len(), 1, "sent twice, lodged once");
    assert!(citizen::voices(bureau, &clerk).unwrap().is_empty(), "it has one place: its case");
    let waits = |many| citizen::Objected { case: walk.case, division: walk.view().division, many };
    assert_eq!(citizen::objections(bureau, &clerk).unwrap(), [waits(1)]);
    walk.done(Act::Object("邻居认为其有存款".into()));
    assert_eq!(citizen::objections(bureau, &clerk).unwrap(), [waits(2)]);
    let seen = citizen::follow(bureau, &code, &number[14..], clerk.now).unwrap();
    assert_eq!(
        seen.voices.iter().map(|it| it.case).collect::<Vec<_>>(),
        [Some(walk.case)],
        "not what a neighbour objected"
    );
    assert_eq!(seen.voices[0].answer, None);
    walk.done(Act::Answer { objection: 1, upheld: false, words: "经核查无此存款".into() });
    walk.done(Act::Answer { objection: 0, upheld: true, words: "已按流水重新核算".into() });
    let seen = citizen::follow(bureau, &code, &number[14..], clerk.now).unwrap();
    let answer = seen.voices[0].answer.as_ref().map(|(_, upheld, words)| (*upheld, words.as_str()));
    assert_eq!(answer, Some((true, "已按流水重新核算")), "answered in the case, read under the code");
    assert!(citizen::objections(bureau, &clerk).unwrap().is_empty());
    assert_eq!(bureau.journal.rebuild(Rebuild::Compare).unwrap(), []);
    assert!(matches!(speak(About::Case(walk.case + 1)), Err(OfficeError::Journal(_))), "the key is another's");
}
