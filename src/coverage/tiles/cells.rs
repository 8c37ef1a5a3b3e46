//! Tests as vector tiles: each cell of resolution 8 of which something may be told, as its hexagon.
//!
//! Knows no row and no rule of what may be told: it draws the cells it is given. Where a square holds more of them than
//! [`CELLS_MOST`] those with most tests are drawn; which those are is decided by the square that a cell's middle lies
//! in, so that squares that meet agree on each cell of their edge.

use h3o::CellIndex;

use super::VECTOR_ZOOM;
use super::mvt::{At, EXTENT, Layer, Value};
use super::ring::{doubled_area, ring_in_square};
use crate::domain::{LonLat, MapPoint, TileId};

/// The name of the layer of tests.
pub const TESTS_LAYER: &str = "measurements";
/// The zooms of tests: below them a cell is smaller than what can be seen.
pub const TESTS_ZOOMS: [u8; 2] = [5, VECTOR_ZOOM];
/// Cells of a square that are drawn.
pub const CELLS_MOST: usize = 4000;
/// The properties of a cell, with what `TileJSON` calls their kinds; behind them stands the code of the base unit that
/// its middle lies in, under the id of that level.
pub const TEST_FIELDS: [(&str, &str); 8] = [
    ("cell", "String"),
    ("operator", "String"),
    ("source", "String"),
    ("tests", "Number"),
    ("download_mbps", "Number"),
    ("upload_mbps", "Number"),
    ("latency_ms", "Number"),
    ("met", "Number"),
];

/// What is told of one operator's tests in one cell, by one source.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct TestCell {
    /// The H3 index of resolution 8.
    pub cell: u64,
    /// Its middle.
    pub at: MapPoint,
    /// A position among the operators.
    pub operator: u16,
    /// A position among the sources.
    pub source: u16,
    /// A position among the base units' codes; `MAX` where its middle lies in none.
    pub unit: u16,
    /// How many tests.
    pub tests: u32,
    /// The medians of download, upload and latency.
    pub medians: [Option<f64>; 3],
    /// The share that met the tier asked for.
    pub met: Option<f64>,
}

/// The cells of a question.
#[derive(Debug, Default)]
pub struct TestCells {
    /// The cells, those with most tests first.
    pub cells: Vec<TestCell>,
    /// The words that they point into.
    pub operators: Vec<String>,
    /// Likewise.
    pub sources: Vec<String>,
    /// Likewise: the codes of base units.
    pub units: Vec<String>,
    /// What base units are called.
    pub unit: String,
}

impl TestCells {
    /// Bytes they take, roughly.
    pub fn bytes(&self) -> usize {
        let words = [&self.operators, &self.sources, &self.units].map(|words| words.len() * 32);
        size_of_val(&*self.cells) + words.iter().sum::<usize>()
    }

    /// The middle of a cell of H3.
    pub fn middle(cell: CellIndex) -> LonLat {
        let at = h3o::LatLng::from(cell);
        LonLat { lon: at.lng(), lat: at.lat() }
    }

    /// The vector tile of a square; `None` where there is none of them.
    pub fn tile(&self, tile: TileId) -> Option<Vec<u8>> {
        let keys: Vec<&str> = TEST_FIELDS.iter().map(|(name, _)| *name).chain([&*self.unit]).collect();
        let mut layer = Layer::new(TESTS_LAYER, &keys);
        let mut drawn = [0usize; 9];
        for cell in &self.cells {
            let Some(square) = beside(TileId::of(cell.at, tile.z()), tile) else { continue };
            if drawn[square] == CELLS_MOST {
                continue;
            }
            drawn[square] += 1;
            let Some(ring) = hexagon(cell.cell, tile) else { continue };
            layer.polygons(std::iter::once(&*ring), None, self.properties(cell).into_iter());
        }
        layer.tile()
    }

    fn properties(&self, cell: &TestCell) -> Vec<(usize, Value)> {
        let text = |words: &[String], at: u16| words.get(usize::from(at)).cloned().map(Value::Text);
        let number = |value: Option<f64>| value.map(Value::real);
        let [download, upload, latency] = cell.medians.map(number);
        let all = [
            Some(Value::Text(format!("{:x}", cell.cell))),
            text(&self.operators, cell.operator),
            text(&self.sources, cell.source),
            Some(Value::Whole(cell.tests.into())),
            download,
            upload,
            latency,
            number(cell.met),
            text(&self.units, cell.unit),
        ];
        all.into_iter().enumerate().filter_map(|(at, value)| Some((at, value?))).collect()
    }
}

/// Which of the nine squares around another one a square is, itself included.
fn beside(square: TileId, of: TileId) -> Option<usize> {
    let step =
        |own: u32, other: u32| (i64::from(own) - i64::from(other) + 1).try_into().ok().filter(|at| *at < 3);
    let (x, y): (usize, usize) = (step(square.x(), of.x())?, step(square.y(), of.y())?);
    Some(3 * y + x)
}

/// The hexagon of a cell in a square; `None` where nothing of it lies there.
fn hexagon(cell: u64, tile: TileId) -> Option<Vec<At>> {
    let boundary = CellIndex::try_from(cell).ok()?.boundary();
    let [west, north] = tile.corner();
    let unit = tile.size() / EXTENT;
    let points = boundary.iter().map(|at| {
        let MapPoint { x, y } = LonLat { lon: at.lng(), lat: at.lat() }.into();
        [(i64::from(x) - west).div_euclid(unit) as i32, (i64::from(y) - north).div_euclid(unit) as i32]
    });
    let mut ring = ring_in_square(points.collect());
    match doubled_area(&ring) {
        0 => None,
        area => {
            if area < 0 {
                ring.reverse();
            }
            Some(ring)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cells(number: usize) -> TestCells {
        let middle = h3o::LatLng::new(36.0, -6.0).expect("a place").to_cell(h3o::Resolution::Eight);
        let around: Vec<CellIndex> = middle.grid_disk(60);
        let cell = |(tests, cell): (usize, CellIndex)| TestCell {
            cell: cell.into(),
            at: TestCells::middle(cell).into(),
            operator: 0,
            source: 0,
            unit: u16::MAX,
            tests: 1_000_000 - tests as u32,
            medians: [Some(1.5), None, None],
            met: None,
        };
        let cells = around.into_iter().take(number).enumerate().map(cell).collect();
        let words = || vec!["one".to_owned()];
        TestCells { cells, operators: words(), sources: words(), units: Vec::new(), unit: "unit".to_owned() }
    }

    #[test]
    fn a_square_shows_the_cells_with_most_tests_and_stays_small() {
        let all = cells(10_000);
        let square = TileId::of(all.cells[0].at, 5);
        let bytes = all.tile(square).expect("a tile");
        assert!(bytes.len() < 400_000, "{}", bytes.len());
        assert!(bytes == cells(CELLS_MOST).tile(square).expect("a tile"), "the first of them");
        // From near there are few enough of them in a square.
        let square = TileId::of(all.cells[0].at, 12);
        assert!(all.tile(square).expect("a tile").len() < 20_000);
        assert_eq!(all.tile(TileId::of(LonLat { lon: 100.0, lat: 10.0 }.into(), 5)), None);
    }

    #[test]
    fn a_hexagon_is_an_outer_ring_at_every_zoom() {
        let all = cells(1);
        for z in TESTS_ZOOMS[0]..=TESTS_ZOOMS[1] {
            let ring = hexagon(all.cells[0].cell, TileId::of(all.cells[0].at, z)).expect("drawn");
            assert!(doubled_area(&ring) > 0, "zoom {z}: {ring:?}");
        }
    }
}
