//! The fibre networks in force, of every operator or of one: what is known of them together.
//!
//! A network whose rows are damaged is named and left out; who filed none is named too, since nothing filed is not
//! the same as no route.

use std::sync::Arc;

use super::question::FigureState;
use super::routes::{RouteMetres, Routes};
use super::{NetworkState, SnapshotError};
use crate::catalogue::FilingRecord;
use crate::domain::OperatorId;

/// The networks that are asked for, loaded.
#[derive(Debug)]
pub struct NetworksInForce {
    /// Those that are known, by the filing that states them.
    pub networks: Vec<(Arc<FilingRecord>, Arc<Routes>)>,
    /// Whose network is in force and damaged.
    pub damaged: Vec<OperatorId>,
    /// Who is asked for and filed none.
    pub without_filing: Vec<OperatorId>,
}

impl NetworkState {
    /// The networks in force, of one operator where one is asked for.
    ///
    /// # Errors
    /// When one cannot be loaded from the lake.
    pub async fn networks_of(&self, operator: Option<&OperatorId>) -> Result<NetworksInForce, SnapshotError> {
        let is_asked = |id: &OperatorId| operator.is_none_or(|only| only == id);
        let (mut networks, mut damaged) = (Vec::new(), Vec::new());
        for filing in self.networks().filter(|filing| is_asked(&filing.operator)) {
            if self.is_damaged(filing) {
                damaged.push(filing.operator.clone());
            } else {
                networks.push((Arc::clone(filing), self.routes(filing).await?));
            }
        }
        let has_filed = |id: &OperatorId| {
            damaged.contains(id) || networks.iter().any(|(filing, _)| filing.operator == *id)
        };
        let asked = self.snapshot().operators().iter().map(|operator| &operator.id);
        let without_filing = asked.filter(|id| is_asked(id) && !has_filed(id)).cloned().collect();
        Ok(NetworksInForce { networks, damaged, without_filing })
    }
}

impl NetworksInForce {
    /// Whether there are numbers, and of all networks in force.
    pub fn standing(&self) -> FigureState {
        match (self.networks.is_empty(), self.damaged.is_empty()) {
            (false, true) => FigureState::Known,
            (false, false) => FigureState::LowerBound,
            (true, false) => FigureState::Damaged,
            (true, true) => FigureState::NoFiling,
        }
    }

    /// Whose networks count.
    pub fn operators(&self) -> Vec<OperatorId> {
        self.networks.iter().map(|(filing, _)| filing.operator.clone()).collect()
    }

    /// A length of all of them together.
    pub fn sum(&self, of: impl Fn(&Routes) -> RouteMetres) -> RouteMetres {
        self.networks.iter().map(|(_, routes)| of(routes)).fold(RouteMetres::default(), RouteMetres::plus)
    }

    /// What counts and lies outside the country.
    pub fn outside(&self) -> RouteMetres {
        self.sum(|routes| routes.outside.iter().copied().fold(RouteMetres::default(), RouteMetres::plus))
    }
}
