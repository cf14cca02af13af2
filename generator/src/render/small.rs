//! The pages that nobody looks for: thank-you, 404, the choice of language, redirects, the form shell.

use serde::Serialize;

use super::frame::{self, PageHeading};
use super::job::{Bodies, Job};
use super::page::TemplatePage;
use super::shelf::Shelf;
use crate::render::OutPath;
use crate::site::Redirect;
use crate::url::Url;
use crate::view::{Ctx, Switch};

/// The small pages of one language; those of the root belong to the default language.
pub(super) fn jobs<'s>(shelf: &'s Shelf<'_>) -> Vec<Job<'s>> {
    let ctx = &shelf.ctx;
    let thanks =
        ctx.site.forms.iter().map(|form| {
            Job::page(shelf, &ctx.url(&format!("thanks/{}/", form.id)), || Ok(thanks(shelf, form)))
        });
    let mut jobs: Vec<Job<'s>> = thanks.collect();
    let missing = |url: Url| Job::page(shelf, &url.clone(), move || Ok(not_found(shelf, url.clone())));
    jobs.push(missing(ctx.url("404.html")));
    let away =
        |url: Url, trouble| Job::page(shelf, &url.clone(), move || Ok(away(shelf, url.clone(), trouble)));
    jobs.extend(Trouble::ALL.map(|trouble| away(ctx.url(trouble.file()), trouble)));
    jobs.push(Job::page(shelf, &ctx.url("offline/"), || Ok(offline(shelf))));
    // Read by forms-fn and not by visitors.
    let path = OutPath::new(format!("forms/shells/{}.html", ctx.lang()));
    jobs.push(Job::page(shelf, &ctx.url("@@path@@"), || Ok(shell(shelf))).at(path));
    if ctx.lang() == ctx.default_lang() {
        jobs.push(missing(Url::of("404.html")));
        jobs.extend(Trouble::ALL.map(|trouble| away(Url::of(trouble.file()), trouble)));
        jobs.push(Job::page(shelf, &Url::default(), || Ok(root(shelf))));
        let path = OutPath::new("forms/desk/shell.html".to_owned());
        jobs.push(Job::page(shelf, &Url::of("desk/"), || Ok(desk_shell(shelf))).at(path));
    }
    let ours = ctx.site.redirects.iter().filter(|old| old.lang == *ctx.lang());
    jobs.extend(
        ours.map(|old| Job::page(shelf, &old.from, || Ok(redirect(shelf, old))).shows(Bodies::Nobody)),
    );
    jobs
}

/// Where a form leads when its answer comes without words of its own.
fn thanks(shelf: &Shelf<'_>, form: &forms::Definition) -> TemplatePage<'static> {
    let ctx = &shelf.ctx;
    let rest = format!("thanks/{}/", form.id);
    let heading = heading(ctx, "thanks", "thanks");
    TemplatePage::new(shelf, frame::helper(shelf, ctx.url(&rest), &rest, heading))
        .with("form_title", form.title.get(ctx.lang().as_str()))
        .with("text", &ctx.t("thanks.text"))
}

/// The switcher of a missing page leads to the home pages.
fn not_found(shelf: &Shelf<'_>, url: Url) -> TemplatePage<'static> {
    let heading = heading(&shelf.ctx, "not-found", "notFound");
    TemplatePage::new(shelf, frame::helper(shelf, url, "", heading))
        .with("text", &shelf.ctx.t("notFound.text"))
        .with("contact", &shelf.ctx.t("notFound.contact"))
        .with("is_missing", &true)
}

/// Why a server has to answer in the place of forms-fn.
#[derive(Clone, Copy)]
enum Trouble {
    /// It doesn't run, or takes too long.
    Unavailable,
    /// What was sent isn't handed on to it.
    TooLarge,
    /// Nothing is handed on from a preview.
    Preview,
}

impl Trouble {
    const ALL: [Trouble; 3] = [Trouble::Unavailable, Trouble::TooLarge, Trouble::Preview];

    /// The name by which the servers' files know the page.
    fn file(self) -> &'static str {
        match self {
            Self::Unavailable => "unavailable.html",
            Self::TooLarge => "too-large.html",
            Self::Preview => "preview.html",
        }
    }
}

/// What a server shows to somebody who has just pressed "send", when forms-fn can't.
fn away(shelf: &Shelf<'_>, url: Url, trouble: Trouble) -> TemplatePage<'static> {
    let ctx = &shelf.ctx;
    let (title, text) = match trouble {
        Trouble::Unavailable => ("away.title", "away.text"),
        Trouble::TooLarge => ("away.tooLargeTitle", "form.tooLarge"),
        Trouble::Preview => ("away.previewTitle", "away.previewText"),
    };
    let heading = PageHeading {
        template: "not-found",
        title: ctx.t(title),
        description: ctx.t(text),
        breadcrumbs: frame::crumbs(ctx, None),
    };
    TemplatePage::new(shelf, frame::helper(shelf, url, "", heading))
        .with("text", &ctx.t(text))
        .with("contact", &ctx.t("away.contact"))
        .with("is_missing", &false)
}

/// What the offline worker shows in place of a page that it doesn't have.
fn offline(shelf: &Shelf<'_>) -> TemplatePage<'static> {
    let ctx = &shelf.ctx;
    let heading = PageHeading {
        template: "offline",
        title: ctx.t("scripts.offlineTitle"),
        description: ctx.t("scripts.offlineText"),
        breadcrumbs: frame::crumbs(ctx, None),
    };
    TemplatePage::new(shelf, frame::helper(shelf, ctx.url("offline/"), "offline/", heading))
}

/// A language of the switcher, with the site's title and what is asked of the reader in it.
#[derive(Serialize)]
struct RootLanguage<'a> {
    #[serde(flatten)]
    switch: Switch,
    title: &'a str,
    choose: String,
}

/// `/`: the reader chooses; nothing is guessed from the browser.
fn root(shelf: &Shelf<'_>) -> TemplatePage<'static> {
    let ctx = &shelf.ctx;
    let languages = &ctx.site.config.languages;
    let heading = PageHeading {
        template: "root",
        // In a tab, the names of the languages say it to everybody.
        title: languages.iter().map(|language| &*language.name).collect::<Vec<_>>().join(" · "),
        description: ctx.site.config.description.get(ctx.lang()).to_owned(),
        breadcrumbs: Vec::new(),
    };
    let frame = frame::helper(shelf, Url::default(), "", heading);
    let languages = frame.languages.iter().cloned().zip(languages).map(|(switch, language)| RootLanguage {
        switch,
        title: ctx.site.config.title.get(&language.id),
        choose: ctx.site.text(&language.id).text("root.title"),
    });
    let languages: Vec<_> = languages.collect();
    TemplatePage::new(shelf, frame).with("languages", &languages)
}

/// A page at an old address that sends its reader on.
fn redirect(shelf: &Shelf<'_>, Redirect { from, to, .. }: &Redirect) -> TemplatePage<'static> {
    let ctx = &shelf.ctx;
    let heading = PageHeading {
        template: "redirect",
        title: ctx.t("redirect.title"),
        description: String::new(),
        breadcrumbs: frame::crumbs(ctx, None),
    };
    let mut frame = frame::helper(shelf, from.clone(), "", heading);
    frame.canonical = ctx.absolute(to);
    TemplatePage::new(shelf, frame).with("to", to)
}

/// The page that forms-fn fills: it replaces `@@title@@`, `@@main@@` and `@@path@@`.
fn shell(shelf: &Shelf<'_>) -> TemplatePage<'static> {
    let ctx = &shelf.ctx;
    let heading = PageHeading {
        template: "form-shell",
        title: "@@title@@".to_owned(),
        description: String::new(),
        breadcrumbs: frame::crumbs(ctx, None),
    };
    let url = ctx.url("@@path@@");
    TemplatePage::new(shelf, frame::helper(shelf, url, "@@path@@", heading))
        .with_html("main", Some("@@main@@"))
}

/// The page that forms-fn fills for organisers, in whichever language they read: all words of it come from there.
fn desk_shell(shelf: &Shelf<'_>) -> TemplatePage<'static> {
    let heading = PageHeading {
        template: "desk-shell",
        title: "@@title@@".to_owned(),
        description: String::new(),
        breadcrumbs: Vec::new(),
    };
    TemplatePage::new(shelf, frame::helper(shelf, Url::of("desk/"), "", heading))
        .with_html("main", Some("@@main@@"))
}

fn heading(ctx: &Ctx<'_>, template: &'static str, group: &str) -> PageHeading {
    PageHeading {
        template,
        title: ctx.t(&format!("{group}.title")),
        description: ctx.t(&format!("{group}.text")),
        breadcrumbs: frame::crumbs(ctx, None),
    }
}
