//! The downloaded packages: finds a wheel by name and reads files out of it.

use std::fs::File;
use std::io::{BufReader, Read};
use std::path::{Path, PathBuf};

use flate2::read::GzDecoder;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use zip::ZipArchive;

use super::BuildError;

/// Which package file a pack was built from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PackageStamp {
    /// The file's name, which holds name and version.
    pub file: String,
    /// SHA-256 of the file, in hexadecimal.
    pub sha256: String,
}

/// An opened wheel.
pub(super) struct Package {
    path: PathBuf,
    archive: ZipArchive<BufReader<File>>,
    pub(super) stamp: PackageStamp,
}

impl Package {
    /// Opens the one wheel in `folder` whose name starts with `name`.
    pub(super) fn open(folder: &Path, name: &str) -> Result<Self, BuildError> {
        let entries = std::fs::read_dir(folder).map_err(|source| BuildError::io(folder, source))?;
        let prefix = format!("{name}-");
        let mut found: Vec<PathBuf> = entries
            .filter_map(|entry| entry.ok().map(|entry| entry.path()))
            .filter(|path| path.extension().is_some_and(|extension| extension == "whl"))
            .filter(|path| path.file_name().is_some_and(|file| file.to_string_lossy().starts_with(&prefix)))
            .collect();
        found.sort();
        let [path] = found.as_slice() else {
            let what = format!("expected one wheel {prefix}*.whl, found {}", found.len());
            return Err(BuildError::source(folder, what));
        };
        let bytes = std::fs::read(path).map_err(|source| BuildError::io(path, source))?;
        let sha256 = hex::encode(Sha256::digest(&bytes));
        let file = File::open(path).map_err(|source| BuildError::io(path, source))?;
        let archive = ZipArchive::new(BufReader::new(file))
            .map_err(|error| BuildError::source(path, error.to_string()))?;
        let file = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        Ok(Self { path: path.clone(), archive, stamp: PackageStamp { file, sha256 } })
    }

    /// The names of the files in the wheel, sorted.
    pub(super) fn names(&self) -> Vec<String> {
        let mut names: Vec<String> = self
            .archive
            .file_names()
            // A name that is no text is none we ask for.
            .filter_map(|name| Some(name.ok()?.into_owned()))
            .collect();
        names.sort();
        names
    }

    /// The bytes of one file.
    pub(super) fn bytes(&mut self, name: &str) -> Result<Vec<u8>, BuildError> {
        let mut file = self
            .archive
            .by_name(name)
            .map_err(|error| BuildError::source(&self.path, format!("{name}: {error}")))?;
        let mut bytes = Vec::new();
        file.read_to_end(&mut bytes).map_err(|source| BuildError::io(&self.path, source))?;
        Ok(bytes)
    }

    /// One JSON file.
    pub(super) fn json<T: DeserializeOwned>(&mut self, name: &str) -> Result<T, BuildError> {
        let bytes = self.bytes(name)?;
        serde_json::from_slice(&bytes)
            .map_err(|error| BuildError::source(&self.path, format!("{name}: {error}")))
    }

    /// One gzipped CSV table.
    pub(super) fn table(&mut self, name: &str) -> Result<Table, BuildError> {
        let bytes = self.bytes(name)?;
        let mut reader = csv::Reader::from_reader(GzDecoder::new(bytes.as_slice()));
        let broken = |error: csv::Error| BuildError::source(&self.path, format!("{name}: {error}"));
        let header = reader.headers().map_err(broken)?.iter().map(ToOwned::to_owned).collect();
        let rows = reader.records().collect::<Result<_, _>>().map_err(broken)?;
        Ok(Table { name: name.to_owned(), path: self.path.clone(), header, rows })
    }
}

/// A table with named columns.
pub(super) struct Table {
    name: String,
    path: PathBuf,
    header: Vec<String>,
    rows: Vec<csv::StringRecord>,
}

impl Table {
    /// Visits every row.
    pub(super) fn rows(&self) -> impl Iterator<Item = Row<'_>> {
        self.rows.iter().map(|record| Row { table: self, record })
    }
}

/// A row of a table.
#[derive(Clone, Copy)]
pub(super) struct Row<'a> {
    table: &'a Table,
    record: &'a csv::StringRecord,
}

impl<'a> Row<'a> {
    /// A column's text; an empty cell is unknown.
    pub(super) fn text(self, column: &str) -> Option<&'a str> {
        let position = self.table.header.iter().position(|name| name == column)?;
        self.record.get(position).filter(|text| !text.is_empty())
    }

    /// A column that every row must have.
    pub(super) fn required(self, column: &str) -> Result<&'a str, BuildError> {
        self.text(column).ok_or_else(|| {
            let line = self.record.position().map_or(0, csv::Position::line);
            let what = format!("{} line {line}: no {column}", self.table.name);
            BuildError::source(&self.table.path, what)
        })
    }

    /// A whole number, where the cell has one.
    pub(super) fn count(self, column: &str) -> Option<u64> {
        self.text(column)?.parse().ok()
    }

    /// A percentage as a share, where the cell has one.
    pub(super) fn share(self, column: &str) -> Option<f64> {
        let percent: f64 = self.text(column)?.parse().ok()?;
        Some((percent * 100.0).round() / 10_000.0)
    }
}
