//! Which state of the network a request asks about: that of a date (`as_of`), as it was known at an instant
//! (`known_at`).
//!
//! Owns what the two texts mean and the state they come to. Knows the address of a request, but not what else a route
//! asks: what other parameters mean hangs on the state found here, never the other way round.

use std::sync::Arc;

use crate::domain::{AsOf, Recorded};
use crate::http::App;
use crate::http::extract::query::Ask;
use crate::http::respond::problem::Problem;
use crate::snapshot::{NetworkState, Snapshot};

/// A civil date; nothing where it is none, or written otherwise than in ten characters.
pub(crate) fn date(text: &str) -> Option<AsOf> {
    text.parse().ok().filter(|_| text.len() == "2026-06-30".len())
}

/// An instant, or a day, which means its end in the country's time zone; nothing where it is neither.
pub(crate) fn instant(text: &str, snapshot: &Snapshot) -> Option<Recorded> {
    let instant = text.parse::<jiff::Timestamp>().ok().map(Recorded);
    let end_of_day = || text.parse().ok().and_then(|date| snapshot.end_of(date));
    instant.or_else(end_of_day).map(|known| snapshot.resolve(known))
}

/// The state of the network that is asked about, by those of the two that the route has; the usual one as far as they
/// cannot be read.
///
/// With measurements, batches count that were recorded by then and not withdrawn by then; by default, everything
/// recorded until now.
///
/// # Errors
/// When the catalogue cannot be read.
pub(crate) async fn state(
    app: &App,
    ask: &Ask,
    names: &[&str],
    is_measured: bool,
) -> Result<NetworkState, Problem> {
    let snapshot: Arc<Snapshot> = app.snapshot();
    let text = |name: &str| if names.contains(&name) { ask.text(name) } else { None };
    let as_of = text("as_of").and_then(date);
    let known_at = text("known_at").and_then(|text| instant(text, &snapshot));
    if !is_measured {
        return Ok(snapshot.state(as_of, known_at));
    }
    let state = snapshot.state(as_of, known_at);
    let last = snapshot.measured().last_recorded();
    let Some(known_at) = known_at.filter(|known_at| last.is_some_and(|last| *known_at < last)) else {
        let filed = snapshot.filings().last_event(state.known_at());
        let told = last.max(filed).unwrap_or(state.known_at());
        return Ok(state.told_at(told));
    };
    let catalogue = app.catalogue();
    let cut = catalogue.batch_cut(known_at).await.map_err(Problem::internal)?;
    let aggregates = catalogue.aggregates_at(known_at).await.map_err(Problem::internal)?;
    let measured = snapshot.measured_then(cut, aggregates).await.map_err(Problem::internal)?;
    let batch = catalogue.last_measured(known_at).await.map_err(Problem::internal)?;
    let told = batch.max(snapshot.filings().last_event(known_at)).unwrap_or(known_at);
    Ok(state.with_measured(measured).told_at(told))
}

/// Puts the instant that an answer carries into the address that its tag, its cursor and its next page are made of:
/// all instants between two events are one question.
pub(crate) fn settle(ask: &mut Ask, names: &[&str], state: &NetworkState) {
    // The day that promises are judged on comes from the instant asked for, and stays with it.
    let is_its_own = names.contains(&"known_at") && !names.contains(&"today");
    if is_its_own && ask.text("known_at").is_some() {
        ask.readdress("known_at", &state.known_at().to_string());
    }
}
