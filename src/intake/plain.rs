//! Fields as programs and people write them: what a spreadsheet puts around a value, numbers, H3 cells.
//!
//! Owns what is taken for the same value. Nothing here guesses between two readings of which both make sense: those
//! are for the caller to refuse.

/// Marks without a width, which copying brings along.
const NO_WIDTH: [char; 7] =
    ['\u{200b}', '\u{200c}', '\u{200d}', '\u{200e}', '\u{200f}', '\u{2060}', '\u{feff}'];
/// Spaces that do not break, as numbers have them in French.
const FIRM_SPACES: [char; 4] = ['\u{a0}', '\u{202f}', '\u{2009}', '\u{2007}'];

fn is_around(letter: char) -> bool {
    letter.is_whitespace() || NO_WIDTH.contains(&letter)
}

/// A field without what is around its value: blanks, marks without a width, the apostrophe by which spreadsheets keep
/// text as text, and their `="…"`.
pub(super) fn bare(field: &[u8]) -> &[u8] {
    let is_plain =
        |byte: Option<&u8>| byte.is_none_or(|byte| byte.is_ascii_graphic() && !matches!(byte, b'=' | b'\''));
    // Almost every field is plain, numbers below 0 among them.
    if is_plain(field.first()) && is_plain(field.last()) {
        return field;
    }
    let Ok(text) = std::str::from_utf8(field) else { return field.trim_ascii() };
    let text = text.trim_matches(is_around);
    let formula = text.strip_prefix("=\"").and_then(|text| text.strip_suffix('"'));
    let text = formula.or_else(|| text.strip_prefix('\'')).unwrap_or(text);
    text.trim_matches(is_around).as_bytes()
}

/// How a number was written, where that is worth a word.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Written {
    /// As programs write it.
    Plainly,
    /// With a comma before its decimals.
    WithComma,
    /// With marks between thousands.
    InGroups,
}

/// A number as people write it; nothing where it is none, or could as well be another: `1,234` and `1.234` of
/// `in_groups` columns, whose numbers may have thousands.
pub(super) fn number(text: &str, may_have_groups: bool) -> Option<(f64, Written)> {
    let is_doubtful = may_have_groups && {
        let bare: String = text.chars().filter(|letter| !NO_WIDTH.contains(letter)).collect();
        looks_grouped(bare.trim_start_matches(['+', '-', '\u{2212}']))
    };
    if !is_doubtful && let Ok(number) = text.parse::<f64>() {
        return number.is_finite().then_some((number, Written::Plainly));
    }
    if is_doubtful || text.len() > 40 {
        return None;
    }
    if let Some(number) = with_comma(text.as_bytes()) {
        return Some((number, Written::WithComma));
    }
    let text: String = text.chars().filter(|letter| !NO_WIDTH.contains(letter)).collect();
    let is_gap =
        |letter: char| letter == ' ' || letter == '\'' || letter == '’' || FIRM_SPACES.contains(&letter);
    let (head, decimals, comma) = split_decimals(&text)?;
    let parts: Vec<&str> = head.split(|letter| is_gap(letter) || letter == ',' || letter == '.').collect();
    let grouped = parts.len() > 1;
    let are_groups =
        parts.iter().skip(1).all(|part| part.len() == 3 && part.bytes().all(|b| b.is_ascii_digit()));
    if grouped && (!are_groups || parts[0].trim_start_matches(['-', '+', '\u{2212}']).len() > 3) {
        return None;
    }
    let mut plain = parts.concat().replace('\u{2212}', "-");
    if let Some(decimals) = decimals {
        plain.push('.');
        plain.push_str(decimals);
    }
    let number: f64 = plain.parse().ok()?;
    let written = if comma {
        Written::WithComma
    } else if grouped {
        Written::InGroups
    } else {
        Written::Plainly
    };
    number.is_finite().then_some((number, written))
}

/// A number of digits alone with one comma before its decimals: the usual one of a table from a spreadsheet.
fn with_comma(text: &[u8]) -> Option<f64> {
    let mut plain = [0; 24];
    let plain = plain.get_mut(..text.len())?;
    plain.copy_from_slice(text);
    let comma = plain.iter().position(|byte| *byte == b',')?;
    plain[comma] = b'.';
    let is_sign = |at: usize, byte: u8| at == 0 && matches!(byte, b'-' | b'+');
    let is_number =
        plain.iter().enumerate().all(|(at, byte)| at == comma || byte.is_ascii_digit() || is_sign(at, *byte));
    is_number.then(|| std::str::from_utf8(plain).ok()?.parse().ok()).flatten()
}

/// Whether a text is one to three digits, a comma or a point, and three digits: a thousand and more, or between 1 and 1000.
fn looks_grouped(text: &str) -> bool {
    let Some((head, tail)) = text.split_once([',', '.']) else { return false };
    let digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    (1..=3).contains(&head.len()) && tail.len() == 3 && digits(head) && digits(tail) && !head.starts_with('0')
}

/// Parts a number at its decimal mark: the last comma or point, where it stands once and after all others.
fn split_decimals(text: &str) -> Option<(&str, Option<&str>, bool)> {
    let marks: Vec<(usize, char)> =
        text.char_indices().filter(|(_, letter)| matches!(letter, ',' | '.')).collect();
    let Some((at, mark)) = marks.last().copied() else { return Some((text, None, false)) };
    let same = marks.iter().filter(|(_, other)| *other == mark).count();
    if same > 1 {
        // Marks between thousands; then there is only one kind of them.
        return (same == marks.len()).then_some((text, None, false));
    }
    let (head, tail) = (text.get(..at)?, text.get(at + 1..)?);
    Some((head, Some(tail), mark == ','))
}

/// A whole number: plain digits, or a number without a fraction as programs write it that keep all numbers alike.
pub(super) fn whole(text: &[u8]) -> Option<(u32, Written)> {
    if let Some(number) = digits(text) {
        return Some((number, Written::Plainly));
    }
    let (number, written) = number(std::str::from_utf8(text).ok()?, true)?;
    let is_whole = number.fract() == 0.0 && (0.0..1e9).contains(&number);
    is_whole.then_some((number as u32, written))
}

/// A whole number of up to nine plain digits.
pub(super) fn digits(text: &[u8]) -> Option<u32> {
    if text.is_empty() || text.len() > 9 || !text.iter().all(u8::is_ascii_digit) {
        return None;
    }
    Some(text.iter().fold(0, |number, digit| number * 10 + u32::from(digit - b'0')))
}

/// An H3 cell as it is written, not yet known to be one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum CellText {
    /// A number of 64 bits.
    Index(u64),
    /// A number that a spreadsheet rounded: its last digits are lost.
    Rounded,
    /// Nothing of the kind.
    Nothing,
}

/// Reads a cell: 15 hexadecimal digits, 16 with a leading zero, `0x` before them, or all decimal digits of the number.
pub(super) fn cell(text: &[u8]) -> CellText {
    let hexadecimal = text.strip_prefix(b"0x").or_else(|| text.strip_prefix(b"0X")).unwrap_or(text);
    if let Some(index) = hex(hexadecimal) {
        return CellText::Index(index);
    }
    let Ok(text) = std::str::from_utf8(text) else { return CellText::Nothing };
    if text.len() >= 17
        && let Ok(index) = text.strip_suffix(".0").unwrap_or(text).parse::<u64>()
    {
        // A spreadsheet keeps fifteen digits and fills up with zeros.
        return if index.is_multiple_of(1000) { CellText::Rounded } else { CellText::Index(index) };
    }
    let is_rounded = text.bytes().any(|byte| matches!(byte, b'e' | b'E'))
        && text.replace(',', ".").parse::<f64>().is_ok_and(|number| (1e17..1e19).contains(&number));
    if is_rounded { CellText::Rounded } else { CellText::Nothing }
}

fn hex(text: &[u8]) -> Option<u64> {
    if text.len() != 15 && !(text.len() == 16 && text[0] == b'0') {
        return None;
    }
    let mut value = 0u64;
    for byte in text {
        let digit = match byte {
            b'0'..=b'9' => byte - b'0',
            b'a'..=b'f' => byte - b'a' + 10,
            b'A'..=b'F' => byte - b'A' + 10,
            _ => return None,
        };
        value = value << 4 | u64::from(digit);
    }
    Some(value)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_around_a_value_is_not_the_value() {
        for field in [
            "89398c68303ffff",
            " 89398c68303ffff ",
            "\u{200b}89398c68303ffff",
            "'89398c68303ffff",
            "=\"89398c68303ffff\"",
            "\u{a0}89398c68303ffff\u{202f}",
            "\u{feff}\u{200e}89398c68303ffff\t",
        ] {
            assert_eq!(bare(field.as_bytes()), b"89398c68303ffff", "{field:?}");
        }
        assert_eq!(bare(b""), b"");
        assert_eq!(bare("\u{a0}".as_bytes()), b"");
        assert_eq!(bare(b"-7.6"), b"-7.6");
    }

    #[test]
    fn numbers_are_read_as_people_write_them() {
        use Written::{InGroups, Plainly, WithComma};
        for (text, value, written) in [
            ("5", 5.0, Plainly),
            ("-7.6", -7.6, Plainly),
            ("1e3", 1000.0, Plainly),
            ("-7,6", -7.6, WithComma),
            ("33,573110", 33.57311, WithComma),
            ("\u{2212}7,6", -7.6, WithComma),
            ("1\u{202f}200", 1200.0, InGroups),
            ("1 200,5", 1200.5, WithComma),
            ("1'200'000", 1_200_000.0, InGroups),
            ("1.234.567", 1_234_567.0, InGroups),
            ("1,234.5", 1234.5, InGroups),
            ("1.234,5", 1234.5, WithComma),
            ("297 000,25", 297_000.25, WithComma),
        ] {
            assert_eq!(number(text, false), Some((value, written)), "{text:?}");
        }
        for text in ["", "-", "five", "1,2,3", "12 34", "1 2345", "inf", "NaN", "1,2.3,4", "4 5,1"] {
            assert_eq!(number(text, false), None, "{text:?}");
        }
    }

    #[test]
    fn a_thousand_is_not_mistaken_for_one() {
        for text in ["1,000", "1.234", "1.000", "20,500"] {
            assert_eq!(number(text, true), None, "{text}");
            assert_eq!(whole(text.as_bytes()), None, "{text}");
        }
        // What programs write that keep all numbers alike.
        for (text, value) in [("200.0", 200), ("4", 4), ("1\u{202f}000", 1000), ("5,0", 5)] {
            assert_eq!(whole(text.as_bytes()).map(|(number, _)| number), Some(value), "{text}");
        }
        assert_eq!(whole(b"0.5"), None);
        assert_eq!(whole(b"-1"), None);
    }

    #[test]
    fn cells_are_read_exactly_or_not_at_all() {
        let index = CellText::Index(0x0893_9a64_d2c3_ffff);
        for text in ["8939a64d2c3ffff", "08939A64D2C3FFFF", "0x8939a64d2c3ffff", "0X08939a64d2c3ffff"] {
            assert_eq!(cell(text.as_bytes()), index, "{text}");
        }
        assert_eq!(cell(0x0893_9a64_d2c3_ffff_u64.to_string().as_bytes()), index);
        for text in ["6.18006E+17", "6,18006E+17", "618005552248914000"] {
            assert_eq!(cell(text.as_bytes()), CellText::Rounded, "{text}");
        }
        for text in ["", "8939a64d2c3fff", "8939a64d2c3fffg", "18939a64d2c3ffff", "5"] {
            assert_eq!(cell(text.as_bytes()), CellText::Nothing, "{text}");
        }
    }
}
