//! What the legend shows: every layer with its switch, and a sample of each class of things in it.

use crate::app::Model;
use crate::atlas::{Class, Kind, Sample, Status};
use crate::decimal::whole;
use crate::json::{Writer, pair};
use crate::scene::{Cap, Pen, Symbol, own};
use crate::theme::LineLook;

/// The layers of the present state, the topmost first:
/// `[{id, title, on, samples: [{name, count, pens: [{color, width, dash, round}], fill} or {name, count, mark, color}]}]`. Lengths are
/// in CSS pixels, `mark` is path data of about ±1 around the origin, `fill` is only there for areas, and `count` tells how many there
/// are in the year that is shown.
#[must_use]
pub fn legend(model: &Model) -> String {
    let layers = model.atlas.layers.iter().enumerate().rev();
    Writer::objects(layers, |json, (index, layer)| {
        json.text("id", &layer.id);
        json.text("title", layer.title.get(&model.lang));
        let on = model.layers.get(index).copied().unwrap_or(false);
        json.flag("on", on);
        let (own, classes) = (&layer.samples, classes(model, index));
        json.each("samples", 0..own.len() + classes.len(), |json, at| {
            if let Some(sample) = own.get(at) {
                write_own(json, model, sample);
            } else {
                write_sample(json, model, &classes[at - own.len()]);
            }
        });
    })
}

/// The classes of a layer, each with the status of its first feature and how many there are.
fn classes(model: &Model, layer: usize) -> Vec<(Class, Status, usize)> {
    let mut classes: Vec<(Class, Status, usize)> = Vec::new();
    let told = model.atlas.told().iter();
    for feature in told.filter(|feature| feature.layer == layer) {
        let properties = &feature.properties;
        let class = properties.class;
        // What is there for orientation explains itself.
        if class.is_area() || !class.is_selectable() {
            continue;
        }
        let known = classes.iter().position(|known| known.0 == class);
        let at = known.unwrap_or_else(|| {
            classes.push((class, properties.status_in(model.year), 0));
            classes.len() - 1
        });
        classes[at].2 += usize::from(properties.exists_in(model.year));
    }
    classes
}

fn write_sample(
    json: &mut Writer,
    model: &Model,
    &(class, status, count): &(Class, Status, usize),
) {
    json.text("name", &model.words.of("class", class.name()));
    json.raw("count", &whole(count));
    if let Class::Corridor | Class::Gas | Class::Oil | Class::Border = class {
        let look = LineLook {
            class,
            mode: None,
            status,
            faint: false,
            recedes: false,
        };
        json.each("pens", &model.palette.line(look, 1.0), write_pen);
    } else {
        let (symbol, _, color) = model.palette.symbol(class);
        json.text("mark", &symbol.path_data());
        json.text("color", color);
    }
}

/// A sample of a reader's own features.
fn write_own(json: &mut Writer, model: &Model, sample: &Sample) {
    let (palette, style) = (&model.palette, &*sample.style);
    if sample.value.is_empty() {
        json.text("name", &model.words.of("own", sample.kind.name()));
    } else {
        json.text("name", &sample.value);
    }
    if sample.count > 0 {
        json.raw("count", &whole(sample.count));
    }
    let width = match sample.kind {
        Kind::Point => {
            json.text("mark", &Symbol::Dot.path_data());
            return json.text("color", &own::disc(palette, style));
        }
        Kind::Line => own::LINE,
        Kind::Area => {
            let fill = own::fill(palette, style);
            json.text("fill", fill.as_deref().unwrap_or("none"));
            own::OUTLINE
        }
    };
    json.each(
        "pens",
        [own::pen(palette, style, width, 1.0)],
        |json, pen| {
            write_pen(json, &pen);
        },
    );
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
