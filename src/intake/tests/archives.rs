use std::io;

use flate2::{Compression, write::GzEncoder};
use zip::{ZipWriter, write::SimpleFileOptions};

use super::*;

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
    encoder.write_all(bytes).expect("written");
    encoder.finish().expect("finished")
}

fn archive(files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = ZipWriter::new(io::Cursor::new(Vec::new()));
    for (name, bytes) in files {
        zip.start_file(*name, SimpleFileOptions::default()).expect("started");
        zip.write_all(bytes).expect("written");
    }
    zip.finish().expect("finished").into_inner()
}

#[test]
fn packed_files_are_their_content() {
    let text = super::mobile::rows(0..500);
    let cells = mobile().cells(&text);
    assert_eq!(mobile().cells(gzip(text.as_bytes())), cells);
    let (first, second) = text.as_bytes().split_at(1234);
    assert_eq!(mobile().cells([gzip(first), gzip(second)].concat()), cells);
    let zip =
        archive(&[("a/cells.csv", text.as_bytes()), ("__MACOSX/a/._cells.csv", b"x"), (".DS_Store", b"y")]);
    assert_eq!(mobile().cells(&zip), cells);
    assert_eq!(mobile().report(zip).about.packaging, Some("zip"));
}

#[test]
fn archives_that_cannot_be_read_are_named() {
    let text = super::mobile::rows(0..500);
    let (gz, zip) = (gzip(text.as_bytes()), archive(&[("cells.csv", text.as_bytes())]));
    let mut damaged = gz.clone();
    let sum = damaged.len() - 6;
    damaged[sum] ^= 0x55;
    let many: Vec<String> = (0..100).map(|at| format!("{at}.csv")).collect();
    let many: Vec<(&str, &[u8])> = many.iter().map(|name| (name.as_str(), b"x".as_slice())).collect();
    for (bytes, rule) in [
        (gz[..gz.len() / 2].to_vec(), "archive.corrupt"),
        (damaged, "archive.corrupt"),
        (zip[..zip.len() / 2].to_vec(), "archive.corrupt"),
        (gzip(&gz), "archive.nested"),
        (archive(&[("cells.csv.gz", &gz)]), "archive.nested"),
        (archive(&[("a.csv", b"x"), ("b.csv", b"x")]), "archive.several-files"),
        (archive(&many), "archive.several-files"),
        (archive(&[(".hidden", b"x")]), "archive.no-data-file"),
        (archive(&[]), "archive.no-data-file"),
        (gzip(b""), "file.empty"),
        (b"BZh91AY".to_vec(), "archive.method"),
        (b"PAR1abc".to_vec(), "file.format.other"),
        (b"\x00\x01\x02\x03".to_vec(), "file.format.unknown"),
        (b"\xff\xfea\x00".to_vec(), "file.encoding.utf16"),
        (gzip(&[b"{".as_slice(), &vec![b' '; 80 << 20]].concat()), "archive.ratio"),
    ] {
        let report = mobile().report(bytes);
        assert!(!report.accepted && rules(&report).contains(&rule), "{rule}: {report:#?}");
    }
}
