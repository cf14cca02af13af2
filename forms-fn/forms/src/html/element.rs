//! An element whose name or attributes are data: maud knows only those that stand in a template.

use maud::Render;

use super::Html;

/// Attributes in their order. Boolean ones are written without a value.
pub(super) type Attributes = Vec<(&'static str, String)>;

/// The element.
pub(super) struct Element<'a> {
    name: &'a str,
    attributes: Attributes,
    /// None for those that hold nothing: `<input>`.
    content: Option<Html>,
}

impl<'a> Element<'a> {
    pub(super) fn new(name: &'a str, attributes: Attributes) -> Self {
        Self { name, attributes, content: None }
    }

    pub(super) fn around(self, content: Html) -> Self {
        Self { content: Some(content), ..self }
    }
}

impl Render for Element<'_> {
    fn render_to(&self, html: &mut String) {
        html.push('<');
        html.push_str(self.name);
        for (name, value) in &self.attributes {
            html.push(' ');
            html.push_str(name);
            if !is_boolean(name) {
                html.push_str("=\"");
                value.render_to(html);
                html.push('"');
            }
        }
        html.push('>');
        if let Some(content) = &self.content {
            content.render_to(html);
            html.push_str("</");
            html.push_str(self.name);
            html.push('>');
        }
    }
}

fn is_boolean(attribute: &str) -> bool {
    matches!(attribute, "required" | "checked" | "selected")
}
