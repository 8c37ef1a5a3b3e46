//! A watched folder: which of its files are complete, and a copy of one.
//!
//! Only regular files of the folder itself count; names that begin with a dot or end like a transfer
//! under way are passed over, links are followed within the folder only. Nothing in it is ever written.
//! Everything here may block.

use std::collections::HashMap;
use std::fs::{File, Metadata};
use std::io::{Read, Write};
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant, SystemTime};

use super::fetch::Failure;
use crate::desk::{Spool, Spooled};
use crate::domain::{CollectReason, causes};

/// Entries of a folder.
const ENTRIES: usize = 10_000;
/// Bytes of a file's name.
const NAME: usize = 255;
/// How names of files end that somebody still writes.
const UNFINISHED: [&str; 8] = [".part", ".tmp", ".temp", ".partial", ".filepart", ".crdownload", ".swp", "~"];

/// A file of the folder.
#[derive(Debug, Clone)]
pub(super) struct Candidate {
    pub(super) name: String,
    pub(super) path: PathBuf,
    /// Size, times and inode: the same as long as nobody touches it.
    pub(super) stamp: String,
    pub(super) modified: SystemTime,
}

/// What is in the folder.
#[derive(Debug, Default)]
pub(super) struct Scan {
    /// Files that are complete, oldest first.
    pub(super) complete: Vec<Candidate>,
    /// Files that somebody may still be writing.
    pub(super) waiting: usize,
    /// Files that cannot be taken.
    pub(super) problems: Vec<(CollectReason, String)>,
}

/// When each file was first seen as it is now; lives from one look to the next.
pub(super) type Seen = HashMap<String, (String, Instant)>;

/// Looks at the folder.
pub(super) fn scan(folder: &Path, settle: Duration, limit: u64, seen: &mut Seen) -> Result<Scan, Failure> {
    let unreadable = |error: std::io::Error| {
        let problem = format!("the folder cannot be read: {error}; directory must be there and readable");
        Failure::new(CollectReason::Directory, problem)
    };
    let root = folder.canonicalize().map_err(unreadable)?;
    let mut scan = Scan::default();
    let mut now_seen = Seen::new();
    for (count, entry) in std::fs::read_dir(&root).map_err(unreadable)?.enumerate() {
        if count >= ENTRIES {
            let problem = format!("the folder has more than {ENTRIES} entries: take old files away");
            return Err(Failure::new(CollectReason::Directory, problem));
        }
        let path = entry.map_err(unreadable)?.path();
        let given = path.file_name().unwrap_or_default();
        if given.to_str().is_none_or(|name| name.chars().any(char::is_control)) {
            if is_taken(&given.to_string_lossy().replace(char::is_control, "?")) {
                let problem = format!("{} is no readable name: rename it in UTF-8", given.display());
                scan.problems.push((CollectReason::Directory, problem));
            }
            continue;
        }
        let Some(name) = given.to_str().filter(|name| is_taken(name)) else {
            continue;
        };
        let (name, path) = (name.to_owned(), path.clone());
        match candidate(&root, &name, path, limit) {
            Ok(Some(candidate)) => {
                let since = match seen.get(&name) {
                    Some((stamp, since)) if *stamp == candidate.stamp => *since,
                    _ => Instant::now(),
                };
                now_seen.insert(name, (candidate.stamp.clone(), since));
                // A file renamed into the folder is as old as its content; one being written is not.
                let old = candidate.modified.elapsed().is_ok_and(|age| age >= settle);
                if old || since.elapsed() >= settle {
                    scan.complete.push(candidate);
                } else {
                    scan.waiting += 1;
                }
            }
            Ok(None) => {}
            Err(problem) => scan.problems.push(problem),
        }
    }
    *seen = now_seen;
    scan.complete.sort_by(|a, b| (a.modified, &a.name).cmp(&(b.modified, &b.name)));
    scan.problems.sort_by(|a, b| a.1.cmp(&b.1));
    Ok(scan)
}

/// Whether a file of this name is looked at.
fn is_taken(name: &str) -> bool {
    let lower = name.to_ascii_lowercase();
    !name.starts_with(['.', '~'])
        && name.len() <= NAME
        && !name.chars().any(char::is_control)
        && !UNFINISHED.iter().any(|end| lower.ends_with(end))
}

fn candidate(
    root: &Path,
    name: &str,
    path: PathBuf,
    limit: u64,
) -> Result<Option<Candidate>, (CollectReason, String)> {
    let unreadable = |_error| (CollectReason::Directory, format!("{name} cannot be read"));
    let mut path = path;
    let mut meta = path.symlink_metadata().map_err(unreadable)?;
    if meta.is_symlink() {
        path = path.canonicalize().map_err(|_dangling| {
            (CollectReason::LinkRefused, format!("{name} is a link to nothing that can be read"))
        })?;
        if !path.starts_with(root) {
            let problem = format!("{name} is a link out of the folder: put the file itself there");
            return Err((CollectReason::LinkRefused, problem));
        }
        meta = path.symlink_metadata().map_err(unreadable)?;
    }
    if !meta.is_file() {
        return Ok(None);
    }
    if meta.len() > limit {
        let problem = format!("{name} is larger than limit_mib = {}", limit >> 20);
        return Err((CollectReason::TooLarge, problem));
    }
    let modified = meta.modified().map_err(unreadable)?;
    Ok(Some(Candidate { name: name.to_owned(), path, stamp: stamp(&meta), modified }))
}

fn stamp(meta: &Metadata) -> String {
    format!(
        "{}:{}.{}:{}.{}:{}",
        meta.len(),
        meta.mtime(),
        meta.mtime_nsec(),
        meta.ctime(),
        meta.ctime_nsec(),
        meta.ino()
    )
}

/// A copy of a file; nothing where it changed meanwhile.
pub(super) fn copy(file: &Candidate, spool: &Spool, limit: u64) -> Result<Option<Spooled>, Failure> {
    let unreadable = |error: std::io::Error| {
        let problem = format!("{} cannot be read: {error}", file.name);
        Failure::new(CollectReason::Directory, problem)
    };
    let unwritable = |error: std::io::Error| {
        tracing::error!(error = %causes(&error), "collect.spool.failed");
        Failure::new(CollectReason::Internal, "it cannot be written to this machine's disk; the log says why")
    };
    let open = File::open(&file.path).map_err(unreadable)?;
    // What was opened must be what was looked at: neither a link put in its place nor another file.
    let is_it = |open: &File| open.metadata().is_ok_and(|meta| meta.is_file() && stamp(&meta) == file.stamp);
    if !is_it(&open) {
        return Ok(None);
    }
    let mut upload = spool.begin().map_err(unwritable)?;
    let mut piece = vec![0; 1 << 18];
    let mut bounded = (&open).take(limit + 1);
    loop {
        let count = bounded.read(&mut piece).map_err(unreadable)?;
        if count == 0 {
            break;
        }
        upload.write_all(&piece[..count]).map_err(unwritable)?;
    }
    if upload.bytes() > limit || !is_it(&open) {
        return Ok(None);
    }
    upload.finish().map(Some).map_err(unwritable)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(scan: &Scan) -> Vec<&str> {
        scan.complete.iter().map(|file| file.name.as_str()).collect()
    }

    fn make_old(path: &Path, seconds: u64) {
        let time = SystemTime::now() - Duration::from_secs(seconds);
        File::options().write(true).open(path).and_then(|file| file.set_modified(time)).expect("set");
    }

    #[test]
    fn only_complete_files_of_the_folder_are_taken() {
        let (dir, outside) = (tempfile::tempdir().expect("a folder"), tempfile::tempdir().expect("another"));
        let put = |name: &str, age: u64| {
            let path = dir.path().join(name);
            std::fs::write(&path, name).expect("written");
            make_old(&path, age);
        };
        for (name, age) in
            [("b.csv", 60), ("a.csv", 90), ("new.csv", 0), (".hidden", 90), ("c.PART", 90), ("d.csv~", 90)]
        {
            put(name, age);
        }
        put("large.csv", 90);
        std::fs::write(dir.path().join("large.csv"), vec![0; 2000]).expect("written");
        make_old(&dir.path().join("large.csv"), 90);
        std::fs::create_dir(dir.path().join("sub.csv")).expect("made");
        std::fs::write(outside.path().join("secret"), "x").expect("written");
        let link = |to: &Path, name: &str| {
            std::os::unix::fs::symlink(to, dir.path().join(name)).expect("linked");
        };
        link(&outside.path().join("secret"), "out.csv");
        link(Path::new("a.csv"), "within.csv");
        link(Path::new("/nowhere"), "dangling.csv");
        let settle = Duration::from_secs(30);
        let mut seen = Seen::new();
        let scan_now = |seen: &mut Seen| scan(dir.path(), settle, 1000, seen).expect("scans");
        let found = scan_now(&mut seen);
        assert_eq!((names(&found), found.waiting), (vec!["a.csv", "within.csv", "b.csv"], 1));
        let reasons: Vec<_> = found.problems.iter().map(|(reason, _)| *reason).collect();
        let expected = [CollectReason::LinkRefused, CollectReason::TooLarge, CollectReason::LinkRefused];
        assert_eq!(reasons, expected, "{:?}", found.problems);
        // A file whose clock is ahead is complete once it has stood still for long enough.
        make_old(&dir.path().join("new.csv"), 0);
        let (stamp, since) = seen["new.csv"].clone();
        let again = scan_now(&mut seen);
        assert_eq!((again.waiting, seen["new.csv"].0 == stamp), (1, false));
        let long_ago = since.checked_sub(settle).expect("the machine has run that long");
        seen.get_mut("new.csv").expect("seen").1 = long_ago;
        assert!(names(&scan_now(&mut seen)).contains(&"new.csv"));
    }

    #[test]
    fn a_file_that_changes_is_left_for_later() {
        let (dir, spool) = (tempfile::tempdir().expect("a folder"), tempfile::tempdir().expect("a spool"));
        let spool = Spool::in_folder(spool.path());
        let path = dir.path().join("a.csv");
        std::fs::write(&path, "one").expect("written");
        make_old(&path, 60);
        let mut seen = Seen::new();
        let scan = scan(dir.path(), Duration::from_secs(10), 1000, &mut seen).expect("scans");
        let copied = copy(&scan.complete[0], &spool, 1000).expect("reads").expect("is as it was");
        assert_eq!(copied.bytes(), 3);
        std::fs::write(&path, "more").expect("written");
        assert!(copy(&scan.complete[0], &spool, 1000).expect("reads").is_none());
        std::fs::remove_file(&path).expect("removed");
        assert!(copy(&scan.complete[0], &spool, 1000).is_err());
        assert_eq!(
            super::scan(&dir.path().join("none"), Duration::ZERO, 1, &mut seen)
                .expect_err("no folder")
                .reason,
            CollectReason::Directory
        );
    }
}
