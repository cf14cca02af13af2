//! The words of the interface, and which of them a language lacks.
//!
//! A theme brings `texts/<lang>.yaml`, which stands over the default theme's; `content/texts/<lang>.yaml` may lay other words
//! over them, or be all that there is in a language. Missing words are those of another language, and stop nothing.

use std::collections::{BTreeMap, BTreeSet};

use forms::{Fault, FormWords, Message, Texts};
use rayon::prelude::*;

use crate::config::Config;
use crate::content::ThemeFolders;
use crate::content::names::{self, DisplayNames};
use crate::diagnostic::{Arg, Code, Diagnostic, Names, Sentence, nearest, say};
use crate::lang::{Lang, Language};
use crate::source::{Source, theme_text};

/// What lends words when no other language does.
const ENGLISH: &str = "en";

/// The words of one language and the files they came from, the last one first.
struct Layers<'a> {
    lang: &'a Lang,
    texts: Texts,
    files: Vec<(String, Texts)>,
    /// The file where missing words belong: the theme's, or the site's own where the theme is the program's.
    home: String,
}

impl Layers<'_> {
    /// A problem at the words of a key.
    fn problem(&self, code: Code, key: &str, message: Sentence) -> Diagnostic {
        let place = self.files.iter().find_map(|(path, texts)| Some((path, texts.offset(key)?)));
        match place {
            Some((path, span)) => Diagnostic::error(code, path, span, message),
            None => Diagnostic::error(code, &self.home, None, message),
        }
    }
}

/// The words of every language of the site, with what other languages lend it.
///
/// What a language lacks is a warning each. Names of countries, languages and cities lack nowhere: CLDR has them.
pub(super) fn load(source: &Source, config: &Config) -> (BTreeMap<Lang, Texts>, Vec<Diagnostic>) {
    let mut problems = Vec::new();
    let mut languages = Vec::new();
    let lenders = lenders(source, config);
    let all: Vec<&Lang> = config.languages.iter().map(|language| &language.id).chain(&lenders).collect();
    let read: Vec<_> = all.par_iter().map(|lang| layers(source, config, lang)).collect();
    for result in read {
        match result {
            Ok(layers) => languages.push(layers),
            Err(found) => problems.extend(found),
        }
    }
    // Without the default language nothing can be compared; what is wrong with it has been said.
    let default = config.default_language();
    let Some(at) = languages.iter().position(|layers| layers.lang == &default.id) else {
        return (done(languages, config), problems);
    };
    let raw: BTreeMap<Lang, Texts> =
        languages.iter().map(|layers| (layers.lang.clone(), layers.texts.clone())).collect();
    let mut model = raw[&default.id].clone();
    default
        .instead
        .iter()
        .chain(&lenders)
        .filter_map(|lang| raw.get(lang))
        .for_each(|texts| model.borrow_from(texts));
    // What the default theme says in any language is known, whichever language comes first.
    let base = ThemeFolders::of(&config.theme).all().last().unwrap_or_default().to_owned();
    let of_theme = languages.iter().flat_map(|layers| &layers.files);
    let of_theme = of_theme.filter(|(path, _)| path.starts_with(&base));
    of_theme.for_each(|(_, texts)| model.borrow_from(texts));
    let own = &languages[at];
    let whole = Layers { lang: &default.id, texts: model, files: own.files.clone(), home: own.home.clone() };
    problems.extend(unknown(source, &languages, own));
    for layers in languages.iter().filter(|layers| !lenders.contains(layers.lang)) {
        problems.extend(compare(&whole, layers));
        problems.extend(layers.texts.keys().flat_map(|key| plurals(layers, key)));
    }
    for layers in &mut languages {
        if let Some(language) = config.languages.iter().find(|language| &language.id == layers.lang) {
            lend(layers, language, &raw, &whole.texts);
        }
    }
    (done(languages, config), problems)
}

/// Words of the first language that nothing shows: no theme has the key in any language, and no template names it. Other languages
/// are compared with the first one.
fn unknown(source: &Source, languages: &[Layers<'_>], first: &Layers<'_>) -> Vec<Diagnostic> {
    let of_themes = |layers| -> Vec<&str> {
        let Layers { files, .. }: &Layers<'_> = layers;
        files
            .iter()
            .filter(|(path, _)| path.starts_with("themes/"))
            .flat_map(|(_, texts)| texts.keys())
            .collect()
    };
    let known: BTreeSet<&str> = languages.iter().flat_map(of_themes).collect();
    let Some((path, texts)) = first.files.iter().find(|(path, _)| path.starts_with("content/")) else {
        return Vec::new();
    };
    let named = |text: &str| {
        source.texts.iter().any(|(path, template)| path.ends_with(".html") && template.contains(text))
    };
    // Of a group that has words for all others, any value may have its own: `stories.in.DE`.
    let is_one_of = |key: &str| {
        let group = key.rsplit_once('.').map(|(group, _)| group);
        group.is_some_and(|group| {
            known.contains(&*format!("{group}.other")) || named(&format!("\"{group}.\""))
        })
    };
    let is_unknown = |key: &&str| {
        !known.is_empty()
            && !known.contains(key)
            && !names::is_name(key)
            && !is_one_of(key)
            && !named(&format!("\"{key}\""))
    };
    // What the program itself says stands in its own theme, whatever the site's has.
    let suspects: Vec<&str> = texts.keys().filter(is_unknown).collect();
    let own = if suspects.is_empty() { None } else { theme_text("texts/en.yaml") };
    let own = own.and_then(|yaml| Texts::parse(ENGLISH, &yaml).ok()).unwrap_or_default();
    let unknown = suspects.into_iter().filter(|key| own.get(key).is_none()).map(|key| {
        let near = nearest(key, known.iter().copied()).map(|name| say!("hint.mean", name));
        let problem =
            Diagnostic::error(Code::TextUnknown, path, texts.offset(key), say!("text.unknownKey", key));
        problem.with_hint(near.unwrap_or_else(|| say!("text.unknownKeyHint", lang = first.lang)))
    });
    unknown.collect()
}

/// Those of the site itself.
fn done(languages: Vec<Layers<'_>>, config: &Config) -> BTreeMap<Lang, Texts> {
    let is_ours = |layers: &Layers<'_>| config.languages.iter().any(|language| &language.id == layers.lang);
    let ours = languages.into_iter().filter(is_ours);
    ours.map(|layers| (layers.lang.clone(), layers.texts)).collect()
}

/// Languages that the site doesn't have and whose words of the theme it may show.
fn lenders(source: &Source, config: &Config) -> Vec<Lang> {
    let named = config.languages.iter().flat_map(|language| language.instead.iter().cloned());
    let mut lenders: Vec<Lang> = Vec::new();
    for lang in named.chain([Lang::new(ENGLISH)]) {
        let is_ours = config.languages.iter().any(|language| language.id == lang);
        if !is_ours
            && !lenders.contains(&lang)
            && of_themes(config, &lang).any(|path| source.texts.contains_key(&path))
        {
            lenders.push(lang);
        }
    }
    lenders
}

/// Puts names and other languages' words where a language has none.
fn lend(layers: &mut Layers<'_>, language: &Language, raw: &BTreeMap<Lang, Texts>, whole: &Texts) {
    let names = DisplayNames::of(&language.locale);
    let missing: Vec<&str> = whole.keys().filter(|key| layers.texts.get(key).is_none()).collect();
    for key in missing {
        if let Some(name) = names.word(key) {
            layers.texts.name(key, name);
        }
    }
    let clocks: Vec<&str> = whole.keys().filter(|key| names::is_clock(key)).collect();
    let own: Vec<&str> = clocks.iter().copied().filter(|key| layers.texts.get(key).is_some()).collect();
    language
        .instead
        .iter()
        .filter_map(|lang| raw.get(lang))
        .for_each(|texts| layers.texts.borrow_from(texts));
    layers.texts.borrow_from(whole);
    // A city has its name in each language; a whole sentence in another one would be worse.
    for key in clocks.iter().filter(|key| !own.contains(key)) {
        layers.texts.take(key);
    }
}

/// Names the countries of the network for the forms, in each language that has no words of its own for them.
pub(super) fn name_countries(texts: &mut BTreeMap<Lang, Texts>, config: &Config, countries: &[&str]) {
    for language in &config.languages {
        let Some(texts) = texts.get_mut(&language.id) else { continue };
        let names = DisplayNames::of(&language.locale);
        for code in countries {
            let key = format!("form.countries.{code}");
            if let (None, Some(name)) = (texts.get(&key), names.country(code)) {
                texts.name(&key, name);
            }
        }
    }
}

/// The words that a language lacks, each with those that readers see instead, in the order of their file. The language needn't
/// be one of the site yet.
pub(crate) fn lacking(source: &Source, config: &Config, lang: &Lang) -> Vec<(String, Message)> {
    let (texts, _) = load(source, config);
    let language = config.languages.iter().find(|language| language.id == *lang);
    let instead = language.and_then(|language| language.instead.first());
    let default = texts.get(&config.default_language().id);
    let Some(seen) = instead.and_then(|lang| texts.get(lang)).or(default) else { return Vec::new() };
    let own = layers(source, config, lang).map(|layers| layers.texts).unwrap_or_default();
    let place = |key: &str| default.and_then(|texts| texts.position(key));
    let mut keys: Vec<&str> =
        seen.keys().filter(|key| own.get(key).is_none() && !names::is_name(key)).collect();
    // What has no place comes from elsewhere, and stands at the end.
    keys.sort_by_key(|key| (place(key).is_none(), place(key)));
    keys.into_iter().filter_map(|key| Some((key.to_owned(), seen.get(key)?.clone()))).collect()
}

/// The files of the themes, the default one's first.
fn of_themes(config: &Config, lang: &Lang) -> impl Iterator<Item = String> + use<> {
    let folders = ThemeFolders::of(&config.theme);
    let paths: Vec<String> = folders.all().rev().map(|folder| format!("{folder}texts/{lang}.yaml")).collect();
    paths.into_iter()
}

/// The site's own words of a language.
pub(crate) fn own(lang: &Lang) -> String {
    format!("content/texts/{lang}.yaml")
}

/// A file, whatever the case of its letters: `zh-hans.yaml` is meant for `zh-Hans`.
fn file<'s>(source: &'s Source, path: &str) -> Option<(&'s String, &'s String)> {
    let folder = &path[..=path.rfind('/')?];
    let near = || source.texts.range(folder.to_owned()..).take_while(|(other, _)| other.starts_with(folder));
    source.texts.get_key_value(path).or_else(|| near().find(|(other, _)| other.eq_ignore_ascii_case(path)))
}

/// What the languages' own files say of forms.
pub(super) fn of_forms(source: &Source, config: &Config) -> Vec<FormWords> {
    let read = |language: &Language| {
        let (_, yaml) = file(source, &own(&language.id))?;
        Some(FormWords::parse(language.id.as_str(), yaml))
    };
    config.languages.iter().filter_map(read).collect()
}

fn layers<'a>(source: &Source, config: &Config, lang: &'a Lang) -> Result<Layers<'a>, Vec<Diagnostic>> {
    let parse = |path: &str, yaml: &str| {
        Texts::parse(lang.as_str(), yaml).map_err(|faults| {
            let problem = |fault| diagnostic(path, fault).about([lang]);
            faults.into_iter().map(problem).collect::<Vec<_>>()
        })
    };
    let mut texts = Texts::parse(lang.as_str(), "").expect("nothing has no faults");
    let mut files = Vec::new();
    for path in of_themes(config, lang).chain([own(lang)]) {
        if let Some((path, yaml)) = file(source, &path) {
            let layer = parse(path, yaml)?;
            texts.extend(layer.clone());
            files.insert(0, (path.clone(), layer));
        }
    }
    let folders = ThemeFolders::of(&config.theme);
    let theme = folders.on_disk(source.has_program_theme).map(|folder| format!("{folder}texts/{lang}.yaml"));
    Ok(Layers { lang, texts, files, home: theme.unwrap_or_else(|| own(lang)) })
}

/// Every key of the default language, if not in words of its own, no other, and the same placeholders.
fn compare(model: &Layers<'_>, layers: &Layers<'_>) -> Vec<Diagnostic> {
    let mut problems = Vec::new();
    for key in model.texts.keys() {
        let (Some(ours), theirs) = (model.texts.get(key), layers.texts.get(key)) else { continue };
        let Some(theirs) = theirs else {
            if names::is_name(key) {
                continue;
            }
            let message = say!("text.noWords", key, lang = &layers.lang);
            let problem = Diagnostic::warning(Code::TextUntranslated, &layers.home, None, message);
            let hint = say!("text.noWordsHint", lang = &model.lang);
            let problem = problem.with_hint(hint).about([layers.lang]);
            problems.push(see(problem, model, key));
            continue;
        };
        let (ours, theirs) = (ours.placeholders(), theirs.placeholders());
        if ours != theirs {
            let list = |names: &std::collections::BTreeSet<String>| match names.is_empty() {
                true => Arg::from(say!("names.none")),
                false => Arg::from(Names::of(names)),
            };
            let message = say!("text.placeholders", key, lang = &model.lang);
            let problem = layers.problem(Code::TextPlaceholders, key, message);
            let problem =
                problem.with_hint(say!("text.placeholdersHint", here = list(&theirs), there = list(&ours)));
            problems.push(see(problem, model, key));
        }
    }
    for key in layers.texts.keys().filter(|key| model.texts.get(key).is_none()) {
        let message = say!("text.unknown", key, lang = &model.lang);
        let hint = nearest(key, model.texts.keys()).map(|name| say!("hint.mean", name));
        problems.push(layers.problem(Code::TextUnknown, key, message).with_hints(hint));
    }
    problems
}

fn see(problem: Diagnostic, model: &Layers<'_>, key: &str) -> Diagnostic {
    let place = model.files.iter().find_map(|(path, texts)| Some((path, texts.offset(key)?)));
    match place {
        Some((path, span)) => problem.with_see(path, span, say!("see.wordsIn", lang = &model.lang)),
        None => problem,
    }
}

/// A plural has exactly the forms that CLDR asks of its language. One problem for a message, however many plurals it has.
fn plurals(layers: &Layers<'_>, key: &str) -> Option<Diagnostic> {
    let asked = forms::plural_categories(layers.lang.as_str());
    let given = layers.texts.get(key)?.categories();
    if given.iter().all(|given| *given == asked) {
        return None;
    }
    let problem = layers.problem(Code::TextPlural, key, say!("text.plural", key, lang = &layers.lang));
    Some(problem.with_hint(say!("hint.write", names = Names::of(asked))))
}

/// A fault that `forms` found, in our form.
pub(super) fn diagnostic(path: &str, fault: Fault) -> Diagnostic {
    let own = fault.words_of.as_deref().map(|lang| own(&Lang::new(lang)));
    Diagnostic::error(fault.code.into(), own.unwrap_or_else(|| path.to_owned()), fault.offset, fault.message)
        .with_hints(fault.hint)
        .about(fault.langs)
}
