//! The report of a verification.

use super::Filing;
use crate::case::Matched;
use doudi_kernel::Month;
use doudi_paper::{
    Document,
    forms::{Finding, Item, Verification},
};
use doudi_rules::book::Type;

impl Filing<'_> {
    pub(super) fn verification(&self) -> Option<Document> {
        let report = self.view.state.report.as_ref()?;
        let made = self.view.state.done.get("verify").copied()?;
        let until = self.view.state.authorised_until?;
        Some(
            Verification {
                lang: self.lang,
                number: self.number("核"),
                office: self.lang.pick("县级家庭经济状况核对机构", "the county's verification centre").into(),
                asked_by: self.town(),
                head: self.head(),
                people: self.file.members.iter().map(|member| member.name.clone()).collect(),
                authorised: self.lang.pick(format!("授权书有效期至{until}"), format!("authorised until {until}")),
                items: report.items.iter().map(|item| self.item(item)).collect(),
                made,
                expires: report.good_until,
            }
            .paper(),
        )
    }

    fn item(&self, item: &crate::case::Item) -> Item {
        let fact = self.bureau.book.fact(&item.fact).map(|id| &self.bureau.book.facts[id.index()]);
        let told = self.view.state.declared.get(&item.fact).copied().unwrap_or(0);
        let declared = match (fact.map(|fact| fact.ty), told) {
            (_, 0) => self.lang.pick("无", "none").into(),
            (Some(Type::YesNo), _) => self.lang.pick("有", "yes").into(),
            (Some(Type::Number(unit)), told) if unit.money() == 1 => doudi_kernel::Money::from_fen(told).to_string(),
            (_, told) => told.to_string(),
        };
        let finding = match item.matched {
            Matched::Agrees => Finding::Agrees,
            Matched::Differs => Finding::Differs,
            Matched::NotFound => Finding::NotFound,
            Matched::NotConnected => Finding::NotConnected,
        };
        Item {
            person: self.lang.pick("全户", "household").into(),
            what: fact.map_or_else(|| item.fact.clone(), |fact| fact.label.pick(self.lang).to_owned()),
            source: if item.feed.is_empty() { String::new() } else { (self.feed)(&item.feed) },
            declared,
            // How things stand; amounts are seen in the file by those who may.
            found: match item.matched {
                Matched::Agrees => self.lang.pick("与申报相符", "as told"),
                Matched::Differs => self.lang.pick("与申报不符，应当听取说明", "not as told: hear the household"),
                Matched::NotFound => self.lang.pick("没有记录", "no record"),
                Matched::NotConnected => self.lang.pick("没有查询", "not asked"),
            }
            .into(),
            finding,
            as_of: item.month.as_ref().and_then(|month| month.parse::<Month>().ok()).map(Month::last_day),
        }
    }
}
