//! Which drawn outline is which unit of the census.
//!
//! By code where the names agree too; else by the census office's table of codes that changed between
//! 2014 and 2024; else by name within the province; else by the pack's hand-made `matches.csv`. An outline
//! that is none of these must be listed there as left out, or the build fails.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::path::Path;

use serde::{Deserialize, Serialize};
use unicode_normalization::UnicodeNormalization;

use super::BuildError;
use super::census::{Census, Unit};
use super::outlines::Outline;

/// Names at least this alike are spellings of one name when the code is the same as well.
const ALIKE: f64 = 0.75;
/// Urban centres are looked for within their commune only, so less will do.
const ALIKE_CENTRE: f64 = 0.6;

/// A line of `matches.csv`: what a person decided, and why.
#[derive(Debug, Clone, Deserialize)]
pub(super) struct Decision {
    pub(super) kind: DecisionKind,
    /// The source's code of the outline, or "longitude latitude" of a place in the gap.
    pub(super) source: String,
    /// The source's name of the outline.
    pub(super) name: String,
    /// The census' code; empty for what is left out.
    pub(super) code: String,
    pub(super) why: String,
}

/// What is decided.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum DecisionKind {
    /// This outline is this unit.
    Outline,
    /// This outline is no unit of the census.
    LeftOut,
    /// This gap belongs to this commune.
    Gap,
}

/// Reads `matches.csv`; a pack may do without.
pub(super) fn decisions(path: &Path) -> Result<Vec<Decision>, BuildError> {
    if !path.exists() {
        return Ok(Vec::new());
    }
    let source = |error: csv::Error| BuildError::source(path, error.to_string());
    csv::Reader::from_path(path).map_err(source)?.deserialize().collect::<Result<_, _>>().map_err(source)
}

/// How many outlines were matched in which way.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct MatchCounts {
    /// The code is the census', and the names agree.
    pub by_code: usize,
    /// The code is one of 2014 that the census office's table translates.
    pub by_code_of_2014: usize,
    /// Exactly one unit of the province has the name.
    pub by_name: usize,
    /// By the table of decisions.
    pub by_hand: usize,
}

/// An outline that is no unit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LeftOut {
    /// The source's code.
    pub code: String,
    /// The source's name.
    pub name: String,
    /// Why it is left out.
    pub why: String,
}

/// Outlines by the census' codes.
#[derive(Default)]
pub(super) struct Matches<'a> {
    /// Communes and arrondissements.
    pub(super) units: BTreeMap<String, &'a Outline>,
    /// Urban centres of communes.
    pub(super) centres: BTreeMap<String, &'a Outline>,
    pub(super) counts: MatchCounts,
    pub(super) left_out: Vec<LeftOut>,
}

/// Matches all outlines.
pub(super) fn run<'a>(
    outlines: &'a [Outline],
    census: &Census,
    decisions: &[Decision],
) -> Result<Matches<'a>, BuildError> {
    let known: HashMap<&str, &Unit> = census
        .communes
        .iter()
        .chain(&census.arrondissements)
        .map(|unit| (unit.code.as_str(), unit))
        .collect();
    let mut matches = Matches::default();
    let mut open: Vec<&Outline> = Vec::new();
    for outline in outlines.iter().filter(|outline| !outline.centre) {
        match known.get(outline.code().as_str()) {
            Some(unit) if alike(unit.name_fr.as_deref(), &outline.name_fr) > ALIKE => {
                matches.counts.by_code += 1;
                matches.take(&unit.code, outline)?;
            }
            _ => open.push(outline),
        }
    }
    let mut still_open = Vec::new();
    for outline in open {
        if let Some(code) = census.crosswalk.get(&outline.code()) {
            matches.counts.by_code_of_2014 += 1;
            matches.take(code, outline)?;
        } else {
            still_open.push(outline);
        }
    }
    for outline in still_open {
        matches.by_name_or_hand(outline, &known, decisions)?;
    }
    matches.left_out.sort_by(|a, b| a.code.cmp(&b.code));
    for outline in outlines.iter().filter(|outline| outline.centre) {
        matches.centre(outline, census)?;
    }
    Ok(matches)
}

impl<'a> Matches<'a> {
    fn take(&mut self, code: &str, outline: &'a Outline) -> Result<(), BuildError> {
        match self.units.insert(code.to_owned(), outline) {
            None => Ok(()),
            Some(other) => Err(BuildError::Outline {
                origin: outline.origin.clone(),
                what: format!("matches {code}, as {} does", other.origin),
            }),
        }
    }

    fn by_name_or_hand(
        &mut self,
        outline: &'a Outline,
        known: &HashMap<&str, &Unit>,
        decisions: &[Decision],
    ) -> Result<(), BuildError> {
        let code = outline.code();
        let decided = decisions.iter().find(|line| {
            line.kind != DecisionKind::Gap && line.source == code && line.name == outline.name_fr
        });
        match decided {
            Some(line) if line.kind == DecisionKind::Outline => {
                self.counts.by_hand += 1;
                return self.take(&line.code, outline);
            }
            Some(line) => {
                let (name, why) = (outline.name_fr.clone(), line.why.clone());
                self.left_out.push(LeftOut { code, name, why });
                return Ok(());
            }
            None => {}
        }
        let province = province(&code);
        let same: Vec<&&Unit> = known
            .values()
            .filter(|unit| province == self::province(&unit.code) && !self.units.contains_key(&unit.code))
            .filter(|unit| unit.name_fr.as_deref().map(letters) == Some(letters(&outline.name_fr)))
            .collect();
        let [unit] = same.as_slice() else {
            return Err(BuildError::Outline {
                origin: outline.origin.clone(),
                what: format!(
                    "{code} {} matches {} units by name and none by code; decide in matches.csv",
                    outline.name_fr,
                    same.len()
                ),
            });
        };
        self.counts.by_name += 1;
        self.take(&unit.code, outline)
    }

    fn centre(&mut self, outline: &'a Outline, census: &Census) -> Result<(), BuildError> {
        let code = outline.code();
        let commune = census.crosswalk.get(&code).unwrap_or(&code);
        let name = outline.name_fr.split('(').next().unwrap_or_default();
        let mut likely: Vec<(f64, &Unit)> = census
            .centres
            .iter()
            .filter(|unit| unit.parent == *commune && !self.centres.contains_key(&unit.code))
            .map(|unit| (alike(unit.name_fr.as_deref(), name), unit))
            .collect();
        likely.sort_by(|a, b| b.0.total_cmp(&a.0));
        match likely.first() {
            Some((likeness, unit)) if *likeness > ALIKE_CENTRE => {
                self.centres.insert(unit.code.clone(), outline);
                Ok(())
            }
            _ => Err(BuildError::Outline {
                origin: outline.origin.clone(),
                what: format!("urban centre {} matches none of commune {commune}", outline.name_fr),
            }),
        }
    }
}

/// Units of the census that no outline was matched to; a commune is complete by its arrondissements.
pub(super) fn missing(census: &Census, matches: &Matches<'_>) -> Vec<String> {
    let whole: HashSet<&str> = census.arrondissements.iter().map(|unit| unit.parent.as_str()).collect();
    census
        .communes
        .iter()
        .chain(&census.arrondissements)
        .filter(|unit| !whole.contains(unit.code.as_str()) && !matches.units.contains_key(&unit.code))
        .map(|unit| unit.code.clone())
        .collect()
}

/// The province's number in a code.
fn province(code: &str) -> Option<&str> {
    code.split('.').nth(1)
}

/// A name without case, accents and whatever is no letter or digit.
pub(super) fn letters(name: &str) -> String {
    name.nfd().filter(char::is_ascii_alphanumeric).map(|letter| letter.to_ascii_lowercase()).collect()
}

fn alike(one: Option<&str>, other: &str) -> f64 {
    one.map_or(0.0, |one| likeness(letters(one).as_bytes(), letters(other).as_bytes()))
}

/// Ratcliff and Obershelp's likeness: twice the letters in common blocks over all letters, 0..1.
fn likeness(one: &[u8], other: &[u8]) -> f64 {
    let all = one.len() + other.len();
    if all == 0 { 0.0 } else { 2.0 * common(one, other) as f64 / all as f64 }
}

/// Letters in the longest common block and, in turn, in those to its left and right.
fn common(one: &[u8], other: &[u8]) -> usize {
    let mut best = (0, 0, 0);
    for i in 0..one.len() {
        for j in 0..other.len() {
            let length = one[i..].iter().zip(&other[j..]).take_while(|(a, b)| a == b).count();
            if length > best.0 {
                best = (length, i, j);
            }
        }
    }
    let (length, i, j) = best;
    if length == 0 {
        return 0;
    }
    length + common(&one[..i], &other[..j]) + common(&one[i + length..], &other[j + length..])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spellings_are_alike_and_other_names_are_not() {
        assert!(alike(Some("Louad Lakhdar"), "Loued Lakhdar") > ALIKE);
        assert!(alike(Some("Béni Mellal"), "Beni-Mellal") > 0.999);
        assert!(alike(Some("Ait Melloul"), "Moulay Abdallah") < ALIKE);
        assert!(alike(Some("Oulad Ayad"), "Timoulilt") < ALIKE_CENTRE);
        assert!(alike(None, "Timoulilt").abs() < 1e-12);
    }
}
