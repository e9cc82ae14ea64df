//! What a visit came to, in one word of a closed list.

crate::matters::words::closed! {
    /// What a visit came to.
    Finding {
        /// Somebody is in need.
        Needs = "needs_help", "有困难，需要帮扶", "in hardship: help is needed";
        /// Nothing of it was found.
        Nothing = "nothing_found", "未发现困难", "no hardship found";
        /// They live elsewhere.
        Moved = "moved_away", "已搬离本地", "they have moved away";
        /// Nobody was met: it is no visit, and somebody goes again.
        Absent = "not_at_home", "家中无人，择日再访", "nobody at home: to be visited again";
    }
}
