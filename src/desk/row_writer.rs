//! From a checked filing to objects of the lake.

use std::io;

use crate::country::{Country, TerritoryId};
use crate::coverage::{CellSet, listed};
use crate::domain::{FilingKind, Layer, Mbps, OperatorId, SpeedFloor};
use crate::intake::{FilingData, PremisesBatch, PremisesSink};
use crate::lake::premises::{PremisesRow, PremisesWriter};
use crate::lake::{Kept, Lake, LakeError, LayerRows, Provenance, Staged, mobile, routes};

/// Where the rows of one filing go while it is checked.
///
/// Premises are written as they are read; the layers of mobile coverage and the
/// parts of a network come at the end, in one piece.
/// Dropped before it is kept, it leaves nothing.
pub(super) struct RowWriter<'a> {
    country: &'a Country,
    lake: &'a Lake,
    provenance: Provenance,
    premises: Option<PremisesWriter<Staged>>,
}

impl<'a> RowWriter<'a> {
    pub(super) fn new(
        country: &'a Country,
        lake: &'a Lake,
        kind: FilingKind,
        operator: &OperatorId,
    ) -> Result<Self, LakeError> {
        let premises = if kind.lists_premises() {
            let communes =
                (0..country.tree.communes()).map(|at| &country.tree.get(commune(country, at)).code);
            Some(PremisesWriter::new(lake.stage()?, communes)?)
        } else {
            None
        };
        let provenance = Provenance { operator: operator.clone(), pack_digest: country.digest().to_owned() };
        Ok(Self { country, lake, provenance, premises })
    }

    /// Makes the rows of an accepted filing an object; when this returns it is there to stay.
    pub(super) fn keep(self, data: FilingData) -> Result<(Kept, Vec<LayerRows>), LakeError> {
        let (staged, layers) = match (data, self.premises) {
            (FilingData::Fibre { layers, .. }, Some(premises)) => {
                premises.finish(&self.provenance, &layers)?
            }
            (FilingData::Mobile { layers }, _) => {
                write_mobile(self.country, self.lake, &self.provenance, &layers)?
            }
            (FilingData::Network(filed), _) => {
                (routes::write(self.lake.stage()?, &self.provenance, &filed)?, Vec::new())
            }
            (FilingData::Fibre { .. }, None) => {
                let what = "a filing".to_owned();
                return Err(LakeError::Damaged { what, problem: "premises came as another kind".to_owned() });
            }
        };
        Ok((self.lake.put_filing(staged)?, layers))
    }
}

fn commune(country: &Country, at: usize) -> TerritoryId {
    country.tree.commune(crate::domain::CommuneId(at as u16))
}

fn write_mobile(
    country: &Country,
    lake: &Lake,
    provenance: &Provenance,
    layers: &[(Layer, CellSet)],
) -> Result<(Staged, Vec<LayerRows>), LakeError> {
    let cells = country.cells();
    let sources = layers.iter().map(|(layer, set)| (layer.clone(), listed(cells, set)));
    mobile::write(lake.stage()?, provenance, cells.digest(), sources)
}

impl PremisesSink for RowWriter<'_> {
    fn take(&mut self, batch: PremisesBatch<'_>) -> io::Result<()> {
        let Some(writer) = &mut self.premises else {
            return Err(io::Error::other("a filing of mobile coverage has no premises"));
        };
        for row in batch.rows {
            let technology = batch
                .technologies
                .get(usize::from(row.technology))
                .ok_or_else(|| io::Error::other("premises of an unnamed technology"))?;
            let cell = row.cell.ok_or_else(|| io::Error::other("premises outside the country's cells"))?;
            let speed = |mbit: u32| Mbps::from_kbit(mbit.saturating_mul(1000));
            writer
                .push(&PremisesRow {
                    technology,
                    speeds: SpeedFloor { down: speed(row.down), up: speed(row.up) },
                    status: row.status,
                    units: u32::from(row.units),
                    serves: row.serves,
                    low_latency: row.low_latency,
                    lon_e7: row.lon_e7,
                    lat_e7: row.lat_e7,
                    h3: u64::from(cell),
                    commune: row.commune,
                })
                .map_err(io::Error::other)?;
        }
        Ok(())
    }
}
