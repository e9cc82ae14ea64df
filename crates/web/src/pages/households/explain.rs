//! Why a household is found eligible or not: the answers, the tree with its articles, the sources, what would change it.

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
use doudi_office::{OfficeError, register};

/// A line below a condition, as deep as it stands.
pub(crate) struct Step {
    pub(crate) depth: usize,
    pub(crate) said: String,
}

/// A condition or an amount, with what it rests on.
pub(crate) struct Branch {
    pub(crate) said: String,
    pub(crate) open: bool,
    pub(crate) below: Vec<Step>,
}

/// A programme's tree for a household or a member.
pub(crate) struct Tree {
    pub(crate) said: String,
    pub(crate) branches: Vec<Branch>,
}

#[derive(Template)]
#[template(path = "explain.html")]
struct Explain {
    s: Shell,
    id: i64,
    head: String,
    place: String,
    programme: String,
    month: String,
    answers: Vec<String>,
    trees: Vec<Tree>,
    sources: Vec<(String, String)>,
    changes: Vec<String>,
    purpose: String,
}

/// `GET /households/{id}/explain?programme=dibao&case=12`
pub(crate) async fn show(Path(id): Path<i64>, by: Signed, Asked(asked): Asked) -> Page {
    let purpose = For::of(&asked).ok_or(Denied::Purpose)?;
    let programme = asked.text("programme").to_owned();
    let (state, lang, name, given) = (by.state.clone(), by.lang, programme.clone(), purpose.clone());
    let (file, why) = by
        .run(move |bureau, who| {
            if bureau.programme_label(&name).is_none() {
                return Err(OfficeError::NotFound);
            }
            let purpose = given.of_household(bureau, who, id)?;
            let file = register::open(bureau, who, id, purpose)?;
            let why = register::explanation(bureau, who, id, &name, lang, &|feed| state.feed(feed, lang))?;
            Ok((file, why))
        })
        .await?;
    let (s, bureau) = (Shell::of(&by), &by.state.bureau);
    let between = s.t("、", ", ").to_owned();
    page(&Explain {
        id,
        head: file.members.first().map(|head| head.name.clone()).unwrap_or_default(),
        place: words::address(bureau, file.division),
        programme: words::programme(bureau, &programme, lang),
        month: bureau.month.as_ref().map(|month| month.kept.month.to_string()).unwrap_or_default(),
        answers: why.answers,
        trees: why.trees.iter().map(|text| tree(text)).collect(),
        sources: why.sources.into_iter().map(|(feed, facts)| (feed, facts.join(&between))).collect(),
        changes: why.changes,
        purpose: purpose.query(),
        s,
    })
}

/// A tree that is told in lines, two spaces a level, as branches that fold. What does not hold stands open.
pub(crate) fn tree(text: &str) -> Tree {
    let mut tree = Tree { said: String::new(), branches: Vec::new() };
    for line in text.lines() {
        let said = line.trim_start_matches(' ');
        let depth = (line.len() - said.len()) / 2;
        match (depth, tree.branches.last_mut()) {
            (0, _) if tree.said.is_empty() => tree.said = said.into(),
            (0 | 1, _) | (_, None) => {
                let open = !said.starts_with(['✓', '√']);
                tree.branches.push(Branch { said: said.into(), open, below: Vec::new() });
            }
            (_, Some(branch)) => branch.below.push(Step { depth: depth.min(9) - 1, said: said.into() }),
        }
    }
    tree
}

#[cfg(test)]
mod tests {
    use super::tree;

    #[test]
    fn what_holds_is_folded_and_what_fails_stands_open() {
        let tree = tree("低保\n  ✓ 一\n    甲: 1\n      乙: 2\n  ✗ 二\n    丙: 3\n");
        assert_eq!(tree.said, "低保");
        let shape: Vec<_> = tree.branches.iter().map(|it| (&*it.said, it.open, it.below.len())).collect();
        assert_eq!(shape, [("✓ 一", false, 2), ("✗ 二", true, 1)]);
        assert_eq!(tree.branches[0].below[1].depth, 2);
    }
}
