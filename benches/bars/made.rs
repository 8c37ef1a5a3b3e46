//! Data directories for G1 and G2: many filings, or many operators, made through the desk as any filer's are.
//!
//! Making one takes minutes, so each is kept below the target directory and copied for every run; a new [`MADE`]
//! makes them anew. What they hold is drawn from fixed seeds.

use std::fmt::Write as _;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Instant;

use futures_util::{StreamExt as _, TryStreamExt as _, stream};
use taghtia::country::Country;
use taghtia::desk::{DataDir, Desk, DeskError, SubmitRequest};
use taghtia::domain::{AsOf, FilingKind, OperatorId, OperatorMeta, Origin};
use taghtia::intake::Limits;

use super::Draw;

/// The edition of what is made: to be raised whenever this file makes something else.
const MADE: u32 = 2;
/// Submissions under way at a time.
const AT_ONCE: usize = 4;

/// Filings of G1, the dates they are for, and the operators they are of.
pub(super) const FILINGS: usize = 10_000;
pub(super) const DATES: usize = 120;
pub(super) const FILERS: usize = 6;
/// Operators of G2.
pub(super) const OPERATORS: usize = 100;
/// The last date anyone files for.
pub(super) const LAST: &str = "2026-06-30";

/// Cells of a small layer, and of the one an operator files for the nation.
const SMALL: usize = 2_000;
const NATIONAL: usize = 60_000;
/// Homes in a file of G2, and of G1.
const HOMES: usize = 2_000;
const FEW_HOMES: usize = 100;

/// A file to be filed.
struct Planned {
    kind: FilingKind,
    operator: usize,
    as_of: AsOf,
    seed: u64,
    layers: Vec<(&'static str, usize)>,
    homes: usize,
}

/// The layers that are filed, as the FCC writes them: technology, down, up, vehicle.
const LAYERS: [&str; 4] = ["400,5,1,0", "400,5,1,1", "500,7,1,0", "500,35,3,0"];

/// 10,000 filings: every month of ten years every operator files its mobile network, and its homes again and again.
pub(super) fn many_filings(country: &Arc<Country>) -> PathBuf {
    let each = FILINGS.div_ceil(DATES * FILERS);
    let mut planned = Vec::new();
    for (at, as_of) in dates().into_iter().enumerate() {
        for operator in 0..FILERS {
            for turn in 0..each {
                let seed = ((at * FILERS + operator) * each + turn) as u64 + 1;
                let (kind, layers) = match turn {
                    0 => (FilingKind::MobileCoverage, vec![(LAYERS[0], NATIONAL)]),
                    1 if at % 6 == 5 => (
                        FilingKind::MobileCoverage,
                        LAYERS[2..].iter().map(|layer| (*layer, SMALL)).collect(),
                    ),
                    _ => (FilingKind::FibreAvailability, Vec::new()),
                };
                planned.push(Planned { kind, operator, as_of, seed, layers, homes: FEW_HOMES });
            }
        }
    }
    // The oldest files of homes are left out, until there are as many filings as were asked for.
    let mut spare = planned.len() - FILINGS;
    planned.retain(|filing| {
        let stays = spare == 0 || filing.kind != FilingKind::FibreAvailability;
        spare -= usize::from(!stays);
        stays
    });
    kept(country, "filings", FILERS, planned)
}

/// 100 operators that each file four mobile layers and their homes, once.
pub(super) fn many_operators(country: &Arc<Country>) -> PathBuf {
    let as_of = LAST.parse().expect("a date");
    let cells = [NATIONAL * 4, NATIONAL * 3, NATIONAL, SMALL];
    let planned = (0..OPERATORS).flat_map(|operator| {
        let layers = LAYERS.into_iter().zip(cells).collect();
        let seed = operator as u64 + 1;
        let of = |kind, layers| Planned { kind, operator, as_of, seed, layers, homes: HOMES };
        [of(FilingKind::MobileCoverage, layers), of(FilingKind::FibreAvailability, Vec::new())]
    });
    kept(country, "operators", OPERATORS, planned.collect())
}

/// 100 operators that each file one mobile layer, once.
pub(super) fn few_layers(country: &Arc<Country>) -> PathBuf {
    let as_of = LAST.parse().expect("a date");
    let planned = (0..OPERATORS).map(|operator| Planned {
        kind: FilingKind::MobileCoverage,
        operator,
        as_of,
        seed: operator as u64 + 1,
        layers: vec![(LAYERS[0], NATIONAL)],
        homes: 0,
    });
    kept(country, "layers", OPERATORS, planned.collect())
}

/// The last days of the months, the latest last.
fn dates() -> Vec<AsOf> {
    let last: AsOf = LAST.parse().expect("a date");
    let back = |months: usize| last.saturating_sub(jiff::Span::new().months(months as i64)).last_of_month();
    (0..DATES).rev().map(back).collect()
}

/// The id of an operator that was made up.
pub(super) fn operator_id(number: usize) -> String {
    format!("made-{:03}", number + 1)
}

fn operator(number: usize) -> OperatorMeta {
    let since = |technology: &str| serde_json::json!({"technology": technology, "from": "2010-01-01"});
    let licences = ["4g", "5g", "fibre"].map(since);
    let name = format!("Made up {}", number + 1);
    serde_json::from_value(serde_json::json!({
        "id": operator_id(number),
        "names": {"fr": name, "en": name, "ar": name},
        "licences": licences,
        "synthetic": true,
    }))
    .expect("an operator")
}

/// The data directory of that name, made if it was not yet.
fn kept(country: &Arc<Country>, name: &str, operators: usize, planned: Vec<Planned>) -> PathBuf {
    let root = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("bars-{name}-{MADE}"));
    if root.join("catalogue.sqlite").exists() {
        return root;
    }
    let unfinished = root.with_extension("unfinished");
    let _ = std::fs::remove_dir_all(&unfinished);
    let (start, count) = (Instant::now(), planned.len());
    println!("making {count} filings of {operators} operators; they are kept in {}", root.display());
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    runtime.block_on(make(country, &unfinished, operators, planned)).expect("made");
    std::fs::rename(&unfinished, &root).expect("renamed");
    let seconds = start.elapsed().as_secs_f64();
    println!("made in {seconds:.0} s, {:.0} ms a filing", seconds * 1e3 / count as f64);
    root
}

async fn make(
    country: &Arc<Country>,
    dir: &Path,
    operators: usize,
    planned: Vec<Planned>,
) -> Result<(), DeskError> {
    let owned = DataDir::open(dir).expect("a data directory");
    let catalogue = owned.catalogue(&[]).await.expect("a catalogue");
    // A demonstration's operators are its own, and everything says that it is made up.
    catalogue.mark_demo(u64::from(MADE)).await?;
    catalogue.put_operators(&(0..operators).map(operator).collect::<Vec<_>>()).await?;
    let lake = owned.lake().expect("a lake");
    let desk = Desk::new(Arc::clone(country), catalogue.clone(), lake, Limits::default(), AT_ONCE as u32);
    let spool = owned.spool();
    let submissions = planned.into_iter().map(|filing| {
        let (desk, spool, country) = (&desk, &spool, Arc::clone(country));
        async move {
            let request = SubmitRequest {
                crs: None,
                kind: filing.kind,
                operator: OperatorId::new(&operator_id(filing.operator)).expect("valid"),
                as_of: filing.as_of,
                file_name: None,
                origin: Origin::Demo,
            };
            let mut upload = spool.begin().expect("a spool");
            let upload = tokio::task::spawn_blocking(move || {
                upload.write_all(text(&country, &filing).as_bytes())?;
                upload.finish()
            });
            let upload = upload.await.expect("ends").expect("written");
            desk.submit(request, upload, Box::new(|_| {})).await.map(drop)
        }
    });
    stream::iter(submissions).buffered(AT_ONCE).try_collect::<Vec<()>>().await?;
    desk.close().await;
    catalogue.close().await;
    Ok(())
}

fn text(country: &Country, filing: &Planned) -> String {
    match filing.kind {
        FilingKind::FibreAvailability => homes(country, filing),
        _ => cells(country, filing.seed, &filing.layers),
    }
}

/// A file of mobile layers, a row a cell: runs of neighbours somewhere in the country.
pub(super) fn cells(country: &Country, seed: u64, layers: &[(&str, usize)]) -> String {
    const RUN: usize = 100;
    let mut draw = draw(seed);
    let all = country.cells();
    let mut text = String::from("technology,mindown,minup,environmnt,h3_res9_id\n");
    for (layer, count) in layers {
        // Runs of their own, so that no cell is named twice: the country is cut in as many strips as there are runs.
        let runs = count.div_ceil(RUN);
        let strip = all.len() / runs;
        for run in 0..runs {
            let start = run * strip + draw.below(strip - RUN);
            for ordinal in start..start + RUN.min(count - run * RUN) {
                let cell = all.cell(ordinal as u32).expect("a cell");
                writeln!(text, "{layer},{cell}").expect("written");
            }
        }
    }
    text
}

/// A file of homes, near the centres of cells.
fn homes(country: &Country, filing: &Planned) -> String {
    let mut draw = draw(filing.seed);
    let mut text = String::from(
        "provider_id,brand_name,longitude,latitude,technology,max_advertised_download_speed,\
         max_advertised_upload_speed,low_latency,business_residential_code,status,units\n",
    );
    let id = operator_id(filing.operator);
    let all = country.cells();
    let strip = all.len() / filing.homes;
    for home in 0..filing.homes {
        let cell = all.cell((home * strip + draw.below(strip)) as u32).expect("a cell");
        let centre = h3o::LatLng::from(cell);
        let units = 1 + draw.below(12);
        writeln!(text, "{id},Made up,{:.7},{:.7},50,200,100,1,R,passed,{units}", centre.lng(), centre.lat())
            .expect("written");
    }
    text
}

/// Seeds that follow each other give draws that do not.
fn draw(seed: u64) -> Draw {
    Draw(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1)
}
