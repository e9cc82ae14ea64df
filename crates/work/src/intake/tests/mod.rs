//! Whole files through the intake.

mod answers;
mod crash;
mod fixtures;
mod golden;
mod layouts;
mod months;
mod office;
mod proposals;
mod refusals;
mod sheets;
mod thin;
