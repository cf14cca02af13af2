//! Enums that are written as words.

/// An enum that [`words!`] made.
pub(crate) trait Word: Copy + 'static {
    /// All of them.
    const WORDS: &'static [Self];

    /// As it is written.
    fn word(self) -> &'static str;
}

/// Makes an enum whose variants are written in front matter as the string beside them.
macro_rules! words {
    ($(#[$doc:meta])* $vis:vis enum $name:ident { $($(#[$variant_doc:meta])* $variant:ident = $word:literal),+ $(,)? }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, serde::Deserialize)]
        $vis enum $name {
            $($(#[$variant_doc])* #[serde(rename = $word)] $variant),+
        }

        impl $name {
            /// All of them.
            #[allow(dead_code, reason = "most are only read")]
            $vis const ALL: [Self; [$($word),+].len()] = [$(Self::$variant),+];

            /// As it is written in front matter.
            #[must_use]
            $vis const fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $word),+ }
            }
        }

        impl $crate::content::Word for $name {
            const WORDS: &'static [Self] = &Self::ALL;

            fn word(self) -> &'static str { self.as_str() }
        }

        impl $crate::content::Shaped for $name {
            const SHAPE: $crate::content::Shape = $crate::content::Shape::Choice(&[$($word),+]);

            fn of_line(text: $crate::yaml::Located<String>) -> Option<Self> {
                Self::ALL.into_iter().find(|word| word.as_str() == text.value)
            }
        }

        impl $crate::content::HeadValue for $name {}
    };
}
pub(crate) use words;
