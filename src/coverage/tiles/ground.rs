//! A quiet picture to lie under other maps: sea, the world's land, the country, and its own lines.
//!
//! ```text
//! land of the world ─┐
//! first level ───────┼─► how much of each pixel each covers ─► colours of a theme ─► PNG
//! lines of levels ───┘
//! ```
//!
//! Owns the picture. Of the world there are coastlines and no borders: whose land lies beyond the country's outline is
//! not said. The country's own outline is that of its pack. Names are not written.
//!
//! Invariants: equal packs make equal bytes; a square is always painted, wherever it lies.

mod fill;
mod land;

use super::TileError;
use crate::country::{Borders, Country};
use crate::domain::{Level, TileId, word_list};
use fill::{Canvas, SIDE};

/// The zooms of pictures.
pub const GROUND_ZOOMS: [u8; 2] = [0, super::VECTOR_ZOOM];
/// The zoom from which on the second level has lines.
const SECOND_ZOOM: u8 = 8;

word_list!(
    /// What a picture is to look like.
    GroundTheme, "theme" {
        /// For light pages and for print.
        Light => "light",
        /// For dark ones.
        Dark => "dark",
    }
);

type Colour = [u8; 3];

/// The colours of a theme: those of the page's map.
struct Colours {
    sea: Colour,
    land: Colour,
    country: Colour,
    line: Colour,
}

impl GroundTheme {
    const fn colours(self) -> Colours {
        match self {
            Self::Light => Colours {
                sea: [0xe2, 0xea, 0xed],
                land: [0xbf, 0xc6, 0xc6],
                country: [0xfb, 0xfa, 0xf7],
                line: [0x8b, 0x95, 0x9b],
            },
            Self::Dark => Colours {
                sea: [0x1a, 0x25, 0x30],
                land: [0x30, 0x36, 0x3c],
                country: [0x14, 0x18, 0x1c],
                line: [0x6b, 0x76, 0x80],
            },
        }
    }
}

/// A square of the ground.
///
/// # Errors
/// When the picture cannot be encoded, which is a fault of ours.
pub fn ground(
    country: &Country,
    borders: &Borders,
    theme: GroundTheme,
    tile: TileId,
) -> Result<Vec<u8>, TileError> {
    let mut levels = country.levels().drawn().map(|(level, _)| level);
    let (first, second) = (levels.next(), levels.next().filter(|_| tile.z() >= SECOND_ZOOM));
    let mut land = Canvas::of(tile);
    for ring in land::rings() {
        land.fill(ring.iter().copied(), Some(ring.bounds()));
    }
    let (mut own, mut lines) = (Canvas::of(tile), Canvas::of(tile));
    draw(country, borders, first, tile, |ring| {
        own.fill(ring.iter().copied(), None);
        lines.stroke(ring, 1.2);
    });
    let mut fine = Canvas::of(tile);
    draw(country, borders, second, tile, |ring| fine.stroke(ring, 0.8));
    let Colours { sea, land: beyond, country: paper, line } = theme.colours();
    let (land, own) = (land.covered(), own.covered());
    let mut pixels = Vec::with_capacity(SIDE * SIDE * 3);
    let areas = land.into_iter().zip(own);
    for ((land, own), (fine, lines)) in areas.zip(fine.drawn().iter().zip(lines.drawn())) {
        let ground = mixed(mixed(sea, beyond, land), paper, own);
        // Lines of the second level are fainter.
        pixels.extend(mixed(mixed(ground, line, *fine * 0.5), line, *lines));
    }
    encoded(&pixels)
}

/// Calls with each ring of a level that a zoom draws, in units of the plane.
fn draw(
    country: &Country,
    borders: &Borders,
    level: Option<Level>,
    tile: TileId,
    mut with: impl FnMut(&[[f64; 2]]),
) {
    let Some(level) = level else { return };
    let beyond = tile.size() / 64;
    let corner = tile.corner();
    let area = [corner.map(|from| from - beyond), corner.map(|from| from + tile.size() + beyond)];
    let mut ring = Vec::new();
    for shape in borders.territories().filter(|shape| country.tree.get(shape.territory).level == level) {
        let bounds = shape.bounds();
        if (0..2).any(|axis| bounds[0][axis] > area[1][axis] || bounds[1][axis] < area[0][axis]) {
            continue;
        }
        for at in shape.polygons().flatten() {
            ring.clear();
            shape.walk(at, tile.z(), area, |point| ring.push(point.map(f64::from)));
            with(&ring);
        }
    }
}

/// A colour with so much of another over it.
fn mixed(below: Colour, above: Colour, part: f32) -> Colour {
    // Told in 32 steps: flat parts stay flat, and pictures small.
    let part = (part * 32.0).round() / 32.0;
    [0, 1, 2].map(|at| {
        let (below, above) = (f32::from(below[at]), f32::from(above[at]));
        (below + (above - below) * part).round() as u8
    })
}

fn encoded(pixels: &[u8]) -> Result<Vec<u8>, TileError> {
    let mut out = Vec::with_capacity(4 << 10);
    let mut encoder = png::Encoder::new(&mut out, SIDE as u32, SIDE as u32);
    encoder.set_color(png::ColorType::Rgb);
    encoder.set_depth(png::BitDepth::Eight);
    encoder.set_deflate_compression(png::DeflateCompression::Level(6));
    encoder.set_filter(png::Filter::NoFilter);
    encoder.write_header()?.write_image_data(pixels)?;
    Ok(out)
}
