//! Bodies that are written when they are sent, and not by the threads that serve.
//!
//! A handler that answers much says how its body is made and goes; the sender of the answer makes it, on a
//! thread that may be held, and only where it is not kept already. Owns the parts a body is made of. May not
//! know codings, caches or connections.
//!
//! Invariant: a draft is written once; the one who takes it writes all of it or nothing.

use std::sync::{Arc, Mutex, PoisonError};

use bytes::Bytes;
use serde::Serialize;

use crate::country::Outline;
use crate::http::respond::problem::Problem;

/// What comes next in a body.
#[derive(Debug)]
pub(crate) enum Part {
    Text(Bytes),
    /// A geometry as the pack has it, deflated already.
    Outline(Outline),
}

/// The parts of a body, each made when it is asked for.
pub(crate) type Parts = Box<dyn Iterator<Item = Result<Part, Problem>> + Send>;

/// A body still to be written. It lies in the extensions of its answer, which are cloned: hence shared.
#[derive(Clone)]
pub(crate) struct Draft(Arc<Mutex<Option<Parts>>>);

impl Draft {
    /// A body of these parts.
    pub(crate) fn new(parts: impl Iterator<Item = Result<Part, Problem>> + Send + 'static) -> Self {
        Self(Arc::new(Mutex::new(Some(Box::new(parts)))))
    }

    /// A body of one text, such as a table.
    pub(crate) fn text(write: impl FnOnce() -> Result<Vec<u8>, Problem> + Send + 'static) -> Self {
        let mut write = Some(write);
        Self::new(std::iter::from_fn(move || Some(write.take()?().map(|text| Part::Text(text.into())))))
    }

    /// A body of JSON.
    pub(crate) fn json(value: impl Serialize + Send + 'static) -> Self {
        Self::text(move || serde_json::to_vec(&value).map_err(Problem::internal))
    }

    /// Its parts, for the one who writes them.
    pub(crate) fn take(&self) -> Option<Parts> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).take()
    }
}

impl std::fmt::Debug for Draft {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Draft")
    }
}
