use super::*;

const HEADER: &str = "technology,mindown,minup,environmnt,h3_res9_id\n";

pub(super) fn rows(ordinals: impl IntoIterator<Item = u32>) -> String {
    let cells = &Square::get().cells;
    let rows = ordinals.into_iter().map(|at| format!("400,5,1,0,{}\n", cells.cell(at).expect("a cell")));
    HEADER.to_owned() + &rows.collect::<String>()
}

#[test]
fn listed_cells_are_the_cells() {
    let text = rows((0..3000).step_by(7));
    let cells = mobile().cells(&text);
    assert_eq!(cells.iter().collect::<Vec<_>>(), (0..3000).step_by(7).collect::<Vec<_>>());
    let report = mobile().report(&text);
    assert!(report.findings.is_empty(), "{report:#?}");
    assert_eq!((report.about.rows, report.about.format), (429, Some("csv")));
    for same in
        [format!("\u{feff}{text}"), text.replace('\n', "\r\n"), text.to_uppercase(), text.trim_end().into()]
    {
        assert_eq!(mobile().cells(same), cells);
    }
}

#[test]
fn coarser_cells_stand_for_theirs() {
    let square = Square::get();
    let parent =
        square.cells.cell(5000).and_then(|cell| cell.parent(h3o::Resolution::Seven)).expect("a parent");
    let text = format!("{HEADER}4g,5,1,outdoor,{parent}\n");
    assert_eq!(rules(&mobile().report(&text)), ["cell.expanded"]);
    let wanted: Vec<u32> = square.cells.range_of(parent).collect();
    assert_eq!(mobile().cells(&text).iter().collect::<Vec<_>>(), wanted);
}

#[test]
fn rows_that_cannot_stand_are_named_with_their_line() {
    let own = Square::get().cells.cell(7).expect("a cell");
    let foreign = LatLng::new(45.0, 5.0).expect("on Earth").to_cell(crate::country::CELL_RESOLUTION);
    let fine = own.children(h3o::Resolution::Ten).next().expect("a child");
    let good = format!("4g,5,1,outdoor,{own}");
    for (row, rule, column, accepted) in [
        (format!("4g,5,1,outdoor,{foreign}"), "cell.foreign", Some("h3_res9_id"), true),
        (format!("4g,5,1,outdoor,{fine}"), "cell.too-fine", Some("h3_res9_id"), true),
        ("4g,5,1,outdoor,6.18006E+17".into(), "cell.rounded", Some("h3_res9_id"), false),
        (format!("4g,\"5,000\",1,outdoor,{own}"), "speed.invalid", Some("mindown"), false),
        ("4g,5,1,outdoor,8939a64d2c3".into(), "cell.invalid", Some("h3_res9_id"), false),
        ("4g,5,1,outdoor,zzzzzzzzzzzzzzz".into(), "cell.invalid", Some("h3_res9_id"), false),
        ("4g,5,1,outdoor,000000000000000".into(), "cell.invalid", Some("h3_res9_id"), false),
        (good.clone(), "cell.duplicate", Some("h3_res9_id"), true),
        (format!("6g,5,1,outdoor,{own}"), "technology.unknown", Some("technology"), false),
        (format!("50,5,1,outdoor,{own}"), "technology.unknown", Some("technology"), false),
        (format!("4g,fast,1,outdoor,{own}"), "speed.invalid", Some("mindown"), false),
        (format!("4g,5,1,moon,{own}"), "environment.unknown", Some("environment"), false),
        (format!("4g,5,1,outdoor,{own},iam,x"), "csv.row.length", None, false),
    ] {
        // The row stands on line 5: after a byte order mark, the header, a row, and one that spans two lines.
        let text = format!(
            "\u{feff}technology,mindown,minup,environmnt,h3_res9_id,operator\r\n{good},\r\n\"4g\n\",5,1,outdoor,{own},iam\r\n{row},\r\n"
        );
        let report = mobile().report(&text);
        assert_eq!(report.accepted, accepted, "{row}: {report:#?}");
        let last = report.findings.iter().rfind(|finding| finding.rule.id() == rule);
        let place = &last.unwrap_or_else(|| panic!("no {rule}: {report:#?}")).place;
        assert_eq!((place.row, place.column.as_deref()), (Some(5), column), "{row}");
    }
}

/// A table however people and programs write it: the cells are the same, and what was assumed is said.
#[test]
fn tables_of_other_habits_give_the_same_cells() {
    let plain = rows((0..300).step_by(3));
    let wanted = mobile().cells(&plain);
    let each = |change: &dyn Fn(&str) -> String| -> String {
        let change = |line: &str| if line.starts_with("tech") { line.to_owned() } else { change(line) };
        plain.lines().map(|line| change(line) + "\n").collect()
    };
    let cell = |change: &dyn Fn(&str) -> String| {
        each(&|line| {
            let (layer, cell) = line.rsplit_once(',').expect("a cell");
            format!("{layer},{}", change(cell))
        })
    };
    let number = |cell: &str| u64::from_str_radix(cell, 16).expect("hexadecimal");
    let semicolons = plain.replace(',', ";");
    let cases: [(String, &[&str]); 15] = [
        (semicolons.clone(), &["csv.delimiter"]),
        (format!("sep=;\r\n{}", semicolons.replace('\n', "\r\n")), &["csv.delimiter"]),
        (plain.replace(',', "\t"), &["csv.delimiter"]),
        (semicolons.replace(";5;1;", ";5,0;1,0;"), &["csv.delimiter", "number.decimal-comma"]),
        (each(&|line| line.replace("400,5,1,0,", "400.0,5.0,1.0,0.0,")), &[]),
        (each(&|line| line.replace("400,5,1,0,", "LTE,5,1,Extérieur,")), &[]),
        (each(&|line| line.replace("400,5,1,0,", "4G LTE,5,1,خارج المباني,")), &[]),
        (cell(&|cell| format!("\"=\"\"{cell}\"\"\"")), &[]),
        (cell(&|cell| format!("'{cell}")), &[]),
        (cell(&|cell| format!("\u{200b}{cell}\u{a0}")), &[]),
        (cell(&|cell| format!("0x{cell}")), &[]),
        (cell(&|cell| number(cell).to_string()), &[]),
        (plain.replace("h3_res9_id", "H3").replace("environmnt", "Environnement"), &[]),
        (
            format!("Réseau de juin\n\n{plain},,,,\n,,,,\nTOTAL,,,,\n"),
            &["csv.titles", "csv.rows.blank", "csv.row.total"],
        ),
        (plain.replace("technology", "Technologie").replace("minup", "minup (Mbit/s)"), &[]),
    ];
    for (text, said) in cases {
        let report = mobile().report(&text);
        assert_eq!(rules(&report), said, "{text:.200}");
        assert!(report.accepted && report.about.rows == 100, "{text:.200}: {report:#?}");
        assert_eq!(mobile().cells(&text), wanted, "{text:.200}");
    }
}

#[test]
fn texts_of_other_encodings_give_the_same_cells() {
    let plain = rows(0..50).replace(",0,", ",extérieur,");
    let wanted = mobile().cells(&plain);
    let wide = |bytes: fn(u16) -> [u8; 2], mark: &str| {
        format!("{mark}{plain}").encode_utf16().flat_map(bytes).collect::<Vec<u8>>()
    };
    let latin: Vec<u8> = plain.chars().map(|letter| u8::try_from(letter as u32).expect("Latin 1")).collect();
    for (bytes, rule) in [
        (wide(u16::to_le_bytes, "\u{feff}"), "file.encoding.utf16"),
        (wide(u16::to_be_bytes, "\u{feff}"), "file.encoding.utf16"),
        (wide(u16::to_le_bytes, ""), "file.encoding.utf16"),
        (wide(u16::to_be_bytes, ""), "file.encoding.utf16"),
        (latin, "csv.encoding"),
    ] {
        assert_eq!(rules(&mobile().report(&bytes)), [rule]);
        assert_eq!(mobile().cells(&bytes), wanted, "{rule}");
    }
}

#[test]
fn finer_cells_and_positions_count_as_the_cell_they_lie_in() {
    let cells = &Square::get().cells;
    let some = || (0..200).step_by(9).map(|at| cells.cell(at).expect("a cell"));
    let wanted: Vec<u32> = (0..200).step_by(9).collect();
    let children = |cell: h3o::CellIndex| cell.children(h3o::Resolution::Eleven).collect::<Vec<_>>();
    let fine: Vec<String> =
        some().flat_map(children).map(|cell| format!("4g,5,1,outdoor,{cell}\n")).collect();
    let text = HEADER.replace("res9", "res11") + &fine.concat();
    assert_eq!(rules(&mobile().report(&text)), ["cell.too-fine"]);
    assert_eq!(mobile().cells(&text).iter().collect::<Vec<_>>(), wanted);
    let positions: String = some()
        .map(LatLng::from)
        .map(|at| format!("4g;5;1;outdoor;{:.6};{:.6}\n", at.lat(), at.lng()).replace('.', ","))
        .collect();
    let text = format!("technology;mindown;minup;environment;Latitude;Longitude\n{positions}");
    assert_eq!(
        rules(&mobile().report(&text)),
        ["csv.delimiter", "number.decimal-comma", "cell.from-position"]
    );
    assert_eq!(mobile().cells(&text).iter().collect::<Vec<_>>(), wanted);
}

#[test]
fn files_without_use_are_refused() {
    let foreign = LatLng::new(45.0, 5.0).expect("on Earth").to_cell(crate::country::CELL_RESOLUTION);
    for (text, rule) in [
        (HEADER.to_owned(), "csv.no-rows"),
        (format!("{HEADER}4g,5,1,outdoor,{foreign}\n"), "cell.all-foreign"),
        ("a,b\n1,2\n".into(), "csv.header.missing"),
        (rows(0..3).replace("mindown", "speed"), "csv.header.missing-column"),
        (String::new(), "file.empty"),
        ("\u{feff} \n".into(), "file.empty"),
    ] {
        let report = mobile().report(&text);
        assert!(!report.accepted && rules(&report).contains(&rule), "{text}: {:?}", rules(&report));
    }
    let other = rows(0..2).replace("id\n", "id,operator\n").replace("ffff\n", "ffff,inwi\n");
    assert_eq!(rules(&mobile().report(other)), ["filing.operator.foreign"]);
}
