//! What isn't well with the program itself, for stewards: nothing while all is well.

use forms::Html;
use maud::html;

use super::super::refused::Refused;
use super::super::visitor::Visitor;
use crate::accounts::Role;
use crate::app::App;
use crate::desk::Concern;

/// A line for each thing, and whether there is none.
pub(super) async fn notes(app: &App, visitor: &Visitor) -> Result<(Html, bool), Refused> {
    if !visitor.grants().any(|grant| grant.role == Role::Steward) {
        return Ok((Html::default(), true));
    }
    let (desk, now) = (&app.desk, visitor.now());
    let concerns = desk.running(now).await?.concerns(desk.is_copied(), now);
    let lines: Vec<String> = concerns.iter().map(|concern| words(visitor, *concern)).collect();
    let section = html! {
        @if !lines.is_empty() {
            h2 { (visitor.t("running.title")) } "\n"
            ul class="desk-cards" { @for line in &lines { li { p { (line) } } "\n" } } "\n"
        }
    };
    Ok((section, lines.is_empty()))
}

fn words(visitor: &Visitor, concern: Concern) -> String {
    let since = |key: &str, at| visitor.with(key, &[("when", &visitor.moment_of(None, at))]);
    match concern {
        Concern::LettersWait(at) => since("running.letters", at),
        Concern::GivenUp(number) => visitor.with("running.givenUp", &[("count", &number.to_string())]),
        Concern::WorkerIsSilent(at) => since("running.worker", at),
        Concern::NoCopySince(at) => since("running.copy", at),
        Concern::NeverCopied => visitor.t("running.copyNever"),
    }
}
