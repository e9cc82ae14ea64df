//! What stands around a case: relief that goes first, departments, reviews, hearings, relatives of staff, clocks that go up.

use crate::{
    cases::{PROCEDURE, Walk, town_decides},
    county::{BEGIN, COUNTY, Scene},
};
use doudi_journal::{
    IdempotencyKey, Rebuild,
    access::{Department, Role, UserId},
};
use doudi_kernel::{Date, Lang, Month};
use doudi_office::{
    OfficeError, Who,
    case::{self, Act, Channel, Emergency, Outcome, Refusal, ReviewClass, Turn},
    imprest,
    papers::{self, Paper},
    staff,
};

fn relief() -> Walk {
    Walk::of(Scene::new(), "fast_lane", &["fast_small_relief"], Channel::Discovery)
}

fn burnt(need_fen: i64) -> Act {
    Act::Register(Emergency { cause: "fire".into(), words: "厨房失火，全家无处做饭".into(), need_fen })
}

impl Walk {
    fn town_code(&self) -> u64 {
        self.view().division / 1000 * 1000
    }

    fn replenished(&self, who: &Who, fen: i64, key: &str) -> Result<i64, OfficeError> {
        imprest::replenish(&self.scene.bureau, who, self.town_code(), fen, &IdempotencyKey::new(key).unwrap())
    }

    fn county(&self) -> Who {
        self.who(4, Role::CountyClerk, COUNTY)
    }

    fn printed(&self, who: &Who, paper: Paper) -> Result<(), OfficeError> {
        let one = papers::paper(&self.scene.bureau, who, self.case, paper, Lang::Zh, &|feed| feed.into())?;
        assert!(papers::pdf(&one)?.starts_with(b"%PDF"));
        Ok(())
    }

    fn whole(&self) {
        assert_eq!(self.scene.bureau.journal.rebuild(Rebuild::Compare).unwrap(), []);
    }
}

#[test]
fn relief_goes_first_from_the_imprest_and_its_papers_follow() {
    let walk = relief();
    let limit = walk.view().path.terms.relief_limit_fen.expect("the place has a standard");
    assert!(matches!(walk.replenished(&walk.clerk(), 50_000, "put-0"), Err(OfficeError::Refused(_))), "not the town");
    assert_eq!(
        walk.refused(&walk.clerk(), Act::Relieve(100)),
        Refusal::Before(vec![walk.view().path.stops[0].label.clone()])
    );
    walk.done(burnt(2 * limit));
    assert_eq!(walk.refused(&walk.clerk(), Act::Relieve(limit + 1)), Refusal::OverLimit { limit_fen: limit });
    assert_eq!(walk.refused(&walk.clerk(), Act::Relieve(limit)), Refusal::ImprestShort { left_fen: 0 });
    let head = walk.who(6, Role::TownLeader, &walk.town);
    assert!(matches!(walk.refused(&head, Act::Step("pay".into())), Refusal::NoStep(_)), "not past the imprest");
    assert_eq!(walk.replenished(&walk.county(), limit + 300, "put-1").unwrap(), limit + 300);
    assert_eq!(walk.replenished(&walk.county(), limit + 300, "put-1").unwrap(), limit + 300, "sent twice, put in once");
    walk.done(Act::Relieve(limit));
    let town = walk.town_code();
    let book = imprest::moves(&walk.scene.bureau, &walk.clerk(), town).unwrap();
    assert_eq!(book.iter().map(|it| it.left_fen).collect::<Vec<_>>(), [limit + 300, 300]);
    assert_eq!(book[1].case, Some(walk.case));
    assert!(matches!(walk.refused(&walk.clerk(), Act::Close), Refusal::Before(_)), "the papers are missing");
    walk.done(Act::Explain("村委会证明与照片已收".into()));
    walk.done(Act::Close);
    assert_eq!(walk.view().state.turn, Turn::Closed);
    let month = Month::of(BEGIN);
    let list = papers::relief(&walk.scene.bureau, &walk.clerk(), town, month, Lang::Zh).expect("the month's list");
    assert!(papers::xlsx(&list).is_ok() && papers::pdf(&list).unwrap().starts_with(b"%PDF"));
    walk.whole();
}

#[test]
fn a_town_gives_no_more_than_its_imprest_holds_however_many_ask() {
    let walk = relief();
    walk.replenished(&walk.county(), 30_000, "put-1").unwrap();
    walk.done(burnt(20_000));
    walk.done(Act::Relieve(20_000));
    let walk = walk.again("fast_lane", &["fast_small_relief"], Channel::Discovery);
    walk.done(burnt(20_000));
    assert_eq!(walk.refused(&walk.clerk(), Act::Relieve(20_000)), Refusal::ImprestShort { left_fen: 10_000 });
    walk.done(Act::Relieve(10_000));
    let purses = imprest::purses(&walk.scene.bureau, &walk.county()).unwrap();
    let own = purses.iter().find(|purse| purse.town == walk.town_code()).unwrap();
    assert_eq!((own.left_fen(), own.given), (0, 2));
    let elsewhere = walk.who(9, Role::TownClerk, "419901999");
    assert!(imprest::purses(&walk.scene.bureau, &elsewhere).unwrap().is_empty());
}

#[test]
fn papers_that_are_late_are_told_to_the_county() {
    let walk = relief();
    walk.replenished(&walk.county(), 30_000, "put-1").unwrap();
    walk.done(burnt(20_000));
    walk.done(Act::Relieve(20_000));
    let raised = |walk: &Walk| case::mine(&walk.scene.bureau, &walk.county(), false).unwrap();
    assert!(raised(&walk).is_empty(), "in time it is the town's");
    // Ten working days from 3 August end on 17 August.
    walk.today.set(Date::constant(2026, 8, 17));
    assert!(raised(&walk).is_empty());
    walk.today.set(Date::constant(2026, 8, 18));
    let rows = raised(&walk);
    assert_eq!(rows.iter().map(|row| (row.id, row.raised)).collect::<Vec<_>>(), [(walk.case, true)]);
    let own = case::mine(&walk.scene.bureau, &walk.clerk(), false).unwrap();
    assert!(own.iter().all(|row| !row.raised));
}

#[test]
fn a_late_village_is_told_to_the_town_first_and_to_the_county_a_week_after() {
    let walk = Walk::of(Scene::new(), PROCEDURE, &["dibao"], Channel::Oneself);
    walk.looked_into();
    walk.done(Act::Review(Outcome::Grant { amount_fen: walk.found() }, String::new()));
    let due = case::clocks(&walk.view().path, &walk.view().state)[0].due;
    let case::Due::On(due) = due else { panic!("{due:?}") };
    let seen = |who: &Who| case::mine(&walk.scene.bureau, who, false).unwrap().iter().any(|row| row.raised);
    walk.today.set(due.tomorrow().unwrap());
    assert!(seen(&walk.clerk()) && !seen(&walk.county()));
    walk.today.set(due.checked_add(jiff::Span::new().days(8)).unwrap());
    assert!(seen(&walk.clerk()) && seen(&walk.county()));
}

#[test]
fn who_has_two_offices_sees_and_does_the_work_of_both() {
    let walk = Walk::of(Scene::new(), PROCEDURE, &["dibao"], Channel::Oneself);
    let mut both = walk.county();
    both.grants.extend(walk.clerk().grants);
    let mine = case::mine(&walk.scene.bureau, &both, false).unwrap();
    assert_eq!(mine.iter().map(|row| (row.id, row.raised)).collect::<Vec<_>>(), [(walk.case, false)]);
    walk.act(&both, Act::Step("accept".into())).expect("as the town");
}

#[test]
fn one_application_is_answered_by_every_department_in_one_letter() {
    let asked = ["dibao", "medical_assistance", "education_assistance"];
    let walk = Walk::of(Scene::new(), PROCEDURE, &asked, Channel::Oneself);
    let (doctor, school) = (Department::MedicalInsurance, Department::Education);
    let of = |department| walk.scene.who(30, Role::Department(department), COUNTY, walk.today.get());
    let reply = |department: Department, outcome, reason: &str| Act::Reply {
        department: department.name().into(),
        outcome,
        reason: reason.into(),
    };
    let grant = || Outcome::Grant { amount_fen: Some(80_000) };
    assert_eq!(case::referrals(&walk.scene.bureau, &of(school)).unwrap().len(), 1, "its own part only");
    assert!(case::referrals(&walk.scene.bureau, &of(Department::Housing)).unwrap().is_empty());
    assert!(matches!(
        case::view_part(&walk.scene.bureau, &of(Department::Housing), walk.case),
        Err(OfficeError::NotFound)
    ));
    assert_eq!(walk.refused(&of(school), reply(doctor, grant(), "")), Refusal::NotYours(case::Office::Department));
    assert_eq!(walk.refused(&of(school), reply(school, Outcome::Refuse, "")), Refusal::NoReason);
    walk.act(&of(school), reply(school, grant(), "本学期资助")).expect("answered");
    assert_eq!(walk.refused(&of(school), reply(school, grant(), "")), Refusal::Replied);
    walk.looked_into();
    walk.decided(Outcome::Grant { amount_fen: walk.found() }, "");
    let tell = || Act::Tell("confirmation".into());
    assert_eq!(walk.refused(&walk.clerk(), tell()), Refusal::Waiting(vec![doctor]));
    assert!(matches!(walk.printed(&walk.clerk(), Paper::Answers), Err(OfficeError::NoPaper)));
    let rows = case::recognised(&walk.scene.bureau, &of(doctor), walk.view().state.household).unwrap();
    assert_eq!(rows.len(), 1, "what was recognised is shared");
    walk.act(&of(doctor), reply(doctor, Outcome::Refuse, "未参保")).expect("answered");
    walk.printed(&walk.clerk(), Paper::Answers).expect("one letter");
    walk.done(tell());
    walk.whole();
}

#[test]
fn nobody_is_looked_up_twice_while_an_answer_is_good() {
    let walk = Walk::of(Scene::new(), PROCEDURE, &["dibao"], Channel::Oneself);
    walk.looked_into();
    let until = walk.view().state.report.unwrap().good_until;
    let report =
        |walk: &Walk| case::verify(&walk.scene.bureau, &walk.dossier(), &Default::default(), walk.today.get()).unwrap();
    assert_eq!(walk.refused(&walk.clerk(), Act::Verify(report(&walk))), Refusal::Good(until));
    // What the household brings may change the answer.
    walk.done(Act::Ask("房屋已出售的合同".into()));
    walk.done(Act::Supply);
    walk.done(Act::Verify(report(&walk)));
    let first = walk.case;
    let walk = walk.again("temporary_application", &["expenditure_relief"], Channel::Oneself);
    walk.done(Act::Step("accept".into()));
    assert_eq!(walk.refused(&walk.clerk(), Act::Verify(report(&walk))), Refusal::Shared { case: first, until });
    let (from, shared) = walk.view().shared.expect("a report to share");
    walk.done(Act::Share(from, shared));
    assert_eq!(walk.view().state.shared_from, Some(first));
    walk.today.set(until.tomorrow().unwrap());
    walk.done(Act::Verify(report(&walk)));
}

#[test]
fn a_household_is_reviewed_by_its_class_leaves_with_grace_and_is_watched() {
    let walk = Walk::of(Scene::new(), PROCEDURE, &["dibao"], Channel::Oneself);
    walk.looked_into();
    walk.decided(Outcome::Grant { amount_fen: walk.found() }, "");
    let household = walk.view().state.household;
    let known = |walk: &Walk| case::recognised(&walk.scene.bureau, &walk.clerk(), household).unwrap().remove(0);
    let months = |months| walk.view().state.decided.unwrap().checked_add(jiff::Span::new().months(months)).unwrap();
    assert_eq!(known(&walk).review_due, Some(months(6)), "without a class as those of unsteady income");
    walk.done(Act::Class(ReviewClass::A));
    assert_eq!(known(&walk).review_due, Some(months(12)));
    assert_eq!(walk.refused(&walk.clerk(), Act::Class(ReviewClass::C)), Refusal::NoInterval);
    let due = |walk: &Walk| case::reviews(&walk.scene.bureau, &walk.clerk()).unwrap().len();
    walk.today.set(months(9));
    assert_eq!(due(&walk), 0);
    // Past the last published holidays: dates of reviews are civil dates and need none.
    walk.today.set(months(12));
    assert_eq!(due(&walk), 1);

    let walk = walk.again(PROCEDURE, &["dibao"], Channel::Review);
    assert_eq!(due(&walk), 0, "its review runs");
    walk.done(Act::Grace("employed".into()));
    assert_eq!(walk.refused(&walk.clerk(), Act::Grace("pension_begun".into())), Refusal::NoGrace);
    walk.looked_into();
    walk.done(Act::Review(Outcome::Stop, "长子就业，收入已超过标准".into()));
    assert_eq!(case::hearings(&walk.scene.bureau, &walk.clerk()).unwrap().len(), 1);
    walk.done(Act::Hear { on: walk.today.get(), came: true, words: "知晓".into() });
    walk.done(Act::Publish);
    walk.today.set(walk.view().state.published_until.unwrap().tomorrow().unwrap());
    walk.act(&walk.leader(), Act::Decide(Outcome::Stop, "收入已超过标准".into())).expect("decided");
    assert!(case::hearings(&walk.scene.bureau, &walk.clerk()).unwrap().is_empty());
    walk.printed(&walk.clerk(), Paper::Decision).expect("the letter");
    let month = Month::of(walk.today.get());
    let paid = |month| case::payments(&walk.scene.bureau, &walk.county(), month).unwrap().len();
    assert_eq!([0, 6, 7].map(|after| paid(month.plus(after))), [1, 1, 0], "six months of grace are paid");
    let left = case::left(&walk.scene.bureau, &walk.clerk()).unwrap().remove(0);
    let last = month.plus(6).last_day();
    assert_eq!(left.monitor_until, Some(last.checked_add(jiff::Span::new().months(24)).unwrap()));
    walk.done(Act::Look { on: walk.today.get(), again: false, words: "生活平稳".into() });
    walk.today.set(left.monitor_until.unwrap().tomorrow().unwrap());
    assert!(case::left(&walk.scene.bureau, &walk.clerk()).unwrap().is_empty());
    walk.whole();
}

#[test]
fn who_was_not_invited_cannot_have_stayed_away() {
    let walk = Walk::of(Scene::new(), PROCEDURE, &["dibao"], Channel::Review);
    walk.looked_into();
    let cut = Outcome::Reduce { from_fen: 60_000, to_fen: 20_000 };
    walk.done(Act::Review(cut, "收入增加".into()));
    let away = |walk: &Walk| Act::Hear { on: walk.today.get(), came: false, words: "电话未接".into() };
    assert_eq!(walk.refused(&walk.clerk(), away(&walk)), Refusal::NotCalled);
    let on = Date::constant(2026, 8, 10);
    walk.done(Act::Call { on, place: "镇便民服务中心".into() });
    walk.printed(&walk.clerk(), Paper::Summons).expect("the invitation");
    assert_eq!(walk.refused(&walk.clerk(), away(&walk)), Refusal::NotCalled, "the day has not come");
    walk.today.set(on);
    walk.done(away(&walk));
    walk.printed(&walk.clerk(), Paper::Hearing).expect("the record");
}

#[test]
fn a_near_relative_of_staff_is_visited_and_decided_by_the_county_where_the_town_decides_too() {
    let walk = Walk::of(Scene::under(&town_decides()), PROCEDURE, &["dibao"], Channel::Oneself);
    let household = walk.view().state.household;
    // An account, so that the list can name it.
    let _ = walk.scene.session("cousin", Role::TownClerk, &walk.town);
    let cousin = walk.who(1, Role::TownClerk, &walk.town);
    staff::declare(&walk.scene.bureau, &cousin, household, "堂兄").expect("registered");
    assert_eq!(walk.refused(&cousin, Act::Step("accept".into())), Refusal::Relative);
    let other = walk.who(2, Role::TownClerk, &walk.town);
    let done = |who: &Who, act: Act| walk.act(who, act).expect("done");
    for step in ["accept", "start_investigation"] {
        done(&other, Act::Step(step.into()));
    }
    let dossier = doudi_office::register::dossier(&walk.scene.bureau, &other, household).unwrap();
    done(&other, Act::Verify(case::verify(&walk.scene.bureau, &dossier, &Default::default(), BEGIN).unwrap()));
    let findings = case::judge(&walk.scene.bureau, &dossier, &["dibao".into()], &|feed| feed.into()).unwrap();
    done(&other, Act::Assess(walk.scene.bureau.pack.clone(), findings));
    let visit = || Act::Visit { visitors: vec![2, 3], on: BEGIN, agrees: true, words: "一致".into() };
    done(&other, visit());
    done(&other, Act::Review(Outcome::Refuse, "收入超过标准".into()));
    let decide = || Act::Decide(Outcome::Refuse, "收入超过标准".into());
    let head = walk.who(6, Role::TownLeader, &walk.town);
    assert_eq!(walk.refused(&head, decide()), Refusal::NotYours(case::Office::County));
    assert_eq!(walk.refused(&walk.leader(), decide()), Refusal::CountyVisits);
    done(&walk.county(), visit());
    done(&walk.leader(), decide());
    let all = staff::relatives(&walk.scene.bureau, &walk.county(), false).unwrap();
    let told: Vec<_> = all.iter().map(|kin| (&*kin.relation, kin.case.and_then(|(.., visited)| visited))).collect();
    assert_eq!(told, [("堂兄", Some(BEGIN))]);
    let form = papers::relatives(&walk.scene.bureau, &walk.county(), Some(UserId(1)), Lang::Zh).expect("the form");
    assert!(papers::pdf(&form).unwrap().starts_with(b"%PDF"));
    walk.whole();
}

#[test]
fn finance_begins_to_pay_after_the_decision_even_when_the_case_is_closed() {
    let walk = Walk::of(Scene::new(), PROCEDURE, &["dibao"], Channel::Oneself);
    let finance = |walk: &Walk| walk.who(20, Role::Finance, COUNTY);
    let pay = || Act::Step("pay".into());
    assert_eq!(walk.refused(&finance(&walk), pay()), Refusal::Undecided);
    walk.looked_into();
    walk.decided(Outcome::Grant { amount_fen: walk.found() }, "");
    walk.done(Act::Tell("confirmation".into()));
    walk.done(Act::Close);
    let month = Month::of(walk.today.get());
    let paid = |month| case::payments(&walk.scene.bureau, &finance(&walk), month).unwrap();
    assert!(paid(month).is_empty(), "from the month after the decision");
    assert_eq!(paid(month.plus(1))[0].begins, Some(walk.view().state.version));
    walk.act(&finance(&walk), pay()).expect("begun");
    assert_eq!(paid(month.plus(1))[0].begins, None);
    assert_eq!(walk.refused(&finance(&walk), pay()), Refusal::Over);
}

#[test]
fn every_paper_of_a_case_is_filled_from_its_file() {
    let walk = Walk::of(Scene::new(), PROCEDURE, &["dibao"], Channel::Oneself);
    walk.printed(&walk.clerk(), Paper::Authorisation).expect("to be signed first");
    assert!(matches!(walk.printed(&walk.clerk(), Paper::Acceptance), Err(OfficeError::NoPaper)));
    walk.done(Act::Step("accept".into()));
    walk.printed(&walk.clerk(), Paper::Acceptance).expect("accepted");
    walk.done(Act::Ask("银行账户".into()));
    walk.printed(&walk.clerk(), Paper::Supplement).expect("owed");
    walk.done(Act::Supply);
    walk.printed(&walk.clerk(), Paper::Visit).expect("blank, to take along");
}
