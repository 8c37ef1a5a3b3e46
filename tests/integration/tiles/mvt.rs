//! Vector tiles as a reader of the specification reads them: nothing of ours is used to read what is ours.

use std::collections::BTreeMap;

/// A layer.
#[derive(Debug)]
pub struct Layer {
    pub name: String,
    pub extent: u64,
    pub version: u64,
    pub features: Vec<Feature>,
}

/// A feature: its kind, its id, the whole number it tells of a property, its properties that are texts, those that
/// are other numbers, and its lines of points.
#[derive(Debug)]
pub struct Feature {
    pub kind: u64,
    pub id: Option<u64>,
    pub texts: BTreeMap<String, String>,
    pub property: Option<(String, u64)>,
    pub numbers: BTreeMap<String, f64>,
    pub lines: Vec<Vec<[i64; 2]>>,
}

/// A value of a property.
enum Told {
    Whole(u64),
    Text(String),
    Real(f64),
}

/// A message's fields: number, and a whole number or bytes.
enum Field<'a> {
    Number(u64, u64),
    Bytes(u64, &'a [u8]),
    Double(u64, f64),
}

fn varint(bytes: &mut &[u8]) -> u64 {
    let (mut value, mut shift) = (0, 0);
    loop {
        let (first, rest) = bytes.split_first().expect("a number that ends");
        *bytes = rest;
        value |= u64::from(first & 0x7F) << shift;
        if first & 0x80 == 0 {
            return value;
        }
        shift += 7;
    }
}

fn fields(mut bytes: &[u8]) -> Vec<Field<'_>> {
    let mut fields = Vec::new();
    while !bytes.is_empty() {
        let key = varint(&mut bytes);
        match key & 7 {
            0 => fields.push(Field::Number(key >> 3, varint(&mut bytes))),
            2 => {
                let length = varint(&mut bytes) as usize;
                let (content, rest) = bytes.split_at(length);
                bytes = rest;
                fields.push(Field::Bytes(key >> 3, content));
            }
            1 => {
                let (content, rest) = bytes.split_at(8);
                bytes = rest;
                fields.push(Field::Double(key >> 3, f64::from_le_bytes(content.try_into().expect("eight"))));
            }
            other => panic!("wire type {other}"),
        }
    }
    fields
}

fn numbers(mut bytes: &[u8]) -> Vec<u64> {
    let mut numbers = Vec::new();
    while !bytes.is_empty() {
        numbers.push(varint(&mut bytes));
    }
    numbers
}

/// Reads the layers of a tile.
pub fn layers(tile: &[u8]) -> Vec<Layer> {
    let layers = fields(tile).into_iter().map(|field| match field {
        Field::Bytes(3, layer) => read(layer),
        _ => panic!("a tile has layers only"),
    });
    layers.collect()
}

fn read(bytes: &[u8]) -> Layer {
    let mut layer = Layer { name: String::new(), extent: 4096, version: 0, features: Vec::new() };
    let (mut keys, mut values, mut features) = (Vec::new(), Vec::new(), Vec::new());
    for field in fields(bytes) {
        match field {
            Field::Number(15, version) => layer.version = version,
            Field::Number(5, extent) => layer.extent = extent,
            Field::Bytes(1, name) => layer.name = String::from_utf8(name.to_vec()).expect("text"),
            Field::Bytes(2, feature) => features.push(feature),
            Field::Bytes(3, key) => keys.push(String::from_utf8(key.to_vec()).expect("text")),
            Field::Bytes(4, value) => match fields(value)[..] {
                [Field::Number(5, value)] => values.push(Told::Whole(value)),
                [Field::Bytes(1, text)] => {
                    values.push(Told::Text(String::from_utf8(text.to_vec()).expect("text")));
                }
                [Field::Double(3, value)] => values.push(Told::Real(value)),
                _ => panic!("a value is one number, or a text"),
            },
            _ => panic!("no such field of a layer"),
        }
    }
    layer.features = features.into_iter().map(|bytes| feature(bytes, &keys, &values)).collect();
    layer
}

fn feature(bytes: &[u8], keys: &[String], values: &[Told]) -> Feature {
    let mut feature = Feature {
        kind: 0,
        id: None,
        texts: BTreeMap::new(),
        property: None,
        numbers: BTreeMap::new(),
        lines: Vec::new(),
    };
    for field in fields(bytes) {
        match field {
            Field::Number(1, id) => feature.id = Some(id),
            Field::Bytes(2, tags) => {
                let tags = numbers(tags);
                assert_eq!(tags.len() % 2, 0, "keys with values");
                for tag in tags.chunks(2) {
                    let key = keys[tag[0] as usize].clone();
                    match &values[tag[1] as usize] {
                        Told::Whole(value) => feature.property = Some((key, *value)),
                        Told::Text(text) => drop(feature.texts.insert(key, text.clone())),
                        Told::Real(value) => drop(feature.numbers.insert(key, *value)),
                    }
                }
            }
            Field::Number(3, kind) => feature.kind = kind,
            Field::Bytes(4, geometry) => feature.lines = lines(&numbers(geometry)),
            _ => panic!("no such field of a feature"),
        }
    }
    feature
}

fn lines(commands: &[u64]) -> Vec<Vec<[i64; 2]>> {
    let (mut lines, mut at, mut next) = (Vec::<Vec<[i64; 2]>>::new(), [0i64; 2], 0);
    let signed = |number: u64| (number >> 1) as i64 ^ -((number & 1) as i64);
    while next < commands.len() {
        let (command, count) = (commands[next] & 7, commands[next] >> 3);
        next += 1;
        if command == 7 {
            assert_eq!(count, 1);
            continue;
        }
        for _ in 0..count {
            at = [at[0] + signed(commands[next]), at[1] + signed(commands[next + 1])];
            next += 2;
            match command {
                1 => lines.push(vec![at]),
                2 => lines.last_mut().expect("begun").push(at),
                other => panic!("command {other}"),
            }
        }
    }
    lines
}
