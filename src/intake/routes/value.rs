//! A JSON document held in memory, positions without a list of their own.
//!
//! OFDS refers back and forth (spans to nodes, nodes to phases), so a document is read whole before it
//! is checked. A bound on the number of values bounds its memory; a member given twice counts as the
//! last one does, and is told.

use std::collections::HashMap;
use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, Error, MapAccess, SeqAccess, Visitor};

/// Members of an object up to which names are compared with each other one by one.
const FEW: usize = 16;
/// Names of members given twice that are kept.
const DUPLICATES_KEPT: usize = 20;

/// A JSON value.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Value {
    Null,
    Bool(bool),
    Number(f64),
    Text(Box<str>),
    Array(Vec<Value>),
    Object(Vec<(Box<str>, Value)>),
    /// An array of two numbers.
    Pair([f64; 2]),
    /// An array of three numbers.
    Triple([f64; 3]),
}

impl Value {
    /// A member of an object.
    pub(super) fn get(&self, name: &str) -> Option<&Value> {
        match self {
            Value::Object(members) => {
                members.iter().find(|(known, _)| &**known == name).map(|(_, value)| value)
            }
            _ => None,
        }
    }

    /// The text it is.
    pub(super) fn text(&self) -> Option<&str> {
        match self {
            Value::Text(text) => Some(text),
            _ => None,
        }
    }

    /// The text of a member, where it is one and not empty.
    pub(super) fn text_of(&self, name: &str) -> Option<&str> {
        self.get(name).and_then(Value::text).filter(|text| !text.is_empty())
    }

    /// The items of an array of anything but two or three numbers.
    pub(super) fn items(&self) -> Option<&[Value]> {
        match self {
            Value::Array(items) => Some(items),
            _ => None,
        }
    }

    /// The items of a member that is an array; none where it is not.
    pub(super) fn items_of(&self, name: &str) -> &[Value] {
        self.get(name).and_then(Value::items).unwrap_or_default()
    }

    /// The numbers of a pair or a triple.
    pub(super) fn numbers(&self) -> Option<&[f64]> {
        match self {
            Value::Pair(pair) => Some(pair),
            Value::Triple(triple) => Some(triple),
            _ => None,
        }
    }

    /// Whether it is an array, of whatever.
    pub(super) fn is_array(&self) -> bool {
        matches!(self, Value::Array(_) | Value::Pair(_) | Value::Triple(_))
    }
}

impl fmt::Display for Value {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Value::Null => f.write_str("null"),
            Value::Bool(truth) => truth.fmt(f),
            Value::Number(number) => number.fmt(f),
            Value::Text(text) => text.fmt(f),
            Value::Array(items) if items.is_empty() => f.write_str("an empty array"),
            Value::Array(_) | Value::Pair(_) | Value::Triple(_) => f.write_str("an array"),
            Value::Object(_) => f.write_str("an object"),
        }
    }
}

/// What reading may use, and what it noticed.
#[derive(Debug)]
pub(super) struct Budget {
    left: u64,
    /// Whether there were more values than allowed.
    pub(super) is_spent: bool,
    /// Names of members given twice, the first few.
    pub(super) duplicates: Vec<String>,
    /// How many members were given twice.
    pub(super) duplicated: u64,
}

impl Budget {
    /// So many values.
    pub(super) fn new(values: u64) -> Self {
        Self { left: values, is_spent: false, duplicates: Vec::new(), duplicated: 0 }
    }

    fn spend<E: Error>(&mut self) -> Result<(), E> {
        if self.left == 0 {
            self.is_spent = true;
            return Err(E::custom("too many values"));
        }
        self.left -= 1;
        Ok(())
    }

    fn duplicate(&mut self, name: &str) {
        self.duplicated += 1;
        if self.duplicates.len() < DUPLICATES_KEPT {
            self.duplicates.push(name.to_owned());
        }
    }
}

/// Reads a document.
pub(super) fn parse(text: &[u8], budget: &mut Budget) -> Result<Value, serde_json::Error> {
    let mut input = serde_json::Deserializer::from_slice(text);
    let value = Seed(budget).deserialize(&mut input)?;
    input.end()?;
    Ok(value)
}

struct Seed<'b>(&'b mut Budget);

impl<'de> DeserializeSeed<'de> for Seed<'_> {
    type Value = Value;

    fn deserialize<D: Deserializer<'de>>(self, input: D) -> Result<Value, D::Error> {
        input.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Seed<'_> {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("any value")
    }

    fn visit_unit<E: Error>(self) -> Result<Value, E> {
        self.0.spend()?;
        Ok(Value::Null)
    }

    fn visit_bool<E: Error>(self, truth: bool) -> Result<Value, E> {
        self.0.spend()?;
        Ok(Value::Bool(truth))
    }

    fn visit_i64<E: Error>(self, number: i64) -> Result<Value, E> {
        self.visit_f64(number as f64)
    }

    fn visit_u64<E: Error>(self, number: u64) -> Result<Value, E> {
        self.visit_f64(number as f64)
    }

    fn visit_f64<E: Error>(self, number: f64) -> Result<Value, E> {
        self.0.spend()?;
        Ok(Value::Number(number))
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Value, E> {
        self.0.spend()?;
        Ok(Value::Text(text.into()))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut input: A) -> Result<Value, A::Error> {
        self.0.spend()?;
        let mut items = Vec::new();
        while let Some(item) = input.next_element_seed(Seed(self.0))? {
            items.push(item);
        }
        Ok(match items.as_slice() {
            [Value::Number(a), Value::Number(b)] => Value::Pair([*a, *b]),
            [Value::Number(a), Value::Number(b), Value::Number(c)] => Value::Triple([*a, *b, *c]),
            _ => {
                items.shrink_to_fit();
                Value::Array(items)
            }
        })
    }

    fn visit_map<A: MapAccess<'de>>(self, mut input: A) -> Result<Value, A::Error> {
        self.0.spend()?;
        let mut members: Vec<(Box<str>, Value)> = Vec::new();
        let mut places: HashMap<Box<str>, usize> = HashMap::new();
        while let Some(name) = input.next_key::<String>()? {
            let value = input.next_value_seed(Seed(self.0))?;
            let place = if members.len() < FEW {
                members.iter().position(|(known, _)| **known == *name)
            } else {
                if places.is_empty() {
                    places = members.iter().enumerate().map(|(at, (name, _))| (name.clone(), at)).collect();
                }
                places.get(name.as_str()).copied()
            };
            if let Some(place) = place {
                self.0.duplicate(&name);
                members[place].1 = value;
                continue;
            }
            let name = name.into_boxed_str();
            if members.len() >= FEW {
                places.insert(name.clone(), members.len());
            }
            members.push((name, value));
        }
        members.shrink_to_fit();
        Ok(Value::Object(members))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn positions_need_no_list_and_the_last_of_two_members_counts() {
        let mut budget = Budget::new(1000);
        let text = br#"{"a": [1, 2], "b": [1, 2, 3], "c": [1], "a": "x", "d": [1, "2"]}"#;
        let value = parse(text, &mut budget).expect("JSON");
        assert_eq!(value.text_of("a"), Some("x"));
        assert_eq!(value.get("b"), Some(&Value::Triple([1.0, 2.0, 3.0])));
        assert_eq!(value.items_of("c").len() + value.items_of("d").len(), 3);
        assert_eq!((budget.duplicates, budget.duplicated), (vec!["a".to_owned()], 1));
        assert!(size_of::<Value>() <= 32);
    }

    #[test]
    fn members_given_twice_are_found_among_many() {
        let members: Vec<String> = (0..100).chain(10..90).map(|at| format!("\"m{at}\": {at}")).collect();
        let mut budget = Budget::new(1000);
        let value = parse(format!("{{{}}}", members.join(",")).as_bytes(), &mut budget).expect("JSON");
        assert!(matches!(value, Value::Object(members) if members.len() == 100));
        assert_eq!((budget.duplicates.len(), budget.duplicated), (DUPLICATES_KEPT, 80));
    }

    #[test]
    fn values_are_bounded() {
        let mut budget = Budget::new(10);
        assert!(parse(b"[1,2,3,4,5,6,7,8,9,10,11]", &mut budget).is_err());
        assert!(budget.is_spent);
    }
}
