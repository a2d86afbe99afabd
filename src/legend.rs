//! What the legend shows: every layer with its switch, and a sample of each class of things in it.

use std::rc::Rc;

use crate::app::Model;
use crate::atlas::{Class, Status};
use crate::json::{Writer, pair};
use crate::list::Gather as _;
use crate::scene::{Cap, Pen, Symbol};
use crate::strings::Strings;
use crate::theme::{Color, LineLook};

/// One layer.
#[derive(Debug, Clone, PartialEq)]
pub struct Entry {
    /// Public id of the layer.
    pub id: String,
    /// In the reader's language.
    pub title: String,
    /// Whether it is on.
    pub on: bool,
    /// Its classes.
    pub samples: Vec<Sample>,
}

/// How the things of a class look.
#[derive(Debug, Clone, PartialEq)]
pub struct Sample {
    /// What is drawn so.
    pub class: Class,
    /// The drawing.
    pub look: Look,
}

/// The drawing of a sample.
#[derive(Debug, Clone, PartialEq)]
pub enum Look {
    /// A piece of line, drawn with these pens from the bottom up.
    Line(Vec<Pen>),
    /// A mark.
    Mark(Symbol, Color),
}

impl Entry {
    /// `{id, title, on, samples: [{name, pens: [{color, width, dash, round}]} or {name, mark, color}]}`: lengths in CSS
    /// pixels, `mark` is path data within a circle of radius 1.
    pub fn write(&self, json: &mut Writer, strings: &Strings) {
        json.text("id", &self.id);
        json.text("title", &self.title);
        json.flag("on", self.on);
        json.each("samples", &self.samples, |json, sample| {
            sample.write(json, strings);
        });
    }
}

impl Sample {
    fn write(&self, json: &mut Writer, strings: &Strings) {
        json.text("name", &strings.of("class", self.class.name()));
        match &self.look {
            Look::Line(pens) => json.each("pens", pens, write_pen),
            Look::Mark(symbol, color) => {
                json.text("mark", &symbol.path_data());
                json.text("color", color);
            }
        }
    }
}

fn write_pen(json: &mut Writer, pen: &Pen) {
    json.text("color", &pen.color);
    json.number("width", pen.width);
    if let Some((on, off)) = pen.dash {
        json.raw("dash", &pair(Some([on, off])));
    }
    if pen.cap == Cap::Round {
        json.flag("round", true);
    }
}

/// The legend of the present state, the topmost layer first.
#[must_use]
pub fn legend(model: &Model) -> Vec<Entry> {
    let layers = model.atlas.layers.iter().enumerate().rev();
    layers
        .map(|(index, layer)| Entry {
            id: layer.id.clone(),
            title: layer.title.get(&model.lang).to_owned(),
            on: model.layers.get(index).copied().unwrap_or(false),
            samples: samples(model, index),
        })
        .gathered()
}

fn samples(model: &Model, layer: usize) -> Vec<Sample> {
    let features = model.atlas.features.iter();
    let mut classes: Vec<(Class, Status)> = Vec::new();
    for feature in features.filter(|feature| feature.layer == layer) {
        let properties = &feature.properties;
        let known = classes.iter().any(|(class, _)| *class == properties.class);
        // What is there for orientation explains itself.
        if !known && !properties.class.is_area() && properties.class.is_selectable() {
            classes.push((properties.class, properties.status_in(model.year)));
        }
    }
    let samples = classes.into_iter().map(|(class, status)| Sample {
        class,
        look: match class {
            Class::Corridor | Class::Gas | Class::Oil | Class::Border => {
                Look::Line(model.palette.line(
                    LineLook {
                        class,
                        mode: None,
                        status,
                        faint: false,
                        recedes: false,
                    },
                    1.0,
                ))
            }
            _ => {
                let (symbol, _, color) = model.palette.symbol(class);
                Look::Mark(symbol, Rc::clone(color))
            }
        },
    });
    samples.gathered()
}
