//! The state of one map and how it changes: `update(event)` answers with effects, and nothing else happens.

mod effect;
mod event;
mod hand;
mod motion;
mod picking;
mod picture;
mod telling;
mod trip;

use std::rc::Rc;

pub use effect::{Effect, Effects};
pub use event::{Event, Gestures};
use motion::Glide;
pub use motion::{Insets, Motion, Target};
pub use trip::closed_passages;

use crate::atlas::{Atlas, Facts};
use crate::camera::Camera;
use crate::flight::Flight;
use crate::gesture::Gesture;
use crate::list::Gather as _;
use crate::lon_lat::LonLat;
use crate::math::exp2;
use crate::network::{Network, Passages};
use crate::scene::base_map::BaseMap;
use crate::scene::lanes::Lanes;
use crate::scene::{self, Furniture, Trip};
use crate::search::Names;
use crate::shape::Shapes;
use crate::space::{Css, Point, Size};
use crate::strings::Strings;
use crate::theme::{Palette, Scheme};

/// The state of one map.
#[derive(Debug)]
pub struct Model {
    /// What is known.
    pub atlas: Rc<Atlas>,
    /// The facts, once they have arrived.
    pub facts: Option<Rc<Facts>>,
    /// The atlas in the plane.
    pub shapes: Rc<Shapes>,
    /// Where we look.
    pub camera: Camera,
    /// Parallel to [`Atlas::layers`]: which are on.
    pub layers: Vec<bool>,
    /// The selected feature.
    pub selected: Option<usize>,
    /// The feature under the mouse.
    pub hovered: Option<usize>,
    /// What existed in it is shown.
    pub year: i32,
    /// The step of the story that is told.
    pub step: Option<usize>,
    /// The theme that the areas are colored by.
    pub shade: Option<usize>,
    /// The passages that are closed.
    pub closed: Passages,
    /// The features that the way goes from and to, where they were chosen.
    pub ends: Option<[usize; 2]>,
    /// BCP 47 tag of names and texts.
    pub lang: String,
    /// Colours.
    pub palette: Palette,
    /// The words of the interface.
    pub words: Rc<Strings>,
    /// What is drawn besides the map.
    pub furniture: Furniture,
    /// Who may move the map.
    pub gestures: Gestures,
    /// The features that the step speaks of.
    subject: Vec<usize>,
    /// Whether the step selects a feature that has not arrived.
    awaits: bool,
    /// The graph, once it has been asked for.
    network: Option<Rc<Network>>,
    /// All names for the search, once it has been asked for.
    names: Option<Rc<Names>>,
    trip: Trip,
    /// Whether the selection is the step's, and nobody has asked for what is known of it.
    quiet: bool,
    reduced_motion: bool,
    /// Whether a hand had the camera last.
    by_hand: bool,
    revision: u64,
    insets: Insets,
    lanes: Lanes,
    /// Id of the boundary view.
    local_names: bool,
    boundary_view: String,
    base_map: BaseMap,
    gesture: Gesture,
    flight: Option<Flight>,
    glide: Option<Glide>,
    /// Whether the camera shows what was asked for, not what a hand chose: then a new size fits it again.
    framed: Option<Target>,
    /// Where the last tap was and what it found, to cycle through what is stacked.
    last_pick: Option<(Point<Css>, Vec<usize>)>,
}

/// Levels of zoom for one CSS pixel of the wheel.
const WHEEL_ZOOM: f64 = 1.0 / 240.0;
/// No canvas is wider or higher, CSS pixels; what counts places in the element needs memory for all of it.
const WIDEST: f64 = 16_384.0;
/// The boundary view that nothing but the data decides.
pub const DEFAULT_VIEW: &str = "default";
/// The default year: that of the article.
const YEAR: i32 = 2023;

impl Model {
    /// The overview of an atlas with all layers on.
    #[must_use]
    pub fn new(atlas: Rc<Atlas>, shapes: Rc<Shapes>, size: Size) -> Self {
        let layers = vec![true; atlas.layers.len()];
        let camera = Camera::fit(shapes.extent, size, 0.0);
        let base_map = BaseMap::new(&atlas, &shapes, &camera, DEFAULT_VIEW, false);
        let mut model = Self {
            camera,
            facts: None,
            layers,
            selected: None,
            hovered: None,
            year: YEAR,
            step: None,
            shade: None,
            subject: Vec::new(),
            awaits: false,
            closed: 0,
            ends: None,
            network: None,
            names: None,
            trip: Trip::default(),
            quiet: false,
            lang: "en".to_owned(),
            palette: Palette::new(Scheme::Light),
            words: Rc::new(Strings::english()),
            furniture: Furniture::default(),
            gestures: Gestures::default(),
            reduced_motion: false,
            by_hand: false,
            revision: 0,
            insets: Insets::default(),
            lanes: Lanes::default(),
            local_names: false,
            boundary_view: DEFAULT_VIEW.to_owned(),
            base_map,
            gesture: Gesture::default(),
            flight: None,
            glide: None,
            framed: None,
            last_pick: None,
            atlas,
            shapes,
        };
        model.framed = Some(Target::Overview);
        model.refresh_base_map();
        model.assign_lanes();
        model.reframe();
        model
    }

    /// Centre and Web Mercator zoom of the present view.
    #[must_use]
    pub fn center_and_zoom(&self) -> (LonLat, f64) {
        let projection = &self.shapes.projection;
        let center = projection.inverse(self.camera.center);
        (
            center.unwrap_or(LonLat::new(projection.center_lon(), 0.0)),
            self.camera.zoom(projection),
        )
    }

    /// Whether the wheel is the map's; otherwise the page scrolls.
    #[must_use]
    pub const fn takes_wheel(&self, ctrl: bool) -> bool {
        match self.gestures {
            Gestures::Free => true,
            Gestures::Cooperative => ctrl,
            Gestures::None => false,
        }
    }

    /// Whether the fingers that are down are the map's; otherwise the page may scroll with them.
    #[must_use]
    pub fn takes_fingers(&self) -> bool {
        self.gestures != Gestures::None && (self.gesture.pointers() > 1 || self.gesture.zooms())
    }

    /// Counts the changes that another picture follows from, but for those of the camera.
    #[must_use]
    pub const fn revision(&self) -> u64 {
        self.revision
    }

    /// Changes the state by what happened.
    pub fn update(&mut self, event: Event) -> Effects {
        let before = (self.selected, self.hovered);
        let (camera, only_moves) = (self.camera, event.only_moves());
        let effects = self.react(event);
        if effects.contains(Effect::Draw)
            && !(only_moves && before == (self.selected, self.hovered))
        {
            self.revision += 1;
        }
        // A page's numbers, or a clock's, may be none.
        if !self.camera.is_somewhere() {
            self.camera = camera;
            self.flight = None;
            self.glide = None;
        }
        self.refresh_base_map();
        effects
    }

    fn react(&mut self, event: Event) -> Effects {
        match event {
            Event::Resized(size) => self.resize(size),
            Event::PointerDown(id, kind, at, time) => {
                let moving = self.flight.take().is_some() | self.glide.take().is_some();
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
                self.moved_by_hand(self.camera.scaled_about(at, factor))
            }
            Event::ZoomBy(at, levels) => {
                let from = self.flight.as_ref().map_or(self.camera, Flight::target);
                let at = at.unwrap_or(self.camera.size.rect().center());
                let target = from.scaled_about(at, exp2(levels));
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
                self.layers = layers;
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
            Event::SetPalette(palette) => {
                self.palette = palette;
                Effect::Draw.into()
            }
            Event::SetShapes(shapes) => {
                let (center, zoom) = self.center_and_zoom();
                self.shapes = shapes;
                self.cut_base_map();
                self.find_way();
                let view = Target::View(Some(center), Some(zoom));
                self.go(self.framed.unwrap_or(view), Motion::Cut)
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
        (self.selected, self.hovered) = (selected.and_then(moved), self.hovered.and_then(moved));
        self.ends = self
            .ends
            .and_then(|[from, to]| Some([moved(from)?, moved(to)?]));
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
        if found || (selected.is_some() && self.selected.is_none()) {
            return Effect::Draw | Effect::Panel | Effect::SelectionChanged;
        }
        Effect::Draw.into()
    }

    fn resize(&mut self, size: Size) -> Effects {
        if let Some(flight) = self.flight.take() {
            self.camera = flight.target();
        }
        self.camera.size = Size {
            width: size.width.min(WIDEST),
            height: size.height.min(WIDEST),
        };
        self.reframe();
        self.camera = self.constrain(self.camera);
        Effect::Draw | Effect::ViewChanged
    }

    /// Id of the boundary view.
    #[must_use]
    pub fn boundary_view(&self) -> &str {
        &self.boundary_view
    }

    /// Cuts the base map anew where the present one does not serve.
    fn refresh_base_map(&mut self) {
        let detailed = scene::is_detailed(&self.atlas, &self.shapes, &self.camera);
        if self.base_map.detailed() != detailed {
            self.cut_base_map();
        } else if !self.base_map.serves(&self.camera) {
            self.base_map = self.base_map.moved(&self.shapes, &self.camera);
        }
    }

    fn cut_base_map(&mut self) {
        let detailed = scene::is_detailed(&self.atlas, &self.shapes, &self.camera);
        self.base_map = BaseMap::new(
            &self.atlas,
            &self.shapes,
            &self.camera,
            &self.boundary_view,
            detailed,
        );
    }

    fn assign_lanes(&mut self) {
        // By no zoom: an element without a size yet is as far away as can be.
        let shows = |feature| self.view().exists(feature);
        self.lanes = scene::assign_lanes(&self.atlas, &self.shapes, self.year, shows);
    }
}
