//! The element's inside: canvas, controls, legend, panel.

use wasm_bindgen::JsCast as _;
use web_sys::{Document, Element, HtmlCanvasElement, HtmlElement, ShadowRoot};

use super::dom::{append, clear, html, set, svg, text};
use crate::app::Insets;
use crate::decimal::Decimal;
use crate::legend::{Entry, Look, Sample};
use crate::panel::Panel;
use crate::strings::Strings;

/// The elements that change.
pub(super) struct Page {
    document: Document,
    /// Everything.
    pub(super) map: HtmlElement,
    /// The drawing surface.
    pub(super) canvas: HtmlCanvasElement,
    /// Tells how to move a map that leaves the page its scroll.
    pub(super) hint: HtmlElement,
    controls: HtmlElement,
    /// Switches the layers.
    pub(super) legend: HtmlElement,
    legend_title: HtmlElement,
    layers: HtmlElement,
    panel: HtmlElement,
    credit: HtmlElement,
    credit_text: HtmlElement,
    note: HtmlElement,
}

/// The buttons: an action and the sign it carries.
const BUTTONS: [(&str, &str); 3] = [("in", "+"), ("out", "−"), ("home", "⌂")];

impl Page {
    /// Builds the inside of `root`.
    pub(super) fn new(document: &Document, root: &ShadowRoot) -> Self {
        let map = html(document, "div", &[("class", "map"), ("part", "map")]);
        let canvas = html(
            document,
            "canvas",
            &[
                ("part", "canvas"),
                ("tabindex", "0"),
                ("role", "application"),
            ],
        );
        let hint = html(
            document,
            "div",
            &[("class", "hint"), ("part", "hint"), ("hidden", "")],
        );
        let controls = html(
            document,
            "div",
            &[("class", "controls"), ("part", "controls")],
        );
        for (action, sign) in BUTTONS {
            let attributes = [
                ("type", "button"),
                ("part", "button"),
                ("data-action", action),
            ];
            let button = html(document, "button", &attributes);
            button.set_text_content(Some(sign));
            append(&controls, &[&button]);
        }
        let legend = html(
            document,
            "details",
            &[("class", "legend"), ("part", "legend")],
        );
        let legend_title = html(document, "summary", &[]);
        let layers = html(document, "div", &[("class", "layers")]);
        append(&legend, &[&legend_title, &layers]);
        let panel = html(
            document,
            "section",
            &[
                ("class", "panel"),
                ("part", "panel"),
                ("tabindex", "-1"),
                ("aria-labelledby", "title"),
                ("hidden", ""),
            ],
        );
        let credit = html(document, "div", &[("class", "credit"), ("part", "credit")]);
        let credit_text = html(document, "span", &[]);
        let note = html(document, "span", &[("part", "note")]);
        append(&credit, &[&credit_text, &note]);
        append(&map, &[&canvas, &hint, &legend, &controls, &credit, &panel]);
        append(root, &[&map]);
        Self {
            document: document.clone(),
            map,
            canvas: canvas.unchecked_into(),
            hint,
            controls,
            legend,
            legend_title,
            layers,
            panel,
            credit,
            credit_text,
            note,
        }
    }

    /// Puts all words of the interface in another language.
    pub(super) fn set_words(&self, strings: &Strings, credit: &str, title: &str) {
        set(&self.canvas, &[("aria-label", title)]);
        for (action, _) in BUTTONS {
            let selector = format!("[data-action={action}]");
            if let Ok(Some(button)) = self.controls.query_selector(&selector) {
                let words = strings.get(match action {
                    "in" => "zoom.in",
                    "out" => "zoom.out",
                    _ => "zoom.home",
                });
                set(&button, &[("aria-label", words), ("title", words)]);
            }
        }
        self.legend_title
            .set_text_content(Some(strings.get("legend")));
        self.credit_text.set_text_content(Some(credit));
    }

    /// Shows the note on boundaries.
    pub(super) fn set_note(&self, note: &str) {
        self.note.set_text_content(Some(note));
    }

    /// Shows the named controls; `None` shows all.
    pub(super) fn set_controls(&self, names: Option<&[String]>) {
        let parts = [
            ("zoom", &self.controls),
            ("legend", &self.legend),
            ("panel", &self.panel),
        ];
        for (name, element) in parts {
            let shown = names.is_none_or(|names| names.iter().any(|shown| shown == name));
            let _ = element.class_list().toggle_with_force("off", !shown);
        }
    }

    /// Opens the legend where there is room for it.
    pub(super) fn open_legend(&self, open: bool) {
        if open {
            set(&self.legend, &[("open", "")]);
        } else {
            let _ = self.legend.remove_attribute("open");
        }
    }

    /// How much of the map's edges the legend and the panel cover. A folded legend and the buttons cover corners only.
    pub(super) fn insets(&self) -> Insets {
        let map = self.map.get_bounding_client_rect();
        let legend = self.legend.get_bounding_client_rect();
        let panel = self.panel.get_bounding_client_rect();
        let credit = self.credit.get_bounding_client_rect();
        let controls = self.controls.get_bounding_client_rect();
        let mut insets = Insets {
            bottom: credit.height(),
            corner: if controls.width() > 0.0 {
                (map.right() - controls.left(), controls.bottom() - map.top())
            } else {
                (0.0, 0.0)
            },
            ..Insets::default()
        };
        if self.legend.has_attribute("open") && legend.width() < map.width() / 2.0 {
            insets.left = legend.right() - map.left();
        }
        if panel.width() > map.width() * 0.9 {
            insets.bottom = panel.height();
        } else if panel.width() > 0.0 {
            insets.right = map.right() - panel.left();
        }
        insets
    }

    /// Builds the legend anew.
    pub(super) fn set_legend(&self, entries: &[Entry], strings: &Strings) {
        let document = &self.document;
        clear(&self.layers);
        for entry in entries {
            let label = html(document, "label", &[]);
            let input = html(
                document,
                "input",
                &[("type", "checkbox"), ("data-layer", &entry.id)],
            );
            if entry.on {
                set(&input, &[("checked", "")]);
            }
            append(&label, &[&input, &text(document, "span", "", &entry.title)]);
            append(&self.layers, &[&label]);
            if entry.samples.is_empty() {
                continue;
            }
            let list = html(document, "ul", &[]);
            for sample in &entry.samples {
                let item = html(document, "li", &[]);
                let name = text(
                    document,
                    "span",
                    "",
                    &strings.of("class", sample.class.name()),
                );
                append(&item, &[&self.sample(sample), &name]);
                append(&list, &[&item]);
            }
            append(&self.layers, &[&list]);
        }
    }

    fn sample(&self, sample: &Sample) -> Element {
        let document = &self.document;
        let drawing = svg(
            document,
            "svg",
            &[("viewBox", "0 0 32 14"), ("aria-hidden", "true")],
        );
        match &sample.look {
            Look::Line(pens) => {
                for pen in pens {
                    let width = Decimal::new(pen.width, 2).to_string();
                    let path = svg(
                        document,
                        "path",
                        &[
                            ("d", "M2 7H30"),
                            ("stroke", &pen.color),
                            ("stroke-width", &width),
                        ],
                    );
                    if let Some((on, off)) = pen.dash {
                        set(
                            &path,
                            &[(
                                "stroke-dasharray",
                                &format!("{} {}", Decimal::new(on, 2), Decimal::new(off, 2)),
                            )],
                        );
                    }
                    if pen.cap == crate::scene::Cap::Round {
                        set(&path, &[("stroke-linecap", "round")]);
                    }
                    append(&drawing, &[&path]);
                }
            }
            Look::Mark(symbol, color) => {
                let path = svg(
                    document,
                    "path",
                    &[
                        ("d", &symbol.path_data()),
                        ("transform", "translate(16 7) scale(5)"),
                        ("fill", color),
                        ("fill-rule", "evenodd"),
                    ],
                );
                append(&drawing, &[&path]);
            }
        }
        drawing
    }

    /// Shows a panel, or none.
    pub(super) fn set_panel(&self, panel: Option<&Panel>, strings: &Strings) {
        clear(&self.panel);
        let Some(panel) = panel else {
            set(&self.panel, &[("hidden", "")]);
            return;
        };
        let document = &self.document;
        let close = text(document, "button", "close", "×");
        let words = strings.get("panel.close");
        set(
            &close,
            &[
                ("type", "button"),
                ("part", "button"),
                ("data-action", "close"),
                ("aria-label", words),
                ("title", words),
            ],
        );
        let title = text(document, "h2", "", &panel.title);
        set(&title, &[("id", "title")]);
        let tags = text(document, "p", "tags", &panel.tags.join(" · "));
        append(&self.panel, &[&close, &title, &tags]);
        for paragraph in &panel.paragraphs {
            append(&self.panel, &[&text(document, "p", "", paragraph)]);
        }
        for section in &panel.sections {
            let list = html(document, "ul", &[("class", "facts")]);
            for fact in &section.facts {
                let item = html(document, "li", &[]);
                let sentence = match &fact.target {
                    Some(target) => {
                        let link = text(document, "button", "link", &fact.text);
                        set(&link, &[("type", "button"), ("data-select", target)]);
                        link
                    }
                    // Nothing but what is computed rests on no source.
                    None if fact.footnotes.is_empty() => {
                        text(document, "span", "figure", &fact.text)
                    }
                    None => text(document, "span", "", &fact.text),
                };
                let notes = fact.footnotes.iter().map(usize::to_string);
                let notes = notes.collect::<Vec<_>>().join(", ");
                let reference = text(document, "sup", "", &notes);
                let note = text(document, "small", "", &fact.note);
                append(&item, &[&sentence, &reference, &note]);
                append(&list, &[&item]);
            }
            let heading = text(document, "h3", "", &section.heading);
            append(&self.panel, &[&heading, &list]);
        }
        if !panel.sources.is_empty() {
            let list = html(document, "ol", &[("class", "sources")]);
            for source in &panel.sources {
                let item = html(document, "li", &[]);
                match &source.url {
                    Some(url) => {
                        let link = text(document, "a", "", &source.text);
                        set(
                            &link,
                            &[("href", url), ("rel", "noopener"), ("target", "_blank")],
                        );
                        append(&item, &[&link]);
                    }
                    None => item.set_text_content(Some(&source.text)),
                }
                append(&list, &[&item]);
            }
            let heading = text(document, "h3", "", &panel.sources_heading);
            append(&self.panel, &[&heading, &list]);
        }
        let _ = self.panel.remove_attribute("hidden");
        self.panel.set_scroll_top(0);
    }

    /// Shows a hint for a moment; the stylesheet fades it out.
    pub(super) fn show_hint(&self, words: &str) {
        self.hint.set_text_content(Some(words));
        let _ = self.hint.remove_attribute("hidden");
    }
}
