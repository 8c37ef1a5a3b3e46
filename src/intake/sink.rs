//! Premises on their way out: they leave in batches while the file is still being read.

use h3o::CellIndex;

use crate::domain::{CommuneId, LonLat, PremisesStatus, PremisesUse, TechnologyId};

/// Premises as filed, and where they are: 32 bytes, so that a batch stays in cache.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Premises {
    /// Degrees east, in units of 1e-7 degree.
    pub lon_e7: i32,
    /// Degrees north, in units of 1e-7 degree.
    pub lat_e7: i32,
    /// The country's cell they count in: their own, or the nearest one on the border. Every row that
    /// leaves intake has one.
    pub cell: Option<CellIndex>,
    /// Highest advertised download speed in Mbit/s.
    pub down: u32,
    /// Highest advertised upload speed in Mbit/s.
    pub up: u32,
    /// The commune they lie in, exactly.
    pub commune: CommuneId,
    /// Homes and businesses behind the place.
    pub units: u16,
    /// Position of the technology in [`PremisesBatch::technologies`].
    pub technology: u8,
    /// Passed or connected.
    pub status: PremisesStatus,
    /// Who is served.
    pub serves: PremisesUse,
    /// Whether latency stays within 100 ms.
    pub low_latency: bool,
}

impl Premises {
    /// The position in degrees.
    pub fn position(&self) -> LonLat {
        LonLat { lon: f64::from(self.lon_e7) / 1e7, lat: f64::from(self.lat_e7) / 1e7 }
    }
}

/// Some premises, in the order of the file.
#[derive(Debug, Clone, Copy)]
pub struct PremisesBatch<'a> {
    /// Technologies met so far; rows point into it.
    pub technologies: &'a [TechnologyId],
    /// The rows.
    pub rows: &'a [Premises],
}

/// Takes premises while the file is still being read, so that nobody holds them all.
///
/// What was taken means nothing until the report accepts the filing: a sink must be able to throw
/// everything away.
pub trait PremisesSink {
    /// Takes a batch.
    ///
    /// # Errors
    /// When it cannot be kept; the check then ends with [`super::IntakeError::Sink`].
    fn take(&mut self, batch: PremisesBatch<'_>) -> std::io::Result<()>;
}

/// Keeps nothing: for checks.
#[derive(Debug, Default)]
pub struct Discard;

impl PremisesSink for Discard {
    fn take(&mut self, _: PremisesBatch<'_>) -> std::io::Result<()> {
        Ok(())
    }
}

impl PremisesSink for Vec<Premises> {
    fn take(&mut self, batch: PremisesBatch<'_>) -> std::io::Result<()> {
        self.extend_from_slice(batch.rows);
        Ok(())
    }
}
