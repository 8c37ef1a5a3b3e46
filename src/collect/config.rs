//! `collectors.toml`: what is fetched from where, when, and filed as what.
//!
//! ```toml
//! [[collector]]
//! id = "atlas-4g"
//! kind = "mobile-coverage"
//! operator = "atlas"
//! url = "https://data.example.org/coverage/4g.geojson"
//! auth = { type = "bearer", file = "/etc/taghtia/atlas.token" }
//! every = "1d"
//! as_of = "previous-month"
//!
//! [[collector]]
//! id = "rif-drop"
//! kind = "fibre-availability"
//! operator = "rif"
//! directory = "/srv/drop/rif"
//! as_of = "file-name"
//! ```
//!
//! Secrets are never in the file: it names a variable of the environment or another file.

mod http;

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use sha2::{Digest, Sha256};

use super::as_of::{self, AsOfRule};
use crate::domain::{CollectorId, CollectorSource, Epsg, FilingKind, OperatorId};
use crate::settings::{self, Fault, Section, SettingsError, numbered};
pub(super) use http::{Auth, HttpSource};

/// Collectors in a file.
const COLLECTORS: usize = 200;
const MIB: u64 = 1 << 20;
/// The longest time between two runs.
const LONGEST: Duration = Duration::from_hours(24 * 366);
/// The shortest time between two runs that ask somebody else's server.
const SHORTEST_HTTP: Duration = Duration::from_secs(5);

/// A watched folder.
#[derive(Debug, Clone)]
pub(super) struct DirectorySource {
    pub(super) path: PathBuf,
    /// How long a file must have stood still to be complete.
    pub(super) settle: Duration,
}

/// Where a collector fetches from.
#[derive(Debug, Clone)]
pub(super) enum Source {
    Http(Box<HttpSource>),
    Directory(DirectorySource),
}

/// What is fetched, when, and filed as what.
#[derive(Debug, Clone)]
pub struct Collector {
    /// The only name it has outside the file.
    pub id: CollectorId,
    /// What it brings.
    pub kind: FilingKind,
    /// For whom it files.
    pub operator: OperatorId,
    /// How often it runs.
    pub every: Duration,
    /// How much later than due it may begin.
    pub jitter: Duration,
    /// Which date what it brings describes.
    pub as_of: AsOfRule,
    /// The reference system of coordinates in what it brings, where that does not name one.
    pub crs: Option<Epsg>,
    /// Bytes of the largest file it takes, received and unpacked.
    pub limit: u64,
    pub(super) source: Source,
}

impl Collector {
    /// What it fetches from.
    pub fn source(&self) -> CollectorSource {
        match self.source {
            Source::Http(_) => CollectorSource::Http,
            Source::Directory(_) => CollectorSource::Directory,
        }
    }

    /// Where it fetches from, as anybody may read it: host and path, or the folder's own name.
    pub fn location(&self) -> String {
        match &self.source {
            Source::Http(source) => source.location(),
            Source::Directory(source) => {
                source.path.file_name().map_or_else(String::new, |name| name.to_string_lossy().into_owned())
            }
        }
    }

    /// A hash of what it fetches and as what: while it stands, what is known of the last run holds.
    pub(super) fn setup(&self) -> String {
        let from = match &self.source {
            Source::Http(source) => source.url.0.to_string(),
            // What was read is known by its content, wherever the folder has moved.
            Source::Directory(_) => "directory".to_owned(),
        };
        let (as_of, crs) = (self.as_of.to_string(), self.crs.map(|code| code.to_string()));
        let mut parts = vec![self.kind.as_str(), self.operator.as_str(), &from, &as_of];
        // What is known of a collector that says none stays known.
        parts.extend(crs.as_deref());
        let mut digest = Sha256::new();
        for part in parts {
            digest.update((part.len() as u64).to_be_bytes());
            digest.update(part);
        }
        hex::encode(digest.finalize())
    }
}

/// A checked configuration.
#[derive(Debug, Clone)]
pub struct Collectors(pub(super) Vec<Arc<Collector>>);

impl Collectors {
    /// Reads a file, and the secrets it names.
    ///
    /// # Errors
    /// When it cannot be read, or with every fault in it.
    pub fn open(path: &Path) -> Result<Self, SettingsError> {
        let text = settings::open(path)?;
        Self::read(&path.display().to_string(), &text, path.parent().unwrap_or(Path::new(".")))
    }

    /// Reads a text; `folder` is where files it names are looked for.
    ///
    /// # Errors
    /// When it is no TOML, or with every fault in it.
    pub fn read(file: &str, text: &str, folder: &Path) -> Result<Self, SettingsError> {
        settings::read(file, text, |table, faults| whole(table, folder, faults))
    }

    /// The collectors, in the file's order.
    pub fn all(&self) -> &[Arc<Collector>] {
        &self.0
    }
}

fn whole(table: toml::Table, folder: &Path, faults: &mut Vec<Fault>) -> Collectors {
    let mut file = Section::new("file".to_owned(), table, faults);
    let tables = file.tables("collector", 1..=COLLECTORS);
    file.finish();
    let mut ids = BTreeSet::new();
    let mut read = Vec::new();
    for (title, table) in numbered("collector", tables) {
        let Some(collector) = collector(title, table, folder, faults) else { continue };
        if !ids.insert(collector.id.clone()) {
            let section = format!("collector {:?}", collector.id.as_str());
            faults.push(Fault::new(&section, "id", "an id of its own"));
        }
        read.push(Arc::new(collector));
    }
    Collectors(read)
}

fn collector(title: String, table: toml::Table, folder: &Path, faults: &mut Vec<Fault>) -> Option<Collector> {
    let is_http = table.contains_key("url");
    let is_one = is_http != table.contains_key("directory");
    let mut section = Section::new(title, table, faults);
    let id = section.word("id", "1 to 64 lower-case letters, digits or hyphens");
    let kind = section.word("kind", "mobile-coverage, fibre-availability or fibre-network");
    let operator =
        section.word("operator", "an operator's id: 1 to 32 lower-case letters, digits or hyphens");
    let (usual, shortest) = if is_http {
        (Duration::from_hours(24), SHORTEST_HTTP)
    } else {
        (Duration::from_mins(1), Duration::from_secs(1))
    };
    let every = section.time("every", usual, shortest..=LONGEST);
    let jitter = (every / 10).min(Duration::from_mins(10));
    let jitter = section.time("jitter", jitter, Duration::ZERO..=every.max(shortest));
    let as_of = section.required("as_of", as_of::EXPECTED, |value| value.as_str()?.parse::<AsOfRule>().ok());
    let crs = section
        .optional("crs", "a reference system, as EPSG:26191", |value| value.as_str()?.parse::<Epsg>().ok());
    let limit = section.number("limit_mib", 256, 1..=8192) * MIB;
    let source = if !is_one {
        section.fault("url", "either url or directory: one of the two");
        let _known =
            (section.optional("url", "", |_| Some(())), section.optional("directory", "", |_| Some(())));
        None
    } else if is_http {
        http::read(&mut section, folder).map(|source| Source::Http(Box::new(source)))
    } else {
        directory(&mut section, folder).map(Source::Directory)
    };
    if let (Some(AsOfRule::Header(_)), false) = (&as_of, is_http) {
        section.fault("as_of", "another rule: files of a folder have no headers");
    }
    if is_one {
        section.finish();
    }
    Some(Collector {
        id: id?,
        kind: kind?,
        operator: operator?,
        every,
        jitter,
        as_of: as_of?,
        crs,
        limit,
        source: source?,
    })
}

fn directory(section: &mut Section<'_>, folder: &Path) -> Option<DirectorySource> {
    let expected = "the path of a folder, absolute or beside this file";
    let path = section.required("directory", expected, |value| {
        let named = value.as_str().filter(|text| !text.is_empty() && !text.contains('\0'))?;
        std::path::absolute(folder.join(named)).ok().filter(|path| path.file_name().is_some())
    });
    let hour = Duration::from_hours(1);
    let settle = section.time("settle", Duration::from_secs(10), Duration::ZERO..=hour);
    Some(DirectorySource { path: path?, settle })
}

#[cfg(test)]
mod tests;
