//! The two sides of a change: a question as coverage has it, and where the earlier side differs from it.
//!
//! Owns how the parameters of one side are read beside those of the other: `from_NAME` is what `NAME` is, of the earlier
//! side, and what is not given is the same on both. What a filing stands for is said by it alone. Knows nothing of how
//! a change is computed.

use std::sync::Arc;

use utoipa::openapi::{RefOr, Schema};

use crate::catalogue::FilingRecord;
use crate::domain::{AsOf, Environment, FilingId, Recorded, Scope, SpeedFloor};
use crate::http::extract::asked::{Parameter, Reader};
use crate::http::extract::parameters::named;
use crate::http::extract::question::{Counting, filing};
use crate::http::respond::said::Said;
use crate::snapshot::{NetworkState, Question, Side};

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

/// Where the earlier side differs from the later; what is not said is the same.
#[derive(Debug, Default)]
pub(crate) struct Earlier<'q> {
    pub(crate) tier: Option<SpeedFloor>,
    pub(crate) environment: Option<Environment>,
    pub(crate) scope: Option<&'q Scope>,
    pub(crate) as_of: Option<AsOf>,
    pub(crate) known_at: Option<Recorded>,
    pub(crate) filing: Option<&'q FilingRecord>,
}

/// Both sides of a change, the earlier first: the later is the question in its state, or in the one that a filing left.
///
/// With nothing said of it, the earlier side is the date filed before; with a filing, what was in force when that was
/// recorded.
pub(crate) fn sides(
    state: &NetworkState,
    question: &Question,
    filing: Option<&FilingRecord>,
    earlier: &Earlier<'_>,
) -> (Side, Side) {
    let left = filing.map(|filing| state.snapshot().left_by(filing));
    let to = Side { question: question.clone(), state: left.unwrap_or_else(|| state.clone()) };
    let from_question = Question {
        technology: question.technology.clone(),
        floor: earlier.tier.unwrap_or(question.floor),
        environment: earlier.environment.unwrap_or(question.environment),
        scope: earlier.scope.unwrap_or(&question.scope).clone(),
    };
    let is_another = from_question != *question || earlier.known_at.is_some();
    let like = Side { question: from_question, state: to.state.clone() };
    let from = if let Some(filing) = earlier.filing {
        Side { question: like.question, state: state.snapshot().left_by(filing) }
    } else if earlier.as_of.is_some() || is_another {
        let as_of = earlier.as_of.unwrap_or(to.state.as_of());
        like.at(as_of, earlier.known_at.unwrap_or(to.state.known_at()))
    } else if let Some(filing) = filing {
        like.before(filing)
    } else {
        like.of_date_before()
    };
    (from, to)
}
