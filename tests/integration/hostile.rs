//! Files that are wrong by mistake or on purpose: each gets a clear error or a stated repair, the map stays as
//! it was, and memory is bounded.

use std::fmt::Write as _;
use std::io::Write as _;

use crate::process::{Server, collection, disc, feature};

struct Case {
    name: &'static str,
    kind: &'static str,
    as_of: &'static str,
    bytes: Vec<u8>,
    /// A word the answer must hold, of a file that is refused (`Err`) or accepted with a remark (`Ok`).
    says: Result<&'static str, &'static str>,
}

fn refused(name: &'static str, bytes: impl Into<Vec<u8>>, says: &'static str) -> Case {
    Case { name, kind: "mobile-coverage", as_of: "2026-06-30", bytes: bytes.into(), says: Err(says) }
}

fn accepted(name: &'static str, bytes: impl Into<Vec<u8>>, says: &'static str) -> Case {
    Case { says: Ok(says), ..refused(name, bytes, says) }
}

fn square(coordinates: &str) -> Vec<u8> {
    format!(
        "{{\"type\":\"FeatureCollection\",\"features\":[{{\"type\":\"Feature\",\"properties\":{{\"technology\":\"4g\",\
         \"mindown\":5,\"minup\":1,\"environment\":\"outdoor\"}},\"geometry\":{{\"type\":\"Polygon\",\"coordinates\":{coordinates}}}}}]}}"
    )
    .into_bytes()
}

fn bomb() -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    zip.start_file("coverage.geojson", zip::write::SimpleFileOptions::default()).expect("started");
    zip.write_all(b"{").expect("written");
    let blanks = vec![b' '; 1 << 20];
    for _ in 0..600 {
        zip.write_all(&blanks).expect("written");
    }
    zip.finish().expect("finished").into_inner()
}

/// A ring of 100 MB: it must be refused by a limit long before it is in memory.
fn endless_ring() -> Vec<u8> {
    let mut text = String::from("[[");
    let mut at = 0u64;
    while text.len() < 100 << 20 {
        at += 1;
        let _ = write!(
            text,
            "[{:.9},{:.9}],",
            -7.0 + (at % 1000) as f64 * 1e-6,
            32.0 + (at / 1000) as f64 * 1e-9
        );
    }
    text.push_str("[-7.0,32.0]]]");
    square(&text)
}

fn gzip_bomb() -> Vec<u8> {
    let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    gzip.write_all(b"{").expect("written");
    let blanks = vec![b' '; 1 << 20];
    for _ in 0..600 {
        gzip.write_all(&blanks).expect("written");
    }
    gzip.finish().expect("finished")
}

fn documents() -> Vec<Case> {
    let bow = serde_json::json!([[[-7.0, 32.0], [-6.9, 32.1], [-6.9, 32.0], [-7.0, 32.1], [-7.0, 32.0]]]);
    let clockwise =
        serde_json::json!([[[-7.0, 32.0], [-7.0, 32.1], [-6.9, 32.1], [-6.9, 32.0], [-7.0, 32.0]]]);
    let unclosed = serde_json::json!([[[-7.0, 32.0], [-6.9, 32.0], [-6.9, 32.1], [-7.0, 32.1]]]);
    let small = serde_json::json!([[[-7.0, 32.0], [-6.99999, 32.0], [-6.99999, 32.00001], [-7.0, 32.0]]]);
    let swapped = serde_json::json!([[[32.0, -7.0], [32.1, -7.0], [32.1, -6.9], [32.0, -6.9], [32.0, -7.0]]]);
    let mut mixed = feature("4g", &clockwise);
    mixed["geometry"] = serde_json::json!({"type": "GeometryCollection", "geometries": []});
    let honest = collection(&[disc("4g", -7.0, 32.0, 5.0)]);
    let zigzag: Vec<[f64; 2]> = (0..900_000)
        .map(|at| [-10.0 + f64::from(at) * 1e-5, if at % 2 == 0 { 28.0 } else { 35.0 }])
        .collect();
    vec![
        accepted("self-intersection", collection(&[feature("4g", &bow)]), "even-odd"),
        accepted("wrong winding", collection(&[feature("4g", &clockwise)]), "read as if they ran right"),
        accepted("unclosed ring", collection(&[feature("4g", &unclosed)]), "it was closed"),
        accepted("smaller than a cell", collection(&[feature("4g", &small)]), "covers nothing"),
        refused("swapped axes", collection(&[feature("4g", &swapped)]), "latitude are swapped"),
        refused("at sea", collection(&[disc("4g", -14.0, 33.0, 5.0)]), "lies outside the country"),
        refused(
            "NaN",
            square("[[[-7.0,32.0],[NaN,32.1],[-6.9,32.0],[-7.0,32.0]]]"),
            "NaN and Infinity are not numbers",
        ),
        refused(
            "unknown technology",
            collection(&[disc("6g", -7.0, 32.0, 5.0)]),
            "technology 6g is not known",
        ),
        refused("truncated", &honest[..honest.len() / 2], "the file is truncated"),
        refused("empty", "", "the file is empty"),
        refused(
            "collection of geometries",
            collection(&[mixed]),
            "geometry GeometryCollection has no area and was left out",
        ),
        refused("deep nesting", square(&"[".repeat(100_000)), "nested too deep"),
        refused("zip bomb", bomb(), "times its size"),
        refused("gzip bomb", gzip_bomb(), "times its size"),
        refused("100 MB ring", endless_ring(), "more than 1000000 positions"),
        refused(
            "zigzag over the country",
            collection(&[feature("4g", &serde_json::json!([zigzag]))]),
            "longer than",
        ),
        Case { as_of: "2099-01-01", ..refused("from the future", honest.clone(), "lies in the future") },
        Case {
            as_of: "2020-01-01",
            ..refused(
                "without a licence",
                collection(&[disc("5g", -7.0, 32.0, 5.0)]),
                "holds no licence for 5g",
            )
        },
    ]
}

fn tables() -> Vec<Case> {
    let cells = |row: &str| format!("technology,mindown,minup,environmnt,h3_res9_id\n{row}\n");
    let place = h3o::LatLng::new(32.0, -7.0).expect("on Earth");
    let own = place.to_cell(h3o::Resolution::Nine);
    let abroad = h3o::LatLng::new(45.0, 5.0).expect("on Earth").to_cell(h3o::Resolution::Nine);
    let header = "provider_id,brand_name,longitude,latitude,technology,max_advertised_download_speed,\
                  max_advertised_upload_speed,low_latency,business_residential_code,status,units\n";
    let row = "iam,Fibre,-7.01,32.2,50,200,100,1,R,passed,12\n";
    let premises =
        |name, text: String, says| Case { kind: "fibre-availability", ..refused(name, text, says) };
    let read =
        |name, bytes: Vec<u8>, says| Case { kind: "fibre-availability", ..accepted(name, bytes, says) };
    let good = format!("{header}{row}");
    let mut latin = good.replace("Fibre", "Fibr\u{1}").into_bytes();
    latin.iter_mut().filter(|byte| **byte == 1).for_each(|byte| *byte = 0xe9);
    vec![
        accepted(
            "foreign cells",
            cells(&format!("4g,5,1,0,{own}\n4g,5,1,0,{abroad}")),
            "lies outside the country and was left out",
        ),
        accepted(
            "coarser cell",
            cells(&format!("4g,5,1,0,{}", place.to_cell(h3o::Resolution::Six))),
            "all its cells in the country count",
        ),
        refused("only foreign cells", cells(&format!("4g,5,1,0,{abroad}")), "no cell lies in the country"),
        accepted(
            "finer cell",
            cells(&format!("4g,5,1,0,{}", place.to_cell(h3o::Resolution::Ten))),
            "the cell of resolution 9 that it lies in",
        ),
        refused("garbage for a cell", cells("4g,5,1,0,8939a64"), "is no H3 cell"),
        refused("a cell that a spreadsheet rounded", cells("4g,5,1,0,6.17E+17"), "has lost its last digits"),
        read("semicolons", good.replace(',', ";").into_bytes(), "separated by ;"),
        premises("missing column", good.replace("units", "homes"), "column units is missing"),
        premises("ragged row", format!("{good}iam,Fibre,-7.01\n"), "the row has 3 fields"),
        read("not UTF-8", latin, "it was read as windows-1252"),
        premises("broken speed", good.replace("200", "199.5"), "is not a whole number"),
        premises(
            "premises at sea",
            good.replace("-7.01", "-12.0"),
            "1 of 1 premises lie outside the country",
        ),
        premises("open quotation", good.replace("Fibre", "\"Fibre"), "is not closed"),
        premises("no units", good.replace(",12", ",0"), "units 0 is not valid"),
    ]
}

fn peak_memory(server: &Server) -> u64 {
    let status = std::fs::read_to_string(format!("/proc/{}/status", server.id())).expect("Linux");
    let line = status.lines().find(|line| line.starts_with("VmHWM:")).expect("a peak");
    line.split_whitespace().nth(1).and_then(|kib| kib.parse::<u64>().ok()).expect("KiB") / 1024
}

/// The first finding as an operator reads it.
fn aloud(body: &str) -> String {
    let answer: serde_json::Value = serde_json::from_str(body).unwrap_or_default();
    let finding = answer.pointer("/findings/0").or_else(|| answer.pointer("/report/findings/0"));
    finding.map_or_else(|| body.chars().take(500).collect(), ToString::to_string)
}

#[test]
fn hostile_files_are_refused_clearly_and_change_nothing() {
    let data = tempfile::tempdir().expect("a folder");
    let server = Server::start(data.path(), &["serve"]);
    // One honest filing first, so that memory the painter needs is not counted against a hostile one.
    let honest = collection(&[disc("4g", -5.0, 34.0, 12.0)]);
    let (status, body) =
        server.post("/api/v1/filings?kind=mobile-coverage&operator=iam&as_of=2026-01-31", honest);
    assert_eq!(status, 201, "{body}");
    let before = server.json("/api/v1/coverage?technology=4g&level=country&lang=en");
    let memory = peak_memory(&server);
    for case in documents().into_iter().chain(tables()) {
        // What intake mends is only checked here, so that nothing changes the map.
        let way = if case.says.is_ok() { "check" } else { "filings" };
        let path = format!("/api/v1/{way}?kind={}&operator=iam&as_of={}", case.kind, case.as_of);
        let (status, body) = server.post(&path, case.bytes);
        println!("{}: {status} {}", case.name, aloud(&body));
        match case.says {
            Ok(says) => {
                assert_eq!(status, 200, "{}: {body}", case.name);
                assert!(body.contains("\"accepted\":true") && body.contains(says), "{}: {body}", case.name);
            }
            Err(says) => {
                assert!((400..500).contains(&status), "{}: {status} {body}", case.name);
                assert!(body.contains("\"code\"") && body.contains(says), "{}: {body}", case.name);
                assert!(body.contains("\"remedy\""), "{}: {body}", case.name);
            }
        }
    }
    let after = server.json("/api/v1/coverage?technology=4g&level=country&lang=en");
    assert_eq!(before["items"], after["items"]);
    assert_eq!(before["known_at"], after["known_at"]);
    let grown = peak_memory(&server).saturating_sub(memory);
    assert!(grown < 150, "memory grew by {grown} MB");
}
