//! A family as Prometheus text, written as it is filled.
//!
//! A page of communes has tens of thousands of series that live for one answer: a registry would need
//! a hundred times the memory of the text they become.

use std::fmt::Write;

/// One family: its head, then a line per series.
#[derive(Debug)]
pub(super) struct Family {
    name: &'static str,
    text: String,
}

impl Family {
    /// A family without series.
    pub(super) fn gauge(name: &'static str, help: &str) -> Self {
        Self::of(name, help, "gauge")
    }

    /// A family of what only ever grows, without series.
    pub(super) fn counter(name: &'static str, help: &str) -> Self {
        Self::of(name, help, "counter")
    }

    /// A family of quantiles, without series: only a summary may have the label `quantile`.
    pub(super) fn summary(name: &'static str, help: &str) -> Self {
        Self::of(name, help, "summary")
    }

    fn of(name: &'static str, help: &str, kind: &str) -> Self {
        Self { name, text: format!("# HELP {name} {help}\n# TYPE {name} {kind}\n") }
    }

    /// Adds a series. Each set of labels may be added once.
    pub(super) fn add(&mut self, labels: &[(&str, &str)], value: f64) {
        self.text.push_str(self.name);
        for (at, (label, text)) in labels.iter().enumerate() {
            self.text.push(if at == 0 { '{' } else { ',' });
            self.text.push_str(label);
            self.text.push_str("=\"");
            for letter in text.chars() {
                match letter {
                    '\\' => self.text.push_str("\\\\"),
                    '"' => self.text.push_str("\\\""),
                    '\n' => self.text.push_str("\\n"),
                    plain => self.text.push(plain),
                }
            }
            self.text.push('"');
        }
        let end = if labels.is_empty() { "" } else { "}" };
        let _never_fails = writeln!(self.text, "{end} {value}");
    }

    /// The family's text.
    pub(super) fn text(&self) -> &str {
        &self.text
    }
}

#[cfg(test)]
mod tests {
    use super::Family;

    #[test]
    fn labels_are_escaped() {
        let mut family = Family::gauge("taghtia_x_info", "Help.");
        family.add(&[("a", "say \"hi\"\\\n"), ("b", "ج")], 1.0);
        family.add(&[], 0.25);
        let lines: Vec<&str> = family.text().lines().collect();
        assert_eq!(
            lines[2..],
            ["taghtia_x_info{a=\"say \\\"hi\\\"\\\\\\n\",b=\"ج\"} 1", "taghtia_x_info 0.25"]
        );
    }
}
