//! Probes: what this machine measures of the network, on its own clock and only where it is told to.
//!
//! ```text
//! probes.toml ─► config ─► schedule ─► prober ─┬─ icmp ┐
//!                 /probe (asks by id) ────┘    ├─ tcp  ├─► outcome ─► sinks (metrics, measurements)
//!                                              ├─ http │
//!                                              └─ dns  ┘
//! ```
//!
//! Owns the configuration of checks, when they run, how much they may cost others, and what each found.
//! Knows the domain's words; neither the network of operators nor how results are kept or published.
//!
//! Invariants:
//! - a target is named in the configuration or not at all: whoever asks, asks by a check's id;
//! - a name is resolved once per connection and the address that was judged is the one connected to;
//!   special-use addresses (loopback, private, link-local, their IPv6 disguises) are refused unless the
//!   configuration names that very address or allows them for the check;
//! - no check of a target begins within its minimum interval of the last, nor while one runs, whoever
//!   asks; all checks together are bounded, and each destination has a bucket of tokens;
//! - "cannot measure" (no permission, refused address, no token left) is a state of its own, never loss;
//! - nothing a server answered becomes a label; configured headers and addresses of requests are in
//!   no result, log line or metric.

mod address;
mod bucket;
pub mod config;
mod context;
mod dns;
mod http;
mod icmp;
mod measurement_buffer;
mod outcome;
mod prober;
mod roots;
mod rows;
mod schedule;
mod tcp;
mod tls;

pub use address::{Resolver, SystemResolver};
pub use config::{Check, ConfigError, Fault, Place, Probes};
pub use measurement_buffer::{MeasurementBuffer, MeasurementSink};
pub use outcome::{DnsFound, HttpFound, IcmpFound, Outcome, Phase, Reason, State, TlsFound};
pub use prober::{Answer, Prober, Sink, UnknownCheck};
pub use rows::measurement;
