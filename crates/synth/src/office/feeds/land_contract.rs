//! 土地承包: a yearly list without identity numbers; the village in merged cells, 小计 after each and 合计 at the end.

use crate::office::{Care, Column, Feed, Kind, Look, PLAIN, Row, Sent, Value, View, col};

const COLUMNS: &[Column] = &[
    col(&["行政村"], "village_name", Kind::Place),
    col(&["承包方代表姓名"], "name", Kind::Name),
    col(&["家庭人口"], "household_size", Kind::Count),
    col(&["承包面积（亩）"], "area_mu", Kind::Area),
    col(&["承包合同编号"], "contract_number", Kind::Text),
    col(&["备注"], "remark", Kind::Text),
];

pub(super) const FEED: Feed = Feed {
    id: "land_contract",
    columns: COLUMNS,
    look: Look {
        name: |n| format!("土地承包_{}.xlsx", n.month.year()),
        above: |n| vec![vec![(0, format!("兜底县{}年农村土地承包台账", n.month.year()))]],
        totals: true,
        signature: true,
        grouped: true,
        ..PLAIN
    },
    care: Care::Hand,
    sent: Sent::Once,
    rows,
};

fn rows(view: &View, out: &mut Vec<Row>) {
    for (number, household) in view.village.households.iter().enumerate() {
        let head = view.village.head(household);
        if household.land == 0 || !head.lives(view.month) {
            continue;
        }
        out.push(Row {
            group: view.village.place.number,
            values: vec![
                Value::Division(view.home()),
                super::name(head),
                Value::Count(i64::from(household.kin.size)),
                Value::Area(household.land),
                Value::text(format!("{}{number:05}J", view.home().twelve())),
                Value::Empty,
            ],
        });
    }
}
