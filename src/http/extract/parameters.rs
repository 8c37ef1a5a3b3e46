//! Parameters that many routes have: the language, the media type, the page; and the words of the field.
//!
//! Owns how each is read, its default, and what the document says a value looks like. Those that choose numbers are
//! in `question`.

use std::borrow::Cow;

use utoipa::openapi::schema::{KnownFormat, ObjectBuilder, Schema, SchemaFormat, Type};
use utoipa::openapi::{Ref, RefOr};
use utoipa::{PartialSchema, ToSchema};

use crate::domain::{
    AsOf, ContentHash, Denominator, Environment, Epsg, FilingKind, Month, OperatorId, RoutePhase, SourceId,
    SpeedFloor, TokenId, word_list,
};
use crate::http::extract::asked::{Parameter, Reader, Shape, Word, query};
use crate::http::extract::moment;
use crate::http::extract::query::Format;
use crate::http::respond::pagination::Place;
use crate::http::respond::problem::Problem;
use crate::http::respond::said::Said;
use crate::messages::{self, Language};

/// A schema among the document's components.
pub(crate) fn named<T: ToSchema>() -> RefOr<Schema> {
    Ref::from_schema_name(T::name()).into()
}

/// Plain text.
pub(crate) fn text() -> RefOr<Schema> {
    ObjectBuilder::new().schema_type(Type::String).build().into()
}

/// One of a list of words.
pub(crate) fn one_of(doc: &str, words: impl IntoIterator<Item = &'static str>) -> RefOr<Schema> {
    ObjectBuilder::new()
        .schema_type(Type::String)
        .description(Some(doc))
        .enum_values(Some(words.into_iter().collect::<Vec<_>>()))
        .build()
        .into()
}

/// A list of words is read as it is written, and expected as it is listed.
macro_rules! listed {
    ($($type:ty,)+) => {$(
        impl Word for $type {
            type Value = Self;

            fn schema() -> RefOr<Schema> {
                named::<$type>()
            }

            fn read(text: &str, _reader: &Reader<'_>) -> Option<Self> {
                text.parse().ok()
            }

            fn expected(_reader: &Reader<'_>) -> Said {
                let words: Vec<&str> = <$type>::ALL.iter().map(|word| word.as_str()).collect();
                Said::one_of(&words)
            }
        }
    )+};
}
pub(crate) use listed;

listed! { Denominator, Environment, FilingKind, RoutePhase, }

/// What has a form is read by its type, and expected by a message.
macro_rules! formed {
    ($($type:ty, $expected:literal;)+) => {$(
        impl Word for $type {
            type Value = Self;

            fn schema() -> RefOr<Schema> {
                named::<$type>()
            }

            fn read(text: &str, _reader: &Reader<'_>) -> Option<Self> {
                text.parse().ok()
            }

            fn expected(_reader: &Reader<'_>) -> Said {
                Said::new($expected)
            }
        }
    )+};
}

formed! {
    OperatorId, "expected-id";
    SourceId, "expected-id";
    TokenId, "expected-token-id";
    ContentHash, "expected-content-hash";
    SpeedFloor, "expected-tier";
    Month, "expected-month";
}

/// Yes or no.
impl Word for bool {
    type Value = Self;

    fn schema() -> RefOr<Schema> {
        ObjectBuilder::new().schema_type(Type::Boolean).build().into()
    }

    fn read(text: &str, _reader: &Reader<'_>) -> Option<Self> {
        text.parse().ok()
    }

    fn expected(_reader: &Reader<'_>) -> Said {
        Said::one_of(&["true", "false"])
    }
}

/// Any text.
impl Word for String {
    type Value = Self;

    fn schema() -> RefOr<Schema> {
        text()
    }

    fn read(text: &str, _reader: &Reader<'_>) -> Option<Self> {
        Some(text.to_owned())
    }

    fn expected(_reader: &Reader<'_>) -> Said {
        Said::new("expected-text")
    }
}

/// A reference system by its number.
impl Word for Epsg {
    type Value = Self;

    fn schema() -> RefOr<Schema> {
        ObjectBuilder::new().schema_type(Type::String).examples(["EPSG:26191"]).build().into()
    }

    fn read(text: &str, _reader: &Reader<'_>) -> Option<Self> {
        text.parse().ok()
    }

    fn expected(_reader: &Reader<'_>) -> Said {
        Said::new("expected-crs")
    }
}

/// A civil date, `2026-06-30` and nothing more: a time of day is part of no date asked about here.
impl Word for AsOf {
    type Value = Self;

    fn schema() -> RefOr<Schema> {
        let form = SchemaFormat::KnownFormat(KnownFormat::Date);
        ObjectBuilder::new().schema_type(Type::String).format(Some(form)).build().into()
    }

    fn read(text: &str, _reader: &Reader<'_>) -> Option<Self> {
        moment::date(text)
    }

    fn expected(_reader: &Reader<'_>) -> Said {
        Said::new("expected-date")
    }
}

/// Degrees to either side of nothing.
pub(crate) struct Degrees<const MOST: i16>;

impl<const MOST: i16> Word for Degrees<MOST> {
    type Value = f64;

    fn schema() -> RefOr<Schema> {
        ObjectBuilder::new()
            .schema_type(Type::Number)
            .format(Some(SchemaFormat::KnownFormat(KnownFormat::Double)))
            .minimum(Some(-MOST))
            .maximum(Some(MOST))
            .build()
            .into()
    }

    fn read(text: &str, _reader: &Reader<'_>) -> Option<f64> {
        let most = f64::from(MOST);
        text.parse().ok().filter(|degrees| (-most..=most).contains(degrees))
    }

    fn expected(_reader: &Reader<'_>) -> Said {
        Said::new("expected-degrees").text("from", (-MOST).to_string()).text("to", MOST.to_string())
    }
}

/// The language of names and sentences: `lang=` first, then `Accept-Language`, then the country's first.
pub(crate) struct Lang;

impl Parameter for Lang {
    type Value = String;

    fn schema() -> RefOr<Schema> {
        text()
    }

    fn read(name: &'static str, reader: &mut Reader<'_>) -> Option<String> {
        let Some(asked) = reader.text(name) else {
            return Some(reader.ask().preferred(&reader.snapshot().country().meta.languages));
        };
        let known = &reader.snapshot().country().meta.languages;
        let found = known.iter().find(|language| *language == asked).cloned();
        if found.is_none() {
            let expected = Said::one_of(known);
            reader.refuse_value(name, asked, expected);
        }
        found
    }

    fn shape(value: &String, shape: &mut Shape) {
        shape.language.clone_from(value);
    }
}

/// The language a report is told in; `None` for as it is recorded, in the language of programs.
pub(crate) struct ReportLang;

impl Parameter for ReportLang {
    type Value = Option<&'static Language>;

    fn schema() -> RefOr<Schema> {
        text()
    }

    fn read(name: &'static str, reader: &mut Reader<'_>) -> Option<Self::Value> {
        let Some(asked) = reader.text(name) else { return Some(None) };
        let found = messages::language(asked);
        if found.is_none() {
            let known: Vec<&str> = messages::languages().iter().map(Language::tag).collect();
            reader.refuse_value(name, asked, Said::one_of(&known));
        }
        found.map(Some)
    }

    fn shape(value: &Self::Value, shape: &mut Shape) {
        shape.language = value.map_or_else(String::new, |language| language.tag().to_owned());
    }
}

/// Declares a choice of media types: what a route answers in, the first unless another is asked for.
macro_rules! offers {
    ($($type:ident, $doc:literal, [$($format:ident),+];)+) => {$(
        #[doc = $doc]
        pub(crate) struct $type;

        impl $type {
            const OFFERED: &'static [Format] = &[$(Format::$format),+];
        }

        impl PartialSchema for $type {
            fn schema() -> RefOr<Schema> {
                $crate::http::extract::parameters::one_of($doc, Self::OFFERED.iter().map(|format| format.word()))
            }
        }

        impl ToSchema for $type {
            fn name() -> Cow<'static, str> {
                Cow::Borrowed(stringify!($type))
            }
        }

        impl Parameter for $type {
            type Value = Format;

            fn schema() -> RefOr<Schema> {
                named::<$type>()
            }

            fn read(name: &'static str, reader: &mut Reader<'_>) -> Option<Format> {
                chosen(name, Self::OFFERED, reader)
            }

            fn shape(value: &Format, shape: &mut Shape) {
                shape.format = *value;
            }
        }
    )+};
}

offers! {
    JsonOnly, "The one media type there is.", [Json];
    GeoJsonOnly, "The one media type there is.", [GeoJson];
    JsonOrCsv, "A media type; without it, `Accept` decides.", [Json, Csv];
    JsonCsvOrGeoJson, "A media type; without it, `Accept` decides.", [Json, Csv, GeoJson];
}

impl JsonCsvOrGeoJson {
    /// What will be answered in, as far as that can be said.
    pub(crate) fn peek(reader: &Reader<'_>) -> Format {
        let asked = reader.text("f").and_then(|word| of_word(word, Self::OFFERED));
        asked.or_else(|| reader.ask().accepted(Self::OFFERED)).unwrap_or(Format::Json)
    }
}

fn of_word(word: &str, offered: &[Format]) -> Option<Format> {
    offered.iter().copied().find(|format| format.word() == word)
}

/// `f=` first, then `Accept`, then the first offered.
fn chosen(name: &str, offered: &[Format], reader: &mut Reader<'_>) -> Option<Format> {
    let words: Vec<&str> = offered.iter().map(|format| format.word()).collect();
    let Some(asked) = reader.text(name) else {
        let accepted = reader.ask().accepted(offered);
        if accepted.is_none() {
            reader.refuse_answer(Problem::not_acceptable(&words.join(", ")));
        }
        return accepted;
    };
    let found = of_word(asked, offered);
    if found.is_none() {
        reader.refuse_value(name, asked, Said::one_of(&words));
    }
    found
}

/// A whole number from `from` to `most`.
pub(crate) fn whole(from: usize, most: usize) -> RefOr<Schema> {
    ObjectBuilder::new().schema_type(Type::Integer).minimum(Some(from)).maximum(Some(most)).build().into()
}

/// Reads a number of items, of which there may be so many.
pub(crate) fn items(name: &str, default: usize, most: usize, reader: &mut Reader<'_>) -> Option<usize> {
    let Some(asked) = reader.text(name) else { return Some(default) };
    let found = asked.parse().ok().filter(|items| (1..=most).contains(items));
    if found.is_none() {
        let expected = Said::new("expected-whole").text("from", "1").text("to", most.to_string());
        reader.refuse_value(name, asked, expected);
    }
    found
}

/// How many items to give at most.
pub(crate) struct Limit<const DEFAULT: usize, const MOST: usize>;

impl<const DEFAULT: usize, const MOST: usize> Parameter for Limit<DEFAULT, MOST> {
    type Value = usize;

    fn schema() -> RefOr<Schema> {
        whole(1, MOST)
    }

    fn read(name: &'static str, reader: &mut Reader<'_>) -> Option<usize> {
        items(name, DEFAULT, MOST, reader)
    }
}

/// Where in a list to go on: the `next` of a previous answer to the same question.
pub(crate) struct Cursor;

impl Parameter for Cursor {
    type Value = Place;

    fn schema() -> RefOr<Schema> {
        text()
    }

    fn read(name: &'static str, reader: &mut Reader<'_>) -> Option<Place> {
        let asked = reader.text(name);
        let place = Place::of(&reader.ask().uri, reader.version(), asked);
        if let (None, Some(asked)) = (&place, asked) {
            reader.refuse_value(name, asked, Said::new("expected-cursor"));
        }
        place
    }
}

/// The number of a row or a batch that the page before ended with.
pub(crate) struct Before;

impl Word for Before {
    type Value = i64;

    fn schema() -> RefOr<Schema> {
        let form = SchemaFormat::KnownFormat(KnownFormat::Int64);
        ObjectBuilder::new().schema_type(Type::Integer).format(Some(form)).build().into()
    }

    fn read(text: &str, _reader: &Reader<'_>) -> Option<i64> {
        text.parse().ok()
    }

    fn expected(_reader: &Reader<'_>) -> Said {
        Said::new("expected-next")
    }
}

/// The same where it is told as text.
pub(crate) struct BeforeRow;

impl Word for BeforeRow {
    type Value = i64;

    fn schema() -> RefOr<Schema> {
        text()
    }

    fn read(text: &str, _reader: &Reader<'_>) -> Option<i64> {
        text.parse().ok()
    }

    fn expected(_reader: &Reader<'_>) -> Said {
        Said::new("expected-next")
    }
}

query! {
    /// How a thing that the address names is told.
    ThingQuery {
        lang: Lang = "preferred language",
        f: JsonOnly = "the one media type there is",
    }
}

word_list!(
    /// How months are grouped.
    Grouping, "grouping" {
        /// Each month for itself.
        Month => "month",
    }
);

impl Word for Grouping {
    type Value = Self;

    fn schema() -> RefOr<Schema> {
        named::<Grouping>()
    }

    fn read(text: &str, _reader: &Reader<'_>) -> Option<Self> {
        text.parse().ok()
    }

    fn expected(_reader: &Reader<'_>) -> Said {
        Said::new("expected-or-nothing").text("word", Self::Month.as_str())
    }
}
