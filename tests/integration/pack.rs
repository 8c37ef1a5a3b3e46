//! The committed pack, proved by our own check, by GDAL and by GEOS.

use std::path::Path;
use std::process::{Command, Output};

use super::support;

fn taghtia(args: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_taghtia"))
        .args(args)
        .current_dir(support::root(""))
        .output()
        .expect("taghtia runs")
}

/// Runs ogrinfo; `None`, with a line that says so, where GDAL is not installed.
fn ogrinfo(args: &[&str]) -> Option<String> {
    match Command::new("ogrinfo").args(args).output() {
        Ok(output) => {
            assert!(output.status.success(), "ogrinfo: {}", String::from_utf8_lossy(&output.stderr));
            Some(String::from_utf8_lossy(&output.stdout).into_owned())
        }
        Err(error) => {
            assert!(std::env::var_os("CI").is_none(), "ogrinfo must be there in CI: {error}");
            println!("skipped: ogrinfo (gdal-bin) is not installed");
            None
        }
    }
}

#[test]
fn country_check_passes() {
    let output = taghtia(&["country", "check", "data/morocco"]);
    let report = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success(), "{report}{}", String::from_utf8_lossy(&output.stderr));
    for counted in ["12 regions", "75 provinces", "1503 communes", "8 sectors", "41 arrondissements"] {
        assert!(report.contains(counted), "{counted} not in:\n{report}");
    }
}

#[test]
fn country_check_fails_with_exit_code_1_on_a_broken_pack() {
    let dir = tempfile::tempdir().expect("a folder");
    for entry in std::fs::read_dir(support::pack_dir()).expect("the pack") {
        let path = entry.expect("an entry").path();
        let name = path.file_name().expect("a name");
        if path.is_file() && name != "arrondissements.geojson.gz" {
            std::fs::copy(&path, dir.path().join(name)).expect("copied");
        }
    }
    // Regions in place of arrondissements: wrong level, wrong parents, far outside their communes.
    let broken = dir.path().join("arrondissements.geojson.gz");
    std::fs::copy(support::pack_dir().join("regions.geojson.gz"), broken).expect("copied");
    let output = taghtia(&["country", "check", &dir.path().to_string_lossy()]);
    assert_eq!(output.status.code(), Some(1));
    let report = String::from_utf8_lossy(&output.stdout);
    assert!(report.contains("level is region, expected arrondissement"), "{report}");
}

#[test]
fn country_info_says_what_the_pack_holds() {
    let cache = support::cache_dir();
    let data_dir = cache.parent().expect("a parent").to_string_lossy().into_owned();
    let output = taghtia(&["country", "info", "data/morocco", "--data-dir", &data_dir]);
    let text = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    for line in ["Morocco", "commune: 1503", "2024: 36,", "attribution", "CC BY 4.0", "digest"] {
        assert!(text.contains(line), "{line} not in:\n{text}");
    }
}

#[test]
fn gdal_reads_the_communes_and_finds_none_invalid() {
    let file = format!("/vsigzip/{}", support::pack_dir().join("communes.geojson.gz").display());
    let sql = "SELECT COUNT(*) AS n, SUM(CASE WHEN ST_IsValid(geometry) THEN 0 ELSE 1 END) AS bad, \
               COUNT(DISTINCT code) AS codes FROM communes";
    let layer = ogrinfo(&["-ro", "-so", "-al", &file]);
    let Some(layer) = layer else { return };
    assert!(layer.contains("Feature Count: 1503"), "{layer}");
    let name = layer.lines().find_map(|line| line.strip_prefix("Layer name: ")).expect("a layer");
    let sql = sql.replace("FROM communes", &format!("FROM \"{name}\""));
    let text = ogrinfo(&["-ro", "-q", "-dialect", "SQLite", "-sql", &sql, &file]).expect("it ran before");
    if !text.contains("bad") {
        println!("skipped: this GDAL has no SpatiaLite, so validity is left to GEOS");
        return;
    }
    for (name, value) in [("n", 1503), ("bad", 0), ("codes", 1503)] {
        assert!(text.contains(&format!("{name} (Integer) = {value}")), "{name} is not {value}: {text}");
    }
}

#[test]
fn geos_agrees() {
    let pack = support::pack_dir();
    // OpenStreetMap's provinces are ODbL: never a source, an oracle only where someone has them.
    let provinces = std::env::var_os("TAGHTIA_TEST_PROVINCES");
    let mut args: Vec<&Path> = vec![&pack];
    if let Some(file) = &provinces {
        args.extend([Path::new("--provinces"), Path::new(file)]);
    }
    support::oracle("pack.py", &args);
}
