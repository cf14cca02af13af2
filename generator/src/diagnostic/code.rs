//! The names of all kinds of problems. A name stays: programs and people's notes refer to it.

use std::fmt;

use forms::FaultCode;

macro_rules! codes {
    ($($variant:ident $name:literal,)*) => {
        /// A kind of problem, in the order of the names. `front/missing` is about a key of the front matter that isn't
        /// there. Each has a case in the tests that provokes it.
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
        pub enum Code {
            $(#[doc = concat!("`", $name, "`")] $variant,)*
        }

        impl Code {
            /// All of them.
            pub const ALL: &[Code] = &[$(Code::$variant),*];

            /// The name in the output: `front/missing`.
            #[must_use]
            pub fn as_str(self) -> &'static str {
                match self {
                    $(Self::$variant => $name,)*
                }
            }
        }
    };
}

codes! {
    AltMissing "alt/missing",
    ConfigBaseUrl "config/base-url",
    ConfigLanguage "config/language",
    ConfigNoHome "config/no-home",
    ConfigOfferHours "config/offer-hours",
    ConfigTheme "config/theme",
    ConsentMissing "consent/missing",
    ConsentReviewDue "consent/review-due",
    ConsentReviewSoon "consent/review-soon",
    DirectiveAttribute "directive/attribute",
    DirectiveContent "directive/content",
    DirectiveMisplaced "directive/misplaced",
    DirectiveMissing "directive/missing",
    DirectiveNotClosed "directive/not-closed",
    DirectiveStray "directive/stray",
    DirectiveSyntax "directive/syntax",
    DirectiveUnknown "directive/unknown",
    DirectiveValue "directive/value",
    EventGone "event/gone",
    EventId "event/id",
    EventSequence "event/sequence",
    EventUnrecorded "event/unrecorded",
    EventWas "event/was",
    FactDiffers "fact/differs",
    FactMisplaced "fact/misplaced",
    FactNoSource "fact/no-source",
    FactTwoSources "fact/two-sources",
    FileChanged "file/changed",
    FileEmpty "file/empty",
    FileEncoding "file/encoding",
    FileKind "file/kind",
    FileLink "file/link",
    FileMissing "file/missing",
    FileName "file/name",
    FileNoDocument "file/no-document",
    FileRead "file/read",
    FileUnread "file/unread",
    FileUnused "file/unused",
    FootnoteInLink "footnote/in-link",
    FootnoteTwice "footnote/twice",
    FootnoteUndefined "footnote/undefined",
    FootnoteUnused "footnote/unused",
    FormBadCondition "form/bad-condition",
    FormBadName "form/bad-name",
    FormBadRange "form/bad-range",
    FormBadValue "form/bad-value",
    FormConsentBasis "form/consent-basis",
    FormDuplicateId "form/duplicate-id",
    FormDuplicateName "form/duplicate-name",
    FormDuplicateOption "form/duplicate-option",
    FormEmptyList "form/empty-list",
    FormLaterField "form/later-field",
    FormNoEvent "form/no-event",
    FormNoMails "form/no-mails",
    FormNotForKind "form/not-for-kind",
    FormReservedName "form/reserved-name",
    FormRole "form/role",
    FormSensitiveBasis "form/sensitive-basis",
    FormTwoMarks "form/two-marks",
    FormUnknownFact "form/unknown-fact",
    FormUnknownField "form/unknown-field",
    FormUnknownGroup "form/unknown-group",
    FormUnknownLanguage "form/unknown-language",
    FormUnknownOption "form/unknown-option",
    FormUnknownPlaceholder "form/unknown-placeholder",
    FormUnknownPurpose "form/unknown-purpose",
    FrontCapacity "front/capacity",
    FrontEmpty "front/empty",
    FrontLongSummary "front/long-summary",
    FrontMarkup "front/markup",
    FrontMissing "front/missing",
    FrontNoSource "front/no-source",
    FrontNone "front/none",
    FrontReview "front/review",
    FrontUnclosed "front/unclosed",
    FrontUnknownKey "front/unknown-key",
    FrontUnknownReference "front/unknown-reference",
    FrontUntranslated "front/untranslated",
    FrontValue "front/value",
    GlossaryAvoid "glossary/avoid",
    GlossaryTerm "glossary/term",
    HeadingAttribute "heading/attribute",
    HeadingEmpty "heading/empty",
    HeadingId "heading/id",
    HeadingLevel "heading/level",
    HeadingSkipped "heading/skipped",
    HtmlComment "html/comment",
    HtmlNotBalanced "html/not-balanced",
    HtmlRefused "html/refused",
    LinkEmpty "link/empty",
    LinkForeignPicture "link/foreign-picture",
    LinkNoAnchor "link/no-anchor",
    LinkNoFile "link/no-file",
    LinkNoPage "link/no-page",
    LinkNotPublished "link/not-published",
    LinkScheme "link/scheme",
    LinkUndefined "link/undefined",
    LinkUnused "link/unused",
    LinkWithdrawn "link/withdrawn",
    LocaleUnknown "locale/unknown",
    MarkupAddress "markup/address",
    MarkupBlank "markup/blank",
    MarkupBreak "markup/break",
    MarkupCode "markup/code",
    MarkupComment "markup/comment",
    MarkupDirective "markup/directive",
    MarkupEmphasis "markup/emphasis",
    MarkupEntity "markup/entity",
    MarkupForeign "markup/foreign",
    MarkupHeading "markup/heading",
    MarkupLink "markup/link",
    MarkupList "markup/list",
    MarkupTable "markup/table",
    MenuUnknown "menu/unknown",
    PictureGlyphs "picture/glyphs",
    PictureKind "picture/kind",
    PictureMissing "picture/missing",
    PictureNotOnlyDrawn "picture/not-only-drawn",
    PictureTooDeep "picture/too-deep",
    PictureTooLarge "picture/too-large",
    PictureTraces "picture/traces",
    PictureUnreadable "picture/unreadable",
    ResourceChecked "resource/checked",
    ResourceId "resource/id",
    ResourceNoAddress "resource/no-address",
    TemplateLoad "template/load",
    TemplateMissing "template/missing",
    TemplateRender "template/render",
    TextConflict "text/conflict",
    TextControl "text/control",
    TextEmpty "text/empty",
    TextEncoding "text/encoding",
    TextGaps "text/gaps",
    TextMissing "text/missing",
    TextPlaceholders "text/placeholders",
    TextPlural "text/plural",
    TextUnchanged "text/unchanged",
    TextUnknown "text/unknown",
    TextUnknownKey "text/unknown-key",
    TextUntranslated "text/untranslated",
    ThemeFile "theme/file",
    ThemeSheet "theme/sheet",
    TimeClock "time/clock",
    TimeClosesLate "time/closes-late",
    TimeDate "time/date",
    TimeDateTime "time/date-time",
    TimeExpireEarly "time/expire-early",
    TimeFold "time/fold",
    TimeGap "time/gap",
    TimeLong "time/long",
    TimeMeeting "time/meeting",
    TimeOpensLate "time/opens-late",
    TimeOrder "time/order",
    TimeProgramme "time/programme",
    TimePublishLate "time/publish-late",
    TimeWeekday "time/weekday",
    TimeYear "time/year",
    TimeZone "time/zone",
    TownTwice "town/twice",
    TownUntranslated "town/untranslated",
    TranslationMissing "translation/missing",
    TranslationStale "translation/stale",
    TranslationUnknown "translation/unknown",
    UrlAlias "url/alias",
    UrlGone "url/gone",
    UrlRecorded "url/recorded",
    UrlSlug "url/slug",
    UrlTaken "url/taken",
    UrlUnrecorded "url/unrecorded",
    WordAvoided "word/avoided",
    YamlDuplicateKey "yaml/duplicate-key",
    YamlMark "yaml/mark",
    YamlNote "yaml/note",
    YamlSyntax "yaml/syntax",
    YamlTab "yaml/tab",
}

impl Code {
    /// The one with this name.
    #[must_use]
    pub fn named(name: &str) -> Option<Code> {
        Self::ALL.iter().copied().find(|code| code.as_str() == name)
    }
}

impl From<FaultCode> for Code {
    fn from(code: FaultCode) -> Code {
        Self::named(code.as_str()).expect("a test looks up each name of `forms` here")
    }
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}
