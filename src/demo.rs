//! The demonstration: made-up operators file made-up networks, and made-up tests are imported, all through the
//! desk as a stranger's files would be; made-up places too.
//!
//! Owns what is made up and how far the making has come. The data directory is marked as a demonstration's, and every
//! number that comes out of it says so. A run that was cut short goes on where it stopped: filings are made in a fixed
//! order, so their number says how far it came; tests are imported month by month, each whole or not at all.
//!
//! May know the rooms that take data in, and the instance they are opened in; never how anything is published.

mod network;
mod places;
pub mod probes;

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use anyhow::bail;
use indicatif::{ProgressBar, ProgressStyle};

use crate::catalogue::FilingQuery;
use crate::desk::import::{ImportFormat, ImportRequest};
use crate::desk::measurements::CHUNK;
use crate::desk::{Desk, DeskError, Spool, Spooled, SubmitRequest};
use crate::domain::{Actor, Month, Origin, SourceId};
use crate::instance::Instance;
pub use network::drive::{OVERCLAIM, Overclaim, SOURCE};
use network::{Networks, Planned, drive};

/// What a run made.
#[derive(Debug, Clone, Copy, Default)]
pub struct Made {
    /// Filings.
    pub filings: usize,
    /// Lists of places.
    pub lists: usize,
    /// Tests.
    pub tests: u64,
    /// In what time.
    pub took: Duration,
}

/// Brings an instance's demonstration to its end, from wherever it stands: `None` when nothing was missing.
///
/// # Errors
/// When the data directory holds filings of others, or a file cannot be made or filed.
pub async fn prepare(instance: &Instance, data_dir: &Path) -> anyhow::Result<Option<Made>> {
    let missing = network::missing(&instance.country);
    if !missing.is_empty() {
        let (id, missing) = (&instance.country.meta.id, missing.join(", "));
        bail!(
            "the demonstration is of technologies that the pack {id} does not have: {missing}; serve it without"
        );
    }
    let catalogue = &instance.catalogue;
    let plan = network::plan()?;
    let filed = catalogue.filings(&FilingQuery { limit: 1, ..FilingQuery::default() }).await?.total as usize;
    if catalogue.demo_seed().await? != Some(network::SEED) {
        if filed > 0 {
            bail!(
                "{} holds {filed} filings that are not this demonstration's: choose another --data-dir",
                data_dir.display()
            );
        }
        catalogue.mark_demo(network::SEED).await?;
        catalogue.put_operators(&network::operators()?).await?;
    }
    let mut months = Vec::new();
    let source = SourceId::new(SOURCE)?;
    for month in drive::months() {
        if catalogue.measurement_objects(&source, month).await?.is_empty() {
            months.push(month);
        }
    }
    let known = catalogue.place_lists().await?;
    let lists_missing = places::ids().any(|id| !known.iter().any(|list| list.head.id.as_str() == id));
    if filed >= plan.len() && months.is_empty() && !lists_missing {
        return Ok(None);
    }
    let began = std::time::Instant::now();
    // Before filings, so that the last that is known of a new one is its correction.
    let lists = if lists_missing { import_places(instance).await? } else { 0 };
    let filings = &plan[filed.min(plan.len())..];
    let made = if filings.is_empty() && months.is_empty() {
        Made::default()
    } else {
        complete(instance, filings, &months).await?
    };
    Ok(Some(Made { lists, took: began.elapsed(), ..made }))
}

/// Makes the filings and the months of tests that are still to come.
async fn complete(instance: &Instance, filings: &[Planned], months: &[Month]) -> anyhow::Result<Made> {
    let bar = progress_bar(filings.len() + months.len());
    let (desk, spool) = (&instance.desk, instance.spool());
    let networks = {
        let country = Arc::clone(&instance.country);
        tokio::task::spawn_blocking(move || Networks::new(country)).await?
    };
    let networks = Arc::new(networks);
    for filing in filings {
        bar.set_message(filing.file_name());
        submit(desk, &spool, &networks, filing).await?;
        bar.inc(1);
    }
    let mut tests = 0;
    for month in months {
        bar.set_message(format!("{SOURCE}-{month}.csv"));
        tests += measure(desk, &spool, &networks, *month).await?;
        bar.inc(1);
    }
    bar.finish_and_clear();
    Ok(Made { filings: filings.len(), lists: 0, tests, took: bar.elapsed() })
}

/// Imports the lists of places, and tells how many there are; one that is there already stays as it is.
async fn import_places(instance: &Instance) -> anyhow::Result<usize> {
    let (desk, spool, country) = (&instance.desk, instance.spool(), Arc::clone(&instance.country));
    let lists = tokio::task::spawn_blocking(move || places::lists(&country)).await??;
    let count = lists.len();
    for (head, file) in lists {
        let (id, actor) = (head.id.clone(), Actor::program(Origin::Demo));
        let name = format!("{id}.csv");
        let upload = spooled(&spool, move || file).await?;
        match desk.import_places(actor, head, Some(name), upload, Box::new(|_| {})).await {
            Ok(_) => {}
            Err(DeskError::Refused(report)) => {
                let report = serde_json::to_string(&*report)?;
                bail!("the demonstration's own list {id} was refused: {report}")
            }
            Err(error) => return Err(error.into()),
        }
    }
    Ok(count)
}

/// Imports the tests of a month, and tells how many there are.
async fn measure(desk: &Desk, spool: &Spool, networks: &Arc<Networks>, month: Month) -> anyhow::Result<u64> {
    let own = Arc::clone(networks);
    let table = spooled(spool, move || own.drive(month)).await?;
    let request = ImportRequest {
        files: vec![table.path().to_owned()],
        format: ImportFormat::Csv,
        source: SourceId::new(SOURCE)?,
        actor: Actor::program(Origin::Demo),
        mapping: crate::intake::measurements::table::Mapping::default(),
        operator: String::new(),
        technology: String::new(),
        here: None,
        places: crate::intake::measurements::atlas::AtlasPlaces::new(),
        month: None,
        attribution: String::new(),
        chunk: CHUNK,
    };
    let receipt = desk.import_files(request, Box::new(|_| {})).await?;
    if !receipt.refusals.refused_counts.is_empty() {
        let counts = serde_json::to_string(&receipt.refusals.refused_counts)?;
        bail!("some of the demonstration's own tests of {month} were refused: {counts}");
    }
    Ok(receipt.accepted)
}

/// Writes bytes that are made on a thread of their own into the spool.
async fn spooled(spool: &Spool, make: impl FnOnce() -> Vec<u8> + Send + 'static) -> anyhow::Result<Spooled> {
    let mut upload = spool.begin()?;
    let written = tokio::task::spawn_blocking(move || {
        std::io::Write::write_all(&mut upload, &make())?;
        upload.finish()
    });
    Ok(written.await??)
}

async fn submit(
    desk: &Desk,
    spool: &Spool,
    networks: &Arc<Networks>,
    filing: &Planned,
) -> anyhow::Result<()> {
    let (own, planned) = (Arc::clone(networks), filing.clone());
    let upload = spooled(spool, move || own.write(&planned)).await?;
    let request = SubmitRequest {
        kind: filing.kind,
        operator: filing.operator.clone(),
        as_of: filing.as_of,
        file_name: Some(filing.file_name()),
        crs: None,
        origin: Origin::Demo,
    };
    match desk.submit(request, upload, Box::new(|_| {})).await {
        Ok(_) => Ok(()),
        Err(DeskError::Refused(report)) => {
            let report = serde_json::to_string(&*report)?;
            bail!("the demonstration's own filing {} was refused: {report}", filing.file_name())
        }
        Err(error) => Err(error.into()),
    }
}

/// A bar where a person watches; indicatif draws nothing elsewhere.
fn progress_bar(all: usize) -> ProgressBar {
    let bar = ProgressBar::new(all as u64);
    let style = ProgressStyle::with_template("{bar:32} {pos}/{len} files {elapsed} {msg}");
    bar.set_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()));
    bar.enable_steady_tick(Duration::from_millis(200));
    bar
}
