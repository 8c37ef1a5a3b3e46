//! Who may do what, and who did: roles, the public ids of tokens, and the acts that are written down.

use serde::Serialize;

use super::{OperatorId, ProbeId, SourceId, TerritoryCode, string_id, word_list};

word_list!(
    /// What a token is for.
    Role, "role" {
        /// Files and withdraws for one operator.
        Operator => "operator",
        /// Sends measurements.
        Probe => "probe",
        /// Reads what is not for everybody; changes nothing.
        Planner => "planner",
        /// Everything, for every operator.
        Admin => "admin",
    }
);

string_id!(
    /// The public part of a token: enough to name it, worth nothing without the rest.
    TokenId,
    "token id",
    "8 letters and digits",
    |text| text.len() == 8 && text.bytes().all(|b| b.is_ascii_alphanumeric())
);

/// What a token of role `probe` is bound to: the sources it may write to and, where lists are not empty,
/// the only operators, probes and places its tests may be of.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct TokenScope {
    /// Sources.
    pub sources: Vec<SourceId>,
    /// Operators.
    pub operators: Vec<OperatorId>,
    /// Probes.
    pub probes: Vec<ProbeId>,
    /// Territories.
    pub places: Vec<TerritoryCode>,
}

impl TokenScope {
    /// The one source that a token without sources may write to: that of its name or, where its name is
    /// no source's, that of its id in small letters.
    pub fn source_named(name: &str, id: &TokenId) -> Option<SourceId> {
        let own = SourceId::new(name.trim());
        own.or_else(|_no_source| SourceId::new(&id.as_str().to_ascii_lowercase())).ok()
    }
}

word_list!(
    /// What was done, as the audit log names it.
    Act, "act" {
        /// A token was issued.
        TokenIssued => "token-issued",
        /// A token was taken back.
        TokenRevoked => "token-revoked",
        /// An operator joined the registry.
        OperatorAdded => "operator-added",
        /// A filing was recorded.
        FilingRecorded => "filing-recorded",
        /// A filing repeated the one in force.
        FilingUnchanged => "filing-unchanged",
        /// A filing was refused by the rules.
        FilingRefused => "filing-refused",
        /// A filing was withdrawn.
        FilingWithdrawn => "filing-withdrawn",
        /// A batch of measurements was taken, wholly or in part, or refused row by row.
        MeasurementsTaken => "measurements-taken",
        /// Measurements were withdrawn: a batch, all of a token, or a source.
        MeasurementsWithdrawn => "measurements-withdrawn",
        /// A source of measurements was registered, or taken into use again.
        SourceRegistered => "source-registered",
        /// A source of measurements was retired.
        SourceRetired => "source-retired",
        /// A list of places was imported, or imported anew.
        PlacesImported => "places-imported",
        /// A list of places was removed.
        PlacesRemoved => "places-removed",
        /// A damaged object of the lake was put back, or its rows were made again.
        ObjectHealed => "object-healed",
        /// Requests were turned away for their token, or for what it may not do; counted together.
        AccessDenied => "access-denied",
        /// Instants of a clock that ran ahead were put right.
        ClockRepaired => "clock-repaired",
        /// A catalogue that is not the lake's own was taken all the same.
        CatalogueAccepted => "catalogue-accepted",
    }
);

/// Who does something, and from where: what the audit log remembers of them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Actor {
    /// `token:ID`, `machine:USER`, `collector:ID`, or the word of the program's own part that acts by itself.
    pub who: String,
    /// A network address, or how else they came.
    pub from: String,
}

impl Actor {
    /// Whoever holds a token.
    pub fn token(token: &TokenId, from: impl Into<String>) -> Self {
        Self { who: format!("token:{token}"), from: from.into() }
    }

    /// Whoever sits at the machine itself.
    pub fn machine(user: &str) -> Self {
        Self { who: format!("machine:{user}"), from: "command line".to_owned() }
    }

    /// A collector, and where it fetched what it brings.
    pub fn collector(id: &super::CollectorId, from: impl Into<String>) -> Self {
        Self { who: format!("collector:{id}"), from: from.into() }
    }

    /// A part of the program that acts by itself.
    pub fn program(part: impl std::fmt::Display) -> Self {
        Self { who: part.to_string(), from: "this program".to_owned() }
    }

    /// Nobody in particular.
    pub fn nobody(from: impl Into<String>) -> Self {
        Self { who: "nobody".to_owned(), from: from.into() }
    }
}
