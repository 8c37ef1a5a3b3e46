//! Where a layer's cells stand in a list of cells: runs of places, behind the rows of the same file.
//!
//! ```text
//! rows │ runs of the first layer │ of the second … │ footer, whose `taghtia.runs` says where, and of which list
//! ```
//!
//! A layer is filed once and read for every date and question it is part of. Its H3 indexes mean the same for ever, but
//! each must be looked up before a set can be made of them; its runs are that set already, in a hundredth of the
//! bytes. Parquet lets bytes stand before its footer that are no column's: other readers pass over them.
//!
//! A place means something in one list of cells only, which is named by its hash: the reader with that very list
//! takes the runs, any other one the rows. Invariants: runs are made of the rows as these are written, so they say
//! the same; they are part of the object, so its name covers them; and being derived they are not believed blindly: runs that
//! do not ascend, or do not add up to their layer's rows, are as good as none.

use std::ops::Range;

use parquet::file::metadata::{FileMetaData, KeyValue};
use serde::{Deserialize, Serialize};

use crate::lake::error::LakeError;
use crate::lake::object::Object;

const METADATA_KEY: &str = "taghtia.runs";

/// Where the runs of a file's layers are.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Index {
    /// The hash of the list the places are of.
    list: String,
    /// Where the first begins.
    start: u64,
    /// How many bytes each layer's take.
    bytes: Vec<usize>,
}

/// The runs of a file on their way.
#[derive(Debug, Default)]
pub(super) struct Writer {
    content: Vec<u8>,
    bytes: Vec<usize>,
    /// Where the layers before this one end in `content`.
    begin: usize,
    run: Range<u32>,
    /// Where the run before this one ended.
    end: u32,
    is_unsorted: bool,
}

impl Writer {
    /// Adds a cell of a layer, in order.
    pub(super) fn push(&mut self, place: u32) {
        let Some(after) = place.checked_add(1) else {
            self.is_unsorted = true;
            return;
        };
        if self.run.is_empty() || place != self.run.end {
            self.close_run();
            self.is_unsorted |= place < self.end;
            self.run.start = place;
        }
        self.run.end = after;
    }

    /// Ends a layer.
    pub(super) fn close(&mut self) {
        self.close_run();
        self.bytes.push(self.content.len() - self.begin);
        (self.begin, self.end) = (self.content.len(), 0);
    }

    fn close_run(&mut self) {
        let run = std::mem::take(&mut self.run);
        if !run.is_empty() {
            put(&mut self.content, run.start.wrapping_sub(self.end));
            put(&mut self.content, run.end - run.start);
            self.end = run.end;
        }
    }

    /// All runs, and the entry that says that they begin at `start`; `None` where the cells did not ascend.
    pub(super) fn finish(self, list: &str, start: usize) -> Result<Option<(Vec<u8>, KeyValue)>, LakeError> {
        if self.is_unsorted {
            return Ok(None);
        }
        let index = Index { list: list.to_owned(), start: start as u64, bytes: self.bytes };
        let text =
            serde_json::to_string(&index).map_err(|error| LakeError::damaged("a file's metadata", error))?;
        Ok(Some((self.content, KeyValue::new(METADATA_KEY.to_owned(), text))))
    }
}

impl Index {
    /// What a file says of its runs; `None` where it has none in this list.
    pub(super) fn of(file: &FileMetaData, list: &str) -> Option<Self> {
        let pairs = file.key_value_metadata()?;
        let text = pairs.iter().find(|pair| pair.key == METADATA_KEY)?.value.as_deref()?;
        serde_json::from_str(text).ok().filter(|index: &Self| index.list == list)
    }

    /// The runs of each layer, of as many cells as it has rows; `None` where they are not that.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub(super) fn read(
        &self,
        object: &Object,
        rows: impl ExactSizeIterator<Item = u64>,
    ) -> Result<Option<Vec<Vec<Range<u32>>>>, LakeError> {
        let whole = self.bytes.iter().try_fold(0usize, |sum, bytes| sum.checked_add(*bytes));
        let fits = |whole: &usize| {
            let end = self.start.checked_add(*whole as u64);
            end.is_some_and(|end| end <= object.size()) && rows.len() == self.bytes.len()
        };
        let Some(whole) = whole.filter(fits) else { return Ok(None) };
        let content = object.piece(self.start, whole)?;
        let mut rest = &content[..];
        let layers = self.bytes.iter().zip(rows).map(|(bytes, rows)| {
            let own;
            (own, rest) = rest.split_at_checked(*bytes)?;
            decode(own, rows)
        });
        Ok(layers.collect())
    }
}

/// The runs of one layer; `None` where they do not ascend or do not add up to the rows.
fn decode(mut bytes: &[u8], rows: u64) -> Option<Vec<Range<u32>>> {
    let mut runs = Vec::with_capacity(bytes.len() / 3);
    let (mut end, mut cells) = (0u32, 0);
    while !bytes.is_empty() {
        let start = end.checked_add(take(&mut bytes)?)?;
        let length = take(&mut bytes).filter(|length| *length > 0)?;
        end = start.checked_add(length)?;
        cells += u64::from(length);
        runs.push(start..end);
    }
    (cells == rows).then_some(runs)
}

/// Seven bits a byte, lowest first; the highest bit says that more follow.
fn put(content: &mut Vec<u8>, mut number: u32) {
    while number >= 0x80 {
        content.push(number as u8 | 0x80);
        number >>= 7;
    }
    content.push(number as u8);
}

fn take(bytes: &mut &[u8]) -> Option<u32> {
    let mut number = 0;
    for shift in (0..32).step_by(7) {
        let (byte, rest) = bytes.split_first()?;
        *bytes = rest;
        number |= u64::from(byte & 0x7f) << shift;
        if *byte < 0x80 {
            return u32::try_from(number).ok();
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::collections::BTreeSet;

    fn written(layers: &[BTreeSet<u32>]) -> (Vec<u8>, Vec<usize>) {
        let mut writer = Writer::default();
        for layer in layers {
            for place in layer {
                writer.push(*place);
            }
            writer.close();
        }
        let bytes = writer.bytes.clone();
        (writer.finish("list", 0).expect("text").expect("ascending").0, bytes)
    }

    fn places() -> impl Strategy<Value = BTreeSet<u32>> {
        let run = (prop_oneof![0u32..1000, any::<u32>()], 0u32..300);
        proptest::collection::vec(run, 0..20).prop_map(|runs| {
            let run = |(start, length): (u32, u32)| start..start.saturating_add(length);
            runs.into_iter().flat_map(run).collect()
        })
    }

    proptest! {
        #[test]
        fn runs_are_the_places_that_made_them(layers in proptest::collection::vec(places(), 0..5)) {
            let (content, bytes) = written(&layers);
            let mut rest = &content[..];
            for (layer, bytes) in layers.iter().zip(bytes) {
                let own;
                (own, rest) = rest.split_at(bytes);
                let runs = decode(own, layer.len() as u64).expect("they add up to the rows");
                prop_assert!(runs.iter().cloned().flatten().eq(layer.iter().copied()));
                prop_assert!(runs.windows(2).all(|two| two[0].end < two[1].start), "none touches the next");
                prop_assert_eq!(decode(own, layer.len() as u64 + 1), None);
            }
            prop_assert!(rest.is_empty());
        }

        #[test]
        fn whatever_is_no_runs_is_refused(bytes in proptest::collection::vec(any::<u8>(), 0..40), rows in 0u64..99) {
            if let Some(runs) = decode(&bytes, rows) {
                prop_assert_eq!(runs.iter().map(|run| u64::from(run.end - run.start)).sum::<u64>(), rows);
                prop_assert!(runs.windows(2).all(|two| two[0].end <= two[1].start));
            }
        }
    }

    #[test]
    fn cells_that_do_not_ascend_have_no_runs() {
        for places in [[5, 4], [5, 5], [u32::MAX - 1, u32::MAX]] {
            let mut writer = Writer::default();
            for place in places {
                writer.push(place);
            }
            writer.close();
            assert!(writer.finish("list", 0).expect("text").is_none(), "{places:?}");
        }
    }
}
