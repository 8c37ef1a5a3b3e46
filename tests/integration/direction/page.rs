//! The pictures and tables of a page of documentation, read as a program reads them.

use std::collections::{BTreeMap, BTreeSet};

/// The blocks of text below a heading, up to the next heading.
fn below<'p>(page: &'p str, heading: &str) -> &'p str {
    let (_, after) =
        page.split_once(&format!("\n{heading}\n")).unwrap_or_else(|| panic!("no heading {heading:?}"));
    after.split("\n## ").next().unwrap_or(after)
}

/// The first drawing below a heading.
pub fn drawing<'p>(page: &'p str, heading: &str) -> &'p str {
    let after = below(page, heading);
    after
        .split("```")
        .nth(1)
        .unwrap_or_else(|| panic!("no drawing below {heading:?}"))
        .trim_start_matches("text\n")
}

/// Who may use whom, by the tables below a heading whose columns are `what | owns | may use`.
pub fn tables(page: &str, heading: &str, first: &str) -> BTreeMap<String, BTreeSet<String>> {
    let mut found = BTreeMap::new();
    let mut lines =
        below(page, heading).lines().skip_while(|line| !line.starts_with(&format!("| {first} |")));
    for line in lines.by_ref().skip(2).take_while(|line| line.starts_with('|')) {
        let cells: Vec<&str> = line.split('|').map(str::trim).collect();
        let [_, name, _, uses, _] = cells[..] else { panic!("not three columns: {line}") };
        let name = name.trim_matches('`').to_owned();
        let uses = uses.split(',').map(|word| word.trim().trim_matches('`').to_owned());
        found.insert(name, uses.filter(|word| !word.is_empty()).collect());
    }
    assert!(!found.is_empty(), "no table of {first}s below {heading:?}");
    found
}

/// The words of each line, left of the bar that a remark stands behind.
pub fn layers(drawing: &str) -> Vec<Vec<&str>> {
    drawing.lines().map(|line| line.split('│').next().unwrap_or(line).split_whitespace().collect()).collect()
}

/// An arrow of a drawing: what stands at its two ends.
pub type Arrow = (Vec<String>, Vec<String>);

/// The arrows of a drawing, level and upright, each from what stands at its foot to what its head points at.
///
/// A list such as `lake, catalogue` is one end. An arrow that begins at a corner or a crossing has nothing at its foot.
pub fn arrows(drawing: &str) -> Vec<Arrow> {
    let grid: Vec<Vec<char>> = drawing.lines().map(|line| line.chars().collect()).collect();
    let mut found = Vec::new();
    for (row, line) in grid.iter().enumerate() {
        for (column, letter) in line.iter().enumerate() {
            match letter {
                '►' => {
                    let foot = (0..column).rev().find(|at| line[*at] != '─');
                    let foot = foot.map_or_else(Vec::new, |at| list_that_ends(line, at));
                    found.push((foot, list_that_begins(line, column + 1)));
                }
                '▼' => found.push((end(&grid, row, column, -1), end(&grid, row, column, 1))),
                '▲' => found.push((end(&grid, row, column, 1), end(&grid, row, column, -1))),
                _ => {}
            }
        }
    }
    found
}

/// The word that an upright line through a place meets above or below.
fn end(grid: &[Vec<char>], row: usize, column: usize, step: isize) -> Vec<String> {
    let mut row = row.checked_add_signed(step);
    while let Some(line) = row.and_then(|row| grid.get(row)) {
        match line.get(column) {
            Some('│') => row = row.and_then(|row| row.checked_add_signed(step)),
            Some(letter) if is_word(*letter) => return vec![word_at(line, column)],
            _ => break,
        }
    }
    panic!("an upright arrow through column {column} meets no word");
}

fn is_word(letter: char) -> bool {
    letter.is_alphabetic() || letter == '_'
}

fn word_at(line: &[char], at: usize) -> String {
    let from = (0..=at).rev().take_while(|at| is_word(line[*at])).last().unwrap_or(at);
    line[from..].iter().take_while(|letter| is_word(**letter)).collect()
}

fn list_that_ends(line: &[char], at: usize) -> Vec<String> {
    let text: String = line[..=at].iter().collect();
    let text = text.trim_end();
    let list: String =
        text.chars().rev().take_while(|letter| is_word(*letter) || [',', ' '].contains(letter)).collect();
    let list: String = list.chars().rev().collect();
    names(&list)
}

fn list_that_begins(line: &[char], from: usize) -> Vec<String> {
    let list: String =
        line[from..].iter().take_while(|letter| is_word(**letter) || [',', ' '].contains(*letter)).collect();
    names(&list)
}

fn names(list: &str) -> Vec<String> {
    list.split(',').map(|word| word.trim().to_owned()).filter(|word| !word.is_empty()).collect()
}
