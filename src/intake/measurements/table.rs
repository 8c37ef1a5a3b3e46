//! Plain tables (CSV, Parquet): a mapping says which column is what, in which unit, and which words of
//! theirs are which of ours.

use std::borrow::Cow;
use std::collections::BTreeMap;

use jiff::Timestamp;
use serde::Deserialize;

use super::{Draft, Given, epoch, instant};
use crate::domain::{LonLat, word_list};

word_list!(
    /// What a column of a table may be.
    TableField, "field" {
        /// The test's name.
        TestId => "test_id",
        /// When.
        At => "at",
        /// Degrees east.
        Lon => "lon",
        /// Degrees north.
        Lat => "lat",
        /// Whose network.
        Operator => "operator",
        /// Which technology.
        Technology => "technology",
        /// Which probe of ours.
        Probe => "probe",
        /// Speed towards the user.
        Download => "download_mbps",
        /// Speed from the user.
        Upload => "upload_mbps",
        /// Round-trip time.
        Latency => "latency_ms",
        /// Mean difference of neighbouring round-trip times.
        Jitter => "jitter_ms",
        /// Lost share.
        Loss => "loss",
        /// How it was made.
        Method => "method",
        /// How it ended.
        Outcome => "outcome",
        /// Which device made it; only a keyed hash of its name is kept.
        Device => "device",
        /// How far the position may be from the true one.
        Accuracy => "accuracy_m",
        /// How many tests it stands for.
        Weight => "weight",
        /// Where its user was.
        Environment => "environment",
        /// The radio band.
        Band => "band",
        /// Reference signal received power.
        Rsrp => "rsrp_dbm",
        /// Reference signal received quality.
        Rsrq => "rsrq_db",
        /// Signal to interference and noise.
        Sinr => "sinr_db",
        /// Received signal strength.
        Rssi => "rssi_dbm",
    }
);

/// What stands in one field of a row.
#[derive(Debug, Clone, PartialEq, Default)]
pub enum Field<'a> {
    /// Nothing.
    #[default]
    Empty,
    /// Text.
    Text(Cow<'a, str>),
    /// A number.
    Number(f64),
    /// An instant.
    Instant(Timestamp),
}

impl Field<'_> {
    fn number(&self, factor: f64) -> Given {
        match self {
            Field::Empty => Given::Missing,
            // -1 says that there is none, in whatever unit.
            Field::Number(number) if number.to_bits() == (-1.0f64).to_bits() => Given::Missing,
            Field::Number(number) => Given::Number(number * factor),
            Field::Text(text) if text.trim().is_empty() => Given::Missing,
            Field::Text(text) => match text.trim().parse::<f64>() {
                Ok(number) => Field::Number(number).number(factor),
                Err(_) => Given::Bad,
            },
            Field::Instant(_) => Given::Bad,
        }
    }

    fn is_blank(&self) -> bool {
        match self {
            Field::Empty => true,
            Field::Text(text) => text.trim().is_empty(),
            Field::Number(_) | Field::Instant(_) => false,
        }
    }

    fn text(&self) -> Cow<'_, str> {
        match self {
            Field::Empty => Cow::Borrowed(""),
            Field::Text(text) => Cow::Borrowed(text.trim()),
            Field::Number(number) => Cow::Owned(number.to_string()),
            Field::Instant(at) => Cow::Owned(at.to_string()),
        }
    }

    fn degrees(&self, factor: f64) -> Option<f64> {
        match self.number(factor) {
            Given::Number(number) => Some(number),
            // Longitude -1 is a place, though it means "none" in every other column.
            Given::Missing if !self.is_blank() => Some(-factor),
            _ => None,
        }
    }

    fn instant(&self) -> Option<Timestamp> {
        match self {
            Field::Empty => None,
            Field::Number(number) => epoch(*number),
            Field::Text(text) => instant(text),
            Field::Instant(at) => Some(*at),
        }
    }
}

/// How a table of somebody else's is to be read; the mapping file is this, as TOML.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Mapping {
    /// Our fields by their columns' names; a field that is not named has its own.
    pub columns: BTreeMap<TableField, String>,
    /// What a number of the column must be multiplied with to get our unit.
    pub factors: BTreeMap<TableField, f64>,
    /// Our operators by their words.
    pub operators: BTreeMap<String, String>,
    /// Our technologies by their words.
    pub technologies: BTreeMap<String, String>,
    /// What stands in for a column that the table does not have.
    pub defaults: BTreeMap<TableField, String>,
}

/// Why a table cannot be read as its mapping says.
#[derive(Debug, thiserror::Error)]
pub enum LayoutError {
    /// A field has nowhere to come from.
    #[error(
        "the table has no column {column:?} for {field}: map it (columns.{field}) or give a default; its columns are {known}"
    )]
    NoColumn {
        /// Which field.
        field: TableField,
        /// What its column would be called.
        column: String,
        /// The columns there are.
        known: String,
    },
    /// Two columns have the name that is asked for.
    #[error(
        "the table has {count} columns called {column:?}, and {field} can be only one of them: rename the others"
    )]
    TwoColumns {
        /// Which field.
        field: TableField,
        /// Their name.
        column: String,
        /// How many.
        count: usize,
    },
    /// A default that could never be used.
    #[error("defaults.{field} is {text:?}: expected {expected}")]
    Default {
        /// Of which field.
        field: TableField,
        /// What was given.
        text: String,
        /// What would be right.
        expected: &'static str,
    },
    /// A factor of something that is no number.
    #[error("factors.{field}: only numbers are multiplied, and {field} is none; leave it out")]
    Factor {
        /// Of which field.
        field: TableField,
    },
}

impl TableField {
    /// Whether its column holds numbers.
    const fn is_number(self) -> bool {
        match self {
            Self::TestId
            | Self::At
            | Self::Operator
            | Self::Technology
            | Self::Probe
            | Self::Method
            | Self::Outcome
            | Self::Device
            | Self::Environment
            | Self::Band => false,
            Self::Lon
            | Self::Lat
            | Self::Download
            | Self::Upload
            | Self::Latency
            | Self::Jitter
            | Self::Loss
            | Self::Accuracy
            | Self::Weight
            | Self::Rsrp
            | Self::Rsrq
            | Self::Sinr
            | Self::Rssi => true,
        }
    }
}

impl Mapping {
    /// Refuses what would have no effect: nothing that is asked for is left out without a word.
    fn check(&self) -> Result<(), LayoutError> {
        for (field, text) in &self.defaults {
            let wrong = |expected| Err(LayoutError::Default { field: *field, text: text.clone(), expected });
            match field {
                TableField::TestId => return wrong("no default: every test has an id of its own"),
                TableField::At if instant(text).is_none() => {
                    return wrong("an instant, such as 2026-06-30T12:00:00Z");
                }
                field if field.is_number() && text.trim().parse::<f64>().is_err() => {
                    return wrong("a number, with a point before its decimals");
                }
                _ => {}
            }
        }
        match self.factors.keys().find(|field| !field.is_number()) {
            Some(field) => Err(LayoutError::Factor { field: *field }),
            None => Ok(()),
        }
    }
}

/// Fields of a table, found in its columns.
#[derive(Debug)]
pub struct Layout<'a> {
    mapping: &'a Mapping,
    places: BTreeMap<TableField, usize>,
}

impl<'a> Layout<'a> {
    /// Finds the fields among a table's columns.
    ///
    /// # Errors
    /// When a field that must be there, or that is mapped, has no column and no default; when its column is
    /// there twice; when a default or a factor of the mapping can have no effect.
    pub fn new(mapping: &'a Mapping, columns: &[String]) -> Result<Self, LayoutError> {
        use TableField::{At, Lat, Lon, Operator, Technology, TestId};
        mapping.check()?;
        let mut places = BTreeMap::new();
        for field in TableField::ALL {
            let mapped = mapping.columns.get(field);
            let name = mapped.map_or(field.as_str(), String::as_str);
            let is_it = |column: &&String| column.trim() == name;
            let found = columns.iter().position(|column| is_it(&column));
            let count = columns.iter().filter(is_it).count();
            if count > 1 {
                return Err(LayoutError::TwoColumns { field: *field, column: name.to_owned(), count });
            }
            let needed = mapped.is_some() || [TestId, At, Lon, Lat, Operator, Technology].contains(field);
            match found {
                Some(place) => {
                    places.insert(*field, place);
                }
                None if needed && !mapping.defaults.contains_key(field) => {
                    let (column, known) = (name.to_owned(), columns.join(", "));
                    return Err(LayoutError::NoColumn { field: *field, column, known });
                }
                None => {}
            }
        }
        Ok(Self { mapping, places })
    }

    /// The columns that are read, in the order of [`Layout::draft`]'s fields; nobody need read others.
    pub fn used(&self) -> Vec<usize> {
        let mut used: Vec<usize> = self.places.values().copied().collect();
        used.sort_unstable();
        used.dedup();
        used
    }

    /// A row of the table as something to be checked; `field` gives what stands in a column.
    pub fn draft<'r>(&self, row: &'r [Field<'_>]) -> Draft<'r>
    where
        'a: 'r,
    {
        use TableField as F;
        let empty = &Field::Empty;
        let at = |field: F| self.places.get(&field).and_then(|place| row.get(*place)).unwrap_or(empty);
        let text = |field: F| {
            let own = at(field).text();
            let default = self.mapping.defaults.get(&field);
            if own.is_empty() { default.map_or(own, |default| Cow::Owned(default.clone())) } else { own }
        };
        let word = |field: F, words: &BTreeMap<String, String>| {
            let own = text(field);
            words.get(&*own).map_or(own, |word| Cow::Owned(word.clone()))
        };
        let factor = |field: F| self.mapping.factors.get(&field).copied().unwrap_or(1.0);
        // Checked when the mapping was read; a default is in our unit.
        let default = |field: F| self.mapping.defaults.get(&field)?.trim().parse::<f64>().ok();
        let number = |field: F| {
            let given = at(field).number(factor(field));
            if given == Given::Missing { Given::from(default(field)) } else { given }
        };
        let degrees = |field: F| {
            let own = at(field);
            if own.is_blank() { default(field) } else { own.degrees(factor(field)) }
        };
        let instant_of = |field: F| {
            let own = at(field);
            let default = || self.mapping.defaults.get(&field).and_then(|text| instant(text));
            if own.is_blank() { default() } else { own.instant() }
        };
        // In decibels, -1 is a value and not a word for none.
        let signal = |field: F| match at(field) {
            Field::Number(number) => Given::Number(number * factor(field)),
            Field::Text(text) if text.trim().parse::<f64>() == Ok(-1.0) => Given::Number(-factor(field)),
            _ => number(field),
        };
        let some = |field: F| Some(text(field)).filter(|text| !text.is_empty());
        Draft {
            test_id: text(F::TestId),
            at: instant_of(F::At),
            position: degrees(F::Lon).zip(degrees(F::Lat)).map(|(lon, lat)| LonLat { lon, lat }),
            operator: word(F::Operator, &self.mapping.operators),
            technology: word(F::Technology, &self.mapping.technologies),
            probe: some(F::Probe),
            download: number(F::Download),
            upload: number(F::Upload),
            latency: number(F::Latency),
            jitter: number(F::Jitter),
            loss: number(F::Loss),
            method: some(F::Method),
            outcome: some(F::Outcome),
            device: some(F::Device),
            accuracy: number(F::Accuracy),
            weight: number(F::Weight),
            environment: some(F::Environment),
            band: some(F::Band),
            signal: [F::Rsrp, F::Rsrq, F::Sinr, F::Rssi].map(signal),
        }
    }
}
