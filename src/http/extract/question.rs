//! The parameters that choose numbers, with their defaults, read in one place for every address.
//!
//! Several hang together: what a tier, an environment or a denominator may be depends on the technology, and that, by
//! default, on the state of the network asked about. Each is read for itself, looking at those it depends on.

use std::sync::Arc;

use utoipa::openapi::{RefOr, Schema};

use crate::catalogue::FilingRecord;
use crate::country::{Levels, TechnologyKind, TechnologyMeta, TerritoryId};
use crate::domain::{
    AsOf, Denominator, Environment, FilingId, Level, LevelId, OperatorId, Recorded, Scope, ShareOf as Share,
    SpeedFloor, TechnologyId, TerritoryCode,
};
use crate::http::extract::asked::{Parameter, Reader, Word};
use crate::http::extract::moment;
use crate::http::extract::parameters::{named, text};
use crate::http::respond::fault::Fault;
use crate::http::respond::said::Said;
use crate::snapshot::{Snapshot, Today};

/// An instant, or a day, which means its end in the country's time zone.
pub(crate) struct Instant;

impl Word for Instant {
    type Value = Recorded;

    fn schema() -> RefOr<Schema> {
        text()
    }

    fn read(text: &str, reader: &Reader<'_>) -> Option<Recorded> {
        moment::instant(text, reader.snapshot())
    }

    fn expected(_reader: &Reader<'_>) -> Said {
        Said::new("expected-instant")
    }
}

/// The same of measurements too: what was recorded of them later is left out.
pub(crate) struct MeasuredInstant;

impl Parameter for MeasuredInstant {
    type Value = Option<Recorded>;
    const IS_MEASURED: bool = true;

    fn schema() -> RefOr<Schema> {
        text()
    }

    fn read(name: &'static str, reader: &mut Reader<'_>) -> Option<Self::Value> {
        reader.word::<Instant>(name)
    }
}

/// The day that promises are judged on: the `today` asked for, which must have come, else the `as_of` asked for where
/// that has come, else the day of a past `known_at`, else today.
pub(crate) struct JudgedOn;

impl Parameter for JudgedOn {
    type Value = Today;

    fn schema() -> RefOr<Schema> {
        <AsOf as Word>::schema()
    }

    fn read(name: &'static str, reader: &mut Reader<'_>) -> Option<Today> {
        let civil_day = reader.today();
        let asked = reader.text(name);
        let day = reader.peek::<AsOf>(name).filter(|day| *day <= civil_day);
        if let (Some(asked), None) = (asked, day) {
            let expected = Said::new("expected-date-come").text("today", civil_day.to_string());
            reader.refuse_value(name, asked, expected);
            return None;
        }
        let as_of = reader.peek::<AsOf>("as_of");
        let known_on = reader.peek::<Instant>("known_at").map(|known| reader.snapshot().civil_date(known));
        Some(Today::of(civil_day, day, as_of, known_on))
    }
}

/// A technology of the country.
pub(crate) struct Technology;

impl Word for Technology {
    type Value = TechnologyId;

    fn schema() -> RefOr<Schema> {
        named::<TechnologyId>()
    }

    fn read(text: &str, reader: &Reader<'_>) -> Option<TechnologyId> {
        technology(text, reader).map(|technology| technology.id.clone())
    }

    fn expected(reader: &Reader<'_>) -> Said {
        let technologies = reader.snapshot().country().meta.technologies.iter();
        let known: Vec<&str> = technologies.map(|technology| technology.id.as_str()).collect();
        Said::one_of(&known)
    }
}

fn technology<'r>(id: &str, reader: &'r Reader<'_>) -> Option<&'r TechnologyMeta> {
    let technologies = &reader.snapshot().country().meta.technologies;
    technologies.iter().find(|technology| technology.id.as_str() == id)
}

/// The filing of an id, where it declares layers.
pub(crate) fn filing<'r>(id: &str, reader: &'r Reader<'_>) -> Option<&'r Arc<FilingRecord>> {
    let (filing, _) = reader.snapshot().filings().get(&FilingId::new(id).ok()?)?;
    (!filing.layers.is_empty()).then_some(filing)
}

/// The technology that is counted: the one asked for, else that of a filing asked about, else the first that is filed,
/// else the first.
fn counted<'r>(reader: &'r Reader<'_>) -> Option<&'r TechnologyMeta> {
    let technologies = &reader.snapshot().country().meta.technologies;
    let asked = reader.text("technology").and_then(|asked| technology(asked, reader));
    let named = || {
        let id = reader.text("filing").or(reader.text("from_filing"))?;
        technology(filing(id, reader)?.layers.first()?.layer.technology.as_str(), reader)
    };
    let asked = asked.or_else(named);
    let is_filed = |technology: &&TechnologyMeta| {
        reader.state().in_force().any(|(layer, _)| layer.technology == technology.id)
    };
    asked.or_else(|| technologies.iter().find(is_filed)).or(technologies.first())
}

/// The technology that is counted.
pub(crate) struct CountedTechnology;

impl Parameter for CountedTechnology {
    type Value = TechnologyId;

    fn schema() -> RefOr<Schema> {
        named::<TechnologyId>()
    }

    fn read(name: &'static str, reader: &mut Reader<'_>) -> Option<TechnologyId> {
        reader.word::<Technology>(name)?.or_else(|| counted(reader).map(|technology| technology.id.clone()))
    }
}

/// The speeds counted: at least those asked for, else the technology's lowest tier.
pub(crate) struct Tier;

impl Parameter for Tier {
    type Value = SpeedFloor;

    fn schema() -> RefOr<Schema> {
        named::<SpeedFloor>()
    }

    fn read(name: &'static str, reader: &mut Reader<'_>) -> Option<SpeedFloor> {
        let given = reader.word::<SpeedFloor>(name)?;
        let floor = given.or_else(|| counted(reader)?.tiers.first().copied());
        if floor.is_none() {
            reader.refuse(Fault::missing(name, Said::new("expected-tier")));
        }
        floor
    }
}

/// Where the user is: one of the technology's environments.
pub(crate) struct Where;

impl Parameter for Where {
    type Value = Environment;

    fn schema() -> RefOr<Schema> {
        named::<Environment>()
    }

    fn read(name: &'static str, reader: &mut Reader<'_>) -> Option<Environment> {
        let given = reader.word::<Environment>(name)?;
        let technology = counted(reader)?;
        let Some(given) = given else { return Some(technology.usual_environment()) };
        let known = technology.asked_environments();
        if known.contains(&given) {
            return Some(given);
        }
        let known: Vec<&str> = known.iter().map(|known| known.as_str()).collect();
        let expected = Said::new("expected-one-of-for")
            .text("list", known.join(", "))
            .text("technology", technology.id.as_str());
        reader.refuse_value(name, given.as_str(), expected);
        None
    }
}

/// What a share is of: one of the technology's denominators.
pub(crate) struct ShareOf;

impl Parameter for ShareOf {
    type Value = Denominator;

    fn schema() -> RefOr<Schema> {
        named::<Denominator>()
    }

    fn read(name: &'static str, reader: &mut Reader<'_>) -> Option<Denominator> {
        let given = reader.word::<Denominator>(name)?;
        let technology = counted(reader)?;
        let Some(given) = given else { return Some(technology.kind.usual_denominator()) };
        let known = technology.kind.denominators();
        if known.contains(&given) {
            return Some(given);
        }
        let known: Vec<&str> = known.iter().map(|known| known.as_str()).collect();
        let expected = Said::new("expected-denominator")
            .text("list", known.join(", "))
            .text("technology", technology.id.as_str());
        reader.refuse_value(name, given.as_str(), expected);
        None
    }
}

/// What a share is of: one of the technology's denominators, or the places of a list.
pub(crate) struct ShareOfAny;

impl Parameter for ShareOfAny {
    type Value = Share;

    fn schema() -> RefOr<Schema> {
        named::<Share>()
    }

    fn read(name: &'static str, reader: &mut Reader<'_>) -> Option<Share> {
        let asked = reader.text(name);
        let Some(asked) = asked.filter(|asked| asked.starts_with(Share::PLACES)) else {
            return ShareOf::read(name, reader).map(Share::Measured);
        };
        let technology = counted(reader)?;
        let is_fixed = technology.kind == TechnologyKind::Fixed;
        let refused = if is_fixed {
            Said::new("expected-places-areas").text("technology", technology.id.as_str())
        } else {
            let lists = reader.state().place_lists();
            match asked.parse::<Share>() {
                Ok(share) if share.places().is_some_and(|list| lists.contains_key(list)) => {
                    return Some(share);
                }
                _ if lists.is_empty() => Said::new("expected-no-place-lists"),
                _ => {
                    let known: Vec<String> =
                        lists.into_keys().map(|list| format!("{}{list}", Share::PLACES)).collect();
                    Said::one_of(&known)
                }
            }
        };
        reader.refuse_value(name, asked, refused);
        None
    }
}

/// Whose coverage counts; an operator must be in the registry.
pub(crate) struct Counting;

impl Parameter for Counting {
    type Value = Scope;

    fn schema() -> RefOr<Schema> {
        named::<Scope>()
    }

    fn read(name: &'static str, reader: &mut Reader<'_>) -> Option<Scope> {
        let Some(asked) = reader.text(name) else { return Some(Scope::Any) };
        let expected = match asked.parse::<Scope>() {
            Err(_no_scope) => Said::new("expected-scope-form"),
            Ok(Scope::Operator(id)) if reader.snapshot().operator(&id).is_none() => {
                let operators = reader.snapshot().operators().iter();
                let known: Vec<String> = operators.map(|operator| format!("op:{}", operator.id)).collect();
                Said::new("expected-scope").text("list", known.join(", "))
            }
            Ok(scope) => return Some(scope),
        };
        reader.refuse_value(name, asked, expected);
        None
    }
}

/// An operator of the registry.
pub(crate) struct Registered;

impl Word for Registered {
    type Value = OperatorId;

    fn schema() -> RefOr<Schema> {
        named::<OperatorId>()
    }

    fn read(text: &str, reader: &Reader<'_>) -> Option<OperatorId> {
        text.parse().ok().filter(|id| reader.snapshot().operator(id).is_some())
    }

    fn expected(reader: &Reader<'_>) -> Said {
        one_of_registry(reader.snapshot())
    }
}

/// An operator of the registry is expected.
pub(crate) fn one_of_registry(snapshot: &Snapshot) -> Said {
    let known: Vec<&str> = snapshot.operators().iter().map(|operator| operator.id.as_str()).collect();
    Said::one_of(&known)
}

/// A territory of the country, by its code.
pub(crate) struct Territory;

impl Word for Territory {
    type Value = TerritoryId;

    fn schema() -> RefOr<Schema> {
        named::<TerritoryCode>()
    }

    fn read(text: &str, reader: &Reader<'_>) -> Option<TerritoryId> {
        reader.snapshot().country().tree.find(text)
    }

    fn expected(_reader: &Reader<'_>) -> Said {
        Said::new("expected-territory")
    }
}

/// A territory of the country; by default the country itself.
pub(crate) struct TerritoryOrCountry;

impl Parameter for TerritoryOrCountry {
    type Value = TerritoryId;

    fn schema() -> RefOr<Schema> {
        <Territory as Word>::schema()
    }

    fn read(name: &'static str, reader: &mut Reader<'_>) -> Option<TerritoryId> {
        let given = reader.word::<Territory>(name)?;
        Some(given.unwrap_or_else(|| reader.snapshot().country().tree.country()))
    }
}

/// The levels of the country.
fn levels<'r>(reader: &'r Reader<'_>) -> &'r Levels {
    reader.snapshot().country().levels()
}

/// A level of the country.
impl Word for Level {
    type Value = Self;

    fn schema() -> RefOr<Schema> {
        named::<LevelId>()
    }

    fn read(text: &str, reader: &Reader<'_>) -> Option<Self> {
        levels(reader).find(text)
    }

    fn expected(reader: &Reader<'_>) -> Said {
        let known: Vec<&str> = levels(reader).iter().map(|(_, meta)| meta.id.as_str()).collect();
        Said::one_of(&known)
    }
}

/// The level of the items.
pub(crate) struct ItemLevel;

impl Parameter for ItemLevel {
    type Value = Level;

    fn schema() -> RefOr<Schema> {
        named::<LevelId>()
    }

    fn read(name: &'static str, reader: &mut Reader<'_>) -> Option<Level> {
        let given = reader.word::<Level>(name)?;
        Some(given.unwrap_or_else(|| levels(reader).first()))
    }
}

/// The level of items that are added up from communes: from the whole down to the base unit.
pub(crate) struct LevelOfCommunes;

impl Parameter for LevelOfCommunes {
    type Value = Level;

    fn schema() -> RefOr<Schema> {
        named::<LevelId>()
    }

    fn read(name: &'static str, reader: &mut Reader<'_>) -> Option<Level> {
        let country = Arc::clone(reader.snapshot().country());
        let levels = country.levels();
        let Some(asked) = reader.text(name) else { return Some(levels.first()) };
        let level = reader.peek::<Level>(name).filter(|level| *level <= levels.base());
        if level.is_none() {
            let known: Vec<&str> = levels.chain().map(|level| levels.id(level).as_str()).collect();
            reader.refuse_value(name, asked, Said::one_of(&known));
        }
        level
    }
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
