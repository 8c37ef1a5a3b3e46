//! The number of a tile: all tiles of lower zooms first, then along the Hilbert curve of its own.

use crate::domain::TileId;

/// The number by which a file knows a tile.
pub fn tile_number(tile: TileId) -> u64 {
    let before = ((1u64 << (2 * u32::from(tile.z()))) - 1) / 3;
    let (mut x, mut y, mut along) = (u64::from(tile.x()), u64::from(tile.y()), 0);
    for bit in (0..tile.z()).rev() {
        let side = 1u64 << bit;
        let (right, below) = (u64::from(x & side != 0), u64::from(y & side != 0));
        along += side * side * ((3 * right) ^ below);
        // Turned so that the curve of the quarter begins where that of the one before ended.
        if below == 0 {
            if right == 1 {
                (x, y) = ((side - 1).wrapping_sub(x), (side - 1).wrapping_sub(y));
            }
            (x, y) = (y, x);
        }
        (x, y) = (x & (side.wrapping_mul(2) - 1), y & (side.wrapping_mul(2) - 1));
    }
    before + along
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_those_of_the_specification() {
        let number = |z, x, y| tile_number(TileId::new(z, x, y).expect("a tile"));
        let known = [
            ((0, 0, 0), 0),
            ((1, 0, 0), 1),
            ((1, 0, 1), 2),
            ((1, 1, 1), 3),
            ((1, 1, 0), 4),
            ((2, 0, 0), 5),
            ((12, 3423, 1763), 19_078_479),
        ];
        for ((z, x, y), expected) in known {
            assert_eq!(number(z, x, y), expected, "{z}/{x}/{y}");
        }
    }

    #[test]
    fn a_zoom_has_each_number_once_and_neighbours_in_number_are_neighbours_in_place() {
        for z in 1..7u8 {
            let side = 1u32 << z;
            let all = (0..side).flat_map(|x| (0..side).map(move |y| TileId::new(z, x, y).expect("a tile")));
            let mut all: Vec<(u64, TileId)> = all.map(|tile| (tile_number(tile), tile)).collect();
            all.sort_unstable_by_key(|(number, _)| *number);
            let first = all[0].0;
            for (at, pair) in all.windows(2).enumerate() {
                assert_eq!(pair[0].0, first + at as u64);
                let (a, b) = (pair[0].1, pair[1].1);
                assert_eq!(a.x().abs_diff(b.x()) + a.y().abs_diff(b.y()), 1, "{a:?} {b:?}");
            }
        }
    }
}
