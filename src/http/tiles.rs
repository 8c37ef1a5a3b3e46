//! `/tiles`: where a question reaches, and the country's territories, as squares of the map.
//!
//! ```text
//! /tiles/coverage.json?technology=…            what there is: zooms, bounds, definition, address of the squares
//! /tiles/coverage/{z}/{x}/{y}.png?…&holdings=  a square, for ever
//! /tiles/changes.json?cells=gained&…           the same of the cells that one side of a change reaches and the other does not
//! /tiles/territories.json                      the same of the levels of the country pack
//! /tiles/territories/{z}/{x}/{y}.mvt?pack=     a square of them, for ever
//! /tiles/measurements.json                     the same of tests by cell, as far as they may be told
//! /tiles/networks.json, /tiles/localities.json   the same of fibre networks, and of named places
//! /tiles/ground.json                           pictures of sea, land and country, to lie under other maps
//! /tiles/basemap.json, /tiles/basemap/…          what the operator of the server brought to lie under all of it
//! ```
//!
//! Owns the addresses of tiles. An address of a square names the question, both clocks and what is in force for it
//! (`holdings`), that of territories the pack: such a square never changes. Where what is in force is something else by now, or is not named, the
//! address leads to the one that names it. What a square shows is made in the snapshot.

pub(crate) mod basemap;
pub(crate) mod changes;
pub(crate) mod ground;
mod head;
pub(crate) mod localities;
pub(crate) mod measurements;
pub(crate) mod networks;
mod question;
pub(crate) mod set;
pub(crate) mod square;
pub(crate) mod territories;
