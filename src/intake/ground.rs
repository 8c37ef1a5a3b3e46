//! What intake asks of a country.

use crate::country::index::OUTSIDE;
use crate::country::{CellList, CentreRows, Country, CountryMeta, RegionIndex};

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

    /// Whether any of some points lies in the country.
    pub(super) fn holds_any(&self, points: impl Iterator<Item = (f64, f64)>) -> bool {
        let (lon, lat): (Vec<f64>, Vec<f64>) = points.unzip();
        self.locate(&lon, &lat).iter().any(|commune| *commune != OUTSIDE)
    }
}
