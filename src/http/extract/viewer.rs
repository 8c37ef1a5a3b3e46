//! Who reads: what of a filing everyone may see, and what is for its filer and administrators alone.
//!
//! Owns that rule and nothing else. A file's name may be a person's; a report quotes rows and places of homes;
//! size and hash of a file that lists homes tell of them to anyone who tries out what it may hold. Requests
//! without a token read what is public; a token that is not in force is refused, so that its holder does not
//! take the public part for the whole.

use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::{IntoResponse, Response};

use crate::domain::{OperatorId, Role};
use crate::http::App;
use crate::http::extract::caller;
use crate::http::middleware::bearer::has_token;
use crate::http::respond::envelope::{fresh, json};
use crate::http::respond::problem::Problem;

/// Who reads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Viewer {
    /// Anyone.
    Public,
    /// A token of another role than those below.
    Token,
    /// An operator, by its token.
    Operator(OperatorId),
    /// An administrator.
    Admin,
}

impl Viewer {
    /// Who reads, by the token of a request if it carries one.
    ///
    /// # Errors
    /// When the token is not in force, or is used too often.
    pub(crate) async fn of(app: &App, headers: &HeaderMap) -> Result<Self, Problem> {
        if !has_token(headers) {
            return Ok(Self::Public);
        }
        let caller = caller::require(app, headers, Role::ALL).await?;
        Ok(match (caller.role, caller.operator) {
            (Role::Admin, _) => Self::Admin,
            (Role::Operator, Some(operator)) => Self::Operator(operator),
            _ => Self::Token,
        })
    }

    /// Whether all of what this operator filed may be seen.
    pub(crate) fn sees_all_of(&self, operator: &OperatorId) -> bool {
        match self {
            Self::Admin => true,
            Self::Operator(own) => own == operator,
            Self::Public | Self::Token => false,
        }
    }

    /// Whether the answer is the one that everyone gets, and may be kept by anyone.
    pub(crate) fn is_public(&self) -> bool {
        *self == Self::Public
    }
}

/// Marks an answer whose content depends on the token.
pub(crate) fn varies(mut response: Response) -> Response {
    response.headers_mut().append(header::VARY, HeaderValue::from_static("authorization"));
    response
}

/// An answer for one reader, kept by no one.
pub(crate) fn private(body: &impl serde::Serialize) -> Result<Response, Problem> {
    Ok(varies((fresh(), json(body)?).into_response()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_filer_and_administrators_see_all_of_a_filing() {
        let [own, other] = ["atlas", "rif"].map(|id| OperatorId::new(id).expect("an id"));
        for (viewer, sees) in [
            (Viewer::Public, false),
            (Viewer::Token, false),
            (Viewer::Operator(other), false),
            (Viewer::Operator(own.clone()), true),
            (Viewer::Admin, true),
        ] {
            assert_eq!(viewer.sees_all_of(&own), sees, "{viewer:?}");
            assert_eq!(viewer.is_public(), viewer == Viewer::Public);
        }
    }
}
