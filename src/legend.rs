//! What the legend shows: every layer with its switch, and a sample of each class of things in it.

use crate::app::Model;
use crate::atlas::{Class, Status};
use crate::decimal::whole;
use crate::json::{Writer, pair};
use crate::scene::{Cap, Pen};
use crate::theme::LineLook;

/// The layers of the present state, the topmost first:
/// `[{id, title, on, samples: [{name, count, pens: [{color, width, dash, round}]} or {name, count, mark, color}]}]`. Lengths are in
/// CSS pixels, `mark` is path data of about ±1 around the origin, `count` how many there are in the year that is shown.
#[must_use]
pub fn legend(model: &Model) -> String {
    let layers = model.atlas.layers.iter().enumerate().rev();
    Writer::objects(layers, |json, (index, layer)| {
        json.text("id", &layer.id);
        json.text("title", layer.title.get(&model.lang));
        let on = model.layers.get(index).copied().unwrap_or(false);
        json.flag("on", on);
        json.each("samples", classes(model, index), |json, sample| {
            write_sample(json, model, &sample);
        });
    })
}

/// The classes of a layer, each with the status of its first feature and how many there are.
fn classes(model: &Model, layer: usize) -> Vec<(Class, Status, usize)> {
    let told = model.atlas.told();
    let own = &model.atlas.features[told.len()..];
    // There may be very many of an overlay; they are all alike, and stand together.
    let up_to = |layer| own.partition_point(|feature| feature.layer < layer);
    let count = up_to(layer + 1) - up_to(layer);
    if count > 0 {
        return vec![(Class::Other, Status::Operating, count)];
    }
    let mut classes: Vec<(Class, Status, usize)> = Vec::new();
    for feature in told.iter().filter(|feature| feature.layer == layer) {
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
