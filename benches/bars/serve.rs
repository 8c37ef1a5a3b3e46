//! P7: from a start to an answer, and the memory it takes; P8: the page of metrics. The binary itself is
//! started on the demonstration's data, and asked over loopback.

use std::io::{Read as _, Write as _};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use taghtia::country::Country;

use super::{Row, best, ms};

const ADDRESS: &str = "127.0.0.1:18080";

pub(super) fn figures(rows: &mut Vec<Row>, cold: Duration, work: &Path) {
    let pack_dir = Path::new(env!("CARGO_MANIFEST_DIR")).join("data/morocco");
    let (warm, _) = best(3, || Country::open(&pack_dir, &work.join("cache"), &|_| {}).expect("opens"));
    rows.push(Row {
        id: "P7",
        what: "open the pack: caches built / not built".into(),
        figure: format!("{} / {:.1} s", ms(warm), cold.as_secs_f64()),
        bar: "<= 1 s / <= 15 s".into(),
        met: Some(warm <= Duration::from_secs(1) && cold <= Duration::from_secs(15)),
        peer: String::new(),
    });
    serve_figures(rows, work);
}

/// Starts the binary on the demonstration's data, and again, and looks at its memory and its metrics.
fn serve_figures(rows: &mut Vec<Row>, work: &Path) {
    let data = work.join("demo");
    let start = Instant::now();
    assert!(run(&data, &["demo", "--prepare-only"]).wait().expect("ends").success());
    let prepared = start.elapsed();
    let start = Instant::now();
    let mut server = run(&data, &["serve", "--listen", ADDRESS]);
    let ready = loop {
        if get("/readyz").is_some() {
            break start.elapsed();
        }
        assert!(start.elapsed() < Duration::from_mins(1), "the server is ready within a minute");
        std::thread::sleep(Duration::from_millis(5));
    };
    let memory = memory_of(&server);
    rows.push(Row {
        id: "P7",
        what: format!("serve the demo (prepared in {:.0} s): ready, memory", prepared.as_secs_f64()),
        figure: format!("{}, {memory:.0} MB", ms(ready)),
        bar: "<= 1 s, <= 250 MB".into(),
        met: Some(ready <= Duration::from_secs(1) && memory <= 250.0),
        peer: String::new(),
    });
    let (time, page) = best(10, || get("/metrics").expect("metrics"));
    assert!(page.contains("taghtia_coverage_people_ratio{"), "the page holds shares");
    let bytes = page.len() as f64 / 1e6;
    rows.push(Row {
        id: "P8",
        what: format!(
            "/metrics of the demo: {} series",
            page.lines().filter(|l| !l.starts_with('#')).count()
        ),
        figure: format!("{}, {bytes:.2} MB", ms(time)),
        bar: "<= 20 ms, <= 3 MB".into(),
        met: Some(time <= Duration::from_millis(20) && bytes <= 3.0),
        peer: String::new(),
    });
    let _ = server.kill();
    let _ = server.wait();
}

fn run(data: &Path, args: &[&str]) -> Child {
    Command::new(env!("CARGO_BIN_EXE_taghtia"))
        .args(args)
        .arg("--pack")
        .arg(Path::new(env!("CARGO_MANIFEST_DIR")).join("data/morocco"))
        .arg("--data-dir")
        .arg(data)
        .stderr(Stdio::null())
        .stdout(Stdio::null())
        .spawn()
        .expect("the binary starts")
}

/// Resident memory in MB.
fn memory_of(process: &Child) -> f64 {
    let status = std::fs::read_to_string(format!("/proc/{}/status", process.id())).unwrap_or_default();
    let resident = status.lines().find_map(|line| line.strip_prefix("VmRSS:")?.split_whitespace().next());
    resident.and_then(|kib| kib.parse::<f64>().ok()).map_or(f64::NAN, |kib| kib / 1024.0)
}

/// The body of an answer; nothing where there is none, or it is no success.
fn get(path: &str) -> Option<String> {
    let mut stream = TcpStream::connect(ADDRESS).ok()?;
    stream.set_read_timeout(Some(Duration::from_secs(10))).ok()?;
    // The older protocol: its answers come in one piece.
    write!(stream, "GET {path} HTTP/1.0\r\nHost: localhost\r\n\r\n").ok()?;
    let mut answer = String::new();
    stream.read_to_string(&mut answer).ok()?;
    let (head, body) = answer.split_once("\r\n\r\n")?;
    head.contains(" 200 ").then(|| body.to_owned())
}
