//! Letters in organisers' own words: handed out when their time has come, and put together by the record as it is when each
//! leaves. Who has cancelled meanwhile, or isn't among those for whom it is any more, gets nothing.

mod words;

use forms::{Definition, Direction, OrganisationInfo, Role};
use jiff::Timestamp;

use super::about::{self, Happening};
use super::letter::{self, Source, Verdict};
use super::{PIECE, Pass, online};
use crate::desk::{Desk, Outgoing, OwnLetter, OwnWords, Record, Stored};
use crate::folder::{FormsFolder, Language};
use crate::mail::{Letter, Paragraph};
use crate::store::StoreError;

#[cfg(feature = "office")]
pub(crate) use words::{SUBJECT_VALUES, VALUES, named};

/// Hands out what is due.
pub(super) async fn hand_out(pass: &mut Pass<'_>) {
    let (desk, folder, now) = (&pass.app.desk, pass.folder, pass.now);
    let subject = |own: &OwnLetter, record: &Record, form: &Definition| {
        let lang = letter::language(folder, form, record)?.id.as_str();
        subject(folder, record.event()?, lang, &own.words.get(lang)?.subject)
    };
    let ending = pass.ending;
    let handed = desk.hand_out_letters(subject, || ending.leaves(PIECE), now).await;
    pass.check("hand out letters in organisers' own words", handed);
}

/// What stands above a letter about an event as the site shows it; nothing in a language that the site doesn't have.
pub(crate) fn subject(folder: &FormsFolder, event: &str, lang: &str, template: &str) -> Option<String> {
    let language = folder.language(lang)?;
    let happening = folder.event(event).map(|event| about::shown(folder, event, lang, false));
    Some(words::subject(template, &words::values(happening.as_ref(), language, None, None)))
}

/// A message of such a letter, and all that it is made of.
pub(super) struct Own<'a> {
    pub(super) pass: &'a Pass<'a>,
    pub(super) outgoing: &'a Outgoing,
    pub(super) stored: &'a Stored,
    pub(super) form: &'a Definition,
    pub(super) language: &'a Language,
    pub(super) happening: Option<&'a Happening>,
    pub(super) address: &'a str,
}

impl Own<'_> {
    /// What to do with it, by the record as it is now. `name` says which letter it was when it was handed out.
    pub(super) async fn verdict(&self, name: &str, now: Timestamp) -> Result<Verdict, StoreError> {
        let (desk, record) = (&self.pass.app.desk, &self.stored.record);
        let Some((event, (_, id))) = record.event().zip(name.rsplit_once('/')) else {
            return Ok(Verdict::Drop);
        };
        let Some(own) = desk.own_letter(event, id, now).await? else { return Ok(Verdict::Drop) };
        let Some(words) = own.words.get(&self.language.id) else { return Ok(Verdict::Drop) };
        if !desk.still_gets(&own, record, now).await? {
            return Ok(Verdict::Drop);
        }
        let link = match online::has_link(record, self.happening) {
            true => desk.link(event, now).await?,
            false => None,
        };
        Ok(Verdict::Send(Box::new(self.letter(words, link.as_deref()))))
    }

    fn letter(&self, words: &OwnWords, link: Option<&str>) -> Letter {
        let (pass, language) = (self.pass, self.language);
        let name = self.form.of_role(Role::Name).and_then(|field| self.stored.record.text(&field.name));
        let values = words::values(self.happening, language, name, link);
        let source = Source {
            folder: pass.folder,
            language,
            outgoing: self.outgoing,
            record: &self.stored.record,
            deadlines: &self.form.deadlines,
            position: None,
            address: self.address,
            happening: self.happening,
            link,
            second: None,
        };
        let organisation = about::organisation(pass.folder, &self.stored.record);
        let mut paragraphs = words::paragraphs(&words.text, &values, language.dir);
        paragraphs.extend(letter::links(pass, &source, None));
        Letter {
            id: self.outgoing.id.clone(),
            lang: language.id.clone(),
            dir: language.dir,
            to: self.address.to_owned(),
            from: letter::sender(pass, &language.id),
            reply_to: letter::reply_to(organisation),
            subject: words::subject(&words.subject, &values),
            paragraphs,
            footer: letter::footer(pass.folder, language, organisation),
            calendar: None,
            date: self.outgoing.at,
        }
    }
}

/// A letter as somebody will read it, to be looked at before it is sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Sample {
    pub(crate) lang: String,
    pub(crate) dir: Direction,
    pub(crate) subject: String,
    pub(crate) paragraphs: Vec<Paragraph>,
    /// What stands on the button that opens the reader's own page.
    pub(crate) button: String,
    pub(crate) footer: Vec<String>,
}

/// The words in one language as somebody of a name will read them, with the event's private link where there is one.
pub(crate) async fn sample(
    (desk, folder): (&Desk, &FormsFolder),
    event: &str,
    lang: &str,
    words: &OwnWords,
    name: &str,
    now: Timestamp,
) -> Result<Option<Sample>, StoreError> {
    let Some(language) = folder.language(lang) else { return Ok(None) };
    let happening = about::of_event(desk, folder, event, lang, now).await?;
    let link = desk.link(event, now).await?;
    let values = words::values(happening.as_ref(), language, Some(name), link.as_deref());
    Ok(Some(Sample {
        lang: language.id.clone(),
        dir: language.dir,
        subject: words::subject(&words.subject, &values),
        paragraphs: words::paragraphs(&words.text, &values, language.dir),
        button: language.texts.text("mail.open"),
        footer: letter::footer(folder, language, organisation(folder, event)),
    }))
}

fn organisation<'f>(folder: &'f FormsFolder, event: &str) -> Option<&'f OrganisationInfo> {
    folder.event(event).and_then(|event| folder.organisation_of(event))
}
