//! Changes as they are told: one shape in JSON, in tables and in features.
//!
//! Everything of a change is flat and of one name in all three, so that a column of a table, a property of a feature and
//! a member of an item are the same.

use std::cmp::Ordering;
use std::sync::Arc;

use serde::Serialize;

use crate::country::{Country, Outline, PreparedOutlines, TechnologyMeta, TerritoryId};
use crate::domain::{
    AsOf, Denominator, LevelId, OperatorId, Recorded, Scope, SpeedFloor, TechnologyId, TerritoryCode,
};
use crate::http::api::openapi::bodies::{DefinitionBody, Geometry};
use crate::http::respond::draft::Draft;
use crate::http::respond::envelope::{Envelope, TerritoryRef};
use crate::http::respond::features::{self, FeatureFacts, FlatNames, NameColumns, Properties};
use crate::http::respond::pagination::Part;
use crate::http::respond::problem::Problem;
use crate::http::respond::words::Worded;
use crate::snapshot::{Changed, Changes, FigureState, Parts};

/// What changed in a territory. All of it is null where a side is `damaged` or a `lower_bound`: a difference of bounds
/// is no bound.
#[derive(Debug, Clone, Default, Serialize, utoipa::ToSchema)]
#[schema(as = Change)]
pub(crate) struct ChangeBody {
    /// People, households or km² covered before; for fixed technologies, dwellings passed.
    #[schema(required = true)]
    covered_before: Option<f64>,
    /// The same after.
    #[schema(required = true)]
    covered_after: Option<f64>,
    /// All people, households or km² before.
    #[schema(required = true)]
    total_before: Option<f64>,
    /// The same after.
    #[schema(required = true)]
    total_after: Option<f64>,
    /// Covered after and not before.
    #[schema(required = true)]
    gained: Option<f64>,
    /// Covered before and not after.
    #[schema(required = true)]
    lost: Option<f64>,
    /// `covered_after` less `covered_before`: `gained` less `lost`, and what the denominator moved.
    #[schema(required = true)]
    net: Option<f64>,
    /// Its part from one date to the other, both as known at the later instant. Null, as the other parts, where a
    /// filing between the two sides is damaged.
    #[schema(required = true)]
    net_network: Option<f64>,
    /// Its part from another census or surface: 0, as there is one of each to a country.
    #[schema(required = true)]
    net_denominator: Option<f64>,
    /// Its part from another tier, environment or scope.
    #[schema(required = true)]
    net_definition: Option<f64>,
    /// Its part from filings recorded later for the same date.
    #[schema(required = true)]
    net_correction: Option<f64>,
    /// 0..1; null where there is no share.
    #[schema(required = true, example = 0.814)]
    share_before: Option<f64>,
    /// 0..1; null where there is no share.
    #[schema(required = true, example = 0.842)]
    share_after: Option<f64>,
    /// `share_after` less `share_before`; null where either is.
    #[schema(required = true)]
    change: Option<f64>,
    /// Its parts, as those of `net`.
    #[schema(required = true)]
    change_network: Option<f64>,
    /// See `net_denominator`.
    #[schema(required = true)]
    change_denominator: Option<f64>,
    /// See `net_definition`.
    #[schema(required = true)]
    change_definition: Option<f64>,
    /// See `net_correction`.
    #[schema(required = true)]
    change_correction: Option<f64>,
    /// Present where a share was cut off at 1 on either side.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    capped: bool,
}

impl ChangeBody {
    /// One territory's; nothing but nulls where it is not known.
    fn of(changes: &Changes, territory: TerritoryId, denominator: Denominator) -> Self {
        let Some(changed) = changes.of(territory, denominator) else { return Self::default() };
        let Changed { change, total_before, total_after, capped } = changed;
        let net_by = changes.is_split.then_some(change.net_by);
        let part = |parts: Option<Parts>, which: fn(&Parts) -> f64| parts.as_ref().map(which);
        Self {
            covered_before: Some(change.before),
            covered_after: Some(change.after),
            total_before: Some(total_before),
            total_after: Some(total_after),
            gained: Some(change.gained),
            lost: Some(change.lost),
            net: Some(change.net),
            net_network: part(net_by, |parts| parts.network),
            net_denominator: part(net_by, |parts| parts.denominator),
            net_definition: part(net_by, |parts| parts.definition),
            net_correction: part(net_by, |parts| parts.correction),
            share_before: change.share_before,
            share_after: change.share_after,
            change: change.points,
            change_network: part(change.points_by, |parts| parts.network),
            change_denominator: part(change.points_by, |parts| parts.denominator),
            change_definition: part(change.points_by, |parts| parts.definition),
            change_correction: part(change.points_by, |parts| parts.correction),
            capped,
        }
    }

    /// In the order of [`COLUMNS`].
    fn row(&self) -> impl Iterator<Item = String> {
        let numbers = [
            self.covered_before,
            self.covered_after,
            self.total_before,
            self.total_after,
            self.gained,
            self.lost,
            self.net,
            self.net_network,
            self.net_denominator,
            self.net_definition,
            self.net_correction,
            self.share_before,
            self.share_after,
            self.change,
            self.change_network,
            self.change_denominator,
            self.change_definition,
            self.change_correction,
        ];
        let text = |number: Option<f64>| number.map_or_else(String::new, |number| number.to_string());
        numbers.map(text).into_iter().chain([self.capped.to_string()])
    }
}

/// What changed altogether, by one denominator.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(crate) struct TotalChange {
    denominator: Denominator,
    #[serde(flatten)]
    change: ChangeBody,
}

impl TotalChange {
    /// A territory's, by every denominator that a technology has.
    pub(crate) fn of(
        changes: &Changes,
        territory: TerritoryId,
        technology: Option<&TechnologyMeta>,
    ) -> Vec<Self> {
        let denominators = technology.map_or(&[][..], |technology| technology.kind.denominators()).iter();
        denominators
            .map(|denominator| Self {
                denominator: *denominator,
                change: ChangeBody::of(changes, territory, *denominator),
            })
            .collect()
    }
}

/// How many base units went up or down; null where it is not known.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(crate) struct Directions {
    /// The level of the base units.
    level: LevelId,
    /// Those with a larger share after than before.
    #[schema(required = true)]
    up: Option<usize>,
    /// Those with a smaller one.
    #[schema(required = true)]
    down: Option<usize>,
    /// All others.
    #[schema(required = true)]
    unchanged: Option<usize>,
}

impl Directions {
    /// Those in a territory.
    pub(crate) fn of(
        changes: &Changes,
        within: TerritoryId,
        denominator: Denominator,
        country: &Country,
    ) -> Self {
        let (tree, base) = (&country.tree, country.levels().base());
        let units = tree.level(base).filter(|id| tree.is_within(*id, within));
        let directions: Option<Vec<Ordering>> =
            units.map(|id| Some(changes.of(id, denominator)?.change.direction())).collect();
        let count = |wanted: Ordering| {
            let directions = directions.as_ref()?.iter();
            Some(directions.filter(|direction| **direction == wanted).count())
        };
        Self {
            level: country.levels().id(base).clone(),
            up: count(Ordering::Greater),
            down: count(Ordering::Less),
            unchanged: count(Ordering::Equal),
        }
    }
}

/// One side of a change.
#[derive(Debug, Serialize, utoipa::ToSchema)]
#[schema(as = ChangeSide)]
pub(crate) struct SideBody {
    /// What its numbers mean, of which date, as known when.
    #[schema(value_type = DefinitionBody)]
    pub(crate) definition: Worded,
    pub(crate) state: FigureState,
}

/// Everything beside the items.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(crate) struct ChangesHead {
    /// What gained, lost and the parts mean, in a sentence.
    pub(crate) definition: String,
    /// The earlier side.
    pub(crate) from: SideBody,
    /// The later side.
    pub(crate) to: SideBody,
    /// What the items are counted in.
    pub(crate) denominator: Denominator,
    /// The level of the items.
    pub(crate) level: LevelId,
    /// The territory they lie in.
    #[schema(required = true)]
    pub(crate) within: Option<TerritoryCode>,
    /// Present where operators' dwellings were combined by an estimate, on either side.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub(crate) estimate: bool,
    /// What changed in `within`, or in the country, by every denominator.
    pub(crate) totals: Vec<TotalChange>,
    /// How many base units of it went up or down.
    pub(crate) territories: Directions,
    #[serde(flatten)]
    pub(crate) envelope: Envelope,
    /// Items on all pages.
    pub(crate) total: usize,
    /// The cursor of the next page, if there is one.
    #[schema(required = true)]
    pub(crate) next: Option<String>,
    /// Present where these are not all items.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub(crate) part: Option<Part>,
}

/// A territory with its change.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(crate) struct ChangeItem {
    #[serde(flatten)]
    territory: TerritoryRef,
    #[serde(flatten)]
    change: ChangeBody,
    /// `GeoJSON` geometry, where it is asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<Geometry>, nullable = false)]
    geometry: Option<Outline>,
}

/// Changes of territories.
#[derive(Debug, Serialize, utoipa::ToSchema)]
#[schema(as = Changes)]
pub(crate) struct ChangesBody {
    #[serde(flatten)]
    pub(crate) head: ChangesHead,
    /// One item per territory, in order of their codes.
    pub(crate) items: Vec<ChangeItem>,
}

/// The items of a page.
pub(crate) fn items(
    page: &[TerritoryId],
    changes: &Changes,
    denominator: Denominator,
    country: &Country,
    outlines: Option<&Arc<PreparedOutlines>>,
) -> Vec<ChangeItem> {
    let item = |id: &TerritoryId| {
        let territory = TerritoryRef::of(&country.tree, *id);
        let geometry = outlines.and_then(|outlines| outlines.get(&territory.code));
        ChangeItem { territory, change: ChangeBody::of(changes, *id, denominator), geometry }
    };
    page.iter().map(item).collect()
}

/// What a feature says of both sides, flat; the later side's dates stand among the facts of every feature.
#[derive(Debug, Serialize)]
struct SideFacts {
    technology: TechnologyId,
    tier: SpeedFloor,
    scope: Scope,
    from_tier: SpeedFloor,
    from_scope: Scope,
    from_as_of: AsOf,
    from_known_at: Recorded,
    denominator: Denominator,
    census_year: i16,
    #[serde(flatten)]
    facts: FeatureFacts,
}

/// Changes as features.
///
/// # Errors
/// When they cannot be written.
pub(crate) fn features(
    head: &ChangesHead,
    items: Vec<ChangeItem>,
    languages: &[String],
) -> Result<Draft, Problem> {
    let (from, to) = (&head.from.definition, &head.to.definition);
    let facts = SideFacts {
        technology: to.technology.clone(),
        tier: to.tier,
        scope: to.scope.clone(),
        from_tier: from.tier,
        from_scope: from.scope.clone(),
        from_as_of: from.as_of,
        from_known_at: from.known_at,
        denominator: head.denominator,
        census_year: to.census_year,
        facts: FeatureFacts::new(&head.envelope, &head.definition),
    };
    let languages = languages.to_vec();
    features::collection(head, items, move |mut item| {
        let geometry = item.geometry.take();
        let names = FlatNames::of(&item.territory.names, &languages);
        let code = item.territory.code.to_string();
        features::feature(&code, geometry, &Properties { own: item, names, facts: &facts })
    })
}

/// The columns after the names.
const COLUMNS: [&str; 46] = [
    "parent",
    "covered_before",
    "covered_after",
    "total_before",
    "total_after",
    "gained",
    "lost",
    "net",
    "net_network",
    "net_denominator",
    "net_definition",
    "net_correction",
    "share_before",
    "share_after",
    "change",
    "change_network",
    "change_denominator",
    "change_definition",
    "change_correction",
    "capped",
    "estimate",
    "technology",
    "denominator",
    "from_state",
    "from_tier",
    "from_environment",
    "from_scope",
    "from_census",
    "from_surface",
    "from_as_of",
    "from_known_at",
    "from_definition",
    "state",
    "tier",
    "environment",
    "scope",
    "census",
    "census_year",
    "surface",
    "as_of",
    "known_at",
    "to_definition",
    "synthetic",
    "definition",
    "attribution",
    "operators_damaged",
];

/// One header line, one row per territory, what both sides mean repeated in columns.
///
/// # Errors
/// When it cannot be written.
pub(crate) fn table(
    head: &ChangesHead,
    items: &[ChangeItem],
    names: &NameColumns,
) -> Result<Vec<u8>, csv::Error> {
    let tail = tail(head);
    let mut writer = csv::Writer::from_writer(Vec::new());
    let columns = COLUMNS.map(ToOwned::to_owned);
    writer.write_record(
        ["code", "level"].map(ToOwned::to_owned).into_iter().chain(names.header()).chain(columns),
    )?;
    for ChangeItem { territory, change, .. } in items {
        let first = [territory.code.to_string(), territory.level.to_string()];
        let parent = territory.parent.as_ref().map_or_else(String::new, ToString::to_string);
        let own = first.into_iter().chain(names.row(&territory.names)).chain([parent]);
        writer.write_record(own.chain(change.row()).chain(tail.iter().cloned()))?;
    }
    writer.into_inner().map_err(|error| error.into_error().into())
}

/// What is the same in every row.
fn tail(head: &ChangesHead) -> Vec<String> {
    let (from, to) = (&head.from.definition, &head.to.definition);
    let damaged = from.operators_damaged.iter().chain(&to.operators_damaged);
    let mut damaged: Vec<&str> = damaged.map(OperatorId::as_str).collect();
    damaged.sort_unstable();
    damaged.dedup();
    let side = |side: &SideBody| {
        let definition = &side.definition;
        [
            side.state.to_string(),
            definition.tier.to_string(),
            definition.environment.to_string(),
            definition.scope.to_string(),
            definition.census.clone(),
        ]
    };
    let clocks = |definition: &Worded| {
        [
            definition.surface.to_string(),
            definition.as_of.to_string(),
            definition.known_at.to_string(),
            definition.sentence.clone(),
        ]
    };
    let first = [head.estimate.to_string(), to.technology.to_string(), head.denominator.to_string()];
    let last = [
        head.envelope.synthetic.to_string(),
        head.definition.clone(),
        head.envelope.attribution.join("; "),
        damaged.join(" "),
    ];
    let mut tail = first.to_vec();
    tail.extend(side(&head.from).into_iter().chain(clocks(from)));
    tail.extend(side(&head.to).into_iter().chain([to.census_year.to_string()]).chain(clocks(to)));
    tail.extend(last);
    tail
}
