//! What a command knows of the site: its events, its words, its forms as they are now.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use forms::Definition;
use forms_fn::{Counters, Desk, FormsFolder, Stored, Visible};
use jiff::Timestamp;

use super::door::Stop;
use super::nearest;

/// Where the generator puts the folder when nobody says otherwise.
const USUAL: &str = "dist/forms";
/// The language of our own words.
const ENGLISH: &str = "en";

#[derive(Debug, Clone, clap::Args)]
pub(crate) struct SiteArguments {
    /// Folder `forms` of the built site; without it `dist/forms`, if that is there
    #[arg(long, value_name = "DIR")]
    pub(crate) forms: Option<PathBuf>,
}

#[derive(Debug, clap::Args)]
pub(crate) struct FolderArguments {
    /// Folder `forms` of the built site
    #[arg(value_name = "DIR")]
    pub(crate) folder: PathBuf,
}

#[derive(Debug, clap::Args)]
pub(crate) struct WhichArguments {
    /// Id of the form; without it, the form of the event, or the only one that there is
    #[arg(long)]
    pub(crate) form: Option<String>,
    /// Id of the event, as `forms-fn events` shows it; without it, all records of the form
    #[arg(long)]
    pub(crate) event: Option<String>,
}

impl SiteArguments {
    /// The site, if it is there.
    pub(crate) fn load(&self) -> Result<Option<FormsFolder>, String> {
        match &self.forms {
            Some(folder) => crate::forms(folder).map(Some),
            None if Path::new(USUAL).is_dir() => crate::forms(Path::new(USUAL)).map(Some),
            None => Ok(None),
        }
    }

    /// The site, for commands that can't do without.
    pub(crate) fn needed(&self) -> Result<FormsFolder, String> {
        self.load()?.ok_or_else(|| format!("no folder `{USUAL}`: say where the site's is with --forms"))
    }
}

/// The language of what nobody asked for in another one: English, or the site's first.
pub(crate) fn usual_lang(site: Option<&FormsFolder>) -> &str {
    let has_no_english =
        |site: &&FormsFolder| !site.manifest().languages.iter().any(|info| info.id == ENGLISH);
    site.filter(has_no_english).map_or(ENGLISH, |site| &site.manifest().default_language)
}

/// Refuses a language that the site doesn't have: questions in another one would look as if they were in this one. Without the
/// site, those count in which the forms are.
pub(crate) fn check_lang<'d>(
    site: Option<&FormsFolder>,
    forms: impl IntoIterator<Item = &'d Definition>,
    lang: &str,
) -> Result<(), Stop> {
    let known: BTreeSet<&str> = match site {
        Some(site) => site.manifest().languages.iter().map(|info| info.id.as_str()).collect(),
        None => forms.into_iter().flat_map(|form| form.title.languages()).collect(),
    };
    if known.is_empty() || known.contains(lang) {
        return Ok(());
    }
    Err(Stop::Refused(nearest::no_language(lang, &known)))
}

impl WhichArguments {
    /// The form that is meant: the one that is named, that the site says, by which people registered, or the only one.
    async fn form(&self, desk: &Desk, site: Option<&FormsFolder>, now: Timestamp) -> Result<String, Stop> {
        let of_event = || {
            let event = site?.manifest().events.get(self.event.as_deref()?)?;
            event.form.clone()
        };
        if let Some(form) = self.form.clone().or_else(of_event) {
            return Ok(form);
        }
        let mut forms = match &self.event {
            Some(event) => desk.forms_of(event, now).await?,
            None => BTreeSet::new(),
        };
        if forms.is_empty() {
            forms = desk.forms(now).await?;
            forms.extend(site.into_iter().flat_map(|site| site.manifest().forms.iter().cloned()));
        }
        if let (Some(form), 1) = (forms.first(), forms.len()) {
            return Ok(form.clone());
        }
        let there_are = nearest::names(&forms.iter().map(String::as_str).collect::<Vec<_>>());
        Err(Stop::Refused(match &self.event {
            _ if forms.is_empty() => {
                "nobody has sent a form yet: say where the site's folder is with --forms".to_owned()
            }
            Some(event) => format!("which form of `{event}` is meant? Say it with --form: {there_are}"),
            None => format!("say which form with --form: {there_are}; or which event with --event"),
        }))
    }

    /// The form that is meant; refused where neither the site nor the store knows it or the event: a mistyped name would look
    /// as if nobody had come.
    pub(crate) async fn known_form(
        &self,
        desk: &Desk,
        site: Option<&FormsFolder>,
        now: Timestamp,
    ) -> Result<String, Stop> {
        if let Some(event) = &self.event {
            self.check_event(desk, site, event, now).await?;
        }
        let form = self.form(desk, site, now).await?;
        let forms: Vec<&str> =
            site.map(|site| site.manifest().forms.iter().map(String::as_str).collect()).unwrap_or_default();
        if !forms.contains(&form.as_str()) && desk.versions(&form, now).await?.is_empty() {
            return Err(Stop::Nothing(nearest::unknown("form", &form, &forms)));
        }
        Ok(form)
    }

    async fn check_event(
        &self,
        desk: &Desk,
        site: Option<&FormsFolder>,
        event: &str,
        now: Timestamp,
    ) -> Result<(), Stop> {
        let on_site: Vec<&str> =
            site.map(|site| site.manifest().events.keys().map(String::as_str).collect()).unwrap_or_default();
        if on_site.contains(&event) || desk.counters(event, now).await? != Counters::default() {
            return Ok(());
        }
        let in_store = desk.events(now).await?;
        if in_store.contains(event) {
            return Ok(());
        }
        let mut known = on_site;
        known.extend(in_store.iter().map(String::as_str));
        known.sort_unstable();
        known.dedup();
        Err(Stop::Nothing(nearest::unknown("event", event, &known)))
    }

    /// The records that are meant, oldest first: those of one event, or of all events that the site knows.
    pub(crate) async fn records(
        &self,
        desk: &Desk,
        site: Option<&FormsFolder>,
        form: &str,
        now: Timestamp,
    ) -> Result<Vec<Stored>, Stop> {
        let list = async |event: Option<&str>| desk.list(form, event, Visible::Organisers, now).await;
        if let Some(event) = &self.event {
            let records = list(Some(event)).await?;
            super::events::tell_if_lost(desk, site, event, now).await?;
            return Ok(records);
        }
        let mut records = list(None).await?;
        for event in events(desk, site, form, now).await? {
            let of_event = list(Some(&event)).await?;
            if !of_event.is_empty() {
                super::events::tell_if_lost(desk, site, &event, now).await?;
            }
            records.extend(of_event);
        }
        Ok(records)
    }
}

/// The events of a form, and those that the site has lost; without the site, all that the store knows; none for a form
/// without events.
pub(crate) async fn events(
    desk: &Desk,
    site: Option<&FormsFolder>,
    form: &str,
    now: Timestamp,
) -> Result<Vec<String>, Stop> {
    if let Some(site) = site.filter(|site| site.definition(form).is_some()) {
        let events = site.manifest().events.iter();
        let of_form = events.filter(|(_, event)| event.form.as_deref() == Some(form));
        let mut all: Vec<String> = of_form.map(|(id, _)| id.clone()).collect();
        let lost = desk.events(now).await?.into_iter();
        all.extend(lost.filter(|id| !site.manifest().events.contains_key(id)));
        return Ok(all);
    }
    let versions = desk.versions(form, now).await?;
    if versions.iter().any(|definition| definition.about == forms::About::Event) {
        return Ok(desk.events(now).await?.into_iter().collect());
    }
    Ok(Vec::new())
}
