//! How one language writes numbers, dates and lists: what its `locale.ftl` says, read once.
//!
//! A table in the language's own folder instead of ICU's data compiled in: three languages need forty words
//! of it, and `icu_decimal` with `icu_datetime` brought 1.4 MB and 38 s of compiling for them. Tests hold the table
//! against ICU.

/// Marks and words of a language.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Locale {
    /// Between a number and its decimals.
    pub(super) decimal: String,
    /// Between thousands.
    pub(super) group: String,
    /// The months, January first.
    pub(super) months: Vec<String>,
    /// Between the items of a list.
    pub(super) between: String,
    /// Before the last item of a list.
    pub(super) last: String,
}

impl Default for Locale {
    fn default() -> Self {
        Self {
            decimal: ".".to_owned(),
            group: String::new(),
            months: (1..=12).map(|month| month.to_string()).collect(),
            between: ", ".to_owned(),
            last: ", ".to_owned(),
        }
    }
}

impl Locale {
    /// A whole number, its thousands apart.
    pub(super) fn whole(&self, number: u64) -> String {
        self.grouped(&number.to_string())
    }

    fn grouped(&self, digits: &str) -> String {
        let mut text = String::with_capacity(digits.len() * 2);
        for (at, digit) in digits.chars().enumerate() {
            if at > 0 && (digits.len() - at).is_multiple_of(3) {
                text.push_str(&self.group);
            }
            text.push(digit);
        }
        text
    }

    /// A number with at most n decimals, none of them a zero at the end.
    pub(super) fn decimal(&self, number: f64, most: usize) -> String {
        if !number.is_finite() {
            return number.to_string();
        }
        let text = format!("{:.most$}", number.abs());
        let (whole, decimals) = text.split_once('.').unwrap_or((&text, ""));
        let decimals = decimals.trim_end_matches('0');
        let is_zero = decimals.is_empty() && whole.bytes().all(|digit| digit == b'0');
        let sign = if number < 0.0 && !is_zero { "-" } else { "" };
        let mark = if decimals.is_empty() { "" } else { &self.decimal };
        format!("{sign}{}{mark}{decimals}", self.grouped(whole))
    }

    /// Words in a row: `A, B and C`.
    pub(super) fn list(&self, words: &[String]) -> String {
        match words {
            [] => String::new(),
            [one] => one.clone(),
            [start @ .., last] => format!("{}{}{last}", start.join(&self.between), self.last),
        }
    }

    /// The name of a month, from 1.
    pub(super) fn month(&self, month: i8) -> &str {
        let at = usize::try_from(month - 1).unwrap_or_default();
        self.months.get(at).map_or("", String::as_str)
    }
}
