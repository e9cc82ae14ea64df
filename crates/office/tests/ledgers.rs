//! Ledgers: one paper, the same sums everywhere, taken out on record.

use crate::county::{BEGIN, COUNTY, MONTH, Scene};
use doudi_journal::access::Role;
use doudi_kernel::{Division, Lang, Money, Month};
use doudi_office::{
    OfficeError, Who,
    ledgers::{self, Asked, Format, Kind, Leads, Use},
    register,
};
use doudi_paper::{Block, Document, Measure, Table, Value, lay_out};
use expect_test::expect_file;

struct Squares;

impl Measure for Squares {
    fn advance(&self, c: char, _: bool) -> f32 {
        if c < '\u{2e80}' { 0.5 } else { 1.0 }
    }
}

fn month() -> Month {
    MONTH.parse().unwrap()
}

fn asked(kind: Kind, area: &str, programme: &str) -> Asked {
    Asked { kind, area: area.parse().unwrap(), month: month(), programme: programme.into() }
}

fn tables(paper: &Document) -> Vec<&Table> {
    paper.blocks.iter().filter_map(|block| if let Block::Table(table) = block { Some(table) } else { None }).collect()
}

/// The sum of a column, in whatever it holds.
fn sum<'v>(values: impl Iterator<Item = &'v Value>) -> (i64, Money) {
    values.fold((0, Money::ZERO), |(count, money), value| match value {
        Value::Count(more) => (count + *more as i64, money),
        Value::Money(more) => (count, money + *more),
        Value::Text(text) => (count + text.parse::<i64>().unwrap_or(0), money),
        _ => (count, money),
    })
}

fn clerk(scene: &Scene) -> Who {
    scene.who(1, Role::CountyClerk, COUNTY, BEGIN)
}

#[test]
fn every_total_of_every_ledger_is_the_sum_of_its_rows() {
    let scene = Scene::new();
    let clerk = clerk(&scene);
    let programmes = ledgers::programmes(&scene.bureau, &clerk).unwrap();
    assert!(programmes.contains(&"dibao".to_owned()), "{programmes:?}");
    let mut summed = 0;
    for kind in Kind::ALL {
        for programme in &programmes {
            let ledger = ledgers::ledger(&scene.bureau, &clerk, &asked(kind, COUNTY, programme), Lang::Zh).unwrap();
            for (table, leads) in tables(&ledger.paper).into_iter().zip(&ledger.leads) {
                let Some(total) = &table.total else { continue };
                assert!(leads.len() == table.rows.len() || kind == Kind::Figures, "{kind:?}");
                for (at, said) in
                    total.iter().enumerate().filter(|(_, it)| matches!(it, Value::Count(_) | Value::Money(_)))
                {
                    let rows = sum(table.rows.iter().map(|row| &row[at]));
                    assert_eq!(rows, sum(std::iter::once(said)), "{kind:?} {programme} {}", table.columns[at].heading);
                    summed += 1;
                }
            }
        }
    }
    assert!(summed > 20, "{summed}");
}

#[test]
fn what_stood_came_and_went_is_what_stands_in_every_place_and_the_places_add_up() {
    let scene = Scene::new();
    let clerk = clerk(&scene);
    let county: Division = COUNTY.parse().unwrap();
    let towns: Vec<Division> = scene.bureau.divisions.children(county).map(|(place, _)| place).collect();
    assert!(!towns.is_empty());
    for month in [month(), month().plus(1)] {
        let of = |area: Division| {
            let asked = Asked { kind: Kind::Figures, area, month, programme: String::new() };
            let ledger = ledgers::ledger(&scene.bureau, &clerk, &asked, Lang::Zh).unwrap();
            assert!(!ledger.checks.is_empty() || area != county);
            assert!(ledger.checks.iter().all(|(_, holds)| *holds), "{:?}", ledger.checks);
            register::movements(&scene.bureau, &clerk, area, month).unwrap()
        };
        let whole = of(county);
        let below: Vec<_> = towns.iter().map(|town| of(*town)).collect();
        for movement in &whole {
            let own = below.iter().flatten().filter(|it| it.programme == movement.programme);
            let placed: i64 = own.map(|it| it.after.households).sum();
            assert!(placed <= movement.after.households);
        }
    }
}

#[test]
fn a_roster_is_as_long_as_its_figure_and_leads_to_the_files() {
    let scene = Scene::new();
    let clerk = clerk(&scene);
    let told = register::movements(&scene.bureau, &clerk, COUNTY.parse().unwrap(), month()).unwrap();
    for movement in told {
        let asked = asked(Kind::Roster, COUNTY, &movement.programme);
        let ledger = ledgers::ledger(&scene.bureau, &clerk, &asked, Lang::Zh).unwrap();
        let table = tables(&ledger.paper)[0].clone();
        assert_eq!(table.rows.len() as i64, movement.after.households);
        let money = sum(table.rows.iter().map(|row| &row[7])).1;
        assert_eq!(money, Money::from_fen(movement.after.fen));
        assert!(ledger.leads[0].iter().all(|it| matches!(it, Leads::File(_))));
    }
}

#[test]
fn a_roster_says_on_its_pages_what_it_always_said_with_numbers_masked() {
    let scene = Scene::new();
    let (_, town) = scene.eligible("dibao");
    let ledger =
        ledgers::ledger(&scene.bureau, &clerk(&scene), &asked(Kind::Roster, &town, "dibao"), Lang::Zh).unwrap();
    let text = lay_out(&ledger.paper, &Squares).text();
    expect_file!["golden/roster.txt"].assert_eq(&text);
    let figures = ledgers::ledger(&scene.bureau, &clerk(&scene), &asked(Kind::Figures, COUNTY, ""), Lang::Zh).unwrap();
    expect_file!["golden/figures.txt"].assert_eq(&lay_out(&figures.paper, &Squares).text());
    let mut run = 0;
    let longest = text.chars().map(|c| {
        run = if c.is_ascii_digit() { run + 1 } else { 0 };
        run
    });
    assert!(longest.max().unwrap_or(0) < 12, "a whole number is printed");
}

#[test]
fn who_only_counts_gets_figures_and_no_list_and_nobody_exports_another_place() {
    let scene = Scene::new();
    let (_, town) = scene.eligible("dibao");
    let analyst = scene.who(2, Role::ProvincialAnalyst, "41", BEGIN);
    assert!(ledgers::ledger(&scene.bureau, &analyst, &asked(Kind::Figures, COUNTY, ""), Lang::En).is_ok());
    let listed = ledgers::ledger(&scene.bureau, &analyst, &asked(Kind::Roster, COUNTY, "dibao"), Lang::En);
    assert!(matches!(listed, Err(OfficeError::Denied(_))));
    let own = scene.who(3, Role::TownClerk, &town, BEGIN);
    let take = |area: &str| {
        let asked = asked(Kind::Roster, area, "dibao");
        ledgers::export(&scene.bureau, &own, &asked, Format::Xlsx, Use::Report, Lang::Zh)
    };
    assert!(take(&town).is_ok());
    assert!(matches!(take(COUNTY), Err(OfficeError::Denied(_))), "the county is more than the town");
    let elsewhere = scene.who(4, Role::TownClerk, "419902001", BEGIN);
    let seen = ledgers::ledger(&scene.bureau, &elsewhere, &asked(Kind::Roster, COUNTY, "dibao"), Lang::Zh);
    assert!(matches!(seen, Err(OfficeError::NotFound)));
    let cadre = scene.who(5, Role::VillageCadre, &town, BEGIN);
    let asked = asked(Kind::Roster, &town, "dibao");
    let taken = ledgers::export(&scene.bureau, &cadre, &asked, Format::Xlsx, Use::Report, Lang::Zh);
    assert!(matches!(taken, Err(OfficeError::Denied(_))));
}

#[test]
fn an_export_is_on_record_with_its_purpose_and_marked_with_who_took_it() {
    let scene = Scene::new();
    let clerk = clerk(&scene);
    for format in Format::ALL {
        let asked = asked(Kind::Roster, COUNTY, "dibao");
        let made = ledgers::export(&scene.bureau, &clerk, &asked, format, Use::Payment, Lang::Zh).unwrap();
        assert_eq!(made.name, format!("roster-dibao-{COUNTY}-202607.{}", format.name()));
        assert!(made.bytes.starts_with(if format == Format::Pdf { b"%PDF" } else { b"PK\x03\x04" }));
    }
    let auditor = scene.who(9, Role::Auditor, COUNTY, BEGIN);
    let looks = register::looks(&scene.bureau, &auditor, &register::Looks::default()).unwrap();
    assert_eq!(looks.len(), 2);
    assert!(looks.iter().all(|it| it.action == "export" && it.purpose == "task:payment-202607"), "{looks:?}");
    assert_eq!(looks[0].subject, format!("ledger:roster-dibao-{COUNTY}-202607"));
}
