//! Text of older programs: which of their encodings it is in, and the same in UTF-8.
//!
//! The guess is that of web browsers (`chardetng`), which is made for short texts; it is made anew while more of the
//! text is seen, until it has seen enough.

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use csv::ByteRecord;
use encoding_rs::Encoding;

/// Bytes after which the guess stands.
const ENOUGH: usize = 1 << 14;

/// The encoding of a text that is not UTF-8, as far as it is known.
#[derive(Default)]
pub(super) struct Foreign {
    detector: Option<EncodingDetector>,
    seen: usize,
    /// Known once enough was seen.
    settled: Option<&'static Encoding>,
}

impl Foreign {
    /// Makes a row UTF-8, and says what it was taken for.
    pub fn decode(&mut self, row: &mut ByteRecord) -> &'static str {
        let encoding = self.settled.unwrap_or_else(|| self.guess(row));
        let decoded: ByteRecord = row
            .iter()
            .map(|field| match std::str::from_utf8(field) {
                Ok(text) => text.to_owned(),
                Err(_) => encoding.decode_without_bom_handling(field).0.into_owned(),
            })
            .collect::<Vec<String>>()
            .into();
        *row = decoded;
        encoding.name()
    }

    fn guess(&mut self, row: &ByteRecord) -> &'static Encoding {
        let detector = self.detector.get_or_insert_with(|| EncodingDetector::new(Iso2022JpDetection::Deny));
        for field in row {
            detector.feed(field, false);
            detector.feed(b" ", false);
        }
        self.seen += row.as_slice().len();
        let encoding = detector.guess(None, Utf8Detection::Deny);
        self.settled = (self.seen >= ENOUGH).then_some(encoding);
        encoding
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn decoded(fields: &[&[u8]]) -> (Vec<String>, &'static str) {
        let mut row = ByteRecord::from(fields.to_vec());
        let encoding = Foreign::default().decode(&mut row);
        (row.iter().map(|field| String::from_utf8_lossy(field).into_owned()).collect(), encoding)
    }

    #[test]
    fn western_and_arabic_texts_are_told_apart() {
        let (fields, encoding) = decoded(&[b"400", b"ext\xe9rieur", b"M\xe9di T\xe9l\xe9com"]);
        assert_eq!(fields, ["400", "extérieur", "Médi Télécom"]);
        assert_eq!(encoding, "windows-1252");
        // "extérieur" beside a name in Arabic, as Windows writes it there.
        let (fields, encoding) = decoded(&[b"400", b"\xce\xc7\xd1\xcc \xc7\xe1\xe3\xc8\xc7\xe4\xed"]);
        assert_eq!(fields, ["400", "خارج المباني"]);
        assert_eq!(encoding, "windows-1256");
    }
}
