//! Lists of places: from the bytes of a CSV or GeoJSON file to places with their commune and cell, and a report.
//!
//! ```text
//! file ─ source ─┬─ table ─ csv ────┐
//!                └─ json ─ geojson ─┴─► drafts ─► all located at once ─► places in order, findings ─► report
//! ```
//!
//! Owns what a place must be: an id that no other has, a point in the country. Invariants: a list with an error yields
//! no places; a place is in the commune that holds its point exactly, whatever the file says; a list is bounded in
//! places and bytes, so it is held whole.

mod csv;
mod geojson;

use std::cell::Cell;
use std::collections::HashSet;
use std::fs::File;
use std::io::Read;
use std::rc::Rc;

use super::check::Progress;
use super::content::Content;
use super::error::IntakeError;
use super::ground::CountryView;
use super::limits::Limits;
use super::report::{About, Findings, Place, Report};
use super::rules::Rule;
use super::source::Source;
use crate::country::Country;
use crate::country::index::OUTSIDE;
use crate::domain::places::{is_line, to_e7};
use crate::domain::{AsOf, CommuneId, ListedPlace};

/// The longest id of a place, in characters.
const ID_MOST: usize = 64;

/// What a check of a list is asked.
#[derive(Debug, Clone)]
pub struct PlacesRequest {
    /// The date whose places it lists.
    pub as_of: AsOf,
    /// Today, in the country's time zone.
    pub today: AsOf,
    /// The file's name, a hint only.
    pub file_name: Option<String>,
}

/// The outcome of a check.
#[derive(Debug, Clone)]
pub struct CheckedPlaces {
    /// What there is to say.
    pub report: Report,
    /// The places, in order of communes and ids, when the list is accepted.
    pub places: Option<Vec<ListedPlace>>,
}

/// Where a place stands in its file.
#[derive(Debug, Clone, Copy)]
enum At {
    /// A line.
    Row(u64),
    /// A feature, from 0.
    Feature(u64),
}

impl At {
    fn place(self) -> Place {
        match self {
            Self::Row(line) => Place::row(line),
            Self::Feature(number) => Place::pointer(format!("/features/{number}")),
        }
    }

    /// A member of it, by the name of its column or property.
    fn member(self, name: &str) -> Place {
        match self {
            Self::Row(line) => Place::row(line).column(name),
            Self::Feature(number) => {
                Place::pointer(format!("/features/{number}/properties/{name}")).column(name)
            }
        }
    }
}

/// A place as a file has it.
#[derive(Debug, Default)]
struct Raw<'r> {
    id: &'r str,
    name: &'r str,
    /// Degrees east and north, where they are degrees.
    position: Option<(f64, f64)>,
    commune: &'r str,
}

/// A place that is in order by itself.
struct Draft {
    at: At,
    id: String,
    name: String,
    lon_e7: i32,
    lat_e7: i32,
    commune: String,
}

/// What was read of a file so far.
struct Drafts<'d> {
    country: &'d Country,
    limits: &'d Limits,
    ids: HashSet<String>,
    places: Vec<Draft>,
    /// Places read, whether in order or not.
    read: u64,
}

impl Drafts<'_> {
    /// Takes a place in; false once there are too many.
    fn take(&mut self, at: At, raw: &Raw<'_>, findings: &mut Findings) -> bool {
        if self.read as usize >= self.limits.places {
            findings.add(Rule::TooManyPlaces, || at.place().expected(self.limits.places));
            return false;
        }
        self.read += 1;
        let is_known = self.id(at, raw.id, findings);
        let is_named = name(at, raw.name, findings);
        let is_placed = self.commune(at, raw, findings);
        let Some((lon, lat)) = raw.position.filter(|_| is_known && is_named && is_placed) else {
            return true;
        };
        self.places.push(Draft {
            at,
            id: raw.id.to_owned(),
            name: raw.name.to_owned(),
            lon_e7: to_e7(lon),
            lat_e7: to_e7(lat),
            commune: raw.commune.to_owned(),
        });
        true
    }

    fn id(&mut self, at: At, id: &str, findings: &mut Findings) -> bool {
        let place = || at.member("id").value(id);
        if id.is_empty() {
            findings.add(Rule::PlaceIdMissing, || at.member("id"));
            return false;
        }
        if !is_line(id) || id.chars().count() > ID_MOST {
            findings.add(Rule::PlaceIdInvalid, place);
            return false;
        }
        let is_new = self.ids.insert(id.to_owned());
        if !is_new {
            findings.add(Rule::PlaceIdTwice, place);
        }
        is_new
    }

    /// Whether the commune named, if one is, is one of the country.
    fn commune(&self, at: At, raw: &Raw<'_>, findings: &mut Findings) -> bool {
        let tree = &self.country.tree;
        let is_known = raw.commune.is_empty()
            || tree.find(raw.commune).is_some_and(|found| tree.commune_id(found).is_some());
        if !is_known {
            findings.add(Rule::PlaceCommuneUnknown, || at.member("commune").value(raw.commune));
        }
        is_known
    }

    /// Finds commune and cell of each, and says which lie elsewhere than they should.
    fn locate(self, ground: &CountryView<'_>, findings: &mut Findings) -> Vec<ListedPlace> {
        let degrees = |of: fn(&Draft) -> i32| -> Vec<f64> {
            self.places.iter().map(|draft| f64::from(of(draft)) / 1e7).collect()
        };
        let communes = ground.locate(&degrees(|draft| draft.lon_e7), &degrees(|draft| draft.lat_e7));
        let tree = &self.country.tree;
        let mut places = Vec::with_capacity(self.places.len());
        for (draft, commune) in self.places.into_iter().zip(communes) {
            let Draft { at, id, name, lon_e7, lat_e7, commune: said } = draft;
            let mut place = ListedPlace {
                id,
                name,
                lon_e7,
                lat_e7,
                h3: 0,
                commune: tree.get(tree.country()).code.clone(),
            };
            let here = place.position();
            let found = || at.place().object(Some(&place.id)).at(here.lon, here.lat);
            let cell = if commune == OUTSIDE { None } else { ground.cell_of(here) };
            let Some(cell) = cell else {
                let is_swapped = ground.holds_any(std::iter::once((here.lat, here.lon)));
                let rule = if is_swapped { Rule::PlaceSwapped } else { Rule::PlaceOutside };
                let named = if place.name.is_empty() { &place.id } else { &place.name };
                findings.add(rule, || found().value(format!("{named} ({}, {})", here.lon, here.lat)));
                continue;
            };
            let own = &tree.get(tree.commune(CommuneId(commune))).code;
            if !said.is_empty() && said != own.as_str() {
                findings
                    .add(Rule::PlaceCommuneOther, || found().column("commune").value(&said).expected(own));
            }
            (place.h3, place.commune) = (u64::from(cell), own.clone());
            places.push(place);
        }
        places.sort_by(|a, b| (&a.commune, &a.id).cmp(&(&b.commune, &b.id)));
        places
    }
}

fn name(at: At, name: &str, findings: &mut Findings) -> bool {
    if name.is_empty() {
        findings.add(Rule::PlaceNameMissing, || at.member("name"));
        return true;
    }
    let is_fine = is_line(name);
    if !is_fine {
        findings.add(Rule::PlaceNameInvalid, || at.member("name").value(name));
    }
    is_fine
}

/// Degrees that are degrees: from minus a limit to that limit.
fn degrees(text: &str, most: f64) -> Option<f64> {
    text.parse::<f64>().ok().filter(|degrees| degrees.abs() <= most)
}

/// Reads a list from its beginning and says what it holds, or why it is refused.
///
/// # Errors
/// When the disk fails; never for what the file contains.
pub fn check(
    country: &Country,
    limits: &Limits,
    request: &PlacesRequest,
    file: File,
    progress: &mut dyn FnMut(Progress),
) -> Result<CheckedPlaces, IntakeError> {
    let mut findings = Findings::new(limits);
    if request.as_of > request.today {
        findings.add(Rule::AsOfFuture, || {
            Place::file().value(request.as_of).expected(format!("{} or earlier", request.today))
        });
    }
    let mut own = limits.clone();
    own.bytes = own.bytes.min(own.place_bytes);
    let read = Rc::new(Cell::new(0));
    let mut source = Source {
        limits: &own,
        file_name: request.file_name.as_deref(),
        read: Rc::clone(&read),
        packaging: None,
        bytes: file.metadata().map_err(IntakeError::Read)?.len(),
    };
    let bytes = source.bytes;
    let mut drafts = Drafts { country, limits: &own, ids: HashSet::new(), places: Vec::new(), read: 0 };
    let mut told = |rows| progress(Progress { read: read.get(), bytes, rows });
    let content = source.open(file, &mut findings, |text, content, findings| {
        read_text(&mut drafts, text, content, findings, &mut told)?;
        Ok(content)
    })?;
    let rows = drafts.read;
    let places = drafts.locate(&CountryView::of(country), &mut findings);
    let stopped_early = findings.is_full() || findings.count(Rule::TooManyPlaces) > 0;
    if findings.is_full() {
        findings.add(Rule::TooManyErrors, || Place::file().value(limits.errors));
    }
    let report = findings.into_report(About {
        as_of: Some(request.as_of),
        file: request.file_name.clone(),
        format: content.map(|content| match content {
            Content::Csv => "csv",
            Content::Json => "geojson",
        }),
        packaging: source.packaging,
        bytes,
        rows,
        stopped_early,
        ..About::default()
    });
    let places = report.accepted.then_some(places);
    Ok(CheckedPlaces { report, places })
}

fn read_text(
    drafts: &mut Drafts<'_>,
    text: &mut dyn Read,
    content: Content,
    findings: &mut Findings,
    told: &mut dyn FnMut(u64),
) -> Result<(), IntakeError> {
    match content {
        Content::Csv => csv::read(drafts, text, findings, told)?,
        Content::Json => geojson::read(drafts, text, findings, told)?,
    }
    if drafts.read == 0 && findings.errors() == 0 {
        findings.add(Rule::PlacesNone, Place::file);
    }
    Ok(())
}
