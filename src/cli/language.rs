//! The language a command speaks to its person: `--lang`, else that of the environment, else the one of programs.
//!
//! What is asked for by `--lang` also words JSON; the environment does not, for programs read that.

use std::sync::OnceLock;

use crate::messages::{self, Language};

static ASKED: OnceLock<Option<&'static Language>> = OnceLock::new();

/// Reads a language as `--lang` gives it.
pub(super) fn read(text: &str) -> Result<&'static Language, String> {
    let known = || messages::languages().iter().map(Language::tag).collect::<Vec<_>>().join(", ");
    messages::language(text)
        .ok_or_else(|| format!("there are no texts in {text:?}; expected one of {}", known()))
}

/// Keeps what was asked for, once, at the start.
pub(super) fn keep(asked: Option<&'static Language>) {
    ASKED.get_or_init(|| asked);
}

/// The language asked for by `--lang`.
pub(super) fn asked() -> Option<&'static Language> {
    ASKED.get().copied().flatten()
}

/// The language of what a command prints: JSON is for programs.
pub(super) fn of_output(as_json: bool) -> &'static Language {
    if as_json { asked().unwrap_or_else(messages::source) } else { spoken() }
}

/// The language for people.
pub(super) fn spoken() -> &'static Language {
    asked().unwrap_or_else(|| of_locale(|name| std::env::var(name).ok()))
}

/// The language of a POSIX locale: the first of `LC_ALL`, `LC_MESSAGES` and `LANG` that is set decides.
fn of_locale(variable: impl Fn(&str) -> Option<String>) -> &'static Language {
    let set = ["LC_ALL", "LC_MESSAGES", "LANG"]
        .iter()
        .find_map(|name| variable(name).filter(|text| !text.is_empty()));
    let tag = set.as_deref().and_then(|locale| locale.split(['_', '.', '@']).next());
    messages::of(tag)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_locale_variable_that_is_set_decides() {
        let of = |set: &[(&str, &str)]| {
            let variable =
                |name: &str| set.iter().find(|(known, _)| *known == name).map(|(_, text)| (*text).to_owned());
            of_locale(variable).tag()
        };
        assert_eq!(of(&[("LANG", "fr_MA.UTF-8")]), "fr");
        assert_eq!(of(&[("LANG", "fr_MA.UTF-8"), ("LC_MESSAGES", "ar_MA")]), "ar");
        assert_eq!(of(&[("LC_ALL", "C"), ("LANG", "fr_FR")]), messages::SOURCE);
        assert_eq!(of(&[("LC_ALL", ""), ("LANG", "de_DE")]), messages::SOURCE);
    }

    #[test]
    fn a_language_without_texts_is_refused_with_the_known_ones() {
        assert_eq!(read("ar").expect("a language").tag(), "ar");
        assert!(read("de").expect_err("none").contains("ar, en, fr"));
    }
}
