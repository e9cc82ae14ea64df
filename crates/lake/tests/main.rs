//! Everything that the lake promises across its modules.

mod broken;
mod cleaning;
mod complaints_page;
mod faults;
mod formats;
mod samples;
mod store;
