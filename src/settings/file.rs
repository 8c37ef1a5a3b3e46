//! A configuration file: opened, bounded and read, with every fault of it told at once.
//!
//! Invariant: what is secret is neither shown nor repeated.

use std::fmt;
use std::path::Path;

use super::section::Fault;
use crate::domain::CheckId;

/// Bytes of a file.
const BYTES: u64 = 1 << 20;
/// Bytes of a file that holds one secret.
const SECRET_BYTES: u64 = 4096;

/// Why a configuration cannot be used.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum SettingsError {
    /// The file cannot be read.
    #[error("cannot read {file}")]
    Unreadable {
        /// The file.
        file: String,
        /// Why.
        source: std::io::Error,
    },
    /// The file is no TOML.
    #[error("{file} is not TOML: {problem}")]
    Malformed {
        /// The file.
        file: String,
        /// Where and why.
        problem: String,
    },
    /// The file has faults; all of them.
    #[error("{file} has {} fault{}:{}", faults.len(), if faults.len() == 1 { "" } else { "s" }, Lines(faults))]
    Faulty {
        /// The file.
        file: String,
        /// What is wrong where.
        faults: Vec<Fault>,
    },
}

struct Lines<'a>(&'a [Fault]);

impl fmt::Display for Lines<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|fault| write!(f, "\n  {fault}"))
    }
}

/// A value that is sent to its target and shown to nobody.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct Secret<T>(pub(crate) T);

impl<T> fmt::Debug for Secret<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("***")
    }
}

/// The text of a file of a bearable size.
///
/// # Errors
/// When it cannot be read, or is too large.
pub(crate) fn open(path: &Path) -> Result<String, SettingsError> {
    let read = || {
        let bytes = std::fs::metadata(path)?.len();
        if bytes > BYTES {
            return Err(std::io::Error::other(format!("it has {bytes} bytes; {BYTES} are enough")));
        }
        std::fs::read_to_string(path)
    };
    read().map_err(|source| SettingsError::Unreadable { file: path.display().to_string(), source })
}

/// Reads a text as a table and what it says; `file` is what to call it.
///
/// # Errors
/// When it is no TOML, or with every fault that was noted.
pub(crate) fn read<T>(
    file: &str,
    text: &str,
    whole: impl FnOnce(toml::Table, &mut Vec<Fault>) -> T,
) -> Result<T, SettingsError> {
    let table = text.parse::<toml::Table>().map_err(|error| SettingsError::Malformed {
        file: file.to_owned(),
        // The default text quotes the line at fault, which may hold a secret.
        problem: format!("{}{}", error.message(), line_of(text, error.span())),
    })?;
    let mut faults = Vec::new();
    let read = whole(table, &mut faults);
    if faults.is_empty() { Ok(read) } else { Err(SettingsError::Faulty { file: file.to_owned(), faults }) }
}

fn line_of(text: &str, span: Option<std::ops::Range<usize>>) -> String {
    span.map_or_else(String::new, |span| {
        let line = text.bytes().take(span.start).filter(|byte| *byte == b'\n').count() + 1;
        format!(" (line {line})")
    })
}

/// Each table with what to call it: its id, or its number where it has none.
pub(crate) fn numbered(
    kind: &'static str,
    tables: Vec<toml::Table>,
) -> impl Iterator<Item = (String, toml::Table)> {
    tables.into_iter().enumerate().map(move |(at, table)| {
        let id = table.get("id").and_then(toml::Value::as_str).filter(|id| CheckId::new(id).is_ok());
        (id.map_or_else(|| format!("{kind} {}", at + 1), |id| format!("{kind} {id:?}")), table)
    })
}

/// A secret kept outside the file: the whole text of a small file, without the line's end.
pub(crate) fn secret_file(path: &Path) -> Option<Secret<String>> {
    let small = std::fs::metadata(path).ok().is_some_and(|meta| meta.is_file() && meta.len() <= SECRET_BYTES);
    let text = if small { std::fs::read_to_string(path).ok()? } else { return None };
    usable(text.trim_end_matches(['\r', '\n']))
}

/// A secret kept in the environment.
pub(crate) fn secret_variable(name: &str) -> Option<Secret<String>> {
    let plain = |b: u8| b.is_ascii_alphanumeric() || b == b'_';
    let named = (1..=128).contains(&name.len()) && name.bytes().all(plain);
    if named { usable(&std::env::var(name).ok()?) } else { None }
}

fn usable(text: &str) -> Option<Secret<String>> {
    let good = !text.is_empty() && text.len() as u64 <= SECRET_BYTES && !text.chars().any(char::is_control);
    good.then(|| Secret(text.to_owned()))
}

#[cfg(test)]
mod tests {
    use super::super::section::Section;
    use super::*;

    #[test]
    fn secrets_come_from_small_files_and_are_not_shown() {
        let dir = tempfile::tempdir().expect("a directory");
        let file = dir.path().join("token");
        std::fs::write(&file, "s3cret\n").expect("written");
        let secret = secret_file(&file).expect("a secret");
        assert_eq!((secret.0.as_str(), format!("{secret:?}").as_str()), ("s3cret", "***"));
        for bad in ["", "\n", "two\nlines", &"x".repeat(5000)] {
            std::fs::write(&file, bad).expect("written");
            assert!(secret_file(&file).is_none(), "{bad:?}");
        }
        assert!(secret_file(dir.path()).is_none() && secret_variable("NO=NAME").is_none());
    }

    #[test]
    fn times_may_be_days() {
        let table = "a = \"1d\"\nb = \"36h\"\nc = \"1 month\"".parse().expect("TOML");
        let mut faults = Vec::new();
        let mut section = Section::new("t".to_owned(), table, &mut faults);
        let hours = std::time::Duration::from_hours;
        let mut time = |key| section.time(key, hours(0), hours(0)..=hours(100));
        assert_eq!([time("a"), time("b"), time("c")], [hours(24), hours(36), hours(0)]);
        assert_eq!(faults.len(), 1);
    }
}
