//! Policy texts read, refused, evaluated.
#![allow(missing_docs)]

mod accepted;
mod bad;
mod mutilated;
