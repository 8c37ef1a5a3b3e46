//! `taghtia token`: who holds a key. A token's text goes to standard output once and is kept nowhere.

use anyhow::{Context, bail};
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use serde_json::json;

use super::{Ending, print, registry};
use crate::catalogue::{NewToken, Revocation, TokenRecord};
use crate::country::Levels;
use crate::country::pack::outlines;
use crate::domain::{OperatorId, ProbeId, Recorded, Role, SourceId, TerritoryCode, TokenId, TokenScope};

/// Tokens: keys to file, to measure, to administer.
#[derive(Debug, Clone, clap::Args)]
pub(super) struct Args {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Clone, clap::Subcommand)]
enum Command {
    /// Issue a token; its text is printed once, on standard output.
    Issue(Issue),
    /// List the tokens; their texts are not known.
    List(registry::Args),
    /// Take tokens back, at once.
    Revoke(Revoke),
}

#[derive(Debug, Clone, clap::Args)]
#[command(after_help = "Examples:
  taghtia token issue --role operator --operator iam --name 'radio planning' --expires 90d
  TAGHTIA_TOKEN=$(taghtia token issue --role admin --name tour) taghtia submit ...
  taghtia token issue --role probe --name rabat-office --source office-probes --probe rabat-1 --probe rabat-2
  taghtia token issue --role probe --name app-2027 --source app --namespace 4fK2mQ9x

A probe's token writes to the sources it is bound to; without --source, to the one it is called after (or, where
it has no name, or its name is no source's, to the one called after its id in small letters). Its tests are named among its own: another token of the
same source may use the same test ids. A token that takes another's place goes on with --namespace.

Works while a server runs on the data directory; the server takes the token at once.")]
struct Issue {
    /// What it is for: operator, probe, planner or admin.
    #[arg(long, env = "TAGHTIA_ROLE")]
    role: Role,
    /// The operator it acts for, of role operator; of role probe, one its tests may be of, once for each.
    #[arg(long, env = "TAGHTIA_OPERATOR", value_delimiter = ',')]
    operator: Vec<OperatorId>,
    /// A source it may write to, of role probe; once for each.
    #[arg(long, env = "TAGHTIA_SOURCE", value_delimiter = ',')]
    source: Vec<SourceId>,
    /// A probe its tests may be of, of role probe; once for each.
    #[arg(long, env = "TAGHTIA_PROBE", value_delimiter = ',')]
    probe: Vec<ProbeId>,
    /// A territory its tests may be made in, of role probe; once for each.
    #[arg(long, env = "TAGHTIA_PLACE", value_delimiter = ',')]
    place: Vec<TerritoryCode>,
    /// The earlier token whose test ids it goes on with, of role probe: its eight letters.
    #[arg(long, env = "TAGHTIA_NAMESPACE")]
    namespace: Option<TokenId>,
    /// Who will hold it; by default the operator's id or the role.
    #[arg(long, env = "TAGHTIA_NAME")]
    name: Option<String>,
    /// How long it is in force: 12h, 90d, 26w, or a last day such as 2027-06-30.
    #[arg(long, env = "TAGHTIA_EXPIRES", default_value = "180d")]
    expires: String,
    #[command(flatten)]
    registry: registry::Args,
}

#[derive(Debug, Clone, clap::Args)]
struct Revoke {
    /// Their ids: the eight letters after `tgh_`, as in `taghtia token list`.
    #[arg(required = true)]
    ids: Vec<TokenId>,
    #[command(flatten)]
    registry: registry::Args,
}

/// Runs the command.
pub(super) fn run(args: &Args) -> anyhow::Result<Ending> {
    match &args.command {
        Command::Issue(args) => issue(args),
        Command::List(args) => list(args),
        Command::Revoke(args) => revoke(args),
    }
}

fn issue(args: &Issue) -> anyhow::Result<Ending> {
    args.registry.run(async |registry| {
        let catalogue = &registry.visit.catalogue;
        let operators = catalogue.operators().await?;
        for wanted in &args.operator {
            if !operators.iter().any(|known| known.id == *wanted) {
                let known: Vec<&str> = operators.iter().map(|known| known.id.as_str()).collect();
                bail!("operator {wanted} is not registered; known are {}", known.join(", "));
            }
        }
        let is_probe = args.role == Role::Probe;
        let operator = match args.operator.as_slice() {
            [] => None,
            _ if is_probe => None,
            [one] => Some(one.clone()),
            _ => bail!("a token of role {} is of one operator at most", args.role),
        };
        let default_name = operator.as_ref().map_or(args.role.as_str(), OperatorId::as_str);
        let zone = TimeZone::get(&registry.country.time_zone).unwrap_or(TimeZone::UTC);
        let new = NewToken {
            role: args.role,
            scope: TokenScope {
                sources: args.source.clone(),
                operators: if is_probe { args.operator.clone() } else { Vec::new() },
                probes: args.probe.clone(),
                places: places(args, &registry.country.levels)?,
            },
            continues: args.namespace.clone(),
            name: args.name.clone().unwrap_or_else(|| default_name.to_owned()),
            expires: Recorded(expiry(&args.expires, crate::domain::clock::wall(), &zone)?),
            operator,
        };
        let (text, token) = catalogue.issue_token(&new, &registry.actor).await?;
        if args.registry.json {
            let mut answer = serde_json::to_value(&token)?;
            answer["token"] = json!(text);
            print::line(&serde_json::to_string_pretty(&answer)?);
        } else {
            print::line(&text);
        }
        print::note(&format!(
            "token {} of {}, in force until {:.0}; it cannot be shown again",
            token.id,
            holder(&token),
            token.expires.0
        ));
        if is_probe {
            print::note(&format!("it may write to {}", list_of(&token.scope.sources)));
        }
        Ok(Ending::Done)
    })
}

fn list(args: &registry::Args) -> anyhow::Result<Ending> {
    args.run(async |registry| {
        let tokens = registry.visit.catalogue.tokens().await?;
        if args.json {
            print::line(&serde_json::to_string_pretty(&tokens)?);
            return Ok(Ending::Done);
        }
        let now = Recorded(crate::domain::clock::wall());
        let row = |token: &TokenRecord| {
            let state = match token.revoked {
                Some(at) => format!("revoked {:.0}", at.0),
                None if token.expires <= now => format!("expired {:.0}", token.expires.0),
                None => format!("until {:.0}", token.expires.0),
            };
            let used = token.last_used.map_or_else(|| "never".to_owned(), |at| format!("{:.0}", at.0));
            let operator = match &token.operator {
                Some(operator) => operator.to_string(),
                None => bound(&token.scope),
            };
            [token.id.to_string(), token.role.to_string(), operator, state, used, token.name.clone()]
        };
        let rows: Vec<[String; 6]> = tokens.iter().map(row).collect();
        if rows.is_empty() {
            print::note("no token was issued yet: see taghtia token issue --help");
        }
        print::table(&["id", "role", "bound to", "in force", "last used", "name"], &rows);
        Ok(Ending::Done)
    })
}

fn revoke(args: &Revoke) -> anyhow::Result<Ending> {
    args.registry.run(async |registry| {
        let mut done = Vec::new();
        for id in &args.ids {
            match registry.visit.catalogue.revoke_token(id, &registry.actor).await? {
                Revocation::Done(token) => {
                    print::note(&format!("token {id} of {} is revoked", holder(&token)));
                    done.push(token);
                }
                Revocation::Already(token) => {
                    print::note(&format!("token {id} of {} was revoked before", holder(&token)));
                    done.push(token);
                }
                Revocation::Unknown => bail!("there is no token {id}: see taghtia token list"),
            }
        }
        if args.registry.json {
            print::line(&serde_json::to_string_pretty(&done)?);
        }
        Ok(Ending::Done)
    })
}

fn list_of<T: ToString>(ids: &[T]) -> String {
    ids.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ")
}

/// What a probe's token is bound to, in a column.
fn bound(scope: &TokenScope) -> String {
    let lists = [
        ("operator", list_of(&scope.operators)),
        ("probe", list_of(&scope.probes)),
        ("place", list_of(&scope.places)),
    ];
    let narrowed = lists.iter().filter(|(_, list)| !list.is_empty());
    let narrowed = narrowed.map(|(what, list)| format!("{what} {list}"));
    std::iter::once(list_of(&scope.sources)).chain(narrowed).collect::<Vec<_>>().join("; ")
}

/// The territories of the pack that a token is bound to.
fn places(args: &Issue, levels: &Levels) -> anyhow::Result<Vec<TerritoryCode>> {
    if args.place.is_empty() {
        return Ok(Vec::new());
    }
    let mut missing: Vec<TerritoryCode> = args.place.clone();
    for level in levels.chain() {
        // Base units take a moment to read: only where a code is none of the larger territories.
        if !missing.is_empty() {
            let known = outlines(&args.registry.pack, levels, level)?;
            missing.retain(|place| !known.iter().any(|(code, _)| code == place));
        }
    }
    if missing.is_empty() {
        return Ok(args.place.clone());
    }
    let missing = list_of(&missing);
    let files: Vec<&str> = levels.chain().filter_map(|level| levels.file(level)).collect();
    let expected = files.join(", ");
    bail!("the pack has no territory {missing}: give codes of {expected}")
}

fn holder(token: &TokenRecord) -> String {
    match &token.operator {
        Some(operator) => format!("{:?} ({} {operator})", token.name, token.role),
        None => format!("{:?} ({})", token.name, token.role),
    }
}

/// `90d` from now, or the end of a day where the country is.
fn expiry(text: &str, now: Timestamp, zone: &TimeZone) -> anyhow::Result<Timestamp> {
    let at = if let Ok(day) = text.parse::<jiff::civil::Date>() {
        zone.to_timestamp(day.tomorrow()?.at(0, 0, 0, 0))?
    } else {
        let hours = match text.char_indices().last() {
            Some((_, 'h')) => 1,
            Some((_, 'd')) => 24,
            Some((_, 'w')) => 7 * 24,
            _ => 0,
        };
        let number = text.trim_end_matches(['h', 'd', 'w']).parse::<i64>().ok().filter(|_| hours > 0);
        let number = number.with_context(|| {
            format!("{text:?} is no time to be in force: 12h, 90d, 26w, or a last day such as 2027-06-30")
        })?;
        let hours = number.checked_mul(hours).context("that is too long")?;
        now.checked_add(SignedDuration::from_hours(hours)).context("that is too long")?
    };
    if at <= now {
        bail!("{text:?} is over already: a token must be in force for some time");
    }
    Ok(at)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn expiries_are_spans_or_last_days() {
        let now: Timestamp = "2026-11-24T10:00:00Z".parse().expect("an instant");
        let zone = TimeZone::fixed(jiff::tz::offset(1));
        let at = |text: &str| expiry(text, now, &zone).map(|at| at.to_string());
        assert_eq!(at("90d").expect("a span"), "2027-02-22T10:00:00Z");
        assert_eq!(at("12h").expect("a span"), "2026-11-24T22:00:00Z");
        assert_eq!(at("2026-11-24").expect("a day"), "2026-11-24T23:00:00Z", "to the end of the day");
        for wrong in ["", "d", "90", "soon", "-1d", "0d", "2026-11-23", "99999999999999999w", "9999999w"] {
            assert!(at(wrong).is_err(), "{wrong}");
        }
    }
}
