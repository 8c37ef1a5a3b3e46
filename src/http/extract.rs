//! What a request says: its parameters, who sends it, what it carries.
//!
//! Owns the reading of requests, strictly: an unknown parameter is refused, a token is looked at in one place, and a
//! body goes to disk within its bounds. Answers are worded in `respond`.

pub(crate) mod asked;
pub(crate) mod caller;
pub(crate) mod moment;
pub(crate) mod outlines;
pub(crate) mod parameters;
pub(crate) mod query;
pub(crate) mod question;
pub(crate) mod sides;
pub(crate) mod submissions;
pub(crate) mod tile_form;
pub(crate) mod upload;
pub(crate) mod viewer;
