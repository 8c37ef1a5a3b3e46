//! Texts for people: every sentence that a person reads, once, in every language of `data/messages`.
//!
//! A language is a folder of Fluent files there, and nothing else: its sentences, and in `locale.ftl` its
//! plural forms' locale, its marks in numbers, its months and how it joins a list. The web page reads the same
//! files. Rooms before this one say what they know as data; the rooms that answer people word it
//! here: answers, metrics and the command line.
//!
//! It may know `domain` only. Invariants: every message exists in every language with the same arguments
//! (a test reads the files); plural forms are CLDR's; a number in a sentence is written as its language writes it;
//! no invisible marks are put around arguments, since most texts travel in JSON and CSV. A message that is missing
//! stops a debug build; a release says it in [`SOURCE`].
//!
//! Adding a language: copy a folder, translate it, run the tests. Nothing in the code names one but [`SOURCE`].

mod language;
mod locale;
mod plural;
#[cfg(test)]
mod tests;
mod value;

use std::collections::BTreeMap;
use std::sync::LazyLock;

use rust_embed::RustEmbed;

pub use language::Language;
pub use value::Value;

/// The language of programs and logs, and of anyone who asks for none: what the others are translated from.
pub const SOURCE: &str = "en";

/// `LANGUAGE/*.ftl`.
#[derive(RustEmbed)]
#[folder = "data/messages"]
struct Files;

static LANGUAGES: LazyLock<Vec<Language>> = LazyLock::new(load);

/// Whether a file's name is that of a file of messages.
fn has_messages(file: &str) -> bool {
    std::path::Path::new(file).extension().is_some_and(|extension| extension == "ftl")
}

/// Reads every language; what is wrong with a file is logged here and found by the tests before.
fn load() -> Vec<Language> {
    let mut folders: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for path in Files::iter() {
        let Some((tag, file)) = path.split_once('/') else { continue };
        let Some(found) = Files::get(&path).filter(|_| has_messages(file)) else { continue };
        let text = String::from_utf8_lossy(&found.data).into_owned();
        folders.entry(tag.to_owned()).or_default().push(text);
    }
    // There is always one to speak in, even of an empty folder.
    folders.entry(SOURCE.to_owned()).or_default();
    folders.into_iter().map(|(tag, texts)| Language::new(tag, texts)).collect()
}

/// Every language there is, by tag.
pub fn languages() -> &'static [Language] {
    &LANGUAGES
}

/// The language of a tag such as `fr`, if there are texts in it.
pub fn language(tag: &str) -> Option<&'static Language> {
    languages().iter().find(|language| language.tag() == tag)
}

/// The language of programs.
pub fn source() -> &'static Language {
    language(SOURCE).unwrap_or(&LANGUAGES[0])
}

/// The first of some tags that there are texts in; [`SOURCE`] when there is none.
pub fn of<'a>(preferred: impl IntoIterator<Item = &'a str>) -> &'static Language {
    preferred.into_iter().find_map(language).unwrap_or_else(source)
}
