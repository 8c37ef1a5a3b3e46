//! The families of the published state, written from one snapshot.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::MetricsError;
use super::definitions::{self, Metric};
use super::family::Family;
use super::volume::FEW_OPERATORS;
use crate::domain::{DamagedKind, Denominator, FilingKind, Level, Scope};
use crate::snapshot::{Answer, FigureState, FilingState, NetworkState, Question, Snapshot, Tally};

/// Shares of one page. People and households have families of their own: they must never be summed.
struct Shares {
    people_ratio: Family,
    people: Family,
    households_ratio: Family,
    households: Family,
    units_ratio: Family,
}

/// A question of a page.
struct Asked {
    question: Question,
    denominator: Denominator,
    /// How many operators are counted in all.
    operators: usize,
}

impl Asked {
    /// Whether it is of a single operator where there are too many for a series of everything each.
    fn is_one_of_many(&self) -> bool {
        matches!(self.question.scope, Scope::Operator(_)) && self.operators > FEW_OPERATORS
    }

    /// Those of the levels of the main page it has series at.
    fn levels<'a>(&self, main: &'a [Level]) -> &'a [Level] {
        if self.is_one_of_many() { &main[..main.len().min(2)] } else { main }
    }
}

impl Shares {
    fn new() -> Self {
        Self {
            people_ratio: Family::of(&definitions::COVERAGE_PEOPLE_RATIO),
            people: Family::of(&definitions::COVERAGE_PEOPLE),
            households_ratio: Family::of(&definitions::COVERAGE_HOUSEHOLDS_RATIO),
            households: Family::of(&definitions::COVERAGE_HOUSEHOLDS),
            units_ratio: Family::of(&definitions::COVERAGE_UNITS_RATIO),
        }
    }

    /// Enters one question's numbers for some levels.
    ///
    /// Of one among many operators there are shares only: each amount is its share of an amount that has a series.
    fn enter(&mut self, state: &NetworkState, asked: &Asked, answer: &Answer, levels: &[Level]) {
        let question = &asked.question;
        let standing = state.counted(question).standing;
        if standing != FigureState::Known {
            // A bound that looks like the share would be another number without a word.
            return;
        }
        let tree = &state.snapshot().country().tree;
        let (tier, scope) = (question.floor.to_string(), question.scope.to_string());
        let (ratios, amounts) = match asked.denominator {
            Denominator::Households => (&mut self.households_ratio, &mut self.households),
            _ => (&mut self.people_ratio, &mut self.people),
        };
        for id in levels.iter().flat_map(|level| tree.level(*level)) {
            let figure = answer.figure(id, asked.denominator, standing);
            let Some((figure, share)) = figure.and_then(|figure| Some((figure, figure.share?))) else {
                continue;
            };
            let territory = tree.get(id);
            let labels = [
                ("code", territory.code.as_str()),
                ("environment", question.environment.as_str()),
                ("level", tree.level_id(id).as_str()),
                ("scope", &scope),
                ("technology", question.technology.as_str()),
                ("tier", &tier),
            ];
            ratios.add(&labels, share);
            if asked.is_one_of_many() {
                continue;
            }
            amounts.add(&labels, share * figure.total);
            if let Some(ratio) = figure.ratio {
                self.units_ratio.add(&labels, ratio);
            }
        }
    }

    fn text(&self) -> String {
        let families =
            [&self.people_ratio, &self.people, &self.households_ratio, &self.households, &self.units_ratio];
        families.map(Family::text).concat()
    }
}

/// Every question the pages answer: each usual one that somebody filed for, in every scope.
fn questions(state: &NetworkState) -> Vec<Asked> {
    let mut questions = Vec::new();
    for (usual, denominator) in state.usual_questions() {
        let operators = state.counted(&usual).operators;
        if operators.is_empty() {
            continue;
        }
        let count = operators.len();
        let scopes = [Scope::Any, Scope::All, Scope::Min2]
            .into_iter()
            .chain(operators.into_iter().map(Scope::Operator));
        questions.extend(scopes.map(|scope| Asked {
            question: Question { scope, ..usual.clone() },
            denominator,
            operators: count,
        }));
    }
    questions
}

/// The main page of a snapshot.
pub(super) async fn write(snapshot: &Arc<Snapshot>) -> Result<String, MetricsError> {
    let state = snapshot.state(None, None);
    let mut shares = Shares::new();
    let levels = super::volume::main_levels(snapshot);
    for asked in questions(&state) {
        let answer = state.coverage(&asked.question).await?;
        shares.enter(&state, &asked, &answer, asked.levels(&levels));
    }
    let routes = super::routes::write(&state).await?;
    let territories = territories(snapshot, &levels);
    let (filings, damaged) = (filings(snapshot), damaged(snapshot));
    Ok([shares.text(), territories, filings, damaged, routes, times(snapshot, &state)].concat())
}

/// The page of communes.
pub(super) async fn write_communes(snapshot: &Arc<Snapshot>) -> Result<String, MetricsError> {
    let state = snapshot.state(None, None);
    let levels = [snapshot.country().levels().base()];
    let mut shares = Shares::new();
    for asked in questions(&state) {
        if matches!(asked.question.scope, Scope::Operator(_)) {
            continue;
        }
        let answer = state.coverage(&asked.question).await?;
        shares.enter(&state, &asked, &answer, &levels);
    }
    Ok([shares.text(), territories(snapshot, &levels)].concat())
}

/// Names, to be joined by code, and people.
fn territories(snapshot: &Snapshot, levels: &[Level]) -> String {
    let mut info = Family::of(&definitions::TERRITORY_INFO);
    let mut people = Family::of(&definitions::TERRITORY_PEOPLE);
    let country = snapshot.country();
    let (tree, year) = (&country.tree, country.meta.current_census().year);
    let languages = country.name_languages();
    let mut languages: Vec<(String, &str)> = languages
        .map(|language| (definitions::label(&format!("name_{language}")), language.as_str()))
        .collect();
    languages.sort_unstable();
    let containers = tree.levels().containers();
    let mut containers: Vec<(String, Level)> =
        containers.map(|level| (definitions::label(tree.levels().id(level).as_str()), level)).collect();
    containers.sort_unstable();
    for id in levels.iter().flat_map(|level| tree.level(*level)) {
        let territory = tree.get(id);
        let container =
            |level| tree.container(id, level).map_or("", |container| tree.get(container).code.as_str());
        let name = |language: &str| territory.names.0.get(language).map_or("", String::as_str);
        let names = languages.iter().map(|(label, language)| (label.as_str(), name(language)));
        let (code, level) = (("code", territory.code.as_str()), ("level", tree.level_id(id).as_str()));
        let containers = containers.iter().map(|(label, level)| (label.as_str(), container(*level)));
        let labels: Vec<(&str, &str)> = [code, level].into_iter().chain(names).chain(containers).collect();
        info.add(&labels, 1.0);
        if let Some(population) = territory.census.population(year) {
            people.add(&[code, level], population);
        }
    }
    [info.text(), people.text()].concat()
}

/// How many filings there are in which state, and how fresh each operator's are.
fn filings(snapshot: &Snapshot) -> String {
    let mut count = Family::of(&definitions::FILINGS);
    let mut as_of = Family::of(&definitions::FILING_AS_OF);
    let mut recorded = Family::of(&definitions::FILING_RECORDED);
    // Every state of every operator is there, be it 0: a series that vanishes looks like an outage.
    let registry = snapshot.operators().iter();
    let all = registry.flat_map(|operator| FilingKind::ALL.iter().map(|kind| (operator.id.clone(), *kind)));
    let mut tallies: BTreeMap<_, Tally> = all.map(|group| (group, Tally::default())).collect();
    tallies.extend(snapshot.filings().tallies().iter().map(|(group, tally)| (group.clone(), *tally)));
    for ((operator, kind), tally) in &tallies {
        let own = [("kind", kind.as_str()), ("operator", operator.as_str())];
        for state in FilingState::ALL {
            count.add(&[own[0], own[1], ("state", state.as_str())], f64::from(tally.count(state)));
        }
        if let Some((date, instant)) = tally.latest {
            as_of.add(&own, start_of(date));
            recorded.add(&own, instant.0.as_second() as f64);
        }
    }
    [count.text(), as_of.text(), recorded.text()].concat()
}

/// How many objects are damaged, of every kind, also where there are none.
fn damaged(snapshot: &Snapshot) -> String {
    let mut family = Family::of(&definitions::DAMAGED_OBJECTS);
    for kind in DamagedKind::ALL {
        family.add(&[("kind", kind.as_str())], snapshot.damage().count(*kind) as f64);
    }
    family.text().to_owned()
}

fn times(snapshot: &Snapshot, state: &NetworkState) -> String {
    let alone = |metric: &'static Metric, value: f64| {
        let mut family = Family::of(metric);
        family.add(&[], value);
        family.text().to_owned()
    };
    let country = snapshot.country();
    let pack: String = country.digest().chars().take(12).collect();
    let mut build = Family::of(&definitions::BUILD_INFO);
    let labels = [
        ("country", country.meta.id.as_str()),
        ("pack", pack.as_str()),
        ("surface", country.default_surface().id.as_str()),
        ("version", env!("CARGO_PKG_VERSION")),
    ];
    build.add(&labels, 1.0);
    [
        alone(&definitions::DATA_AS_OF, start_of(state.as_of())),
        alone(&definitions::DATA_KNOWN_AT, state.known_at().0.as_second() as f64),
        alone(&definitions::SNAPSHOT_BUILT, snapshot.built().as_second() as f64),
        alone(&definitions::SYNTHETIC, f64::from(u8::from(state.is_synthetic()))),
        build.text().to_owned(),
    ]
    .concat()
}

pub(super) fn start_of(date: jiff::civil::Date) -> f64 {
    let midnight = jiff::tz::TimeZone::UTC.to_timestamp(date.at(0, 0, 0, 0));
    midnight.map_or(0.0, |midnight| midnight.as_second() as f64)
}
