//! The frames of the four kinds of page: documents, lists, helpers, and the shell for forms-fn.

use super::shelf::Shelf;
use crate::config::Section;
use crate::content::kinds::KindFacts;
use crate::lang::Lang;
use crate::site::Entry;
use crate::url::Url;
use crate::view::{Alternate, Crumb, Ctx, Frame, Notice, default_lang};

/// What the caller says of a page.
pub(super) struct PageHeading {
    pub(super) template: &'static str,
    pub(super) title: String,
    pub(super) description: String,
    pub(super) breadcrumbs: Vec<Crumb>,
}

/// A document: real translations are alternates, a fallback page points to its source. Search engines are to find nothing
/// invented, and nothing that isn't for everybody.
pub(super) fn document<F: KindFacts + ?Sized>(
    shelf: &Shelf<'_>,
    entry: &Entry<F>,
    template: &'static str,
    breadcrumbs: Vec<Crumb>,
) -> Frame {
    let ctx = &shelf.ctx;
    let title = ctx.outward_title(entry);
    let heading =
        PageHeading { template, title, description: ctx.text_of(entry).summary.clone(), breadcrumbs };
    let own = entry.is_translated(ctx.lang());
    let url = |lang: &Lang| entry.url(lang).clone();
    let home_of_text = if own { ctx.lang() } else { &entry.source };
    let mut frame = frame(shelf, url(ctx.lang()), heading);
    frame.canonical = ctx.absolute(&url(home_of_text));
    frame.languages = Frame::switcher(ctx, url, |lang| entry.is_translated(lang));
    frame.notice = Notice::of(ctx, &shelf.letter, entry);
    frame.is_fallback = !own;
    if own {
        frame.alternates = alternates(ctx, &entry.source, url, |lang| entry.is_translated(lang));
        frame.og_locales = og_locales(ctx, |lang| entry.is_translated(lang));
    }
    if !own || entry.facts.is_demo() || !entry.facts.is_listed() {
        frame.robots = Some("noindex");
    }
    if let Some(why) = ctx.site.unpublished.get(&entry.id).filter(|_| ctx.site.marks_drafts) {
        frame.unpublished =
            Some(format!("Not published: {}. This site was built with --drafts.", why.said()));
        frame.robots = Some("noindex");
    }
    frame
}

/// A page that every language has, at the same place: `rest` is its path below the language.
pub(super) fn list(shelf: &Shelf<'_>, rest: &str, heading: PageHeading) -> Frame {
    let ctx = &shelf.ctx;
    let url = |lang: &Lang| Url::in_language(lang, rest);
    let mut frame = frame(shelf, ctx.url(rest), heading);
    frame.languages = Frame::switcher(ctx, url, |_| true);
    frame.alternates = alternates(ctx, default_lang(ctx.site), url, |_| true);
    frame.og_locales = og_locales(ctx, |_| true);
    frame
}

/// A page that search engines leave out: thank-you pages, 404 and the like. Its switcher leads to
/// `/<lang>/` and `switch`.
pub(super) fn helper(shelf: &Shelf<'_>, path: Url, switch: &str, heading: PageHeading) -> Frame {
    let mut frame = frame(shelf, path, heading);
    frame.robots = Some("noindex");
    frame.languages = Frame::switcher(&shelf.ctx, |lang| Url::in_language(lang, switch), |_| true);
    frame
}

/// From the home page to a section: the breadcrumbs of everything in it.
pub(super) fn crumbs(ctx: &Ctx<'_>, section: Option<Section>) -> Vec<Crumb> {
    let mut crumbs = vec![Crumb { title: ctx.t("crumbs.home"), url: ctx.url("") }];
    crumbs.extend(section.map(|section| Crumb::to_section(ctx, section)));
    crumbs
}

fn frame(shelf: &Shelf<'_>, path: Url, heading: PageHeading) -> Frame {
    let ctx = &shelf.ctx;
    Frame {
        lang: ctx.lang().to_string(),
        dir: ctx.language.direction.as_str(),
        title: heading.title,
        description: heading.description,
        canonical: ctx.absolute(&path),
        robots: None,
        alternates: Vec::new(),
        menu: shelf.menu.on(&path),
        footer_menu: shelf.footer_menu.on(&path),
        languages: Vec::new(),
        breadcrumbs: heading.breadcrumbs,
        template: heading.template,
        path,
        notice: None,
        is_fallback: false,
        og_image: None,
        og_locale: og_locale(&ctx.language.locale),
        og_locales: Vec::new(),
        published: None,
        unpublished: None,
        things: Vec::new(),
    }
}

/// `en-GB` as Open Graph writes it.
fn og_locale(locale: &str) -> String {
    locale.replace('-', "_")
}

/// Those of the other languages that have the text.
fn og_locales(ctx: &Ctx<'_>, has: impl Fn(&Lang) -> bool) -> Vec<String> {
    let others = ctx.site.config.languages.iter().filter(|language| language.id != *ctx.lang());
    others.filter(|language| has(&language.id)).map(|language| og_locale(&language.locale)).collect()
}

/// One for each language that has the text, and `x-default`: the default language's, or else the source's.
fn alternates(
    ctx: &Ctx<'_>,
    source: &Lang,
    url: impl Fn(&Lang) -> Url,
    has: impl Fn(&Lang) -> bool,
) -> Vec<Alternate> {
    let alternate = |lang: &str, of: &Lang| Alternate { lang: lang.to_owned(), url: ctx.absolute(&url(of)) };
    let languages = ctx.site.config.languages.iter().filter(|language| has(&language.id));
    let mut alternates: Vec<Alternate> =
        languages.map(|language| alternate(language.id.as_str(), &language.id)).collect();
    let default = if has(ctx.default_lang()) { ctx.default_lang() } else { source };
    alternates.push(alternate("x-default", default));
    alternates
}
