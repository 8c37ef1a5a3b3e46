//! Collectors: filings that are fetched, on a schedule, from addresses of the web and watched folders.
//!
//! ```text
//! collectors.toml ─► config ─► schedule ─► run ─┬─ fetch (one address)  ┐
//!                                              └─ directory (a folder) ├─► desk: the checks of any filing
//!                                                                      ┘
//!                     catalogue: what was read last, how runs ended ◄──┘
//! ```
//!
//! Owns the configuration of collectors, when they run, how they fetch and what becomes of it. May know
//! the desk it files with and the catalogue that remembers its runs; not how anything is published.
//!
//! Invariants:
//! - what is fetched is a filing like any other: nothing is accepted here that the desk would refuse;
//! - the address that was judged is the one connected to; special-use addresses are refused unless the
//!   configuration names them, at every hop; a secret goes to the origin it is meant for and no other;
//! - bytes, time and number of attempts are bounded whatever a server answers, memory does not grow;
//! - a transfer that may have broken off is never taken for a whole file;
//! - what was read before files nothing; a file of an operator is never changed or deleted;
//! - secrets and queries of addresses are in no error, log line, answer or metric; names of files are for their
//!   operator and administrators.

mod as_of;
mod chance;
mod collecting;
pub mod config;
mod directory;
mod fetch;
mod run;
mod schedule;
mod status;

pub use as_of::AsOfRule;
pub use collecting::{Collecting, RunError, Sink};
pub use config::{Collector, Collectors};
pub use status::{CollectorStatus, public_run, statuses};
