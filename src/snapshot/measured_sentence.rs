//! The definition of measured numbers as one text, in French, Arabic and English.
//!
//! It says whose tests they are, of which months, how many, that tests are not a sample of the people,
//! that sources are never added together, which tests a verdict counts, how many it needs, and what it
//! compares. A language without a grammar here gets English.

use jiff::civil::Date;

use super::sentence::date;
use crate::domain::Month;

/// What the text speaks of.
#[derive(Debug, Clone, Copy)]
pub struct MeasuredFacts<'a> {
    /// Whose tests.
    pub sources: &'a [String],
    /// The months they are of, if anything was measured.
    pub months: Option<(Month, Month)>,
    /// How many.
    pub tests: u64,
    /// Whether any of them are made up.
    pub synthetic: bool,
    /// Tests below which nothing is said.
    pub enough: u64,
    /// Places below which there is no verdict.
    pub enough_cells: u64,
    /// Days below which there is no verdict.
    pub enough_days: u64,
    /// The state of the network that is claimed.
    pub as_of: Date,
    /// The day by which the claims were known, in the country's time zone.
    pub known_on: Date,
}

/// The text, in the language asked for.
pub fn measured_sentence(language: &str, facts: &MeasuredFacts<'_>) -> String {
    match language {
        "fr" => french(facts),
        "ar" => arabic(facts),
        _ => english(facts),
    }
}

/// A whole number with its thousands apart.
fn grouped(number: u64, between: &str) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push_str(between);
        }
        text.push(digit);
    }
    text
}

/// A month as people write it: a date's text without its day.
fn month(language: &str, month: Month) -> String {
    let text = date(language, month.first_day());
    text.split_once(' ').map_or(text.clone(), |(_day, rest)| rest.to_owned())
}

fn english(facts: &MeasuredFacts<'_>) -> String {
    let Some((from, to)) = facts.months else {
        return "Nothing was measured yet.".to_owned();
    };
    let made_up = if facts.synthetic { " synthetic" } else { "" };
    let whose = match facts.sources {
        [] => String::new(),
        all => format!(" by {}", all.join(", ")),
    };
    let (n, enough) = (grouped(facts.tests, ","), facts.enough);
    let (cells, days) = (facts.enough_cells, facts.enough_days);
    let when = match (month("en", from), month("en", to)) {
        (from, to) if from == to => format!("of {from}"),
        (from, to) => format!("from {from} to {to}"),
    };
    let (filed, known) = (date("en", facts.as_of), date("en", facts.known_on));
    format!(
        "{n}{made_up} tests{whose}, {when}. Whoever tests decides to: tests are not a sample of \
         the people. Sources are never added together. Below {enough} tests nothing is said. A verdict is on \
         what the same operator claims, as filed for {filed}, known on {known}. It counts only tests in cells \
         that the filing in force on the day of the test claimed, and that are still claimed; it needs {enough} \
         of them, in {cells} cells of about 0.7 km² and on {days} days. It is confirmed or contradicted when the \
         whole 95% interval of those that met the tier lies on one side of nine tenths. Tests \
         of fixed lines have no verdict: which of them were made in dwellings passed is not known."
    )
}

fn french(facts: &MeasuredFacts<'_>) -> String {
    let Some((from, to)) = facts.months else {
        return "Rien n’a encore été mesuré.".to_owned();
    };
    let made_up = if facts.synthetic { " synthétiques" } else { "" };
    let whose = match facts.sources {
        [] => String::new(),
        all => format!(" de {}", all.join(", ")),
    };
    let (n, enough) = (grouped(facts.tests, "\u{202f}"), facts.enough);
    let (cells, days) = (facts.enough_cells, facts.enough_days);
    let when = match (month("fr", from), month("fr", to)) {
        (from, to) if from == to => from,
        (from, to) => format!("{from} à {to}"),
    };
    let (filed, known) = (date("fr", facts.as_of), date("fr", facts.known_on));
    format!(
        "{n} tests{made_up}{whose}, mois : {when}. Teste qui veut : les tests ne sont pas un échantillon \
         de la population. Les sources ne sont jamais additionnées. En dessous de {enough} tests, rien n’est \
         dit. Le verdict porte sur ce que le même opérateur déclare couvrir, état au {filed}, connu au {known}. \
         Il ne compte que les tests faits dans des cellules que le dépôt en vigueur le jour du test déclarait \
         couvertes, et qui le sont encore ; il en faut {enough}, dans {cells} cellules d’environ 0,7 km² et sur \
         {days} jours. Il est confirmé ou contredit quand tout l’intervalle à 95 % de ceux qui atteignent le \
         débit est du même côté des neuf dixièmes. Les tests des lignes fixes n’ont pas de \
         verdict : on ne sait pas lesquels viennent de logements raccordables."
    )
}

fn arabic(facts: &MeasuredFacts<'_>) -> String {
    let Some((from, to)) = facts.months else {
        return "لم يُقَس شيء بعد.".to_owned();
    };
    let made_up = if facts.synthetic { " (اصطناعية)" } else { "" };
    let whose = match facts.sources {
        [] => String::new(),
        all => format!(" من {}", all.join("، ")),
    };
    let (n, enough) = (grouped(facts.tests, "\u{202f}"), facts.enough);
    let (cells, days) = (facts.enough_cells, facts.enough_days);
    let when = match (month("ar", from), month("ar", to)) {
        (from, to) if from == to => format!("في {from}"),
        (from, to) => format!("من {from} إلى {to}"),
    };
    let (filed, known) = (date("ar", facts.as_of), date("ar", facts.known_on));
    format!(
        "عدد الاختبارات: {n}{made_up}{whose}، {when}. يختبر من يشاء: ليست الاختبارات عينة من السكان. \
         لا تُجمع المصادر أبدا. دون {enough} اختبارا لا يقال شيء. يخص الحكم ما يصرح المتعهد نفسه بتغطيته، الوضعية في {filed}، \
         كما عُرفت في {known}. ولا تُحتسب فيه إلا الاختبارات المنجزة في خلايا كان التصريح الساري يوم الاختبار يغطيها ولا تزال \
         مصرحا بها؛ ويلزم منها {enough} اختبارا، في {cells} خلايا مساحة كل منها نحو 0,7 كم² وفي {days} أيام. يكون مؤكدا أو مخالفا للقياس \
         حين يقع مجال الثقة 95٪ لنسبة ما بلغ الصبيب كله في جهة واحدة من تسعة أعشار. ولا حكم على اختبارات الخطوط الثابتة: \
         لا يُعرف أيها أُنجز في مساكن قابلة للربط."
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date as day;

    #[test]
    fn three_languages_say_whose_when_how_many_and_what_it_is_not() {
        let sources = ["demo-drive".to_owned(), "mlab-ndt7".to_owned()];
        let facts = MeasuredFacts {
            sources: &sources,
            months: "2025-07".parse().ok().zip("2026-06".parse().ok()),
            tests: 1_234_567,
            synthetic: true,
            enough: 30,
            enough_cells: 10,
            enough_days: 5,
            as_of: day(2026, 6, 30),
            known_on: day(2026, 11, 25),
        };
        let expected = [
            (
                "en",
                "1,234,567 synthetic tests by demo-drive, mlab-ndt7, from July 2025 to June 2026.",
                "not a sample",
            ),
            (
                "fr",
                "1\u{202f}234\u{202f}567 tests synthétiques de demo-drive, mlab-ndt7, mois : juillet 2025 à juin 2026.",
                "pas un échantillon",
            ),
            ("ar", "من demo-drive، mlab-ndt7، من يوليوز 2025 إلى يونيو 2026.", "ليست الاختبارات عينة"),
        ];
        for (language, start, honest) in expected {
            let text = measured_sentence(language, &facts);
            assert!(text.contains(start) && text.contains(honest), "{text}");
            assert!(text.contains("30") && text.contains("95"), "{text}");
            assert!(text.contains("10 ") && text.contains("5 "), "places and days: {text}");
        }
        let month = MeasuredFacts { months: facts.months.map(|(_, to)| (to, to)), ..facts };
        assert!(measured_sentence("en", &month).contains("mlab-ndt7, of June 2026."));
        let nothing = MeasuredFacts { months: None, ..facts };
        assert_eq!(measured_sentence("de", &nothing), "Nothing was measured yet.");
        assert_eq!(
            (grouped(0, ","), grouped(999, ","), grouped(1000, ",")),
            ("0".into(), "999".into(), "1,000".into())
        );
    }
}
