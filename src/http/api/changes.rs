//! `GET /api/v1/changes`: what changed between two questions, by territory and by cause.
//!
//! The question is that of `/api/v1/coverage`, and is the later side; each `from_…` says where the earlier side
//! differs. With none of them, the earlier side is the date filed before; with a filing, what was in force when
//! it was recorded: so `filing=ID` alone tells the filing's effect.

mod bodies;

use axum::response::Response;

use crate::country::TerritoryId;
use crate::domain::AsOf;
use crate::http::api::coverage::outlines;
use crate::http::api::openapi::bodies::FeatureCollection;
use crate::http::extract::asked::{Asked, query};
use crate::http::extract::outlines::Outlines;
use crate::http::extract::parameters::{Cursor, JsonCsvOrGeoJson, Lang, Limit};
use crate::http::extract::query::Format;
use crate::http::extract::question::{
    self, CountedTechnology, Counting, Instant, ItemLevel, ShareOf, Territory, Tier, Where,
};
use crate::http::extract::sides::{CountingFiler, Differing, Earlier, LeftBy, sides};
use crate::http::respond::conditional::called;
use crate::http::respond::envelope::Envelope;
use crate::http::respond::features::NameColumns;
use crate::http::respond::pagination::{Cut, with_last_line, with_link};
use crate::http::respond::problem::Problem;
use crate::http::respond::words::Words;
use crate::snapshot::{Changes, Question, Side};

pub(crate) use bodies::SideBody;
use bodies::{ChangesBody, ChangesHead, Directions, TotalChange};

query! {
    /// Which change is asked for.
    ChangesQuery {
        level: ItemLevel = "id of one of the levels that `/api/v1/country` lists; default the first below the whole",
        within: Option<Territory> = "code of a territory: only what lies in it",
        technology: CountedTechnology = "id of a technology that `/api/v1/country` lists; default that of the filing, else the first filed",
        tier: Tier = "DOWN-UP in Mbit/s, such as 35-3; default the technology's lowest",
        environment: Where = "outdoor (default), vehicle, indoor",
        scope: CountingFiler = "any (default), all, min2, op:ID; with a filing, its operator",
        denominator: ShareOf = "population (default), households, area; fixed technologies: households",
        as_of: Option<AsOf> = "date of the later side; default the latest filed",
        known_at: Option<Instant> = "what had been recorded of the later side by then: an instant, or a date",
        filing: LeftBy = "id of a filing, instead of `as_of` and `known_at`: the later side is the state it left",
        from_tier: Differing<Tier> = "tier of the earlier side; default the same",
        from_environment: Differing<Where> = "environment of the earlier side; default the same",
        from_scope: Differing<Counting> = "scope of the earlier side; default the same",
        from_as_of: Option<AsOf> = "date of the earlier side; default the date filed before, the same where another from_ is given",
        from_known_at: Option<Instant> = "what had been recorded of the earlier side by then; default as for the later side",
        from_filing: LeftBy = "id of a filing, instead of `from_as_of` and `from_known_at`; default, with filing, what was in force before it",
        geometry: Outlines = "none (default), simplified (default of geojson), full",
        // Every commune fits.
        limit: Limit<2000, 5000> = "items per page, 2000 by default, 5000 at most",
        cursor: Cursor = "`next` of the page before",
        lang: Lang = "language of the definitions' sentences",
        f: JsonCsvOrGeoJson = "json, csv, geojson; or by Accept",
    }
}

/// What changed between two sides: two dates, instants of knowledge, operators, definitions or filings.
///
/// Every difference is split into correction, network, definition and denominator, whose parts add up to it exactly:
/// numbers here are multiples of powers of two, so that sums of them are exact.
#[utoipa::path(
    get, path = "/api/v1/changes", operation_id = "getChanges", tag = "coverage",
    params(ChangesQuery),
    responses(
        (status = 200, description = "Changes with the definitions of both sides", content(
            (ChangesBody = "application/json"), (String = "text/csv"),
            (FeatureCollection = "application/geo+json"),
        )),
        (status = 400, description = "A parameter is wrong", body = crate::http::respond::problem::ProblemBody, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn get(asked: Asked<ChangesQuery>) -> Result<Response, Problem> {
    let (from, to) = sides_of(&asked);
    let changes = Changes::between(&from, &to).await.map_err(Problem::internal)?;
    let ChangesQuery { level, within, denominator, geometry, .. } = asked.query;
    let country = asked.country();
    let chosen = question::territories(asked.snapshot(), level, within);
    let cut = asked.query.cursor.page(asked.query.limit).cut(chosen.into_iter());
    let outlines = outlines(country, level, geometry).await?;
    let head = head(&asked, &from.told(), &to.told(), &changes, &cut);
    let items = bodies::items(&cut.items, &changes, denominator, country, outlines.as_ref());
    // Outlines are long, however few.
    let written = if outlines.is_some() { usize::MAX } else { items.len() };
    let response = match asked.format {
        Format::Json => asked.tag.json(ChangesBody { head, items }, written)?,
        Format::Csv => {
            let name = format!("changes-{}.csv", head.to.definition.as_of);
            let (last, names) = (cut.part.clone(), NameColumns::of(country));
            let table = move || Ok(with_last_line(bodies::table(&head, &items, &names)?, last.as_ref()));
            called(asked.tag.table(written, table)?, &name)
        }
        Format::GeoJson => asked.tag.draft(bodies::features(&head, items, &country.meta.languages)?),
    };
    Ok(with_link(response, cut.part.as_ref()))
}

/// Both sides of the change that is asked for, the earlier first.
fn sides_of(asked: &Asked<ChangesQuery>) -> (Side, Side) {
    let query = &asked.query;
    let question = Question {
        technology: query.technology.clone(),
        floor: query.tier,
        environment: query.environment,
        scope: query.scope.clone(),
    };
    let earlier = Earlier {
        tier: query.from_tier,
        environment: query.from_environment,
        scope: query.from_scope.as_ref(),
        as_of: query.from_as_of,
        known_at: query.from_known_at,
        filing: query.from_filing.as_deref(),
    };
    sides(&asked.state, &question, query.filing.as_deref(), &earlier)
}

/// Everything beside the items; the sides are as they are told.
fn head(
    asked: &Asked<ChangesQuery>,
    from: &Side,
    to: &Side,
    changes: &Changes,
    cut: &Cut<TerritoryId>,
) -> ChangesHead {
    let ChangesQuery { level, within, denominator, .. } = asked.query;
    let country = asked.country();
    let whole = within.unwrap_or(country.tree.country());
    let side = |side: &Side, state| SideBody {
        definition: Words::new(&side.state, &asked.language).definition(&side.question, &denominator.into()),
        state,
    };
    let envelope = |side: &Side| Envelope::of_question(&side.state, &side.question);
    let is_unsplit = changes.is_known() && !changes.is_split;
    ChangesHead {
        definition: Words::new(&to.state, &asked.language).change(&from.state, is_unsplit),
        from: side(from, changes.before),
        to: side(to, changes.after),
        denominator,
        level: country.levels().id(level).clone(),
        within: within.map(|id| country.tree.get(id).code.clone()),
        estimate: changes.is_estimate,
        totals: TotalChange::of(changes, whole, country.meta.technology(&to.question.technology)),
        territories: Directions::of(changes, whole, denominator, country),
        envelope: envelope(to).beside(envelope(from)),
        total: cut.total,
        next: cut.next.clone(),
        part: cut.part.clone(),
    }
}
