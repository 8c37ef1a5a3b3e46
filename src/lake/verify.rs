//! Opening: an object is compared with its name before anybody may read it.
//!
//! ```text
//! open ─► SHA-256 of all of it ─┬─ the name's ─► the same open file, or the bytes just hashed, are read
//!                               └─ another's  ─► damaged
//! ```
//!
//! What is published in one piece is hashed at each load. Months of measurements are large and are
//! opened often: they are hashed once per process, and again when the system says that the file is
//! another or was written to; a flaw of the disk that the system does not know of is found by the daily
//! scrub. Hashing runs on threads that may block.

use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

use object_store::{GetResultPayload, ObjectStoreExt};
use sha2::{Digest, Sha256};

use super::error::LakeError;
use super::key::{Key, Packing};
use super::object::Object;
use super::open::Lake;
use super::verified::Stamp;

/// Objects up to this size are read whole: what is then understood is what was compared with the name.
const READ_WHOLE: u64 = 16 << 20;
/// Bytes hashed at a time.
const CHUNK: usize = 1 << 18;

/// Told the size of every piece that was hashed; may sleep.
pub type Pace<'p> = dyn FnMut(u64) + 'p;

impl Lake {
    /// Opens an object, all of it compared with its name.
    ///
    /// # Errors
    /// When there is no such object, it cannot be read, or it is not what its name says.
    pub async fn get(&self, key: &Key) -> Result<Object, LakeError> {
        let failed = |source| LakeError::Store { key: key.clone(), source };
        let path = self.root.join(key.as_str());
        // A pipe or a device would be waited for.
        if tokio::fs::metadata(&path).await.is_ok_and(|found| !found.is_file()) {
            return Err(LakeError::Io { doing: "open", path, source: not_a_file() });
        }
        let found = self.store.get(&key.as_str().into()).await.map_err(failed)?;
        let object = match found.payload {
            GetResultPayload::File(file, _) => Object::from_file(key.clone(), file),
            GetResultPayload::Stream(_) => {
                Object::from_bytes(key.clone(), found.bytes().await.map_err(failed)?)
            }
        };
        blocking(move || object.verified()).await
    }

    /// Opens an original, compared with its name: reads the bytes as they arrived.
    ///
    /// # Errors
    /// When there is no such object, it cannot be read, or what comes out is not what its name says.
    pub async fn original(&self, key: &Key) -> Result<Box<dyn Read + Send>, LakeError> {
        self.get(key).await?.unpacked()
    }

    /// Opens a local object, all of it compared with its name as [`Lake::get`] does, and a small one in memory from then
    /// on: for threads that may block.
    ///
    /// # Errors
    /// When there is no such object, it cannot be read, or it is not what its name says.
    pub fn get_local(&self, key: &Key) -> Result<Object, LakeError> {
        self.open_file(key)?.0.verified()
    }

    /// Opens a local object at once, compared with its name once per process: for threads that may block.
    ///
    /// # Errors
    /// When there is no such object, it cannot be read, or it is not what its name says.
    pub fn open_local(&self, key: &Key) -> Result<Object, LakeError> {
        let (object, stamp) = self.open_file(key)?;
        if !self.verified.knows(key, stamp) {
            object.compare(&mut |_| ())?;
            self.verified.remember(key, stamp);
        }
        Ok(object)
    }

    /// Compares all of a local object with its name, whatever is remembered of it, and tells `pace` of every
    /// piece that was read.
    ///
    /// # Errors
    /// When there is no such object, it cannot be read, or it is not what its name says.
    pub fn verify(&self, key: &Key, pace: &mut Pace<'_>) -> Result<(), LakeError> {
        self.verified.forget(key);
        let (object, stamp) = self.open_file(key)?;
        object.compare(pace)?;
        self.verified.remember(key, stamp);
        Ok(())
    }

    fn open_file(&self, key: &Key) -> Result<(Object, Stamp), LakeError> {
        let path = self.root.join(key.as_str());
        let file = open_regular(&path).map_err(LakeError::io("open", &path))?;
        let stamp = Stamp::of(&file.metadata().map_err(LakeError::io("open", &path))?);
        Ok((Object::from_file(key.clone(), file), stamp))
    }
}

fn not_a_file() -> io::Error {
    io::Error::new(io::ErrorKind::InvalidInput, "it is not a file")
}

fn open_regular(path: &Path) -> io::Result<File> {
    if std::fs::metadata(path)?.is_file() { File::open(path) } else { Err(not_a_file()) }
}

impl Object {
    /// The same object, compared with its name. A small one is in memory from then on.
    fn verified(mut self) -> Result<Self, LakeError> {
        if self.size() <= READ_WHOLE {
            self = self.in_memory()?;
        }
        self.compare(&mut |_| ())?;
        Ok(self)
    }

    /// Compares the content, unpacked where we packed it, with the name.
    fn compare(&self, pace: &mut Pace<'_>) -> Result<(), LakeError> {
        let mut hash = Sha256::new();
        if let (Some(bytes), Packing::None) = (self.bytes(), self.key().packing()) {
            hash.update(bytes);
            pace(self.size());
        } else {
            let mut buffer = vec![0; CHUNK];
            let mut content = self.unpacked()?;
            loop {
                let read = content.read(&mut buffer).map_err(|error| self.unread(error))?;
                if read == 0 {
                    break;
                }
                hash.update(&buffer[..read]);
                pace(read as u64);
            }
        }
        let (found, named) = (hex::encode(hash.finalize()), self.key().hash());
        if found == named {
            return Ok(());
        }
        Err(LakeError::damaged(self.key(), format!("its SHA-256 is {found}, and its name says {named}")))
    }

    /// The bytes as they arrived.
    fn unpacked(&self) -> Result<Box<dyn Read + Send>, LakeError> {
        let reader = self.reader()?;
        Ok(match self.key().packing() {
            Packing::None => reader,
            Packing::Gzip => Box::new(flate2::read::GzDecoder::new(reader)),
            Packing::Zstd => {
                let decoder = zstd::Decoder::new(reader).map_err(|error| self.unread(error))?;
                Box::new(decoder)
            }
        })
    }

    /// What it means that reading failed: the system's own errors are its own, all else is the content.
    fn unread(&self, source: io::Error) -> LakeError {
        if source.raw_os_error().is_some() {
            LakeError::Io { doing: "read", path: self.key().as_str().into(), source }
        } else {
            LakeError::damaged(self.key(), source)
        }
    }
}

/// Runs what blocks off the threads that serve requests.
async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, LakeError> + Send + 'static,
) -> Result<T, LakeError> {
    tokio::task::spawn_blocking(work).await.unwrap_or_else(|error| {
        Err(LakeError::damaged("an object", format!("reading it ended early: {error}")))
    })
}
