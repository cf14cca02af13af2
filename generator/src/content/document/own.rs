//! What only one kind of document has, read from its head.

use crate::content::kinds::{self, Facts, KindHead as _, each_kind};
use crate::content::{self, Common, Head as _, HeadValue, Kind, Role};
use crate::diagnostic::Diagnostic;
use crate::front_matter::{self, Checker, WrittenPicture};

macro_rules! own {
    ($($(#[doc = $doc:literal])+ $kind:ident $module:ident $folder:ident $head:ident;)+) => {
        /// What only this kind of document has.
        #[derive(Clone, Debug)]
        pub(crate) enum Own {
            $($kind(Box<kinds::$module::$head>),)+
        }

        impl Own {
            /// One without any value.
            fn of(kind: Kind) -> Self {
                match kind {
                    $(Kind::$kind => Self::$kind(Box::default()),)+
                }
            }

            /// What it is.
            pub(crate) fn kind(&self) -> Kind {
                match self {
                    $(Self::$kind(_) => Kind::$kind,)+
                }
            }

            /// The value of a key that only this kind has.
            pub(crate) fn get(&self, name: &str) -> Option<&dyn HeadValue> {
                match self {
                    $(Self::$kind(head) => head.get(name),)+
                }
            }

            pub(crate) fn get_mut(&mut self, name: &str) -> Option<&mut dyn HeadValue> {
                match self {
                    $(Self::$kind(head) => head.get_mut(name),)+
                }
            }

            /// Changes all its words.
            pub(crate) fn change(&mut self, with: &dyn Fn(&str) -> String) {
                match self {
                    $(Self::$kind(head) => content::change(&mut **head, with),)+
                }
            }

            /// Its picture.
            pub(crate) fn picture(&self) -> Option<&WrittenPicture> {
                match self {
                    $(Self::$kind(head) => head.picture(),)+
                }
            }

            /// The ids that its template sets around the body.
            pub(crate) fn anchors(&self) -> &'static [&'static str] {
                match self {
                    $(Self::$kind(head) => head.anchors(),)+
                }
            }

            /// Whether it is the front page's.
            pub(crate) fn is_home(&self) -> bool {
                match self {
                    $(Self::$kind(head) => head.is_home(),)+
                }
            }

            /// The facts, if they are right; every problem goes to the checker. `above` is the id of the document in whose
            /// folder this one's lies.
            pub(crate) fn facts(&self, checker: &mut Checker<'_>, above: Option<String>) -> Option<Facts> {
                match self {
                    $(Self::$kind(head) => head.facts(checker, above).map(Facts::$kind),)+
                }
            }
        }

        fn parsed(kind: Kind, path: &str, head: &str) -> Result<(Common, Own), Vec<Diagnostic>> {
            match kind {
                $(Kind::$kind => {
                    let (common, own) = kinds::$module::$head::parse(path, head)?;
                    Ok((common, Own::$kind(Box::new(own))))
                })+
            }
        }
    };
}
each_kind!(own);

/// The value of any key of a head.
pub(crate) fn value<'a>(common: &'a Common, own: &'a Own, name: &str) -> Option<&'a dyn HeadValue> {
    common.get(name).or_else(|| own.get(name))
}

/// Reads the head of a document of this kind.
pub(super) fn header(kind: Kind, path: &str, head: &str) -> Result<(Common, Own), Vec<Diagnostic>> {
    match flat(kind, head) {
        Some(header) => Ok(header),
        None => parsed(kind, path, head),
    }
}

/// The header of a head that has nothing but texts which may stand in every language, as those of most translations.
fn flat(kind: Kind, head: &str) -> Option<(Common, Own)> {
    let (mut common, mut own) = (Common::default(), Own::of(kind));
    front_matter::flat::read(head, |key, text| {
        let is_fact = kind.key(key).is_none_or(|key| key.role == Role::Fact);
        let value = common.get_mut(key).or_else(|| own.get_mut(key));
        value.is_some_and(|value| !is_fact && value.take(text))
    })?;
    Some((common, own))
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::{Kind, flat, parsed};
    use crate::{front_matter, source};

    /// A head that is read without the library is read as the library reads it.
    fn is_read_the_same(kind: Kind, head: &str) -> bool {
        let Some(flat) = flat(kind, head) else { return false };
        let parsed = parsed(kind, "x", head).unwrap_or_else(|problems| panic!("{head}\n{problems:?}"));
        assert_eq!(format!("{flat:?}"), format!("{parsed:?}"), "{head}");
        true
    }

    #[test]
    fn heads_of_a_site_are_read_as_the_library_reads_them() {
        let site = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/site");
        let source = source::read(&site).expect("it can be read");
        let mut read = 0;
        for path in source.documents() {
            let text = source.text(path).expect("it can be read");
            let parts = front_matter::split(path, &text).expect("it has a head");
            let kind = path.strip_prefix("content/").and_then(Kind::of_id).expect("it is a document's");
            read += usize::from(is_read_the_same(kind, &text[parts.head]));
        }
        assert!(read > 15, "{read}");
    }

    #[test]
    fn odd_texts_are_read_the_same_or_not_at_all() {
        let texts = [
            "Æbler",
            "a: b",
            "ends:",
            "a #b",
            "a#b",
            "\"a: b\"",
            "\"\"",
            "'single one'",
            "no",
            "true",
            "null",
            "yes it is",
            "2026-11-24",
            "12 months",
            "\"12\"",
            "x\ty zzzz",
            "- a list",
            "[a, b]",
            "{a: b}",
            "a, [b] {c} longer",
            "&a b",
            "*abcdef",
            "!tag abc",
            "| abcdef",
            "> abcdef",
            "@abcdef",
            "`abcdef`",
            "%abcdef",
            "a \"quoted\" word",
            "\"a\" and b",
            "\"a \\n b\"",
            "https://example.org/x",
            "trailing   ",
            "   leading",
            "a-b-c-d",
            "~",
            "... abc",
            "a\u{2028}bcdef",
            "a\u{85}bcdef",
            "\u{feff}abcdef",
            "Їжа для всіх",
            "خبز للشارع",
            "a'b'c'd",
            "machine",
            "?abcdef",
        ];
        let mut read = 0;
        for text in texts {
            for key in ["title", "displayName", "translator", "review", "draft", "other"] {
                read += usize::from(is_read_the_same(Kind::Story, &format!("---\n{key}: {text}\n")));
            }
            is_read_the_same(Kind::Event, &format!("---\ntitle: A dinner\nrecap: {text}\nrecap: {text}\n"));
            is_read_the_same(Kind::Page, &format!("---\nmenuTitle: {text}\n  and more\n"));
        }
        assert!(read > 30, "{read}");
    }
}
