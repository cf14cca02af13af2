//! The commands for those who translate: how translations stand, and what was published.
#![expect(clippy::disallowed_methods, reason = "a command is where the clock is read")]

use std::path::Path;
use std::process::ExitCode;

use generator::diagnostic::{self, Diagnostic};
use generator::record;
use generator::status::{self, StatusOptions};
use jiff::Timestamp;

use super::args::{StatusArgs, StatusFormat};
use super::terminal;

/// `spaces status`, with and without `--accept`.
pub(crate) fn status(args: StatusArgs) -> Result<ExitCode, String> {
    let now = args.now.unwrap_or_else(Timestamp::now);
    let options = StatusOptions { root: args.root, lang: args.lang, now };
    if !args.accept.is_empty() {
        let changed = status::accept(&options, &args.accept, args.reviewed_by.as_deref());
        let changed = changed.map_err(|sentences| sentences.join("\nerror: "))?;
        changed.iter().for_each(|path| println!("{}", path.display()));
        return Ok(ExitCode::SUCCESS);
    }
    let format = match args.format {
        StatusFormat::Table => status::ReportFormat::Table,
        StatusFormat::Json => status::ReportFormat::Json,
        StatusFormat::Github => status::ReportFormat::Github,
    };
    let outcome = status::report(&options)?;
    print_problems(&outcome.problems, &outcome.texts);
    let Some(report) = &outcome.report else { return Ok(ExitCode::from(1)) };
    print!("{}", status::draw(report, &outcome.texts, format));
    let is_refused = args.strict && report.is_behind();
    let has_errors = diagnostic::any_error(&outcome.problems);
    Ok(if is_refused || has_errors { ExitCode::from(1) } else { ExitCode::SUCCESS })
}

/// `spaces record`.
pub(crate) fn record(root: &Path, now: Option<Timestamp>) -> Result<ExitCode, String> {
    let recorded = record::record(root, now.unwrap_or_else(Timestamp::now))?;
    print_problems(&recorded.problems, &recorded.texts);
    let Some(added) = recorded.added else {
        eprintln!("nothing was written");
        return Ok(ExitCode::from(1));
    };
    recorded.raised.iter().for_each(|(path, sequence)| println!("{path}: sequence {sequence}"));
    println!("{}", diagnostic::counted(added, "new address", "new addresses"));
    Ok(ExitCode::SUCCESS)
}

/// Problems go to standard error, so that the report can be read by a program.
fn print_problems(problems: &[Diagnostic], texts: &std::collections::BTreeMap<String, String>) {
    let color = terminal::has_colors();
    eprint!("{}", diagnostic::draw(problems, texts, diagnostic::Format::Human { color }));
}

/// Writes what a language lacks, to be filled in.
pub(crate) fn texts(root: &Path, lang: &str) -> Result<ExitCode, String> {
    let written = generator::texts::write(root, lang)?;
    let path = written.path.display();
    match written.added {
        0 if written.open > 0 => println!("{path}: nothing new; {} still to be filled in", written.open),
        0 => println!("nothing is missing in {path}"),
        1 => println!("{path}: 1 text to be filled in"),
        added => println!("{path}: {added} texts to be filled in"),
    }
    Ok(ExitCode::SUCCESS)
}
