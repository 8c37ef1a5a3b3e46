//! Grafana's dashboard-linter, ported, and checks of the layout. What is left out is in `exceptions.toml`,
//! each with its reason; an exception that excuses nothing is an error too.
//!
//! Ported from the rules' descriptions of grafana/dashboard-linter. Not ported: the two rules of `LogQL`, for
//! there is no Loki; whether `PromQL` is valid is asked of Prometheus itself.

use std::collections::BTreeSet;

use serde_json::Value;

use super::board::{Board, Query, list, text_of};
use super::promql::{self, Selector};

/// Something a rule does not like.
#[derive(Debug)]
pub struct Finding {
    pub rule: &'static str,
    pub dashboard: String,
    /// The panel's title or the variable's name; empty for the dashboard as a whole.
    pub place: String,
    pub said: String,
}

/// Panel types whose numbers have a unit.
const WITH_UNITS: [&str; 6] = ["stat", "timeseries", "gauge", "bargauge", "table", "geomap"];

/// Everything every rule finds.
pub fn findings(boards: &[Board]) -> Vec<Finding> {
    let mut found = Vec::new();
    for board in boards {
        let mut say = |rule, place: &str, said: String| {
            found.push(Finding { rule, dashboard: board.uid.clone(), place: place.to_owned(), said });
        };
        whole(board, &mut say);
        variables(board, &mut say);
        for panel in board.panels() {
            panels(panel, &mut say);
        }
        for query in board.queries() {
            queries(&query, &mut say);
        }
        layout(board, &mut say);
    }
    let mut uids = BTreeSet::new();
    for board in boards.iter().filter(|board| !uids.insert(board.uid.as_str())) {
        let said = "another dashboard has the same uid".to_owned();
        found.push(Finding { rule: "layout-uid", dashboard: board.uid.clone(), place: String::new(), said });
    }
    found
}

type Say<'a> = dyn FnMut(&'static str, &str, String) + 'a;

fn whole(board: &Board, say: &mut Say<'_>) {
    if board.json["editable"] != false {
        say("uneditable-dashboard", "", "editable must be false: the file is the truth".to_owned());
    }
    if board.json.get("__inputs").is_some() || board.json.get("__requires").is_some() {
        say("layout-inputs", "", "a provisioned dashboard has no __inputs".to_owned());
    }
    let uid = text_of(&board.json, "uid");
    if uid.len() > 40 || !uid.starts_with("taghtia-") {
        say("layout-uid", "", format!("{uid:?} is no uid of ours of at most 40 letters"));
    }
    if !matches!(board.json["schemaVersion"].as_u64(), Some(39..=42)) {
        say("layout-schema", "", "schemaVersion must be 39 to 42".to_owned());
    }
    if text_of(&board.json, "description").is_empty() {
        say("panel-title-description", "", "the dashboard has no description".to_owned());
    }
}

fn variables(board: &Board, say: &mut Say<'_>) {
    let named = |name: &str| board.variables().iter().find(|variable| variable["name"] == name);
    match named("datasource") {
        Some(one)
            if one["type"] == "datasource"
                && one["query"] == "prometheus"
                && one["label"] == "Data source" => {}
        _ => say("template-datasource", "datasource", "there must be a data source to choose".to_owned()),
    }
    for (name, rule, label) in [("job", "template-job", "Job"), ("instance", "template-instance", "Instance")]
    {
        let Some(one) = named(name) else {
            say(rule, "", format!("there is no variable {name}"));
            continue;
        };
        let fine = one["type"] == "query" && one["label"] == label && is_chosen(&one["datasource"]);
        if !fine {
            say(rule, name, format!("{name} must be a query labelled {label} of the chosen data source"));
        }
        if one["multi"] != true || one["allValue"] != ".+" {
            say(rule, name, format!("{name} must take several values, and .+ for all"));
        }
    }
    for one in board.variables().iter().filter(|one| one["type"] == "query") {
        let name = text_of(one, "name");
        if one["refresh"] != 2 {
            say("template-on-time-change-reload", name, "must be read anew when the time changes".to_owned());
        }
        if !is_chosen(&one["datasource"]) {
            say("panel-datasource", name, "must ask the chosen data source".to_owned());
        }
    }
}

fn is_chosen(datasource: &Value) -> bool {
    datasource["type"] == "prometheus" && datasource["uid"] == "${datasource}"
}

fn panels(panel: &Value, say: &mut Say<'_>) {
    let (title, kind) = (text_of(panel, "title"), text_of(panel, "type"));
    if title.is_empty() || text_of(panel, "description").is_empty() {
        say("panel-title-description", title, "needs a title and a description".to_owned());
    }
    if kind == "text" {
        return;
    }
    if !is_chosen(&panel["datasource"]) {
        say("panel-datasource", title, "must ask the chosen data source".to_owned());
    }
    if list(panel, "targets").is_empty() {
        say("panel-no-targets", title, "asks nothing".to_owned());
    }
    if WITH_UNITS.contains(&kind) && text_of(&panel["fieldConfig"]["defaults"], "unit").is_empty() {
        say("panel-units", title, "has no unit".to_owned());
    }
    let mut ids = BTreeSet::new();
    for target in list(panel, "targets") {
        if text_of(target, "refId").is_empty() || !ids.insert(text_of(target, "refId")) {
            say("layout-ids", title, "its queries need ids, each its own".to_owned());
        }
        if !is_chosen(&target["datasource"]) {
            say("panel-datasource", title, "a query must ask the chosen data source".to_owned());
        }
    }
}

fn queries(query: &Query<'_>, say: &mut Say<'_>) {
    for selector in promql::read(query.expr()).selectors {
        let name = &selector.metric;
        for (label, rule) in [("job", "target-job"), ("instance", "target-instance")] {
            if !selector.matches_on(label) {
                say(rule, query.title(), format!("{name} is not held to a {label}"));
            }
        }
        counters(query, &selector, say);
    }
}

fn counters(query: &Query<'_>, selector: &Selector, say: &mut Say<'_>) {
    let (name, inside) = (&selector.metric, selector.inside.as_str());
    let rate = matches!(inside, "rate" | "irate" | "increase");
    if name.ends_with("_total") && !rate {
        say("target-counter-agg", query.title(), format!("{name} is a counter: rate or increase first"));
    }
    if rate && selector.range.as_deref() != Some("$__rate_interval") {
        say("target-rate-interval", query.title(), format!("{inside}({name}) needs [$__rate_interval]"));
    }
}

fn layout(board: &Board, say: &mut Say<'_>) {
    let mut ids = BTreeSet::new();
    let mut taken = BTreeSet::new();
    for panel in list(&board.json, "panels") {
        let title = text_of(panel, "title");
        if !panel["id"].as_u64().is_some_and(|id| ids.insert(id)) {
            say("layout-ids", title, "needs an id of its own".to_owned());
        }
        let side = |name: &str| panel["gridPos"][name].as_u64().unwrap_or(u64::MAX / 4);
        let (x, y, w, h) = (side("x"), side("y"), side("w"), side("h"));
        if w == 0 || h == 0 || x + w > 24 || h > 100 {
            say("layout-grid", title, format!("does not stand on the grid: {x} {y} {w} {h}"));
            continue;
        }
        let fields = (y..y + h).flat_map(|line| (x..x + w).map(move |column| (line, column)));
        if fields.filter(|field| !taken.insert(*field)).count() > 0 {
            say("layout-grid", title, "lies over another panel".to_owned());
        }
    }
}
