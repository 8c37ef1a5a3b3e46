//! `probes.toml`: the places measured from and the checks run there.
//!
//! Read strictly and whole: an unknown key is a fault, and every fault of a file is told at once, each
//! with where it stands, its key and what was expected. What a check may do to others has bounds here
//! that no file can lift.
//!
//! ```toml
//! [[place]]
//! id = "lycee-1"
//! lon = -6.83
//! lat = 34.02
//! operator = "iam"
//! technology = "fibre"
//!
//! [[check]]
//! id = "lycee-1-portal"
//! place = "lycee-1"
//! kind = "http"
//! target = "https://www.example.org/"
//! ```

mod module;

use std::collections::{BTreeMap, BTreeSet};
use std::net::IpAddr;
use std::num::NonZeroU32;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use crate::domain::{CheckId, CheckKind, LonLat, Names, OperatorId, ProbeId, TechnologyId, word_list};
use crate::settings::{self, Section, numbered};
pub use crate::settings::{Fault, SettingsError as ConfigError};
pub(super) use module::{DnsModule, HttpModule, IcmpModule, Module, TcpModule, TlsSettings, rcode_name};

/// Checks in a file: each is a task, and a few dozen series.
const CHECKS: usize = 500;
/// Places in a file.
const PLACES: usize = 500;
/// The shortest time between the beginnings of two probes of a target, whoever asks.
const SHORTEST_INTERVAL: Duration = Duration::from_secs(1);
/// The longest time a check may be given; a page about it must be answered within a request's time.
const LONGEST_TIMEOUT: Duration = Duration::from_secs(25);

word_list!(
    /// A family of addresses.
    Family, "address family" {
        /// IPv4.
        Ip4 => "ip4",
        /// IPv6.
        Ip6 => "ip6",
    }
);

/// A place that is measured from.
#[derive(Debug, Clone, PartialEq)]
pub struct Place {
    /// The probe that stands there.
    pub id: ProbeId,
    /// Where it is.
    pub position: LonLat,
    /// Whose line it has.
    pub operator: OperatorId,
    /// Over which technology.
    pub technology: TechnologyId,
    /// What people call it.
    pub names: Names,
}

/// One configured test.
#[derive(Debug, Clone)]
pub struct Check {
    /// The only name it has outside the file.
    pub id: CheckId,
    /// Where it runs.
    pub place: Arc<Place>,
    /// How often it runs by itself.
    pub interval: Duration,
    /// How soon after its last beginning it may run again when somebody asks.
    pub min_interval: Duration,
    /// How long it may take.
    pub timeout: Duration,
    /// The preferred family of addresses.
    pub family: Family,
    /// Whether the other family will do.
    pub fallback: bool,
    special_use: bool,
    own_address: Option<IpAddr>,
    pub(super) module: Module,
}

impl Check {
    /// What the check does.
    pub fn kind(&self) -> CheckKind {
        match self.module {
            Module::Icmp(_) => CheckKind::Icmp,
            Module::Tcp(_) => CheckKind::Tcp,
            Module::Http(_) => CheckKind::Http,
            Module::Dns(_) => CheckKind::Dns,
        }
    }

    /// Whether a special-use address may be probed: the file says so, or names that very address.
    pub(super) fn allows(&self, address: IpAddr) -> bool {
        self.special_use || self.own_address == Some(address.to_canonical())
    }
}

/// How much all checks together may do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Checks that run at once.
    pub concurrency: usize,
    /// Tokens a destination's bucket gains per second.
    pub per_second: NonZeroU32,
    /// Tokens it holds.
    pub burst: NonZeroU32,
}

/// A checked configuration.
#[derive(Debug, Clone)]
pub struct Probes {
    /// The places, by id.
    pub places: Vec<Arc<Place>>,
    /// The checks, in the file's order.
    pub checks: Vec<Arc<Check>>,
    /// How much they may do.
    pub limits: Limits,
}

impl Probes {
    /// Reads a file.
    ///
    /// # Errors
    /// When it cannot be read, or with every fault in it.
    pub fn open(path: &Path) -> Result<Self, ConfigError> {
        let text = settings::open(path)?;
        Self::read(&path.display().to_string(), &text, path.parent().unwrap_or(Path::new(".")))
    }

    /// Reads a text; `folder` is where files it names are looked for.
    ///
    /// # Errors
    /// When it is no TOML, or with every fault in it.
    pub fn read(file: &str, text: &str, folder: &Path) -> Result<Self, ConfigError> {
        settings::read(file, text, |table, faults| whole(table, folder, faults))
    }
}

fn whole(table: toml::Table, folder: &Path, faults: &mut Vec<Fault>) -> Probes {
    let mut file = Section::new("file".to_owned(), table, faults);
    let limits = file.or("limits", toml::Table::new(), "a table", |value| value.as_table().cloned());
    let places = file.tables("place", 1..=PLACES);
    let checks = file.tables("check", 1..=CHECKS);
    file.finish();
    let limits = read_limits(limits, faults);
    let mut by_id = BTreeMap::new();
    for (title, table) in numbered("place", places) {
        let Some(place) = place(title, table, faults) else { continue };
        if let Some(twin) = by_id.insert(place.id.clone(), Arc::new(place)) {
            faults.push(Fault::new(&format!("place {:?}", twin.id.as_str()), "id", "an id of its own"));
        }
    }
    let mut ids = BTreeSet::new();
    let mut read = Vec::new();
    for (title, table) in numbered("check", checks) {
        let Some(check) = check(title, table, &by_id, &limits, folder, faults) else { continue };
        if !ids.insert(check.id.clone()) {
            faults.push(Fault::new(&format!("check {:?}", check.id.as_str()), "id", "an id of its own"));
        }
        read.push(Arc::new(check));
    }
    Probes { places: by_id.into_values().collect(), checks: read, limits }
}

fn read_limits(table: toml::Table, faults: &mut Vec<Fault>) -> Limits {
    let mut section = Section::new("limits".to_owned(), table, faults);
    let concurrency = section.number("concurrency", 16, 1..=256) as usize;
    let count = |number: u64| NonZeroU32::new(number as u32).unwrap_or(NonZeroU32::MIN);
    let per_second = count(section.number("destination_per_second", 10, 1..=1000));
    let burst = count(section.number("destination_burst", 50, 1..=1000));
    section.finish();
    Limits { concurrency, per_second, burst }
}

fn place(title: String, table: toml::Table, faults: &mut Vec<Fault>) -> Option<Place> {
    let mut section = Section::new(title, table, faults);
    let id = section.word("id", "1 to 32 lower-case letters, digits or hyphens");
    let degrees = |limit: f64| {
        move |value: &toml::Value| {
            let number = value.as_float().or_else(|| value.as_integer().map(|whole| whole as f64))?;
            (-limit..=limit).contains(&number).then_some(number)
        }
    };
    let lon = section.required("lon", "degrees east from -180 to 180", degrees(180.0));
    let lat = section.required("lat", "degrees north from -90 to 90", degrees(90.0));
    let operator =
        section.word("operator", "an operator's id: 1 to 32 lower-case letters, digits or hyphens");
    let technology = section.word("technology", "a technology's id, such as fibre or 4g");
    let names =
        section.or("names", Names::default(), "a table of names by language: { fr = \"...\" }", |value| {
            let table = value.as_table()?;
            let name = |(lang, name): (&String, &toml::Value)| {
                let name = name.as_str().filter(|name| name.chars().count() <= 200)?;
                Some((lang.clone(), name.to_owned()))
            };
            table.iter().map(name).collect::<Option<BTreeMap<_, _>>>().map(Names)
        });
    section.finish();
    let position = LonLat { lon: lon?, lat: lat? };
    Some(Place { id: id?, position, operator: operator?, technology: technology?, names })
}

fn check(
    title: String,
    table: toml::Table,
    places: &BTreeMap<ProbeId, Arc<Place>>,
    limits: &Limits,
    folder: &Path,
    faults: &mut Vec<Fault>,
) -> Option<Check> {
    let mut section = Section::new(title, table, faults);
    let id = section.word("id", "1 to 64 lower-case letters, digits or hyphens");
    let place = section.required("place", "the id of a [[place]] of this file that is in order", |value| {
        places.get(value.as_str()?).cloned()
    });
    let day = Duration::from_hours(24);
    let interval = section.time("interval", Duration::from_mins(1), SHORTEST_INTERVAL..=day);
    let least = interval.min(Duration::from_secs(10));
    let min_interval =
        section.time("min_interval", least, SHORTEST_INTERVAL..=interval.max(SHORTEST_INTERVAL));
    let longest = interval.clamp(SHORTEST_INTERVAL, LONGEST_TIMEOUT);
    let usual = longest.min(Duration::from_secs(10));
    let timeout = section.time("timeout", usual, Duration::from_millis(50)..=longest);
    let family = section.or("ip", Family::Ip6, "ip4 or ip6", |value| value.as_str()?.parse().ok());
    let fallback = section.flag("ip_fallback", true);
    let special_use = section.flag("special_use", false);
    let kind: Option<CheckKind> = section.word("kind", "icmp, tcp, http or dns");
    let module = kind.and_then(|kind| module::read(kind, &mut section, timeout, limits, folder));
    if kind.is_some() {
        section.finish();
    }
    let module = module?;
    let own_address = module.own_address().map(|address| address.to_canonical());
    let (id, place) = (id?, place?);
    Some(Check {
        id,
        place,
        interval,
        min_interval,
        timeout,
        family,
        fallback,
        special_use,
        own_address,
        module,
    })
}
