//! What the pack costs seconds to compute, kept beside the data under the pack's digest.
//!
//! Plain little-endian arrays behind a header with a version and a checksum. A cache that is missing,
//! torn or of another version is simply built again: it is never the only copy of anything.

use std::io::{BufReader, BufWriter, Read, Write};
use std::path::{Path, PathBuf};

use super::PackError;
use super::cells::CellList;
use super::grid::Grid;
use super::index::RegionIndex;
use super::zones::ZoneId;

/// Changes whenever what is stored, or how it is computed, changes.
const VERSION: u64 = 2;
const MAGIC: [u8; 8] = *b"taghtia\0";

/// The folder of one pack's caches.
pub(super) struct Cache {
    dir: PathBuf,
}

impl Cache {
    pub fn new(cache_dir: &Path, digest: &str) -> Self {
        let short: String = digest.chars().take(16).collect();
        Self { dir: cache_dir.join(format!("{short}-v{VERSION}")) }
    }

    fn file(&self, name: &str) -> PathBuf {
        self.dir.join(name)
    }

    /// Writes a file whole or not at all.
    fn write(
        &self,
        name: &str,
        body: impl FnOnce(&mut Out<'_>) -> std::io::Result<()>,
    ) -> Result<(), PackError> {
        let file = self.file(name);
        let failed = |source| PackError::io(&file, source);
        std::fs::create_dir_all(&self.dir).map_err(failed)?;
        let mut part = tempfile::NamedTempFile::new_in(&self.dir).map_err(failed)?;
        let mut out = Out { sink: BufWriter::with_capacity(1 << 20, part.as_file_mut()), sum: 0 };
        out.sink.write_all(&MAGIC).map_err(failed)?;
        out.numbers(&[VERSION]).map_err(failed)?;
        body(&mut out).map_err(failed)?;
        let sum = out.sum;
        out.sink.write_all(&sum.to_le_bytes()).map_err(failed)?;
        out.sink.flush().map_err(failed)?;
        drop(out);
        part.as_file().sync_all().map_err(failed)?;
        part.persist(&file).map_err(|error| PackError::io(&file, error.error))?;
        Ok(())
    }

    /// Reads a file, or nothing where it is missing or not to be trusted.
    fn read<T>(&self, name: &str, body: impl FnOnce(&mut In) -> Option<T>) -> Option<T> {
        let source = std::fs::File::open(self.file(name)).ok()?;
        let mut input = In { left: source.metadata().ok()?.len(), source: BufReader::new(source), sum: 0 };
        let mut magic = [0; 8];
        input.source.read_exact(&mut magic).ok()?;
        if magic != MAGIC || input.numbers::<u64>()? != [VERSION] {
            return None;
        }
        let value = body(&mut input)?;
        let sum = input.sum;
        let mut stored = [0; 8];
        input.source.read_exact(&mut stored).ok()?;
        (u64::from_le_bytes(stored) == sum).then_some(value)
    }

    pub fn write_index(&self, name: &str, index: &RegionIndex) -> Result<(), PackError> {
        let (head, [tiles, blocks], arena) = index.parts();
        self.write(name, |out| {
            out.numbers(&head)?;
            out.numbers(tiles)?;
            out.numbers(blocks)?;
            out.numbers(arena)
        })
    }

    pub fn read_index(&self, name: &str) -> Option<RegionIndex> {
        self.read(name, |input| {
            let head = <[f64; 4]>::try_from(input.numbers::<f64>()?).ok()?;
            RegionIndex::from_parts(head, input.numbers()?, input.numbers()?, input.numbers()?)
        })
    }

    pub fn write_grid(&self, grid: &Grid, given: &[ZoneId]) -> Result<(), PackError> {
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
        })
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

    pub fn write_centres(&self, centres: &[[i32; 2]]) -> Result<(), PackError> {
        self.write("centres", |out| out.numbers(centres.as_flattened()))
    }

    pub fn read_centres(&self, cells: usize) -> Option<Vec<[i32; 2]>> {
        let flat: Vec<i32> = self.read("centres", In::numbers)?;
        (flat.len() == cells * 2).then(|| flat.as_chunks::<2>().0.to_vec())
    }

    pub fn write_json<T: serde::Serialize>(&self, name: &str, value: &T) -> Result<(), PackError> {
        let bytes = serde_json::to_vec(value)
            .map_err(|error| PackError::io(&self.file(name), std::io::Error::other(error)))?;
        self.write(name, |out| out.numbers(&bytes))
    }

    pub fn read_json<T: serde::de::DeserializeOwned>(&self, name: &str) -> Option<T> {
        let bytes: Vec<u8> = self.read(name, In::numbers)?;
        serde_json::from_slice(&bytes).ok()
    }
}

/// A cheap running sum: it has to notice torn files, not adversaries.
fn add_to_sum(sum: u64, bytes: &[u8]) -> u64 {
    let (words, rest) = bytes.as_chunks::<8>();
    let sum = words.iter().fold(sum, |sum, word| sum.rotate_left(5).wrapping_add(u64::from_le_bytes(*word)));
    rest.iter().fold(sum, |sum, byte| sum.rotate_left(5).wrapping_add(u64::from(*byte)))
}

struct Out<'a> {
    sink: BufWriter<&'a mut std::fs::File>,
    sum: u64,
}

impl Out<'_> {
    /// Writes an array: its length, then its numbers as this machine (little-endian) keeps them.
    fn numbers<T: bytemuck::NoUninit>(&mut self, numbers: &[T]) -> std::io::Result<()> {
        let bytes: &[u8] = bytemuck::cast_slice(numbers);
        self.sum = add_to_sum(self.sum, bytes);
        self.sink.write_all(&(numbers.len() as u64).to_le_bytes())?;
        self.sink.write_all(bytes)
    }
}

struct In {
    source: BufReader<std::fs::File>,
    left: u64,
    sum: u64,
}

impl In {
    fn numbers<T: bytemuck::AnyBitPattern + bytemuck::NoUninit>(&mut self) -> Option<Vec<T>> {
        let mut length = [0; 8];
        self.source.read_exact(&mut length).ok()?;
        let length = u64::from_le_bytes(length);
        let bytes = length.checked_mul(std::mem::size_of::<T>() as u64)?;
        // A torn length must not ask for more memory than the file could fill.
        self.left = self.left.checked_sub(bytes)?;
        let mut numbers = vec![T::zeroed(); length as usize];
        let view: &mut [u8] = bytemuck::cast_slice_mut(&mut numbers);
        self.source.read_exact(view).ok()?;
        self.sum = add_to_sum(self.sum, view);
        Some(numbers)
    }
}
