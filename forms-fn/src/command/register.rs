//! `forms-fn register`: an organiser fills in the form for somebody, usually on the telephone.

use std::collections::BTreeSet;

use forms::{About, Definition, Kind, Values};
use forms_fn::{Action, Answered, Audit, FormsFolder, Nonce, Outcome, Registration, Terms};
use jiff::Timestamp;

use super::door::{self, Stop};
use super::site::{SiteArguments, WhichArguments};
use super::store::StoreArguments;
use super::who::WhoArguments;
use super::{nearest, output};

/// The language of our own words.
const OURS: &str = "en";

#[derive(Debug, clap::Args)]
pub(crate) struct Arguments {
    #[command(flatten)]
    which: WhichArguments,
    /// One answer, by the name of its question; again for each, also for each choice of one question
    #[arg(long = "answer", value_name = "NAME=VALUE", value_parser = answer, required = true)]
    answers: Vec<(String, String)>,
    /// Language of the person
    #[arg(long, default_value = "en")]
    lang: String,
    #[command(flatten)]
    store: StoreArguments,
    #[command(flatten)]
    site: SiteArguments,
    #[command(flatten)]
    who: WhoArguments,
}

fn answer(text: &str) -> Result<(String, String), String> {
    let (name, value) = text.split_once('=').ok_or("an answer is NAME=VALUE: full_name=Amal")?;
    Ok((name.trim().to_owned(), value.to_owned()))
}

/// Stores the answers by the same rules as the form on the page. The same answers twice are one registration.
pub(crate) async fn register(arguments: Arguments) -> Result<(), String> {
    let site = arguments.site.needed()?;
    let form = arguments.which.form(Some(&site))?;
    let event = arguments.which.event.clone();
    let entry = Audit { form: Some(form.clone()), event, ..arguments.who.entry(Action::Register)? };
    door::organise(&arguments.store, entry, async |organiser| {
        let (definition, terms) = target(&arguments, &site, &form, organiser.now).map_err(Stop::Refused)?;
        let submission = checked(&arguments, &site, definition).map_err(Stop::Refused)?;
        let registration = Registration {
            submission: &submission,
            definition,
            terms: terms.as_ref(),
            lang: &arguments.lang,
            nonce: Nonce::fingerprint(arguments.which.event.as_deref(), &submission),
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

/// The form, and the event that has not begun yet.
fn target<'s>(
    arguments: &Arguments,
    site: &'s FormsFolder,
    form: &str,
    now: Timestamp,
) -> Result<(&'s Definition, Option<Terms>), String> {
    let definition = site.definition(form).ok_or_else(|| format!("the site has no form `{form}`"))?;
    let languages: BTreeSet<&str> = site.manifest().languages.iter().map(|info| info.id.as_str()).collect();
    if !languages.contains(arguments.lang.as_str()) {
        return Err(nearest::no_language(&arguments.lang, &languages));
    }
    let event = arguments.which.event.as_deref();
    let terms = event.and_then(|event| site.terms(event));
    match (&terms, event, definition.about) {
        (None, Some(event), _) => Err(format!("the site has no event `{event}`")),
        (None, None, About::Event) => Err("say for which event with --event".to_owned()),
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
    let event = arguments.which.event.as_deref().and_then(|event| site.manifest().events.get(event));
    let facts = event.map(|event| event.facts.clone()).unwrap_or_default();
    definition.check(&values, &facts).map_err(|errors| {
        let line =
            |error: &forms::FieldError| format!("\n  {}: {}", error.field, words(site, definition, error));
        let lines: String = errors.iter().map(line).collect();
        format!("the form doesn't take these answers:{lines}")
    })
}

/// What the page would say: in English, or in the site's own language if it has no English.
fn words(site: &FormsFolder, definition: &Definition, error: &forms::FieldError) -> String {
    let mut langs = [OURS, &site.manifest().default_language].into_iter();
    match langs.find_map(|lang| site.texts(lang).map(|texts| (lang, texts))) {
        Some((lang, texts)) => error.message(definition, texts, lang),
        None => error.code.as_str().to_owned(),
    }
}
