//! 孤儿及事实无人抚养儿童发放花名册, kept by hand.

use crate::{
    life::Orphan,
    office::{Amounts, Care, Column, Dates, Feed, Kind, Look, PLAIN, Row, Sent, Value, View, col},
};

const COLUMNS: &[Column] = &[
    col(&["序号"], "", Kind::Serial),
    col(&["儿童姓名"], "name", Kind::Name),
    col(&["身份证号"], "resident_id", Kind::Key),
    col(&["性别"], "sex", Kind::Code),
    col(&["出生日期"], "birth_date", Kind::Date(Dates::Slashes)),
    col(&["儿童类别"], "child_kind", Kind::Code),
    col(&["养育方式"], "support_form", Kind::Code),
    col(&["监护人姓名"], "guardian_name", Kind::Name),
    col(&["监护人身份证号"], "guardian_id", Kind::Id),
    col(&["乡镇街道"], "town_name", Kind::Town),
    col(&["村社区"], "village_name", Kind::Place),
    col(&["发放金额"], "monthly_amount", Kind::Money(Amounts::Loose)),
    col(&["开户人姓名"], "account_holder", Kind::Name),
    col(&["银行账号"], "account", Kind::Digits),
];

pub(super) const FEED: Feed = Feed {
    id: "orphan_child",
    columns: COLUMNS,
    look: Look {
        name: |n| format!("孤儿及事实无人抚养儿童发放花名册_{}.xlsx", n.chinese()),
        above: |n| {
            vec![
                vec![(0, format!("兜底县{}孤儿及事实无人抚养儿童基本生活费发放花名册", n.chinese()))],
                vec![(0, "填报单位（盖章）：兜底县民政局".into()), (11, "单位：元".into())],
            ]
        },
        totals: true,
        signature: true,
        ..PLAIN
    },
    care: Care::Hand,
    sent: Sent::Monthly,
    rows,
};

fn rows(view: &View, out: &mut Vec<Row>) {
    for person in view.people() {
        let Some((kind, _)) = person.aid.orphan.filter(|(_, spell)| spell.holds(view.month)) else {
            continue;
        };
        if person.age(view.month) >= 18 || !person.still_listed(view.month, person.lag.orphan) {
            continue;
        }
        let household = view.village.household(person);
        let guardian = view.village.head(household);
        let word = match kind {
            Orphan::Orphan => Value::Code("orphan", "孤儿"),
            Orphan::Unattended => Value::Code("de_facto_unattended_child", "事实无人抚养儿童"),
        };
        out.push(Row {
            group: person.born.household,
            values: vec![
                Value::Empty,
                super::name(person),
                super::id(person),
                super::sex(person),
                Value::Date(person.born.birth()),
                word,
                Value::Code("dispersed", "散居"),
                super::name(guardian),
                super::id(guardian),
                Value::Division(view.town()),
                Value::Division(view.home()),
                // Anqiu 2020 (seed 004): 1,400 yuan for orphans at home.
                Value::yuan(1_400),
                super::name(guardian),
                Value::text(household.account.to_string()),
            ],
        });
    }
}
