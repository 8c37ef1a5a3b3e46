//! The two sides of a change: a question as coverage has it, and where the earlier side differs from it.
//!
//! Owns how the parameters of one side are read beside those of the other: `from_NAME` is what `NAME` is, of the earlier
//! side, and what is not given is the same on both. What a filing stands for is said by it alone. Knows nothing of how
//! a change is computed.

use std::sync::Arc;

use utoipa::openapi::{RefOr, Schema};

use crate::catalogue::FilingRecord;
use crate::domain::{FilingId, Scope};
use crate::http::extract::asked::{Parameter, Reader};
use crate::http::extract::parameters::named;
use crate::http::extract::question::{Counting, filing};
use crate::http::respond::said::Said;

/// A parameter of the earlier side: `None` where it is as on the later.
pub(crate) struct Differing<P>(std::marker::PhantomData<P>);

impl<P: Parameter> Parameter for Differing<P> {
    type Value = Option<P::Value>;

    fn schema() -> RefOr<Schema> {
        P::schema()
    }

    fn read(name: &'static str, reader: &mut Reader<'_>) -> Option<Self::Value> {
        if reader.text(name).is_none() {
            return Some(None);
        }
        P::read(name, reader).map(Some)
    }
}

/// Whose coverage counts; by default the operator's whose filing is asked about, else any.
pub(crate) struct CountingFiler;

impl Parameter for CountingFiler {
    type Value = Scope;

    fn schema() -> RefOr<Schema> {
        named::<Scope>()
    }

    fn read(name: &'static str, reader: &mut Reader<'_>) -> Option<Scope> {
        let asked = reader.text("filing").or(reader.text("from_filing"));
        let filer = asked.and_then(|id| filing(id, reader)).map(|filing| filing.operator.clone());
        match filer.filter(|_| reader.text(name).is_none()) {
            Some(operator) => Some(Scope::Operator(operator)),
            None => Counting::read(name, reader),
        }
    }
}

/// A filing that declares layers: it says of which date and instant its side is, and nothing else may.
pub(crate) struct LeftBy;

impl Parameter for LeftBy {
    type Value = Option<Arc<FilingRecord>>;

    fn schema() -> RefOr<Schema> {
        named::<FilingId>()
    }

    fn read(name: &'static str, reader: &mut Reader<'_>) -> Option<Self::Value> {
        let Some(asked) = reader.text(name) else { return Some(None) };
        let side = name.strip_suffix("filing").unwrap_or_default();
        let mut is_alone = true;
        for clock in ["as_of", "known_at"] {
            let other = format!("{side}{clock}");
            if let Some(given) = reader.text(&other) {
                reader.refuse_value(&other, given, Said::new("expected-nothing-beside").text("name", name));
                is_alone = false;
            }
        }
        let found = filing(asked, reader).cloned();
        if found.is_none() {
            reader.refuse_value(name, asked, Said::new("expected-filing-of-layers"));
        }
        found.filter(|_| is_alone).map(Some)
    }
}
