//! Why a basemap cannot be used, in words that say what to do.

/// Why a basemap cannot be used.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum BasemapError {
    /// The file cannot be read.
    #[error("cannot read the basemap")]
    Io(#[from] std::io::Error),
    /// It is something else.
    #[error(
        "this is no PMTiles file: {0}; make one with `pmtiles extract` or `pmtiles convert`, or with tippecanoe"
    )]
    NotPmtiles(String),
    /// It is of another version.
    #[error(
        "this PMTiles file is of version {0}, only 3 is read; `pmtiles convert OLD.pmtiles NEW.pmtiles` upgrades it"
    )]
    Version(u8),
    /// Its tiles are of a kind that the map does not draw.
    #[error("its tiles are {0}: expected vector tiles (MVT), PNG, JPEG or WebP")]
    Form(String),
    /// It is packed in a way that is not read.
    #[error(
        "its {part} are packed as {packing}: expected gzip or nothing; `pmtiles convert` packs anew as gzip"
    )]
    Packing {
        /// Directories or tiles.
        part: &'static str,
        /// How they are packed.
        packing: String,
    },
    /// It is not whole.
    #[error("its {0} lies beyond the end of the file: it was not copied whole, copy it again")]
    Torn(&'static str),
    /// A part of it is larger than is read.
    #[error("its {part} takes more than {most} bytes")]
    TooLarge {
        /// Which part.
        part: &'static str,
        /// The most that is read.
        most: usize,
    },
    /// A part of it makes no sense.
    #[error("its {part} cannot be understood: {what}; `pmtiles verify` says more")]
    Malformed {
        /// Which part.
        part: &'static str,
        /// What is wrong.
        what: String,
    },
}

impl BasemapError {
    /// A part makes no sense.
    pub(super) fn malformed(part: &'static str, what: impl Into<String>) -> Self {
        Self::Malformed { part, what: what.into() }
    }
}
