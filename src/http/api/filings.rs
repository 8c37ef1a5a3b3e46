//! `/api/v1/filings`, `/check`, `/submissions`: filings as published, and as they come in.

pub(crate) mod list;
pub(crate) mod status;
pub(crate) mod submit;
pub(crate) mod withdraw;
