//! The law of the sequence: what a row's hash is made of, and what is wrong with rows that break it.
//!
//! Owns the law and nothing else: no database, no clock. A row's hash is the SHA-256 of the hash of the row
//! before it (32 zero bytes before the first) followed by its fields, which are one JSON text. Anyone can check
//! a chain with ten lines of any language.
//!
//! Invariants:
//! - numbers run from 1 without gaps;
//! - no two neighbours share an instant; one earlier than its neighbour's is a clock that was set back;
//! - each row is judged by what is kept of the row before, so that one wrong row is one fault, not all that follow.

use serde::Serialize;
use sha2::{Digest, Sha256};

/// The hash of a row.
pub type Hash = [u8; 32];

/// What stands before the first row.
pub const BEFORE_THE_FIRST: Hash = [0; 32];

/// The hash of a row with these fields, after a row of that hash.
pub fn seal(before: &Hash, fields: &str) -> Hash {
    let digest = Sha256::new().chain_update(before).chain_update(fields).finalize();
    digest.into()
}

/// What is wrong with the sequence of events.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "fault", rename_all = "kebab-case")]
pub enum ChainFault {
    /// A row is not there, and a later one is.
    Missing {
        /// Its number.
        event: i64,
    },
    /// A row's fields, or the row before it, are not those its hash was made of.
    Changed {
        /// Its number.
        event: i64,
    },
    /// A row says another number than it has, or none, or has the instant of the row before.
    Misplaced {
        /// The number it has.
        event: i64,
    },
    /// What an administrator accepted as it was is no longer as it was then.
    ChangedSinceAccepted {
        /// The number of the acceptance.
        event: i64,
    },
    /// The sequence ends before the last event the lake has seen.
    Cut {
        /// The last there is; 0 when there is none.
        event: i64,
        /// The last the lake has seen.
        seen: i64,
    },
    /// The event the lake has seen last is another one now.
    Rewritten {
        /// Its number.
        event: i64,
    },
}

impl std::fmt::Display for ChainFault {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Missing { event } => write!(f, "event {event} is missing from the sequence of events"),
            Self::Changed { event } => write!(
                f,
                "event {event} is not as it was recorded: its hash is not that of its fields and the event before"
            ),
            Self::Misplaced { event } => {
                write!(f, "event {event} is not in its place: its number or its instant is not the next one")
            }
            Self::ChangedSinceAccepted { event } => {
                write!(
                    f,
                    "events before event {event} have changed since that event accepted them as they were"
                )
            }
            Self::Cut { event, seen } => {
                write!(f, "the sequence of events ends at event {event}, and the lake has seen event {seen}")
            }
            Self::Rewritten { event } => write!(f, "event {event} is another one than the lake has seen"),
        }
    }
}

/// A row as it is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sealed {
    /// Its number.
    pub number: i64,
    /// Its fields, as JSON.
    pub fields: String,
    /// Its hash.
    pub hash: Hash,
}

/// What the law looks at in a row's fields: the number and the instant, which come first. The rest is sealed, and
/// read by those who need it.
fn head(fields: &str) -> Option<(i64, i64)> {
    let (number, rest) = fields.strip_prefix(r#"{"number":"#)?.split_once(r#","at":"#)?;
    let (at, _rest) = rest.split_once([',', '}'])?;
    Some((number.parse().ok()?, at.parse().ok()?))
}

/// Judges rows one after the other.
#[derive(Debug, Clone)]
pub struct Judge {
    last: i64,
    hash: Hash,
    at: Option<i64>,
    set_back: Vec<i64>,
}

impl Default for Judge {
    fn default() -> Self {
        Self { last: 0, hash: BEFORE_THE_FIRST, at: None, set_back: Vec::new() }
    }
}

impl Judge {
    /// What is wrong with the next row, if anything is.
    pub fn next(&mut self, row: &Sealed) -> Option<ChainFault> {
        let event = row.number;
        let expected = self.last.saturating_add(1);
        let is_sealed = seal(&self.hash, &row.fields) == row.hash;
        let head = head(&row.fields);
        let before = self.at;
        self.last = event;
        self.hash = row.hash;
        self.at = head.map(|(_, at)| at);
        if event > expected {
            return Some(ChainFault::Missing { event: expected });
        }
        if !is_sealed {
            return Some(ChainFault::Changed { event });
        }
        let Some((_, at)) = head.filter(|(number, _)| *number == event && event == expected) else {
            return Some(ChainFault::Misplaced { event });
        };
        match before {
            Some(before) if before == at => Some(ChainFault::Misplaced { event }),
            Some(before) if before > at => {
                self.set_back.push(event);
                None
            }
            _ => None,
        }
    }

    /// The number and the hash of the last row.
    pub fn last(&self) -> (i64, Hash) {
        (self.last, self.hash)
    }

    /// Events that are recorded before the event before them: a clock that ran ahead was set back there.
    pub fn set_back(&self) -> &[i64] {
        &self.set_back
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn fields(number: i64, at: i64, word: &str) -> String {
        format!(r#"{{"number":{number},"at":{at},"word":{}}}"#, serde_json::Value::from(word))
    }

    fn chain(words: &[String]) -> Vec<Sealed> {
        let mut before = BEFORE_THE_FIRST;
        let mut rows = Vec::new();
        for (number, word) in (1..).zip(words) {
            let fields = fields(number, 1000 + number, word);
            before = seal(&before, &fields);
            rows.push(Sealed { number, fields, hash: before });
        }
        rows
    }

    fn faults(rows: &[Sealed]) -> Vec<ChainFault> {
        let mut judge = Judge::default();
        rows.iter().filter_map(|row| judge.next(row)).collect()
    }

    fn words() -> impl Strategy<Value = Vec<String>> {
        proptest::collection::vec(".{0,12}", 2..20)
    }

    proptest! {
        #[test]
        fn what_was_written_by_the_law_is_sound(words in words()) {
            prop_assert_eq!(faults(&chain(&words)), []);
        }

        #[test]
        fn any_changed_byte_is_found_at_its_row(words in words(), at in any::<prop::sample::Index>(), byte in any::<prop::sample::Index>()) {
            let mut rows = chain(&words);
            let at = at.index(rows.len());
            let mut bytes = rows[at].fields.clone().into_bytes();
            let byte = byte.index(bytes.len());
            bytes[byte] = if bytes[byte] == b'x' { b'y' } else { b'x' };
            prop_assume!(std::str::from_utf8(&bytes).is_ok());
            rows[at].fields = String::from_utf8(bytes).expect("assumed");
            prop_assert_eq!(faults(&rows), [ChainFault::Changed { event: at as i64 + 1 }]);
        }

        #[test]
        fn a_row_that_goes_is_missed_where_it_stood(words in words(), at in any::<prop::sample::Index>()) {
            let mut rows = chain(&words);
            let at = at.index(rows.len() - 1);
            rows.remove(at);
            prop_assert_eq!(faults(&rows).into_iter().next(), Some(ChainFault::Missing { event: at as i64 + 1 }));
        }

        #[test]
        fn two_rows_that_change_places_are_found_at_the_first(words in words(), at in any::<prop::sample::Index>()) {
            let mut rows = chain(&words);
            let at = at.index(rows.len() - 1);
            let (fields, hash) = (rows[at].fields.clone(), rows[at].hash);
            rows[at].fields = rows[at + 1].fields.clone();
            rows[at].hash = rows[at + 1].hash;
            rows[at + 1].fields = fields;
            rows[at + 1].hash = hash;
            prop_assert_eq!(faults(&rows).into_iter().next(), Some(ChainFault::Changed { event: at as i64 + 1 }));
        }

        #[test]
        fn a_row_added_by_hand_is_found(words in words(), hash in any::<Hash>()) {
            let mut rows = chain(&words);
            let number = rows.len() as i64 + 1;
            let fields = fields(number, 9999, "mine");
            rows.push(Sealed { number, fields, hash });
            prop_assert_eq!(faults(&rows), [ChainFault::Changed { event: number }]);
        }

        #[test]
        fn a_chain_that_is_forged_on_another_says_another_hash(words in words(), at in any::<prop::sample::Index>()) {
            let sound = chain(&words);
            let mut forged = words.clone();
            let at = at.index(words.len());
            forged[at].push('!');
            let forged = chain(&forged);
            prop_assert_eq!(faults(&forged), []);
            for (number, (one, other)) in sound.iter().zip(&forged).enumerate() {
                prop_assert_eq!(one.hash == other.hash, number < at, "which is what the mark beside the lake keeps");
            }
        }
    }

    #[test]
    fn instants_rise_and_one_that_falls_is_told() {
        let mut rows = chain(&["a".to_owned(), "b".to_owned(), "c".to_owned()]);
        let mut judge = Judge::default();
        for (row, at) in rows.iter_mut().zip([5000, 1000, 1000]) {
            let (_, before) = judge.last();
            row.fields = fields(row.number, at, "");
            row.hash = seal(&before, &row.fields);
            let fault = judge.next(row);
            assert_eq!(fault, (row.number == 3).then_some(ChainFault::Misplaced { event: 3 }));
        }
        assert_eq!(judge.set_back(), [2]);
    }

    #[test]
    fn the_hash_is_what_the_head_says_it_is() {
        // Python: hashlib.sha256(bytes(32) + b'{}').hexdigest()
        let expected = "fb1634c4e6cd4b1f1afe3ce2d6ef080f7ac5d1f357d723ad4dfca782733b62db";
        assert_eq!(hex::encode(seal(&BEFORE_THE_FIRST, "{}")), expected);
    }
}
