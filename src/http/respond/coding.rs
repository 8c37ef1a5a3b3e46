//! Content codings: which one a caller wants, and bodies written in it.
//!
//! A large body is written piece by piece ([`Encoder::step`]), so that no one step is long, at a fast level:
//! it is compressed while someone waits. Outlines of the pack are deflated already and go into a gzip stream as
//! they are. Owns negotiation and the streams' formats. May not know threads, caches or answers.
//!
//! Invariants: what is written decodes to the parts' text exactly; no step writes much more than [`STEP`].

use std::io::{BufWriter, Write};

use axum::http::{HeaderMap, HeaderValue, header};
use brotli::CompressorWriter;
use bytes::{Buf, Bytes};
use flate2::{Compress, Compression, FlushCompress};

use crate::country::{Outline, deflate};
use crate::http::respond::draft::{Part, Parts};
use crate::http::respond::problem::Problem;

/// Bytes of text taken in one step, about.
const STEP: usize = 256 << 10;
/// An outline with less text is compressed again, together with what stands around it: ending a block for it
/// would cost more than it saves.
const SMALLEST_OUTLINE: usize = 4 << 10;
const GZIP_HEAD: [u8; 10] = [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 0xff];

/// A coding a body may be sent in; those later in the list are preferred where a caller does not care.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Coding {
    Identity,
    Gzip,
    Brotli,
    Zstd,
}

impl Coding {
    /// As it is written in headers.
    pub(crate) const fn as_str(self) -> &'static str {
        match self {
            Coding::Identity => "identity",
            Coding::Gzip => "gzip",
            Coding::Brotli => "br",
            Coding::Zstd => "zstd",
        }
    }

    /// Its value of `Content-Encoding`.
    pub(crate) const fn header(self) -> HeaderValue {
        HeaderValue::from_static(self.as_str())
    }

    fn parse(word: &str) -> Option<Self> {
        let is = |known: &str| word.eq_ignore_ascii_case(known);
        let known = [Coding::Identity, Coding::Gzip, Coding::Brotli, Coding::Zstd];
        if is("x-gzip") { Some(Coding::Gzip) } else { known.into_iter().find(|known| is(known.as_str())) }
    }

    /// The one a caller wants most by `Accept-Encoding`, all its lines read.
    pub(crate) fn wanted(headers: &HeaderMap) -> Self {
        let lines = headers.get_all(header::ACCEPT_ENCODING).iter().filter_map(|line| line.to_str().ok());
        lines
            .flat_map(|line| line.split(','))
            .filter_map(|entry| {
                let (word, weight) =
                    entry.split_once(';').map_or((entry, None), |(word, rest)| (word, Some(rest)));
                let weight = weight.map_or(Some(1000), |weight| thousandths(weight.trim()))?;
                Some((weight, Coding::parse(word.trim())?))
            })
            .filter(|(weight, _)| *weight > 0)
            .max()
            .map_or(Coding::Identity, |(_, coding)| coding)
    }
}

/// `q=0.8` in thousandths; `None` where it is no weight.
fn thousandths(weight: &str) -> Option<u16> {
    let number = weight.strip_prefix(['q', 'Q'])?.strip_prefix('=')?;
    let is_plain = number.len() <= 5 && number.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
    let value: f64 = number.parse().ok().filter(|_| is_plain)?;
    (0.0..=1.0).contains(&value).then(|| (value * 1000.0).round() as u16)
}

/// Writes a body in a coding.
pub(crate) struct Encoder {
    /// Nothing once the stream is written to its end.
    parts: Option<Parts>,
    /// Text that was taken and is not written yet.
    text: Bytes,
    stream: Stream,
}

enum Stream {
    Plain(Vec<u8>),
    Gzip(Box<Gzip>),
    /// At a fast quality each write becomes a block of its own: they must be large.
    Brotli(Box<BufWriter<CompressorWriter<Vec<u8>>>>),
    Zstd(Box<zstd::stream::write::Encoder<'static, Vec<u8>>>),
}

impl Encoder {
    /// A body of these parts; `is_large` says that it is written while someone waits.
    pub(crate) fn new(parts: Parts, coding: Coding, is_large: bool) -> Result<Self, Problem> {
        let stream = match coding {
            Coding::Identity => Stream::Plain(Vec::new()),
            Coding::Gzip => Stream::Gzip(Box::new(Gzip::new(if is_large { 2 } else { 6 }))),
            Coding::Brotli => {
                let quality = if is_large { 1 } else { 4 };
                let writer = CompressorWriter::new(Vec::new(), 16 << 10, quality, 22);
                Stream::Brotli(Box::new(BufWriter::with_capacity(STEP, writer)))
            }
            Coding::Zstd => {
                let level = if is_large { 1 } else { 3 };
                let encoder =
                    zstd::stream::write::Encoder::new(Vec::new(), level).map_err(Problem::internal)?;
                Stream::Zstd(Box::new(encoder))
            }
        };
        Ok(Self { parts: Some(parts), text: Bytes::new(), stream })
    }

    /// The next pieces of the coded body, never none of them before the end; nothing at its end.
    ///
    /// # Errors
    /// When a part cannot be written: the body is then incomplete and must not be told as whole.
    pub(crate) fn step(&mut self) -> Result<Vec<Piece>, Problem> {
        let mut pieces = Vec::new();
        let mut taken = 0;
        while self.parts.is_some() {
            if self.text.is_empty() {
                match self.parts.as_mut().and_then(Iterator::next).transpose()? {
                    Some(Part::Text(text)) => self.text = text,
                    Some(Part::Outline(outline)) => {
                        taken += outline.len();
                        self.outline(outline, &mut pieces)?;
                    }
                    None => {
                        self.parts = None;
                        let stream = std::mem::replace(&mut self.stream, Stream::Plain(Vec::new()));
                        self.stream = stream.end().map_err(Problem::internal)?;
                    }
                }
            }
            let now = self.text.len().min(STEP);
            self.stream.write(&self.text[..now]).map_err(Problem::internal)?;
            self.text.advance(now);
            taken += now;
            if taken >= STEP && self.parts.is_some() {
                self.stream.take(&mut pieces);
                if !pieces.is_empty() {
                    return Ok(pieces);
                }
                taken = 0;
            }
        }
        self.stream.take(&mut pieces);
        Ok(pieces)
    }

    fn outline(&mut self, outline: Outline, pieces: &mut Vec<Piece>) -> Result<(), Problem> {
        match &mut self.stream {
            Stream::Gzip(gzip) if outline.len() >= SMALLEST_OUTLINE => {
                gzip.put(&outline).map_err(Problem::internal)?;
                self.stream.take(pieces);
                pieces.push(Piece { bytes: Bytes::from_owner(outline), is_shared: true });
            }
            _ => self.text = outline.text().map_err(Problem::internal)?.into(),
        }
        Ok(())
    }
}

/// Bytes of a coded body.
#[derive(Debug, Clone)]
pub(crate) struct Piece {
    pub(crate) bytes: Bytes,
    /// Whether they lie with the pack whether this body is kept or not.
    pub(crate) is_shared: bool,
}

impl Stream {
    fn write(&mut self, text: &[u8]) -> std::io::Result<()> {
        match self {
            Stream::Plain(output) => output.write_all(text),
            Stream::Gzip(gzip) => gzip.write(text),
            Stream::Brotli(writer) => writer.write_all(text),
            Stream::Zstd(encoder) => encoder.write_all(text),
        }
    }

    /// Ends the stream: what is left of it is plain bytes.
    fn end(self) -> std::io::Result<Self> {
        Ok(Stream::Plain(match self {
            Stream::Plain(output) => output,
            Stream::Gzip(gzip) => gzip.end()?,
            Stream::Brotli(writer) => {
                writer.into_inner().map_err(std::io::IntoInnerError::into_error)?.into_inner()
            }
            Stream::Zstd(encoder) => encoder.finish()?,
        }))
    }

    /// Takes what is written by now.
    fn take(&mut self, pieces: &mut Vec<Piece>) {
        let output = match self {
            Stream::Plain(output) => output,
            Stream::Gzip(gzip) => &mut gzip.output,
            Stream::Brotli(writer) => writer.get_mut().get_mut(),
            Stream::Zstd(encoder) => encoder.get_mut(),
        };
        if !output.is_empty() {
            let bytes = Bytes::from(std::mem::take(output).into_boxed_slice());
            pieces.push(Piece { bytes, is_shared: false });
        }
    }
}

/// A gzip stream that takes blocks which are deflated already.
struct Gzip {
    compress: Compress,
    /// Of everything before what the compressor holds, and of that.
    sum: crc32fast::Hasher,
    length: u64,
    output: Vec<u8>,
}

impl Gzip {
    fn new(level: u32) -> Self {
        let compress = Compress::new(Compression::new(level), false);
        Self { compress, sum: crc32fast::Hasher::new(), length: 0, output: GZIP_HEAD.to_vec() }
    }

    fn write(&mut self, text: &[u8]) -> std::io::Result<()> {
        self.sum.update(text);
        self.length += text.len() as u64;
        deflate(&mut self.compress, text, FlushCompress::None, &mut self.output)
    }

    /// Makes room for an outline's blocks: ends the block before them, and looks back at nothing before them.
    fn put(&mut self, outline: &Outline) -> std::io::Result<()> {
        deflate(&mut self.compress, &[], FlushCompress::Full, &mut self.output)?;
        self.sum.combine(&crc32fast::Hasher::new_with_initial_len(outline.crc(), outline.len() as u64));
        self.length += outline.len() as u64;
        Ok(())
    }

    fn end(mut self) -> std::io::Result<Vec<u8>> {
        deflate(&mut self.compress, &[], FlushCompress::Finish, &mut self.output)?;
        self.output.extend_from_slice(&self.sum.finalize().to_le_bytes());
        // By its format, modulo 2^32.
        self.output.extend_from_slice(&(self.length as u32).to_le_bytes());
        Ok(self.output)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Read as _;

    fn wanted(line: &str) -> Coding {
        let mut headers = HeaderMap::new();
        headers.insert(header::ACCEPT_ENCODING, HeaderValue::from_str(line).expect("a header"));
        Coding::wanted(&headers)
    }

    #[test]
    fn the_coding_of_the_greatest_weight_is_wanted_then_the_one_we_prefer() {
        assert_eq!(Coding::wanted(&HeaderMap::new()), Coding::Identity);
        assert_eq!(wanted("gzip, deflate, br, zstd"), Coding::Zstd);
        assert_eq!(wanted("gzip, br"), Coding::Brotli);
        assert_eq!(wanted("br;q=0.5, x-GZIP;q=0.8"), Coding::Gzip);
        assert_eq!(wanted("gzip;q=0, br;q=0.000"), Coding::Identity);
        assert_eq!(wanted("identity, gzip;q=0.999"), Coding::Identity);
        assert_eq!(wanted("gzip;q=2, br;q=1e0, zstd;w=1"), Coding::Identity);
        assert_eq!(wanted("*"), Coding::Identity);
    }

    fn decoded(coding: Coding, bytes: &[u8]) -> Vec<u8> {
        let mut text = Vec::new();
        match coding {
            Coding::Identity => text.extend_from_slice(bytes),
            Coding::Gzip => {
                flate2::read::GzDecoder::new(bytes).read_to_end(&mut text).map(drop).expect("gzip");
            }
            Coding::Brotli => {
                brotli::Decompressor::new(bytes, 4096).read_to_end(&mut text).map(drop).expect("br");
            }
            Coding::Zstd => text = zstd::decode_all(bytes).expect("zstd"),
        }
        text
    }

    #[test]
    fn a_body_decodes_to_its_text_in_every_coding_and_comes_in_steps() {
        let texts: Vec<Bytes> = (0..90usize)
            .map(|at| Bytes::from(format!("{at},").repeat(at * at)))
            .chain([Bytes::new()])
            .collect();
        let whole = texts.concat();
        for coding in [Coding::Identity, Coding::Gzip, Coding::Brotli, Coding::Zstd] {
            for is_large in [false, true] {
                let parts = texts.clone().into_iter().map(|text| Ok(Part::Text(text)));
                let mut encoder = Encoder::new(Box::new(parts), coding, is_large).expect("begins");
                let (mut bytes, mut steps) = (Vec::new(), 0);
                loop {
                    let pieces = encoder.step().expect("writes");
                    if pieces.is_empty() {
                        break;
                    }
                    steps += 1;
                    let step: usize = pieces.iter().map(|piece| piece.bytes.len()).sum();
                    assert!(step <= 2 * STEP, "{coding:?} {step}");
                    bytes.extend(pieces.iter().flat_map(|piece| &piece.bytes[..]));
                }
                assert_eq!(decoded(coding, &bytes), whole, "{coding:?}");
                assert!(coding != Coding::Identity || steps > 1, "{steps}");
            }
        }
    }

    #[test]
    fn a_part_that_fails_ends_the_body() {
        let parts = [Ok(Part::Text(Bytes::from_static(b"a"))), Err(Problem::internal("no"))].into_iter();
        assert!(Encoder::new(Box::new(parts), Coding::Gzip, true).expect("begins").step().is_err());
    }
}
