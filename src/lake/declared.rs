//! What the Parquet of a filing says of itself, to be held against the catalogue's row.

use parquet::file::metadata::{FileMetaData, KeyValue};
use parquet::file::reader::{FileReader, SerializedFileReader};
use serde::{Deserialize, Serialize};

use super::error::LakeError;
use super::object::Object;
use super::rows::{LayerRows, Provenance};
use crate::domain::{FilingKind, Layer, OperatorId};

const METADATA_KEY: &str = "taghtia";
const FORMAT: u32 = 1;

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

/// A filing's object of whatever kind, its footer understood once.
pub struct FilingFile {
    object: Object,
    pub(super) parquet: SerializedFileReader<Object>,
    pub(super) head: Head,
}

impl FilingFile {
    /// Reads what an object says of itself.
    ///
    /// # Errors
    /// When it is no filing's object.
    pub fn open(object: Object) -> Result<Self, LakeError> {
        let parquet = SerializedFileReader::new(object.clone()).map_err(LakeError::parquet(object.key()))?;
        let head = Head::of(&object, parquet.metadata().file_metadata())?;
        Ok(Self { object, parquet, head })
    }

    /// The object itself.
    pub fn object(&self) -> &Object {
        &self.object
    }

    /// What it says it holds.
    pub fn declared(&self) -> Declared {
        let mut layers = self.head.layers();
        layers.sort();
        Declared { kind: self.head.kind(), operator: self.head.operator().clone(), layers }
    }
}

/// What a file's metadata says of it.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Head {
    format: u32,
    kind: FilingKind,
    operator: OperatorId,
    pack_digest: String,
    layers: Vec<HeadLayer>,
}

#[derive(Debug, Serialize, Deserialize)]
struct HeadLayer {
    #[serde(flatten)]
    layer: Layer,
    rows: u64,
}

impl Head {
    pub(super) fn new(kind: FilingKind, provenance: &Provenance, layers: &[LayerRows]) -> Self {
        let layers =
            layers.iter().map(|(layer, rows)| HeadLayer { layer: layer.clone(), rows: *rows }).collect();
        Self {
            format: FORMAT,
            kind,
            operator: provenance.operator.clone(),
            pack_digest: provenance.pack_digest.clone(),
            layers,
        }
    }

    pub(super) fn key_value(&self) -> Result<KeyValue, LakeError> {
        let text =
            serde_json::to_string(self).map_err(|error| LakeError::damaged("a file's metadata", error))?;
        Ok(KeyValue::new(METADATA_KEY.to_owned(), text))
    }

    /// Reads the metadata of a file that must hold this kind.
    pub(super) fn read(object: &Object, file: &FileMetaData, kind: FilingKind) -> Result<Self, LakeError> {
        let head = Self::of(object, file)?;
        head.must_be(object, kind)?;
        Ok(head)
    }

    pub(super) fn must_be(&self, object: &Object, kind: FilingKind) -> Result<(), LakeError> {
        if self.kind == kind {
            return Ok(());
        }
        Err(LakeError::damaged(object.key(), format!("it holds {}, not {kind}", self.kind)))
    }

    /// Reads the metadata of a file of any kind.
    pub(super) fn of(object: &Object, file: &FileMetaData) -> Result<Self, LakeError> {
        let text = file
            .key_value_metadata()
            .and_then(|pairs| pairs.iter().find(|pair| pair.key == METADATA_KEY))
            .and_then(|pair| pair.value.as_deref())
            .ok_or_else(|| LakeError::damaged(object.key(), "its metadata is missing"))?;
        let head: Self =
            serde_json::from_str(text).map_err(|error| LakeError::damaged(object.key(), error))?;
        if head.format != FORMAT {
            let problem = format!("it holds {} in format {}", head.kind, head.format);
            return Err(LakeError::damaged(object.key(), problem));
        }
        Ok(head)
    }

    pub(super) fn kind(&self) -> FilingKind {
        self.kind
    }

    pub(super) fn operator(&self) -> &OperatorId {
        &self.operator
    }

    pub(super) fn layers(&self) -> Vec<LayerRows> {
        self.layers.iter().map(|declared| (declared.layer.clone(), declared.rows)).collect()
    }
}
