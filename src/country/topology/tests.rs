//! Topologies read as a map reads them, and held against the outlines they are made of.

use proptest::prelude::*;
use serde_json::Value;
use serde_json::value::RawValue;

use super::*;

fn outlines(of: &[(&str, Value)]) -> Boundaries {
    of.iter()
        .map(|(code, geometry)| {
            let code = TerritoryCode::new(code).expect("a code");
            (code, RawValue::from_string(geometry.to_string()).expect("a geometry"))
        })
        .collect()
}

fn polygon(rings: &[&[[f64; 2]]]) -> Value {
    let closed: Vec<Vec<[f64; 2]>> =
        rings.iter().map(|ring| ring.iter().chain(ring.first()).copied().collect()).collect();
    serde_json::json!({ "type": "Polygon", "coordinates": closed })
}

fn made(of: &[(&str, Value)], fineness: Fineness) -> Value {
    let text = topology(&outlines(of), "parishes", "who drew them", fineness).expect("polygons");
    serde_json::from_slice(&text).expect("JSON")
}

/// The nodes of each ring of each polygon of a geometry, as a reader of `TopoJSON` finds them.
fn rings(topology: &Value, at: usize) -> Vec<Vec<Vec<Node>>> {
    let arcs: Vec<Vec<Node>> = serde_json::from_value(topology["arcs"].clone()).expect("arcs");
    let lines: Vec<Vec<Node>> = arcs
        .iter()
        .map(|arc| {
            let mut last = [0, 0];
            arc.iter()
                .map(|step| {
                    last = [last[0] + step[0], last[1] + step[1]];
                    last
                })
                .collect()
        })
        .collect();
    let geometry = &topology["objects"]["parishes"]["geometries"][at];
    let polygons: Vec<Vec<Vec<i64>>> = serde_json::from_value(geometry["arcs"].clone()).unwrap_or_default();
    let ring = |arcs: &Vec<i64>| {
        let mut nodes: Vec<Node> = Vec::new();
        for arc in arcs {
            let forward = *arc >= 0;
            let line = &lines[usize::try_from(if forward { *arc } else { !*arc }).expect("an arc")];
            let line: Vec<Node> = if forward { line.clone() } else { line.iter().rev().copied().collect() };
            assert!(nodes.last().is_none_or(|last| *last == line[0]), "arcs follow each other");
            nodes.pop();
            nodes.extend(line);
        }
        assert_eq!(nodes.first(), nodes.last(), "a ring is closed");
        nodes.pop();
        nodes
    };
    polygons.iter().map(|polygon| polygon.iter().map(ring).collect()).collect()
}

/// A ring from its least node, to be held against another that begins elsewhere.
fn turned(ring: &[Node]) -> Vec<Node> {
    let least = ring.iter().enumerate().min_by_key(|(_, node)| **node).map_or(0, |(at, _)| at);
    ring[least..].iter().chain(&ring[..least]).copied().collect()
}

#[test]
fn a_line_between_two_neighbours_is_said_once() {
    let west = polygon(&[&[[0.0, 0.0], [1.0, 0.0], [1.0, 1.0], [0.0, 1.0]]]);
    let east = polygon(&[&[[1.0, 0.0], [2.0, 0.0], [2.0, 1.0], [1.0, 1.0]]]);
    let told = made(&[("1", west), ("2", east)], Fineness::Sketch);
    assert_eq!(told["type"], "Topology");
    assert_eq!(told["arcs"].as_array().map(Vec::len), Some(3));
    assert_eq!(told["bbox"], serde_json::json!([0.0, 0.0, 2.0, 1.0]));
    assert_eq!(turned(&rings(&told, 0)[0][0]), [[0, 0], [500, 0], [500, 500], [0, 500]]);
    assert_eq!(turned(&rings(&told, 1)[0][0]), [[500, 0], [1000, 0], [1000, 500], [500, 500]]);
    let geometries = &told["objects"]["parishes"]["geometries"];
    assert_eq!((&geometries[0]["id"], &geometries[1]["type"]), (&"1".into(), &"MultiPolygon".into()));
}

#[test]
fn an_enclave_is_the_hole_of_what_lies_around_it() {
    let inner = [[1.0, 1.0], [1.0, 2.0], [2.0, 2.0], [2.0, 1.0]];
    let around = polygon(&[&[[0.0, 0.0], [3.0, 0.0], [3.0, 3.0], [0.0, 3.0]], &inner]);
    let turned_inner = [[2.0, 2.0], [1.0, 2.0], [1.0, 1.0], [2.0, 1.0]];
    let told = made(&[("1", around), ("2", polygon(&[&turned_inner]))], Fineness::Sketch);
    assert_eq!(told["arcs"].as_array().map(Vec::len), Some(2), "{}", told["arcs"]);
    assert_eq!(rings(&told, 0)[0].len(), 2);
}

#[test]
fn what_vanishes_on_the_grid_has_no_geometry_and_keeps_its_code() {
    let large = polygon(&[&[[0.0, 0.0], [10.0, 0.0], [10.0, 10.0], [0.0, 10.0]]]);
    let small = polygon(&[&[[5.0, 5.0], [5.001, 5.0], [5.001, 5.001], [5.0, 5.001]]]);
    let told = made(&[("1", large), ("2", small.clone())], Fineness::Sketch);
    let geometry = &told["objects"]["parishes"]["geometries"][1];
    assert_eq!((&geometry["type"], &geometry["id"]), (&Value::Null, &"2".into()));
    assert!(rings(&told, 1).is_empty());
    let alone = made(&[("2", small)], Fineness::Map);
    assert_eq!(rings(&alone, 0)[0][0].len(), 4, "alone it is what the grid is made for");
}

#[test]
fn steps_there_and_back_again_are_none() {
    let spiked = [[0.0, 0.0], [10.0, 0.0], [10.0, 5.0], [14.0, 5.0], [10.0, 5.0], [10.0, 10.0], [0.0, 10.0]];
    let begun = [[-3.0, 0.0], [0.0, 0.0], [10.0, 0.0], [10.0, 10.0], [0.0, 10.0], [0.0, 0.0]];
    for ring in [&spiked[..], &begun[..]] {
        let told = made(&[("1", polygon(&[ring]))], Fineness::Sketch);
        let nodes = &rings(&told, 0)[0][0];
        let corners: HashSet<Node> = nodes.iter().copied().collect();
        assert_eq!(corners.len(), nodes.len(), "{nodes:?}");
    }
}

#[test]
fn of_nothing_there_is_an_empty_topology_and_of_a_line_an_error() {
    let told = made(&[], Fineness::Map);
    assert_eq!(
        (&told["arcs"], &told["bbox"]),
        (&serde_json::json!([]), &serde_json::json!([0.0, 0.0, 0.0, 0.0]))
    );
    let line = serde_json::json!({ "type": "LineString", "coordinates": [[0, 0], [1, 1]] });
    assert!(topology(&outlines(&[("1", line)]), "parishes", "", Fineness::Map).is_err());
}

proptest! {
    /// Squares of a board, each given to one of four: every ring is there as it was, whatever it begins with.
    #[test]
    fn every_ring_is_there_and_no_line_twice(owners in proptest::collection::vec(0usize..4, 25)) {
        let mut squares: Vec<Vec<Vec<Vec<[f64; 2]>>>> = vec![Vec::new(); 4];
        for (at, owner) in owners.iter().enumerate() {
            let (x, y) = ((at % 5) as f64, (at / 5) as f64);
            let ring = [[x, y], [x + 1.0, y], [x + 1.0, y + 1.0], [x, y + 1.0], [x, y]];
            squares[*owner].push(vec![ring.to_vec()]);
        }
        let of: Vec<(String, Value)> = squares
            .iter()
            .enumerate()
            .map(|(at, polygons)| {
                (at.to_string(), serde_json::json!({ "type": "MultiPolygon", "coordinates": polygons }))
            })
            .collect();
        let of: Vec<(&str, Value)> = of.iter().map(|(code, shape)| (code.as_str(), shape.clone())).collect();
        let told = made(&of, Fineness::Sketch);
        for (at, polygons) in squares.iter().enumerate() {
            let found = rings(&told, at);
            prop_assert_eq!(found.len(), polygons.len());
            for (found, made) in found.iter().zip(polygons) {
                let wanted: Vec<Node> = made[0][..4]
                    .iter()
                    .map(|[x, y]| [(x * 200.0) as i32, (y * 200.0) as i32])
                    .collect();
                prop_assert_eq!(turned(&found[0]), turned(&wanted));
            }
        }
        let arcs: Vec<Vec<Node>> = serde_json::from_value(told["arcs"].clone()).expect("arcs");
        let mut sides = HashSet::new();
        for arc in arcs {
            let mut last = arc[0];
            for step in &arc[1..] {
                let next = [last[0] + step[0], last[1] + step[1]];
                prop_assert!(sides.insert((last.min(next), last.max(next))), "a side is said twice");
                last = next;
            }
        }
    }
}
