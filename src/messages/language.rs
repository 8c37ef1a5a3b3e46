//! One language: its messages, and the saying of them.
//!
//! Invariants: a message is said whole or not at all; what cannot be said in this language is said in
//! [`super::SOURCE`], and stops a debug build.

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::memoizer::MemoizerKind;
use fluent_bundle::types::{FluentNumber, FluentNumberOptions};
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};
use jiff::civil::Date;
use unic_langid::LanguageIdentifier;

use super::Value;
use super::locale::Locale;
use super::plural::{FORMS, Plurals, RULED, Rule};
use crate::domain::Month;

/// How many small numbers Fluent is asked the form of: every form of every language comes among them.
const PROBED: u64 = 120;

/// A language and all its messages.
pub struct Language {
    tag: String,
    messages: FluentBundle<FluentResource>,
    locale: Locale,
    plurals: Plurals,
    /// What is wrong with its files.
    faults: Vec<String>,
}

impl std::fmt::Debug for Language {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_tuple("Language").field(&self.tag).finish()
    }
}

impl Language {
    /// A language of the texts of its files.
    pub(super) fn new(tag: String, texts: Vec<String>) -> Self {
        let mut faults = Vec::new();
        let mut resources = Vec::new();
        for text in texts {
            match FluentResource::try_new(text) {
                Ok(resource) => resources.push(resource),
                Err((resource, errors)) => {
                    faults.extend(errors.iter().map(|error| format!("{tag}: {error:?}")));
                    resources.push(resource);
                }
            }
        }
        let locale = locale_of(&resources).or_else(|| tag.parse().ok()).unwrap_or_default();
        let mut messages = FluentBundle::new_concurrent(vec![locale]);
        messages.set_use_isolating(false);
        messages.set_formatter(Some(number));
        for resource in resources {
            if let Err(errors) = messages.add_resource(resource) {
                faults.extend(errors.iter().map(|error| format!("{tag}: {error}")));
            }
        }
        for fault in &faults {
            tracing::error!(fault, "a text for people cannot be read");
        }
        let (locale, plurals) = (Locale::default(), Plurals::default());
        let mut language = Self { tag, messages, locale, plurals, faults };
        language.locale = language.read_locale();
        language.plurals = language.read_plurals();
        language
    }

    fn read_locale(&self) -> Locale {
        let plain = Locale::default();
        let text = |id: &str, other: &str| self.try_say(id, &[]).unwrap_or_else(|| other.to_owned());
        let month = |number: usize| {
            let mut arguments = FluentArgs::new();
            arguments.set("month", number as f64);
            self.format("locale-month", Some(&arguments)).unwrap_or_else(|| number.to_string())
        };
        Locale {
            decimal: text("locale-decimal", &plain.decimal),
            group: text("locale-group", &plain.group),
            months: (1..=12).map(month).collect(),
            between: text("locale-list-between", &plain.between),
            last: text("locale-list-last", &plain.last),
        }
    }

    fn read_plurals(&self) -> Plurals {
        let rule = |form: &'static str| {
            let text = self.try_say(&format!("locale-plural-{form}"), &[])?;
            Rule::read(&text).map(|rule| (form, rule))
        };
        let forms = FORMS.map(|form| format!(" [{form}] {form}\n")).concat();
        let text = format!("form = {{ $n ->\n{} }}\n", forms.replace(" [other]", "*[other]"));
        let mut probe = FluentBundle::new_concurrent(self.messages.locales.clone());
        let resource = FluentResource::try_new(text).unwrap_or_else(|(resource, _)| resource);
        drop(probe.add_resource(resource));
        let pattern = probe.get_message("form").and_then(|message| message.value());
        let chosen = |number: u64| {
            let mut arguments = FluentArgs::new();
            arguments.set("n", number as f64);
            let said =
                pattern.map(|pattern| probe.format_pattern(pattern, Some(&arguments), &mut Vec::new()));
            said.map_or_else(String::new, std::borrow::Cow::into_owned)
        };
        Plurals::new(RULED.into_iter().filter_map(rule).collect(), (0..=PROBED).map(chosen).collect())
    }

    /// Its tag: the name of its folder, such as `fr`.
    pub fn tag(&self) -> &str {
        &self.tag
    }

    /// What is wrong with its files; empty in anything that was tested.
    pub fn faults(&self) -> &[String] {
        &self.faults
    }

    /// Whether it has a message, or an attribute as in `rule-file-empty.remedy`.
    pub fn knows(&self, id: &str) -> bool {
        let (id, attribute) = parts(id);
        self.messages.get_message(id).is_some_and(|message| match attribute {
            None => message.value().is_some(),
            Some(name) => message.get_attribute(name).is_some(),
        })
    }

    /// Says a message. One that is missing, or lacks an argument, stops a debug build; a release says it in the
    /// language of programs.
    pub fn say(&self, id: &str, arguments: &[(&'static str, Value<'_>)]) -> String {
        let said = self.try_say(id, arguments);
        debug_assert!(said.is_some(), "message {id} cannot be said in {} with {arguments:?}", self.tag);
        said.or_else(|| super::source().try_say(id, arguments)).unwrap_or_else(|| id.to_owned())
    }

    /// Says a message if it is there and has all its arguments.
    pub fn try_say(&self, id: &str, arguments: &[(&'static str, Value<'_>)]) -> Option<String> {
        let mut given = FluentArgs::with_capacity(arguments.len());
        for (name, value) in arguments {
            given.set(*name, self.value(*value));
        }
        self.format(id, Some(&given))
    }

    fn format(&self, id: &str, arguments: Option<&FluentArgs<'_>>) -> Option<String> {
        let (id, attribute) = parts(id);
        let message = self.messages.get_message(id)?;
        let pattern = match attribute {
            None => message.value()?,
            Some(name) => message.get_attribute(name)?.value(),
        };
        let mut errors = Vec::new();
        let text = self.messages.format_pattern(pattern, arguments, &mut errors);
        errors.is_empty().then(|| text.into_owned())
    }

    fn value<'a>(&self, value: Value<'a>) -> FluentValue<'a> {
        match value {
            Value::Text(text) => text.into(),
            Value::Whole(number) => self.counted(number),
            Value::Decimal(number, most) => self.decimal(number, most).into(),
            Value::Percent(share, most) => self.percent(share, most).into(),
            Value::Day(day) => self.day(day).into(),
            Value::Month(month) => self.month(month).into(),
            Value::List(words) => self.list(words).into(),
        }
    }

    /// A number for a message to choose its form by. Fluent writes numbers as Rust does, and has no place to say
    /// otherwise but the options of the number itself: its written form goes along as its currency.
    fn counted<'a>(&self, number: u64) -> FluentValue<'a> {
        let options =
            FluentNumberOptions { currency: Some(self.whole(number)), ..FluentNumberOptions::default() };
        FluentValue::Number(FluentNumber::new(self.plurals.stand_in(number) as f64, options))
    }

    /// A whole number, its thousands apart.
    pub fn whole(&self, number: u64) -> String {
        self.locale.whole(number)
    }

    /// A number with at most n decimals.
    pub fn decimal(&self, number: f64, most: usize) -> String {
        self.locale.decimal(number, most)
    }

    /// A share 0..1 in per cent, with at most n decimals.
    pub fn percent(&self, share: f64, most: usize) -> String {
        let number = self.decimal(share * 100.0, most);
        self.say("locale-percent", &[("number", Value::Text(&number))])
    }

    /// A day: `30 June 2026`.
    pub fn day(&self, day: Date) -> String {
        let (number, year) = (u64::from(day.day().unsigned_abs()), day.year().to_string());
        let month = self.locale.month(day.month());
        let parts = [("day", number.into()), ("month", month.into()), ("year", Value::Text(&year))];
        self.say("locale-date", &parts)
    }

    /// A month of a year: `June 2026`.
    pub fn month(&self, month: Month) -> String {
        let first = month.first_day();
        let year = first.year().to_string();
        let parts = [("month", self.locale.month(first.month()).into()), ("year", Value::Text(&year))];
        self.say("locale-month-of-year", &parts)
    }

    /// Ids in a row, without a last word before the last: `A, B, C`.
    pub fn row(&self, ids: &[String]) -> String {
        ids.join(&self.locale.between)
    }

    /// Words in a row: `A, B and C`.
    pub fn list(&self, words: &[String]) -> String {
        self.locale.list(words)
    }
}

/// The id of a message and the name of its attribute.
fn parts(id: &str) -> (&str, Option<&str>) {
    id.split_once('.').map_or((id, None), |(id, attribute)| (id, Some(attribute)))
}

/// The locale that the files name.
fn locale_of(resources: &[FluentResource]) -> Option<LanguageIdentifier> {
    // Read with a bundle of its own: which plural forms a bundle knows is fixed when it is made.
    let mut bundle = FluentBundle::new_concurrent(vec![LanguageIdentifier::default()]);
    for resource in resources {
        drop(bundle.add_resource(resource));
    }
    let pattern = bundle.get_message("locale-tag")?.value()?;
    bundle.format_pattern(pattern, None, &mut Vec::new()).parse().ok()
}

/// Writes a number as it came along with it.
fn number<M: MemoizerKind>(value: &FluentValue<'_>, _memoizer: &M) -> Option<String> {
    let FluentValue::Number(number) = value else { return None };
    number.options.currency.clone()
}
