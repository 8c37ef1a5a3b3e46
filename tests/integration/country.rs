//! The pack of Morocco as the program sees it, held against the census and against GEOS.

use geo::{BoundingRect, LinesIter};
use taghtia::country::{Country, index::OUTSIDE, pack};
use taghtia::coverage::{CellSet, CellSetBuilder, Painter, Shares, Totals, shares};
use taghtia::domain::{CommuneId, Denominator, LonLat};

use crate::support::{Draw, level, morocco, oracle, pack_dir};

#[test]
fn the_tree_is_that_of_the_census() {
    let country = morocco();
    let count = |level| country.tree.level(level).len();
    assert_eq!(count(level("region")), 12);
    assert_eq!(count(level("province")), 75);
    assert_eq!(count(level("commune")), 1503);
    assert_eq!(count(level("arrondissement")), 41);
    assert_eq!(count(level("sector")), 8);
    let whole = country.tree.get(country.tree.country());
    assert_eq!(whole.census.population(2024), Some(36_828_330.0));
    for level in [level("region"), level("province")] {
        let sum: f64 =
            country.tree.level(level).filter_map(|id| country.tree.get(id).census.population(2024)).sum();
        assert!((sum - 36_828_330.0).abs() < 0.5, "{level:?}: {sum}");
    }
}

#[test]
fn the_cells_sum_to_the_census_on_every_surface() {
    let country = morocco();
    let everything = CellSet::full(country.cells().len());
    for surface in country.surfaces() {
        let all = shares(&country, &everything, surface);
        for (id, territory) in country.tree.iter() {
            let share = all.get(id, Denominator::Population);
            let census = territory.census.population(2024).unwrap_or(0.0);
            assert!(
                (share.covered - census).abs() <= 1e-6 * census.max(1.0),
                "{} {}: {share:?}",
                surface.id,
                territory.code
            );
            assert!((share.total - census).abs() <= 1e-6 * census.max(1.0));
            let area = all.get(id, Denominator::Area);
            assert!((area.ratio().expect("an area") - 1.0).abs() < 1e-9, "{}", territory.code);
        }
    }
}

#[test]
fn every_commune_and_arrondissement_owns_a_cell() {
    let country = morocco();
    let mut cells = vec![0u32; country.tree.len()];
    for (zone, place) in country.zones.iter() {
        let own = country.grid.zone_cells()[zone.0 as usize];
        cells[country.tree.commune(place.commune).index()] += own;
        if let taghtia::country::Part::Territory(id) = place.part {
            cells[id.index()] += own;
        }
    }
    for level in [level("commune"), level("arrondissement")] {
        for id in country.tree.level(level) {
            assert!(cells[id.index()] > 0, "{} has no cell", country.tree.get(id).code);
        }
    }
}

#[test]
fn people_of_a_rural_commune_live_in_its_urban_centre() {
    let country = morocco();
    let urban =
        country.surfaces().iter().find(|surface| surface.id.as_str() == "urban-centre").expect("there");
    let dense = country.zones.iter().filter(|(zone, place)| {
        let at = zone.0 as usize;
        let rest = taghtia::country::Zones::rest_of(place.commune).0 as usize;
        matches!(place.part, taghtia::country::Part::UrbanCentre(_))
            && country.grid.zone_cells()[at] > 0
            && urban.amounts.population[at] / urban.amounts.area[at]
                > urban.amounts.population[rest] / urban.amounts.area[rest]
    });
    let centres = country.zones.iter().filter(|(zone, place)| {
        matches!(place.part, taghtia::country::Part::UrbanCentre(_))
            && country.grid.zone_cells()[zone.0 as usize] > 0
    });
    let (dense, centres) = (dense.count(), centres.count());
    assert!(
        centres > 100 && dense * 100 >= centres * 95,
        "{dense} of {centres} centres are denser than their rest"
    );
}

/// A million random points and as many adversarial ones: vertices, edge midpoints, a hair beside either.
#[test]
fn the_region_index_equals_geos() {
    let country = morocco();
    let mut draw = Draw(11);
    let bbox = country.tree.get(country.tree.country()).bbox;
    let mut points: Vec<[f64; 2]> = (0..1_000_000)
        .map(|_| [bbox[0] + (bbox[2] - bbox[0]) * draw.next(), bbox[1] + (bbox[3] - bbox[1]) * draw.next()])
        .collect();
    let outlines = pack::outlines(&pack_dir(), morocco().levels(), level("commune")).expect("outlines");
    let lines: Vec<geo::Line<f64>> = outlines.iter().flat_map(|(_, outline)| outline.lines_iter()).collect();
    let hair = [0.0, 1e-15, -1e-15, 1e-13, -1e-13, 1e-9, -1e-9, 1e-7, -1e-7];
    for _ in 0..250_000 {
        let line = lines[draw.below(lines.len())];
        let middle = (line.start + line.end) / 2.0;
        let (dx, dy) = (hair[draw.below(hair.len())], hair[draw.below(hair.len())]);
        points.push([line.start.x, line.start.y]);
        points.push([middle.x, middle.y]);
        points.push([line.start.x + dx, line.start.y + dy]);
        points.push([middle.x + dx, middle.y + dy]);
    }
    let folder = tempfile::tempdir().expect("a folder");
    let (asked, answered) = (folder.path().join("points.f64"), folder.path().join("answer.i32"));
    std::fs::write(&asked, bytemuck::cast_slice(points.as_flattened())).expect("written");
    if oracle("locate.py", &[&pack_dir().join("communes.geojson.gz"), &asked, &answered]).is_none() {
        return;
    }
    let bytes = std::fs::read(&answered).expect("read");
    let numbers: Vec<i32> = bytes.as_chunks::<4>().0.iter().map(|four| i32::from_le_bytes(*four)).collect();
    let (mut inside, mut border) = (0, 0);
    for (at, answer) in points.iter().zip(numbers.as_chunks::<3>().0) {
        let found = country.index.region(LonLat { lon: at[0], lat: at[1] });
        match answer {
            [0, ..] => assert_eq!(found, OUTSIDE, "{at:?}"),
            [1, commune, _] => {
                inside += 1;
                assert_eq!(i32::from(found), *commune, "{at:?}");
            }
            [_, a, b] => {
                border += 1;
                let outer = *b < 0 && found == OUTSIDE;
                assert!(
                    outer || i32::from(found) == *a || i32::from(found) == *b || corner(found, at, &outlines),
                    "{at:?}: {found}, not {a} or {b}"
                );
            }
        }
    }
    println!("{} points, {inside} inside, {border} exactly on a border: equal to GEOS", points.len());
    assert!(inside > 900_000 && border > 100_000);
}

/// Three or more communes meet at some vertices; the oracle names two of them.
fn corner(
    found: u16,
    at: &[f64; 2],
    outlines: &[(taghtia::domain::TerritoryCode, geo::MultiPolygon<f64>)],
) -> bool {
    use geo::Intersects;
    let point = geo::Point::new(at[0], at[1]);
    if found == OUTSIDE {
        return true;
    }
    outlines[found as usize].1.intersects(&point)
}

fn filing(polygons: &[geo::MultiPolygon<f64>]) -> serde_json::Value {
    let features: Vec<serde_json::Value> = polygons
        .iter()
        .map(|polygon| {
            let geometry = geojson::Geometry::new(geojson::GeometryValue::from(polygon));
            serde_json::json!({"type": "Feature", "properties": {}, "geometry": geometry})
        })
        .collect();
    serde_json::json!({"type": "FeatureCollection", "features": features})
}

/// The cells of some polygons.
fn painted<'p>(country: &Country, polygons: impl IntoIterator<Item = &'p geo::Polygon<f64>>) -> CellSet {
    let mut painter = Painter::new(country);
    let mut canvas = painter.canvas();
    for polygon in polygons {
        painter.paint(polygon, &mut canvas);
    }
    painter.cells(&canvas)
}

/// Compares every commune a claim touches with GEOS; returns how many there were.
fn compare(
    polygons: &[geo::MultiPolygon<f64>],
    tolerance: impl Fn(Denominator, f64) -> f64,
) -> Option<usize> {
    let country = morocco();
    let set = painted(&country, polygons.iter().flatten());
    let ours = shares(&country, &set, country.default_surface());
    let folder = tempfile::tempdir().expect("a folder");
    let (asked, answered) = (folder.path().join("filing.geojson"), folder.path().join("answer.json"));
    std::fs::write(&asked, filing(polygons).to_string()).expect("written");
    oracle("shares.py", &[&pack_dir(), &asked, &answered])?;
    let exact: serde_json::Map<String, serde_json::Value> =
        serde_json::from_slice(&std::fs::read(&answered).expect("read")).expect("JSON");
    for (code, row) in &exact {
        let id = country.tree.find(code).expect("a commune");
        let km2 = country.tree.get(id).area.km2();
        for denominator in Denominator::ALL {
            let Some(exact) = row[denominator.as_str()].as_f64() else { continue };
            let own = ours.get(id, *denominator).ratio().unwrap_or(0.0);
            assert!(
                (own - exact).abs() <= tolerance(*denominator, km2),
                "{code} {denominator}: {own} against {exact}"
            );
        }
    }
    Some(exact.len())
}

#[test]
fn one_commune_filed_exactly_is_covered_wholly_and_its_neighbours_not_at_all() {
    let country = morocco();
    let outlines = pack::outlines(&pack_dir(), morocco().levels(), level("commune")).expect("outlines");
    let commune = CommuneId(700);
    let outline = outlines[commune.index()].1.clone();
    let set = painted(&country, &outline);
    let result = shares(&country, &set, country.default_surface());
    for other in 0..country.tree.communes() as u16 {
        let id = country.tree.commune(CommuneId(other));
        for denominator in Denominator::ALL {
            let ratio = result.get(id, *denominator).ratio().unwrap_or(0.0);
            let expected = if other == commune.0 { 1.0 } else { 0.0 };
            assert!((ratio - expected).abs() < 1e-12, "{} {denominator} {ratio}", country.tree.get(id).code);
        }
    }
    // Neighbours touch the claim: their exact share is 0 as well.
    compare(&[outline], |_, _| 1e-9);
}

#[test]
fn a_straight_line_through_two_communes_gives_the_shares_geos_gives() {
    let outlines = pack::outlines(&pack_dir(), morocco().levels(), level("commune")).expect("outlines");
    let rect = outlines[500].1.bounding_rect().expect("a box");
    let middle = rect.center();
    let claim = geo::Rect::new((middle.x, middle.y - 0.35), (middle.x + 0.5, middle.y + 0.35)).to_polygon();
    // A border of a claim errs by half a cell's width along its length: 0.1 km2 to a kilometre of it at the
    // very worst, a hundredth of that on average.
    // People live denser than that: where the line cuts a small urban centre, 2 % of the commune's people.
    let tolerance = |denominator, km2: f64| match denominator {
        Denominator::Area => 0.004 + 0.35 / km2.max(1.0),
        _ => 0.02 + 0.35 / km2.max(1.0),
    };
    let communes = compare(&[geo::MultiPolygon(vec![claim])], tolerance);
    if let Some(communes) = communes {
        assert!(communes > 2);
    }
}

/// A grid of people at resolution 8, as Kontur publishes it: weights, never totals.
#[test]
fn a_gridded_surface_keeps_the_census_and_moves_people_within_communes() {
    use std::io::Write;
    let country = morocco();
    let folder = tempfile::tempdir().expect("a folder");
    for entry in std::fs::read_dir(pack_dir()).expect("the pack") {
        let path = entry.expect("an entry").path();
        std::os::unix::fs::symlink(&path, folder.path().join(path.file_name().expect("a name")))
            .expect("linked");
    }
    std::fs::create_dir(folder.path().join("surfaces")).expect("created");
    // Everybody of one commune in one coarse cell; nothing anywhere else.
    let commune = CommuneId(40);
    let ordinal = (0..country.cells().len() as u32)
        .find(|ordinal| country.zones.get(country.grid.zone(*ordinal)).commune == commune)
        .expect("a cell");
    let coarse =
        country.cells().cell(ordinal).and_then(|cell| cell.parent(h3o::Resolution::Eight)).expect("coarser");
    let mut file = std::fs::File::create(folder.path().join("surfaces/kontur.csv")).expect("created");
    writeln!(file, "h3,population\n{coarse},1234.5").expect("written");
    drop(file);
    let with =
        taghtia::country::Country::open(folder.path(), &crate::support::cache_dir(), &|_| {}).expect("opens");
    let surface = with.surfaces().iter().find(|surface| surface.id.as_str() == "kontur").expect("there");
    let everything = shares(&with, &CellSet::full(with.cells().len()), surface);
    for (id, territory) in with.tree.iter() {
        let census = territory.census.population(2024).unwrap_or(0.0);
        let sum = everything.get(id, Denominator::Population).covered;
        assert!((sum - census).abs() <= 1e-6 * census.max(1.0), "{}: {sum} against {census}", territory.code);
    }
    let mut cell = CellSetBuilder::new(with.cells().len());
    cell.insert_range(with.cells().range_of(coarse));
    let share =
        shares(&with, &cell.finish(), surface).get(with.tree.commune(commune), Denominator::Population);
    assert!(share.ratio().expect("people") > 0.99, "{share:?}");
    let quality = with.surface_quality(&surface.id).expect("known");
    assert_eq!((quality.rows, quality.outside), (1, 0));
    assert!(quality.empty_communes >= 1500);
}

#[test]
fn sets_counted_together_are_those_counted_one_by_one() {
    let country = morocco();
    let cells = country.cells().len() as u32;
    let mut draw = Draw(11);
    let mut sets = vec![CellSet::empty(cells as usize), CellSet::full(cells as usize)];
    for most in [3, 700, 90_000] {
        let mut set = CellSetBuilder::new(cells as usize);
        for _ in 0..400 {
            let from = draw.below(cells as usize) as u32;
            set.insert_range(from..cells.min(from + 1 + draw.below(most) as u32));
        }
        sets.push(set.finish());
    }
    let surface = country.default_surface();
    let together = Shares::count(
        &country,
        &sets.iter().collect::<Vec<_>>(),
        surface,
        &Totals::of(&country, surface).into(),
    );
    let alone: Vec<Shares> = sets.iter().map(|set| shares(&country, set, surface)).collect();
    assert_eq!(together, alone);
}
