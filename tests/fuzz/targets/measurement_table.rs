#![no_main]
use taghtia::intake::measurements::table::{Field, Layout, Mapping};

// A mapping as JSON on the first line, a table of comma-separated values after it.
libfuzzer_sys::fuzz_target!(init: taghtia_fuzz::ready(), |bytes: &[u8]| {
    let end = bytes.iter().position(|byte| *byte == b'\n').unwrap_or(0);
    let mapping: Mapping = serde_json::from_slice(&bytes[..end]).unwrap_or_default();
    let mut reader = csv::ReaderBuilder::new().flexible(true).from_reader(&bytes[end..]);
    let Ok(headers) = reader.headers() else { return };
    let columns: Vec<String> = headers.iter().map(str::to_owned).collect();
    let Ok(layout) = Layout::new(&mapping, &columns) else { return };
    let mut gate = taghtia_fuzz::gate();
    for record in reader.records().flatten() {
        let mut fields = vec![Field::Empty; columns.len()];
        for place in layout.used() {
            if let Some(text) = record.get(place) {
                fields[place] = Field::Text(text.into());
            }
        }
        taghtia_fuzz::pass(&mut gate, &layout.draft(&fields));
    }
});
