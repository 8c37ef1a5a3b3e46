//! The painter against a look at every centre with exact predicates, and against `geo`.

use super::*;
use geo::{Contains, LineString, MultiPolygon, Point, point};
use proptest::prelude::*;

/// A jittered lattice, a few cells to a row.
fn centres() -> Vec<[i32; 2]> {
    let mut centres = Vec::new();
    for row in 0..70i32 {
        for column in 0..70i32 {
            let jitter = (row * 31 + column * 17) % 97;
            centres.push([-80_000_000 + column * 30_011 + jitter, 310_000_000 + row * 30_007 + jitter * 3]);
        }
    }
    centres
}

/// Centres and corners of polygons on one small lattice, so that they meet all the time.
fn lattice() -> Vec<[i32; 2]> {
    // A step of an eighth of a row: floors of rows pass through centres and corners too.
    (0..40).flat_map(|row| (0..40).map(move |column| [column * 4096, row * 4096])).collect()
}

fn degrees(units: i32) -> f64 {
    f64::from(units) / 1e7
}

/// What the module says is inside: an odd number of edges that span the height lie strictly west.
fn is_inside(polygon: &Polygon<f64>, [lon, lat]: [i32; 2]) -> bool {
    let (x, y) = (degrees(lon), degrees(lat));
    let lines = std::iter::once(polygon.exterior()).chain(polygon.interiors()).flat_map(LineString::lines);
    let west = lines.filter(|line| {
        let (low, high) =
            if line.start.y < line.end.y { (line.start, line.end) } else { (line.end, line.start) };
        low.y <= y && y < high.y && side(low, high, x, y) < 0.0
    });
    west.count() % 2 == 1
}

fn painted(rows: &CentreRows, polygons: &[Polygon<f64>]) -> CellSet {
    let mut painter = Painter::over(rows);
    let mut canvas = painter.canvas();
    let mut count = 0;
    for polygon in polygons {
        let mut alone = painter.canvas();
        let own = painter.paint(polygon, &mut alone);
        assert_eq!(own.new, own.cells, "on an empty canvas all are new");
        assert_eq!(own.cells, painter.cells(&alone).count());
        let onto = painter.paint(polygon, &mut canvas);
        assert_eq!(onto.cells, own.cells);
        count += onto.new;
    }
    let cells = painter.cells(&canvas);
    assert_eq!(count, cells.count(), "new cells add up");
    cells
}

fn assert_exact(centres: &[[i32; 2]], polygons: &[Polygon<f64>]) {
    let rows = CentreRows::over(centres);
    let cells = painted(&rows, polygons);
    for (ordinal, centre) in centres.iter().enumerate() {
        let expected = polygons.iter().any(|polygon| is_inside(polygon, *centre));
        assert_eq!(cells.contains(ordinal as u32), expected, "{centre:?} of {polygons:?}");
    }
}

fn ring(points: &[(f64, f64)]) -> LineString<f64> {
    LineString::from(points.iter().map(|(x, y)| (-8.0 + x * 0.21, 31.0 + y * 0.21)).collect::<Vec<_>>())
}

fn star(radii: &[f64], centre: (f64, f64)) -> LineString<f64> {
    let step = std::f64::consts::TAU / radii.len() as f64;
    let points: Vec<(f64, f64)> = radii
        .iter()
        .enumerate()
        .map(|(at, radius)| {
            let angle = step * at as f64;
            (centre.0 + radius * angle.cos(), centre.1 + radius * angle.sin())
        })
        .collect();
    ring(&points)
}

fn any_ring(corners: std::ops::Range<usize>) -> impl Strategy<Value = LineString<f64>> {
    proptest::collection::vec((-0.2f64..1.2, -0.2f64..1.2), corners).prop_map(|points| ring(&points))
}

/// Corners on the lattice's points, between them, and around it.
fn lattice_ring() -> impl Strategy<Value = LineString<f64>> {
    let corner = (-6i32..90, -6i32..90).prop_map(|(x, y)| (degrees(x * 2048), degrees(y * 2048)));
    proptest::collection::vec(corner, 3..14).prop_map(LineString::from)
}

proptest! {
    #[test]
    fn paints_what_a_look_at_every_centre_finds(
        rings in proptest::collection::vec((any_ring(3..40), proptest::collection::vec(any_ring(3..9), 0..3)), 1..3),
    ) {
        let polygons: Vec<Polygon<f64>> =
            rings.into_iter().map(|(shell, holes)| Polygon::new(shell, holes)).collect();
        assert_exact(&centres(), &polygons);
    }

    #[test]
    fn centres_on_edges_and_corners_are_given_as_the_rule_says(
        shell in lattice_ring(),
        holes in proptest::collection::vec(lattice_ring(), 0..3),
    ) {
        assert_exact(&lattice(), &[Polygon::new(shell, holes)]);
    }

    #[test]
    fn equals_geo_for_holes_and_any_winding(
        outer in proptest::collection::vec(0.3f64..0.8, 5..60),
        // Small enough to lie within any such shell.
        inner in proptest::collection::vec(0.02f64..0.12, 3..9),
        centre in (0.2f64..0.8, 0.2f64..0.8),
        reverse in any::<(bool, bool)>(),
    ) {
        let (mut shell, mut hole) = (star(&outer, centre), star(&inner, centre));
        let wanted = Polygon::new(shell.clone(), vec![hole.clone()]);
        if reverse.0 { shell.0.reverse(); }
        if reverse.1 { hole.0.reverse(); }
        let centres = centres();
        let set = painted(&CentreRows::over(&centres), &[Polygon::new(shell, vec![hole])]);
        for (ordinal, at) in centres.iter().enumerate() {
            let point: Point<f64> = point!(x: degrees(at[0]), y: degrees(at[1]));
            prop_assert_eq!(set.contains(ordinal as u32), wanted.contains(&point), "{:?}", point);
        }
    }
}

#[test]
fn a_polygon_painted_on_all_cores_is_the_same() {
    // A star of many rays over all of the lattice, and many small holes in it: more than few edges.
    let rays: Vec<f64> =
        (0..4 * FEW).map(|at| 0.2 + 0.6 * f64::from((at * 7919 % 1000) as u32) / 1e3).collect();
    let hole = |at: usize| star(&[0.006, 0.011, 0.008, 0.013], (at as f64 % 20.0 / 20.0, at as f64 / 400.0));
    let polygon = Polygon::new(star(&rays, (0.5, 0.5)), (0..400).map(hole).collect());
    assert_exact(&centres(), &[polygon]);
}

#[test]
fn neighbours_share_no_cell_and_miss_none() {
    let centres = centres();
    let rows = CentreRows::over(&centres);
    // A border that passes exactly through cell centres.
    let on = |at: usize| (degrees(centres[at][0]), degrees(centres[at][1]));
    let (a, b) = (on(10), on(69 * 70 + 20));
    let west = Polygon::new(LineString::from(vec![a, b, (-9.0, 34.0), (-9.0, 30.0), a]), vec![]);
    let east = Polygon::new(LineString::from(vec![a, (-5.0, 30.0), (-5.0, 34.0), b, a]), vec![]);
    let (first, second) =
        (painted(&rows, std::slice::from_ref(&west)), painted(&rows, std::slice::from_ref(&east)));
    assert!(first.clone().intersection(&second).is_empty());
    let both = MultiPolygon(vec![west, east]);
    let expected = centres.iter().filter(|at| {
        let point = point!(x: degrees(at[0]), y: degrees(at[1]));
        both.0.iter().any(|polygon| geo::Intersects::intersects(polygon, &point))
    });
    assert_eq!(first.union(&second).count(), expected.count());
}

#[test]
fn nothing_and_nonsense_paint_nothing() {
    let centres = centres();
    let rows = CentreRows::over(&centres);
    let nonsense = [
        vec![],
        vec![(-8.0, 31.0)],
        vec![(0.0, 0.0), (1.0, 0.0), (0.0, 0.0)],
        vec![(-90.0, -90.0), (-80.0, -90.0), (-80.0, -80.0)],
        vec![(-8.0, 31.1), (-7.9, 31.1), (-8.0, 31.1)],
    ];
    for ring in nonsense {
        assert!(painted(&rows, &[Polygon::new(LineString::from(ring), vec![])]).is_empty());
    }
    let all = Polygon::new(
        LineString::from(vec![(-180.0, -90.0), (180.0, -90.0), (180.0, 90.0), (-180.0, 90.0)]),
        vec![],
    );
    assert_eq!(painted(&rows, std::slice::from_ref(&all)).count(), centres.len());
    assert!(painted(&CentreRows::over(&[]), &[all]).is_empty());
}
