//! What a definition says of damaged filings, in French, Arabic and English.

use super::FigureState;
use super::sentence::listed;

/// A sentence to follow the definition, a space before it; nothing where nothing is damaged.
pub(super) fn damaged(language: &str, standing: FigureState, operators: &[String]) -> String {
    let is_bound = match standing {
        FigureState::Known | FigureState::NoFiling => return String::new(),
        FigureState::LowerBound => true,
        FigureState::Damaged => false,
    };
    match language {
        "fr" => {
            let names = listed(operators, " et ");
            if is_bound {
                format!(
                    " Au moins cette part : la déclaration de {names} est endommagée et n’est pas comptée."
                )
            } else {
                format!(" Part inconnue : la déclaration de {names} est endommagée.")
            }
        }
        "ar" => {
            let names = listed(operators, " و");
            if is_bound {
                format!(" هذه النسبة حد أدنى: تصريح {names} تالف ولم يُحتسب.")
            } else {
                format!(" النسبة غير معروفة: تصريح {names} تالف.")
            }
        }
        _ => {
            let names = listed(operators, " and ");
            if is_bound {
                format!(" At least this share: the filing of {names} is damaged and not counted.")
            } else {
                format!(" The share is not known: the filing of {names} is damaged.")
            }
        }
    }
}

/// The same of fibre networks and their kilometres; French where the language is none of the known ones.
pub(super) fn damaged_networks(language: &str, standing: FigureState, operators: &[String]) -> String {
    match (language, standing) {
        (_, FigureState::Known | FigureState::NoFiling) => String::new(),
        ("en", FigureState::LowerBound) => {
            let names = listed(operators, " and ");
            format!(" At least these lengths: the network of {names} is damaged and not counted.")
        }
        ("en", FigureState::Damaged) => {
            format!(" Lengths are not known: the network of {} is damaged.", listed(operators, " and "))
        }
        ("ar", FigureState::LowerBound) => {
            format!(" هذه الأطوال حد أدنى: شبكة {} تالفة ولم تُحتسب.", listed(operators, " و"))
        }
        ("ar", FigureState::Damaged) => {
            format!(" الأطوال غير معروفة: شبكة {} تالفة.", listed(operators, " و"))
        }
        (_, FigureState::LowerBound) => {
            let names = listed(operators, " et ");
            format!(" Au moins ces longueurs : le réseau de {names} est endommagé et n’est pas compté.")
        }
        (_, FigureState::Damaged) => {
            format!(" Longueurs inconnues : le réseau de {} est endommagé.", listed(operators, " et "))
        }
    }
}
