//! `/api/v1/measurements`: what tests say, and how they come in and are taken back.

pub(crate) mod batches;
pub(crate) mod list;
pub(crate) mod submit;
