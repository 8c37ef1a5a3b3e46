//! Files of measurements: from their bytes to the desk's writer, in little memory whatever their size.

use std::cell::Cell;
use std::fs::File;
use std::io::{self, BufRead, BufReader, Read, Seek};
use std::path::{Path, PathBuf};
use std::rc::Rc;

use flate2::read::MultiGzDecoder;
use serde::de::{Deserializer as _, SeqAccess, Visitor};

use super::error::{DeskError, broken};
use super::measurements::{BatchWriter, MeasurementReceipt, SentBy};
use super::open::Desk;
use crate::catalogue::Aggregate;
use crate::domain::{Actor, LonLat, Month, SourceId, word_list};
use crate::intake::measurements::atlas::{AtlasPlaces, PingResult};
use crate::intake::measurements::batch::Sent;
use crate::intake::measurements::iqb::{self, CountryRows, Percentiles};
use crate::intake::measurements::ndt7::Ndt7Result;
use crate::intake::measurements::table::{Field, Layout, Mapping};
use crate::intake::measurements::{Draft, MeasurementRule};
use crate::lake::external_parquet::{ForeignField, ForeignTable};

/// The longest row, line or JSON document that is read.
const LONGEST: usize = 8 << 20;

word_list!(
    /// What a file of measurements is.
    ImportFormat, "format" {
        /// Comma-separated values, plain or gzip.
        Csv => "csv",
        /// Parquet with flat columns.
        Parquet => "parquet",
        /// Tests of our own API, a line each.
        Ndjson => "ndjson",
        /// Raw ndt7 result files of M-Lab.
        Ndt7 => "ndt7",
        /// Ping results of RIPE Atlas, as an array or a line each.
        RipeAtlas => "ripe-atlas",
        /// IQB percentiles of M-Lab, as JSON or Parquet.
        Iqb => "iqb",
    }
);

/// What is imported, and what its files do not say.
#[derive(Debug, Clone)]
pub struct ImportRequest {
    /// The files, in order.
    pub files: Vec<PathBuf>,
    /// What they are.
    pub format: ImportFormat,
    /// Whose measurements.
    pub source: SourceId,
    /// Who imports them, for the audit log.
    pub actor: Actor,
    /// How a table's columns are to be read.
    pub mapping: Mapping,
    /// The operator of results that do not name one.
    pub operator: String,
    /// The technology of results that do not name one.
    pub technology: String,
    /// The place of results that do not name one.
    pub here: Option<LonLat>,
    /// Places of RIPE Atlas probes.
    pub places: AtlasPlaces,
    /// The month of aggregates, where the file's name does not say.
    pub month: Option<Month>,
    /// The line that must stand beside aggregates.
    pub attribution: String,
    /// Rows that are held in memory and kept in one commit; at most [`CHUNK`](super::measurements::CHUNK).
    pub chunk: usize,
}

/// Told of bytes read.
pub type ReadWatcher = Box<dyn FnMut(u64) + Send>;

/// An aggregate of a file, and whether it had to be turned.
#[derive(Debug, Clone, PartialEq)]
pub struct ReadAggregate {
    /// What is kept.
    pub aggregate: Aggregate,
    /// Whether its percentiles came labelled upside down.
    pub turned: bool,
}

impl Desk {
    /// Imports files of single tests.
    ///
    /// # Errors
    /// When a file cannot be read, or keeping fails; what was kept by then stays.
    pub async fn import_files(
        &self,
        request: ImportRequest,
        mut watcher: ReadWatcher,
    ) -> Result<MeasurementReceipt, DeskError> {
        let sent = SentBy::own(request.source.clone(), request.actor.clone());
        self.import(sent, move |writer| {
            writer.keep_every(request.chunk);
            for file in &request.files {
                feed(&request, file, writer, &mut *watcher)?;
            }
            Ok(())
        })
        .await
    }

    /// Reads the country's aggregates out of files; keeps nothing.
    ///
    /// # Errors
    /// When a file cannot be read, is no such aggregate, or its month is unknown.
    pub fn read_aggregates(&self, request: &ImportRequest) -> Result<Vec<ReadAggregate>, DeskError> {
        let country = self.country.tree.get(self.country.tree.country()).code.clone();
        let mut all = Vec::new();
        for file in &request.files {
            // The file's own name first: a folder may be named after the day it was fetched.
            let own = file.file_name().and_then(|name| iqb::month_in(&name.to_string_lossy()));
            let named = own.or_else(|| iqb::month_in(&file.to_string_lossy()));
            let month = request.month.or(named).ok_or_else(|| {
                broken("reading aggregates")(format!(
                    "{}: its name says no month; give --month",
                    file.display()
                ))
            })?;
            for Percentiles { metric, samples, values, turned } in self.percentiles(file)? {
                let aggregate = Aggregate {
                    source: request.source.clone(),
                    territory: country.clone(),
                    month,
                    metric,
                    samples,
                    percentiles: values,
                    attribution: request.attribution.clone(),
                };
                all.push(ReadAggregate { aggregate, turned });
            }
        }
        Ok(all)
    }

    fn percentiles(&self, path: &Path) -> Result<Vec<Percentiles>, DeskError> {
        let doing = "reading aggregates";
        let mut file = open(path)?;
        let mut magic = [0; 4];
        let is_parquet = file.read_exact(&mut magic).is_ok() && magic == *b"PAR1";
        file.rewind().map_err(broken(doing))?;
        if !is_parquet {
            let mut bytes = Vec::new();
            file.take(LONGEST as u64).read_to_end(&mut bytes).map_err(broken(doing))?;
            return iqb::read_json(&bytes).map_err(broken(doing));
        }
        let table = ForeignTable::open(file, &path.to_string_lossy())?;
        let columns = table.columns();
        let rows = CountryRows::new(&self.country.meta.id, &columns).map_err(broken(doing))?;
        let mut found = None;
        table.read(&rows.used(), |row| {
            let row: Vec<Field<'_>> = row.iter().map(field).collect();
            if let Some(percentiles) = rows.row(&row).map_err(broken(doing))? {
                found = Some(percentiles);
            }
            Ok::<(), DeskError>(())
        })?;
        found.ok_or_else(|| broken(doing)(rows.missing()))
    }
}

fn feed(
    request: &ImportRequest,
    path: &Path,
    writer: &mut BatchWriter<'_>,
    watcher: &mut dyn FnMut(u64),
) -> Result<(), DeskError> {
    if request.format == ImportFormat::Parquet {
        return parquet(request, path, writer, watcher);
    }
    let file = Counted { file: open(path)?, read: Rc::default() };
    let read = Rc::clone(&file.read);
    let mut told = 0;
    let mut tell = move || {
        if read.get() > told {
            watcher(read.get() - told);
            told = read.get();
        }
    };
    let mut source = BufReader::with_capacity(1 << 18, file);
    let packed = source.fill_buf().map_err(reading(path))?.starts_with(&[0x1f, 0x8b]);
    let plain: Box<dyn Read> = if packed { Box::new(MultiGzDecoder::new(source)) } else { Box::new(source) };
    let (operator, technology) = (&*request.operator, &*request.technology);
    match request.format {
        ImportFormat::Csv => csv(request, path, plain, writer, &mut tell),
        ImportFormat::Ndjson => lines(path, plain, writer, &mut tell, |line, writer| {
            let sent = serde_json::from_slice::<Sent>(line).ok();
            take_or_refuse(sent.as_ref().map(Sent::draft).as_ref(), writer)
        }),
        ImportFormat::RipeAtlas => {
            let mut take = |result: serde_json::Result<PingResult>, writer: &mut BatchWriter<'_>| {
                let result = result.ok();
                let draft = result
                    .as_ref()
                    .and_then(|result| result.draft(operator, technology, &request.places, request.here));
                take_or_refuse(draft.as_ref(), writer)
            };
            let mut plain = BufReader::with_capacity(1 << 18, plain);
            if begins_with_bracket(&mut plain).map_err(reading(path))? {
                array(path, plain, writer, &mut tell, &mut take)
            } else {
                lines(path, plain, writer, &mut tell, |line, writer| {
                    take(serde_json::from_slice(line), writer)
                })
            }
        }
        ImportFormat::Ndt7 => {
            let mut bytes = Vec::new();
            plain.take(LONGEST as u64).read_to_end(&mut bytes).map_err(reading(path))?;
            tell();
            let result = serde_json::from_slice::<Ndt7Result>(&bytes).ok();
            let draft = result.as_ref().and_then(|result| result.draft(operator, technology, request.here));
            take_or_refuse(draft.as_ref(), writer)
        }
        ImportFormat::Parquet | ImportFormat::Iqb => {
            Err(broken("importing measurements")(format!("{} is read as a whole", request.format)))
        }
    }
}

fn take_or_refuse(draft: Option<&Draft<'_>>, writer: &mut BatchWriter<'_>) -> Result<(), DeskError> {
    if let Some(draft) = draft {
        return writer.take(draft);
    }
    refuse(writer);
    Ok(())
}

fn refuse(writer: &mut BatchWriter<'_>) {
    writer.refuse(MeasurementRule::Unreadable);
}

fn csv(
    request: &ImportRequest,
    path: &Path,
    plain: Box<dyn Read>,
    writer: &mut BatchWriter<'_>,
    tell: &mut dyn FnMut(),
) -> Result<(), DeskError> {
    let since = Rc::new(Cell::new(0));
    let bounded = Bounded { inner: plain, since: Rc::clone(&since) };
    let mut reader = csv::ReaderBuilder::new().flexible(true).from_reader(bounded);
    let headers = reader.headers().map_err(reading(path))?;
    let columns: Vec<String> =
        headers.iter().map(|name| name.trim_start_matches('\u{feff}').to_owned()).collect();
    let layout = Layout::new(&request.mapping, &columns).map_err(reading(path))?;
    let used = layout.used();
    let mut record = csv::StringRecord::new();
    loop {
        since.set(0);
        match reader.read_record(&mut record) {
            Ok(false) => return Ok(()),
            Ok(true) => {
                let mut fields = vec![Field::Empty; columns.len()];
                for place in &used {
                    if let Some(text) = record.get(*place) {
                        fields[*place] = Field::Text(text.into());
                    }
                }
                writer.take(&layout.draft(&fields))?;
            }
            Err(error) if error.is_io_error() => return Err(reading(path)(error)),
            Err(_) => refuse(writer),
        }
        if writer.rows().is_multiple_of(4096) {
            tell();
        }
    }
}

fn parquet(
    request: &ImportRequest,
    path: &Path,
    writer: &mut BatchWriter<'_>,
    watcher: &mut dyn FnMut(u64),
) -> Result<(), DeskError> {
    let file = open(path)?;
    let bytes = file.metadata().map_err(reading(path))?.len();
    let table = ForeignTable::open(file, &path.to_string_lossy())?;
    let columns = table.columns();
    let layout = Layout::new(&request.mapping, &columns).map_err(reading(path))?;
    let per_row = bytes as f64 / table.rows().max(1) as f64;
    let (mut done, mut told) = (0u64, 0u64);
    table.read(&layout.used(), |row| {
        let fields: Vec<Field<'_>> = row.iter().map(field).collect();
        writer.take(&layout.draft(&fields))?;
        done += 1;
        if done.is_multiple_of(4096) {
            let now = (done as f64 * per_row) as u64;
            watcher(now - told);
            told = now;
        }
        Ok::<(), DeskError>(())
    })
}

fn field<'a>(field: &'a ForeignField<'_>) -> Field<'a> {
    match field {
        ForeignField::Empty => Field::Empty,
        ForeignField::Text(text) => Field::Text(text.as_ref().into()),
        ForeignField::Number(number) => Field::Number(*number),
        ForeignField::Instant(at) => Field::Instant(*at),
    }
}

/// Hands over every line, none of them longer than is read.
fn lines(
    path: &Path,
    plain: impl Read,
    writer: &mut BatchWriter<'_>,
    tell: &mut dyn FnMut(),
    mut take: impl FnMut(&[u8], &mut BatchWriter<'_>) -> Result<(), DeskError>,
) -> Result<(), DeskError> {
    let mut plain = BufReader::with_capacity(1 << 18, plain);
    let mut line = Vec::new();
    loop {
        line.clear();
        let count =
            plain.by_ref().take(LONGEST as u64).read_until(b'\n', &mut line).map_err(reading(path))?;
        if count == 0 {
            return Ok(());
        }
        if count == LONGEST {
            return Err(reading(path)(too_long()));
        }
        if !line.trim_ascii().is_empty() {
            take(&line, writer)?;
        }
        tell();
    }
}

fn begins_with_bracket(source: &mut impl BufRead) -> io::Result<bool> {
    loop {
        let buffer = source.fill_buf()?;
        let blank = buffer.iter().take_while(|byte| byte.is_ascii_whitespace()).count();
        match buffer.get(blank) {
            Some(byte) => return Ok(*byte == b'['),
            None if buffer.is_empty() => return Ok(false),
            None => source.consume(blank),
        }
    }
}

type TakeResult<'t> =
    &'t mut dyn FnMut(serde_json::Result<PingResult>, &mut BatchWriter<'_>) -> Result<(), DeskError>;

/// Hands over the items of a JSON array one by one, without holding the array.
fn array(
    path: &Path,
    plain: impl Read,
    writer: &mut BatchWriter<'_>,
    tell: &mut dyn FnMut(),
    take: TakeResult<'_>,
) -> Result<(), DeskError> {
    struct Items<'i, 'd> {
        writer: &'i mut BatchWriter<'d>,
        tell: &'i mut dyn FnMut(),
        take: TakeResult<'i>,
        failed: &'i mut Option<DeskError>,
    }
    impl<'de> Visitor<'de> for Items<'_, '_> {
        type Value = ();
        fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
            f.write_str("an array of results")
        }
        fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<(), A::Error> {
            while let Some(item) = items.next_element::<serde_json::Value>()? {
                if let Err(error) = (self.take)(serde_json::from_value(item), self.writer) {
                    *self.failed = Some(error);
                    return Err(serde::de::Error::custom("the desk failed"));
                }
                (self.tell)();
            }
            Ok(())
        }
    }
    let mut failed = None;
    let mut input = serde_json::Deserializer::from_reader(plain);
    let ended = (&mut input).deserialize_seq(Items { writer, tell, take, failed: &mut failed });
    match (failed, ended) {
        (Some(error), _) => Err(error),
        // What follows the array must not be dropped unsaid.
        (None, ended) => ended.and_then(|()| input.end()).map_err(reading(path)),
    }
}

fn open(path: &Path) -> Result<File, DeskError> {
    File::open(path).map_err(reading(path))
}

fn reading<E: std::fmt::Display>(path: &Path) -> impl FnOnce(E) -> DeskError {
    move |error| broken("importing measurements")(format!("{}: {error}", path.display()))
}

fn too_long() -> io::Error {
    io::Error::other(format!("a row is longer than {} MiB: a quotation that does not end?", LONGEST >> 20))
}

/// Counts the bytes read from the disk.
struct Counted {
    file: File,
    read: Rc<Cell<u64>>,
}

impl Read for Counted {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.file.read(buffer)?;
        self.read.set(self.read.get() + count as u64);
        Ok(count)
    }
}

/// Ends a stream that goes on and on without a row's end.
struct Bounded {
    inner: Box<dyn Read>,
    since: Rc<Cell<usize>>,
}

impl Read for Bounded {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.inner.read(buffer)?;
        self.since.set(self.since.get() + count);
        if self.since.get() > LONGEST { Err(too_long()) } else { Ok(count) }
    }
}
