//! Rows as they come, whatever they are written in; those of text among them.
//!
//! Rows of text are read into one buffer that is used again, and a stream that never ends a row, or a quotation, is
//! stopped before that buffer grows: see [`RowGuard`].

use std::io::{self, Cursor, Read};

use csv::{ByteRecord, ErrorKind, ReaderBuilder};

use super::dialect::{self, Dialect};
use super::encoding::Foreign;
use crate::intake::error::IntakeError;
use crate::intake::limits::Limits;
use crate::intake::report::{Findings, Place};
use crate::intake::rules::Rule;
use crate::intake::source::Stop;

/// Bytes looked at to tell how a table is written.
const HEAD: u64 = 1 << 16;

/// Rows as they come, whatever they are written in.
pub(in crate::intake) trait Rows {
    /// Reads the next row, of UTF-8; false at the end, or when findings say why not.
    ///
    /// # Errors
    /// When the disk fails.
    fn read(&mut self, row: &mut ByteRecord, findings: &mut Findings) -> Result<bool, IntakeError>;

    /// The line on which the row read last begins, from 1.
    fn line(&self, row: &ByteRecord) -> u64;
}

/// Rows of text.
pub(super) struct TextRows<'a, R> {
    reader: csv::Reader<RowGuard<io::Chain<Cursor<Vec<u8>>, R>>>,
    limits: &'a Limits,
    foreign: Foreign,
}

/// Rows of text about to be read, and what was told of them from their beginning.
pub(super) struct Opened<'a, R> {
    pub rows: TextRows<'a, R>,
    /// Nothing where no line has any known name.
    pub dialect: Option<Dialect>,
    pub first_line: Vec<u8>,
    pub is_empty: bool,
}

impl<'a, R: Read> TextRows<'a, R> {
    /// Tells the dialect, and opens the rows from their beginning; nothing when findings say why not.
    pub fn open(
        mut input: R,
        limits: &'a Limits,
        findings: &mut Findings,
        known: impl Fn(&ByteRecord) -> usize,
    ) -> Result<Option<Opened<'a, R>>, IntakeError> {
        let mut head = Vec::new();
        if let Err(error) = (&mut input).take(HEAD).read_to_end(&mut head) {
            Stop::report(error, limits, findings)?;
            return Ok(None);
        }
        let dialect = dialect::of(&head, known);
        let first_line = dialect::first_line(&head).to_vec();
        let is_empty = first_line.is_empty() && (head.len() as u64) < HEAD;
        let reader = ReaderBuilder::new()
            .has_headers(false)
            .flexible(true)
            .delimiter(dialect.map_or(b',', |dialect| dialect.mark))
            .buffer_capacity(1 << 16)
            .from_reader(RowGuard::new(Cursor::new(head).chain(input), limits.row_bytes));
        Ok(Some(Opened {
            rows: Self { reader, limits, foreign: Foreign::default() },
            dialect,
            first_line,
            is_empty,
        }))
    }
}

impl<R: Read> Rows for TextRows<'_, R> {
    fn read(&mut self, row: &mut ByteRecord, findings: &mut Findings) -> Result<bool, IntakeError> {
        match self.reader.read_byte_record(row) {
            Ok(more) => {
                if std::str::from_utf8(row.as_slice()).is_err() {
                    let line = self.line(row);
                    let encoding = self.foreign.decode(row);
                    findings.once(Rule::CsvEncoding, || Place::row(line).value(encoding));
                }
                Ok(more)
            }
            Err(error) => {
                if let ErrorKind::Io(error) = error.into_kind() {
                    Stop::report(error, self.limits, findings)?;
                }
                Ok(false)
            }
        }
    }

    fn line(&self, row: &ByteRecord) -> u64 {
        // The reader's own position of a record stands before the blank lines that precede it.
        let within = line_feeds(row.as_slice());
        self.reader.position().line().saturating_sub(within + 1)
    }
}

/// Watches rows and quotations go by, and stops the stream when one does not end.
///
/// Every line it hands on ends in one line feed, the last one too, whatever the file was written with:
/// that is what makes [`Rows::line`] exact.
struct RowGuard<R> {
    inner: R,
    /// Whether the last byte read was a carriage return, handed on as a line feed.
    after_return: bool,
    /// The last byte handed on.
    last: u8,
    line: u64,
    row_line: u64,
    in_row: u64,
    quoted_from: Option<u64>,
    longest: u64,
}

impl<R> RowGuard<R> {
    fn new(inner: R, longest: u64) -> Self {
        Self {
            inner,
            after_return: false,
            last: b'\n',
            line: 1,
            row_line: 1,
            in_row: 0,
            quoted_from: None,
            longest,
        }
    }

    fn watch(&mut self, bytes: &[u8]) -> Result<(), Stop> {
        if self.quoted_from.is_none() && !bytes.contains(&b'"') {
            self.watch_unquoted(bytes);
        } else {
            for byte in bytes {
                self.watch_byte(*byte);
            }
        }
        if self.in_row <= self.longest {
            return Ok(());
        }
        Err(self.quoted_from.map_or(Stop::LongRow(self.row_line), Stop::OpenQuote))
    }

    /// Ends a stream, after a line feed if its last line had none.
    fn end(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if let Some(line) = self.quoted_from {
            return Err(Stop::OpenQuote(line).into_io());
        }
        match buffer.first_mut() {
            Some(first) if self.last != b'\n' => {
                (*first, self.last) = (b'\n', b'\n');
                Ok(1)
            }
            _ => Ok(0),
        }
    }

    /// Makes every end of line a line feed; says how many bytes are left.
    fn even_out(&mut self, bytes: &mut [u8]) -> usize {
        if !self.after_return && !bytes.contains(&b'\r') {
            return bytes.len();
        }
        let mut kept = 0;
        for at in 0..bytes.len() {
            let byte = bytes[at];
            let passed_over = byte == b'\n' && self.after_return;
            self.after_return = byte == b'\r';
            if !passed_over {
                bytes[kept] = if byte == b'\r' { b'\n' } else { byte };
                kept += 1;
            }
        }
        kept
    }

    fn watch_unquoted(&mut self, bytes: &[u8]) {
        match bytes.iter().rposition(|byte| *byte == b'\n') {
            None => self.in_row += bytes.len() as u64,
            Some(at) => {
                self.line += line_feeds(bytes);
                self.row_line = self.line;
                self.in_row = (bytes.len() - at - 1) as u64;
            }
        }
    }

    fn watch_byte(&mut self, byte: u8) {
        self.in_row += 1;
        match byte {
            // A doubled mark closes and opens again at once.
            b'"' => self.quoted_from = if self.quoted_from.is_some() { None } else { Some(self.line) },
            b'\n' => {
                self.line += 1;
                if self.quoted_from.is_none() {
                    self.row_line = self.line;
                    self.in_row = 0;
                }
            }
            _ => {}
        }
    }
}

impl<R: Read> Read for RowGuard<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        loop {
            let count = self.inner.read(buffer)?;
            if count == 0 {
                return self.end(buffer);
            }
            let count = self.even_out(&mut buffer[..count]);
            if count > 0 {
                self.last = buffer[count - 1];
                self.watch(&buffer[..count]).map_err(Stop::into_io)?;
                return Ok(count);
            }
        }
    }
}

/// How many lines end in some bytes; summed without branches, so that it keeps pace with the reader.
pub(super) fn line_feeds(bytes: &[u8]) -> u64 {
    bytes.iter().map(|byte| u64::from(*byte == b'\n')).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_end_of_a_line_is_a_line_feed() {
        for end in ["\n", "\r\n", "\r"] {
            let text = ["a,b", "1,2", "", "", "\"x", "", "y\",3", "4,5", "", "\"6\",7"].join(end);
            for text in [text.clone(), text + end] {
                let mut guard = RowGuard::new(text.as_bytes(), 1000);
                let mut piecemeal = Vec::new();
                let mut piece = [0];
                while guard.read(&mut piece).expect("no disk") > 0 {
                    piecemeal.push(piece[0]);
                }
                let even = text.trim_end().replace("\r\n", "\n").replace('\r', "\n") + "\n";
                assert_eq!(piecemeal, even.into_bytes());
            }
        }
    }
}
