//! What probes do: checks, and their kinds.

use super::{string_id, word_list};

string_id!(
    /// A check's id: one configured test. The only name a target has outside its configuration.
    CheckId,
    "check id",
    "1 to 64 lower-case letters, digits or hyphens",
    is_name
);

fn is_name(text: &str) -> bool {
    (1..=64).contains(&text.len())
        && text.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
}

word_list!(
    /// What a check does.
    CheckKind, "kind of check" {
        /// Several echo requests: loss, round-trip times, jitter.
        Icmp => "icmp",
        /// A TCP connection, with TLS if asked.
        Tcp => "tcp",
        /// An HTTP or HTTPS request in its phases.
        Http => "http",
        /// A question to a named DNS server.
        Dns => "dns",
    }
);

#[cfg(test)]
mod tests {
    use super::{CheckId, CheckKind};

    #[test]
    fn ids_are_plain_names() {
        assert!(CheckId::new("rabat-1-http").is_ok());
        for text in ["", "Rabat", "a b", "a\"b", "http://x", &"a".repeat(65)] {
            assert!(CheckId::new(text).is_err(), "{text:?}");
        }
        assert_eq!("icmp".parse(), Ok(CheckKind::Icmp));
        assert!("mtr".parse::<CheckKind>().is_err());
    }
}
