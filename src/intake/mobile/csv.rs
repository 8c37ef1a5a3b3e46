//! Mobile coverage as the FCC publishes it: a row per layer and H3 cell; or, as planning tools do, per layer and position.

use std::io::Read;

use h3o::{CellIndex, LatLng};

use super::layers::Layers;
use crate::country::CELL_RESOLUTION;
use crate::coverage::CellSetBuilder;
use crate::intake::error::IntakeError;
use crate::intake::frame::Frame;
use crate::intake::ground::CountryView;
use crate::intake::pass::Pass;
use crate::intake::plain::{self, CellText};
use crate::intake::report::{Findings, Place};
use crate::intake::rules::Rule;
use crate::intake::table::{Column, Table, check_operator};
use crate::intake::words::{LayerText, Words};

/// Columns that a layer is told by, in tables and in features.
pub(super) const TECHNOLOGY_COLUMN: Column =
    Column::required("technology").or(&["techno", "technologie", "tech", "rat", "التكنولوجيا"]);
pub(super) const MINDOWN_COLUMN: Column =
    Column::required("mindown").or(&["min_down", "download", "down", "debit_descendant"]);
pub(super) const MINUP_COLUMN: Column =
    Column::required("minup").or(&["min_up", "upload", "up", "debit_montant"]);
pub(super) const OPERATOR_COLUMN: Column = Column::optional("operator").or(&["provider_id", "providerid"]);

const COLUMNS: &[Column] = &[
    TECHNOLOGY_COLUMN,
    MINDOWN_COLUMN,
    MINUP_COLUMN,
    Column::required("environmnt").or(&["environment", "environnement", "milieu"]),
    Column::optional("h3_res9_id").or(&[
        "h3",
        "h3_id",
        "h3_index",
        "h3index",
        "h3_cell",
        "h3_hex",
        "hex_id",
        "h3_res5_id",
        "h3_res6_id",
        "h3_res7_id",
        "h3_res8_id",
        "h3_res10_id",
        "h3_res11_id",
        "h3_res12_id",
    ]),
    OPERATOR_COLUMN,
    Column::optional("longitude").or(&["lon", "lng", "long", "x"]),
    Column::optional("latitude").or(&["lat", "y"]),
];
const CELL: usize = 4;
const OPERATOR: usize = 5;
const LONGITUDE: usize = 6;
const LATITUDE: usize = 7;

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
    if !(table.has(CELL) || table.has(LONGITUDE) && table.has(LATITUDE)) {
        findings.add(Rule::CsvMissingColumn, || Place::row(table.line()).column(table.name(CELL)));
        return Ok(0);
    }
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
            let is_ours = if table.has(CELL) {
                take_cell(table.field(CELL), line, ground, set, findings)
            } else {
                take_position(&table, line, (ground, pass.frame), set, findings)
            };
            counted += u64::from(is_ours);
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
    // Rows are UTF-8; fields could cut a character only if they were not.
    let [technology, mindown, minup, environment] =
        fields.map(|field| std::str::from_utf8(field).unwrap_or_default());
    let place = || Place::row(line);
    let key = words.layer(
        LayerText { technology, mindown, minup, environment, are_numbers: false },
        findings,
        &place,
    )?;
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
    let cell = match plain::cell(text) {
        CellText::Index(index) => CellIndex::try_from(index).ok(),
        CellText::Rounded => {
            findings.add(Rule::CellRounded, place);
            return false;
        }
        CellText::Nothing => None,
    };
    let Some(cell) = cell else {
        findings.add(Rule::CellInvalid, place);
        return false;
    };
    if cell.resolution() >= CELL_RESOLUTION {
        let is_finer = cell.resolution() > CELL_RESOLUTION;
        let Some(ordinal) = cell.parent(CELL_RESOLUTION).and_then(|own| ground.cells.ordinal(own)) else {
            findings.add(Rule::CellForeign, place);
            return false;
        };
        if is_finer {
            findings.once(Rule::CellTooFine, place);
        }
        // Many finer cells lie in one: only what is filed as it is can be there twice.
        if !set.insert_new(ordinal) && !is_finer {
            findings.add(Rule::CellDuplicate, place);
        }
        return true;
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

/// Adds the cell that a position lies in, and says whether the country has it.
fn take_position(
    table: &Table<'_>,
    line: u64,
    (ground, frame): (&CountryView<'_>, &mut Frame),
    set: &mut CellSetBuilder,
    findings: &mut Findings,
) -> bool {
    let Some(at) = table.position([LONGITUDE, LATITUDE], frame, findings) else { return false };
    let (lon, lat) = (at.x, at.y);
    let place = || Place::row(line).column(table.name(LONGITUDE)).value(format!("{lon}, {lat}")).at(lon, lat);
    findings.once(Rule::CellFromPosition, place);
    let cell = LatLng::new(lat, lon).ok().map(|at| at.to_cell(CELL_RESOLUTION));
    let Some(ordinal) = cell.and_then(|cell| ground.cells.ordinal(cell)) else {
        findings.add(Rule::CellForeign, place);
        return false;
    };
    set.insert_new(ordinal);
    true
}
