//! 待遇发放人员名单: title, 单位名称 in A2 and 制表时间 in F2, header in the third row.

use super::resident_pension_insured::states;
use crate::{
    calibration as known,
    office::{Amounts, Care, Column, Dates, Feed, Kind, Look, PLAIN, Row, Sent, Value, View, col},
};

const COLUMNS: &[Column] = &[
    col(&["序号"], "", Kind::Serial),
    col(&["乡镇街道"], "town_name", Kind::Town),
    col(&["村社区"], "village_name", Kind::Place),
    col(&["姓名"], "name", Kind::Name),
    col(&["证件号码", "身份证号"], "resident_id", Kind::Key),
    col(&["待遇领取时间"], "start_month", Kind::Month(Dates::Compact)),
    col(&["待遇金额"], "benefit_amount", Kind::Money(Amounts::Loose)),
    col(&["开户银行"], "bank", Kind::Text),
    col(&["银行账号"], "account", Kind::Digits),
];

pub(super) const FEED: Feed = Feed {
    id: "resident_pension_paid",
    columns: COLUMNS,
    look: Look {
        name: |n| format!("待遇发放人员名单{}.xlsx", n.month.compact()),
        above: |n| {
            let printed = format!("制表时间：{}-{:02}-26", n.month.year(), n.month.month());
            vec![
                vec![(0, format!("{}待遇发放人员公示表", n.chinese()))],
                vec![(0, "单位名称：兜底县城乡居民社会养老保险中心".into()), (5, printed)],
            ]
        },
        totals: true,
        ..PLAIN
    },
    care: Care::System,
    sent: Sent::Monthly,
    rows,
};

fn rows(view: &View, out: &mut Vec<Row>) {
    for person in view.people().filter(|person| states(person, view.month) == Some((1, 3))) {
        let household = view.village.household(person);
        let from = person.insurance.resident.and_then(|file| file.drawing);
        // The basic pension, and the account's share, more for those who paid longer.
        let account = 18 + (person.id().serial() as u32 * 7) % 64;
        out.push(Row {
            group: person.born.household,
            values: vec![
                Value::Empty,
                Value::Division(view.town()),
                Value::Division(view.home()),
                super::name(person),
                super::id(person),
                Value::some(from, Value::Month),
                Value::yuan(known::BASIC_PENSION.value as u32 + account),
                Value::text("兜底农商银行"),
                Value::text(household.account.to_string()),
            ],
        });
    }
}
