//! The words of the interface, and whether every language says all of them.
//!
//! A theme brings `texts/<lang>.yaml`; `content/texts/<lang>.yaml` may lay other words over them.

use std::collections::BTreeMap;

use forms::{Fault, Texts};
use rayon::prelude::*;

use crate::config::Config;
use crate::diagnostic::{Arg, Code, Diagnostic, Names, Sentence, nearest, say};
use crate::lang::Lang;
use crate::source::Source;

/// The words of one language and the files they came from, the last one first.
struct Layers<'a> {
    lang: &'a Lang,
    texts: Texts,
    files: Vec<(String, Texts)>,
}

impl Layers<'_> {
    /// A problem at the words of a key.
    fn problem(&self, code: Code, key: &str, message: Sentence) -> Diagnostic {
        let place = self.files.iter().find_map(|(path, texts)| Some((path, texts.offset(key)?)));
        match place {
            Some((path, span)) => Diagnostic::error(code, path, span, message),
            None => Diagnostic::error(code, self.path(), None, message),
        }
    }

    /// The theme's file, where missing words belong.
    fn path(&self) -> &str {
        self.files.last().map_or("", |(path, _)| path)
    }
}

/// The values that a group of words names in the default language, besides `other`.
pub(super) fn names<'a>(texts: &'a BTreeMap<Lang, Texts>, config: &Config, group: &str) -> Vec<&'a str> {
    let of_default = texts.get(&config.default_language().id).into_iter().flat_map(Texts::keys);
    of_default.filter_map(|key| key.strip_prefix(group)).filter(|name| *name != "other").collect()
}

/// Reads the words of all languages and compares them with the default language's.
pub(super) fn load(source: &Source, config: &Config) -> (BTreeMap<Lang, Texts>, Vec<Diagnostic>) {
    let mut problems = Vec::new();
    let mut languages = Vec::new();
    let read: Vec<_> =
        config.languages.par_iter().map(|language| layers(source, config, &language.id)).collect();
    for result in read {
        match result {
            Ok(layers) => languages.push(layers),
            Err(found) => problems.extend(found),
        }
    }
    // Without the default language nothing can be compared; that it is missing has been said.
    let default = &config.default_language().id;
    if let Some(model) = languages.iter().find(|layers| layers.lang == default) {
        for layers in languages.iter().filter(|layers| layers.lang != default) {
            problems.extend(compare(model, layers));
        }
    }
    for layers in &languages {
        problems.extend(layers.texts.keys().flat_map(|key| plurals(layers, key)));
    }
    (languages.into_iter().map(|layers| (layers.lang.clone(), layers.texts)).collect(), problems)
}

fn layers<'a>(source: &Source, config: &Config, lang: &'a Lang) -> Result<Layers<'a>, Vec<Diagnostic>> {
    let theme = format!("themes/{}/texts/{lang}.yaml", config.theme);
    let Some(yaml) = source.texts.get(&theme) else {
        let message = say!("text.noFile", lang);
        let hint = say!("text.noFileHint", theme);
        let problem = Diagnostic::error(Code::TextUntranslated, theme, None, message);
        return Err(vec![problem.with_hint(hint).about([lang])]);
    };
    let parse = |path: &str, yaml: &str| {
        Texts::parse(lang.as_str(), yaml).map_err(|faults| {
            let problem = |fault| diagnostic(path, fault).about([lang]);
            faults.into_iter().map(problem).collect::<Vec<_>>()
        })
    };
    let mut texts = parse(&theme, yaml)?;
    let mut files = vec![(theme, texts.clone())];
    let own = format!("content/texts/{lang}.yaml");
    if let Some(yaml) = source.texts.get(&own) {
        let over = parse(&own, yaml)?;
        texts.extend(over.clone());
        files.insert(0, (own, over));
    }
    Ok(Layers { lang, texts, files })
}

/// Every key of the default language, no other, and the same placeholders.
fn compare(model: &Layers<'_>, layers: &Layers<'_>) -> Vec<Diagnostic> {
    let mut problems = Vec::new();
    for key in model.texts.keys() {
        let (Some(ours), theirs) = (model.texts.get(key), layers.texts.get(key)) else { continue };
        let Some(theirs) = theirs else {
            let message = say!("text.noWords", key, lang = &layers.lang);
            let problem = Diagnostic::error(Code::TextUntranslated, layers.path(), None, message);
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
    Diagnostic::error(fault.code.into(), path, fault.offset, fault.message)
        .with_hints(fault.hint)
        .about(fault.langs)
}
