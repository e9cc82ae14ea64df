//! How far two places agree: division codes, and addresses as text.

mod address;
mod code;
mod names;
mod succession;

pub use address::{AddressForm, AddressLevel, address_level, names_village};
pub use code::{PlaceForm, PlaceLevel, level};
pub use names::PlaceNames;
pub use succession::{Succession, SuccessionError};
