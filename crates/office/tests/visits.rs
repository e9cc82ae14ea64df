//! What telephones bring home: each visit once, two of one household together by rule, nobody's data to anybody else.

use crate::county::{BEGIN, COUNTY, Scene, nine};
use doudi_journal::{
    IdempotencyKey, Rebuild,
    access::{Purpose, PurposeKind, Role},
};
use doudi_kernel::{Date, Lang, ResidentId};
use doudi_office::{
    OfficeError, Who,
    case::{self, Application, Channel, Event},
    discoveries::{self, Outcome, Reported},
    matters::{self, Act, Answered, Filter, Refusal, Signals, State},
    register::{self, Looks},
    staff,
    visits::{self, Became, Fate, Finding, House, Made, Place, Refused, Rule, Sight, Why},
};
use doudi_work::{assess::Household, watch::Raised};
use expect_test::expect;
use std::collections::BTreeMap;

/// A household of a village with two cadres, and a case of it.
struct Village {
    scene: Scene,
    household: i64,
    village: String,
    town: String,
    case: i64,
}

const MINUTE: i64 = 60_000;

impl Village {
    fn new() -> Self {
        let scene = Scene::new();
        let (household, town) = scene.eligible("dibao");
        let clerk = scene.who(1, Role::TownClerk, &town, BEGIN);
        let village = register::one(&scene.bureau, &clerk, household).unwrap().division.to_string();
        let application = Application {
            household,
            programmes: vec!["dibao".into()],
            channel: Channel::Oneself,
            authorised_until: BEGIN.saturating_add(jiff::Span::new().years(1)),
            declared: BTreeMap::from([("wage_income".into(), 30_000)]),
        };
        let key = IdempotencyKey::new("open").unwrap();
        let case = case::open_case(&scene.bureau, &clerk, "dibao_application", application, &key).unwrap();
        Self { scene, household, village, town, case }
    }

    fn cadre(&self, number: i64) -> Who {
        self.scene.who(number, Role::VillageCadre, &self.village, BEGIN)
    }

    /// A visit so many minutes after nine, by a telephone that had last heard of no visit.
    fn made(&self, account: i64, letter: char, minutes: i64, sights: Vec<Sight>) -> Made {
        Made {
            name: letter.to_string().repeat(32),
            account,
            household: self.household,
            base: 0,
            at: nine(BEGIN).millis() + minutes * MINUTE,
            case: Some(self.case),
            companion: None,
            sights,
            words: String::new(),
            place: None,
            strokes: Vec::new(),
            finding: None,
            answers: Vec::new(),
        }
    }

    /// Taken in at noon.
    fn take(&self, made: &Made) -> Result<Became, OfficeError> {
        self.take_with(made, &[])
    }

    fn take_with(&self, made: &Made, photos: &[Vec<u8>]) -> Result<Became, OfficeError> {
        visits::take(&self.scene.bureau, &noon(self.cadre(made.account)), made, photos, 0)
    }

    fn refused(&self, made: &Made) -> Refused {
        match self.take(made) {
            Err(OfficeError::Visit(why)) => why,
            other => panic!("{other:?}"),
        }
    }

    /// Raises signals about the household's head, and about the households of some numbers; gives the household's matter.
    fn signalled(&self, signals: &[&str], others: &[u32]) -> i64 {
        let scene = &self.scene;
        let households: Vec<Household> = scene.month.all().unwrap().map(|it| it.unwrap().household).collect();
        let clerk = scene.who(3, Role::TownClerk, &self.town, BEGIN);
        let purpose = Purpose::new(PurposeKind::Task, "T-1").unwrap();
        let head = register::open(&scene.bureau, &clerk, self.household, purpose.clone()).unwrap().members[0].id;
        let reason = "核对户主号码";
        let number = register::reveal(&scene.bureau, &clerk, self.household, head, purpose, reason).unwrap();
        let head = number.parse::<ResidentId>().unwrap().packed();
        let own = households.iter().position(|it| it.head == head).unwrap() as u32;
        let raised = |household, signal: &str| Raised { household, member: Some(0), signal: signal.into() };
        let mut all: Vec<Raised> = signals.iter().map(|signal| raised(own, signal)).collect();
        all.extend(others.iter().filter(|it| **it != own).map(|it| raised(*it, "work_lost")));
        all.sort_by_key(|it| it.household);
        let of = Signals { month: scene.month.kept.month, households: &households, raised: &all };
        matters::take(&scene.bureau, of, nine(BEGIN), |_| ()).unwrap();
        matters::of_household(&scene.bureau, &clerk, self.household).unwrap()[0].0.id
    }

    fn matter(&self, id: i64) -> matters::View {
        let clerk = self.scene.who(3, Role::TownClerk, &self.town, BEGIN);
        matters::open(&self.scene.bureau, &clerk, id).unwrap()
    }

    fn close(&self, id: i64, outcome: matters::Outcome) -> Result<u32, OfficeError> {
        let clerk = self.scene.who(3, Role::TownClerk, &self.town, BEGIN);
        let seen = self.matter(id).matter.version;
        let key = IdempotencyKey::new(format!("close-{id}-{seen}")).unwrap();
        let act = Act::Close { outcome, feed: None, note: String::new() };
        matters::act(&self.scene.bureau, &clerk, id, seen, &act, &key)
    }

    /// The household in a cadre's day.
    fn house(&self, account: i64) -> Option<House> {
        let day = visits::day(&self.scene.bureau, &noon(self.cadre(account)), &[]).unwrap();
        day.houses.into_iter().find(|house| house.id == self.household)
    }

    fn visits(&self) -> usize {
        visits::of_household(&self.scene.bureau, &self.cadre(7), self.household).unwrap().len()
    }
}

fn noon(who: Who) -> Who {
    let now = doudi_journal::Instant::from_millis(who.now.millis() + 180 * MINUTE);
    Who { now, ..who }
}

fn saw(item: &str, value: &str, paper: bool) -> Sight {
    Sight { person: None, item: item.into(), value: value.into(), paper, told: None }
}

/// The head and the end of a JPEG of 8 by 8.
fn jpeg() -> Vec<u8> {
    vec![0xff, 0xd8, 0xff, 0xc0, 0, 11, 8, 0, 8, 0, 8, 1, 1, 0x11, 0, 0xff, 0xd9]
}

#[test]
fn a_visit_that_is_sent_twice_is_kept_once() {
    let it = Village::new();
    let made = it.made(7, 'a', 5, vec![saw("income_unsteady", "yes", false)]);
    let first = it.take_with(&made, &[jpeg()]).unwrap();
    assert_eq!((first.fate, it.visits()), (Fate::Taken, 1));
    assert_eq!(it.take_with(&made, &[jpeg()]).unwrap(), first);
    assert_eq!(it.visits(), 1);
    let other = Made { words: "另写".into(), ..made.clone() };
    assert!(it.take(&other).is_err(), "another visit under the same name is none");
    let late = Who { now: nine(BEGIN.saturating_add(jiff::Span::new().days(30))), ..it.cadre(7) };
    let again = visits::take(&it.scene.bureau, &late, &made, &[jpeg()], 0).unwrap();
    assert_eq!(again.visit, first.visit, "a copy that comes after a month is still known");
    assert_eq!(it.scene.bureau.journal.rebuild(Rebuild::Compare).unwrap(), []);
}

#[test]
fn two_who_were_there_meanwhile_learn_which_word_counts_whoever_was_sent_first() {
    for turned in [false, true] {
        let it = Village::new();
        let early = it.made(7, 'a', 5, vec![saw("wage_income", "500", false), saw("need:work", "yes", false)]);
        let late = it.made(8, 'b', 50, vec![saw("wage_income", "0", false), saw("need:work", "yes", false)]);
        let (one, two) = if turned { (&late, &early) } else { (&early, &late) };
        assert_eq!(it.take(one).unwrap().fate, Fate::Taken);
        assert_eq!(it.take(two).unwrap().fate, Fate::Conflict);
        for (account, counts) in [(7, false), (8, true)] {
            let became = visits::became(&it.scene.bureau, &noon(it.cadre(account))).unwrap();
            let [became] = &became[..] else { panic!("{became:?}") };
            let [point] = &became.points[..] else { panic!("{became:?}") };
            assert_eq!((became.fate, point.counts, point.rule), (Fate::Conflict, counts, Rule::Later));
            assert_eq!(point.by.zh, "村（居）委会");
            let both = [&*point.own.zh, &*point.other.zh];
            assert_eq!(both, if counts { ["0.00 元", "500.00 元"] } else { ["500.00 元", "0.00 元"] });
        }
        let counting = visits::counting(&it.scene.bureau, &it.cadre(9), it.household).unwrap();
        assert_eq!(counting[&(None, "wage_income".to_owned())], "0.00");
        assert_eq!(it.visits(), 2, "the other word is kept beside");
    }
}

#[test]
fn a_paper_that_was_seen_counts_before_a_later_word() {
    let it = Village::new();
    it.take(&it.made(7, 'a', 5, vec![saw("wage_income", "500", true)])).unwrap();
    let second = it.take(&it.made(8, 'b', 50, vec![saw("wage_income", "0", false)])).unwrap();
    assert_eq!((second.points[0].counts, second.points[0].rule), (false, Rule::Paper));
}

#[test]
fn who_agrees_is_merged_and_who_knew_of_the_other_visit_contradicts_nobody() {
    let it = Village::new();
    let first = it.take(&it.made(7, 'a', 5, vec![saw("wage_income", "500", false)])).unwrap();
    let same = it.take(&it.made(8, 'b', 6, vec![saw("wage_income", "500.00", false)])).unwrap();
    assert_eq!(same.fate, Fate::Merged);
    let knew = Made { base: same.visit, ..it.made(8, 'c', 90, vec![saw("wage_income", "0", false)]) };
    assert_eq!(it.take(&knew).unwrap().fate, Fate::Taken);
    let became = visits::became(&it.scene.bureau, &noon(it.cadre(7))).unwrap();
    assert_eq!(
        (became[0].visit, became[0].fate),
        (first.visit, Fate::Merged),
        "a later visit that knew is no conflict"
    );
    let told = visits::day(&it.scene.bureau, &noon(it.cadre(7)), &[]).unwrap();
    let house = told.houses.iter().find(|house| house.id == it.household).unwrap();
    let wage = house.asks.iter().find(|ask| ask.item.name == "wage_income").unwrap();
    assert_eq!((wage.told.as_deref(), wage.by), (Some("0.00"), Some("visit")), "the next form tells what counts");
}

#[test]
fn a_telephone_whose_clock_is_wrong_does_not_decide_who_was_later() {
    let it = Village::new();
    // Two hours ahead: by its clock it was there at eleven, in truth at nine.
    let ahead = it.made(7, 'a', 120, vec![saw("wage_income", "500", false)]);
    let who = noon(it.cadre(7));
    visits::take(&it.scene.bureau, &who, &ahead, &[], 120 * MINUTE).unwrap();
    let right = it.take(&it.made(8, 'b', 60, vec![saw("wage_income", "0", false)])).unwrap();
    assert!(right.points[0].counts, "ten is after nine");
}

#[test]
fn what_cannot_be_is_refused_with_what_to_do_and_keeps_nothing() {
    let it = Village::new();
    let good = || it.made(7, 'a', 5, vec![saw("income_unsteady", "yes", false)]);
    assert_eq!(it.refused(&it.made(7, 'a', 5, Vec::new())), Refused::Empty);
    assert_eq!(it.refused(&it.made(7, 'a', -8 * 24 * 60, good().sights)), Refused::Old);
    let stranger = visits::take(&it.scene.bureau, &it.cadre(8), &good(), &[], 0);
    assert!(matches!(stranger, Err(OfficeError::Visit(Refused::Account))));
    for sights in [
        vec![saw("moon_phase", "yes", false)],
        vec![saw("care:eat", "yes", false)],
        vec![Sight { person: Some(1 << 40), ..saw("lives_with_household", "yes", false) }],
        vec![saw("need:work", "yes", false), saw("need:work", "no", false)],
    ] {
        assert_eq!(it.refused(&it.made(7, 'a', 5, sights)), Refused::Item);
    }
    for (item, value) in [("income_unsteady", "perhaps"), ("wage_income", "-5"), ("wage_income", "lots")] {
        let came = it.take(&it.made(7, 'a', 5, vec![saw(item, value, false)]));
        assert!(matches!(came, Err(OfficeError::Form(_))), "{item} {value}");
    }
    let moved = Made { place: Some(Place { lat: 514_800, lon: 0, metres: 20 }), ..good() };
    assert_eq!(it.refused(&moved), Refused::Shape, "Greenwich is not in a village here");
    let drawn = Made { strokes: vec![vec![(0, 0), (1001, 5)]], ..good() };
    assert_eq!(it.refused(&drawn), Refused::Shape);
    let photo = it.take_with(&good(), &[b"%PDF-1.7".to_vec()]);
    assert!(matches!(photo, Err(OfficeError::Visit(Refused::Photo))));
    assert_eq!(it.visits(), 0);
}

#[test]
fn nobody_visits_near_relatives_or_households_elsewhere() {
    let it = Village::new();
    staff::declare(&it.scene.bureau, &it.cadre(7), it.household, "舅父").unwrap();
    assert_eq!(it.refused(&it.made(7, 'a', 5, vec![saw("need:work", "yes", false)])), Refused::Relative);
    let far = if it.village.ends_with("001") { "002" } else { "001" };
    let far = it.scene.who(8, Role::VillageCadre, &format!("{}{far}", it.town), BEGIN);
    let made = it.made(8, 'b', 5, vec![saw("need:work", "yes", false)]);
    assert!(matches!(visits::take(&it.scene.bureau, &far, &made, &[], 0), Err(OfficeError::NotFound)));
    assert!(visits::day(&it.scene.bureau, &far, &[it.household]).unwrap().houses.is_empty());
    let leader = it.scene.who(9, Role::CountyLeader, COUNTY, BEGIN);
    assert!(matches!(visits::take(&it.scene.bureau, &leader, &made, &[], 0), Err(OfficeError::Denied(_))));
}

#[test]
fn a_day_holds_what_the_visit_needs_and_its_households_are_on_record() {
    let it = Village::new();
    let day = visits::day(&it.scene.bureau, &it.cadre(7), &[]).unwrap();
    let house = day.houses.iter().find(|house| house.id == it.household).expect("the case waits for a visit");
    assert_eq!(house.case, Some(it.case));
    let wage = house.asks.iter().find(|ask| ask.item.name == "wage_income").unwrap();
    assert_eq!((wage.told.as_deref(), wage.by), (Some("300.00"), Some("case")));
    assert!(house.asks.iter().all(|ask| ask.by != Some("sources")), "departments' data are not for the village");
    let clerk = it.scene.who(3, Role::TownClerk, &it.town, BEGIN);
    let seen = visits::day(&it.scene.bureau, &clerk, &[]).unwrap();
    let sources = |house: &visits::House| house.asks.iter().any(|ask| ask.by == Some("sources"));
    assert!(seen.houses.iter().any(sources), "who sees findings sees them here too");
    // What a telephone is given, read as a text: no number of eighteen signs, no name of a feed.
    let text = serde_json::to_string(&day).unwrap();
    let runs = text.split(|sign: char| !sign.is_ascii_digit()).map(str::len).max().unwrap_or(0);
    assert!(runs < 15, "a run of {runs} digits");
    let auditor = it.scene.who(9, Role::Auditor, COUNTY, BEGIN);
    let subject = format!("household:{}", it.household);
    let looks = register::looks(&it.scene.bureau, &auditor, &Looks { subject, ..Looks::default() }).unwrap();
    assert!(looks.iter().any(|look| look.account == 7 && look.purpose == format!("case:{}", it.case)));
}

#[test]
fn a_visit_by_two_is_the_visit_of_its_case_and_one_alone_is_not() {
    let it = Village::new();
    let bureau = &it.scene.bureau;
    let clerk = it.scene.who(1, Role::TownClerk, &it.town, BEGIN);
    let visited = || {
        let view = case::view(bureau, &clerk, it.case).unwrap();
        let visits = view.told.into_iter().filter_map(|told| match told.event {
            Event::Visited { visit } => Some(visit),
            _ => None,
        });
        visits.collect::<Vec<_>>()
    };
    let told = Sight { told: Some("300.00".into()), ..saw("wage_income", "450.00", false) };
    let alone = it.made(7, 'a', 5, vec![told]);
    it.take(&alone).unwrap();
    assert!(!visits::note_in_case(bureau, &noon(it.cadre(7)), &alone, 0).unwrap() && visited().is_empty());
    let _ = it.scene.session("liu", Role::VillageCadre, &it.village);
    let names = staff::names(bureau).unwrap();
    let liu = *names.iter().find(|(_, name)| *name == "liu").unwrap().0;
    let two = Made { companion: Some(liu), name: "b".repeat(32), ..alone.clone() };
    it.take(&two).unwrap();
    for _ in 0..2 {
        assert!(visits::note_in_case(bureau, &noon(it.cadre(7)), &two, 0).unwrap());
    }
    let [visit] = &visited()[..] else { panic!("{:?}", visited()) };
    assert_eq!((&visit.visitors[..], visit.agrees), (&[7, liu][..], false));
    assert!(visit.words.contains("工资性收入"), "{}", visit.words);
    for nobody in [7, 999] {
        let one = Made { companion: Some(nobody), name: "c".repeat(32), at: two.at - 24 * 60 * MINUTE, ..two.clone() };
        let came = visits::note_in_case(bureau, &noon(it.cadre(7)), &one, 0);
        assert!(matches!(came, Err(OfficeError::Form(_))), "oneself again, or nobody, is no second person");
    }
}

#[test]
fn a_photograph_opens_for_a_purpose_and_each_look_is_on_record() {
    let it = Village::new();
    let visit = it.take_with(&it.made(7, 'a', 5, Vec::new()), &[jpeg()]).unwrap().visit;
    let clerk = it.scene.who(3, Role::TownClerk, &it.town, BEGIN);
    let purpose = || Purpose::new(PurposeKind::Case, &it.case.to_string()).unwrap();
    let bureau = &it.scene.bureau;
    assert_eq!(visits::photo(bureau, &clerk, it.household, (visit, 0), purpose()).unwrap(), jpeg());
    assert!(visits::photo(bureau, &clerk, it.household, (visit, 1), purpose()).is_err());
    assert!(visits::photo(bureau, &clerk, it.household + 1, (visit, 0), purpose()).is_err());
    let far = if it.town.ends_with("001") { "419901002" } else { "419901001" };
    let far = it.scene.who(4, Role::TownClerk, far, BEGIN);
    assert!(visits::photo(bureau, &far, it.household, (visit, 0), purpose()).is_err());
    assert!(visits::open(bureau, &far, it.household, visit, purpose()).is_err());
    assert_eq!(visits::open(bureau, &clerk, it.household, visit, purpose()).unwrap().seen.photos.len(), 1);
    let auditor = it.scene.who(9, Role::Auditor, COUNTY, BEGIN);
    let subject = format!("household:{}", it.household);
    let looks = register::looks(bureau, &auditor, &Looks { subject, ..Looks::default() }).unwrap();
    let of = |what: &str| looks.iter().filter(|look| look.reason.as_deref() == Some(what)).count();
    assert_eq!((of("走访照片"), of("走访记录")), (2, 1), "asking for one that is not there is on record too");
}

#[test]
fn a_neighbour_in_need_is_told_once_and_answered_once() {
    let it = Village::new();
    let bureau = &it.scene.bureau;
    let reported = Reported {
        name: "d".repeat(32),
        account: 7,
        at: nine(BEGIN).millis(),
        division: it.village.clone(),
        household: None,
        cause: "illness".into(),
        whom: "村东头第一家".into(),
        words: String::new(),
        place: None,
    };
    let id = discoveries::report(bureau, &it.cadre(7), &reported, 0).unwrap();
    assert_eq!(discoveries::report(bureau, &it.cadre(7), &reported, 0).unwrap(), id);
    let elsewhere = Reported { division: "419901999001".into(), name: "e".repeat(32), ..reported.clone() };
    assert!(discoveries::report(bureau, &it.cadre(7), &elsewhere, 0).is_err());
    let nothing = Reported { cause: "envy".into(), name: "f".repeat(32), ..reported };
    assert!(matches!(discoveries::report(bureau, &it.cadre(7), &nothing, 0), Err(OfficeError::Form(_))));
    let clerk = it.scene.who(3, Role::TownClerk, &it.town, BEGIN);
    let listed = discoveries::reports(bureau, &clerk).unwrap();
    assert_eq!((listed.len(), &*listed[0].whom), (1, "村东头第一家"));
    let key = |name: &str| IdempotencyKey::new(name).unwrap();
    let answer = |who: &Who, name: &str| discoveries::answer(bureau, who, id, Outcome::Applied.code(), &key(name));
    assert!(matches!(answer(&it.cadre(7), "x"), Err(OfficeError::Denied(_))), "the town answers");
    answer(&clerk, "k").unwrap();
    answer(&clerk, "k").unwrap();
    assert!(matches!(answer(&clerk, "l"), Err(OfficeError::Answered)));
    assert_eq!(discoveries::reports(bureau, &clerk).unwrap()[0].outcome.as_deref(), Some("applied"));
    assert_eq!(bureau.journal.rebuild(Rebuild::Compare).unwrap(), []);
}

#[test]
fn every_refusal_says_what_to_do_in_both_languages() {
    use doudi_kernel::Say;
    let chinese = |text: &str| text.chars().any(|it| ('\u{4e00}'..='\u{9fff}').contains(&it));
    use Refused as R;
    let all = [R::Account, R::Relative, R::Old, R::Empty, R::Item, R::Shape, R::Photo, R::Gone];
    for why in all.into_iter().chain([R::Absent, R::Withdrawn, R::NotYours]) {
        assert!(chinese(&why.say(Lang::Zh)) && !chinese(&why.say(Lang::En)), "{why:?}");
    }
}

fn answered(signal: &str, person: i64, so: bool) -> Answered {
    Answered { signal: signal.into(), person, so }
}

#[test]
fn a_day_carries_matters_in_the_order_of_their_list() {
    let it = Village::new();
    let own = it.signalled(&["work_lost"], &(0..40).collect::<Vec<u32>>());
    let cadre = it.scene.who(7, Role::VillageCadre, COUNTY, BEGIN);
    let mine = Filter { mine: true, whole: true, ..Filter::default() };
    let listed: Vec<i64> =
        matters::list(&it.scene.bureau, &cadre, &mine).unwrap().0.iter().map(|it| it.matter.id).collect();
    let day = visits::day(&it.scene.bureau, &cadre, &[]).unwrap();
    let alone = day.houses.iter().filter(|house| house.case.is_none());
    let carried: Vec<i64> = alone.filter_map(|house| Some(house.matter.as_ref()?.id)).collect();
    assert!(carried.len() > 20);
    assert_eq!(carried, listed.into_iter().filter(|id| *id != own).collect::<Vec<_>>());
    let both = day.houses.iter().find(|house| house.id == it.household).unwrap();
    assert_eq!((both.case, both.matter.as_ref().map(|it| it.id)), (Some(it.case), Some(own)), "one visit for both");
}

#[test]
fn a_telephone_is_told_of_no_signal_about_health() {
    let it = Village::new();
    let all: Vec<String> = it.scene.bureau.book.signals.iter().map(|signal| signal.name.clone()).collect();
    it.signalled(&all.iter().map(String::as_str).collect::<Vec<_>>(), &[]);
    // Whose task it is follows from the gravest.
    let town = it.scene.who(7, Role::TownClerk, &it.town, BEGIN);
    let levels = [it.cadre(7), town, it.scene.who(7, Role::CountyClerk, COUNTY, BEGIN)];
    let days = levels.iter().map(|who| visits::day(&it.scene.bureau, who, &[]).unwrap());
    let mut houses = days.flat_map(|day| day.houses);
    let house = houses.find(|house| house.id == it.household && house.matter.is_some()).unwrap();
    let waits = house.matter.unwrap();
    let told: Vec<&str> = waits.signals.iter().map(|signal| signal.name.as_str()).collect();
    let untold: Vec<&str> = all.iter().map(String::as_str).filter(|name| !told.contains(name)).collect();
    assert_eq!((waits.untold, told.len() + untold.len()), (untold.len(), all.len()));
    expect![[r#"
        medical_spending_near
        medical_insurance_missing
        living_subsidy_undrawn
        care_subsidy_undrawn
        disability_certificate_ended
        tekun_able_to_work
        unable_but_in_work
        severe_physical_and_able
        living_subsidy_without_ground
        care_subsidy_without_ground
        medical_spending_high
        disability_new_or_worse
        seriously_ill_anew
        insurance_lapsed
        parent_lost
        labour_capacity_lost
        self_care_fell"#]]
    .assert_eq(&untold.join("\n"));
    let said: String =
        waits.signals.iter().map(|signal| signal.words.zh.as_str()).chain([house.why.zh.as_str()]).collect();
    for word in ["病", "残", "护理", "医疗", "自付"] {
        assert!(!said.contains(word), "{word}: {said}");
    }
}

#[test]
fn a_visit_answers_the_open_matter_of_its_household_once() {
    let it = Village::new();
    let id = it.signalled(&["work_lost", "seriously_ill_anew"], &[]);
    let house = it.house(7).unwrap();
    let waits = house.matter.unwrap();
    let [signal] = &waits.signals[..] else { panic!("{waits:?}") };
    assert_eq!(
        (waits.id, signal.name.as_str(), signal.words.zh.as_str(), waits.untold),
        (id, "work_lost", "失去工作", 1)
    );
    let before = it.matter(id).matter;
    let made = Made {
        finding: Some(Finding::Needs.code().into()),
        // What the matter has no more, or never had, is no reason to lose a visit.
        answers: vec![answered("work_lost", signal.person, true), answered("house_unsafe", 0, true)],
        ..it.made(7, 'a', 5, vec![saw("guarantee:housing", "no", false), saw("need:work", "yes", false)])
    };
    for _ in 0..2 {
        let became = it.take(&made).unwrap();
        assert!(became.matter && became.finding.as_ref().unwrap().zh.contains("有困难"));
    }
    let view = it.matter(id);
    assert_eq!(
        (view.matter.visited, view.matter.version),
        (Some(BEGIN), before.version + 1),
        "sent twice, answered once"
    );
    let found = |name: &str| view.heard.iter().find(|it| it.signal == name).unwrap().found;
    assert_eq!((found("work_lost"), found("seriously_ill_anew")), (Some(true), None));
    let line = view.lines.last().unwrap();
    assert_eq!((line.kind.as_str(), line.visit), ("matter.visited", Some((1, Some(Finding::Needs)))));
    let clerk = it.scene.who(3, Role::TownClerk, &it.town, BEGIN);
    let seen = visits::of_matter(&it.scene.bureau, &clerk, &view.matter).unwrap();
    assert!(seen[0].seen.sights.iter().any(|sight| sight.item == "guarantee:housing" && sight.value == "no"));
    assert!(it.house(7).unwrap().matter.is_none(), "it waits for the town now");
    it.close(id, matters::Outcome::Helped).unwrap();
    let later = it.made(8, 'b', 60, vec![saw("need:work", "yes", false)]);
    assert!(!it.take(&later).unwrap().matter, "what is closed is answered no more");
    assert_eq!(it.scene.bureau.journal.rebuild(Rebuild::Compare).unwrap(), []);
}

#[test]
fn whoever_met_nobody_goes_again_and_after_two_tries_may_say_that_nobody_is_reached() {
    let it = Village::new();
    let id = it.signalled(&["work_lost"], &[]);
    let absent = |letter, minutes, sights| Made {
        finding: Some(Finding::Absent.code().into()),
        ..it.made(7, letter, minutes, sights)
    };
    assert_eq!(it.refused(&absent('e', 5, vec![saw("need:work", "yes", false)])), Refused::Absent);
    it.take(&absent('a', 5, Vec::new())).unwrap();
    let view = it.matter(id);
    assert_eq!((view.matter.visited, view.matter.state(BEGIN)), (None, State::Open), "the day stays what it is");
    assert_eq!(view.lines.last().unwrap().kind, "matter.tried");
    let house = it.house(7).unwrap();
    assert!(house.matter.is_some() && house.last.is_none(), "it waits for a second try");
    let noted = visits::note_in_case(
        &it.scene.bureau,
        &noon(it.cadre(7)),
        &Made { companion: Some(8), ..absent('a', 5, Vec::new()) },
        0,
    );
    assert!(!noted.unwrap(), "nor is it the visit of a case");
    let early = it.close(id, matters::Outcome::Unreachable);
    assert!(matches!(early, Err(OfficeError::Matter(Refusal::NotVisited))), "{early:?}");
    it.take(&absent('b', 90, Vec::new())).unwrap();
    it.close(id, matters::Outcome::Unreachable).unwrap();
    assert_eq!(it.scene.bureau.journal.rebuild(Rebuild::Compare).unwrap(), []);
}

#[test]
fn a_withdrawn_visit_counts_no_more_and_its_photographs_go_at_once() {
    let it = Village::new();
    let (bureau, id) = (&it.scene.bureau, it.signalled(&["work_lost"], &[]));
    let person = it.house(7).unwrap().matter.unwrap().signals[0].person;
    let said = |letter, account, minutes, so, wage| Made {
        answers: vec![answered("work_lost", person, so)],
        ..it.made(account, letter, minutes, vec![saw("wage_income", wage, false)])
    };
    it.take(&said('a', 8, 5, true, "300")).unwrap();
    let visit = it.take_with(&said('b', 7, 50, false, "0"), &[jpeg()]).unwrap().visit;
    let found = || it.matter(id).heard[0].found;
    assert_eq!(found(), Some(false));
    let key = |name: &str| IdempotencyKey::new(name).unwrap();
    let withdraw = |account, name| {
        visits::withdraw(bureau, &noon(it.cadre(account)), (it.household, visit), Why::WrongHousehold, &key(name))
    };
    assert!(matches!(withdraw(8, "x"), Err(OfficeError::Visit(Refused::NotYours))));
    withdraw(7, "w").unwrap();
    withdraw(7, "w").unwrap();
    assert!(matches!(withdraw(7, "v"), Err(OfficeError::Visit(Refused::Withdrawn))));
    assert_eq!((found(), it.matter(id).matter.visited), (Some(true), Some(BEGIN)), "the other visit stands");
    let counting = visits::counting(bureau, &it.cadre(9), it.household).unwrap();
    assert_eq!(counting[&(None, "wage_income".to_owned())], "300.00");
    let clerk = it.scene.who(3, Role::TownClerk, &it.town, BEGIN);
    let purpose = || Purpose::new(PurposeKind::Task, "T-1").unwrap();
    assert!(matches!(visits::photo(bureau, &clerk, it.household, (visit, 0), purpose()), Err(OfficeError::NotFound)));
    let kept = visits::open(bureau, &clerk, it.household, visit, purpose()).unwrap();
    assert_eq!(
        (kept.withdrawn, kept.cleared, kept.seen.photos[0].len()),
        (Some(BEGIN), Some(BEGIN), 64),
        "the hash stays"
    );
    let clerk = noon(clerk);
    visits::withdraw(bureau, &clerk, (it.household, 1), Why::Mistaken, &key("town")).unwrap();
    assert_eq!((found(), it.matter(id).matter.visited), (None, None), "nobody has been there");
    assert!(it.house(7).unwrap().matter.is_some(), "and somebody goes again");
    assert_eq!(bureau.journal.rebuild(Rebuild::Compare).unwrap(), []);
}

#[test]
fn photographs_go_when_their_five_years_are_over_and_their_hashes_stay() {
    let it = Village::new();
    let bureau = &it.scene.bureau;
    let visit = it.take_with(&it.made(7, 'a', 5, Vec::new()), &[jpeg(), jpeg()]).unwrap().visit;
    let on = |year, day| nine(Date::constant(year, 8, day));
    for early in [on(2026, 4), on(2030, 1), on(2031, 3)] {
        assert_eq!(visits::sweep(bureau, early).unwrap(), 0);
    }
    assert_eq!((visits::sweep(bureau, on(2031, 4)).unwrap(), visits::sweep(bureau, on(2031, 4)).unwrap()), (2, 0));
    let clerk = it.scene.who(3, Role::TownClerk, &it.town, BEGIN);
    let purpose = || Purpose::new(PurposeKind::Task, "T-1").unwrap();
    assert!(matches!(visits::photo(bureau, &clerk, it.household, (visit, 0), purpose()), Err(OfficeError::NotFound)));
    let kept = visits::open(bureau, &clerk, it.household, visit, purpose()).unwrap();
    assert_eq!((kept.cleared, kept.seen.photos.len()), (Some(Date::constant(2031, 8, 4)), 2));
    let listed = visits::of_household(bureau, &clerk, it.household).unwrap();
    assert_eq!((listed[0].photos, listed[0].withdrawn), (0, false));
    assert_eq!(bureau.journal.verify(&[], &mut |_| {}).unwrap().faults, []);
    assert_eq!(bureau.journal.rebuild(Rebuild::Compare).unwrap(), []);
}
