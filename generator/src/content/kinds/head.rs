//! What the rest of the program asks of the head of any kind, and how the head of one is declared.

use crate::content::Head;
use crate::front_matter::{Checker, WrittenPicture};

use super::KindFacts;

/// The head of a kind. What it doesn't say otherwise is as for a document of nothing but words.
pub(crate) trait KindHead: Head + Default {
    /// What is the same in every language, complete and typed.
    type Facts: KindFacts;

    /// Whether its documents stand in lists, for which each needs a summary.
    const HAS_LISTS: bool = false;

    /// Whether its folder is left out of addresses, and a document may stand below another.
    const IS_TREE: bool = false;

    /// The text below the head of a new source.
    const NEW_TEXT: &'static str = "CHANGE this text.\n";

    /// The key and the word that take everything back: with it, nothing else is asked of a source.
    const NOTHING_BUT: Option<(&'static str, &'static str)> = None;

    /// The facts, if they are right; every problem goes to the checker. `above` is the id of the document in whose folder
    /// this one's lies.
    fn facts(&self, checker: &mut Checker<'_>, above: Option<String>) -> Option<Self::Facts>;

    /// Its picture.
    fn picture(&self) -> Option<&WrittenPicture> {
        None
    }

    /// The ids that its template sets around the body, which links may name: part of the contract with themes.
    fn anchors(&self) -> &'static [&'static str] {
        &[]
    }

    /// Whether it is the front page's.
    fn is_home(&self) -> bool {
        false
    }
}

/// Declares the head of a kind of document: the keys given here and those that every kind has.
macro_rules! head {
    ($($declared:tt)+) => {
        $crate::content::common! { [$crate::content::kinds::head_with] { $($declared)+ } }
    };
}
pub(crate) use head;

/// The same, with the declarations of the common keys before it. One reading takes both: `#[serde(flatten)]` would lose the
/// places of the values.
macro_rules! head_with {
    (
        {$(
            $(#[doc = $common_help:literal])+
            $common_role:ident $common_name:literal $common:ident: $common_type:ty = $common_example:literal
            $(.$common_say:ident($($common_said:expr),*))*;
        )+}
        $(#[doc = $doc:literal])+ $head:ident {$(
            $(#[doc = $help:literal])+
            $role:ident $name:literal $field:ident: $type:ty = $example:literal $(.$say:ident($($said:expr),*))*;
        )+}
    ) => {
        $(#[doc = $doc])+
        #[derive(Clone, Debug, Default)]
        pub struct $head { $($(#[doc = $help])+ pub(crate) $field: $type,)+ }

        impl $head {
            const TABLE: &'static [$crate::content::HeadKey] = $crate::content::table! {
                $($(#[doc = $help])+ $role $name $field: $type = $example $(.$say($($said),*))*;)+
            };

            /// Reads the head of a file, with all its problems.
            pub(crate) fn parse(
                path: &str,
                head: &str,
            ) -> Result<($crate::content::Common, Self), Vec<$crate::diagnostic::Diagnostic>> {
                #[derive(Default, serde::Deserialize)]
                #[serde(deny_unknown_fields, default)]
                struct Written {
                    $(#[serde(rename = $common_name)] $common: $common_type,)+
                    $(#[serde(rename = $name)] $field: $type,)+
                }
                let Written { $($common,)+ $($field,)+ } = $crate::yaml::parse_all(path, head)
                    .map_err(|problems| $crate::content::called_here::<Self>(head, problems))?;
                Ok(($crate::content::Common { $($common,)+ }, Self { $($field,)+ }))
            }
        }

        $crate::content::all_keys! { $head { $($role $name $field: $type;)+ } }
    };
}
pub(crate) use head_with;
