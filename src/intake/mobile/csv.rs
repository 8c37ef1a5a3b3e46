//! Mobile coverage as the FCC publishes it: a row per layer and H3 cell.

use std::io::Read;

use h3o::CellIndex;

use super::layers::Layers;
use crate::country::CELL_RESOLUTION;
use crate::coverage::CellSetBuilder;
use crate::intake::error::IntakeError;
use crate::intake::ground::CountryView;
use crate::intake::pass::Pass;
use crate::intake::report::{Findings, Place};
use crate::intake::rules::Rule;
use crate::intake::table::{Column, Table, check_operator};
use crate::intake::words::{LayerText, Words};

const COLUMNS: &[Column] = &[
    Column::required("technology"),
    Column::required("mindown"),
    Column::required("minup"),
    Column::required("environmnt").or(&["environment"]),
    Column::required("h3_res9_id"),
    Column::optional("operator").or(&["provider_id", "providerid"]),
];
const CELL: usize = 4;
const OPERATOR: usize = 5;

/// Rows between two reports of progress.
const STRIDE: u64 = 1 << 16;

/// The layer of the last row, as written and as understood: files change layer rarely.
#[derive(Default)]
struct LastLayer {
    text: Vec<u8>,
    ends: [usize; CELL],
    at: Option<usize>,
}

impl LastLayer {
    fn is(&self, fields: &[&[u8]; CELL]) -> bool {
        let mut start = 0;
        self.at.is_some()
            && fields.iter().zip(self.ends).all(|(field, end)| {
                let same = self.text[start..end] == **field;
                start = end;
                same
            })
    }

    fn set(&mut self, fields: &[&[u8]; CELL], at: Option<usize>) {
        self.text.clear();
        for (field, end) in fields.iter().zip(&mut self.ends) {
            self.text.extend_from_slice(field);
            *end = self.text.len();
        }
        self.at = at;
    }
}

/// Reads the rows into `layers`; says how many there were.
pub(super) fn read(
    pass: &mut Pass<'_>,
    input: &mut dyn Read,
    layers: &mut Layers,
    findings: &mut Findings,
) -> Result<u64, IntakeError> {
    let (words, ground) = (pass.words, pass.ground);
    let Some(mut table) = Table::open(input, COLUMNS, pass.limits, findings)? else {
        return Ok(0);
    };
    let mut last = LastLayer::default();
    let mut sets: Vec<CellSetBuilder> = Vec::new();
    let mut counted = 0u64;
    while table.next_row(findings)? {
        if table.rows().is_multiple_of(STRIDE) {
            (pass.progress)(table.rows());
        }
        let line = table.line();
        if table.has(OPERATOR) {
            check_operator(&table, OPERATOR, words, findings);
        }
        let fields = [table.field(0), table.field(1), table.field(2), table.field(3)];
        if !last.is(&fields) {
            let at = layer_of(fields, line, words, layers, findings);
            last.set(&fields, at);
            while at.is_some_and(|at| sets.len() <= at) {
                sets.push(CellSetBuilder::new(layers.universe()));
            }
        }
        if let Some(set) = last.at.and_then(|at| sets.get_mut(at)) {
            counted += u64::from(take_cell(table.field(CELL), line, ground, set, findings));
        }
        if findings.count(Rule::TooManyLayers) > 0 {
            break;
        }
    }
    for (layer, set) in sets.into_iter().enumerate() {
        layers.put(layer, set.finish());
    }
    if table.rows() == 0 && findings.errors() == 0 {
        findings.add(Rule::CsvNoRows, Place::file);
    } else if counted == 0 && findings.errors() == 0 {
        findings.add(Rule::CellAllForeign, Place::file);
    }
    Ok(table.rows())
}

fn layer_of(
    fields: [&[u8]; CELL],
    line: u64,
    words: &Words<'_>,
    layers: &mut Layers,
    findings: &mut Findings,
) -> Option<usize> {
    // Rows are known to be UTF-8, but fields could cut a character only if they were not.
    let [technology, mindown, minup, environment] =
        fields.map(|field| std::str::from_utf8(field).unwrap_or_default());
    let place = || Place::row(line);
    let key = words.layer(LayerText { technology, mindown, minup, environment }, findings, &place)?;
    layers.declare(key, words, findings, &place)
}

/// Adds a cell to a layer, and says whether any of it lies in the country.
fn take_cell(
    text: &[u8],
    line: u64,
    ground: &CountryView<'_>,
    set: &mut CellSetBuilder,
    findings: &mut Findings,
) -> bool {
    let place = || Place::row(line).column("h3_res9_id").bytes(text);
    let Some(cell) = parse_hex(text).and_then(|index| CellIndex::try_from(index).ok()) else {
        findings.add(Rule::CellInvalid, place);
        return false;
    };
    if cell.resolution() == CELL_RESOLUTION {
        let Some(ordinal) = ground.cells.ordinal(cell) else {
            findings.add(Rule::CellForeign, place);
            return false;
        };
        if !set.insert_new(ordinal) {
            findings.add(Rule::CellDuplicate, place);
        }
        return true;
    }
    if cell.resolution() > CELL_RESOLUTION {
        findings.add(Rule::CellTooFine, place);
        return false;
    }
    let range = ground.cells.range_of(cell);
    if range.is_empty() {
        findings.add(Rule::CellForeign, place);
        return false;
    }
    findings.add(Rule::CellExpanded, place);
    set.insert_range(range);
    true
}

/// A number from 15 hexadecimal digits, or 16 with a leading zero.
fn parse_hex(text: &[u8]) -> Option<u64> {
    if text.len() != 15 && !(text.len() == 16 && text[0] == b'0') {
        return None;
    }
    let mut value = 0u64;
    for byte in text {
        let digit = match byte {
            b'0'..=b'9' => byte - b'0',
            b'a'..=b'f' => byte - b'a' + 10,
            b'A'..=b'F' => byte - b'A' + 10,
            _ => return None,
        };
        value = value << 4 | u64::from(digit);
    }
    Some(value)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hexadecimal_digits_are_read_exactly() {
        assert_eq!(parse_hex(b"8939a64d2c3ffff"), Some(0x0893_9a64_d2c3_ffff));
        assert_eq!(parse_hex(b"08939A64D2C3FFFF"), Some(0x0893_9a64_d2c3_ffff));
        for wrong in [&b""[..], b"8939a64d2c3fff", b"8939a64d2c3fffg", b"18939a64d2c3ffff", b"6.17e+17"] {
            assert_eq!(parse_hex(wrong), None);
        }
    }
}
