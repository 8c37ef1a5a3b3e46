//! What became of a filing, as one word.

/// What became of a filing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Serialize)]
#[serde(rename_all = "lowercase")]
pub enum FilingState {
    /// At least one of its layers is in force now, or the network it states.
    Current,
    /// Later dates have been filed; it stands for its own.
    History,
    /// A later filing for the same date replaced it.
    Superseded,
    /// It was taken back.
    Withdrawn,
}

impl FilingState {
    /// All of them, in order.
    pub const ALL: [Self; 4] = [Self::Current, Self::History, Self::Superseded, Self::Withdrawn];

    /// The word in answers and metrics.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Current => "current",
            Self::History => "history",
            Self::Superseded => "superseded",
            Self::Withdrawn => "withdrawn",
        }
    }
}
