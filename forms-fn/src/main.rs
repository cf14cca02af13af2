//! The command `forms-fn`, and the same program as a Lambda function.
//!
//! This is the only place that knows the environment, the clock and where the program runs: in
//! Lambda (`AWS_LAMBDA_RUNTIME_API` is set) it takes no arguments, and `function` reads the rest.
#![expect(clippy::disallowed_methods, reason = "the edge: environment and clock")]
// The futures of the AWS client and of the worker lie one inside the other, deeper than the compiler looks by itself.
#![recursion_limit = "256"]

#[cfg(feature = "cli")]
mod command;
#[cfg(feature = "lambda")]
mod function;
#[cfg(feature = "cli")]
mod opening;
#[cfg(any(feature = "cli", all(feature = "lambda", feature = "smtp")))]
mod post;
#[cfg(feature = "aws")]
mod table;

use std::path::Path;
use std::process::ExitCode;
use std::time::Duration;

#[cfg(feature = "cli")]
use command::reload::Publication;
#[cfg(feature = "sqlite")]
use forms_fn::installation::{self, Make};
use forms_fn::{Clock, FolderFault, FormsFolder};

/// For a write that is under way when all else has ended.
const LAST_WORDS: Duration = Duration::from_secs(1);

/// A list of ten thousand people takes a quarter less time with it. In Lambda it would only make the program larger.
#[cfg(feature = "cli")]
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

const CLOCK: Clock = Clock::System(jiff::Timestamp::now);

fn main() -> ExitCode {
    let result =
        if std::env::var_os("AWS_LAMBDA_RUNTIME_API").is_some() { start(lambda()) } else { command() };
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            eprintln!("error: {message}");
            ExitCode::FAILURE
        }
    }
}

/// One thread for the network and SQLite's own behind it: a Lambda handles one request at a time.
fn start(job: impl Future<Output = Result<(), String>>) -> Result<(), String> {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .map_err(|e| format!("cannot start: {e}"))?;
    let result = runtime.block_on(job);
    // What blocks a thread (a name that is looked up, a disk that hangs) must not keep the process alive.
    runtime.shutdown_timeout(LAST_WORDS);
    result
}

#[cfg(feature = "cli")]
fn command() -> Result<(), String> {
    use clap::Parser;
    start(command::CommandLine::parse().command.run())
}

/// What is packaged for Lambda has one command, by which `forms-fn/package` checks the folder that goes along.
#[cfg(not(feature = "cli"))]
fn command() -> Result<(), String> {
    let arguments: Vec<std::ffi::OsString> = std::env::args_os().skip(1).collect();
    match arguments.as_slice() {
        [command, folder] if command == "check-forms" => check_forms(Path::new(folder)),
        [flag] if flag == "--version" => {
            println!("forms-fn {}", forms_fn::VERSION.as_str());
            Ok(())
        }
        _ => {
            Err("this program runs in Lambda; elsewhere it can only `check-forms DIR`, because it was built \
                  without its feature `cli`"
                .to_owned())
        }
    }
}

#[cfg(feature = "cli")]
async fn serve(arguments: command::serve::ServeArguments) -> Result<(), String> {
    log();
    // Whatever may be refused comes first, so that a start that is refused leaves no folder behind.
    let (publication, forms) = Publication::open(&arguments.forms).await?;
    let post = if arguments.without_worker { None } else { Some(post::post(&arguments.data)?) };
    let listener = command::serve::socket::open(arguments.addr).await?;
    let watched = command::serve::metrics::bind(arguments.metrics).await?;
    let desk = desk(&arguments.data, arguments.table.as_deref(), arguments.make()).await?;
    warn_of_others(&arguments.data);
    let app = app_of(forms, desk).with_editor(arguments.editor);
    let app = app.behind(arguments.trusted_proxies).at_most(arguments.max_requests.into());
    command::serve::serve(listener, watched, app, publication, post).await
}

#[cfg(feature = "cli")]
async fn worker(arguments: command::worker::WorkerArguments) -> Result<(), String> {
    log();
    let (publication, forms) = Publication::open(&arguments.forms).await?;
    let desk = opening::desk(&arguments.data, arguments.table.as_deref()).await?;
    let app = app_of(forms, desk).with_editor(arguments.editor.clone());
    command::worker::work(app, publication, post::post(&arguments.data)?, &arguments).await
}

#[cfg(feature = "lambda")]
async fn lambda() -> Result<(), String> {
    log();
    function::run().await
}

#[cfg(not(feature = "lambda"))]
async fn lambda() -> Result<(), String> {
    Err("this program was built without its feature `lambda`".to_owned())
}

#[cfg(any(feature = "cli", feature = "smtp"))]
fn app_of(forms: FormsFolder, desk: forms_fn::Desk) -> forms_fn::App {
    for (form, kinds) in forms.letters_without_words() {
        let kinds = kinds.join(", ");
        tracing::warn!(
            form,
            kinds,
            "the form has no words for these letters, so nobody gets them: write them under `mails`"
        );
    }
    forms_fn::App::new(forms, desk, CLOCK)
}

/// The folder that the generator made, all of it checked.
fn forms(folder: &Path) -> Result<FormsFolder, String> {
    FormsFolder::load(folder).map_err(|faults| refused(folder, &faults))
}

/// What is merely missing makes no folder unusable, and is said.
fn check_forms(folder: &Path) -> Result<(), String> {
    tell_of_letters(&forms(folder)?);
    Ok(())
}

/// Names the letters that nobody gets since the forms have no words for them.
fn tell_of_letters(site: &FormsFolder) {
    for (form, kinds) in site.letters_without_words() {
        let kinds = kinds.join("`, `");
        eprintln!(
            "warning: `{form}` has no words for the letters `{kinds}`, so nobody gets them: write them under `mails`"
        );
    }
}

fn refused(folder: &Path, faults: &[FolderFault]) -> String {
    let lines: Vec<String> = faults.iter().map(|fault| format!("\n  {fault}")).collect();
    format!("the forms in `{}` can't be used:{}", folder.display(), lines.concat())
}

/// The store of a folder or a table of DynamoDB, with the keys that lie in the folder.
#[cfg(feature = "sqlite")]
async fn desk(data: &Path, table: Option<&str>, make: Make) -> Result<forms_fn::Desk, String> {
    let now = jiff::Timestamp::now();
    match table {
        Some(table) => on_table(table, data, make, now).await,
        None => installation::open(data, make, now).await,
    }
}

#[cfg(all(feature = "sqlite", feature = "aws"))]
use table::with_folder as on_table;

#[cfg(all(feature = "sqlite", not(feature = "aws")))]
async fn on_table(_: &str, _: &Path, _: Make, _: jiff::Timestamp) -> Result<forms_fn::Desk, String> {
    Err("this program was built without its feature `aws`".to_owned())
}

/// Others on the machine should not even see which files are there.
#[cfg(all(feature = "cli", unix))]
fn warn_of_others(data: &Path) {
    use std::os::unix::fs::PermissionsExt;
    static ONCE: std::sync::Once = std::sync::Once::new();
    let mode = data.metadata().map_or(0, |data| data.permissions().mode());
    if mode & 0o077 != 0 {
        let folder = data.display();
        ONCE.call_once(|| {
            eprintln!("warning: others on this machine can look into `{folder}`: run `chmod 700 {folder}`");
        });
    }
}

#[cfg(all(feature = "cli", not(unix)))]
fn warn_of_others(_: &Path) {}

/// One JSON object a line, on standard error.
fn log() {
    tracing_subscriber::fmt().json().with_writer(std::io::stderr).init();
}
