//! `forms-fn register`: an organiser fills in the form for somebody, usually on the telephone.

use std::collections::BTreeSet;
use std::path::PathBuf;

use forms::{Definition, Kind, Values};
use forms_fn::office::{NewRegistration, nearest, register};
use forms_fn::{Action, Answered, FormsFolder};

use super::office::{ScopeArguments, StoreArguments, WhoArguments};
use super::site::SiteArguments;
use super::{output, questions};

#[derive(Debug, clap::Args)]
pub(crate) struct RegisterArguments {
    /// Id of the form; without it, the form of the event
    #[arg(long)]
    form: Option<String>,
    /// Id of the event that the person comes to, as `forms-fn events` shows it; left away for a form without events
    #[arg(long)]
    event: Option<String>,
    /// Show the questions of the form, with the names and values that --answer takes, and store nothing
    #[arg(long, conflicts_with = "answers")]
    questions: bool,
    /// One answer, by the name of its question; again for each, also for each choice of one question
    #[arg(long = "answer", value_name = "NAME=VALUE", value_parser = answer, required_unless_present = "questions")]
    answers: Vec<(String, String)>,
    /// Language of the person; with --questions, of the questions
    #[arg(long, default_value = "en")]
    lang: String,
    /// Folder of the database and the keys
    #[arg(long, value_name = "DIR", required_unless_present = "questions")]
    data: Option<PathBuf>,
    /// Table of DynamoDB to use instead of the database; AWS_REGION and credentials stand in the environment
    #[arg(long, value_name = "NAME")]
    table: Option<String>,
    #[command(flatten)]
    site: SiteArguments,
    #[command(flatten)]
    who: WhoArguments,
    #[command(flatten)]
    scope: ScopeArguments,
}

fn answer(text: &str) -> Result<(String, String), String> {
    let words = "an answer is NAME=VALUE: full_name=Amal; the names are shown by `forms-fn register --questions` with --event \
                 or --form";
    let (name, value) = text.split_once('=').ok_or(words)?;
    Ok((name.trim().to_owned(), value.to_owned()))
}

/// Stores the answers by the same rules as the form on the page. The same answers twice are one registration.
pub(crate) async fn register(arguments: RegisterArguments) -> Result<(), String> {
    let site = arguments.site.needed()?;
    let form = form(&arguments, &site)?;
    let definition = known(&arguments, &site, &form)?;
    if arguments.questions {
        let facts = arguments.event.as_ref().map(|_| facts(&arguments, &site));
        let text = questions::all(definition, &arguments.lang, facts.as_ref());
        return output::told(output::print(text.as_bytes()));
    }
    let store = StoreArguments {
        data: arguments.data.clone().ok_or("say where the store is with --data")?,
        table: arguments.table.clone(),
    };
    let access = arguments.who.access(Action::Register, arguments.scope.scope())?;
    let submission = checked(&arguments, &site, definition)?;
    let office = store.office(|| Ok(Some(site))).await?;
    let new =
        NewRegistration { submission: &submission, event: arguments.event.as_deref(), lang: &arguments.lang };
    let answered = office.register(&access, new).await;
    output::show(answered, |answered| {
        say(answered);
        Ok(())
    })
    .await
}

fn say(answered: &Answered) {
    let position = answered.position.map(|position| format!(", number {position} on the list"));
    let (reference, status) = (&answered.reference, answered.status.as_str());
    output::tell(&format!("{reference} is {status}{}\n", position.unwrap_or_default()));
}

/// The id of the form: the one that is named, the event's, or the only one.
fn form(arguments: &RegisterArguments, site: &FormsFolder) -> Result<String, String> {
    if let Some(form) = &arguments.form {
        return Ok(form.clone());
    }
    let (manifest, forms) = (site.manifest(), &site.manifest().forms);
    match &arguments.event {
        Some(event) => match manifest.events.get(event) {
            Some(info) => {
                info.form.clone().ok_or_else(|| format!("nobody can register for `{event}`: it has no form"))
            }
            None => Err(register::no_event(site, event).words().to_owned()),
        },
        None if forms.len() == 1 => Ok(forms.first().cloned().unwrap_or_default()),
        None => {
            let forms: Vec<&str> = forms.iter().map(String::as_str).collect();
            Err(format!(
                "say which event with --event, or which form with --form: {}",
                nearest::names(&forms)
            ))
        }
    }
}

/// The form itself, in a language that the site has.
fn known<'s>(
    arguments: &RegisterArguments,
    site: &'s FormsFolder,
    form: &str,
) -> Result<&'s Definition, String> {
    let no_form = || register::no_form(site, form).words().to_owned();
    let definition = site.definition(form).ok_or_else(no_form)?;
    let languages: BTreeSet<&str> = site.manifest().languages.iter().map(|info| info.id.as_str()).collect();
    if !languages.contains(arguments.lang.as_str()) {
        return Err(nearest::no_language(&arguments.lang, &languages));
    }
    Ok(definition)
}

/// What is true of the event.
fn facts(arguments: &RegisterArguments, site: &FormsFolder) -> forms::Facts {
    let event = arguments.event.as_deref().and_then(|event| site.manifest().events.get(event));
    event.map(|event| event.facts.clone()).unwrap_or_default()
}

/// The answers by the rules of the form, or every fault of them.
fn checked(
    arguments: &RegisterArguments,
    site: &FormsFolder,
    definition: &Definition,
) -> Result<forms::Submission, String> {
    let mut values = Values::new();
    for (name, value) in &arguments.answers {
        values.insert(name.as_str(), value.as_str());
    }
    // What --lang says needn't be answered again.
    for field in definition.fields.iter().filter(|field| matches!(field.kind, Kind::Language { .. })) {
        if values.all(&field.name).is_empty() {
            values.insert(field.name.as_str(), arguments.lang.as_str());
        }
    }
    definition.check(&values, &facts(arguments, site)).map_err(|errors| {
        let lines: String =
            errors.iter().map(|error| questions::mend(site, definition, error, &values)).collect();
        format!(
            "the form doesn't take these answers:{lines}\n  hint: all questions: forms-fn register --form {} --questions",
            definition.id
        )
    })
}
