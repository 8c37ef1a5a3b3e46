//! Dashboards as their files say: panels, queries, variables.

use serde_json::Value;

use crate::support::root;

/// One dashboard.
pub struct Board {
    pub uid: String,
    pub json: Value,
}

/// One query of a panel.
pub struct Query<'a> {
    pub board: &'a Board,
    pub panel: &'a Value,
    pub json: &'a Value,
}

/// Every dashboard of the folder.
pub fn all() -> Vec<Board> {
    let mut files: Vec<_> = std::fs::read_dir(root("dashboards/grafana/dashboards"))
        .expect("a folder of dashboards")
        .map(|entry| entry.expect("an entry").path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "json"))
        .collect();
    files.sort();
    let read = |path: &std::path::PathBuf| {
        let text = std::fs::read_to_string(path).expect("a dashboard");
        let json: Value = serde_json::from_str(&text).expect("JSON");
        Board { uid: text_of(&json, "uid").to_owned(), json }
    };
    files.iter().map(read).collect()
}

/// A text field, or nothing.
pub fn text_of<'a>(json: &'a Value, field: &str) -> &'a str {
    json[field].as_str().unwrap_or_default()
}

/// The elements of a list field; none where there is no list.
pub fn list<'a>(json: &'a Value, field: &str) -> &'a [Value] {
    json[field].as_array().map_or(&[], Vec::as_slice)
}

impl Board {
    /// Every panel, those in rows too, rows themselves left out.
    pub fn panels(&self) -> Vec<&Value> {
        let within = list(&self.json, "panels").iter().flat_map(|panel| list(panel, "panels"));
        let all = list(&self.json, "panels").iter().chain(within);
        all.filter(|panel| text_of(panel, "type") != "row").collect()
    }

    /// Every query of every panel.
    pub fn queries(&self) -> Vec<Query<'_>> {
        let of = |panel| list(panel, "targets").iter().map(move |json| Query { board: self, panel, json });
        self.panels().into_iter().flat_map(of).collect()
    }

    /// Its variables, in their order.
    pub fn variables(&self) -> &[Value] {
        list(&self.json["templating"], "list")
    }
}

impl Query<'_> {
    pub fn expr(&self) -> &str {
        text_of(self.json, "expr")
    }

    pub fn title(&self) -> &str {
        text_of(self.panel, "title")
    }

    /// Where it stands, for a person to find.
    pub fn place(&self) -> String {
        format!("{} / {} / {}", self.board.uid, self.title(), text_of(self.json, "refId"))
    }

    pub fn is_instant(&self) -> bool {
        self.json["instant"] == true
    }
}
