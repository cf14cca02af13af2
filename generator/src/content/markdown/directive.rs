//! One directive line: `::: quote lang="uk" by="A baker"`, with every error that can arise there.

use super::attributes::{self, Attribute};
use super::context::Ctx;
use super::mask::MARK;
use super::{language, nearest, quotes};
use crate::diagnostic::{Code, say};
use std::ops::Range;

/// A directive with its values checked. Links are indices into the body's links.
#[derive(Clone, Debug)]
pub(super) enum Directive {
    /// Somebody's words, in their language.
    Quote { lang: Option<String>, by: Option<String> },
    /// A picture; the content is its caption.
    Figure { link: usize, alt: String },
    /// A link to a video, of which nothing loads before a click; the content is its transcript.
    Video { link: usize, title: String, lang: Option<String>, minutes: Option<u32> },
    /// A link that looks like a button; the content is its words.
    Call { link: usize },
}

/// What a `:::` line says.
pub(super) enum DirectiveLine {
    /// A directive begins; `None` when it has an error, which is reported.
    Open(Option<Directive>),
    /// The innermost directive ends.
    Close,
}

struct DirectiveShape {
    name: &'static str,
    required: &'static [&'static str],
    optional: &'static [&'static str],
}

const SHAPES: [DirectiveShape; 4] = [
    DirectiveShape { name: "quote", required: &[], optional: &["lang", "by"] },
    DirectiveShape { name: "figure", required: &["src", "alt"], optional: &[] },
    DirectiveShape { name: "video", required: &["src", "title"], optional: &["lang", "minutes"] },
    DirectiveShape { name: "call", required: &["to"], optional: &[] },
];

/// Reads the directive line at `span`.
pub(super) fn read(ctx: &mut Ctx<'_>, span: &Range<usize>) -> DirectiveLine {
    let rest = ctx.source(span).strip_prefix(MARK).unwrap_or_default();
    let words = rest.trim();
    if words.is_empty() {
        return DirectiveLine::Close;
    }
    let name = words.split(|c: char| c.is_whitespace()).next().unwrap_or_default();
    let start = span.start + MARK.len() + (rest.len() - rest.trim_start().len());
    let Some(shape) = SHAPES.iter().find(|shape| shape.name == name) else {
        let names = SHAPES.map(|shape| shape.name);
        ctx.error(
            Code::DirectiveUnknown,
            &(start..start + name.len()),
            say!("directive.unknown", name),
            nearest::hint(name, &names),
        );
        return DirectiveLine::Open(None);
    };
    let at = start + name.len();
    match attributes::read(&words[name.len()..], at) {
        Ok(attributes) => DirectiveLine::Open(check(ctx, shape, &attributes, start..at)),
        Err(slip) => {
            ctx.error(Code::DirectiveSyntax, &slip.span, say!("directive.syntax", name), slip.hint);
            DirectiveLine::Open(None)
        }
    }
}

/// The directive, if its attributes are known, complete and sensible.
fn check(
    ctx: &mut Ctx<'_>,
    shape: &DirectiveShape,
    attributes: &[Attribute],
    name: Range<usize>,
) -> Option<Directive> {
    let before = ctx.problems.len();
    report_unknown(ctx, shape, attributes);
    for required in shape.required {
        if !attributes.iter().any(|attribute| attribute.name == *required) {
            ctx.error(
                Code::DirectiveMissing,
                &name,
                say!("directive.needs", name = shape.name, required),
                say!("directive.needsHint", required),
            );
        }
    }
    for attribute in attributes {
        check_value(ctx, attribute);
    }
    (ctx.problems.len() == before).then(|| build(ctx, shape.name, attributes))
}

fn report_unknown(ctx: &mut Ctx<'_>, shape: &DirectiveShape, attributes: &[Attribute]) {
    let known = [shape.required, shape.optional].concat();
    for (index, attribute) in attributes.iter().enumerate() {
        let name = &attribute.name;
        if !known.contains(&name.as_str()) {
            let message = say!("directive.noAttribute", shape = shape.name, name);
            ctx.error(Code::DirectiveAttribute, &attribute.name_span, message, nearest::hint(name, &known));
        } else if let Some(first) = attributes[..index].iter().find(|first| first.name == *name) {
            let see = (&first.name_span, say!("directive.first"));
            ctx.error_after(
                Code::DirectiveAttribute,
                &attribute.name_span,
                say!("directive.twice", name),
                see,
                say!("hint.removeOne"),
            );
        }
    }
}

fn check_value(ctx: &mut Ctx<'_>, Attribute { name, value, value_span, name_span }: &Attribute) {
    let whole = name_span.start..value_span.end + 1;
    match name.as_str() {
        "alt" if value.trim().is_empty() => {
            ctx.error(Code::AltMissing, &whole, say!("directive.noAlt"), say!("directive.noAltHint"))
        }
        "lang" if !language::is_tag(value) => {
            let message = say!("directive.noLanguage", value);
            ctx.error(Code::DirectiveValue, &whole, message, say!("directive.languageHint"));
        }
        "minutes" if !value.parse().is_ok_and(|minutes: u32| (1..1000).contains(&minutes)) => {
            let message = say!("directive.noMinutes", value);
            ctx.error(Code::DirectiveValue, &whole, message, say!("directive.minutesHint"));
        }
        _ if value.trim().is_empty() => {
            ctx.error(
                Code::DirectiveValue,
                &whole,
                say!("directive.empty", name),
                say!("directive.emptyHint"),
            );
        }
        _ => {}
    }
}

fn build(ctx: &mut Ctx<'_>, name: &str, attributes: &[Attribute]) -> Directive {
    let find = |name: &str| attributes.iter().find(|attribute| attribute.name == name);
    let words = |name: &str| find(name).map(|attribute| quotes::curl_text(ctx.lang, &attribute.value));
    let code = |name: &str| find(name).map(|attribute| attribute.value.clone());
    let (by, alt, title) = (words("by"), words("alt"), words("title"));
    let mut link = |name: &str, image: bool| {
        // `check` has seen that the required attributes are there.
        find(name).map_or(0, |target| ctx.link(target.value.trim(), target.value_span.clone(), image))
    };
    match name {
        "figure" => Directive::Figure { link: link("src", true), alt: alt.unwrap_or_default() },
        "video" => Directive::Video {
            link: link("src", false),
            title: title.unwrap_or_default(),
            lang: code("lang"),
            minutes: code("minutes").and_then(|minutes| minutes.parse().ok()),
        },
        "call" => Directive::Call { link: link("to", false) },
        _ => Directive::Quote { lang: code("lang"), by },
    }
}
