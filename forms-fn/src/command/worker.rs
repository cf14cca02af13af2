//! `forms-fn worker`: the work that needs no request, once or again and again; may run beside `serve`.

use std::io::Write;
use std::path::PathBuf;
use std::time::Duration;

use super::reload::Publication;
use forms_fn::worker::{self, Post, Report};
use forms_fn::{App, Editor};

#[derive(Debug, clap::Args)]
pub(crate) struct WorkerArguments {
    /// Folder of the database and the keys
    #[arg(long, value_name = "DIR")]
    pub(crate) data: PathBuf,
    /// Table of DynamoDB to use instead of the database; AWS_REGION and credentials stand in the environment
    #[arg(long, value_name = "NAME")]
    pub(crate) table: Option<String>,
    /// Folder `forms` of the built site; a newer one is taken as soon as it is there, and on SIGHUP
    #[arg(long, value_name = "DIR")]
    pub(crate) forms: PathBuf,
    /// Where `spaces edit` runs, such as `https://edit.example.org`: pages and letters lead whoever writes there
    #[arg(long, value_name = "ORIGIN", value_parser = Editor::elsewhere)]
    pub(crate) editor: Option<Editor>,
    /// Do what is due now, and end
    #[arg(long, conflicts_with = "every")]
    pub(crate) once: bool,
    /// How long to wait between two looks: `30s`, `5m`
    #[arg(long, value_name = "TIME", default_value = "30s", value_parser = duration)]
    pub(crate) every: Duration,
}

/// Works until the process is asked to stop, or until nothing is due any more.
pub(crate) async fn work(
    app: App,
    publication: Publication,
    post: Post,
    arguments: &WorkerArguments,
) -> Result<(), String> {
    if !arguments.once {
        super::manager::ready();
        tokio::spawn(publication.follow(app.clone()));
        worker::run(app, post, arguments.every, super::serve::stop()).await;
        return Ok(());
    }
    loop {
        let report = worker::tick(&app, &post, jiff::Timestamp::now()).await;
        say(&words(&report));
        if report.clock_doubted {
            say(
                "the clock is far beyond the last pass, so nothing was deleted; if it is right, run `forms-fn confirm-clock`",
            );
        }
        if report.failures > 0 {
            return Err(format!("{} pieces of work failed; they are tried again next time", report.failures));
        }
        if !report.more {
            return Ok(());
        }
    }
}

/// The work goes on whether or not somebody reads this.
fn say(words: &str) {
    drop(writeln!(std::io::stdout(), "{words}"));
}

fn words(report: &Report) -> String {
    let Report { duties, offered, told, reminded, digests, sent, put_off, dead, .. } = report;
    format!(
        "{duties} due, {offered} seats offered, {told} told of changes, {reminded} reminded, {digests} overviews, \
         {sent} messages sent, {put_off} put off, {dead} given up"
    )
}

fn duration(text: &str) -> Result<Duration, String> {
    let span: jiff::SignedDuration = text.parse().map_err(|e| format!("{e}"))?;
    let duration = Duration::try_from(span).map_err(|_| "it must not be negative".to_owned())?;
    if duration.is_zero() { Err("it must be longer than nothing".to_owned()) } else { Ok(duration) }
}
