//! What departments handle of applications that one window took: each answers its own part (归口办).

pub(crate) mod list;
pub(crate) mod show;
