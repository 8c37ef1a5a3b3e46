//! An opened object: a local file, or bytes that a remote store sent.

use std::fs::File;
use std::io::{Cursor, Read};
use std::sync::Arc;

use bytes::Bytes;
use parquet::file::reader::{ChunkReader, Length};

use super::{Key, LakeError};

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
            Content::File(file) => Ok(Box::new(file.get_read(start)?)),
            Content::Bytes(bytes) => Ok(Box::new(Cursor::new(bytes.slice(start as usize..)))),
        }
    }

    fn get_bytes(&self, start: u64, length: usize) -> parquet::errors::Result<Bytes> {
        match &self.content {
            Content::File(file) => file.get_bytes(start, length),
            Content::Bytes(bytes) => bytes.get_bytes(start, length),
        }
    }
}
