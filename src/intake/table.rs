//! Tables: one header, then rows checked for their form, with their line numbers.
//!
//! ```text
//! text ─ dialect, encoding ─► rows ─► table: columns of a schema
//! ```
//!
//! What people and spreadsheets put around the rows is passed over and told: titles above the header, blank rows, totals
//! below. What stands in a field is the reader's to judge, with [`super::plain`].

mod dialect;
mod encoding;
mod rows;

use std::io::Read;

use csv::ByteRecord;
use geo::Coord;

use super::error::IntakeError;
use super::frame::Frame;
use super::limits::Limits;
use super::plain;
use super::report::{Findings, Place};
use super::rules::Rule;
use super::wording;
use super::words::{Words, fold};
use rows::{Opened, Rows, TextRows};

/// How many characters programs leave of a name that keep tables as dBASE had them.
const CUT: usize = 10;
/// What a row of sums begins with, in folded letters.
const TOTALS: [&str; 11] = [
    "total",
    "totals",
    "totaux",
    "sous_total",
    "total_general",
    "grand_total",
    "somme",
    "sum",
    "المجموع",
    "مجموع",
    "الاجمالي",
];

/// A column of a schema.
#[derive(Debug, Clone, Copy)]
pub(super) struct Column {
    /// The name in the header.
    pub(super) name: &'static str,
    /// Other accepted names, in folded letters.
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

    fn goes_by(&self, folded: &str) -> bool {
        folded == self.name || self.aliases.contains(&folded)
    }

    fn begins_with(&self, cut: &str) -> bool {
        self.name.starts_with(cut) || self.aliases.iter().any(|alias| alias.starts_with(cut))
    }
}

/// The column of a schema that a name in a header stands for; one that was cut for the only one that begins so.
pub(super) fn column_of(columns: &[Column], name: &str) -> Option<usize> {
    let folded = fold(name);
    let whole = columns.iter().position(|column| column.goes_by(&folded));
    whole.or_else(|| {
        let mut cut = columns.iter().enumerate().filter(|(_, column)| column.begins_with(&folded));
        let only = (folded.len() == CUT).then(|| cut.next()).flatten()?.0;
        cut.next().is_none().then_some(only)
    })
}

/// A table being read.
pub(super) struct Table<'a> {
    rows: Box<dyn Rows + 'a>,
    record: ByteRecord,
    columns: &'static [Column],
    width: usize,
    /// For each column of the schema, where it stands in the file.
    places: Vec<Option<usize>>,
    read: u64,
    blank: u64,
}

impl<'a> Table<'a> {
    /// Reads the header of a table of text; nothing when findings say why the table cannot be read.
    pub(super) fn open(
        input: impl Read + 'a,
        columns: &'static [Column],
        limits: &'a Limits,
        findings: &mut Findings,
    ) -> Result<Option<Self>, IntakeError> {
        let known = |names: &ByteRecord| known(columns, names);
        let Some(opened) = TextRows::open(input, limits, findings, known)? else { return Ok(None) };
        let Opened { mut rows, dialect, first_line, is_empty } = opened;
        let Some(dialect) = dialect else {
            if is_empty {
                findings.add(Rule::FileEmpty, Place::file);
            } else {
                no_header(&first_line, columns, findings);
            }
            return Ok(None);
        };
        let (mut header, mut passed) = (ByteRecord::new(), 0u64);
        loop {
            if !rows.read(&mut header, findings)? {
                // The header was seen within a quotation.
                if findings.errors() == 0 {
                    no_header(&first_line, columns, findings);
                }
                return Ok(None);
            }
            // A name in the header may go over two lines.
            if rows.line(&header) + rows::line_feeds(header.as_slice()) >= dialect.header {
                break;
            }
            passed += 1;
        }
        if dialect.mark != b',' {
            let mark = dialect.mark_in_words();
            findings.add(Rule::CsvDelimiter, || Place::row(dialect.header).value(mark));
        }
        if dialect.has_titles && passed > 0 {
            findings.add(Rule::CsvTitles, || Place::row(dialect.header).value(dialect.header - 1));
        }
        Ok(Self::over(Box::new(rows), &header, columns, findings))
    }

    /// A table whose header was read; nothing when findings say why it cannot be.
    fn over(
        rows: Box<dyn Rows + 'a>,
        header: &ByteRecord,
        columns: &'static [Column],
        findings: &mut Findings,
    ) -> Option<Self> {
        let mut table = Self {
            rows,
            record: header.clone(),
            columns,
            width: header.len(),
            places: vec![None; columns.len()],
            read: 0,
            blank: 0,
        };
        table.place_columns(header, findings).then_some(table)
    }

    fn place_columns(&mut self, header: &ByteRecord, findings: &mut Findings) -> bool {
        let columns = self.columns;
        let before = findings.errors();
        let line = self.line();
        let names: Vec<String> =
            header.iter().map(|field| String::from_utf8_lossy(plain::bare(field)).into_owned()).collect();
        let is_own = |column: usize, name: &str| fold(name) == columns[column].name;
        let own = |column: usize| names.iter().any(|name| is_own(column, name));
        for (at, name) in names.iter().enumerate() {
            match column_of(columns, name) {
                // Another word for what stands there under its own name is another thing.
                Some(column) if !is_own(column, name) && own(column) => {
                    findings.add(Rule::CsvUnknownColumn, || Place::row(line).column(name));
                }
                Some(column) if self.places[column].is_some() => {
                    findings.add(Rule::CsvDuplicateColumn, || Place::row(line).column(name));
                }
                Some(column) => self.places[column] = Some(at),
                // What stands behind the last mark.
                None if name.is_empty() => {}
                None => findings.add(Rule::CsvUnknownColumn, || Place::row(line).column(name)),
            }
        }
        for (column, place) in columns.iter().zip(&self.places) {
            if column.required && place.is_none() {
                findings.add(Rule::CsvMissingColumn, || Place::row(line).column(column.name));
            }
        }
        findings.errors() == before
    }

    /// Moves to the next sound row; false at the end, and when reading on is of no use.
    pub(super) fn next_row(&mut self, findings: &mut Findings) -> Result<bool, IntakeError> {
        while !findings.is_full() && self.rows.read(&mut self.record, findings)? {
            self.read += 1;
            if self.is_passed_over(findings) {
                self.read -= 1;
            } else if self.has_its_width() {
                return Ok(true);
            } else {
                let (found, wanted, line) = (self.record.len(), self.width, self.line());
                findings.add(Rule::CsvRagged, || {
                    Place::row(line)
                        .value(found)
                        .expected(wording::expectation("finding-expected-fields", &[("n", wanted.into())]))
                });
            }
        }
        if self.blank > 0 {
            let blank = std::mem::take(&mut self.blank);
            findings.add(Rule::CsvBlankRows, || Place::file().value(blank));
        }
        Ok(false)
    }

    /// Whether the row is blank or holds sums of others.
    fn is_passed_over(&mut self, findings: &mut Findings) -> bool {
        let first = self.record.as_slice().first().copied();
        if first.is_none_or(|byte| !byte.is_ascii_graphic())
            && self.record.iter().all(|field| plain::bare(field).is_empty())
        {
            self.blank += 1;
            return true;
        }
        // Sums leave out what they are sums over.
        let lacks = |(column, at): (&Column, &Option<usize>)| {
            column.required
                && at.and_then(|at| self.record.get(at)).is_none_or(|field| plain::bare(field).is_empty())
        };
        if !first.is_some_and(|byte| matches!(byte, b't' | b'T' | b's' | b'S' | b'g' | b'G' | 0x80..))
            || self.columns.iter().zip(&self.places).filter(|pair| lacks(*pair)).count() * 2
                < self.columns.iter().filter(|column| column.required).count()
        {
            return false;
        }
        let words = self.record.iter().map(plain::bare).find(|field| !field.is_empty());
        let is_sum =
            words.is_some_and(|field| TOTALS.contains(&fold(&String::from_utf8_lossy(field)).as_str()));
        if is_sum {
            let line = self.line();
            findings.add(Rule::CsvTotalRow, || Place::row(line).bytes(self.record.as_slice()));
        }
        is_sum
    }

    /// Whether the row has as many fields as the header, but for empty ones behind the last.
    fn has_its_width(&self) -> bool {
        self.record.len() >= self.width
            && self.record.iter().skip(self.width).all(|field| plain::bare(field).is_empty())
    }

    /// Rows read so far, without the header and those passed over.
    pub(super) fn rows(&self) -> u64 {
        self.read
    }

    /// The line on which the current row begins.
    pub(super) fn line(&self) -> u64 {
        self.rows.line(&self.record)
    }

    /// The name of a column of the schema.
    pub(super) fn name(&self, column: usize) -> &'static str {
        self.columns.get(column).map_or("", |column| column.name)
    }

    /// Whether the file has a column of the schema.
    pub(super) fn has(&self, column: usize) -> bool {
        self.places.get(column).is_some_and(Option::is_some)
    }

    /// The current row's field of a column of the schema, without what is around its value.
    pub(super) fn field(&self, column: usize) -> &[u8] {
        self.places.get(column).copied().flatten().and_then(|at| self.record.get(at)).map_or(&[], plain::bare)
    }

    /// The same as text.
    pub(super) fn text(&self, column: usize) -> &str {
        // Rows are UTF-8; fields could cut a character only if they were not.
        std::str::from_utf8(self.field(column)).unwrap_or_default()
    }

    /// The current row's number in a column, told once where it is not written as programs write it.
    pub(super) fn number(&self, column: usize, findings: &mut Findings) -> Option<f64> {
        let (number, written) = plain::number(self.text(column), false)?;
        self.tell(column, written, findings);
        Some(number)
    }

    /// The current row's whole number in a column, likewise.
    pub(super) fn whole(&self, column: usize, findings: &mut Findings) -> Option<u32> {
        let (number, written) = plain::whole(self.field(column))?;
        self.tell(column, written, findings);
        Some(number)
    }

    /// The current row's position in degrees, from its two columns; what is wrong with either is said.
    pub(super) fn position(
        &self,
        columns: [usize; 2],
        frame: &mut Frame,
        findings: &mut Findings,
    ) -> Option<Coord<f64>> {
        let numbers = columns.map(|column| {
            let (number, written) = plain::number(self.text(column), frame.is_in_lengths())?;
            self.tell(column, written, findings);
            Some(number)
        });
        let at = match numbers {
            [Some(x), Some(y)] => frame.place(Coord { x, y }),
            _ => None,
        };
        if at.is_none() {
            let is_whole = !numbers.contains(&None);
            let sides = [(Rule::LongitudeInvalid, 180.0), (Rule::LatitudeInvalid, 90.0)];
            for ((column, (rule, most)), number) in columns.into_iter().zip(sides).zip(numbers) {
                // Of degrees the one that is none is named; of another system, which only has both, both are.
                let is_wrong = match number {
                    None => true,
                    Some(number) if frame.code().is_none() => number.abs() > most,
                    Some(_) => is_whole,
                };
                if is_wrong {
                    let place = || Place::row(self.line()).column(self.name(column)).value(self.text(column));
                    findings.add(rule, place);
                }
            }
        }
        at
    }

    fn tell(&self, column: usize, written: plain::Written, findings: &mut Findings) {
        let rule = match written {
            plain::Written::Plainly => return,
            plain::Written::WithComma => Rule::NumberComma,
            plain::Written::InGroups => Rule::NumberGroups,
        };
        findings.once(rule, || Place::row(self.line()).column(self.name(column)).value(self.text(column)));
    }
}

/// How many different columns of a schema some names are.
fn known(columns: &[Column], names: &ByteRecord) -> usize {
    let mut found = vec![false; columns.len()];
    for field in names {
        // A header is words: rows of numbers are passed by quickly.
        let Ok(name) = std::str::from_utf8(plain::bare(field)) else { continue };
        if let Some(column) = column_of(columns, name) {
            found[column] = true;
        }
    }
    found.into_iter().filter(|found| *found).count()
}

fn no_header(first_line: &[u8], columns: &[Column], findings: &mut Findings) {
    let names: Vec<&str> =
        columns.iter().filter(|column| column.required).map(|column| column.name).collect();
    findings.add(Rule::CsvHeaderMissing, || Place::row(1).bytes(first_line).expected(names.join(",")));
}

/// Reports a row of someone else's data.
pub(super) fn check_operator(table: &Table<'_>, column: usize, words: &Words<'_>, findings: &mut Findings) {
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
                rows.push((table.line(), table.text(1).to_owned()));
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
        // Whatever ends a line, within quotations too.
        for end in ["\n", "\r\n", "\r"] {
            let text = ["a,b", "1,2", "", "", "\"x", "", "y\",3", "4,5", "", "\"6\",7"].join(end);
            for text in [text.clone(), text + end] {
                let (rows, findings) = read(text.as_bytes());
                let lines: Vec<u64> = rows.iter().map(|(line, _)| *line).collect();
                assert_eq!((lines, findings), (vec![2, 5, 8, 10], vec![]), "{text:?}");
            }
        }
    }

    #[test]
    fn tables_are_read_as_people_send_them() {
        for (text, line, said) in [
            (&b"a;b\n1;2\n"[..], 2, &["csv.delimiter"][..]),
            (b"a\tb\n1\t2\n", 2, &["csv.delimiter"]),
            (b"sep=;\na;b\n1;2\n", 3, &["csv.delimiter"]),
            (b"sep=,\na,b\n1,2\n", 3, &[]),
            (b"Our network\n\na,b\n1,2\n", 4, &["csv.titles"]),
            (b"A , \xef\xbb\xbfB\n1,2\n", 2, &[]),
            (b"a,b,,\n1,2,,\n", 2, &[]),
            (b"a,b\n1,2,,\n", 2, &[]),
            (b"a,b\n,\n1,2\n,\n \xc2\xa0,\n", 3, &["csv.rows.blank"]),
            (b"a,b\n1,2\nTotal,\n", 2, &["csv.row.total"]),
            (b"a,b,bee\n1,2,3\n", 2, &["csv.header.unknown-column"]),
            (b"\"x\n(free)\",a,b\n9,1,2\n", 3, &["csv.header.unknown-column"]),
            (b"b;a\n2;1\nTOTAL G\xe9n\xe9ral;\n", 2, &["csv.delimiter", "csv.encoding", "csv.row.total"]),
            (b"a,b\n\"=\"\"1\"\"\",\"=\"\"2\"\"\"\n", 2, &[]),
        ] {
            let told = String::from_utf8_lossy(text);
            let (rows, mut findings) = read(text);
            findings.sort_unstable();
            assert_eq!(findings, said, "{told}");
            assert_eq!(rows, [(line, "2".to_owned())], "{told}");
        }
    }

    #[test]
    fn names_that_were_cut_are_joined_where_there_is_one() {
        const LONG: &[Column] = &[
            Column::required("environment"),
            Column::required("download_speed"),
            Column::required("download_start"),
        ];
        assert_eq!(column_of(LONG, "ENVIRONMEN"), Some(0));
        assert_eq!(column_of(LONG, "environme"), None);
        assert_eq!(column_of(LONG, "download_s"), None);
        assert_eq!(column_of(LONG, "Download speed"), Some(1));
        assert_eq!(column_of(LONG, "download-speed (Mbit/s)"), Some(1));
    }

    #[test]
    fn forms_that_cannot_be_read_are_named() {
        for (text, rule) in [
            (&b"1,2\n3,4\n"[..], "csv.header.missing"),
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
        let quoted = read(b"\"note\na,b\n1,2\"\n").1;
        assert!(quoted.contains(&"csv.header.missing-column"), "{quoted:?}");
        let endless = [b"a,b\n1,".as_slice(), &[b'x'; 5000]].concat();
        assert_eq!(read(&endless).1, ["csv.row.too-long"]);
        let quoted = [b"a,b\n1,\"".as_slice(), &[b'\n'; 5000]].concat();
        assert_eq!(read(&quoted).1, ["csv.quote.unterminated"]);
    }
}
