//! `taghtia operator`: who may file. A running server learns of a new operator within seconds.

use std::collections::BTreeMap;
use std::str::FromStr;

use anyhow::bail;

use super::{Ending, print, registry};
use crate::domain::{Licence, Names, OperatorId, OperatorMeta, TechnologyId};

/// The registry of operators: who may file.
#[derive(Debug, Clone, clap::Args)]
pub(super) struct Args {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Clone, clap::Subcommand)]
enum Command {
    /// Register an operator.
    Add(Add),
    /// List the operators.
    List(registry::Args),
}

#[derive(Debug, Clone, clap::Args)]
#[command(after_help = "Examples:
  taghtia operator add atlas --name 'Atlas Telecom' --licence 4g --licence 5g:2025-11-07
  taghtia operator add atlas --name fr='Atlas Télécom' --name ar='أطلس' --licence fibre:2020-01-01:2035-01-01

Works while a server runs on the data directory; the server learns of it within seconds.")]
struct Add {
    /// Its id: lower-case letters, digits, hyphens.
    id: OperatorId,
    /// Its name, or its name in a language, as LANG=NAME; may be repeated.
    #[arg(long = "name", env = "TAGHTIA_NAME", required = true)]
    names: Vec<String>,
    /// What it is licensed for, as `TECHNOLOGY[:FROM[:UNTIL]]` with dates; may be repeated.
    #[arg(long = "licence", env = "TAGHTIA_LICENCE", value_delimiter = ',', value_parser = licence)]
    licences: Vec<Licence>,
    /// A colour to draw it in, as #rrggbb.
    #[arg(long, env = "TAGHTIA_COLOUR", value_parser = colour)]
    colour: Option<String>,
    /// MCC-MNC code of a mobile network; may be repeated.
    #[arg(long = "network", env = "TAGHTIA_NETWORK", value_delimiter = ',')]
    networks: Vec<String>,
    /// It is made up: everything that counts its filings says so.
    #[arg(long, env = "TAGHTIA_SYNTHETIC")]
    synthetic: bool,
    #[command(flatten)]
    registry: registry::Args,
}

/// Runs the command.
pub(super) fn run(args: &Args) -> anyhow::Result<Ending> {
    match &args.command {
        Command::Add(args) => add(args),
        Command::List(args) => list(args),
    }
}

fn add(args: &Add) -> anyhow::Result<Ending> {
    args.registry.run(async |registry| {
        for licence in &args.licences {
            if registry.country.technology(&licence.technology).is_none() {
                let known: Vec<&str> =
                    registry.country.technologies.iter().map(|known| known.id.as_str()).collect();
                bail!("there is no technology {}; known are {}", licence.technology, known.join(", "));
            }
        }
        let catalogue = &registry.visit.catalogue;
        // A demonstration has nothing in it that is not made up.
        let is_demo = catalogue.demo_seed().await?.is_some();
        let operator = OperatorMeta {
            id: args.id.clone(),
            names: names(&args.names, registry.country.languages.first().map_or("en", String::as_str)),
            colour: args.colour.clone(),
            networks: args.networks.clone(),
            licences: args.licences.clone(),
            synthetic: args.synthetic || is_demo,
        };
        if !catalogue.add_operator(&operator, &registry.actor).await? {
            bail!("operator {} is registered already", operator.id);
        }
        if args.registry.json {
            print::line(&serde_json::to_string_pretty(&operator)?);
        } else {
            print::line(&format!("operator {} is registered", operator.id));
        }
        if operator.licences.is_empty() {
            print::note("it holds no licence, so no filing of it will be in order: see --licence");
        }
        Ok(Ending::Done)
    })
}

fn list(args: &registry::Args) -> anyhow::Result<Ending> {
    args.run(async |registry| {
        let operators = registry.visit.catalogue.operators().await?;
        if args.json {
            print::line(&serde_json::to_string_pretty(&operators)?);
            return Ok(Ending::Done);
        }
        let row = |operator: &OperatorMeta| {
            let licences: Vec<&str> =
                operator.licences.iter().map(|licence| licence.technology.as_str()).collect();
            let kind = if operator.synthetic { "made up" } else { "" };
            let name = operator.names.best(&registry.country.languages).to_owned();
            [operator.id.to_string(), licences.join(" "), kind.to_owned(), name]
        };
        let rows: Vec<[String; 4]> = operators.iter().map(row).collect();
        print::table(&["id", "licences", "", "name"], &rows);
        Ok(Ending::Done)
    })
}

/// `fr=Nom` names it in French; a name without a language is in the country's first.
pub(super) fn names(given: &[String], first: &str) -> Names {
    let is_language =
        |word: &str| (2..=3).contains(&word.len()) && word.bytes().all(|b| b.is_ascii_lowercase());
    let named = given.iter().map(|text| match text.split_once('=') {
        Some((language, name)) if is_language(language) => (language.to_owned(), name.to_owned()),
        _ => (first.to_owned(), text.clone()),
    });
    Names(named.collect::<BTreeMap<_, _>>())
}

fn licence(text: &str) -> Result<Licence, String> {
    let mut parts = text.split(':');
    let technology =
        TechnologyId::from_str(parts.next().unwrap_or_default()).map_err(|word| word.to_string())?;
    let mut date = || {
        let date = parts.next().map(str::parse::<jiff::civil::Date>);
        date.transpose().map_err(|error| format!("{error}; dates look like 2025-11-07"))
    };
    let (from, until) = (date()?.unwrap_or(jiff::civil::date(2000, 1, 1)), date()?);
    if parts.next().is_some() || until.is_some_and(|until| until <= from) {
        return Err("must look like TECHNOLOGY:FROM:UNTIL, with FROM before UNTIL".to_owned());
    }
    Ok(Licence { technology, from, until })
}

fn colour(text: &str) -> Result<String, String> {
    let digits = text.strip_prefix('#').unwrap_or_default();
    let is_colour = digits.len() == 6 && digits.bytes().all(|b| b.is_ascii_hexdigit());
    if is_colour { Ok(text.to_ascii_lowercase()) } else { Err("must look like #1b9e77".to_owned()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn licences_and_names_are_read() {
        let read = licence("5g:2025-11-07:2045-01-01").expect("a licence");
        assert_eq!((read.technology.as_str(), read.from.to_string().as_str()), ("5g", "2025-11-07"));
        assert!(read.until.is_some() && licence("4g").is_ok());
        for wrong in ["", "4g:yesterday", "4g:2025-01-01:2024-01-01", "4g:2025-01-01:2026-01-01:x"] {
            assert!(licence(wrong).is_err(), "{wrong}");
        }
        let named = names(&["fr=Un".to_owned(), "A=B".to_owned()], "ar");
        assert_eq!((named.0["fr"].as_str(), named.0["ar"].as_str()), ("Un", "A=B"));
        assert!(colour("#1B9E77").is_ok() && colour("red").is_err());
    }
}
