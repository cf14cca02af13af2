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
            Self::AddressOverrun | Self::ContactOverrun => Family::Flood,
        }
    }

    /// Whether it is common among people too, so that it takes a second one to doubt.
    pub(super) fn is_weak(self) -> bool {
        matches!(self, Self::NoNonce | Self::NoUserAgent | Self::NoLanguage | Self::Fast | Self::ManyLinks)
    }

    /// Whether work can outweigh it: it tells who sends, not what is sent.
    pub(super) fn is_outweighed_by_work(self) -> bool {
        !matches!(self.family(), Family::Honeypot | Family::Links | Family::Markup)
    }
}
