//! The words of answers: what the snapshot says as data, in the reader's language.
//!
//! Owns which message says what; knows no status code. What is counted by a target is said by the sentence of
//! coverage itself, so that a target and the map never mean two things.

use std::ops::Deref;

use serde::Serialize;

use crate::country::{LevelMeta, TargetMeta};
use crate::domain::{
    Definition, Month, Names, Numerator, OperatorId, PlaceListId, Scope, ShareOf, SourceId, SpeedFloor,
    TargetScope, TodayFrom,
};
use crate::http::respond::problem::Problem;
use crate::intake::wording::reword;
use crate::messages::{self, Language, Value};
use crate::snapshot::{
    ENOUGH_CELLS, ENOUGH_DAYS, ENOUGH_TESTS, FigureState, Movement, NetworkState, Obstacle, Question,
    StageOf, TargetState, TileKind, Today,
};

/// A report told again in another language.
pub(crate) fn told<T: Serialize>(report: &T, language: &Language) -> Result<serde_json::Value, Problem> {
    let mut report = serde_json::to_value(report).map_err(Problem::internal)?;
    reword(&mut report, language);
    Ok(report)
}

/// A definition with its sentence.
#[derive(Debug, Serialize)]
pub(crate) struct Worded {
    #[serde(flatten)]
    definition: Definition,
    /// What is counted above the line.
    pub(crate) numerator: String,
    /// All of it as one sentence in the language asked for.
    pub(crate) sentence: String,
}

impl Deref for Worded {
    type Target = Definition;

    fn deref(&self) -> &Definition {
        &self.definition
    }
}

/// A state of the network and the language it is told in.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Words<'a> {
    state: &'a NetworkState,
    /// The language of names: one of the pack's.
    names: &'a str,
    language: &'static Language,
}

/// Whose coverage counts.
enum Who<'a> {
    Scope(&'static str),
    One(&'a str),
}

impl<'a> Words<'a> {
    /// Words in a language of the pack; in the pack's first where there are no texts in it.
    pub(crate) fn new(state: &'a NetworkState, language: &'a str) -> Self {
        let pack = state.snapshot().country().meta.languages.iter().map(String::as_str);
        Self { state, names: language, language: messages::of(std::iter::once(language).chain(pack)) }
    }

    /// The day by which what is told was known, in the country.
    fn known_on(&self) -> Value<'static> {
        self.state.snapshot().civil_date(self.state.known_at()).into()
    }

    fn operators(&self, ids: &[OperatorId]) -> Vec<String> {
        ids.iter().map(|id| self.state.snapshot().operator_name(id, self.names).to_owned()).collect()
    }

    fn about_operators(&self, message: &str, ids: &[OperatorId]) -> String {
        self.language.say(message, &[("operators", self.operators(ids).as_slice().into())])
    }

    /// A question's definition, worded: its sentence, who has not filed where that changes it, and what is damaged.
    pub(crate) fn definition(&self, question: &Question, of: &ShareOf) -> Worded {
        let definition = self.state.define(question, of);
        let only;
        let who = match &question.scope {
            Scope::Any => Who::Scope("any"),
            Scope::All => Who::Scope("all"),
            Scope::Min2 => Who::Scope("min2"),
            Scope::Operator(id) => {
                only = self.state.snapshot().operator_name(id, self.names);
                Who::One(only)
            }
        };
        let mut parts = vec![self.coverage(question, &who, of)];
        parts.extend(of.places().and_then(|list| self.place_list(list)));
        // Only "all" is changed by who has not filed, so only its sentence says so.
        if question.scope == Scope::All && !definition.operators_without_filing.is_empty() {
            parts.push(
                self.about_operators("definition-without-filing", &definition.operators_without_filing),
            );
        }
        let messages = ("definition-at-least", "definition-damaged");
        parts.extend(self.damage(
            self.state.counted(question).standing,
            messages,
            &definition.operators_damaged,
        ));
        let numerator = self.numerator(definition.numerator);
        Worded { numerator, sentence: parts.join(" "), definition }
    }

    /// What a change from an earlier state to this one means, and that its parts are not known where they are not.
    pub(crate) fn change(&self, from: &NetworkState, is_unsplit: bool) -> String {
        let known_before = self.state.snapshot().civil_date(from.known_at());
        let dates = [
            ("before", from.as_of().into()),
            ("knownbefore", known_before.into()),
            ("filed", self.state.as_of().into()),
            ("known", self.known_on()),
        ];
        let change = self.language.say("definition-change", &dates);
        if !is_unsplit {
            return change;
        }
        format!("{change} {}", self.language.say("definition-change-unsplit", &[]))
    }

    /// What is counted above the line.
    pub(crate) fn numerator(&self, counted: Numerator) -> String {
        self.language.say("definition-numerator", &[("counted", counted.as_str().into())])
    }

    /// What damage does to a number: a lower bound, or none at all.
    fn damage(
        &self,
        of: FigureState,
        (bound, unknown): (&str, &str),
        damaged: &[OperatorId],
    ) -> Option<String> {
        match of {
            FigureState::Known | FigureState::NoFiling => None,
            FigureState::LowerBound => Some(self.about_operators(bound, damaged)),
            FigureState::Damaged => Some(self.about_operators(unknown, damaged)),
        }
    }

    /// What a share counts, of what, at which speed, where, as filed for which date and as known on which.
    fn coverage(&self, question: &Question, who: &Who<'_>, of: &ShareOf) -> String {
        let meta = &self.state.snapshot().country().meta;
        let technology =
            meta.technology(&question.technology).map_or(question.technology.as_str(), |technology| {
                technology.names.get(self.names, &meta.languages)
            });
        let technology = inside(technology);
        let speed = match question.floor {
            floor if floor == SpeedFloor::default() => "none".to_owned(),
            floor => format!("{}/{}", floor.down, floor.up),
        };
        let census = meta.current_census().year.to_string();
        let (who, operator) = match who {
            Who::Scope(scope) => (*scope, ""),
            Who::One(name) => ("one", *name),
        };
        let placed = self.placed();
        let is_premises = self.state.is_premises(&question.technology);
        let message = if is_premises { "definition-premises" } else { "definition-coverage" };
        let (denominator, places) = match of {
            ShareOf::Measured(denominator) => (denominator.as_str(), String::new()),
            ShareOf::Places(list) => ("places", self.named_places(list)),
        };
        let arguments = [
            ("technology", Value::Text(&technology)),
            ("speed", Value::Text(&speed)),
            ("environment", question.environment.as_str().into()),
            ("who", who.into()),
            ("operator", operator.into()),
            ("denominator", denominator.into()),
            ("places", Value::Text(&places)),
            ("census", Value::Text(&census)),
            ("placed", Value::Text(&placed)),
            ("filed", self.state.as_of().into()),
            ("known", self.known_on()),
        ];
        self.language.say(message, &arguments)
    }

    /// What the places of a list are called together, in the language of the sentence.
    fn named_places(&self, list: &PlaceListId) -> String {
        let languages = &self.state.snapshot().country().meta.languages;
        let list = self.state.place_list(list);
        list.map_or_else(String::new, |list| inside(list.head.names.get(self.language.tag(), languages)))
    }

    /// Where a list of places comes from, and that a place counts where its point is.
    fn place_list(&self, id: &PlaceListId) -> Option<String> {
        let list = self.state.place_list(id)?;
        let languages = &self.state.snapshot().country().meta.languages;
        let head = &list.head;
        let arguments = [
            ("list", head.names.get(self.language.tag(), languages).into()),
            ("source", Value::Text(&head.source)),
            ("licence", Value::Text(&head.licence)),
            ("date", head.as_of.into()),
            ("synthetic", if head.synthetic { "yes" } else { "no" }.into()),
        ];
        Some(self.language.say("definition-places", &arguments))
    }

    /// What a list of places is.
    pub(crate) fn place_lists(&self) -> String {
        self.language.say("definition-place-lists", &[])
    }

    /// What a place of a list is and, of a question, what covered means.
    pub(crate) fn places(&self, question: Option<&Question>, list: &PlaceListId) -> String {
        match question {
            Some(question) => self.definition(question, &ShareOf::Places(list.clone())).sentence,
            None => self.place_list(list).unwrap_or_default(),
        }
    }

    /// How the census is spread over the cells: whose place is not known is placed by the surface.
    fn placed(&self) -> String {
        let surface = &self.state.snapshot().country().default_surface().id;
        let unit = inside(self.base_unit(|words| &words.names));
        let arguments = [("surface", surface.as_str().into()), ("unit", Value::Text(&unit))];
        self.language.say("definition-placed", &arguments)
    }

    /// What tiles show.
    pub(crate) fn tiles(&self, kind: TileKind, question: &Question) -> String {
        let shown = match kind {
            TileKind::Fill => "tiles-fill",
            TileKind::Outlines => "tiles-outlines",
            TileKind::Gap => "tiles-gap",
        };
        let mut parts = vec![self.language.say(shown, &[])];
        if self.state.is_premises(&question.technology) {
            parts.push(self.language.say("tiles-premises", &[]));
        }
        parts.join(" ")
    }

    /// What tiles of a change show.
    pub(crate) fn change_tiles(&self, kind: TileKind, movement: Movement, question: &Question) -> String {
        let which = self.language.say("tiles-changes", &[("cells", movement.as_str().into())]);
        format!("{which} {}", self.tiles(kind, question))
    }

    /// What pictures of the ground show.
    pub(crate) fn ground_tiles(&self) -> String {
        self.language.say("tiles-ground", &[])
    }

    /// What tiles of localities show.
    pub(crate) fn locality_tiles(&self) -> String {
        self.language.say("tiles-localities", &[])
    }

    /// What tiles of tests show.
    pub(crate) fn measurement_tiles(
        &self,
        months: Option<(Month, Month)>,
        tests: u64,
        devices: u64,
    ) -> String {
        let Some((from, to)) = months else { return self.language.say("definition-measured-nothing", &[]) };
        let arguments = [
            ("tests", tests.into()),
            ("devices", devices.into()),
            ("span", if from == to { "month" } else { "months" }.into()),
            ("from", from.into()),
            ("to", to.into()),
        ];
        self.language.say("tiles-measurements", &arguments)
    }

    /// What tiles of the map that was brought show.
    pub(crate) fn basemap_tiles(&self) -> String {
        self.language.say("tiles-basemap", &[])
    }

    /// What tiles of territories show.
    pub(crate) fn territory_tiles(&self) -> String {
        self.language.say("tiles-territories", &[])
    }

    /// What kilometres of route mean, and what is damaged of them.
    pub(crate) fn routes(&self, standing: FigureState, damaged: &[OperatorId]) -> String {
        let units =
            self.base_unit(|words| if words.plural.0.is_empty() { &words.names } else { &words.plural });
        let known =
            [("filed", self.state.as_of().into()), ("known", self.known_on()), ("units", units.into())];
        let mut parts = vec![self.language.say("definition-routes", &known)];
        let messages = ("definition-routes-at-least", "definition-routes-damaged");
        parts.extend(self.damage(standing, messages, damaged));
        parts.join(" ")
    }

    /// What a span or node of a fibre network is, short: it is repeated in every feature.
    pub(crate) fn network_feature(&self) -> String {
        let dates = [("filed", self.state.as_of().into()), ("known", self.known_on())];
        self.language.say("definition-network-feature", &dates)
    }

    /// What one source's tests in one territory are, short.
    pub(crate) fn measured_feature(&self) -> String {
        let dates = [("filed", self.state.as_of().into()), ("known", self.known_on())];
        self.language.say("definition-measured-feature", &dates)
    }

    /// What a claim and its verdict mean at a point.
    pub(crate) fn point(&self) -> String {
        let (tests, cells, days) = (ENOUGH_TESTS.into(), ENOUGH_CELLS.into(), ENOUGH_DAYS.into());
        let unit = self.base_unit(|words| &words.names).into();
        let arguments = [("enough", tests), ("cells", cells), ("days", days), ("unit", unit)];
        self.language.say("definition-point", &arguments)
    }

    /// What the country calls its base units, in the language of the sentence.
    fn base_unit(&self, names: impl Fn(&LevelMeta) -> &Names) -> &'a str {
        let meta = &self.state.snapshot().country().meta;
        let levels = &meta.levels;
        names(levels.get(levels.base())).get(self.language.tag(), &meta.languages)
    }

    /// Whose tests, of which months, how many, and what a verdict is.
    pub(crate) fn measured(
        &self,
        months: Option<(Month, Month)>,
        tests: u64,
        sources: &[String],
        is_synthetic: bool,
    ) -> String {
        let Some((from, to)) = months else { return self.language.say("definition-measured-nothing", &[]) };
        // Ids in a row, not people's words: no "and" before the last.
        let sources = if sources.is_empty() { "none".to_owned() } else { self.language.row(sources) };
        let arguments = [
            ("tests", tests.into()),
            ("synthetic", if is_synthetic { "yes" } else { "no" }.into()),
            ("sources", Value::Text(&sources)),
            ("span", if from == to { "month" } else { "months" }.into()),
            ("from", from.into()),
            ("to", to.into()),
            ("enough", ENOUGH_TESTS.into()),
            ("cells", ENOUGH_CELLS.into()),
            ("days", ENOUGH_DAYS.into()),
            ("filed", self.state.as_of().into()),
            ("known", self.known_on()),
        ];
        self.language.say("definition-measured", &arguments)
    }

    /// Of which months of which sources nothing is counted: their number is not known, and not 0.
    pub(crate) fn left_out(&self, months: &[(&SourceId, Month)]) -> String {
        let months: Vec<String> = months.iter().map(|(source, month)| format!("{source} {month}")).collect();
        let months = self.language.row(&months);
        self.language.say("definition-measured-left-out", &[("months", Value::Text(&months))])
    }

    /// On which day targets are judged, and what their statuses mean.
    pub(crate) fn statuses(&self, today: Today) -> String {
        let from = match today.from {
            TodayFrom::Clock => "clock",
            TodayFrom::Asked => "asked",
            TodayFrom::AsOf => "as_of",
            TodayFrom::KnownAt => "known_at",
        };
        let judged = [("from", from.into()), ("day", today.date.into())];
        let judged = self.language.say("definition-judged-on", &judged);
        format!("{judged} {}", self.language.say("definition-statuses", &[]))
    }

    /// All of a target as one text: the goal, what is counted, since when, and what replaced it.
    pub(crate) fn target(&self, target: &TargetMeta, state: &TargetState) -> String {
        let (who, scope) = match target.scope {
            TargetScope::Any => ("any", Scope::Any),
            TargetScope::All => ("all", Scope::All),
            TargetScope::Min2 => ("min2", Scope::Min2),
            TargetScope::Each => ("each", Scope::Any),
        };
        let technology = target.technology.clone();
        let question = Question { technology, floor: state.floor, environment: state.environment, scope };
        let mut parts =
            vec![self.goal(target), self.coverage(&question, &Who::Scope(who), &target.denominator.into())];
        let StageOf { stage, stages, .. } = state.stage;
        if stages > 1 {
            let of = [("stage", stage.into()), ("stages", stages.into())];
            parts.push(self.language.say("definition-goal-stage", &of));
        }
        parts.push(self.language.say("definition-goal-announced", &[("announced", target.announced.into())]));
        if target.tier.is_none() || target.environment.is_none() {
            parts.push(self.language.say("definition-goal-assumed", &[]));
        }
        let meta = &self.state.snapshot().country().meta;
        if let Some(heir) = meta.superseding(&target.id) {
            let name = heir.names.get(self.names, &meta.languages).into();
            parts.push(self.language.say("definition-goal-replaced", &[("name", name)]));
        }
        parts.join(" ")
    }

    /// The goal and its day: `Goal: 45% of people by 31 December 2026.`
    fn goal(&self, target: &TargetMeta) -> String {
        let (denominator, due) =
            (("denominator", target.denominator.as_str().into()), ("due", target.date.into()));
        if let Some(share) = target.share {
            let share = ("share", Value::Percent(share, 1));
            self.language.say("definition-goal-share", &[share, denominator, due])
        } else {
            let amount = target.amount.unwrap_or_default().max(0.0).round() as u64;
            self.language.say("definition-goal-amount", &[("amount", amount.into()), denominator, due])
        }
    }

    /// Why a status cannot be said, or who is missing in it.
    pub(crate) fn obstacle(&self, obstacle: &Obstacle) -> String {
        let say =
            |message: &str, arguments: &[(&'static str, Value<'_>)]| self.language.say(message, arguments);
        match obstacle {
            Obstacle::NotAnnounced { announced, today } => {
                let days = [("announced", (*announced).into()), ("day", (*today).into())];
                say("definition-obstacle-not-announced", &days)
            }
            Obstacle::NoFiling(operators) => self.about_operators("definition-obstacle-no-filing", operators),
            Obstacle::Damaged(operators) => self.about_operators("definition-obstacle-damaged", operators),
            Obstacle::NoneLicensed(today) => {
                say("definition-obstacle-none-licensed", &[("day", (*today).into())])
            }
            Obstacle::NothingToCount => say("definition-obstacle-nothing-to-count", &[]),
        }
    }
}

/// A name in the middle of a sentence: `Fibre` becomes `fibre`, `4G` and `FWA` stay.
fn inside(name: &str) -> String {
    let mut letters = name.chars();
    match (letters.next(), letters.clone().next()) {
        (Some(first), Some(second)) if second.is_lowercase() => first.to_lowercase().chain(letters).collect(),
        _ => name.to_owned(),
    }
}
