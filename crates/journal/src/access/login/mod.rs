//! Proving who somebody is: a password, a second factor, and a session afterwards.
//!
//! GB/T 22239-2019 asks for two factors, one of them cryptographic, and for a limit on failed attempts. Nothing here reads
//! a clock or draws randomness; times are arguments, in seconds or milliseconds since 1970 as each name says.

mod password;
mod second_factor;
mod session;
mod throttle;

pub use password::{PasswordFault, hash_password, password_faults, stored_password_is_weak, verify_password};
pub use second_factor::SecondFactor;
pub use session::{SessionToken, session_alive};
pub use throttle::{ACCOUNT, ADDRESS, Throttle};
