//! Tests of the slices through their public doors.

mod doubts;
