//! What an answer is made of: problems, the envelope around numbers, entity tags, pages, features.
//!
//! Owns the form and the words of answers, and nothing of their content, which comes from the snapshot as data.

pub(crate) mod code;
pub(crate) mod coding;
pub(crate) mod conditional;
pub(crate) mod damage;
pub(crate) mod draft;
pub(crate) mod envelope;
pub(crate) mod fault;
pub(crate) mod features;
pub(crate) mod pagination;
pub(crate) mod preferences;
pub(crate) mod problem;
pub(crate) mod rope;
pub(crate) mod said;
pub(crate) mod words;
