//! What a single feature of a network or of measurements means, in one short sentence.
//!
//! It is repeated in every feature, so it is short; the whole definition stands beside the features.

use jiff::civil::Date;

use super::sentence::date;

/// What a span or node of a fibre network is; English where the language is none of the known ones.
pub fn network_feature(language: &str, as_of: Date, known_on: Date) -> String {
    let (filed, known) = (date(language, as_of), date(language, known_on));
    match language {
        "fr" => {
            format!("Réseau de fibre tel que déclaré par son opérateur, état au {filed}, connu au {known}.")
        }
        "ar" => {
            format!("شبكة ألياف بصرية كما صرّح بها متعهدها، الوضعية في {filed}، كما عُرفت في {known}.")
        }
        _ => format!("Fibre network as filed by its operator for {filed}, known on {known}."),
    }
}

/// What one source's tests in one territory are; English where the language is none of the known ones.
pub fn measured_feature(language: &str, as_of: Date, known_on: Date) -> String {
    let (filed, known) = (date(language, as_of), date(language, known_on));
    match language {
        "fr" => format!(
            "Tests d’une seule source, face à ce que l’opérateur déclare couvrir, état au {filed}, connu au \
             {known} ; les tests ne sont pas un échantillon de la population."
        ),
        "ar" => format!(
            "اختبارات مصدر واحد، إلى جانب ما يصرح المتعهد بتغطيته، الوضعية في {filed}، كما عُرفت في {known}؛ \
             الاختبارات ليست عينة من السكان."
        ),
        _ => format!(
            "Tests of a single source, beside what the operator claims, as filed for {filed}, known on {known}; \
             tests are not a sample of the people."
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_language_names_both_dates() {
        let (as_of, known_on) = (jiff::civil::date(2026, 6, 30), jiff::civil::date(2026, 11, 28));
        for language in ["fr", "ar", "en"] {
            for text in
                [network_feature(language, as_of, known_on), measured_feature(language, as_of, known_on)]
            {
                for day in [as_of, known_on] {
                    assert!(text.contains(&date(language, day)), "{text}");
                }
                assert!(text.chars().count() < 200, "{text}");
            }
        }
    }
}
