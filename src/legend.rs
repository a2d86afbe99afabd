//! What the legend shows: every layer with its switch, and a sample of each class of things in it.

use std::rc::Rc;

use crate::app::Model;
use crate::atlas::{Class, Status};
use crate::scene::{Pen, Symbol};
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
        .collect()
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
    samples.collect()
}
