//! What is given by an option or asked for, and which answers will do.

use std::io::{self, BufRead, Write};

use clap::CommandFactory as _;
use clap::error::ErrorKind;

use crate::cli::ask::{Asker, Check};
use crate::cli::{Arguments, Failure};
use crate::config;
use crate::diagnostic::did_you_mean;
use crate::model::date::Edtf;
use crate::model::document::ActorKind;

/// What must be there: given, or asked for; where nobody can be asked, its lack is an error of the command line.
pub fn required<R: BufRead, W: Write>(
    command: &str,
    argument: &str,
    given: Option<&str>,
    asker: &mut Option<Asker<R, W>>,
    question: &str,
    check: Check<'_>,
) -> Result<String, Failure> {
    match (given, asker) {
        (Some(given), _) => Ok(given.to_owned()),
        (None, Some(asker)) => asker.ask(question, None, check).map_err(unanswered),
        (None, None) => missing(command, argument),
    }
}

/// What may be there; nothing where it was not given and nobody can be asked.
pub fn optional<R: BufRead, W: Write>(
    given: Option<&str>,
    asker: &mut Option<Asker<R, W>>,
    question: &str,
    default: &str,
    check: Check<'_>,
) -> Result<Option<String>, Failure> {
    match (given, asker) {
        (None, Some(asker)) => asker.ask(question, Some(default), check).map(Some).map_err(unanswered),
        (given, _) => Ok(given.map(str::to_owned)),
    }
}

fn unanswered(error: io::Error) -> Failure {
    Failure(format!("{error}, and nothing was written; give all by options, or say `--yes`"))
}

fn missing(command: &str, argument: &str) -> ! {
    let mut all = Arguments::command();
    all.build();
    let own = all.find_subcommand_mut("new").and_then(|new| new.find_subcommand_mut(command));
    let own = own.expect("the command was parsed a moment ago");
    own.error(
        ErrorKind::MissingRequiredArgument,
        format!("the following required arguments were not provided:\n  {argument}"),
    )
    .exit()
}

pub fn anything(_: &str) -> Result<(), String> {
    Ok(())
}

pub fn something(answer: &str) -> Result<(), String> {
    if answer.is_empty() { Err("write something".to_owned()) } else { Ok(()) }
}

pub fn address(answer: &str) -> Result<(), String> {
    if answer.is_empty() {
        return Ok(());
    }
    config::base_url(answer)
        .map(drop)
        .map_err(|why| format!("this {why}; an address is such as https://example.org/briefings/"))
}

pub fn kind(answer: &str) -> Result<(), String> {
    let near = || did_you_mean(answer, ActorKind::WORDS.iter().copied());
    let known = ActorKind::from_word(answer).map(drop);
    known.ok_or_else(|| near().unwrap_or_else(|| format!("write one of {}", ActorKind::WORDS.join(", "))))
}

pub fn edtf(answer: &str) -> Result<(), String> {
    Edtf::parse(answer).map(drop).map_err(|error| format!("{}; {}", error.message, error.help))
}
