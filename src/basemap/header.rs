//! The header: where the parts of a file lie, and what its tiles are.

use std::io::Read;

use super::error::BasemapError;
use super::limits;
use crate::domain::tile::DEEPEST_ZOOM;

const MAGIC: &[u8] = b"PMTiles";
const VERSION: u8 = 3;

/// What the tiles are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// Vector tiles.
    Mvt,
    /// Pictures.
    Png,
    /// Pictures.
    Jpeg,
    /// Pictures.
    Webp,
}

impl Form {
    /// The end of a tile's address.
    pub const fn end(self) -> &'static str {
        match self {
            Self::Mvt => "mvt",
            Self::Png => "png",
            Self::Jpeg => "jpg",
            Self::Webp => "webp",
        }
    }

    /// The media type.
    pub const fn media_type(self) -> &'static str {
        match self {
            Self::Mvt => "application/vnd.mapbox-vector-tile",
            Self::Png => "image/png",
            Self::Jpeg => "image/jpeg",
            Self::Webp => "image/webp",
        }
    }
}

/// Where a part lies.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Section {
    pub(super) from: u64,
    pub(super) length: u64,
}

impl Section {
    /// A part of this one; `None` where it reaches beyond.
    pub(super) fn part(self, from: u64, length: u64) -> Option<Self> {
        let end = from.checked_add(length)?;
        (end <= self.length).then(|| Self { from: self.from + from, length })
    }

    /// Its bytes among those of a whole file.
    pub(super) fn of(self, bytes: &[u8]) -> Option<&[u8]> {
        let from = usize::try_from(self.from).ok()?;
        bytes.get(from..from.checked_add(usize::try_from(self.length).ok()?)?)
    }
}

/// What a file says of itself.
#[derive(Debug, Clone, PartialEq)]
pub struct Header {
    pub(super) root: Section,
    pub(super) metadata: Section,
    pub(super) leaves: Section,
    pub(super) tiles: Section,
    /// Whether directories and metadata are gzip.
    is_packed: bool,
    /// Whether tiles are gzip.
    pub(super) are_tiles_packed: bool,
    /// What the tiles are.
    pub form: Form,
    /// The first and the last zoom.
    pub zooms: [u8; 2],
    /// West, south, east, north in degrees.
    pub bounds: [f64; 4],
}

impl Header {
    /// Reads the first bytes of a file of a size.
    ///
    /// # Errors
    /// When they are no header of version 3, or tell of parts that the file does not have.
    pub fn read(bytes: &[u8], size: u64) -> Result<Self, BasemapError> {
        if !bytes.starts_with(MAGIC) {
            let what = if bytes.starts_with(b"SQLite format 3") {
                "it is a database, perhaps MBTiles"
            } else {
                "its first bytes are others"
            };
            return Err(BasemapError::NotPmtiles(what.to_owned()));
        }
        let version = bytes.get(MAGIC.len()).copied().unwrap_or_default();
        if version != VERSION {
            return Err(BasemapError::Version(version));
        }
        let bytes: &[u8; limits::HEADER] = bytes
            .first_chunk()
            .ok_or_else(|| BasemapError::NotPmtiles("it ends within its header".to_owned()))?;
        let section = |at: usize, name: &'static str| {
            let section = Section { from: number(bytes, at), length: number(bytes, at + 8) };
            let end = section.from.checked_add(section.length).filter(|end| *end <= size);
            end.map(|_| section).ok_or(BasemapError::Torn(name))
        };
        let (root, metadata) = (section(8, "root directory")?, section(24, "metadata")?);
        let (leaves, tiles) = (section(40, "leaf directories")?, section(56, "tile data")?);
        if root.length == 0 || root.from + root.length > limits::FIRST {
            return Err(BasemapError::malformed(
                "root directory",
                "it does not lie within the first 16,384 bytes",
            ));
        }
        let form = form(bytes[99])?;
        let is_packed = packing("directories", bytes[97], false)?;
        let are_tiles_packed = packing("tiles", bytes[98], form != Form::Mvt)?;
        let zooms = [bytes[100], bytes[101]];
        if zooms[0] > zooms[1] || zooms[1] > DEEPEST_ZOOM {
            let what = format!("zooms {} to {}, expected 0 to {DEEPEST_ZOOM}", zooms[0], zooms[1]);
            return Err(BasemapError::malformed("header", what));
        }
        Ok(Self {
            root,
            metadata,
            leaves,
            tiles,
            is_packed,
            are_tiles_packed,
            form,
            zooms,
            bounds: bounds(bytes)?,
        })
    }

    /// A directory or the metadata as it was before it was packed.
    pub(super) fn unpacked(&self, bytes: &[u8], most: usize) -> Result<Vec<u8>, BasemapError> {
        if self.is_packed { gunzip("directory", bytes, most) } else { Ok(bytes.to_vec()) }
    }
}

/// Unpacks gzip up to a limit.
pub(super) fn gunzip(part: &'static str, bytes: &[u8], most: usize) -> Result<Vec<u8>, BasemapError> {
    let mut unpacked = Vec::new();
    let read = flate2::read::MultiGzDecoder::new(bytes).take(most as u64 + 1).read_to_end(&mut unpacked);
    read.map_err(|error| BasemapError::malformed(part, error.to_string()))?;
    if unpacked.len() > most { Err(BasemapError::TooLarge { part, most }) } else { Ok(unpacked) }
}

fn number(bytes: &[u8; limits::HEADER], at: usize) -> u64 {
    bytes[at..].first_chunk().map_or(0, |bytes| u64::from_le_bytes(*bytes))
}

fn form(code: u8) -> Result<Form, BasemapError> {
    match code {
        1 => Ok(Form::Mvt),
        2 => Ok(Form::Png),
        3 => Ok(Form::Jpeg),
        4 => Ok(Form::Webp),
        0 => Err(BasemapError::Form("of unknown kind".to_owned())),
        5 => Err(BasemapError::Form("AVIF".to_owned())),
        other => Err(BasemapError::Form(format!("of kind {other}"))),
    }
}

/// Whether a part is gzip; pictures whose packing is not known are not packed.
fn packing(part: &'static str, code: u8, may_be_unknown: bool) -> Result<bool, BasemapError> {
    let name = match code {
        1 => return Ok(false),
        2 => return Ok(true),
        0 if may_be_unknown => return Ok(false),
        0 => "unknown".to_owned(),
        3 => "brotli".to_owned(),
        4 => "zstd".to_owned(),
        other => other.to_string(),
    };
    Err(BasemapError::Packing { part, packing: name })
}

fn bounds(bytes: &[u8; limits::HEADER]) -> Result<[f64; 4], BasemapError> {
    let degrees = |at: usize| {
        let units = bytes[at..].first_chunk().map_or(0, |bytes| i32::from_le_bytes(*bytes));
        f64::from(units) / 1e7
    };
    let [west, south, east, north] = [102, 106, 110, 114].map(degrees);
    let is_sound = (-180.0..=180.0).contains(&west)
        && (-180.0..=180.0).contains(&east)
        && (-90.0..=90.0).contains(&south)
        && (-90.0..=90.0).contains(&north)
        && west <= east
        && south <= north;
    if !is_sound {
        let what = format!("bounds {west}, {south}, {east}, {north}");
        return Err(BasemapError::malformed("header", what));
    }
    // Writers that know no bounds write none.
    let is_none = [west, south, east, north].iter().all(|degrees| *degrees == 0.0);
    Ok(if is_none { [-180.0, -85.05, 180.0, 85.05] } else { [west, south, east, north] })
}
