//! The first line of an item.

use super::{
    Parser, Read,
    tree::{Head, Keyword, Name, Tree},
};
use crate::complaint::{Complaint, Refusal};

impl Parser<'_> {
    /// The keyword, the name, the rest; nothing of `within`, which is put into the tree.
    pub(super) fn item_head(&mut self, tree: &mut Tree) -> Read<Option<(Keyword, Name, Head)>> {
        let start = self.here();
        if self.keyword("within") {
            let region = self.region()?;
            self.finished()?;
            if tree.within.is_some() || !tree.items.is_empty() {
                return Err(Complaint { span: start.to(region.span), what: Refusal::LateWithin });
            }
            tree.within = Some(region);
            return Ok(None);
        }
        let keyword = self.item_keyword()?;
        let name = if keyword == Keyword::Region { self.region()? } else { self.item_name(keyword)? };
        let mut head = self.head_of(keyword)?;
        head.cites = self.cites()?;
        self.finished()?;
        Ok(Some((keyword, name, head)))
    }

    /// Lists of codes and documents are spoken of in places of their own, so that they may be called as they like.
    fn item_name(&mut self, keyword: Keyword) -> Read<Name> {
        match keyword {
            Keyword::Source | Keyword::Codes => self.any_name(),
            _ => self.name(),
        }
    }

    fn head_of(&mut self, keyword: Keyword) -> Read<Head> {
        let mut head = Head::default();
        match keyword {
            Keyword::Source | Keyword::Region => head.label = Some(self.label()?),
            Keyword::Codes | Keyword::Amend | Keyword::Procedure => {}
            Keyword::Exception => {
                self.want_keyword("from")?;
                head.target = Some(self.name()?);
                head.extent = self.extent()?;
            }
            Keyword::Parameter => {
                let fixed = self.keyword("fixed");
                self.want_sign(":")?;
                head.ty = Some(self.type_text()?);
                if self.keyword("by") {
                    head.by = Some(self.any_name()?);
                }
                head.fixed = fixed;
            }
            Keyword::Scorecard | Keyword::Programme | Keyword::Signal => {
                self.want_sign(":")?;
                head.entity = Some(self.entity()?);
            }
            Keyword::Fact | Keyword::Variable | Keyword::Table => {
                self.want_sign(":")?;
                head.entity = Some(self.entity()?);
                head.ty = Some(self.type_text()?);
            }
        }
        Ok(head)
    }
}
