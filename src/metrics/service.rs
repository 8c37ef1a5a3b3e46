//! The families of the published state, written from one snapshot.

use std::sync::Arc;

use prometheus::{Encoder, GaugeVec, IntGauge, IntGaugeVec, Opts, Registry, TextEncoder};

use super::MetricsError;
use crate::domain::{Denominator, FilingKind, Level, Scope};
use crate::snapshot::{Answer, FilingStanding, NetworkState, Question, Snapshot};

/// Levels whose shares are on the main page.
const LEVELS: [Level; 3] = [Level::Country, Level::Region, Level::Province];
const LABELS: [&str; 6] = ["level", "code", "technology", "tier", "environment", "scope"];

/// Families of one page. People and households have families of their own: they must never be summed.
struct Page {
    registry: Registry,
    people_ratio: GaugeVec,
    people: GaugeVec,
    households_ratio: GaugeVec,
    households: GaugeVec,
    units_ratio: GaugeVec,
}

impl Page {
    fn new() -> Result<Self, MetricsError> {
        let registry = Registry::new();
        let family = |name: &str, help: &str| -> Result<GaugeVec, MetricsError> {
            let family = GaugeVec::new(Opts::new(name, help), &LABELS)?;
            registry.register(Box::new(family.clone()))?;
            Ok(family)
        };
        Ok(Self {
            people_ratio: family(
                "taghtia_coverage_people_ratio",
                "Share 0..1 of people in cells covered as filed and in force; absent where nobody filed.",
            )?,
            people: family("taghtia_coverage_people", "People in cells covered as filed and in force.")?,
            households_ratio: family(
                "taghtia_coverage_households_ratio",
                "Share 0..1 of households a fixed technology passes: dwellings per household, cut off at 1.",
            )?,
            households: family(
                "taghtia_coverage_households",
                "Households a fixed technology passes: the share of them times their number.",
            )?,
            units_ratio: family(
                "taghtia_coverage_units_ratio",
                "Dwellings a fixed technology passes per household; may exceed 1.",
            )?,
            registry,
        })
    }

    fn text(&self) -> Result<String, MetricsError> {
        let mut text = Vec::new();
        TextEncoder::new().encode(&self.registry.gather(), &mut text)?;
        String::from_utf8(text).map_err(|error| prometheus::Error::Msg(error.to_string()).into())
    }

    /// Enters one question's numbers for some levels.
    fn enter(&self, state: &NetworkState, asked: &Asked, answer: &Answer, levels: &[Level]) {
        let question = &asked.question;
        let standing = state.counted(question).standing;
        let tree = &state.snapshot().country().tree;
        let (tier, scope) = (question.floor.to_string(), question.scope.to_string());
        let (ratios, amounts) = match asked.denominator {
            Denominator::Households => (&self.households_ratio, &self.households),
            _ => (&self.people_ratio, &self.people),
        };
        for id in levels.iter().flat_map(|level| tree.level(*level)) {
            let figure = answer.figure(id, asked.denominator, standing);
            let Some((figure, share)) = figure.and_then(|figure| Some((figure, figure.share?))) else {
                continue;
            };
            let territory = tree.get(id);
            let labels = [
                territory.level.as_str(),
                territory.code.as_str(),
                question.technology.as_str(),
                &tier,
                question.environment.as_str(),
                &scope,
            ];
            ratios.with_label_values(&labels).set(share);
            amounts.with_label_values(&labels).set(share * figure.total);
            if let Some(ratio) = figure.ratio {
                self.units_ratio.with_label_values(&labels).set(ratio);
            }
        }
    }
}

/// A question of a page.
struct Asked {
    question: Question,
    denominator: Denominator,
}

/// Every question the pages answer: each usual one that somebody filed for, in every scope.
fn questions(state: &NetworkState) -> Vec<Asked> {
    let mut questions = Vec::new();
    for (usual, denominator) in state.usual_questions() {
        let operators = state.counted(&usual).operators;
        if operators.is_empty() {
            continue;
        }
        let scopes = [Scope::Any, Scope::All, Scope::Min2]
            .into_iter()
            .chain(operators.into_iter().map(Scope::Operator));
        questions
            .extend(scopes.map(|scope| Asked { question: Question { scope, ..usual.clone() }, denominator }));
    }
    questions
}

/// The main page of a snapshot.
pub(super) async fn write(snapshot: &Arc<Snapshot>) -> Result<String, MetricsError> {
    let state = snapshot.state(None, None);
    let page = Page::new()?;
    for asked in questions(&state) {
        let answer = state.coverage(&asked.question).await?;
        // Operators times provinces would be most of the page and is on none of its dashboards.
        let levels =
            if matches!(asked.question.scope, Scope::Operator(_)) { &LEVELS[..2] } else { &LEVELS[..] };
        page.enter(&state, &asked, &answer, levels);
    }
    territories(&page.registry, snapshot, &LEVELS)?;
    filings(&page.registry, snapshot)?;
    times(&page.registry, snapshot, &state)?;
    page.text()
}

/// The page of communes.
pub(super) async fn write_communes(snapshot: &Arc<Snapshot>) -> Result<String, MetricsError> {
    let state = snapshot.state(None, None);
    let page = Page::new()?;
    for asked in questions(&state) {
        if matches!(asked.question.scope, Scope::Operator(_)) {
            continue;
        }
        let answer = state.coverage(&asked.question).await?;
        page.enter(&state, &asked, &answer, &[Level::Commune]);
    }
    territories(&page.registry, snapshot, &[Level::Commune])?;
    page.text()
}

/// Names, to be joined by code, and people.
fn territories(registry: &Registry, snapshot: &Snapshot, levels: &[Level]) -> Result<(), MetricsError> {
    let info = IntGaugeVec::new(
        Opts::new("taghtia_territory_info", "Names and containers of territories, to join by code."),
        &["level", "code", "name_fr", "name_ar", "region", "province"],
    )?;
    let people = GaugeVec::new(
        Opts::new("taghtia_territory_people", "People of the current census."),
        &["level", "code"],
    )?;
    let country = snapshot.country();
    let (tree, year) = (&country.tree, country.meta.current_census().year);
    for id in levels.iter().flat_map(|level| tree.level(*level)) {
        let territory = tree.get(id);
        let path = tree.path(id);
        let container = |level| {
            path.iter()
                .map(|id| tree.get(*id))
                .find(|other| other.level == level)
                .map_or("", |other| other.code.as_str())
        };
        let name = |language: &str| territory.names.0.get(language).map_or("", String::as_str);
        let (level, code) = (territory.level.as_str(), territory.code.as_str());
        let labels =
            [level, code, name("fr"), name("ar"), container(Level::Region), container(Level::Province)];
        info.with_label_values(&labels).set(1);
        if let Some(population) = territory.census.population(year) {
            people.with_label_values(&[level, code]).set(population);
        }
    }
    registry.register(Box::new(info))?;
    registry.register(Box::new(people))?;
    Ok(())
}

fn filings(registry: &Registry, snapshot: &Snapshot) -> Result<(), MetricsError> {
    let count = IntGaugeVec::new(
        Opts::new("taghtia_filings", "Filings recorded, by operator, kind and state."),
        &["operator", "kind", "state"],
    )?;
    let latest = IntGaugeVec::new(
        Opts::new(
            "taghtia_filing_as_of_timestamp_seconds",
            "The latest date an operator has filed for, as the start of that day in UTC.",
        ),
        &["operator", "kind"],
    )?;
    let recorded = IntGaugeVec::new(
        Opts::new(
            "taghtia_filing_recorded_timestamp_seconds",
            "When an operator's last filing was recorded.",
        ),
        &["operator", "kind"],
    )?;
    for operator in snapshot.operators() {
        for kind in FilingKind::ALL {
            for state in FilingStanding::ALL {
                count.with_label_values(&[operator.id.as_str(), kind.as_str(), state.as_str()]).set(0);
            }
        }
    }
    for (filing, standing) in snapshot.filings().iter().zip(snapshot.standings()) {
        let (operator, kind) = (filing.operator.as_str(), filing.kind.as_str());
        count.with_label_values(&[operator, kind, standing.as_str()]).inc();
        if standing == FilingStanding::Withdrawn {
            continue;
        }
        let as_of = latest.with_label_values(&[operator, kind]);
        as_of.set(as_of.get().max(start_of(filing.as_of)));
        let last = recorded.with_label_values(&[operator, kind]);
        last.set(last.get().max(filing.recorded.0.as_second()));
    }
    registry.register(Box::new(count))?;
    registry.register(Box::new(latest))?;
    registry.register(Box::new(recorded))?;
    Ok(())
}

fn times(registry: &Registry, snapshot: &Snapshot, state: &NetworkState) -> Result<(), MetricsError> {
    let gauge = |name: &str, help: &str, value: i64| -> Result<(), MetricsError> {
        let gauge = IntGauge::new(name, help)?;
        gauge.set(value);
        registry.register(Box::new(gauge))?;
        Ok(())
    };
    gauge(
        "taghtia_data_as_of_timestamp_seconds",
        "The latest date filed for, as the start of that day in UTC.",
        start_of(state.as_of()),
    )?;
    gauge(
        "taghtia_data_known_at_timestamp_seconds",
        "The last instant anything was recorded.",
        state.known_at().0.as_second(),
    )?;
    gauge(
        "taghtia_snapshot_built_timestamp_seconds",
        "When the published snapshot was built.",
        snapshot.built().as_second(),
    )?;
    let synthetic = "1 where published data is made up for a demonstration, else 0.";
    gauge("taghtia_synthetic", synthetic, i64::from(state.is_synthetic()))?;
    let build = IntGaugeVec::new(
        Opts::new("taghtia_build_info", "The program and the country pack."),
        &["version", "country", "pack", "surface"],
    )?;
    let country = snapshot.country();
    let pack: String = country.digest().chars().take(12).collect();
    let surface = country.default_surface().id.as_str();
    build
        .with_label_values(&[env!("CARGO_PKG_VERSION"), country.meta.id.as_str(), pack.as_str(), surface])
        .set(1);
    registry.register(Box::new(build))?;
    Ok(())
}

fn start_of(date: jiff::civil::Date) -> i64 {
    jiff::tz::TimeZone::UTC.to_timestamp(date.at(0, 0, 0, 0)).map_or(0, jiff::Timestamp::as_second)
}
