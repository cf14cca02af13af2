//! Every file on its own, in parallel; the result doesn't depend on the order.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::sync::Arc;

use rayon::prelude::*;

use super::ledger::{self, Ledger};
use super::published::{self, Published};
use super::{DocumentCache, LeftOut, Site, avoided, camera, gaps, memo, texts, theme_files, unused};
use crate::accessibility::{self, Checks};
use crate::config::{self, Config};
use crate::content::ThemeFolders;
use crate::diagnostic::{Code, Diagnostic, Names, Severity, any_error, nearest, say};
use crate::document::{self, Archive, Document, Setting};
use crate::entities::{self, Organisation, Topic};
use crate::glossary::{self, Glossary};
use crate::lang::Lang;
use crate::resources::{self, Resource};
use crate::slips;
use crate::source::{Checked, Original, Source, Unusable};
use crate::towns::{self, Towns};

/// Everything that was read, each file without the others.
#[derive(Debug)]
pub struct Parsed {
    /// From `site.yaml`.
    pub config: Config,
    /// In their order.
    pub organisations: Vec<Organisation>,
    /// By id.
    pub topics: Vec<Topic>,
    /// Offices that readers can ask, in the order of their file.
    pub resources: Vec<Resource>,
    /// What towns are called in each language.
    pub towns: Towns,
    /// The words of the site.
    pub glossary: Arc<Glossary>,
    /// By path.
    pub documents: Vec<Arc<Document>>,
    /// By id.
    pub forms: Vec<forms::Definition>,
    /// The words of the interface.
    pub texts: BTreeMap<Lang, forms::Texts>,
    /// What the site's files and the interface don't say in some language, one by one.
    pub gaps: Vec<Diagnostic>,
    /// Where documents were published before.
    pub(crate) ledger: Arc<Ledger>,
    /// Events as they were published before.
    pub(crate) published: Arc<Published>,
    /// What the accessibility checks found.
    pub checks: Checks,
    /// Files that hold nothing.
    pub left_out: Vec<LeftOut>,
    /// The ids of drafts that are left out of a preview, since something is wrong with them.
    pub(crate) faulty: BTreeSet<String>,
    /// Pictures and other files of the content.
    pub assets: BTreeMap<String, Checked>,
    /// Those of them that are pictures.
    pub pictures: BTreeMap<String, Original>,
    /// Those that are never published, and why.
    pub unusable: BTreeMap<String, Unusable>,
    /// Files of the theme that keep their names, below the root of the site.
    pub(crate) fixed: Vec<String>,
}

/// Parses every file; `None` only when `site.yaml` can't be used, for without its languages
/// nothing else can be judged.
#[must_use]
pub fn parse(source: &Source, kept: &DocumentCache) -> (Option<Parsed>, Vec<Diagnostic>) {
    let (config, mut problems) = config::parse(source);
    let Some(config) = config else { return (None, with_slips(source, problems)) };
    let (parsed, mut found) = of_files(source, config, kept);
    problems.append(&mut found);
    let mut problems = with_slips(source, problems);
    let gaps = gaps::take(&mut problems, &parsed.config);
    let mut parsed = Parsed { gaps, ..parsed };
    gaps::lend(&mut parsed);
    (Some(parsed), problems)
}

/// What each file holds under these settings, and what is wrong with it.
fn of_files(source: &Source, config: Config, kept: &DocumentCache) -> (Parsed, Vec<Diagnostic>) {
    let (organisations, mut problems) = entities::organisations(source, &config);
    let (topics, found) = entities::topics(source, &config);
    problems.extend(found);
    let countries = entities::countries(&organisations);
    let (forms, found) = forms(source, &config, &countries);
    problems.extend(found);
    let (mut texts, found) = texts::load(source, &config);
    texts::name_countries(&mut texts, &config, &countries);
    problems.extend(found);
    let (resources, found) = resources::parse(source, &config, &topics);
    problems.extend(found);
    let (ledger, found) = ledger::parse(source);
    problems.extend(found);
    let (published, found) = published::parse(source);
    problems.extend(found);
    let (checks, found) = accessibility::read(source, &config);
    problems.extend(found);
    let (towns, found) = towns::parse(source, &config);
    problems.extend(found);
    let (glossary, found) = glossary::parse(source, &config);
    problems.extend(found);
    problems.extend(avoided::in_files(source, &config, &glossary));
    let (documents, left_out, found) = documents(source, &config, &texts, &glossary, kept);
    problems.extend(found);
    let assets = source.assets.iter().filter(|(path, _)| path.starts_with("content/"));
    let assets = assets.map(|(path, file)| (path.clone(), file.clone())).collect();
    let fixed = fixed(source, &config);
    let (pictures, unusable) = (source.pictures.clone(), source.unusable.clone());
    problems.extend(camera::traces(source));
    problems.extend(unused::names(source, &config));
    problems.extend(theme_files::check(source, &config));
    problems.extend(left_out.iter().map(empty));
    let parsed = Parsed {
        config,
        organisations,
        topics,
        resources,
        towns,
        glossary: Arc::new(glossary),
        documents,
        forms,
        texts,
        gaps: Vec::new(),
        ledger: Arc::new(ledger),
        published: Arc::new(published),
        checks,
        left_out,
        faulty: BTreeSet::new(),
        assets,
        pictures,
        unusable,
        fixed,
    };
    (parsed, problems)
}

/// The paths of the theme's files that are published as they are.
fn fixed(source: &Source, config: &Config) -> Vec<String> {
    let folders = ThemeFolders::of(&config.theme);
    let assets = folders.below(&source.assets, "static/").into_values().map(|(path, _)| path);
    let texts = folders.below(&source.texts, "static/").into_values().map(|(path, _)| path);
    assets.chain(texts).map(str::to_owned).collect()
}

/// What is wrong with the files of settings and words whatever they hold. What a conflict breaks is no second problem.
fn with_slips(source: &Source, mut problems: Vec<Diagnostic>) -> Vec<Diagnostic> {
    for (path, text) in source.texts.iter().filter(|(path, _)| path.ends_with(".yaml")) {
        let mut found = slips::conflict(path, text);
        if found.is_empty() {
            found = slips::of_file(path, text);
            found.extend(slips::escaped(path, text));
            found.extend(slips::swallowed(path, text));
        }
        if any_error(&found) {
            problems.retain(|problem| problem.path != *path);
        }
        problems.extend(found);
    }
    problems
}

/// What came of one file: its document if it is sound, or that it is empty.
type Read = Result<memo::Parsed, LeftOut>;

fn documents(
    source: &Source,
    config: &Config,
    texts: &BTreeMap<Lang, forms::Texts>,
    glossary: &Glossary,
    kept: &DocumentCache,
) -> (Vec<Arc<Document>>, Vec<LeftOut>, Vec<Diagnostic>) {
    let languages: Vec<&str> = config.languages.iter().map(|language| language.id.as_str()).collect();
    let setting = Setting::new(&languages, texts, source, &kept.archive, kept.memo.keeps());
    let paths = source.documents();
    let one = |path: &&str| one(source, path, setting, glossary, kept);
    let parsed: Vec<Read> = paths.par_iter().map(one).collect();
    kept.archive.save();
    let (mut documents, mut left_out) = (Vec::with_capacity(parsed.len()), Vec::new());
    let mut problems = Vec::new();
    for file in parsed {
        match file {
            Err(empty) => left_out.push(empty),
            Ok((document, found)) => {
                problems.extend(found);
                documents.extend(document);
            }
        }
    }
    (documents, left_out, problems)
}

/// Parses a document of a site again, which was saved.
pub(crate) fn parse_again(
    source: &Source,
    site: &Site,
    path: &str,
    kept: &DocumentCache,
) -> Option<memo::Parsed> {
    let languages: Vec<&str> = site.config.languages.iter().map(|language| language.id.as_str()).collect();
    let setting = Setting::new(&languages, &site.texts, source, &kept.archive, kept.memo.keeps());
    one(source, path, setting, &site.glossary, kept).ok()
}

/// A document as it was parsed before, or as it is now.
fn one(source: &Source, path: &str, setting: Setting<'_>, glossary: &Glossary, kept: &DocumentCache) -> Read {
    // The archive keeps what was parsed and nothing of the glossary, which may change with every word.
    let number = setting.number ^ glossary.number();
    kept.memo.document(source, path, number, || document(source, path, setting, glossary))
}

/// The site with the words of the interface as they are now; `None` if something is wrong with them, or documents
/// have to be parsed again.
pub(crate) fn with_other_words(site: &Site, source: &Source) -> Option<Site> {
    let (texts, mut problems) = texts::load(source, &site.config);
    problems.extend(avoided::in_files(source, &site.config, &site.glossary));
    let languages: Vec<&str> = site.config.languages.iter().map(|language| language.id.as_str()).collect();
    let nothing = Archive::default();
    let number = |texts| Setting::new(&languages, texts, source, &nothing, false).number;
    let same = problems.is_empty() && number(&texts) == number(&site.texts);
    same.then(|| Site { texts, ..site.clone() })
}

fn empty(left: &LeftOut) -> Diagnostic {
    let message = say!("file.empty", path = &left.path);
    Diagnostic::warning(Code::FileEmpty, &left.path, None, message).with_hint(say!("file.emptyHint"))
}

/// Reads and parses a file; its text isn't kept.
fn document(source: &Source, path: &str, setting: Setting<'_>, glossary: &Glossary) -> Read {
    match source.text(path) {
        Ok(text) if text.is_empty() => Err(LeftOut { path: path.to_owned(), reason: say!("publish.empty") }),
        Ok(text) => {
            let (document, mut problems) = document::parse(path, &text, setting);
            let lang = document.as_ref().map(|document| document.lang.as_str());
            problems
                .extend(lang.into_iter().flat_map(|lang| avoided::in_document(path, &text, lang, glossary)));
            Ok((document, problems))
        }
        Err(problem) => Ok((None, vec![problem])),
    }
}

fn forms(source: &Source, config: &Config, countries: &[&str]) -> (Vec<forms::Definition>, Vec<Diagnostic>) {
    let languages: Vec<&str> = config.languages.iter().map(|language| language.id.as_str()).collect();
    let files: Vec<(&str, &String, &String)> = source
        .texts
        .iter()
        .filter_map(|(path, text)| {
            let id = path.strip_prefix("content/forms/")?.strip_suffix(".yaml")?;
            Some((id, path, text))
        })
        .collect();
    let words = texts::of_forms(source, config);
    let instead = config.instead();
    let setting = forms::Setting { languages: &languages, countries, instead: Some(&instead), words: &words };
    let parsed: Vec<_> = files
        .par_iter()
        .map(|(id, path, text)| (path, forms::Definition::parse_in(id, text, &setting)))
        .collect();
    let (mut definitions, mut problems) = (Vec::new(), words_of_none(&words, &files));
    for (path, (result, gaps)) in parsed {
        problems.extend(gaps.into_iter().map(|gap| as_warning(texts::diagnostic(path, gap))));
        match result {
            Ok(definition) => {
                problems.extend(without_letters(path, &definition));
                definitions.push(definition);
            }
            Err(faults) => problems.extend(faults.into_iter().map(|fault| texts::diagnostic(path, fault))),
        }
    }
    (definitions, problems)
}

/// Words of forms that the site doesn't have.
fn words_of_none(words: &[forms::FormWords], files: &[(&str, &String, &String)]) -> Vec<Diagnostic> {
    let known = || files.iter().map(|(id, ..)| *id);
    let of_file = |words: &forms::FormWords| {
        let path = texts::own(&Lang::new(&words.lang));
        let unknown = words.ids().filter(|(id, _)| !known().any(|known| known == *id));
        let problem = |(id, place): (&str, Range<usize>)| {
            let problem =
                Diagnostic::error(Code::FrontUnknownReference, &path, place, say!("front.noForm", name = id));
            problem.with_hint(match nearest(id, known()) {
                Some(near) => say!("hint.mean", name = near),
                None if files.is_empty() => say!("hint.noneYet"),
                None => say!("hint.thereAre", names = Names::of(known())),
            })
        };
        unknown.map(problem).collect::<Vec<_>>()
    };
    words.iter().flat_map(of_file).collect()
}

fn as_warning(problem: Diagnostic) -> Diagnostic {
    Diagnostic { severity: Severity::Warning, ..problem }
}

/// A form without `mails` is one that nobody hears of again: neither of a seat nor of an event that was cancelled.
fn without_letters(path: &str, definition: &forms::Definition) -> Option<Diagnostic> {
    if !definition.mails.is_empty() {
        return None;
    }
    let message = say!("form.noMails");
    let kinds = Names::of(definition.about.mail_kinds());
    let hint = say!("form.noMailsHint", kinds = kinds);
    Some(Diagnostic::warning(Code::FormNoMails, path, None, message).with_hint(hint))
}
