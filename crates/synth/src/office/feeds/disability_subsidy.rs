//! 残疾人两项补贴: a hidden sheet of notes first, the data on the second; a row a subsidy.

use crate::{
    life::{Class, Person, holds},
    office::{Amounts, Care, Column, Dates, Feed, Kind, Look, Notes, PLAIN, Row, Sent, Value, View, col},
};

const COLUMNS: &[Column] = &[
    col(&["乡镇"], "town_name", Kind::Town),
    col(&["姓名"], "name", Kind::Name),
    col(&["身份证号码"], "resident_id", Kind::Key),
    col(&["残疾人证号"], "disability_certificate", Kind::Certificate),
    col(&["补贴类型"], "subsidy_kind", Kind::Code),
    col(&["补贴对象类型"], "", Kind::Text),
    col(&["补贴金额"], "subsidy_amount", Kind::Money(Amounts::Number)),
    col(&["享受补贴起始月份"], "start_month", Kind::Month(Dates::Compact)),
    col(&["续发月份"], "", Kind::Text),
    col(&["性别"], "sex", Kind::Code),
    col(&["出生年月"], "birth_date", Kind::Date(Dates::Compact)),
    col(&["残疾等级"], "disability_grade", Kind::Code),
    col(&["残疾类别"], "disability_kind", Kind::Code),
    col(&["民族"], "ethnicity", Kind::Text),
    col(&["户口性质"], "", Kind::Text),
    col(&["户籍地址"], "registered_address", Kind::Text),
    col(&["手机号码"], "phone", Kind::Digits),
    col(&["开户银行"], "bank", Kind::Text),
    col(&["银行卡号"], "account", Kind::Digits),
    col(&["低保类别"], "category", Kind::Code),
    col(&["是否死亡"], "dead", Kind::Flag(crate::office::Flags::YesOrEmpty)),
    col(&["地区"], "county_name", Kind::Text),
];

pub(super) const FEED: Feed = Feed {
    id: "disability_subsidy",
    columns: COLUMNS,
    look: Look {
        name: |n| format!("残疾人两项补贴_{}.xlsx", n.chinese()),
        sheet: "发放明细",
        notes: Notes::Hidden,
        ..PLAIN
    },
    care: Care::Hand,
    sent: Sent::Monthly,
    rows,
};

fn rows(view: &View, out: &mut Vec<Row>) {
    for person in view.people().filter(|person| person.still_listed(view.month, person.lag.disability)) {
        let (living, care) = (holds(&person.aid.living, view.month), holds(&person.aid.care, view.month));
        // Some towns write both subsidies into one row.
        if living && care && person.id().serial() % 8 == 0 {
            out.push(row(view, person, Value::Code("both", "两项补贴"), 160, person.aid.care));
            continue;
        }
        if living {
            out.push(row(view, person, Value::Code("living", "生活补贴"), 80, person.aid.living));
        }
        if care {
            out.push(row(view, person, Value::Code("care", "护理补贴"), 80, person.aid.care));
        }
    }
}

fn row(view: &View, person: &Person, kind: Value, yuan: u32, since: Option<crate::life::Spell>) -> Row {
    let household = view.village.household(person);
    let disability = person.disability.as_ref();
    let urban = view.village.place.urban;
    let dibao = household.class == Class::Dibao && holds(&household.listed, view.month);
    let category =
        if urban { Value::Code("dibao_urban", "城市低保") } else { Value::Code("dibao_rural", "农村低保") };
    Row {
        group: person.born.household,
        values: vec![
            Value::Division(view.town()),
            super::name(person),
            super::id(person),
            Value::some(disability.and_then(|d| d.certificate), |c| Value::Certificate(c.number)),
            kind,
            Value::text(if dibao { "低保家庭残疾人" } else { "一、二级重度残疾人" }),
            Value::yuan(yuan),
            Value::some(since, |spell| Value::Month(spell.from)),
            Value::Empty,
            super::sex(person),
            Value::Date(person.born.birth()),
            Value::some(disability, super::grade_of_disability),
            Value::some(disability, super::kind_of_disability),
            Value::text(person.born.ethnicity),
            Value::text(if urban { "非农业" } else { "农业" }),
            view.address(person.born.household, view.home()),
            Value::text(household.phone.to_string()),
            Value::text("兜底农商银行"),
            Value::text(household.account.to_string()),
            if dibao { category } else { Value::Empty },
            Value::Flag(false),
            Value::text("兜底县"),
        ],
    }
}
