//! Targets as CSV: one row for each target and scope.

use crate::domain::{Names, TargetId};
use crate::http::api::targets::{ProgressItem, TargetItem, TargetsBody};

/// The columns of a target, but for its names.
const TARGET: [&str; 15] = [
    "who",
    "technology",
    "tier",
    "environment",
    "scope",
    "denominator",
    "goal_share",
    "goal_amount",
    "announced",
    "date",
    "supersedes",
    "superseded_by",
    "target_status",
    "target_reason",
    "progress_scope",
];

/// The columns of a scope's progress, after its names.
const PROGRESS: [&str; 8] =
    ["share", "amount", "start_share", "expected_share", "gap_share", "gap_amount", "status", "reason"];

/// The columns that end a row.
const END: [&str; 15] = [
    "as_of",
    "known_at",
    "synthetic",
    "definition",
    "source",
    "attribution",
    "path",
    "stage",
    "stages",
    "is_current",
    "today",
    "filing_as_of",
    "filing_age_days",
    "expected_at_filing_share",
    "expected_today_share",
];

fn text<T: ToString>(value: Option<T>) -> String {
    value.map_or_else(String::new, |value| value.to_string())
}

/// A name in each of the pack's languages; empty in those it has none in.
fn by_language<'a>(names: Option<&'a Names>, languages: &'a [String]) -> impl Iterator<Item = String> + 'a {
    languages
        .iter()
        .map(move |language| names.and_then(|names| names.0.get(language)).cloned().unwrap_or_default())
}

/// One row per target and scope; a target that no operator is licensed for has one with an empty scope.
pub(crate) fn of(body: &TargetsBody, languages: &[String]) -> Result<Vec<u8>, csv::Error> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    let named =
        |prefix: &'static str| languages.iter().map(move |language| format!("{prefix}name_{language}"));
    let owned = |columns: &[&str]| columns.iter().map(ToString::to_string).collect::<Vec<_>>();
    let columns = ["target".to_owned()].into_iter().chain(named("")).chain(owned(&TARGET));
    writer.write_record(columns.chain(named("progress_")).chain(owned(&PROGRESS)).chain(owned(&END)))?;
    for item in &body.items {
        if item.progress.is_empty() {
            writer.write_record(row(body, item, None, languages))?;
        }
        for progress in &item.progress {
            writer.write_record(row(body, item, Some(progress), languages))?;
        }
    }
    writer.into_inner().map_err(|error| error.into_error().into())
}

fn row(
    body: &TargetsBody,
    item: &TargetItem,
    progress: Option<&ProgressItem>,
    languages: &[String],
) -> Vec<String> {
    let mut row = vec![item.id.to_string()];
    row.extend(by_language(Some(&item.names), languages));
    row.extend([
        item.who.clone(),
        item.technology.to_string(),
        item.tier.to_string(),
        item.environment.to_string(),
        item.scope.to_string(),
        item.denominator.to_string(),
        text(item.goal_share),
        text(item.goal_amount),
        item.announced.to_string(),
        item.date.to_string(),
        text(item.supersedes.as_ref().map(TargetId::as_str)),
        text(item.superseded_by.as_ref().map(TargetId::as_str)),
        item.status.to_string(),
        item.reason.clone().unwrap_or_default(),
        text(progress.map(|one| &one.scope)),
    ]);
    row.extend(by_language(progress.and_then(|one| one.names.as_ref()), languages));
    let number = |of: fn(&ProgressItem) -> Option<f64>| text(progress.and_then(of));
    row.extend([
        number(|one| one.share),
        number(|one| one.amount),
        number(|one| one.start_share),
        number(|one| one.expected_share),
        number(|one| one.gap_share),
        number(|one| one.gap_amount),
        text(progress.map(|one| one.status)),
        text(progress.and_then(|one| one.reason.as_deref())),
        body.envelope.as_of.to_string(),
        body.envelope.known_at.to_string(),
        body.envelope.synthetic.to_string(),
        item.sentence.clone(),
        item.source.clone(),
        body.envelope.attribution.join("; "),
        text(item.path.as_ref()),
        item.stage.to_string(),
        item.stages.to_string(),
        item.is_current.to_string(),
        body.definition.today.to_string(),
        text(progress.and_then(|one| one.filing_as_of)),
        text(progress.and_then(|one| one.filing_age_days)),
        number(|one| one.expected_at_filing_share),
        number(|one| one.expected_today_share),
    ]);
    row
}
