//! What intake asks of a country.

use h3o::{CellIndex, LatLng};

use crate::country::index::OUTSIDE;
use crate::country::{CELL_RESOLUTION, CellList, CentreRows, Country, CountryMeta, RegionIndex};
use crate::domain::LonLat;

/// How many rings of cells around a point's own are looked at for the nearest of the country.
const RINGS: u32 = 5;

/// What intake asks of a country, apart so that tests can make a small one.
pub(crate) struct CountryView<'a> {
    /// The words of the country.
    pub(crate) meta: &'a CountryMeta,
    /// Its cells.
    pub(crate) cells: &'a CellList,
    /// Point to commune.
    pub(crate) index: &'a RegionIndex,
    /// Centres of the cells; asked for by polygons only.
    pub(crate) centres: &'a dyn CellCentres,
}

/// Where the centres of cells come from: a country, which reads them when they are first asked for.
pub(crate) trait CellCentres: Sync {
    /// The centres by rows of latitude.
    fn centre_rows(&self) -> &CentreRows;
}

impl CellCentres for Country {
    fn centre_rows(&self) -> &CentreRows {
        self.centre_rows()
    }
}

impl<'a> CountryView<'a> {
    /// The view of a whole country.
    pub(super) fn of(country: &'a Country) -> Self {
        Self { meta: &country.meta, cells: country.cells(), index: &country.index, centres: country }
    }

    /// The commune of each point, or [`OUTSIDE`].
    pub(super) fn locate(&self, lon: &[f64], lat: &[f64]) -> Vec<u16> {
        let mut communes = vec![OUTSIDE; lon.len()];
        self.index.locate_batch(lon, lat, &mut communes);
        communes
    }

    /// The country's cell that a point of it counts in: the one it lies in, or on the border, where that one's
    /// centre may be abroad, the nearest around it.
    pub(super) fn cell_of(&self, at: LonLat) -> Option<CellIndex> {
        let at = LatLng::new(at.lat, at.lon).ok()?;
        let own = at.to_cell(CELL_RESOLUTION);
        let is_ours = |cell: &CellIndex| self.cells.ordinal(*cell).is_some();
        if is_ours(&own) {
            return Some(own);
        }
        let distance = |cell: &CellIndex| LatLng::from(*cell).distance_m(at);
        (1..=RINGS).find_map(|ring| {
            let around: Vec<CellIndex> = own.grid_disk(ring);
            around.into_iter().filter(is_ours).min_by(|a, b| distance(a).total_cmp(&distance(b)))
        })
    }

    /// Whether any of some points lies in the country.
    pub(super) fn holds_any(&self, points: impl Iterator<Item = (f64, f64)>) -> bool {
        let (lon, lat): (Vec<f64>, Vec<f64>) = points.unzip();
        self.locate(&lon, &lat).iter().any(|commune| *commune != OUTSIDE)
    }
}
