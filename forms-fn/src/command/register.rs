//! `forms-fn register`: an organiser fills in the form for somebody, usually on the telephone.

use std::collections::BTreeSet;
use std::path::PathBuf;

use forms::{About, Definition, Kind, Values};
use forms_fn::{Action, Answered, Audit, FormsFolder, Nonce, Outcome, Registration, Terms};
use jiff::Timestamp;

use super::door::{self, Stop};
use super::site::SiteArguments;
use super::store::StoreArguments;
use super::who::WhoArguments;
use super::{nearest, output, questions};

#[derive(Debug, clap::Args)]
pub(crate) struct Arguments {
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
}

fn answer(text: &str) -> Result<(String, String), String> {
    let words = "an answer is NAME=VALUE: full_name=Amal; the names are shown by `forms-fn register --questions` with --event \
                 or --form";
    let (name, value) = text.split_once('=').ok_or(words)?;
    Ok((name.trim().to_owned(), value.to_owned()))
}

/// Stores the answers by the same rules as the form on the page. The same answers twice are one registration.
pub(crate) async fn register(arguments: Arguments) -> Result<(), String> {
    let site = arguments.site.needed()?;
    let form = form(&arguments, &site)?;
    if arguments.questions {
        let definition = known(&arguments, &site, &form)?;
        let facts = arguments.event.as_ref().map(|_| facts(&arguments, &site));
        let text = questions::all(definition, &arguments.lang, facts.as_ref());
        return door::told(output::print(text.as_bytes()));
    }
    let store = StoreArguments {
        data: arguments.data.clone().ok_or("say where the store is with --data")?,
        table: arguments.table.clone(),
    };
    let event = arguments.event.clone();
    let entry = Audit { form: Some(form.clone()), event, ..arguments.who.entry(Action::Register)? };
    door::organise(&store, entry, async |organiser| {
        let (definition, terms) = target(&arguments, &site, &form, organiser.now).map_err(Stop::Refused)?;
        let submission = checked(&arguments, &site, definition).map_err(Stop::Refused)?;
        let registration = Registration {
            submission: &submission,
            definition,
            terms: terms.as_ref(),
            lang: &arguments.lang,
            nonce: Nonce::fingerprint(arguments.event.as_deref(), &submission),
            doubts: Vec::new(),
            marks: Vec::new(),
            draws: Vec::new(),
        };
        let answered = match organiser.desk.register(&registration, organiser.now).await? {
            Outcome::Stored(answered) => answered,
            Outcome::Full => {
                let words = "all places are taken, and there is no waiting list: nothing was stored";
                return Err(Stop::Refused(words.to_owned()));
            }
            Outcome::CalledOff => {
                return Err(Stop::Refused("the event is called off: nothing was stored".to_owned()));
            }
        };
        organiser.entry.reference = Some(answered.reference.clone());
        organiser.entry.count = 1;
        // Whoever is on the telephone now needs no call about it.
        organiser.desk.called(&answered.reference, None, organiser.now).await?;
        say(&answered);
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
fn form(arguments: &Arguments, site: &FormsFolder) -> Result<String, String> {
    if let Some(form) = &arguments.form {
        return Ok(form.clone());
    }
    let (manifest, forms) = (site.manifest(), &site.manifest().forms);
    match &arguments.event {
        Some(event) => match manifest.events.get(event) {
            Some(info) => {
                info.form.clone().ok_or_else(|| format!("nobody can register for `{event}`: it has no form"))
            }
            None => Err(no_event(event, site)),
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

fn no_event(event: &str, site: &FormsFolder) -> String {
    let mut words = format!("the site has no event `{event}`");
    let events: Vec<&str> = site.manifest().events.keys().map(String::as_str).collect();
    match nearest::nearest(event, &events) {
        Some(near) => words += &format!("\n  hint: did you mean `{near}`?"),
        None => words += "\n  hint: `forms-fn events` shows all",
    }
    words
}

/// The form itself, in a language that the site has.
fn known<'s>(arguments: &Arguments, site: &'s FormsFolder, form: &str) -> Result<&'s Definition, String> {
    let definition = site.definition(form).ok_or_else(|| {
        let forms: Vec<&str> = site.manifest().forms.iter().map(String::as_str).collect();
        format!("the site has no form `{form}`\n  hint: there are {}", nearest::names(&forms))
    })?;
    let languages: BTreeSet<&str> = site.manifest().languages.iter().map(|info| info.id.as_str()).collect();
    if !languages.contains(arguments.lang.as_str()) {
        return Err(nearest::no_language(&arguments.lang, &languages));
    }
    Ok(definition)
}

/// What is true of the event.
fn facts(arguments: &Arguments, site: &FormsFolder) -> forms::Facts {
    let event = arguments.event.as_deref().and_then(|event| site.manifest().events.get(event));
    event.map(|event| event.facts.clone()).unwrap_or_default()
}

/// The form, and the event that has not begun yet.
fn target<'s>(
    arguments: &Arguments,
    site: &'s FormsFolder,
    form: &str,
    now: Timestamp,
) -> Result<(&'s Definition, Option<Terms>), String> {
    let definition = known(arguments, site, form)?;
    let event = arguments.event.as_deref();
    let terms = event.and_then(|event| site.terms(event));
    match (&terms, event, definition.about) {
        (None, Some(event), _) => Err(no_event(event, site)),
        (None, None, About::Event) => {
            Err("say for which event with --event: `forms-fn events` shows them".to_owned())
        }
        (Some(terms), ..) if terms.cancelled => {
            Err(format!("the site says that `{}` is cancelled: nothing was stored", terms.event))
        }
        (Some(terms), ..) if terms.has_no_date() => Err(format!(
            "the site says that `{}` is postponed: register when it has its new date",
            terms.event
        )),
        (Some(terms), ..) if now >= terms.starts => Err(format!("`{}` has begun", terms.event)),
        _ => Ok((definition, terms)),
    }
}

/// The answers by the rules of the form, or every fault of them.
fn checked(
    arguments: &Arguments,
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
