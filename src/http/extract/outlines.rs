//! How much of outlines is asked for.

use utoipa::openapi::{RefOr, Schema};

use crate::country::Detail;
use crate::domain::word_list;
use crate::http::extract::asked::{Parameter, Reader, Word};
use crate::http::extract::parameters::{JsonCsvOrGeoJson, listed, named};
use crate::http::extract::query::Format;
use crate::http::respond::said::Said;

word_list!(
    /// How much of outlines is sent.
    OutlineDetail, "outline detail" {
        /// No outlines.
        None => "none",
        /// Enough of them for a map.
        Simplified => "simplified",
        /// All of them.
        Full => "full",
    }
);

listed! { OutlineDetail, }

/// The outlines of items: `GeoJSON` has them, simplified, unless told otherwise; CSV cannot.
pub(crate) struct Outlines;

impl Outlines {
    /// What will be sent, as far as that can be said.
    pub(crate) fn peek(name: &str, reader: &Reader<'_>) -> Option<Detail> {
        match reader.peek::<OutlineDetail>(name) {
            None if JsonCsvOrGeoJson::peek(reader) == Format::GeoJson => Some(Detail::Simplified),
            None | Some(OutlineDetail::None) => None,
            Some(OutlineDetail::Simplified) => Some(Detail::Simplified),
            Some(OutlineDetail::Full) => Some(Detail::Full),
        }
    }
}

impl Parameter for Outlines {
    type Value = Option<Detail>;

    fn schema() -> RefOr<Schema> {
        named::<OutlineDetail>()
    }

    fn read(name: &'static str, reader: &mut Reader<'_>) -> Option<Option<Detail>> {
        let asked = reader.text(name).filter(|asked| *asked != OutlineDetail::None.as_str());
        match asked {
            Some(asked) if JsonCsvOrGeoJson::peek(reader) == Format::Csv => {
                reader.refuse_value(name, asked, Said::new("expected-no-outlines"));
                None
            }
            _ => {
                reader.word::<OutlineDetail>(name)?;
                Some(Self::peek(name, reader))
            }
        }
    }
}
