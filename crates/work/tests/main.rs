//! Tests of the slices through their public doors.

mod assess;
mod doubts;
mod watch;
