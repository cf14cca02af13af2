//! What couldn't be taken as it was, with its place in the old site.

/// What became of something that has no place in the new site as it was.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum LossKind {
    /// A page whose head can't be read.
    Head,
    /// A page in another format than Markdown.
    Format,
    /// A page without a text of its own, which a template filled.
    NoText,
    /// A page in a language that isn't taken.
    Language,
    /// A file beside another that is the same page.
    Twice,
    /// A translation that was a draft beside a published source.
    Draft,
    /// A key of a head.
    Key,
    /// A shortcode that is gone.
    Shortcode,
    /// A part of a shortcode: a second picture, a link around it.
    Part,
    /// A shortcode of which only the words inside are left.
    Words,
    /// HTML that is gone with what it held.
    Embedded,
    /// HTML of which only the words are left.
    Html,
    /// A link to what wasn't taken: it leads to the old site.
    Link,
    /// The place in a page to which a link led.
    Anchor,
    /// A link that can't be one here: only its words are left.
    Unlinked,
    /// What `spaces check` wouldn't take, shown as it was written or as its words.
    Tamed,
    /// A picture of another site, or one that isn't there: it is a link.
    Picture,
    /// A file that may not lie in a site of ours, or isn't there: the link leads to the old site.
    File,
    /// A picture that had no words; its name stands for them.
    Alt,
    /// A summary that was too long, or was made of the first words.
    Summary,
    /// An old address that can't be kept.
    Address,
    /// An entry of a menu.
    Menu,
    /// Something in the settings that is needed here and wasn't there.
    Setting,
}

impl LossKind {
    /// All of them, in the order of the report.
    pub const ALL: [LossKind; 23] = [
        Self::Head,
        Self::Format,
        Self::NoText,
        Self::Language,
        Self::Twice,
        Self::Draft,
        Self::Setting,
        Self::Key,
        Self::Shortcode,
        Self::Part,
        Self::Words,
        Self::Embedded,
        Self::Html,
        Self::Link,
        Self::Anchor,
        Self::Unlinked,
        Self::Tamed,
        Self::Picture,
        Self::File,
        Self::Alt,
        Self::Summary,
        Self::Address,
        Self::Menu,
    ];

    /// The heading in the report.
    #[must_use]
    pub fn said(self) -> &'static str {
        match self {
            Self::Head => "pages whose head can't be read; they were left out",
            Self::Format => "pages in another format than Markdown; they were left out",
            Self::NoText => "pages without a text of their own, filled by a template; they were left out",
            Self::Language => "pages in a language that wasn't taken; they were left out",
            Self::Twice => "files beside another one of the same page; they were left out",
            Self::Draft => "translations that were drafts beside a published text; they were left out",
            Self::Setting => "settings to look at",
            Self::Key => "keys of heads that have no place here",
            Self::Shortcode => "shortcodes that were left out",
            Self::Part => "parts of shortcodes: a second picture, a link around one",
            Self::Words => "shortcodes of which only the words inside were kept",
            Self::Embedded => "what HTML embedded; it was left out",
            Self::Html => "HTML of which only the words were kept",
            Self::Link => "links to what wasn't taken; they lead to the old site",
            Self::Anchor => "links to a place in a page that isn't there; they lead to the page",
            Self::Unlinked => {
                "links that can't be one here, for their address, for want of words, or as they lead to a draft; their words stay"
            }
            Self::Tamed => "what a site of ours can't have; its words stay, or it was left out",
            Self::Picture => "pictures that aren't there or are another site's; a link takes their place",
            Self::File => {
                "files that can't lie beside a text or aren't there; the link leads to the old site"
            }
            Self::Alt => "pictures without words; the name of the file stands for them and needs a person",
            Self::Summary => "summaries that were too long or are the first words of the text",
            Self::Address => "old addresses that can't be kept",
            Self::Menu => "entries of menus that lead to nothing here",
        }
    }

    /// Whether the whole page is missing in the new site.
    #[must_use]
    pub fn is_page(self) -> bool {
        matches!(self, Self::Head | Self::Format | Self::NoText | Self::Language | Self::Twice | Self::Draft)
    }
}

/// One thing.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Loss {
    /// What became of it.
    pub kind: LossKind,
    /// Its file below the old site.
    pub file: String,
    /// Its line, from 1.
    pub line: usize,
    /// What it was.
    pub what: String,
}

/// All of them.
#[derive(Debug, Default)]
pub(crate) struct Losses(Vec<Loss>);

impl Losses {
    pub(crate) fn add(&mut self, kind: LossKind, file: &str, line: usize, what: impl Into<String>) {
        self.0.push(Loss { kind, file: file.to_owned(), line, what: what.into() });
    }

    /// Sorted by what they are and where they stand.
    pub(crate) fn sorted(mut self) -> Vec<Loss> {
        self.0.sort();
        self.0.dedup();
        self.0
    }
}

impl From<Vec<Loss>> for Losses {
    fn from(losses: Vec<Loss>) -> Self {
        Self(losses)
    }
}
