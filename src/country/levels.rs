//! The levels of the territories' tree: which there are, and what each is for. Data of the pack, never words of code.
//!
//! One chain leads from the **whole** country down to the **base unit**: the smallest unit that covers the country,
//! in which people are counted, and which every place belongs to. Each level of the chain divides the one above it
//! completely. Below the base unit there may be one level of **parts** of some of them, with people of their own, and
//! one that **groups** parts: both are never summed with the chain.
//!
//! May know `domain` only. Invariant: levels stand from the whole down, the chain first, then groups, then parts, so
//! that a parent stands before its children; the order of the pack's own list is kept for who reads it.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use crate::domain::{Level, LevelId, LevelRole, Names};

/// How many levels a pack may have.
const MOST: usize = 16;

/// Files of territories that are no level's.
const RESERVED: [&str; 2] = ["urban-centre", "urban-centres"];

/// What stands as a label beside every number, as names do: a level of such a name could not be told from it.
const LABELS: [&str; 2] = ["code", "level"];

/// What a pack of format 1 means without saying it: level, what contains it, its file. Format 1 knew no other levels;
/// the property `sector` of an arrondissement names the sector that groups it.
const FORMAT_1: [(&str, &str, &str); 6] = [
    ("country", "", ""),
    ("region", "country", "regions"),
    ("province", "region", "provinces"),
    ("commune", "province", "communes"),
    ("sector", "commune", "sectors"),
    ("arrondissement", "commune", "arrondissements"),
];

/// A level, as the pack writes it.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LevelMeta {
    /// The word for it in addresses, files and answers.
    pub id: LevelId,
    /// What one such territory is called.
    pub names: Names,
    /// What several are called.
    #[serde(default)]
    pub plural: Names,
    /// The level whose territories contain it; none contains the whole.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub parent: Option<LevelId>,
    /// Its file, without `.geojson.gz`, and its word in the address of outlines; the whole is not drawn.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub outlines: Option<String>,
    /// Whether every parent consists of such territories entirely; true of the chain, by default not of what is below.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub complete: Option<bool>,
    /// Whether it is the base unit.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub base_unit: bool,
    /// Of parts: the level that groups them. A part's property of that name holds its group's code.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub grouped_by: Option<LevelId>,
}

impl LevelMeta {
    /// Whether anything is said of its place among the others.
    fn is_placed(&self) -> bool {
        self.parent.is_some()
            || self.outlines.is_some()
            || self.complete.is_some()
            || self.base_unit
            || self.grouped_by.is_some()
    }
}

/// The levels of a pack, and what each is for.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(try_from = "Vec<LevelMeta>", into = "Vec<LevelMeta>")]
pub struct Levels {
    /// From the whole down: chain, groups, parts.
    all: Vec<LevelMeta>,
    /// As the pack lists them.
    listed: Vec<Level>,
    base: Level,
    groups: Option<Level>,
    parts: Option<Level>,
    is_stated: bool,
}

impl From<Levels> for Vec<LevelMeta> {
    fn from(levels: Levels) -> Self {
        levels.listed().map(|(_, meta)| meta.clone()).collect()
    }
}

impl TryFrom<Vec<LevelMeta>> for Levels {
    type Error = String;

    fn try_from(listed: Vec<LevelMeta>) -> Result<Self, String> {
        if let Some(twice) = first_twice(listed.iter().map(|meta| meta.id.as_str())) {
            return Err(format!("level {twice} stands twice"));
        }
        if listed.iter().any(LevelMeta::is_placed) { stated(&listed) } else { of_format_1(&listed) }
    }
}

impl Levels {
    /// How many there are.
    pub fn len(&self) -> usize {
        self.all.len()
    }

    /// Whether there are none; of a pack that was read there are two at least.
    pub fn is_empty(&self) -> bool {
        self.all.is_empty()
    }

    /// Whether the pack says how they belong together: format 2; else they are those of format 1.
    pub fn is_stated(&self) -> bool {
        self.is_stated
    }

    /// A level's words.
    pub fn get(&self, level: Level) -> &LevelMeta {
        &self.all[level.index()]
    }

    /// A level's id.
    pub fn id(&self, level: Level) -> &LevelId {
        &self.get(level).id
    }

    /// The level of a word.
    pub fn find(&self, word: &str) -> Option<Level> {
        self.iter().find(|(_, meta)| meta.id.as_str() == word).map(|(level, _)| level)
    }

    /// Every level from the whole down: the chain, then groups, then parts.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = (Level, &LevelMeta)> {
        self.all.iter().enumerate().map(|(at, meta)| (Level(at as u8), meta))
    }

    /// The levels that the pack lists, in its order.
    pub fn listed(&self) -> impl ExactSizeIterator<Item = (Level, &LevelMeta)> {
        self.listed.iter().map(|level| (*level, self.get(*level)))
    }

    /// Those that have outlines, with their files, from the whole down.
    pub fn drawn(&self) -> impl Iterator<Item = (Level, &str)> {
        self.iter().filter_map(|(level, meta)| Some((level, meta.outlines.as_deref()?)))
    }

    /// The file of a level's outlines; `None` of the whole.
    pub fn file(&self, level: Level) -> Option<&str> {
        self.all.get(level.index())?.outlines.as_deref()
    }

    /// What a level is for.
    pub fn role(&self, level: Level) -> LevelRole {
        if level == Level::WHOLE {
            LevelRole::Whole
        } else if level < self.base {
            LevelRole::Container
        } else if level == self.base {
            LevelRole::BaseUnit
        } else if Some(level) == self.parts {
            LevelRole::Parts
        } else {
            LevelRole::Groups
        }
    }

    /// The level whose territories contain it.
    pub fn parent(&self, level: Level) -> Option<Level> {
        self.find(self.get(level).parent.as_ref()?.as_str())
    }

    /// The base unit: the smallest that covers the whole country.
    pub fn base(&self) -> Level {
        self.base
    }

    /// From the whole down to the base unit: what is known by base units adds up to each of these.
    pub fn chain(&self) -> impl DoubleEndedIterator<Item = Level> + ExactSizeIterator + Clone + use<> {
        (0..=self.base.0).map(Level)
    }

    /// The first level below the whole: what is shown unless another is asked for.
    pub fn first(&self) -> Level {
        Level(1)
    }

    /// Levels that contain base units and are not the whole, from the top.
    pub fn containers(&self) -> impl DoubleEndedIterator<Item = Level> + ExactSizeIterator + Clone + use<> {
        (1..self.base.0).map(Level)
    }

    /// Parts of base units that have people of their own.
    pub fn parts(&self) -> Option<Level> {
        self.parts
    }

    /// What groups those parts.
    pub fn groups(&self) -> Option<Level> {
        self.groups
    }

    /// The property of a level's features that names its group.
    pub fn group_property(&self, level: Level) -> Option<&str> {
        self.get(level).grouped_by.as_ref().map(LevelId::as_str)
    }

    /// Whether every parent consists of such territories entirely.
    pub fn is_complete(&self, level: Level) -> bool {
        level <= self.base || self.get(level).complete == Some(true)
    }
}

/// The levels of format 1, under the names that are given.
fn of_format_1(listed: &[LevelMeta]) -> Result<Levels, String> {
    let known = FORMAT_1.map(|(id, _, _)| id);
    if let Some(other) = listed.iter().find(|meta| !known.contains(&meta.id.as_str())) {
        let (id, known) = (&other.id, known.join(", "));
        return Err(format!(
            "level {id} has no parent and no outlines: without those the levels are {known}; write format = 2, and of \
             each level below the whole its parent and outlines, and which one is the base_unit"
        ));
    }
    let id = |text: &str| LevelId::new(text).map_err(|error| error.to_string());
    let placed = |(word, parent, file): (&str, &str, &str)| {
        let named = listed.iter().find(|meta| meta.id.as_str() == word);
        Ok(LevelMeta {
            id: id(word)?,
            names: named.map(|meta| meta.names.clone()).unwrap_or_default(),
            plural: named.map(|meta| meta.plural.clone()).unwrap_or_default(),
            parent: if parent.is_empty() { None } else { Some(id(parent)?) },
            outlines: if file.is_empty() { None } else { Some(file.to_owned()) },
            complete: None,
            base_unit: word == "commune",
            grouped_by: if word == "arrondissement" { Some(id("sector")?) } else { None },
        })
    };
    let all = FORMAT_1.into_iter().map(placed).collect::<Result<Vec<_>, String>>()?;
    let mut levels = stated(&all)?;
    levels.listed = listed.iter().filter_map(|meta| levels.find(meta.id.as_str())).collect();
    levels.is_stated = false;
    Ok(levels)
}

/// Levels that say how they belong together.
fn stated(listed: &[LevelMeta]) -> Result<Levels, String> {
    well_formed(listed)?;
    let chain = chain(listed)?;
    let base = *chain.last().ok_or("there are no levels")?;
    let is_in = |levels: &[&LevelMeta], meta: &LevelMeta| levels.iter().any(|other| other.id == meta.id);
    let below: Vec<&LevelMeta> = listed.iter().filter(|meta| !is_in(&chain, meta)).collect();
    if let Some(stray) = below.iter().find(|meta| meta.parent.as_ref() != Some(&base.id)) {
        let (id, base) = (&stray.id, &base.id);
        return Err(format!(
            "level {id} is none of those between the whole and the base unit {base}, and its parent is not {base}: \
             expected one line from the base unit up, and below it parts of it"
        ));
    }
    let is_group = |meta: &LevelMeta| below.iter().any(|part| part.grouped_by.as_ref() == Some(&meta.id));
    let (groups, parts): (Vec<&LevelMeta>, Vec<&LevelMeta>) = below.iter().partition(|meta| is_group(meta));
    let at_most_one = |what: &str, found: &[&LevelMeta]| {
        let ids: Vec<&str> = found.iter().map(|meta| meta.id.as_str()).collect();
        let (count, ids, base) = (found.len(), ids.join(", "), &base.id);
        if count > 1 {
            Err(format!("{ids} are {count} levels of {what} of a {base}: expected at most one"))
        } else {
            Ok(())
        }
    };
    at_most_one("parts", &parts)?;
    at_most_one("groups of parts", &groups)?;
    let may_be_grouped = |meta: &LevelMeta| is_in(&parts, meta) && !groups.is_empty();
    if let Some(lost) = listed.iter().find(|meta| meta.grouped_by.is_some() && !may_be_grouped(meta)) {
        let (id, base) = (&lost.id, &base.id);
        return Err(format!(
            "level {id} is grouped_by a level that it cannot be: expected parts of a {base}, grouped by a level whose \
             parent is {base}"
        ));
    }
    let order: Vec<&LevelMeta> =
        chain.iter().copied().chain(groups.iter().copied()).chain(parts.iter().copied()).collect();
    let at = |meta: &LevelMeta| Level(order.iter().position(|other| other.id == meta.id).unwrap_or(0) as u8);
    Ok(Levels {
        listed: listed.iter().map(at).collect(),
        base: at(base),
        groups: groups.first().map(|meta| at(meta)),
        parts: parts.first().map(|meta| at(meta)),
        all: order.into_iter().cloned().collect(),
        is_stated: true,
    })
}

/// From the whole down to the base unit.
fn chain(listed: &[LevelMeta]) -> Result<Vec<&LevelMeta>, String> {
    let bases: Vec<&LevelMeta> = listed.iter().filter(|meta| meta.base_unit).collect();
    let [base] = bases[..] else {
        return Err(format!("{} levels are the base_unit: expected one", bases.len()));
    };
    let mut chain = vec![base];
    while let Some(parent) = &chain[chain.len() - 1].parent {
        let above = listed.iter().find(|meta| meta.id == *parent);
        let above = above.ok_or_else(|| format!("the parent {parent} of a level is none of the levels"))?;
        if chain.iter().any(|meta| meta.id == above.id) {
            return Err(format!("level {parent} contains itself, by way of its parents"));
        }
        chain.push(above);
    }
    if chain.len() < 2 {
        return Err(format!("the base unit {} has no parent: the whole country is no base unit", base.id));
    }
    if let Some(partial) = chain.iter().find(|meta| meta.complete == Some(false)) {
        return Err(format!("level {} is not complete, but people are added up through it", partial.id));
    }
    chain.reverse();
    Ok(chain)
}

/// Each level has a name of its own, and a file; exactly the whole has none.
fn well_formed(listed: &[LevelMeta]) -> Result<(), String> {
    if listed.len() > MOST {
        return Err(format!("{} levels: expected at most {MOST}", listed.len()));
    }
    for meta in listed {
        let id = meta.id.as_str();
        if RESERVED.contains(&id) || LABELS.contains(&id) || id.starts_with("name-") {
            return Err(format!("a level cannot be called {id}: that word has a meaning of its own"));
        }
        match (&meta.parent, meta.outlines.as_deref()) {
            (None, Some(_)) => return Err(format!("level {id} has outlines and no parent")),
            (Some(_), None) => return Err(format!("level {id} has a parent and no outlines")),
            (Some(_), Some(file)) if !is_file(file) => {
                return Err(format!("level {id}: {file:?} cannot be a file of outlines"));
            }
            (None, None) | (Some(_), Some(_)) => {}
        }
    }
    let wholes = listed.iter().filter(|meta| meta.parent.is_none()).count();
    if wholes != 1 {
        return Err(format!("{wholes} levels have no parent: expected one, the whole country"));
    }
    match first_twice(listed.iter().filter_map(|meta| meta.outlines.as_deref())) {
        Some(file) => Err(format!("two levels have the outlines {file}")),
        None => Ok(()),
    }
}

/// A word that is a file's name on every system and none of those that have a meaning of their own.
fn is_file(name: &str) -> bool {
    LevelId::new(name).is_ok() && !name.starts_with("map-") && !RESERVED.contains(&name)
}

fn first_twice<'a>(mut words: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let mut seen = BTreeSet::new();
    words.find(|word| !seen.insert(*word))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<Levels, String> {
        #[derive(serde::Deserialize)]
        struct Pack {
            levels: Levels,
        }
        toml::from_str::<Pack>(text).map(|pack| pack.levels).map_err(|error| error.to_string())
    }

    /// `id parent` of each level below the whole, and whatever else is said of it.
    fn pack(levels: &[(&str, &str, &str)]) -> String {
        let whole = "[[levels]]\nid = \"realm\"\nnames = {}\n".to_owned();
        levels.iter().fold(whole, |text, (id, parent, more)| {
            format!("{text}[[levels]]\nid = \"{id}\"\nnames = {{}}\nparent = \"{parent}\"\noutlines = \"{id}s\"\n{more}\n")
        })
    }

    fn words(levels: &Levels, of: impl Iterator<Item = Level>) -> String {
        of.map(|level| levels.id(level).as_str()).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn levels_are_what_the_pack_says() {
        let base = "base_unit = true";
        let text = pack(&[
            ("ward", "parish", "grouped_by = \"quarter\""),
            ("parish", "island", base),
            ("quarter", "parish", ""),
            ("island", "realm", ""),
        ]);
        let levels = read(&text).expect("sound");
        assert_eq!(words(&levels, levels.iter().map(|(level, _)| level)), "realm island parish quarter ward");
        assert_eq!(
            words(&levels, levels.listed().map(|(level, _)| level)),
            "realm ward parish quarter island"
        );
        assert_eq!(words(&levels, levels.chain()), "realm island parish");
        assert_eq!(words(&levels, levels.containers()), "island");
        assert_eq!(words(&levels, [levels.first(), levels.base()].into_iter()), "island parish");
        assert_eq!(words(&levels, levels.groups().into_iter().chain(levels.parts())), "quarter ward");
        assert_eq!(levels.parts().and_then(|parts| levels.group_property(parts)), Some("quarter"));
        let roles: Vec<&str> = levels.iter().map(|(level, _)| levels.role(level).as_str()).collect();
        assert_eq!(roles, ["whole", "container", "base_unit", "groups", "parts"]);
        assert_eq!(levels.parent(levels.base()), Some(levels.first()));
        assert_eq!(levels.file(levels.base()), Some("parishs"));
        assert!(levels.is_stated() && levels.is_complete(Level::WHOLE) && !levels.is_complete(Level(4)));
        assert_eq!(levels.find("commune"), None);
    }

    #[test]
    fn a_pack_that_only_names_levels_has_those_of_format_1() {
        let text =
            "[[levels]]\nid = \"sector\"\nnames = { en = \"s\" }\n[[levels]]\nid = \"region\"\nnames = {}";
        let levels = read(text).expect("format 1");
        assert!(!levels.is_stated());
        assert_eq!(words(&levels, levels.chain()), "country region province commune");
        assert_eq!(words(&levels, levels.listed().map(|(level, _)| level)), "sector region");
        let sector = levels.find("sector").expect("a level");
        assert_eq!(levels.get(sector).names.0["en"], "s");
        assert_eq!((levels.groups(), levels.parts()), (Some(sector), levels.find("arrondissement")));
        let files: Vec<&str> = levels.drawn().map(|(_, file)| file).collect();
        assert_eq!(files, ["regions", "provinces", "communes", "sectors", "arrondissements"]);
        assert_eq!(read("levels = []").expect("format 1").len(), 6);
    }

    #[test]
    fn levels_that_cannot_be_are_refused_with_what_was_expected() {
        let base = "base_unit = true";
        let says = |levels: &[(&str, &str, &str)], wanted: &str| {
            let found = read(&pack(levels)).expect_err(wanted);
            assert!(found.contains(wanted), "{wanted:?} not in {found}");
        };
        says(&[("parish", "realm", "")], "0 levels are the base_unit");
        says(&[("parish", "shire", base)], "the parent shire of a level is none of the levels");
        says(&[("a", "b", base), ("b", "a", "")], "contains itself");
        says(
            &[("parish", "realm", base), ("diocese", "realm", "")],
            "level diocese is none of those between",
        );
        says(
            &[("parish", "realm", base), ("a", "parish", ""), ("b", "parish", "")],
            "a, b are 2 levels of parts",
        );
        says(
            &[("parish", "realm", base), ("a", "parish", "grouped_by = \"realm\"")],
            "level a is grouped_by",
        );
        says(&[("parish", "realm", &format!("{base}\ncomplete = false"))], "level parish is not complete");
        says(&[("code", "realm", base)], "cannot be called code");
        says(&[("urban-centre", "realm", base)], "cannot be called urban-centre");
        says(&[("map-", "realm", base)], "cannot be a file of outlines");
        says(&[("parish", "realm", base), ("parish", "realm", "")], "level parish stands twice");
        let names_only = "[[levels]]\nid = \"parish\"\nnames = {}";
        let found = read(names_only).expect_err("format 1 knows no parishes");
        assert!(found.contains("write format = 2"), "{found}");
    }
}
