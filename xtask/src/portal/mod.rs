//! The portal from outside: the server as a process, its database, its users, and a client that speaks HTTP to it.

mod client;
mod postgres;
mod server;
mod staff;

pub(crate) use client::{Answer, Client, hidden};
pub(crate) use postgres::Postgres;
pub(crate) use server::{PROGRAM, Portal};
pub(crate) use staff::{PASSWORD, Session, account, hire, sign_in};
