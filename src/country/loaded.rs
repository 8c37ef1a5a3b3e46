//! What is computed from a pack once: read from the caches, or built and kept in them.
//!
//! Owns the order in which a pack becomes indices and cells, and what of it is kept. Knows nothing of questions.

use std::path::Path;

use super::cache::Cache;
use super::centres::CentreRows;
use super::grid::{self, Grid};
use super::index::{self, RegionIndex};
use super::levels::Levels;
use super::meta::CountryMeta;
use super::tree::{Territory, TerritoryId, Tree, UrbanCentre};
use super::zones::{ZoneId, Zones};
use super::{PackError, pack};

/// What is computed from a pack once, and then kept in the cache.
pub(super) struct Loaded {
    pub(super) tree: Tree,
    pub(super) index: RegionIndex,
    pub(super) parts: RegionIndex,
    pub(super) part_zones: Vec<ZoneId>,
    pub(super) zones: Zones,
    pub(super) centres: Vec<UrbanCentre>,
    pub(super) grid: Grid,
    pub(super) given: Vec<ZoneId>,
}

impl Loaded {
    pub(super) fn read(cache: &Cache, levels: &Levels) -> Option<Self> {
        let territories: Vec<Territory> = cache.read_json("tree")?;
        if territories.iter().any(|territory| territory.level.index() >= levels.len()) {
            return None;
        }
        let tree = Tree::new(levels.clone(), territories);
        let (zones, centres, part_zones): (Zones, Vec<UrbanCentre>, Vec<ZoneId>) =
            cache.read_json("zones")?;
        let (grid, given) = cache.read_grid(zones.len())?;
        let (index, parts) = (cache.read_index("index")?, cache.read_index("parts")?);
        Some(Self { tree, index, parts, part_zones, zones, centres, grid, given })
    }

    pub(super) fn build(
        dir: &Path,
        meta: &CountryMeta,
        cache: &Cache,
        progress: &dyn Fn(&str),
    ) -> Result<Self, PackError> {
        progress("reading the country pack");
        let pack = pack::read(dir, meta)?;
        let malformed = |name: &str, error: &index::IndexError| PackError::Malformed {
            file: pack::layer_file(dir, name),
            what: error.to_string(),
        };
        let levels = &meta.levels;
        let base = levels.file(levels.base()).unwrap_or_default();
        progress(&format!("indexing the {base}"));
        let index = RegionIndex::build(&pack.communes).map_err(|error| malformed(base, &error))?;
        let (below, mut outlines): (Vec<TerritoryId>, Vec<_>) = pack.parts.into_iter().unzip();
        let (centres, centre_outlines): (Vec<UrbanCentre>, Vec<_>) = pack.urban_centres.into_iter().unzip();
        let zones = Zones::of(&pack.tree, &below, &centres);
        outlines.extend(centre_outlines);
        let part_zones: Vec<ZoneId> =
            (0..outlines.len()).map(|part| ZoneId((pack.tree.communes() + part) as u16)).collect();
        let of_parts = levels.parts().and_then(|level| levels.file(level)).unwrap_or(pack::URBAN_CENTRES);
        let parts = RegionIndex::build(&outlines).map_err(|error| malformed(of_parts, &error))?;
        progress("listing the country's cells");
        let known = grid::build::Parts { index: &parts, zones: &part_zones };
        let built = grid::build::build(&index, &pack.communes, &known, &outlines, &zones);
        progress("keeping the result");
        cache.write_json("tree", &pack.tree.territories());
        cache.write_json("zones", &(&zones, &centres, &part_zones));
        cache.write_index("index", &index);
        cache.write_index("parts", &parts);
        cache.write_centres(&CentreRows::over(&built.centres));
        cache.write_grid(&built.grid, &built.given);
        Ok(Self {
            tree: pack.tree,
            index,
            parts,
            part_zones,
            zones,
            centres,
            grid: built.grid,
            given: built.given,
        })
    }
}
