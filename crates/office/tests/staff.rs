//! Passwords, second factors, closed accounts: who may, and what follows.

use crate::county::{BEGIN, COUNTY, Scene, nine, noise};
use doudi_journal::{
    IdempotencyKey,
    access::{
        Denied, PurposeKind, Role, UserId,
        login::{SecondFactor, SessionToken},
    },
};
use doudi_office::{
    OfficeError, Who,
    staff::{self, NewToken},
};

const OLD: &str = "石桥路平 好记难猜 之类";
const NEW: &str = "竹影扫阶 尘不动心 之外";

fn enter(scene: &Scene, account: &str, password: &str, code: &str) -> Result<SessionToken, OfficeError> {
    staff::sign_in(&scene.bureau, scene.bureau.suite(), account, password, code, nine(BEGIN), &mut noise)
}

fn signed(scene: &Scene, session: &SessionToken) -> Option<Who> {
    staff::who(&scene.bureau, scene.bureau.suite(), session, nine(BEGIN)).expect("an answer")
}

fn clerk(scene: &Scene) -> (SessionToken, Who) {
    let session = scene.session("clerk", Role::TownClerk, "419901001");
    let who = signed(scene, &session).expect("signed in");
    (session, who)
}

#[test]
fn a_password_is_changed_by_who_knows_the_old_one_and_the_other_sessions_end() {
    let scene = Scene::new();
    let (here, who) = clerk(&scene);
    let elsewhere = enter(&scene, "clerk", OLD, "").expect("a second session");
    let change = |old, new| staff::change_password(&scene.bureau, &who, (old, new), &here, &mut noise);
    assert!(matches!(change("猜的", NEW), Err(OfficeError::SignIn)));
    assert!(matches!(change(OLD, "短"), Err(OfficeError::Password(_))));
    change(OLD, NEW).expect("changed");
    assert!(signed(&scene, &here).is_some() && signed(&scene, &elsewhere).is_none());
    assert!(matches!(enter(&scene, "clerk", OLD, ""), Err(OfficeError::SignIn)));
    enter(&scene, "clerk", NEW, "").expect("the new one opens");
}

fn key(called: &str) -> IdempotencyKey {
    IdempotencyKey::new(format!("test:{called}")).expect("a key")
}

#[test]
fn a_proposed_token_is_its_holders_to_take_once_and_nobody_elses() {
    let scene = Scene::new();
    let (_, who) = clerk(&scene);
    let security = scene.who(99, Role::SecurityAdmin, COUNTY, BEGIN);
    let new = NewToken { account: who.id, purposes: &[PurposeKind::Task], until: BEGIN };
    let id = staff::propose(&scene.bureau, &security, &new, &key("propose")).expect("proposed");
    assert_eq!(staff::propose(&scene.bureau, &security, &new, &key("propose")).expect("sent again"), id);
    // Whoever made an account knows its password, until its holder has chosen another.
    let chosen = || scene.bureau.journal.write(|tx| tx.execute("UPDATE account SET given = 0", &[]).map(drop));
    chosen().expect("chosen");
    let take = |by: &Who, called: &str| staff::take_token(&scene.bureau, by, id, &key(called), &mut noise);
    assert!(matches!(take(&who, "early"), Err(OfficeError::NotAlone)), "no second factor yet");
    let factor = SecondFactor::draw(&mut noise).expect("a factor");
    staff::renew_factor(&scene.bureau, &security, who.id, &factor, &key("factor")).expect("given");
    scene.session("other", Role::CountyClerk, COUNTY);
    chosen().expect("chosen");
    let other = Who { id: UserId(who.id.0 + 1), account: "other".into(), ..who.clone() };
    staff::renew_factor(&scene.bureau, &security, other.id, &factor, &key("other")).expect("given");
    assert!(matches!(take(&other, "theirs"), Err(OfficeError::NotFound)));
    assert!(matches!(take(&security, "mine"), Err(OfficeError::NotFound)), "who proposes does not take");
    let system = scene.who(98, Role::SystemAdmin, COUNTY, BEGIN);
    staff::reset_password(&scene.bureau, &system, who.id, &key("given"), &mut noise).expect("reset");
    assert!(matches!(take(&who, "given"), Err(OfficeError::NotAlone)), "an administrator knows the password");
    chosen().expect("chosen");
    let text = take(&who, "take").expect("taken").expect("shown");
    assert_eq!(take(&who, "take").expect("sent again"), None, "shown once");
    assert!(matches!(take(&who, "twice"), Err(OfficeError::NotFound)));
    let bearer = || staff::bearer(&scene.bureau, &text, who.now).expect("asked");
    assert_eq!(bearer().map(|it| (it.token, it.who.id)), Some((id, who.id)));
    let told = |kind: &str| {
        let sql = "SELECT actor FROM entry WHERE kind = $1";
        let rows = scene.bureau.journal.write(|tx| tx.rows(sql, &[kind.into()])).expect("entries");
        rows.iter().map(|row| row.get::<String>("actor").expect("an actor")).collect::<Vec<_>>()
    };
    assert_eq!(told("token.proposed"), ["user:99"]);
    assert_eq!(told("token.issued"), [format!("user:{}", who.id.0)]);
    staff::give_up(&scene.bureau, &who, id, &key("back")).expect("given back");
    assert!(bearer().is_none());
    let next = staff::propose(&scene.bureau, &security, &new, &key("next")).expect("proposed");
    staff::give_up(&scene.bureau, &who, next, &key("declined")).expect("declined");
    assert!(matches!(
        staff::take_token(&scene.bureau, &who, next, &key("late"), &mut noise),
        Err(OfficeError::NotFound)
    ));
}

#[test]
fn guessing_the_old_password_waits_as_guessing_at_the_door_does() {
    let scene = Scene::new();
    let (here, who) = clerk(&scene);
    let guess = || staff::change_password(&scene.bureau, &who, ("猜的", NEW), &here, &mut noise);
    let waits = (0..20).any(|_| matches!(guess(), Err(OfficeError::Wait(_))));
    assert!(waits, "twenty guesses in one second");
}

#[test]
fn a_reset_password_is_drawn_shown_once_and_asks_to_be_changed() {
    let scene = Scene::new();
    let (before, who) = clerk(&scene);
    let system = scene.who(98, Role::SystemAdmin, COUNTY, BEGIN);
    let (account, drawn) =
        staff::reset_password(&scene.bureau, &system, who.id, &key("reset"), &mut noise).expect("reset");
    let drawn = drawn.expect("shown");
    assert_eq!(account, "clerk");
    let again = staff::reset_password(&scene.bureau, &system, who.id, &key("reset"), &mut noise).expect("sent again");
    assert_eq!(again.1, None, "done once, shown once: the first one opens");
    assert!(signed(&scene, &before).is_none(), "the old session has ended");
    assert!(matches!(enter(&scene, "clerk", OLD, ""), Err(OfficeError::SignIn)));
    let session = enter(&scene, "clerk", &drawn, "").expect("the drawn one opens");
    let given = || staff::password_is_given(&scene.bureau, "clerk").expect("known");
    assert!(given());
    let who = signed(&scene, &session).expect("signed in");
    staff::change_password(&scene.bureau, &who, (&drawn, NEW), &session, &mut noise).expect("changed");
    assert!(!given());
}

#[test]
fn one_administrator_alone_takes_over_no_account_with_a_second_factor() {
    let scene = Scene::new();
    let (_, who) = clerk(&scene);
    let system = scene.who(98, Role::SystemAdmin, COUNTY, BEGIN);
    let security = scene.who(99, Role::SecurityAdmin, COUNTY, BEGIN);
    let factor = SecondFactor::draw(&mut noise).expect("a factor");
    assert!(matches!(
        staff::renew_factor(&scene.bureau, &system, who.id, &factor, &key("not-theirs")),
        Err(OfficeError::Denied(Denied::Role(..)))
    ));
    let (_, drawn) = staff::reset_password(&scene.bureau, &system, who.id, &key("reset"), &mut noise).expect("reset");
    let drawn = drawn.expect("shown");
    enter(&scene, "clerk", &drawn, "").expect("an account without a factor opens");
    staff::renew_factor(&scene.bureau, &security, who.id, &factor, &key("renew")).expect("renewed");
    assert!(matches!(enter(&scene, "clerk", &drawn, ""), Err(OfficeError::SignIn)), "the code is missing");
    let reset = staff::reset_password(&scene.bureau, &security, who.id, &key("again"), &mut noise);
    assert!(matches!(reset, Err(OfficeError::Denied(Denied::Role(..)))));
}

#[test]
fn a_closed_account_is_out_at_the_next_request_and_may_be_opened_again() {
    let scene = Scene::new();
    let (session, who) = clerk(&scene);
    let system = scene.who(98, Role::SystemAdmin, COUNTY, BEGIN);
    staff::close(&scene.bureau, &system, who.id, true, &key("close")).expect("closed");
    assert!(signed(&scene, &session).is_none());
    assert!(matches!(enter(&scene, "clerk", OLD, ""), Err(OfficeError::SignIn)));
    staff::close(&scene.bureau, &system, who.id, false, &key("open")).expect("opened");
    enter(&scene, "clerk", OLD, "").expect("signed in again");
    assert!(signed(&scene, &session).is_none(), "the old session stays ended");
}

#[test]
fn a_county_resets_neither_the_province_nor_itself_and_a_clerk_nobody() {
    let scene = Scene::new();
    let (_, who) = clerk(&scene);
    let system = scene.who(98, Role::SystemAdmin, COUNTY, BEGIN);
    let security = scene.who(99, Role::SecurityAdmin, "41", BEGIN);
    let grant = doudi_journal::access::Grant {
        role: Role::ProvincialAnalyst,
        area: "41".parse().expect("a province"),
        from: BEGIN,
        to: None,
    };
    let analyst = UserId(who.id.0 + 1);
    scene.session("analyst", Role::CountyClerk, COUNTY);
    staff::grant(&scene.bureau, &security, analyst, &grant, None).expect("a role");
    let reset = |by: &Who, of| staff::reset_password(&scene.bureau, by, of, &key("county"), &mut noise).map(drop);
    assert!(matches!(reset(&system, analyst), Err(OfficeError::Denied(Denied::Area))));
    assert!(matches!(reset(&system, system.id), Err(OfficeError::Denied(Denied::OwnGrant))));
    assert!(matches!(reset(&who, analyst), Err(OfficeError::Denied(Denied::Role(..)))));
}
