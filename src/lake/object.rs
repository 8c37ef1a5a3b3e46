//! An opened object: a local file, or bytes that a remote store sent.
//!
//! Invariant: readers of one object do not disturb each other, whatever threads they are on. A file is
//! read at positions, never through its cursor, which all clones of a file share.

use std::fs::File;
use std::io::{BufReader, Cursor, Read};
use std::os::unix::fs::FileExt;
use std::sync::Arc;

use bytes::Bytes;
use parquet::errors::ParquetError;
use parquet::file::reader::{ChunkReader, Length};

use super::error::LakeError;
use super::key::Key;

/// An object of the lake, open for reading.
#[derive(Debug, Clone)]
pub struct Object {
    key: Key,
    content: Content,
}

#[derive(Debug, Clone)]
enum Content {
    /// Read piece by piece: a filing need not fit in memory.
    File(Arc<File>),
    Bytes(Bytes),
}

impl Object {
    pub(super) fn from_file(key: Key, file: File) -> Self {
        Self { key, content: Content::File(Arc::new(file)) }
    }

    pub(super) fn from_bytes(key: Key, bytes: Bytes) -> Self {
        Self { key, content: Content::Bytes(bytes) }
    }

    /// The object's name.
    pub fn key(&self) -> &Key {
        &self.key
    }

    /// Its size in bytes.
    pub(super) fn size(&self) -> u64 {
        Length::len(self)
    }

    /// The same object, its bytes in memory.
    ///
    /// # Errors
    /// When it cannot be read.
    pub(super) fn in_memory(self) -> Result<Self, LakeError> {
        let Content::File(file) = &self.content else { return Ok(self) };
        let mut bytes = vec![0; Length::len(file.as_ref()) as usize];
        let path = std::path::Path::new(self.key.as_str());
        file.read_exact_at(&mut bytes, 0).map_err(LakeError::io("read", path))?;
        Ok(Self { key: self.key, content: Content::Bytes(bytes.into()) })
    }

    /// Its bytes, where they are in memory.
    pub(super) fn bytes(&self) -> Option<&Bytes> {
        match &self.content {
            Content::File(_) => None,
            Content::Bytes(bytes) => Some(bytes),
        }
    }

    /// Some of its bytes, which must lie within it.
    ///
    /// # Errors
    /// When it cannot be read.
    pub(super) fn piece(&self, start: u64, length: usize) -> Result<Bytes, LakeError> {
        self.get_bytes(start, length).map_err(LakeError::parquet(&self.key))
    }

    /// A reader from the object's beginning.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn reader(&self) -> Result<Box<dyn Read + Send>, LakeError> {
        self.get_read(0).map_err(LakeError::parquet(&self.key))
    }
}

impl Length for Object {
    fn len(&self) -> u64 {
        match &self.content {
            Content::File(file) => Length::len(file.as_ref()),
            Content::Bytes(bytes) => Length::len(bytes),
        }
    }
}

impl ChunkReader for Object {
    type T = Box<dyn Read + Send>;

    fn get_read(&self, start: u64) -> parquet::errors::Result<Self::T> {
        match &self.content {
            Content::File(file) => Ok(Box::new(BufReader::new(Onwards { file: Arc::clone(file), start }))),
            Content::Bytes(bytes) => Ok(Box::new(Cursor::new(bytes.slice(start as usize..)))),
        }
    }

    fn get_bytes(&self, start: u64, length: usize) -> parquet::errors::Result<Bytes> {
        match &self.content {
            Content::File(file) => {
                let end = start.checked_add(length as u64).filter(|end| *end <= Length::len(file.as_ref()));
                let end = end.ok_or_else(|| ParquetError::EOF("the file ends before that".to_owned()))?;
                let mut bytes = vec![0; (end - start) as usize];
                file.read_exact_at(&mut bytes, start)?;
                Ok(bytes.into())
            }
            Content::Bytes(bytes) => bytes.get_bytes(start, length),
        }
    }
}

/// A file from a position on.
struct Onwards {
    file: Arc<File>,
    start: u64,
}

impl Read for Onwards {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        let read = self.file.read_at(buffer, self.start)?;
        self.start += read as u64;
        Ok(read)
    }
}
