//! The signs of doubt.

/// Something that people seldom send and programs often do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Sign {
    /// A page of another site posted it.
    ForeignOrigin,
    /// Nobody says where it comes from, and it has no nonce of ours.
    UnknownOrigin,
    /// It has no nonce of ours, or one that is too old. So has every form that is sent without script.
    NoNonce,
    /// The headers name no program.
    NoUserAgent,
    /// The headers name no language.
    NoLanguage,
    /// The field that nobody sees was filled in.
    Honeypot,
    /// Sent within a second.
    TooFast,
    /// Sent within three seconds.
    Fast,
    /// An address of the web in a name or another short answer.
    ShortLink,
    /// HTML or BBCode links in an answer.
    Markup,
    /// Several addresses of the web in a long answer.
    ManyLinks,
    /// More from one part of the network than a dinner's host would send.
    AddressOverrun,
    /// More for one mail address than a family would send.
    ContactOverrun,
    /// More for one event from one part of the network than half of its seats.
    EventOverrun,
}

/// Signs of one family have one cause, so that two of them tell no more than one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Family {
    /// Where it comes from.
    Origin,
    /// What the browser says of itself.
    Browser,
    /// The honeypot.
    Honeypot,
    /// How long it took.
    Time,
    /// Addresses where nobody is asked for one.
    Links,
    /// Markup and heaps of addresses.
    Markup,
    /// How many came.
    Flood,
}

impl Sign {
    const ALL: [Self; 14] = [
        Self::ForeignOrigin,
        Self::UnknownOrigin,
        Self::NoNonce,
        Self::NoUserAgent,
        Self::NoLanguage,
        Self::Honeypot,
        Self::TooFast,
        Self::Fast,
        Self::ShortLink,
        Self::Markup,
        Self::ManyLinks,
        Self::AddressOverrun,
        Self::ContactOverrun,
        Self::EventOverrun,
    ];

    /// The name for logs and for organisers.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::ForeignOrigin => "foreign-origin",
            Self::UnknownOrigin => "unknown-origin",
            Self::NoNonce => "no-nonce",
            Self::NoUserAgent => "no-user-agent",
            Self::NoLanguage => "no-language",
            Self::Honeypot => "honeypot",
            Self::TooFast => "too-fast",
            Self::Fast => "fast",
            Self::ShortLink => "short-link",
            Self::Markup => "markup",
            Self::ManyLinks => "many-links",
            Self::AddressOverrun => "address-overrun",
            Self::ContactOverrun => "contact-overrun",
            Self::EventOverrun => "event-overrun",
        }
    }

    /// Its family.
    #[must_use]
    pub fn family(self) -> Family {
        match self {
            Self::ForeignOrigin | Self::UnknownOrigin | Self::NoNonce => Family::Origin,
            Self::NoUserAgent | Self::NoLanguage => Family::Browser,
            Self::Honeypot => Family::Honeypot,
            Self::TooFast | Self::Fast => Family::Time,
            Self::ShortLink => Family::Links,
            Self::Markup | Self::ManyLinks => Family::Markup,
            Self::AddressOverrun | Self::ContactOverrun | Self::EventOverrun => Family::Flood,
        }
    }

    /// Whether it is common among people too, so that it takes a second one to doubt.
    pub(super) fn is_weak(self) -> bool {
        matches!(self, Self::NoNonce | Self::NoUserAgent | Self::NoLanguage | Self::Fast | Self::ManyLinks)
    }

    /// Whether work can outweigh it: it tells who sends, and neither what is sent nor how much.
    pub(super) fn is_outweighed_by_work(self) -> bool {
        !matches!(self.family(), Family::Honeypot | Family::Links | Family::Markup | Family::Flood)
    }

    /// The sign of a name that [`Self::as_str`] gave.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|sign| sign.as_str() == name)
    }

    /// What an organiser reads.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Self::ForeignOrigin => "a page of another site sent it",
            Self::UnknownOrigin => "nobody says from which page it was sent",
            Self::NoNonce => "it has no mark of our page",
            Self::NoUserAgent => "it names no browser",
            Self::NoLanguage => "its browser names no language",
            Self::Honeypot => "a field was filled in that people don't see",
            Self::TooFast => "it was sent within a second",
            Self::Fast => "it was sent within three seconds",
            Self::ShortLink => "a web address stands in a name or a short answer",
            Self::Markup => "code of a web page stands in an answer",
            Self::ManyLinks => "many web addresses stand in an answer",
            Self::AddressOverrun => {
                "more than 30 in an hour or 100 in a day came from this part of the network"
            }
            Self::ContactOverrun => {
                "more than 6 in an hour or 20 in a day came for this e-mail address, so no letter was sent"
            }
            Self::EventOverrun => "one part of the network would take more than half of the seats",
        }
    }
}
