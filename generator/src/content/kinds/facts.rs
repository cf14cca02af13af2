//! What the rest of the program asks of the facts of any kind.

use std::collections::BTreeSet;
use std::fmt;
use std::ops::Deref;

use jiff::civil::Date;
use serde_json::Value;

use super::each_kind;
use super::event::EventKind;
use super::page::PageKind;
use crate::content::FormId;
use crate::front_matter::Picture;

/// The facts of a document. What a kind doesn't say otherwise is as for a document of nothing but words.
pub trait KindFacts: fmt::Debug + Send + Sync + 'static {
    /// Its place among those of its kind, the smallest first; equal ones stand by their ids.
    fn rank(&self) -> i64 {
        0
    }

    /// The picture.
    fn picture(&self) -> Option<&Picture> {
        None
    }

    /// The city it is about, for the search.
    fn city(&self) -> Option<&str> {
        None
    }

    /// The country it is about, for lists and the search.
    fn country(&self) -> Option<&str> {
        None
    }

    /// Ids of the organisations behind it.
    fn hosts(&self) -> &[String] {
        &[]
    }

    /// Ids of the topics it is about, for lists and the search.
    fn topics(&self) -> &[String] {
        &[]
    }

    /// The form below the body.
    fn form(&self) -> Option<&FormId> {
        None
    }

    /// The id of the document above it.
    fn parent(&self) -> Option<&str> {
        None
    }

    /// What happens there, if it is an event.
    fn event_kind(&self) -> Option<EventKind> {
        None
    }

    /// Whether it is for everybody: stands in lists, feeds and calendars, and is found.
    fn is_listed(&self) -> bool {
        self.event_kind().is_none_or(EventKind::is_public)
    }

    /// What the page is for.
    fn page_kind(&self) -> Option<PageKind> {
        None
    }

    /// Whether it is the front page.
    fn is_home(&self) -> bool {
        self.page_kind() == Some(PageKind::Home)
    }

    /// Whether its page is nothing but its text, so that one without a text is a slip.
    fn is_text(&self) -> bool {
        true
    }

    /// An invented example. Its page says so, its title does wherever it stands without the page, and programs are told
    /// nothing of it: no search engine, no structured data.
    fn is_demo(&self) -> bool {
        false
    }

    /// When somebody last read it with care.
    fn last_reviewed(&self) -> Option<Date> {
        None
    }

    /// Forgets the events that aren't among these published ones.
    fn keep_events(&mut self, _published: &BTreeSet<String>) {}

    /// What its template sees of it as `page.facts`.
    fn shown(&self) -> Value {
        Value::Null
    }
}

macro_rules! facts {
    ($($(#[doc = $doc:literal])+ $kind:ident $module:ident $folder:ident $head:ident;)+) => {
        /// The facts of a document of any kind.
        #[derive(Debug)]
        #[expect(clippy::large_enum_variant, reason = "there are hundreds at most, and each is moved once")]
        pub(crate) enum Facts {
            $($kind(super::$module::$kind),)+
        }

        impl Deref for Facts {
            type Target = dyn KindFacts;

            fn deref(&self) -> &Self::Target {
                match self {
                    $(Self::$kind(facts) => facts,)+
                }
            }
        }
    };
}
each_kind!(facts);
