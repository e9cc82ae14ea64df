//! 城市低保花名册: kept by hand, a household a row, its members as pairs of columns that shift from month to month.

use super::dibao;
use crate::office::{Amounts, Care, Column, Dates, Feed, Kind, Look, PLAIN, Row, Sent, Value, View, col};

/// The household's columns come from the row of its applicant; the other members' rows become pairs beside it.
const COLUMNS: &[Column] = &[
    col(&["序号"], "", Kind::Serial),
    col(&["户主姓名"], "name", Kind::Name),
    col(&["户主身份证号"], "resident_id", Kind::Key),
    col(&["所属街道"], "town_name", Kind::Town),
    col(&["所属社区"], "village_name", Kind::Place),
    col(&["家庭住址"], "address", Kind::Text),
    col(&["低保类别"], "category", Kind::Code),
    col(&["保障方式"], "dibao_kind", Kind::Code),
    // Left out in every third month, so that the pairs begin a column further left.
    col(&["家庭人口", "家庭人口", ""], "household_size", Kind::Count),
    col(&["保障人口"], "covered_size", Kind::Count),
    col(&["月保障金额（元）"], "monthly_amount", Kind::Money(Amounts::Loose)),
    col(&["最初享受月"], "first_month", Kind::Month(Dates::Dots)),
    col(&[""], "household_head_id", Kind::Id),
];

pub(super) const FEED: Feed = Feed {
    id: "dibao_urban_roster",
    columns: COLUMNS,
    look: Look {
        name: |n| format!("城市低保{}花名册.xlsx", n.chinese()),
        above: |n| vec![vec![(0, format!("兜底县{}城市居民最低生活保障对象花名册", n.chinese()))]],
        totals: true,
        signature: true,
        pairs: 5,
        ..PLAIN
    },
    care: Care::Hand,
    sent: Sent::Monthly,
    rows,
};

fn rows(view: &View, out: &mut Vec<Row>) {
    if !view.village.place.urban {
        return;
    }
    let listed = dibao::listed(view);
    for file in listed.chunk_by(|a, b| a.file == b.file) {
        // The roster's 户主 is whom the household is paid through: the head where covered, else the first who is.
        let applicant = file.iter().find(|l| std::ptr::eq(l.person, l.head)).unwrap_or(&file[0]);
        let others = file.iter().filter(|listed| !std::ptr::eq(*listed, applicant));
        for listed in std::iter::once(applicant).chain(others.take(5)) {
            let household = listed.household;
            out.push(Row {
                group: listed.file,
                values: vec![
                    Value::Empty,
                    super::roster_name(listed.person),
                    super::id(listed.person),
                    Value::Division(view.town()),
                    Value::Division(view.home()),
                    view.address(listed.file, view.home()),
                    Value::Code("dibao_urban", "城市低保"),
                    if household.full {
                        Value::Code("full", "全额救助")
                    } else {
                        Value::Code("gap", "差额救助")
                    },
                    Value::Count(i64::from(household.kin.size)),
                    Value::Count(file.len().min(6) as i64),
                    Value::yuan(household.monthly),
                    Value::some(household.listed, |spell| Value::Month(spell.from)),
                    super::id(applicant.person),
                ],
            });
        }
    }
}
