//! The writer: where measurements are handed over one by one, checked, and wait to be kept.

use std::collections::HashMap;
use std::sync::Arc;

use h3o::{LatLng, Resolution};
use tokio::runtime::Handle;

use super::{CHUNK, MeasurementReceipt};
use crate::desk::error::{DeskError, broken};
use crate::desk::open::Desk;
use crate::domain::{Actor, CountedBatches, Month, OperatorId, OperatorMeta, TokenId};
use crate::intake::measurements::{Details, Draft, Gate, MeasurementRule, Placed, Refusals, Sender};
use crate::lake::measurements::MeasurementRow;

/// A test that waits to be kept.
pub(super) struct Waiting {
    pub(super) month: Month,
    pub(super) row: MeasurementRow,
}

/// Where measurements are handed over, one by one; runs on a thread that may block.
pub struct BatchWriter<'a> {
    pub(super) desk: &'a Desk,
    pub(super) gate: Gate<'a>,
    pub(super) synthetic: Vec<bool>,
    pub(super) communes: Vec<Arc<str>>,
    pub(super) handle: Handle,
    /// The batch's name; a file has none, and its chunks are named by what is in them.
    pub(super) batch: Option<String>,
    /// Who brings them.
    pub(super) actor: Actor,
    /// With which token.
    pub(super) token: Option<TokenId>,
    /// Which batches of the source count: a test of another may come again.
    pub(super) counted: CountedBatches,
    /// The numbers of the batches kept.
    pub(super) ids: Vec<i64>,
    pub(super) waiting: Vec<Waiting>,
    /// Of waiting tests that have a namespace, by what they would have been known before there were any.
    pub(super) older: HashMap<u128, u128>,
    /// Batches up to this number had no namespaces.
    pub(super) older_batches: i64,
    /// Rows of a file that wait at most.
    pub(super) chunk: usize,
    pub(super) row: u64,
    pub(super) refusals: Refusals,
    /// What was refused since the last chunk was kept.
    pub(super) refused_since: Refusals,
    pub(super) accepted: u64,
    pub(super) duplicates: u64,
}

/// What a writer is opened with.
pub(super) struct Opening {
    /// The registry.
    pub(super) operators: Vec<OperatorMeta>,
    /// Who sends.
    pub(super) sender: Sender,
    /// The batch's name, if it has one.
    pub(super) batch: Option<String>,
    /// Batches up to this number had no namespaces.
    pub(super) older_batches: i64,
    /// Which batches of the source count.
    pub(super) counted: CountedBatches,
    /// Who brings them.
    pub(super) actor: Actor,
    /// With which token.
    pub(super) token: Option<TokenId>,
}

impl<'a> BatchWriter<'a> {
    pub(super) fn new(desk: &'a Desk, opening: Opening, handle: Handle) -> Self {
        let Opening { operators, sender, batch, older_batches, counted, actor, token } = opening;
        let ids: Vec<OperatorId> = operators.iter().map(|operator| operator.id.clone()).collect();
        let tree = &desk.country.tree;
        let commune =
            |at: usize| tree.get(tree.commune(crate::domain::CommuneId(at as u16))).code.as_str().into();
        Self {
            synthetic: operators.iter().map(|operator| operator.synthetic).collect(),
            communes: (0..tree.communes()).map(commune).collect(),
            gate: Gate::new(&desk.country, ids, sender, crate::domain::clock::wall()),
            desk,
            handle,
            batch,
            actor,
            token,
            counted,
            ids: Vec::new(),
            waiting: Vec::new(),
            older: HashMap::new(),
            older_batches,
            chunk: CHUNK,
            row: 0,
            refusals: Refusals::default(),
            refused_since: Refusals::default(),
            accepted: 0,
            duplicates: 0,
        }
    }

    /// Keeps a file's rows in chunks of `rows` instead of [`CHUNK`].
    pub fn keep_every(&mut self, rows: usize) {
        self.chunk = rows.clamp(1, CHUNK);
    }

    /// Takes a test, or counts why it is refused.
    ///
    /// # Errors
    /// When a full chunk cannot be kept.
    pub fn take(&mut self, draft: &Draft<'_>) -> Result<(), DeskError> {
        self.row += 1;
        match self.gate.check(draft) {
            Ok(placed) => {
                let namespace = self.gate.namespace().map(|_only| 0);
                if namespace.is_some() && self.older_batches > 0 {
                    self.older.insert(placed.test, placed.older_test);
                }
                let row = row(&placed, namespace, &self.desk.time_zone)?;
                self.waiting.push(Waiting { month: Month::of(placed.at), row });
            }
            Err(rule) => self.count_refused(rule),
        }
        if self.batch.is_none() && self.waiting.len() >= self.chunk { self.keep().map(drop) } else { Ok(()) }
    }

    /// Counts a row that cannot be read.
    pub fn refuse(&mut self, rule: MeasurementRule) {
        self.row += 1;
        self.count_refused(rule);
    }

    fn count_refused(&mut self, rule: MeasurementRule) {
        self.refusals.add(self.row, rule);
        self.refused_since.add(self.row, rule);
    }

    /// How many rows came so far.
    pub fn rows(&self) -> u64 {
        self.row
    }

    pub(super) fn finish(mut self) -> Result<MeasurementReceipt, DeskError> {
        let has_news = self.batch.is_some() || !self.waiting.is_empty() || self.refused_since.total() > 0;
        if has_news {
            self.keep()?;
        }
        Ok(self.receipt())
    }

    pub(super) fn receipt(&self) -> MeasurementReceipt {
        MeasurementReceipt {
            batch: self.batch.clone().unwrap_or_default().rsplit('/').next().unwrap_or_default().to_owned(),
            ids: self.ids.clone(),
            accepted: self.accepted,
            duplicates: self.duplicates,
            refusals: self.refusals.clone().into(),
        }
    }
}

/// A test as it is kept: of its position, only the cell.
fn row(
    placed: &Placed,
    namespace: Option<u16>,
    zone: &jiff::tz::TimeZone,
) -> Result<MeasurementRow, DeskError> {
    let Details { method, outcome, device, accuracy_m, weight, environment, band, signal } = placed.details;
    let position =
        LatLng::new(placed.position.lat, placed.position.lon).map_err(broken("finding a test's cell"))?;
    Ok(MeasurementRow {
        test: placed.test,
        at_ms: placed.at.as_millisecond(),
        local_day: zone.to_datetime(placed.at).date(),
        cell: position.to_cell(Resolution::Nine).into(),
        accuracy_m,
        batch: 0,
        namespace,
        commune: placed.commune,
        operator: placed.operator,
        technology: placed.technology,
        probe: placed.probe,
        method,
        outcome,
        device,
        weight,
        environment,
        band,
        signal,
        values: placed.values,
        jitter: placed.jitter,
    })
}
