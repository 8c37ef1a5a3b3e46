//! Premises: places that can order, or have, a fixed line.

use super::word_list;

word_list!(
    /// How far a fixed network has come to some premises.
    PremisesStatus, "status" {
        /// A line can be ordered.
        Passed => "passed",
        /// A line is in use; connected premises are passed too.
        Connected => "connected",
    }
);

word_list!(
    /// Who is served at some premises.
    PremisesUse, "use" {
        /// Homes only.
        Residential => "residential",
        /// Businesses only; counted apart.
        Business => "business",
        /// Both; counted with the homes.
        Both => "both",
    }
);
