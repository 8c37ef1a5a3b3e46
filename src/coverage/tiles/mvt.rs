//! Vector tiles, version 2.1: layers of polygons or of points, as bytes. Layers behind one another are a tile.
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
    name: String,
    /// The properties that features may have.
    keys: Vec<String>,
    features: Vec<u8>,
    /// Values of properties, in order of their first use.
    values: Vec<Value>,
    known: HashMap<Value, u32>,
}

/// The value of a property.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) enum Value {
    Whole(u64),
    Text(String),
    /// The bits of a number that need not be whole: equal numbers are one value.
    Real(u64),
}

impl Value {
    /// A number that need not be whole.
    pub(super) fn real(number: f64) -> Self {
        Self::Real(number.to_bits())
    }
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
    /// A layer whose features may have these properties.
    pub(super) fn new(name: &str, keys: &[&str]) -> Self {
        let (name, keys) = (name.to_owned(), keys.iter().map(|key| (*key).to_owned()).collect());
        Self { name, keys, features: Vec::new(), values: Vec::new(), known: HashMap::new() }
    }

    /// Adds polygons as one feature: rings of three points at least, each outer one before its holes; with its id, and
    /// with values of properties by their positions, where it has any.
    pub(super) fn polygons<'a>(
        &mut self,
        rings: impl Iterator<Item = &'a [At]>,
        id: Option<u64>,
        properties: impl Iterator<Item = (usize, Value)>,
    ) {
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
            let tags = self.tags(properties);
            self.feature(3, &pen.out, id, &tags);
        }
    }

    /// Adds lines as one feature: each of two points at least.
    pub(super) fn lines<'a>(
        &mut self,
        lines: impl Iterator<Item = &'a [At]>,
        properties: impl Iterator<Item = (usize, Value)>,
    ) {
        let mut pen = Pen::default();
        for line in lines {
            let Some((first, rest)) = line.split_first() else { continue };
            pen.command(MOVE_TO, 1);
            pen.to(*first);
            pen.command(LINE_TO, rest.len());
            for at in rest {
                pen.to(*at);
            }
        }
        if !pen.out.is_empty() {
            let tags = self.tags(properties);
            self.feature(2, &pen.out, None, &tags);
        }
    }

    fn tags(&mut self, properties: impl Iterator<Item = (usize, Value)>) -> Vec<[u32; 2]> {
        properties.map(|(key, value)| [key as u32, self.position(value)]).collect()
    }

    /// Where a value stands among the layer's.
    fn position(&mut self, value: Value) -> u32 {
        let next = self.values.len() as u32;
        let place = *self.known.entry(value.clone()).or_insert(next);
        if place == next {
            self.values.push(value);
        }
        place
    }

    /// Adds a point with the value of the first property.
    pub(super) fn point(&mut self, at: At, value: u64) {
        self.point_with(at, std::iter::once((0, Value::Whole(value))));
    }

    /// Adds a point with values of properties by their positions.
    pub(super) fn point_with(&mut self, at: At, properties: impl Iterator<Item = (usize, Value)>) {
        let mut pen = Pen::default();
        pen.command(MOVE_TO, 1);
        pen.to(at);
        let tags = self.tags(properties);
        self.feature(1, &pen.out, None, &tags);
    }

    fn feature(&mut self, kind: u64, geometry: &[u8], id: Option<u64>, tags: &[[u32; 2]]) {
        let mut feature = Vec::with_capacity(geometry.len() + 16);
        if let Some(id) = id {
            number(&mut feature, 1, id);
        }
        if !tags.is_empty() {
            let mut told = Vec::with_capacity(tags.len() * 3);
            for tag in tags.iter().flatten() {
                varint(&mut told, u64::from(*tag));
            }
            bytes(&mut feature, 2, &told);
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
        for key in &self.keys {
            bytes(&mut layer, 3, key.as_bytes());
        }
        for value in &self.values {
            let mut told = Vec::with_capacity(16);
            match value {
                Value::Whole(value) => number(&mut told, 5, *value),
                Value::Text(text) => bytes(&mut told, 1, text.as_bytes()),
                Value::Real(bits) => {
                    varint(&mut told, 3 << 3 | 1);
                    told.extend_from_slice(&bits.to_le_bytes());
                }
            }
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
        let mut layer = Layer::new("coverage", &[]);
        layer.polygons(rings.into_iter(), None, std::iter::empty());
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
        let mut layer = Layer::new("gap", &["people"]);
        for (at, value) in [([1, 1], 7), ([2, 2], 9), ([3, 3], 7)] {
            layer.point(at, value);
        }
        assert_eq!(layer.values, [Value::Whole(7), Value::Whole(9)]);
        assert!(Layer::new("gap", &[]).tile().is_none());
    }

    #[test]
    fn a_feature_has_an_id_and_properties_by_position() {
        let ring: [&[At]; 1] = [&[[0, 0], [9, 0], [9, 9]]];
        let mut layer = Layer::new("parish", &["code", "island"]);
        let text = |text: &str| Value::Text(text.to_owned());
        layer.polygons(ring.into_iter(), Some(300), [(0, text("1.1")), (1, text("1"))].into_iter());
        layer.polygons(ring.into_iter(), Some(4), [(0, text("1.2")), (1, text("1"))].into_iter());
        assert_eq!(layer.values, [text("1.1"), text("1"), text("1.2")]);
        assert!(
            layer.features.starts_with(&[0x12, 22, 0x08, 0xAC, 2, 0x12, 4, 0, 0, 1, 1]),
            "{:?}",
            layer.features
        );
    }
}
