//! Tiles of coverage: that they show what is covered, all of it once, and that their addresses can be kept for ever.

mod measurements;
mod mvt;
mod networks;
mod peers;
mod territories;

use std::collections::BTreeMap;

use axum::body::Body;
use axum::http::{Request, header};
use h3o::{LatLng, Resolution};
use serde_json::{Value, json};
use taghtia::country::Country;
use taghtia::coverage::tiles::{self, Outlines, Raster};
use taghtia::coverage::{CellSet, CellSetBuilder, shares};
use taghtia::domain::{Denominator, Environment, LonLat, MapPoint, TileId};

use crate::http::covered;
use crate::service::{Answer, Service, Setup, cells_of, layer};
use crate::support::{Draw, level, morocco};

const PNG: &str = "image/png";
const MVT: &str = "application/vnd.mapbox-vector-tile";

/// Coverage of Morocco made of discs of cells, large and small.
fn made_up(country: &Country, seed: u64) -> CellSet {
    let (mut draw, cells) = (Draw(seed), country.cells());
    let mut set = CellSetBuilder::new(cells.len());
    for _ in 0..700 {
        let middle = cells.cell(draw.below(cells.len()) as u32).expect("a cell");
        let around: Vec<h3o::CellIndex> = middle.grid_disk(draw.below(24) as u32);
        set.extend(around.into_iter().filter_map(|cell| cells.ordinal(cell)));
    }
    set.finish()
}

/// Where the middle of a cell lies on the map.
fn middle(country: &Country, ordinal: u32) -> MapPoint {
    let at = LatLng::from(country.cells().cell(ordinal).expect("a cell"));
    LonLat { lon: at.lng(), lat: at.lat() }.into()
}

/// The squares of a zoom that the country's box touches.
fn squares(country: &Country, z: u8) -> impl Iterator<Item = TileId> + use<> {
    let [west, south, east, north] = country.tree.get(country.tree.country()).bbox;
    let corner = |lon, lat| TileId::of(LonLat { lon, lat }.into(), z);
    let (first, last) = (corner(west, north), corner(east, south));
    let rows = first.y()..=last.y();
    (first.x()..=last.x()).flat_map(move |x| rows.clone().filter_map(move |y| TileId::new(z, x, y)))
}

#[test]
fn the_pictures_of_a_zoom_count_every_cell_once() {
    let country = morocco();
    let (cells, pixels) = (country.cells(), country.cell_pixels());
    let set = made_up(&country, 5);
    for z in 0..=tiles::RASTER_ZOOM {
        let rasters = squares(&country, z).map(|tile| Raster::of(cells, pixels, &set, tile));
        let sums =
            rasters.fold((0, 0), |(all, covered), raster| (all + raster.cells(), covered + raster.covered()));
        assert_eq!(sums, (cells.len() as u64, set.count() as u64), "zoom {z}");
    }
}

#[test]
fn a_thousand_pixels_hold_the_cells_that_lie_in_them() {
    let country = morocco();
    let (cells, pixels) = (country.cells(), country.cell_pixels());
    let set = made_up(&country, 6);
    let z = tiles::RASTER_ZOOM;
    let pixel = |at: MapPoint| [at.x >> 16, at.y >> 16];
    let mut expected: BTreeMap<[u32; 2], (u32, u32)> = BTreeMap::new();
    let mut draw = Draw(9);
    for _ in 0..1000 {
        expected.insert(pixel(middle(&country, draw.below(cells.len()) as u32)), (0, 0));
    }
    for ordinal in 0..cells.len() as u32 {
        if let Some(counts) = expected.get_mut(&pixel(middle(&country, ordinal))) {
            counts.0 += 1;
            counts.1 += u32::from(set.contains(ordinal));
        }
    }
    let mut rasters: BTreeMap<[u32; 2], Raster> = BTreeMap::new();
    let mut off = 0;
    for (pixel, counts) in expected {
        let tile = pixel.map(|at| at >> 8);
        let raster = rasters.entry(tile).or_insert_with(|| {
            Raster::of(cells, pixels, &set, TileId::new(z, tile[0], tile[1]).expect("a square"))
        });
        // Centres are kept to a centimetre: a cell on the very edge may be told to lie beyond it.
        off += usize::from(raster.pixel(pixel[0] as usize & 255, pixel[1] as usize & 255) != counts);
    }
    assert!(off <= 1, "{off} of a thousand differ");
}

#[test]
fn the_outline_of_the_country_goes_round_its_cells_to_a_millionth() {
    let country = morocco();
    let (cells, pixels) = (country.cells(), country.cell_pixels());
    let tile = TileId::new(1, 0, 0).expect("a square");
    for set in [made_up(&country, 7), CellSet::full(cells.len())] {
        let outlines = Outlines::of(cells, pixels, &set, tile);
        let area = |ordinal: u32| {
            let ring: Vec<[f64; 2]> = cells
                .cell(ordinal)
                .expect("a cell")
                .boundary()
                .iter()
                .map(|at| {
                    let MapPoint { x, y } = LonLat { lon: at.lng(), lat: at.lat() }.into();
                    [f64::from(x), f64::from(y)]
                })
                .collect();
            let [x0, y0] = ring[0];
            let pairs = ring.iter().zip(ring.iter().cycle().skip(1));
            pairs.map(|(a, b)| (a[0] - x0) * (b[1] - y0) - (b[0] - x0) * (a[1] - y0)).sum::<f64>().abs() / 2.0
        };
        let expected: f64 = set.iter().map(area).sum();
        assert!((outlines.area() / expected - 1.0).abs() < 1e-6, "{} {expected}", outlines.area());
    }
}

#[test]
fn a_place_is_covered_where_its_cell_is() {
    let country = morocco();
    let (cells, pixels) = (country.cells(), country.cell_pixels());
    let set = made_up(&country, 8);
    let mut draw = Draw(10);
    for step in 0..300 {
        let z = 9 + (step % 4) as u8;
        let tile = TileId::of(middle(&country, draw.below(cells.len()) as u32), z);
        let Some(bytes) = Outlines::of(cells, pixels, &set, tile).tile() else { continue };
        let layers = mvt::layers(&bytes);
        let [layer] = &layers[..] else { panic!("one layer") };
        assert_eq!((&*layer.name, layer.extent, layer.version), (tiles::COVERAGE_LAYER, 4096, 2));
        let rings = &layer.features[0].lines;
        assert!(doubled(&rings[0]) > 0, "an outer ring comes first");
        assert!(rings.iter().flatten().flatten().all(|at| (-64..=4160).contains(at)), "{tile:?}");
        for _ in 0..20 {
            let at = [draw.next() * 4096.0, draw.next() * 4096.0];
            let unit = tile.size() as f64 / 4096.0;
            let whole = (1u64 << 32) as f64;
            let along = |axis: usize| (tile.corner()[axis] as f64 + at[axis] * unit) / whole;
            let angle = (0.5 - along(1)) * std::f64::consts::TAU;
            let place =
                LatLng::new(angle.sinh().atan().to_degrees(), (along(0) - 0.5) * 360.0).expect("a place");
            let own = place.to_cell(Resolution::Nine);
            let is_covered = |cell| cells.ordinal(cell).is_some_and(|ordinal| set.contains(ordinal));
            // Outlines are rounded to units of the tile: a place beside one is not asked about.
            let around: Vec<h3o::CellIndex> = own.grid_disk(1);
            if around.iter().all(|cell| is_covered(*cell) == is_covered(own)) {
                let found = rings.iter().filter(|ring| holds(ring, at)).count() % 2 == 1;
                assert_eq!(found, is_covered(own), "{tile:?} {at:?}");
            }
        }
    }
}

/// Twice the area of a ring.
fn doubled(ring: &[[i64; 2]]) -> i64 {
    let pairs = ring.iter().zip(ring.iter().cycle().skip(1));
    pairs.map(|(a, b)| a[0] * b[1] - b[0] * a[1]).sum()
}

fn holds(ring: &[[i64; 2]], [x, y]: [f64; 2]) -> bool {
    let ring: Vec<[f64; 2]> = ring.iter().map(|at| at.map(|at| at as f64)).collect();
    let pairs = ring.iter().zip(ring.iter().cycle().skip(1));
    let crossed = pairs
        .filter(|(a, b)| (a[1] > y) != (b[1] > y) && x < (b[0] - a[0]) * (y - a[1]) / (b[1] - a[1]) + a[0]);
    crossed.count() % 2 == 1
}

#[test]
fn the_people_of_a_zoom_are_those_not_covered() {
    let country = morocco();
    let set = made_up(&country, 11);
    let surface = country.default_surface();
    let share = shares(&country, &set, surface).get(country.tree.country(), Denominator::Population);
    let missing = share.total - share.covered;
    for z in [0, 3, 5, 6, 7, 8, 9, 10] {
        let points = squares(&country, z).flat_map(|tile| tiles::gap(&country, surface, &set, tile));
        let people: f64 = points.map(|point| point.people).sum();
        assert!((people / missing - 1.0).abs() < 1e-6, "zoom {z}: {people} of {missing}");
    }
    // As they are told: in whole people, in tiles that stay small.
    for z in [0, 5, 8, 9, 12] {
        let (mut told, mut most, mut drawn) = (0, 0, 0.0);
        for tile in squares(&country, z).step_by(if z == 12 { 41 } else { 1 }) {
            let points = tiles::gap(&country, surface, &set, tile);
            drawn += points.iter().map(|point| point.people).sum::<f64>();
            let Some(bytes) = tiles::gap_tile(&points, tile) else { continue };
            most = most.max(bytes.len());
            for layer in mvt::layers(&bytes) {
                assert_eq!(layer.name, tiles::GAP_LAYER);
                for feature in layer.features {
                    let (name, people) = feature.property.expect("people");
                    assert_eq!((&*name, feature.kind, feature.lines.len()), (tiles::PEOPLE, 1, 1));
                    assert!(people > 0 && feature.lines[0][0].iter().all(|at| (0..4096).contains(at)));
                    told += people;
                }
            }
        }
        let off = (told as f64 - drawn).abs() / drawn;
        assert!(off < if z == 12 { 0.2 } else { 0.01 }, "zoom {z}: {told} of {drawn}");
        assert!(most < 100_000, "zoom {z}: {most} bytes");
    }
}

/// The path and query of an address that a `TileJSON` gives, for a square.
fn address(set: &Value, tile: TileId) -> String {
    let text = set["tiles"][0].as_str().expect("an address");
    let place = [("{z}", u32::from(tile.z())), ("{x}", tile.x()), ("{y}", tile.y())];
    place.iter().fold(text.to_owned(), |text, (name, at)| text.replace(name, &at.to_string()))
}

/// The square around the middle of a territory.
fn around(country: &Country, code: &str, z: u8) -> TileId {
    let set = cells_of(country, code);
    let ordinal = set.iter().nth(set.count() / 2).expect("a cell");
    TileId::of(middle(country, ordinal), z)
}

fn is_forever(answer: &Answer) -> bool {
    answer.header(&header::CACHE_CONTROL) == "public, max-age=31536000, immutable"
        && answer.header(&header::ETAG).starts_with('"')
}

#[tokio::test]
async fn a_tilejson_names_the_question_both_clocks_and_what_is_in_force() {
    let (service, [first, _]) = covered().await;
    let set = service.json("/tiles/coverage.json?technology=4g&lang=en").await;
    assert_eq!((&set["tilejson"], &set["scheme"]), (&json!("3.0.0"), &json!("xyz")));
    assert_eq!((&set["minzoom"], &set["maxzoom"], &set["vector_layers"]), (&json!(0), &json!(8), &json!([])));
    assert_eq!(
        (&set["as_of"], &set["synthetic"], &set["state"]),
        (&json!("2026-06-30"), &json!(true), &json!("known"))
    );
    let bounds: Vec<f64> = serde_json::from_value(set["bounds"].clone()).unwrap();
    assert!(bounds[0] < bounds[2] && bounds[1] < bounds[3]);
    let tile = around(&service.country, &first, 8);
    let at = address(&set, tile);
    for part in [
        "technology=4g",
        "tier=5-1",
        "environment=outdoor",
        "scope=any",
        "as_of=2026-06-30",
        "known_at=2",
        &format!("holdings={}", set["holdings"].as_str().unwrap()),
    ] {
        assert!(at.contains(part), "{at} {part}");
    }
    let picture = service.get(&at).await;
    assert_eq!((picture.status.as_u16(), picture.header(&header::CONTENT_TYPE)), (200, PNG));
    assert!(is_forever(&picture), "{:?}", picture.headers);
    assert_eq!(picture.header(&header::ACCESS_CONTROL_ALLOW_ORIGIN), "*");
    let mut reader = png::Decoder::new(std::io::Cursor::new(&picture.body)).read_info().unwrap();
    assert_eq!((reader.info().width, reader.info().bit_depth), (256, png::BitDepth::Four));
    let mut bytes = vec![0; reader.output_buffer_size().unwrap()];
    reader.next_frame(&mut bytes).unwrap();
    assert!(bytes.contains(&0xFF), "somewhere all is covered");
    let tag = picture.header(&header::ETAG).to_owned();
    let again = service.get_with(&at, &[(header::IF_NONE_MATCH, &tag)]).await;
    assert_eq!((again.status.as_u16(), again.body.len()), (304, 0));
    let outlines = service.json("/tiles/coverage.json?technology=4g&f=mvt").await;
    assert_eq!((&outlines["minzoom"], &outlines["maxzoom"]), (&json!(9), &json!(12)));
    assert_eq!(outlines["vector_layers"][0]["id"], "coverage");
    assert_eq!(outlines["holdings"], set["holdings"]);
    let tile = service.get(&address(&outlines, around(&service.country, &first, 10))).await;
    assert_eq!((tile.status.as_u16(), tile.header(&header::CONTENT_TYPE)), (200, MVT));
    assert!(is_forever(&tile));
    assert_eq!(mvt::layers(&tile.body)[0].name, "coverage");
    let gap = service.json("/tiles/gap.json?technology=4g").await;
    assert_eq!((&gap["minzoom"], &gap["maxzoom"]), (&json!(0), &json!(12)));
    assert_eq!(
        gap["vector_layers"][0],
        json!({"id": "gap", "description": gap["description"], "minzoom": 0, "maxzoom": 12, "fields": {"people": "Number"}})
    );
    let tile = service.get(&address(&gap, TileId::new(0, 0, 0).unwrap())).await;
    assert_eq!((tile.status.as_u16(), tile.header(&header::CONTENT_TYPE)), (200, MVT));
    assert!(mvt::layers(&tile.body)[0].features.len() > 100);
    // Where nothing is, nothing is sent, and that too for ever.
    let sea = service.get(&address(&set, TileId::new(8, 0, 0).unwrap())).await;
    assert_eq!((sea.status.as_u16(), sea.body.len(), is_forever(&sea)), (204, 0, true));
}

#[tokio::test]
async fn an_address_that_does_not_name_what_is_in_force_leads_to_the_one_that_does() {
    let (service, [first, second]) = covered().await;
    let tile = around(&service.country, &second, 8);
    let before = service.json("/tiles/coverage.json?technology=4g").await;
    let known = address(&before, tile);
    let shown = service.get(&known).await;
    let plain = format!("/tiles/coverage/8/{}/{}.png?technology=4g", tile.x(), tile.y());
    let wrong = format!("{plain}&holdings=00000000000000000000000000000000");
    for (asked, goal) in [(&plain, &known), (&wrong, &known)] {
        let answer = service.get(asked).await;
        assert_eq!((answer.status.as_u16(), answer.body.len()), (307, 0), "{asked}");
        assert_eq!(answer.header(&header::LOCATION), goal, "{asked}");
        assert_eq!(answer.header(&header::CACHE_CONTROL), "public, no-cache");
        assert_eq!(answer.header(&header::ACCESS_CONTROL_ALLOW_ORIGIN), "*");
    }
    // A correction: atlas never reached the second region.
    let outdoor = layer("atlas", "4g", "5-1", Environment::Outdoor);
    let cells = cells_of(&service.country, &first);
    service.file_mobile("atlas", "2026-06-30", vec![(outdoor, cells)]).await;
    let after = service.json("/tiles/coverage.json?technology=4g").await;
    assert_ne!(before["holdings"], after["holdings"]);
    // What was known then is what it was, under the address it had.
    let then = service.get(&known).await;
    assert_eq!((then.status.as_u16(), &then.body), (200, &shown.body));
    let stale = format!("{plain}&holdings={}", before["holdings"].as_str().unwrap());
    assert_eq!(service.get(&stale).await.header(&header::LOCATION), address(&after, tile));
    let now = service.get(&address(&after, tile)).await;
    assert_ne!(now.body, shown.body);
    // A filing that is of another question changes nothing of this one.
    let fast = layer("rif", "5g", "35-3", Environment::Outdoor);
    service.file_mobile("rif", "2026-06-30", vec![(fast, cells_of(&service.country, &second))]).await;
    let other = service.json("/tiles/coverage.json?technology=4g").await;
    assert_eq!((&other["holdings"], &other["tiles"]), (&after["holdings"], &after["tiles"]));
}

#[tokio::test]
async fn what_no_one_filed_is_neither_covered_nor_not() {
    let (service, _) = covered().await;
    for address_of in ["coverage", "gap"] {
        let set = service.json(&format!("/tiles/{address_of}.json?technology=4g&scope=op:souss")).await;
        assert_eq!(set["state"], "no_filing");
        let tile = service.get(&address(&set, TileId::new(4, 7, 6).unwrap())).await;
        assert_eq!((tile.status.as_u16(), is_forever(&tile)), (204, true), "{address_of}");
    }
}

#[tokio::test]
async fn fibre_covers_the_cells_with_a_dwelling_and_says_so() {
    let service = Service::start().await;
    let region = service.country.tree.level(level("region")).next().unwrap();
    let code = service.country.tree.get(region).code.to_string();
    let cell = cells_of(&service.country, &code).iter().nth(77).unwrap();
    service.file_fibre("atlas", "2026-06-30", &[(cell, "100-20", 3, false)]).await;
    let set = service.json("/tiles/coverage.json?technology=fibre&f=mvt&lang=en").await;
    assert!(set["description"].as_str().unwrap().ends_with("at least one dwelling in it is passed."));
    let tile = TileId::of(middle(&service.country, cell), 12);
    let answer = service.get(&address(&set, tile)).await;
    let layers = mvt::layers(&answer.body);
    assert_eq!((layers[0].features.len(), layers[0].features[0].lines.len()), (1, 1));
    assert_eq!(layers[0].features[0].lines[0].len(), 6, "one hexagon");
}

#[tokio::test]
async fn mistakes_are_named() {
    let (service, _) = covered().await;
    for (address, status, parameter) in [
        ("/tiles/coverage.json?technology=6g", 400, "technology"),
        ("/tiles/coverage.json?f=gif", 400, "f"),
        ("/tiles/gap.json?f=png", 400, "f"),
        ("/tiles/coverage.json?as_of=banana", 400, "as_of"),
        ("/tiles/coverage/9/0/0.png", 400, "z"),
        ("/tiles/coverage/8/0/0.mvt", 400, "z"),
        ("/tiles/coverage/8/256/0.png", 400, "x"),
        ("/tiles/coverage/8/0/-1.png", 400, "y"),
        ("/tiles/coverage/8/0/0.png?scope=some", 400, "scope"),
        ("/tiles/coverage/8/0/0.png?tiles=1", 400, "tiles"),
        ("/tiles/coverage/8/0/0.jpg", 404, ""),
        ("/tiles/gap/8/0/0.png", 404, ""),
    ] {
        let (found, _, named) = service.get(address).await.problem();
        assert_eq!((found, named.as_str()), (status, parameter), "{address}");
    }
    assert_eq!(service.post("/tiles/coverage/8/0/0.png", None, "").await.problem().0, 405);
}

#[tokio::test]
async fn addresses_are_those_under_which_the_service_is_reached() {
    let service = Service::with(Setup { base_path: "/watch", ..Setup::default() }).await;
    let outdoor = layer("atlas", "4g", "5-1", Environment::Outdoor);
    let all = CellSet::full(service.country.cells().len());
    service.file_mobile("atlas", "2026-06-30", vec![(outdoor, all)]).await;
    let of = async |host: &'static str, scheme: Option<&'static str>| {
        let mut request = Request::get("/watch/tiles/coverage.json").header(header::HOST, host);
        if let Some(scheme) = scheme {
            request = request.header("x-forwarded-proto", scheme);
        }
        service.send(request.body(Body::empty()).unwrap()).await
    };
    let answer = of("maps.example:8080", None).await;
    let start = |answer: &Answer| {
        answer.json()["tiles"][0].as_str().unwrap().split("/tiles/").next().unwrap().to_owned()
    };
    assert_eq!(start(&answer), "http://maps.example:8080/watch");
    // Anyone may write that header.
    assert_eq!(start(&of("maps.example:8080", Some("https")).await), "http://maps.example:8080/watch");
    let elsewhere = of("other.example", None).await;
    assert_eq!(start(&elsewhere), "http://other.example/watch");
    assert_ne!(answer.header(&header::ETAG), elsewhere.header(&header::ETAG));
    assert_eq!(start(&of("who@evil.example", None).await), "/watch");
    let moved = service.get("/watch/tiles/coverage/0/0/0.png").await;
    assert_eq!(moved.status.as_u16(), 307);
    assert!(moved.header(&header::LOCATION).starts_with("/watch/tiles/coverage/0/0/0.png?technology=4g&"));
    assert_eq!(service.get(moved.header(&header::LOCATION)).await.status.as_u16(), 200);
}

#[tokio::test]
async fn what_a_change_gained_and_lost_are_tiles_of_their_own() {
    let (service, [first, second]) = covered().await;
    // A later date: atlas leaves the second region and stays in the first; rif comes to the second.
    let outdoor = |operator| layer(operator, "4g", "5-1", Environment::Outdoor);
    let cells = |code: &str| cells_of(&service.country, code);
    service.file_mobile("atlas", "2026-09-30", vec![(outdoor("atlas"), cells(&first))]).await;
    let before = service.json("/tiles/coverage.json?technology=4g&scope=op:atlas&as_of=2026-06-30").await;
    let of = async |query: &str| service.json(&format!("/tiles/changes.json?technology=4g&{query}")).await;
    let lost = of("cells=lost&scope=op:atlas&from_as_of=2026-06-30").await;
    let gained = of("cells=gained&scope=op:atlas&from_as_of=2026-06-30").await;
    assert_eq!(
        (&lost["cells"], &lost["from"]["state"], &lost["to"]["state"]),
        (&json!("lost"), &json!("known"), &json!("known"))
    );
    assert_eq!(lost["as_of"], "2026-09-30");
    assert_ne!(lost["holdings"], gained["holdings"]);
    // What was lost is what the second region was covered of: the same picture, drawn once for each.
    let there = around(&service.country, &second, 8);
    let (was, now) = (service.get(&address(&before, there)).await, service.get(&address(&lost, there)).await);
    assert_eq!((now.status.as_u16(), now.header(&header::CONTENT_TYPE)), (200, PNG));
    assert!(is_forever(&now));
    assert_eq!(now.body, was.body);
    // Nothing was gained, nowhere, and where nothing was lost nothing is sent.
    assert_eq!(service.get(&address(&gained, there)).await.status.as_u16(), 204);
    let here = around(&service.country, &first, 8);
    assert_eq!(service.get(&address(&lost, here)).await.status.as_u16(), 204);
    // The other way round they change places, under another name.
    let back = of("cells=gained&scope=op:atlas&as_of=2026-06-30&from_as_of=2026-09-30").await;
    assert_eq!(service.get(&address(&back, there)).await.body, was.body);
    // Outlines are those of coverage, and say what they are of.
    let outlines = of("cells=lost&scope=op:atlas&from_as_of=2026-06-30&f=mvt&lang=en").await;
    assert!(outlines["description"].as_str().unwrap().starts_with("Cells reached before and not after"));
    let tile = service.get(&address(&outlines, around(&service.country, &second, 10))).await;
    assert_eq!((tile.status.as_u16(), tile.header(&header::CONTENT_TYPE)), (200, MVT));
    // An address that does not name what is in force leads to the one that does; a filing is two dates and instants.
    let plain = format!(
        "/tiles/changes/8/{}/{}.png?cells=lost&technology=4g&scope=op:atlas&from_as_of=2026-06-30",
        there.x(),
        there.y()
    );
    let led = service.get(&plain).await;
    assert_eq!((led.status.as_u16(), led.header(&header::LOCATION)), (307, address(&lost, there).as_str()));
    // Where one side has no filing, all the other reaches is gained.
    let first_ever = of("cells=gained&from_as_of=2020-01-01&as_of=2026-06-30&scope=op:atlas").await;
    assert_eq!(first_ever["from"]["state"], "no_filing");
    assert_eq!(service.get(&address(&first_ever, there)).await.body, was.body);
    for (address, parameter) in [
        ("/tiles/changes.json?technology=4g", "cells"),
        ("/tiles/changes.json?cells=all", "cells"),
        ("/tiles/changes.json?cells=lost&from_as_of=banana", "from_as_of"),
        ("/tiles/changes/8/0/0.png?cells=lost&filing=x", "filing"),
        ("/tiles/changes/9/0/0.png?cells=lost", "z"),
    ] {
        let (status, _, named) = service.get(address).await.problem();
        assert_eq!((status, named.as_str()), (400, parameter), "{address}");
    }
}
