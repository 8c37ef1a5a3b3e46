//! `taghtia places`: lists of places that matter, imported into a data directory that no server is using; listed and
//! removed whether one does or not: a running server takes a removal over within seconds.

use std::path::PathBuf;

use anyhow::{Context, bail};
use serde_json::json;

use super::check::{bar, show};
use super::operator::names;
use super::{Ending, print, registry};
use crate::catalogue::PlaceListRecord;
use crate::desk::{DeskError, Outcome};
use crate::domain::{AsOf, PlaceListHead, PlaceListId};
use crate::instance::{Instance, Settings};
use crate::intake::Progress;

const REASON_MOST: usize = 2000;

/// Places that matter: schools, health centres, administrations, in lists.
#[derive(Debug, Clone, clap::Args)]
pub(super) struct Args {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Clone, clap::Subcommand)]
enum Command {
    /// Import a list of places, or import it anew: it replaces the one of that id.
    Import(Import),
    /// List the lists there are.
    List(registry::Args),
    /// Remove a list, with a reason; what was known before stays known.
    Remove(Remove),
}

#[derive(Debug, Clone, clap::Args)]
#[command(after_help = "\
A file is CSV or GeoJSON in UTF-8, plain, in gzip or in zip, of at most 100,000 places:
  CSV       comma-separated, with a header. Columns: id (or code), name (or nom), lon (or longitude, lng, x),
            lat (or latitude, y) and, if known, commune (or commune_code). Others are passed over.
  GeoJSON   a FeatureCollection of Points. Properties: id (else the feature's own id), name, commune.
Degrees are WGS 84, decimal, with a dot: -6.84. An id is the publisher's own and stands once in a list. A point
outside the country refuses the list. A commune's code is held against the point, which decides.

Everything wrong is told with its row and what to do; a list with an error changes nothing. The server's
administrator can do the same while it runs: PUT /api/v1/places/LIST.

Exit code 0 when the list was imported, or is in order; 1 when it is refused.

Examples:
  taghtia places import schools.csv --list schools --name fr=Écoles --name ar=المدارس --name en=Schools \\
      --source 'Ministry of Education' --licence 'ODbL 1.0' --as-of 2026-09-01
  taghtia places import clinics.geojson --list health --name 'Centres de santé' --source 'Ministry of Health' \\
      --licence 'CC BY 4.0' --as-of 2026-01-01 --dry-run")]
struct Import {
    /// The file.
    file: PathBuf,
    /// The list's id: lower-case letters, digits, hyphens, a letter first.
    #[arg(long, env = "TAGHTIA_LIST")]
    list: PlaceListId,
    /// What its places are called together, or what they are in a language, as LANG=NAME; may be repeated.
    #[arg(long = "name", env = "TAGHTIA_NAME", required = true)]
    names: Vec<String>,
    /// Who publishes it.
    #[arg(long, env = "TAGHTIA_SOURCE")]
    source: String,
    /// Under which licence.
    #[arg(long, env = "TAGHTIA_LICENCE")]
    licence: String,
    /// The date whose places it lists.
    #[arg(long, env = "TAGHTIA_AS_OF")]
    as_of: AsOf,
    /// It is made up: everything that counts its places says so.
    #[arg(long, env = "TAGHTIA_SYNTHETIC")]
    synthetic: bool,
    /// Check the file and keep nothing.
    #[arg(long, env = "TAGHTIA_DRY_RUN")]
    dry_run: bool,
    #[command(flatten)]
    registry: registry::Args,
}

#[derive(Debug, Clone, clap::Args)]
#[command(after_help = "Examples:
  taghtia places remove schools --reason 'the ministry withdrew it'")]
struct Remove {
    /// The list.
    list: PlaceListId,
    /// Why: 3 to 2000 characters; it is kept in the audit log.
    #[arg(long, env = "TAGHTIA_REASON")]
    reason: String,
    #[command(flatten)]
    registry: registry::Args,
}

/// Runs the command.
pub(super) fn run(args: &Args) -> anyhow::Result<Ending> {
    match &args.command {
        Command::Import(args) => {
            let runtime = tokio::runtime::Runtime::new().context("cannot start the runtime")?;
            runtime.block_on(import(args))
        }
        Command::List(args) => list(args),
        Command::Remove(args) => remove(args),
    }
}

async fn import(args: &Import) -> anyhow::Result<Ending> {
    let registry::Args { data_dir, pack, json } = &args.registry;
    let settings = Settings::of_a_command(data_dir, pack, print::note);
    let instance = Instance::open(settings).await.map_err(|error| {
        let hint = "an import needs the data directory for itself; a running server takes lists at PUT /api/v1/places/LIST";
        if error.is_in_use() { anyhow::Error::new(error).context(hint) } else { error.into() }
    })?;
    let ending = import_into(args, &instance, *json).await;
    instance.close().await;
    ending
}

async fn import_into(args: &Import, instance: &Instance, as_json: bool) -> anyhow::Result<Ending> {
    let languages = &instance.country.meta.languages;
    let head = PlaceListHead {
        id: args.list.clone(),
        names: names(&args.names, languages.first().map_or("en", String::as_str)),
        source: args.source.trim().to_owned(),
        licence: args.licence.trim().to_owned(),
        as_of: args.as_of,
        synthetic: args.synthetic,
    };
    head.check(languages)?;
    let copied = instance.spool().copy(&args.file);
    let upload = copied.with_context(|| format!("cannot read {}", args.file.display()))?;
    let file_name = args.file.file_name().map(|name| name.to_string_lossy().into_owned());
    let bar = bar(upload.bytes(), "checking");
    let told = bar.clone();
    let watcher = Box::new(move |now: Progress| told.set_position(now.read));
    if args.dry_run {
        let report = instance.desk.check_places(&head, file_name, upload, watcher).await;
        bar.finish_and_clear();
        let report = report?;
        show(&serde_json::to_value(&report)?, as_json)?;
        return Ok(if report.accepted { Ending::Done } else { Ending::Refused });
    }
    let imported = instance.desk.import_places(registry::actor(), head, file_name, upload, watcher).await;
    bar.finish_and_clear();
    let receipt = match imported {
        Ok(receipt) => receipt,
        Err(DeskError::Refused(report)) => {
            show(&serde_json::to_value(&report)?, as_json)?;
            return Ok(Ending::Refused);
        }
        Err(error) => return Err(error.into()),
    };
    let value = serde_json::to_value(&receipt)?;
    if as_json {
        show(&value, true)?;
        return Ok(Ending::Done);
    }
    show(&value["report"], false)?;
    let what = match receipt.state {
        Outcome::Accepted => "imported",
        Outcome::Unchanged => "is there already as it is",
    };
    print::line(&format!(
        "list {}: {} places, {what}, recorded {}",
        receipt.list, receipt.places, receipt.recorded
    ));
    Ok(Ending::Done)
}

fn list(args: &registry::Args) -> anyhow::Result<Ending> {
    args.run(async |registry| {
        let lists = registry.visit.catalogue.place_lists().await?;
        if args.json {
            let items: Vec<_> = lists.iter().map(|list| as_value(list)).collect();
            print::line(&serde_json::to_string_pretty(&items)?);
            return Ok(Ending::Done);
        }
        let row = |list: &PlaceListRecord| {
            let head = &list.head;
            let kind = if head.synthetic { "made up" } else { "" };
            let name = head.names.best(&registry.country.languages);
            [
                head.id.to_string(),
                list.places.to_string(),
                head.as_of.to_string(),
                head.licence.clone(),
                kind.to_owned(),
                format!("{name}, of {}", head.source),
            ]
        };
        let rows: Vec<[String; 6]> = lists.iter().map(|list| row(list)).collect();
        print::table(&["id", "places", "as of", "licence", "", "name and source"], &rows);
        Ok(Ending::Done)
    })
}

fn as_value(list: &PlaceListRecord) -> serde_json::Value {
    let head = &list.head;
    json!({
        "id": head.id, "names": head.names, "source": head.source, "licence": head.licence, "as_of": head.as_of,
        "synthetic": head.synthetic, "recorded": list.recorded, "places": list.places,
        "content_hash": list.content_hash, "file_name": list.file_name,
    })
}

fn remove(args: &Remove) -> anyhow::Result<Ending> {
    let reason = args.reason.trim();
    if !(3..=REASON_MOST).contains(&reason.chars().count()) {
        bail!("--reason must have 3 to {REASON_MOST} characters");
    }
    args.registry.run(async |registry| {
        let catalogue = &registry.visit.catalogue;
        let Some(at) = catalogue.remove_places(&args.list, reason, &registry.actor).await? else {
            bail!("there is no list {}: see `taghtia places list`", args.list);
        };
        if args.registry.json {
            let removed = json!({ "list": args.list, "removed": at, "reason": reason });
            print::line(&serde_json::to_string_pretty(&removed)?);
        } else {
            print::line(&format!("list {} is removed as of {at}", args.list));
        }
        Ok(Ending::Done)
    })
}
