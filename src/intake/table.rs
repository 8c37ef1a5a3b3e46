//! Comma-separated rows: one header, then records checked for their form, with their line numbers.
//!
//! Rows are read into one buffer that is used again, and a stream that never ends a row, or a
//! quotation, is stopped before that buffer grows: see [`RowGuard`].

use std::io::{self, Read};

use csv::{ByteRecord, ErrorKind, ReaderBuilder};

use super::error::IntakeError;
use super::limits::Limits;
use super::report::{Findings, Place};
use super::rules::Rule;
use super::source::Stop;
use super::wording;
use super::words::Words;

/// A column of a schema.
#[derive(Debug, Clone, Copy)]
pub(super) struct Column {
    /// The name in the header.
    pub(super) name: &'static str,
    /// Other accepted names.
    pub(super) aliases: &'static [&'static str],
    /// Whether the file must have it.
    pub(super) required: bool,
}

impl Column {
    /// A column that must be there.
    pub(super) const fn required(name: &'static str) -> Self {
        Self { name, aliases: &[], required: true }
    }

    /// A column that may be there.
    pub(super) const fn optional(name: &'static str) -> Self {
        Self { name, aliases: &[], required: false }
    }

    /// The same column under other names too.
    pub(super) const fn or(self, aliases: &'static [&'static str]) -> Self {
        Self { aliases, ..self }
    }
}

/// Watches rows and quotations go by, and stops the stream when one does not end.
///
/// Every line it hands on ends in one line feed, the last one too, whatever the file was written with:
/// that is what makes [`Table::line`] exact.
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

/// A table being read.
pub(super) struct Table<'a, R> {
    reader: csv::Reader<RowGuard<R>>,
    record: ByteRecord,
    limits: &'a Limits,
    columns: &'static [Column],
    width: usize,
    /// For each column of the schema, where it stands in the file.
    places: Vec<Option<usize>>,
    rows: u64,
}

impl<'a, R: Read> Table<'a, R> {
    /// Reads the header; nothing when findings say why the table cannot be read.
    pub(super) fn open(
        input: R,
        columns: &'static [Column],
        limits: &'a Limits,
        findings: &mut Findings,
    ) -> Result<Option<Self>, IntakeError> {
        let reader = ReaderBuilder::new()
            .has_headers(false)
            .flexible(true)
            .buffer_capacity(1 << 16)
            .from_reader(RowGuard::new(input, limits.row_bytes));
        let mut table = Self {
            reader,
            record: ByteRecord::new(),
            limits,
            columns,
            width: 0,
            places: Vec::new(),
            rows: 0,
        };
        if !table.read_record(findings)? {
            if findings.errors() == 0 {
                findings.add(Rule::FileEmpty, Place::file);
            }
            return Ok(None);
        }
        let header = table.record.clone();
        table.width = header.len();
        Ok(table.place_columns(&header, findings).then_some(table))
    }

    fn place_columns(&mut self, header: &ByteRecord, findings: &mut Findings) -> bool {
        let columns = self.columns;
        let before = findings.errors();
        let line = self.line();
        if std::str::from_utf8(header.as_slice()).is_err() {
            findings.add(Rule::CsvEncoding, || Place::row(line).bytes(foreign_text(header)));
            return false;
        }
        if let Some(delimiter) = foreign_delimiter(header, columns) {
            findings.add(Rule::CsvDelimiter, || Place::row(line).value(delimiter));
            return false;
        }
        let is_known = |field: &[u8]| {
            let name = String::from_utf8_lossy(field);
            columns.iter().any(|column| column.goes_by(&name))
        };
        if !header.iter().any(is_known) {
            let names: Vec<&str> =
                columns.iter().filter(|column| column.required).map(|column| column.name).collect();
            findings.add(Rule::CsvHeaderMissing, || {
                Place::row(line).bytes(header.as_slice()).expected(names.join(","))
            });
            return false;
        }
        self.places = vec![None; columns.len()];
        for (at, field) in header.iter().enumerate() {
            let name = String::from_utf8_lossy(field);
            match columns.iter().position(|column| column.goes_by(&name)) {
                Some(column) if self.places[column].is_some() => {
                    findings.add(Rule::CsvDuplicateColumn, || Place::row(line).column(&*name));
                }
                Some(column) => self.places[column] = Some(at),
                None => findings.add(Rule::CsvUnknownColumn, || Place::row(line).column(&*name)),
            }
        }
        for (column, place) in columns.iter().zip(&self.places) {
            if column.required && place.is_none() {
                findings.add(Rule::CsvMissingColumn, || Place::row(line).column(column.name));
            }
        }
        findings.errors() == before
    }

    /// Reads the next record of any form; false at the end, or when findings say why not.
    fn read_record(&mut self, findings: &mut Findings) -> Result<bool, IntakeError> {
        match self.reader.read_byte_record(&mut self.record) {
            Ok(more) => Ok(more),
            Err(error) => {
                if let ErrorKind::Io(error) = error.into_kind() {
                    Stop::report(error, self.limits, findings)?;
                }
                Ok(false)
            }
        }
    }

    /// Moves to the next sound row; false at the end, and when reading on is of no use.
    pub(super) fn next_row(&mut self, findings: &mut Findings) -> Result<bool, IntakeError> {
        while !findings.is_full() && self.read_record(findings)? {
            self.rows += 1;
            if self.record.len() != self.width {
                let (found, wanted, line) = (self.record.len(), self.width, self.line());
                findings.add(Rule::CsvRagged, || {
                    Place::row(line)
                        .value(found)
                        .expected(wording::expectation("finding-expected-fields", &[("n", wanted.into())]))
                });
            } else if std::str::from_utf8(self.record.as_slice()).is_err() {
                let line = self.line();
                findings.add(Rule::CsvEncoding, || Place::row(line).bytes(foreign_text(&self.record)));
            } else {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// Rows read so far, without the header.
    pub(super) fn rows(&self) -> u64 {
        self.rows
    }

    /// The line on which the current row begins.
    pub(super) fn line(&self) -> u64 {
        // The reader's own position of a record stands before the blank lines that precede it.
        let within = line_feeds(self.record.as_slice());
        self.reader.position().line().saturating_sub(within + 1)
    }

    /// The name of a column of the schema.
    pub(super) fn name(&self, column: usize) -> &'static str {
        self.columns.get(column).map_or("", |column| column.name)
    }

    /// Whether the file has a column of the schema.
    pub(super) fn has(&self, column: usize) -> bool {
        self.places.get(column).is_some_and(Option::is_some)
    }

    /// The current row's field of a column of the schema, without surrounding blanks.
    pub(super) fn field(&self, column: usize) -> &[u8] {
        self.places
            .get(column)
            .copied()
            .flatten()
            .and_then(|at| self.record.get(at))
            .map_or(&[], <[u8]>::trim_ascii)
    }
}

impl Column {
    fn goes_by(&self, name: &str) -> bool {
        let name = name.trim();
        name.eq_ignore_ascii_case(self.name)
            || self.aliases.iter().any(|alias| name.eq_ignore_ascii_case(alias))
    }
}

/// How many lines end in some bytes; summed without branches, so that it keeps pace with the reader.
fn line_feeds(bytes: &[u8]) -> u64 {
    bytes.iter().map(|byte| u64::from(*byte == b'\n')).sum()
}

/// The first field that is not UTF-8.
fn foreign_text(record: &ByteRecord) -> &[u8] {
    record.iter().find(|field| std::str::from_utf8(field).is_err()).unwrap_or_default()
}

/// The separator a header was written with, when it plainly is another than the comma.
fn foreign_delimiter(header: &ByteRecord, columns: &[Column]) -> Option<&'static str> {
    if header.len() > 1 {
        return None;
    }
    let line = String::from_utf8_lossy(header.as_slice());
    [(';', "semicolons"), ('\t', "tabs"), ('|', "bars")].into_iter().find_map(|(mark, name)| {
        let known = line
            .split(mark)
            .filter(|part| columns.iter().any(|column| column.goes_by(part.trim_matches('"'))));
        (known.count() >= 2).then_some(name)
    })
}

/// Reports a row of someone else's data.
pub(super) fn check_operator<R: Read>(
    table: &Table<'_, R>,
    column: usize,
    words: &Words<'_>,
    findings: &mut Findings,
) {
    let name = table.field(column);
    if !std::str::from_utf8(name).is_ok_and(|name| words.is_own(name)) {
        findings.add(Rule::OperatorForeign, || {
            let own = words.operator.map_or("", |operator| operator.id.as_str());
            Place::row(table.line()).column(table.name(column)).bytes(name).expected(own)
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const COLUMNS: &[Column] =
        &[Column::required("a"), Column::required("b").or(&["bee"]), Column::optional("c")];

    fn read(text: &[u8]) -> (Vec<(u64, String)>, Vec<&'static str>) {
        let limits = Limits { row_bytes: 1000, ..Limits::default() };
        let mut findings = Findings::new(&limits);
        let mut rows = Vec::new();
        if let Some(mut table) = Table::open(text, COLUMNS, &limits, &mut findings).expect("no disk") {
            while table.next_row(&mut findings).expect("no disk") {
                rows.push((table.line(), String::from_utf8_lossy(table.field(1)).into_owned()));
            }
        }
        let report = findings.into_report(super::super::report::About::default());
        (rows, report.finding_counts.iter().map(|count| count.rule.id()).collect())
    }

    #[test]
    fn rows_carry_their_line() {
        let (rows, findings) = read(b"a,bee\r\n1,2\r\n\r\n\"x\ny\", 3\n4,5");
        assert_eq!(rows, [(2, "2".into()), (4, "3".into()), (6, "5".into())]);
        assert!(findings.is_empty());
        // Whatever ends a line, within quotations too, and however the stream is cut into pieces.
        for end in ["\n", "\r\n", "\r"] {
            let text = ["a,b", "1,2", "", "", "\"x", "", "y\",3", "4,5", "", "\"6\",7"].join(end);
            for text in [text.clone(), text + end] {
                let (rows, findings) = read(text.as_bytes());
                let lines: Vec<u64> = rows.iter().map(|(line, _)| *line).collect();
                assert_eq!((lines, findings), (vec![2, 5, 8, 10], vec![]), "{text:?}");
                let mut guard = RowGuard::new(text.as_bytes(), 1000);
                let mut piecemeal = Vec::new();
                let mut piece = [0];
                while guard.read(&mut piece).expect("no disk") > 0 {
                    piecemeal.push(piece[0]);
                }
                assert_eq!(
                    piecemeal,
                    text.trim_end()
                        .replace("\r\n", "\n")
                        .replace('\r', "\n")
                        .into_bytes()
                        .into_iter()
                        .chain(*b"\n")
                        .collect::<Vec<_>>()
                );
            }
        }
    }

    #[test]
    fn forms_that_cannot_be_read_are_named() {
        for (text, rule) in [
            (&b"a;b\n1;2\n"[..], "csv.delimiter"),
            (b"a\tb\n1\t2\n", "csv.delimiter"),
            (b"1,2\n3,4\n", "csv.header.missing"),
            (b"a\n1\n", "csv.header.missing-column"),
            (b"a,b,A\n1,2,3\n", "csv.header.duplicate-column"),
            (b"a,b,d\n", "csv.header.unknown-column"),
            (b"a,b\n1\n", "csv.row.length"),
            (b"a,b\n1,2,3\n", "csv.row.length"),
            (b"a,b\n1,\xff\n", "csv.encoding"),
            (b"a,b\n1,\"2\n3,4\n", "csv.quote.unterminated"),
            (b"", "file.empty"),
        ] {
            assert_eq!(read(text).1, [rule], "{}", String::from_utf8_lossy(text));
        }
        let endless = [b"a,b\n1,".as_slice(), &[b'x'; 5000]].concat();
        assert_eq!(read(&endless).1, ["csv.row.too-long"]);
        let quoted = [b"a,b\n1,\"".as_slice(), &[b'\n'; 5000]].concat();
        assert_eq!(read(&quoted).1, ["csv.quote.unterminated"]);
    }
}
