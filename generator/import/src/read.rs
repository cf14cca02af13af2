//! Files → settings and pages, as the program that made the site reads them.

pub(crate) mod address;
pub(crate) mod head;
mod language;
mod settings;

use crate::files::Files;
use crate::loss::{LossKind, Losses};
use crate::site::{OldLanguage, OldPage, OldSite, Settings};
use crate::{ImportOptions, Program};

/// Reads the old site.
pub(crate) fn site(options: &ImportOptions, files: Files, losses: &mut Losses) -> Result<OldSite, String> {
    let mut settings = match options.program {
        Program::Hugo => settings::hugo(&files)?,
        Program::Zola => settings::zola(&files)?,
    };
    language::complete(&mut settings, &files);
    let is_wanted = |language: &OldLanguage| match options.languages.as_slice() {
        [] => !language.is_off,
        named => named.contains(&language.new_id()),
    };
    if let Some(none) = options
        .languages
        .iter()
        .find(|wanted| !settings.languages.iter().any(|language| language.new_id() == **wanted))
    {
        let there: Vec<String> = settings.languages.iter().map(|language| language.new_id()).collect();
        return Err(format!("the site has no language `{none}`; it has {}", there.join(", ")));
    }
    let mut old = OldSite { settings, pages: Vec::new(), statics: statics(&files), files, found: 0 };
    let paths: Vec<String> =
        old.files.below("content").filter(|path| is_page(path)).map(str::to_owned).collect();
    for path in &paths {
        old.found += 1;
        let Some((lang, key)) = language::of(&old.settings, path) else {
            losses.add(LossKind::Language, path, 1, "in no language's folder");
            continue;
        };
        let language = &old.settings.languages[lang];
        if !is_wanted(language) {
            losses.add(LossKind::Language, path, 1, language.new_id());
            continue;
        }
        if let Some(page) = page(options.program, &old.settings, &old.files, path, lang, key, losses) {
            old.pages.push(page);
        }
    }
    let is_left_out = |path: &&str| options.program == Program::Hugo && is_other_format(path);
    for path in old.files.below("content").filter(is_left_out) {
        old.found += 1;
        losses.add(LossKind::Format, path, 1, "");
    }
    if old.pages.is_empty() {
        return Err(format!("there is no page below `{}`", options.root.join("content").display()));
    }
    Ok(old)
}

fn is_page(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or(path);
    (path.ends_with(".md") || path.ends_with(".markdown")) && name != "README.md"
}

/// What Hugo reads beside Markdown.
fn is_other_format(path: &str) -> bool {
    let ending = path.rsplit_once('.').map_or("", |(_, ending)| ending);
    ["html", "htm", "adoc", "org", "rst", "pandoc", "pdc"].contains(&ending)
}

/// The folders whose files stand at the root: Zola has `content` itself, too.
fn statics(files: &Files) -> Vec<String> {
    let has = |folder: &&str| files.below(folder).next().is_some();
    ["static", "assets", "content"].into_iter().filter(has).map(str::to_owned).collect()
}

fn page(
    program: Program,
    settings: &Settings,
    files: &Files,
    path: &str,
    lang: usize,
    name: language::Named,
    losses: &mut Losses,
) -> Option<OldPage> {
    let cut = files.text(path).and_then(|text| head::cut(&text));
    let cut = match cut {
        Ok(cut) => cut,
        Err(why) => {
            losses.add(LossKind::Head, path, 1, why);
            return None;
        }
    };
    let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder).to_owned();
    let mut page = OldPage {
        file: path.to_owned(),
        lang,
        key: name.key,
        is_section: name.is_section,
        folder,
        head: cut.head,
        body: cut.body,
        lines_before: cut.lines_before,
        address: String::new(),
    };
    page.address = address::of(program, settings, &page);
    Some(page)
}
