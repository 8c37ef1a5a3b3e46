//! Which date a collected file describes.

use std::fmt;
use std::str::FromStr;

use jiff::civil::{Date, date};
use reqwest::header::HeaderName;

use crate::domain::AsOf;

/// Where the as-of date of what is collected comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AsOfRule {
    /// Always this date.
    Fixed(AsOf),
    /// The day this content was first seen.
    Today,
    /// The last day of the month before this one.
    PreviousMonth,
    /// The last day of the quarter before this one.
    PreviousQuarter,
    /// The one date in the file's name.
    FileName,
    /// When the server, or the folder, says the file was last changed.
    LastModified,
    /// A header of the server's answer.
    Header(HeaderName),
}

/// The words of [`AsOfRule`], for those who write one.
pub(super) const EXPECTED: &str = "a date such as \"2026-06-30\", \"today\", \"previous-month\", \
     \"previous-quarter\", \"file-name\", \"last-modified\" or \"header:NAME\"";

impl FromStr for AsOfRule {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        Ok(match text {
            "today" => Self::Today,
            "previous-month" => Self::PreviousMonth,
            "previous-quarter" => Self::PreviousQuarter,
            "file-name" => Self::FileName,
            "last-modified" => Self::LastModified,
            _ => match text.strip_prefix("header:") {
                Some(name) => Self::Header(HeaderName::from_bytes(name.as_bytes()).map_err(|_bad| ())?),
                None => Self::Fixed(whole_date(text).ok_or(())?),
            },
        })
    }
}

impl fmt::Display for AsOfRule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Fixed(date) => date.fmt(f),
            Self::Today => f.write_str("today"),
            Self::PreviousMonth => f.write_str("previous-month"),
            Self::PreviousQuarter => f.write_str("previous-quarter"),
            Self::FileName => f.write_str("file-name"),
            Self::LastModified => f.write_str("last-modified"),
            Self::Header(name) => write!(f, "header:{name}"),
        }
    }
}

impl AsOfRule {
    /// The date, where the calendar alone says it.
    pub(super) fn by_calendar(&self, today: AsOf) -> Option<AsOf> {
        let before = |first: Date| first.yesterday().ok();
        match self {
            Self::Fixed(date) => Some(*date),
            Self::PreviousMonth => before(today.first_of_month()),
            Self::PreviousQuarter => {
                let month = (today.month() - 1) / 3 * 3 + 1;
                before(date(today.year(), month, 1))
            }
            _ => None,
        }
    }
}

/// `2026-06-30` and nothing else: the calendar's own reading takes times as well.
pub(super) fn whole_date(text: &str) -> Option<Date> {
    if text.len() == 10 { text.parse().ok() } else { None }
}

/// An instant as HTTP writes it.
pub(super) fn http_instant(text: &str) -> Option<jiff::Timestamp> {
    jiff::fmt::rfc2822::parse(text).ok().map(|zoned| zoned.timestamp())
}

/// The one date in a file's name: `2026-06-30`, `20260630`, `2026-06` and `2026-Q2` (their last days).
///
/// Nothing where there is none, or more than one.
pub(super) fn date_in(name: &str) -> Option<Date> {
    let bytes = name.as_bytes();
    let mut found: Option<Date> = None;
    let mut at = 0;
    while at < bytes.len() {
        let begins = bytes[at].is_ascii_digit() && (at == 0 || !bytes[at - 1].is_ascii_digit());
        match if begins { date_at(&bytes[at..]) } else { None } {
            Some((date, _)) if found.is_some_and(|earlier| earlier != date) => return None,
            Some((date, length)) => {
                found = Some(date);
                at += length;
            }
            None => at += 1,
        }
    }
    found
}

/// A date at the beginning of some bytes, and how long it is.
fn date_at(bytes: &[u8]) -> Option<(Date, usize)> {
    let number = |from: usize, digits: usize| {
        let part = bytes.get(from..from + digits)?;
        let whole = part.iter().all(u8::is_ascii_digit);
        if whole { std::str::from_utf8(part).ok()?.parse::<i16>().ok() } else { None }
    };
    let ends = |at: usize| bytes.get(at).is_none_or(|next| !next.is_ascii_digit());
    let separator = |at: usize| bytes.get(at).filter(|b| matches!(b, b'-' | b'_' | b'.')).copied();
    let year = number(0, 4).filter(|year| (1990..2100).contains(year))?;
    let day = |month: i16, day: i16| Date::new(year, month as i8, day as i8).ok();
    let last = |month: i16| day(month, 1).map(Date::last_of_month);
    if let Some(mark) = separator(4)
        && let Some(month) = number(5, 2)
    {
        if separator(7) == Some(mark) && number(8, 2).is_some() && ends(10) {
            return Some((day(month, number(8, 2)?)?, 10));
        }
        return if ends(7) { Some((last(month)?, 7)) } else { None };
    }
    if let (Some(month), Some(of_month)) = (number(4, 2), number(6, 2))
        && ends(8)
    {
        return Some((day(month, of_month)?, 8));
    }
    let quarter = if separator(4).is_some() { 5 } else { 4 };
    if matches!(bytes.get(quarter), Some(b'Q' | b'q' | b'T' | b't')) && ends(quarter + 2) {
        let number = number(quarter + 1, 1).filter(|number| (1..=4).contains(number))?;
        return Some((last(number * 3)?, quarter + 2));
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_calendar_says_last_days() {
        let by = |rule: &str, today: &str| {
            let rule: AsOfRule = rule.parse().expect("a rule");
            rule.by_calendar(today.parse().expect("a date")).map(|date| date.to_string())
        };
        assert_eq!(by("previous-month", "2028-03-31").as_deref(), Some("2028-02-29"));
        assert_eq!(by("previous-month", "2026-01-01").as_deref(), Some("2025-12-31"));
        assert_eq!(by("previous-quarter", "2026-11-25").as_deref(), Some("2026-09-30"));
        assert_eq!(by("previous-quarter", "2026-02-01").as_deref(), Some("2025-12-31"));
        assert_eq!(by("2026-06-30", "2026-11-25").as_deref(), Some("2026-06-30"));
        assert_eq!(by("today", "2026-11-25"), None);
        for rule in ["2026-06-30", "today", "previous-quarter", "file-name", "header:x-as-of"] {
            assert_eq!(rule.parse::<AsOfRule>().expect("a rule").to_string(), rule);
        }
        for wrong in ["", "yesterday", "2026-02-30", "2026-06-30T12:00", "header:", "header:a b"] {
            assert!(wrong.parse::<AsOfRule>().is_err(), "{wrong}");
        }
    }

    #[test]
    fn names_tell_one_date_or_none() {
        for (name, expected) in [
            ("iam_4g_2026-06-30.geojson", Some("2026-06-30")),
            ("20260630-4g.csv.gz", Some("2026-06-30")),
            ("coverage_2026_06_30_v2.csv", Some("2026-06-30")),
            ("4G-2026-02.csv", Some("2026-02-28")),
            ("t 2026Q3.csv", Some("2026-09-30")),
            ("anrt-2026-T1.csv", Some("2026-03-31")),
            ("2026-06-30_2026-06-30.csv", Some("2026-06-30")),
            ("2026-03-31_to_2026-06-30.csv", None),
            ("2026-13-01.csv", None),
            ("coverage.csv", None),
            ("120260630.csv", None),
            ("2026.csv", None),
            ("é2026-06-30", Some("2026-06-30")),
        ] {
            assert_eq!(date_in(name).map(|date| date.to_string()).as_deref(), expected, "{name}");
        }
    }
}
