//! The main part of each page that the function answers with. The rest is the site's own shell.

use forms::html::FormView;
use forms::{Definition, FieldError, Texts, Thanks, ThanksPage, Values, html, notice};

use crate::desk::Status;
use crate::escape::escape;
use crate::folder::Event;
use crate::guard::{AGAIN_FIELD, Again};
use crate::lookup::{self, Target};
use crate::problem::Problem;
use crate::reader::Reader;
use crate::reference::Reference;

/// A page, ready for its shell.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Page {
    /// Text.
    pub(crate) title: String,
    /// HTML; brings its own `h1`.
    pub(crate) main: String,
    /// What follows `/<lang>/` in the address of this page, in every language.
    pub(crate) path: String,
}

/// A form to fill in or to correct.
#[derive(Debug)]
pub(crate) struct Form<'a> {
    pub(crate) target: Target<'a>,
    pub(crate) values: &'a Values,
    pub(crate) errors: &'a [FieldError],
    pub(crate) nonce: &'a str,
    /// Whether all seats are taken, so that this is about the waiting list.
    pub(crate) waiting: bool,
}

/// The whole form, its error summary first when there are errors.
pub(crate) fn form(reader: &Reader<'_>, form: &Form<'_>) -> Page {
    let (lang, texts, definition) = (reader.lang(), &reader.language.texts, form.target.definition);
    let facts = form.target.facts();
    let mut hidden = vec![(crate::nonce::FIELD, form.nonce)];
    hidden.extend(form.target.event_id().map(|id| (lookup::EVENT_FIELD, id)));
    let view = FormView {
        definition,
        lang,
        texts,
        facts: &facts,
        values: form.values,
        errors: form.errors,
        action: &format!("/{lang}/forms/{}", definition.id),
        hidden: &hidden,
        languages: &reader.folder.language_names(),
        links: &reader.folder.links(lang),
        heading_level: 2,
    };
    let heading = definition.title.get(lang);
    let full = if form.waiting { notice_line(&texts.text("form.fullWaitlist")) } else { String::new() };
    let main = format!(
        "<h1>{}</h1>\n{}{full}{}\n{}",
        escape(heading),
        form.target.event.map(|event| event_line(event, texts)).unwrap_or_default(),
        html::form(&view),
        notice::html(definition, texts, lang, &facts),
    );
    let title = match form.target.event {
        Some(event) => format!("{heading} – {}", event.title(lang)),
        None => heading.to_owned(),
    };
    let title =
        if form.errors.is_empty() { title } else { format!("{} {title}", texts.text("form.titlePrefix")) };
    Page { title, main, path: form.target.path() }
}

/// Answers to look at once more before they are sent.
#[derive(Debug)]
pub(crate) struct Check<'a> {
    pub(crate) target: Target<'a>,
    pub(crate) values: &'a Values,
    pub(crate) nonce: &'a str,
}

/// The page to check the answers. It carries them all, and no field to fill in.
pub(crate) fn check(reader: &Reader<'_>, check: &Check<'_>) -> Page {
    let button = button(reader, "", "form.checkSend");
    carrying(reader, check, ["form.checkTitle", "form.checkText"], &button)
}

/// The page that asks what the form is sent once more for. Each of the forms that can be corrected still has a button; with
/// more than one, it says whose.
pub(crate) fn again(reader: &Reader<'_>, check: &Check<'_>, corrections: &[(Again, Option<String>)]) -> Page {
    let texts = &reader.language.texts;
    let one = |again: &Again, words: &str| {
        words_button(&format!(" name=\"{AGAIN_FIELD}\" value=\"{}\"", again.value()), words)
    };
    let words = texts.text("form.againCorrect");
    let correct = |(again, whose): &(Again, Option<String>)| match whose {
        // The name may run in another direction than the words.
        Some(whose) => one(again, &format!("{words}: \u{2068}{whose}\u{2069}")),
        None => one(again, &words),
    };
    let mut buttons: Vec<String> = corrections.iter().map(correct).collect();
    buttons.push(one(&Again::Another, &texts.text("form.againAnother")));
    carrying(reader, check, ["form.againTitle", "form.againText"], &buttons.join("\n"))
}

fn button(reader: &Reader<'_>, attributes: &str, key: &str) -> String {
    words_button(attributes, &reader.language.texts.text(key))
}

fn words_button(attributes: &str, words: &str) -> String {
    format!("<button type=\"submit\" class=\"button\"{attributes}>{}</button>", escape(words))
}

/// A page with all answers to look at, and with buttons that send them.
fn carrying(reader: &Reader<'_>, check: &Check<'_>, [title, text]: [&str; 2], buttons: &str) -> Page {
    let (lang, texts, definition) = (reader.lang(), &reader.language.texts, check.target.definition);
    let languages = reader.folder.language_names();
    let (mut list, mut hidden) = (String::new(), String::new());
    for field in &definition.fields {
        let values: Vec<&String> =
            check.values.all(&field.name).iter().filter(|v| !v.trim().is_empty()).collect();
        for value in &values {
            hidden.push_str(&hidden_input(&field.name, value));
        }
        if !values.is_empty() {
            let words: Vec<String> = values
                .iter()
                .map(|value| format!("<bdi>{}</bdi>", escape(&field.word(value, texts, &languages))))
                .collect();
            list.push_str(&format!(
                "<div><dt>{}</dt>\n<dd>{}</dd></div>\n",
                escape(field.label.get(lang)),
                words.join("<br>")
            ));
        }
    }
    hidden.push_str(&hidden_input(crate::nonce::FIELD, check.nonce));
    if let Some(event) = check.target.event_id() {
        hidden.push_str(&hidden_input(lookup::EVENT_FIELD, event));
    }
    let title = texts.text(title);
    let main = format!(
        "<h1>{}</h1>\n{}{}<dl class=\"answers\">\n{list}</dl>\n\
         <form method=\"post\" action=\"/{lang}/forms/{}\">\n{hidden}{buttons}\n</form>\n",
        escape(&title),
        check.target.event.map(|event| event_line(event, texts)).unwrap_or_default(),
        notice_line(&texts.text(text)),
        escape(&definition.id),
    );
    Page { title, main, path: check.target.path() }
}

fn hidden_input(name: &str, value: &str) -> String {
    format!("<input type=\"hidden\" name=\"{}\" value=\"{}\">\n", escape(name), escape(value))
}

/// A refusal in words, with the way back as far as we know it.
pub(crate) fn problem(reader: &Reader<'_>, problem: &Problem<'_>) -> Page {
    let event = problem.target.and_then(|target| target.event);
    let dated = event.filter(|event| !event.postponed());
    let when =
        dated.map(|event| format!("<p>{}</p>\n", escape(event.when(reader.lang())))).unwrap_or_default();
    let main = format!(
        "<h1>{}</h1>\n{when}{}{}",
        escape(problem.title.as_str()),
        notice_line(problem.public.as_str()),
        event.map(|event| back_line(reader, event)).unwrap_or_default(),
    );
    let path = problem.target.map(|target| target.path()).unwrap_or_default();
    Page { title: problem.title.as_str().to_owned(), main, path }
}

/// Where the page after sending stands below `/<lang>/`.
pub(crate) fn received_path(definition: &Definition, reference: &Reference) -> String {
    format!("forms/{}/received?ref={reference}", definition.id)
}

/// The words of the definition for a status; those of the form itself where it has none.
pub(crate) fn thanks(thanks: &Thanks, status: Status) -> Option<&ThanksPage> {
    match status {
        Status::Confirmed => thanks.confirmed.as_ref(),
        Status::Waiting => thanks.waiting.as_ref(),
        Status::Unconfirmed | Status::Received => thanks.received.as_ref(),
        _ => None,
    }
}

pub(crate) fn event_line(event: &Event, texts: &Texts) -> String {
    let (title, when) = (escape(event.title(texts.lang())), escape(&event.when_in(texts)));
    match event.url(texts.lang()) {
        Some(url) => {
            format!("<p class=\"form-event\"><a href=\"{}\">{title}</a><br>{when}</p>\n", escape(url))
        }
        None => format!("<p class=\"form-event\">{title}<br>{when}</p>\n"),
    }
}

pub(crate) fn back_line(reader: &Reader<'_>, event: &Event) -> String {
    let words = escape(&reader.language.texts.text("form.backToEvent"));
    let link = |url: &str| format!("<p><a href=\"{}\">{words}</a></p>\n", escape(url));
    event.url(reader.lang()).map(link).unwrap_or_default()
}

pub(crate) fn notice_line(words: &str) -> String {
    format!("<p class=\"notice\">{}</p>\n", escape(words))
}
