//! Who opened what for which purpose, and whether the journal stands as it was written.

pub(super) mod search;
pub(super) mod verify;
