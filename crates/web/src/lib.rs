//! Pages and API over the slices of work.
