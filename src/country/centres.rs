//! The centres of the cells by rows of latitude: what polygons are painted by.
//!
//! Painting asks for the centres near an edge, wherever it runs; the cell list stands in H3 order, which
//! answers that only by a walk down a tree. So the centres are kept a second time, in rows of one height,
//! west to east in each row: a *place* is a position in that order. A row begins at a whole word of a canvas,
//! so that rows can be painted by different threads.
//!
//! Invariants: every cell has one place; places ascend by row, then by longitude, then by ordinal; positions
//! are the cells' own, in 1e-7 degree, and become degrees by one division only, so that anyone who compares
//! with them compares with the same number.

use std::ops::Range;

use rayon::prelude::*;

/// Units in a degree.
const UNITS: f64 = 1e7;
/// Height of a row in units: about that of a cell, and an offset within it is 16 bits wide.
const HEIGHT: i32 = 1 << 15;
/// Width of a column in units, as a power of two: some 30 places of a row lie in one.
const COLUMN_BITS: u32 = 20;

/// See the module.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CentreRows {
    /// Where the lowest row begins.
    south: i32,
    /// Where columns begin.
    west: i32,
    columns: usize,
    /// First place of each row, and the number of places.
    starts: Vec<u32>,
    /// First word of a canvas of each row, and the number of words.
    words: Vec<u32>,
    /// For each row and column, how many places of the row lie west of it; one column more than there are.
    before: Vec<u32>,
    /// Longitude of each place.
    lon: Vec<i32>,
    /// Height of each place over its row's floor.
    above: Vec<u16>,
    /// The cell at each place.
    ordinals: Vec<u32>,
}

fn degrees(units: i32) -> f64 {
    f64::from(units) / UNITS
}

impl CentreRows {
    /// Puts centres in order of their cells (longitude, latitude, in 1e-7 degree) into rows.
    pub fn over(centres: &[[i32; 2]]) -> Self {
        let south = centres.iter().map(|centre| centre[1]).min().unwrap_or(0);
        let row_of =
            |centre: &[i32; 2]| ((i64::from(centre[1]) - i64::from(south)) / i64::from(HEIGHT)) as usize;
        let rows = centres.iter().map(row_of).max().map_or(0, |last| last + 1);
        let mut starts = vec![0u32; rows + 1];
        for centre in centres {
            starts[row_of(centre) + 1] += 1;
        }
        for row in 0..rows {
            starts[row + 1] += starts[row];
        }
        let mut next = starts.clone();
        let mut ordinals = vec![0u32; centres.len()];
        for (ordinal, centre) in centres.iter().enumerate() {
            let place = &mut next[row_of(centre)];
            ordinals[*place as usize] = ordinal as u32;
            *place += 1;
        }
        let mut rest = ordinals.as_mut_slice();
        let mut of_rows = Vec::with_capacity(rows);
        for row in starts.windows(2) {
            let (own, more) = rest.split_at_mut((row[1] - row[0]) as usize);
            of_rows.push(own);
            rest = more;
        }
        of_rows.into_par_iter().with_min_len(64).for_each(|row| {
            row.sort_unstable_by_key(|ordinal| (centres[*ordinal as usize][0], *ordinal));
        });
        let lon: Vec<i32> = ordinals.iter().map(|ordinal| centres[*ordinal as usize][0]).collect();
        let above = |ordinal: &u32| {
            ((i64::from(centres[*ordinal as usize][1]) - i64::from(south)) % i64::from(HEIGHT)) as u16
        };
        let above = ordinals.iter().map(above).collect();
        Self {
            south,
            starts,
            lon,
            above,
            ordinals,
            west: 0,
            columns: 0,
            words: Vec::new(),
            before: Vec::new(),
        }
        .indexed()
    }

    /// Derives where words and columns of rows begin.
    fn indexed(mut self) -> Self {
        let (west, east) = (self.lon.iter().min().copied(), self.lon.iter().max().copied());
        (self.west, self.columns) = match (west, east) {
            (Some(west), Some(east)) => {
                (west, ((i64::from(east) - i64::from(west)) >> COLUMN_BITS) as usize + 1)
            }
            _ => (0, 0),
        };
        let mut words = 0;
        self.words = vec![0];
        self.before = Vec::with_capacity(self.rows() * (self.columns + 1));
        for row in self.starts.windows(2) {
            words += (row[1] - row[0]).div_ceil(64);
            self.words.push(words);
            let own = &self.lon[row[0] as usize..row[1] as usize];
            let mut at = 0;
            for column in 0..=self.columns {
                let begins = i64::from(self.west) + ((column as i64) << COLUMN_BITS);
                while own.get(at).is_some_and(|lon| i64::from(*lon) < begins) {
                    at += 1;
                }
                self.before.push(at as u32);
            }
        }
        self
    }

    /// The rows from their stored parts, checked.
    pub(super) fn from_parts(
        south: i32,
        starts: Vec<u32>,
        lon: Vec<i32>,
        above: Vec<u16>,
        ordinals: Vec<u32>,
    ) -> Option<Self> {
        let cells = lon.len();
        let is_sound = starts.first() == Some(&0)
            && starts.last().is_some_and(|last| *last as usize == cells)
            && starts.is_sorted()
            && above.len() == cells
            && ordinals.len() == cells
            && ordinals.iter().all(|ordinal| (*ordinal as usize) < cells);
        let rows = Self {
            south,
            starts,
            lon,
            above,
            ordinals,
            west: 0,
            columns: 0,
            words: Vec::new(),
            before: Vec::new(),
        };
        is_sound.then(|| rows.indexed())
    }

    /// The parts worth storing.
    pub(super) fn parts(&self) -> (i32, &[u32], &[i32], &[u16], &[u32]) {
        (self.south, &self.starts, &self.lon, &self.above, &self.ordinals)
    }

    /// How many cells there are.
    pub fn cells(&self) -> usize {
        self.ordinals.len()
    }

    /// How many rows there are.
    pub fn rows(&self) -> usize {
        self.starts.len() - 1
    }

    /// Words of a canvas: a bit for each place, each row from a word of its own.
    pub fn canvas_words(&self) -> usize {
        self.words[self.rows()] as usize
    }

    /// The words of some rows in a canvas.
    pub fn words_of(&self, rows: Range<usize>) -> Range<usize> {
        self.words[rows.start] as usize..self.words[rows.end] as usize
    }

    /// Where a latitude stands among the rows, in heights of a row above the lowest one's floor; rounded.
    pub fn height_of(&self, lat: f64) -> f64 {
        (lat * UNITS - f64::from(self.south)) / f64::from(HEIGHT)
    }

    /// One row.
    pub fn row(&self, row: usize) -> CentreRow<'_> {
        let places = self.starts[row] as usize..self.starts[row + 1] as usize;
        let columns = self.columns + 1;
        CentreRow {
            floor: self.south + row as i32 * HEIGHT,
            west: self.west,
            before: &self.before[row * columns..(row + 1) * columns],
            lon: &self.lon[places.clone()],
            above: &self.above[places.clone()],
            ordinals: &self.ordinals[places],
        }
    }

    /// The centres in order of their cells.
    pub fn centres(&self) -> Vec<[i32; 2]> {
        let mut centres = vec![[0; 2]; self.cells()];
        for at in 0..self.rows() {
            let row = self.row(at);
            for (place, ordinal) in row.ordinals.iter().enumerate() {
                centres[*ordinal as usize] = [row.lon[place], row.floor + i32::from(row.above[place])];
            }
        }
        centres
    }
}

/// A row of places.
#[derive(Debug, Clone, Copy)]
pub struct CentreRow<'a> {
    floor: i32,
    west: i32,
    before: &'a [u32],
    lon: &'a [i32],
    above: &'a [u16],
    ordinals: &'a [u32],
}

impl CentreRow<'_> {
    /// How many places the row has.
    pub fn places(&self) -> usize {
        self.lon.len()
    }

    /// The latitude the row begins at: its places lie at it or above.
    pub fn floor(&self) -> f64 {
        degrees(self.floor)
    }

    /// The latitude the next row begins at.
    pub fn ceiling(&self) -> f64 {
        degrees(self.floor.saturating_add(HEIGHT))
    }

    /// Longitude of a place.
    pub fn lon(&self, place: usize) -> f64 {
        degrees(self.lon[place])
    }

    /// Latitude of a place.
    pub fn lat(&self, place: usize) -> f64 {
        degrees(self.floor + i32::from(self.above[place]))
    }

    /// The cell at a place.
    pub fn ordinal(&self, place: usize) -> u32 {
        self.ordinals[place]
    }

    /// How many places lie at a longitude or west of it.
    pub fn up_to(&self, lon: f64) -> usize {
        // Rounding may put the longitude a unit off: begin below it, and compare as degrees from there.
        let units = (lon.clamp(-1000.0, 1000.0) * UNITS) as i64 - 2;
        let from_west = units - i64::from(self.west);
        if from_west < 0 {
            return self.count_on(0, lon);
        }
        let column = (from_west >> COLUMN_BITS) as usize;
        let Some(to) = self.before.get(column + 1) else {
            return self.lon.len();
        };
        let (from, to) = (self.before[column] as usize, *to as usize);
        let begin = from + self.lon[from..to].partition_point(|at| i64::from(*at) <= units);
        self.count_on(begin, lon)
    }

    fn count_on(&self, from: usize, lon: f64) -> usize {
        from + self.lon[from..].iter().take_while(|at| degrees(**at) <= lon).count()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn rows_hold_every_centre_once_and_are_the_same_from_their_parts(
            centres in proptest::collection::vec((-30_000_000i32..30_000_000, -200_000i32..200_000), 0..300),
        ) {
            let centres: Vec<[i32; 2]> = centres.into_iter().map(|(lon, lat)| [lon, lat]).collect();
            let rows = CentreRows::over(&centres);
            prop_assert_eq!(&rows.centres(), &centres);
            let (south, starts, lon, above, ordinals) = rows.parts();
            let again = CentreRows::from_parts(south, starts.to_vec(), lon.to_vec(), above.to_vec(), ordinals.to_vec());
            prop_assert_eq!(again, Some(rows));
        }

        #[test]
        fn places_west_of_a_longitude_are_counted_as_they_compare(
            longitudes in proptest::collection::vec(-20_000_000i32..20_000_000, 1..200),
            asked in proptest::collection::vec(-2.5f64..2.5, 1..50),
        ) {
            let centres: Vec<[i32; 2]> = longitudes.iter().map(|lon| [*lon, 5]).collect();
            let rows = CentreRows::over(&centres);
            let row = rows.row(0);
            let on_places = longitudes.iter().map(|lon| degrees(*lon));
            for lon in asked.into_iter().chain(on_places).chain([-180.0, 180.0, -1e300, 1e300]) {
                let expected = longitudes.iter().filter(|at| degrees(**at) <= lon).count();
                prop_assert_eq!(row.up_to(lon), expected);
            }
        }
    }
}
