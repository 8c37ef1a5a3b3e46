//! `taghtia country surface`: puts a grid of people beside a pack, as weights for its census.

use std::io::Write;
use std::path::{Path, PathBuf};

use anyhow::{Context, bail};
use flate2::{Compression, GzBuilder};
use sqlx::Row;
use sqlx::sqlite::{SqliteConnectOptions, SqlitePoolOptions};

use crate::cli::{Ending, print};
use crate::country::Country;
use crate::domain::SurfaceId;

/// Add a finer population surface: a grid of people by H3 cell, scaled to the census of each commune.
#[derive(Debug, Clone, clap::Args)]
#[command(
    after_help = "The file names an H3 cell (resolution 9 or coarser) and its people in the columns h3 and
population: Kontur's population data as GeoPackage, or CSV (plain or gzip).

Examples:
  taghtia country surface kontur_population_MA.gpkg --name kontur
  taghtia country surface people.csv.gz --name worldpop --pack data/morocco"
)]
pub(super) struct Args {
    /// The grid: GeoPackage, CSV or gzipped CSV.
    file: PathBuf,
    /// What definitions will call the surface.
    #[arg(long, env = "TAGHTIA_SURFACE_NAME", default_value = "kontur")]
    name: SurfaceId,
    /// The country pack it is added to.
    #[arg(long, env = "TAGHTIA_PACK", default_value = "data/morocco")]
    pack: PathBuf,
    /// Where what is computed from the pack is kept.
    #[arg(long, env = "TAGHTIA_DATA_DIR", default_value = ".taghtia")]
    data_dir: PathBuf,
}

/// Runs the command.
pub(super) fn run(args: &Args) -> anyhow::Result<Ending> {
    let folder = args.pack.join("surfaces");
    std::fs::create_dir_all(&folder).with_context(|| format!("cannot create {}", folder.display()))?;
    let target = folder.join(format!("{}.csv.gz", args.name));
    if target.exists() {
        bail!("{} is there already: choose another --name, or remove it first", target.display());
    }
    let part = tempfile::NamedTempFile::new_in(&folder)?;
    if is_sqlite(&args.file)? {
        let runtime = tokio::runtime::Runtime::new().context("cannot start the runtime")?;
        runtime.block_on(copy_geopackage(&args.file, part.as_file()))?;
    } else {
        let bytes =
            std::fs::read(&args.file).with_context(|| format!("cannot read {}", args.file.display()))?;
        let mut out = GzBuilder::new().write(part.as_file(), Compression::default());
        if bytes.starts_with(&[0x1f, 0x8b]) {
            std::io::copy(&mut flate2::read::MultiGzDecoder::new(bytes.as_slice()), &mut out)?;
        } else {
            out.write_all(&bytes)?;
        }
        out.finish()?;
    }
    part.persist(&target).with_context(|| format!("cannot write {}", target.display()))?;
    report(args, &target)
}

/// Opens the pack with its new surface; one that cannot be read is taken away again.
fn report(args: &Args, target: &Path) -> anyhow::Result<Ending> {
    let opened = Country::open(&args.pack, &args.data_dir.join("cache"), &|step| print::note(step));
    let country = opened.inspect_err(|_| {
        let _gone = std::fs::remove_file(target);
    })?;
    let Some(quality) = country.surface_quality(&args.name) else {
        bail!("{} was written, but the pack does not know it", target.display());
    };
    print::line(&format!(
        "surface {}: {} rows in the country, {} outside; {:.0} people in the grid, scaled to the census; \
         {} communes it knows nobody in are spread by area",
        args.name, quality.rows, quality.outside, quality.raw_population, quality.empty_communes
    ));
    print::line(&format!("to make it the pack's own, set surface = \"{}\" in country.toml", args.name));
    Ok(Ending::Done)
}

fn is_sqlite(file: &Path) -> anyhow::Result<bool> {
    let mut head = [0u8; 16];
    let mut source = std::fs::File::open(file).with_context(|| format!("cannot open {}", file.display()))?;
    let read = std::io::Read::read(&mut source, &mut head)?;
    Ok(head[..read].starts_with(b"SQLite format 3\0"))
}

/// Copies h3 and population of a GeoPackage's first layer that has both.
async fn copy_geopackage(file: &Path, to: &std::fs::File) -> anyhow::Result<()> {
    let options = SqliteConnectOptions::new().filename(file).read_only(true).immutable(true);
    let pool = SqlitePoolOptions::new()
        .max_connections(1)
        .connect_with(options)
        .await
        .with_context(|| format!("{} is no GeoPackage", file.display()))?;
    let tables: Vec<String> = sqlx::query_scalar("SELECT table_name FROM gpkg_contents ORDER BY table_name")
        .fetch_all(&pool)
        .await
        .with_context(|| format!("{} is no GeoPackage: it has no table gpkg_contents", file.display()))?;
    for table in tables {
        let quoted = format!("\"{}\"", table.replace('"', "\"\""));
        let statement =
            format!("SELECT h3, CAST(population AS REAL) AS population FROM {quoted} ORDER BY h3");
        let Ok(rows) = sqlx::query(sqlx::AssertSqlSafe(statement)).fetch_all(&pool).await else { continue };
        let mut out = GzBuilder::new().write(to, Compression::default());
        writeln!(out, "h3,population")?;
        for row in rows {
            writeln!(out, "{},{}", row.try_get::<String, _>("h3")?, row.try_get::<f64, _>("population")?)?;
        }
        out.finish()?;
        return Ok(());
    }
    bail!("no layer of {} has the columns h3 and population", file.display())
}
