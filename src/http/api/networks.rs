//! `/api/v1/networks`: fibre networks as filed.

pub(crate) mod features;
pub(crate) mod list;
