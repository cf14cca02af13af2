//! A `<text>` that says only where it begins and how its letters look → a line of words.
//!
//! Themes write hardly any other. What says more – letters that turn, that are spaced, or have an edge – isn't a line, and is
//! drawn by the library that knows all of SVG.

use resvg::usvg::roxmltree::Node;

/// The highest letters of a line in pixels. Larger ones come once, if at all.
const SIZE_MAX: f32 = 200.0;

/// Words beside each other.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Line {
    /// Where it begins, ends or has its middle, on the line on which its letters stand.
    pub(super) x: f32,
    pub(super) y: f32,
    pub(super) style: Style,
    pub(super) text: String,
}

/// How letters look.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Style {
    /// In the order in which they are asked for.
    pub(super) families: Vec<String>,
    /// 400 or 700.
    pub(super) weight: u16,
    /// In pixels.
    pub(super) size: f32,
    pub(super) anchor: Anchor,
    pub(super) fill: [u8; 3],
}

/// What of a line is at its place.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Anchor {
    Start,
    Middle,
    End,
}

impl Default for Style {
    /// As SVG has it, but for families and size, which a line must say.
    fn default() -> Self {
        Self { families: Vec::new(), weight: 400, size: 0.0, anchor: Anchor::Start, fill: [0; 3] }
    }
}

/// The lines of a `<text>`, or of a `<g>` that holds nothing else; `None` for all others.
pub(super) fn of(element: Node<'_, '_>) -> Option<Vec<Line>> {
    if element.has_tag_name("text") {
        return Some(line(element, &Style::default())?.into_iter().collect());
    }
    if !element.has_tag_name("g") {
        return None;
    }
    let style = Style::default().with(element, &[])?;
    let is_blank = |node: &Node<'_, '_>| node.text().is_some_and(|text| text.trim().is_empty());
    let children = element.children().filter(|node| !(node.is_text() && is_blank(node)));
    let lines: Option<Vec<Option<Line>>> = children.map(|node| line(node, &style)).collect();
    Some(lines?.into_iter().flatten().collect())
}

/// `Some(None)` for one without words.
fn line(element: Node<'_, '_>, style: &Style) -> Option<Option<Line>> {
    if !element.has_tag_name("text") || !element.children().all(|node| node.is_text()) {
        return None;
    }
    let style = style.clone().with(element, &["x", "y"])?;
    let place = |name| element.attribute(name).map_or(Some(0.0), number);
    let (x, y) = (place("x")?, place("y")?);
    let text: String = element.children().filter_map(|node| node.text()).collect();
    if text.is_empty() {
        return Some(None);
    }
    let is_line =
        !style.families.is_empty() && style.size > 0.0 && style.size <= SIZE_MAX && is_spaced_once(&text);
    is_line.then_some(Some(Line { x, y, style, text }))
}

impl Style {
    /// What an element says of it, beside what `others` say; `None` if it says anything else.
    fn with(mut self, element: Node<'_, '_>, others: &[&str]) -> Option<Self> {
        for attribute in element.attributes() {
            let (name, value) = (attribute.name(), attribute.value());
            match name {
                _ if attribute.namespace().is_some() => return None,
                "font-family" => self.families = families(value)?,
                "font-weight" => self.weight = weight(value)?,
                "font-size" => self.size = number(value)?,
                "text-anchor" => self.anchor = anchor(value)?,
                "fill" => self.fill = colour(value)?,
                name if others.contains(&name) => {}
                _ => return None,
            }
        }
        Some(self)
    }
}

/// White space that SVG leaves as it is.
fn is_spaced_once(text: &str) -> bool {
    let is_outside = text.starts_with(' ') || text.ends_with(' ');
    !is_outside && !text.contains("  ") && !text.contains(['\t', '\n', '\r'])
}

/// Without a unit.
fn number(text: &str) -> Option<f32> {
    text.parse().ok().filter(|number: &f32| number.is_finite())
}

fn weight(text: &str) -> Option<u16> {
    match text {
        "normal" | "400" => Some(400),
        "bold" | "700" => Some(700),
        _ => None,
    }
}

fn anchor(text: &str) -> Option<Anchor> {
    match text {
        "start" => Some(Anchor::Start),
        "middle" => Some(Anchor::Middle),
        "end" => Some(Anchor::End),
        _ => None,
    }
}

/// Names in quotation marks, since a bare word may stand for any font.
fn families(text: &str) -> Option<Vec<String>> {
    let bare = |mark: char, name: &str| Some(name.strip_prefix(mark)?.strip_suffix(mark)?.to_owned());
    let name = |name: &str| bare('\'', name.trim()).or_else(|| bare('"', name.trim()));
    text.split(',').map(name).map(|name| name.filter(|name| !name.contains(['\'', '"']))).collect()
}

/// `#fff` or `#ffffff`.
fn colour(text: &str) -> Option<[u8; 3]> {
    let digits =
        text.strip_prefix('#').filter(|digits| digits.bytes().all(|byte| byte.is_ascii_hexdigit()))?;
    let channel = |at: usize, length: usize| u8::from_str_radix(&digits[at * length..][..length], 16).ok();
    match digits.len() {
        3 => Some([channel(0, 1)? * 17, channel(1, 1)? * 17, channel(2, 1)? * 17]),
        6 => Some([channel(0, 2)?, channel(1, 2)?, channel(2, 2)?]),
        _ => None,
    }
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test")]
mod tests {
    use resvg::usvg::roxmltree::Document;

    use super::*;

    fn lines(element: &str) -> Option<Vec<Line>> {
        let text = format!(r#"<svg xmlns="http://www.w3.org/2000/svg">{element}</svg>"#);
        of(Document::parse(&text).unwrap().root_element().first_element_child().unwrap())
    }

    #[test]
    fn a_group_of_lines_says_what_they_have_in_common() {
        let found = lines(
            r##"<g font-family="'A b', &quot;C&quot;" text-anchor="end">
            <text x="64" y="92.5" font-size="28" font-weight="700" fill="#e0a458">A &amp; b</text>
            <text font-size="20" fill="#fff"></text><text font-size="20" fill="#fff">c</text></g>"##,
        );
        let families = vec!["A b".to_owned(), "C".to_owned()];
        let first =
            Style { families, weight: 700, size: 28.0, anchor: Anchor::End, fill: [0xe0, 0xa4, 0x58] };
        let second = Style { weight: 400, size: 20.0, fill: [255; 3], ..first.clone() };
        let first = Line { x: 64.0, y: 92.5, style: first, text: "A & b".into() };
        let second = Line { x: 0.0, y: 0.0, style: second, text: "c".into() };
        assert_eq!(found, Some(vec![first, second]));
    }

    #[test]
    fn what_says_more_is_no_line() {
        for element in [
            "<rect/>",
            r#"<text font-size="20">no family</text>"#,
            r#"<text font-family="'A'">no size</text>"#,
            r#"<text font-family="serif" font-size="20">any</text>"#,
            r#"<text font-family="'A'" font-size="20em">A</text>"#,
            r#"<text font-family="'A'" font-size="NaN">A</text>"#,
            r#"<text font-family="'A'" font-size="2000">A</text>"#,
            r#"<text font-family="'A'" font-size="20" x="1 2">A</text>"#,
            r#"<text font-family="'A'" font-size="20" fill="red">A</text>"#,
            r##"<text font-family="'A'" font-size="20" fill="#ééé">A</text>"##,
            r#"<text font-family="'A'" font-size="20" rotate="5">A</text>"#,
            r#"<text font-family="'A'" font-size="20"> A</text>"#,
            r#"<text font-family="'A'" font-size="20">A  b</text>"#,
            r#"<text font-family="'A'" font-size="20">A<tspan>b</tspan></text>"#,
            r#"<g font-family="'A'" font-size="20"><text>A</text><rect/></g>"#,
            r#"<g font-family="'A'" font-size="20" opacity=".5"><text>A</text></g>"#,
            r#"<g font-family="'A'" font-size="20">A<text>A</text></g>"#,
        ] {
            assert_eq!(lines(element), None, "{element}");
        }
    }
}
