//! From a file to a stream of plain text: packaging, limits on what it unpacks to, and what it holds.
//!
//! Nothing here believes a name or a declared size: packaging and content are told from the first
//! bytes, and every stream stops by itself once it gave more than the limits allow.

use std::cell::Cell;
use std::fs::File;
use std::io::{self, BufReader, Cursor, Read, Seek, SeekFrom};
use std::rc::Rc;

use encoding_rs::Encoding;
use encoding_rs_io::DecodeReaderBytesBuilder;
use flate2::read::MultiGzDecoder;
use zip::{CompressionMethod, ZipArchive, result::ZipError};

use super::content::{Content, Entry, archive_of, content_of, mark_length};
use super::error::IntakeError;
use super::limits::Limits;
use super::report::{Findings, Place};
use super::rules::Rule;

/// Why a stream stopped before its end; travels inside an [`io::Error`] through the parsers.
#[derive(Debug, thiserror::Error)]
pub(super) enum Stop {
    /// The disk, not the file, is at fault.
    #[error("cannot read the file: {0}")]
    Disk(io::Error),
    /// More bytes than the limit, unpacked or as they are.
    #[error("too many bytes")]
    TooLarge { packed: bool },
    /// More bytes than the packed size explains.
    #[error("unpacks to far more than its size")]
    Ratio,
    /// A quotation opened on this line does not end.
    #[error("quotation of line {0} does not end")]
    OpenQuote(u64),
    /// The row beginning on this line does not end.
    #[error("row of line {0} does not end")]
    LongRow(u64),
    /// The JSON text beginning on this line does not end.
    #[error("text of line {0} does not end")]
    LongText(u64),
    /// JSON is nested too deep on this line.
    #[error("line {0} is nested too deep")]
    TooDeep(u64),
}

impl Stop {
    /// As an error of a stream.
    pub(super) fn into_io(self) -> io::Error {
        io::Error::other(self)
    }

    /// Takes the reason back out of a stream's error.
    ///
    /// What is no `Stop` comes from a decoder that met damaged data.
    pub(super) fn report(
        error: io::Error,
        limits: &Limits,
        findings: &mut Findings,
    ) -> Result<(), IntakeError> {
        let text = error.to_string();
        let stop = error.into_inner().and_then(|inner| inner.downcast::<Stop>().ok());
        match stop.map(|stop| *stop) {
            Some(Stop::Disk(source)) => return Err(IntakeError::Read(source)),
            Some(Stop::TooLarge { packed }) => {
                let rule = if packed { Rule::ArchiveTooLarge } else { Rule::TooLarge };
                findings.add(rule, || Place::file().expected(bytes_in_words(limits.bytes)));
            }
            Some(Stop::Ratio) => {
                findings.add(Rule::ArchiveBomb, || Place::file().expected(limits.ratio));
            }
            Some(Stop::OpenQuote(line)) => findings.add(Rule::CsvQuote, || Place::row(line)),
            Some(Stop::LongRow(line)) => {
                findings
                    .add(Rule::CsvLongRow, || Place::row(line).expected(bytes_in_words(limits.row_bytes)));
            }
            Some(Stop::LongText(line)) => {
                findings
                    .add(Rule::JsonLongText, || Place::row(line).expected(bytes_in_words(limits.text_bytes)));
            }
            Some(Stop::TooDeep(line)) => findings.add(Rule::JsonTooDeep, || Place::row(line)),
            None => findings.add(Rule::ArchiveCorrupt, || Place::file().value(text)),
        }
        Ok(())
    }
}

/// A number of bytes as people write it.
pub(super) fn bytes_in_words(bytes: u64) -> String {
    const STEPS: [(u64, &str); 3] = [(1 << 30, "GiB"), (1 << 20, "MiB"), (1 << 10, "KiB")];
    STEPS.iter().find(|(size, _)| bytes >= *size).map_or_else(
        || format!("{bytes} bytes"),
        |(size, name)| {
            if bytes.is_multiple_of(*size) {
                format!("{} {name}", bytes / size)
            } else {
                format!("{:.1} {name}", bytes as f64 / *size as f64)
            }
        },
    )
}

/// The file on disk: counts what was read, and marks its own faults.
struct OnDisk {
    file: File,
    read: Rc<Cell<u64>>,
}

impl Read for OnDisk {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        match self.file.read(buffer) {
            Ok(count) => {
                self.read.set(self.read.get() + count as u64);
                Ok(count)
            }
            Err(error) if error.kind() == io::ErrorKind::Interrupted => Err(error),
            Err(error) => Err(Stop::Disk(error).into_io()),
        }
    }
}

impl Seek for OnDisk {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        self.file.seek(to)
    }
}

/// Stops a stream that gives more than the limits allow.
struct Bounded<R> {
    inner: R,
    given: u64,
    most: u64,
    most_by_ratio: u64,
    packed: bool,
}

impl<R: Read> Read for Bounded<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.inner.read(buffer)?;
        self.given += count as u64;
        if self.given > self.most {
            return Err(Stop::TooLarge { packed: self.packed }.into_io());
        }
        if self.given > self.most_by_ratio {
            return Err(Stop::Ratio.into_io());
        }
        Ok(count)
    }
}

/// How the file is packed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Packaging {
    Plain,
    Gzip,
    Zstd,
    Zip,
}

impl Packaging {
    fn as_str(self) -> &'static str {
        match self {
            Packaging::Plain => "none",
            Packaging::Gzip => "gzip",
            Packaging::Zstd => "zstd",
            Packaging::Zip => "zip",
        }
    }
}

/// A file about to be read, and what is known of it so far.
pub(super) struct Source<'a> {
    pub(super) limits: &'a Limits,
    pub(super) file_name: Option<&'a str>,
    /// Bytes read from the disk so far, for progress.
    pub(super) read: Rc<Cell<u64>>,
    /// Set once known.
    pub(super) packaging: Option<&'static str>,
    /// Size on disk.
    pub(super) bytes: u64,
}

/// The widest window that is unpacked, as a power of two: memory that a file can ask for.
const WINDOW_LOG: u32 = 27;
/// Files left beside the data that are named.
const LEFT_TOLD: usize = 5;
/// Bytes looked at to tell what a file is.
const HEAD: usize = 4096;

impl Source<'_> {
    /// Unpacks the file and hands its text to `read`; nothing when findings say why not.
    pub(super) fn open<T>(
        &mut self,
        mut file: File,
        findings: &mut Findings,
        read: impl FnOnce(&mut dyn Read, Content, &mut Findings) -> Result<T, IntakeError>,
    ) -> Result<Option<T>, IntakeError> {
        file.seek(SeekFrom::Start(0)).map_err(IntakeError::Read)?;
        let mut disk = OnDisk { file, read: Rc::clone(&self.read) };
        let head = match head_of(&mut disk) {
            Ok(head) => head,
            Err(error) => {
                Stop::report(error, self.limits, findings)?;
                return Ok(None);
            }
        };
        disk.file.seek(SeekFrom::Start(0)).map_err(IntakeError::Read)?;
        self.read.set(0);
        let packaging = match head.as_slice() {
            [0x1f, 0x8b, ..] => Packaging::Gzip,
            [0x28, 0xb5, 0x2f, 0xfd, ..] => Packaging::Zstd,
            [b'P', b'K', 3, 4, ..] | [b'P', b'K', 5, 6, ..] => Packaging::Zip,
            _ => Packaging::Plain,
        };
        self.packaging = Some(packaging.as_str());
        match packaging {
            Packaging::Plain => self.open_text(disk, false, findings, read),
            Packaging::Gzip => self.open_text(
                MultiGzDecoder::new(BufReader::with_capacity(1 << 16, disk)),
                true,
                findings,
                read,
            ),
            Packaging::Zstd => {
                let packed = BufReader::with_capacity(1 << 16, disk);
                let mut unpacked = zstd::Decoder::with_buffer(packed).map_err(IntakeError::Read)?;
                unpacked.window_log_max(WINDOW_LOG).map_err(IntakeError::Read)?;
                self.open_text(unpacked, true, findings, read)
            }
            Packaging::Zip => self.open_zip(disk, findings, read),
        }
    }

    fn open_zip<T>(
        &mut self,
        mut disk: OnDisk,
        findings: &mut Findings,
        read: impl FnOnce(&mut dyn Read, Content, &mut Findings) -> Result<T, IntakeError>,
    ) -> Result<Option<T>, IntakeError> {
        let entries = match directory_entries(&mut disk, self.bytes) {
            Ok(Some(entries)) => entries,
            Ok(None) => {
                findings.add(Rule::ArchiveCorrupt, || Place::file().value("its directory is missing"));
                return Ok(None);
            }
            Err(error) => return Err(IntakeError::Read(error)),
        };
        if entries > self.limits.zip_entries {
            findings.add(Rule::ArchiveManyFiles, || Place::file().value(entries));
            return Ok(None);
        }
        let mut archive = match ZipArchive::new(BufReader::with_capacity(1 << 16, disk)) {
            Ok(archive) => archive,
            Err(error) => return zip_fault(error, self.limits, findings).map(|()| None),
        };
        let wanted = match entries_of_data(&mut archive, findings) {
            Ok(Some(wanted)) => wanted,
            Ok(None) => return Ok(None),
            Err(error) => return zip_fault(error, self.limits, findings).map(|()| None),
        };
        let (at, encrypted, method) = match wanted.as_slice() {
            [one] => *one,
            [] => {
                findings.add(Rule::ArchiveNoFile, Place::file);
                return Ok(None);
            }
            several => {
                findings.add(Rule::ArchiveManyFiles, || Place::file().value(several.len()));
                return Ok(None);
            }
        };
        if encrypted {
            findings.add(Rule::ArchiveEncrypted, Place::file);
            return Ok(None);
        }
        if !matches!(method, CompressionMethod::Stored | CompressionMethod::Deflated) {
            findings.add(Rule::ArchiveMethod, || Place::file().value(method));
            return Ok(None);
        }
        match archive.by_index(at) {
            Ok(entry) => self.open_text(entry, true, findings, read),
            Err(error) => zip_fault(error, self.limits, findings).map(|()| None),
        }
    }

    /// Tells the content of unpacked text, and hands it on from its first byte.
    fn open_text<T>(
        &mut self,
        inner: impl Read,
        packed: bool,
        findings: &mut Findings,
        read: impl FnOnce(&mut dyn Read, Content, &mut Findings) -> Result<T, IntakeError>,
    ) -> Result<Option<T>, IntakeError> {
        let by_ratio = self.limits.ratio.saturating_mul(self.bytes).max(self.limits.ratio_grace);
        let mut bounded = Bounded {
            inner,
            given: 0,
            most: self.limits.bytes,
            most_by_ratio: if packed { by_ratio } else { u64::MAX },
            packed,
        };
        let head = match head_of(&mut bounded) {
            Ok(head) => head,
            Err(error) => {
                Stop::report(error, self.limits, findings)?;
                return Ok(None);
            }
        };
        if let Some(encoding) = utf16(&head) {
            findings.add(Rule::EncodingUtf16, || Place::file().value(encoding.name()));
            let text = DecodeReaderBytesBuilder::new()
                .encoding(Some(encoding))
                .build(Cursor::new(head).chain(bounded));
            return self.open_utf8(text, packed, findings, read);
        }
        self.open_utf8(Cursor::new(head).chain(bounded), packed, findings, read)
    }

    /// The same of text that was not UTF-16, or is it no more.
    fn open_utf8<T>(
        &mut self,
        mut text: impl Read,
        packed: bool,
        findings: &mut Findings,
        read: impl FnOnce(&mut dyn Read, Content, &mut Findings) -> Result<T, IntakeError>,
    ) -> Result<Option<T>, IntakeError> {
        let head = match head_of(&mut text) {
            Ok(head) => head,
            Err(error) => {
                Stop::report(error, self.limits, findings)?;
                return Ok(None);
            }
        };
        let content = match content_of(&head, head.len() < HEAD, self.file_name) {
            Ok(content) => content,
            Err(unread) => {
                let (rule, place) = unread.finding(packed);
                findings.add(rule, || place);
                return Ok(None);
            }
        };
        let skip = mark_length(&head);
        let mut head = Cursor::new(head);
        head.set_position(skip as u64);
        let mut whole = head.chain(text);
        read(&mut whole, content, findings).map(Some)
    }
}

fn head_of(reader: &mut impl Read) -> io::Result<Vec<u8>> {
    let mut head = Vec::with_capacity(HEAD);
    reader.take(HEAD as u64).read_to_end(&mut head)?;
    Ok(head)
}

/// UTF-16, told by its mark, or by every second byte of plain text being 0.
fn utf16(head: &[u8]) -> Option<&'static Encoding> {
    match head {
        [0xff, 0xfe, ..] => return Some(encoding_rs::UTF_16LE),
        [0xfe, 0xff, ..] => return Some(encoding_rs::UTF_16BE),
        _ => {}
    }
    let pairs: Vec<&[u8]> = head.chunks_exact(2).take(256).collect();
    let zeros = |at: usize| pairs.iter().filter(|pair| pair[at] == 0).count();
    let (first, second) = (zeros(0), zeros(1));
    let most = pairs.len() * 9 / 10;
    match (first, second) {
        _ if pairs.len() < 4 => None,
        (0, second) if second > most => Some(encoding_rs::UTF_16LE),
        (first, 0) if first > most => Some(encoding_rs::UTF_16BE),
        _ => None,
    }
}

/// An entry that may hold the data: its number, whether it is encrypted, and how it is packed.
type DataEntry = (usize, bool, CompressionMethod);

/// The entries of an archive that may hold its data; nothing where it is a file of another format, which is said.
fn entries_of_data<R: Read + Seek>(
    archive: &mut ZipArchive<R>,
    findings: &mut Findings,
) -> Result<Option<Vec<DataEntry>>, ZipError> {
    let (mut wanted, mut beside, mut names) = (Vec::new(), Vec::new(), Vec::new());
    for at in 0..archive.len() {
        let entry = archive.by_index_raw(at)?;
        let Ok(name) = entry.name() else { continue };
        let found = (at, entry.encrypted(), entry.compression());
        match Entry::of(&name) {
            Entry::Data => wanted.push(found),
            Entry::Beside => beside.push(found),
            Entry::Nothing => {}
        }
        names.push(name.into_owned());
    }
    if let Some(unread) = archive_of(names.iter().map(String::as_str)) {
        let (rule, place) = unread.finding(true);
        findings.add(rule, || place);
        return Ok(None);
    }
    // Where there is nothing else, a text may be the table itself.
    let wanted = if wanted.is_empty() { std::mem::take(&mut beside) } else { wanted };
    if !beside.is_empty() {
        let told = beside.iter().take(LEFT_TOLD);
        let left: Vec<String> =
            told.filter_map(|(at, ..)| Some(archive.name_for_index(*at)?.ok()?.into_owned())).collect();
        findings.add(Rule::ArchiveBeside, || Place::file().value(left.join(", ")));
    }
    Ok(Some(wanted))
}

/// How many entries a zip's directory declares, read from its end record before anything is believed.
///
/// The zip reader allocates per entry, so that a directory of millions must be refused beforehand.
fn directory_entries(disk: &mut OnDisk, bytes: u64) -> io::Result<Option<u64>> {
    const RECORD: usize = 22;
    let tail_len = bytes.min((RECORD + 0xffff) as u64);
    disk.file.seek(SeekFrom::Start(bytes - tail_len))?;
    let mut tail = Vec::with_capacity(tail_len as usize);
    (&mut disk.file).take(tail_len).read_to_end(&mut tail)?;
    disk.file.seek(SeekFrom::Start(0))?;
    let end = tail.windows(RECORD).rev().find(|window| window.starts_with(b"PK\x05\x06"));
    Ok(end.map(|record| {
        let entries = u64::from(u16::from_le_bytes([record[10], record[11]]));
        let size = u64::from(u32::from_le_bytes([record[12], record[13], record[14], record[15]]));
        // 46 bytes is the least an entry takes: a lying count is caught by the size.
        entries.max(size / (46 + 0xffff))
    }))
}

fn zip_fault(error: ZipError, limits: &Limits, findings: &mut Findings) -> Result<(), IntakeError> {
    match error {
        ZipError::Io(error) => Stop::report(error, limits, findings)?,
        ZipError::UnsupportedArchive(what) => {
            findings.add(Rule::ArchiveMethod, || Place::file().value(what));
        }
        ZipError::CompressionMethodNotSupported(method) => {
            findings.add(Rule::ArchiveMethod, || Place::file().value(format!("zip method {method}")));
        }
        other => findings.add(Rule::ArchiveCorrupt, || Place::file().value(other)),
    }
    Ok(())
}
