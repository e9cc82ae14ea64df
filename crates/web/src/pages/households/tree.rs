//! The members as a kin tree: generations from above to below, lines from the head.

/// A person in the picture.
pub(crate) struct Leaf {
    pub(crate) x: i32,
    pub(crate) y: i32,
    pub(crate) name: String,
    pub(crate) said: String,
    pub(crate) class: &'static str,
}

/// A line between two.
pub(crate) struct Branch {
    pub(crate) path: String,
    pub(crate) class: &'static str,
}

/// The whole picture, in units of a screen's pixel.
pub(crate) struct Tree {
    pub(crate) width: i32,
    pub(crate) height: i32,
    pub(crate) leaves: Vec<Leaf>,
    pub(crate) branches: Vec<Branch>,
}

const WIDE: i32 = 104;
const HIGH: i32 = 78;

/// Rows from above to below: those of the grandparents, the parents, the head, the children, the grandchildren, the others.
fn row(relation: &str) -> usize {
    match relation {
        "grandparent" => 0,
        "parent" => 1,
        "head" | "spouse" | "sibling" => 2,
        "son" | "daughter" | "child" | "son_in_law" | "daughter_in_law" | "nephew_or_niece" => 3,
        "grandchild" => 4,
        _ => 5,
    }
}

/// A member for the picture: name, relation's code and word, whether counted.
pub(crate) type Kin = (String, String, String, Option<bool>);

/// Lays members out; the head is the first.
pub(crate) fn tree(members: &[Kin]) -> Tree {
    let mut rows: [Vec<usize>; 6] = Default::default();
    for (at, (_, relation, ..)) in members.iter().enumerate() {
        let at_row = if at == 0 { 2 } else { row(relation) };
        // The spouse sits beside the head.
        if relation == "spouse" && rows[2].first() == Some(&0) { rows[2].insert(1, at) } else { rows[at_row].push(at) }
    }
    let widest = rows.iter().map(Vec::len).max().unwrap_or(1).max(1) as i32;
    let width = widest * WIDE;
    let (mut places, mut y) = (vec![(0, 0); members.len()], HIGH / 2);
    for row in rows.iter().filter(|row| !row.is_empty()) {
        for (at, member) in (0..).zip(row) {
            places[*member] = (width / 2 + (2 * at + 1 - row.len() as i32) * WIDE / 2, y);
        }
        y += HIGH;
    }
    let leaf = |(at, (name, _, said, counted)): (usize, &Kin)| Leaf {
        x: places[at].0,
        y: places[at].1,
        name: name.clone(),
        said: said.clone(),
        class: match counted {
            Some(true) => "in",
            Some(false) => "out",
            None => "unknown",
        },
    };
    let branches = (1..members.len()).map(|at| branch(places[0], places[at], &members[at].1)).collect();
    Tree { width, height: y - HIGH / 2, leaves: members.iter().enumerate().map(leaf).collect(), branches }
}

fn branch(head: (i32, i32), other: (i32, i32), relation: &str) -> Branch {
    let half = HIGH / 2;
    let middle = if other.1 >= head.1 { head.1 + half } else { head.1 - half };
    let path = match other.1 == head.1 {
        true => format!("M{} {}H{}", head.0, head.1, other.0),
        false => format!("M{} {}V{middle}H{}V{}", head.0, head.1, other.0, other.1),
    };
    let class = match relation {
        "spouse" => "spouse",
        "other_relative" | "not_related" | "" => "loose",
        _ => "kin",
    };
    Branch { path, class }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kin(relation: &str) -> Kin {
        (String::new(), relation.into(), String::new(), Some(true))
    }

    #[test]
    fn generations_stand_one_above_another_and_nobody_on_anybody() {
        let members = ["head", "son", "parent", "spouse", "daughter", "grandchild", "not_related"].map(kin);
        let tree = tree(&members);
        let at = |index: usize| (tree.leaves[index].x, tree.leaves[index].y);
        assert!(
            at(2).1 < at(0).1 && at(0).1 == at(3).1 && at(0).1 < at(1).1 && at(1).1 == at(4).1 && at(4).1 < at(5).1
        );
        let mut places: Vec<_> = (0..members.len()).map(at).collect();
        places.sort_unstable();
        places.dedup();
        assert_eq!(places.len(), members.len());
        assert!(places.iter().all(|(x, y)| (0..tree.width).contains(x) && (0..tree.height).contains(y)));
        assert_eq!(tree.branches.len(), members.len() - 1);
    }

    #[test]
    fn a_person_alone_is_a_tree() {
        let tree = tree(&[kin("head")]);
        assert_eq!((tree.leaves.len(), tree.branches.len(), tree.width), (1, 0, WIDE));
    }
}
