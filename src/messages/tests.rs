//! The files of messages: complete, equal in their arguments, whole in their plural forms.

use std::collections::{BTreeMap, BTreeSet};

use fluent_syntax::ast::{Entry, Expression, InlineExpression, Pattern, PatternElement, VariantKey};
use jiff::civil::date;

use super::plural::{FORMS, RULED};
use super::*;

/// What one pattern asks for: the arguments it names, and the plural forms of each choice by number.
#[derive(Debug, Default, PartialEq, Eq)]
struct Needs {
    arguments: BTreeSet<String>,
    plurals: Vec<BTreeSet<String>>,
    words: BTreeSet<String>,
}

fn inline(expression: &InlineExpression<String>, needs: &mut Needs) {
    match expression {
        InlineExpression::VariableReference { id } => drop(needs.arguments.insert(id.name.clone())),
        InlineExpression::Placeable { expression } => look(expression, needs),
        _ => {}
    }
}

fn look(expression: &Expression<String>, needs: &mut Needs) {
    match expression {
        Expression::Inline(expression) => inline(expression, needs),
        Expression::Select { selector, variants } => {
            inline(selector, needs);
            let mut keys = BTreeSet::new();
            for variant in variants {
                if let VariantKey::Identifier { name } = &variant.key {
                    keys.insert(name.clone());
                }
                read(&variant.value, needs);
            }
            let is_plural = keys.iter().all(|key| FORMS.contains(&key.as_str()));
            // "other" beside nothing else that is a form is the default of a choice by words.
            if is_plural && keys.len() > 1 {
                needs.plurals.push(keys);
            } else {
                needs.words.extend(keys.into_iter().filter(|key| key != "other"));
            }
        }
    }
}

fn read(pattern: &Pattern<String>, needs: &mut Needs) {
    for element in &pattern.elements {
        if let PatternElement::Placeable { expression } = element {
            look(expression, needs);
        }
    }
}

/// Every message and attribute of a language's folder, by id, with what it asks for.
fn messages(tag: &str) -> BTreeMap<String, Needs> {
    let mut found = BTreeMap::new();
    for path in Files::iter().filter(|path| path.starts_with(&format!("{tag}/"))) {
        let text = String::from_utf8(Files::get(&path).expect("listed").data.into_owned()).expect("UTF-8");
        let resource =
            fluent_syntax::parser::parse(text).unwrap_or_else(|(_, errors)| panic!("{path}: {errors:?}"));
        for entry in resource.body {
            let Entry::Message(message) = entry else { continue };
            let id = message.id.name;
            let values = message.value.into_iter().map(|value| (id.clone(), value));
            let attributes =
                message.attributes.into_iter().map(|one| (format!("{id}.{}", one.id.name), one.value));
            for (name, pattern) in values.chain(attributes) {
                let mut needs = Needs::default();
                read(&pattern, &mut needs);
                assert!(found.insert(name.clone(), needs).is_none(), "{path}: {name} stands twice");
            }
        }
    }
    found
}

#[test]
fn every_file_can_be_read() {
    assert!(languages().len() >= 3, "{:?}", languages());
    for language in languages() {
        assert_eq!(language.faults(), [] as [String; 0]);
    }
}

#[test]
fn every_message_exists_in_every_language_with_the_same_arguments() {
    let source = messages(SOURCE);
    for language in languages() {
        let own = messages(language.tag());
        let missing: Vec<&String> = source.keys().filter(|id| !own.contains_key(*id)).collect();
        let added: Vec<&String> = own.keys().filter(|id| !source.contains_key(*id)).collect();
        assert!(missing.is_empty(), "{} lacks {missing:?}", language.tag());
        assert!(added.is_empty(), "{} alone has {added:?}", language.tag());
        for (id, needs) in &own {
            assert_eq!(needs.arguments, source[id].arguments, "{}: arguments of {id}", language.tag());
            // A language may need no choice where another does, but never one that the other does not know.
            let known = &source[id].words;
            if !needs.words.is_empty() && !known.is_empty() {
                assert_eq!(&needs.words, known, "{}: choices of {id}", language.tag());
            }
        }
    }
}

#[test]
fn plural_forms_are_all_those_of_the_language() {
    for language in languages() {
        let forms = forms_of(language);
        for (id, needs) in messages(language.tag()) {
            for plural in needs.plurals {
                let missing: Vec<&String> = forms.difference(&plural).collect();
                assert!(missing.is_empty(), "{}: {id} lacks {missing:?}", language.tag());
            }
        }
    }
}

/// The forms that a language has rules for.
fn forms_of(language: &Language) -> BTreeSet<String> {
    let has_rule = |form: &str| {
        language.try_say(&format!("locale-plural-{form}"), &[]).is_some_and(|rule| rule != "none")
    };
    RULED.into_iter().filter(|form| has_rule(form)).chain(["other"]).map(str::to_owned).collect()
}

#[test]
fn arabic_has_six_forms_and_french_one_for_nothing() {
    let of = |tag| language(tag).map(forms_of).expect("a language").len();
    assert_eq!((of("ar"), of("fr"), of("en")), (6, 2, 2));
}

#[test]
fn numbers_and_dates_are_written_as_each_language_does() {
    let [ar, en, fr] = ["ar", "en", "fr"].map(|tag| language(tag).expect("a language"));
    assert_eq!(fr.whole(5_600_000), "5\u{202f}600\u{202f}000");
    assert_eq!(ar.whole(5_600_000), "5.600.000");
    assert_eq!((en.whole(0), en.whole(999), en.whole(1000)), ("0".into(), "999".into(), "1,000".into()));
    assert_eq!(fr.percent(0.125, 1), "12,5\u{202f}%");
    assert_eq!(en.percent(0.7, 1), "70%");
    assert_eq!(ar.percent(0.455, 1), "45,5%");
    assert_eq!(en.decimal(-1234.5, 2), "-1,234.5");
    assert_eq!(en.decimal(-0.001, 2), "0");
    assert_eq!(fr.day(date(2026, 2, 1)), "1er février 2026");
    assert_eq!(ar.day(date(2025, 7, 31)), "31 يوليوز 2025");
    assert_eq!(en.day(date(2025, 12, 31)), "31 December 2025");
    assert_eq!(fr.month("2026-08".parse().expect("a month")), "août 2026");
    let words = ["A", "B", "C"].map(str::to_owned);
    assert_eq!([ar, en, fr].map(|one| one.list(&words)), ["A، B وC", "A, B and C", "A, B et C"]);
    assert_eq!((en.list(&words[..1]), en.list(&[])), ("A".into(), String::new()));
}

#[test]
fn a_number_in_a_sentence_chooses_its_form_and_is_grouped() {
    let tests = |tag, n: u64| {
        let text = include_str!("../../data/messages/ar/locale.ftl").to_owned()
            + "n = { $n ->\n [zero] {$n} z\n [one] {$n} o\n [two] {$n} t\n [few] {$n} f\n [many] {$n} m\n*[other] {$n} x\n }\n";
        Language::new(tag, vec![text]).try_say("n", &[("n", n.into())]).expect("said")
    };
    let said: Vec<String> = [0, 1, 2, 3, 11, 100, 5_600_011].map(|n| tests("ar".to_owned(), n)).into();
    assert_eq!(said, ["0 z", "1 o", "2 t", "3 f", "11 m", "100 x", "5.600.011 m"]);
}

#[test]
fn a_language_without_texts_is_answered_in_the_next_preferred_one() {
    assert_eq!(of(["xx", "fr"]).tag(), "fr");
    assert_eq!(of(["xx"]).tag(), SOURCE);
    assert!(source().knows("rule-file-empty.remedy") && !source().knows("rule-file-empty.nothing"));
}

/// The sentence under the map, of people and of one tier outdoors.
fn coverage(tag: &str, technology: &str, more: &[(&'static str, Value<'_>)]) -> String {
    let language = language(tag).expect("a language");
    let placed =
        language.say("definition-placed", &[("surface", "urban-centre".into()), ("unit", "commune".into())]);
    let mut arguments = vec![
        ("technology", technology.into()),
        ("speed", "5/1".into()),
        ("environment", "outdoor".into()),
        ("who", "any".into()),
        ("operator", "".into()),
        ("denominator", "population".into()),
        ("census", "2024".into()),
        ("placed", placed.as_str().into()),
        ("filed", date(2026, 6, 30).into()),
        ("known", date(2026, 11, 23).into()),
    ];
    for (name, value) in more {
        arguments.retain(|(known, _)| known != name);
        arguments.push((name, *value));
    }
    language.say("definition-coverage", &arguments)
}

#[test]
fn the_sentence_of_the_legend_is_said_in_every_language() {
    assert_eq!(
        coverage("en", "4G", &[]),
        "Share of people (2024 census, placed in and around urban centres) with outdoor 4G at 5/1 Mbit/s or \
         better from at least one operator, as filed for 30 June 2026, known on 23 November 2026."
    );
    assert_eq!(
        coverage("fr", "4G", &[]),
        "Part de la population (recensement 2024, répartition par centre urbain) couverte en 4G à l’extérieur à 5/1 \
         Mbit/s ou mieux par au moins un opérateur, d’après les déclarations, état au 30 juin 2026, connu au 23 novembre 2026."
    );
    assert_eq!(
        coverage("ar", "الجيل الرابع", &[]),
        "نسبة السكان (إحصاء 2024، موزعين حسب المراكز الحضرية) المشمولين بتغطية الجيل الرابع خارج المباني بصبيب 5/1 ميغابت في الثانية أو \
         أكثر من متعهد واحد على الأقل، حسب التصريحات، الوضعية في 30 يونيو 2026، كما عُرفت في 23 نونبر 2026."
    );
    let one = [("who", "one".into()), ("operator", "Rif Telecom".into()), ("speed", "none".into())];
    assert!(coverage("en", "4G", &one).contains("with outdoor 4G from Rif Telecom, as filed"));
    let area = [("denominator", "area".into()), ("environment", "vehicle".into()), ("who", "all".into())];
    assert!(coverage("fr", "4G", &area).starts_with("Part du territoire couverte en 4G en véhicule à 5/1"));
}

#[test]
fn a_number_of_tests_is_said_as_people_say_it() {
    let measured = |tag: &str, tests: u64, days: u64| {
        let month = "2026-06".parse().expect("a month");
        let arguments = [
            ("tests", tests.into()),
            ("synthetic", "yes".into()),
            ("sources", "my-drive".into()),
            ("span", "month".into()),
            ("from", Value::Month(month)),
            ("to", Value::Month(month)),
            ("enough", 30_u64.into()),
            ("cells", 10_u64.into()),
            ("days", days.into()),
            ("filed", date(2026, 6, 30).into()),
            ("known", date(2026, 11, 25).into()),
        ];
        language(tag).expect("a language").say("definition-measured", &arguments)
    };
    assert!(measured("en", 1, 5).starts_with("1 synthetic test from my-drive, in June 2026."));
    assert!(measured("en", 159_006, 5).starts_with("159,006 synthetic tests from my-drive"));
    assert!(
        measured("fr", 159_006, 1)
            .contains("159\u{202f}006 tests synthétiques de my-drive, mois : juin 2026.")
    );
    assert!(measured("fr", 1, 1).contains("sur 1 jour."));
    let arabic = measured("ar", 159_006, 2);
    assert!(arabic.starts_with("عدد الاختبارات: 159.006 (اصطناعية) من my-drive، في يونيو 2026."), "{arabic}");
    assert!(
        arabic.contains("دون 30 اختبارا لا يقال")
            && arabic.contains("في 10 خلايا")
            && arabic.contains("وفي يومين.")
    );
}

#[test]
fn a_goal_is_said_with_its_plural_and_its_mark() {
    let goal = |tag: &str, amount: u64| {
        let arguments = [
            ("amount", amount.into()),
            ("denominator", "households".into()),
            ("due", date(2030, 12, 31).into()),
        ];
        language(tag).expect("a language").say("definition-goal-amount", &arguments)
    };
    assert_eq!(goal("en", 5_600_000), "Goal: 5,600,000 households by 31 December 2030.");
    assert_eq!(goal("ar", 5_600_000), "الهدف: 5.600.000 أسرة بحلول 31 دجنبر 2030.");
    assert_eq!(goal("ar", 103), "الهدف: 103 أسر بحلول 31 دجنبر 2030.");
    let share = [
        ("share", Value::Percent(0.45, 1)),
        ("denominator", "population".into()),
        ("due", date(2026, 12, 31).into()),
    ];
    assert_eq!(source().say("definition-goal-share", &share), "Goal: 45% of people by 31 December 2026.");
}
