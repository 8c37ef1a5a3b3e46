//! A filed fibre network, measured: how much of it lies in which territory.
//!
//! Each span is cut exactly where communes meet, each piece measured on the ellipsoid (Karney 2013).
//! What counts is fibre in use, and apart from it fibre to come; what lies outside the country is
//! counted apart as well, so that sums add up.

use geo::{Distance, Geodesic, Point};

use crate::country::index::OUTSIDE;
use crate::country::{Country, RegionIndex, TerritoryId};
use crate::domain::{CommuneId, FibreNetwork, FibreSpan, LonLat, RoutePhase};

/// Metres of route, in use and to come.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct RouteMetres {
    /// In use.
    pub operational: f64,
    /// To come.
    pub planned: f64,
}

impl RouteMetres {
    fn add(&mut self, standing: RoutePhase, metres: f64) {
        match standing {
            RoutePhase::Operational => self.operational += metres,
            RoutePhase::Planned => self.planned += metres,
        }
    }

    /// Two lengths together.
    #[must_use]
    pub fn plus(self, other: Self) -> Self {
        Self { operational: self.operational + other.operational, planned: self.planned + other.planned }
    }

    /// One of the two.
    pub fn of(self, standing: RoutePhase) -> f64 {
        match standing {
            RoutePhase::Operational => self.operational,
            RoutePhase::Planned => self.planned,
        }
    }
}

/// How long a span is, and where.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Lengths {
    /// All of it.
    pub metres: f64,
    /// By commune, nothing for outside; in the order met.
    pub pieces: Vec<(Option<CommuneId>, f64)>,
}

/// A network and its lengths.
#[derive(Debug, Clone, PartialEq)]
pub struct Routes {
    /// As filed.
    pub network: FibreNetwork,
    /// Each span's length, in the order of the spans.
    pub spans: Vec<Lengths>,
    /// The commune of each node, in the order of the nodes.
    pub nodes: Vec<Option<CommuneId>>,
    /// By part of the network: what counts, wherever it lies.
    pub parts: Vec<RouteMetres>,
    /// By part of the network: what counts and lies outside the country.
    pub outside: Vec<RouteMetres>,
    territories: Vec<RouteMetres>,
}

impl Routes {
    /// Measures a network.
    pub fn of(network: FibreNetwork, country: &Country) -> Self {
        let tree = &country.tree;
        let none = vec![RouteMetres::default(); network.networks.len()];
        let (mut parts, mut outside) = (none.clone(), none);
        let mut territories = vec![RouteMetres::default(); tree.len()];
        let mut spans = Vec::with_capacity(network.spans.len());
        for span in &network.spans {
            let measured = measure(span, &country.index);
            if let Some(standing) = span.standing().filter(|_| span.is_fibre()) {
                let part = span.network as usize;
                if let Some(part) = parts.get_mut(part) {
                    part.add(standing, measured.metres);
                }
                for (commune, metres) in &measured.pieces {
                    match commune {
                        Some(commune) => tree
                            .path(tree.commune(*commune))
                            .into_iter()
                            .for_each(|id| territories[id.index()].add(standing, *metres)),
                        None => {
                            if let Some(part) = outside.get_mut(part) {
                                part.add(standing, *metres);
                            }
                        }
                    }
                }
            }
            spans.push(measured);
        }
        let nodes =
            network.nodes.iter().map(|node| node.location.and_then(|at| country.locate(at))).collect();
        Self { network, spans, nodes, parts, outside, territories }
    }

    /// What counts in a territory: the country, a region, a province or a commune.
    pub fn within(&self, territory: TerritoryId) -> RouteMetres {
        self.territories.get(territory.index()).copied().unwrap_or_default()
    }

    /// Bytes it takes, near enough.
    pub(super) fn bytes(&self) -> usize {
        let positions: usize = self.network.spans.iter().map(|span| span.route.len()).sum();
        let pieces: usize = self.spans.iter().map(|span| span.pieces.len()).sum();
        let rows = (self.network.spans.len() + self.network.nodes.len()) * 400;
        positions * 16 + pieces * 16 + rows + self.territories.len() * 16
    }
}

fn metres(a: LonLat, b: LonLat) -> f64 {
    Geodesic.distance(Point::new(a.lon, a.lat), Point::new(b.lon, b.lat))
}

/// Cuts and measures a span over a coverage of communes.
pub fn measure(span: &FibreSpan, communes: &RegionIndex) -> Lengths {
    let mut measured = Lengths::default();
    for pair in span.route.windows(2) {
        communes.cut(pair[0], pair[1], |piece| {
            let length = metres(piece.from, piece.to);
            let commune = (piece.region != OUTSIDE).then_some(CommuneId(piece.region));
            measured.metres += length;
            // Lines mostly go on where they were: look back before all are searched.
            match measured.pieces.iter_mut().rev().find(|(known, _)| *known == commune) {
                Some((_, sum)) => *sum += length,
                None => measured.pieces.push((commune, length)),
            }
        });
    }
    measured
}
