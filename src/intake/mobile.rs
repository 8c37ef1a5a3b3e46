//! Mobile coverage: areas or cells by technology, speeds and environment.
//!
//! ```text
//! CSV (a row per layer and cell) ──┐
//!                                  ├─► layers of cells
//! GeoJSON ─ shape (outlines) ──────┘
//! ```

mod crossings;
mod csv;
mod geojson;
mod layers;
mod shape;

use std::io::Read;

use super::content::Content;
use super::error::IntakeError;
use super::pass::Pass;
use super::report::Findings;
pub(super) use layers::Layers;

/// Reads a file of either format; says how many rows or features there were.
pub(super) fn read(
    pass: &mut Pass<'_>,
    text: &mut dyn Read,
    content: Content,
    findings: &mut Findings,
) -> Result<(u64, Layers), IntakeError> {
    let mut layers = Layers::new(pass.ground.cells.len(), pass.limits);
    let rows = match content {
        Content::Csv => csv::read(pass, text, &mut layers, findings)?,
        Content::Json => geojson::read(pass, text, &mut layers, findings)?,
    };
    Ok((rows, layers))
}
