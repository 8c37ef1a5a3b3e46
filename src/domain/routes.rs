//! Fibre networks as filed: nodes, and the spans between them.
//!
//! The words are those of the Open Fibre Data Standard (OFDS). A filing holds an operator's whole
//! network, in one or several parts that the standard calls networks.

use serde::{Deserialize, Serialize};

use super::{LonLat, word_list};

word_list!(
    /// How far a node or a span has come.
    RouteStatus, "status" {
        /// Early, and not financed.
        Proposed => "proposed",
        /// Advanced, and financed.
        Planned => "planned",
        /// Passive works are under way.
        UnderConstruction => "underConstruction",
        /// Built, and not lit.
        Inactive => "inactive",
        /// At least one provider is live.
        Operational => "operational",
        /// Out of use.
        Decommissioned => "decommissioned",
    }
);

word_list!(
    /// What a span counts as.
    RoutePhase, "standing" {
        /// In use.
        Operational => "operational",
        /// To come: anything between a proposal and a built line that is not lit.
        Planned => "planned",
    }
);

impl RoutePhase {
    /// What a status counts as; what is out of use counts as nothing.
    ///
    /// A network that gives no status means what it has: none of the networks published so far that
    /// leave it out holds plans.
    pub fn of(status: Option<RouteStatus>) -> Option<Self> {
        match status {
            None | Some(RouteStatus::Operational) => Some(Self::Operational),
            Some(RouteStatus::Decommissioned) => None,
            Some(_) => Some(Self::Planned),
        }
    }
}

/// A whole filed network.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct FibreNetwork {
    /// Its parts, in the order of the file.
    pub networks: Vec<NetworkHead>,
    /// Every node, part by part.
    pub nodes: Vec<FibreNode>,
    /// Every span, part by part.
    pub spans: Vec<FibreSpan>,
}

/// One part of a filed network.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct NetworkHead {
    /// Its id, as filed: should be a UUID, and is not always.
    pub id: String,
    /// Its name.
    pub name: Option<String>,
    /// The version of the standard it names: `0.3` or `0.4`.
    pub version: String,
    /// Connected parts that its spans make.
    pub components: u64,
    /// Warnings that its check had.
    pub warnings: u64,
}

/// A node.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct FibreNode {
    /// Which part it belongs to, as a position in [`FibreNetwork::networks`].
    pub network: u32,
    /// Its id within that part.
    pub id: String,
    /// Its name.
    pub name: Option<String>,
    /// The phase it belongs to: its name, else its id.
    pub phase: Option<String>,
    /// How far it has come.
    pub status: Option<RouteStatus>,
    /// Where it is.
    pub location: Option<LonLat>,
    /// What it is: pop, tower, cabinet ...
    pub kinds: Vec<String>,
    /// Whether others can connect there.
    pub access_point: Option<bool>,
}

/// A span.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct FibreSpan {
    /// Which part it belongs to, as a position in [`FibreNetwork::networks`].
    pub network: u32,
    /// Its id within that part.
    pub id: String,
    /// Its name.
    pub name: Option<String>,
    /// The phase it belongs to: its name, else its id.
    pub phase: Option<String>,
    /// How far it has come.
    pub status: Option<RouteStatus>,
    /// The id of the node where it starts.
    pub start: Option<String>,
    /// The id of the node where it ends.
    pub end: Option<String>,
    /// The date it is, or is to be, ready for service.
    pub ready_for_service: Option<jiff::civil::Date>,
    /// Its way, straight in longitude and latitude between positions; empty where none is given.
    pub route: Vec<LonLat>,
    /// What carries the signals; empty where nothing is said.
    pub media: Vec<String>,
    /// How it is laid.
    pub deployment: Vec<String>,
    /// Equipped capacity in Gbit/s.
    pub capacity: Option<f64>,
    /// How many fibres.
    pub fibre_count: Option<u64>,
}

impl FibreSpan {
    /// Whether it is fibre: it says so, or says nothing.
    pub fn is_fibre(&self) -> bool {
        self.media.is_empty() || self.media.iter().any(|medium| medium == "fibre")
    }

    /// What its length counts as.
    pub fn standing(&self) -> Option<RoutePhase> {
        RoutePhase::of(self.status)
    }
}
