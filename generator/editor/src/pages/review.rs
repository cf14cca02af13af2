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

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test")]
mod tests {
    use std::collections::BTreeMap;

    use crate::desk::Desk;
    use crate::drafts::Draft;
    use crate::pages::{self, Answer, Asked};
    use crate::person::{Person, Rights};
    use crate::tried::Place;
    use crate::words::Words;

    fn ask(desk: &Desk, person: &Person, path: &str, posted: Option<&[(&str, &str)]>) -> Answer {
        let own = |(name, value): &(&str, &str)| ((*name).to_owned(), (*value).to_owned());
        let asked = Asked {
            person: person.clone(),
            words: Words::ENGLISH,
            now: desk.now(),
            path: path.split('/').filter(|part| !part.is_empty()).map(str::to_owned).collect(),
            query: BTreeMap::default(),
            posted: posted.map(|pairs| pairs.iter().map(own).collect()),
        };
        pages::answer(desk, &asked)
    }

    /// Status and text of a page.
    fn page(desk: &Desk, person: &Person, path: &str, posted: Option<&[(&str, &str)]>) -> (u16, String) {
        match ask(desk, person, path, posted) {
            Answer::Page(page) => (page.status, page.body.0),
            Answer::Go(address) => panic!("led to {address}"),
            Answer::File { .. } => panic!("a file"),
        }
    }

    fn of(desk: &Desk, id: &str, writes: &[&str], publishes: &[&str]) -> Person {
        let set = |ids: &[&str]| ids.iter().map(|&id| id.to_owned()).collect();
        let rights = Rights { writes: set(writes), publishes: set(publishes), ..Rights::default() };
        let email = format!("{id}@editors.example");
        Person { id: id.to_owned(), name: id.to_owned(), email, rights, ..desk.person("en") }
    }

    /// A new story of `langbord`.
    fn story(place: &Place, desk: &Desk, by: &Person) -> Draft {
        let text = place.read("content/stories/bread/index.en.md");
        let text = text.replace("aliases: [/bread.html]\n", "");
        let start = text.find("picture:").unwrap();
        let end = start + text[start..].find('\n').unwrap() + 1;
        let text = [&text[..start], "demo: false\n", &text[end..]].concat();
        let (from, to) = (text.find("::: figure").unwrap(), text.rfind(":::").unwrap());
        let text = [&text[..from], &text[to + 3..]].concat();
        let files = BTreeMap::from([("content/stories/tea/index.en.md".to_owned(), Some(text.into_bytes()))]);
        desk.drafts().begin("Tea", &files, by, 1).unwrap()
    }

    #[test]
    fn a_writer_asks_a_second_one_reads_and_a_publisher_publishes() {
        let place = Place::new(&[]);
        let desk = place.desk();
        let ida = of(&desk, "ida", &["langbord"], &[]);
        let (olha, petra) = (of(&desk, "olha", &[], &["langbord"]), of(&desk, "petra", &[], &["langbord"]));
        let draft = story(&place, &desk, &ida);
        let address = format!("d/{}", draft.id);
        let at = |what: &str| format!("{address}/{what}");
        let version = [("version", draft.written.version.as_str())];
        // Who only writes finds whom to ask in place of the button that publishes.
        let (status, text) = page(&desk, &ida, &address, None);
        assert_eq!(status, 200);
        assert!(text.contains("/ask\"") && !text.contains("/publish\""), "{text}");
        let (status, text) = page(&desk, &ida, &at("publish"), Some(&[]));
        assert_eq!(status, 409);
        assert!(text.contains("You have no right"), "{text}");
        assert!(matches!(ask(&desk, &ida, &at("ask"), Some(&version)), Answer::Go(_)));
        for (person, waits) in
            [(&ida, false), (&olha, true), (&of(&desk, "other", &[], &["nabobord"]), false)]
        {
            let (_, text) = page(&desk, person, "", None);
            assert_eq!(text.contains("Waiting for you"), waits, "{}", person.id);
        }
        // A publisher who writes in it last needs somebody else.
        let text = desk.repository.text(&draft.tip, "content/stories/tea/index.en.md").unwrap().unwrap();
        let text = text.replace("title: Bread for the whole street", "title: Tea for the whole street");
        let files = BTreeMap::from([("content/stories/tea/index.en.md".to_owned(), Some(text.into_bytes()))]);
        let own = desk.drafts().save(&draft.id, &draft.tip, &files, &olha, 2).unwrap();
        let (_, text) = page(&desk, &olha, &address, None);
        assert!(text.contains("is published for the first time") && !text.contains("/publish\""), "{text}");
        assert!(!text.contains("/read\""), "nobody reads their own as a second one");
        let (status, text) = page(&desk, &olha, &at("publish"), Some(&[]));
        assert!(status == 409 && text.contains("is published for the first time"), "{text}");
        // What was read before isn't what is there now.
        let (status, text) = page(&desk, &petra, &at("read"), Some(&version));
        assert!(status == 409 && text.contains("saved it meanwhile"), "{text}");
        let version = [("version", own.written.version.as_str())];
        let (_, text) = page(&desk, &petra, &address, None);
        assert!(text.contains("/read\"") && text.contains(own.written.version.as_str()), "{text}");
        assert!(matches!(ask(&desk, &petra, &at("read"), Some(&version)), Answer::Go(_)));
        let (_, text) = page(&desk, &olha, &address, None);
        assert!(text.contains("petra has read it") && text.contains("/publish\""), "{text}");
        assert!(text.len() < 20 * 1024, "{}", text.len());
        // On one's own machine nobody is asked.
        let (_, text) = page(&desk, &desk.person("en"), &address, None);
        assert!(
            !text.contains("/ask\"") && !text.contains("/read\"") && text.contains("/publish\""),
            "{text}"
        );
        assert!(matches!(ask(&desk, &olha, &at("publish"), Some(&[])), Answer::Go(_)));
    }

    #[test]
    fn only_whose_it_is_throws_a_draft_away() {
        let place = Place::new(&[]);
        let desk = place.desk();
        let ida = of(&desk, "ida", &["langbord"], &[]);
        let draft = story(&place, &desk, &ida);
        let drop = format!("d/{}/drop", draft.id);
        let other = of(&desk, "other", &["nabobord"], &[]);
        assert_eq!(page(&desk, &other, &drop, Some(&[])).0, 404);
        // Whoever may translate it may look at it, and no more.
        let rights = Rights { translates: ["da".to_owned()].into(), ..Rights::default() };
        let translator = Person { rights, ..of(&desk, "translator", &[], &[]) };
        let text = place.read("content/stories/bread/index.da.md").replace("Brød", "Rugbrød");
        let files =
            BTreeMap::from([("content/stories/bread/index.da.md".to_owned(), Some(text.into_bytes()))]);
        let words = desk.drafts().begin("Bread", &files, &ida, 1).unwrap();
        assert!(desk.may_open(&translator, &words));
        let source = place.read("content/stories/bread/index.en.md").replace("Malmö opens", "Lund opens");
        let files =
            BTreeMap::from([("content/stories/bread/index.en.md".to_owned(), Some(source.into_bytes()))]);
        let words = desk.drafts().save(&words.id, &words.tip, &files, &ida, 2).unwrap();
        assert!(desk.may_open(&translator, &words));
        let (status, text) = page(&desk, &translator, &format!("d/{}/drop", words.id), Some(&[]));
        assert!(status == 422 && text.contains("You have no right"), "{status}: {text}");
        assert!(desk.drafts().get(&draft.id).unwrap().is_some());
        assert!(matches!(ask(&desk, &ida, &drop, Some(&[])), Answer::Go(_)));
        assert!(desk.drafts().get(&draft.id).unwrap().is_none());
    }
}
