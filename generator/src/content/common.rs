//! The keys that every kind of document has.

use super::Role;
use super::declare::{all_keys, table};

/// Hands the declarations of the common keys to another macro.
macro_rules! common {
    ([$($then:tt)+] { $($rest:tt)* }) => {
        $($then)+! {
            {
                /// The heading of the page, and its name in lists.
                Word "title" title: Option<$crate::yaml::Located<String>> = "Bread on Sunday"
                    .required_everywhere().in_new("CHANGE the title");
                /// One sentence or two for cards, search results and link previews; at most 200 characters.
                Word "summary" summary: Option<$crate::yaml::Located<String>> = "Amina bakes what she couldn't buy."
                    .required_in_lists().also_called(&["description", "excerpt", "abstract"])
                    .in_new("CHANGE one or two sentences for lists and link previews, at most 200 characters.");
                /// The last part of the address; without it, the name of the folder.
                Note "slug" slug: Option<$crate::yaml::Located<String>> = "broed-paa-soendag"
                    .also_called(&["permalink"]);
                /// What the picture shows, for those who don't see it. Needed with a picture that isn't `decorative`.
                Word "alt" alt: Option<$crate::yaml::Located<String>> = "A woman takes bread out of an oven"
                    .beside("picture").in_new("# What the picture shows, for those who don't see it").also_called(&["imageAlt", "altText"]);
                /// Who made the picture, in this language; the source has `credit` in `picture`.
                Word "pictureCredit" picture_credit: Option<$crate::yaml::Located<String>> = "Picture by M. Berg"
                    .in_translations().beside("picture");
                /// Who has read the translation: `machine` until a person has read it against the source, then `human`.
                Note "review" review: Option<$crate::yaml::Located<$crate::content::WrittenReview>> = "machine"
                    .in_translations().required_everywhere();
                /// Who has read the translation, as the person wants to be called. Needs `review: human`.
                Note "reviewedBy" reviewed_by: Option<$crate::yaml::Located<String>> = "\"Olha, volunteer\""
                    .in_translations().private();
                /// When. Needs `review: human`.
                Note "reviewedOn" reviewed_on: Option<$crate::yaml::Located<$crate::content::Day>> = "\"2027-03-04\""
                    .in_translations();
                /// The version of the source that was translated; `spaces status --accept` writes it.
                Note "sourceHash" source_hash: Option<$crate::yaml::Located<$crate::content::Fingerprint>> = "\"1f2e3d4c5b6a\""
                    .in_translations();
                /// Who has translated it, for your own records.
                Note "translator" translator: Option<String> = "Olha, volunteer" .private();
                /// Nobody sees the document until this line is removed.
                Fact "draft" draft: bool = "true" .in_new("true").note("remove this line to publish");
                /// The day from which it is published.
                Fact "publish" publish: Option<$crate::yaml::Located<$crate::content::Day>> = "\"2027-03-04\""
                    .also_called(&["publishDate"]);
                /// The first day on which it is published no more.
                Fact "expire" expire: Option<$crate::yaml::Located<$crate::content::Day>> = "\"2027-05-01\""
                    .also_called(&["expiryDate", "unpublishDate"]);
                /// Old addresses that lead here.
                Fact "aliases" aliases: Vec<$crate::yaml::Located<$crate::content::Address>> = "[/stories/bread/]"
                    .also_called(&["redirectFrom", "redirects"]);
                /// What ties translations together elsewhere; here the folder does, and nothing reads it.
                Note "translationKey" translation_key: Option<String> = "bread" .private();
                /// This file has the facts, though it isn't in the site's first language.
                Note "source" source: bool = "true" .in_source();
            }
            $($rest)*
        }
    };
}
pub(crate) use common;

/// The struct and the table of the common keys.
macro_rules! common_keys {
    ({$(
        $(#[doc = $help:literal])+
        $role:ident $name:literal $field:ident: $type:ty = $example:literal $(.$say:ident($($said:expr),*))*;
    )+}) => {
        /// The keys that every kind of document has.
        #[derive(Clone, Debug, Default)]
        pub(crate) struct Common { $($(#[doc = $help])+ pub(crate) $field: $type,)+ }

        impl Common {
            const TABLE: &'static [super::HeadKey] = table! {
                $($(#[doc = $help])+ $role $name $field: $type = $example $(.$say($($said),*))*;)+
            };

            /// The same words, and nothing else.
            pub(crate) fn words_only(&self) -> Self {
                let mut words = Self::default();
                $(if Role::$role == Role::Word {
                    words.$field.clone_from(&self.$field);
                })+
                words
            }
        }

        all_keys! { Common { $($role $name $field: $type;)+ } }
    };
}

common! { [common_keys] {} }
