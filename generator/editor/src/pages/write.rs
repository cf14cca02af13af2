//! The form of a document, and saving it.

mod also;

use forms::Html;
use generator::content::Kind;
use generator::serve::Unsaved;
use generator::site::Site;
use generator::write_back;
use maud::html;
use serde_json::Value;

use super::translate::{self, Pair, Source};
use super::{Answer, Asked, Page, Refused, form_address, hidden, merge, moment, pictures, script, told};
use crate::desk::Desk;
use crate::drafts::{Draft, Holding, NotSaved};
use crate::form::{self, FieldFault, Form, Posted, Subject, Told};
use crate::repository::Version;
use crate::see;

/// A document that somebody has opened.
struct Opened<'a> {
    draft: Option<&'a Draft>,
    kind: Kind,
    folder: String,
    lang: String,
    path: String,
    /// Its text, as it is or as it begins.
    text: String,
    /// Whether its file is there.
    is_there: bool,
    /// The version from which that is.
    from: Version,
    /// Path and text of the source, of a translation.
    source: Option<(String, String)>,
    /// Whether there are other languages beside it.
    has_translations: bool,
    pictures: Vec<String>,
}

impl<'a> Opened<'a> {
    fn read(
        desk: &Desk,
        draft: Option<&'a Draft>,
        folder: &[&str],
        lang: &str,
        from: Option<Version>,
    ) -> Result<Self, Refused> {
        let folder = folder.join("/");
        let kind = Kind::of_id(&folder).ok_or(Refused::NotThere)?;
        let from = match (from, draft) {
            (Some(from), _) => from,
            (None, Some(draft)) => draft.tip.clone(),
            (None, None) => desk.repository.head()?,
        };
        let there = desk.repository.list(&from, &format!("content/{folder}"))?;
        let name = |path: &String| path.rsplit('/').next().map(str::to_owned);
        let is_beside = |path: &&String| {
            path.rsplit_once('/').is_some_and(|(above, _)| above == format!("content/{folder}"))
        };
        let files: Vec<String> = there.iter().filter(is_beside).filter_map(name).collect();
        let pictures = files.iter().filter(|name| {
            ["jpg", "jpeg", "png", "webp", "svg"].iter().any(|end| name.ends_with(&format!(".{end}")))
        });
        let pictures = pictures.cloned().collect();
        let path = format!("content/{folder}/index.{lang}.md");
        let source = source(desk, &from, &folder, &files)?.filter(|(of, _)| *of != path);
        let text = desk.repository.text(&from, &path)?;
        let is_there = text.is_some();
        let text = match (text, &source) {
            (Some(text), _) => text,
            (None, Some((of, text))) => {
                let head = write_back::written(text).map(|written| written.head).unwrap_or_default();
                form::begin_translation(kind, &head, generator::status::fingerprint(of, text).as_deref())
            }
            (None, None) => return Err(Refused::NotThere),
        };
        let has_translations = files.iter().filter(|name| name.ends_with(".md")).count() > 1;
        Ok(Self {
            draft,
            kind,
            folder,
            lang: lang.to_owned(),
            path,
            text,
            is_there,
            from,
            source,
            has_translations,
            pictures,
        })
    }

    fn subject<'s>(
        &'s self,
        asked: &Asked,
        source: Option<&'s Value>,
        site: Option<&'s Site>,
    ) -> Subject<'s> {
        Subject {
            kind: self.kind,
            path: &self.path,
            lang: &self.lang,
            is_source: self.source.is_none(),
            source,
            site,
            pictures: &self.pictures,
            words: asked.words,
        }
    }

    fn source_head(&self) -> Option<Value> {
        self.source.as_ref().and_then(|(_, text)| write_back::written(text).ok()).map(|written| written.head)
    }
}

/// The source of a document: the file that says so, or the one in the site's first language.
pub(super) fn source(
    desk: &Desk,
    at: &Version,
    folder: &str,
    files: &[String],
) -> Result<Option<(String, String)>, Refused> {
    let mut texts = Vec::new();
    for name in files.iter().filter(|name| name.starts_with("index.") && name.ends_with(".md")) {
        let path = format!("content/{folder}/{name}");
        texts.extend(desk.repository.text(at, &path)?.map(|text| (path, text)));
    }
    let says_so = |text: &str| {
        write_back::written(text).is_ok_and(|written| written.head.get("source") == Some(&Value::Bool(true)))
    };
    if let Some(at) = texts.iter().position(|(_, text)| says_so(text)) {
        return Ok(Some(texts.swap_remove(at)));
    }
    let base = desk.base()?;
    let first = base.shown.site().map(|site| site.config.default_language().id.to_string());
    let first = first.unwrap_or_else(|| "en".to_owned());
    Ok(texts.into_iter().find(|(path, _)| path.ends_with(&format!("/index.{first}.md"))))
}

/// What the form shows besides the document.
#[derive(Default)]
struct Beside<'a> {
    posted: Option<&'a Posted>,
    faults: &'a [FieldFault],
    note: Option<Html>,
    status: Option<u16>,
}

pub(super) fn show(
    desk: &Desk,
    asked: &Asked,
    draft: Option<&Draft>,
    folder: &[&str],
    lang: &str,
) -> Result<Answer, Refused> {
    let opened = Opened::read(desk, draft, folder, lang, None)?;
    drawn(desk, asked, &opened, Beside::default())
}

fn drawn(desk: &Desk, asked: &Asked, opened: &Opened<'_>, beside: Beside<'_>) -> Result<Answer, Refused> {
    let shown = opened.draft.map(|draft| desk.shown(draft)).transpose()?;
    with_site(desk, asked, opened, beside, shown.as_deref())
}

fn with_site(
    desk: &Desk,
    asked: &Asked,
    opened: &Opened<'_>,
    beside: Beside<'_>,
    shown: Option<&Unsaved>,
) -> Result<Answer, Refused> {
    let base = desk.base()?;
    let site = shown.unwrap_or(&base.shown);
    let told = form::tell(asked.words, opened.kind, &opened.path, site.problems(), site.texts());
    let head = opened.source_head();
    let subject = opened.subject(asked, head.as_ref(), site.site().or(base.shown.site()));
    let form = Form::of(subject, &opened.text, &told, beside.faults);
    let source = source_beside(desk, asked, opened)?;
    let (title, fields) = match form {
        Ok(form) => {
            let form = form.beside(&source.fields);
            let form = match beside.posted {
                Some(posted) => form.with(posted),
                None => form,
            };
            (
                asked.words.with("write.title", &[("name", &name(opened, site)), ("lang", &opened.lang)]),
                form.html(),
            )
        }
        Err(unreadable) => (
            asked.words.with("write.title", &[("name", &opened.folder), ("lang", &opened.lang)]),
            html! { (translate::whole(&source)) (whole(asked, opened, &told, &unreadable.0)) },
        ),
    };
    let others = others(desk, asked, opened)?;
    let address = form_address(opened.draft, &opened.folder, &opened.lang);
    // What stands in the fields, for the script: what is in the draft, or what somebody has typed.
    let kept = if beside.status.is_none() { "saved" } else { "typed" };
    let body = html! {
        (beside.note.unwrap_or_default())
        @for other in others { p class="warning" { (other) } }
        div id="draft" {
            @if let Some(draft) = opened.draft {
                p class="good" role="status" { (asked.words.with("write.saved", &[("when", &moment(asked.words, site.site(), draft.saved_at))])) }
                p {
                    @if let Some(page) = site.address(&opened.path) { a class="button quiet" href=(see::address(desk, draft, site, page)) { (asked.t("draft.see")) } " " }
                    a class="button quiet" href=(format!("/edit/d/{}", draft.id)) { (asked.t("write.toDraft")) }
                }
            }
            p { a href=(pictures::address(opened.draft, &opened.folder, &opened.lang)) { (asked.t("picture.link")) } }
        }
        (source.note)
        form id="write" method="post" action=(address) autocomplete="off" data-keep=(kept) data-person=(asked.person.id) data-words=(script::words(asked.words)) {
            (hidden(desk, asked))
            input type="hidden" name="from" value=(opened.from.as_str());
            (fields)
            (also::choices(asked, opened))
            p class="save" { button { (asked.t("write.save")) } }
        }
        (super::cancel::link(desk, asked, opened.draft, site, &opened.folder)?)
        script src="/edit/editor.js" defer {}
    };
    Ok(Answer::Page(Page { status: beside.status.unwrap_or(200), title, body }))
}

/// The words of the source at the fields of a translation.
fn source_beside(desk: &Desk, asked: &Asked, opened: &Opened<'_>) -> Result<Source, Refused> {
    let Some((path, text)) = &opened.source else { return Ok(Source::default()) };
    let pair = Pair {
        kind: opened.kind,
        source: (path, text),
        text: &opened.text,
        is_there: opened.is_there,
        at: &opened.from,
    };
    translate::source(desk, asked, pair)
}

fn name(opened: &Opened<'_>, site: &Unsaved) -> String {
    let said = write_back::written(&opened.text)
        .ok()
        .and_then(|written| written.head.get("title")?.as_str().map(str::to_owned));
    let of_site = || {
        site.site()?.entries.get(&opened.folder).map(|entry| entry.translation(&entry.source).1.title.clone())
    };
    said.or_else(of_site).unwrap_or_else(|| opened.folder.clone())
}

/// Who else writes in this document, each with a way to their draft.
fn others(desk: &Desk, asked: &Asked, opened: &Opened<'_>) -> Result<Vec<Html>, Refused> {
    let mine = opened.draft.map(|draft| &draft.id);
    let holding = desk.drafts().with_file(&opened.path)?;
    let base = desk.base()?;
    let say = |other: &Holding| {
        let when = moment(asked.words, base.shown.site(), other.since);
        let words = asked.words.with("write.other", &[("name", &other.by), ("when", &when)]);
        let address = form_address(Some(&other.draft), &opened.folder, &opened.lang);
        html! { (words) " " a href=(address) { (asked.words.with("write.toOther", &[("title", &other.draft.title)])) } }
    };
    Ok(holding.iter().filter(|other| Some(&other.draft.id) != mine).map(say).collect())
}

/// A file whose head can't be read, as one text.
fn whole(asked: &Asked, opened: &Opened<'_>, told: &[Told], why: &str) -> Html {
    html! {
        div class="problems" role="alert" tabindex="-1" {
            p { (asked.t("write.unreadable")) }
            ul { @for told in told { li lang=(told.lang) { (told.text) @for hint in &told.hints { " " (hint) } } } @if told.is_empty() { li { (why) } } }
        }
        div class="field" {
            label for="f-whole" { (asked.t("form.document")) }
            textarea id="f-whole" name="whole" rows="24" dir="ltr" { "\n" (opened.text) }
        }
    }
}

pub(super) fn save(
    desk: &Desk,
    asked: &Asked,
    draft: Option<&Draft>,
    folder: &[&str],
    lang: &str,
) -> Result<Answer, Refused> {
    let from = Version::parse(asked.field("from")).ok_or(Refused::NotThere)?;
    // Whatever a form says, it began with something of this document's own history.
    let newest = draft.map_or_else(|| desk.repository.head(), |draft| Ok(draft.tip.clone()))?;
    let is_of_gone = !desk.repository.has(&newest, &from)?;
    if is_of_gone && !(draft.is_none() && desk.drafts().was_draft(&from)?) {
        return Err(Refused::Gone);
    }
    let opened = Opened::read(desk, draft, folder, lang, Some(from))?;
    let base = desk.base()?;
    let head = opened.source_head();
    let subject = opened.subject(asked, head.as_ref(), base.shown.site());
    let pairs = asked.posted.as_deref().unwrap_or_default();
    let whole = pairs.iter().find(|(name, _)| name == "whole").map(|(_, text)| text.replace("\r\n", "\n"));
    let (text, posted) = match (whole, form::read(&subject, &opened.text, pairs)) {
        (Some(text), _) => (text, None),
        (None, Ok(posted)) => (posted.text.clone(), Some(posted)),
        (None, Err(_)) => return Err(Refused::NotThere),
    };
    if let Some(posted) = posted.as_ref().filter(|posted| !posted.faults.is_empty()) {
        let beside = Beside { posted: Some(posted), faults: &posted.faults, status: Some(422), note: None };
        return drawn(desk, asked, &opened, beside);
    }
    let files = also::files(desk, asked, &opened, text)?;
    let at = asked.now.as_second();
    let saved = match draft {
        Some(draft) => desk.drafts().save(&draft.id, &opened.from, &files, &asked.person, at),
        None if is_of_gone => {
            let title = name(&opened, &base.shown);
            desk.drafts().begin_again(&opened.from, &title, &files, &asked.person, at)
        }
        None => {
            // What was published meanwhile is put together with it when it is published.
            let title = name(&opened, &base.shown);
            desk.drafts().begin_at(&opened.from, &title, &files, &asked.person, at)
        }
    };
    match saved {
        Ok(draft) => Ok(Answer::Go(form_address(Some(&draft), &opened.folder, &opened.lang))),
        Err(NotSaved::NotAllowed(not)) => {
            let note =
                html! { div class="problems" role="alert" { p { (told::not_allowed(asked.words, &not)) } } };
            drawn(
                desk,
                asked,
                &opened,
                Beside { posted: posted.as_ref(), note: Some(note), status: Some(422), ..Beside::default() },
            )
        }
        Err(NotSaved::Conflicts(_)) => {
            // Only a draft has somebody else in it.
            let draft = draft.ok_or(Refused::Gone)?;
            let title = name(&opened, &base.shown);
            merge::at_saving(desk, asked, draft, &merge::Typed { from: opened.from, files, title })
        }
        Err(NotSaved::Gone) => Err(Refused::Gone),
        Err(NotSaved::Git(fault)) => Err(fault.into()),
    }
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test")]
mod tests {
    use crate::desk::Desk;
    use crate::pages::{self, Answer, Asked};
    use crate::tried::Place;
    use crate::words::Words;

    fn post(desk: &Desk, path: &str, pairs: &[(&str, &str)]) -> Answer {
        let path = path.strip_prefix("/edit/").unwrap_or(path).split('/').map(str::to_owned).collect();
        let pairs = pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
        let (person, now) = (desk.person("en"), desk.now());
        let asked = Asked {
            person,
            words: Words::ENGLISH,
            now,
            path,
            query: Default::default(),
            posted: Some(pairs),
        };
        pages::answer(desk, &asked)
    }

    fn led_to(answer: Answer) -> String {
        match answer {
            Answer::Go(address) => address,
            Answer::Page(page) => panic!("a page with {}", page.status),
            Answer::File { .. } => panic!("a file"),
        }
    }

    #[test]
    fn what_is_saved_into_a_draft_that_is_gone_is_kept_in_another() {
        let place = Place::new(&[]);
        let desk = place.desk();
        let path = place.some_story();
        let folder = path.strip_prefix("content/").unwrap().strip_suffix("/index.en.md").unwrap();
        let text = place.read(&path);
        let head = desk.repository.head().unwrap();
        let form = |title: &str| text.replacen("title:", &format!("title: {title} #"), 1);
        let save =
            |at: &str, from: &str, text: &str| led_to(post(&desk, at, &[("from", from), ("whole", text)]));
        let first = save(&format!("/edit/w/{folder}/en"), head.as_str(), &form("One"));
        let draft = desk.drafts().all().unwrap().remove(0);
        // Thrown away by somebody else; then published with another word in the same place.
        assert!(desk.drafts().drop(&draft).unwrap());
        let again = save(&first, draft.tip.as_str(), &form("Two"));
        assert_ne!(again, first);
        let kept = desk.drafts().all().unwrap().remove(0);
        assert!(desk.repository.text(&kept.tip, &path).unwrap().unwrap().contains("title: Two"));
        assert!(desk.publisher.publish(&kept.id, &desk.person("en"), desk.now()).is_ok());
        save(&first, draft.tip.as_str(), &form("Three"));
        let kept = desk.drafts().all().unwrap().remove(0);
        assert!(desk.repository.text(&kept.tip, &path).unwrap().unwrap().contains("title: Three"));
        assert_eq!(kept.base, head, "it goes on from where the draft began, so that publishing asks");
    }

    #[test]
    fn a_form_that_began_with_something_else_is_refused() {
        let place = Place::new(&[]);
        let desk = place.desk();
        let path = place.some_story();
        let folder = path.strip_prefix("content/").unwrap().strip_suffix("/index.en.md").unwrap();
        let address = format!("/edit/w/{folder}/en");
        let nowhere = "0123456789012345678901234567890123456789";
        for from in ["", "HEAD", "--help", nowhere] {
            let Answer::Page(page) =
                post(&desk, &address, &[("from", from), ("whole", "---\ntitle: x\n---\n")])
            else {
                panic!("`{from}` was taken");
            };
            assert!(page.status >= 400, "{from}: {}", page.status);
        }
        assert!(desk.drafts().all().unwrap().is_empty());
    }
}
