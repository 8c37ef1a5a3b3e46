//! Configuration files: TOML read strictly and whole.
//!
//! Owns how such a file is opened, bounded and read key by key, what a fault of it is, and that what is
//! secret in it is never shown. Knows nothing of what any file configures.
//!
//! Invariants: an unknown key is a fault; every fault of a file is told at once, each with where it
//! stands, its key and what was expected; a value is never repeated in an error, it may be a secret.

mod file;
mod section;

pub use file::SettingsError;
pub(crate) use file::{Secret, numbered, open, read, secret_file, secret_variable};
pub use section::Fault;
pub(crate) use section::Section;
