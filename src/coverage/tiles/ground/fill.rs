//! How much of each pixel of a square rings cover, and lines cross.
//!
//! Areas are exact: each edge adds to its pixels the area to its right, with the sign of its way, and a row is added up
//! from the west (as font renderers do). Neighbours' common edges cancel, so that no seam shows between them. Owns
//! nothing but that; knows no colours.

use crate::domain::TileId;

/// Pixels along a side.
pub(super) const SIDE: usize = 256;
/// The far edge of a square.
const FAR: f64 = SIDE as f64;
/// Places of a row: one more takes what lies beyond its end.
const ROW: usize = SIDE + 2;

/// A rectangle of the plane.
pub(super) type Bounds = [[f64; 2]; 2];

/// A square while it is drawn.
pub(super) struct Canvas {
    corner: [f64; 2],
    /// Units of the plane to a pixel.
    unit: f64,
    /// Changes of what is covered, from the west.
    areas: Vec<f32>,
    /// How much of each pixel a line covers.
    lines: Vec<f32>,
}

impl Canvas {
    pub(super) fn of(tile: TileId) -> Self {
        Self {
            corner: tile.corner().map(|units| units as f64),
            unit: tile.size() as f64 / FAR,
            areas: vec![0.0; ROW * SIDE],
            lines: vec![0.0; SIDE * SIDE],
        }
    }

    /// A place in pixels.
    fn pixel(&self, at: [f64; 2]) -> [f64; 2] {
        [0, 1].map(|axis| (at[axis] - self.corner[axis]) / self.unit)
    }

    /// Adds a ring, the first point not repeated; one that lies beyond the square where it is known where it lies is
    /// passed over.
    pub(super) fn fill(&mut self, ring: impl Iterator<Item = [f64; 2]> + Clone, bounds: Option<Bounds>) {
        if let Some([from, to]) = bounds.map(|bounds| bounds.map(|corner| self.pixel(corner)))
            && (to[0] < 0.0 || to[1] < 0.0 || from[0] > FAR || from[1] > FAR)
        {
            return;
        }
        let next = ring.clone().skip(1).chain(ring.clone().take(1));
        for (a, b) in ring.zip(next) {
            let (a, b) = (self.pixel(a), self.pixel(b));
            self.edge(a, b);
        }
    }

    /// Adds an edge, whichever way it lies.
    fn edge(&mut self, a: [f64; 2], b: [f64; 2]) {
        let beyond = |axis: usize, is_beyond: fn(f64) -> bool| is_beyond(a[axis]) && is_beyond(b[axis]);
        if beyond(1, |y| y <= 0.0) || beyond(1, |y| y >= FAR) || beyond(0, |x| x >= FAR) {
            return;
        }
        // What lies to the west covers whole rows; what lies to the east covers nothing here.
        if beyond(0, |x| x <= 0.0) {
            self.piece([0.0, a[1]], [0.0, b[1]]);
            return;
        }
        let mut cuts = [0.0, 1.0, 1.0, 1.0];
        let mut number = 1;
        for side in [0.0, FAR] {
            let part = (side - a[0]) / (b[0] - a[0]);
            if part > 0.0 && part < 1.0 {
                cuts[number] = part;
                number += 1;
            }
        }
        cuts[..=number].sort_by(f64::total_cmp);
        let at = |part: f64| [0, 1].map(|axis| a[axis] + (b[axis] - a[axis]) * part);
        for pair in cuts[..=number].windows(2) {
            let (from, to) = (at(pair[0]), at(pair[1]));
            let middle = f64::midpoint(from[0], to[0]);
            if middle < FAR {
                let inside = |x: f64| if middle <= 0.0 { 0.0 } else { x.clamp(0.0, FAR) };
                self.piece([inside(from[0]), from[1]], [inside(to[0]), to[1]]);
            }
        }
    }

    /// Adds an edge that lies between the western and the eastern side.
    fn piece(&mut self, a: [f64; 2], b: [f64; 2]) {
        let (sign, a, b) = if a[1] < b[1] { (1.0, a, b) } else { (-1.0, b, a) };
        let (top, bottom) = (a[1].max(0.0), b[1].min(FAR));
        if top >= bottom {
            return;
        }
        let slope = (b[0] - a[0]) / (b[1] - a[1]);
        for y in top as usize..bottom.ceil() as usize {
            let (from, to) = (top.max(y as f64), bottom.min(y as f64 + 1.0));
            let x = [from, to].map(|y| (a[0] + (y - a[1]) * slope).clamp(0.0, FAR));
            self.in_row(y, (to - from) * sign, x[0].min(x[1]), x[0].max(x[1]));
        }
    }

    /// Adds the part of an edge in a row: so high, from a place to another.
    fn in_row(&mut self, y: usize, height: f64, from: f64, to: f64) {
        let row = &mut self.areas[y * ROW..(y + 1) * ROW];
        let (first, last) = (from as usize, to as usize);
        if first == last {
            let east = f64::midpoint(from, to) - first as f64;
            row[first] += (height * (1.0 - east)) as f32;
            row[first + 1] += (height * east) as f32;
            return;
        }
        let per_pixel = height / (to - from);
        for pixel in first..=last.min(SIDE) {
            let (start, end) = (from.max(pixel as f64), to.min(pixel as f64 + 1.0));
            if start < end {
                let (high, east) = ((end - start) * per_pixel, f64::midpoint(start, end) - pixel as f64);
                row[pixel] += (high * (1.0 - east)) as f32;
                row[pixel + 1] += (high * east) as f32;
            }
        }
    }

    /// Draws along a ring.
    pub(super) fn stroke(&mut self, ring: &[[f64; 2]], width: f64) {
        let pairs = ring.iter().zip(ring.iter().cycle().skip(1));
        for (a, b) in pairs {
            let (a, b) = (self.pixel(*a), self.pixel(*b));
            self.line(a, b, width);
        }
    }

    fn line(&mut self, a: [f64; 2], b: [f64; 2], width: f64) {
        let reach = width / 2.0 + 0.5;
        let is_beyond = |axis: usize| {
            (a[axis] < -reach && b[axis] < -reach) || (a[axis] > FAR + reach && b[axis] > FAR + reach)
        };
        if is_beyond(0) || is_beyond(1) {
            return;
        }
        let range = |axis: usize| {
            let (low, high) = (a[axis].min(b[axis]) - reach, a[axis].max(b[axis]) + reach);
            low.clamp(0.0, FAR) as usize..high.ceil().clamp(0.0, FAR) as usize
        };
        let (dx, dy) = (b[0] - a[0], b[1] - a[1]);
        let length = dx * dx + dy * dy;
        let columns = range(0);
        for y in range(1) {
            // Of a long line a row has but a part.
            let columns = if dy.abs() > 2.0 * reach {
                let at = |y: f64| a[0] + (y - a[1]) / dy * dx;
                let (one, other) = (at(y as f64 - reach), at(y as f64 + 1.0 + reach));
                let low = (one.min(other) - reach).clamp(0.0, FAR) as usize;
                let high = (one.max(other) + reach).ceil().clamp(0.0, FAR) as usize;
                low.max(columns.start)..high.min(columns.end)
            } else {
                columns.clone()
            };
            for x in columns {
                let (px, py) = (x as f64 + 0.5 - a[0], y as f64 + 0.5 - a[1]);
                let part = if length > 0.0 { ((px * dx + py * dy) / length).clamp(0.0, 1.0) } else { 0.0 };
                let apart = (px - part * dx).hypot(py - part * dy);
                let own = (reach - apart).clamp(0.0, 1.0) as f32;
                let pixel = &mut self.lines[y * SIDE + x];
                *pixel = pixel.max(own);
            }
        }
    }

    /// How much of each pixel the rings cover, row by row.
    pub(super) fn covered(&self) -> Vec<f32> {
        let row = |row: &[f32]| {
            let mut sum = 0.0;
            let sums = row[..SIDE].iter().map(move |change| {
                sum += change;
                f32::min(f32::abs(sum), 1.0)
            });
            sums.collect::<Vec<f32>>()
        };
        self.areas.chunks_exact(ROW).flat_map(row).collect()
    }

    /// How much of each pixel lines cover.
    pub(super) fn drawn(&self) -> &[f32] {
        &self.lines
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// The square of a zoom in which a pixel is a unit of the plane.
    fn canvas() -> Canvas {
        Canvas::of(TileId::new(22, 0, 0).expect("a square"))
    }

    fn area(rings: &[Vec<[f64; 2]>]) -> f64 {
        let mut canvas = canvas();
        let unit = canvas.unit;
        for ring in rings {
            canvas.fill(ring.iter().map(|at| at.map(|pixels| pixels * unit)), None);
        }
        canvas.covered().iter().map(|part| f64::from(*part)).sum()
    }

    #[test]
    fn a_pixel_is_covered_by_as_much_as_lies_in_it() {
        let square =
            |x: f64, y: f64, side: f64| vec![[x, y], [x + side, y], [x + side, y + side], [x, y + side]];
        assert!((area(&[square(10.25, 20.5, 8.0)]) - 64.0).abs() < 1e-3);
        assert!((area(&[square(-1000.0, -1000.0, 5000.0)]) - 65536.0).abs() < 1e-1, "all of it");
        assert!(area(&[square(300.0, 10.0, 50.0)]).abs() < 1e-3, "to the east");
        assert!(area(&[square(-90.0, 10.0, 50.0)]).abs() < 1e-3, "to the west");
        // A flat triangle over the whole square.
        let flat = vec![[-1000.0, 10.0], [1000.0, 10.0], [1000.0, 11.0]];
        assert!((area(&[flat]) - f64::midpoint(0.5, 0.628) * 256.0).abs() < 0.5);
    }

    proptest! {
        /// A triangle and what lies beside it in a rectangle cover the rectangle, without a seam.
        #[test]
        fn neighbours_leave_no_seam(x in 1.0f64..250.0, y in 1.0f64..250.0) {
            let corners = [[0.0, 0.0], [256.0, 0.0], [256.0, 256.0], [0.0, 256.0]];
            let mut canvas = canvas();
            let unit = canvas.unit;
            for at in 0..4 {
                let ring = [corners[at], corners[(at + 1) % 4], [x, y]];
                canvas.fill(ring.iter().map(|at| at.map(|pixels| pixels * unit)), None);
            }
            for part in canvas.covered() {
                prop_assert!((part - 1.0).abs() < 1e-3, "{}", part);
            }
        }
    }
}
