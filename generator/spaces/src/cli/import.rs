//! `spaces import`: a site of another program, what our check says of it, and where it lies now.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Args, ValueEnum};
use generator::diagnostic::{Diagnostic, Severity, counted};
use import::{ImportOptions, Left, Program, Staged};
use jiff::Timestamp;

pub(crate) const IMPORT_HELP: &str = "Examples:\n  spaces import hugo ../old --out site\n  spaces import zola ../old --languages en,da\n\nThe old site is only read. What couldn't be taken stands in OUT/import-report.md, each with file and line, and so does what\n`spaces check` says of the new site.\n\nExit status: 0 made and without errors, 1 made with errors that are left to mend, or not made; 2 wrong use.";

/// What made the old site.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub(crate) enum OldProgram {
    /// Hugo
    Hugo,
    /// Zola
    Zola,
}

/// What to take over.
#[derive(Debug, Args)]
pub(crate) struct ImportArgs {
    /// The program that the site was made with
    #[arg(value_name = "PROGRAM")]
    program: OldProgram,
    /// Its folder, with its settings and `content`
    #[arg(value_name = "DIR")]
    root: PathBuf,
    /// The new folder; it isn't there yet, or is empty
    #[arg(long, value_name = "DIR", default_value = "site")]
    out: PathBuf,
    /// Take only these languages
    #[arg(long, value_name = "LANG,…", value_delimiter = ',')]
    languages: Vec<String>,
}

/// Takes it over and says what became of it.
pub(crate) fn import(args: ImportArgs, now: Timestamp) -> Result<ExitCode, String> {
    let program = match args.program {
        OldProgram::Hugo => Program::Hugo,
        OldProgram::Zola => Program::Zola,
    };
    let options = ImportOptions { program, root: args.root, out: args.out, languages: args.languages };
    let mut staged = import::stage(&options)?;
    let produced = staged.tame(now)?;
    let texts = &produced.texts;
    let is_error = |problem: &&Diagnostic| problem.severity == Severity::Error;
    let errors = produced.diagnostics.iter().filter(is_error).count();
    let summary = summary(&staged, errors, produced.diagnostics.len() - errors);
    let report = staged.finish(&left(&produced.diagnostics, texts))?;
    println!("{summary}");
    println!("{} says what couldn't be taken, and where", report.display());
    Ok(if errors == 0 { ExitCode::SUCCESS } else { ExitCode::from(1) })
}

fn summary(staged: &Staged, errors: usize, warnings: usize) -> String {
    let counts = &staged.counts;
    let lost = staged.losses.len();
    format!(
        "{} read, {} taken as {}; {} beside them; {} that couldn't be taken as they were; {} and {} left to mend",
        counted(counts.read, "page", "pages"),
        counts.taken,
        counted(counts.documents, "document", "documents"),
        counted(counts.files, "file", "files"),
        counted(lost, "thing", "things"),
        counted(errors, "error", "errors"),
        counted(warnings, "warning", "warnings"),
    )
}

/// The problems by their kinds, errors first.
fn left(problems: &[Diagnostic], texts: &BTreeMap<String, String>) -> Vec<Left> {
    let mut kinds: BTreeMap<(bool, &str), Vec<String>> = BTreeMap::new();
    for problem in problems {
        let is_error = problem.severity == Severity::Error;
        let line = problem.span.as_ref().zip(texts.get(&problem.path)).map(|(span, text)| {
            let before = text.get(..span.start).unwrap_or_default();
            format!(":{}", before.matches('\n').count() + 1)
        });
        let place = format!("{}{}: {}", problem.path, line.unwrap_or_default(), problem.message);
        kinds.entry((!is_error, problem.code.as_str())).or_default().push(place);
    }
    let left = |((is_warning, code), places): ((bool, &str), Vec<String>)| Left {
        code: code.to_owned(),
        is_error: !is_warning,
        places,
    };
    kinds.into_iter().map(left).collect()
}
