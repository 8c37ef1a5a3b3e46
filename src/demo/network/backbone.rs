//! A made-up long-distance fibre network, as OFDS 0.4: the seat of every province, joined by a tree of
//! least length, and rings where the tree makes a long way round.
//!
//! Lines wander as roads do. What is built grows from date to date; what is next is under construction,
//! what comes after is planned or proposed.

use serde_json::{Value, json};

use super::{Networks, Planned, SEED, chance, kilometres};
use crate::country::TerritoryId;
use crate::domain::LonLat;

/// Id of the network: the same at every date.
const NETWORK: &str = "7d1f6f0a-5b0c-4c53-9a53-2f6a8d6f2030";
/// Kilometres between positions of a route, about.
const STRIDE: f64 = 4.0;
/// Times the straight line that the way in the tree must be for a ring to be built.
const ROUND: f64 = 2.6;
/// How far aside, in lengths of the line, a way is looked for where the drawn one leaves the country.
const ROUND_ABOUT: [f64; 8] = [0.1, -0.1, 0.2, -0.2, 0.35, -0.35, 0.5, -0.5];
/// Share of the spans in use at each date.
const BUILT: [f64; 6] = [0.40, 0.47, 0.54, 0.61, 0.68, 0.76];
/// Shares that follow: under construction, planned, proposed.
const NEXT: [(&str, f64); 3] = [("underConstruction", 0.08), ("planned", 0.09), ("proposed", 0.05)];
/// The phases spans belong to, by what they are.
const PHASES: [(&str, &str); 2] = [("dorsale", "Dorsale"), ("boucles", "Boucles")];

/// The seat of a province: where most people live close together.
struct Seat {
    province: TerritoryId,
    at: LonLat,
}

/// A line between two seats.
struct Line {
    from: usize,
    to: usize,
    is_ring: bool,
}

impl Networks {
    /// The bytes of a planned filing of a network.
    pub(super) fn backbone(&self, filing: &Planned) -> Vec<u8> {
        let seats = self.seats();
        let lines = order(lines(&seats), &seats);
        let (mut nodes, mut spans) = (vec![None; seats.len()], Vec::new());
        for (rank, line) in lines.iter().enumerate() {
            let place = (rank as f64 + 0.5) / lines.len() as f64;
            let Some(status) = status(place, BUILT[filing.step]) else { continue };
            spans.push(self.span(rank, line, &seats, status, filing));
            for end in [line.from, line.to] {
                let node = nodes[end].get_or_insert(false);
                *node |= status == "operational";
            }
        }
        let node = |(at, built): (usize, &Option<bool>)| Some(self.node(at, &seats[at], (*built)?, filing));
        let nodes: Vec<Value> = nodes.iter().enumerate().filter_map(node).collect();
        let organisation = filing.operator.as_str();
        let phase =
            |(id, name): (&str, &str)| json!({"id": id, "name": name, "funders": [{"id": organisation}]});
        let package = json!({"networks": [{
            "id": NETWORK,
            "name": format!("{organisation} (synthetic)"),
            "links": [{"rel": "describedby", "href": "https://standard.ofds.info/en/0__4__0/network-schema.json"}],
            "nodes": nodes,
            "spans": spans,
            "phases": PHASES.map(phase),
            "organisations": [{"id": organisation, "name": organisation, "roles": ["networkProvider"]}],
            "publicationDate": filing.as_of.to_string(),
            "collectionDate": filing.as_of.to_string(),
            "crs": {"name": "urn:ogc:def:crs:OGC::CRS84", "uri": "http://www.opengis.net/def/crs/OGC/1.3/CRS84"},
        }]});
        package.to_string().into_bytes()
    }

    /// One seat to a province, of the sites that people live densest around.
    fn seats(&self) -> Vec<Seat> {
        let tree = &self.country.tree;
        let mut best: Vec<(TerritoryId, f64, LonLat)> = Vec::new();
        for site in &self.sites {
            let Some(commune) = self.country.locate(site.at) else { continue };
            let level = super::home_level(tree.levels());
            let Some(province) = tree.container(tree.commune(commune), level) else { continue };
            let weight = site.people * site.density.sqrt();
            match best.iter_mut().find(|(known, _, _)| *known == province) {
                Some((_, most, at)) if weight > *most => (*most, *at) = (weight, site.at),
                Some(_) => {}
                None => best.push((province, weight, site.at)),
            }
        }
        best.sort_by_key(|(province, _, _)| *province);
        best.into_iter().map(|(province, _, at)| Seat { province, at }).collect()
    }

    fn node(&self, number: usize, seat: &Seat, built: bool, filing: &Planned) -> Value {
        let province = self.country.tree.get(seat.province);
        json!({
            "id": province.code.as_str(),
            "name": province.names.best(&self.country.meta.languages),
            "status": if built { "operational" } else { "planned" },
            "location": {"type": "Point", "coordinates": rounded(seat.at)},
            "type": if number.is_multiple_of(5) { json!(["pop", "exchange"]) } else { json!(["pop"]) },
            "accessPoint": true,
            "networkProviders": [{"id": filing.operator.as_str()}],
        })
    }

    fn span(&self, rank: usize, line: &Line, seats: &[Seat], status: &str, filing: &Planned) -> Value {
        let tree = &self.country.tree;
        let (from, to) = (&seats[line.from], &seats[line.to]);
        let code = |seat: &Seat| tree.get(seat.province).code.as_str().to_owned();
        let name = |seat: &Seat| tree.get(seat.province).names.best(&self.country.meta.languages).to_owned();
        let drawn = chance(&[21, rank as u64]);
        let (id, label) = PHASES[usize::from(line.is_ring)];
        let year = if status == "operational" {
            2009 + (drawn * 14.0) as i16
        } else {
            filing.as_of.year() + 1 + (drawn * 3.0) as i16
        };
        json!({
            "id": format!("{}-{}", code(from), code(to)),
            "name": format!("{} – {}", name(from), name(to)),
            "status": status,
            "phase": {"id": id, "name": label},
            "readyForServiceDate": format!("{year}-{:02}-30", if drawn < 0.5 { 6 } else { 9 }),
            "start": code(from),
            "end": code(to),
            "route": {"type": "LineString", "coordinates": self.way(rank, from.at, to.at)},
            "networkProviders": [{"id": filing.operator.as_str()}],
            "transmissionMedium": ["fibre"],
            "deployment": [if drawn < 0.8 { "belowGround" } else { "aboveGround" }],
            "darkFibre": drawn > 0.6,
            "fibreCount": if drawn < 0.4 { 48 } else { 96 },
            "capacity": if status == "operational" { json!(if drawn < 0.5 { 100 } else { 400 }) } else { json!(0) },
        })
    }

    /// A way that wanders: each middle is moved aside, and stays in the country.
    fn way(&self, rank: usize, from: LonLat, to: LonLat) -> Vec<[f64; 2]> {
        let halvings = (kilometres(from, to) / STRIDE).max(2.0).log2().round() as u32;
        let mut way = vec![from, to];
        for level in 0..halvings {
            let mut finer = Vec::with_capacity(way.len() * 2);
            for (at, pair) in way.windows(2).enumerate() {
                let drawn = (chance(&[22, SEED, rank as u64, u64::from(level), at as u64]) - 0.5) * 0.28;
                let (dx, dy) = (pair[1].lon - pair[0].lon, pair[1].lat - pair[0].lat);
                let moved = |aside: f64| LonLat {
                    lon: pair[0].lon + dx / 2.0 - dy * aside,
                    lat: pair[0].lat + dy / 2.0 + dx * aside,
                };
                // Round bays and borders, where a way can be found.
                let asides = [drawn].into_iter().chain(ROUND_ABOUT);
                let inside = |at: &LonLat| self.country.locate(*at).is_some();
                let middle = asides.map(moved).find(inside).unwrap_or_else(|| moved(0.0));
                finer.extend([pair[0], middle]);
            }
            finer.push(to);
            way = finer;
        }
        way.into_iter().map(rounded).collect()
    }
}

/// Five decimals: about a metre.
fn rounded(at: LonLat) -> [f64; 2] {
    [at.lon, at.lat].map(|degrees| (degrees * 1e5).round() / 1e5)
}

/// What a span at a place of the order of building is, when so much is built; nothing if not thought of.
fn status(place: f64, built: f64) -> Option<&'static str> {
    if place < built {
        return Some("operational");
    }
    let mut until = built;
    NEXT.iter().find_map(|(status, share)| {
        until += share;
        (place < until).then_some(*status)
    })
}

/// A tree of least length (Prim 1957), then rings, shortest first.
fn lines(seats: &[Seat]) -> Vec<Line> {
    let km = |a: usize, b: usize| kilometres(seats[a].at, seats[b].at);
    let mut lines: Vec<Line> = Vec::new();
    let mut near: Vec<(f64, usize)> = (0..seats.len()).map(|at| (km(0, at), 0)).collect();
    let mut is_in = vec![false; seats.len()];
    let mut ways = vec![vec![f64::INFINITY; seats.len()]; seats.len()];
    for step in 0..seats.len() {
        let next = (0..seats.len()).filter(|at| !is_in[*at]).min_by(|a, b| near[*a].0.total_cmp(&near[*b].0));
        let Some(next) = next.filter(|_| step > 0).or((step == 0).then_some(0)) else { break };
        let from = near[next].1;
        ways[next][next] = 0.0;
        if step > 0 {
            lines.push(Line { from, to: next, is_ring: false });
            for other in (0..seats.len()).filter(|at| is_in[*at]) {
                let way = ways[from][other] + km(from, next);
                (ways[next][other], ways[other][next]) = (way, way);
            }
        }
        is_in[next] = true;
        for at in (0..seats.len()).filter(|at| !is_in[*at]) {
            if km(next, at) < near[at].0 {
                near[at] = (km(next, at), next);
            }
        }
    }
    let mut rings: Vec<(f64, usize, usize)> = Vec::new();
    for (a, ways) in ways.iter().enumerate() {
        for (b, way) in ways.iter().enumerate().skip(a + 1) {
            let straight = km(a, b);
            if straight < 160.0 && *way > ROUND * straight {
                rings.push((straight, a, b));
            }
        }
    }
    rings.sort_by(|a, b| a.0.total_cmp(&b.0));
    let mut ends = vec![0; seats.len()];
    for (_, from, to) in rings {
        // One ring to a town: more would be a mesh.
        if ends[from] == 0 && ends[to] == 0 {
            (ends[from], ends[to]) = (1, 1);
            lines.push(Line { from, to, is_ring: true });
        }
    }
    lines
}

/// The order in which lines are built: the tree before the rings, the short before the long, and luck.
fn order(mut lines: Vec<Line>, seats: &[Seat]) -> Vec<Line> {
    let weight = |line: &Line| {
        let km = kilometres(seats[line.from].at, seats[line.to].at);
        km * if line.is_ring { 1.6 } else { 1.0 } * (0.5 + chance(&[23, line.from as u64, line.to as u64]))
    };
    lines.sort_by(|a, b| weight(a).total_cmp(&weight(b)));
    lines
}
