//! Parquet of somebody else: read row by row, for imports.
//!
//! Only flat columns are offered; what is nested stands there as nothing. Only the columns asked for
//! are read, a few thousand rows at a time, so that a file of any size takes little memory.

use std::fs::File;

use arrow_array::cast::AsArray;
use arrow_array::types::{
    Float32Type, Float64Type, Int8Type, Int16Type, Int32Type, Int64Type, TimestampMicrosecondType,
    TimestampMillisecondType, TimestampNanosecondType, TimestampSecondType, UInt8Type, UInt16Type,
    UInt32Type, UInt64Type,
};
use arrow_array::{Array, ArrowPrimitiveType, RecordBatch};
use arrow_schema::{DataType, TimeUnit};
use parquet::arrow::ProjectionMask;
use parquet::arrow::arrow_reader::{ArrowReaderOptions, ParquetRecordBatchReaderBuilder};

use super::LakeError;

/// What stands in one field.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum ForeignField<'a> {
    /// Nothing, or something that is neither text nor number.
    Empty,
    /// Text.
    Text(&'a str),
    /// A number; instants are milliseconds since 1970.
    Number(f64),
}

/// A Parquet file, its footer read.
#[derive(Debug)]
pub struct ForeignTable {
    builder: ParquetRecordBatchReaderBuilder<File>,
    name: String,
}

impl ForeignTable {
    /// Reads a file's footer; `name` is what errors call it.
    ///
    /// # Errors
    /// When it is no Parquet.
    pub fn open(file: File, name: &str) -> Result<Self, LakeError> {
        // What Arrow's writers say of their types is left aside: plain types are all that is wanted.
        let options = ArrowReaderOptions::new().with_skip_arrow_metadata(true);
        let builder = ParquetRecordBatchReaderBuilder::try_new_with_options(file, options)
            .map_err(LakeError::parquet(name))?;
        Ok(Self { builder, name: name.to_owned() })
    }

    /// The names of its columns.
    pub fn columns(&self) -> Vec<String> {
        self.builder.schema().fields().iter().map(|field| field.name().clone()).collect()
    }

    /// How many rows it has.
    pub fn rows(&self) -> u64 {
        self.builder.metadata().file_metadata().num_rows().unsigned_abs()
    }

    /// Hands over every row: a field per column, empty where the column is not among `used`.
    ///
    /// # Errors
    /// When the file is damaged or packed in a way this program cannot unpack, or `take` fails.
    pub fn read<E: From<LakeError>>(
        self,
        used: &[usize],
        mut take: impl FnMut(&[ForeignField<'_>]) -> Result<(), E>,
    ) -> Result<(), E> {
        let width = self.builder.schema().fields().len();
        let mask = ProjectionMask::roots(self.builder.parquet_schema(), used.iter().copied());
        let built = self.builder.with_projection(mask).with_batch_size(1 << 13).build();
        let reader = built.map_err(LakeError::parquet(&self.name))?;
        for batch in reader {
            let batch = batch.map_err(|error| LakeError::damaged(&self.name, error))?;
            for row in 0..batch.num_rows() {
                let mut fields = vec![ForeignField::Empty; width];
                for (column, place) in used.iter().enumerate() {
                    fields[*place] = field(&batch, column, row);
                }
                take(&fields)?;
            }
        }
        Ok(())
    }
}

fn field(batch: &RecordBatch, column: usize, row: usize) -> ForeignField<'_> {
    let array = batch.column(column);
    if array.is_null(row) {
        return ForeignField::Empty;
    }
    let milliseconds = |number: i64, parts: f64| ForeignField::Number(number as f64 / parts);
    match array.data_type() {
        DataType::Utf8 => ForeignField::Text(array.as_string::<i32>().value(row)),
        DataType::LargeUtf8 => ForeignField::Text(array.as_string::<i64>().value(row)),
        DataType::Float64 => ForeignField::Number(array.as_primitive::<Float64Type>().value(row)),
        DataType::Float32 => ForeignField::Number(f64::from(array.as_primitive::<Float32Type>().value(row))),
        DataType::Int64 => ForeignField::Number(array.as_primitive::<Int64Type>().value(row) as f64),
        DataType::UInt64 => ForeignField::Number(array.as_primitive::<UInt64Type>().value(row) as f64),
        DataType::Int32 => small::<Int32Type>(array, row),
        DataType::Int16 => small::<Int16Type>(array, row),
        DataType::Int8 => small::<Int8Type>(array, row),
        DataType::UInt32 => small::<UInt32Type>(array, row),
        DataType::UInt16 => small::<UInt16Type>(array, row),
        DataType::UInt8 => small::<UInt8Type>(array, row),
        DataType::Timestamp(TimeUnit::Second, _) => {
            ForeignField::Number(array.as_primitive::<TimestampSecondType>().value(row) as f64)
        }
        DataType::Timestamp(TimeUnit::Millisecond, _) => {
            milliseconds(array.as_primitive::<TimestampMillisecondType>().value(row), 1.0)
        }
        DataType::Timestamp(TimeUnit::Microsecond, _) => {
            milliseconds(array.as_primitive::<TimestampMicrosecondType>().value(row), 1e3)
        }
        DataType::Timestamp(TimeUnit::Nanosecond, _) => {
            milliseconds(array.as_primitive::<TimestampNanosecondType>().value(row), 1e6)
        }
        _ => ForeignField::Empty,
    }
}

fn small<T: ArrowPrimitiveType<Native: Into<f64>>>(array: &dyn Array, row: usize) -> ForeignField<'static> {
    ForeignField::Number(array.as_primitive::<T>().value(row).into())
}
