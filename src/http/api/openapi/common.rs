//! What every operation answers beside its own: faults of the request, of the caller, of the server; and the
//! headers that come with answers of a kind.
//!
//! Owns what is the same wherever it happens, so that no operation says it, and none can forget it. Knows no
//! operation: what applies follows from what an operation says of itself (a token, several media types, a page).

use std::collections::BTreeSet;

use utoipa::openapi::header::Header;
use utoipa::openapi::path::{Operation, ParameterIn, PathItem};
use utoipa::openapi::response::{Response, ResponseBuilder};
use utoipa::openapi::schema::{ObjectBuilder, Type};
use utoipa::openapi::{ContentBuilder, OpenApi, Ref, RefOr};

use crate::http::respond::problem::PROBLEM_JSON;

/// A fault that many operations answer with: status, name among the components, what it means.
struct Common {
    status: &'static str,
    name: &'static str,
    description: &'static str,
}

const BAD_REQUEST: Common = Common {
    status: "400",
    name: "BadRequest",
    description: "The request is wrong: `unknown-parameter`, `repeated-parameter`, `missing-parameter`, \
        `bad-parameter`, `bad-query`. Where several faults are found, `errors` has each.",
};
const UNAUTHORIZED: Common = Common {
    status: "401",
    name: "Unauthorized",
    description: "No token in force: `unauthorized`, `token-expired`, `token-revoked`.",
};
const NOT_ACCEPTABLE: Common = Common {
    status: "406",
    name: "NotAcceptable",
    description: "`Accept` names none of the media types on offer: `not-acceptable`.",
};
const TIMEOUT: Common =
    Common { status: "408", name: "Timeout", description: "The request took too long: `timeout`." };
const TOO_MANY: Common = Common {
    status: "429",
    name: "TooManyRequests",
    description: "Too many requests with this token or from this place: `too-many-requests`.",
};
const INTERNAL: Common = Common {
    status: "500",
    name: "Internal",
    description: "A fault of the server, in its log under the request's id: `internal`.",
};
const UNAVAILABLE: Common = Common {
    status: "503",
    name: "Unavailable",
    description: "The server has too much to do, is stopping, or its clock keeps records out: `busy`, `clock`.",
};

const ALL: [&Common; 7] =
    [&BAD_REQUEST, &UNAUTHORIZED, &NOT_ACCEPTABLE, &TIMEOUT, &TOO_MANY, &INTERNAL, &UNAVAILABLE];

/// The answer to who holds the current one.
const NOT_MODIFIED: &str = "NotModified";

/// Completes every operation of a document, and the components they refer to.
pub(super) fn complete(document: &mut OpenApi) {
    let components = document.components.get_or_insert_default();
    for common in ALL {
        components.responses.insert(common.name.to_owned(), problem(common).into());
    }
    let unchanged = ResponseBuilder::new()
        .description("The answer held, by its entity tag, is the current one.")
        .header("ETag", text("The entity tag of the answer."))
        .build();
    components.responses.insert(NOT_MODIFIED.to_owned(), unchanged.into());
    let mut used = BTreeSet::new();
    for (path, item) in &mut document.paths.paths {
        for (is_read, operation) in operations(item) {
            complete_one(path, is_read, operation);
            used.extend(operation.responses.responses.values().filter_map(|answer| match answer {
                RefOr::Ref(reference) => Some(reference.ref_location.clone()),
                RefOr::T(_) => None,
            }));
        }
    }
    let is_used = |name: &String| used.iter().any(|reference| reference.rsplit('/').next() == Some(name));
    document.components.get_or_insert_default().responses.retain(|name, _| is_used(name));
}

/// The operations of a path, and whether each only reads.
fn operations(item: &mut PathItem) -> impl Iterator<Item = (bool, &mut Operation)> {
    let reads = item.get.iter_mut().map(|operation| (true, operation));
    let writes = [&mut item.post, &mut item.put, &mut item.delete];
    reads.chain(writes.into_iter().flatten().map(|operation| (false, operation)))
}

fn complete_one(path: &str, is_read: bool, operation: &mut Operation) {
    let takes_token = operation.security.is_some();
    let needs_token = operation
        .security
        .as_ref()
        .is_some_and(|any| !any.contains(&utoipa::openapi::SecurityRequirement::default()));
    // What may be asked for again cheaply: what everyone may read, and is not of the moment.
    let is_kept = is_read
        && !needs_token
        && (path.starts_with("/api/") || path.starts_with("/tiles/"))
        && path != "/api/v1/collectors";
    let is_paged = operation.parameters.iter().flatten().any(
        |one| matches!(one, RefOr::T(one) if one.name == "cursor" && one.parameter_in == ParameterIn::Query),
    );
    let chooses =
        operation.parameters.iter().flatten().any(|one| matches!(one, RefOr::T(one) if one.name == "f"));
    let mut is_offered_in_several = false;
    for (status, response) in &mut operation.responses.responses {
        let RefOr::T(response) = response else { continue };
        is_offered_in_several |= chooses && response.content.len() > 1;
        let is_answer = status == "200";
        headers(response, is_kept && is_answer, is_paged && is_answer);
    }
    let mut add = |common: &Common| {
        let answer = RefOr::Ref(Ref::from_response_name(common.name));
        operation.responses.responses.entry(common.status.to_owned()).or_insert(answer);
    };
    add(&INTERNAL);
    add(&UNAVAILABLE);
    add(&TIMEOUT);
    if path != "/healthz" && path != "/readyz" {
        add(&BAD_REQUEST);
    }
    if takes_token {
        add(&UNAUTHORIZED);
        add(&TOO_MANY);
    }
    if is_offered_in_several {
        add(&NOT_ACCEPTABLE);
    }
    let is_tagged = operation
        .responses
        .responses
        .get("200")
        .is_some_and(|answer| matches!(answer, RefOr::T(answer) if answer.headers.contains_key("ETag")));
    if is_tagged {
        let unchanged = RefOr::Ref(Ref::from_response_name(NOT_MODIFIED));
        operation.responses.responses.entry("304".to_owned()).or_insert(unchanged);
    }
}

/// The headers of an operation's own answers.
fn headers(response: &mut Response, is_kept: bool, is_paged: bool) {
    let mut add = |name: &str, description: &str| {
        response.headers.entry(name.to_owned()).or_insert_with(|| text(description).into());
    };
    add("X-Request-Id", "The request's id, which the server's log has too.");
    if is_kept {
        add("ETag", "The entity tag of the answer.");
    }
    if is_paged {
        add("Link", "The next page, where there is one: `rel=\"next\"`.");
    }
}

fn text(description: &str) -> Header {
    utoipa::openapi::header::HeaderBuilder::new()
        .schema(Some(ObjectBuilder::new().schema_type(Type::String)))
        .description(Some(description))
        .build()
}

/// The answer that a fault gets.
fn problem(common: &Common) -> Response {
    let body = ContentBuilder::new().schema(Some(Ref::from_schema_name("Problem"))).build();
    let mut response = ResponseBuilder::new().description(common.description).content(PROBLEM_JSON, body);
    response = response.header("X-Request-Id", text("The request's id, which the server's log has too."));
    if matches!(common.status, "429" | "503") {
        response = response.header("Retry-After", text("Seconds to wait."));
    }
    if common.status == "401" {
        response = response.header("WWW-Authenticate", text("How to identify oneself."));
    }
    response.build()
}
