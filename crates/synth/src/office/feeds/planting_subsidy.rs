//! 种植补贴: three merged header rows, a village a file, one person on several rows whose areas add up.

use crate::office::{Care, Column, Feed, Kind, Look, PLAIN, Row, Sent, Value, View, col};

const COLUMNS: &[Column] = &[
    col(&["序号|序号|序号"], "", Kind::Serial),
    col(&["姓名|姓名|姓名"], "name", Kind::Name),
    col(&["身份证|身份证|身份证"], "resident_id", Kind::Key),
    col(&["联系电话|联系电话|联系电话"], "phone", Kind::Digits),
    col(&["玉米|面积|面积"], "maize_mu", Kind::Area),
    col(&["大豆|面积|面积"], "soybean_mu", Kind::Area),
    col(&["稻谷|合计|合计"], "rice_mu", Kind::Area),
    col(&["稻谷|地表水|地表水"], "rice_surface_water_mu", Kind::Area),
    col(&["稻谷|地下水|地下水"], "rice_ground_water_mu", Kind::Area),
];

pub(super) const FEED: Feed = Feed {
    id: "planting_subsidy",
    columns: COLUMNS,
    look: Look {
        name: |n| format!("种植补贴_{}_{}.xlsx", n.month.year(), n.part),
        above: |n| vec![vec![(0, format!("{}{}年种植补贴公示表", n.part, n.month.year()))]],
        totals: true,
        ..PLAIN
    },
    care: Care::Hand,
    sent: Sent::ByVillage,
    rows,
};

fn rows(view: &View, out: &mut Vec<Row>) {
    for (number, household) in view.village.households.iter().enumerate() {
        let head = view.village.head(household);
        if household.land == 0 || !head.lives(view.month) {
            continue;
        }
        let phone = household.phone.to_string();
        let mut row = |maize: u32, soybean: u32, surface: u32, ground: u32| {
            let area = |tenths: u32| if tenths == 0 { Value::Empty } else { Value::Area(tenths) };
            let values = vec![
                Value::Empty,
                super::name(head),
                super::id(head),
                Value::text(phone.clone()),
                area(maize),
                area(soybean),
                area(surface + ground),
                area(surface),
                area(ground),
            ];
            out.push(Row { group: number as u32, values });
        };
        let land = household.land;
        match number % 4 {
            0 => row(land, 0, 0, 0),
            1 => row(0, land / 2, land - land / 2, 0),
            2 => row(0, 0, land / 3, land - land / 3),
            _ => {
                // Two plots entered one after the other.
                row(land / 2, 0, 0, 0);
                row(land - land / 2, 0, 0, 0);
            }
        }
    }
}
