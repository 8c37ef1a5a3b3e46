//! `GET /api/v1/places/{list}`: the places of a list and, of a question, which of them are covered.

use std::sync::Arc;

use axum::extract::Path;
use axum::response::Response;
use serde::Serialize;

use super::{PlaceList, intact, no_list};
use crate::catalogue::PlaceListRecord;
use crate::country::{Country, TechnologyKind};
use crate::domain::{AsOf, LonLat, PlaceListId, ShareOf, TerritoryCode};
use crate::http::api::openapi::bodies::FeatureCollection;
use crate::http::extract::asked::{Asked, query};
use crate::http::extract::parameters::{Cursor, JsonCsvOrGeoJson, Lang, Limit};
use crate::http::extract::query::Format;
use crate::http::extract::question::{Counting, Instant, Technology, Territory, Tier, Where};
use crate::http::respond::conditional::called;
use crate::http::respond::draft::Draft;
use crate::http::respond::envelope::Envelope;
use crate::http::respond::features::{self, FeatureFacts, FlatNames, NameColumns, Properties};
use crate::http::respond::pagination::{Cut, Part, with_last_line, with_link};
use crate::http::respond::problem::{Problem, ProblemBody};
use crate::http::respond::said::Said;
use crate::snapshot::{FigureState, PlaceAt, Places, PlacesReached, Question};

query! {
    /// Which places are asked for.
    PlacesQuery {
        within: Option<Territory> = "code of a territory: only places in it",
        technology: Option<Technology> = "tells of each place whether it is covered; a technology that is filed as areas",
        tier: Tier = "DOWN-UP in Mbit/s; default the technology's lowest; with `technology`",
        environment: Where = "outdoor (default), vehicle, indoor; with `technology`",
        scope: Counting = "any (default), all, min2, op:ID; with `technology`",
        covered: Option<bool> = "only places that are, or are not, covered; with `technology`",
        as_of: Option<AsOf> = "date of the network described; default the latest filed",
        known_at: Option<Instant> = "what had been recorded by then: an instant, or a date",
        // The largest list there may be is two of these.
        limit: Limit<1000, 50_000> = "items per page, 1000 by default, 50000 at most",
        cursor: Cursor = "`next` of the page before",
        lang: Lang = "language of the definition",
        f: JsonCsvOrGeoJson = "json, csv, geojson; or by Accept",
    }
}

/// Whether a place is covered; `None` where that is not known, which is told as null.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(transparent)]
struct IsCovered(Option<bool>);

/// A place.
#[derive(Debug, Serialize, utoipa::ToSchema)]
#[schema(as = Place)]
struct PlaceItem {
    /// Its id in its list.
    id: String,
    /// Its name; null where the list has none.
    #[schema(required = true)]
    name: Option<String>,
    /// Degrees east.
    lon: f64,
    /// Degrees north.
    lat: f64,
    /// The code of the commune it lies in.
    commune: TerritoryCode,
    /// Present where a technology is asked for: whether the place is covered; null where that is not known.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<bool>)]
    covered: Option<IsCovered>,
}

/// Everything beside the places.
#[derive(Debug, Serialize, utoipa::ToSchema)]
struct PlacesHead {
    /// What a place is and, where a technology is asked for, what covered means.
    definition: String,
    list: PlaceList,
    /// Whether coverage is known, where a technology is asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    state: Option<FigureState>,
    /// The territory the places lie in.
    #[schema(required = true)]
    within: Option<TerritoryCode>,
    #[serde(flatten)]
    envelope: Envelope,
    /// Items on all pages.
    total: usize,
    /// The cursor of the next page, if there is one.
    #[schema(required = true)]
    next: Option<String>,
    /// Present where these are not all items.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    part: Option<Part>,
}

/// Places of a list.
#[derive(Debug, Serialize, utoipa::ToSchema)]
#[schema(as = Places)]
struct PlacesBody {
    #[serde(flatten)]
    head: PlacesHead,
    /// In order of communes and ids.
    items: Vec<PlaceItem>,
}

/// The places of a list; of a technology, which of them are covered: a place is where its cell is.
#[utoipa::path(
    get, path = "/api/v1/places/{list}", operation_id = "listPlaces", tag = "places",
    params(("list" = PlaceListId, Path, description = "id of one of the lists of `/api/v1/places`"), PlacesQuery),
    responses(
        (status = 200, description = "Places", content(
            (PlacesBody = "application/json"), (String = "text/csv"), (FeatureCollection = "application/geo+json"),
        )),
        (status = 400, description = "A parameter is wrong", body = ProblemBody, content_type = "application/problem+json"),
        (status = 404, description = "No such list", body = ProblemBody, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn get(Path(id): Path<String>, asked: Asked<PlacesQuery>) -> Result<Response, Problem> {
    let id = PlaceListId::new(&id).map_err(|_malformed| no_list(&asked.state))?;
    let Some(list) = asked.state.place_list(&id).map(Arc::clone) else {
        return Err(no_list(&asked.state));
    };
    let question = question(&asked)?;
    let asked = asked.concerning_places(question.as_ref(), &list);
    if let Some(unchanged) = asked.unchanged() {
        return Ok(unchanged);
    }
    intact(&asked.state, &id)?;
    let found = Found::of(&asked, question.as_ref(), &list).await?;
    let place = asked.place(&asked.query.cursor);
    let cut = place.page(asked.query.limit).cut(found.chosen(&asked).into_iter());
    let envelope = Envelope::of_places(&asked.state, std::iter::once(&*list));
    let head = PlacesHead {
        definition: asked.words().places(question.as_ref(), &id),
        list: PlaceList::of(&list, &asked.state),
        state: question.as_ref().map(|question| asked.state.counted(question).standing),
        within: asked.query.within.map(|id| asked.country().tree.get(id).code.clone()),
        envelope: match &question {
            Some(question) => envelope.beside(asked.envelope_of(question)),
            None => envelope,
        },
        total: cut.total,
        next: cut.next.clone(),
        part: cut.part.clone(),
    };
    let part = cut.part.clone();
    let items: Vec<PlaceItem> = items(&cut, asked.country());
    let written = items.len();
    let response = match asked.format {
        Format::Json => asked.tag.json(PlacesBody { head, items }, written)?,
        Format::Csv => {
            let (last, name) = (part.clone(), format!("{id}-{}.csv", head.list.as_of));
            let country = Arc::clone(asked.country());
            let table = move || Ok(with_last_line(csv_of(&head, &items, &country)?, last.as_ref()));
            called(asked.tag.table(written, table)?, &name)
        }
        Format::GeoJson => asked.tag.draft(features(&head, items, &asked.country().meta.languages)?),
    };
    Ok(with_link(response, part.as_ref()))
}

/// The question, where a technology is asked for; what only a question has is refused without one.
fn question(asked: &Asked<PlacesQuery>) -> Result<Option<Question>, Problem> {
    let PlacesQuery { technology, tier, environment, scope, .. } = &asked.query;
    let Some(technology) = technology else {
        let stray = ["tier", "environment", "scope", "covered"];
        let is_asked = stray.iter().any(|name| asked.ask.text(name).is_some());
        let missing = || Problem::missing_parameter("technology", Said::new("expected-places-technology"));
        return if is_asked { Err(missing()) } else { Ok(None) };
    };
    let meta = asked.country().meta.technology(technology);
    if meta.is_some_and(|meta| meta.kind == TechnologyKind::Fixed) {
        let expected = Said::new("expected-places-areas").text("technology", technology.as_str());
        return Err(Problem::bad_parameter("technology", technology.as_str(), expected));
    }
    Ok(Some(Question {
        technology: technology.clone(),
        floor: *tier,
        environment: *environment,
        scope: scope.clone(),
    }))
}

impl Asked<PlacesQuery> {
    /// The same, told at the last event that concerns it.
    fn concerning_places(self, question: Option<&Question>, list: &PlaceListRecord) -> Self {
        if let Some(question) = question {
            return self.concerning_share(question, &ShareOf::Places(list.head.id.clone()));
        }
        let state = self.state.clone().told_at(list.recorded);
        self.seen_by(state)
    }
}

/// The places of a list, and which are covered.
struct Found {
    places: Arc<Places>,
    reached: Option<PlacesReached>,
}

/// A place, and whether it is covered, where that is asked.
type Chosen<'f> = (&'f PlaceAt, Option<IsCovered>);

impl Found {
    async fn of(
        asked: &Asked<PlacesQuery>,
        question: Option<&Question>,
        list: &PlaceListRecord,
    ) -> Result<Self, Problem> {
        let Some(question) = question else {
            let places = asked.state.places(list).await.map_err(Problem::internal)?;
            return Ok(Self { places, reached: None });
        };
        let reached = asked.state.places_reached(question, list).await.map_err(Problem::internal)?;
        Ok(Self { places: Arc::clone(&reached.places), reached: Some(reached) })
    }

    /// The places asked for, in order.
    fn chosen(&self, asked: &Asked<PlacesQuery>) -> Vec<Chosen<'_>> {
        let PlacesQuery { within, covered, .. } = &asked.query;
        let country = asked.country();
        let is_in = |place: &&PlaceAt| within.is_none_or(|container| place.is_within(country, container));
        let all = self.places.iter().filter(is_in);
        let told = all
            .map(|place| (place, self.reached.as_ref().map(|reached| IsCovered(reached.is_covered(place)))));
        told.filter(|(_, is_covered)| {
            covered.is_none_or(|wanted| *is_covered == Some(IsCovered(Some(wanted))))
        })
        .collect()
    }
}

fn items(cut: &Cut<Chosen<'_>>, country: &Country) -> Vec<PlaceItem> {
    let tree = &country.tree;
    let item = |(place, covered): &Chosen<'_>| PlaceItem {
        id: place.id.to_string(),
        name: (!place.name.is_empty()).then(|| place.name.to_string()),
        lon: place.at.lon,
        lat: place.at.lat,
        commune: tree.get(tree.commune(place.commune)).code.clone(),
        covered: *covered,
    };
    cut.items.iter().map(item).collect()
}

/// The properties of a place's feature.
#[derive(Debug, Serialize)]
struct PlaceProperties {
    list: PlaceListId,
    name: Option<String>,
    commune: TerritoryCode,
    #[serde(skip_serializing_if = "Option::is_none")]
    covered: Option<IsCovered>,
}

fn features(head: &PlacesHead, items: Vec<PlaceItem>, languages: &[String]) -> Result<Draft, Problem> {
    let facts = FeatureFacts::new(&head.envelope, &head.definition);
    let (list, languages) = (head.list.id.clone(), languages.to_vec());
    features::collection(head, items, move |item| {
        let names = FlatNames::same(item.name.as_deref(), &languages);
        let at = LonLat { lon: item.lon, lat: item.lat };
        let PlaceItem { id, name, commune, covered, .. } = item;
        let own = PlaceProperties { list: list.clone(), name, commune, covered };
        features::point(&id, at, &Properties { own, names, facts: &facts })
    })
}

/// A row per place; what the list is stands in columns: a row can be cut out and still says what it is.
fn csv_of(head: &PlacesHead, items: &[PlaceItem], country: &Country) -> Result<Vec<u8>, csv::Error> {
    let names = NameColumns::of(country);
    let tail = [
        head.state.map_or_else(String::new, |state| state.to_string()),
        head.list.id.to_string(),
        head.list.source.clone(),
        head.list.licence.clone(),
        head.list.as_of.to_string(),
        head.envelope.as_of.to_string(),
        head.envelope.known_at.to_string(),
        head.envelope.synthetic.to_string(),
        head.definition.clone(),
        head.envelope.attribution.join("; "),
    ];
    let columns = [
        "covered",
        "state",
        "list",
        "source",
        "licence",
        "list_as_of",
        "as_of",
        "known_at",
        "synthetic",
        "definition",
        "attribution",
    ];
    let mut writer = csv::Writer::from_writer(Vec::new());
    let first = ["id", "name", "lon", "lat", "commune"].map(ToOwned::to_owned).into_iter();
    let named = names.header().map(|name| format!("commune_{name}"));
    writer.write_record(first.chain(named).chain(columns.map(ToOwned::to_owned)))?;
    for item in items {
        let own = [
            item.id.clone(),
            item.name.clone().unwrap_or_default(),
            item.lon.to_string(),
            item.lat.to_string(),
            item.commune.to_string(),
        ];
        let territory = country.tree.find(item.commune.as_str()).map(|id| country.tree.get(id));
        let called: Vec<String> =
            territory.map_or_else(Vec::new, |territory| names.row(&territory.names).collect());
        let covered = item
            .covered
            .and_then(|covered| covered.0)
            .map_or_else(String::new, |covered| covered.to_string());
        let rest = std::iter::once(covered).chain(tail.iter().cloned());
        writer.write_record(own.into_iter().chain(called).chain(rest))?;
    }
    writer.into_inner().map_err(|error| error.into_error().into())
}
