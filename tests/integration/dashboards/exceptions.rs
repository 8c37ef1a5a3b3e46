//! `exceptions.toml`: what the checks let pass, with a reason each.

use std::cell::Cell;

/// One exception.
pub struct Exception {
    rule: String,
    dashboard: String,
    place: String,
    /// Whether it may excuse nothing on some machines.
    pub sometimes: bool,
    used: Cell<bool>,
}

/// The exceptions of a table of the file.
pub fn read(table: &str) -> Vec<Exception> {
    let whole: toml::Table = include_str!("exceptions.toml").parse().expect("TOML");
    let text = |entry: &toml::Value, field: &str| {
        entry.get(field).and_then(toml::Value::as_str).unwrap_or_default().to_owned()
    };
    let one = |entry: &toml::Value| {
        assert!(text(entry, "reason").len() > 15, "an exception without a reason: {entry}");
        Exception {
            rule: text(entry, "rule"),
            dashboard: text(entry, "dashboard"),
            place: text(entry, if table == "empty" { "panel" } else { "place" }),
            sometimes: entry.get("sometimes").and_then(toml::Value::as_bool).unwrap_or(false),
            used: Cell::new(false),
        }
    };
    whole[table].as_array().expect("a list").iter().map(one).collect()
}

/// Whether one of them excuses a finding; it then counts as used.
pub fn excuse(exceptions: &[Exception], rule: &str, dashboard: &str, place: &str) -> bool {
    let same = |said: &str, is: &str| said.is_empty() || said == is;
    let mut fits = exceptions
        .iter()
        .filter(|one| same(&one.rule, rule) && same(&one.dashboard, dashboard) && same(&one.place, place));
    let found = fits.next();
    if let Some(found) = found {
        found.used.set(true);
    }
    found.is_some()
}

/// What those say that excused nothing and should have.
pub fn unused(exceptions: &[Exception]) -> Vec<String> {
    let idle = exceptions.iter().filter(|one| !one.used.get() && !one.sometimes);
    idle.map(|one| format!("{} {} {} excuses nothing", one.rule, one.dashboard, one.place)).collect()
}
