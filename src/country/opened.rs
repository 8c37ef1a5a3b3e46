//! A country that was opened: a pack with its caches, ready to be asked.
//!
//! Owns which of a pack's parts are computed at once and which when they are first asked for. Immutable, and shared.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use geo::MultiPolygon;
use serde_json::value::RawValue;

use super::cache::Cache;
use super::loaded::Loaded;
use super::{
    Borders, Boundaries, CellList, CellPixels, CentreRows, CountryMeta, Detail, Gazetteer, Grid, Levels,
    MapLayer, PackError, Part, PreparedOutlines, RegionIndex, Surface, TerritoryId, Tree, UrbanCentre,
    ZoneId, Zones, grid, index,
    labels::{self, Labels},
    outlines, pack, surface,
};
use crate::domain::{CommuneId, Level, LonLat, SurfaceId, TerritoryCode};

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
    pixels: OnceLock<CellPixels>,
    borders: OnceLock<Arc<Borders>>,
    labels: OnceLock<Labels>,
    /// Held by the one who makes the borders.
    making: Mutex<()>,
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
            pixels: OnceLock::new(),
            borders: OnceLock::new(),
            labels: OnceLock::new(),
            making: Mutex::new(()),
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
        // An earlier program kept no borders: who asks first would wait for them.
        if is_new || !country.cache.has_borders() {
            progress("joining the borders");
            if let Err(error) = country.borders() {
                tracing::debug!(error = %crate::domain::causes(&error), "borders are not joined beforehand");
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
        self.centre_rows.get_or_init(|| self.read_centres())
    }

    /// Where cells lie on the map: read from the cache on first use, since only tiles need them, and kept. The rows
    /// of centres they are made from are not kept for it.
    pub fn cell_pixels(&self) -> &CellPixels {
        self.pixels.get_or_init(|| {
            self.cache.read_pixels(self.cells()).unwrap_or_else(|| {
                let pixels = match self.centre_rows.get() {
                    Some(rows) => CellPixels::over(self.cells(), rows),
                    None => CellPixels::over(self.cells(), &self.read_centres()),
                };
                self.cache.write_pixels(&pixels);
                pixels
            })
        })
    }

    /// The borders of all territories as one net: read from the cache on first use, since only tiles need them, and
    /// kept; made and kept there where it has none.
    ///
    /// # Errors
    /// When a file of the pack is missing or malformed.
    pub fn borders(&self) -> Result<Arc<Borders>, PackError> {
        if let Some(borders) = self.borders.get() {
            return Ok(Arc::clone(borders));
        }
        let _alone = self.making.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(borders) = self.borders.get() {
            return Ok(Arc::clone(borders));
        }
        let borders = if let Some(borders) = self.cache.read_borders(self.tree.len()) {
            borders
        } else {
            let borders = Borders::of(&self.outlines()?);
            self.cache.write_borders(&borders);
            borders
        };
        Ok(Arc::clone(self.borders.get_or_init(|| Arc::new(borders))))
    }

    /// Where a name of each territory can stand, in the order of the tree; `None` of the whole, which is not drawn.
    ///
    /// # Errors
    /// When a file of the pack is missing or malformed.
    pub fn labels(&self) -> Result<Labels, PackError> {
        if let Some(labels) = self.labels.get() {
            return Ok(Labels::clone(labels));
        }
        let borders = self.borders()?;
        Ok(Labels::clone(self.labels.get_or_init(|| labels::of(&borders, self.tree.len()))))
    }

    /// The outlines of every level that is drawn, in the order of the tree.
    fn outlines(&self) -> Result<Vec<(TerritoryId, MultiPolygon<f64>)>, PackError> {
        let mut outlines = Vec::with_capacity(self.tree.len());
        for (level, _) in self.levels().drawn() {
            let own = pack::outlines(&self.dir, self.levels(), level)?;
            outlines.extend(
                own.into_iter().filter_map(|(code, outline)| Some((self.tree.find(code.as_str())?, outline))),
            );
        }
        outlines.sort_by_key(|(id, _)| *id);
        Ok(outlines)
    }

    fn read_centres(&self) -> CentreRows {
        self.cache.read_centres(self.cells().len()).unwrap_or_else(|| {
            let rows = CentreRows::over(&grid::build::centres(self.cells()));
            self.cache.write_centres(&rows);
            rows
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
            return self.named(level);
        };
        if let Some(layer) = kept.get() {
            return Ok(MapLayer::clone(layer));
        }
        let layer =
            outlines::named(&self.boundaries(level, Detail::Simplified)?, &self.tree, &self.meta, &self.dir)?;
        Ok(MapLayer::clone(kept.get_or_init(|| layer)))
    }

    fn named(&self, level: Level) -> Result<MapLayer, PackError> {
        outlines::named(&self.boundaries(level, Detail::Simplified)?, &self.tree, &self.meta, &self.dir)
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
