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

/// Which catalogue a lake belongs to, and how far it had come: what is written beside the objects.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CatalogueMark {
    /// The catalogue.
    pub id: CatalogueId,
    /// Its count of changes.
    pub generation: u64,
}
