//! The parameters that choose numbers, with their defaults, read in one place for every address.

use crate::country::{TechnologyKind, TechnologyMeta, TerritoryId};
use crate::domain::{
    AsOf, Denominator, Environment, Level, OperatorId, Recorded, Scope, SpeedFloor, TechnologyId,
};
use crate::http::App;
use crate::http::extract::query::Ask;
use crate::http::respond::problem::Problem;
use crate::http::respond::said::Said;
use crate::snapshot::{NetworkState, Question, Snapshot, Today};
use std::sync::Arc;

const AS_OF: &str = "a date such as 2026-06-30";

/// Reads `as_of` and `known_at`.
pub(crate) fn state(ask: &Ask, snapshot: &Arc<Snapshot>) -> Result<NetworkState, Problem> {
    let as_of = ask.date("as_of", AS_OF)?;
    Ok(snapshot.state(as_of, known_at(ask, snapshot)?))
}

/// Reads `as_of` and `known_at`, for measurements beside claims: batches count that were recorded by then
/// and not withdrawn by then. By default, everything recorded until now.
pub(crate) async fn measured(
    app: &App,
    ask: &Ask,
    snapshot: &Arc<Snapshot>,
) -> Result<NetworkState, Problem> {
    let as_of = ask.date("as_of", AS_OF)?;
    let last = snapshot.measured().last_recorded();
    let Some(known_at) = known_at(ask, snapshot)? else {
        return Ok(snapshot.state(as_of, last.max(Some(snapshot.known_at()))));
    };
    let state = snapshot.state(as_of, Some(known_at));
    if last.is_none_or(|last| last <= known_at) {
        return Ok(state);
    }
    let cut = app.catalogue().batch_cut(known_at).await.map_err(Problem::internal)?;
    let aggregates = app.catalogue().aggregates_at(known_at).await.map_err(Problem::internal)?;
    let measured = snapshot.measured_then(cut, aggregates).await.map_err(Problem::internal)?;
    Ok(state.with_measured(measured))
}

/// Reads `known_at`: an instant, or a day, which means its end in the country's time zone.
pub(crate) fn known_at(ask: &Ask, snapshot: &Snapshot) -> Result<Option<Recorded>, Problem> {
    const EXPECTED: &str = "an instant such as 2026-11-23T20:15:00Z, or a date, which means its end";
    let Some(text) = ask.text("known_at") else { return Ok(None) };
    let instant = text.parse::<jiff::Timestamp>().ok().map(Recorded);
    let end_of_day = || text.parse().ok().and_then(|date| snapshot.end_of(date));
    let known =
        instant.or_else(end_of_day).ok_or_else(|| Problem::bad_parameter("known_at", text, EXPECTED))?;
    Ok(Some(snapshot.resolve(known)))
}

/// The day that promises are judged on: the `today` asked for, which must have come, else the `as_of` asked for where that has come, else the day of a past
/// `known_at`, else today.
pub(crate) fn today(ask: &Ask, snapshot: &Snapshot, civil_day: AsOf) -> Result<Today, Problem> {
    let expected = format!("a date such as 2026-11-28, not later than {civil_day}, which is today");
    let asked = ask.date("today", &expected)?;
    if let Some(later) = asked.filter(|asked| *asked > civil_day) {
        return Err(Problem::bad_parameter("today", &later.to_string(), &expected));
    }
    let as_of = ask.date("as_of", AS_OF)?;
    let known_on = known_at(ask, snapshot)?.map(|known_at| snapshot.civil_date(known_at));
    Ok(Today::of(civil_day, asked, as_of, known_on))
}

/// Reads `technology`, `tier` and `environment`; the scope is asked for apart.
pub(crate) fn tier(ask: &Ask, state: &NetworkState) -> Result<Tier, Problem> {
    let country = state.snapshot().country();
    let technologies = &country.meta.technologies;
    let technology = match ask.text("technology") {
        Some(text) => {
            technologies.iter().find(|technology| technology.id.as_str() == text).ok_or_else(|| {
                let known: Vec<&str> = technologies.iter().map(|technology| technology.id.as_str()).collect();
                Problem::bad_parameter("technology", text, Said::one_of(&known))
            })?
        }
        None => technologies
            .iter()
            .find(|technology| state.in_force().any(|(layer, _)| layer.technology == technology.id))
            .or(technologies.first())
            .ok_or_else(|| Problem::internal("the country pack has no technologies"))?,
    };
    let lowest = technology.tiers.first().copied();
    let floor = ask
        .word::<SpeedFloor>("tier")?
        .or(lowest)
        .ok_or_else(|| Problem::missing_parameter("tier", "DOWN-UP in Mbit/s, for instance 35-3"))?;
    Ok(Tier {
        technology: technology.id.clone(),
        is_fixed: technology.kind == TechnologyKind::Fixed,
        floor,
        environment: environment(ask, technology)?,
    })
}

fn environment(ask: &Ask, technology: &TechnologyMeta) -> Result<Environment, Problem> {
    let environments = environments(technology);
    match ask.word::<Environment>("environment")? {
        None => Ok(environments[0]),
        Some(given) if environments.contains(&given) => Ok(given),
        Some(given) => {
            let known: Vec<&str> = environments.iter().map(|known| known.as_str()).collect();
            let expected = format!("one of {} for {}", known.join(", "), technology.id);
            Err(Problem::bad_parameter("environment", given.as_str(), &expected))
        }
    }
}

/// The environments a technology can be asked for, the default first; never empty.
pub(crate) fn environments(technology: &TechnologyMeta) -> Vec<Environment> {
    let mut environments = technology.environments.clone();
    if environments.is_empty() {
        environments.push(match technology.kind {
            TechnologyKind::Mobile => Environment::Outdoor,
            TechnologyKind::Fixed => Environment::Indoor,
        });
    }
    environments
}

/// A technology at a speed in an environment.
#[derive(Debug, Clone)]
pub(crate) struct Tier {
    technology: TechnologyId,
    /// Whether it is counted in dwellings.
    pub(crate) is_fixed: bool,
    floor: SpeedFloor,
    environment: Environment,
}

impl Tier {
    /// The question this makes with a scope.
    pub(crate) fn question(&self, scope: Scope) -> Question {
        Question {
            technology: self.technology.clone(),
            floor: self.floor,
            environment: self.environment,
            scope,
        }
    }

    /// Reads `denominator`: people by default, households for fixed technologies, which know no other.
    pub(crate) fn denominator(&self, ask: &Ask) -> Result<Denominator, Problem> {
        let given = ask.word::<Denominator>("denominator")?;
        match (self.is_fixed, given) {
            (false, given) => Ok(given.unwrap_or(Denominator::Population)),
            (true, None | Some(Denominator::Households)) => Ok(Denominator::Households),
            (true, Some(other)) => {
                let expected = format!("households, the only denominator of {}", self.technology);
                Err(Problem::bad_parameter("denominator", other.as_str(), &expected))
            }
        }
    }
}

/// Reads `scope`; an operator must be in the registry.
pub(crate) fn scope(ask: &Ask, snapshot: &Snapshot) -> Result<Scope, Problem> {
    let scope = ask.word::<Scope>("scope")?.unwrap_or(Scope::Any);
    if let Scope::Operator(id) = &scope
        && snapshot.operator(id).is_none()
    {
        let known: Vec<String> =
            snapshot.operators().iter().map(|operator| format!("op:{}", operator.id)).collect();
        let expected = format!("any, all, min2 or one of {}", known.join(", "));
        return Err(Problem::bad_parameter("scope", &scope.to_string(), &expected));
    }
    Ok(scope)
}

/// Reads `operator`, which must be in the registry.
pub(crate) fn operator(ask: &Ask, snapshot: &Snapshot) -> Result<Option<OperatorId>, Problem> {
    let operator = ask.word::<OperatorId>("operator")?;
    if let Some(id) = operator.as_ref().filter(|id| snapshot.operator(id).is_none()) {
        let known: Vec<&str> = snapshot.operators().iter().map(|operator| operator.id.as_str()).collect();
        return Err(Problem::bad_parameter("operator", id.as_str(), Said::one_of(&known)));
    }
    Ok(operator)
}

/// Reads a parameter that is the code of a territory.
pub(crate) fn territory(ask: &Ask, name: &str, snapshot: &Snapshot) -> Result<Option<TerritoryId>, Problem> {
    let Some(code) = ask.text(name) else { return Ok(None) };
    let found = snapshot.country().tree.find(code);
    found
        .map(Some)
        .ok_or_else(|| Problem::bad_parameter(name, code, "the code of a territory of the country"))
}

/// The territories of `level` in `within`, in order of their codes.
pub(crate) fn territories(
    snapshot: &Snapshot,
    level: Level,
    within: Option<TerritoryId>,
) -> Vec<TerritoryId> {
    let tree = &snapshot.country().tree;
    tree.level(level).filter(|id| within.is_none_or(|container| tree.is_within(*id, container))).collect()
}
