//! Writes HTML: every text and every attribute is escaped here.

/// HTML that is being written.
#[derive(Debug, Default)]
pub(crate) struct Markup(String);

impl Markup {
    /// A start tag. Boolean attributes are written without a value.
    pub(crate) fn open(&mut self, tag: &str, attributes: &[(&str, &str)]) -> &mut Markup {
        self.0.push('<');
        self.0.push_str(tag);
        for (name, value) in attributes {
            self.0.push(' ');
            self.0.push_str(name);
            if !is_boolean(name) {
                self.0.push_str("=\"");
                self.0.push_str(&escape(value));
                self.0.push('"');
            }
        }
        self.0.push('>');
        self
    }

    /// An end tag.
    pub(crate) fn close(&mut self, tag: &str) -> &mut Markup {
        self.0.push_str("</");
        self.0.push_str(tag);
        self.0.push('>');
        self
    }

    /// An element that holds text.
    pub(crate) fn element(&mut self, tag: &str, attributes: &[(&str, &str)], text: &str) -> &mut Markup {
        self.open(tag, attributes).text(text).close(tag)
    }

    /// Text.
    pub(crate) fn text(&mut self, text: &str) -> &mut Markup {
        self.0.push_str(&escape(text));
        self
    }

    /// The end of a line of the source.
    pub(crate) fn line(&mut self) -> &mut Markup {
        self.0.push('\n');
        self
    }

    /// HTML that was written by another `Markup`.
    pub(crate) fn raw(&mut self, html: &str) -> &mut Markup {
        self.0.push_str(html);
        self
    }

    pub(crate) fn finish(self) -> String {
        self.0
    }
}

fn is_boolean(attribute: &str) -> bool {
    matches!(attribute, "required" | "checked" | "selected" | "novalidate")
}

/// Text as HTML, for content and for quoted attributes. Controls that HTML does not allow are left out.
pub(crate) fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&#39;"),
            // A bare CR would become LF on the way; values show LF anyway.
            c if c.is_control() && c != '\n' && c != '\t' => {}
            c => escaped.push(c),
        }
    }
    escaped
}
