//! Each act in a file: what must hold, and what files and help are afterwards. Pure.

mod away;
mod correct;
mod death;
mod head;
mod join;
mod leave;
mod merge;
mod moving;
mod new;
mod renew;
mod seat;
mod split;
mod stand;

pub(super) use away::away;
pub(super) use correct::correct;
pub(super) use death::death;
pub(super) use head::head;
pub(super) use join::join;
pub(super) use leave::leave;
pub(super) use merge::merge;
pub(super) use moving::moving;
pub(super) use new::new;
pub(super) use renew::renew;
pub(super) use seat::seat;
pub(super) use split::split;
pub(super) use stand::stand;
