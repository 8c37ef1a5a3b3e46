//! Damage as answers tell of it, and reads that come upon it.
//!
//! An answer is of one snapshot, and a snapshot knows what is damaged. A read may be the first to open an
//! object of an earlier date and find it damaged: then a snapshot that knows of it is published, and the
//! read is run again on that one, so that no entity tag ever stands for two answers.

use axum::extract::{Request, State};
use axum::http::{Method, StatusCode};
use axum::middleware::Next;
use axum::response::Response;
use serde::Serialize;

use crate::catalogue::FilingRecord;
use crate::domain::{AsOf, FilingId, FilingKind, OperatorId};
use crate::http::App;

/// How often a read is run again: each time it found at least one object more that is damaged.
const TRIES: usize = 64;

/// A filing in force whose rows are damaged.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub(crate) struct DamagedFiling {
    filing: FilingId,
    operator: OperatorId,
    kind: FilingKind,
    /// The date it describes.
    #[schema(value_type = String, format = Date)]
    as_of: AsOf,
}

impl From<&FilingRecord> for DamagedFiling {
    fn from(filing: &FilingRecord) -> Self {
        Self {
            filing: filing.id.clone(),
            operator: filing.operator.clone(),
            kind: filing.kind,
            as_of: filing.as_of,
        }
    }
}

/// Runs a read again that came upon unknown damage.
pub(crate) async fn ask_again(State(app): State<App>, request: Request, next: Next) -> Response {
    if !matches!(*request.method(), Method::GET | Method::HEAD) {
        return next.run(request).await;
    }
    let (parts, body) = request.into_parts();
    let mut response = next.clone().run(Request::from_parts(parts.clone(), body)).await;
    for _ in 0..TRIES {
        let is_behind =
            response.status() == StatusCode::INTERNAL_SERVER_ERROR && app.snapshot().is_behind_damage();
        if !is_behind || app.publisher().catch_up().await.is_err() {
            break;
        }
        let again = Request::from_parts(parts.clone(), axum::body::Body::empty());
        response = next.clone().run(again).await;
    }
    response
}
