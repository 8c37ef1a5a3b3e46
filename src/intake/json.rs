//! JSON read as it comes, without believing its types.
//!
//! serde stops at the first value of an unexpected type; operators are better served by a finding that
//! says where it stands and by reading on. [`Lenient`] is a reader of one value that is told whatever
//! it is; [`TextGuard`] keeps one endless text from filling memory and notices `NaN` and `Infinity`,
//! which JSON does not know.

use std::cell::Cell;
use std::io::{self, Read};
use std::rc::Rc;

use serde::de::{DeserializeSeed, Deserializer, Error, IgnoredAny, MapAccess, SeqAccess, Visitor};

use super::error::IntakeError;
use super::limits::Limits;
use super::report::{Findings, Place};
use super::rules::Rule;
use super::source::Stop;

/// A value as it was found; what is inside arrays and objects has been passed over.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Found<'f> {
    Null,
    Bool(bool),
    Number(f64),
    Text(&'f str),
    Array,
    Object,
}

impl std::fmt::Display for Found<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Found::Null => f.write_str("null"),
            Found::Bool(truth) => truth.fmt(f),
            Found::Number(number) => number.fmt(f),
            Found::Text(text) => text.fmt(f),
            Found::Array => f.write_str("an array"),
            Found::Object => f.write_str("an object"),
        }
    }
}

/// Reads one value, whatever it is.
pub(super) trait Lenient<'de>: Sized {
    /// What it makes of the value.
    type Value;

    /// Takes a plain value, or an array or object it did not want.
    fn plain<E: Error>(self, found: Found<'_>) -> Result<Self::Value, E>;

    /// Takes an array.
    fn array<A: SeqAccess<'de>>(self, mut items: A) -> Result<Self::Value, A::Error> {
        while items.next_element::<IgnoredAny>()?.is_some() {}
        self.plain(Found::Array)
    }

    /// Takes an object.
    fn object<A: MapAccess<'de>>(self, mut members: A) -> Result<Self::Value, A::Error> {
        while members.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
        self.plain(Found::Object)
    }
}

/// A lenient reader as serde knows it.
pub(super) struct Reader<L>(pub(super) L);

impl<'de, L: Lenient<'de>> DeserializeSeed<'de> for Reader<L> {
    type Value = L::Value;

    fn deserialize<D: Deserializer<'de>>(self, input: D) -> Result<L::Value, D::Error> {
        input.deserialize_any(self)
    }
}

impl<'de, L: Lenient<'de>> Visitor<'de> for Reader<L> {
    type Value = L::Value;

    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("any value")
    }

    fn visit_unit<E: Error>(self) -> Result<L::Value, E> {
        self.0.plain(Found::Null)
    }

    fn visit_bool<E: Error>(self, truth: bool) -> Result<L::Value, E> {
        self.0.plain(Found::Bool(truth))
    }

    fn visit_i64<E: Error>(self, number: i64) -> Result<L::Value, E> {
        self.0.plain(Found::Number(number as f64))
    }

    fn visit_u64<E: Error>(self, number: u64) -> Result<L::Value, E> {
        self.0.plain(Found::Number(number as f64))
    }

    fn visit_f64<E: Error>(self, number: f64) -> Result<L::Value, E> {
        self.0.plain(Found::Number(number))
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<L::Value, E> {
        self.0.plain(Found::Text(text))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, items: A) -> Result<L::Value, A::Error> {
        self.0.array(items)
    }

    fn visit_map<A: MapAccess<'de>>(self, members: A) -> Result<L::Value, A::Error> {
        self.0.object(members)
    }
}

/// A plain value kept as text; nothing for null, and a word for arrays and objects.
pub(super) struct AsText;

impl Lenient<'_> for AsText {
    type Value = Option<String>;

    fn plain<E: Error>(self, found: Found<'_>) -> Result<Option<String>, E> {
        Ok((found != Found::Null).then(|| found.to_string()))
    }
}

/// A plain value as text, and whether it was a number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Plain {
    pub(super) text: String,
    pub(super) is_number: bool,
}

/// A plain value kept as text that remembers what it was; nothing for null.
pub(super) struct AsPlain;

impl Lenient<'_> for AsPlain {
    type Value = Option<Plain>;

    fn plain<E: Error>(self, found: Found<'_>) -> Result<Option<Plain>, E> {
        let is_number = matches!(found, Found::Number(_));
        Ok((found != Found::Null).then(|| Plain { text: found.to_string(), is_number }))
    }
}

/// Line and column of the first thing that can be no JSON value.
pub(super) type FirstNotANumber = Rc<Cell<Option<(u64, u64)>>>;

const RECORD_SEPARATOR: u8 = 0x1e;
/// Levels of arrays and objects: what is passed over costs memory by its depth.
const DEEPEST: usize = 100;

/// Watches a document go by.
pub(super) struct TextGuard<R> {
    inner: R,
    longest: u64,
    in_text: bool,
    escaped: bool,
    length: u64,
    text_line: u64,
    depth: usize,
    line: u64,
    column: u64,
    not_a_number: FirstNotANumber,
}

impl<R> TextGuard<R> {
    pub(super) fn new(inner: R, longest: u64) -> (Self, FirstNotANumber) {
        let not_a_number = FirstNotANumber::default();
        let guard = Self {
            inner,
            longest,
            in_text: false,
            escaped: false,
            length: 0,
            text_line: 1,
            depth: 0,
            line: 1,
            column: 0,
            not_a_number: Rc::clone(&not_a_number),
        };
        (guard, not_a_number)
    }

    fn watch(&mut self, byte: u8) -> Result<(), Stop> {
        self.column += 1;
        if byte == b'\n' {
            (self.line, self.column) = (self.line + 1, 0);
        }
        if self.in_text {
            self.length += 1;
            if self.length > self.longest {
                return Err(Stop::LongText(self.text_line));
            }
            if self.escaped {
                self.escaped = false;
            } else if byte == b'\\' {
                self.escaped = true;
            } else if byte == b'"' {
                self.in_text = false;
            }
        } else if byte == b'"' {
            (self.in_text, self.length, self.text_line) = (true, 0, self.line);
        } else if matches!(byte, b'[' | b'{') {
            self.depth += 1;
            if self.depth > DEEPEST {
                return Err(Stop::TooDeep(self.line));
            }
        } else if matches!(byte, b']' | b'}') {
            self.depth = self.depth.saturating_sub(1);
        } else if matches!(byte, b'N' | b'I') && self.not_a_number.get().is_none() {
            self.not_a_number.set(Some((self.line, self.column)));
        }
        Ok(())
    }
}

impl<R: Read> Read for TextGuard<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.inner.read(buffer)?;
        for byte in &mut buffer[..count] {
            self.watch(*byte).map_err(Stop::into_io)?;
            // What stands before each text of a sequence (RFC 8142) is a blank to a parser; no text can hold it.
            if *byte == RECORD_SEPARATOR && !self.in_text {
                *byte = b' ';
            }
        }
        Ok(count)
    }
}

/// Says in a finding why a document could not be read on.
pub(super) fn report(
    error: serde_json::Error,
    not_a_number: &FirstNotANumber,
    limits: &Limits,
    findings: &mut Findings,
) -> Result<(), IntakeError> {
    let (line, column) = (error.line() as u64, error.column() as u64);
    if error.is_io() {
        return Stop::report(error.into(), limits, findings);
    }
    let text = error.to_string();
    let what = text.split(" at line ").next().unwrap_or(&text);
    let near = not_a_number.get().is_some_and(|(at, near)| at == line && near.abs_diff(column) <= 8);
    let rule = match what {
        _ if error.is_eof() => Rule::JsonTruncated,
        "trailing characters" => Rule::JsonTrailing,
        "number out of range" => Rule::JsonNumberRange,
        _ if near => Rule::JsonNotANumber,
        _ => Rule::JsonSyntax,
    };
    findings.add(rule, || Place::row(line).column(column.to_string()).value(what));
    Ok(())
}
