//! What belongs to the element and not to the map: scale bar, locator, and in stills the credit and the note on boundaries.

use std::rc::Rc;

use super::measure::text_width;
use super::view::View;
use super::{Anchor, Item, Label, Pen, TextStyle};
use crate::camera::Camera;
use crate::geo::geodesic;
use crate::list::{Gather as _, joined, parts};
use crate::space::{Css, Plane, Point, Rect, Size};
use crate::theme::Color;

/// Which furniture is wanted.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Furniture {
    /// A scale bar, true at the map's middle.
    pub scale_bar: bool,
    /// A small overview with the view's frame, once the reader is close.
    pub locator: bool,
    /// Credit and boundary note along the lower edge: for pictures that leave their page.
    pub notes: bool,
}

/// The furniture of a view, and the part of the element that is left for names.
#[derive(Debug)]
pub(super) struct Furnished {
    /// From the bottom up.
    pub(super) items: Vec<Item>,
    /// What it covers.
    pub(super) taken: Vec<Rect<Css>>,
    /// What the notes leave free.
    pub(super) free: Rect<Css>,
}

/// The locator is of use from this zoom on: before it the overview is in sight.
const LOCATOR_ZOOM: f64 = 5.0;
/// An element smaller than this, CSS pixels, has no room for a locator.
const LOCATOR_ROOM: f64 = 320.0;
/// A narrower element has a smaller locator above its scale bar, out of reach of the thumb.
const NARROW: f64 = 560.0;
/// From the edges of what is free, CSS pixels.
const MARGIN: f64 = 14.0;
/// The longest scale bar, CSS pixels.
const LONGEST_BAR: f64 = 120.0;
/// The units of scale bars and their length, km.
const UNITS: [(&str, f64); 2] = [("km", 1.0), ("mi", 1.609_344)];

/// Font size of the notes and the scale bar, and the distance of their lines, CSS pixels.
const TEXT_SIZE: f64 = 11.0;
const LINE_HEIGHT: f64 = 15.0;

impl Furnished {
    pub(super) fn new(view: &View<'_>) -> Self {
        let mut furnished = Self {
            items: Vec::new(),
            taken: view.covered.to_vec(),
            free: view.free,
        };
        let Furniture {
            scale_bar,
            locator,
            notes,
        } = view.furniture;
        if notes {
            furnished.add_notes(view);
        }
        let mut floor = furnished.free.max.y - MARGIN;
        let left = furnished.free.min.x;
        // Beside a card, the bar of tools is near.
        for Rect { min, max } in view.covered {
            if max.x > left
                && min.x < left + MARGIN + LONGEST_BAR
                && max.y > floor - 2.0 * LINE_HEIGHT
            {
                floor = min.y - MARGIN;
            }
        }
        if scale_bar && let Some(top) = furnished.add_scale_bar(view, floor) {
            floor = top - MARGIN / 2.0;
        }
        if locator {
            furnished.add_locator(view, floor);
        }
        furnished
    }

    /// A strip along the lower edge.
    fn add_notes(&mut self, view: &View<'_>) {
        let size = view.camera.size;
        let room = size.width - 2.0 * MARGIN;
        let credit = view.atlas.manifest.credit.get(view.lang);
        let lines = wrap(&joined(&[credit, &view.boundary_note()], " · "), room);
        let mut top = size.height - 4.0;
        for _ in &lines {
            top -= LINE_HEIGHT;
        }
        let strip = Rect {
            min: Point::new(0.0, top - 3.0),
            max: Point::new(size.width, size.height),
        };
        self.plate(strip, view.palette.halo());
        self.free.max.y = self.free.max.y.min(strip.min.y);
        for line in lines {
            let color = view.palette.text_faint();
            self.text(view, &line, Point::new(MARGIN, top + 11.0), color);
            top += LINE_HEIGHT;
        }
    }

    /// A bar for each unit of the language, one above the line and one below; answers with its upper edge.
    fn add_scale_bar(&mut self, view: &View<'_>, floor: f64) -> Option<f64> {
        let left = self.free.min.x + MARGIN;
        let units = parts(view.words.get("scale.units"), b' ').into_iter();
        let bars: Vec<_> = units.filter_map(|unit| bar(view, unit)).gathered();
        let longest = bars.iter().fold(0.0, |most: f64, bar| most.max(bar.1));
        if longest == 0.0 || self.free.width() < 2.0 * longest {
            return None;
        }
        let below = if bars.len() > 1 { LINE_HEIGHT } else { 0.0 };
        let middle = floor - below;
        let palette = view.palette;
        for (color, width) in [(palette.halo(), 4.0), (palette.text(), 1.3)] {
            let mut line = |x, y, to_x, to_y| {
                let points = [Point::new(x, y), Point::new(to_x, to_y)];
                let pen = Pen::solid(color, width);
                self.items.push(Item::line(&points, &pen));
            };
            line(left, middle, left + longest, middle);
            for (index, (_, width)) in bars.iter().enumerate() {
                let tick = if index == 0 { -5.0 } else { 5.0 };
                for x in [left, left + width] {
                    line(x, middle, x, middle + tick);
                }
            }
        }
        for (index, (text, _)) in bars.iter().enumerate() {
            let baseline = middle + if index == 0 { -5.0 } else { 12.0 };
            let color = view.palette.text();
            self.text(view, text, Point::new(left + 4.0, baseline), color);
        }
        let covered = Rect {
            min: Point::new(left, middle - LINE_HEIGHT),
            max: Point::new(left + longest, floor + 2.0),
        };
        self.taken.push(covered.inflate(4.0));
        Some(covered.min.y)
    }

    /// The overview with the frame of what is in view: at the lower right, or above the scale bar where that is the thumb's.
    fn add_locator(&mut self, view: &View<'_>, floor: f64) {
        let size = view.camera.size;
        let locator = view.shapes.locator(view.atlas);
        let seen = view.camera.view();
        if view.zoom < LOCATOR_ZOOM
            || size.width.min(size.height) < LOCATOR_ROOM
            || !locator.bounds.contains(seen.center())
        {
            return;
        }
        let narrow = size.width < NARROW;
        let width = if narrow { 104.0 } else { 156.0 };
        let height = (width * locator.bounds.height() / locator.bounds.width()).ceil();
        let (x, bottom) = if narrow {
            (self.free.min.x + MARGIN, floor)
        } else {
            let bottom = self.free.max.y - MARGIN;
            // On a low map the buttons at the right reach down to it.
            let beside = |right: f64, covered: &Rect<Css>| {
                let meets = covered.max.y > bottom - height
                    && covered.min.x < right
                    && covered.max.x > right - width;
                if meets { covered.min.x } else { right }
            };
            let right = view.covered.iter().fold(self.free.max.x, beside) - MARGIN;
            let left = right - width;
            // There may be room for no more than the scale bar.
            if left < self.free.min.x + LONGEST_BAR + 2.0 * MARGIN {
                return;
            }
            (left, bottom)
        };
        let place = Rect {
            min: Point::new(x, bottom - height),
            max: Point::new(x + width, bottom),
        };
        let inner = Camera::fit(locator.bounds, Size { width, height }, 0.0);
        let to_css = |point: Point<Plane>| inner.to_css(point).offset(place.min.x, place.min.y);
        let palette = view.palette;
        self.plate(place.inflate(2.0), palette.halo());
        self.plate(place, palette.water());
        let ground = &locator.ground;
        for (path, color) in [
            (&ground.land, palette.land()),
            (&ground.focus, palette.focus()),
            (&ground.lakes, palette.water()),
        ] {
            let part = |part: &Vec<Point<Plane>>| part.iter().copied().map(to_css).gathered();
            self.items.push(Item::Area {
                rings: path.parts.iter().map(part).gathered(),
                color: Rc::clone(color),
            });
        }
        for ring in &ground.focus.parts {
            let points = ring.iter().chain(ring.first()).copied().map(to_css);
            let points = points.gathered();
            let pen = Pen::solid(palette.focus_border(), 0.7);
            self.items.push(Item::Line { points, pen });
        }
        /// The frame of a view too small to be seen is larger than the view, CSS pixels.
        const LEAST: f64 = 4.0;
        let mut frame = Rect::around([to_css(seen.min), to_css(seen.max)]);
        let middle = frame.center();
        frame.union(
            Rect {
                min: middle,
                max: middle,
            }
            .inflate(LEAST),
        );
        frame.min = Point::new(frame.min.x.max(place.min.x), frame.min.y.max(place.min.y));
        frame.max = Point::new(frame.max.x.min(place.max.x), frame.max.y.min(place.max.y));
        for (rect, color, width) in [
            (place.inflate(1.5), palette.focus_border(), 1.0),
            (frame, palette.halo(), 4.0),
            (frame, palette.accent(), 2.0),
        ] {
            let mut points = corners(rect).to_vec();
            points.extend_from_within(..2);
            let pen = Pen::solid(color, width);
            self.items.push(Item::Line { points, pen });
        }
        self.taken.push(place.inflate(6.0));
    }

    fn plate(&mut self, rect: Rect<Css>, color: &Color) {
        self.items.push(Item::Area {
            rings: vec![corners(rect).to_vec()],
            color: Rc::clone(color),
        });
    }

    fn text(&mut self, view: &View<'_>, text: &str, at: Point<Css>, color: &Color) {
        self.items.push(Item::Label(Label {
            feature: None,
            text: text.into(),
            at,
            anchor: Anchor::Start,
            path: Vec::new(),
            opacity: 1.0,
            style: TextStyle {
                size: TEXT_SIZE,
                weight: 400,
                italic: false,
                spacing: 0.0,
                color: Rc::clone(color),
                halo: Rc::clone(view.palette.halo()),
                halo_width: 1.5,
            },
        }));
    }
}

const fn corners(rect: Rect<Css>) -> [Point<Css>; 4] {
    let (min, max) = (rect.min, rect.max);
    [min, Point::new(max.x, min.y), max, Point::new(min.x, max.y)]
}

/// The longest bar of a round number of units: its words, and its width in CSS pixels.
fn bar(view: &View<'_>, unit: &str) -> Option<(String, f64)> {
    let (_, unit_km) = UNITS.into_iter().find(|(name, _)| *name == unit)?;
    let units = |width: f64| {
        let middle = view.camera.size.rect().center();
        let end = |dx: f64| {
            let place = view.camera.to_plane(middle.offset(dx, 0.0));
            view.shapes.projection.inverse(place)
        };
        Some(geodesic::distance(end(-width / 2.0)?, end(width / 2.0)?) / unit_km)
    };
    let most = units(LONGEST_BAR)?;
    let mut value = 1.0;
    // 1, 2, 5, 10, 20, 50…
    for step in 0..15 {
        let factor = if step % 3 == 1 { 2.5 } else { 2.0 };
        if value * factor > most {
            break;
        }
        value *= factor;
    }
    // In nearly all places length grows as width does; where it does not, this comes nearer.
    let mut width = LONGEST_BAR;
    for _ in 0..4 {
        width *= value / units(width)?;
    }
    (LONGEST_BAR / 6.0..=LONGEST_BAR * 1.01)
        .contains(&width)
        .then(|| (view.words.unrounded(unit, value), width))
}

/// Lines of words no wider than `room` CSS pixels; a longer word is left whole.
fn wrap(text: &str, room: f64) -> Vec<String> {
    let mut lines = Vec::new();
    let mut line = String::new();
    for word in parts(text, b' ') {
        if !line.is_empty() {
            if width_of(&line) + width_of(word) + TEXT_SIZE / 3.0 > room {
                // The end of the line separates as well.
                lines.push(line.trim_end_matches([' ', '·']).to_owned());
                line.clear();
                if word == "·" {
                    continue;
                }
            } else {
                line.push(' ');
            }
        }
        line.push_str(word);
    }
    lines.push(line);
    lines
}

fn width_of(text: &str) -> f64 {
    text_width(text, TEXT_SIZE, 0.0, false)
}
