//! One question before an act, with one deliberate button. Mail programs open links and some even press what they find
//! in a message; nothing has happened until a person answers here.

use axum::http::StatusCode;
use axum::response::Response;

use forms::Role;
use forms::html::Html;
use maud::html;

use super::action::Action;
use super::parts::{self, Emphasis};
use super::{Visit, page};
use crate::answer;
use crate::page::Page;
use crate::secret::LinkPurpose;

/// The words of a question, and the buttons under it.
struct Question {
    title: String,
    text: Html,
    yes: Html,
    no: Html,
}

/// The page that asks; `None` when the link asks nothing, or nothing that is possible now.
pub(super) fn answer(visit: &Visit<'_>) -> Option<Response> {
    // For programs there are the facts, with the tokens to act.
    if visit.reader.json {
        return None;
    }
    let question = question(visit)?;
    let main = html! {
        h1 { (question.title) } "\n"
        (page::event_line(visit))
        (question.text)
        div class="acts" { "\n" (question.yes) (question.no) } "\n"
    };
    let page = Page { title: question.title, main, path: page::path(visit, visit.purpose) };
    Some(answer::page(visit.reader, StatusCode::OK, &page))
}

fn question(visit: &Visit<'_>) -> Option<Question> {
    let texts = &visit.reader.language.texts;
    let action = action(visit.purpose).filter(|action| visit.allows(*action))?;
    let cancel = page::cancel_words(visit);
    let back = || parts::link(&visit.see_url(), &texts.text("my.no"), Emphasis::Quiet);
    let decline =
        || parts::link(&visit.url(LinkPurpose::Cancel), &texts.text(cancel.button), Emphasis::Quiet);
    let (title, text, button, no) = match action {
        Action::Cancel => (cancel.title, paragraph(visit, cancel.text), cancel.button, back()),
        Action::Accept => {
            let text = html! { (whose(visit)) (parts::paragraph(&page::offer(visit))) };
            ("my.acceptTitle", text, "my.accept", decline())
        }
        Action::Confirm => {
            let text = html! { (address(visit)) (paragraph(visit, "my.confirmText")) };
            ("my.confirmTitle", text, "my.confirm", Html::default())
        }
        Action::Keep => ("my.keepTitle", Html::default(), "my.keep", decline()),
        Action::Erase => ("my.eraseTitle", paragraph(visit, "my.eraseText"), "my.erase", back()),
        Action::Undo | Action::Decline | Action::Change | Action::Withdraw => return None,
    };
    let yes = parts::button(visit, action, &texts.text(button), Emphasis::Loud);
    Some(Question { title: texts.text(title), text, yes, no })
}

/// What a link asks about.
fn action(purpose: LinkPurpose) -> Option<Action> {
    Some(match purpose {
        LinkPurpose::Cancel => Action::Cancel,
        LinkPurpose::Accept => Action::Accept,
        LinkPurpose::Confirm => Action::Confirm,
        LinkPurpose::Keep => Action::Keep,
        LinkPurpose::Erase => Action::Erase,
        _ => return None,
    })
}

fn paragraph(visit: &Visit<'_>, key: &str) -> Html {
    parts::paragraph(&visit.words(key, &[]))
}

/// Whose form it is, where a mailbox has two: the question is asked in the letter to both.
fn whose(visit: &Visit<'_>) -> Html {
    let field = visit.definition.of_role(Role::Name).filter(|_| visit.record().is_second());
    let name = field.and_then(|field| Some((field, visit.record().text(&field.name)?)));
    html! {
        @if let Some((field, name)) = name {
            p { (parts::words(&field.label, visit.reader.lang())) ": " strong { bdi { (name) } } } "\n"
        }
    }
}

/// The address that is to be confirmed.
fn address(visit: &Visit<'_>) -> Html {
    let field = visit.record().address_field.as_deref();
    let address = field.and_then(|field| visit.stored().answers.get(field)?.as_str());
    html! {
        @if let Some(address) = address { p { strong { bdi dir="ltr" { (address) } } } "\n" }
    }
}
