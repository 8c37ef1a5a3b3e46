//! A basemap that was opened: its file stays open, and every tile is read from its place in it.

use std::collections::VecDeque;
use std::fs::File;
use std::os::unix::fs::FileExt;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use serde::Deserialize;
use sha2::{Digest, Sha256};

use super::directory::Directory;
use super::error::BasemapError;
use super::header::{Form, Header, Section, gunzip};
use super::hilbert::tile_number;
use super::limits;
use crate::domain::TileId;

/// See the module.
#[derive(Debug)]
pub struct Basemap {
    path: PathBuf,
    file: File,
    header: Header,
    root: Directory,
    told: Told,
    digest: String,
    /// Directories below the root that were used last.
    kept: Mutex<VecDeque<(u64, Arc<Directory>)>>,
}

/// What the metadata tell.
#[derive(Debug, Default, Deserialize)]
struct Told {
    #[serde(default)]
    name: Option<String>,
    #[serde(default)]
    attribution: Option<String>,
    #[serde(default)]
    vector_layers: Vec<Layer>,
}

/// A layer of vector tiles.
#[derive(Debug, Clone, Deserialize)]
pub struct Layer {
    /// Its name in the tiles.
    pub id: String,
}

/// A tile as the file has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BasemapTile {
    /// Its bytes.
    pub bytes: Vec<u8>,
    /// Whether they are gzip.
    pub is_packed: bool,
}

impl BasemapTile {
    /// Its bytes as they were before they were packed.
    ///
    /// # Errors
    /// When they are no gzip, or too many.
    pub fn unpacked(self) -> Result<Vec<u8>, BasemapError> {
        if self.is_packed { gunzip("tile", &self.bytes, limits::TILE) } else { Ok(self.bytes) }
    }
}

impl Basemap {
    /// Opens a file, and reads what it says of itself.
    ///
    /// # Errors
    /// When it is no `PMTiles` file that can be served; in words for the person who started the server.
    pub fn open(path: &Path) -> Result<Self, BasemapError> {
        let file = File::open(path)?;
        let about = file.metadata()?;
        if !about.is_file() {
            return Err(BasemapError::NotPmtiles("it is no file".to_owned()));
        }
        let mut first = vec![0; about.len().min(limits::HEADER as u64) as usize];
        file.read_exact_at(&mut first, 0)?;
        let header = Header::read(&first, about.len())?;
        let root = read(&file, header.root, "root directory", limits::DIRECTORY)?;
        let metadata = read(&file, header.metadata, "metadata", limits::METADATA)?;
        let mut digest = Sha256::new().chain_update(&first).chain_update(&root).chain_update(&metadata);
        digest.update(about.len().to_le_bytes());
        // Tiles that were made anew may have the same directory.
        let changed = about.modified().ok().and_then(|at| at.duration_since(std::time::UNIX_EPOCH).ok());
        digest.update(changed.unwrap_or_default().as_nanos().to_le_bytes());
        let root = Directory::read(&header.unpacked(&root, limits::DIRECTORY)?)?;
        let told = told(&header.unpacked(&metadata, limits::METADATA)?)?;
        let digest = hex::encode(&digest.finalize()[..16]);
        let (path, kept) = (path.to_owned(), Mutex::default());
        Ok(Self { path, file, header, root, told, digest, kept })
    }

    /// Where its file is.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// What its tiles are.
    pub fn form(&self) -> Form {
        self.header.form
    }

    /// The first and the last zoom.
    pub fn zooms(&self) -> [u8; 2] {
        self.header.zooms
    }

    /// West, south, east, north in degrees.
    pub fn bounds(&self) -> [f64; 4] {
        self.header.bounds
    }

    /// Its name, where it has one.
    pub fn name(&self) -> Option<&str> {
        self.told.name.as_deref()
    }

    /// The lines that must stand beside it: text, whatever mark-up its makers put around it.
    pub fn attribution(&self) -> String {
        plain(self.told.attribution.as_deref().unwrap_or_default())
    }

    /// Layers of vector tiles.
    pub fn layers(&self) -> &[Layer] {
        &self.told.vector_layers
    }

    /// Names what its tiles are: those of another file are others.
    pub fn digest(&self) -> &str {
        &self.digest
    }

    /// A tile; `None` where there is none. Reads the file: not on a thread that serves.
    ///
    /// # Errors
    /// When the file cannot be read or says what cannot be.
    pub fn tile(&self, tile: TileId) -> Result<Option<BasemapTile>, BasemapError> {
        let number = tile_number(tile);
        let mut found = self.root.find(number);
        for _ in 0..limits::DEPTH {
            let Some(entry) = found else { return Ok(None) };
            if entry.run > 0 {
                let place = self.header.tiles.part(entry.offset, entry.length.into());
                let place = place.ok_or(BasemapError::Torn("tile"))?;
                let bytes = read(&self.file, place, "tile", limits::TILE)?;
                return Ok(Some(BasemapTile { bytes, is_packed: self.header.are_tiles_packed }));
            }
            let place = self.header.leaves.part(entry.offset, entry.length.into());
            found = self.directory(place.ok_or(BasemapError::Torn("leaf directory"))?)?.find(number);
        }
        Err(BasemapError::malformed("leaf directories", "more than four below one another"))
    }

    /// A directory below the root, kept if it was used lately.
    fn directory(&self, place: Section) -> Result<Arc<Directory>, BasemapError> {
        let kept = || self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        {
            let mut kept = kept();
            if let Some(at) = kept.iter().position(|(from, _)| *from == place.from)
                && let Some(own) = kept.remove(at)
            {
                let directory = Arc::clone(&own.1);
                kept.push_front(own);
                return Ok(directory);
            }
        }
        let bytes = read(&self.file, place, "leaf directory", limits::DIRECTORY)?;
        let directory = Arc::new(Directory::read(&self.header.unpacked(&bytes, limits::DIRECTORY)?)?);
        let mut kept = kept();
        kept.push_front((place.from, Arc::clone(&directory)));
        let mut entries = 0;
        kept.retain(|(_, own)| {
            entries += own.len();
            entries <= limits::KEPT_ENTRIES
        });
        Ok(directory)
    }
}

fn read(file: &File, place: Section, part: &'static str, most: usize) -> Result<Vec<u8>, BasemapError> {
    let length = usize::try_from(place.length).unwrap_or(usize::MAX);
    if length > most {
        return Err(BasemapError::TooLarge { part, most });
    }
    let mut bytes = vec![0; length];
    file.read_exact_at(&mut bytes, place.from)?;
    Ok(bytes)
}

fn told(metadata: &[u8]) -> Result<Told, BasemapError> {
    if metadata.is_empty() {
        return Ok(Told::default());
    }
    // By way of an object: a list would be taken for the fields in their order.
    let told: Told = serde_json::from_slice::<serde_json::Map<String, serde_json::Value>>(metadata)
        .and_then(|object| serde_json::from_value(object.into()))
        .map_err(|error| BasemapError::malformed("metadata", error.to_string()))?;
    if told.vector_layers.len() > limits::LAYERS {
        return Err(BasemapError::malformed("metadata", format!("{} layers", told.vector_layers.len())));
    }
    Ok(told)
}

/// Text without mark-up: attributions are often written as HTML, and no foreign HTML goes into the page.
fn plain(text: &str) -> String {
    let (mut plain, mut depth) = (String::new(), 0u32);
    for letter in text.chars().take(2000) {
        match letter {
            '<' => depth += 1,
            '>' if depth > 0 => depth -= 1,
            other if depth == 0 => plain.push(other),
            _ => {}
        }
    }
    for (entity, letter) in
        [("&copy;", "©"), ("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#39;", "'"), ("&amp;", "&")]
    {
        plain = plain.replace(entity, letter);
    }
    plain.split_whitespace().collect::<Vec<_>>().join(" ")
}
