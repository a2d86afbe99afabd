//! What each event changes.

use std::rc::Rc;

use super::motion::WIDEST;
use super::{Effect, Effects, Event, Model, Motion, Target};
use crate::atlas::Atlas;
use crate::flight::Flight;
use crate::list::Gather as _;
use crate::math::exp2;
use crate::shape::Shapes;
use crate::space::Size;

/// Levels of zoom for one CSS pixel of the wheel.
const WHEEL_ZOOM: f64 = 1.0 / 240.0;

impl Model {
    /// Changes the state by what happened; the picture and the base map follow in [`Model::update`].
    pub(super) fn react(&mut self, event: Event) -> Effects {
        match event {
            Event::Resized(size) => self.resize(size),
            Event::PointerDown(id, kind, at, time) => {
                // A finger that is to scroll the page does not stop the map.
                let moving = self.may_drag(kind)
                    && (self.flight.take().is_some() | self.glide.take().is_some());
                self.gesture.down(id, kind, at, time);
                if moving {
                    Effect::ViewChanged.into()
                } else {
                    Effects::NONE
                }
            }
            Event::PointerMoved(id, at, time) => {
                if self.gesture.pointers() == 0 {
                    return self.hover(Some(at));
                }
                let intent = self.gesture.moved(id, at, time);
                intent.map_or(Effects::NONE, |intent| self.follow(intent))
            }
            Event::PointerUp(id, at, time) => {
                let intent = self.gesture.up(id, at, time);
                intent.map_or(Effects::NONE, |intent| self.follow(intent))
            }
            Event::PointerCancelled(id) => {
                self.gesture.cancel(id);
                Effects::NONE
            }
            Event::PointerLeft => self.hover(None),
            Event::Wheel(at, delta) => {
                let factor = exp2(-delta * WHEEL_ZOOM);
                self.moved_by_hand(self.zoomed(self.camera, at, factor))
            }
            Event::ZoomBy(at, levels) => {
                let from = self.flight.as_ref().map_or(self.camera, Flight::target);
                let at = at.unwrap_or(self.camera.size.rect().center());
                let target = self.zoomed(from, at, exp2(levels));
                self.framed = None;
                self.fly(target, Motion::Fly)
            }
            Event::ZoomBox(from, to) => self.zoom_box(from, to),
            Event::PanBy(dx, dy) => {
                let from = self.flight.as_ref().map_or(self.camera, Flight::target);
                self.framed = None;
                self.fly(from.panned(dx, dy), Motion::Fly)
            }
            Event::Home => self.go(Target::Overview, Motion::Fly),
            Event::Frame(time) => self.frame(time),
            Event::Select(feature) => {
                // A page that repeats what a tap selected does not end the cycling.
                if feature != self.selected {
                    self.last_pick = None;
                }
                self.awaits = false;
                self.select(feature)
            }
            Event::Go(target, motion) => self.go(target, motion),
            Event::Tell(step, motion) => self.tell(step, motion),
            Event::SetShade(theme) => {
                self.shade = theme;
                Effect::Draw | Effect::ChoiceChanged
            }
            Event::SetLayers(layers) => {
                self.layers = layers.unwrap_or_else(|| self.first_layers());
                self.assign_lanes();
                Effect::Draw | Effect::Legend | Effect::LayersChanged
            }
            Event::SetYear(year) => {
                self.year = year;
                self.assign_lanes();
                self.find_way();
                Effect::Draw | Effect::Panel | Effect::ChoiceChanged
            }
            Event::SetClosed(closed) => {
                self.closed = closed;
                self.find_way();
                Effect::Draw | Effect::RoutesChanged
            }
            Event::SetRoute(ends) => {
                self.ends = ends;
                self.find_way();
                Effect::Draw | Effect::RoutesChanged
            }
            Event::SetLang(lang) => {
                self.lang = lang;
                Effect::Draw | Effect::Panel | Effect::Legend | Effect::Words
            }
            Event::SetLocalNames(local) => {
                self.local_names = local;
                Effect::Draw.into()
            }
            Event::SetRelief(relief) => {
                self.relief = relief;
                Effect::Draw | Effect::LayersChanged
            }
            Event::SetPalette(palette) => {
                self.palette = palette;
                Effect::Draw.into()
            }
            Event::SetShapes(shapes) => {
                // A flight ends where it was going.
                self.camera = self.flight.as_ref().map_or(self.camera, Flight::target);
                let (center, zoom) = self.center_and_zoom();
                self.shapes = shapes;
                self.cut_base_map();
                self.assign_lanes();
                self.find_way();
                self.last_pick = None;
                // The middle is a place of the globe; the camera's is one of the plane that was.
                let view = Target::View(Some(center), Some(zoom));
                let framed = self
                    .framed
                    .filter(|framed| !matches!(framed, Target::View(..)));
                self.go(framed.unwrap_or(view), Motion::Cut)
            }
            Event::SetAtlas(atlas, shapes) => self.take_atlas(atlas, shapes),
            Event::SetBoundaries(view) => {
                self.boundary_view = view;
                self.cut_base_map();
                Effect::Draw | Effect::ViewChanged
            }
            Event::SetWords(words) => {
                self.words = words;
                Effect::Draw | Effect::Panel | Effect::Legend | Effect::Words
            }
            Event::SetFurniture(furniture) => {
                self.furniture = furniture;
                Effect::Draw.into()
            }
            Event::SetGestures(gestures) => {
                self.gestures = gestures;
                Effects::NONE
            }
            Event::SetReducedMotion(reduced) => {
                self.reduced_motion = reduced;
                Effects::NONE
            }
            Event::SetInsets(insets) => {
                let insets = insets.sane();
                if insets == self.insets {
                    return Effects::NONE;
                }
                let covers_more =
                    insets.right > self.insets.right || insets.bottom > self.insets.bottom;
                self.insets = insets;
                let mut effects = Effects::from(Effect::Draw);
                if let Some(step @ Target::Step(_)) = self.framed {
                    effects |= self.go(step, Motion::Fly);
                } else if covers_more {
                    effects |= self.reveal();
                }
                effects
            }
            Event::FactsArrived(facts) => {
                self.facts = Some(facts);
                Effect::Panel.into()
            }
        }
    }

    /// Layers and features are known by their ids: those of overlays come and go, and what follows them moves.
    fn take_atlas(&mut self, atlas: Rc<Atlas>, shapes: Rc<Shapes>) -> Effects {
        let layers = atlas.layers.iter().map(|layer| {
            let known = self.atlas.find_layer(&layer.id);
            known.is_none_or(|known| self.layers[known])
        });
        self.layers = layers.gathered();
        let selected = self.selected;
        let moved = |feature: usize| atlas.find(&self.atlas.features[feature].id);
        let hovered = self.hovered;
        (self.selected, self.hovered) = (selected.and_then(moved), hovered.and_then(moved));
        self.ends = self
            .ends
            .and_then(|[from, to]| Some([moved(from)?, moved(to)?]));
        // What has another index now stays in view, but is not fitted again.
        let stays = match self.framed {
            Some(Target::Feature(feature)) => moved(feature) == Some(feature),
            Some(Target::Layer(layer)) => {
                atlas.find_layer(&self.atlas.layers[layer].id) == Some(layer)
            }
            _ => true,
        };
        if !stays {
            self.framed = None;
        }
        let pick = self.last_pick.take();
        self.last_pick = pick.map(|(at, hits)| (at, hits.into_iter().filter_map(moved).gathered()));
        self.network = None;
        self.names = None;
        self.atlas = atlas;
        self.shapes = shapes;
        self.cut_base_map();
        let found = self.resolve_subject();
        self.assign_lanes();
        self.find_way();
        let mut effects = Effects::from(Effect::Draw);
        if found || (selected.is_some() && self.selected.is_none()) {
            effects |= Effect::Panel | Effect::SelectionChanged;
        }
        if hovered.is_some() && self.hovered.is_none() {
            effects |= Effects::from(Effect::HoverChanged);
        }
        effects
    }

    fn resize(&mut self, size: Size) -> Effects {
        if let Some(flight) = self.flight.take() {
            self.camera = flight.target();
        }
        let unsized_yet = self.camera.size.width <= 1.0;
        self.camera.size = Size {
            width: size.width.min(WIDEST),
            height: size.height.min(WIDEST),
        };
        if unsized_yet {
            // What a centre or a zoom that was asked for leaves open is the start's.
            let asked = self.framed.replace(self.start());
            self.reframe();
            self.framed = asked;
        }
        self.reframe();
        self.camera = self.constrain(self.camera);
        Effect::Draw | Effect::ViewChanged
    }
}
