//! The families of fibre networks, written from one snapshot.

use super::MetricsError;
use super::family::Family;
use crate::domain::{Level, RouteStanding};
use crate::snapshot::NetworkState;

/// Route lengths by operator and territory, and how many spans and nodes there are.
pub(super) async fn write(state: &NetworkState, levels: &[Level]) -> Result<String, MetricsError> {
    let mut metres = Family::gauge(
        "taghtia_network_route_metres",
        "Metres of fibre route in the territory, as filed and in force: in use, or to come.",
    );
    let mut spans = Family::gauge("taghtia_network_spans", "Spans of the operator's network in force.");
    let mut nodes = Family::gauge("taghtia_network_nodes", "Nodes of the operator's network in force.");
    let tree = &state.snapshot().country().tree;
    for filing in state.networks() {
        let routes = state.routes(filing).await?;
        let operator = ("operator", filing.operator.as_str());
        spans.add(&[operator], routes.network.spans.len() as f64);
        nodes.add(&[operator], routes.network.nodes.len() as f64);
        for id in levels.iter().flat_map(|level| tree.level(*level)) {
            let territory = tree.get(id);
            let length = routes.within(id);
            for standing in RouteStanding::ALL {
                let labels = [
                    ("code", territory.code.as_str()),
                    ("level", territory.level.as_str()),
                    operator,
                    ("standing", standing.as_str()),
                ];
                metres.add(&labels, length.of(*standing));
            }
        }
    }
    Ok([metres.text(), spans.text(), nodes.text()].concat())
}
