//! 持证残疾人名单: 证件号码 is the certificate of 20 or 22 characters.

use crate::office::{Care, Column, Dates, Feed, Kind, Look, PLAIN, Row, Sent, Value, View, col};

const COLUMNS: &[Column] = &[
    col(&["姓名"], "name", Kind::Name),
    col(&["证件号码"], "disability_certificate", Kind::Certificate),
    col(&["年龄"], "age", Kind::Count),
    col(&["性别"], "sex", Kind::Code),
    col(&["区县"], "county_name", Kind::Text),
    col(&["街道"], "town_name", Kind::Town),
    col(&["居委"], "village_name", Kind::Place),
    col(&["状态"], "certificate_state", Kind::Code),
    col(&["残疾类别"], "disability_kind", Kind::Code),
    col(&["残疾等级"], "disability_grade", Kind::Code),
    col(&["户口地址"], "registered_address", Kind::Text),
    col(&["联系电话"], "phone", Kind::Digits),
    col(&["初次申领日期"], "start_month", Kind::Month(Dates::Dots)),
];

pub(super) const FEED: Feed = Feed {
    id: "disability_certificate",
    columns: COLUMNS,
    look: Look { name: |n| format!("持证残疾人名单_{}.xlsx", n.month.compact()), ..PLAIN },
    care: Care::Edited,
    sent: Sent::Monthly,
    rows,
};

fn rows(view: &View, out: &mut Vec<Row>) {
    for person in view.people() {
        let Some((disability, certificate)) =
            person.disability.as_ref().and_then(|d| d.certified(view.month).map(|c| (d, c)))
        else {
            continue;
        };
        if !person.still_listed(view.month, person.lag.certificate) {
            continue;
        }
        out.push(Row {
            group: person.born.household,
            values: vec![
                super::name(person),
                Value::Certificate(certificate.number),
                Value::Count(i64::from(person.age(view.month))),
                super::sex(person),
                Value::text("兜底县"),
                Value::Division(view.town()),
                Value::Division(view.home()),
                Value::Code("valid", "正常"),
                super::kind_of_disability(disability),
                super::grade_of_disability(disability),
                view.address(person.born.household, view.home()),
                Value::text(view.village.household(person).phone.to_string()),
                Value::Month(certificate.from),
            ],
        });
    }
}
