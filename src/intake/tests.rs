//! Whole files through intake, over a small country: forty kilometres of real cells in one commune.

mod archives;
mod forms;
mod fuzz;
mod geojson;
mod mobile;
mod premises;
mod routes;

use std::io::{Seek as _, Write as _};
use std::path::Path;
use std::sync::OnceLock;

use geo::{MultiPolygon, Polygon, polygon};
use h3o::{CellIndex, LatLng};

use super::ground::{CellCentres, CountryView};
use super::*;
use crate::country::{CellList, CentreRows, CountryMeta, RegionIndex};
use crate::coverage::CellSet;
use crate::domain::{CommuneId, FilingKind, PremisesStatus, PremisesUse};

const WEST: f64 = -7.2;
const EAST: f64 = -6.8;
const SOUTH: f64 = 32.0;
const NORTH: f64 = 32.4;

/// The small country.
struct Square {
    meta: CountryMeta,
    cells: CellList,
    index: RegionIndex,
    centres: CentreRows,
}

fn outline() -> Polygon<f64> {
    polygon![(x: WEST, y: SOUTH), (x: EAST, y: SOUTH), (x: EAST, y: NORTH), (x: WEST, y: NORTH)]
}

impl Square {
    fn get() -> &'static Self {
        static SQUARE: OnceLock<Square> = OnceLock::new();
        SQUARE.get_or_init(Self::build)
    }

    fn build() -> Self {
        let pack = Path::new(env!("CARGO_MANIFEST_DIR")).join("data/morocco/country.toml");
        let middle = LatLng::new(32.2, -7.0).expect("on Earth").to_cell(crate::country::CELL_RESOLUTION);
        let inside = |cell: &CellIndex| {
            let at = LatLng::from(*cell);
            (WEST..EAST).contains(&at.lng()) && (SOUTH..NORTH).contains(&at.lat())
        };
        let mut cells: Vec<CellIndex> = middle.grid_disk::<Vec<_>>(110).into_iter().filter(inside).collect();
        cells.sort_unstable();
        let centre = |cell: &CellIndex| {
            let at = LatLng::from(*cell);
            [(at.lng() * 1e7).round() as i32, (at.lat() * 1e7).round() as i32]
        };
        Self {
            meta: CountryMeta::read(&pack).expect("the pack of Morocco"),
            index: RegionIndex::build(&[MultiPolygon(vec![outline()])]).expect("one square"),
            centres: CentreRows::over(&cells.iter().map(centre).collect::<Vec<_>>()),
            cells: CellList::from_sorted(cells),
        }
    }

    fn intake(&self, limits: Limits) -> Intake<'_> {
        let ground = CountryView { meta: &self.meta, cells: &self.cells, index: &self.index, centres: self };
        Intake { ground, operators: &self.meta.operators, limits }
    }
}

impl CellCentres for Square {
    fn centre_rows(&self) -> &CentreRows {
        &self.centres
    }
}

/// A file on its way through intake, by default `iam`'s of mid-2026.
struct Filing {
    request: CheckRequest,
    limits: Limits,
}

fn mobile() -> Filing {
    Filing {
        request: CheckRequest {
            crs: None,
            kind: FilingKind::MobileCoverage,
            operator: Some("iam".parse().expect("an id")),
            as_of: Some("2026-06-30".parse().expect("a date")),
            today: "2026-07-15".parse().expect("a date"),
            file_name: None,
        },
        limits: Limits::default(),
    }
}

fn fibre() -> Filing {
    let mut filing = mobile();
    filing.request.kind = FilingKind::FibreAvailability;
    filing
}

impl Filing {
    fn check(&self, bytes: &[u8]) -> (Checked, Vec<Premises>) {
        let mut file = tempfile::tempfile().expect("a file");
        file.write_all(bytes).expect("written");
        file.rewind().expect("rewound");
        let mut premises = Vec::new();
        let intake = Square::get().intake(self.limits.clone());
        let checked =
            intake.check(&self.request, &file, &mut premises, &mut |_| {}).expect("no fault of ours");
        (checked, premises)
    }

    fn report(&self, bytes: impl AsRef<[u8]>) -> Report {
        self.check(bytes.as_ref()).0.report
    }

    /// The only layer's cells of a file that must be accepted.
    fn cells(&self, bytes: impl AsRef<[u8]>) -> CellSet {
        let checked = self.check(bytes.as_ref()).0;
        match checked.data {
            Some(FilingData::Mobile { mut layers }) => layers.pop().expect("a layer").1,
            other => panic!("{other:?}: {:#?}", checked.report),
        }
    }
}

/// The ids of the rules met.
fn rules(report: &Report) -> Vec<&'static str> {
    report.finding_counts.iter().map(|count| count.rule.id()).collect()
}

/// The first finding of a rule.
fn finding<'r>(report: &'r Report, rule: &str) -> &'r Finding {
    report
        .findings
        .iter()
        .find(|finding| finding.rule.id() == rule)
        .unwrap_or_else(|| panic!("no {rule}: {report:#?}"))
}
