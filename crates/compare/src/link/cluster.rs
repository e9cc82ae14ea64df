//! Rows that are one person, taken together.

/// Puts rows into clusters by edges, strongest first. `may_join` is asked about two clusters' rows and can refuse.
///
/// Edges are taken in the order given, so a caller who sorts them by weight and by content gets clusters that do not
/// depend on the order of rows. The result names for each row the smallest row of its cluster.
///
/// ```
/// use doudi_compare::link::clusters;
/// // Row 2 may not be together with row 0.
/// let apart = |a: &[u32], b: &[u32]| !(a.contains(&0) && b.contains(&2) || a.contains(&2) && b.contains(&0));
/// assert_eq!(clusters(4, &[(0, 1), (1, 2), (2, 3)], apart), [0, 0, 2, 2]);
/// ```
pub fn clusters(rows: usize, edges: &[(u32, u32)], may_join: impl Fn(&[u32], &[u32]) -> bool) -> Vec<u32> {
    let mut of: Vec<u32> = (0..rows as u32).collect();
    let mut members: Vec<Vec<u32>> = vec![Vec::new(); rows];
    for (a, b) in edges {
        let (keep, join) = (of[*a as usize].min(of[*b as usize]), of[*a as usize].max(of[*b as usize]));
        if keep == join {
            continue;
        }
        for one in [keep, join] {
            if members[one as usize].is_empty() {
                members[one as usize].push(one);
            }
        }
        if may_join(&members[keep as usize], &members[join as usize]) {
            let joining = std::mem::take(&mut members[join as usize]);
            joining.iter().for_each(|row| of[*row as usize] = keep);
            members[keep as usize].extend(joining);
        }
    }
    of
}
