//! Names of places, compared as people mean them.

/// The name without the word for its kind: 柳河, 柳河镇 and 柳河镇人民政府 are one town, and writing it otherwise next month
/// is no change of anybody.
pub(super) fn bare(name: &str) -> &str {
    const KINDS: [&str; 13] = [
        "街道办事处",
        "人民政府",
        "办事处",
        "街道",
        "民族乡",
        "镇",
        "乡",
        "村民委员会",
        "居民委员会",
        "村委会",
        "居委会",
        "社区",
        "村",
    ];
    let mut bare = name;
    while let Some(rest) = KINDS.iter().find_map(|kind| bare.strip_suffix(kind)).filter(|rest| !rest.is_empty()) {
        bare = rest;
    }
    bare
}

/// Whether a column holds names of places.
pub(super) fn is_place(column: &str) -> bool {
    matches!(column, "town_name" | "village_name" | "county_name")
}

#[cfg(test)]
mod tests {
    use super::bare;

    #[test]
    fn a_place_is_the_same_under_all_its_names() {
        for name in ["柳河", "柳河镇", "柳河镇人民政府", "柳河街道办事处", "柳河村村民委员会", "柳河社区居委会"]
        {
            assert_eq!(bare(name), "柳河", "{name}");
        }
        assert_eq!(bare("村"), "村");
    }
}
