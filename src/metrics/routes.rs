//! The families of fibre networks, written from one snapshot.

use super::family::Family;
use super::volume::{levels_of_operators, main_levels};
use super::{MetricsError, definitions};
use crate::domain::RoutePhase;
use crate::snapshot::NetworkState;

/// Route lengths by operator and territory, and how many spans and nodes there are.
pub(super) async fn write(state: &NetworkState) -> Result<String, MetricsError> {
    let mut metres = Family::of(&definitions::NETWORK_ROUTE_METRES);
    let mut spans = Family::of(&definitions::NETWORK_SPANS);
    let mut nodes = Family::of(&definitions::NETWORK_NODES);
    let tree = &state.snapshot().country().tree;
    let intact: Vec<_> = state.networks().filter(|filing| !state.is_damaged(filing)).collect();
    let levels = main_levels(state.snapshot());
    let levels = levels_of_operators(&levels, intact.len());
    for filing in intact {
        let routes = state.routes(filing).await?;
        let operator = ("operator", filing.operator.as_str());
        spans.add(&[operator], routes.network.spans.len() as f64);
        nodes.add(&[operator], routes.network.nodes.len() as f64);
        for id in levels.iter().flat_map(|level| tree.level(*level)) {
            let territory = tree.get(id);
            let length = routes.within(id);
            for standing in RoutePhase::ALL {
                let labels = [
                    ("code", territory.code.as_str()),
                    ("level", tree.level_id(id).as_str()),
                    operator,
                    ("standing", standing.as_str()),
                ];
                metres.add(&labels, length.of(*standing));
            }
        }
    }
    Ok([metres.text(), spans.text(), nodes.text()].concat())
}
