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
        (format!("4g,5,1,outdoor,{fine}"), "cell.too-fine", Some("h3_res9_id"), false),
        ("4g,5,1,outdoor,8939a64d2c3".into(), "cell.invalid", Some("h3_res9_id"), false),
        ("4g,5,1,outdoor,zzzzzzzzzzzzzzz".into(), "cell.invalid", Some("h3_res9_id"), false),
        ("4g,5,1,outdoor,000000000000000".into(), "cell.invalid", Some("h3_res9_id"), false),
        (good.clone(), "cell.duplicate", Some("h3_res9_id"), true),
        (format!("6g,5,1,outdoor,{own}"), "technology.unknown", Some("technology"), false),
        (format!("50,5,1,outdoor,{own}"), "technology.unknown", Some("technology"), false),
        (format!("4g,fast,1,outdoor,{own}"), "speed.invalid", Some("mindown"), false),
        (format!("4g,5,1,moon,{own}"), "environment.unknown", Some("environment"), false),
        (format!("4g,5,1,outdoor,{own},x"), "csv.row.length", None, false),
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

#[test]
fn files_without_use_are_refused() {
    let foreign = LatLng::new(45.0, 5.0).expect("on Earth").to_cell(crate::country::CELL_RESOLUTION);
    for (text, rule) in [
        (HEADER.to_owned(), "csv.no-rows"),
        (format!("{HEADER}4g,5,1,outdoor,{foreign}\n"), "cell.all-foreign"),
        (rows(0..3).replace(',', ";"), "csv.delimiter"),
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
