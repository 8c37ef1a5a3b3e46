//! P7: from a start to an answer, and the memory it takes; P8: the page of metrics. The binary itself is
//! started on the demonstration's data, and asked over loopback.

use std::path::Path;
use std::time::{Duration, Instant};

use taghtia::country::Country;

use super::server::{Server, command, pack};
use super::{Row, best, ms};

const ADDRESS: &str = "127.0.0.1:18080";

pub(super) fn figures(rows: &mut Vec<Row>, cold: Duration, work: &Path) {
    let (warm, _) = best(3, || Country::open(&pack(), &work.join("cache"), &|_| {}).expect("opens"));
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
    assert!(command(&["demo", "--prepare-only"], &data).status().expect("ends").success());
    let prepared = start.elapsed();
    let server = Server::start(&data, ADDRESS);
    let (ready, (memory, _)) = (server.ready.0, server.memory());
    rows.push(Row {
        id: "P7",
        what: format!("serve the demo (prepared in {:.0} s): ready, memory", prepared.as_secs_f64()),
        figure: format!("{}, {memory:.0} MB", ms(ready)),
        bar: "<= 1 s, <= 250 MB".into(),
        met: Some(ready <= Duration::from_secs(1) && memory <= 250.0),
        peer: String::new(),
    });
    let (time, page) = best(10, || String::from_utf8(server.get("/metrics")).expect("text"));
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
}
