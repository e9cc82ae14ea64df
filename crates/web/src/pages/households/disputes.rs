//! What people decided and a roster says otherwise, in words.

use crate::words;
use doudi_kernel::Lang;
use doudi_office::{Bureau, register::Dispute};

/// A dispute as a sentence without anybody's name: the page shows the member beside it.
pub(crate) fn said(bureau: &Bureau, it: &Dispute, lang: Lang) -> String {
    let (kind, of) = it.field.split_once(':').unwrap_or((&it.field, ""));
    let yes = |word: &str| if word == "yes" { lang.pick("是", "yes") } else { lang.pick("否", "no") };
    match kind {
        "member" if it.decided == "died" => lang
            .pick("人工登记已死亡，部门数据仍列为成员", "registered as dead; the rosters still name the person")
            .into(),
        "member" => lang
            .pick("人工登记已不在本户，部门数据仍列为成员", "left by hand; the rosters still name the person")
            .into(),
        "head" => lang.pick("户主：人工登记与部门数据不同", "the head differs from the rosters'").into(),
        "division" => {
            let place = |word: &str| word.parse().map_or_else(|_| word.to_owned(), |code| words::address(bureau, code));
            let (own, told) = (place(&it.decided), place(&it.told));
            match lang {
                Lang::Zh => format!("住址：人工登记为{own}，部门数据为{told}"),
                Lang::En => format!("place: {own} by hand, {told} in the rosters"),
            }
        }
        "relation" => {
            let word = |code: &str| super::parts::relation(bureau, code, lang);
            let (own, told) = (word(&it.decided), word(&it.told));
            match lang {
                Lang::Zh => format!("与户主关系：人工登记为“{own}”，部门数据为“{told}”"),
                Lang::En => format!("relation: {own} by hand, {told} in the rosters"),
            }
        }
        "name" => lang.pick("姓名：人工更正与部门数据不同", "the corrected name differs from the rosters'").into(),
        _ => {
            let programme = words::help(bureau, of, lang);
            let (own, told) = (yes(&it.decided), yes(&it.told));
            match lang {
                Lang::Zh => format!("{programme}：决定享受“{own}”，部门名册“{told}”"),
                Lang::En => format!("{programme}: {own} by decision, {told} in the rosters"),
            }
        }
    }
}

/// The member that a dispute is about.
pub(crate) fn person(it: &Dispute) -> Option<i64> {
    let (kind, of) = it.field.split_once(':')?;
    ["member", "relation", "name"].contains(&kind).then(|| of.parse().ok()).flatten()
}
