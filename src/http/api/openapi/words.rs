//! The field's words as schemas: what a word or an id of the rooms below looks like in JSON.
//!
//! Owns what the document says of values whose types know nothing of documents. A list of words is an `enum`
//! of the very words that are written and read: the schema is made from the list, and cannot differ from it.

use std::borrow::Cow;

use utoipa::openapi::RefOr;
use utoipa::openapi::schema::{AdditionalProperties, KnownFormat, ObjectBuilder, Schema, SchemaFormat, Type};
use utoipa::{PartialSchema, ToSchema};

use crate::country::{Fineness, TechnologyKind};
use crate::domain::{
    Act, CollectOutcome, CollectReason, CollectorId, CollectorSource, CollectorState, ContentHash,
    Denominator, Environment, FilingId, FilingKind, LevelId, LevelRole, Mbps, MeasuredState, Metric, Month,
    Names, OperatorId, PlaceListId, Recorded, Role, RoutePhase, RouteStatus, Scope, ShareOf, SourceId,
    SpeedFloor, SurfaceId, TargetId, TargetPathId, TargetScope, TargetStatus, TechnologyId, TerritoryCode,
    TestOutcome, TodayFrom, TokenId, Verdict,
};
use crate::intake::Severity;
use crate::snapshot::{FigureState, FilingState, GroundTheme, Movement};

use crate::http::extract::outlines::OutlineDetail;
use crate::http::extract::parameters::{Grouping, one_of};
use crate::http::extract::tile_form::TileForm;
use crate::http::respond::code::Code;

/// A text of a form.
fn text(doc: &str, pattern: Option<&str>, format: Option<KnownFormat>, example: &str) -> RefOr<Schema> {
    ObjectBuilder::new()
        .schema_type(Type::String)
        .description(Some(doc))
        .pattern(pattern)
        .format(format.map(SchemaFormat::KnownFormat))
        .examples([example])
        .build()
        .into()
}

macro_rules! words {
    ($($type:ty, $name:literal, $doc:literal;)+) => {$(
        impl PartialSchema for $type {
            fn schema() -> RefOr<Schema> {
                one_of($doc, <$type>::ALL.iter().map(|word| word.as_str()))
            }
        }

        impl ToSchema for $type {
            fn name() -> Cow<'static, str> {
                Cow::Borrowed($name)
            }
        }
    )+};
}

macro_rules! texts {
    ($($type:ty, $name:literal, $doc:literal, $pattern:expr, $format:expr, $example:literal;)+) => {$(
        impl PartialSchema for $type {
            fn schema() -> RefOr<Schema> {
                text($doc, $pattern, $format, $example)
            }
        }

        impl ToSchema for $type {
            fn name() -> Cow<'static, str> {
                Cow::Borrowed($name)
            }
        }
    )+};
}

const SLUG: Option<&str> = Some("^[a-z0-9-]{1,32}$");
const LEVEL: Option<&str> = Some("^[a-z][a-z0-9-]{0,23}$");

words! {
    LevelRole, "LevelRole", "What a level is for: the `whole` country; a `container` of base units; the `base_unit`, the smallest that covers the whole country, called `commune` in the names of fields and columns; `groups` of `parts` of some base units.";
    Environment, "Environment", "Where the user is.";
    Denominator, "Denominator", "What a share is of.";
    FilingKind, "FilingKind", "What a filing holds.";
    Metric, "Metric", "What a test measures: Mbit/s, milliseconds, or a share 0..1.";
    Role, "Role", "What a token is for.";
    RoutePhase, "RoutePhase", "Whether a route is in use or to come.";
    RouteStatus, "RouteStatus", "A route's status, in the words of the Open Fibre Data Standard.";
    TargetScope, "TargetScope", "Whose coverage a target is of; `each`: every licensed operator is held against it.";
    TodayFrom, "TodayFrom", "Where the day judged on comes from.";
    Act, "Act", "What was done.";
    CollectorSource, "CollectorSource", "What a collector fetches from.";
    CollectorState, "CollectorState", "How a collector goes.";
    CollectOutcome, "CollectOutcome", "How a run of a collector ended.";
    CollectReason, "CollectReason", "Why a run of a collector did not do what it is for.";
    TargetStatus, "TargetStatus", "How a target stands on the day judged.";
    TestOutcome, "TestOutcome", "How a test ended.";
    Verdict, "Verdict", "What the tests that count say of a claim.";
    Code, "ProblemCode", "Which problem it is: stable, for programs.";
    OutlineDetail, "OutlineDetail", "How much of outlines is sent.";
    Fineness, "Fineness", "How finely a topology is drawn.";
    TileForm, "TileForm", "How tiles are written: pictures, or vector tiles.";
    GroundTheme, "GroundTheme", "What a picture is to look like.";
    Movement, "Movement", "Which cells of a change: those gained, or those lost.";
    Grouping, "Grouping", "Each month for itself.";
    MeasuredState, "MeasuredState", "`insufficient` below 30 tests: then nothing else is said; `damaged` where a month of the source cannot be read: then nothing is known of all months together.";
    FigureState, "FigureState", "`known`: there is a number, if it is 0; `no_filing`: no operator counted has filed, which is not the same as 0; `damaged`: a filing that counts cannot be read, and nothing is known; `lower_bound`: at least what the other filings cover.";
    FilingState, "FilingState", "`current`: in force at the latest date; `history`: in force for its date; `superseded` by a later one of the same date; or `withdrawn`.";
}

texts! {
    LevelId, "Level", "The level of a territory: the id of one of the levels that `/api/v1/country` lists.", LEVEL, None, "region";
    OperatorId, "OperatorId", "An operator's id.", SLUG, None, "iam";
    TechnologyId, "TechnologyId", "A technology's id.", SLUG, None, "4g";
    PlaceListId, "PlaceListId", "The id of a list of places.", Some("^[a-z][a-z0-9-]{0,31}$"), None, "schools";
    SurfaceId, "SurfaceId", "How people are spread over cells.", SLUG, None, "worldpop-2024";
    SourceId, "SourceId", "Whose measurements they are.", SLUG, None, "demo-drive";
    TargetId, "TargetId", "A target's id.", None, None, "5g-population-2026-licence";
    TargetPathId, "TargetPathId", "The id of a promise in several stages.", None, None, "5g-population-licence";
    CollectorId, "CollectorId", "A collector's id.", None, None, "atlas-4g";
    TerritoryCode, "TerritoryCode", "A territory's official code; always text.", Some("^[A-Za-z0-9.-]{1,24}$"), None, "05.";
    FilingId, "FilingId", "A filing's id; ids sort by when they were recorded.", Some("^[a-z0-9]{26}$"), None, "01kb3x1r6y8k3c9d2f4g5h6j7k";
    TokenId, "TokenId", "A token's public part.", Some("^[A-Za-z0-9]{8}$"), None, "k3J9xQ2a";
    ContentHash, "ContentHash", "SHA-256 as hexadecimal digits.", Some("^[0-9a-f]{64}$"), None, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
    SpeedFloor, "Tier", "DOWN-UP in Mbit/s.", Some("^[0-9.]+-[0-9.]+$"), None, "35-3";
    Scope, "Scope", "Whose coverage counts: `any` operator's, `all` licensed operators', that of two at least (`min2`), or one operator's (`op:ID`).", Some("^(any|all|min2|op:[a-z0-9-]{1,32})$"), None, "any";
    ShareOf, "ShareOf", "What a share is a share of: `population`, `households`, `area`, or the places of a list (`places:LIST`).", Some("^(population|households|area|places:[a-z][a-z0-9-]{0,31})$"), None, "population";
    Month, "Month", "A month.", Some("^[0-9]{4}-[0-9]{2}$"), None, "2026-06";
    Recorded, "Recorded", "An instant in UTC.", None, Some(KnownFormat::DateTime), "2026-11-23T20:15:00Z";
}

impl PartialSchema for TechnologyKind {
    fn schema() -> RefOr<Schema> {
        one_of(
            "Filed as areas and counted in people, or as premises and counted in households.",
            ["mobile", "fixed"],
        )
    }
}

impl ToSchema for TechnologyKind {
    fn name() -> Cow<'static, str> {
        Cow::Borrowed("TechnologyKind")
    }
}

impl PartialSchema for Severity {
    fn schema() -> RefOr<Schema> {
        one_of(
            "How much a finding weighs; with an error, a filing is refused.",
            ["error", "warning", "repair", "info"],
        )
    }
}

impl ToSchema for Severity {
    fn name() -> Cow<'static, str> {
        Cow::Borrowed("Severity")
    }
}

impl PartialSchema for Mbps {
    fn schema() -> RefOr<Schema> {
        ObjectBuilder::new()
            .schema_type(Type::Number)
            .description(Some("Mbit/s."))
            .minimum(Some(0))
            .examples([35])
            .build()
            .into()
    }
}

impl ToSchema for Mbps {
    fn name() -> Cow<'static, str> {
        Cow::Borrowed("Mbps")
    }
}

impl PartialSchema for Names {
    fn schema() -> RefOr<Schema> {
        let text = ObjectBuilder::new().schema_type(Type::String).build();
        ObjectBuilder::new()
            .description(Some("Names by language."))
            .additional_properties(Some(AdditionalProperties::RefOr(text.into())))
            .build()
            .into()
    }
}

impl ToSchema for Names {
    fn name() -> Cow<'static, str> {
        Cow::Borrowed("Names")
    }
}
