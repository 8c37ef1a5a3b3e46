//! Which months of measurements are asked for, and how many items: what hangs on several parameters at once.

use utoipa::openapi::{RefOr, Schema};

use crate::country::Detail;
use crate::domain::{Level, Month, SourceId};
use crate::http::extract::asked::{Parameter, Reader, Word};
use crate::http::extract::outlines::Outlines;
use crate::http::extract::parameters::{items, whole};
use crate::http::extract::question::Territory;
use crate::http::respond::said::Said;

/// Items of a page when none are asked for, and at most.
const PAGE: usize = 2000;
const PAGE_MOST: usize = 5000;
/// The same where full outlines are asked for: each item carries its own.
const PAGE_OUTLINED: usize = 100;
/// Months that may be asked for at once.
const MONTHS_MOST: i32 = 120;
/// Months looked back over when nobody says otherwise.
const WINDOW: i32 = crate::snapshot::measured::WINDOW;

/// The first month, with the last: by default, the twelve months to the last one measured.
pub(crate) struct FirstMonth;

impl Parameter for FirstMonth {
    type Value = Option<(Month, Month)>;

    fn schema() -> RefOr<Schema> {
        <Month as Word>::schema()
    }

    fn read(name: &'static str, reader: &mut Reader<'_>) -> Option<Self::Value> {
        let from = reader.word::<Month>(name)?;
        let source = reader.peek::<SourceId>("source");
        let measured = || reader.state().measured().last_month_beside(source.as_ref());
        let last = reader.peek::<Month>("to").or_else(measured).or(from.map(|from| from.minus(1 - WINDOW)));
        let Some(to) = last else { return Some(None) };
        let from = from.unwrap_or(to.minus(WINDOW - 1));
        if let Some(expected) = refused(from, to, reader) {
            reader.refuse_value(name, &from.to_string(), expected);
            return None;
        }
        Some(Some((from, to)))
    }
}

/// What would have been right, where so many months cannot be asked for.
fn refused(from: Month, to: Month, reader: &Reader<'_>) -> Option<Said> {
    let length = to.number() - from.number() + 1;
    if !(1..=MONTHS_MOST).contains(&length) {
        let said = Said::new("expected-months").text("to", to.to_string());
        return Some(said.text("most", MONTHS_MOST.to_string()));
    }
    let is_every_commune = reader.text("by").is_some()
        && reader.peek::<Level>("level") == Some(reader.snapshot().country().levels().base())
        && reader.peek::<Territory>("within").is_none();
    (is_every_commune && length > WINDOW).then(|| Said::new("expected-months-of-communes"))
}

/// How many items to give at most: fewer where each carries a full outline.
pub(crate) struct OutlinedLimit;

impl Parameter for OutlinedLimit {
    type Value = usize;

    fn schema() -> RefOr<Schema> {
        whole(1, PAGE_MOST)
    }

    fn read(name: &'static str, reader: &mut Reader<'_>) -> Option<usize> {
        let is_outlined = matches!(Outlines::peek("geometry", reader), Some(Detail::Full));
        let most = if is_outlined { PAGE_OUTLINED } else { PAGE_MOST };
        items(name, PAGE.min(most), most, reader)
    }
}
