//! Whether texts are well-formed: UUIDs, dates, IRIs.

use super::standard::Format;

impl Format {
    /// Whether a text has the form.
    pub(super) fn fits(self, text: &str) -> bool {
        match self {
            Format::Uuid => is_uuid(text),
            Format::Date => is_date(text),
            Format::Iri => is_iri(text),
        }
    }

    /// The form in words.
    pub(super) const fn in_words(self) -> &'static str {
        match self {
            Format::Uuid => "a UUID such as 4f48f9aa-93f1-4c4f-9e7f-54459df90d9a",
            Format::Date => "a date such as 2026-06-30",
            Format::Iri => "a web address such as https://example.org/",
        }
    }
}

fn is_uuid(text: &str) -> bool {
    text.len() == 36
        && text.bytes().enumerate().all(|(at, byte)| match at {
            8 | 13 | 18 | 23 => byte == b'-',
            _ => byte.is_ascii_hexdigit(),
        })
}

fn is_date(text: &str) -> bool {
    let bytes = text.as_bytes();
    bytes.len() == 10
        && bytes.iter().enumerate().all(|(at, byte)| match at {
            4 | 7 => *byte == b'-',
            _ => byte.is_ascii_digit(),
        })
        && text.parse::<jiff::civil::Date>().is_ok_and(|date| date.year() > 0)
}

/// An absolute IRI as RFC 3987 has it, but for the finer grammar of hosts.
fn is_iri(text: &str) -> bool {
    let Some((scheme, rest)) = text.split_once(':') else { return false };
    let named = scheme.starts_with(|first: char| first.is_ascii_alphabetic())
        && scheme.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'+' | b'-' | b'.'));
    let (body, fragment) = rest.split_once('#').unwrap_or((rest, ""));
    let (path, query) = body.split_once('?').unwrap_or((body, ""));
    let (host, path) = match path.strip_prefix("//") {
        Some(after) => after.split_at(after.find('/').unwrap_or(after.len())),
        None => ("", path),
    };
    named
        && is_made_of(host, |c| matches!(c, ':' | '@' | '[' | ']'))
        && is_made_of(path, |c| matches!(c, ':' | '@' | '/'))
        && [query, fragment].iter().all(|part| is_made_of(part, |c| matches!(c, ':' | '@' | '/' | '?')))
}

/// Whether a text holds only unreserved characters, sub-delimiters, whole percent-encodings, and those.
fn is_made_of(text: &str, others: impl Fn(char) -> bool) -> bool {
    let mut letters = text.chars();
    while let Some(letter) = letters.next() {
        let fine = match letter {
            '%' => {
                let digits = [letters.next(), letters.next()];
                digits.iter().all(|digit| digit.is_some_and(|digit| digit.is_ascii_hexdigit()))
            }
            '-' | '.' | '_' | '~' | '!' | '$' | '&' | '\'' | '(' | ')' | '*' | '+' | ',' | ';' | '=' => true,
            _ if letter.is_ascii_alphanumeric() || others(letter) => true,
            // The standard's `ucschar`, near enough: neither controls nor the private planes.
            _ => ('\u{a0}'..='\u{efffd}').contains(&letter) && !('\u{e000}'..='\u{f8ff}').contains(&letter),
        };
        if !fine {
            return false;
        }
    }
    true
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_are_told_apart() {
        assert!(Format::Uuid.fits("4f48f9aa-93f1-4c4f-9e7f-54459df90d9a"));
        for other in
            ["UFINET-CR", "", "4f48f9aa93f14c4f9e7f54459df90d9a", "4f48f9aa-93f1-4c4f-9e7f-54459df90d9g"]
        {
            assert!(!Format::Uuid.fits(other), "{other}");
        }
        assert!(Format::Date.fits("2024-02-29"));
        for other in
            ["2023-02-29", "2024-2-9", "20240229", "2024-02-29T00:00:00Z", "0000-01-01", "+024-01-01"]
        {
            assert!(!Format::Date.fits(other), "{other}");
        }
        for iri in
            ["https://example.org/a?b=c#d", "urn:x:y", "https://مثال.المغرب/ا", "http://[::1]/", "mailto:a@b"]
        {
            assert!(Format::Iri.fits(iri), "{iri}");
        }
        for other in
            ["example.org", "/a", "", "https://a b", "https://a/%zz", "http://a/<b>", "1a:b", "http://a/#b#c"]
        {
            assert!(!Format::Iri.fits(other), "{other}");
        }
    }
}
