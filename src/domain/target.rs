//! What was promised, and how a promise stands.

use super::{string_id, word_list};

string_id!(
    /// A target's id in the country pack, for instance `5g-population-2030-licence`.
    TargetId,
    "target id",
    "1 to 64 lower-case letters, digits or hyphens",
    |text| (1..=64).contains(&text.len())
        && text.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
);

string_id!(
    /// The id of a path: targets that are stages of one promise, for instance `5g-population-licence`.
    TargetPathId,
    "target path id",
    "1 to 64 lower-case letters, digits or hyphens",
    |text| (1..=64).contains(&text.len())
        && text.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
);

word_list!(
    /// Whose coverage a target counts.
    TargetScope, "target scope" {
        /// That of at least one operator.
        Any => "any",
        /// That of every licensed operator at the same place.
        All => "all",
        /// That of at least two operators.
        Min2 => "min2",
        /// That of each licensed operator, held against the goal alone.
        Each => "each",
    }
);

word_list!(
    /// How a target stands, from good to bad: the worst of several operators' is the target's own.
    TargetStatus, "target status" {
        /// The goal is reached.
        Met => "met",
        /// Not yet due, and at or above today's point of the line from the announcement to the goal.
        OnTrack => "on_track",
        /// No operator counted has filed, a filing that counts is damaged, or there is nothing to compute with.
        NotComputable => "not_computable",
        /// Below today's point of the line, or due and not reached.
        Late => "late",
    }
);

word_list!(
    /// Which day stands for today in an answer about targets.
    TodayFrom, "source of today" {
        /// The `today` asked for.
        Asked => "asked",
        /// The country's civil day as the answer is given.
        Clock => "clock",
        /// The `as_of` asked for.
        AsOf => "as_of",
        /// The civil day of the `known_at` asked for, where that is past.
        KnownAt => "known_at",
    }
);
