//! What the Parquet of a filing says of itself, to be held against the catalogue's row.

use parquet::file::reader::{FileReader, SerializedFileReader};

use super::error::LakeError;
use super::mobile::Head;
use super::object::Object;
use super::rows::LayerRows;
use crate::domain::{FilingKind, OperatorId};

/// What an object says it holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Declared {
    /// What it is a filing of.
    pub kind: FilingKind,
    /// Whose.
    pub operator: OperatorId,
    /// Its layers with their rows, ascending.
    pub layers: Vec<LayerRows>,
}

/// Reads what a filing's object says of itself.
///
/// # Errors
/// When it is no filing's object.
pub fn declared(object: &Object) -> Result<Declared, LakeError> {
    let file = SerializedFileReader::new(object.clone()).map_err(LakeError::parquet(object.key()))?;
    let head = Head::of(object, file.metadata().file_metadata())?;
    let (kind, operator) = (head.kind(), head.operator().clone());
    let mut layers = head.layers();
    layers.sort();
    Ok(Declared { kind, operator, layers })
}
