//! How a table of text is written: what parts its columns, and on which line its header stands.
//!
//! Told from the first lines alone, by where the names of the schema's columns are found: a table is not believed to
//! begin on its first line, since people write titles above it and spreadsheets a line `sep=;`.

use csv::{ByteRecord, ReaderBuilder};

/// Lines among which a header is looked for.
const LINES: usize = 40;
/// What may part columns, the usual ones first.
const MARKS: [(u8, &str); 4] = [(b',', ","), (b';', ";"), (b'\t', "tab"), (b'|', "|")];

/// See the module.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Dialect {
    /// What parts columns.
    pub mark: u8,
    /// The line of the header, from 1.
    pub header: u64,
    /// Whether lines with words stand above it, beside one that names the mark.
    pub has_titles: bool,
}

impl Dialect {
    /// The mark as it is told.
    pub fn mark_in_words(self) -> &'static str {
        MARKS.iter().find(|(mark, _)| *mark == self.mark).map_or("", |(_, name)| name)
    }
}

/// Tells the dialect from the first bytes of a table; nothing where no line has any known name.
///
/// `known` says how many different columns of the schema some names are.
pub(super) fn of(head: &[u8], known: impl Fn(&ByteRecord) -> usize) -> Option<Dialect> {
    let mut best: Option<(usize, Dialect)> = None;
    let mut has_titles = false;
    for (line, text) in (1u64..).zip(lines(head)).take(LINES) {
        for (mark, _) in MARKS {
            let Some(names) = fields(text, mark) else { continue };
            let found = known(&names);
            if found > best.map_or(0, |(most, _)| most) {
                best = Some((found, Dialect { mark, header: line, has_titles }));
            }
        }
        has_titles |= !(text.trim_ascii().is_empty() || (line == 1 && names_mark(text)));
    }
    best.map(|(_, dialect)| dialect)
}

/// The first line, its fields apart, as it is told where no header is found.
pub(super) fn first_line(head: &[u8]) -> &[u8] {
    lines(head).find(|line| !line.trim_ascii().is_empty()).unwrap_or_default()
}

/// Lines, whatever ends them.
fn lines(head: &[u8]) -> impl Iterator<Item = &[u8]> {
    let mut rest = Some(head);
    std::iter::from_fn(move || {
        let text = rest?;
        let Some(end) = text.iter().position(|byte| matches!(byte, b'\n' | b'\r')) else {
            rest = None;
            return Some(text);
        };
        let next = if text[end..].starts_with(b"\r\n") { end + 2 } else { end + 1 };
        rest = Some(&text[next..]);
        Some(&text[..end])
    })
}

/// Whether a line is what spreadsheets write to name the mark: `sep=;`.
fn names_mark(line: &[u8]) -> bool {
    let line = line.strip_prefix(b"\xef\xbb\xbf").unwrap_or(line);
    line.len() >= 4 && line[..4].eq_ignore_ascii_case(b"sep=")
}

fn fields(line: &[u8], mark: u8) -> Option<ByteRecord> {
    let mut reader = ReaderBuilder::new().has_headers(false).delimiter(mark).from_reader(line);
    let mut record = ByteRecord::new();
    reader.read_byte_record(&mut record).ok()?.then_some(record)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(text: &str) -> Option<(char, u64, bool)> {
        let known =
            |record: &ByteRecord| record.iter().filter(|name| [&b"a"[..], b"b", b"c"].contains(name)).count();
        of(text.as_bytes(), known)
            .map(|dialect| (char::from(dialect.mark), dialect.header, dialect.has_titles))
    }

    #[test]
    fn the_line_with_most_names_is_the_header() {
        assert_eq!(told("a,b\n1,2\n"), Some((',', 1, false)));
        assert_eq!(told("a;b\r\n1;2\r\n"), Some((';', 1, false)));
        assert_eq!(told("a\tb\r1\t2\r"), Some(('\t', 1, false)));
        assert_eq!(told("sep=;\na;b\n"), Some((';', 2, false)));
        assert_eq!(told("sep=,\r\na,b\r\n"), Some((',', 2, false)));
        assert_eq!(told("\n\na,b\n"), Some((',', 3, false)));
        assert_eq!(told("Our network, June\n\nby a\na|b|c\n"), Some(('|', 4, true)));
        // A name that appears below is no header.
        assert_eq!(told("a;b\na,b\n"), Some((';', 1, false)));
        assert_eq!(told("1,2\n3,4\n"), None);
        assert_eq!(told(""), None);
    }
}
