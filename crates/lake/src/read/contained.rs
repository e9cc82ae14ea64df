//! Panics of foreign readers become unreadable files.

use super::Unreadable;
use std::{
    cell::Cell,
    panic::{AssertUnwindSafe, catch_unwind},
    sync::Once,
};

thread_local! {
    /// Whether this thread is inside a foreign reader, where a panic is expected and handled.
    static INSIDE: Cell<bool> = const { Cell::new(false) };
}

/// Runs a reader of a foreign format. Such readers index into bytes that they were promised; on a file made to harm, some
/// of them panic. A panic there is an unreadable file, not the end of the import.
///
/// Its message is not printed: it may quote the text that it stumbled over, which may be a person's. Needs unwinding: a
/// profile with `panic = "abort"` would end the process instead.
pub(super) fn contained<T>(read: impl FnOnce() -> Result<T, Unreadable>) -> Result<T, Unreadable> {
    silence_inside();
    let before = INSIDE.replace(true);
    let done = catch_unwind(AssertUnwindSafe(read));
    INSIDE.set(before);
    done.unwrap_or(Err(Unreadable::Defect))
}

/// Runs the caller's own code from inside a reader: its panics are printed, and passed on.
pub(super) fn outside<T>(run: impl FnOnce() -> T) -> std::thread::Result<T> {
    let before = INSIDE.replace(false);
    let done = catch_unwind(AssertUnwindSafe(run));
    INSIDE.set(before);
    done
}

/// Puts a hook before the one that is there, once.
fn silence_inside() {
    static PLACED: Once = Once::new();
    PLACED.call_once(|| {
        let previous = std::panic::take_hook();
        std::panic::set_hook(Box::new(move |panic| {
            if !INSIDE.get() {
                previous(panic);
            }
        }));
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_of_a_reader_is_an_unreadable_file_and_the_next_file_is_read() {
        assert_eq!(contained(|| -> Result<(), Unreadable> { panic!("index out of bounds") }), Err(Unreadable::Defect));
        assert_eq!(contained(|| Ok(7)), Ok(7));
        assert!(!INSIDE.get());
    }

    #[test]
    fn a_panic_of_the_caller_comes_out_as_it_was() {
        let caught = contained(|| Ok(outside(|| std::panic::panic_any(5u8)).map(|(): ()| ())));
        assert_eq!(caught.unwrap().unwrap_err().downcast_ref::<u8>(), Some(&5));
    }
}
