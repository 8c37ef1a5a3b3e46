//! A family of the catalogue as Prometheus text, written as it is filled.
//!
//! A page of communes has tens of thousands of series that live for one answer: a registry would need
//! a hundred times the memory of the text they become.

use std::fmt::Write;

use super::definitions::Metric;

/// One family: its head, then a line per series.
#[derive(Debug)]
pub(super) struct Family {
    metric: &'static Metric,
    text: String,
}

impl Family {
    /// A family without series.
    pub(super) fn of(metric: &'static Metric) -> Self {
        let Metric { name, help, kind, .. } = metric;
        Self { metric, text: format!("# HELP {name} {help}\n# TYPE {name} {}\n", kind.as_str()) }
    }

    /// Adds a series with the labels of the catalogue, in its order. Each set may be added once.
    pub(super) fn add(&mut self, labels: &[(&str, &str)], value: f64) {
        debug_assert!(
            self.metric.admits(labels.iter().map(|(label, _)| *label)),
            "{} has the labels {:?}, not those of {labels:?}",
            self.metric.name,
            self.metric.labels
        );
        self.text.push_str(self.metric.name);
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
    use super::super::definitions;
    use super::Family;

    #[test]
    fn labels_are_escaped() {
        let mut family = Family::of(&definitions::TERRITORY_PEOPLE);
        family.add(&[("code", "say \"hi\"\\\n"), ("level", "ج")], 1.0);
        let mut alone = Family::of(&definitions::SYNTHETIC);
        alone.add(&[], 0.25);
        let lines: Vec<&str> = family.text().lines().chain(alone.text().lines().skip(2)).collect();
        assert_eq!(
            lines,
            [
                "# HELP taghtia_territory_people People of the current census.",
                "# TYPE taghtia_territory_people gauge",
                "taghtia_territory_people{code=\"say \\\"hi\\\"\\\\\\n\",level=\"ج\"} 1",
                "taghtia_synthetic 0.25"
            ]
        );
    }

    #[test]
    #[should_panic(expected = "taghtia_territory_people has the labels")]
    fn other_labels_than_the_catalogues_are_a_fault() {
        Family::of(&definitions::TERRITORY_PEOPLE).add(&[("level", "region"), ("code", "05.")], 1.0);
    }
}
