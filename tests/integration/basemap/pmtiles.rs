//! `PMTiles` files as a writer of the specification makes them: nothing of ours is used to write what ours reads.

use std::io::Write;

/// A file to be written.
pub struct File {
    /// 1 vector tiles, 2 PNG, 3 JPEG, 4 WebP.
    pub form: u8,
    /// 1 none, 2 gzip: of directories and metadata.
    pub packing: u8,
    /// The same of tiles.
    pub tile_packing: u8,
    pub metadata: String,
    pub zooms: [u8; 2],
    /// By number, ascending.
    pub tiles: Vec<(u64, Vec<u8>)>,
    /// Whether the tiles stand in directories below the root, this many in each.
    pub leaves: Option<usize>,
}

fn varint(out: &mut Vec<u8>, mut value: u64) {
    while value >= 0x80 {
        out.push(value as u8 | 0x80);
        value >>= 7;
    }
    out.push(value as u8);
}

pub fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut out = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    out.write_all(bytes).expect("written");
    out.finish().expect("written")
}

/// Number, run, length, offset of each entry.
fn directory(entries: &[(u64, u32, usize, u64)]) -> Vec<u8> {
    let mut out = Vec::new();
    varint(&mut out, entries.len() as u64);
    let mut last = 0;
    for (tile, ..) in entries {
        varint(&mut out, tile - last);
        last = *tile;
    }
    for (_, run, ..) in entries {
        varint(&mut out, u64::from(*run));
    }
    for (_, _, length, _) in entries {
        varint(&mut out, *length as u64);
    }
    let mut end = None;
    for (_, _, length, offset) in entries {
        varint(&mut out, if end == Some(*offset) { 0 } else { offset + 1 });
        end = Some(offset + *length as u64);
    }
    out
}

impl File {
    /// Vector tiles, all gzip, in the root directory.
    pub fn of(tiles: &[(u64, &[u8])]) -> Self {
        Self {
            form: 1,
            packing: 2,
            tile_packing: 2,
            metadata: "{}".to_owned(),
            zooms: [0, 6],
            tiles: tiles.iter().map(|(number, bytes)| (*number, bytes.to_vec())).collect(),
            leaves: None,
        }
    }

    pub fn bytes(&self) -> Vec<u8> {
        let packed = |bytes: Vec<u8>, packing: u8| if packing == 2 { gzip(&bytes) } else { bytes };
        let (mut data, mut entries) = (Vec::new(), Vec::<(u64, u32, usize, u64)>::new());
        let mut last: Option<&Vec<u8>> = None;
        for (number, tile) in &self.tiles {
            // Equal tiles in a row are one entry.
            if let Some(entry) = entries.last_mut().filter(|entry| entry.0 + u64::from(entry.1) == *number)
                && last == Some(tile)
            {
                entry.1 += 1;
                continue;
            }
            let bytes = packed(tile.clone(), self.tile_packing);
            entries.push((*number, 1, bytes.len(), data.len() as u64));
            data.extend(bytes);
            last = Some(tile);
        }
        let mut leaves = Vec::new();
        let root = match self.leaves {
            None => directory(&entries),
            Some(size) => {
                let below: Vec<_> = entries
                    .chunks(size)
                    .map(|chunk| {
                        let leaf = packed(directory(chunk), self.packing);
                        let entry = (chunk[0].0, 0, leaf.len(), leaves.len() as u64);
                        leaves.extend(leaf);
                        entry
                    })
                    .collect();
                directory(&below)
            }
        };
        let root = packed(root, self.packing);
        let metadata = packed(self.metadata.clone().into_bytes(), self.packing);
        let mut out = b"PMTiles\x03".to_vec();
        let mut from = 127u64;
        for part in [root.len(), metadata.len(), leaves.len(), data.len()] {
            out.extend(from.to_le_bytes());
            out.extend((part as u64).to_le_bytes());
            from += part as u64;
        }
        for count in [self.tiles.len(), entries.len(), entries.len()] {
            out.extend((count as u64).to_le_bytes());
        }
        out.extend([1, self.packing, self.tile_packing, self.form, self.zooms[0], self.zooms[1]]);
        for degrees in [-17.2f64, 20.7, -0.9, 36.0] {
            out.extend(((degrees * 1e7) as i32).to_le_bytes());
        }
        out.push(self.zooms[0]);
        out.extend(((-7.0f64 * 1e7) as i32).to_le_bytes());
        out.extend(((31.0f64 * 1e7) as i32).to_le_bytes());
        assert_eq!(out.len(), 127);
        for part in [root, metadata, leaves, data] {
            out.extend(part);
        }
        out
    }
}
