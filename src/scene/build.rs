//! From what is known and chosen to the display list.

use std::rc::Rc;

use super::base_map::BaseMap;
use super::capitals::capitals;
use super::labels::{self, Candidate};
use super::lanes::{self, Lanes};
use super::{Item, Pen, Scene, TextStyle};
use crate::atlas::{Atlas, BoundaryKind, Class, Feature};
use crate::camera::Camera;
use crate::geo::planar::thin;
use crate::math::{between, exp2};
use crate::order::order;
use crate::shape::{Shape, Shapes};
use crate::space::{Css, Plane, Point, Rect, Size};
use crate::theme::{Color, LineLook, Palette};

/// All that a picture depends on.
#[derive(Debug, Clone, Copy)]
pub struct View<'a> {
    /// What is known.
    pub atlas: &'a Atlas,
    /// The same, in the plane.
    pub shapes: &'a Shapes,
    /// The base map around the camera.
    pub base_map: &'a BaseMap,
    /// The lanes of the layers that are on.
    pub lanes: &'a Lanes,
    /// Where we look.
    pub camera: Camera,
    /// The part of the element that nothing covers: names stand inside it.
    pub free: Rect<Css>,
    /// Parallel to [`Atlas::layers`]: which are on.
    pub layers: &'a [bool],
    /// What existed in it is shown.
    pub year: i32,
    /// BCP 47 tag of the names.
    pub lang: &'a str,
    /// Colours.
    pub palette: &'a Palette,
    /// The feature that is selected.
    pub selected: Option<usize>,
    /// The feature under the mouse.
    pub hovered: Option<usize>,
}

/// Distance between the middles of neighbouring lanes at width 1, CSS pixels.
const LANE_SPACING: f64 = 4.4;
/// Details of lines below this are not drawn, CSS pixels.
const DETAIL: f64 = 0.7;
/// Features of this rank and beyond are context, drawn fainter.
const CONTEXT_RANK: u8 = 3;
/// Doublings of the width of lines per zoom level: about ×1.3.
const WIDTH_PER_ZOOM: f64 = 0.38;
/// How far lines reach beyond the element, CSS pixels: their width and lanes.
const MARGIN: f64 = 24.0;

impl View<'_> {
    /// Whether a feature is drawn and can be picked.
    #[must_use]
    pub fn shows(&self, feature: usize) -> bool {
        let Feature {
            layer, properties, ..
        } = &*self.atlas.features[feature];
        self.layers.get(*layer).copied().unwrap_or(false)
            && properties.exists_in(self.year)
            && (self.selected == Some(feature)
                || self.zoom() >= first_zoom(properties.class, properties.rank))
    }

    /// Whether the base map is drawn in detail.
    #[must_use]
    pub fn detailed(&self) -> bool {
        is_detailed(self.atlas, self.shapes, &self.camera)
    }

    /// The Web Mercator zoom of the same ground scale.
    #[must_use]
    pub fn zoom(&self) -> f64 {
        self.camera.zoom(&self.shapes.projection)
    }

    /// The factor of all line widths: about ×1.3 per zoom level around 4, within limits.
    #[must_use]
    pub fn line_width(&self) -> f64 {
        between(exp2(WIDTH_PER_ZOOM * (self.zoom() - 4.0)), 0.75, 2.2)
    }

    /// The lines of a feature as they are drawn, beside each other where they share a track, with the track's index.
    #[must_use]
    pub fn drawn_lines(&self, feature: usize) -> Vec<(Option<usize>, Vec<Point<Css>>)> {
        let spacing = LANE_SPACING * self.line_width();
        let view = self.camera.view().inflate(MARGIN / self.camera.scale);
        let lines = self.shapes.lines_of(feature, self.detailed());
        lines
            .filter(|(_, line)| Rect::around(line.iter().copied()).intersects(&view))
            .map(|(track, line)| {
                let line: Vec<_> = line
                    .iter()
                    .map(|&point| self.camera.to_css(point))
                    .collect();
                let line = thin(&line, DETAIL);
                let lane = self.lanes.of(track, feature);
                (track, lanes::beside(&line, lane * spacing))
            })
            .collect()
    }

    fn in_view(&self, shape: &Shape) -> bool {
        shape
            .bounds
            .intersects(&self.camera.view().inflate(MARGIN / self.camera.scale))
    }

    /// The features in view that are drawn, in drawing order.
    fn features(&self) -> impl Iterator<Item = (usize, &Feature, &Shape)> {
        let order = self.shapes.order.iter();
        order
            .map(|&index| {
                let feature: &Feature = &self.atlas.features[index];
                (index, feature, &self.shapes.shapes[index])
            })
            .filter(|(index, _, shape)| self.in_view(shape) && self.shows(*index))
    }
}

/// Whether the base map is drawn in detail for a camera.
#[must_use]
pub fn is_detailed(atlas: &Atlas, shapes: &Shapes, camera: &Camera) -> bool {
    shapes.has_detail() && camera.zoom(&shapes.projection) >= atlas.detail_zoom
}

/// The zoom from which a feature of some class and rank is drawn: from far away only what comes first.
fn first_zoom(class: Class, rank: u8) -> f64 {
    let rank = f64::from(rank);
    match class {
        Class::Region => REGION_ZOOM,
        Class::Capital => 2.6 + 0.6 * rank,
        Class::Town => 3.2 + 0.6 * rank,
        Class::Country
        | Class::Sea
        | Class::Lake
        | Class::River
        | Class::Boundary
        | Class::Border
        | Class::Gas
        | Class::Oil
        | Class::Corridor => 0.0,
        _ if rank <= 1.0 => 0.0,
        _ => 2.0 + 0.9 * rank,
    }
}

/// Regions are drawn, named and selected from here on.
const REGION_ZOOM: f64 = 5.2;
/// Rivers of lower ranks are drawn from here on.
const STREAM_ZOOM: f64 = 4.4;

/// The zoom from which a line of some class and rank is named.
fn line_name_zoom(class: Class, rank: u8) -> f64 {
    let first = match class {
        Class::Corridor => 2.2,
        Class::Gas | Class::Oil => 3.0,
        _ => 3.2,
    };
    first + f64::from(rank.max(1) - 1)
}

/// The size of marks: smaller from far away, where there are many.
fn mark_scale(zoom: f64) -> f64 {
    between(0.2 + zoom * 0.2, 0.6, 1.15)
}

/// The picture of a view.
#[must_use]
pub fn build(view: &View<'_>) -> Scene {
    let mut items = Vec::new();
    let width = view.line_width();
    let ground = &view.base_map.ground;
    if ground
        .layer
        .is_some_and(|layer| view.layers.get(layer) == Some(&true))
    {
        draw_ground(view, width, &mut items);
    }
    for index in [view.hovered, view.selected].into_iter().flatten() {
        draw_outline(view, index, &mut items);
    }
    let drawn = draw_lines(view, width, &mut items);
    let mut taken = Vec::new();
    draw_marks(view, &mut items, &mut taken);
    let frame = view.free.inflate(-4.0);
    let labels = labels::place(&candidates(view, &drawn), frame, taken);
    items.extend(labels.into_iter().map(Item::Label));
    Scene {
        camera: view.camera,
        background: Rc::clone(view.palette.water()),
        items,
    }
}

fn draw_ground(view: &View<'_>, width: f64, items: &mut Vec<Item>) {
    let palette = view.palette;
    let ground = &view.base_map.ground;
    let stroke = |path: &Rc<_>, pen: Pen| Item::Stroke {
        path: Rc::clone(path),
        pen,
    };
    let fill = |path: &Rc<_>, color: &Color| Item::Fill {
        path: Rc::clone(path),
        color: Rc::clone(color),
    };
    // The land covers the inner half of its stroke, and with it what would show between neighbours.
    items.push(stroke(&ground.land, Pen::solid(palette.coast(), 2.0)));
    items.push(fill(&ground.land, palette.land()));
    items.push(fill(&ground.focus, palette.focus()));
    items.push(stroke(
        &ground.rivers,
        Pen::solid(palette.river(), 0.8 * width),
    ));
    if view.zoom() >= STREAM_ZOOM {
        items.push(stroke(
            &ground.streams,
            Pen::solid(palette.river(), 0.6 * width),
        ));
    }
    if view.zoom() >= REGION_ZOOM {
        items.push(stroke(
            &ground.regions,
            Pen::solid(palette.region(), 0.8 * width),
        ));
    }
    items.push(fill(&ground.water, palette.water()));
    items.push(stroke(&ground.water, Pen::solid(palette.coast(), 0.7)));
    items.push(stroke(
        &ground.focus,
        Pen::solid(palette.focus_border(), 1.1 * width),
    ));
    for (kind, path) in &view.base_map.boundaries {
        if *kind != BoundaryKind::None
            && let Some(pen) = view.palette.boundary(*kind, width)
        {
            items.push(stroke(path, pen));
        }
    }
}

/// Sets off an area that is selected or under the mouse.
fn draw_outline(view: &View<'_>, index: usize, items: &mut Vec<Item>) {
    let selected = view.selected == Some(index);
    let outline = view.shapes.shapes[index].outline(view.detailed());
    if let Some(path) = &outline.area
        && view.shows(index)
    {
        let pen = if selected {
            Pen::solid(view.palette.accent(), 2.4)
        } else {
            Pen::solid(view.palette.focus_border(), 1.6)
        };
        items.push(Item::Stroke {
            path: Rc::clone(path),
            pen,
        });
    }
}

/// Draws the lines of the story; answers with their points, for names to keep clear of.
fn draw_lines(view: &View<'_>, width: f64, items: &mut Vec<Item>) -> Vec<Point<Css>> {
    let mut drawn = Vec::new();
    for (index, feature, _) in view.features() {
        let properties = &feature.properties;
        if matches!(properties.class, Class::Boundary | Class::River) {
            continue;
        }
        let faint = properties.rank >= CONTEXT_RANK;
        let lines: Vec<(Vec<Pen>, Vec<Point<Css>>)> = view
            .drawn_lines(index)
            .into_iter()
            .map(|(track, points)| {
                let look = LineLook {
                    class: properties.class,
                    mode: track.map(|track| view.atlas.tracks[track].properties.mode),
                    status: properties.status_in(view.year),
                    faint,
                };
                (view.palette.line(look, width), points)
            })
            .collect();
        drawn.extend(lines.iter().flat_map(|(_, points)| points.iter().copied()));
        let highlight = if view.selected == Some(index) {
            Some(Pen::solid(view.palette.accent(), 5.6 * width))
        } else if view.hovered == Some(index) {
            Some(Pen::solid(view.palette.focus_border(), 6.0 * width))
        } else {
            None
        };
        if let Some(pen) = highlight {
            items.extend(lines.iter().map(|(_, points)| Item::Line {
                points: points.clone(),
                pen: pen.clone(),
            }));
        }
        // All lines with their first pen, then all with their second: one leg's casing must not cover the next leg.
        let most = lines.iter().map(|(pens, _)| pens.len()).max().unwrap_or(0);
        for pass in 0..most {
            items.extend(lines.iter().filter_map(|(pens, points)| {
                pens.get(pass).map(|pen| Item::Line {
                    points: points.clone(),
                    pen: pen.clone(),
                })
            }));
        }
    }
    drawn
}

fn draw_marks(view: &View<'_>, items: &mut Vec<Item>, taken: &mut Vec<Rect<Css>>) {
    for (index, feature, shape) in view.features() {
        let (symbol, radius, color) = view.palette.symbol(feature.properties.class);
        let emphasis = view.selected == Some(index) || view.hovered == Some(index);
        let color = if emphasis {
            view.palette.accent()
        } else {
            color
        };
        let radius = radius * mark_scale(view.zoom()) * if emphasis { 1.35 } else { 1.0 };
        for at in shape.points.iter().map(|&point| view.camera.to_css(point)) {
            taken.push(Rect { min: at, max: at }.inflate(radius));
            items.push(Item::Mark {
                at,
                symbol,
                radius,
                color: Rc::clone(color),
                halo: Rc::clone(view.palette.halo()),
            });
        }
    }
}

/// What wants a name in this view.
fn candidates(view: &View<'_>, drawn: &[Point<Css>]) -> Vec<Candidate> {
    let zoom = view.zoom();
    let mut candidates = Vec::new();
    for (index, feature, shape) in view.features() {
        let properties = &feature.properties;
        let name = properties.name.get(view.lang);
        if name.is_empty() {
            continue;
        }
        let rank = u32::from(properties.rank);
        let mut style = text_style(view, feature);
        let mut text: Rc<str> = name.into();
        let mut add = |at: Point<Css>,
                       beside: Option<f64>,
                       text: &Rc<str>,
                       style: &TextStyle,
                       priority: u32| {
            candidates.push(Candidate {
                priority: if view.selected == Some(index) {
                    0
                } else {
                    priority
                },
                feature: index,
                text: Rc::clone(text),
                at,
                beside,
                style: style.clone(),
            });
        };
        match properties.class {
            Class::Country | Class::Region => {
                let focus = view.atlas.is_focus(feature);
                let region = properties.class == Class::Region;
                let width_css = shape.bounds.width() * view.camera.scale;
                if !focus && !region && width_css < 44.0 + 12.0 * f64::from(properties.rank.min(6))
                {
                    continue;
                }
                if !region {
                    text = capitals(name).into();
                }
                if focus {
                    // As large as the area's width allows, within limits.
                    let letters = f64::from(u32::try_from(text.chars().count()).unwrap_or(1));
                    style.size = between(width_css / letters / 1.15, 10.5, 17.0);
                    style.spacing = style.size * 0.16;
                }
                let priority = match (focus, region) {
                    (true, _) => 10,
                    (_, true) => 260,
                    _ => 200,
                } + rank;
                let half = Size {
                    width: style.size
                        * 0.42
                        * f64::from(u32::try_from(text.chars().count()).unwrap_or(1)),
                    height: style.size * 0.6,
                };
                for at in within(view, shape, half, drawn) {
                    add(at, None, &text, &style, priority);
                }
            }
            Class::Sea | Class::Lake => {
                let width_css = shape.bounds.width().min(shape.bounds.height()) * view.camera.scale;
                if width_css >= 22.0 && zoom >= 1.6 + 0.9 * f64::from(properties.rank) {
                    let at = shape.label.unwrap_or(shape.bounds.center());
                    add(view.camera.to_css(at), None, &text, &style, 150 + rank);
                }
            }
            Class::River | Class::Boundary => {}
            Class::Corridor | Class::Gas | Class::Oil | Class::Border | Class::Other
                if shape.points.is_empty() =>
            {
                if zoom >= line_name_zoom(properties.class, properties.rank) {
                    for at in along(view, index) {
                        add(at, Some(5.0), &text, &style, 60 + rank);
                    }
                }
            }
            class => {
                // A name comes a little nearer than its mark.
                let from_zoom = match class {
                    Class::Summit if rank <= 1 => 0.0,
                    Class::Capital | Class::Town => first_zoom(class, properties.rank),
                    _ => first_zoom(class, properties.rank).max(2.4) + 0.8,
                };
                if zoom >= from_zoom
                    && let Some(&point) = shape.points.first()
                {
                    let (_, radius, _) = view.palette.symbol(class);
                    let radius = radius * mark_scale(zoom);
                    let group = match class {
                        Class::Summit => 1,
                        Class::Capital => 34,
                        Class::Town => 100,
                        _ => 40,
                    };
                    add(
                        view.camera.to_css(point),
                        Some(radius),
                        &text,
                        &style,
                        group + rank,
                    );
                }
            }
        }
    }
    candidates
}

/// Places inside an area where its name, of so large a half, may stand: those that cover the fewest lines first, and of these
/// the area's own place, then those around it.
fn within(view: &View<'_>, shape: &Shape, half: Size, drawn: &[Point<Css>]) -> Vec<Point<Css>> {
    let Some(label) = shape.label else {
        return Vec::new();
    };
    let at = view.camera.to_css(label);
    let steps = [
        (0.0, 0.0),
        (0.0, -18.0),
        (0.0, 18.0),
        (-30.0, -9.0),
        (30.0, -9.0),
        (-30.0, 18.0),
        (30.0, 18.0),
        (0.0, -36.0),
        (0.0, 36.0),
        (40.0, -36.0),
        (-40.0, -36.0),
        (40.0, 36.0),
        (-40.0, 36.0),
        (0.0, -56.0),
    ];
    let places: Vec<Point<Css>> = steps
        .into_iter()
        .map(|(dx, dy)| at.offset(dx, dy))
        .filter(|&place| {
            place == at || shape.contains(view.camera.to_plane(place), view.detailed())
        })
        .collect();
    let covered = places.iter().map(|place| {
        let name = Rect {
            min: place.offset(-half.width, -half.height),
            max: place.offset(half.width, half.height),
        };
        drawn.iter().filter(|&&point| name.contains(point)).count() as u64
    });
    order(covered).into_iter().map(|at| places[at]).collect()
}

/// Places along a line where its name may stand: the middle of what is in view first.
fn along(view: &View<'_>, feature: usize) -> Vec<Point<Css>> {
    let frame = view.camera.size.rect().inflate(-30.0);
    let lines = view.drawn_lines(feature);
    let points: Vec<Point<Css>> = lines
        .iter()
        .flat_map(|(_, line)| line.iter().copied())
        .filter(|&point| frame.contains(point))
        .collect();
    let at = |part: usize| points.get(points.len() * part / 8).copied();
    [4, 3, 5, 2, 6, 1, 7].into_iter().filter_map(at).collect()
}

fn text_style(view: &View<'_>, feature: &Feature) -> TextStyle {
    let palette = view.palette;
    let focus = view.atlas.is_focus(feature);
    let (size, weight, italic, spacing, color) = match feature.properties.class {
        Class::Country if focus => (14.0, 600, false, 2.6, palette.text()),
        Class::Country => (11.0, 400, false, 1.6, palette.text_faint()),
        Class::Region => (11.0, 400, false, 0.8, palette.text_faint()),
        Class::Capital => (12.0, 600, false, 0.0, palette.text()),
        Class::Sea | Class::Lake | Class::River => (11.5, 400, true, 0.6, palette.text_water()),
        Class::Summit => (14.0, 600, false, 0.0, palette.text()),
        Class::Corridor => (11.5, 600, false, 0.0, palette.corridor()),
        Class::Gas => (11.0, 600, false, 0.0, palette.gas()),
        Class::Oil => (11.0, 600, false, 0.0, palette.oil()),
        Class::Border => (11.0, 600, false, 0.0, palette.story_border()),
        Class::Clash => (11.0, 600, false, 0.0, palette.disputed()),
        Class::Exercise | Class::Outpost | Class::Surveillance => {
            (11.0, 400, false, 0.0, palette.security())
        }
        _ => (11.5, 400, false, 0.0, palette.text()),
    };
    TextStyle {
        size,
        weight,
        italic,
        spacing,
        color: Rc::clone(color),
        halo: Rc::clone(palette.halo()),
    }
}

/// The lanes of the features that `shows`.
#[must_use]
pub fn assign_lanes(shapes: &Shapes, shows: impl Fn(usize) -> bool) -> Lanes {
    let features = shapes.shapes.iter().enumerate();
    let shown = features.filter(|(index, _)| shows(*index));
    Lanes::new(shown.flat_map(|(index, shape)| shape.legs.iter().map(move |&leg| (leg, index))))
}

/// The plane rectangle around a feature, for flights to it; `None` for one without a place.
#[must_use]
pub fn bounds_of(shapes: &Shapes, feature: usize) -> Option<Rect<Plane>> {
    let bounds = shapes.shapes.get(feature)?.bounds;
    (!bounds.is_empty()).then_some(bounds)
}
