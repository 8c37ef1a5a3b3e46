//! Parquet of somebody else: read row by row, for imports.
//!
//! Only the columns asked for are read, a few thousand rows at a time, so that a file of any size takes
//! little memory.
//!
//! Invariants: a column is read as it is, or the file is refused before its first row, naming the column,
//! its type or compression, and what was expected: nothing becomes empty because it was not understood.
//! A number that `f64` does not hold is handed over as its digits.

use std::borrow::Cow;
use std::fs::File;

use arrow_array::cast::AsArray;
use arrow_array::types::{
    Date32Type, Date64Type, Decimal32Type, Decimal64Type, Decimal128Type, Decimal256Type, DecimalType,
    Float16Type, Float32Type, Float64Type, Int8Type, Int16Type, Int32Type, Int64Type,
    TimestampMicrosecondType, TimestampMillisecondType, TimestampNanosecondType, TimestampSecondType,
    UInt8Type, UInt16Type, UInt32Type, UInt64Type,
};
use arrow_array::{Array, ArrowPrimitiveType, RecordBatch};
use arrow_schema::{DataType, TimeUnit};
use jiff::Timestamp;
use parquet::arrow::ProjectionMask;
use parquet::arrow::arrow_reader::{ArrowReaderOptions, ParquetRecordBatchReaderBuilder};
use parquet::basic::Compression;

use super::error::LakeError;

/// Whole numbers up to here are each an `f64` of their own.
const EXACT: u64 = 1 << 53;
const MILLISECONDS_PER_DAY: i64 = 86_400_000;

/// What stands in one field.
#[derive(Debug, Clone, PartialEq)]
pub enum ForeignField<'a> {
    /// Nothing.
    Empty,
    /// Text, a date (`2026-06-30`), or a number whose digits would not all fit in [`Self::Number`].
    Text(Cow<'a, str>),
    /// A number.
    Number(f64),
    /// An instant; without a zone, in UTC.
    Instant(Timestamp),
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
    /// When a used column has a type or a compression that is not read (before the first row), the file is
    /// damaged, or `take` fails.
    pub fn read<E: From<LakeError>>(
        self,
        used: &[usize],
        mut take: impl FnMut(&[ForeignField<'_>]) -> Result<(), E>,
    ) -> Result<(), E> {
        self.refuse_unread(used)?;
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

    /// Refuses used columns of a type, or packed in a way, that this program does not read.
    fn refuse_unread(&self, used: &[usize]) -> Result<(), LakeError> {
        let refused = |at: usize, is: String, expected: &'static str| LakeError::Column {
            what: self.name.clone(),
            column: self.builder.schema().field(at).name().clone(),
            is,
            expected,
        };
        for at in used {
            let kind = self.builder.schema().field(*at).data_type();
            if let Some(expected) = instead_of(kind) {
                return Err(refused(*at, format!("has the type {kind}"), expected));
            }
        }
        let schema = self.builder.parquet_schema();
        for group in self.builder.metadata().row_groups() {
            for (leaf, chunk) in group.columns().iter().enumerate() {
                let root = schema.get_column_root_idx(leaf);
                if let Some(codec) = unread_codec(chunk.compression()).filter(|_| used.contains(&root)) {
                    let expected = "write it with zstd, snappy, gzip or lz4";
                    return Err(refused(root, format!("is compressed with {codec}"), expected));
                }
            }
        }
        Ok(())
    }
}

/// The name of a compression that is not compiled in.
fn unread_codec(codec: Compression) -> Option<&'static str> {
    match codec {
        Compression::UNCOMPRESSED
        | Compression::SNAPPY
        | Compression::GZIP(_)
        | Compression::LZ4
        | Compression::LZ4_RAW
        | Compression::ZSTD(_) => None,
        Compression::BROTLI(_) => Some("BROTLI"),
        Compression::LZO => Some("LZO"),
    }
}

/// What a column should be in place of a type that is not read; nothing for types that are.
fn instead_of(kind: &DataType) -> Option<&'static str> {
    match kind {
        DataType::Null
        | DataType::Utf8
        | DataType::LargeUtf8
        | DataType::Utf8View
        | DataType::Float16
        | DataType::Float32
        | DataType::Float64
        | DataType::Int8
        | DataType::Int16
        | DataType::Int32
        | DataType::Int64
        | DataType::UInt8
        | DataType::UInt16
        | DataType::UInt32
        | DataType::UInt64
        | DataType::Decimal32(..)
        | DataType::Decimal64(..)
        | DataType::Decimal128(..)
        | DataType::Decimal256(..)
        | DataType::Date32
        | DataType::Date64
        | DataType::Timestamp(..) => None,
        DataType::Struct(_)
        | DataType::List(_)
        | DataType::LargeList(_)
        | DataType::ListView(_)
        | DataType::LargeListView(_)
        | DataType::FixedSizeList(..)
        | DataType::Map(..)
        | DataType::Union(..) => Some("make a flat column of it: a value a row"),
        DataType::Binary | DataType::LargeBinary | DataType::BinaryView | DataType::FixedSizeBinary(_) => {
            Some("write it as text (UTF-8)")
        }
        DataType::Time32(_) | DataType::Time64(_) => Some("write an instant: date and time, with a zone"),
        _ => Some("write a number, a text, a date or an instant"),
    }
}

fn field(batch: &RecordBatch, column: usize, row: usize) -> ForeignField<'_> {
    let array = batch.column(column);
    if array.is_null(row) {
        return ForeignField::Empty;
    }
    match array.data_type() {
        DataType::Utf8 => ForeignField::Text(array.as_string::<i32>().value(row).into()),
        DataType::LargeUtf8 => ForeignField::Text(array.as_string::<i64>().value(row).into()),
        DataType::Utf8View => ForeignField::Text(array.as_string_view().value(row).into()),
        DataType::Decimal32(..) => decimal::<Decimal32Type>(array, row),
        DataType::Decimal64(..) => decimal::<Decimal64Type>(array, row),
        DataType::Decimal128(..) => decimal::<Decimal128Type>(array, row),
        DataType::Decimal256(..) => decimal::<Decimal256Type>(array, row),
        DataType::Date32 => date(i64::from(array.as_primitive::<Date32Type>().value(row))),
        DataType::Date64 => {
            date(array.as_primitive::<Date64Type>().value(row).div_euclid(MILLISECONDS_PER_DAY))
        }
        DataType::Float16 => {
            ForeignField::Number(f64::from(array.as_primitive::<Float16Type>().value(row).to_f32()))
        }
        DataType::Float64 => ForeignField::Number(array.as_primitive::<Float64Type>().value(row)),
        DataType::Float32 => ForeignField::Number(f64::from(array.as_primitive::<Float32Type>().value(row))),
        DataType::Int64 => whole(array.as_primitive::<Int64Type>().value(row).into()),
        DataType::UInt64 => whole(array.as_primitive::<UInt64Type>().value(row).into()),
        DataType::Int32 => small::<Int32Type>(array, row),
        DataType::Int16 => small::<Int16Type>(array, row),
        DataType::Int8 => small::<Int8Type>(array, row),
        DataType::UInt32 => small::<UInt32Type>(array, row),
        DataType::UInt16 => small::<UInt16Type>(array, row),
        DataType::UInt8 => small::<UInt8Type>(array, row),
        DataType::Timestamp(TimeUnit::Second, _) => {
            instant(array.as_primitive::<TimestampSecondType>().value(row), 1_000_000_000)
        }
        DataType::Timestamp(TimeUnit::Millisecond, _) => {
            instant(array.as_primitive::<TimestampMillisecondType>().value(row), 1_000_000)
        }
        DataType::Timestamp(TimeUnit::Microsecond, _) => {
            instant(array.as_primitive::<TimestampMicrosecondType>().value(row), 1000)
        }
        DataType::Timestamp(TimeUnit::Nanosecond, _) => {
            instant(array.as_primitive::<TimestampNanosecondType>().value(row), 1)
        }
        // Every other type was refused at the door, but for `Null`, which holds nothing.
        _ => ForeignField::Empty,
    }
}

/// A whole number: ids are such, and two that differ in their last digit are two.
fn whole(number: i128) -> ForeignField<'static> {
    if number.unsigned_abs() <= u128::from(EXACT) {
        ForeignField::Number(number as f64)
    } else {
        ForeignField::Text(number.to_string().into())
    }
}

/// A decimal as its digits: a parser that makes a number of them gets the nearest one, which a division does not.
fn decimal<T: DecimalType + ArrowPrimitiveType>(array: &dyn Array, row: usize) -> ForeignField<'static> {
    ForeignField::Text(array.as_primitive::<T>().value_as_string(row).into())
}

/// An instant counted from 1970 in units of `nanoseconds`; one that no calendar has, as its number.
fn instant(count: i64, nanoseconds: i128) -> ForeignField<'static> {
    let at = Timestamp::from_nanosecond(i128::from(count) * nanoseconds);
    at.map_or_else(|_| ForeignField::Text(count.to_string().into()), ForeignField::Instant)
}

/// A day counted from 1970, as text; one that no calendar has, as its number.
fn date(day: i64) -> ForeignField<'static> {
    let days = jiff::Span::new().try_days(day).ok();
    let date = days.and_then(|days| jiff::civil::date(1970, 1, 1).checked_add(days).ok());
    ForeignField::Text(date.map_or_else(|| day.to_string(), |date| date.to_string()).into())
}

fn small<T: ArrowPrimitiveType<Native: Into<f64>>>(array: &dyn Array, row: usize) -> ForeignField<'static> {
    ForeignField::Number(array.as_primitive::<T>().value(row).into())
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use arrow_array::{ArrayRef, Decimal32Array, Decimal64Array, Decimal128Array, Decimal256Array};
    use arrow_array::{Int64Array, UInt64Array};

    use super::*;

    fn of(array: ArrayRef) -> ForeignField<'static> {
        let batch = RecordBatch::try_from_iter([("a", array)]).expect("a batch");
        match field(&batch, 0, 0) {
            ForeignField::Empty => ForeignField::Empty,
            ForeignField::Text(text) => ForeignField::Text(text.into_owned().into()),
            ForeignField::Number(number) => ForeignField::Number(number),
            ForeignField::Instant(at) => ForeignField::Instant(at),
        }
    }

    fn digits(text: &str) -> ForeignField<'static> {
        ForeignField::Text(text.to_owned().into())
    }

    #[test]
    fn decimals_of_every_width_and_scale_keep_all_their_digits() {
        let d32 = Decimal32Array::from(vec![-12_345]).with_precision_and_scale(9, 3).expect("fits");
        let d64 = Decimal64Array::from(vec![5]).with_precision_and_scale(18, 2).expect("fits");
        let d128 =
            Decimal128Array::from(vec![-6_571_234_567_890_123_456_789]).with_precision_and_scale(38, 21);
        let d256 =
            Decimal256Array::from(vec![<Decimal256Type as ArrowPrimitiveType>::Native::from_i128(120)])
                .with_precision_and_scale(40, 0);
        let thousands = Decimal128Array::from(vec![45]).with_precision_and_scale(10, -3).expect("fits");
        assert_eq!(of(Arc::new(d32)), digits("-12.345"));
        assert_eq!(of(Arc::new(d64)), digits("0.05"));
        assert_eq!(of(Arc::new(d128.expect("fits"))), digits("-6.571234567890123456789"));
        assert_eq!(of(Arc::new(d256.expect("fits"))), digits("120"));
        assert_eq!(of(Arc::new(thousands)), digits("45000"));
    }

    #[test]
    fn whole_numbers_that_a_float_would_make_one_stay_two() {
        let most = i64::MAX;
        assert_eq!(of(Arc::new(Int64Array::from(vec![most]))), digits("9223372036854775807"));
        assert_eq!(of(Arc::new(Int64Array::from(vec![most - 1]))), digits("9223372036854775806"));
        assert_eq!(of(Arc::new(UInt64Array::from(vec![u64::MAX]))), digits("18446744073709551615"));
        assert_eq!(of(Arc::new(Int64Array::from(vec![-7]))), ForeignField::Number(-7.0));
    }
}
