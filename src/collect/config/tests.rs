use super::*;

fn read(text: &str) -> Result<Collectors, SettingsError> {
    let dir = tempfile::tempdir().expect("a folder");
    std::fs::write(dir.path().join("token"), "s3cret-of-a-file\n").expect("written");
    Collectors::read("collectors.toml", text, dir.path())
}

fn faults(text: &str) -> Vec<String> {
    match read(text) {
        Err(SettingsError::Faulty { faults, .. }) => faults.iter().map(ToString::to_string).collect(),
        other => panic!("{other:?}"),
    }
}

const GOOD: &str = "
[[collector]]
id = \"atlas-4g\"
kind = \"mobile-coverage\"
operator = \"atlas\"
url = \"https://data.example.org:8443/coverage/4g.geojson?key=s3cret-of-a-query\"
auth = { type = \"bearer\", file = \"token\" }
every = \"1d\"
as_of = \"previous-month\"

[[collector]]
id = \"rif\"
kind = \"fibre-availability\"
operator = \"rif\"
directory = \"/srv/drop/rif\"
as_of = \"file-name\"
settle = \"1m\"
";

#[test]
fn a_file_is_read_and_its_secrets_are_not_shown() {
    let collectors = read(GOOD).expect("good");
    let [web, folder] = collectors.all() else { panic!("two") };
    assert_eq!(web.location(), "data.example.org:8443/coverage/4g.geojson");
    assert_eq!((web.every, web.jitter), (Duration::from_hours(24), Duration::from_mins(10)));
    assert_eq!((folder.location().as_str(), folder.every), ("rif", Duration::from_mins(1)));
    assert_eq!((web.source(), folder.source()), (CollectorSource::Http, CollectorSource::Directory));
    assert!(!format!("{collectors:?}").contains("s3cret"), "{collectors:?}");
    let other = read(&GOOD.replace("4g.geojson", "5g.geojson")).expect("good");
    assert_ne!(web.setup(), other.all()[0].setup());
    let slower = read(&GOOD.replace("\"1d\"", "\"2d\"")).expect("good");
    assert_eq!(web.setup(), slower.all()[0].setup(), "how often is no matter of what");
}

#[test]
fn every_fault_is_told_at_once_and_no_value() {
    let found = faults(
        "
colour = 1
[[collector]]
id = \"Bad Id\"
kind = \"gossip\"
operator = \"atlas\"
url = \"http://s3cret:s3cret@example.org/\"
every = \"1s\"
auth = { type = \"bearer\", token = \"s3cret\" }
limit_mib = 0
[[collector]]
id = \"a\"
kind = \"mobile-coverage\"
operator = \"atlas\"
directory = \"/\"
as_of = \"header:x-date\"
retries = 3
[[collector]]
id = \"b\"
kind = \"mobile-coverage\"
operator = \"atlas\"
url = \"https://example.org/a\"
directory = \"/b\"
as_of = \"today\"
",
    );
    let all = found.join("\n");
    for expected in [
        "file: colour: expected no such key here",
        "collector 1: id: expected 1 to 64",
        "collector 1: kind: expected mobile-coverage",
        "collector 1: url: expected an http:// or https:// address without user",
        "collector 1: every: expected a time from 5s",
        "collector 1: auth: expected { type",
        "collector 1: limit_mib: expected a whole number",
        "collector 1: as_of: expected a date such as",
        "collector \"a\": directory: expected the path of a folder",
        "collector \"a\": as_of: expected another rule: files of a folder have no headers",
        "collector \"a\": retries: expected no such key here",
        "collector \"b\": url: expected either url or directory",
    ] {
        assert!(all.contains(expected), "{expected}\n\n{all}");
    }
    assert!(!all.contains("s3cret") && found.len() == 12, "{all}");
    let twins = faults(&format!("{GOOD}{}", GOOD.replace("atlas-4g", "atlas-5g")));
    assert_eq!(twins, ["collector \"rif\": id: expected an id of its own"]);
    assert!(matches!(read("[[collector]\nauth = \"s3cret\""), Err(SettingsError::Malformed { .. })));
}

#[test]
fn secrets_come_from_outside_and_do_not_travel_in_the_open() {
    let with = |auth: &str| GOOD.replace("{ type = \"bearer\", file = \"token\" }", auth);
    for good in [
        "{ type = \"none\" }",
        "{ type = \"basic\", user = \"u\", file = \"token\" }",
        "{ type = \"header\", name = \"X-Api-Key\", file = \"token\" }",
        "{ type = \"bearer\", env = \"PATH\" }",
    ] {
        assert!(read(&with(good)).is_ok(), "{good}");
    }
    for bad in [
        "\"token\"",
        "{ type = \"bearer\" }",
        "{ type = \"bearer\", file = \"token\", env = \"PATH\" }",
        "{ type = \"bearer\", file = \"no-such-file\" }",
        "{ type = \"bearer\", env = \"TAGHTIA_NO_SUCH_VARIABLE\" }",
        "{ type = \"basic\", user = \"a:b\", file = \"token\" }",
        "{ type = \"header\", name = \"Host\", file = \"token\" }",
        "{ type = \"header\", name = \"a b\", file = \"token\" }",
        "{ type = \"digest\", file = \"token\" }",
    ] {
        assert!(faults(&with(bad))[0].starts_with("collector \"atlas-4g\": auth: expected"), "{bad}");
    }
    let open = GOOD.replace("https://", "http://");
    assert!(faults(&open)[0].contains("an https:// url"), "{:?}", faults(&open));
    let own = open.replace("every = \"1d\"", "allow_addresses = [\"10.0.0.0/8\"]");
    assert!(read(&own).is_ok());
}
