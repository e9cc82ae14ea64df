//! 困难学生资助名册: who gets the hardship grant, with the flags by which the school recognised it.

use super::student::{enrolled, level, school};
use crate::{
    life::{Class, holds},
    office::{Amounts, Care, Column, Feed, Flags, Kind, Look, PLAIN, Row, Sent, Value, View, col},
};

const COLUMNS: &[Column] = &[
    col(&["序号"], "", Kind::Serial),
    col(&["姓名"], "name", Kind::Name),
    col(&["身份证件号"], "resident_id", Kind::Key),
    col(&["学校"], "school", Kind::Text),
    col(&["年级"], "school_grade", Kind::Text),
    col(&["班级"], "class", Kind::Text),
    col(&["是否脱贫家庭"], "", Kind::Flag(Flags::Have)),
    col(&["城乡低保"], "enjoys_dibao", Kind::Flag(Flags::YesOrEmpty)),
    col(&["特困救助供养"], "enjoys_tekun", Kind::Flag(Flags::YesOrEmpty)),
    col(&["孤儿（含事实无人抚养）"], "", Kind::Flag(Flags::YesOrEmpty)),
    col(&["资助金额"], "subsidy_amount", Kind::Money(Amounts::Loose)),
];

pub(super) const FEED: Feed = Feed {
    id: "student_hardship",
    columns: COLUMNS,
    look: Look {
        name: |n| format!("困难学生资助名册_{}.xlsx", n.chinese()),
        above: |n| vec![vec![(0, format!("{}年秋季学期家庭经济困难学生资助名册", n.month.year()))]],
        notes: crate::office::Notes::Shown,
        totals: true,
        signature: true,
        ..PLAIN
    },
    care: Care::Edited,
    sent: Sent::Monthly,
    rows,
};

fn rows(view: &View, out: &mut Vec<Row>) {
    for person in view.people() {
        if !enrolled(person, view) || !holds(&person.aid.hardship, view.month) {
            continue;
        }
        let household = view.village.household(person);
        let dibao = household.class == Class::Dibao && holds(&household.listed, view.month);
        out.push(Row {
            group: person.born.household,
            values: vec![
                Value::Empty,
                super::name(person),
                super::id(person),
                school(person, view),
                level(person, view).1,
                Value::text(format!("{}班", person.id().serial() % 6 + 1)),
                Value::Flag(household.graduated),
                Value::Flag(dibao),
                Value::Flag(false),
                Value::Flag(person.aid.orphan.is_some()),
                Value::yuan(625),
            ],
        });
    }
}
