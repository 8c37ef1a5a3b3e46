//! A table of the file, read key by key; whatever is wrong is written down and reading goes on.

use std::fmt;
use std::ops::RangeInclusive;
use std::str::FromStr;
use std::time::Duration;

use toml::{Table, Value};

/// What is wrong at one key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// Which table: `check "portal"`, or `check 3` where it has no usable id.
    pub section: String,
    /// Which key of it.
    pub key: String,
    /// What would have been right.
    pub expected: String,
}

impl Fault {
    pub(crate) fn new(section: &str, key: &str, expected: impl Into<String>) -> Self {
        // Keys come from the file: a line of theirs must not look like one of ours.
        let key = key.chars().take(64).map(|letter| if letter.is_control() { '?' } else { letter }).collect();
        Self { section: section.to_owned(), key, expected: expected.into() }
    }
}

/// Values are never repeated: one of them may be a secret.
impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}: expected {}", self.section, self.key, self.expected)
    }
}

/// A table being read.
pub(crate) struct Section<'a> {
    title: String,
    table: Table,
    known: Vec<&'static str>,
    faults: &'a mut Vec<Fault>,
}

impl<'a> Section<'a> {
    pub(crate) fn new(title: String, table: Table, faults: &'a mut Vec<Fault>) -> Self {
        Self { title, table, known: Vec::new(), faults }
    }

    /// Notes a fault at a key.
    pub(crate) fn fault(&mut self, key: &str, expected: impl Into<String>) {
        self.faults.push(Fault::new(&self.title, key, expected));
    }

    /// A key that may be absent.
    pub(crate) fn optional<T>(
        &mut self,
        key: &'static str,
        expected: &str,
        read: impl FnOnce(&Value) -> Option<T>,
    ) -> Option<T> {
        self.known.push(key);
        let value = self.table.remove(key)?;
        let read = read(&value);
        if read.is_none() {
            self.fault(key, expected);
        }
        read
    }

    /// A key that must be there.
    pub(crate) fn required<T>(
        &mut self,
        key: &'static str,
        expected: &str,
        read: impl FnOnce(&Value) -> Option<T>,
    ) -> Option<T> {
        if self.table.contains_key(key) {
            return self.optional(key, expected, read);
        }
        self.known.push(key);
        self.fault(key, format!("{expected} (it is missing)"));
        None
    }

    /// A key that has a usual value.
    pub(crate) fn or<T>(
        &mut self,
        key: &'static str,
        usual: T,
        expected: &str,
        read: impl FnOnce(&Value) -> Option<T>,
    ) -> T {
        self.optional(key, expected, read).unwrap_or(usual)
    }

    /// A required word that reads itself.
    pub(crate) fn word<T: FromStr>(&mut self, key: &'static str, expected: &str) -> Option<T> {
        self.required(key, expected, |value| value.as_str()?.parse().ok())
    }

    /// `true` or `false`.
    pub(crate) fn flag(&mut self, key: &'static str, usual: bool) -> bool {
        self.or(key, usual, "true or false", Value::as_bool)
    }

    /// A whole number.
    pub(crate) fn number(&mut self, key: &'static str, usual: u64, within: RangeInclusive<u64>) -> u64 {
        let expected = format!("a whole number from {} to {}", within.start(), within.end());
        self.or(key, usual, &expected, |value| {
            u64::try_from(value.as_integer()?).ok().filter(|number| within.contains(number))
        })
    }

    /// A time such as `500ms`, `10s`, `5m` or `1d`; a day has 24 hours.
    pub(crate) fn time(
        &mut self,
        key: &'static str,
        usual: Duration,
        within: RangeInclusive<Duration>,
    ) -> Duration {
        let expected =
            format!("a time from {:?} to {:?}, such as \"10s\" or \"500ms\"", within.start(), within.end());
        self.or(key, usual, &expected, |value| {
            let span = value.as_str()?.parse::<jiff::Span>().ok()?;
            let time = span.to_duration(jiff::SpanRelativeTo::days_are_24_hours()).ok()?;
            Duration::try_from(time).ok().filter(|time| within.contains(time))
        })
    }

    /// An array of tables.
    pub(crate) fn tables(&mut self, key: &'static str, within: RangeInclusive<usize>) -> Vec<Table> {
        let expected = format!("{} to {} tables [[{key}]]", within.start(), within.end());
        let tables = self.required(key, &expected, |value| {
            let tables =
                value.as_array()?.iter().map(|one| one.as_table().cloned()).collect::<Option<Vec<_>>>()?;
            within.contains(&tables.len()).then_some(tables)
        });
        tables.unwrap_or_default()
    }

    /// Refuses what is left.
    pub(crate) fn finish(self) {
        for key in self.table.keys() {
            let expected = format!("no such key here; known are {}", self.known.join(", "));
            self.faults.push(Fault::new(&self.title, key, expected));
        }
    }
}
