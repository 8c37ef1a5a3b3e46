//! Coordinates of any geometry, told apart by how deep their lists are nested.
//!
//! A geometry's type may stand after its coordinates, so they are read for what they are: a list that
//! begins with a number is a position, a list of positions a line, and so on up to a MultiPolygon.

use geo::Coord;
use serde::de::{Error, SeqAccess};

use super::Reading;
use crate::intake::json::{Found, Lenient, Reader};
use crate::intake::report::Place;
use crate::intake::rules::Rule;

/// A value within coordinates.
#[derive(Debug)]
pub(super) enum Node {
    /// What was wrong has been said.
    Bad,
    /// An empty list.
    Empty,
    Number(f64),
    Position(Coord<f64>),
    Line(Vec<Coord<f64>>),
    Polygon(Vec<Vec<Coord<f64>>>),
    Multi(Vec<Vec<Vec<Coord<f64>>>>),
}

/// How deep lists of a MultiPolygon go.
const DEEPEST: usize = 4;

/// Reads coordinates, or a value in them.
pub(super) struct NodeReader<'d, 'r>(pub(super) &'d mut Reading<'r>);

impl<'de> Lenient<'de> for NodeReader<'_, '_> {
    type Value = Node;

    fn plain<E: Error>(self, found: Found<'_>) -> Result<Node, E> {
        let reading = self.0;
        if let Found::Number(number) = found
            && !reading.path.is_empty()
        {
            return Ok(Node::Number(number));
        }
        let rule = if reading.path.len() < 2 { Rule::GeoNesting } else { Rule::GeoPosition };
        complain(reading, rule, &found.to_string());
        Ok(Node::Bad)
    }

    fn array<A: SeqAccess<'de>>(self, mut items: A) -> Result<Node, A::Error> {
        let reading = self.0;
        if reading.path.len() >= DEEPEST {
            complain(reading, Rule::GeoNesting, "nested too deep");
            while items.next_element::<serde::de::IgnoredAny>()?.is_some() {}
            return Ok(Node::Bad);
        }
        let mut list = List::Unknown;
        let mut at = 0;
        loop {
            reading.path.push(at);
            let item = items.next_element_seed(Reader(NodeReader(reading)))?;
            let Some(item) = item else {
                reading.path.pop();
                break;
            };
            list.take(item, reading)?;
            reading.path.pop();
            at += 1;
            if reading.findings.is_full() {
                return Err(reading.stop());
            }
        }
        Ok(list.close(reading))
    }
}

fn complain(reading: &mut Reading<'_>, rule: Rule, what: &str) {
    let pointer = reading.coordinates_pointer();
    reading.findings.add(rule, || Place::pointer(pointer).value(what));
}

/// A list on its way to becoming a [`Node`].
enum List {
    Unknown,
    Bad,
    /// A position: how many numbers so far, and the first two.
    Numbers(usize, [f64; 2]),
    Positions(Vec<Coord<f64>>),
    Lines(Vec<Vec<Coord<f64>>>),
    Polygons(Vec<Vec<Vec<Coord<f64>>>>),
}

impl List {
    fn take<E: Error>(&mut self, item: Node, reading: &mut Reading<'_>) -> Result<(), E> {
        match (&mut *self, item) {
            (_, Node::Bad) => self.spoil(),
            (List::Unknown, Node::Number(number)) => *self = List::Numbers(1, [number, f64::NAN]),
            (List::Numbers(count, numbers), Node::Number(number)) => {
                if let Some(place) = numbers.get_mut(*count) {
                    *place = number;
                }
                *count += 1;
            }
            (List::Unknown, Node::Position(at)) => {
                reading.count_position()?;
                *self = List::Positions(vec![at]);
            }
            (List::Positions(ring), Node::Position(at)) => {
                reading.count_position()?;
                if ring.len() >= reading.limits.ring {
                    let (pointer, limit) = (reading.coordinates_pointer(), reading.limits.ring);
                    reading.findings.add(Rule::GeoRingTooLong, || Place::pointer(pointer).expected(limit));
                    return Err(reading.stop());
                }
                ring.push(at);
            }
            (List::Unknown, Node::Line(line)) => *self = List::Lines(vec![line]),
            (List::Lines(lines), Node::Line(line)) => lines.push(line),
            (List::Unknown, Node::Polygon(polygon)) => *self = List::Polygons(vec![polygon]),
            (List::Polygons(polygons), Node::Polygon(polygon)) => polygons.push(polygon),
            (List::Bad, _) => {}
            (_, Node::Empty) => {
                complain(reading, Rule::GeoNesting, "an empty array");
                self.spoil();
            }
            _ => {
                complain(reading, Rule::GeoNesting, "lists of different depth side by side");
                self.spoil();
            }
        }
        Ok(())
    }

    /// Keeps nothing of a list that cannot be used; its later items are still looked at.
    fn spoil(&mut self) {
        *self = List::Bad;
    }

    fn close(self, reading: &mut Reading<'_>) -> Node {
        match self {
            List::Unknown => Node::Empty,
            List::Bad => Node::Bad,
            List::Numbers(1, _) => {
                complain(reading, Rule::GeoPosition, "a single number");
                Node::Bad
            }
            List::Numbers(_, [x, y]) => Node::Position(Coord { x, y }),
            List::Positions(line) => Node::Line(line),
            List::Lines(polygon) => Node::Polygon(polygon),
            List::Polygons(multi) => Node::Multi(multi),
        }
    }
}
