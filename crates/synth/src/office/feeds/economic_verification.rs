//! 家庭经济状况核对结果: what the county's verification centre found about each household that applied, is on a roster, or
//! is monitored, and what the town saw when it visited; a person a row. An empty cell is a question without an answer.

use crate::{
    life::{House, Household, Person, Work, holds},
    office::{Amounts, Care, Column, Dates, Feed, Flags, Kind, Look, PLAIN, Row, Sent, Value, View, col},
};

const MONEY: Kind = Kind::Money(Amounts::Number);
const YES: Kind = Kind::Flag(Flags::Yes);

const COLUMNS: &[Column] = &[
    col(&["序号"], "", Kind::Serial),
    col(&["乡镇街道"], "town_name", Kind::Town),
    col(&["村社区"], "village_name", Kind::Place),
    col(&["户主姓名"], "household_head_name", Kind::Name),
    col(&["户主身份证号"], "household_head_id", Kind::Id),
    col(&["姓名"], "name", Kind::Name),
    col(&["身份证号"], "resident_id", Kind::Key),
    col(&["与户主关系"], "relation_to_head", Kind::Code),
    col(&["户籍类型"], "residence_kind", Kind::Code),
    col(&["核对事由"], "verification_reason", Kind::Text),
    col(&["授权日期"], "authorised_date", super::DASHES),
    col(&["月工资性收入（元）"], "wage_income", MONEY),
    col(&["月经营净收入（元）"], "business_net_income", MONEY),
    col(&["月财产净收入（元）"], "property_net_income", MONEY),
    col(&["月转移净收入（元）"], "transfer_net_income", MONEY),
    col(&["月基础养老金（元）"], "basic_pension_income", MONEY),
    col(&["月其他不计入收入（元）"], "exempt_income", MONEY),
    col(&["月育儿补贴（元）"], "child_rearing_subsidy_income", MONEY),
    col(&["金融资产（元）", "存款等金融资产（元）"], "financial_asset", Kind::Money(Amounts::Loose)),
    col(&["住房套数"], "dwellings", Kind::Count),
    col(&["非居住用房"], "non_residential_property", Kind::Flag(Flags::Have)),
    col(&["机动车价值（元）"], "vehicle_value", MONEY),
    col(&["有雇员的企业登记", "企业登记（有雇员）"], "owns_company", Kind::Flag(Flags::Have)),
    col(&["近12个月医疗自付（元）"], "medical_self_paid_year", MONEY),
    col(&["近12个月教育支出（元）"], "education_cost_year", MONEY),
    col(&["近12个月康复支出（元）"], "rehabilitation_cost_year", MONEY),
    col(&["重特大疾病"], "serious_illness", YES),
    col(&["是否就业"], "employed", YES),
    col(&["就业登记月份"], "employed_since", Kind::Month(Dates::Compact)),
    col(&["是否登记失业"], "unemployed_registered", YES),
    col(&["劳动能力"], "labour_capacity", Kind::Code),
    col(&["是否共同生活"], "lives_with_household", YES),
    col(&["不计入原因"], "left_out", Kind::Code),
    col(&["是否机构供养"], "in_institution", YES),
    col(&["自理能力不能项数"], "failed_self_care_items", Kind::Count),
    col(&["房屋安全等级"], "house_grade", Kind::Code),
];

pub(super) const FEED: Feed = Feed {
    id: "economic_verification",
    columns: COLUMNS,
    look: Look {
        name: |n| format!("家庭经济状况核对结果_{}.xlsx", n.month.compact()),
        above: |n| vec![vec![(0, format!("兜底县{}居民家庭经济状况核对结果", n.chinese()))]],
        sheet: "核对结果",
        ..PLAIN
    },
    care: Care::Edited,
    sent: Sent::Monthly,
    rows,
};

/// The households that are looked up in a month, with who is written as head and the members on the file.
pub(super) fn verified<'a>(view: &'a View) -> impl Iterator<Item = (&'a Household, &'a Person, Vec<&'a Person>)> {
    let looked_up = view.village.households.iter().filter(|household| household.verified(view.month));
    looked_up.filter_map(|household| {
        let on_file = |person: &&Person| person.still_listed(view.month, 0);
        let members: Vec<&Person> = view.village.members(household).iter().filter(on_file).collect();
        let own = view.village.head(household);
        let head = if own.lives(view.month) { own } else { *members.first()? };
        Some((household, head, members))
    })
}

fn rows(view: &View, out: &mut Vec<Row>) {
    for (household, head, members) in verified(view) {
        for person in members {
            let mut values = who(view, household, head, person);
            values.extend(earns(view, household, person));
            values.extend(owns(person));
            values.extend(spends(person));
            values.extend(works(view, person));
            values.extend(visited(view, household, person));
            out.push(Row { group: person.born.household, values });
        }
    }
}

fn who(view: &View, household: &Household, head: &Person, person: &Person) -> Vec<Value> {
    let reason = match (holds(&household.listed, view.month), household.means.asked) {
        (_, Some(month)) if month == view.month => "新申请",
        (true, _) => "定期复核",
        _ => "动态监测",
    };
    let urban = view.village.place.urban;
    vec![
        Value::Empty,
        Value::Division(view.town()),
        Value::Division(view.home()),
        super::roster_name(head),
        super::id(head),
        super::roster_name(person),
        super::id(person),
        if std::ptr::eq(head, person) { Value::Code("head", "户主") } else { super::relation(person) },
        if urban { Value::Code("urban", "城镇") } else { Value::Code("rural", "农村") },
        Value::text(reason),
        Value::Date(household.authorised(view.month)),
    ]
}

/// The four kinds of income as found and stated, and what does not count.
fn earns(view: &View, household: &Household, person: &Person) -> [Value; 7] {
    let unseen = matches!(person.work, Work::Casual | Work::Away) && household.means.understates;
    let stated = |fen: i64| Value::Money(if unseen { fen / 2 } else { fen });
    [
        stated(person.wage(view.month)),
        stated(person.purse.business),
        Value::Money(person.purse.property),
        Value::Money(person.purse.transfer),
        Value::yuan(person.basic_pension(view.month)),
        Value::yuan(person.not_counted(view.month)),
        Value::yuan(person.child_rearing(view.month)),
    ]
}

fn owns(person: &Person) -> [Value; 5] {
    let purse = &person.purse;
    [
        if purse.banks_silent { Value::Empty } else { Value::yuan(purse.savings) },
        Value::Count(i64::from(purse.dwellings)),
        Value::Flag(purse.shop),
        Value::yuan(purse.vehicle),
        Value::Flag(purse.company),
    ]
}

/// The office of medical insurance answers for those who are insured here.
fn spends(person: &Person) -> [Value; 4] {
    let insured = person.insurance.medical.is_some();
    [
        if insured { Value::yuan(person.purse.medical) } else { Value::Empty },
        Value::yuan(person.purse.education),
        Value::yuan(person.purse.rehabilitation),
        if insured { Value::Flag(person.seriously_ill()) } else { Value::Empty },
    ]
}

fn works(view: &View, person: &Person) -> [Value; 4] {
    let month = view.month;
    let since = person.purse.hired.filter(|from| *from <= month && person.employed(month));
    let lost = person.purse.dismissed.is_some_and(|until| until <= month);
    [
        Value::Flag(person.employed(month)),
        Value::some(since, Value::Month),
        Value::Flag(lost && person.purse.hired.is_none()),
        super::labour(person, view),
    ]
}

/// What the town saw; who applied this month was not yet visited.
fn visited(view: &View, household: &Household, person: &Person) -> [Value; 5] {
    if household.means.asked == Some(view.month) {
        return [Value::Empty, Value::Empty, Value::Empty, Value::Empty, Value::Empty];
    }
    let left_out = match person.work {
        Work::Soldier(_) => Value::Code("conscript", "义务兵"),
        Work::Prisoner(..) => Value::Code("prison", "服刑"),
        _ if person.missing => Value::Code("missing", "失踪"),
        _ => Value::Code("none", "无"),
    };
    let away = matches!(person.work, Work::Soldier(_) | Work::Prisoner(..)) || person.missing;
    [
        Value::Flag(!away),
        left_out,
        Value::Flag(person.aid.institution),
        Value::Count(i64::from(person.failed_self_care())),
        match household.house {
            House::A => Value::Code("a", "A级"),
            House::B => Value::Code("b", "B级"),
            House::C => Value::Code("c", "C级"),
            House::D => Value::Code("d", "D级"),
        },
    ]
}
