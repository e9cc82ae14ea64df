//! Cases: taken at one window, worked on, decided.

pub(crate) mod act;
pub(crate) mod acts;
pub(crate) mod new;
pub(crate) mod paper;
pub(crate) mod parts;
pub(crate) mod show;

pub(crate) use parts::clock_left;
