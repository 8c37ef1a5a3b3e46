//! The mark beside the objects: which catalogue names them, and how far that had come.
//!
//! `catalogue.json` in the lake's folder. Written whole or not at all (beside, synced, renamed, its folder
//! synced) under a lock of that folder, and never lowered for the same catalogue, though a server and a visit
//! of the command line may write at a time. It holds the SHA-256 of what it says: a flipped bit makes it
//! no mark, not another one that would keep the right catalogue out.

use std::fs::File;
use std::io::{ErrorKind, Write};
use std::path::Path;

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use tempfile::NamedTempFile;

use super::error::LakeError;
use super::key::{Key, OBJECTS, STAGING};
use super::staged;
use crate::domain::CatalogueMark;

const FILE: &str = "catalogue.json";

/// The file's content.
#[derive(Debug, Serialize, Deserialize)]
struct Sealed {
    #[serde(flatten)]
    mark: CatalogueMark,
    sha256: String,
}

fn seal(mark: &CatalogueMark) -> String {
    let event =
        mark.event.as_ref().map_or_else(String::new, |event| format!(" {} {}", event.number, event.sha256));
    hex::encode(Sha256::digest(format!("{} {}{event}", mark.id, mark.generation)))
}

/// Reads the mark of the lake in a folder; `None` when there is none.
///
/// # Errors
/// When it cannot be read, or is no mark.
pub fn read(lake: &Path) -> Result<Option<CatalogueMark>, LakeError> {
    let path = lake.join(FILE);
    let text = match std::fs::read(&path) {
        Ok(text) => text,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(LakeError::io("read", &path)(error)),
    };
    let sealed: Sealed =
        serde_json::from_slice(&text).map_err(|error| LakeError::damaged(path.display(), error))?;
    if sealed.sha256 == seal(&sealed.mark) {
        Ok(Some(sealed.mark))
    } else {
        Err(LakeError::damaged(path.display(), "its sha256 is not that of what it says"))
    }
}

/// Writes the mark; when this returns it is there to stay.
///
/// # Errors
/// When it cannot be written.
pub fn write(lake: &Path, mark: &CatalogueMark) -> Result<(), LakeError> {
    // Held until this returns: between reading the last mark and replacing it nothing else may.
    let folder = File::open(lake).map_err(LakeError::io("open", lake))?;
    folder.lock().map_err(LakeError::io("lock", lake))?;
    if let Ok(Some(last)) = read(lake)
        && last.id == mark.id
        && last.progress() >= mark.progress()
    {
        return Ok(());
    }
    let (path, staging) = (lake.join(FILE), lake.join(STAGING));
    std::fs::create_dir_all(&staging).map_err(LakeError::io("create", &staging))?;
    let sealed = Sealed { mark: mark.clone(), sha256: seal(mark) };
    let text = serde_json::to_vec(&sealed).map_err(|error| LakeError::damaged("a mark", error))?;
    let mut file = NamedTempFile::new_in(&staging).map_err(LakeError::io("create a file in", &staging))?;
    file.write_all(&text).and_then(|()| file.as_file().sync_all()).map_err(LakeError::io("write", &path))?;
    file.persist(&path).map_err(|error| LakeError::io("rename into place", &path)(error.error))?;
    staged::sync_folder(lake)
}

/// Whether the lake in a folder holds any object. Changes nothing, and makes no folder.
pub fn holds_objects(lake: &Path) -> bool {
    OBJECTS.iter().any(|folder| {
        let entries = std::fs::read_dir(lake.join(folder)).into_iter().flatten().flatten();
        entries.into_iter().any(|entry| {
            let is_key = Key::new(&format!("{folder}/{}", entry.file_name().to_string_lossy())).is_ok();
            is_key && entry.file_type().is_ok_and(|kind| kind.is_file())
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::CatalogueId;

    fn mark(letter: &str, generation: u64) -> CatalogueMark {
        CatalogueMark { id: CatalogueId::new(&letter.repeat(32)).expect("an id"), generation, event: None }
    }

    #[test]
    fn a_mark_rises_and_is_replaced_by_another_catalogue_s_only() {
        let dir = tempfile::tempdir().expect("a folder");
        let lake = dir.path();
        assert_eq!(read(lake).expect("reads"), None);
        for (written, expected) in [
            (mark("a", 3), mark("a", 3)),
            (mark("a", 2), mark("a", 3)),
            (mark("a", 9), mark("a", 9)),
            (mark("b", 1), mark("b", 1)),
        ] {
            write(lake, &written).expect("writes");
            assert_eq!(read(lake).expect("reads"), Some(expected));
        }
        assert_eq!(std::fs::read_dir(lake.join(STAGING)).expect("lists").count(), 0);
        std::fs::write(lake.join(FILE), b"{").expect("writes");
        assert!(read(lake).is_err());
        write(lake, &mark("c", 1)).expect("writes over what is no mark");
    }

    #[test]
    fn no_flipped_bit_makes_another_mark() {
        let dir = tempfile::tempdir().expect("a folder");
        let sound = mark("a", 41);
        write(dir.path(), &sound).expect("writes");
        let text = std::fs::read(dir.path().join(FILE)).expect("reads");
        for bit in 0..text.len() * 8 {
            let mut flipped = text.clone();
            flipped[bit / 8] ^= 1 << (bit % 8);
            std::fs::write(dir.path().join(FILE), flipped).expect("writes");
            assert!(read(dir.path()).is_err(), "bit {bit}");
        }
    }

    #[test]
    fn marks_written_at_a_time_never_fall() {
        let dir = tempfile::tempdir().expect("a folder");
        std::thread::scope(|threads| {
            for start in 1..=4 {
                let lake = dir.path();
                threads.spawn(move || {
                    for step in 0..25 {
                        write(lake, &mark("a", start + 4 * step)).expect("writes");
                    }
                });
            }
        });
        assert_eq!(read(dir.path()).expect("reads"), Some(mark("a", 100)));
    }

    #[test]
    fn only_objects_are_objects() {
        let dir = tempfile::tempdir().expect("a folder");
        assert!(!holds_objects(dir.path()));
        let filings = dir.path().join("filings");
        std::fs::create_dir_all(filings.join(format!("{}.parquet", "a".repeat(64)))).expect("creates");
        std::fs::write(filings.join("README"), b"mine").expect("writes");
        assert!(!holds_objects(dir.path()), "a folder, and somebody's note");
        std::fs::write(filings.join(format!("{}.parquet", "b".repeat(64))), b"").expect("writes");
        assert!(holds_objects(dir.path()));
    }
}
