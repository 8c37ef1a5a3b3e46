//! What lies in the lake, and what becomes of objects that no row names: kept aside, put back, removed.
//!
//! ```text
//! trash/2026-11-28/filings/<sha-256>.parquet     moved there on that day
//! ```
//!
//! Only what has the name of an object and is a file is ever touched. A folder in its place, a link, a file of
//! another name is somebody's: it is told of and left where it is. For the owner of the data directory only.

use std::collections::HashSet;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use jiff::civil::Date;

use super::error::LakeError;
use super::key::{Key, OBJECTS, STAGING, TRASH};
use super::open::Lake;
use super::staged;

/// An object that lies in the lake, whether a row names it or not.
#[derive(Debug, Clone)]
pub struct StoredObject {
    /// Its name.
    pub key: Key,
    /// When it was written.
    pub written: Option<SystemTime>,
}

/// A day of the trash, and the objects moved there on it.
type TrashDay = (Date, Vec<(PathBuf, Key)>);

/// What lies in the lake.
#[derive(Debug, Clone, Default)]
pub struct Stock {
    /// Every object.
    pub objects: Vec<StoredObject>,
    /// What is none of ours.
    pub strays: Vec<PathBuf>,
}

impl Lake {
    /// Lists every object, and what lies among them that is none.
    ///
    /// # Errors
    /// When a folder cannot be listed.
    pub fn stock(&self) -> Result<Stock, LakeError> {
        let mut stock = Stock::default();
        for folder in OBJECTS {
            for_each_entry(&self.root.join(folder), &mut |path, kind, name| match Key::new(&format!(
                "{folder}/{name}"
            )) {
                Ok(key) if kind.is_file() => {
                    let written = std::fs::metadata(path).and_then(|found| found.modified()).ok();
                    stock.objects.push(StoredObject { key, written });
                }
                _ => stock.strays.push(path.to_owned()),
            })?;
        }
        for_each_entry(&self.root.join(STAGING), &mut |path, _, _| stock.strays.push(path.to_owned()))?;
        for_each_entry(&self.root, &mut |path, kind, name| {
            let ours = [STAGING, TRASH, "damaged"];
            let known = kind.is_dir() && (OBJECTS.contains(&name) || ours.contains(&name));
            if !known && name != "catalogue.json" {
                stock.strays.push(path.to_owned());
            }
        })?;
        Ok(stock)
    }

    /// Removes an object; returns whether it was there.
    ///
    /// # Errors
    /// When it cannot be removed.
    pub fn remove(&self, key: &Key) -> Result<bool, LakeError> {
        let path = self.root.join(key.as_str());
        match std::fs::remove_file(&path) {
            Ok(()) => Ok(true),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(false),
            Err(error) => Err(LakeError::io("remove", &path)(error)),
        }
    }

    /// Moves objects aside, into the trash of a day. Returns how many.
    ///
    /// # Errors
    /// When one cannot be moved; those before it are.
    pub fn move_to_trash(&self, keys: &[Key], day: Date) -> Result<usize, LakeError> {
        let trash = self.root.join(TRASH).join(day.to_string());
        for key in keys {
            let (from, to) = (self.root.join(key.as_str()), trash.join(key.as_str()));
            if let Some(folder) = to.parent() {
                std::fs::create_dir_all(folder).map_err(LakeError::io("create", folder))?;
            }
            std::fs::rename(&from, &to).map_err(LakeError::io("move to the trash", &from))?;
        }
        if !keys.is_empty() {
            for folder in OBJECTS {
                let moved = trash.join(folder);
                if moved.is_dir() {
                    staged::sync_folder(&moved)?;
                }
                staged::sync_folder(&self.root.join(folder))?;
            }
            staged::sync_folder(&trash)?;
            staged::sync_folder(&self.root.join(TRASH))?;
        }
        Ok(keys.len())
    }

    /// Puts objects back that a row names, that the lake lacks, and that lie in the trash. Returns them.
    ///
    /// # Errors
    /// When the trash cannot be listed, or an object not be moved.
    pub fn restore(&self, named: &HashSet<String>) -> Result<Vec<Key>, LakeError> {
        let mut restored = Vec::new();
        for (_, objects) in self.trash()? {
            for (path, key) in objects {
                let target = self.root.join(key.as_str());
                if named.contains(key.as_str()) && !target.exists() {
                    std::fs::rename(&path, &target).map_err(LakeError::io("put back", &path))?;
                    restored.push(key);
                }
            }
        }
        if !restored.is_empty() {
            for folder in OBJECTS {
                staged::sync_folder(&self.root.join(folder))?;
            }
        }
        Ok(restored)
    }

    /// Deletes what was moved aside before a day. Returns how many objects.
    ///
    /// # Errors
    /// When the trash cannot be listed, or an object not be removed.
    pub fn empty_trash(&self, before: Date) -> Result<usize, LakeError> {
        let mut deleted = 0;
        for (day, objects) in self.trash()?.into_iter().filter(|(day, _)| *day < before) {
            for (path, _) in &objects {
                std::fs::remove_file(path).map_err(LakeError::io("remove", path))?;
                deleted += 1;
            }
            let folder = self.root.join(TRASH).join(day.to_string());
            for part in OBJECTS {
                // A folder that holds something of somebody's stays.
                let _left_if_not_empty = std::fs::remove_dir(folder.join(part));
            }
            let _left_if_not_empty = std::fs::remove_dir(folder);
        }
        Ok(deleted)
    }

    /// Every day of the trash and the objects in it.
    fn trash(&self) -> Result<Vec<TrashDay>, LakeError> {
        let trash = self.root.join(TRASH);
        let mut days = Vec::new();
        if !trash.is_dir() {
            return Ok(days);
        }
        for_each_entry(&trash, &mut |_, kind, name| {
            if let Some(day) =
                name.parse::<Date>().ok().filter(|day| kind.is_dir() && day.to_string() == name)
            {
                days.push((day, Vec::new()));
            }
        })?;
        for (day, objects) in &mut days {
            for folder in OBJECTS {
                let place = trash.join(day.to_string()).join(folder);
                if !place.is_dir() {
                    continue;
                }
                for_each_entry(&place, &mut |path, kind, name| {
                    if let Some(key) = Key::new(&format!("{folder}/{name}")).ok().filter(|_| kind.is_file()) {
                        objects.push((path.to_owned(), key));
                    }
                })?;
            }
        }
        days.sort_by_key(|(day, _)| *day);
        Ok(days)
    }
}

fn for_each_entry(
    folder: &Path,
    visit: &mut dyn FnMut(&Path, std::fs::FileType, &str),
) -> Result<(), LakeError> {
    for entry in std::fs::read_dir(folder).map_err(LakeError::io("list", folder))? {
        let entry = entry.map_err(LakeError::io("list", folder))?;
        let kind = entry.file_type().map_err(LakeError::io("look at", &entry.path()))?;
        visit(&entry.path(), kind, &entry.file_name().to_string_lossy());
    }
    Ok(())
}
