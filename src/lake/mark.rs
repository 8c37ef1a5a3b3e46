//! The mark beside the objects: which catalogue names them, and how far that had come.
//!
//! `catalogue.json` in the lake's folder. Written whole or not at all (beside, synced, renamed, its folder
//! synced), and never lowered for the same catalogue: two processes may write at a time.

use std::io::{ErrorKind, Write};
use std::path::Path;

use tempfile::NamedTempFile;

use super::{Key, LakeError, OBJECTS, STAGING, staged};
use crate::domain::CatalogueMark;

const FILE: &str = "catalogue.json";

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
    serde_json::from_slice(&text).map(Some).map_err(|error| LakeError::damaged(path.display(), error))
}

/// Writes the mark; when this returns it is there to stay.
///
/// # Errors
/// When it cannot be written.
pub fn write(lake: &Path, mark: &CatalogueMark) -> Result<(), LakeError> {
    if let Ok(Some(last)) = read(lake)
        && last.id == mark.id
        && last.generation >= mark.generation
    {
        return Ok(());
    }
    let (path, staging) = (lake.join(FILE), lake.join(STAGING));
    std::fs::create_dir_all(&staging).map_err(LakeError::io("create", &staging))?;
    let text = serde_json::to_vec(mark).map_err(|error| LakeError::damaged("a mark", error))?;
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
        CatalogueMark { id: CatalogueId::new(&letter.repeat(32)).expect("an id"), generation }
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
