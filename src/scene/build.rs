//! From what is known and chosen to the display list.

use std::rc::Rc;

use super::arrows::{self, Arrow};
use super::furniture::Furnished;
use super::labels::boxes_of;
use super::marks::Placed;
use super::names::labels;
use super::view::{REGION_ZOOM, View};
use super::{BLEED, HAIRLINE, Item, Label, Pen, Scene, marks, own, trip};
use crate::atlas::Class;
use crate::geo::projection::Projection;
use crate::list::Gather as _;
use crate::space::{Css, Point, Rect};
use crate::theme::Color;

/// Felt rather than seen: at its strongest text over it keeps 4.5:1.
const RELIEF_STRENGTH: f64 = 0.15;
/// Rivers of lower ranks are drawn from here on.
const STREAM_ZOOM: f64 = 4.4;

/// How far arrows reach beside their line at width 1, CSS pixels.
const WING: f64 = 3.0;
/// Space around arrows, CSS pixels.
const CLEAR: f64 = 5.0;
/// From one to the next of lines side by side, CSS pixels.
const APART: f64 = 20.0;

/// What the names of a picture need to know of it.
pub struct Unnamed {
    /// The lines of the story and their features.
    lines: Vec<(usize, Vec<Point<Css>>)>,
    /// Those that names and marks may leave no room for.
    arrows: Vec<(Arrow, Color)>,
    /// What marks take, CSS pixels.
    marks: Vec<Rect<Css>>,
    /// Where the marks stand.
    places: Vec<Placed>,
}

/// The picture of a view.
#[must_use]
pub fn build(view: &View<'_>) -> Scene {
    let (mut scene, mut unnamed) = begin(view);
    add_names(view, &mut scene, &mut unnamed);
    scene
}

/// The picture without names, arrows and furniture: about half of the work.
#[must_use]
pub fn begin(view: &View<'_>) -> (Scene, Unnamed) {
    let mut items = Vec::new();
    let width = view.line_width();
    let ground = &view.base_map.ground;
    if ground
        .layer
        .is_some_and(|layer| view.layers.get(layer) == Some(&true))
    {
        draw_ground(view, width, &mut items);
    }
    own::areas(view, &mut items);
    for index in [view.hovered, view.selected].into_iter().flatten() {
        draw_outline(view, index, &mut items);
    }
    trip::shade_closed(view, &mut items);
    let mut arrows = Vec::new();
    let lines = draw_lines(view, width, &mut items, &mut arrows);
    trip::draw(view, width, &mut items);
    let mut marks = Vec::new();
    let places = marks::place(view);
    draw_marks(view, &places, &mut items, &mut marks);
    own::draw(view, &mut items, &mut marks);
    let scene = Scene {
        camera: view.camera,
        background: Rc::clone(view.palette.water()),
        items,
        labels: Vec::new(),
        beyond: Vec::new(),
        furniture: Vec::new(),
    };
    let unnamed = Unnamed {
        lines,
        arrows,
        marks,
        places,
    };
    (scene, unnamed)
}

/// The rest, for the same view.
pub fn add_names(view: &View<'_>, scene: &mut Scene, unnamed: &mut Unnamed) {
    let marks = std::mem::take(&mut unnamed.marks);
    let places = &unnamed.places;
    let Furnished { items, taken, free } = Furnished::new(view);
    let named = labels(view, &unnamed.lines, free, taken, marks, places);
    draw_arrows(
        view,
        &unnamed.arrows,
        &named.inside,
        places,
        &mut scene.items,
    );
    scene.labels = named.inside;
    scene.beyond = named.beyond;
    scene.furniture = items;
}

/// What belongs to the element and not to the map.
#[must_use]
pub fn furniture(view: &View<'_>) -> Vec<Item> {
    Furnished::new(view).items
}

fn draw_ground(view: &View<'_>, width: f64, items: &mut Vec<Item>) {
    let palette = view.palette;
    let ground = &view.base_map.ground;
    let mut add = |item| items.push(item);
    for (color, width) in [(palette.shelf(), 14.0), (palette.shallows(), 6.0)] {
        // The half on land is covered by it.
        add(Item::stroke(&ground.shore, color, width));
    }
    add(Item::fill(&ground.land, palette.land()));
    // A band around what stands out; the half inside it is under its own colour.
    add(Item::stroke(
        &ground.band,
        palette.focus_band(),
        7.0 * width,
    ));
    add(Item::fill(&ground.focus, palette.focus()));
    for (id, value) in view.shade.into_iter().flat_map(|theme| &theme.values) {
        let shape = view.atlas.find(id).map(|index| &view.shapes.shapes[index]);
        if let (Some(theme), Some(shape)) = (view.shade, shape)
            && let Some(path) = &shape.outline(view.detailed()).area
        {
            add(Item::fill(path, palette.ramp(theme.class_of(*value))));
        }
    }
    add(Item::stroke(
        &view.base_map.graticule,
        palette.graticule(),
        0.6,
    ));
    add(Item::stroke(&ground.land, palette.coast(), HAIRLINE));
    // The colors of a theme are read as they are, without shadows.
    if let (Some(bounds), Projection::Conic(_), None) = (
        view.atlas.manifest.relief,
        view.shapes.projection,
        view.shade,
    ) {
        add(Item::Relief {
            bounds,
            strength: RELIEF_STRENGTH * view.relief,
        });
    }
    add(Item::stroke(&ground.rivers, palette.river(), 0.8 * width));
    if view.zoom >= STREAM_ZOOM {
        add(Item::stroke(&ground.streams, palette.river(), 0.6 * width));
    }
    if view.zoom >= REGION_ZOOM {
        add(Item::stroke(&ground.regions, palette.region(), 0.8 * width));
    }
    add(Item::fill(&ground.lakes, palette.water()));
    add(Item::stroke(&ground.lakes, palette.coast(), 0.7));
    add(Item::stroke(&ground.focus, palette.focus_border(), width));
    for (kind, path) in &view.base_map.boundaries {
        if let Some(pen) = view.palette.boundary(*kind, width) {
            add(Item::Stroke {
                path: Rc::clone(path),
                pen,
            });
        }
    }
}

/// Sets off an area that is selected or under the mouse.
fn draw_outline(view: &View<'_>, index: usize, items: &mut Vec<Item>) {
    let selected = view.selected == Some(index);
    if let Some(path) = view.area(index)
        && view.shows(index)
    {
        let (color, width) = if selected {
            (view.palette.accent(), 2.4)
        } else {
            (view.palette.focus_border(), 1.6)
        };
        items.push(Item::stroke(path, color, width));
    }
}

/// Draws the lines of the story; answers with them and their features, for names.
fn draw_lines(
    view: &View<'_>,
    width: f64,
    items: &mut Vec<Item>,
    arrows: &mut Vec<(Arrow, Color)>,
) -> Vec<(usize, Vec<Point<Css>>)> {
    let mut drawn = Vec::new();
    for (index, feature, _) in view.features_around() {
        let properties = &feature.properties;
        if matches!(properties.class, Class::Boundary | Class::River) || feature.own.is_some() {
            continue;
        }
        let stretches = view.stretches(index);
        let first = drawn.len();
        let mut pens = Vec::new();
        for stretch in stretches {
            let color = view.palette.line_color(stretch.look);
            for arrow in arrows::along(&stretch, WING * width) {
                arrows.push((arrow, Rc::clone(color)));
            }
            let mut own = view.palette.line(stretch.look, width);
            for pen in &mut own {
                pen.start_at(stretch.phase);
            }
            pens.push(own);
            drawn.push((index, stretch.points));
        }
        let lines = &drawn[first..];
        let highlight = if view.selected == Some(index) {
            Some(Pen::solid(view.palette.accent(), 5.6 * width))
        } else if view.hovered == Some(index) {
            Some(Pen::solid(view.palette.focus_border(), 6.0 * width))
        } else {
            None
        };
        if let Some(pen) = highlight {
            for (_, points) in lines {
                items.push(Item::line(points, &pen));
            }
        }
        // All lines with their first pen, then all with their second: one leg's casing must not cover the next leg.
        let most = pens.iter().map(Vec::len).max().unwrap_or(0);
        for pass in 0..most {
            for (pens, (_, points)) in pens.iter().zip(lines) {
                if let Some(pen) = pens.get(pass) {
                    items.push(Item::line(points, pen));
                }
            }
        }
    }
    drawn
}

/// Draws arrows over their lines, but not by names and marks.
fn draw_arrows(
    view: &View<'_>,
    arrows: &[(Arrow, Color)],
    labels: &[Label],
    places: &[Placed],
    items: &mut Vec<Item>,
) {
    let boxes: Vec<Rect<Css>> = labels.iter().flat_map(boxes_of).gathered();
    let mut tips: Vec<Point<Css>> = Vec::new();
    for (arrow, color) in arrows {
        let tip = arrow[1];
        let covers = |bounds: &Rect<Css>| bounds.inflate(CLEAR).contains(tip);
        let crowds = |mark: &Placed| mark.at.distance(tip) < mark.radius + CLEAR;
        // Where pipelines meet, one arrow does for all.
        let meets = |other: &Point<Css>| other.distance(tip) < APART;
        if boxes.iter().any(covers) || places.iter().any(crowds) || tips.iter().any(meets) {
            continue;
        }
        tips.push(tip);
        let width = view.line_width();
        for (color, thick) in [(view.palette.halo(), 3.0), (color, 1.5)] {
            items.push(Item::line(arrow, &Pen::solid(color, thick * width)));
        }
    }
}

/// Draws the marks in view; all of them, also those around it, are what names keep clear of.
fn draw_marks(
    view: &View<'_>,
    places: &[Placed],
    items: &mut Vec<Item>,
    taken: &mut Vec<Rect<Css>>,
) {
    let frame = view.camera.size.rect().inflate(BLEED);
    for mark in places {
        let class = view.atlas.features[mark.feature].properties.class;
        let (symbol, _, color) = view.palette.symbol(class);
        let emphasis = view.selected == Some(mark.feature) || view.hovered == Some(mark.feature);
        let (color, share) = match (emphasis, view.recedes(mark.feature)) {
            (true, _) => (view.palette.accent(), 1.35),
            (_, true) => (view.palette.text_faint(), 0.6),
            _ => (color, 1.0),
        };
        let (at, radius) = (mark.at, mark.radius * share);
        // A name keeps its place while its mark is larger.
        let kept = radius.min(mark.radius);
        taken.push(Rect { min: at, max: at }.inflate(kept));
        if !frame.contains(at) {
            continue;
        }
        items.push(Item::Mark {
            at,
            symbol,
            radius,
            color: Rc::clone(color),
            halo: Rc::clone(view.palette.halo()),
        });
    }
}
