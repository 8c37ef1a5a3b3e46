//! A list of places as a table: a row per place.

use std::io::Read;

use super::{At, Drafts, Raw};
use crate::intake::error::IntakeError;
use crate::intake::report::{Findings, Place};
use crate::intake::rules::Rule;
use crate::intake::table::{Column, Table};

const COLUMNS: &[Column] = &[
    Column::required("id").or(&["code"]),
    Column::required("name").or(&["nom"]),
    Column::required("lon").or(&["longitude", "lng", "x"]),
    Column::required("lat").or(&["latitude", "y"]),
    Column::optional("commune").or(&["commune_code"]),
];
const ID: usize = 0;
const NAME: usize = 1;
const LON: usize = 2;
const LAT: usize = 3;
const COMMUNE: usize = 4;

/// Rows between two reports of progress.
const STRIDE: u64 = 1 << 12;

/// Reads the rows into `drafts`.
pub(super) fn read(
    drafts: &mut Drafts<'_>,
    input: &mut dyn Read,
    findings: &mut Findings,
    told: &mut dyn FnMut(u64),
) -> Result<(), IntakeError> {
    let Some(mut table) = Table::open(input, COLUMNS, drafts.limits, findings)? else { return Ok(()) };
    while table.next_row(findings)? {
        if table.rows().is_multiple_of(STRIDE) {
            told(table.rows());
        }
        let line = table.line();
        let text = |column: usize| table.text(column);
        let mut degree = |column: usize, most: f64, rule: Rule| {
            let found = table.number(column, findings).filter(|degrees| degrees.abs() <= most);
            if found.is_none() {
                findings.add(rule, || Place::row(line).column(table.name(column)).value(text(column)));
            }
            found
        };
        let lon = degree(LON, 180.0, Rule::PlaceLongitude);
        let lat = degree(LAT, 90.0, Rule::PlaceLatitude);
        let raw = Raw { id: text(ID), name: text(NAME), position: lon.zip(lat), commune: text(COMMUNE) };
        if !drafts.take(At::Row(line), &raw, findings) {
            break;
        }
    }
    Ok(())
}
