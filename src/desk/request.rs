//! What is handed in at the desk beside a file, and what is given in return.

use serde::Serialize;
use serde_json::value::RawValue;

use crate::catalogue::FiledLayer;
use crate::domain::{AsOf, ContentHash, Epsg, FilingId, FilingKind, OperatorId, Origin, Recorded};
use crate::intake::Progress;

/// Told how far a check has come, from the thread that checks.
pub type Watcher = Box<dyn FnMut(Progress) + Send>;

/// What is submitted beside the file.
#[derive(Debug, Clone)]
pub struct SubmitRequest {
    /// What the file holds.
    pub kind: FilingKind,
    /// Who files.
    pub operator: OperatorId,
    /// The date whose network it describes.
    pub as_of: AsOf,
    /// What the file is called.
    pub file_name: Option<String>,
    /// The reference system of its coordinates, where the filer says one.
    pub crs: Option<Epsg>,
    /// How it reached us.
    pub origin: Origin,
}

/// What is checked and not stored.
#[derive(Debug, Clone)]
pub struct TrialRequest {
    /// What the file holds.
    pub kind: FilingKind,
    /// Who would file; a file can be checked without.
    pub operator: Option<OperatorId>,
    /// The date whose network it describes; today if not given.
    pub as_of: Option<AsOf>,
    /// What the file is called.
    pub file_name: Option<String>,
    /// The reference system of its coordinates, where the caller says one.
    pub crs: Option<Epsg>,
}

/// Whether a submission was news.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Outcome {
    /// It was recorded.
    Accepted,
    /// It repeats the filing in force, whose receipt this is.
    Unchanged,
}

/// What the filer gets in return.
#[derive(Debug, Clone, Serialize)]
pub struct Receipt {
    /// The filing's id.
    pub id: FilingId,
    /// Whether the submission was news.
    pub state: Outcome,
    /// When the filing was recorded.
    pub recorded: Recorded,
    /// The date it describes.
    pub as_of: AsOf,
    /// What it holds.
    pub kind: FilingKind,
    /// Whose it is.
    pub operator: OperatorId,
    /// The layers it declares.
    pub layers: Vec<FiledLayer>,
    /// The SHA-256 of the file as it arrived.
    pub content_hash: ContentHash,
    /// The report of its checks, when it was recorded.
    pub report: Box<RawValue>,
}
