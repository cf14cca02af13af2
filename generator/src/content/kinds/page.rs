//! A page's front matter → [`Page`]: what is the same in every language.

use jiff::civil::Date;

use super::{KindFacts, KindHead};
use crate::content::kinds::head;
use crate::content::{Day, FormId, Unsaid, words};
use crate::diagnostic::say;
use crate::front_matter::Checker;
use crate::time;
use crate::yaml::Located;

/// The facts of a page.
#[derive(Clone, Debug)]
pub struct Page {
    /// What the page is for.
    pub kind: PageKind,
    /// The form below the body.
    pub form: Option<FormId>,
    /// When somebody last read it with care.
    pub last_reviewed: Option<Date>,
    /// A text with legal weight: readers are told when it isn't in their language.
    pub legal_text: bool,
    /// Its place among its siblings, the smallest first.
    pub order: i64,
    /// An example, marked as such.
    pub demo: bool,
    /// The id of the page above it, if there is one.
    pub parent: Option<String>,
}

impl KindFacts for Page {
    fn rank(&self) -> i64 {
        self.order
    }

    fn form(&self) -> Option<&FormId> {
        self.form.as_ref()
    }

    fn parent(&self) -> Option<&str> {
        self.parent.as_deref()
    }

    fn page_kind(&self) -> Option<PageKind> {
        Some(self.kind)
    }

    fn is_text(&self) -> bool {
        self.form.is_none() && !matches!(self.kind, PageKind::Home | PageKind::Accessibility)
    }

    fn is_demo(&self) -> bool {
        self.demo
    }

    fn last_reviewed(&self) -> Option<Date> {
        self.last_reviewed
    }
}

words! {
    /// What a page is for.
    pub enum PageKind {
        /// Nothing in particular.
        Page = "page",
        /// The front page.
        Home = "home",
        /// Who we are.
        About = "about",
        /// What happens with data.
        Privacy = "privacy",
        /// How accessible the site is.
        Accessibility = "accessibility",
        /// Who paid.
        Funding = "funding",
        /// How to reach us.
        Contact = "contact",
        /// How we treat each other.
        CodeOfConduct = "code_of_conduct",
        /// What happens at a dinner.
        HowItWorks = "how_it_works",
        /// About mentors.
        Mentor = "mentor",
    }
}

head! {
    /// The head of a page's file.
    PageHeader {
        /// A shorter title for menus.
        Word "menuTitle" menu_title: Option<Located<String>> = "Mentors" .unsaid(Unsaid::Left);
        /// What the page is for.
        Fact "kind" kind: Option<Located<PageKind>> = "page" .required().in_new("@kind@");
        /// The form below the text.
        Fact "form" form: Option<Located<FormId>> = "mentor-request";
        /// When somebody last read it with care.
        Fact "lastReviewed" last_reviewed: Option<Located<Day>> = "\"2027-03-04\"";
        /// A text with legal weight: readers are told when it isn't in their language.
        Fact "legalText" legal_text: bool = "true";
        /// Its place among its siblings, the smallest first.
        Fact "order" order: i64 = "50" .in_new("@order@") .also_called(&["weight"]);
        /// An invented example: page, feed, calendar and letters say so, and search engines don't find it.
        Fact "demo" demo: bool = "true";
    }
}

impl PageHeader {
    /// Whether it says that it is of this kind.
    pub(crate) fn is(&self, kind: PageKind) -> bool {
        self.kind.as_ref().is_some_and(|written| written.value == kind)
    }
}

impl KindHead for PageHeader {
    type Facts = Page;

    const IS_TREE: bool = true;

    fn anchors(&self) -> &'static [&'static str] {
        if self.form.is_some() { &["form"] } else { &[] }
    }

    fn is_home(&self) -> bool {
        self.is(PageKind::Home)
    }

    fn facts(&self, checker: &mut Checker<'_>, parent: Option<String>) -> Option<Page> {
        let known = checker.known;
        let kind = checker.require("kind", self.kind.as_ref());
        if let Some(form) = &self.form {
            checker.reference(|name| say!("front.noForm", name), form, known.forms.iter().copied());
        }
        let last_reviewed = self.last_reviewed.as_ref();
        let last_reviewed = last_reviewed.and_then(|date| checker.take(time::date(checker.path, date)));
        Some(Page {
            kind: kind?.value,
            form: self.form.as_ref().map(|form| form.value.clone()),
            last_reviewed,
            legal_text: self.legal_text,
            order: self.order,
            demo: self.demo,
            parent,
        })
    }
}
