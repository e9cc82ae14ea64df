//! What each department's newest roster says of the people of a file, side by side, with the rule that chose.

use super::purpose::For;
use crate::{
    fields::Asked,
    shell::{Page, Shell, page},
    signed::Signed,
    words,
};
use askama::Template;
use axum::extract::Path;
use doudi_journal::access::Denied;
use doudi_kernel::Lang;
use doudi_office::register::{self, Field, HouseholdFile, Saying};
use std::collections::BTreeSet;

struct Source {
    value: String,
    feed: String,
    month: String,
    row: String,
}

struct Group {
    name: String,
    field: &'static str,
    rule: &'static str,
    agrees: bool,
    sources: Vec<Source>,
}

#[derive(Template)]
#[template(path = "departments.html")]
struct Departments {
    s: Shell,
    id: i64,
    head: String,
    place: String,
    purpose: String,
    groups: Vec<Group>,
    differing: usize,
}

/// `GET /households/{id}/departments?task=T-1`
pub(crate) async fn show(Path(id): Path<i64>, by: Signed, Asked(asked): Asked) -> Page {
    let purpose = For::of(&asked).ok_or(Denied::Purpose)?;
    let why = purpose.clone();
    let (file, sayings) = by
        .run(move |bureau, who| {
            let file = register::open(bureau, who, id, why.of_household(bureau, who, id)?)?;
            Ok((file, register::departments(bureau, who, id)?))
        })
        .await?;
    let (s, bureau) = (Shell::of(&by), &by.state.bureau);
    let mut groups: Vec<Group> = sayings
        .chunk_by(|a, b| (a.person, a.field) == (b.person, b.field))
        .map(|it| group(&s, &by, &file, it))
        .collect();
    groups.sort_by_key(|group| group.agrees);
    page(&Departments {
        id,
        head: file.members.first().map(|it| it.name.clone()).unwrap_or_default(),
        place: words::address(bureau, file.division),
        purpose: purpose.query(),
        differing: groups.iter().filter(|group| !group.agrees).count(),
        groups,
        s,
    })
}

fn group(s: &Shell, by: &Signed, file: &HouseholdFile, sayings: &[Saying]) -> Group {
    let first = &sayings[0];
    let values: BTreeSet<&str> = sayings.iter().map(|it| it.value.as_str()).collect();
    let (field, rule) = said(first.field, s.lang);
    let source = |it: &Saying| Source {
        value: match first.field {
            Field::Relation => super::parts::relation(&by.state.bureau, &it.value, s.lang),
            _ => it.value.clone(),
        },
        feed: by.state.feed(&it.feed, s.lang),
        month: it.month.to_string(),
        row: it.row.map(|row| row.to_string()).unwrap_or_default(),
    };
    Group {
        name: file.members.iter().find(|it| it.id == first.person).map(|it| it.name.clone()).unwrap_or_default(),
        field,
        rule,
        agrees: values.len() == 1 && first.field != Field::Death,
        sources: sayings.iter().map(source).collect(),
    }
}

/// What a field is called, and the rule by which the register chooses where sources differ.
fn said(field: Field, lang: Lang) -> (&'static str, &'static str) {
    let roster = lang.pick(
        "先取核对结果，再按特困、低保、边缘、刚性支出名册的顺序取值；人工更正优先",
        "the verification first, then the rosters of tekun, dibao, edge, spending; a correction by hand before all",
    );
    match field {
        Field::Name => (lang.pick("姓名", "name"), roster),
        Field::Birth => {
            (lang.pick("出生日期", "born"), lang.pick("有有效证件号码的以号码为准", "a valid identity number says it"))
        }
        Field::Sex => {
            (lang.pick("性别", "sex"), lang.pick("有有效证件号码的以号码为准", "a valid identity number says it"))
        }
        Field::Relation => (lang.pick("与户主关系", "relation to the head"), roster),
        Field::Marriage => (
            lang.pick("婚姻状况", "marital state"),
            lang.pick("仅作参考，不参与认定", "for information; nothing is decided by it"),
        ),
        Field::Town => (lang.pick("乡镇", "town"), roster),
        Field::Village => (lang.pick("村（社区）", "village"), roster),
        Field::Death => (
            lang.pick("死亡日期", "died"),
            lang.pick("任一来源登记死亡的不计入成员，须核实", "whom any source calls dead is no member; to be checked"),
        ),
        Field::Register => (
            lang.pick("户籍状态", "household registration"),
            lang.pick("死亡、迁出、注销的不计入成员", "dead, moved out or cancelled: no member"),
        ),
    }
}
