//! Fibre availability: a row per premises, with the FCC's columns and a position for its location id.

use std::collections::HashSet;
use std::hash::{BuildHasherDefault, Hasher};
use std::io::Read;

use rayon::prelude::*;

use super::error::IntakeError;
use super::frame::Frame;
use super::ground::CountryView;
use super::pass::Pass;
use super::plain;
use super::report::{Findings, LayerSummary, Place};
use super::rules::Rule;
use super::sink::{Premises, PremisesBatch};
use super::table::{Column, Table, check_operator};
use super::words::{LayerKey, Words, fold};
use crate::country::TechnologyMeta;
use crate::country::index::OUTSIDE;
use crate::domain::{CommuneId, Environment, Mbps, PremisesStatus, PremisesUse, SpeedFloor, TechnologyId};

const COLUMNS: &[Column] = &[
    Column::required("provider_id").or(&["operator"]),
    Column::required("brand_name").or(&["marque"]),
    Column::required("longitude").or(&["lon", "lng", "long", "x"]),
    Column::required("latitude").or(&["lat", "y"]),
    Column::required("technology").or(&["techno", "technologie", "tech"]),
    Column::required("max_advertised_download_speed").or(&["maxdown", "download", "debit_descendant"]),
    Column::required("max_advertised_upload_speed").or(&["maxup", "upload", "debit_montant"]),
    Column::required("low_latency").or(&["lowlatency", "faible_latence"]),
    Column::required("business_residential_code").or(&["bizrescode", "usage"]),
    Column::required("status").or(&["statut", "etat"]),
    Column::required("units").or(&["unites", "logements", "nb_logements", "locaux", "nb_locaux"]),
];
const PROVIDER: usize = 0;
const LONGITUDE: usize = 2;
const LATITUDE: usize = 3;
const TECHNOLOGY: usize = 4;
const DOWN: usize = 5;
const UP: usize = 6;
const LATENCY: usize = 7;
const USE: usize = 8;
const STATUS: usize = 9;
const UNITS: usize = 10;

/// Rows located and handed on together.
const BATCH: usize = 1 << 14;
const E7: f64 = 1e7;

/// Reads the rows and hands them to the sink; says how many there were, and the layers they declare.
pub(super) fn read(
    pass: &mut Pass<'_>,
    input: &mut dyn Read,
    findings: &mut Findings,
) -> Result<(u64, Vec<LayerSummary>), IntakeError> {
    let Some(mut table) = Table::open(input, COLUMNS, pass.limits, findings)? else {
        return Ok((0, Vec::new()));
    };
    let mut rows = Rows {
        words: pass.words,
        ground: pass.ground,
        technologies: Vec::new(),
        last: None,
        declared: Vec::new(),
        seen: Seen::new(pass.limits.duplicates),
        outside: 0,
    };
    let (mut read, mut waiting) = (Batch::new(), Batch::new());
    loop {
        // While the other cores locate one batch, this thread reads the next.
        let more = rayon::in_place_scope(|others| {
            let (ground, frame, waiting) = (pass.ground, &mut *pass.frame, &mut waiting);
            others.spawn(move |_| waiting.locate(ground));
            rows.fill(&mut table, &mut read, frame, findings)
        })?;
        rows.hand_on(&mut waiting, pass, findings)?;
        (pass.progress)(table.rows());
        if !more {
            break;
        }
        std::mem::swap(&mut read, &mut waiting);
    }
    read.locate(pass.ground);
    rows.hand_on(&mut read, pass, findings)?;
    rows.conclude(table.rows(), findings);
    Ok((table.rows(), rows.declared))
}

/// Some rows, and the line of each.
struct Batch {
    lines: Vec<u64>,
    rows: Vec<Premises>,
}

impl Batch {
    fn new() -> Self {
        Self { lines: Vec::with_capacity(BATCH), rows: Vec::with_capacity(BATCH) }
    }

    /// Finds commune and cell of each row; outside the country they have none.
    fn locate(&mut self, ground: &CountryView<'_>) {
        self.rows.par_chunks_mut(1024).for_each(|rows| {
            let (lon, lat): (Vec<f64>, Vec<f64>) =
                rows.iter().map(|row| (row.position().lon, row.position().lat)).unzip();
            for (row, commune) in rows.iter_mut().zip(ground.locate(&lon, &lat)) {
                row.commune = CommuneId(commune);
                if commune != OUTSIDE {
                    row.cell = ground.cell_of(row.position());
                }
            }
        });
    }
}

/// The rows of a file on their way to the sink.
struct Rows<'r> {
    words: &'r Words<'r>,
    ground: &'r CountryView<'r>,
    technologies: Vec<TechnologyId>,
    /// The technology of the last row, as written and as understood.
    last: Option<(String, u8)>,
    declared: Vec<LayerSummary>,
    seen: Seen,
    outside: u64,
}

impl Rows<'_> {
    /// Reads rows until the batch is full; false at the end of the file.
    fn fill(
        &mut self,
        table: &mut Table<'_>,
        batch: &mut Batch,
        frame: &mut Frame,
        findings: &mut Findings,
    ) -> Result<bool, IntakeError> {
        while batch.rows.len() < BATCH {
            if !table.next_row(findings)? {
                return Ok(false);
            }
            self.take(table, batch, frame, findings);
        }
        Ok(true)
    }

    fn take(&mut self, table: &Table<'_>, batch: &mut Batch, frame: &mut Frame, findings: &mut Findings) {
        let row = Row { table, line: table.line() };
        check_operator(table, PROVIDER, self.words, findings);
        let technology = self.technology(&row, findings);
        let position = row.position(frame, findings);
        let down = row.speed(DOWN, findings);
        let up = row.speed(UP, findings);
        let low_latency = row.low_latency(findings);
        let serves = row.serves(findings);
        let status = row.status(findings);
        let units = row.units(findings);
        let (Some(technology), Some((lon_e7, lat_e7)), Some(down), Some(up)) =
            (technology, position, down, up)
        else {
            return;
        };
        let (Some(low_latency), Some(serves), Some(status), Some(units)) =
            (low_latency, serves, status, units)
        else {
            return;
        };
        let premises = Premises {
            lon_e7,
            lat_e7,
            cell: None,
            down,
            up,
            commune: CommuneId(OUTSIDE),
            units,
            technology,
            status,
            serves,
            low_latency,
        };
        if self.seen.has(&premises) {
            let at = premises.position();
            findings.add(Rule::PremisesDuplicate, || Place::row(row.line).at(at.lon, at.lat));
        }
        batch.lines.push(row.line);
        batch.rows.push(premises);
    }

    /// The number of a row's technology, declared now if it is new.
    fn technology(&mut self, row: &Row<'_, '_>, findings: &mut Findings) -> Option<u8> {
        let text = row.text(TECHNOLOGY);
        // Files change technology rarely.
        if let Some((_, at)) = self.last.as_ref().filter(|(last, _)| last == text) {
            return Some(*at);
        }
        match self.words.technology(text) {
            Ok(known) => {
                let at = self.declare(known, row.line, findings)?;
                self.last = Some((text.to_owned(), at));
                Some(at)
            }
            Err(rule) => {
                findings.add(rule, || {
                    let expected = self.words.technologies_in_words();
                    row.place(TECHNOLOGY).expected(expected)
                });
                None
            }
        }
    }

    fn declare(&mut self, known: &TechnologyMeta, line: u64, findings: &mut Findings) -> Option<u8> {
        if let Some(at) = self.technologies.iter().position(|id| *id == known.id) {
            return Some(at as u8);
        }
        let none = SpeedFloor { down: Mbps::default(), up: Mbps::default() };
        let key = LayerKey { technology: known.id.clone(), floor: none, environment: Environment::Indoor };
        self.words.first_met(&key, true, findings, &|| Place::row(line));
        self.technologies.push(known.id.clone());
        self.declared.push(LayerSummary {
            technology: key.technology,
            mindown: none.down,
            minup: none.up,
            environment: key.environment,
            cells: None,
            premises: Some(0),
            units: Some(0),
        });
        u8::try_from(self.technologies.len() - 1).ok()
    }

    /// Leaves out what lies outside the country, and hands the rest on.
    fn hand_on(
        &mut self,
        batch: &mut Batch,
        pass: &mut Pass<'_>,
        findings: &mut Findings,
    ) -> Result<(), IntakeError> {
        for (row, line) in batch.rows.iter().zip(&batch.lines) {
            if row.cell.is_none() {
                self.outside += 1;
                self.report_outside(*line, row, findings);
            } else {
                let layer = &mut self.declared[usize::from(row.technology)];
                layer.premises = layer.premises.map(|count| count + 1);
                layer.units = layer.units.map(|count| count + u64::from(row.units));
            }
        }
        batch.rows.retain(|row| row.cell.is_some());
        // After an error nothing will be kept, so the sink is spared the work.
        if findings.errors() == 0 && !batch.rows.is_empty() {
            let rows = PremisesBatch { technologies: &self.technologies, rows: &batch.rows };
            pass.premises.take(rows).map_err(IntakeError::Sink)?;
        }
        batch.rows.clear();
        batch.lines.clear();
        Ok(())
    }

    fn report_outside(&self, line: u64, row: &Premises, findings: &mut Findings) {
        let here = row.position();
        let swapped = self.ground.holds_any(std::iter::once((here.lat, here.lon)));
        let rule = if swapped { Rule::PremisesSwapped } else { Rule::PremisesOutside };
        findings.add(rule, || {
            Place::row(line)
                .column("longitude")
                .value(format!("{}, {}", here.lon, here.lat))
                .at(here.lon, here.lat)
        });
    }

    fn conclude(&self, rows: u64, findings: &mut Findings) {
        if rows == 0 && findings.errors() == 0 {
            findings.add(Rule::CsvNoRows, Place::file);
        }
        if self.outside as f64 > rows as f64 * self.ground.meta.outside.premises {
            findings.add(Rule::PremisesMostlyOutside, || {
                Place::file().value(format!("{} of {rows}", self.outside))
            });
        }
        if self.seen.is_full() {
            findings.add(Rule::DuplicatesUnchecked, || Place::file().value(self.seen.most));
        }
    }
}

/// One row and its line.
struct Row<'r, 't> {
    table: &'r Table<'t>,
    line: u64,
}

impl Row<'_, '_> {
    fn text(&self, column: usize) -> &str {
        self.table.text(column)
    }

    fn place(&self, column: usize) -> Place {
        Place::row(self.line).column(COLUMNS[column].name).bytes(self.table.field(column))
    }

    fn or_report<T>(
        &self,
        value: Option<T>,
        rule: Rule,
        column: usize,
        findings: &mut Findings,
    ) -> Option<T> {
        if value.is_none() {
            findings.add(rule, || self.place(column));
        }
        value
    }

    fn position(&self, frame: &mut Frame, findings: &mut Findings) -> Option<(i32, i32)> {
        let at = self.table.position([LONGITUDE, LATITUDE], frame, findings)?;
        Some(((at.x * E7).round() as i32, (at.y * E7).round() as i32))
    }

    fn speed(&self, column: usize, findings: &mut Findings) -> Option<u32> {
        let most = Mbps::MAX.kbit() / 1000;
        let speed = self.table.whole(column, findings).filter(|speed| *speed <= most);
        if speed.is_none() {
            let is_number = plain::number(self.text(column), false).is_some_and(|(number, _)| {
                number.fract() != 0.0 && (0.0..=f64::from(most)).contains(&number)
            });
            let rule = if is_number { Rule::SpeedNotWhole } else { Rule::SpeedInvalid };
            findings.add(rule, || self.place(column));
        }
        speed
    }

    /// What one of some words means: as the schema writes it, or as people do.
    fn word<T: Copy>(&self, column: usize, exact: &[(&str, T)], known: &[(&str, T)]) -> Option<T> {
        let text = self.text(column);
        let find = |words: &[(&str, T)], text: &str| {
            words.iter().find(|(word, _)| *word == text).map(|(_, meant)| *meant)
        };
        find(exact, text).or_else(|| find(known, &fold(text)))
    }

    fn low_latency(&self, findings: &mut Findings) -> Option<bool> {
        let value = self.word(LATENCY, &[("0", false), ("1", true)], &TRUTHS);
        self.or_report(value, Rule::LatencyInvalid, LATENCY, findings)
    }

    fn serves(&self, findings: &mut Findings) -> Option<PremisesUse> {
        let exact = [("B", PremisesUse::Business), ("R", PremisesUse::Residential), ("X", PremisesUse::Both)];
        let value = self.word(USE, &exact, &USES);
        self.or_report(value, Rule::UseInvalid, USE, findings)
    }

    fn status(&self, findings: &mut Findings) -> Option<PremisesStatus> {
        let exact = [("passed", PremisesStatus::Passed), ("connected", PremisesStatus::Connected)];
        let value = self.word(STATUS, &exact, &STATUSES);
        self.or_report(value, Rule::StatusInvalid, STATUS, findings)
    }

    fn units(&self, findings: &mut Findings) -> Option<u16> {
        let units = self.table.whole(UNITS, findings).and_then(|units| u16::try_from(units).ok());
        self.or_report(units.filter(|units| *units > 0), Rule::UnitsInvalid, UNITS, findings)
    }
}

/// Yes and no as people and programs write them, in folded letters.
const TRUTHS: [(&str, bool); 14] = [
    ("0_0", false),
    ("1_0", true),
    ("no", false),
    ("yes", true),
    ("non", false),
    ("oui", true),
    ("n", false),
    ("y", true),
    ("false", false),
    ("true", true),
    ("faux", false),
    ("vrai", true),
    ("لا", false),
    ("نعم", true),
];
/// Whom premises serve.
const USES: [(&str, PremisesUse); 12] = [
    ("b", PremisesUse::Business),
    ("r", PremisesUse::Residential),
    ("x", PremisesUse::Both),
    ("business", PremisesUse::Business),
    ("professionnel", PremisesUse::Business),
    ("entreprise", PremisesUse::Business),
    ("residential", PremisesUse::Residential),
    ("residentiel", PremisesUse::Residential),
    ("both", PremisesUse::Both),
    ("mixte", PremisesUse::Both),
    ("سكني", PremisesUse::Residential),
    ("مهني", PremisesUse::Business),
];
/// Premises passed and connected, as the screen calls them in every language.
const STATUSES: [(&str, PremisesStatus); 10] = [
    ("passed", PremisesStatus::Passed),
    ("raccordable", PremisesStatus::Passed),
    ("raccordables", PremisesStatus::Passed),
    ("قابل_للربط", PremisesStatus::Passed),
    ("قابلة_للربط", PremisesStatus::Passed),
    ("connected", PremisesStatus::Connected),
    ("raccorde", PremisesStatus::Connected),
    ("raccordes", PremisesStatus::Connected),
    ("مربوط", PremisesStatus::Connected),
    ("مربوطة", PremisesStatus::Connected),
];

/// Remembers premises by a 64-bit mark of place, technology and speeds, up to a number of rows.
struct Seen {
    marks: HashSet<u64, BuildHasherDefault<MarkHasher>>,
    most: usize,
}

impl Seen {
    fn new(most: usize) -> Self {
        Self { marks: HashSet::default(), most }
    }

    fn is_full(&self) -> bool {
        self.marks.len() >= self.most
    }

    /// Whether the same was there before.
    fn has(&mut self, row: &Premises) -> bool {
        let place = u64::from(row.lon_e7 as u32) << 32 | u64::from(row.lat_e7 as u32);
        let speeds = u64::from(row.down) << 32 | u64::from(row.up) ^ u64::from(row.technology) << 24;
        let mark = mix(mix(place) ^ speeds);
        if self.is_full() { self.marks.contains(&mark) } else { !self.marks.insert(mark) }
    }
}

/// Spreads every bit of a number over all of it (the finaliser of SplitMix64, a bijection).
fn mix(number: u64) -> u64 {
    let mut mixed = number.wrapping_add(0x9e37_79b9_7f4a_7c15);
    mixed = (mixed ^ mixed >> 30).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    mixed = (mixed ^ mixed >> 27).wrapping_mul(0x94d0_49bb_1331_11eb);
    mixed ^ mixed >> 31
}

/// Marks are mixed already.
#[derive(Default)]
struct MarkHasher(u64);

impl Hasher for MarkHasher {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.0 = mix(self.0 ^ u64::from(*byte));
        }
    }

    fn write_u64(&mut self, mark: u64) {
        self.0 = mark;
    }
}
