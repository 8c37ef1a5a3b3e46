//! As much of `PromQL` as the checks need: which series an expression names, within what, with which labels.
//!
//! Whether an expression is valid at all is for Prometheus to say; this reads valid ones only.

/// A selector in an expression.
#[derive(Debug, PartialEq)]
pub struct Selector {
    /// The metric; empty where only matchers say what is meant.
    pub metric: String,
    /// Label, operator, value.
    pub matchers: Vec<(String, String, String)>,
    /// What stands in brackets after it.
    pub range: Option<String>,
    /// The function or aggregation right around it.
    pub inside: String,
}

impl Selector {
    pub fn matches_on(&self, label: &str) -> bool {
        self.matchers.iter().any(|(name, _, _)| name == label)
    }
}

/// What an expression says.
#[derive(Debug, Default)]
pub struct Said {
    pub selectors: Vec<Selector>,
    /// Labels of each `group_left` and `group_right`.
    pub joined: Vec<String>,
    /// Labels that `label_replace` and `label_join` make.
    pub made: Vec<String>,
}

const GROUPING: [&str; 6] = ["by", "without", "on", "ignoring", "group_left", "group_right"];
const WORDS: [&str; 6] = ["and", "or", "unless", "bool", "offset", "atan2"];

/// Reads an expression.
pub fn read(expr: &str) -> Said {
    let mut reader = Reader { rest: expr.trim_start(), said: Said::default(), around: Vec::new() };
    while reader.step() {}
    reader.said
}

struct Reader<'a> {
    rest: &'a str,
    said: Said,
    /// The names of the functions whose parentheses are open.
    around: Vec<String>,
}

impl<'a> Reader<'a> {
    fn take(&mut self, bytes: usize) -> &'a str {
        let (head, rest) = self.rest.split_at(bytes);
        self.rest = rest.trim_start();
        head
    }

    fn word(&mut self) -> &'a str {
        let end = self.rest.find(|c: char| !(c.is_alphanumeric() || "_:".contains(c)));
        self.take(end.unwrap_or(self.rest.len()))
    }

    /// Takes everything to a closing sign, which is dropped.
    fn until(&mut self, close: char) -> &'a str {
        let end = self.rest.find(close).expect("what is opened is closed");
        let inside = self.take(end);
        self.take(close.len_utf8());
        inside
    }

    fn quoted(&mut self) -> &'a str {
        self.take(1);
        self.until('"')
    }

    fn step(&mut self) -> bool {
        let Some(first) = self.rest.chars().next() else { return false };
        match first {
            '"' => {
                let text = self.quoted();
                // The first text of label_replace and label_join is the label they make.
                if let Some(maker) = self.around.last_mut().filter(|name| name.starts_with("label_")) {
                    self.said.made.push(text.to_owned());
                    maker.clear();
                }
            }
            '(' => {
                self.take(1);
                self.around.push(self.around.last().cloned().unwrap_or_default());
            }
            ')' => {
                self.take(1);
                self.around.pop();
            }
            '{' => self.selector(""),
            _ if first.is_ascii_digit() => drop(self.word()),
            _ if first.is_alphabetic() || "_:".contains(first) => self.name(),
            _ => drop(self.take(first.len_utf8())),
        }
        true
    }

    fn name(&mut self) {
        let word = self.word();
        if GROUPING.contains(&word) {
            if self.rest.starts_with('(') {
                self.take(1);
                let labels = self.until(')').split(',').map(|label| label.trim().to_owned());
                if word.starts_with("group_") {
                    self.said.joined.extend(labels.filter(|label| !label.is_empty()));
                }
            }
        } else if self.rest.starts_with('(') {
            self.take(1);
            self.around.push(word.to_owned());
        } else if self.rest.starts_with("by") || self.rest.starts_with("without") {
            // `sum by (x) (…)`: the parenthesis after the labels belongs to the aggregation.
            self.name();
            self.take(1);
            self.around.push(word.to_owned());
        } else if !WORDS.contains(&word) {
            self.selector(word);
        }
    }

    fn selector(&mut self, metric: &str) {
        let mut matchers = Vec::new();
        if self.rest.starts_with('{') {
            self.take(1);
            while !self.rest.starts_with('}') {
                let label = self.word().to_owned();
                let end = self.rest.find('"').expect("a value");
                let operator = self.take(end).trim().to_owned();
                matchers.push((label, operator, self.quoted().to_owned()));
                if self.rest.starts_with(',') {
                    self.take(1);
                }
            }
            self.take(1);
        }
        let range = self.rest.starts_with('[').then(|| {
            self.take(1);
            self.until(']').to_owned()
        });
        let inside = self.around.last().cloned().unwrap_or_default();
        self.said.selectors.push(Selector { metric: metric.to_owned(), matchers, range, inside });
    }
}

#[test]
fn expressions_are_read() {
    let said = read(
        r#"sum by (a, b) (rate(x_total{i="$i", r=~"a(b)|c"}[$__rate_interval])) / 2 * on (code) group_left (name) label_replace(y{}, "name", "$1", "n", "(.*)") or vector(0) unless up == 1"#,
    );
    let named: Vec<_> = said.selectors.iter().map(|one| (one.metric.as_str(), one.inside.as_str())).collect();
    assert_eq!(named, [("x_total", "rate"), ("y", "label_replace"), ("up", "")]);
    assert_eq!(said.selectors[0].range.as_deref(), Some("$__rate_interval"));
    assert_eq!(said.selectors[0].matchers[1], ("r".to_owned(), "=~".to_owned(), "a(b)|c".to_owned()));
    assert_eq!((said.joined, said.made), (vec!["name".to_owned()], vec!["name".to_owned()]));
    assert_eq!(read("max (x)").selectors[0].inside, "max");
    assert_eq!(read("count (x == 1 and on (t) y{a=\"\"}) or vector(0)").selectors.len(), 2);
}
