//! `/tiles`: where a question reaches, as squares of the map.
//!
//! ```text
//! /tiles/coverage.json?technology=…            what there is: zooms, bounds, definition, address of the squares
//! /tiles/coverage/{z}/{x}/{y}.png?…&holdings=  a square, for ever
//! /tiles/changes.json?cells=gained&…           the same of the cells that one side of a change reaches and the other does not
//! ```
//!
//! Owns the addresses of tiles. An address of a square names the question, both clocks and what is in force for it
//! (`holdings`): such a square never changes. Where what is in force is something else by now, or is not named, the
//! address leads to the one that names it. What a square shows is made in the snapshot.

pub(crate) mod changes;
mod question;
pub(crate) mod set;
pub(crate) mod square;
