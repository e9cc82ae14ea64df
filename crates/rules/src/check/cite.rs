//! Citations and extents: documents, articles, regions that somebody names.

use super::Checker;
use crate::{
    book::{Cite, Extent},
    complaint::Refusal,
    parse::tree::{CiteText, ExtentText, Name},
};

impl Checker {
    pub(super) fn cites(&mut self, cites: &[CiteText]) -> Vec<Cite> {
        cites.iter().filter_map(|cite| self.cite(cite)).collect()
    }

    fn cite(&mut self, cite: &CiteText) -> Option<Cite> {
        let Some(source) = self.names.sources.get(&cite.source.text).copied() else {
            self.refuse(cite.source.span, Refusal::UnknownSource(cite.source.text.clone()));
            return None;
        };
        let document = &self.book.sources[source.index()];
        if let (Some(last), Some(article)) = (document.articles, &cite.article)
            && let Some(beyond) = numbers(article).into_iter().find(|number| *number > last || *number == 0)
        {
            let what = Refusal::NoArticle { source: document.name.clone(), article: beyond, last };
            self.refuse(cite.span, what);
            return None;
        }
        let certainty = cite.certainty.unwrap_or(document.certainty);
        Some(Cite { source, article: cite.article.clone(), certainty })
    }

    /// Where and when; in the region of the file where none is named.
    pub(super) fn extent(&mut self, extent: &ExtentText, within: Option<&Name>) -> Option<Extent> {
        let named = extent.region.as_ref().or(within.filter(|_| !extent.national));
        if let Some(region) = named
            && !self.book.knows_region(&region.text)
        {
            self.refuse(region.span, Refusal::UnknownRegion(region.text.clone()));
            return None;
        }
        if let (Some(region), Some(within)) = (&extent.region, within)
            && !region.text.starts_with(&within.text)
        {
            let what = Refusal::OutsideWithin { region: region.text.clone(), within: within.text.clone() };
            self.refuse(region.span, what);
            return None;
        }
        let region = named.map(|region| region.text.clone()).unwrap_or_default();
        Some(Extent { region, from: extent.from, to: extent.to })
    }
}

/// The articles of `18`, `21(2)`, `16-22`: not what stands in brackets, and nothing of free words.
fn numbers(article: &str) -> Vec<u32> {
    let outside = article.split('-').map(|part| part.split('(').next().unwrap_or_default());
    outside.filter_map(|part| part.parse().ok()).collect()
}
