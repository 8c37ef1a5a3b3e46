//! Targets in words: what is promised and counted, what a status means, why there is none.
//!
//! In French, Arabic and English; a language that has no grammar gets English. What is counted is said by
//! the sentence of coverage itself, so that a target and the map never mean two things.

use jiff::civil::Date;

use super::sentence::{Who, date, listed};
use super::targets::{Obstacle, StageOf, TargetState, Today};
use super::{NetworkState, Question};
use crate::country::TargetMeta;
use crate::domain::{Denominator, Scope, TargetScope, TodayFrom};

/// What a status means.
pub fn statuses(language: &str) -> &'static str {
    match language {
        "fr" => {
            "Atteint : la part déclarée atteint l’objectif. Dans les temps : avant l’échéance, elle est au point du jour, \
             ou au-dessus, sur la droite qui mène de la part en vigueur à l’annonce (0 si rien n’était déclaré) à \
             l’objectif, d’étape en étape quand la promesse en a plusieurs. En retard : en dessous de ce point, ou \
             échéance passée sans que l’objectif soit atteint. Non calculable : aucun opérateur compté n’a déclaré, une \
             déclaration comptée est endommagée, ou l’objectif n’était pas encore annoncé. La part atteinte est celle de la dernière déclaration, la part \
             attendue celle du jour : qui ne déclare plus prend du retard. Quand chaque opérateur est tenu, l’objectif \
             a le statut du moins avancé. L’écart est ce qui manque à l’objectif, en personnes ou en ménages."
        }
        "ar" => {
            "محقق: بلغت النسبة المصرح بها الهدف. في الموعد: قبل حلول الأجل، النسبة عند نقطة اليوم أو فوقها على الخط \
             المستقيم الواصل بين النسبة السارية عند الإعلان (0 إن لم يكن هناك تصريح) والهدف، مرحلة بعد مرحلة إن كان \
             للالتزام عدة مراحل. متأخر: تحت هذه النقطة، أو حلّ الأجل دون بلوغ الهدف. غير قابل للحساب: لم يصرح أي متعهد \
             محتسب، أو تصريح محتسب تالف، أو لم يكن الهدف معلنا بعد. النسبة المحققة هي نسبة آخر تصريح، والنسبة المنتظرة هي نسبة اليوم: فمن \
             توقف عن التصريح تأخر. وحين يكون كل متعهد ملزما فحالة الهدف هي حالة الأقل تقدما. والفارق هو ما ينقص لبلوغ \
             الهدف، بعدد السكان أو الأسر."
        }
        _ => {
            "Met: the share filed reaches the goal. On track: not yet due, and at or above today’s point of the \
             straight line from the share in force when the target was announced (0 where nothing was filed) to the \
             goal, from stage to stage where the promise has several. Late: below that point, or due and not \
             reached. Not computable: no operator counted has filed, a filing that counts is damaged, or the target was not \
             announced yet. The share \
             reached is that of the last filing, the share expected is that of today: an operator who stops filing \
             becomes late. Where each operator is bound, the target stands as the one that is worst. The gap is \
             what is missing to the goal, in people or households."
        }
    }
}

/// Which day statuses are of: `Judged on 28 November 2026, today.`
pub fn judged_on(language: &str, today: Today) -> String {
    let day = date(language, today.date);
    match (language, today.from) {
        ("fr", TodayFrom::Clock) => format!("Statuts au {day}, aujourd’hui."),
        ("fr", TodayFrom::Asked) => format!("Statuts au {day}, jour demandé."),
        ("fr", TodayFrom::AsOf) => format!("Statuts au {day}, date demandée."),
        ("fr", TodayFrom::KnownAt) => format!("Statuts au {day}, jour de l’information demandée."),
        ("ar", TodayFrom::Clock) => format!("الحالات في {day}، اليوم."),
        ("ar", TodayFrom::Asked) => format!("الحالات في {day}، اليوم المطلوب."),
        ("ar", TodayFrom::AsOf) => format!("الحالات في {day}، التاريخ المطلوب."),
        ("ar", TodayFrom::KnownAt) => format!("الحالات في {day}، يوم المعلومة المطلوبة."),
        (_, TodayFrom::Clock) => format!("Statuses as on {day}, today."),
        (_, TodayFrom::Asked) => format!("Statuses as on {day}, the day asked for."),
        (_, TodayFrom::AsOf) => format!("Statuses as on {day}, the date asked for."),
        (_, TodayFrom::KnownAt) => format!("Statuses as on {day}, the day of the knowledge asked for."),
    }
}

/// A number with its thousands apart, as that language writes them.
fn grouped(language: &str, number: f64) -> String {
    let digits = format!("{:.0}", number.max(0.0));
    let separator = match language {
        "fr" => '\u{202f}',
        "ar" => '.',
        _ => ',',
    };
    let mut text = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(separator);
        }
        text.push(digit);
    }
    text
}

/// A share in percent, without a fraction where it has none.
fn percent(language: &str, share: f64) -> String {
    let number = format!("{:.1}", share * 100.0);
    let number = number.strip_suffix(".0").unwrap_or(&number);
    match language {
        "fr" => format!("{}\u{202f}%", number.replace('.', ",")),
        "ar" => format!("{number}٪"),
        _ => format!("{number} %"),
    }
}

/// The goal and its day: `Goal: 45 % of people by 31 December 2026.`
fn goal(language: &str, target: &TargetMeta) -> String {
    let due = date(language, target.date);
    let is_people = target.denominator == Denominator::Population;
    let number = target.share.map(|share| percent(language, share));
    let amount = || grouped(language, target.amount.unwrap_or_default());
    match (language, number) {
        ("fr", Some(share)) => {
            let of = if is_people { "de la population" } else { "des ménages" };
            format!("Objectif : {share} {of} au {due}.")
        }
        ("fr", None) => {
            let of = if is_people { "personnes" } else { "ménages" };
            format!("Objectif : {} {of} au {due}.", amount())
        }
        ("ar", Some(share)) => {
            let of = if is_people { "من السكان" } else { "من الأسر" };
            format!("الهدف: {share} {of} بحلول {due}.")
        }
        ("ar", None) => {
            let of = if is_people { "من السكان" } else { "أسرة" };
            format!("الهدف: {} {of} بحلول {due}.", amount())
        }
        (_, Some(share)) => {
            let of = if is_people { "people" } else { "households" };
            format!("Goal: {share} of {of} by {due}.")
        }
        (_, None) => {
            let of = if is_people { "people" } else { "households" };
            format!("Goal: {} {of} by {due}.", amount())
        }
    }
}

/// Where progress is expected from, what was not said and is assumed, and what replaced it.
fn beside(language: &str, target: &TargetMeta, heir: Option<&str>) -> String {
    let announced = date(language, target.announced);
    let assumed = target.tier.is_none() || target.environment.is_none();
    let (from, not_said, replaced) = match language {
        "fr" => (
            format!(" Annoncé le {announced} : la progression est attendue en ligne droite depuis ce jour."),
            " Le débit ou l’environnement n’est pas précisé : le palier le plus bas et l’environnement usuel sont comptés.",
            heir.map(|name| format!(" Remplacé par « {name} » ; conservé pour mémoire.")),
        ),
        "ar" => (
            format!(" أُعلن في {announced}: يُنتظر التقدم على خط مستقيم منذ ذلك اليوم."),
            " الصبيب أو مكان الاستعمال غير محدد: تُحتسب أدنى فئة والمكان المعتاد.",
            heir.map(|name| format!(" عُوّض بـ«{name}»، ويُحتفظ به للذاكرة.")),
        ),
        _ => (
            format!(" Announced on {announced}: progress is expected along a straight line from that day."),
            " Speed or environment is not stated: the lowest tier and the usual environment are counted.",
            heir.map(|name| format!(" Replaced by \u{201c}{name}\u{201d}; kept for the record.")),
        ),
    };
    let not_said = if assumed { not_said } else { "" };
    format!("{from}{not_said}{}", replaced.unwrap_or_default())
}

/// Which stage of its promise a target is, where there are several.
fn stage(language: &str, stage: StageOf) -> String {
    let StageOf { stage, stages, .. } = stage;
    match language {
        _ if stages < 2 => String::new(),
        "fr" => format!(" Étape {stage} sur {stages} d’une même promesse : la droite passe par chacune."),
        "ar" => format!(" المرحلة {stage} من {stages} لالتزام واحد: يمر الخط بكل مرحلة."),
        _ => format!(" Stage {stage} of {stages} of one promise: the line goes through each of them."),
    }
}

impl NetworkState {
    /// All of a target as one text: the goal, what is counted, since when, and what replaced it.
    pub fn say_target(&self, target: &TargetMeta, state: &TargetState, language: &str) -> String {
        let (who, scope) = match target.scope {
            TargetScope::Any => (Who::Any, Scope::Any),
            TargetScope::All => (Who::All, Scope::All),
            TargetScope::Min2 => (Who::Min2, Scope::Min2),
            TargetScope::Each => (Who::Each, Scope::Any),
        };
        let technology = target.technology.clone();
        let question = Question { technology, floor: state.floor, environment: state.environment, scope };
        let counted = self.say(&question, who, target.denominator, &[], language);
        let meta = &self.snapshot().country().meta;
        let heir = meta.superseding(&target.id).map(|other| other.names.get(language));
        let stage = stage(language, state.stage);
        format!("{} {counted}{stage}{}", goal(language, target), beside(language, target, heir))
    }

    /// Why a status cannot be said, or who is missing in it.
    pub fn say_obstacle(&self, obstacle: &Obstacle, language: &str) -> String {
        match obstacle {
            Obstacle::NotAnnounced { announced, today } => not_announced(language, *today, *announced),
            Obstacle::NoFiling(operators) => {
                let names: Vec<String> = operators
                    .iter()
                    .map(|id| self.snapshot().operator_name(id, language).to_owned())
                    .collect();
                match language {
                    "fr" => format!("Sans déclaration de {}.", listed(&names, " et ")),
                    "ar" => format!("لا تصريح من {}.", listed(&names, " و")),
                    _ => format!("No filing from {}.", listed(&names, " and ")),
                }
            }
            Obstacle::Damaged(operators) => {
                let names: Vec<String> = operators
                    .iter()
                    .map(|id| self.snapshot().operator_name(id, language).to_owned())
                    .collect();
                match language {
                    "fr" => format!("La déclaration de {} est endommagée.", listed(&names, " et ")),
                    "ar" => format!("تصريح {} تالف.", listed(&names, " و")),
                    _ => format!("The filing of {} is damaged.", listed(&names, " and ")),
                }
            }
            Obstacle::NoneLicensed(today) => {
                let day = date(language, *today);
                match language {
                    "fr" => format!("Au {day}, aucun opérateur n’a de licence pour cette technologie."),
                    "ar" => format!("في {day} لا يوجد أي متعهد مرخص له بهذه التكنولوجيا."),
                    _ => format!("On {day} no operator is licensed for this technology."),
                }
            }
            Obstacle::NothingToCount => match language {
                "fr" => "Le recensement ou la technologie manque au pack du pays.".to_owned(),
                "ar" => "الإحصاء أو التكنولوجيا غير متوفرة في حزمة البلد.".to_owned(),
                _ => "The country pack lacks the census or the technology.".to_owned(),
            },
        }
    }
}

fn not_announced(language: &str, today: Date, announced: Date) -> String {
    let (day, announced) = (date(language, today), date(language, announced));
    match language {
        "fr" => format!("Annoncé le {announced}, après l’état du {day}."),
        "ar" => format!("أُعلن في {announced}، بعد وضعية {day}."),
        _ => format!("Announced on {announced}, after the state of {day}."),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_written_as_the_language_does() {
        assert_eq!(grouped("en", 5_600_000.0), "5,600,000");
        assert_eq!(grouped("fr", 5_600_000.0), "5\u{202f}600\u{202f}000");
        assert_eq!(grouped("ar", 999.0), "999");
        assert_eq!(percent("fr", 0.125), "12,5\u{202f}%");
        assert_eq!(percent("en", 0.7), "70 %");
        assert_eq!(percent("ar", 0.45), "45٪");
    }

    #[test]
    fn every_status_is_explained_in_every_language() {
        for (language, words) in [
            ("en", ["Met:", "On track:", "Late:", "Not computable:"]),
            ("fr", ["Atteint :", "Dans les temps :", "En retard :", "Non calculable :"]),
            ("ar", ["محقق:", "في الموعد:", "متأخر:", "غير قابل للحساب:"]),
        ] {
            for word in words {
                assert!(statuses(language).contains(word), "{language}: {word}");
            }
        }
    }
}
