//! A drawing → what it has in common with others, the place of its picture, and what lies above.
//!
//! SVG paints in the order of its text, so the first elements without words are a drawing by themselves.

use resvg::usvg::roxmltree::{Document, Node};

use super::lines::{self, Line};
use super::slot::Slot;

/// A drawing in parts that are painted one over the other.
#[derive(Debug, PartialEq)]
pub(super) struct Layers {
    /// Everything below the first words and pictures, as a drawing.
    pub(super) ground: String,
    /// Where the picture of the content comes next.
    pub(super) slot: Option<Slot>,
    /// Everything else, from below.
    pub(super) above: Vec<Above>,
}

/// What is painted over all that lies below.
#[derive(Debug, PartialEq)]
pub(super) enum Above {
    /// Words, if that is all that an element says.
    Line(Line),
    /// A drawing.
    Drawing(String),
}

/// The parts; `None` where one of them can't be painted without the others. `has_lines` says whether lines of words are parts.
pub(super) fn of(svg: &str, has_lines: bool) -> Option<Layers> {
    let document = Document::parse(svg).ok()?;
    let root = document.root_element();
    let head = &svg[root.range().start..root.first_child()?.range().start];
    if !head.starts_with("<svg") || !is_plain(root) {
        return None;
    }
    let elements = root.children().filter(Node::is_element);
    let (shared, painted): (Vec<_>, Vec<_>) = elements.partition(|element| element.has_tag_name("defs"));
    let differs = painted.iter().position(|element| differs_by_page(*element)).unwrap_or(painted.len());
    let (ground, rest) = painted.split_at(differs);
    let slot = rest.first().and_then(|first| Slot::of(*first));
    let rest = &rest[usize::from(slot.is_some())..];
    let text = |element: Node<'_, '_>| &svg[element.range()];
    let shared: String = shared.into_iter().map(text).collect();
    let drawing = |inside: String| match inside.contains("url(") || inside.contains("href") {
        true => format!("{head}{shared}{inside}</svg>"),
        // Definitions take longer to read than the little that stands above.
        false => format!("{head}{inside}</svg>"),
    };
    let lines = |element| lines::of(element).filter(|_| has_lines);
    let rest: Vec<_> = rest.iter().map(|element| (text(*element), lines(*element))).collect();
    Some(Layers {
        ground: drawing(ground.iter().copied().map(text).collect()),
        slot,
        above: above(rest, drawing),
    })
}

/// Lines by themselves, and drawings of all that stands between them.
fn above(elements: Vec<(&str, Option<Vec<Line>>)>, drawing: impl Fn(String) -> String) -> Vec<Above> {
    let mut above = Vec::new();
    let mut between = String::new();
    for (text, lines) in elements {
        let Some(lines) = lines else {
            between.push_str(text);
            continue;
        };
        let before = Some(std::mem::take(&mut between)).filter(|before| !before.is_empty());
        above.extend(before.map(|before| Above::Drawing(drawing(before))));
        above.extend(lines.into_iter().map(Above::Line));
    }
    if !between.is_empty() {
        above.push(Above::Drawing(drawing(between)));
    }
    above
}

/// Whether the root only says how large it is, and its elements name nothing but what all parts have: definitions.
/// A style may ask for an element's place among the others.
fn is_plain(root: Node<'_, '_>) -> bool {
    let says_size = root.attributes().all(|attribute| {
        matches!(
            (attribute.name(), attribute.value()),
            ("width", "1200") | ("height", "630") | ("viewBox", "0 0 1200 630")
        )
    });
    let painted = root.children().filter(|element| !element.has_tag_name("defs"));
    says_size
        && root.descendants().all(|node| !node.has_tag_name("style"))
        && painted.flat_map(|element| element.descendants()).all(|node| !node.has_attribute("id"))
}

fn differs_by_page(element: Node<'_, '_>) -> bool {
    element.descendants().any(|node| node.has_tag_name("text") || node.has_tag_name("image"))
}

#[cfg(test)]
mod tests {
    use super::*;

    const HEAD: &str = r#"<svg xmlns="http://www.w3.org/2000/svg" width="1200" height="630">"#;

    fn layers(inside: &str) -> Option<Layers> {
        of(&format!("{HEAD}{inside}</svg>"), true)
    }

    #[test]
    fn what_lies_below_words_and_picture_is_the_ground() {
        let found = layers(
            r##"<defs><pattern id="a"/></defs><rect/><g><path d="" fill="url(#a)"/></g>
            <image href="picture" x="740" y="0" width="460" height="598" preserveAspectRatio="xMidYMid slice"/>
            <text>A</text><path d="M0 0"/>"##,
        )
        .expect("it can be parted");
        let defs = r#"<defs><pattern id="a"/></defs>"#;
        assert_eq!(found.ground, format!(r##"{HEAD}{defs}<rect/><g><path d="" fill="url(#a)"/></g></svg>"##));
        assert_eq!(found.slot, Some(Slot { x: 740, y: 0, width: 460, height: 598 }));
        let above = format!(r#"{HEAD}<text>A</text><path d="M0 0"/></svg>"#);
        assert_eq!(found.above, [Above::Drawing(above)]);
    }

    #[test]
    fn lines_of_words_stand_between_drawings() {
        let line = r#"<text font-family="'A'" font-size="20">A</text>"#;
        let found = layers(&format!("<rect/><image/>{line}<g>{line}</g><path/><path/>{line}"))
            .expect("it can be parted");
        let drawn = |inside: &str| Above::Drawing(format!("{HEAD}{inside}</svg>"));
        let [first, Above::Line(_), Above::Line(_), then, Above::Line(_)] = &found.above[..] else {
            panic!("{:?}", found.above)
        };
        assert_eq!((first, then), (&drawn("<image/>"), &drawn("<path/><path/>")));
    }

    #[test]
    fn a_picture_that_is_not_simply_placed_stays_where_it_is() {
        for inside in [
            r#"<image href="picture" x="1" y="0" width="4" height="5"/>"#,
            r#"<image href="picture" x="1%" y="0" width="4" height="5" preserveAspectRatio="xMidYMid slice"/>"#,
            r#"<image href="picture" x="1" y="629" width="4" height="5" preserveAspectRatio="xMidYMid slice"/>"#,
            r#"<image href="picture" x="1" y="0" width="4" height="5" preserveAspectRatio="xMidYMid slice" opacity=".5"/>"#,
            r#"<g transform="rotate(5)"><image href="picture" x="1" y="0" width="4" height="5" preserveAspectRatio="xMidYMid slice"/></g>"#,
        ] {
            let found = layers(&format!("<rect/>{inside}")).expect("it can be parted");
            assert_eq!(
                (found.slot, found.above),
                (None, vec![Above::Drawing(format!("{HEAD}{inside}</svg>"))])
            );
        }
    }

    #[test]
    fn what_hangs_together_is_not_parted() {
        for inside in [
            r##"<rect id="a"/><text>A</text><use href="#a"/>"##,
            r#"<style>rect:first-child { fill: red }</style><rect/><text>A</text>"#,
            "no end <",
        ] {
            assert_eq!(layers(inside), None, "{inside}");
        }
        for head in [r#"<svg viewBox="0 0 600 315""#, r#"<svg opacity=".5""#] {
            assert_eq!(
                of(&format!(r#"{head} xmlns="http://www.w3.org/2000/svg"><rect/></svg>"#), true),
                None
            );
        }
    }
}
