//! The parts of Arrow that the office uses, under the names of the whole.
//!
//! The umbrella crate brings sorting, arithmetic, rows, texts and with them an engine for regular expressions: a fifth of
//! a clean build, of which nothing here is called. A kernel that is missing below is one `pub use` away.

pub use arrow_array::temporal_conversions;
pub use arrow_buffer::buffer;

/// Arrays, their builders, and record batches.
pub mod array {
    pub use arrow_array::{builder::*, cast::*, iterator::*, *};
}

/// Types of columns.
pub mod datatypes {
    pub use arrow_array::{ArrowNativeTypeOp, ArrowPrimitiveType, types::*};
    pub use arrow_buffer::ArrowNativeType;
    pub use arrow_schema::{DataType, Field, FieldRef, Fields, Schema, SchemaRef, TimeUnit};
}

/// Kernels over columns.
pub mod compute {
    pub use arrow_cast::cast;
    pub use arrow_select::{
        concat::{concat, concat_batches},
        filter::filter_record_batch,
        interleave::interleave,
        take::{take, take_record_batch},
    };
}

/// What Arrow says went wrong.
pub mod error {
    pub use arrow_schema::ArrowError;
}

/// Values as texts.
pub mod util {
    pub use arrow_cast::display;
}
