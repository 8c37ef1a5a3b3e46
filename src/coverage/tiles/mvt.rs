//! Vector tiles, version 2.1: layers of polygons or of points, as bytes.
//!
//! Owns the encoding, and no geometry. Written by hand: what is needed is forty numbers of one format that has not
//! changed since 2016, and the packages that write it bring a compiler of protocol buffers, or draw the whole of a
//! geometry library after them.

use std::collections::HashMap;

/// Units along a side of a tile.
pub(super) const EXTENT: i64 = 4096;

/// A point in units of a tile, from the north-west.
pub(super) type At = [i32; 2];

const MOVE_TO: u32 = 1;
const LINE_TO: u32 = 2;
const CLOSE_PATH: u32 = 7;

/// A layer while it is written.
#[derive(Debug)]
pub(super) struct Layer {
    name: &'static str,
    /// The one property, where features have one.
    property: Option<&'static str>,
    features: Vec<u8>,
    /// Values of the property, in order of their first use.
    values: Vec<u64>,
    known: HashMap<u64, u32>,
}

fn varint(out: &mut Vec<u8>, mut value: u64) {
    while value >= 0x80 {
        out.push(value as u8 | 0x80);
        value >>= 7;
    }
    out.push(value as u8);
}

/// A number that may be below 0.
fn zigzag(value: i32) -> u64 {
    u64::from(((value << 1) ^ (value >> 31)) as u32)
}

fn number(out: &mut Vec<u8>, field: u32, value: u64) {
    varint(out, u64::from(field << 3));
    varint(out, value);
}

fn bytes(out: &mut Vec<u8>, field: u32, content: &[u8]) {
    varint(out, u64::from(field << 3 | 2));
    varint(out, content.len() as u64);
    out.extend_from_slice(content);
}

/// Commands of a geometry; each point is told from the one before.
#[derive(Default)]
struct Pen {
    out: Vec<u8>,
    at: At,
}

impl Pen {
    fn command(&mut self, command: u32, count: usize) {
        varint(&mut self.out, (count as u64) << 3 | u64::from(command));
    }

    fn to(&mut self, [x, y]: At) {
        varint(&mut self.out, zigzag(x - self.at[0]));
        varint(&mut self.out, zigzag(y - self.at[1]));
        self.at = [x, y];
    }
}

impl Layer {
    pub(super) fn new(name: &'static str, property: Option<&'static str>) -> Self {
        Self { name, property, features: Vec::new(), values: Vec::new(), known: HashMap::new() }
    }

    /// Adds polygons as one feature: rings of three points at least, each outer one before its holes.
    pub(super) fn polygons<'a>(&mut self, rings: impl Iterator<Item = &'a [At]>) {
        let mut pen = Pen::default();
        for ring in rings {
            let Some((first, rest)) = ring.split_first() else { continue };
            pen.command(MOVE_TO, 1);
            pen.to(*first);
            pen.command(LINE_TO, rest.len());
            for at in rest {
                pen.to(*at);
            }
            pen.command(CLOSE_PATH, 1);
        }
        if !pen.out.is_empty() {
            self.feature(3, &pen.out, None);
        }
    }

    /// Adds a point with the value of its property.
    pub(super) fn point(&mut self, at: At, value: u64) {
        let mut pen = Pen::default();
        pen.command(MOVE_TO, 1);
        pen.to(at);
        let next = self.values.len() as u32;
        let place = *self.known.entry(value).or_insert(next);
        if place == next {
            self.values.push(value);
        }
        self.feature(1, &pen.out, Some(place));
    }

    fn feature(&mut self, kind: u64, geometry: &[u8], value: Option<u32>) {
        let mut feature = Vec::with_capacity(geometry.len() + 16);
        if let Some(value) = value {
            let mut tags = vec![0];
            varint(&mut tags, u64::from(value));
            bytes(&mut feature, 2, &tags);
        }
        number(&mut feature, 3, kind);
        bytes(&mut feature, 4, geometry);
        bytes(&mut self.features, 2, &feature);
    }

    /// The tile of this layer alone; `None` where nothing was added.
    pub(super) fn tile(self) -> Option<Vec<u8>> {
        if self.features.is_empty() {
            return None;
        }
        let mut layer = Vec::with_capacity(self.features.len() + 64);
        number(&mut layer, 15, 2);
        bytes(&mut layer, 1, self.name.as_bytes());
        layer.extend_from_slice(&self.features);
        if let Some(property) = self.property {
            bytes(&mut layer, 3, property.as_bytes());
        }
        for value in &self.values {
            let mut told = Vec::with_capacity(8);
            number(&mut told, 5, *value);
            bytes(&mut layer, 4, &told);
        }
        number(&mut layer, 5, EXTENT as u64);
        let mut tile = Vec::with_capacity(layer.len() + 8);
        bytes(&mut tile, 3, &layer);
        Some(tile)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_example_of_the_specification_is_written_as_there() {
        // Section 4.3.5.6: two polygons, the second with a hole.
        let rings: [&[At]; 3] = [
            &[[0, 0], [10, 0], [10, 10], [0, 10]],
            &[[11, 11], [20, 11], [20, 20], [11, 20]],
            &[[13, 13], [13, 17], [17, 17], [17, 13]],
        ];
        let mut layer = Layer::new("coverage", None);
        layer.polygons(rings.into_iter());
        let geometry = [
            9, 0, 0, 26, 20, 0, 0, 20, 19, 0, 15, 9, 22, 2, 26, 18, 0, 0, 18, 17, 0, 15, 9, 4, 13, 26, 0, 8,
            8, 0, 0, 7, 15,
        ];
        assert!(layer.features.ends_with(&geometry), "{:?}", layer.features);
    }

    #[test]
    fn numbers_take_the_bytes_they_need() {
        let mut out = Vec::new();
        for value in [0, 127, 128, 300, u64::MAX] {
            varint(&mut out, value);
        }
        assert_eq!(out[..6], [0, 127, 128, 1, 172, 2]);
        assert_eq!(out.len(), 16);
        assert_eq!([0, -1, 1, i32::MAX, i32::MIN].map(zigzag), [0, 1, 2, 0xFFFF_FFFE, 0xFFFF_FFFF]);
    }

    #[test]
    fn equal_values_are_told_once() {
        let mut layer = Layer::new("gap", Some("people"));
        for (at, value) in [([1, 1], 7), ([2, 2], 9), ([3, 3], 7)] {
            layer.point(at, value);
        }
        assert_eq!(layer.values, [7, 9]);
        assert!(Layer::new("gap", None).tile().is_none());
    }
}
