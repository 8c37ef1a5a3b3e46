//! Search by name: territories and localities, folded so that case, accents and Arabic vowels do not matter.

use unicode_normalization::UnicodeNormalization;

use super::pack::Locality;
use super::tree::{TerritoryId, Tree};
use crate::domain::{Level, LonLat, Names};

/// What a search found.
#[derive(Debug, Clone, PartialEq)]
pub enum Place {
    /// A territory of the tree.
    Territory(TerritoryId),
    /// A named locality, by its position in the list.
    Locality(usize),
}

/// The names of a country, folded and ready to be searched.
#[derive(Debug)]
pub struct Gazetteer {
    localities: Vec<Locality>,
    /// Folded name, rank (lower first), place.
    entries: Vec<(String, u32, Place)>,
}

/// A name as it is compared: lower case, without accents, vowel marks or punctuation, one space between
/// words, and letters that people interchange made one.
pub fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    for letter in text.nfkd().flat_map(char::to_lowercase) {
        match letter {
            '\u{0300}'..='\u{036f}' | '\u{064b}'..='\u{065f}' | '\u{0670}' | '\u{0640}' => {}
            'أ' | 'إ' | 'آ' | 'ٱ' => folded.push('ا'),
            'ى' => folded.push('ي'),
            'ة' => folded.push('ه'),
            letter if letter.is_alphanumeric() => folded.push(letter),
            _ if folded.is_empty() || folded.ends_with(' ') => {}
            _ => folded.push(' '),
        }
    }
    folded.truncate(folded.trim_end().len());
    folded
}

impl Gazetteer {
    pub(super) fn new(tree: &Tree, localities: Vec<Locality>) -> Self {
        let mut entries = Vec::new();
        let mut enter = |names: &mut dyn Iterator<Item = &str>, rank: u32, place: &Place| {
            let mut known: Vec<String> = names.map(fold).filter(|name| !name.is_empty()).collect();
            known.sort_unstable();
            known.dedup();
            entries.extend(known.into_iter().map(|name| (name, rank, place.clone())));
        };
        for (id, territory) in tree.iter().filter(|(_, territory)| territory.level != Level::WHOLE) {
            let rank = u32::from(territory.level.0);
            let place = Place::Territory(id);
            enter(&mut territory.names.0.values().map(String::as_str), rank, &place);
            enter(&mut std::iter::once(territory.code.as_str()), rank, &place);
        }
        // A large place ranks with what contains communes, a small one after every territory.
        let large = u32::from(tree.levels().base().0) - 1;
        for (at, locality) in localities.iter().enumerate() {
            let mut names = locality.names.0.values().chain([&locality.name]).map(String::as_str);
            let rank = if locality.population.unwrap_or(0.0) > 50_000.0 { large } else { u32::MAX };
            enter(&mut names, rank, &Place::Locality(at));
        }
        Self { localities, entries }
    }

    /// Every locality, in the order of the pack.
    pub fn localities(&self) -> &[Locality] {
        &self.localities
    }

    /// A locality by its position.
    pub fn locality(&self, at: usize) -> Option<&Locality> {
        self.localities.get(at)
    }

    /// Places whose name has words that begin as the query's do: whole names first, then names that begin
    /// with it, then the rest; larger units before smaller ones.
    pub fn search(&self, query: &str, limit: usize) -> Vec<Place> {
        let query = fold(query);
        if query.is_empty() {
            return Vec::new();
        }
        let mut hits: Vec<(u8, u32, &str, &Place)> = self
            .entries
            .iter()
            .filter_map(|(name, rank, place)| {
                let quality = if *name == query {
                    0
                } else if name.starts_with(&query) {
                    1
                } else if name.split(' ').any(|word| word.starts_with(&query))
                    || name.contains(&format!(" {query}"))
                {
                    2
                } else {
                    return None;
                };
                Some((quality, *rank, name.as_str(), place))
            })
            .collect();
        hits.sort_by_key(|(quality, rank, name, _)| (*quality, *rank, name.len(), *name));
        let mut places: Vec<Place> = Vec::new();
        for (_, _, _, place) in hits {
            if places.len() == limit {
                break;
            }
            if !places.contains(place) {
                places.push(place.clone());
            }
        }
        places
    }
}

impl Locality {
    /// The locality's names by language; the plain name stands for one in the country's first language.
    pub fn names(&self, languages: &[String]) -> Names {
        let mut names = self.names.clone();
        if let Some(first) = languages.first() {
            names.0.entry(first.clone()).or_insert_with(|| self.name.clone());
        }
        names
    }

    /// Where it is.
    pub fn position(&self) -> LonLat {
        LonLat { lon: self.lon, lat: self.lat }
    }
}

#[cfg(test)]
mod tests {
    use super::fold;

    #[test]
    fn names_are_compared_without_accents_vowels_or_case() {
        assert_eq!(fold("Béni Mellal-Khénifra"), "beni mellal khenifra");
        assert_eq!(fold("  L'Oriental "), "l oriental");
        assert_eq!(fold("الدَّار البيضاء"), fold("الدار البيضاء"));
        assert_eq!(fold("أكادير"), fold("اكادير"));
    }
}
