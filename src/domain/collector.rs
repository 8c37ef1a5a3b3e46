//! What collectors do: where they fetch filings from, and how a run of theirs ends.

use super::{string_id, word_list};

string_id!(
    /// A collector's id, as its configuration names it.
    CollectorId,
    "collector id",
    "1 to 64 lower-case letters, digits or hyphens",
    |text| (1..=64).contains(&text.len())
        && text.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
);

word_list!(
    /// What a collector fetches from.
    CollectorSource, "source of a collector" {
        /// An address of the web.
        Http => "http",
        /// A folder of this machine.
        Directory => "directory",
    }
);

word_list!(
    /// How a run of a collector ended.
    CollectOutcome, "outcome of a collector's run" {
        /// Something new was filed.
        Filed => "filed",
        /// What was read is what was read before.
        Unchanged => "unchanged",
        /// The server said that nothing has changed.
        NotModified => "not_modified",
        /// What was read breaks the rules; nothing was stored.
        Refused => "refused",
        /// Nothing could be read, or not all of it.
        Failed => "failed",
    }
);

impl CollectOutcome {
    /// Whether the run did what it is for.
    pub const fn is_success(self) -> bool {
        matches!(self, Self::Filed | Self::Unchanged | Self::NotModified)
    }
}

word_list!(
    /// How a collector fares.
    CollectorState, "state of a collector" {
        /// It has not run.
        Never => "never",
        /// It runs now.
        Running => "running",
        /// Its last run did what it is for.
        Ok => "ok",
        /// Its last run failed.
        Failing => "failing",
        /// What it read last breaks the rules.
        Refused => "refused",
    }
);

word_list!(
    /// Why a run did not do what it is for.
    CollectReason, "reason of a collector's failure" {
        /// It took longer than it may.
        Timeout => "timeout",
        /// Bytes came too slowly, or no more.
        Slow => "slow",
        /// No connection.
        Connect => "connect",
        /// The host's name has no address.
        Dns => "dns",
        /// The server's certificate or its TLS is not acceptable.
        Tls => "tls",
        /// The server's status says no.
        Status => "status",
        /// More bytes than are taken.
        TooLarge => "too-large",
        /// Too many redirects, or one that is not followed.
        Redirect => "redirect",
        /// The host has an address that must not be asked.
        AddressRefused => "address-refused",
        /// The answer broke off, or where it ends is not said.
        Body => "body",
        /// The answer's coding is broken, or was not asked for.
        Decode => "decode",
        /// The date it describes cannot be told.
        AsOf => "as-of",
        /// The rules refuse what was read.
        RefusedByRules => "refused-by-rules",
        /// The operator is not registered.
        UnknownOperator => "unknown-operator",
        /// The folder, or a file in it, cannot be read.
        Directory => "directory",
        /// A link leads out of the folder.
        LinkRefused => "link-refused",
        /// The process ended during the run.
        Interrupted => "interrupted",
        /// This program could not keep what was read.
        Internal => "internal",
    }
);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_and_words_are_closed() {
        assert!(CollectorId::new("iam-mobile").is_ok());
        for text in ["", "Iam", "a b", "a/b", &"a".repeat(65)] {
            assert!(CollectorId::new(text).is_err(), "{text:?}");
        }
        assert_eq!("not_modified".parse(), Ok(CollectOutcome::NotModified));
        assert!(!CollectOutcome::Refused.is_success());
        assert!("whatever".parse::<CollectReason>().is_err());
    }
}
