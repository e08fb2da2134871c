//! SVG (SVG 2, SVG 1.1): a drawing in XML, written anew with what is known to be painted.
//!
//! Kept: the elements and attributes in `names`, texts where they show, `title` and `desc`, which are read aloud. Gone:
//! comments, instructions, `metadata`, what editors keep for themselves, scripts and event handlers, and whatever would be
//! fetched from elsewhere. Pictures within the drawing are cleaned as others are.

use percent_encoding::percent_decode_str;
use roxmltree::{Attribute, Document, Node, ParsingOptions};

use super::{Fault, Finds, Format, Hidden, Read};

mod base64;
mod css;
mod names;

/// How often a drawing may stand within a drawing.
pub(super) const DEPTH: usize = 3;

const SVG: &str = "http://www.w3.org/2000/svg";
const XLINK: &str = "http://www.w3.org/1999/xlink";
const XHTML: &str = "http://www.w3.org/1999/xhtml";
const XML: &str = "http://www.w3.org/XML/1998/namespace";
const BROKEN: &str = "is no SVG that can be read";

/// Whether this looks like a drawing, for whoever does not know the file's name.
pub(super) fn is_svg(bytes: &[u8]) -> bool {
    let head = &bytes[..bytes.len().min(4096)];
    let start = head.strip_prefix(b"\xef\xbb\xbf").unwrap_or(head).trim_ascii_start();
    start.starts_with(b"<") && memchr::memmem::find(head, b"<svg").is_some()
}

pub(super) fn clean(bytes: &[u8], finds: &mut Finds, depth: usize) -> Read<Vec<u8>> {
    let text = str::from_utf8(bytes).map_err(|_| Fault::new("is an SVG that is not UTF-8"))?;
    let options = ParsingOptions { allow_dtd: true, ..ParsingOptions::default() };
    let document = Document::parse_with_options(text, options).map_err(|_| Fault::new(BROKEN))?;
    let root = document.root_element();
    if !root.has_tag_name((SVG, "svg")) || !is_kept(root) {
        return Err(Fault::new(BROKEN));
    }
    document.root().children().filter(|node| *node != root).for_each(|node| tell(node, finds));
    let mut drawing = Drawing {
        out: String::with_capacity(bytes.len()),
        finds,
        depth,
        prefix: 0,
        uses_xlink: false,
        opened: 0,
    };
    drawing.all(root)?;
    Ok(drawing.finish())
}

struct Drawing<'f> {
    out: String,
    finds: &'f mut Finds,
    depth: usize,
    /// Where the prefix of links is declared, if one is written.
    prefix: usize,
    uses_xlink: bool,
    /// How long `out` was when the last tag that awaits its end was written.
    opened: usize,
}

impl Drawing<'_> {
    /// Goes through the tree without calling itself: it may be deeper than the stack.
    fn all(&mut self, root: Node<'_, '_>) -> Read<()> {
        let mut next = Some(root);
        while let Some(node) = next {
            next = if self.begin(node)? { node.first_child() } else { None };
            let mut at = node;
            while next.is_none() {
                if is_kept(at) && has_open_end(at) {
                    self.end(at);
                }
                if at == root {
                    return Ok(());
                }
                next = at.next_sibling();
                at = at.parent().ok_or(Fault::new(BROKEN))?;
                if next.is_some() {
                    break;
                }
            }
        }
        Ok(())
    }

    /// Writes what stands before a node's children; false if there are none, or if they go.
    fn begin(&mut self, node: Node<'_, '_>) -> Read<bool> {
        if node.is_text() {
            self.text(node);
            return Ok(false);
        }
        if !is_kept(node) {
            tell(node, self.finds);
            return Ok(false);
        }
        self.out.push('<');
        self.out.push_str(node.tag_name().name());
        let namespace = node.tag_name().namespace();
        if node.parent_element().is_none_or(|parent| parent.tag_name().namespace() != namespace) {
            self.put("xmlns", namespace.unwrap_or_default());
        }
        if node.parent_element().is_none() {
            self.prefix = self.out.len();
        }
        for attribute in node.attributes() {
            self.attribute(node, attribute)?;
        }
        self.out.push('>');
        self.opened = self.out.len();
        if is_style(node) {
            self.style(node)?;
        }
        if !has_open_end(node) {
            self.end(node);
        }
        Ok(has_open_end(node))
    }

    fn end(&mut self, node: Node<'_, '_>) {
        if self.opened == self.out.len() {
            self.out.pop();
            self.out.push_str("/>");
            return;
        }
        self.out.push_str("</");
        self.out.push_str(node.tag_name().name());
        self.out.push('>');
    }

    fn finish(mut self) -> Vec<u8> {
        if self.uses_xlink {
            self.out.insert_str(self.prefix, &format!(" xmlns:xlink=\"{XLINK}\""));
        }
        self.out.push('\n');
        self.out.into_bytes()
    }

    /// A style sheet, read as one whatever stands between its parts.
    fn style(&mut self, node: Node<'_, '_>) -> Read<()> {
        let css: String =
            node.children().filter(|child| child.is_text()).filter_map(|child| child.text()).collect();
        node.children().filter(|child| !child.is_text()).for_each(|child| tell(child, self.finds));
        let css = css::clean(&css, self.finds, self.depth)?;
        escape(&css.unwrap_or_default(), false, &mut self.out);
        Ok(())
    }

    fn text(&mut self, node: Node<'_, '_>) {
        let text = node.text().unwrap_or_default();
        if is_shown(node) || text.trim().is_empty() {
            escape(text, false, &mut self.out);
        } else {
            self.finds.add(Hidden::Text);
        }
    }

    fn attribute(&mut self, node: Node<'_, '_>, attribute: Attribute<'_, '_>) -> Read<()> {
        let (name, value) = (attribute.name(), attribute.value());
        match attribute.namespace() {
            None if name == "href" => self.reference(node, name, value)?,
            Some(XLINK) if name == "href" => self.reference(node, "xlink:href", value)?,
            Some(XML) if matches!(name, "space" | "lang") => self.put(&format!("xml:{name}"), value),
            None if names::is_painted(name) => {
                if let Some(value) = css::clean(value, self.finds, self.depth)? {
                    self.put(name, &value);
                }
            }
            None if names::is_kept_attribute(name) => self.put(name, value),
            None if name.starts_with("on") => self.finds.add(Hidden::Script),
            Some(XLINK | XML) => {}
            None | Some(_) => self.finds.add(Hidden::Private),
        }
        Ok(())
    }

    /// Where something leads to, or what it shows: a place in the drawing, a picture in it, and for links the web.
    fn reference(&mut self, node: Node<'_, '_>, name: &str, value: &str) -> Read<()> {
        let value = value.trim();
        let element = node.tag_name().name();
        if value.starts_with('#') || (element == "a" && is_web(value)) {
            self.put(name, value);
        } else if matches!(element, "image" | "feImage") && is_data(value) {
            let value = picture(value, self.finds, self.depth)?;
            self.put(name, &value);
        } else if is_script(value) {
            self.finds.add(Hidden::Script);
        }
        Ok(())
    }

    fn put(&mut self, name: &str, value: &str) {
        self.uses_xlink |= name.starts_with("xlink:");
        self.out.push(' ');
        self.out.push_str(name);
        self.out.push_str("=\"");
        escape(value, true, &mut self.out);
        self.out.push('"');
    }
}

/// Whether an element is painted, or says how to paint. One that changes where a link leads, in time, is as good as a
/// script.
fn is_kept(node: Node<'_, '_>) -> bool {
    let is_sound = || {
        let changed = node.attribute("attributeName").unwrap_or_default().to_ascii_lowercase();
        !changed.ends_with("href") && !changed.starts_with("on")
    };
    let name = node.tag_name().name();
    match node.tag_name().namespace() {
        Some(SVG) => names::is_kept_element(name) && is_sound(),
        Some(XHTML) => names::is_kept_html(name) && node.parent_element().is_some_and(holds_html),
        _ => false,
    }
}

/// Labels may be written in HTML, as Mermaid and draw.io do.
fn holds_html(node: Node<'_, '_>) -> bool {
    node.has_tag_name((SVG, "foreignObject")) || node.tag_name().namespace() == Some(XHTML)
}

fn is_style(node: Node<'_, '_>) -> bool {
    node.has_tag_name((SVG, "style"))
}

/// Whether the end of an element is still to be written when all its children are.
fn has_open_end(node: Node<'_, '_>) -> bool {
    node.has_children() && !is_style(node)
}

/// Whether a text shows, or is read aloud, where it stands.
fn is_shown(node: Node<'_, '_>) -> bool {
    let Some(parent) = node.parent_element() else { return false };
    if holds_html(parent) {
        return true;
    }
    match parent.tag_name().name() {
        "text" | "tspan" | "textPath" | "title" | "desc" => true,
        "a" => parent.ancestors().any(|above| above.has_tag_name((SVG, "text"))),
        _ => false,
    }
}

/// Says what a node is that goes.
fn tell(node: Node<'_, '_>, finds: &mut Finds) {
    if node.is_comment() {
        finds.add(Hidden::Comment);
    } else if node.is_element() {
        finds.add(match node.tag_name().name() {
            "script" | "handler" | "listener" | "iframe" | "object" | "embed" | "animate" | "set" => {
                Hidden::Script
            }
            "metadata" => Hidden::Xmp,
            _ => Hidden::Private,
        });
    }
}

fn is_web(value: &str) -> bool {
    let value = value.to_ascii_lowercase();
    ["https://", "http://", "mailto:"].iter().any(|scheme| value.starts_with(scheme))
}

/// Browsers pass over blanks and control characters in the name of a scheme.
fn is_script(value: &str) -> bool {
    let value: String = value.chars().filter(|character| *character > ' ').collect();
    value.to_ascii_lowercase().starts_with("javascript:")
}

fn is_data(value: &str) -> bool {
    value.get(..5).is_some_and(|scheme| scheme.eq_ignore_ascii_case("data:"))
}

/// A picture in a `data:` URL (RFC 2397), cleaned.
fn picture(url: &str, finds: &mut Finds, depth: usize) -> Read<String> {
    const WITHIN: Fault = Fault(std::borrow::Cow::Borrowed("holds a picture that cannot be read"));
    let (head, data) = url.get(5..).and_then(|rest| rest.split_once(',')).ok_or(WITHIN)?;
    let decoded: Vec<u8> = percent_decode_str(data).collect();
    let is_base64 = head.rsplit(';').next().is_some_and(|last| last.trim().eq_ignore_ascii_case("base64"));
    let bytes = if is_base64 { base64::decode(&decoded).ok_or(WITHIN)? } else { decoded };
    let format = Format::of(&bytes).unwrap_or(Format::Svg);
    let (kind, bytes) = match format {
        Format::Jpeg => ("jpeg", format.clean(&bytes, finds)),
        Format::Png => ("png", format.clean(&bytes, finds)),
        Format::Gif => ("gif", format.clean(&bytes, finds)),
        Format::WebP => ("webp", format.clean(&bytes, finds)),
        Format::Heif => ("avif", format.clean(&bytes, finds)),
        Format::Svg => ("svg+xml", clean(&bytes, finds, depth.checked_sub(1).ok_or(WITHIN)?)),
    };
    Ok(format!("data:image/{kind};base64,{}", base64::encode(&bytes.map_err(|_| WITHIN)?)))
}

fn escape(text: &str, in_attribute: bool, out: &mut String) {
    for character in text.chars() {
        match character {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '\r' => out.push_str("&#13;"),
            '"' if in_attribute => out.push_str("&quot;"),
            '\n' if in_attribute => out.push_str("&#10;"),
            '\t' if in_attribute => out.push_str("&#9;"),
            other => out.push(other),
        }
    }
}

/// A picture as a drawing holds it.
#[cfg(test)]
pub(super) fn data_url(bytes: &[u8]) -> String {
    format!("data:image/png;base64,{}", base64::encode(bytes))
}
