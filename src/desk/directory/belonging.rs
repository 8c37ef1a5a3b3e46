//! Whether a catalogue and a lake belong together: asked at every door, before anything is written.
//!
//! The catalogue decides what is in the lake. Beside another catalogue, an older one, or none, all that the
//! lake holds would be unnamed, and what is unnamed goes. So the lake bears a mark of its catalogue
//! ([`crate::lake::mark`]), and a catalogue that is not the marked one, or has not come as far, is refused. A
//! lake without a mark is from before there were marks: then a catalogue that names nothing is refused where
//! the lake holds anything.

use std::path::Path;

use crate::catalogue::{ChainFault, Found};
use crate::domain::{CatalogueMark, causes};
use crate::lake;

/// Why a catalogue is not taken for this lake's.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Mismatch {
    /// It is not there, or empty.
    Missing,
    /// It is another one, or a state of it from before catalogues had ids.
    Other,
    /// It is an earlier state of the right one.
    Older {
        /// Its count of changes.
        found: u64,
        /// The lake's.
        marked: u64,
    },
    /// It names no object, and the lake, which bears no mark, holds some.
    NamesNothing,
    /// Its sequence of events is not as it was written.
    Broken(ChainFault),
}

impl std::fmt::Display for Mismatch {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Missing => f.write_str("the catalogue is missing or empty"),
            Self::Other => f.write_str("this is another catalogue than the lake's own"),
            Self::Broken(fault) => fault.fmt(f),
            Self::Older { found, marked } => write!(
                f,
                "this is an older state of the lake's catalogue (change {found}; the lake has seen change {marked})"
            ),
            Self::NamesNothing => f.write_str("this catalogue names nothing, and the lake holds objects"),
        }
    }
}

/// The mark of a lake; one that cannot be read is as good as none, and said in the log.
pub(super) fn mark_of(lake: &Path) -> Option<CatalogueMark> {
    lake::mark::read(lake).unwrap_or_else(|error| {
        tracing::error!(error = %causes(&error), "desk.catalogue.mark.unreadable");
        None
    })
}

/// What keeps a catalogue and a lake apart, if anything does.
pub(super) fn mismatch(lake: &Path, mark: Option<&CatalogueMark>, found: &Found) -> Option<Mismatch> {
    let Some(marked) = mark else {
        let names_objects = matches!(
            found,
            Found::Unmarked { names_objects: true } | Found::Marked { names_objects: true, .. }
        );
        if let Found::Marked { fault: Some(fault), .. } = found {
            return Some(Mismatch::Broken(fault.clone()));
        }
        if names_objects || !lake::mark::holds_objects(lake) {
            return None;
        }
        return Some(if *found == Found::Nothing { Mismatch::Missing } else { Mismatch::NamesNothing });
    };
    match found {
        Found::Nothing => Some(Mismatch::Missing),
        Found::Marked { mark, fault, .. } if mark.id == marked.id => (mark.generation < marked.generation)
            .then_some(Mismatch::Older { found: mark.generation, marked: marked.generation })
            .or_else(|| fault.clone().map(Mismatch::Broken)),
        Found::Unmarked { .. } | Found::Marked { .. } => Some(Mismatch::Other),
    }
}
