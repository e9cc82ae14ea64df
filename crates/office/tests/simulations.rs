//! What a reform would change: run over the month's households, kept, counted by town.

use crate::county::{BEGIN, COUNTY, MONTH, Scene, lake};
use doudi_journal::access::Role;
use doudi_kernel::Lang;
use doudi_office::{
    OfficeError,
    jobs::Progress,
    ledgers::{Format, Use},
    simulations::{self, Asked},
};
use doudi_paper::Block;

fn asked(reform: &str) -> Asked {
    Asked { reform: reform.into(), month: MONTH.parse().unwrap() }
}

#[test]
fn a_reform_is_run_once_and_its_towns_add_up_to_the_county() {
    let folder = tempfile::tempdir().unwrap();
    let mut scene = Scene::new();
    lake(folder.path());
    scene.bureau = scene.bureau.with_data(folder.path());
    let (bureau, clerk) = (&scene.bureau, scene.who(1, Role::CountyClerk, COUNTY, BEGIN));
    let (known, wrong) = simulations::reforms(bureau, &clerk).unwrap();
    assert!(wrong.is_empty() && known.iter().any(|it| it.name == "work_pays"), "{wrong:?}");
    let name = simulations::run(bureau, &clerk, &asked("work_pays"), &Progress::default()).unwrap();
    assert_eq!(simulations::run(bureau, &clerk, &asked("work_pays"), &Progress::default()).unwrap(), name);
    assert_eq!(simulations::runs(bureau, &clerk).unwrap().len(), 1, "the same question has one answer");
    let kept = simulations::kept(bureau, &clerk, &name, Lang::Zh).unwrap();
    assert_eq!(kept.plots.len(), 3);
    assert!(kept.plots.iter().all(|plot| plot.starts_with("<svg") && !plot.contains("style=")));
    for seen in &kept.run.months {
        let sum = |of: &dyn Fn(&doudi_office::simulations::Counted) -> u64| {
            seen.towns.iter().map(|(_, it)| of(it)).sum::<u64>()
        };
        for side in 0..2 {
            assert_eq!(sum(&|it| it.households[side]), seen.total.households[side]);
            assert_eq!(sum(&|it| it.persons[side]), seen.total.persons[side]);
            assert_eq!(seen.towns.iter().map(|(_, it)| it.fen[side]).sum::<i64>(), seen.total.fen[side]);
        }
        assert!(seen.towns.len() > 1, "{:?}", seen.towns);
        assert!(seen.total.households[0] > 0);
        let [was, is] = seen.total.households;
        assert_eq!(was + seen.total.moved[0] - seen.total.moved[1], is);
    }
    for lang in [Lang::Zh, Lang::En] {
        let paper = simulations::paper(bureau, &kept, lang);
        let tables = paper.blocks.iter().filter(|block| matches!(block, Block::Table(_))).count();
        assert!(tables >= 4, "{tables}");
    }
    let made = simulations::export(bureau, &clerk, &name, Format::Xlsx, Use::Report, Lang::Zh).unwrap();
    assert!(made.bytes.starts_with(b"PK"));
}

#[test]
fn who_works_for_a_town_or_another_county_has_no_simulation_and_a_name_leads_nowhere_else() {
    let folder = tempfile::tempdir().unwrap();
    let mut scene = Scene::new();
    scene.bureau = scene.bureau.with_data(folder.path());
    for (role, area) in [(Role::TownClerk, "419901001"), (Role::CountyClerk, "419902")] {
        let who = scene.who(1, role, area, BEGIN);
        assert!(matches!(simulations::runs(&scene.bureau, &who), Err(OfficeError::Denied(_))), "{role}");
    }
    let clerk = scene.who(2, Role::CountyClerk, COUNTY, BEGIN);
    for name in ["..", "../journal.db", "", "2026-07-000000000000"] {
        let found = simulations::kept(&scene.bureau, &clerk, name, Lang::Zh);
        assert!(matches!(found, Err(OfficeError::NotFound)), "{name}");
    }
    let unknown = simulations::run(&scene.bureau, &clerk, &asked("no_such"), &Progress::default());
    assert!(matches!(unknown, Err(OfficeError::NotFound)));
}
