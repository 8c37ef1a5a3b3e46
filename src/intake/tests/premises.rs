use super::*;

const HEADER: &str = "provider_id,brand_name,longitude,latitude,technology,max_advertised_download_speed,\
                      max_advertised_upload_speed,low_latency,business_residential_code,status,units\n";
const ROW: &str = "iam,\"Fibre, Optique\",-7.0123456,32.2,50,200,100,1,R,passed,12\n";

#[test]
fn premises_leave_as_filed_with_their_place() {
    let text = format!("{HEADER}{ROW},,-6.9,32.1,fibre,1000,200,0,B,connected,1\n");
    let (checked, premises) = fibre().check(text.as_bytes());
    assert!(checked.report.findings.is_empty(), "{:#?}", checked.report);
    let Some(FilingData::Fibre { layers, premises: count, units }) = checked.data else { panic!("fibre") };
    assert_eq!((layers.len(), count, units), (1, 2, 13));
    let first = &premises[0];
    assert_eq!((first.lon_e7, first.lat_e7, first.down, first.up), (-70123456, 322000000, 200, 100));
    assert_eq!(
        (first.units, first.status, first.serves),
        (12, PremisesStatus::Passed, PremisesUse::Residential)
    );
    assert!(first.low_latency && first.commune == CommuneId(0));
    let own = LatLng::new(32.2, -7.0123456).expect("on Earth").to_cell(crate::country::CELL_RESOLUTION);
    assert_eq!(first.cell, Some(own));
    assert_eq!((premises[1].status, premises[1].serves), (PremisesStatus::Connected, PremisesUse::Business));
}

#[test]
fn rows_that_cannot_stand_are_named_with_line_and_column() {
    let cases = [
        ("-7.0123456", "west", "premises.longitude", "longitude"),
        ("-7.0123456", "\"-7,01,2\"", "premises.longitude", "longitude"),
        ("-7.0123456", "NaN", "premises.longitude", "longitude"),
        ("32.2", "91", "premises.latitude", "latitude"),
        (",50,", ",51,", "technology.unknown", "technology"),
        (",50,", ",4g,", "technology.not-for-kind", "technology"),
        ("200", "199.5", "speed.not-whole", "max_advertised_download_speed"),
        ("100", "fast", "speed.invalid", "max_advertised_upload_speed"),
        (",1,R", ",2,R", "premises.low-latency", "low_latency"),
        (",R,", ",Z,", "premises.use", "business_residential_code"),
        ("200", "\"1,000\"", "speed.invalid", "max_advertised_download_speed"),
        ("passed", "planned", "premises.status", "status"),
        (",12\n", ",0\n", "premises.units", "units"),
        (",12\n", ",70000\n", "premises.units", "units"),
        (",12\n", ",\n", "premises.units", "units"),
        ("iam", "orange", "filing.operator.foreign", "provider_id"),
    ];
    for (from, to, rule, column) in cases {
        let wrong = ROW.replacen(from, to, 1);
        assert_ne!(wrong, ROW);
        // Line 6, after a byte order mark, a row over two lines, and an empty line.
        let text = format!("\u{feff}{HEADER}{}\n\n{ROW}{wrong}", ROW.replace(", ", ",\n").trim_end());
        let (checked, _) = fibre().check(text.as_bytes());
        let place = &finding(&checked.report, rule).place;
        assert_eq!((place.row, place.column.as_deref()), (Some(6), Some(column)), "{to}");
        assert!(!checked.report.accepted && checked.data.is_none(), "{to}");
    }
}

#[test]
fn forms_that_cannot_be_read_are_refused() {
    let good = format!("{HEADER}{ROW}{ROW}");
    for (text, rule) in [
        (good.replace("units", "homes"), "csv.header.missing-column"),
        (format!("{good}1,2,3\n"), "csv.row.length"),
        (good.replacen("Optique\"", "Optique", 1), "csv.quote.unterminated"),
        (HEADER.to_owned(), "csv.no-rows"),
        ("{\"type\":\"FeatureCollection\"}".into(), "filing.format.not-for-kind"),
    ] {
        let report = fibre().report(&text);
        assert!(!report.accepted && rules(&report).contains(&rule), "{rule}: {:?}", rules(&report));
    }
    let latin = good.replace("Optique", "\u{1}").into_bytes();
    let latin: Vec<u8> = latin.into_iter().map(|byte| if byte == 1 { 0xe9 } else { byte }).collect();
    let report = fibre().report(latin);
    assert_eq!(finding(&report, "csv.encoding").place.row, Some(2));
}

/// A table however people and programs write it: the premises are the same, and what was assumed is said.
#[test]
fn tables_of_other_habits_give_the_same_premises() {
    let plain = format!(
        "{HEADER},,-7.0123456,32.2,50,200,100,1,R,passed,12\n,,-6.9,32.1,50,1000,200,0,B,connected,1\n"
    );
    let (_, wanted) = fibre().check(plain.as_bytes());
    let french = plain
        .replace(',', ";")
        .replace("-7.0123456;32.2", "-7,0123456;32,2")
        .replace("-6.9;32.1", "-6,9;32,1");
    let cases: [(String, &[&str]); 9] = [
        (french.clone(), &["csv.delimiter", "number.decimal-comma"]),
        (french.replace("1000", "1\u{202f}000"), &["csv.delimiter", "number.decimal-comma", "number.groups"]),
        (french.replace("1000", "1 000"), &["csv.delimiter", "number.decimal-comma", "number.groups"]),
        (plain.replace("-7.0123456,32.2", "\"-7,0123456\",\"32,2\""), &["number.decimal-comma"]),
        (plain.replace(",50,200,100,1,R,passed,12", ",50.0,200.0,100.0,1.0,R,passed,12.0"), &[]),
        (plain.replace("passed", "Raccordable").replace("connected", "raccordé"), &[]),
        (plain.replace(",R,", ",Résidentiel,").replace(",B,", ",professionnel,"), &[]),
        (plain.replace(",50,", ",FTTH,").replace("status", "Statut").replace("units", "Logements"), &[]),
        (plain.clone() + ",,,,,,,,,,\n" + &",".repeat(10) + "\n", &["csv.rows.blank"]),
    ];
    for (text, said) in cases {
        let (checked, premises) = fibre().check(text.as_bytes());
        assert_eq!(rules(&checked.report), said, "{text}");
        assert!(checked.report.accepted && premises == wanted, "{text}: {:#?}", checked.report);
    }
}

#[test]
fn premises_abroad_are_left_out_and_refuse_the_filing_when_many() {
    let at_sea = ROW.replace("-7.0123456", "-8.5");
    let mut text = HEADER.to_owned();
    for at in 0..200 {
        text.push_str(&ROW.replace("-7.0123456", &format!("-7.{at:03}").replace("-7.2", "-6.9")));
    }
    let (checked, premises) = fibre().check((text.clone() + &at_sea).as_bytes());
    assert_eq!(premises.len(), 200);
    assert!(checked.report.accepted);
    assert_eq!(finding(&checked.report, "premises.outside-country").place.row, Some(202));
    let report = fibre().report(text.clone() + &at_sea.repeat(3));
    assert_eq!(
        finding(&report, "premises.mostly-outside").message,
        "3 of 203 premises lie outside the country"
    );
    let swapped = ROW.replace("-7.0123456,32.2", "32.2,-7.0123456");
    assert!(rules(&fibre().report(text + &swapped)).contains(&"premises.swapped-axes"));
}

#[test]
fn duplicates_are_told_and_both_count() {
    let (checked, premises) = fibre().check(format!("{HEADER}{ROW}{ROW}").as_bytes());
    assert_eq!(finding(&checked.report, "premises.duplicate").place.row, Some(3));
    assert!(checked.report.accepted);
    assert_eq!(premises.len(), 2);
}
