//! Policy texts read, refused, evaluated.
#![allow(missing_docs)]

mod bad;
mod mutilated;
