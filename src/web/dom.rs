//! Building elements: names, attributes, text. There is no way here to make markup from a string.

use wasm_bindgen::JsCast as _;
use web_sys::{Document, Element, HtmlElement, Node};

const SVG: &str = "http://www.w3.org/2000/svg";

/// A new HTML element; `attributes` are pairs of name and value.
pub(super) fn html(document: &Document, name: &str, attributes: &[(&str, &str)]) -> HtmlElement {
    let element = document
        .create_element(name)
        .unwrap_or_else(|_| unreachable!("{name} is a valid element name"));
    set(&element, attributes);
    element.unchecked_into()
}

/// A new SVG element.
pub(super) fn svg(document: &Document, name: &str, attributes: &[(&str, &str)]) -> Element {
    let element = document
        .create_element_ns(Some(SVG), name)
        .unwrap_or_else(|_| unreachable!("{name} is a valid element name"));
    set(&element, attributes);
    element
}

/// Sets attributes whose names are valid.
pub(super) fn set(element: &Element, attributes: &[(&str, &str)]) {
    for (name, value) in attributes {
        let _ = element.set_attribute(name, value);
    }
}

/// Appends `children` in order.
pub(super) fn append(parent: &Node, children: &[&Node]) {
    for child in children {
        let _ = parent.append_child(child);
    }
}

/// A new HTML element with text and nothing else.
pub(super) fn text(document: &Document, name: &str, class: &str, text: &str) -> HtmlElement {
    let element = html(document, name, &[]);
    if !class.is_empty() {
        element.set_class_name(class);
    }
    element.set_text_content(Some(text));
    element
}

/// Takes all children away.
pub(super) fn clear(element: &Element) {
    element.set_text_content(None);
}
