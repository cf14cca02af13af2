//! `spaces new`: a commented file to fill in, valid as it stands.
#![expect(clippy::disallowed_methods, reason = "writes the one new file that was asked for")]

use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};

use forms::{About, CountryFacts};
use jiff::civil::Date;

use crate::config::Config;
use crate::content::{Kind, scaffold};
use crate::entities::Organisation;
use crate::front_matter;
use crate::page::{PageHeader, PageKind};
use crate::slug;
use crate::slug::is_slug;
use crate::source::Source;

/// The file that is asked for.
#[derive(Debug)]
pub struct NewFile {
    /// The folder that holds `content/`.
    pub root: PathBuf,
    /// Story, event, post or page.
    pub kind: Kind,
    /// The name of its folder and address.
    pub slug: String,
    /// Its language; `None` is the site's first.
    pub lang: Option<String>,
    /// Stands as the date of a new story; a new event lies a year later.
    pub today: Date,
}

/// Writes the file and gives its path. A file that exists is never touched.
///
/// # Errors
/// A sentence for the editor: the slug isn't one, the language isn't the site's, the file exists
/// already or can't be written.
pub fn write(new: &NewFile) -> Result<PathBuf, String> {
    let source = crate::source::read(&new.root).map_err(|problems| {
        problems.first().map_or_else(|| "cannot read the site".to_owned(), |p| p.message.to_string())
    })?;
    let config = config(&source)?;
    let languages: Vec<String> = config.languages.iter().map(|language| language.id.to_string()).collect();
    let first = languages.first().ok_or("content/site.yaml names no language")?;
    let lang = new.lang.as_ref().unwrap_or(first);
    if !languages.contains(lang) {
        return Err(format!(
            "`{lang}` is not a language of the site; choose one of {}",
            languages.join(", ")
        ));
    }
    check_slug(&new.slug, lang)?;
    let folder = new.root.join("content").join(new.kind.folder()).join(&new.slug);
    let path = folder.join(format!("index.{lang}.md"));
    let (organisations, _) = crate::entities::organisations(&source, &config);
    let ids: Vec<&str> = languages.iter().map(String::as_str).collect();
    let beside = Beside {
        is_default: lang == first,
        is_source: !has_document(&folder),
        has_home: source.documents().into_iter().any(|path| is_home(&source, path)),
        organisation: organisations.first(),
        spoken: &ids[..ids.len().min(SPOKEN)],
        zone: config.time_zone.iana_name().unwrap_or("UTC"),
        form: event_form(&source, &ids),
    };
    let text = template(new, &beside);
    fs::create_dir_all(&folder).map_err(|e| format!("cannot create `{}`: {e}", folder.display()))?;
    let mut file = fs::File::create_new(&path).map_err(|error| match error.kind() {
        std::io::ErrorKind::AlreadyExists => {
            format!(
                "`{}` is there already: write in it, or begin another language with `--lang`",
                path.display()
            )
        }
        _ => format!("cannot create `{}`: {error}", path.display()),
    })?;
    file.write_all(text.as_bytes()).map_err(|e| format!("cannot write `{}`: {e}", path.display()))?;
    Ok(path)
}

fn check_slug(slug: &str, lang: &str) -> Result<(), String> {
    let good = slug::suggest(lang, slug);
    if is_slug(slug) {
        return Ok(());
    }
    let hint = if good.is_empty() { String::new() } else { format!("; `{good}` would do") };
    Err(format!("`{slug}` is not a name for an address: small letters a–z, digits and dashes{hint}"))
}

fn config(source: &Source) -> Result<Config, String> {
    let (config, _) = crate::config::parse(source);
    config.ok_or_else(|| "content/site.yaml has errors; `spaces check` shows them".to_owned())
}

fn has_document(folder: &Path) -> bool {
    fs::read_dir(folder).is_ok_and(|entries| {
        entries.flatten().any(|entry| entry.path().extension().is_some_and(|extension| extension == "md"))
    })
}

/// Whether a file is the front page's.
fn is_home(source: &Source, path: &str) -> bool {
    let head = |text: &str| front_matter::split(path, text).map(|parts| text[parts.head].to_owned());
    let is_page = path.starts_with("content/pages/");
    let head = source.text(path).ok().filter(|_| is_page).and_then(|text| head(&text).ok());
    head.and_then(|head| PageHeader::parse(path, &head).ok()).is_some_and(|(_, page)| page.is(PageKind::Home))
}

/// What a new file is to be beside what it was asked for.
struct Beside<'a> {
    /// Its language is the site's first.
    is_default: bool,
    /// The first file of its folder.
    is_source: bool,
    /// The site has a front page.
    has_home: bool,
    /// The first organisation of the site.
    organisation: Option<&'a Organisation>,
    /// The languages that are most probably spoken.
    spoken: &'a [&'a str],
    /// The clock of the site.
    zone: &'a str,
    /// The first form about events.
    form: Option<String>,
}

/// How many of the site's languages a new event is thought to be in.
const SPOKEN: usize = 2;

/// The id of the first form by which people register for an event.
fn event_form(source: &Source, languages: &[&str]) -> Option<String> {
    source.texts.iter().find_map(|(path, text)| {
        let id = path.strip_prefix("content/forms/")?.strip_suffix(".yaml")?;
        let definition = forms::Definition::parse(id, text, languages).ok()?;
        (definition.about == About::Event).then(|| id.to_owned())
    })
}

fn template(new: &NewFile, beside: &Beside<'_>) -> String {
    let kind = page_kind(&new.slug).filter(|kind| *kind != PageKind::Home || !beside.has_home);
    if !beside.is_source {
        return scaffold::translation(new.kind);
    }
    let is_home = new.kind == Kind::Page && kind == Some(PageKind::Home);
    let source = match beside.is_default {
        true => "",
        false => "source: true                # this language has the facts\n",
    };
    let event_day = new.today.saturating_add(jiff::ToSpan::years(1));
    let form = |form: &String| {
        format!(
            "{{ mode: form, form: {form}, opens: \"{}T09:00\", closes: \"{event_day}T12:00\" }}",
            new.today
        )
    };
    // People can always write.
    let registration = beside.form.as_ref().map_or_else(|| "{ mode: email }".to_owned(), form);
    let (organisation, city, country) = match beside.organisation {
        Some(first) => (first.id.as_str(), first.city.as_str(), first.country.as_str()),
        None => ("ORGANISATION", "CHANGE the city", "CHANGE"),
    };
    let currency = CountryFacts::of(country).map_or("EUR", |country| country.currency);
    scaffold::source(new.kind, is_home)
        .replace("@source@", source)
        .replace("@country@", country)
        .replace("@city@", &quoted(city))
        .replace("@zone@", beside.zone)
        .replace("@spoken@", &format!("[{}]", beside.spoken.join(", ")))
        .replace("@currency@", currency)
        .replace("@registration@", &registration)
        .replace("@slug@", &new.slug)
        .replace("@kind@", kind.unwrap_or(PageKind::Page).as_str())
        .replace("@order@", if is_home { "1" } else { "50" })
        .replace("@today@", &new.today.to_string())
        .replace("@event-day@", &event_day.to_string())
        .replace("@organisation@", organisation)
}

/// A text as YAML reads it whatever is in it.
fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}

/// The kind that a page of this name mostly is: `code-of-conduct` is a code of conduct.
fn page_kind(slug: &str) -> Option<PageKind> {
    PageKind::ALL.into_iter().find(|kind| kind.as_str() == slug.replace('-', "_"))
}
