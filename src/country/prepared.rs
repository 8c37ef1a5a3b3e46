//! Outlines as they are sent: the `GeoJSON` geometry of each territory of a level, deflated once for each pack.
//!
//! Outlines are most of a large answer and the same in every one; only the numbers beside them differ.
//! So their text is compressed once, kept with the pack's other caches, and put into answers as it is:
//! what is deflated here is whole blocks that end on a byte and look back at nothing before themselves,
//! and may therefore stand anywhere in a deflate stream.
//!
//! Owns that form and the way back to text. May not know what stands around an outline in an answer.
//!
//! Invariant: [`Outline::text`] gives the pack's own text, byte for byte, or an error.

use std::collections::HashMap;
use std::sync::Arc;

use flate2::{Compress, Compression, Decompress, FlushCompress, FlushDecompress};

use serde::Serialize;
use serde_json::value::RawValue;

use super::outlines::Boundaries;
use crate::domain::TerritoryCode;

/// How hard outlines are compressed: once for each pack, so harder than an answer is.
const LEVEL: u32 = 4;

/// The prepared outlines of a level at one detail.
#[derive(Debug)]
pub struct PreparedOutlines {
    deflated: Vec<u8>,
    /// Behind one another in `deflated`, in the pack's order.
    pieces: Vec<Piece>,
    by_code: HashMap<TerritoryCode, u32>,
}

/// Where one outline lies, and what it is unpacked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Piece {
    start: u32,
    end: u32,
    /// Bytes of its text.
    length: u32,
    /// The CRC-32 of its text.
    crc: u32,
}

/// One prepared outline: a reference, cheap to clone.
#[derive(Debug, Clone)]
pub struct Outline {
    of: Arc<PreparedOutlines>,
    piece: Piece,
}

/// The deflated blocks.
impl AsRef<[u8]> for Outline {
    fn as_ref(&self) -> &[u8] {
        &self.of.deflated[self.piece.start as usize..self.piece.end as usize]
    }
}

impl Outline {
    /// Bytes of its text.
    #[expect(clippy::len_without_is_empty, reason = "a geometry is never an empty text")]
    pub fn len(&self) -> usize {
        self.piece.length as usize
    }

    /// The CRC-32 of its text, as a gzip stream counts it.
    pub fn crc(&self) -> u32 {
        self.piece.crc
    }

    /// Its text: a `GeoJSON` geometry.
    ///
    /// # Errors
    /// When the blocks are not what was prepared.
    pub fn text(&self) -> std::io::Result<Vec<u8>> {
        let mut text = Vec::with_capacity(self.len());
        Decompress::new(false)
            .decompress_vec(self.as_ref(), &mut text, FlushDecompress::Sync)
            .map_err(std::io::Error::other)?;
        if text.len() == self.len() && crc32fast::hash(&text) == self.piece.crc {
            return Ok(text);
        }
        Err(std::io::Error::other("a prepared outline is not what was prepared: its length or CRC differs"))
    }
}

impl Serialize for Outline {
    /// As JSON: the geometry itself.
    fn serialize<S: serde::Serializer>(&self, output: S) -> Result<S::Ok, S::Error> {
        use serde::ser::Error;
        let text = self.text().and_then(|text| String::from_utf8(text).map_err(std::io::Error::other));
        let geometry = RawValue::from_string(text.map_err(S::Error::custom)?).map_err(S::Error::custom)?;
        geometry.serialize(output)
    }
}

impl PreparedOutlines {
    /// Deflates outlines, each by itself.
    pub(super) fn new(outlines: &Boundaries) -> std::io::Result<Self> {
        let (mut deflated, mut pieces) = (Vec::new(), Vec::with_capacity(outlines.len()));
        let mut compress = Compress::new(Compression::new(LEVEL), false);
        for (_, geometry) in outlines {
            let text = geometry.get().as_bytes();
            let start = position(deflated.len())?;
            compress.reset();
            deflate(&mut compress, text, FlushCompress::Full, &mut deflated)?;
            let (end, length) = (position(deflated.len())?, position(text.len())?);
            pieces.push(Piece { start, end, length, crc: crc32fast::hash(text) });
        }
        deflated.shrink_to_fit();
        let codes = outlines.iter().map(|(code, _)| code.clone());
        Ok(Self { deflated, pieces, by_code: codes.zip(0..).collect() })
    }

    /// The outline of a territory, unless the pack draws none.
    pub fn get(self: &Arc<Self>, code: &TerritoryCode) -> Option<Outline> {
        let piece = *self.pieces.get(*self.by_code.get(code)? as usize)?;
        Some(Outline { of: Arc::clone(self), piece })
    }

    /// What a cache keeps: the codes as JSON, the pieces, the blocks.
    pub(super) fn parts(&self) -> (Vec<u8>, Vec<u32>, &[u8]) {
        let mut codes: Vec<(&TerritoryCode, u32)> =
            self.by_code.iter().map(|(code, at)| (code, *at)).collect();
        codes.sort_by_key(|(_, at)| *at);
        let codes: Vec<&str> = codes.into_iter().map(|(code, _)| code.as_str()).collect();
        let pieces = self.pieces.iter().flat_map(|piece| [piece.start, piece.end, piece.length, piece.crc]);
        (serde_json::to_vec(&codes).unwrap_or_default(), pieces.collect(), &self.deflated)
    }

    /// From what a cache kept; `None` where the parts do not fit one another.
    pub(super) fn from_parts(codes: &[u8], pieces: &[u32], deflated: Vec<u8>) -> Option<Self> {
        let codes: Vec<TerritoryCode> = serde_json::from_slice(codes).ok()?;
        let (pieces, rest) = pieces.as_chunks::<4>();
        let pieces: Vec<Piece> =
            pieces.iter().map(|&[start, end, length, crc]| Piece { start, end, length, crc }).collect();
        let is_sound = |piece: &Piece| piece.start <= piece.end && piece.end as usize <= deflated.len();
        let fit = rest.is_empty() && pieces.len() == codes.len() && pieces.iter().all(is_sound);
        fit.then(|| Self { deflated, pieces, by_code: codes.into_iter().zip(0..).collect() })
    }
}

/// A position in the blocks: a level's outlines stay below 4 GiB.
fn position(at: usize) -> std::io::Result<u32> {
    u32::try_from(at).map_err(|_beyond| std::io::Error::other("the outlines of a level exceed 4 GiB"))
}

/// Deflates a text behind what was written before, up to a flush.
///
/// # Errors
/// When the compressor refuses, which no input makes it do.
pub fn deflate(
    compress: &mut Compress,
    text: &[u8],
    flush: FlushCompress,
    output: &mut Vec<u8>,
) -> std::io::Result<()> {
    let mut rest = text;
    loop {
        output.reserve((rest.len() / 2).max(1 << 10));
        let (before, room) = (compress.total_in(), output.capacity() - output.len());
        let was = output.len();
        let status = compress.compress_vec(rest, output, flush).map_err(std::io::Error::other)?;
        rest = &rest[(compress.total_in() - before) as usize..];
        let is_over = match flush {
            FlushCompress::None => rest.is_empty(),
            FlushCompress::Finish => status == flate2::Status::StreamEnd,
            // A flush is over once it leaves room it could have used.
            _ => rest.is_empty() && output.len() - was < room,
        };
        if is_over {
            return Ok(());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn outlines(texts: &[String]) -> Boundaries {
        let code = |at: usize| TerritoryCode::new(&format!("{at:02}.")).expect("a code");
        let raw = |text: &String| RawValue::from_string(format!("\"{text}\"")).expect("JSON");
        texts.iter().enumerate().map(|(at, text)| (code(at), raw(text))).collect()
    }

    proptest! {
        #[test]
        fn an_outline_is_the_packs_own_text_and_may_stand_anywhere_in_a_stream(
            texts in prop::collection::vec("[0-9,.\\-]{0,3000}", 1..8),
            order in prop::collection::vec(0usize..8, 1..12),
        ) {
            let outlines = outlines(&texts);
            let prepared = Arc::new(PreparedOutlines::new(&outlines).expect("deflates"));
            let (codes, pieces, deflated) = prepared.parts();
            let again = PreparedOutlines::from_parts(&codes, &pieces, deflated.to_vec()).expect("fits");
            let again = Arc::new(again);
            let (mut stream, mut whole) = (Vec::new(), Vec::new());
            for at in order {
                let (code, text) = &outlines[at % outlines.len()];
                let outline = again.get(code).expect("drawn");
                prop_assert_eq!(&outline.text().expect("inflates")[..], text.get().as_bytes());
                stream.extend_from_slice(outline.as_ref());
                whole.extend_from_slice(text.get().as_bytes());
            }
            stream.extend_from_slice(&[3, 0]);
            let mut read = Vec::new();
            std::io::Read::read_to_end(&mut flate2::read::DeflateDecoder::new(&stream[..]), &mut read)
                .expect("one stream");
            prop_assert_eq!(read, whole);
        }
    }

    #[test]
    fn parts_that_do_not_fit_make_no_outlines() {
        let prepared =
            PreparedOutlines::new(&outlines(&["1".repeat(90), "2".repeat(900)])).expect("deflates");
        let (codes, pieces, deflated) = prepared.parts();
        assert!(PreparedOutlines::from_parts(&codes, &pieces, deflated.to_vec()).is_some());
        assert!(PreparedOutlines::from_parts(&codes, &pieces[..4], deflated.to_vec()).is_none());
        assert!(PreparedOutlines::from_parts(&codes, &pieces[..7], deflated.to_vec()).is_none());
        assert!(PreparedOutlines::from_parts(&codes, &pieces, deflated[1..].to_vec()).is_none());
        assert!(PreparedOutlines::from_parts(b"[]", &pieces, deflated.to_vec()).is_none());
    }
}
