//! The form again, with what was answered. The address stays as it is: it makes the registration somebody's own.

use axum::http::StatusCode;
use axum::response::Response;
use forms::html::FormView;
use forms::{Definition, Facts, FieldError, Keep, SWITCH, Text, Values};
use maud::html;

use super::act::{finish, too_late};
use super::action::Action;
use super::{TOKEN_FIELD, Visit, answers, page};
use crate::answer;
use crate::app::App;
use crate::decode::Posted;
use crate::desk;
use crate::former;
use crate::lookup::Target;
use crate::page::Page;
use crate::refusal::Refusal;
use crate::secret::LinkPurpose;

/// The form with the stored answers in it.
pub(super) fn form(visit: &Visit<'_>) -> Response {
    match reduced(visit) {
        Some(definition) => {
            let values = stored(visit, &definition);
            answer::page(visit.reader, StatusCode::OK, &draw(visit, &definition, &values, &[]))
        }
        None => too_late(visit),
    }
}

/// Checks the new answers by the form as it is now and stores them, or tells everything that is to correct. With
/// `only_language` they are only shown again, in the language of the address.
pub(super) async fn change(app: &App, visit: &Visit<'_>, mut sent: Posted) -> Result<Response, Refusal> {
    let reader = visit.reader;
    let is_switched = !reader.json && sent.take(SWITCH)?.is_some();
    let current = reader.folder.definition(&visit.record().form);
    let (Some(current), Some(reduced), true) = (current, reduced(visit), visit.allows(Action::Change)) else {
        return Ok(too_late(visit));
    };
    if !sent.fits(&reduced) {
        return Err(Refusal::BadRequest);
    }
    let mut values = sent.values();
    if is_switched {
        return Ok(answer::page(reader, StatusCode::OK, &draw(visit, &reduced, &values, &[])));
    }
    former::put_aside(app, current, Some(&facts(visit)), &mut values, visit.now).await?;
    let submission = match reduced.check(&values, &facts(visit)) {
        Ok(submission) => submission,
        Err(errors) if reader.json => {
            let target = Target { definition: &reduced, event: visit.event };
            return Ok(answer::invalid(reader, target, &errors));
        }
        Err(errors) => {
            let page = draw(visit, &reduced, &values, &errors);
            return Ok(answer::page(reader, StatusCode::UNPROCESSABLE_ENTITY, &page));
        }
    };
    let reference = &visit.record().reference;
    let changed =
        visit.desk.edit_in(reader.lang(), reference, &submission, current, visit.ends, visit.now).await?;
    finish(app, visit, Action::Change, changed).await
}

/// The form as it is now, without what stays as it is: the address and the number, and what was only checked and never
/// kept.
fn reduced(visit: &Visit<'_>) -> Option<Definition> {
    let current = visit.reader.folder.definition(&visit.record().form)?;
    let mut names = desk::contact_fields(current);
    let checked = current.fields.iter().filter(|field| field.keep == Keep::None && !field.is_consent());
    names.extend(checked.map(|field| field.name.clone()));
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    Some(current.without(&names))
}

fn facts(visit: &Visit<'_>) -> Facts {
    visit.event.map(|event| event.info.facts.clone()).unwrap_or_default()
}

/// The stored answers as a browser would send them, as far as the form still asks for them.
fn stored(visit: &Visit<'_>, definition: &Definition) -> Values {
    let mut values = Values::new();
    for (name, answer) in &visit.stored().answers {
        if definition.field(name).is_some() {
            for value in forms::as_sent(answer) {
                values.insert(name.clone(), value);
            }
        }
    }
    values
}

fn draw(visit: &Visit<'_>, definition: &Definition, values: &Values, errors: &[FieldError]) -> Page {
    let (reader, lang) = (visit.reader, visit.reader.lang());
    let texts = &reader.language.texts;
    let title = texts.text("my.changeTitle");
    // The same form with other words around it: it isn't sent for the first time.
    let definition = Definition {
        title: in_one(lang, &title),
        intro: in_one(lang, &texts.text("my.addressFixed")),
        submit: in_one(lang, &texts.text("my.change")),
        ..definition.clone()
    };
    let token = visit.token(LinkPurpose::Change);
    let (facts, own) = (facts(visit), visit.own());
    let view = FormView {
        definition: &definition,
        lang,
        texts,
        facts: &facts,
        country: visit.event.and_then(|event| event.info.country.as_deref()),
        values,
        errors,
        action: &own.page(),
        hidden: &[("action", Action::Change.as_str()), (TOKEN_FIELD, &token)],
        first: None,
        languages: reader.folder.language_names(),
        links: &answers::links(visit),
        switched_at: Some(&own.page_below()),
        heading_level: 2,
    };
    let main = html! {
        h1 { (title) } "\n"
        (page::event_line(visit))
        (forms::html::form(&view))
    };
    let title = if errors.is_empty() { title } else { format!("{} {title}", texts.text("form.titlePrefix")) };
    Page { title, main, path: page::path(visit, LinkPurpose::Change) }
}

fn in_one(lang: &str, words: &str) -> Text {
    Text([(lang.to_owned(), words.to_owned())].into())
}
