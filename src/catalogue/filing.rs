//! A filing as it is recorded, and what became of it.

use serde::Serialize;

use crate::domain::{
    AsOf, ContentHash, DamageCause, DamagedKind, DamagedObject, DamagedOf, FilingId, FilingKind, Layer,
    OperatorId, Origin, Recorded,
};

/// A declared layer and how large it is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct FiledLayer {
    /// The layer.
    #[serde(flatten)]
    pub layer: Layer,
    /// Cells of a mobile layer, premises of a fixed one.
    pub extent: u64,
}

/// When and why a filing was taken back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Withdrawal {
    /// The instant, on the clock of recorded instants.
    pub at: Recorded,
    /// Why.
    pub reason: String,
    /// By whom.
    pub by: String,
}

/// A recorded filing, without its report.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct FilingRecord {
    /// Its id; sorts as recorded does.
    pub id: FilingId,
    /// What it holds.
    pub kind: FilingKind,
    /// Whose it is.
    pub operator: OperatorId,
    /// The date it describes.
    pub as_of: AsOf,
    /// When it was recorded; corrected where the clock ran ahead then.
    pub recorded: Recorded,
    /// What its receipt says of that, where it was corrected.
    pub receipt_recorded: Option<Recorded>,
    /// The hash of the file as it arrived.
    pub content_hash: ContentHash,
    /// Where the file is kept as it arrived.
    pub original_key: String,
    /// What the file was called.
    pub file_name: Option<String>,
    /// Where the checked rows are kept.
    pub data_key: String,
    /// Size of the file as it arrived.
    pub bytes: u64,
    /// Rows or features read.
    pub rows: u64,
    /// The layers it declares, in order.
    pub layers: Vec<FiledLayer>,
    /// Whether it is made up.
    pub synthetic: bool,
    /// How it reached us.
    pub origin: Origin,
    /// Whether it was taken back.
    pub withdrawn: Option<Withdrawal>,
}

impl FilingRecord {
    /// Its rows, as a damaged object.
    pub fn damaged_rows(&self, cause: DamageCause) -> DamagedObject {
        self.damaged(DamagedKind::Filing, &self.data_key, cause)
    }

    /// Its original, as a damaged object.
    pub fn damaged_original(&self, cause: DamageCause) -> DamagedObject {
        self.damaged(DamagedKind::Original, &self.original_key, cause)
    }

    fn damaged(&self, kind: DamagedKind, object: &str, cause: DamageCause) -> DamagedObject {
        let of = DamagedOf::Filing {
            filing: self.id.clone(),
            operator: self.operator.clone(),
            as_of: self.as_of,
            filing_kind: self.kind,
        };
        DamagedObject { kind, of, object: object.to_owned(), cause }
    }
}
