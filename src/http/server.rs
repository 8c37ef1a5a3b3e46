//! The running of the service: connections, health and metrics, the front end's files, one check asked for.

pub(crate) mod assets;
pub(crate) mod connections;
pub(crate) mod health;
pub(crate) mod moments;
pub(crate) mod probe;
