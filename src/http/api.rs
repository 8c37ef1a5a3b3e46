//! The resources under `/api/v1`, a file or a folder each.
//!
//! A handler reads its question, asks the snapshot or the desk, and puts the answer into its form; rules of the
//! domain live in the rooms behind it.

pub(crate) mod at;
pub(crate) mod basis;
pub(crate) mod changes;
pub(crate) mod collectors;
pub(crate) mod country;
pub(crate) mod coverage;
pub(crate) mod filings;
pub(crate) mod index;
pub(crate) mod measurements;
pub(crate) mod networks;
pub(crate) mod openapi;
pub(crate) mod places;
pub(crate) mod schemas;
pub(crate) mod session;
pub(crate) mod targets;
pub(crate) mod territories;
