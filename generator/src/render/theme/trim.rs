//! Templates without comments and runs of blanks, trimmed once when they are loaded, so that no page has to be walked
//! through.
//!
//! Each run of blanks becomes one line break, or one blank where it had none. It never vanishes, since a blank between
//! inline elements is seen; a comment counts as nothing, so a `{{-` takes the blanks on both sides of one. What stands in
//! a tag, in `<pre>` and the like, in the engine's code and between `{% raw %}` and `{% endraw %}` stays as it is. HTML is
//! followed through one file at a time: an element whose blanks are seen has its tags and its words in one. Values are
//! put in as they are, since what makes them writes no needless blanks.

mod code;
mod cuts;
mod html;

pub(super) use cuts::Cuts;
use html::{HtmlPiece, Within};

/// The template as the engine reads it, and what it lacks of its file.
pub(super) fn trim(template: &str) -> (String, Cuts) {
    let mut trimmed = Trimmed { text: String::with_capacity(template.len()), ..Trimmed::default() };
    let mut rest = template;
    while !rest.is_empty() {
        let (html, code, behind) = code::split(rest);
        trimmed.add_html(html);
        // Code may leave nothing on a page, so that the blanks around it stand side by side: nobody can know, and it
        // costs a byte.
        trimmed.add(code);
        rest = behind;
    }
    (trimmed.text, trimmed.cuts)
}

/// A template up to some place.
#[derive(Default)]
struct Trimmed {
    text: String,
    cuts: Cuts,
    within: Within,
    /// Whether it ends in a blank to which others belong that follow.
    after_blank: bool,
}

impl Trimmed {
    /// Adds what stands between two pieces of code.
    fn add_html(&mut self, mut html: &str) {
        while !html.is_empty() {
            let (piece, length) = self.within.next(html);
            let (now, rest) = html.split_at(length);
            match piece {
                HtmlPiece::Comment => self.cut(now.len()),
                HtmlPiece::Blanks => self.add_blanks(now),
                HtmlPiece::Fixed => self.add(now),
            }
            html = rest;
        }
    }

    fn add_blanks(&mut self, run: &str) {
        let mut needless = run.len();
        if !self.after_blank {
            self.text.push(if run.contains('\n') { '\n' } else { ' ' });
            self.after_blank = true;
            needless -= 1;
        }
        if needless > 0 {
            self.cut(needless);
        }
    }

    fn add(&mut self, text: &str) {
        self.text.push_str(text);
        self.after_blank = false;
    }

    fn cut(&mut self, bytes: usize) {
        self.cuts.add(self.text.len(), bytes);
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use tera::{Context, Tera};

    use super::trim;

    #[test]
    fn words_stay_and_blanks_become_one() {
        for (template, short) in [
            ("<p>a  <b>b</b>\n\n  c</p>\n\n<p>", "<p>a <b>b</b>\nc</p>\n<p>"),
            ("a \t b\tc\r\nd", "a b c\nd"),
            ("a <!-- x --> b<!-- y -->c", "a bc"),
            (
                "<pre>a  \n b</pre>  <textarea>\n\n x  </textarea>",
                "<pre>a  \n b</pre> <textarea>\n\n x  </textarea>",
            ),
            ("<script>a  <!--  b</script>", "<script>a  <!--  b</script>"),
            ("<PRE class=\"a\">a  b</Pre>  c", "<PRE class=\"a\">a  b</Pre> c"),
            ("<prefix>a  b</prefix>", "<prefix>a b</prefix>"),
            ("<img alt='a  >  b'>  2 <  3", "<img alt='a  >  b'> 2 < 3"),
            ("a\u{a0} \u{2009} b", "a\u{a0} \u{2009} b"),
            ("<!DOCTYPE html>\n\n<html>", "<!DOCTYPE html>\n<html>"),
            ("<p title=\"never  ends", "<p title=\"never  ends"),
            ("<!-- never  ends", "<!-- never  ends"),
        ] {
            assert_eq!(trim(template).0, short, "{template:?}");
        }
    }

    #[test]
    fn code_stays_and_parts_what_stands_around_it() {
        for (template, short) in [
            ("<b>a</b>  {{ x }}  {% if  y  %}\n  c", "<b>a</b> {{ x }} {% if  y  %}\nc"),
            ("  {%- if x -%}  \n  a", " {%- if x -%}\na"),
            ("<pre>{{ x }}  a\n  {{ y }}</pre>  b", "<pre>{{ x }}  a\n  {{ y }}</pre> b"),
            ("<pre{{ x }}>  a</pre>", "<pre{{ x }}>  a</pre>"),
            ("<a title=\"{{ t(key=\"x\") }}  >  a\">  b", "<a title=\"{{ t(key=\"x\") }}  >  a\"> b"),
            ("<h{{ level }} title=\"a  b\">  c", "<h{{ level }} title=\"a  b\"> c"),
            (
                "<{{ name }} title=\"a  b\">  c</{{ name }}>  d",
                "<{{ name }} title=\"a  b\"> c</{{ name }}> d",
            ),
            ("<!-- {{ x }}  -->  a", "<!-- {{ x }}  --> a"),
            ("{# <pre>  a #}  b", "{# <pre>  a #} b"),
            ("{% raw %}  <b>  {{  {% endraw %}  b", "{% raw %}  <b>  {{  {% endraw %} b"),
        ] {
            assert_eq!(trim(template).0, short, "{template:?}");
        }
    }

    /// A piece of a template.
    fn piece() -> impl Strategy<Value = String> {
        let words = || "[a-zа-яء-ي \\n\\t&;]{0,8}";
        prop_oneof![
            words(),
            words(),
            "[a-z][a-z <>\"\\n]{0,6}".prop_map(|text| format!("<!--{text}-->b")),
            Just("<b>".to_owned()),
            Just("</b>".to_owned()),
            Just("<i title='a  >  \"b'>".to_owned()),
            Just("<i title=\"{{ x  }}  b\">".to_owned()),
            Just("{{ x }}".to_owned()),
            Just("{{- x  -}}".to_owned()),
            Just("{# <pre>  -#}".to_owned()),
            Just("{% raw %}  {{  {% endraw %}".to_owned()),
            words().prop_map(|text| format!("{{% if x is containing(pat=\"y\") %}}{text}{{%- endif %}}")),
            words().prop_map(|text| format!("{{% if not x %}}{text}{{% endif %}}")),
            words().prop_map(|text| format!("{{% for a in [1, 2] -%}}{text}{{% endfor %}}")),
            "[a-z <\\n]{0,8}".prop_map(|text| format!("<pre>{text}{{{{ x }}}}  </pre>")),
        ]
    }

    fn rendered(template: &str) -> String {
        let mut context = Context::new();
        context.insert("x", " y  z ");
        Tera::one_off(template, &context, true).expect("the template is sound")
    }

    /// What is seen of a page, written without what tells templates apart: no comments, one blank for several but in `<pre>`
    /// and in quotation marks.
    fn seen(page: &str) -> String {
        let (mut seen, mut rest) = (String::new(), page);
        let fixed = [("<!--", "-->"), ("<pre>", "</pre>"), ("<i title='", "'>"), ("<i title=\"", "\">")];
        while let Some(first) = rest.chars().next() {
            let found = fixed.iter().find_map(|(begin, end)| {
                let end = rest.starts_with(begin).then(|| rest.find(end)).flatten()? + end.len();
                Some(rest.split_at(end))
            });
            match found {
                Some((now, later)) => {
                    seen.push_str(if now.starts_with("<!--") { "" } else { now });
                    rest = later;
                }
                None => {
                    let blank = first.is_ascii_whitespace();
                    if !(blank && seen.ends_with('␣')) {
                        seen.push(if blank { '␣' } else { first });
                    }
                    rest = &rest[first.len_utf8()..];
                }
            }
        }
        seen
    }

    proptest! {
        #[test]
        fn a_page_says_the_same(pieces in prop::collection::vec(piece(), 0..20)) {
            let template = pieces.concat();
            let (short, _) = trim(&template);
            prop_assert!(short.len() <= template.len());
            prop_assert_eq!(&trim(&short).0, &short, "twice is once");
            prop_assert_eq!(seen(&rendered(&short)), seen(&rendered(&template)), "{}", short);
        }

        #[test]
        fn code_is_found_in_the_file(pieces in prop::collection::vec(piece(), 0..20)) {
            let template: String =
                pieces.iter().enumerate().map(|(at, piece)| format!("{piece}{{{{ x.y{at} }}}}")).collect();
            let (short, cuts) = trim(&template);
            for at in 0..pieces.len() {
                let code = format!("{{{{ x.y{at} }}}}");
                let begin = short.find(&code).expect("code stays");
                let place = cuts.in_file(&(begin..begin + code.len()));
                prop_assert_eq!(&template[place], code);
            }
        }
    }
}
