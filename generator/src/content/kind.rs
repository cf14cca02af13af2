//! Which kinds of documents there are, and where those of each stand. What a kind's documents hold is in `kinds`.

/// The folder of a kind's lists of countries.
const COUNTRY: &str = "country";

/// The folder of its lists of topics.
const TOPIC: &str = "topic";

/// The folder of its lists of what happens: dinners, courses.
const SORT: &str = "kind";

/// Gives all kinds to a macro: the kind, which is the name of its facts, too, its module, its folder below `content` and its
/// head.
macro_rules! each_kind {
    ($make:ident) => {
        $make! {
            /// Somebody's story.
            Story story stories StoryHeader;
            /// An evening, a day, a talk.
            Event event events EventHeader;
            /// A dated text: news, an article, a note.
            Post post posts PostHeader;
            /// Any other page.
            Page page pages PageHeader;
        }
    };
}
pub(crate) use each_kind;

macro_rules! kind {
    ($($(#[doc = $doc:literal])+ $kind:ident $module:ident $folder:ident $head:ident;)+) => {
        /// What a document is.
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
        pub enum Kind {
            $($(#[doc = $doc])+ $kind,)+
        }

        impl Kind {
            /// All of them.
            pub const ALL: [Self; [$(Self::$kind),+].len()] = [$(Self::$kind),+];

            /// As the command line calls it, and the template of its pages: `story`.
            #[must_use]
            pub fn name(self) -> &'static str {
                match self {
                    $(Self::$kind => stringify!($module),)+
                }
            }

            /// Its folder below `content`, which begins ids and addresses: `stories`.
            #[must_use]
            pub fn folder(self) -> &'static str {
                match self {
                    $(Self::$kind => stringify!($folder),)+
                }
            }
        }
    };
}
each_kind!(kind);

impl Kind {
    /// The kind of this name.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }

    /// The kind of a folder below `content`.
    #[must_use]
    pub fn of_folder(folder: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.folder() == folder)
    }

    /// The kind of what has this id: `stories/bread`.
    #[must_use]
    pub fn of_id(id: &str) -> Option<Self> {
        id.split('/').next().and_then(Self::of_folder)
    }

    /// What follows its folder in the id of one of its documents: `bread` of `stories/bread`; `None` for another kind's.
    #[must_use]
    pub fn name_in(self, id: &str) -> Option<&str> {
        id.strip_prefix(self.folder())?.strip_prefix('/')
    }

    /// Where the list of all its documents stands below a language: `stories/`.
    #[must_use]
    pub fn list(self) -> String {
        format!("{}/", self.folder())
    }

    /// Where the list of those of a country stands: `stories/country/dk/`.
    #[must_use]
    pub fn list_of_country(self, country: &str) -> String {
        format!("{}/{COUNTRY}/{}/", self.folder(), country.to_lowercase())
    }

    /// Where the list of those about a topic stands: `stories/topic/food/`.
    #[must_use]
    pub fn list_of_topic(self, topic: &str) -> String {
        format!("{}/{TOPIC}/{topic}/", self.folder())
    }

    /// Where the list of those of a sort stands, by its word in their heads: `events/kind/mentor-day/`.
    #[must_use]
    pub fn list_of_sort(self, word: &str) -> String {
        format!("{}/{SORT}/{}/", self.folder(), word.replace('_', "-"))
    }
}

/// Whether a path below a language would be that of a list of a country, a topic or a kind of events.
pub(crate) fn is_part_of_list(path: &str) -> bool {
    let mut parts = path.split('/');
    parts.next().and_then(Kind::of_folder).is_some_and(Kind::has_lists)
        && parts.next().is_some_and(|part| [COUNTRY, TOPIC, SORT].contains(&part))
        && parts.next().is_some()
}
