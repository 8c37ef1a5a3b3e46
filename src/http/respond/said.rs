//! What is said to a caller: a message and what it speaks of, so that it can be told in another language.
//!
//! Owns no words. Words that come from elsewhere (a parser, a file) are told as they are, in every language.

use crate::messages::{Language, Value};

/// A message and its arguments.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Said {
    message: &'static str,
    given: Vec<(&'static str, Given)>,
}

#[derive(Debug, Clone, PartialEq)]
enum Given {
    Text(String),
    Whole(u64),
    Said(Said),
}

impl Said {
    /// A message of `data/messages`, without its arguments.
    pub(crate) fn new(message: &'static str) -> Self {
        Self { message, given: Vec::new() }
    }

    /// One of some words, which are ids of programs.
    pub(crate) fn one_of(words: &[impl AsRef<str>]) -> Self {
        let words: Vec<&str> = words.iter().map(AsRef::as_ref).collect();
        Self::new("expected-one-of").text("list", words.join(", "))
    }

    /// Adds words as they are.
    pub(crate) fn text(mut self, name: &'static str, text: impl Into<String>) -> Self {
        self.given.push((name, Given::Text(text.into())));
        self
    }

    /// Adds a number.
    pub(crate) fn whole(mut self, name: &'static str, number: u64) -> Self {
        self.given.push((name, Given::Whole(number)));
        self
    }

    /// Adds what is said itself.
    pub(crate) fn said(mut self, name: &'static str, said: impl Into<Said>) -> Self {
        self.given.push((name, Given::Said(said.into())));
        self
    }

    /// Says it.
    pub(crate) fn in_language(&self, language: &Language) -> String {
        let texts: Vec<Option<String>> = self
            .given
            .iter()
            .map(|(_, given)| match given {
                Given::Text(text) => Some(text.clone()),
                Given::Whole(_) => None,
                Given::Said(said) => Some(said.in_language(language)),
            })
            .collect();
        let arguments: Vec<(&'static str, Value<'_>)> = self
            .given
            .iter()
            .zip(&texts)
            .map(|((name, given), text)| match (given, text) {
                (Given::Whole(number), _) => (*name, Value::Whole(*number)),
                (_, text) => (*name, Value::Text(text.as_deref().unwrap_or_default())),
            })
            .collect();
        language.say(self.message, &arguments)
    }
}

impl From<String> for Said {
    fn from(words: String) -> Self {
        Self::new("detail-verbatim").text("words", words)
    }
}

impl From<&String> for Said {
    fn from(words: &String) -> Self {
        words.clone().into()
    }
}

impl From<&str> for Said {
    fn from(words: &str) -> Self {
        words.to_owned().into()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::messages;

    #[test]
    fn what_is_said_is_said_in_each_language() {
        let said = Said::new("detail-missing-parameter")
            .text("name", "kind")
            .said("expected", Said::one_of(&["a", "b"]));
        assert_eq!(said.in_language(messages::source()), "parameter kind is missing; expected one of a, b");
        let french = messages::language("fr").expect("a language");
        assert_eq!(said.in_language(french), "le paramètre kind manque ; attendu : l’un de a, b");
        assert_eq!(Said::from("as it is").in_language(french), "as it is");
    }
}
