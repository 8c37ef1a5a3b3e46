//! An answer's body on its way to the disk: counted, unpacked, and given up when it lies or drips.

use std::io::{self, Write};

use flate2::write::MultiGzDecoder;
use reqwest::{Response, Version, header};

use super::super::config::HttpSource;
use super::{Failure, Pace, hop};
use crate::desk::{Spool, Spooled, Upload};
use crate::domain::{CollectReason, causes};

/// An upload with an end, that remembers why a write failed.
struct Bounded {
    upload: Upload,
    limit: u64,
    over: bool,
    disk: Option<io::Error>,
}

impl Write for Bounded {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if self.upload.bytes() + bytes.len() as u64 > self.limit {
            self.over = true;
            return Err(io::Error::other("too large"));
        }
        self.upload.write(bytes).map_err(|error| {
            let copy = io::Error::new(error.kind(), error.to_string());
            self.disk = Some(error);
            copy
        })
    }

    fn flush(&mut self) -> io::Result<()> {
        self.upload.flush()
    }
}

/// Where bytes go: as they are, or through what unpacks them.
enum Sink {
    Plain(Bounded),
    Gzip(Box<MultiGzDecoder<Bounded>>),
}

impl Sink {
    fn bounded(&self) -> &Bounded {
        match self {
            Self::Plain(bounded) => bounded,
            Self::Gzip(decoder) => decoder.get_ref(),
        }
    }

    fn write(&mut self, bytes: &[u8]) -> Result<(), Failure> {
        let written = match self {
            Self::Plain(bounded) => bounded.write_all(bytes),
            Self::Gzip(decoder) => decoder.write_all(bytes),
        };
        written.map_err(|error| self.failure(&error))
    }

    fn finish(mut self) -> Result<Spooled, Failure> {
        if let Self::Gzip(decoder) = &mut self {
            let ended = decoder.try_finish();
            ended.map_err(|error| self.failure(&error))?;
        }
        let bounded = match self {
            Self::Plain(bounded) => bounded,
            Self::Gzip(decoder) => decoder.finish().map_err(|error| {
                Failure::passing(CollectReason::Decode, format!("its gzip coding is broken: {error}"))
            })?,
        };
        bounded.upload.finish().map_err(|error| disk(&error))
    }

    /// Why a write failed: the limit, the disk, or the coding.
    fn failure(&self, error: &io::Error) -> Failure {
        let bounded = self.bounded();
        match &bounded.disk {
            _ if bounded.over => too_large(bounded.limit),
            Some(error) => disk(error),
            None => Failure::passing(CollectReason::Decode, format!("its gzip coding is broken: {error}")),
        }
    }
}

fn too_large(limit: u64) -> Failure {
    let problem = format!("the file is larger than limit_mib = {}", limit >> 20);
    Failure::new(CollectReason::TooLarge, problem)
}

fn disk(error: &io::Error) -> Failure {
    tracing::error!(error = %causes(error), "collect.spool.failed");
    Failure::new(CollectReason::Internal, "it cannot be written to this machine's disk; the log says why")
}

/// Receives a body to its end.
pub(super) async fn receive(
    source: &HttpSource,
    mut response: Response,
    spool: &Spool,
    limit: u64,
    received: &mut u64,
) -> Result<Spooled, Failure> {
    if response.content_length().is_some_and(|length| length > limit) {
        return Err(too_large(limit));
    }
    let mut sink = sink(&response, spool, limit)?;
    let mut pace = Pace::new(source);
    let mut own = 0;
    loop {
        let next = tokio::time::timeout(source.idle_timeout, response.chunk()).await;
        let Ok(chunk) = next else {
            let problem = format!("no byte for idle_timeout = {:?}", source.idle_timeout);
            return Err(Failure::passing(CollectReason::Slow, problem));
        };
        let Some(chunk) = chunk.map_err(|error| hop::failure(&error))? else { break };
        own += chunk.len() as u64;
        *received += chunk.len() as u64;
        if own > limit {
            return Err(too_large(limit));
        }
        // Into a buffer and, now and then, to the page cache: shorter than a hop to another thread.
        sink.write(&chunk)?;
        if !pace.came(chunk.len() as u64) {
            let problem = format!("slower than slowest_kib = {} a second", source.slowest >> 10);
            return Err(Failure::passing(CollectReason::Slow, problem));
        }
    }
    sink.finish()
}

/// Where the body goes, by the answer's own words.
fn sink(response: &Response, spool: &Spool, limit: u64) -> Result<Sink, Failure> {
    let text = |name| {
        let value = response.headers().get(name).and_then(|value| value.to_str().ok());
        value.unwrap_or_default().trim().to_ascii_lowercase()
    };
    let coding = text(header::CONTENT_ENCODING);
    let packed = match coding.as_str() {
        "" | "identity" => false,
        "gzip" | "x-gzip" => true,
        _ => {
            let problem = "the answer has a coding that was not asked for: only gzip is";
            return Err(Failure::new(CollectReason::Decode, problem));
        }
    };
    // As hyper reads it: only the last coding of the last line says that chunks end the body. A gzip of
    // several members that broke off between two of them looks whole: it too must be delimited.
    let line = response.headers().get_all(header::TRANSFER_ENCODING).iter().next_back();
    let coding = line.and_then(|line| line.to_str().ok()).and_then(|line| line.rsplit(',').next());
    let chunked = coding.is_some_and(|coding| coding.trim().eq_ignore_ascii_case("chunked"));
    let ends = chunked || response.content_length().is_some();
    if !ends && response.version() < Version::HTTP_2 {
        let problem = "the answer does not say where it ends (neither Content-Length nor chunked): \
             one that broke off would look whole";
        return Err(Failure::new(CollectReason::Body, problem));
    }
    let upload = spool.begin().map_err(|error| disk(&error))?;
    let bounded = Bounded { upload, limit, over: false, disk: None };
    Ok(if packed { Sink::Gzip(Box::new(MultiGzDecoder::new(bounded))) } else { Sink::Plain(bounded) })
}
