//! The `taghtia` command: sub-commands, their flags, and what they print.
//!
//! Every flag can be set as `TAGHTIA_*` in the environment, but for `--accept-catalogue`. A sub-command is a file with its arguments
//! and a `run`; nothing here knows how anything is computed. Errors end as one line with their causes.

mod audit;
mod check;
mod clock;
mod collect;
mod country;
mod demo;
mod import;
mod language;
mod log;
mod measurements;
mod openapi;
mod operator;
mod places;
mod print;
mod probe;
mod registry;
mod serve;
mod submit;
mod token;
mod withdraw;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

/// Connectivity of a country, commune by commune: what operators file, who is covered, what that means.
#[derive(Debug, Parser)]
#[command(name = "taghtia", version, about, arg_required_else_help = true, after_help = EXAMPLES)]
struct Cli {
    /// The language of reports, and of JSON where it is given. Default: that of `LC_ALL`, `LC_MESSAGES` or `LANG`, else English.
    #[arg(long, global = true, env = "TAGHTIA_LANG", value_name = "LANGUAGE", value_parser = language::read)]
    lang: Option<&'static crate::messages::Language>,
    #[command(subcommand)]
    command: Command,
}

const EXAMPLES: &str = "Examples:
  taghtia demo --data-dir .taghtia/demo
  taghtia serve --data-dir .taghtia --pack data/morocco
  taghtia check coverage.geojson --kind mobile-coverage
  taghtia submit coverage.geojson --kind mobile-coverage --operator iam --as-of 2026-06-30
  taghtia import tests.csv --format csv --source drive-tests
  taghtia places import schools.csv --list schools --name Écoles --source Ministry --licence 'CC BY 4.0' --as-of 2026-09-01
  taghtia probe --config probes.toml --once";

#[derive(Debug, Subcommand)]
enum Command {
    /// Serve the map, the API and the metrics of a data directory.
    Serve(serve::Args),
    /// Serve a demonstration: made-up operators file made-up networks through the real intake.
    Demo(demo::Args),
    /// Hand in a filing, to a server or, offline, to a data directory.
    Submit(submit::Args),
    /// Check a file as a filing would be checked; nothing is sent or kept.
    Check(check::Args),
    /// Import measurements of others: tests one by one, or aggregates.
    Import(import::Args),
    /// See who sent which measurements, take them back, keep the list of their sources.
    Measurements(measurements::Args),
    /// Places that matter (schools, health centres): import lists of them, list or remove these.
    Places(places::Args),
    /// Take a filing back, with a reason.
    Withdraw(withdraw::Args),
    /// Register operators, or list them.
    Operator(operator::Args),
    /// Issue tokens, list them, or take them back.
    Token(token::Args),
    /// Read who did what, when, from where.
    Audit(audit::Args),
    /// See whether events are recorded in the future, and put them right.
    Clock(clock::Args),
    /// Run the checks of a probe: once, or at their intervals with a page of metrics.
    Probe(probe::Args),
    /// See how collectors fare, or let them fetch now.
    Collect(collect::Args),
    /// Make, prove or summarise a country pack.
    Country(country::Args),
    /// Print the description of the API.
    #[command(name = "openapi")]
    OpenApi(openapi::Args),
}

/// What a sub-command ended as, where that is no error.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Ending {
    /// All is well.
    Done,
    /// The file was read and refused, or a check did not succeed.
    Refused,
}

/// Runs the command line of this process.
pub fn main() -> ExitCode {
    let cli = Cli::parse();
    language::keep(cli.lang);
    let outcome = match cli.command {
        Command::Serve(args) => serve::run(args),
        Command::Demo(args) => demo::run(args),
        Command::Submit(args) => submit::run(args),
        Command::Check(args) => check::run(&args),
        Command::Import(args) => import::run(&args),
        Command::Measurements(args) => measurements::run(&args),
        Command::Places(args) => places::run(&args),
        Command::Withdraw(args) => withdraw::run(&args),
        Command::Operator(args) => operator::run(&args),
        Command::Token(args) => token::run(&args),
        Command::Audit(args) => audit::run(&args),
        Command::Clock(args) => clock::run(&args),
        Command::Probe(args) => probe::run(&args),
        Command::Collect(args) => collect::run(&args),
        Command::Country(args) => country::run(&args),
        Command::OpenApi(args) => openapi::run(&args),
    };
    match outcome {
        Ok(Ending::Done) => ExitCode::SUCCESS,
        Ok(Ending::Refused) => ExitCode::from(1),
        Err(error) => {
            print::error(&error);
            ExitCode::from(2)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory;

    #[test]
    fn the_command_line_is_well_formed() {
        Cli::command().debug_assert();
    }

    #[test]
    fn every_flag_can_be_set_in_the_environment() {
        let cli = Cli::command();
        let all = cli
            .get_subcommands()
            .flat_map(|command| std::iter::once(command).chain(command.get_subcommands()))
            .flat_map(|command| std::iter::once(command).chain(command.get_subcommands()));
        for command in all {
            for flag in command.get_arguments().filter(|flag| flag.get_long().is_some()) {
                // --accept-catalogue is for one start; in the environment it would take any catalogue for ever.
                if matches!(flag.get_id().as_str(), "help" | "version" | "accept_catalogue") {
                    continue;
                }
                let variable = flag.get_env().and_then(|name| name.to_str()).unwrap_or_default();
                assert!(variable.starts_with("TAGHTIA_"), "{} --{}", command.get_name(), flag.get_id());
            }
        }
    }
}
