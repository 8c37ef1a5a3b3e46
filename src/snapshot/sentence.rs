//! A definition as one sentence, in French, Arabic and English.
//!
//! The sentence is what a reader trusts: it says who counts, of what, at which speed, where, as filed
//! for which date and as known on which. Names of technologies and operators come from the pack; the
//! grammar is here. A language that has no grammar gets English.

use jiff::civil::Date;

use crate::domain::{Denominator, Environment, SpeedFloor};

/// Whose coverage counts, with names in the sentence's language.
#[derive(Debug, Clone, Copy)]
pub enum Who<'a> {
    /// At least one operator.
    Any,
    /// Every licensed operator.
    All,
    /// At least two operators.
    Min2,
    /// Each licensed operator for itself.
    Each,
    /// The operator of that name.
    One(&'a str),
}

/// What a sentence speaks of.
#[derive(Debug, Clone, Copy)]
pub struct Facts<'a> {
    /// The technology's name.
    pub technology: &'a str,
    /// Whether it is counted in premises instead of cells.
    pub premises: bool,
    /// The speeds asked for.
    pub floor: SpeedFloor,
    /// Where the user is.
    pub environment: Environment,
    /// Whose coverage counts.
    pub who: Who<'a>,
    /// What it is a share of.
    pub denominator: Denominator,
    /// When people were counted.
    pub census_year: i16,
    /// The state of the network.
    pub as_of: Date,
    /// The day by which it was known, in the country's time zone.
    pub known_on: Date,
    /// Names of operators without whom nothing is covered by all.
    pub without_filing: &'a [String],
}

/// The sentence, in the language asked for.
pub fn sentence(language: &str, facts: &Facts<'_>) -> String {
    match language {
        "fr" => french(facts),
        "ar" => arabic(facts),
        _ => english(facts),
    }
}

/// A date as people write it in that language.
pub fn date(language: &str, date: Date) -> String {
    let month = usize::try_from(date.month() - 1).unwrap_or(0).min(11);
    let (day, year) = (date.day(), date.year());
    match language {
        "fr" if day == 1 => format!("1er {} {year}", FRENCH_MONTHS[month]),
        "fr" => format!("{day} {} {year}", FRENCH_MONTHS[month]),
        "ar" => format!("{day} {} {year}", ARABIC_MONTHS[month]),
        _ => format!("{day} {} {year}", ENGLISH_MONTHS[month]),
    }
}

const ENGLISH_MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

const FRENCH_MONTHS: [&str; 12] = [
    "janvier",
    "février",
    "mars",
    "avril",
    "mai",
    "juin",
    "juillet",
    "août",
    "septembre",
    "octobre",
    "novembre",
    "décembre",
];

/// The months as they are called in Morocco.
const ARABIC_MONTHS: [&str; 12] = [
    "يناير",
    "فبراير",
    "مارس",
    "أبريل",
    "ماي",
    "يونيو",
    "يوليوز",
    "غشت",
    "شتنبر",
    "أكتوبر",
    "نونبر",
    "دجنبر",
];

/// `at 5/1 Mbit/s or better`, with a space before it; nothing where no speed is asked for.
fn speeds(floor: SpeedFloor, at: &str, or_better: &str) -> String {
    if floor == SpeedFloor::default() {
        return String::new();
    }
    format!(" {at} {}/{} {or_better}", floor.down, floor.up)
}

/// A name in the middle of a sentence: `Fibre` becomes `fibre`, `4G` and `FWA` stay.
fn inside(name: &str) -> String {
    let mut letters = name.chars();
    match (letters.next(), letters.clone().next()) {
        (Some(first), Some(second)) if second.is_lowercase() => first.to_lowercase().chain(letters).collect(),
        _ => name.to_owned(),
    }
}

pub(super) fn listed(names: &[String], and: &str) -> String {
    match names {
        [] => String::new(),
        [one] => one.clone(),
        [start @ .., last] => format!("{}{and}{last}", start.join(if and == " و" { "، " } else { ", " })),
    }
}

fn english(facts: &Facts<'_>) -> String {
    let (technology, census_year) = (inside(facts.technology), facts.census_year);
    let speed = speeds(facts.floor, "at", "Mbit/s or better");
    let (filed, known) = (date("en", facts.as_of), date("en", facts.known_on));
    let claim = if facts.premises {
        let who = match facts.who {
            Who::Any => {
                "from at least one operator (estimate: in each cell, the operator with most)".to_owned()
            }
            Who::All => "from every operator (estimate: in each cell, the operator with fewest)".to_owned(),
            Who::Min2 => {
                "from at least two operators (estimate: in each cell, the second-largest)".to_owned()
            }
            Who::Each => "from each licensed operator for itself".to_owned(),
            Who::One(name) => format!("from {name}"),
        };
        format!(
            "Dwellings that can be connected by {technology}{speed} {who}, \
             per household ({census_year} census)"
        )
    } else {
        let of = match facts.denominator {
            Denominator::Population => format!("people ({census_year} census)"),
            Denominator::Households => format!("households ({census_year} census)"),
            Denominator::Area => "the area".to_owned(),
        };
        let place = match facts.environment {
            Environment::Outdoor => "outdoor",
            Environment::Vehicle => "in-vehicle",
            Environment::Indoor => "indoor",
        };
        let who = match facts.who {
            Who::Any => "at least one operator".to_owned(),
            Who::All => "every licensed operator".to_owned(),
            Who::Min2 => "at least two operators".to_owned(),
            Who::Each => "each licensed operator for itself".to_owned(),
            Who::One(name) => name.to_owned(),
        };
        format!("Share of {of} with {place} {technology}{speed} from {who}")
    };
    let silent = match facts.without_filing {
        [] => String::new(),
        names => {
            let names = listed(names, " and ");
            format!(" Nothing counts as covered by all: {names} filed nothing for it.")
        }
    };
    format!("{claim}, as filed for {filed}, known on {known}.{silent}")
}

fn french(facts: &Facts<'_>) -> String {
    let (technology, census_year) = (inside(facts.technology), facts.census_year);
    let speed = speeds(facts.floor, "à", "Mbit/s ou mieux");
    let (filed, known) = (date("fr", facts.as_of), date("fr", facts.known_on));
    let claim = if facts.premises {
        let who = match facts.who {
            Who::Any => {
                "par au moins un opérateur (estimation : dans chaque cellule, l’opérateur qui en a le plus)"
                    .to_owned()
            }
            Who::All => {
                "par chaque opérateur (estimation : dans chaque cellule, l’opérateur qui en a le moins)"
                    .to_owned()
            }
            Who::Min2 => {
                "par au moins deux opérateurs (estimation : dans chaque cellule, le deuxième)".to_owned()
            }
            Who::Each => "par chaque opérateur titulaire d’une licence, pris seul".to_owned(),
            Who::One(name) => format!("par {name}"),
        };
        format!(
            "Logements raccordables en {technology}{speed} {who}, \
             rapportés aux ménages (recensement {census_year})"
        )
    } else {
        let of = match facts.denominator {
            Denominator::Population => format!("de la population (recensement {census_year}) couverte"),
            Denominator::Households => format!("des ménages (recensement {census_year}) couverts"),
            Denominator::Area => "du territoire couverte".to_owned(),
        };
        let place = match facts.environment {
            Environment::Outdoor => "à l’extérieur",
            Environment::Vehicle => "en véhicule",
            Environment::Indoor => "à l’intérieur des bâtiments",
        };
        let who = match facts.who {
            Who::Any => "au moins un opérateur".to_owned(),
            Who::All => "tous les opérateurs titulaires d’une licence".to_owned(),
            Who::Min2 => "au moins deux opérateurs".to_owned(),
            Who::Each => "chaque opérateur titulaire d’une licence, pris seul".to_owned(),
            Who::One(name) => name.to_owned(),
        };
        format!("Part {of} en {technology} {place}{speed} par {who}")
    };
    let silent = match facts.without_filing {
        [] => String::new(),
        names => {
            let names = listed(names, " et ");
            format!(" Rien ne compte comme couvert par tous : sans déclaration de {names}.")
        }
    };
    format!("{claim}, d’après les déclarations, état au {filed}, connu au {known}.{silent}")
}

fn arabic(facts: &Facts<'_>) -> String {
    let Facts { technology, census_year, .. } = facts;
    let speed = speeds(facts.floor, "بصبيب", "ميغابت في الثانية أو أكثر");
    let (filed, known) = (date("ar", facts.as_of), date("ar", facts.known_on));
    let claim = if facts.premises {
        let who = match facts.who {
            Who::Any => "من متعهد واحد على الأقل (تقدير: في كل خلية، المتعهد الأكثر عددا)".to_owned(),
            Who::All => "من كل متعهد (تقدير: في كل خلية، المتعهد الأقل عددا)".to_owned(),
            Who::Min2 => "من متعهدين على الأقل (تقدير: في كل خلية، المتعهد الثاني)".to_owned(),
            Who::Each => "من كل متعهد مرخص له على حدة".to_owned(),
            Who::One(name) => format!("من المتعهد {name}"),
        };
        format!(
            "المساكن القابلة للربط بشبكة {technology}{speed} {who}، \
             نسبة إلى الأسر (إحصاء {census_year})"
        )
    } else {
        let of = match facts.denominator {
            Denominator::Population => format!("نسبة السكان (إحصاء {census_year}) المشمولين بتغطية"),
            Denominator::Households => format!("نسبة الأسر (إحصاء {census_year}) المشمولة بتغطية"),
            Denominator::Area => "نسبة المساحة المشمولة بتغطية".to_owned(),
        };
        let place = match facts.environment {
            Environment::Outdoor => "خارج المباني",
            Environment::Vehicle => "داخل المركبات",
            Environment::Indoor => "داخل المباني",
        };
        let who = match facts.who {
            Who::Any => "متعهد واحد على الأقل".to_owned(),
            Who::All => "جميع المتعهدين المرخص لهم".to_owned(),
            Who::Min2 => "متعهدين على الأقل".to_owned(),
            Who::Each => "كل متعهد مرخص له على حدة".to_owned(),
            Who::One(name) => format!("المتعهد {name}"),
        };
        format!("{of} {technology} {place}{speed} من {who}")
    };
    let silent = match facts.without_filing {
        [] => String::new(),
        names => {
            let names = listed(names, " و");
            format!(" لا شيء يُحسب مشمولا بتغطية الجميع: لا تصريح من {names}.")
        }
    };
    format!("{claim}، حسب التصريحات، الوضعية في {filed}، كما عُرفت في {known}.{silent}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date as day;

    fn facts<'a>(technology: &'a str, without_filing: &'a [String]) -> Facts<'a> {
        Facts {
            technology,
            premises: false,
            floor: "5-1".parse().expect("a tier"),
            environment: Environment::Outdoor,
            who: Who::Any,
            denominator: Denominator::Population,
            census_year: 2024,
            as_of: day(2026, 6, 30),
            known_on: day(2026, 11, 23),
            without_filing,
        }
    }

    #[test]
    fn the_english_sentence_is_the_one_of_the_legend() {
        assert_eq!(
            sentence("en", &facts("4G", &[])),
            "Share of people (2024 census) with outdoor 4G at 5/1 Mbit/s or better from at least one operator, \
             as filed for 30 June 2026, known on 23 November 2026."
        );
    }

    #[test]
    fn french_and_arabic_say_the_same() {
        assert_eq!(
            sentence("fr", &facts("4G", &[])),
            "Part de la population (recensement 2024) couverte en 4G à l’extérieur à 5/1 Mbit/s ou mieux par au \
             moins un opérateur, d’après les déclarations, état au 30 juin 2026, connu au 23 novembre 2026."
        );
        assert_eq!(
            sentence("ar", &facts("الجيل الرابع", &[])),
            "نسبة السكان (إحصاء 2024) المشمولين بتغطية الجيل الرابع خارج المباني بصبيب 5/1 ميغابت في الثانية أو \
             أكثر من متعهد واحد على الأقل، حسب التصريحات، الوضعية في 30 يونيو 2026، كما عُرفت في 23 نونبر 2026."
        );
    }

    #[test]
    fn operators_without_a_filing_are_named() {
        let missing = ["A".to_owned(), "B".to_owned(), "C".to_owned()];
        let all = Facts { who: Who::All, ..facts("5G", &missing) };
        assert!(
            sentence("en", &all)
                .ends_with("Nothing counts as covered by all: A, B and C filed nothing for it.")
        );
        assert!(sentence("fr", &all).ends_with("sans déclaration de A, B et C."));
        assert!(sentence("ar", &all).ends_with("لا تصريح من A، B وC."));
    }

    #[test]
    fn fibre_is_dwellings_per_household() {
        let fibre =
            Facts { premises: true, who: Who::One("Rif Telecom"), ..facts("Fibre to the premises", &[]) };
        assert!(sentence("en", &fibre).starts_with(
            "Dwellings that can be connected by fibre to the premises at 5/1 Mbit/s or better from Rif Telecom, per"
        ));
        let any = Facts { who: Who::Any, ..fibre };
        for (language, word) in [("en", "estimate"), ("fr", "estimation"), ("ar", "تقدير")] {
            assert!(sentence(language, &any).contains(word), "{language}");
        }
        let speechless = Facts { premises: false, floor: SpeedFloor::default(), ..any };
        assert!(sentence("en", &speechless).contains("with outdoor fibre to the premises from at least one"));
    }

    #[test]
    fn dates_are_those_of_the_language() {
        assert_eq!(date("fr", day(2026, 2, 1)), "1er février 2026");
        assert_eq!(date("ar", day(2025, 7, 31)), "31 يوليوز 2025");
        assert_eq!(date("en", day(2025, 12, 31)), "31 December 2025");
        assert_eq!(date("de", day(2025, 12, 31)), "31 December 2025");
    }
}
