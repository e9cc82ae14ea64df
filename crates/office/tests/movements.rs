//! Monthly figures: what stood, what came, what went, what stands.

use crate::county::{BEGIN, COUNTY, Scene};
use doudi_journal::access::Role;
use doudi_kernel::Month;
use doudi_office::register::{self, Cause};

#[test]
fn the_first_month_opens_the_stock_and_adds_nobody() {
    let scene = Scene::new();
    let clerk = scene.who(1, Role::CountyClerk, COUNTY, BEGIN);
    let month: Month = crate::county::MONTH.parse().unwrap();
    let area = COUNTY.parse().unwrap();
    let told = register::movements(&scene.bureau, &clerk, area, month).unwrap();
    let dibao = told.iter().find(|it| it.programme == "dibao").expect("somebody is helped");
    assert_eq!((dibao.before.households, dibao.continued), (0, 0));
    assert_eq!(dibao.causes.keys().collect::<Vec<_>>(), [&Cause::Opening]);
    assert_eq!(dibao.causes[&Cause::Opening], dibao.after);
    assert!(dibao.after.fen > 0 && dibao.after.persons >= dibao.after.households);
    for it in &told {
        let listed = register::roster(&scene.bureau, &clerk, area, &it.programme, month).unwrap();
        assert_eq!(listed.len() as i64, it.after.households, "{}", it.programme);
        assert_eq!(listed.iter().map(|one| one.persons).sum::<i64>(), it.after.persons);
    }
    let next = register::movements(&scene.bureau, &clerk, area, month.plus(1)).unwrap();
    assert!(next.iter().all(|it| it.causes.is_empty() && it.before == it.after));
}
