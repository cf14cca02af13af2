//! A drawing → the same drawing, written anew from what is known to be harmless.
//!
//! Only elements of [`allowed`] come through, without comments, without what editors note about
//! themselves and without words that nobody sees. What could run or reach elsewhere isn't left out but refused:
//! the editor of the page should know that the file isn't what it seemed.

mod allowed;
mod depth;
mod on_page;
mod problem;
mod values;

use resvg::usvg::roxmltree::{Document, Node, NodeType, ParsingOptions};

use quick_xml::escape::escape;

pub(super) use on_page::on_page;
pub(super) use problem::DrawingProblem;

use crate::diagnostic::say;

const SVG: &str = "http://www.w3.org/2000/svg";
const XLINK: &str = "http://www.w3.org/1999/xlink";
const XML: &str = "http://www.w3.org/XML/1998/namespace";

/// The drawing as it is published, or why it isn't.
pub(super) fn rewrite(bytes: &[u8]) -> Result<String, DrawingProblem> {
    let text =
        std::str::from_utf8(bytes).map_err(|_| DrawingProblem::Unreadable(say!("picture.notUnicode")))?;
    if text.contains("<!ENTITY") {
        return Err(DrawingProblem::Refused(say!("picture.declares")));
    }
    if depth::is_too_deep(text) {
        return Err(DrawingProblem::TooDeep(depth::DEPTH_MAX));
    }
    let options = ParsingOptions { allow_dtd: true, ..ParsingOptions::default() };
    let document = Document::parse_with_options(text, options)
        .map_err(|error| DrawingProblem::Unreadable(say!("problem.said", error)))?;
    let root = document.root_element();
    if !root.has_tag_name((SVG, "svg")) {
        return Err(DrawingProblem::Unreadable(say!("picture.notSvg")));
    }
    let mut out = String::new();
    element(root, &mut out)?;
    out.push('\n');
    Ok(out)
}

fn element(node: Node<'_, '_>, out: &mut String) -> Result<(), DrawingProblem> {
    let name = node.tag_name().name();
    if node.tag_name().namespace() != Some(SVG) || allowed::LEFT_OUT.contains(&name) {
        return Ok(());
    }
    if !allowed::ELEMENTS.contains(&name) {
        return Err(DrawingProblem::Refused(say!("picture.holds", name)));
    }
    out.push('<');
    out.push_str(name);
    if node.parent_element().is_none() {
        out.push_str(&format!(" xmlns=\"{SVG}\""));
    }
    attributes(node, out)?;
    let from = out.len();
    out.push('>');
    children(node, out)?;
    if out.len() == from + 1 {
        out.insert(from, '/');
    } else {
        out.push_str(&format!("</{name}>"));
    }
    Ok(())
}

/// Those of SVG itself. `xlink:href` is written as the `href` that took its place.
fn attributes(node: Node<'_, '_>, out: &mut String) -> Result<(), DrawingProblem> {
    for attribute in node.attributes() {
        let name = match (attribute.namespace(), attribute.name()) {
            (Some(XLINK), "href") if node.has_attribute("href") => continue,
            (None, name) | (Some(XLINK), name @ "href") => name.to_owned(),
            (Some(XML), name @ ("space" | "lang")) => format!("xml:{name}"),
            _ => continue,
        };
        if name.starts_with("data-") {
            continue;
        }
        values::check(&name, attribute.value())?;
        out.push_str(&format!(" {name}=\"{}\"", escape(attribute.value())));
    }
    Ok(())
}

fn children(node: Node<'_, '_>, out: &mut String) -> Result<(), DrawingProblem> {
    let holds_text = allowed::WITH_TEXT.contains(&node.tag_name().name());
    for child in node.children() {
        match child.node_type() {
            NodeType::Element => element(child, out)?,
            NodeType::Text if holds_text => {
                let text = child.text().unwrap_or_default();
                if node.has_tag_name((SVG, "style")) {
                    values::check_style(text)?;
                }
                out.push_str(&escape(text));
            }
            _ => {}
        }
    }
    Ok(())
}
