//! The questions of a form for an organiser who types the answers: their names, what they take, and how to mend a wrong one.

use forms::{Code, Definition, Facts, Field, FieldError, Kind, Values};
use forms_fn::FormsFolder;
use forms_fn::office::nearest::nearest;

/// The language of our own words.
const OURS: &str = "en";

/// One line for each question that may be asked, in the order of the form.
pub(crate) fn all(definition: &Definition, lang: &str, facts: Option<&Facts>) -> String {
    let asked = |field: &&Field| facts.is_none_or(|facts| definition.may_be_asked(field, facts));
    let fields: Vec<&Field> = definition.fields.iter().filter(asked).collect();
    let width = fields.iter().map(|field| field.name.len()).max().unwrap_or_default();
    let line = |field: &&Field| {
        let needed = match (field.required, &field.when) {
            (true, None) => " (needed)",
            (true, Some(_)) => " (needed, where it is asked)",
            (false, _) => "",
        };
        let label = field.label.get(lang);
        let takes = takes(field, lang);
        format!("{:<width$}  {label}{needed}\n{:width$}  {takes}\n", field.name, "")
    };
    let mut text: String = fields.iter().map(line).collect();
    for set in &definition.at_least_one {
        text += &format!("At least one of these is needed: {}\n", set.fields.join(", "));
    }
    text
}

/// How to answer a question, as it is typed.
fn takes(field: &Field, lang: &str) -> String {
    let name = &field.name;
    let options = |options: &[forms::Choice]| {
        let all = options.iter().map(|option| format!("{} ({})", option.value, option.label.get(lang)));
        all.collect::<Vec<_>>().join(", ")
    };
    match &field.kind {
        Kind::Text { .. } | Kind::LongText { .. } => format!("write `{name}=TEXT`"),
        Kind::Email { .. } => format!("write `{name}=amal@example.org`"),
        Kind::Phone { .. } => format!("write `\"{name}=+47 12 34 56 78\"`"),
        Kind::Integer { min, max } => format!("write `{name}=` and a number from {min} to {max}"),
        Kind::Choice { options: all, .. } => format!("write `{name}=` and one of: {}", options(all)),
        Kind::Choices { options: all, .. } => {
            format!("write `{name}=` and one of these, again for each: {}", options(all))
        }
        Kind::Checkbox { .. } => format!("write `{name}=yes`"),
        Kind::Language { values } => {
            format!("write `{name}=` and one of: {}; without it, what --lang says", values.join(", "))
        }
        Kind::Country => format!("write `{name}=` and one of: {}", field.offered().join(", ")),
    }
}

/// What is wrong with one answer, and how to write it.
pub(crate) fn mend(
    site: &FormsFolder,
    definition: &Definition,
    error: &FieldError,
    values: &Values,
) -> String {
    let name = &error.field;
    if error.code == Code::Unknown {
        return format!("\n  {name}: {}", unknown(definition, name, values));
    }
    let mut line = format!("\n  {name}: {}", words(site, definition, error));
    if let Some(field) = definition.field(name).filter(|_| wants_example(error.code)) {
        line += &format!("\n    {}", takes(field, lang(site)));
    }
    line
}

/// The form has no such question: one that it has and that isn't answered is meant most often.
fn unknown(definition: &Definition, name: &str, values: &Values) -> String {
    let names: Vec<&str> = definition.fields.iter().map(|field| field.name.as_str()).collect();
    let plain = |name: &str| name.to_lowercase().replace(['_', '-', ' '], "");
    let same = names.iter().copied().find(|other| plain(other) == plain(name));
    match same.or_else(|| nearest(name, &names)).filter(|near| values.all(near).is_empty()) {
        Some(near) => format!("did you mean `{near}`?"),
        None => format!("the form asks no such question; there are: {}", names.join(", ")),
    }
}

/// Whether what to type is told beside what is wrong.
fn wants_example(code: Code) -> bool {
    matches!(
        code,
        Code::Required
            | Code::Option
            | Code::Accepted
            | Code::AtLeastOne { .. }
            | Code::Duplicate
            | Code::Phone
            | Code::Integer
            | Code::TooFew { .. }
    )
}

/// English, or the site's own language if it has no English.
fn lang(site: &FormsFolder) -> &str {
    let langs = [OURS, &site.manifest().default_language];
    langs.into_iter().find(|lang| site.texts(lang).is_some()).unwrap_or(OURS)
}

/// What the page would say.
fn words(site: &FormsFolder, definition: &Definition, error: &FieldError) -> String {
    let lang = lang(site);
    match site.texts(lang) {
        Some(texts) => error.message(definition, texts, lang),
        None => error.code.as_str().to_owned(),
    }
}
