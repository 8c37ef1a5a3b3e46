//! G3: a union of a whole network as a planning tool files it, from submission to the map, beside GEOS.
//!
//! The file is made here: squares of a raster within the ragged reach of some sites; edges between two covered
//! squares cancel, what is left is walked into rings, and all of it is one `MultiPolygon` with very many holes.
//! What is timed is what a filer waits for: the upload is kept and hashed, read, checked by every rule, stored
//! as Parquet with its original and published, and one question is answered from it. GEOS reads the same
//! geometry, prepares it and tells for each cell's centre, on two threads, whether it is inside: the answers
//! must be equal.

use std::collections::HashMap;
use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};

use taghtia::country::Country;
use taghtia::country::index::OUTSIDE;
use taghtia::coverage::{CellSet, CellSetBuilder};
use taghtia::desk::{DataDir, Desk, Outcome, SubmitRequest};
use taghtia::domain::{FilingKind, OperatorId, Origin};
use taghtia::intake::Limits;
use taghtia::lake::{FilingFile, Key, mobile};
use taghtia::snapshot::Publisher;

use super::intake::cpu_seconds;
use super::{Draw, Row, peer, write_f64};

/// Side of a square in degrees: 170 to 200 metres.
const STEP: f64 = 0.001_85;
const SITES: usize = 3000;

pub(super) fn figures(rows: &mut Vec<Row>, country: &Arc<Country>, work: &Path) {
    let file = work.join("union.geojson");
    let size = write(country, &file);
    let filed = submit(country, &file, work);
    let text = beside_geos(country, &filed, &file, work);
    let bytes = std::fs::metadata(&file).expect("a file").len();
    rows.push(Row {
        id: "G3",
        what: format!(
            "union of {:.1} M vertices, {} holes, {:.0} MB: submit to map",
            size.vertices as f64 / 1e6,
            size.holes,
            bytes as f64 / 1e6
        ),
        figure: format!(
            "{:.2} s, {:.1} CPU s; {} cells",
            filed.wall.as_secs_f64(),
            filed.cpu,
            filed.cells.count()
        ),
        bar: "<= 5 s".into(),
        met: Some(filed.wall <= Duration::from_secs(5)),
        peer: text,
    });
}

struct Filed {
    wall: Duration,
    cpu: f64,
    cells: CellSet,
}

/// Submits the file to a desk of a new data directory, and asks the snapshot that knows it.
fn submit(country: &Arc<Country>, file: &Path, work: &Path) -> Filed {
    let dir = work.join("g3");
    let owned = DataDir::open(&dir).expect("a data directory");
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    let filed = runtime.block_on(async {
        let catalogue = owned.catalogue(&country.meta.operators).await.expect("a catalogue");
        let lake = owned.lake().expect("a lake");
        let open = Publisher::open(Arc::clone(country), catalogue.clone(), lake.clone(), 64 << 20);
        let publisher = open.await.expect("a first snapshot");
        let desk = Desk::new(Arc::clone(country), catalogue.clone(), lake.clone(), Limits::default(), 1);
        let request = SubmitRequest {
            crs: None,
            kind: FilingKind::MobileCoverage,
            operator: OperatorId::new("iam").expect("valid"),
            as_of: "2026-06-30".parse().expect("a date"),
            file_name: None,
            origin: Origin::Api,
        };
        let (start, cpu) = (Instant::now(), cpu_seconds());
        let upload = owned.spool().copy(file).expect("copied");
        let receipt = desk.submit(request, upload, Box::new(|_| {})).await.expect("accepted");
        publisher.catch_up().await.expect("published");
        let (wall, cpu) = (start.elapsed(), cpu_seconds() - cpu);
        assert_eq!(receipt.state, Outcome::Accepted);
        let filing = catalogue.filing(&receipt.id).await.expect("read").expect("there");
        let object = lake.get(&Key::new(&filing.data_key).expect("a key")).await.expect("opens");
        let mut finder = country.cells().finder();
        let read = mobile::read(
            &FilingFile::open(object).expect("a filing's"),
            |_| CellSetBuilder::new(country.cells().len()),
            |set, h3| finder.ordinal(h3).map(|ordinal| set.insert(ordinal)).is_some(),
            CellSetBuilder::finish,
        );
        let (_, cells) = read.expect("read").content.pop().expect("a layer");
        Filed { wall, cpu, cells }
    });
    drop(owned);
    std::fs::remove_dir_all(&dir).expect("removed");
    filed
}

/// What GEOS needs for the same cells; they must be the same.
fn beside_geos(country: &Country, filed: &Filed, file: &Path, work: &Path) -> String {
    let centres = country.cell_centres();
    let degrees: Vec<f64> = centres.iter().flatten().map(|units| f64::from(*units) / 1e7).collect();
    write_f64(&work.join("centres.f64"), &degrees);
    let found: Vec<u8> =
        (0..centres.len() as u32).map(|ordinal| u8::from(filed.cells.contains(ordinal))).collect();
    std::fs::write(work.join("inside.u8"), found).expect("written");
    let args: [PathBuf; 2] = [file.to_owned(), work.to_owned()];
    peer(work, "union.py", &args).map_or("peer not run".to_owned(), |answer| {
        assert_eq!(answer["differ"], 0, "GEOS finds other cells");
        let seconds = answer["seconds"].as_f64().expect("seconds");
        format!(
            "GEOS, geometry to cells only: {seconds:.1} s, ours {:.1}x; equal",
            seconds / filed.wall.as_secs_f64()
        )
    })
}

struct Size {
    vertices: usize,
    holes: usize,
}

/// Writes the file; the same for the same country.
fn write(country: &Country, file: &Path) -> Size {
    let centres = country.cell_centres();
    let mut draw = Draw(11);
    let sites: Vec<(f64, f64, f64)> = (0..SITES)
        .map(|_| {
            let [lon, lat] = centres[draw.below(centres.len())];
            (f64::from(lon) / 1e7, f64::from(lat) / 1e7, 0.06 + 0.2 * draw.next().powi(2))
        })
        .collect();
    let polygons = Lattice::reached(country, STEP, &sites).dissolved();
    let mut out = BufWriter::new(File::create(file).expect("created"));
    let feature = r#"{"type":"FeatureCollection","features":[{"type":"Feature","properties":{"technology":"4g","mindown":5,"minup":1,"environment":"outdoor"},"geometry":{"type":"MultiPolygon","coordinates":"#;
    write!(out, "{feature}").expect("written");
    serde_json::to_writer(&mut out, &polygons).expect("written");
    writeln!(out, "}}}}]}}").expect("written");
    out.into_inner().expect("flushed");
    let rings: usize = polygons.iter().map(Vec::len).sum();
    Size { vertices: polygons.iter().flatten().map(Vec::len).sum(), holes: rings - polygons.len() }
}

/// A lattice of square cells, turned a little so that no outline runs along a meridian.
struct Lattice {
    west: f64,
    south: f64,
    step: f64,
    columns: usize,
    rows: usize,
    covered: Vec<bool>,
}

/// A ring of corners of the lattice.
type Ring = Vec<(u32, u32)>;

fn noise(x: u64, y: u64, salt: u64) -> f64 {
    let mut state = (x << 32 | y).wrapping_add(salt.wrapping_mul(0x9e37_79b9_7f4a_7c15));
    state = (state ^ (state >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    state = (state ^ (state >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    ((state ^ (state >> 31)) >> 11) as f64 / (1u64 << 53) as f64
}

impl Lattice {
    /// Covers what is within reach (in degrees) of sites; what lies at the edge of it is ragged, and
    /// obstacles leave holes everywhere.
    fn reached(country: &Country, step: f64, sites: &[(f64, f64, f64)]) -> Self {
        let bbox = country.tree.get(country.tree.country()).bbox;
        let columns = ((bbox[2] - bbox[0]) / step) as usize + 1;
        let rows = ((bbox[3] - bbox[1]) / step) as usize + 1;
        let mut lattice =
            Self { west: bbox[0], south: bbox[1], step, columns, rows, covered: vec![false; columns * rows] };
        for (lon, lat, reach) in sites {
            lattice.reach(*lon, *lat, *reach);
        }
        lattice.keep_within(country);
        lattice
    }

    fn reach(&mut self, lon: f64, lat: f64, reach: f64) {
        let (x, y, radius) =
            ((lon - self.west) / self.step, (lat - self.south) / self.step, reach / self.step);
        let from = |at: f64| (at - radius * 1.25).max(0.0) as usize;
        let to = |at: f64, most: usize| ((at + radius * 1.25).max(0.0) as usize + 1).min(most);
        for row in from(y)..to(y, self.rows) {
            for column in from(x)..to(x, self.columns) {
                let away = (column as f64 - x).hypot(row as f64 - y) / radius;
                let (c, r) = (column as u64, row as u64);
                let ragged = 0.5 * noise(c / 2, r / 2, 1) + 0.5 * noise(c, r, 2) - 0.5;
                let shadow = noise(c, r, 3) < 0.008;
                if away + 0.5 * ragged < 1.0 && !shadow {
                    self.covered[row * self.columns + column] = true;
                }
            }
        }
    }

    /// Leaves nothing covered beyond the border.
    fn keep_within(&mut self, country: &Country) {
        let mut communes = Vec::new();
        for row in 0..self.rows {
            let squares = row * self.columns..(row + 1) * self.columns;
            let (lon, lat): (Vec<f64>, Vec<f64>) = (0..self.columns)
                .map(|column| self.corner((column as u32, row as u32)))
                .map(|[lon, lat]| (lon, lat))
                .unzip();
            communes.clear();
            communes.resize(self.columns, OUTSIDE);
            country.index.locate_batch(&lon, &lat, &mut communes);
            for (square, commune) in self.covered[squares].iter_mut().zip(&communes) {
                *square &= *commune != OUTSIDE;
            }
        }
    }

    fn is_covered(&self, column: i64, row: i64) -> bool {
        let inside = (0..self.columns as i64).contains(&column) && (0..self.rows as i64).contains(&row);
        inside && self.covered[row as usize * self.columns + column as usize]
    }

    /// Where a corner lies: lattice and graticule stand at an angle.
    fn corner(&self, (column, row): (u32, u32)) -> [f64; 2] {
        let (x, y) = (f64::from(column) * self.step, f64::from(row) * self.step);
        [self.west + x * 0.9998 - y * 0.0199987, self.south + x * 0.0199987 + y * 0.9998]
    }

    /// The covered cells as polygons: shell first, covered ground on the left of every ring.
    fn dissolved(&self) -> Vec<Vec<Vec<[f64; 2]>>> {
        let patches = self.patches();
        let mut polygons: HashMap<u32, Vec<Ring>> = HashMap::new();
        for (patch, ring) in self.rings(&patches) {
            polygons.entry(patch).or_default().push(ring);
        }
        let mut polygons: Vec<(u32, Vec<Ring>)> = polygons.into_iter().collect();
        polygons.sort_unstable_by_key(|(patch, _)| *patch);
        let placed = |ring: Ring| -> Vec<[f64; 2]> {
            let first = ring[0];
            ring.into_iter().chain([first]).map(|corner| self.corner(corner)).collect()
        };
        polygons
            .into_iter()
            .map(|(_, mut rings)| {
                // The shell alone runs counter-clockwise.
                rings.sort_by_key(|ring| area(ring) < 0);
                rings.into_iter().map(placed).collect()
            })
            .collect()
    }

    /// The number of the patch of side by side cells each covered cell belongs to.
    fn patches(&self) -> Vec<u32> {
        let mut patches = vec![0u32; self.covered.len()];
        let (mut next, mut reached) = (0, Vec::new());
        for first in 0..patches.len() {
            if !self.covered[first] || patches[first] != 0 {
                continue;
            }
            next += 1;
            patches[first] = next;
            reached.push(first);
            while let Some(at) = reached.pop() {
                let (column, row) = ((at % self.columns) as i64, (at / self.columns) as i64);
                for (c, r) in [(column - 1, row), (column + 1, row), (column, row - 1), (column, row + 1)] {
                    if self.is_covered(c, r) {
                        let beside = r as usize * self.columns + c as usize;
                        if patches[beside] == 0 {
                            patches[beside] = next;
                            reached.push(beside);
                        }
                    }
                }
            }
        }
        patches
    }

    /// Every simple ring around covered ground, with the patch it bounds.
    fn rings(&self, patches: &[u32]) -> Vec<(u32, Ring)> {
        // Edges that did not cancel, by the corner they start at: a bit for east, north, west, south.
        let width = self.columns + 1;
        let mut edges = vec![0u8; width * (self.rows + 1)];
        for row in 0..self.rows as i64 {
            for column in 0..self.columns as i64 {
                if !self.is_covered(column, row) {
                    continue;
                }
                let at = row as usize * width + column as usize;
                edges[at] |= u8::from(!self.is_covered(column, row - 1));
                edges[at + 1] |= u8::from(!self.is_covered(column + 1, row)) << 1;
                edges[at + width + 1] |= u8::from(!self.is_covered(column, row + 1)) << 2;
                edges[at + width] |= u8::from(!self.is_covered(column - 1, row)) << 3;
            }
        }
        let mut rings = Vec::new();
        for start in 0..edges.len() {
            while edges[start] != 0 {
                let direction = edges[start].trailing_zeros() as usize;
                self.walk(&mut edges, start, direction, patches, &mut rings);
            }
        }
        rings
    }

    fn walk(
        &self,
        edges: &mut [u8],
        start: usize,
        first: usize,
        patches: &[u32],
        rings: &mut Vec<(u32, Ring)>,
    ) {
        let width = self.columns + 1;
        let step = [1, width as i64, -1, -(width as i64)];
        // The cell on the left of an edge that leaves a corner in each direction.
        let left = |corner: usize, direction: usize| {
            let (column, row) = (corner % width, corner / width);
            let (column, row) = match direction {
                0 => (column, row),
                1 => (column - 1, row),
                2 => (column - 1, row - 1),
                _ => (column, row - 1),
            };
            patches[row * self.columns + column]
        };
        let mut path: Vec<(usize, usize)> = Vec::new();
        let mut seen: HashMap<usize, usize> = HashMap::new();
        let (mut corner, mut direction) = (start, first);
        loop {
            edges[corner] &= !(1 << direction);
            seen.insert(corner, path.len());
            path.push((corner, direction));
            corner = (corner as i64 + step[direction]) as usize;
            // A corner met again closes a ring of its own.
            if let Some(from) = seen.get(&corner).copied() {
                let ring = path.split_off(from);
                for (corner, _) in &ring {
                    seen.remove(corner);
                }
                rings.push((left(ring[0].0, ring[0].1), corners(&ring, width)));
                if path.is_empty() {
                    return;
                }
            }
            let Some(turn) = [1, 0, 3]
                .into_iter()
                .map(|turn| (direction + turn) % 4)
                .find(|to| edges[corner] & (1 << to) != 0)
            else {
                return;
            };
            direction = turn;
        }
    }
}

/// The corners where a ring turns.
fn corners(ring: &[(usize, usize)], width: usize) -> Ring {
    let before = |at: usize| ring[(at + ring.len() - 1) % ring.len()].1;
    let turns = (0..ring.len()).filter(|at| before(*at) != ring[*at].1);
    turns.map(|at| ((ring[at].0 % width) as u32, (ring[at].0 / width) as u32)).collect()
}

fn area(ring: &Ring) -> i64 {
    let next = ring.iter().cycle().skip(1);
    let (x, y) = (|at: &(u32, u32)| i64::from(at.0), |at: &(u32, u32)| i64::from(at.1));
    ring.iter().zip(next).map(|(a, b)| x(a) * y(b) - x(b) * y(a)).sum()
}
