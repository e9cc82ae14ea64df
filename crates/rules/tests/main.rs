//! Policy texts read, refused, evaluated.
#![allow(missing_docs)]

mod accepted;
mod bad;
mod cases;
mod mutate;
mod mutilated;
mod orders;
mod shipped;
mod told;
mod watched;
