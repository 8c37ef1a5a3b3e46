//! What the pack costs seconds to compute, kept beside the data under the pack's digest.
//!
//! Plain little-endian arrays behind a header with a version, and behind all of it the SHA-256 of the pack's
//! digest, the file's name and all of that: a cache in another's place is not believed either. A file is
//! compared with that before any of it is understood: one that is missing, torn, damaged, unreadable or of
//! another version is built again, for it is never the only copy of anything. One that cannot be written
//! stops nothing either: what was built is used, and built again at the next start.

use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};

use super::borders::{Borders, Parts};
use super::cells::CellList;
use super::centres::CentreRows;
use super::grid::Grid;
use super::index::RegionIndex;
use super::pixels::CellPixels;
use super::prepared::PreparedOutlines;
use super::zones::ZoneId;
use crate::domain::causes;

/// Changes whenever what is stored, or how it is computed, changes.
const VERSION: u64 = 5;
const MAGIC: [u8; 8] = *b"taghtia\0";

/// The folder of one pack's caches.
pub(super) struct Cache {
    dir: PathBuf,
    digest: String,
}

impl Cache {
    pub fn new(cache_dir: &Path, digest: &str) -> Self {
        let short: String = digest.chars().take(16).collect();
        Self { dir: cache_dir.join(format!("{short}-v{VERSION}")), digest: digest.to_owned() }
    }

    fn file(&self, name: &str) -> PathBuf {
        self.dir.join(name)
    }

    /// The hash of a file before its first byte: of which pack it is, and which of its files.
    fn hash_of(&self, name: &str) -> Sha256 {
        Sha256::new().chain_update(&self.digest).chain_update([0]).chain_update(name).chain_update([0])
    }

    /// Writes a file whole or not at all; where it cannot be written the log says so.
    fn write(&self, name: &str, body: impl FnOnce(&mut Out<'_>) -> std::io::Result<()>) {
        if let Err(error) = self.try_write(name, body) {
            let file = self.file(name);
            tracing::warn!(
                file = %file.display(), error = %causes(&error),
                "cannot keep what was built of the country pack: it is built again at each start until this can be written"
            );
        }
    }

    fn try_write(
        &self,
        name: &str,
        body: impl FnOnce(&mut Out<'_>) -> std::io::Result<()>,
    ) -> std::io::Result<()> {
        std::fs::create_dir_all(&self.dir)?;
        let mut part = tempfile::NamedTempFile::new_in(&self.dir)?;
        let mut out =
            Out { sink: BufWriter::with_capacity(1 << 20, part.as_file_mut()), hash: self.hash_of(name) };
        out.bytes(&MAGIC)?;
        out.numbers(&[VERSION])?;
        body(&mut out)?;
        let hash = std::mem::take(&mut out.hash).finalize();
        out.sink.write_all(&hash)?;
        out.sink.flush()?;
        drop(out);
        part.as_file().sync_all()?;
        part.persist(self.file(name)).map_err(|error| error.error)?;
        Ok(())
    }

    /// Reads a file, or nothing where it is missing or not to be trusted.
    fn read<T>(&self, name: &str, body: impl FnOnce(&mut In<'_>) -> Option<T>) -> Option<T> {
        let file = self.file(name);
        let bytes = match std::fs::read(&file) {
            Ok(bytes) => bytes,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => return None,
            Err(error) => {
                tracing::warn!(file = %file.display(), error = %causes(&error), "cannot read a cache of the country pack: built again");
                return None;
            }
        };
        let value = sound(self.hash_of(name), &bytes).and_then(|content| body(&mut In { content }));
        if value.is_none() {
            tracing::warn!(file = %file.display(), "a cache of the country pack is damaged: built again");
        }
        value
    }

    pub fn write_index(&self, name: &str, index: &RegionIndex) {
        let (head, [tiles, blocks], arena) = index.parts();
        self.write(name, |out| {
            out.numbers(&head)?;
            out.numbers(tiles)?;
            out.numbers(blocks)?;
            out.numbers(arena)
        });
    }

    pub fn read_index(&self, name: &str) -> Option<RegionIndex> {
        self.read(name, |input| {
            let head = <[f64; 4]>::try_from(input.numbers::<f64>()?).ok()?;
            RegionIndex::from_parts(head, input.numbers()?, input.numbers()?, input.numbers()?)
        })
    }

    pub fn write_grid(&self, grid: &Grid, given: &[ZoneId]) {
        let (roots, bits) = grid.cells.parts();
        let (starts, zones): (Vec<u32>, Vec<u16>) =
            grid.runs().iter().map(|(start, zone)| (*start, zone.0)).unzip();
        let given: Vec<u16> = given.iter().map(|zone| zone.0).collect();
        self.write("grid", |out| {
            out.numbers(roots)?;
            out.numbers(bits)?;
            out.numbers(&starts)?;
            out.numbers(&zones)?;
            out.numbers(grid.areas())?;
            out.numbers(&given)
        });
    }

    pub fn read_grid(&self, zones: usize) -> Option<(Grid, Vec<ZoneId>)> {
        self.read("grid", |input| {
            let cells = CellList::from_parts(input.numbers()?, input.numbers()?)?;
            let (starts, run_zones) = (input.numbers::<u32>()?, input.numbers::<u16>()?);
            let areas: Vec<f32> = input.numbers()?;
            let given = input.numbers::<u16>()?.into_iter().map(ZoneId).collect();
            let sound = starts.len() == run_zones.len()
                && starts.first() == Some(&0)
                && starts.is_sorted()
                && areas.len() == cells.len()
                && run_zones.iter().all(|zone| usize::from(*zone) < zones);
            let runs = starts.into_iter().zip(run_zones.into_iter().map(ZoneId)).collect();
            sound.then(|| (Grid::new(cells, runs, areas, zones), given))
        })
    }

    pub fn write_centres(&self, rows: &CentreRows) {
        let (south, starts, lon, above, ordinals) = rows.parts();
        self.write("rows", |out| {
            out.numbers(&[south])?;
            out.numbers(starts)?;
            out.numbers(lon)?;
            out.numbers(above)?;
            out.numbers(ordinals)
        });
    }

    pub fn read_centres(&self, cells: usize) -> Option<CentreRows> {
        self.read("rows", |input| {
            let [south] = <[i32; 1]>::try_from(input.numbers::<i32>()?).ok()?;
            let (starts, lon, above) = (input.numbers()?, input.numbers()?, input.numbers()?);
            let rows = CentreRows::from_parts(south, starts, lon, above, input.numbers()?)?;
            (rows.cells() == cells).then_some(rows)
        })
    }

    pub fn write_pixels(&self, pixels: &CellPixels) {
        let (anchors, offsets) = pixels.parts();
        self.write("pixels", |out| {
            out.numbers(anchors)?;
            out.numbers(offsets)
        });
    }

    pub fn read_pixels(&self, cells: &CellList) -> Option<CellPixels> {
        self.read("pixels", |input| CellPixels::from_parts(cells, input.numbers()?, input.numbers()?))
    }

    pub fn write_outlines(&self, name: &str, outlines: &PreparedOutlines) {
        let (codes, pieces, deflated) = outlines.parts();
        self.write(name, |out| {
            out.numbers(&codes)?;
            out.numbers(&pieces)?;
            out.numbers(deflated)
        });
    }

    pub fn read_outlines(&self, name: &str) -> Option<PreparedOutlines> {
        self.read(name, |input| {
            let (codes, pieces) = (input.numbers::<u8>()?, input.numbers::<u32>()?);
            PreparedOutlines::from_parts(&codes, &pieces, input.numbers()?)
        })
    }

    pub fn write_borders(&self, borders: &Borders) {
        let Parts { points, zooms, arcs, steps, rings, polygons, shapes } = borders.parts();
        self.write("borders", |out| {
            out.numbers(&points)?;
            out.numbers(&zooms)?;
            out.numbers(&arcs)?;
            out.numbers(&steps)?;
            out.numbers(&rings)?;
            out.numbers(&polygons)?;
            out.numbers(&shapes)
        });
    }

    /// Whether borders are kept, sound or not.
    pub fn has_borders(&self) -> bool {
        self.file("borders").exists()
    }

    pub fn read_borders(&self, territories: usize) -> Option<Borders> {
        self.read("borders", |input| {
            let parts = Parts {
                points: input.numbers()?,
                zooms: input.numbers()?,
                arcs: input.numbers()?,
                steps: input.numbers()?,
                rings: input.numbers()?,
                polygons: input.numbers()?,
                shapes: input.numbers()?,
            };
            Borders::from_parts(parts, territories)
        })
    }

    pub fn write_json<T: serde::Serialize>(&self, name: &str, value: &T) {
        self.write(name, |out| out.numbers(&serde_json::to_vec(value)?));
    }

    pub fn read_json<T: serde::de::DeserializeOwned>(&self, name: &str) -> Option<T> {
        self.read(name, |input| serde_json::from_slice(&input.numbers::<u8>()?).ok())
    }
}

/// The content of a file that is what its last bytes say it is; nothing of any other.
fn sound(hash_of: Sha256, bytes: &[u8]) -> Option<&[u8]> {
    let (hashed, hash) = bytes.split_last_chunk::<32>()?;
    if hash_of.chain_update(hashed).finalize().as_slice() != hash {
        return None;
    }
    let mut input = In { content: hashed.strip_prefix(&MAGIC)? };
    (input.numbers::<u64>()? == [VERSION]).then_some(input.content)
}

struct Out<'a> {
    sink: BufWriter<&'a mut std::fs::File>,
    hash: Sha256,
}

impl Out<'_> {
    fn bytes(&mut self, bytes: &[u8]) -> std::io::Result<()> {
        self.hash.update(bytes);
        self.sink.write_all(bytes)
    }

    /// Writes an array: its length, then its numbers as this machine (little-endian) keeps them.
    fn numbers<T: bytemuck::NoUninit>(&mut self, numbers: &[T]) -> std::io::Result<()> {
        self.bytes(&(numbers.len() as u64).to_le_bytes())?;
        self.bytes(bytemuck::cast_slice(numbers))
    }
}

struct In<'a> {
    content: &'a [u8],
}

impl In<'_> {
    fn numbers<T: bytemuck::AnyBitPattern + bytemuck::NoUninit>(&mut self) -> Option<Vec<T>> {
        let (length, rest) = self.content.split_first_chunk::<8>()?;
        let length = usize::try_from(u64::from_le_bytes(*length)).ok()?;
        let (bytes, rest) = rest.split_at_checked(length.checked_mul(std::mem::size_of::<T>())?)?;
        let mut numbers = vec![T::zeroed(); length];
        bytemuck::cast_slice_mut::<T, u8>(&mut numbers).copy_from_slice(bytes);
        self.content = rest;
        Some(numbers)
    }
}
