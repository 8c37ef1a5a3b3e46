//! Every test that needs more than one room: one binary, so that dependencies are linked once.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::print_stdout, missing_docs)]
// Tests tell a story from beginning to end.
#![allow(clippy::too_many_lines)]

mod basemap;
mod belonging;
mod browser;
mod catalogue;
mod changes;
mod clock;
mod collect;
mod country;
mod crowd;
mod damage;
mod dashboards;
mod demo;
mod described;
mod direction;
mod document;
mod durability;
mod events;
mod evidence;
mod foreign;
mod gis;
mod hostile;
mod http;
mod import;
mod islands;
mod keys;
mod known_at;
mod many;
mod measurements;
mod messages;
mod metrics;
mod networks;
mod pack;
mod pages;
mod places;
mod premises;
mod probe;
mod process;
mod publishing;
mod senders;
mod service;
mod serving;
mod setup;
mod support;
mod targets;
mod tiles;
mod upgrade;
mod values;
