//! What a message may be given: typed, so that each language writes it its own way.
//!
//! Invariant: a year or an id is text, for a number is grouped.

use jiff::civil::Date;

use crate::domain::Month;

/// An argument of a message.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Value<'a> {
    /// Words, ids, years: as they are. Also what a message chooses by.
    Text(&'a str),
    /// A whole number; it chooses the plural form.
    Whole(u64),
    /// A number with at most this many decimals.
    Decimal(f64, usize),
    /// A share 0..1 as per cent, with at most this many decimals.
    Percent(f64, usize),
    /// A day.
    Day(Date),
    /// A month of a year.
    Month(Month),
    /// Words joined as the language joins them.
    List(&'a [String]),
}

impl<'a> From<&'a str> for Value<'a> {
    fn from(text: &'a str) -> Self {
        Self::Text(text)
    }
}

impl<'a> From<&'a String> for Value<'a> {
    fn from(text: &'a String) -> Self {
        Self::Text(text)
    }
}

impl<'a> From<&'a [String]> for Value<'a> {
    fn from(words: &'a [String]) -> Self {
        Self::List(words)
    }
}

impl From<u64> for Value<'_> {
    fn from(number: u64) -> Self {
        Self::Whole(number)
    }
}

impl From<usize> for Value<'_> {
    fn from(number: usize) -> Self {
        Self::Whole(number as u64)
    }
}

impl From<Date> for Value<'_> {
    fn from(day: Date) -> Self {
        Self::Day(day)
    }
}

impl From<Month> for Value<'_> {
    fn from(month: Month) -> Self {
        Self::Month(month)
    }
}
