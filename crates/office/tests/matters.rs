//! Signals become matters: opened once, looked after by somebody until a day, closed with an outcome.

use crate::{
    cases::Walk,
    county::{BEGIN, COUNTY, MONTH, Scene, lake, nine},
};
use doudi_journal::{
    IdempotencyKey, Rebuild,
    access::{Department, Role},
};
use doudi_kernel::{Date, DivisionList, Lang, Month};
use doudi_lake::Lake;
use doudi_office::{
    OfficeError, Who,
    case::{self, Emergency},
    imprest,
    matters::{self, Act, Effect, Filter, Outcome, Reason, Refusal, Rests, Signals, State, Taken},
    messages::{self, Holder, Kind, Shown},
    register, staff,
};
use doudi_work::{
    assess::{Basis, Household, Pack, Registers},
    policy::Policy,
    watch::{Evidence, FactLine, Level, Raised, Severity, Source, watch},
};
use std::path::Path;

/// The month's households, and what tests say was raised about some of them.
pub(crate) struct Watching {
    pub(crate) scene: Scene,
    pub(crate) households: Vec<Household>,
}

impl Watching {
    pub(crate) fn new() -> Self {
        let scene = Scene::new();
        let all = scene.month.all().unwrap().map(|it| it.unwrap().household);
        Self { households: all.collect(), scene }
    }

    /// Households whose members all have numbers, with two members at least.
    pub(crate) fn some(&self, many: usize) -> Vec<u32> {
        let fit = |it: &Household| it.members.len() > 1 && it.members.iter().all(|member| member.key.is_some());
        (0..).zip(&self.households).filter(|(_, it)| fit(it)).map(|(number, _)| number).take(many).collect()
    }

    pub(crate) fn month(&self, ahead: i32) -> Month {
        MONTH.parse::<Month>().unwrap().plus(ahead)
    }

    pub(crate) fn take(&self, ahead: i32, raised: &[Raised], day: Date) -> Taken {
        let signals = Signals { month: self.month(ahead), households: &self.households, raised };
        matters::take(&self.scene.bureau, signals, nine(day), |_| ()).unwrap()
    }

    pub(crate) fn clerk(&self, day: Date) -> Who {
        self.scene.who(1, Role::CountyClerk, COUNTY, day)
    }

    pub(crate) fn list(&self, who: &Who, filter: &Filter) -> Vec<matters::Listed> {
        matters::list(&self.scene.bureau, who, &Filter { whole: true, ..filter.clone() }).unwrap().0
    }

    /// The only matter that is open.
    fn only(&self, day: Date) -> matters::Listed {
        let mut all = self.list(&self.clerk(day), &Filter::default());
        assert_eq!(all.len(), 1);
        all.remove(0)
    }

    pub(crate) fn act(&self, who: &Who, id: i64, act: Act) -> Result<u32, OfficeError> {
        let view = matters::open(&self.scene.bureau, &self.clerk(who.today()), id).unwrap();
        let key = IdempotencyKey::new(format!("act-{id}-{}-{}", view.matter.version, who.id.0)).unwrap();
        matters::act(&self.scene.bureau, who, id, view.matter.version, &act, &key)
    }

    fn refused(&self, who: &Who, id: i64, act: Act) -> Refusal {
        match self.act(who, id, act) {
            Err(OfficeError::Matter(why)) => why,
            other => panic!("{other:?}"),
        }
    }

    pub(crate) fn whole(&self) {
        assert_eq!(self.scene.bureau.journal.rebuild(Rebuild::Compare).unwrap(), []);
    }
}

pub(crate) fn raised(household: u32, member: Option<u32>, signal: &str) -> Raised {
    Raised { household, member, signal: signal.into() }
}

pub(crate) fn day(month: i8, day: i8) -> Date {
    Date::constant(2026, month, day)
}

pub(crate) fn visit(on: Date) -> Act {
    Act::Visit { on, found: Vec::new(), note: "见到本人".into() }
}

pub(crate) fn close(outcome: Outcome) -> Act {
    Act::Close { outcome, feed: Some("medical_insured".into()), note: String::new() }
}

#[test]
fn a_households_signals_are_one_matter_and_taking_the_month_again_changes_nothing() {
    let watching = Watching::new();
    let [one, two] = watching.some(2)[..] else { panic!("two households") };
    let signals = [
        raised(one, Some(0), "work_lost"),
        raised(one, Some(1), "insurance_lapsed"),
        raised(one, None, "wages_collapsed"),
        raised(two, None, "house_unsafe"),
    ];
    let taken = watching.take(0, &signals, BEGIN);
    assert_eq!((taken.opened, taken.joined), (2, 4));
    let again = watching.take(0, &signals, day(8, 4));
    assert_eq!(again, Taken { told: 4, ..Taken::default() });
    let listed = watching.list(&watching.clerk(BEGIN), &Filter::default());
    let one = listed.iter().find(|it| it.signals.len() == 3).expect("one matter for three signals");
    assert_eq!(
        (one.matter.severity, one.matter.owner, one.matter.due),
        (Severity::High, Level::Village, Some(day(8, 10)))
    );
    watching.whole();
}

#[test]
fn a_taking_that_broke_off_goes_on_to_the_same_end() {
    let watching = Watching::new();
    let signals: Vec<Raised> =
        (0..watching.households.len() as u32).map(|number| raised(number, None, "wages_collapsed")).collect();
    assert!(signals.len() > 32, "more than one transaction");
    let month = watching.month(0);
    let ended = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
        let signals = Signals { month, households: &watching.households, raised: &signals };
        matters::take(&watching.scene.bureau, signals, nine(BEGIN), |_| panic!("the machine ends here"))
    }));
    assert!(ended.is_err());
    let before = watching.list(&watching.clerk(BEGIN), &Filter::default()).len();
    assert!(before > 0 && before < signals.len());
    watching.take(0, &signals, BEGIN);
    let listed = watching.list(&watching.clerk(BEGIN), &Filter::default());
    let households: std::collections::BTreeSet<i64> = listed.iter().map(|it| it.matter.household).collect();
    assert_eq!(households.len(), listed.len(), "one matter a household");
    assert!(listed.len() > before);
    let (_, tally) = matters::list(&watching.scene.bureau, &watching.clerk(BEGIN), &Filter::default()).unwrap();
    assert_eq!(tally.total, listed.len());
    assert_eq!(tally.towns.values().sum::<usize>(), listed.len(), "a count is the length of its list");
}

#[test]
fn a_signal_joins_the_open_matter_rests_once_it_is_answered_and_comes_again() {
    let watching = Watching::new();
    let one = watching.some(1)[0];
    watching.take(0, &[raised(one, Some(0), "work_lost")], BEGIN);
    let joined = watching.take(1, &[raised(one, Some(0), "work_lost"), raised(one, Some(1), "work_lost")], day(9, 3));
    assert_eq!((joined.opened, joined.joined, joined.still), (0, 1, 1));
    let id = watching.only(day(9, 3)).matter.id;
    let clerk = watching.clerk(day(9, 4));
    assert_eq!(watching.refused(&clerk, id, close(Outcome::Helped)), Refusal::NotVisited);
    assert_eq!(watching.refused(&clerk, id, visit(day(9, 5))), Refusal::BadDay(day(9, 5)));
    watching.act(&clerk, id, visit(day(9, 4))).unwrap();
    assert_eq!(watching.refused(&clerk, id, close(Outcome::CaseOpened)), Refusal::NoCase);
    watching.act(&clerk, id, close(Outcome::Helped)).unwrap();
    assert_eq!(watching.refused(&clerk, id, visit(day(9, 4))), Refusal::Closed);
    let view = matters::open(&watching.scene.bureau, &clerk, id).unwrap();
    assert!(view.heard.iter().all(|it| it.found == Some(true)), "the outcome says what no visitor said");
    let rest = watching.take(2, &[raised(one, Some(0), "work_lost")], day(10, 9));
    assert_eq!((rest.resting, rest.opened), (1, 0));
    // Ninety days after it was closed.
    assert_eq!(watching.take(4, &[raised(one, Some(0), "work_lost")], day(12, 10)).opened, 1);
    watching.whole();
}

#[test]
fn an_exempt_signal_keeps_quiet_to_its_day_and_can_be_raised_before_by_hand() {
    let watching = Watching::new();
    let one = watching.some(1)[0];
    watching.take(0, &[raised(one, Some(0), "insurance_lapsed")], BEGIN);
    let id = watching.only(BEGIN).matter.id;
    let clerk = watching.clerk(day(8, 5));
    let exempt = |until| Act::Exempt { signal: "insurance_lapsed".into(), person: 0, reason: Reason::Covered, until };
    let last = Date::constant(2027, 8, 5);
    assert_eq!(watching.refused(&clerk, id, exempt(last.tomorrow().unwrap())), Refusal::TooLong(last));
    watching.act(&clerk, id, exempt(day(12, 31))).unwrap();
    watching.act(&clerk, id, close(Outcome::AlreadyHelped)).unwrap();
    let quiet = watching.take(3, &[raised(one, Some(0), "insurance_lapsed")], day(11, 5));
    assert_eq!(quiet.exempt, 1);
    let listed = matters::exemptions(&watching.scene.bureau, &watching.clerk(day(11, 5))).unwrap();
    assert_eq!((listed.len(), listed[0].until, listed[0].reason), (1, day(12, 31), Some(Reason::Covered)));
    let over = matters::exemptions(&watching.scene.bureau, &watching.clerk(Date::constant(2027, 1, 1))).unwrap();
    assert!(over.is_empty(), "it ends by itself");
    let (household, key) = (listed[0].household, IdempotencyKey::new("end-1").unwrap());
    let end = |who: &Who| matters::end_exemption(&watching.scene.bureau, who, household, "insurance_lapsed", 0, &key);
    end(&watching.clerk(day(11, 6))).unwrap();
    assert!(matters::exemptions(&watching.scene.bureau, &watching.clerk(day(11, 6))).unwrap().is_empty());
    watching.whole();
}

#[test]
fn what_is_late_rises_by_its_dates_and_whoever_is_above_takes_it_up() {
    let watching = Watching::new();
    let one = watching.some(1)[0];
    watching.take(0, &[raised(one, None, "wages_collapsed")], BEGIN);
    let listed = watching.only(BEGIN);
    let (id, due) = (listed.matter.id, listed.matter.due.unwrap());
    let later = |days: i64| due.checked_add(jiff::Span::new().days(days)).unwrap();
    let levels: Vec<Level> = [0, 1, 7, 8].map(|days| listed.matter.level(later(days))).into();
    assert_eq!(levels, [Level::Village, Level::Town, Level::Town, Level::County]);
    let town = (listed.division / 1000).to_string();
    let mine = Filter { mine: true, ..Filter::default() };
    let sees =
        |role, area: &str, days| !watching.list(&watching.scene.who(7, role, area, later(days)), &mine).is_empty();
    assert!(sees(Role::VillageCadre, &listed.division.to_string(), 0));
    assert!(!sees(Role::TownClerk, &town, 0) && sees(Role::TownClerk, &town, 1));
    assert!(!sees(Role::CountyLeader, COUNTY, 7) && sees(Role::CountyLeader, COUNTY, 8));
    let clerk = watching.scene.who(3, Role::TownClerk, &town, later(1));
    assert_eq!(
        watching.refused(&watching.scene.who(3, Role::TownClerk, &town, due), id, Act::TakeUp),
        Refusal::NotLate
    );
    assert_eq!(watching.refused(&watching.clerk(later(1)), id, Act::TakeUp), Refusal::NotYours);
    watching.act(&clerk, id, Act::TakeUp).unwrap();
    let taken = watching.only(later(1)).matter;
    assert!(taken.owner == Level::Town && taken.due.unwrap() > later(1));
    watching.whole();
}

#[test]
fn a_department_sees_what_was_handed_over_to_it_and_answers_once() {
    let watching = Watching::new();
    let some = watching.some(2);
    let signals = some.iter().map(|it| raised(*it, Some(0), "seriously_ill_anew"));
    watching.take(0, &signals.collect::<Vec<_>>(), BEGIN);
    let listed = watching.list(&watching.clerk(BEGIN), &Filter::default());
    let id = listed[0].matter.id;
    let medical = watching.scene.who(5, Role::Department(Department::MedicalInsurance), COUNTY, BEGIN);
    let school = watching.scene.who(6, Role::Department(Department::Education), COUNTY, BEGIN);
    assert!(watching.list(&medical, &Filter::default()).is_empty());
    let hand = Act::HandOver(Department::MedicalInsurance, "自付费用较高，请核实医疗救助".into());
    watching.act(&watching.clerk(BEGIN), id, hand.clone()).unwrap();
    assert_eq!(watching.refused(&watching.clerk(BEGIN), id, hand), Refusal::AtDepartment);
    assert_eq!(watching.list(&medical, &Filter::default()).len(), 1);
    assert!(watching.list(&school, &Filter::default()).is_empty());
    assert!(matters::open(&watching.scene.bureau, &medical, id).is_ok());
    assert!(matches!(matters::open(&watching.scene.bureau, &school, id), Err(OfficeError::NotFound)));
    let answer = |department| Act::Answer(department, "已救助".into());
    assert_eq!(watching.refused(&school, id, answer(Department::Education)), Refusal::NotHanded);
    watching.act(&medical, id, answer(Department::MedicalInsurance)).unwrap();
    assert_eq!(watching.refused(&medical, id, answer(Department::MedicalInsurance)), Refusal::NotHanded);
    watching.whole();
}

#[test]
fn of_two_who_act_on_what_both_saw_the_second_is_told_and_a_form_sent_twice_is_done_once() {
    let watching = Watching::new();
    watching.take(0, &[raised(watching.some(1)[0], None, "wages_collapsed")], BEGIN);
    let (id, clerk) = (watching.only(BEGIN).matter.id, watching.clerk(BEGIN));
    let act = |key: &str| {
        let key = IdempotencyKey::new(key).unwrap();
        matters::act(&watching.scene.bureau, &clerk, id, 1, &visit(BEGIN), &key)
    };
    assert_eq!((act("a").unwrap(), act("a").unwrap()), (2, 2));
    assert!(matches!(act("b"), Err(OfficeError::Overtaken { seen: 1, is: 2 })));
    staff::declare(&watching.scene.bureau, &clerk, watching.only(BEGIN).matter.household, "侄子").unwrap();
    let aside = watching.act(&clerk, id, close(Outcome::Passed));
    assert!(matches!(aside, Err(OfficeError::Refused(case::Refusal::Relative))), "{aside:?}");
}

#[test]
fn a_matter_closed_by_mistake_goes_on_unless_another_is_open() {
    let watching = Watching::new();
    let one = watching.some(1)[0];
    watching.take(0, &[raised(one, None, "house_unsafe")], BEGIN);
    let (id, clerk) = (watching.only(BEGIN).matter.id, watching.clerk(BEGIN));
    assert_eq!(watching.refused(&clerk, id, Act::Reopen("误".into())), Refusal::Open);
    watching.act(&clerk, id, close(Outcome::DataWrong)).unwrap();
    watching.take(0, &[raised(one, None, "wages_collapsed")], BEGIN);
    let another = watching.only(BEGIN).matter.id;
    assert_eq!(watching.refused(&clerk, id, Act::Reopen("误".into())), Refusal::Another(another));
    watching.act(&clerk, another, close(Outcome::DataWrong)).unwrap();
    watching.act(&clerk, id, Act::Reopen("误".into())).unwrap();
    assert_eq!(watching.only(BEGIN).matter.id, id);
    watching.whole();
}

#[test]
fn a_broken_clock_is_a_matter_of_the_town() {
    let walk = Walk::of(Scene::new(), "fast_lane", &["fast_small_relief"], case::Channel::Discovery);
    let bureau = &walk.scene.bureau;
    let county = walk.scene.who(4, Role::CountyClerk, COUNTY, BEGIN);
    let town = walk.view().division / 1000 * 1000;
    imprest::replenish(bureau, &county, town, 30_000, &IdempotencyKey::new("put-1").unwrap()).unwrap();
    let burnt = Emergency { cause: "fire".into(), words: "厨房失火，全家无处做饭".into(), need_fen: 20_000 };
    walk.done(case::Act::Register(burnt));
    walk.done(case::Act::Relieve(20_000));
    // Ten working days for the papers end on 17 August.
    assert_eq!(matters::late(bureau, nine(day(8, 17))).unwrap(), Taken::default());
    assert_eq!(matters::late(bureau, nine(day(8, 18))).unwrap().opened, 1);
    assert_eq!(matters::late(bureau, nine(day(8, 18))).unwrap().opened, 0);
    let after = walk.scene.who(4, Role::CountyClerk, COUNTY, day(8, 18));
    let listed = matters::list(bureau, &after, &Filter::default()).unwrap().0;
    let household = walk.view().state.household;
    assert_eq!((listed.len(), listed[0].matter.household, listed[0].matter.owner), (1, household, Level::Town));
    assert_eq!(listed[0].signals, ["clock_case_late"]);
    assert_eq!(bureau.journal.rebuild(Rebuild::Compare).unwrap(), []);
}

#[test]
fn the_state_says_how_far_a_matter_is() {
    let watching = Watching::new();
    watching.take(0, &[raised(watching.some(1)[0], None, "wages_collapsed")], BEGIN);
    let (id, due) = (watching.only(BEGIN).matter.id, watching.only(BEGIN).matter.due.unwrap());
    let state = |day| matters::open(&watching.scene.bureau, &watching.clerk(day), id).unwrap().matter.state(day);
    assert_eq!((state(due), state(due.tomorrow().unwrap())), (State::Open, State::Overdue));
    watching.act(&watching.clerk(BEGIN), id, visit(BEGIN)).unwrap();
    assert_eq!(state(BEGIN), State::Visited);
    watching.act(&watching.clerk(BEGIN), id, close(Outcome::Passed)).unwrap();
    assert_eq!(state(due.tomorrow().unwrap()), State::Closed);
}

/// Files of a gateway's folder with their texts.
fn files(folder: &Path) -> Vec<(String, String)> {
    let mut all: Vec<_> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| {
            let path = entry.unwrap().path();
            (path.file_name().unwrap().to_string_lossy().into_owned(), std::fs::read_to_string(&path).unwrap())
        })
        .collect();
    all.sort();
    all
}

#[test]
fn who_has_a_late_matter_is_told_once_and_in_words_that_name_nobody() {
    let mut watching = Watching::new();
    let folder = tempfile::tempdir().unwrap();
    watching.scene.bureau = watching.scene.bureau.with_data(folder.path());
    let bureau = &watching.scene.bureau;
    let some = watching.some(3);
    let signals: Vec<Raised> = some.iter().map(|it| raised(*it, None, "wages_collapsed")).collect();
    watching.take(0, &signals, BEGIN);
    watching.scene.session("cadre", Role::VillageCadre, COUNTY);
    let cadre = *staff::names(bureau).unwrap().iter().find(|(_, name)| *name == "cadre").unwrap().0;
    let own = Who {
        id: doudi_journal::access::UserId(cadre),
        ..watching.scene.who(cadre, Role::VillageCadre, COUNTY, BEGIN)
    };
    let bad = messages::note_contact(bureau, &own, Holder::Account(cadre), Kind::Phone, "12345");
    assert!(matches!(bad, Err(OfficeError::Form(_))));
    messages::note_contact(bureau, &own, Holder::Account(cadre), Kind::Phone, "13800000000").unwrap();
    let (at, sms) = (nine(day(8, 28)), folder.path().join("outbox/messages/sms"));
    assert_eq!((matters::remind(bureau, at).unwrap(), matters::remind(bureau, at).unwrap()), (1, 0));
    // No gateway yet: it is tried again, later and later.
    let sent = messages::send(bureau, at).unwrap();
    assert_eq!((sent.sent, sent.later), (0, 1));
    std::fs::create_dir_all(&sms).unwrap();
    assert_eq!(messages::send(bureau, at).unwrap(), messages::Sent::default(), "not before its time");
    let later = nine(day(8, 29));
    assert_eq!(messages::send(bureau, later).unwrap().sent, 1);
    assert_eq!(messages::send(bureau, nine(day(8, 30))).unwrap(), messages::Sent::default());
    let files = files(&sms);
    assert_eq!(files.len(), 1);
    assert!(files[0].1.contains("13800000000") && files[0].1.contains("预警事项已超期"), "{files:?}");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let mode = std::fs::metadata(sms.join(&files[0].0)).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
    }
    let system = watching.scene.who(98, Role::SystemAdmin, COUNTY, BEGIN);
    let (listed, counted) = messages::list(bureau, &system).unwrap();
    assert_eq!((listed.len(), listed[0].state, listed[0].tries, counted[&Shown::Sent]), (1, Shown::Sent, 2, 1));
    assert!(messages::list(bureau, &watching.clerk(BEGIN)).is_err());
    watching.whole();
}

#[test]
fn a_message_that_finds_no_way_out_is_given_up_and_is_never_lost_in_silence() {
    let mut watching = Watching::new();
    let folder = tempfile::tempdir().unwrap();
    watching.scene.bureau = watching.scene.bureau.with_data(folder.path());
    let bureau = &watching.scene.bureau;
    watching.take(0, &[raised(watching.some(1)[0], None, "wages_collapsed")], BEGIN);
    watching.scene.session("cadre", Role::VillageCadre, COUNTY);
    matters::remind(bureau, nine(day(8, 28))).unwrap();
    let given_up: usize = (1..=30).map(|on| messages::send(bureau, nine(day(9, on))).unwrap().given_up).sum();
    assert_eq!(given_up, 1);
    let system = watching.scene.who(98, Role::SystemAdmin, COUNTY, BEGIN);
    assert_eq!(messages::list(bureau, &system).unwrap().1[&Shown::GivenUp], 1);
}

#[test]
fn a_household_that_asked_to_be_told_hears_that_its_case_moved() {
    let watching = Watching::new();
    let one = watching.some(1)[0];
    watching.take(0, &[raised(one, None, "house_unsafe")], BEGIN);
    let household = watching.only(BEGIN).matter.household;
    let (bureau, clerk) = (&watching.scene.bureau, watching.clerk(BEGIN));
    let holder = Holder::Household(household);
    messages::note_contact(bureau, &clerk, holder, Kind::Email, "somebody@example.org").unwrap();
    assert_eq!(messages::contacts(bureau, &clerk, holder).unwrap(), [Kind::Email]);
    messages::note_contact(bureau, &clerk, holder, Kind::Email, "").unwrap();
    assert_eq!(messages::contacts(bureau, &clerk, holder).unwrap(), []);
    let file = register::open(
        bureau,
        &clerk,
        household,
        doudi_journal::access::Purpose::new(doudi_journal::access::PurposeKind::Task, "matter-1").unwrap(),
    );
    assert!(file.unwrap().lines.iter().any(|line| line.kind == "contact.noted"));
}

#[test]
fn what_was_found_measures_the_signals_by_rule_town_and_month() {
    let watching = Watching::new();
    let some = watching.some(12);
    let signals: Vec<Raised> = some.iter().map(|it| raised(*it, None, "wages_collapsed")).collect();
    watching.take(0, &signals, BEGIN);
    let (clerk, month) = (watching.clerk(day(8, 6)), watching.month(0));
    for (number, it) in watching.list(&clerk, &Filter::default()).iter().enumerate() {
        if number < 4 {
            let found = vec![("wages_collapsed".to_owned(), 0, number == 0)];
            watching.act(&clerk, it.matter.id, Act::Visit { on: day(8, 5), found, note: String::new() }).unwrap();
        } else if number < 11 {
            watching.act(&clerk, it.matter.id, close(Outcome::DataWrong)).unwrap();
        }
    }
    let told = matters::feedback(&watching.scene.bureau, &clerk, None, month, month).unwrap();
    let wages = &told.signals["wages_collapsed"];
    assert_eq!((wages.raised, wages.visited, wages.answered, wages.so), (12, 4, 11, 1));
    assert_eq!((wages.days(), wages.precision(), wages.poor()), (Some(2), doudi_kernel::Ratio::new(1, 11), true));
    assert_eq!(wages.wrong, [("medical_insured".to_owned(), 7)].into());
    assert_eq!(told.towns.values().map(|it| it.raised).sum::<usize>(), 12);
    assert_eq!(told.months.keys().collect::<Vec<_>>(), [&month]);
    let analyst = watching.scene.who(9, Role::ProvincialAnalyst, "41", BEGIN);
    assert_eq!(matters::feedback(&watching.scene.bureau, &analyst, None, month, month).unwrap().all, told.all);
}

#[test]
fn nobody_is_proposed_to_leave_on_one_reading() {
    let watching = Watching::new();
    let clerk = watching.clerk(BEGIN);
    let leaving = matters::leaving(&watching.scene.bureau, &clerk).unwrap();
    assert!(!leaving.is_empty(), "somebody on the register does not qualify by the month's data");
    for it in &leaving {
        assert_eq!((it.run, it.months.len(), it.holds()), (1, 1, false), "one month is one reading");
        assert_eq!(it.needed, Some(3), "as the policy sets it");
    }
}

/// What a signal rests on, with a word that must stay behind its seal.
fn rests(secret: &str) -> Rests {
    let line = |feed: &str| FactLine {
        whose: String::new(),
        label: "重特大疾病".into(),
        before: Some("否".into()),
        before_source: Some(Source { feed: feed.into(), month: MONTH.parse::<Month>().unwrap().plus(-1) }),
        now: Some(secret.into()),
        source: Some(Source { feed: feed.into(), month: MONTH.parse().unwrap() }),
    };
    let told = |stands: &str| Evidence {
        signal: "seriously_ill_anew".into(),
        member: Some(0),
        raised: true,
        stands: stands.into(),
        label: "新患重特大疾病".into(),
        whom: "本人".into(),
        severity: "high".into(),
        owner: "village".into(),
        due: "5".into(),
        condition: "本月患病".into(),
        facts: vec![line("economic_verification")],
        limits: vec!["界限一".into()],
        remedy: "入户".into(),
        articles: vec!["第二十四条".into()],
        tree: "一棵树".into(),
    };
    Rests([told("触发"), told("raised")])
}

#[test]
fn what_a_signal_rests_on_is_kept_sealed_and_shown_as_it_was() {
    let watching = Watching::new();
    let bureau = &watching.scene.bureau;
    let one = watching.some(1)[0];
    let (ill, work) = (raised(one, Some(0), "seriously_ill_anew"), raised(one, Some(0), "work_lost"));
    let take = |raised: &[Raised], secret: &str, ahead, on| {
        let signals = Signals { month: watching.month(ahead), households: &watching.households, raised };
        let mut tell = |_: i64, it: &Raised| (it.signal == "seriously_ill_anew").then(|| rests(secret));
        matters::take_told(bureau, signals, &mut tell, nine(on), |_| ()).unwrap()
    };
    take(&[ill.clone(), work], "尿毒症", 0, BEGIN);
    // A month later the signal goes on: what it rested on when it was raised stays.
    take(&[ill], "别的病", 1, day(9, 3));
    let (id, clerk) = (watching.only(day(9, 3)).matter.id, watching.clerk(day(9, 3)));
    let view = matters::open(bureau, &clerk, id).unwrap();
    let feed = |id: &str| format!("《{id}》");
    let told = matters::evidence(bureau, &clerk, &view, Lang::En, &feed).unwrap();
    let at = view.heard.iter().position(|it| it.signal == "seriously_ill_anew").unwrap();
    let kept = told[at].as_ref().expect("it was kept");
    let fact = &kept.facts[0];
    assert_eq!((kept.stands.as_str(), fact.now.as_deref(), kept.tree.as_str()), ("raised", Some("尿毒症"), ""));
    assert_eq!(fact.source.as_ref().map(|it| it.feed.as_str()), Some("《economic_verification》"));
    let opened = matters::open(bureau, &clerk, id).unwrap();
    assert_eq!(opened.heard.len(), 2);
    let bodies = bureau.journal.write(|tx| tx.rows("SELECT body FROM entry", &[])).unwrap();
    let bodies: Vec<String> = bodies.iter().map(|row| row.get("body").unwrap()).collect();
    assert!(bodies.iter().any(|body| body.contains("rests")) && !bodies.iter().any(|body| body.contains("尿毒症")));
    let medical = watching.scene.who(5, Role::Department(Department::MedicalInsurance), COUNTY, day(9, 3));
    assert!(matches!(matters::evidence(bureau, &medical, &view, Lang::Zh, &feed), Err(OfficeError::Denied(_))));
    watching.whole();
}

#[test]
fn a_broken_clocks_matter_goes_by_the_policy_of_the_office() {
    let path = "national/signals/clocks.law";
    let text = Policy::embedded()
        .text(path)
        .unwrap()
        .replace("  owner town\n  due 2 working_days", "  owner county\n  due 4 working_days");
    let walk = Walk::of(
        Scene::under(&Policy::embedded().with(path, &text)),
        "fast_lane",
        &["fast_small_relief"],
        case::Channel::Discovery,
    );
    let bureau = &walk.scene.bureau;
    let county = walk.scene.who(4, Role::CountyClerk, COUNTY, BEGIN);
    let town = walk.view().division / 1000 * 1000;
    imprest::replenish(bureau, &county, town, 30_000, &IdempotencyKey::new("put-1").unwrap()).unwrap();
    let burnt = Emergency { cause: "fire".into(), words: "厨房失火，全家无处做饭".into(), need_fen: 20_000 };
    walk.done(case::Act::Register(burnt));
    walk.done(case::Act::Relieve(20_000));
    assert_eq!(matters::late(bureau, nine(day(8, 18))).unwrap().opened, 1);
    let after = walk.scene.who(4, Role::CountyClerk, COUNTY, day(8, 18));
    let listed = matters::list(bureau, &after, &Filter::default()).unwrap().0;
    // Four working days from a Tuesday end on the Monday after.
    assert_eq!((listed[0].matter.owner, listed[0].matter.due), (Level::County, Some(day(8, 24))));
    let named = bureau.signal_named("clock_case_late", Lang::Zh);
    assert_eq!((named.label.as_str(), named.cites[0].1.as_str()), ("救助事项办理超期", "第45条"));
    let every = |(name, _): &(&str, &str)| bureau.signal(name).is_some();
    assert!(matters::CLOCKS.iter().all(every), "every clock is a signal of the policy");
}

/// Who would be told about a signal by a month of the lake under rules of one's own.
fn would(lake: &Lake, divisions: &DivisionList, policy: &Policy, signal: &str) -> Vec<Raised> {
    let book = Pack::of(policy).book().unwrap();
    let basis = Basis::new(&Registers::load(lake, MONTH.parse().unwrap()).unwrap(), divisions, &book).unwrap();
    let mut watched = watch(&book, &basis, None).unwrap();
    watched.raised.retain(|it| it.signal == signal);
    watched.raised
}

#[test]
fn another_threshold_brings_what_the_month_would_have_brought_under_it() {
    let folder = tempfile::tempdir().unwrap();
    let mut watching = Watching::new();
    let (lake, divisions) = lake(folder.path());
    watching.scene.bureau = watching.scene.bureau.with_data(folder.path());
    let (signal, path) = ("near_dibao_line", "national/signals/ahead.law");
    let law = Policy::embedded().text(path).unwrap().to_owned();
    // Half as much again and less than the line: the shares that are tried are of 110 in the hundred.
    let under = |share: &str| {
        let text = law.replacen("  is 110% [alert_catalogue]", &format!("  is {share} [alert_catalogue]"), 1);
        would(&lake, &divisions, &Policy::embedded().with(path, &text), signal)
    };
    let now = under("110%");
    assert!(!now.is_empty(), "somebody is near the line");
    watching.take(0, &now, BEGIN);
    let clerk = watching.clerk(day(8, 6));
    for (number, it) in watching.list(&clerk, &Filter::default()).iter().take(2).enumerate() {
        let found = vec![(signal.to_owned(), 0, number == 0)];
        watching.act(&clerk, it.matter.id, Act::Visit { on: day(8, 5), found, note: String::new() }).unwrap();
    }
    let tried = matters::effects(&watching.scene.bureau, &clerk, signal, watching.month(0), Lang::Zh).unwrap();
    let of = |scale: Option<&str>| -> &Effect { tried.iter().find(|it| it.scale == scale).unwrap() };
    let as_it_is = of(None);
    assert_eq!(as_it_is.raised, now.len());
    let wrong = (now.len() - 1).min(1);
    assert_eq!((as_it_is.so, as_it_is.wrong, as_it_is.unseen), (1, wrong, now.len() - 1 - wrong));
    let (more, expected) = (of(Some("125%")), under("137.5%").len());
    assert!(expected > now.len(), "a wider threshold reaches more");
    assert_eq!((more.raised, more.so, more.missed), (expected, 1, 0));
    let least = of(Some("80%"));
    assert_eq!((least.raised, least.missed), (0, 1), "nobody is between the line and less than the line");
    let town = watching.scene.who(2, Role::TownClerk, "419901001", day(8, 6));
    let denied = matters::effects(&watching.scene.bureau, &town, signal, watching.month(0), Lang::Zh);
    assert!(matches!(denied, Err(OfficeError::Denied(_))));
}
