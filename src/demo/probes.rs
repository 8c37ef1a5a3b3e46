//! Made-up places of made-up operators, whose checks are of this very server: no other host is probed.
//!
//! Times are those of a loopback, so they are metrics of a demonstration and never become measurements.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::path::Path;

use crate::probe::{ConfigError, Probes};

/// Where the probes of the demonstration pretend to stand: id, whose line, over what, where, the name.
const PLACES: [(&str, &str, &str, f64, f64, &str); 3] = [
    ("demo-rabat", "argane", "fibre", -6.8361, 34.0132, "Rabat (synthetic)"),
    ("demo-fes", "safran", "4g", -5.0003, 34.0331, "Fès (synthetic)"),
    ("demo-agadir", "zellige", "5g", -9.5982, 30.4202, "Agadir (synthetic)"),
];

/// The checks of the demonstration's server at an address.
///
/// # Errors
/// When they are not in order, which is a fault of this program.
pub fn of(server: SocketAddr) -> Result<Probes, ConfigError> {
    let host: IpAddr = match server.ip() {
        IpAddr::V4(address) if address.is_unspecified() => Ipv4Addr::LOCALHOST.into(),
        IpAddr::V6(address) if address.is_unspecified() => Ipv6Addr::LOCALHOST.into(),
        address => address,
    };
    let own = SocketAddr::new(host, server.port());
    let place = |(id, operator, technology, lon, lat, name): &(&str, &str, &str, f64, f64, &str)| {
        let common = format!("place = \"{id}\"\ninterval = \"15s\"\ntimeout = \"5s\"");
        format!(
            "[[place]]\nid = \"{id}\"\nlon = {lon}\nlat = {lat}\noperator = \"{operator}\"\n\
             technology = \"{technology}\"\nnames = {{ fr = \"{name}\" }}\n\
             [[check]]\nid = \"{id}-ping\"\nkind = \"icmp\"\ntarget = \"{host}\"\n{common}\n\
             [[check]]\nid = \"{id}-port\"\nkind = \"tcp\"\ntarget = \"{host}\"\nport = {port}\n{common}\n\
             [[check]]\nid = \"{id}-web\"\nkind = \"http\"\ntarget = \"http://{own}/healthz\"\n{common}\n",
            port = own.port(),
        )
    };
    Probes::read("the demonstration's checks", &PLACES.iter().map(place).collect::<String>(), Path::new("."))
}

#[cfg(test)]
mod tests {
    use super::of;

    #[test]
    fn the_demonstration_probes_itself_only() {
        for server in ["127.0.0.1:8080", "[::1]:8080", "0.0.0.0:1", "[::]:65535"] {
            let probes = of(server.parse().expect("an address")).expect("in order");
            assert_eq!((probes.places.len(), probes.checks.len()), (3, 9), "{server}");
            assert!(probes.checks.iter().all(|check| check.id.as_str().starts_with("demo-")));
        }
    }
}
