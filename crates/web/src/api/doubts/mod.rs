//! Doubts of the user's area: listed, answered.

pub(super) mod answer;
pub(super) mod search;
