//! The identity of a catalogue, and how far it had come.

use serde::{Deserialize, Serialize};

use super::string_id;

string_id!(
    /// Tells one catalogue from every other.
    CatalogueId,
    "catalogue id",
    "32 hexadecimal digits",
    |text| text.len() == 32 && text.bytes().all(|b| b.is_ascii_digit() || (b'a'..=b'f').contains(&b))
);

/// The end of a catalogue's sequence of events.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct LastEvent {
    /// Its number.
    pub number: u64,
    /// Its hash, in hexadecimal digits, which seals all before it.
    pub sha256: String,
}

/// Which catalogue a lake belongs to, and how far it had come: what is written beside the objects.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CatalogueMark {
    /// The catalogue.
    pub id: CatalogueId,
    /// Its count of changes.
    pub generation: u64,
    /// Its last event; marks of before there were events say none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub event: Option<LastEvent>,
}

impl CatalogueMark {
    /// How far the catalogue had come: of two marks of one catalogue the later has the greater.
    pub fn progress(&self) -> (u64, u64) {
        (self.generation, self.event.as_ref().map_or(0, |event| event.number))
    }
}
