//! What kilometres of route mean, as one sentence in the language of the reader.

use super::FigureState;
use super::damage_sentence::damaged_networks;
use crate::domain::AsOf;

/// The sentence of a definition, with the operators whose network is damaged; French where the language is
/// none of the known ones.
pub fn route_sentence(
    language: &str,
    as_of: AsOf,
    known_on: AsOf,
    standing: FigureState,
    damaged: &[String],
) -> String {
    let mut sentence = definition(language, as_of, known_on);
    sentence.push_str(&damaged_networks(language, standing, damaged));
    sentence
}

fn definition(language: &str, as_of: AsOf, known_on: AsOf) -> String {
    match language {
        "en" => format!(
            "Kilometres of fibre route filed by operators as their network on {as_of}, as known on {known_on}: \
             each span cut where communes meet and measured on the ellipsoid. Operational: in use, or no status \
             given. Planned: proposed, planned, under construction or built and not lit, counted apart. Out of \
             use: not counted. Spans whose medium is given and is not fibre are not counted. Routes that several \
             operators share count once for each."
        ),
        "ar" => format!(
            "كيلومترات مسارات الألياف البصرية التي صرّح بها المتعهدون كشبكتهم بتاريخ {as_of}، حسب ما كان معلومًا بتاريخ \
             {known_on}: يُقطع كل مقطع عند حدود الجماعات ويُقاس على المجسم الإهليلجي. في الخدمة: مستعمَل أو دون حالة مصرّح بها. \
             مبرمج: مقترح أو مخطط أو قيد الإنجاز أو منجز وغير مشغَّل، ويُحسب على حدة. ما خرج من الخدمة لا يُحسب. ولا تُحسب \
             المقاطع التي صُرّح بوسطها وليس أليافًا بصرية. والمسار المشترك بين متعهدين يُحسب مرة لكل واحد منهم."
        ),
        _ => format!(
            "Kilomètres de tracé de fibre déclarés par les opérateurs comme leur réseau au {as_of}, selon ce qui était \
             connu le {known_on} : chaque tronçon coupé aux limites des communes et mesuré sur l'ellipsoïde. En \
             service : utilisé, ou sans statut déclaré. Prévu : proposé, planifié, en travaux ou construit et non \
             activé, compté à part. Hors service : non compté. Les tronçons dont le support est déclaré et n'est pas \
             la fibre ne sont pas comptés. Un tracé partagé par plusieurs opérateurs compte une fois pour chacun."
        ),
    }
}
