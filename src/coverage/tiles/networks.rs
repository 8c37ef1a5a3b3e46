//! Fibre networks as vector tiles: spans as lines, nodes as points.
//!
//! Knows no filing: it draws the networks it is given. What is too small to be seen at a zoom is left out by rules that
//! hold for the whole zoom (a span by its own size, a node by the place of a grid it is the first in), so that squares
//! that meet agree; where a square still has more than [`POINTS_MOST`] its longest spans are drawn.

use std::collections::HashSet;

use super::VECTOR_ZOOM;
use super::mvt::{At, EXTENT, Layer, Value};
use super::ring::BUFFER;
use crate::domain::{FibreNetwork, FibreSpan, LonLat, MapPoint, RoutePhase, TileId};

/// The name of the layer of spans.
pub const SPANS_LAYER: &str = "spans";
/// The name of the layer of nodes.
pub const NODES_LAYER: &str = "nodes";
/// The lowest zoom of nodes.
pub const NODES_ZOOM: u8 = 7;
/// The properties of spans and nodes.
pub const ROUTE_FIELDS: [&str; 5] = ["id", "network", "operator", "standing", "name"];
/// Points of spans, or nodes, that a square has at most.
pub const POINTS_MOST: usize = 20_000;
/// Units of a tile that a span must be long to be drawn, a quarter of a pixel.
const SMALLEST: i64 = 4;

/// A network in force, and whose it is.
#[derive(Debug, Clone, Copy)]
pub struct DrawnNetwork<'a> {
    /// The operator's id.
    pub operator: &'a str,
    /// As filed.
    pub network: &'a FibreNetwork,
}

/// A square of networks, in use or to come where one of them is asked for; `None` where there is nothing.
pub fn networks(networks: &[DrawnNetwork<'_>], phase: Option<RoutePhase>, tile: TileId) -> Option<Vec<u8>> {
    let layers = [spans(networks, phase, tile), nodes(networks, phase, tile)];
    layers.into_iter().flatten().reduce(|mut tile, layer| {
        tile.extend(layer);
        tile
    })
}

/// A place in units of a tile, on the grid of its zoom.
fn at(place: LonLat, tile: TileId) -> [i64; 2] {
    let MapPoint { x, y } = place.into();
    let (unit, corner) = (tile.size() / EXTENT, tile.corner());
    [(i64::from(x) - corner[0]).div_euclid(unit), (i64::from(y) - corner[1]).div_euclid(unit)]
}

fn properties<'a>(
    own: &DrawnNetwork<'a>,
    (id, part, name): (&'a str, u32, Option<&'a str>),
    phase: RoutePhase,
) -> impl Iterator<Item = (usize, Value)> + use<'a> {
    let network = own.network.networks.get(part as usize).map(|head| head.id.as_str());
    let texts = [Some(id), network, Some(own.operator), Some(phase.as_str()), name];
    texts.into_iter().enumerate().filter_map(|(at, text)| Some((at, Value::Text(text?.to_owned()))))
}

/// A span in a square: how large it is, its lines there, and what is said of it.
type SeenSpan<'s, 'a> = (i64, Vec<Vec<At>>, &'s DrawnNetwork<'a>, &'a FibreSpan, RoutePhase);

fn spans(networks: &[DrawnNetwork<'_>], phase: Option<RoutePhase>, tile: TileId) -> Option<Vec<u8>> {
    let mut found: Vec<SeenSpan<'_, '_>> = Vec::new();
    for own in networks {
        for span in &own.network.spans {
            let Some(standing) = span.standing() else { continue };
            if phase.is_some_and(|phase| phase != standing) || span.route.len() < 2 {
                continue;
            }
            let mut line: Vec<[i64; 2]> = span.route.iter().map(|place| at(*place, tile)).collect();
            let (from, to) = bounds(&line);
            let size = (to[0] - from[0]).max(to[1] - from[1]);
            let (low, high) = (-i64::from(BUFFER), EXTENT + i64::from(BUFFER));
            let is_beyond = (0..2).any(|axis| to[axis] < low || from[axis] > high);
            if is_beyond || (size < SMALLEST && tile.z() < VECTOR_ZOOM) {
                continue;
            }
            line.dedup();
            let lines = cut(&thinned(&line));
            if !lines.is_empty() {
                found.push((size, lines, own, span, standing));
            }
        }
    }
    // The longest first: where a square is too full, the rest is left out.
    found.sort_by_key(|(size, ..)| std::cmp::Reverse(*size));
    let mut layer = Layer::new(SPANS_LAYER, &ROUTE_FIELDS);
    let mut points = 0;
    for (_, lines, own, span, standing) in found {
        points += lines.iter().map(Vec::len).sum::<usize>();
        if points > POINTS_MOST {
            break;
        }
        let name = (&*span.id, span.network, span.name.as_deref());
        layer.lines(lines.iter().map(Vec::as_slice), properties(own, name, standing));
    }
    layer.tile()
}

fn nodes(networks: &[DrawnNetwork<'_>], phase: Option<RoutePhase>, tile: TileId) -> Option<Vec<u8>> {
    if tile.z() < NODES_ZOOM {
        return None;
    }
    // Places of a grid that holds for the whole zoom: four pixels, and none at the deepest.
    let step = if tile.z() < VECTOR_ZOOM { 64 } else { 1 };
    let mut layer = Layer::new(NODES_LAYER, &ROUTE_FIELDS);
    let (mut taken, mut points): (HashSet<(&str, [i64; 2])>, usize) = (HashSet::new(), 0);
    for own in networks {
        for node in &own.network.nodes {
            let (Some(place), Some(standing)) = (node.location, RoutePhase::of(node.status)) else {
                continue;
            };
            let at = at(place, tile);
            let is_here = at.iter().all(|units| (0..EXTENT).contains(units));
            if !is_here || phase.is_some_and(|phase| phase != standing) || points == POINTS_MOST {
                continue;
            }
            if step > 1 && !taken.insert((own.operator, at.map(|units| units / step))) {
                continue;
            }
            points += 1;
            let name = (&*node.id, node.network, node.name.as_deref());
            layer.point_with(at.map(|units| units as i32), properties(own, name, standing));
        }
    }
    layer.tile()
}

fn bounds(line: &[[i64; 2]]) -> ([i64; 2], [i64; 2]) {
    line.iter().fold(([i64::MAX; 2], [i64::MIN; 2]), |(from, to), at| {
        ([from[0].min(at[0]), from[1].min(at[1])], [to[0].max(at[0]), to[1].max(at[1])])
    })
}

/// Leaves out points that lie on the straight line between their neighbours.
fn thinned(line: &[[i64; 2]]) -> Vec<[i64; 2]> {
    let mut kept: Vec<[i64; 2]> = Vec::with_capacity(line.len());
    for at in line {
        if let [.., a, b] = kept[..] {
            let turn = (b[0] - a[0]) * (at[1] - b[1]) - (b[1] - a[1]) * (at[0] - b[0]);
            let ahead = (b[0] - a[0]) * (at[0] - b[0]) + (b[1] - a[1]) * (at[1] - b[1]);
            if turn == 0 && ahead > 0 {
                kept.pop();
            }
        }
        kept.push(*at);
    }
    kept
}

/// What of a line lies in the square and a little beyond.
fn cut(line: &[[i64; 2]]) -> Vec<Vec<At>> {
    let mut lines: Vec<Vec<At>> = Vec::new();
    let mut goes_on = false;
    for pair in line.windows(2) {
        let Some((a, b, leaves)) = segment(pair[0], pair[1]) else {
            goes_on = false;
            continue;
        };
        match lines.last_mut().filter(|last| goes_on && last.last() == Some(&a)) {
            Some(last) => last.push(b),
            None => lines.push(vec![a, b]),
        }
        goes_on = !leaves;
    }
    lines.iter_mut().for_each(Vec::dedup);
    lines.retain(|line| line.len() > 1);
    lines
}

/// The part of a straight line in the square and a little beyond, and whether it leaves that (Liang and Barsky 1984).
fn segment(a: [i64; 2], b: [i64; 2]) -> Option<(At, At, bool)> {
    let (low, high) = (f64::from(-BUFFER), EXTENT as f64 + f64::from(BUFFER));
    let (from, way) = (a.map(|units| units as f64), [0, 1].map(|axis| (b[axis] - a[axis]) as f64));
    let (mut enters, mut leaves) = (0.0f64, 1.0f64);
    for axis in 0..2 {
        for (speed, room) in [(-way[axis], from[axis] - low), (way[axis], high - from[axis])] {
            if speed == 0.0 {
                if room < 0.0 {
                    return None;
                }
            } else if speed < 0.0 {
                enters = enters.max(room / speed);
            } else {
                leaves = leaves.min(room / speed);
            }
        }
    }
    let point = |part: f64| [0, 1].map(|axis| (from[axis] + way[axis] * part).round() as i32);
    (enters <= leaves).then(|| (point(enters), point(leaves), leaves < 1.0))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_line_is_cut_where_it_leaves_and_goes_on_where_it_comes_back() {
        let line = [[100, 100], [200, 100], [9000, 100], [9000, 300], [300, 300]];
        let lines = cut(&line);
        assert_eq!(lines, [vec![[100, 100], [200, 100], [4160, 100]], vec![[4160, 300], [300, 300]]]);
        assert_eq!(cut(&[[-500, -500], [-500, 9000]]), Vec::<Vec<At>>::new());
    }

    #[test]
    fn points_on_a_straight_line_are_left_out_and_ways_back_are_not() {
        assert_eq!(thinned(&[[0, 0], [1, 0], [2, 0], [5, 0], [5, 4]]), [[0, 0], [5, 0], [5, 4]]);
        assert_eq!(thinned(&[[0, 0], [9, 0], [3, 0]]), [[0, 0], [9, 0], [3, 0]]);
    }

    proptest! {
        /// Every point of the line that lies well inside is on what is left, and no part of that lies outside.
        #[test]
        fn what_is_left_lies_inside(line in proptest::collection::vec((-9000i64..13_000, -9000i64..13_000), 2..12)) {
            let line: Vec<[i64; 2]> = line.into_iter().map(|(x, y)| [x, y]).collect();
            let lines = cut(&line);
            for at in lines.iter().flatten().flatten() {
                prop_assert!((-64..=4160).contains(at));
            }
            for at in line.iter().filter(|at| at.iter().all(|units| (0..EXTENT).contains(units))) {
                let at = at.map(|units| units as i32);
                prop_assert!(lines.iter().flatten().any(|point| *point == at), "{:?}", at);
            }
        }
    }
}
