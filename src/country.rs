//! The country pack: the territory tree, where every place lies, the cell list, who lives there.
//!
//! Owns everything that is fixed for a country: [`CountryMeta`] (words, operators, targets), the
//! [`Tree`], the [`RegionIndex`] (exact point to commune), the [`CellList`] (every H3 resolution-9
//! cell whose centre is in the country, in H3 order) and the [`Surface`] over it.
//!
//! May know `domain` only: no async runtime, no Arrow, no HTTP, so that it can be embedded anywhere.
//! A loaded [`Country`] is immutable and shared; its caches are keyed by the pack's digest.

pub mod build;
mod cache;
pub mod cells;
pub mod centres;
pub mod check;
pub mod grid;
pub mod index;
pub mod levels;
pub mod meta;
pub mod outlines;
pub mod pack;
pub mod places;
mod prepared;
pub mod surface;
pub mod target;
mod target_faults;
mod target_path;
pub mod technology;
pub mod tree;
pub mod zones;

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};

use serde_json::value::RawValue;

pub use cells::{CELL_RESOLUTION, CellList};
pub use centres::{CentreRow, CentreRows};
pub use grid::Grid;
pub use index::RegionIndex;
pub use levels::{LevelMeta, Levels};
pub use meta::{CountryMeta, OperatorMeta};
pub use outlines::MapLayer;
pub use pack::Locality;
pub use places::{Gazetteer, Place};
pub use prepared::{Outline, PreparedOutlines, deflate};
pub use surface::Surface;
pub use target::{TargetMeta, TargetPathMeta};
pub use technology::{TechnologyKind, TechnologyMeta};
pub use tree::{CensusFigures, Territory, TerritoryId, Tree, UrbanCentre};
pub use zones::{Part, Zone, ZoneId, Zones};

use crate::domain::{CommuneId, Level, LonLat, SurfaceId, TerritoryCode};
use cache::Cache;

/// Why a country pack cannot be read.
#[derive(Debug, thiserror::Error)]
pub enum PackError {
    /// A file cannot be read or written.
    #[error("cannot read or write {file}", file = file.display())]
    Io {
        /// Which file.
        file: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// A file is not what a pack needs.
    #[error("{file}: {what}", file = file.display())]
    Malformed {
        /// Which file.
        file: PathBuf,
        /// What is wrong, and what was expected.
        what: String,
    },
}

impl PackError {
    pub(crate) fn io(file: &Path, source: std::io::Error) -> Self {
        Self::Io { file: file.to_owned(), source }
    }
}

/// How finely outlines are drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Detail {
    /// As the pack has them.
    Full,
    /// Simplified for a map, without gaps.
    Simplified,
}

/// Outlines of a level as raw GeoJSON geometries, by code.
pub type Boundaries = Vec<(TerritoryCode, Box<RawValue>)>;

/// A country, ready to answer where a place is, which cells there are and who lives there.
pub struct Country {
    /// Identity, words, operators and targets.
    pub meta: CountryMeta,
    /// The territory tree.
    pub tree: Tree,
    /// Point to commune, exactly.
    pub index: RegionIndex,
    /// Cells with zone and area.
    pub grid: Grid,
    /// The smallest pieces people are known for.
    pub zones: Zones,
    /// Urban centres of rural communes.
    pub centres: Vec<UrbanCentre>,
    /// Names to search.
    pub places: Gazetteer,
    digest: String,
    dir: PathBuf,
    cache: Cache,
    parts: RegionIndex,
    part_zones: Vec<ZoneId>,
    given: Vec<ZoneId>,
    surfaces: Vec<Surface>,
    surface_quality: HashMap<SurfaceId, surface::GridQuality>,
    centre_rows: OnceLock<CentreRows>,
    /// By level.
    map_layers: Vec<OnceLock<MapLayer>>,
    /// By level, full and simplified.
    prepared: Vec<[OnceLock<Arc<PreparedOutlines>>; 2]>,
}

impl std::fmt::Debug for Country {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Country({}, {} cells, pack {})", self.meta.id, self.cells().len(), self.digest)
    }
}

impl Country {
    /// Opens a pack, from its caches where they are there, else building them (some seconds).
    ///
    /// Gridded surfaces are read from `surfaces/NAME.csv` or `.csv.gz` in the pack's folder.
    /// `progress` is told, in a few words, what takes time.
    ///
    /// # Errors
    /// When a file of the pack is missing or malformed.
    pub fn open(dir: &Path, cache_dir: &Path, progress: &dyn Fn(&str)) -> Result<Self, PackError> {
        let meta = CountryMeta::read(&dir.join("country.toml"))?;
        let digest = pack::digest(dir, &meta.levels)?;
        let cache = Cache::new(cache_dir, &digest);
        let loaded = Loaded::read(&cache, &meta.levels);
        let is_new = loaded.is_none();
        let parts = match loaded {
            Some(loaded) => loaded,
            None => Loaded::build(dir, &meta, &cache, progress)?,
        };
        let places = Gazetteer::new(&parts.tree, pack::read_localities(dir)?);
        let levels = meta.levels.len();
        let mut country = Self {
            meta,
            tree: parts.tree,
            index: parts.index,
            grid: parts.grid,
            zones: parts.zones,
            centres: parts.centres,
            places,
            digest,
            dir: dir.to_owned(),
            cache,
            parts: parts.parts,
            part_zones: parts.part_zones,
            given: parts.given,
            surfaces: Vec::new(),
            surface_quality: HashMap::new(),
            centre_rows: OnceLock::new(),
            map_layers: (0..levels).map(|_| OnceLock::new()).collect(),
            prepared: (0..levels).map(|_| [const { OnceLock::new() }; 2]).collect(),
        };
        country.open_surfaces(progress)?;
        if is_new {
            progress("deflating the outlines");
            for (level, file) in country.levels().drawn() {
                // The first to ask for them is told what is wrong: the country is sound without.
                if let Err(error) = country.prepared(level, Detail::Full) {
                    tracing::debug!(file, error = %crate::domain::causes(&error), "outlines are not deflated beforehand");
                }
            }
        }
        Ok(country)
    }

    fn open_surfaces(&mut self, progress: &dyn Fn(&str)) -> Result<(), PackError> {
        let source = surface::Source {
            meta: &self.meta,
            tree: &self.tree,
            zones: &self.zones,
            centres: &self.centres,
            grid: &self.grid,
        };
        let mut surfaces: Vec<Surface> =
            [source.urban_centre(), source.uniform()].into_iter().flatten().collect();
        let mut quality = HashMap::new();
        for (id, file) in surface_files(&self.dir)? {
            progress(&format!("reading the population surface {id}"));
            let (surface, found) = source.gridded(id.clone(), &file)?;
            quality.insert(id, found);
            surfaces.push(surface);
        }
        self.surfaces = surfaces;
        self.surface_quality = quality;
        Ok(())
    }

    /// The SHA-256 of the pack: ordinals mean something only together with it.
    pub fn digest(&self) -> &str {
        &self.digest
    }

    /// The pack's folder.
    pub fn dir(&self) -> &Path {
        &self.dir
    }

    /// The levels of its territories.
    pub fn levels(&self) -> &Levels {
        &self.meta.levels
    }

    /// The cell list.
    pub fn cells(&self) -> &CellList {
        &self.grid.cells
    }

    /// The commune at a point, exactly; see [`RegionIndex`] for points on a border.
    pub fn locate(&self, at: LonLat) -> Option<CommuneId> {
        match self.index.region(at) {
            index::OUTSIDE => None,
            commune => Some(CommuneId(commune)),
        }
    }

    /// The part of its commune a point lies in: a territory below it, or an urban centre.
    pub fn locate_part(&self, at: LonLat) -> Option<Part> {
        match self.parts.region(at) {
            index::OUTSIDE => None,
            part => Some(self.zones.get(self.part_zones[part as usize]).part),
        }
    }

    /// The languages its territories have names in, best first: columns and labels `name_LANG` are there for each.
    pub fn name_languages(&self) -> impl Iterator<Item = &String> + Clone {
        self.meta.languages.iter().filter(|language| self.tree.is_named_in(language))
    }

    /// The surfaces on offer; the first is there in every pack.
    pub fn surfaces(&self) -> &[Surface] {
        &self.surfaces
    }

    /// A surface by name.
    pub fn surface(&self, id: &SurfaceId) -> Option<&Surface> {
        self.surfaces.iter().find(|surface| surface.id == *id)
    }

    /// The surface the pack names as its own, else the first.
    pub fn default_surface(&self) -> &Surface {
        self.surface(&self.meta.surface).unwrap_or(&self.surfaces[0])
    }

    /// What a gridded surface was made of.
    pub fn surface_quality(&self, id: &SurfaceId) -> Option<&surface::GridQuality> {
        self.surface_quality.get(id)
    }

    /// Zones too small to hold a cell centre, given the cell that holds a point of them.
    pub fn given_zones(&self) -> &[ZoneId] {
        &self.given
    }

    /// Urban centres whose people cannot be placed (no outline in the pack) are spread over their commune:
    /// the communes with urban people and no centre, though they are not urban themselves.
    pub fn communes_with_unplaced_centres(&self) -> Vec<TerritoryId> {
        let year = self.meta.current_census().year;
        self.tree
            .level(self.levels().base())
            .filter(|id| {
                let census = &self.tree.get(*id).census;
                let (all, urban) = (census.population(year), census.urban("population", year));
                let mixed = matches!((all, urban), (Some(all), Some(urban)) if urban > 0.0 && urban < all);
                mixed && !self.centres.iter().any(|centre| self.tree.commune(centre.commune) == *id)
            })
            .collect()
    }

    /// Centres of the cells by rows of latitude, as the H3 library has them: read from the cache on first use,
    /// since only who paints polygons needs them, and kept.
    pub fn centre_rows(&self) -> &CentreRows {
        self.centre_rows.get_or_init(|| {
            self.cache.read_centres(self.cells().len()).unwrap_or_else(|| {
                let rows = CentreRows::over(&grid::build::centres(self.cells()));
                self.cache.write_centres(&rows);
                rows
            })
        })
    }

    /// Centres of the cells by ordinal, in 1e-7 degrees (longitude, latitude).
    pub fn cell_centres(&self) -> Vec<[i32; 2]> {
        self.centre_rows().centres()
    }

    /// The outlines of a level as they are sent; `None` of a level the pack does not draw.
    /// Read from the cache on first use, made and kept there where it has none.
    ///
    /// # Errors
    /// When a file of the pack cannot be read.
    pub fn prepared(&self, level: Level, detail: Detail) -> Result<Option<Arc<PreparedOutlines>>, PackError> {
        if self.levels().file(level).is_none() {
            return Ok(None);
        }
        let slot = &self.prepared[level.index()][detail as usize];
        if let Some(outlines) = slot.get() {
            return Ok(Some(Arc::clone(outlines)));
        }
        let name = format!("outlines-{}-{detail:?}", self.levels().id(level)).to_lowercase();
        let outlines = if let Some(outlines) = self.cache.read_outlines(&name) {
            outlines
        } else {
            let outlines = PreparedOutlines::new(&self.boundaries(level, detail)?)
                .map_err(|error| PackError::io(&self.dir, error))?;
            self.cache.write_outlines(&name, &outlines);
            outlines
        };
        Ok(Some(Arc::clone(slot.get_or_init(|| Arc::new(outlines)))))
    }

    /// The outlines of a level, as the pack has them; there are none of the whole.
    ///
    /// # Errors
    /// When the pack's file is missing or malformed.
    pub fn boundaries(&self, level: Level, detail: Detail) -> Result<Boundaries, PackError> {
        let Some(name) = self.levels().file(level) else { return Ok(Vec::new()) };
        let file = match detail {
            Detail::Full => pack::layer_file(&self.dir, name),
            Detail::Simplified => pack::layer_file(&self.dir, &format!("map-{name}")),
        };
        pack::feature_lines(&file)?
            .into_iter()
            .map(|line| {
                let feature: RawFeature = serde_json::from_str(&line)
                    .map_err(|error| PackError::Malformed { file: file.clone(), what: error.to_string() })?;
                Ok((feature.properties.code, feature.geometry))
            })
            .collect()
    }

    /// The simplified outlines of a level with their names: gzipped GeoJSON, served as it is.
    ///
    /// # Errors
    /// When the pack's file is missing or malformed.
    pub fn map_layer(&self, level: Level) -> Result<MapLayer, PackError> {
        let Some(kept) = self.map_layers.get(level.index()) else {
            return outlines::named(self, level);
        };
        if let Some(layer) = kept.get() {
            return Ok(MapLayer::clone(layer));
        }
        let layer = outlines::named(self, level)?;
        Ok(MapLayer::clone(kept.get_or_init(|| layer)))
    }
}

#[derive(serde::Deserialize)]
struct RawFeature {
    properties: RawCode,
    geometry: Box<RawValue>,
}

#[derive(serde::Deserialize)]
struct RawCode {
    code: TerritoryCode,
}

/// Files of gridded surfaces in the pack's folder, by name.
fn surface_files(dir: &Path) -> Result<Vec<(SurfaceId, PathBuf)>, PackError> {
    let dir = dir.join("surfaces");
    let mut files = Vec::new();
    let entries = match std::fs::read_dir(&dir) {
        Ok(entries) => entries,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(files),
        Err(error) => return Err(PackError::io(&dir, error)),
    };
    for entry in entries {
        let path = entry.map_err(|error| PackError::io(&dir, error))?.path();
        let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        let stem = name.strip_suffix(".csv.gz").or_else(|| name.strip_suffix(".csv"));
        if let Some(id) = stem.and_then(|stem| SurfaceId::new(stem).ok()) {
            files.push((id, path));
        }
    }
    files.sort();
    Ok(files)
}

/// What is computed from a pack once, and then kept in the cache.
struct Loaded {
    tree: Tree,
    index: RegionIndex,
    parts: RegionIndex,
    part_zones: Vec<ZoneId>,
    zones: Zones,
    centres: Vec<UrbanCentre>,
    grid: Grid,
    given: Vec<ZoneId>,
}

impl Loaded {
    fn read(cache: &Cache, levels: &Levels) -> Option<Self> {
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

    fn build(
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
