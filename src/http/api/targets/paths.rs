//! Promises of several stages as one path each: one line through all stages, by scope.

use serde::Serialize;

use crate::country::TargetMeta;
use crate::domain::{Names, Scope, TargetId, TargetStatus};
use crate::snapshot::{Corner, NetworkState, Progress, TargetState};

/// One stage of a promise.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(crate) struct StageItem {
    /// Which target it is.
    target: TargetId,
    names: Names,
    #[schema(value_type = String, format = Date)]
    announced: jiff::civil::Date,
    /// When it is due.
    #[schema(value_type = String, format = Date)]
    date: jiff::civil::Date,
    /// The goal as a share 0..1 of all people or households.
    #[schema(required = true)]
    goal_share: Option<f64>,
    /// The goal in people or households.
    #[schema(required = true)]
    goal_amount: Option<f64>,
    /// `met`, `on_track`, `late` or `not_computable`.
    status: TargetStatus,
    /// Whether it is the stage to work for on `today`: the next one due, or the last.
    is_current: bool,
}

/// A corner of a line.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(crate) struct CornerItem {
    #[schema(value_type = String, format = Date)]
    date: jiff::civil::Date,
    /// The share 0..1 expected on that day.
    share: f64,
}

impl From<&Corner> for CornerItem {
    fn from((date, share): &Corner) -> Self {
        Self { date: *date, share: *share }
    }
}

/// The line one scope of a promise is held against.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(crate) struct PathLine {
    /// `any`, `all`, `min2`, or `op:ID` where each operator is bound.
    scope: Scope,
    /// `met`, `on_track`, `late` or `not_computable`: at the current stage.
    status: TargetStatus,
    /// The corners of the line, from the announcement through every stage; straight between them.
    line: Vec<CornerItem>,
}

/// A promise: one target, or several that are its stages.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(crate) struct PathItem {
    /// The path's id; of a promise of one stage, the target's.
    #[schema(example = "5g-population-licence")]
    id: String,
    names: Names,
    /// Who promised it, or is bound by it.
    who: String,
    /// The stage to work for on `today`: the next one due, or the last. Its progress is the promise's.
    current: TargetId,
    /// `met`, `on_track`, `late` or `not_computable`: that of the current stage.
    status: TargetStatus,
    /// Whether every stage was replaced: it is kept for the record.
    superseded: bool,
    /// In the order they are due.
    stages: Vec<StageItem>,
    /// By scope, in the order of the current stage's progress.
    lines: Vec<PathLine>,
}

/// A target of the pack, and how it stands.
type Stands<'a> = (&'a TargetMeta, &'a TargetState);

/// Every promise of the pack, in its order.
pub(crate) fn of(state: &NetworkState, found: &[TargetState], language: &str) -> Vec<PathItem> {
    let meta = &state.snapshot().country().meta;
    let stands = |target: &TargetId| found.iter().find(|state: &&TargetState| state.id == *target);
    let promises = meta.promises().into_iter().filter_map(|stages| {
        let stages: Vec<Stands<'_>> =
            stages.into_iter().filter_map(|target| Some((target, stands(&target.id)?))).collect();
        let current = stages.iter().copied().find(|(_, stands)| stands.stage.is_current);
        let current = current.or(stages.last().copied())?;
        let path = current.0.path.as_ref().and_then(|id| meta.target_path(id));
        Some(PathItem {
            id: path.map_or_else(|| current.0.id.to_string(), |path| path.id.to_string()),
            names: path.map_or_else(|| current.0.names.clone(), |path| path.names.clone()),
            who: current.0.who.get(language, &meta.languages).to_owned(),
            current: current.0.id.clone(),
            status: current.1.status,
            superseded: stages.iter().all(|(_, stands)| stands.superseded_by.is_some()),
            lines: lines(current.1, stages.last().copied()?.1),
            stages: stages.into_iter().map(stage).collect(),
        })
    });
    promises.collect()
}

fn stage((target, stands): Stands<'_>) -> StageItem {
    StageItem {
        target: target.id.clone(),
        names: target.names.clone(),
        announced: target.announced,
        date: target.date,
        goal_share: stands.goal_share,
        goal_amount: stands.goal_amount,
        status: stands.status,
        is_current: stands.stage.is_current,
    }
}

/// The whole line is that of the last stage announced; the status is the current stage's.
fn lines(current: &TargetState, last: &TargetState) -> Vec<PathLine> {
    let whole = |scope: &Scope| {
        let all: Option<&Progress> = last.progress.iter().find(|other| other.scope == *scope);
        all.filter(|progress| !progress.line.is_empty())
    };
    let of = |progress: &Progress| PathLine {
        scope: progress.scope.clone(),
        status: progress.status,
        line: whole(&progress.scope).unwrap_or(progress).line.iter().map(CornerItem::from).collect(),
    };
    current.progress.iter().map(of).collect()
}
