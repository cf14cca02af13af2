//! How heads and the groups of keys within them are declared.
//!
//! A key is one line, below its help:
//!
//! ```text
//! /// The first minute, by the clock at the place.
//! Fact "starts" starts: Option<Located<Moment>> = "\"2027-03-04T17:30\"" .required();
//! ```
//!
//! Its role, its name in the file, its field, its type, an example, and what else is to be said of it: a function of
//! [`Key`](super::HeadKey) each. A key of a group that may be missing and is no `Option` has `#[serde(default)]` above it.

/// The declarations as a table.
macro_rules! table {
    ($(
        $(#[doc = $help:literal])+ $(#[serde($($serde:tt)*)])?
        $role:ident $name:literal $field:ident: $type:ty = $example:literal $(.$say:ident($($said:expr),*))*;
    )+) => {
        &[$(
            $crate::content::HeadKey::new(
                ($name, stringify!($field)),
                $crate::content::Role::$role,
                <$type as $crate::content::Shaped>::SHAPE,
                &[$($help),+],
                $example,
            )$(.$say($($said),*))*
        ),+]
    };
}
pub(crate) use table;

/// What each group and head does with all its keys.
macro_rules! all_keys {
    ($of:ident { $($role:ident $name:literal $field:ident: $type:ty;)+ }) => {
        impl $crate::content::Head for $of {
            const KEYS: &'static [$crate::content::HeadKey] = Self::TABLE;

            fn get(&self, name: &str) -> Option<&dyn $crate::content::HeadValue> {
                match name {
                    $($name => Some(&self.$field),)+
                    _ => None,
                }
            }

            fn get_mut(&mut self, name: &str) -> Option<&mut dyn $crate::content::HeadValue> {
                match name {
                    $($name => Some(&mut self.$field),)+
                    _ => None,
                }
            }
        }
    };
}
pub(crate) use all_keys;

/// Declares a group of keys: what stands in braces behind a key, or indented below it.
macro_rules! group {
    ($(#[doc = $doc:literal])+ $group:ident {$(
        $(#[doc = $help:literal])+ $(#[serde($($serde:tt)*)])?
        $role:ident $name:literal $field:ident: $type:ty = $example:literal $(.$say:ident($($said:expr),*))*;
    )+}) => {
        $(#[doc = $doc])+
        #[derive(Clone, Debug, serde::Deserialize)]
        #[serde(deny_unknown_fields)]
        pub(crate) struct $group {
            $($(#[doc = $help])+ $(#[serde($($serde)*)])? #[serde(rename = $name)] pub(crate) $field: $type,)+
        }

        impl $group {
            const TABLE: &'static [$crate::content::HeadKey] = $crate::content::table! {
                $($(#[doc = $help])+ $role $name $field: $type = $example $(.$say($($said),*))*;)+
            };
        }

        impl $crate::content::Shaped for $group {
            const SHAPE: $crate::content::Shape = $crate::content::Shape::Group(Self::TABLE);
        }

        $crate::content::all_keys! { $group { $($role $name $field: $type;)+ } }

        impl $crate::content::HeadValue for $group {
            fn texts<'a>(&'a self, each: &mut dyn FnMut(&'a str)) {
                $crate::content::words_within(self, &mut |_, text| each(text));
            }

            fn words_within<'a>(&'a self, each: &mut dyn FnMut(&'static $crate::content::HeadKey, &'a str)) {
                $crate::content::words_within(self, each);
            }

            fn change(&mut self, with: &dyn Fn(&str) -> String) {
                $crate::content::change(self, with);
            }
        }
    };
}
pub(crate) use group;
