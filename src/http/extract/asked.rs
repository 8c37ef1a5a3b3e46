//! A route's question as one type: each parameter is declared once, and all that is wrong is told at once.
//!
//! Owns how a question is read: from a route's declaration ([`query!`]) come the type its handler takes, the names
//! that are not refused and what the document says of them, so that document and reader cannot differ. What every
//! answer needs is taken here, once: the snapshot, the state of the network asked about, the language, the media type
//! and the entity tag. Which state that is, is in `moment`; what a parameter means,
//! in `parameters` and `question`.
//!
//! Invariants: a parameter that is not declared is refused by name; every declared one is read, whatever is wrong
//! with the others; a value a handler sees has its default and was held against the snapshot.

use std::sync::Arc;

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::response::{IntoResponse, Response};
use utoipa::openapi::path::{Parameter as Described, ParameterBuilder, ParameterIn};
use utoipa::openapi::{RefOr, Required, Schema};

use crate::country::Country;
use crate::domain::{AsOf, ShareOf};
use crate::http::App;
use crate::http::extract::moment;
use crate::http::extract::query::{Ask, Format};
use crate::http::respond::conditional::ETag;
use crate::http::respond::envelope::Envelope;
use crate::http::respond::fault::Fault;
use crate::http::respond::pagination::Place;
use crate::http::respond::problem::{Problem, refusal};
use crate::http::respond::said::Said;
use crate::http::respond::words::Words;
use crate::snapshot::{NetworkState, Question, Snapshot};

/// Faults told of one request; an address could name thousands.
const FAULTS_MOST: usize = 50;

/// How one parameter is read, and what the document says of it.
pub(crate) trait Parameter {
    /// What a handler gets.
    type Value;
    /// Whether a request must have it.
    const IS_REQUIRED: bool = false;
    /// Whether it asks for measurements as they were known at an instant.
    const IS_MEASURED: bool = false;

    /// Its schema.
    fn schema() -> RefOr<Schema>;

    /// Reads it; what is wrong is noted, and then there is no value.
    fn read(name: &'static str, reader: &mut Reader<'_>) -> Option<Self::Value>;

    /// What it says of the answer as a whole.
    fn shape(_value: &Self::Value, _shape: &mut Shape) {}
}

/// A value that the text of one parameter can be.
pub(crate) trait Word {
    /// What a handler gets.
    type Value;

    /// Its schema.
    fn schema() -> RefOr<Schema>;

    /// Reads it; `None` where it is none.
    fn read(text: &str, reader: &Reader<'_>) -> Option<Self::Value>;

    /// What would have been right.
    fn expected(reader: &Reader<'_>) -> Said;
}

impl<W: Word> Parameter for Option<W> {
    type Value = Option<W::Value>;

    fn schema() -> RefOr<Schema> {
        W::schema()
    }

    fn read(name: &'static str, reader: &mut Reader<'_>) -> Option<Self::Value> {
        reader.word::<W>(name)
    }
}

/// A parameter that must be given.
pub(crate) struct Needed<W>(std::marker::PhantomData<W>);

impl<W: Word> Parameter for Needed<W> {
    type Value = W::Value;
    const IS_REQUIRED: bool = true;

    fn schema() -> RefOr<Schema> {
        W::schema()
    }

    fn read(name: &'static str, reader: &mut Reader<'_>) -> Option<Self::Value> {
        let given = reader.word::<W>(name)?;
        if given.is_none() {
            let expected = W::expected(reader);
            reader.refuse(Fault::missing(name, expected));
        }
        given
    }
}

/// A route's question.
pub(crate) trait FromQuery: Sized {
    /// Whether it asks for measurements as they were known at an instant.
    const IS_MEASURED: bool;
    /// Every parameter's name.
    const NAMES: &'static [&'static str];

    /// What the document says of each parameter.
    fn parameters() -> Vec<Described>;

    /// Reads every parameter; what is wrong is noted, and then there is no question.
    fn read(reader: &mut Reader<'_>) -> Option<Self>;

    /// What it says of the answer as a whole.
    fn shape(&self, shape: &mut Shape);
}

/// Declares a route's question: every parameter with its type and what the document says of it, in the order
/// in which they are told.
macro_rules! query {
    ($(#[$doc:meta])* $query:ident { $($name:ident: $type:ty = $about:literal,)* }) => {
        $(#[$doc])*
        pub(crate) struct $query {
            $(#[doc = $about] pub(crate) $name: <$type as $crate::http::extract::asked::Parameter>::Value,)*
        }

        impl $crate::http::extract::asked::FromQuery for $query {
            const IS_MEASURED: bool =
                false $(|| <$type as $crate::http::extract::asked::Parameter>::IS_MEASURED)*;
            const NAMES: &'static [&'static str] = &[$(stringify!($name)),*];

            fn parameters() -> Vec<utoipa::openapi::path::Parameter> {
                vec![$($crate::http::extract::asked::described::<$type>(stringify!($name), $about)),*]
            }

            fn read(reader: &mut $crate::http::extract::asked::Reader<'_>) -> Option<Self> {
                // Each before any is missed: all that is wrong is told at once.
                $(let $name =
                    <$type as $crate::http::extract::asked::Parameter>::read(stringify!($name), reader);)*
                Some(Self { $($name: $name?),* })
            }

            fn shape(&self, shape: &mut $crate::http::extract::asked::Shape) {
                $(<$type as $crate::http::extract::asked::Parameter>::shape(&self.$name, shape);)*
            }
        }

        impl utoipa::IntoParams for $query {
            fn into_params(
                _place: impl Fn() -> Option<utoipa::openapi::path::ParameterIn>,
            ) -> Vec<utoipa::openapi::path::Parameter> {
                <Self as $crate::http::extract::asked::FromQuery>::parameters()
            }
        }
    };
}
pub(crate) use query;

/// What the document says of a parameter.
pub(crate) fn described<P: Parameter>(name: &str, about: &str) -> Described {
    ParameterBuilder::new()
        .name(name)
        .parameter_in(ParameterIn::Query)
        .required(if P::IS_REQUIRED { Required::True } else { Required::False })
        .description(Some(about))
        .schema(Some(P::schema()))
        .build()
}

/// The version of the data an answer is made of: the one place that decides by what its tag and its cursors change.
/// The instant it tells as `known_at` is that of the state, which [`Asked`] keeps beside it.
fn version_of<Q: FromQuery>(state: &NetworkState) -> String {
    if Q::IS_MEASURED { state.measured_version() } else { state.snapshot().version().to_owned() }
}

/// What a question says of its answer as a whole.
#[derive(Debug)]
pub(crate) struct Shape {
    /// The language it is told in; none of answers without words.
    pub(crate) language: String,
    /// Its media type.
    pub(crate) format: Format,
}

/// A request while it is read.
pub(crate) struct Reader<'r> {
    app: &'r App,
    ask: &'r Ask,
    state: NetworkState,
    version: String,
    faults: Vec<Fault>,
    /// The answer to give where nothing is wrong with the parameters.
    unanswerable: Option<Problem>,
}

impl<'r> Reader<'r> {
    /// Begins to read: refuses what is not declared.
    fn open<Q: FromQuery>(app: &'r App, ask: &'r Ask, state: NetworkState) -> Self {
        let (version, faults) = (version_of::<Q>(&state), ask.strays(Q::NAMES));
        Self { app, ask, state, version, faults, unanswerable: None }
    }

    /// The text of a parameter that is given.
    pub(crate) fn text(&self, name: &str) -> Option<&'r str> {
        self.ask.text(name)
    }

    /// A parameter that may be given.
    #[expect(clippy::option_option, reason = "whether it could be read, then whether it was given")]
    pub(crate) fn word<W: Word>(&mut self, name: &str) -> Option<Option<W::Value>> {
        let Some(text) = self.text(name) else { return Some(None) };
        let value = W::read(text, self);
        if value.is_none() {
            self.refuse_value(name, text, W::expected(self));
        }
        value.map(Some)
    }

    /// A parameter that another one's meaning hangs on; that it cannot be read is told where it is read itself.
    pub(crate) fn peek<W: Word>(&self, name: &str) -> Option<W::Value> {
        W::read(self.text(name)?, self)
    }

    /// Notes what is wrong.
    pub(crate) fn refuse(&mut self, fault: Fault) {
        if self.faults.len() < FAULTS_MOST {
            self.faults.push(fault);
        }
    }

    /// Notes that a value cannot be used.
    pub(crate) fn refuse_value(&mut self, name: &str, value: &str, expected: impl Into<Said>) {
        self.refuse(Fault::bad(name, value, expected));
    }

    /// Notes that there is no answer, of which nothing is wrong with a parameter.
    pub(crate) fn refuse_answer(&mut self, problem: Problem) {
        self.unanswerable.get_or_insert(problem);
    }

    /// The request.
    pub(crate) fn ask(&self) -> &'r Ask {
        self.ask
    }

    /// What everything is answered from.
    pub(crate) fn snapshot(&self) -> &Arc<Snapshot> {
        self.state.snapshot()
    }

    /// The state of the network that is asked about; the usual one where that cannot be read.
    pub(crate) fn state(&self) -> &NetworkState {
        &self.state
    }

    /// The version of the data the answer is made of.
    pub(crate) fn version(&self) -> &str {
        &self.version
    }

    /// Today where the country is.
    pub(crate) fn today(&self) -> AsOf {
        self.app.desk().today()
    }
}

/// A request that was understood, and what its answer is made of.
pub(crate) struct Asked<Q> {
    /// What is asked.
    pub(crate) query: Q,
    /// The state of the network asked about.
    pub(crate) state: NetworkState,
    /// The language of words.
    pub(crate) language: String,
    /// The media type.
    pub(crate) format: Format,
    /// The identity of the answer.
    pub(crate) tag: ETag,
    /// The request.
    pub(crate) ask: Ask,
    version: String,
}

impl Ask {
    /// Reads a route's question.
    ///
    /// # Errors
    /// With everything that is wrong with it.
    pub(crate) async fn asked<Q: FromQuery>(mut self, app: &App) -> Result<Asked<Q>, Problem> {
        let state = moment::state(app, &self, Q::NAMES, Q::IS_MEASURED).await?;
        moment::settle(&mut self, Q::NAMES, &state);
        let mut reader = Reader::open::<Q>(app, &self, state);
        let query = Q::read(&mut reader);
        let Reader { state, version, faults, unanswerable, .. } = reader;
        if let Some(refusal) = refusal(faults).or(unanswerable) {
            return Err(refusal);
        }
        let query = query.ok_or_else(|| Problem::internal("a question that cannot be read for no reason"))?;
        let mut shape = Shape { language: String::new(), format: Format::Json };
        query.shape(&mut shape);
        let Shape { language, format } = shape;
        let tag = ETag::new(&self.uri, &version, format.media_type(), &language);
        Ok(Asked { query, state, language, format, tag, ask: self, version })
    }
}

impl<Q> Asked<Q> {
    /// The same question of an answer that is made of more than the snapshot: a day, a rule.
    pub(crate) fn made_of(mut self, more: &impl std::fmt::Display) -> Self {
        self.version = format!("{} {more}", self.version);
        self.tag = self.tag_of(&self.version);
        self
    }

    /// The same, asked as one question about filings: told at the last event that concerns it, and, where an instant
    /// was asked for, at the address of that event.
    pub(crate) fn concerning(self, question: &Question) -> Self {
        let state = self.state.clone().concerning(question);
        self.seen_by(state)
    }

    /// The same of a question about a share: where that is of places, the import of their list concerns it too.
    pub(crate) fn concerning_share(self, question: &Question, of: &ShareOf) -> Self {
        let state = self.state.clone();
        let state = match of.places() {
            Some(list) => state.concerning_places(question, list),
            None => state.concerning(question),
        };
        self.seen_by(state)
    }

    /// The same question of the same state, told at an earlier instant that says as much.
    pub(crate) fn seen_by(mut self, state: NetworkState) -> Self {
        self.state = state;
        if self.ask.text("known_at").is_some() {
            // The date that is meant by default may be another one at the instant told.
            self.ask.address("as_of", &self.state.as_of().to_string());
            self.ask.address("known_at", &self.state.known_at().to_string());
            self.tag = self.tag_of(&self.version);
        }
        self
    }

    /// The identity of an answer that is made of something else than the snapshot, which it names.
    pub(crate) fn tag_of(&self, version: &str) -> ETag {
        ETag::new(&self.ask.uri, version, self.format.media_type(), &self.language)
    }

    /// The 304 to give if the client already holds this answer.
    pub(crate) fn unchanged(&self) -> Option<Response> {
        self.tag.unchanged(&self.ask.headers)
    }

    /// What everything is answered from.
    pub(crate) fn snapshot(&self) -> &Arc<Snapshot> {
        self.state.snapshot()
    }

    /// The country.
    pub(crate) fn country(&self) -> &Arc<Country> {
        self.snapshot().country()
    }

    /// Words in the language asked for.
    pub(crate) fn words(&self) -> Words<'_> {
        Words::new(&self.state, &self.language)
    }

    /// What an answer to one question carries beside its own content.
    pub(crate) fn envelope_of(&self, question: &Question) -> Envelope {
        Envelope::of_question(&self.state, question)
    }

    /// The same of a share, which says where its places come from if it is of places.
    pub(crate) fn envelope_of_share(&self, question: &Question, of: &ShareOf) -> Envelope {
        self.with_places(self.envelope_of(question), of)
    }

    /// The envelope of everything, likewise.
    pub(crate) fn envelope_with(&self, of: &ShareOf) -> Envelope {
        self.with_places(self.envelope(), of)
    }

    fn with_places(&self, envelope: Envelope, of: &ShareOf) -> Envelope {
        match of.places().and_then(|list| self.state.place_list(list)) {
            Some(list) => envelope.beside(Envelope::of_places(&self.state, std::iter::once(&**list))),
            None => envelope,
        }
    }

    /// Where a list goes on from a place, at the address that is answered.
    pub(crate) fn place(&self, cursor: &Place) -> Place {
        cursor.at(&self.ask.uri, &self.version)
    }

    /// What the answer carries beside its own content.
    pub(crate) fn envelope(&self) -> Envelope {
        Envelope::of(&self.state)
    }
}

/// The question of a route that anyone may read; whoever holds its answer is told so before the handler is run.
impl<Q: FromQuery> FromRequestParts<App> for Asked<Q> {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Response> {
        let ask = Ask::from_request_parts(parts, app).await.map_err(IntoResponse::into_response)?;
        let asked = ask.asked::<Q>(app).await.map_err(IntoResponse::into_response)?;
        match asked.unchanged() {
            Some(unchanged) => Err(unchanged),
            None => Ok(asked),
        }
    }
}
