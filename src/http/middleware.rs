//! What stands around every request: ids and logs, limits, refused tokens, proxies, kept answers.

pub(crate) mod bearer;
pub(crate) mod client_address;
pub(crate) mod deliver;
pub(crate) mod denials;
pub(crate) mod limits;
pub(crate) mod request;
pub(crate) mod response_cache;
