//! What stands between a draft and everybody: who may publish it, who is asked to, who has read it, and where it lies as a request.

use forms::Html;
use generator::site::Site;
use maud::html;

use super::{Answer, Asked, Refused, button, hidden, moment, page_with, told};
use crate::Publish;
use crate::desk::Desk;
use crate::drafts::{Draft, NotMarked, NotSaved};
use crate::repository::Version;

/// What was said of a draft that is sound, and what somebody may do with it now.
pub(super) fn part(desk: &Desk, asked: &Asked, draft: &Draft, site: Option<&Site>) -> Html {
    let person = &asked.person;
    let may_publish = desk.drafts().may_publish(draft, person).is_ok();
    let needs_second = may_publish && desk.publisher.needs_second(draft, person);
    let is_request = desk.publisher.how() == Publish::Request;
    let publish = format!("/edit/d/{}/publish", draft.id);
    html! {
        (said(desk, asked, draft, site))
        @if !person.is_alone() && draft.marks.read.is_none() && desk.drafts().may_read(draft, person) {
            p class="help" { (asked.t("review.readHelp")) }
            (of_version(desk, asked, draft, "read", "quiet"))
        }
        @if needs_second { p class="warning" { (asked.t("review.needsSecond")) } }
        @if may_publish && !needs_second {
            p { (asked.t("draft.ready")) }
            (button(desk, asked, &publish, if is_request { "review.send" } else { "draft.publish" }, ""))
        } @else if draft.marks.asked.is_none() {
            p { (asked.t("review.askHelp")) }
            (of_version(desk, asked, draft, "ask", ""))
        }
    }
}

fn said(desk: &Desk, asked: &Asked, draft: &Draft, site: Option<&Site>) -> Html {
    let marks = [("review.asked", &draft.marks.asked), ("review.readBy", &draft.marks.read)];
    html! {
        @for (key, mark) in marks {
            @if let Some(mark) = mark {
                p class="good" { (asked.words.with(key, &[("name", &mark.by.name), ("when", &moment(asked.words, site, mark.at))])) }
            }
        }
        @if let Some(sent) = &draft.marks.sent {
            @let request = desk.publisher.request_of(&draft.id);
            div class="good" role="status" {
                p { (asked.words.with("review.sent", &[("branch", &request.branch), ("when", &moment(asked.words, site, sent.at))])) }
                @if let Some(link) = &request.link { p { a href=(link) rel="noreferrer" { (asked.t("review.propose")) } } }
            }
            @if sent.version != draft.written.version { p class="warning" { (asked.t("review.sentOld")) } }
        }
    }
}

/// A button for what somebody says of the version that they see.
fn of_version(desk: &Desk, asked: &Asked, draft: &Draft, what: &str, class: &str) -> Html {
    html! {
        form method="post" action=(format!("/edit/d/{}/{what}", draft.id)) class="one" {
            (hidden(desk, asked))
            input type="hidden" name="version" value=(draft.written.version.as_str());
            button class=(class) { (asked.t(&format!("review.{what}"))) }
        }
    }
}

/// `POST …/ask`: whoever may publish it is asked to.
pub(super) fn ask(desk: &Desk, asked: &Asked, draft: &Draft) -> Result<Answer, Refused> {
    let seen = Version::parse(asked.field("version")).ok_or(Refused::NotThere)?;
    let done = desk.drafts().ask(&draft.id, &seen, &asked.person, asked.now.as_second());
    answered(desk, asked, draft, done)
}

/// `POST …/read`: somebody else has read it.
pub(super) fn read(desk: &Desk, asked: &Asked, draft: &Draft) -> Result<Answer, Refused> {
    let seen = Version::parse(asked.field("version")).ok_or(Refused::NotThere)?;
    let done = desk.drafts().read(&draft.id, &seen, &asked.person, asked.now.as_second());
    answered(desk, asked, draft, done)
}

fn answered(
    desk: &Desk,
    asked: &Asked,
    draft: &Draft,
    done: Result<Draft, NotMarked>,
) -> Result<Answer, Refused> {
    let why = match done {
        Ok(draft) => return Ok(Answer::Go(format!("/edit/d/{}", draft.id))),
        Err(NotMarked::Not(NotSaved::Git(fault))) => return Err(fault.into()),
        Err(NotMarked::Not(_)) => return Err(Refused::Gone),
        Err(NotMarked::NotAllowed(not)) => told::not_allowed(asked.words, &not),
        Err(NotMarked::Own) => asked.t("review.own"),
        Err(NotMarked::SavedMeanwhile) => asked.t("review.meanwhile"),
    };
    let draft = desk.drafts().get(&draft.id)?.ok_or(Refused::Gone)?;
    let shown = desk.shown(&draft)?;
    let note = html! { div class="problems" role="alert" tabindex="-1" { p { (why) } } };
    let body = super::draft::body(desk, asked, &draft, &shown, Some(note))?;
    Ok(page_with(409, draft.title.clone(), body))
}

/// On the first page: drafts that wait for somebody.
pub(super) fn waiting(desk: &Desk, asked: &Asked, site: Option<&Site>) -> Result<Html, Refused> {
    let waiting = desk.drafts().waiting_for(&asked.person)?;
    Ok(html! {
        @if !waiting.is_empty() {
            h2 { (asked.t("review.waiting")) }
            ul class="list" {
                @for draft in &waiting {
                    li {
                        a href=(format!("/edit/d/{}", draft.id)) { (draft.title) }
                        @for mark in [&draft.marks.asked, &draft.marks.read].into_iter().flatten() {
                            " " span class="about" { (asked.words.with("home.savedBy", &[("name", &mark.by.name), ("when", &moment(asked.words, site, mark.at))])) }
                        }
                    }
                }
            }
        }
    })
}
