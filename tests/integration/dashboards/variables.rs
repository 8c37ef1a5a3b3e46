//! Variables as Grafana settles them: in their order, each query asked with the values of those before it.

use std::collections::BTreeMap;

use regex::Regex;
use serde_json::Value;

use super::board::{Board, list, text_of};
use super::prometheus::Prometheus;

/// What a dashboard's variables are set to.
pub type Values = BTreeMap<String, String>;

/// An expression or address with `$name` and `${name}` replaced by the values; longer names first.
pub fn settle(text: &str, values: &Values) -> String {
    let mut names: Vec<&String> = values.keys().collect();
    names.sort_by_key(|name| std::cmp::Reverse(name.len()));
    names.iter().fold(text.to_owned(), |text, name| {
        text.replace(&format!("${{{name}}}"), &values[*name]).replace(&format!("${name}"), &values[*name])
    })
}

/// Every value each variable can take, with those before it at their defaults but for what is `fixed`, and the
/// values they then have.
///
/// # Errors
/// What Prometheus says of a query, or that a variable has no value.
pub fn choose(
    board: &Board,
    prometheus: &Prometheus,
    fixed: &Values,
) -> Result<(BTreeMap<String, Vec<String>>, Values), String> {
    let (mut options, mut values) = (BTreeMap::new(), Values::new());
    values.insert("__rate_interval".to_owned(), "1m".to_owned());
    for variable in board.variables() {
        let name = text_of(variable, "name");
        let found = match text_of(variable, "type") {
            "datasource" => vec!["prometheus".to_owned()],
            "textbox" => vec![text_of(variable, "query").to_owned()],
            "custom" => {
                list(variable, "options").iter().map(|one| text_of(one, "value").to_owned()).collect()
            }
            "query" => ask(variable, prometheus, &values).map_err(|error| format!("{name}: {error}"))?,
            other => return Err(format!("{name}: no test knows variables of type {other:?}")),
        };
        let everything = (variable["includeAll"] == true).then(|| text_of(variable, "allValue").to_owned());
        let first =
            everything.or_else(|| found.first().cloned()).ok_or_else(|| format!("{name} has no value"))?;
        let value = fixed.get(name).filter(|value| found.contains(value)).cloned().unwrap_or(first);
        values.insert(name.to_owned(), value);
        options.insert(name.to_owned(), found);
    }
    Ok((options, values))
}

fn ask(variable: &Value, prometheus: &Prometheus, values: &Values) -> Result<Vec<String>, String> {
    let query = settle(text_of(&variable["query"], "query"), values);
    let found = if let Some(inside) =
        query.strip_prefix("label_values(").and_then(|rest| rest.strip_suffix(')'))
    {
        let (selector, label) = inside.rsplit_once(',').ok_or("label_values needs a label")?;
        let data = prometheus.ask(&format!("label/{}/values", label.trim()), &[("match[]", selector)])?;
        texts(&data)
    } else if let Some(expr) = query.strip_prefix("query_result(").and_then(|rest| rest.strip_suffix(')')) {
        prometheus.now(expr)?.iter().map(rendered).collect()
    } else {
        return Err(format!("{query}: neither label_values nor query_result"));
    };
    let pattern = text_of(variable, "regex");
    let Some(inner) = pattern.strip_prefix('/').and_then(|rest| rest.strip_suffix('/')) else {
        return Ok(found);
    };
    let pattern = Regex::new(inner).map_err(|error| error.to_string())?;
    let captured = found.iter().filter_map(|text| {
        let captures = pattern.captures(text)?;
        assert!(!captures["text"].is_empty(), "{text}: a value without words");
        Some(captures["value"].to_owned())
    });
    Ok(captured.collect())
}

fn texts(data: &Value) -> Vec<String> {
    data.as_array().into_iter().flatten().filter_map(Value::as_str).map(str::to_owned).collect()
}

/// A series as Grafana writes it for `query_result`: name, labels in their order, value.
fn rendered(series: &super::prometheus::Series) -> String {
    let labels: Vec<String> = series
        .labels
        .iter()
        .filter(|(name, _)| *name != "__name__")
        .map(|(name, value)| format!("{name}=\"{value}\""))
        .collect();
    format!("{}{{{}}} {} 0", series.label("__name__"), labels.join(","), series.value)
}
