//! P6t: what a tile of coverage costs that is not kept, by kind and zoom: the middle and the worst of many squares.
//! Each is drawn on one thread, five times, and the quickest counts.

use std::collections::HashSet;
use std::hint::black_box;
use std::time::{Duration, Instant};

use taghtia::country::Country;
use taghtia::coverage::CellSet;
use taghtia::coverage::tiles::{self, Outlines, RASTER_ZOOM, Raster, VECTOR_ZOOM};
use taghtia::domain::{LonLat, MapPoint, TileId};

use super::{Row, best, ms};

/// Squares of a zoom that are drawn at most.
const SQUARES: usize = 400;

/// The squares of a zoom with cells of the country, some of them where there are many.
fn squares(country: &Country, centres: &[[i32; 2]], z: u8) -> Vec<TileId> {
    let square = |[lon, lat]: &[i32; 2]| {
        let at = LonLat { lon: f64::from(*lon) / 1e7, lat: f64::from(*lat) / 1e7 };
        TileId::of(MapPoint::from(at), z)
    };
    // Of every cell: a square that one cell alone lies in counts.
    let found: HashSet<TileId> = centres.iter().map(square).collect();
    let mut squares: Vec<TileId> = found.into_iter().collect();
    squares.sort_unstable_by_key(|tile| (tile.x(), tile.y()));
    assert!(!squares.is_empty() && country.cells().len() == centres.len());
    let step = squares.len().div_ceil(SQUARES).max(1);
    squares.into_iter().step_by(step).collect()
}

/// Times, and the size of what was made.
struct Drawn {
    times: Vec<Duration>,
    bytes: usize,
}

impl Drawn {
    fn of(squares: &[TileId], draw: impl Fn(TileId) -> Option<Vec<u8>>) -> Self {
        let mut drawn = Self { times: Vec::new(), bytes: 0 };
        for tile in squares {
            let (time, made) = best(5, || draw(*tile));
            drawn.times.push(time);
            drawn.bytes = drawn.bytes.max(made.map_or(0, |bytes| bytes.len()));
        }
        drawn.times.sort_unstable();
        drawn
    }

    fn worst(&self) -> Duration {
        self.times.last().copied().unwrap_or_default()
    }

    fn told(&self) -> String {
        let middle = self.times[self.times.len() / 2];
        format!(
            "middle {}, worst {}, {:.1} kB at most",
            ms(middle),
            ms(self.worst()),
            self.bytes as f64 / 1e3
        )
    }
}

pub(super) fn figures(rows: &mut Vec<Row>, country: &Country, set: &CellSet) {
    let start = Instant::now();
    let pixels = country.cell_pixels();
    let indexed = start.elapsed();
    rows.push(Row {
        id: "P6t",
        what: format!("pixels of {} cells, once for a pack", country.cells().len()),
        figure: format!("{}, {:.1} MB", ms(indexed), pixels.bytes() as f64 / 1e6),
        bar: String::new(),
        met: None,
        peer: String::new(),
    });
    let centres = country.cell_centres();
    let cells = country.cells();
    let share = set.count() as f64 / cells.len() as f64 * 100.0;
    let mut row = |what: String, drawn: &Drawn, bar: Option<u64>| {
        rows.push(Row {
            id: "P6t",
            what: format!("{what}: {} squares, {share:.0} % of cells covered", drawn.times.len()),
            figure: drawn.told(),
            bar: bar.map_or_else(String::new, |most| format!("<= {most} ms")),
            met: bar.map(|most| drawn.worst() <= Duration::from_millis(most)),
            peer: String::new(),
        });
    };
    for z in 0..=RASTER_ZOOM {
        let squares = squares(country, &centres, z);
        let counted: u64 = squares.iter().map(|tile| Raster::of(cells, pixels, set, *tile).covered()).sum();
        assert!(z > RASTER_ZOOM - 1 || counted == set.count() as u64, "zoom {z}: {counted}");
        let draw = |tile| Raster::of(cells, pixels, set, tile).png().expect("written");
        row(format!("picture, zoom {z}"), &Drawn::of(&squares, draw), Some(2));
    }
    for z in RASTER_ZOOM + 1..=VECTOR_ZOOM {
        let squares = squares(country, &centres, z);
        let draw = |tile| Outlines::of(cells, pixels, set, tile).tile();
        row(format!("outlines, zoom {z}"), &Drawn::of(&squares, draw), Some(if z == 9 { 40 } else { 10 }));
    }
    for z in [0, 4, 6, 8, 9, 12] {
        let squares = squares(country, &centres, z);
        let draw = |tile| tiles::gap_tile(&tiles::gap(country, country.default_surface(), set, tile), tile);
        row(
            format!("people not covered, zoom {z}"),
            &Drawn::of(&squares, |tile| black_box(draw(tile))),
            None,
        );
    }
}
