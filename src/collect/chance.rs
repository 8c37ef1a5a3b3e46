//! Chance: waits that everyone would share are spread by it.

/// A number from 0 to 1 that nobody foresees; where the system has none, the middle.
pub(super) fn random_share() -> f64 {
    let mut bytes = [0; 2];
    if getrandom::fill(&mut bytes).is_err() {
        return 0.5;
    }
    f64::from(u16::from_ne_bytes(bytes)) / f64::from(u16::MAX)
}
