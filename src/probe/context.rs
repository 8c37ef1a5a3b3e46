//! What every check is run with.

use std::sync::Arc;

use super::address::Resolver;
use super::bucket::Buckets;

/// What checks are run with.
pub(super) struct ProbeContext {
    pub(super) resolver: Arc<dyn Resolver>,
    pub(super) buckets: Buckets,
}
