#![no_main]
use taghtia::intake::measurements::iqb::{CountryRows, Percentiles, month_in, read_json};
use taghtia::intake::measurements::table::Field;

fn sound(all: &[Percentiles]) {
    for one in all {
        assert!(one.values.is_sorted_by(|a, b| a.0 <= b.0 && a.1 <= b.1), "{one:?}");
        assert!(one.values.iter().all(|(_, value)| value.is_finite() && *value >= 0.0), "{one:?}");
    }
}

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    let _month = month_in(&String::from_utf8_lossy(bytes));
    if let Ok(all) = read_json(bytes) {
        sound(&all);
    }
    let mut reader = csv::ReaderBuilder::new().flexible(true).from_reader(bytes);
    let Ok(headers) = reader.headers() else { return };
    let columns: Vec<String> = headers.iter().map(str::to_owned).collect();
    let Ok(rows) = CountryRows::new("MA", &columns) else { return };
    for record in reader.records().flatten() {
        let row: Vec<Field<'_>> = record.iter().map(|text| Field::Text(text.into())).collect();
        if let Ok(Some(all)) = rows.row(&row) {
            sound(&all);
        }
    }
});
