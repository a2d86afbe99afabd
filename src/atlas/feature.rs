//! What the atlas holds: features with a class, a name, a status and a geometry.

use std::rc::Rc;

use super::{Own, Text};
use crate::json::Node;
use crate::lon_lat::LonLat;

/// An enumeration whose members have names in files.
macro_rules! named {
    ($(#[$meta:meta])* pub enum $Enum:ident { $($(#[$doc:meta])* $Member:ident = $name:literal,)* }) => {
        $(#[$meta])*
        pub enum $Enum {
            $($(#[$doc])* $Member,)*
        }

        impl $Enum {
            /// All of them.
            pub const ALL: &'static [Self] = &[$(Self::$Member),*];

            /// The names in files, in the same order.
            pub const NAMES: &'static [&'static str] = &[$($name),*];

            /// The name in files.
            #[must_use]
            pub const fn name(self) -> &'static str {
                Self::NAMES[self as usize]
            }

            /// The one that is named.
            fn read(node: &crate::json::Node<'_>) -> Self {
                Self::ALL[node.name(Self::NAMES)]
            }
        }
    };
}
pub(super) use named;

/// A thing on the map. What an overlay changes where it is laid over an atlas is the feature's own; the rest is shared.
#[derive(Debug, Clone, PartialEq)]
pub struct Feature {
    /// Unique in the atlas, stable and public.
    pub id: String,
    /// Index into [`Atlas::layers`](super::Atlas::layers).
    pub layer: usize,
    /// What the GeoJSON properties say; the same for all features of an overlay.
    pub properties: Rc<Properties>,
    /// What only a feature of an overlay has.
    pub own: Option<Own>,
    /// Where a feature of the atlas itself is; one of an overlay tells by [`Feature::geometry`].
    pub geometry: Rc<Geometry>,
}

impl Feature {
    /// Its name in a language, as [`Text::get`] has it; empty for what is neither selected nor labelled.
    #[must_use]
    pub fn name(&self, lang: &str) -> &str {
        match &self.own {
            Some(own) => own.name(),
            None => self.properties.name.get(lang),
        }
    }

    /// Where it is.
    #[must_use]
    pub fn geometry(&self) -> Rc<Geometry> {
        match &self.own {
            Some(own) => Rc::new(own.packed.geometry()),
            None => Rc::clone(&self.geometry),
        }
    }
}

/// The GeoJSON properties of a feature, as `data/README.md` defines them.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Properties {
    /// What it is, and so how it is drawn.
    pub class: Class,
    /// Empty for what is neither selected nor labelled.
    pub name: Text,
    /// What it is called on the map, where that is not its name: by it, its neighbours tell the rest.
    pub on_map: Text,
    /// BCP 47 tag of the language that is spoken there, where the name is given in it.
    pub local: Option<String>,
    /// As of the atlas's date.
    pub status: Status,
    /// Later or earlier statuses, by the year they began, ascending.
    pub history: Vec<StatusChange>,
    /// First year of existence.
    pub since: Option<i32>,
    /// Last year of existence.
    pub until: Option<i32>,
    /// How true the geometry is.
    pub precision: Option<Precision>,
    /// 1 is labelled first, 9 last; 0 means not given.
    pub rank: u8,
    /// Where an area's name stands best.
    pub label: Option<LonLat>,
    /// Tracks that together are its geometry.
    pub legs: Vec<String>,
    /// Of a boundary.
    pub kind: BoundaryKind,
    /// Of a boundary: its kind in other boundary views.
    pub views: Vec<(String, BoundaryKind)>,
    /// Of a boundary: ids of the features on its two sides.
    pub between: Option<[String; 2]>,
    /// Of a mark or region: id of the country that it is in.
    pub country: Option<String>,
}

impl Properties {
    /// Reads the members of a feature's `properties`.
    #[must_use]
    pub fn read(node: &Node<'_>) -> Self {
        let mut history = Vec::new();
        for change in node.member("history").list() {
            history.push(StatusChange {
                from: change.member("from").integer(),
                status: Status::read(&change.member("status")),
            });
        }
        let mut views = Vec::new();
        for (view, kind) in node.member("views").members() {
            views.push((view.to_owned(), BoundaryKind::read(&kind)));
        }
        let rank = node.member("rank").optional_integer().unwrap_or(0);
        let label = node.member("label").optional(Node::numbers);
        Self {
            class: node
                .member("class")
                .optional(Class::read)
                .unwrap_or_default(),
            name: Text::read(&node.member("name")),
            on_map: Text::read(&node.member("onMap")),
            local: node.member("local").optional_string(),
            status: node
                .member("status")
                .optional(Status::read)
                .unwrap_or_default(),
            history,
            since: node.member("since").optional_integer(),
            until: node.member("until").optional_integer(),
            precision: node.member("precision").optional(Precision::read),
            rank: u8::try_from(rank).unwrap_or_else(|_| node.member("rank").unexpected("1…9")),
            label: label.map(LonLat::from),
            legs: node.member("legs").texts(),
            kind: node
                .member("kind")
                .optional(BoundaryKind::read)
                .unwrap_or_default(),
            views,
            between: <[String; 2]>::try_from(node.member("between").texts()).ok(),
            country: node.member("country").optional_string(),
        }
    }

    /// The status in `year`: that of the last change not after it, else the one as of the atlas's date.
    #[must_use]
    pub fn status_in(&self, year: i32) -> Status {
        let changes = self.history.iter().rev();
        changes
            .into_iter()
            .find(|change| change.from <= year)
            .map_or(self.status, |change| change.status)
    }

    /// The kind of a boundary in a boundary view.
    #[must_use]
    pub fn kind_in(&self, view: &str) -> BoundaryKind {
        let other = self.views.iter().find(|(known, _)| known == view);
        other.map_or(self.kind, |(_, kind)| *kind)
    }

    /// Whether it exists in `year`.
    #[must_use]
    pub fn exists_in(&self, year: i32) -> bool {
        self.since.is_none_or(|since| since <= year) && self.until.is_none_or(|until| year <= until)
    }
}

/// A status that began in some year.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct StatusChange {
    /// The first year.
    pub from: i32,
    /// From then on.
    pub status: Status,
}

named! {
    /// Classes of features.
    #[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
    #[expect(missing_docs, reason = "the names are the field's plain words")]
    pub enum Class {
        Country = "country",
        Region = "region",
        Sea = "sea",
        Lake = "lake",
        River = "river",
        Boundary = "boundary",
        Capital = "capital",
        Town = "town",
        Border = "border",
        Gas = "gas",
        Oil = "oil",
        Corridor = "corridor",
        Hub = "hub",
        DryPort = "dry-port",
        Port = "port",
        Crossing = "crossing",
        Summit = "summit",
        Clash = "clash",
        Exercise = "exercise",
        Outpost = "outpost",
        Surveillance = "surveillance",
        /// Anything else: a reader's own data.
        #[default]
        Other = "other",
    }
}

impl Class {
    /// Whether features of the class are drawn as areas of the base map.
    #[must_use]
    pub const fn is_area(self) -> bool {
        matches!(self, Self::Country | Self::Region | Self::Sea | Self::Lake)
    }

    /// Whether a reader can select features of the class: not what is there for orientation only, since it would take the
    /// taps meant for the country around it.
    #[must_use]
    pub const fn is_selectable(self) -> bool {
        !matches!(
            self,
            Self::Boundary | Self::River | Self::Capital | Self::Town
        )
    }

    /// Whether a way over the tracks can begin and end at features of the class.
    #[must_use]
    pub const fn is_end(self) -> bool {
        matches!(
            self,
            Self::Hub | Self::DryPort | Self::Port | Self::Crossing
        )
    }
}

named! {
    /// Whether something works.
    #[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
    #[expect(missing_docs, reason = "the names are the field's plain words")]
    pub enum Status {
        #[default]
        Operating = "operating",
        Disrupted = "disrupted",
        Construction = "construction",
        Planned = "planned",
        Proposed = "proposed",
        Closed = "closed",
    }
}

named! {
    /// How true a geometry is.
    #[derive(Debug, Clone, Copy, PartialEq, Eq)]
    pub enum Precision {
        /// Measured in the field or from imagery.
        Surveyed = "surveyed",
        /// True but for simplification.
        Generalised = "generalised",
        /// Only its ends and general course are known.
        Schematic = "schematic",
    }
}

named! {
    /// What a boundary is in law or in fact.
    #[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
    pub enum BoundaryKind {
        /// Settled.
        #[default]
        International = "international",
        /// Claimed differently by its two sides.
        Disputed = "disputed",
        /// A cease-fire line.
        LineOfControl = "line-of-control",
        /// Not fixed.
        Indefinite = "indefinite",
        /// Around land under lease.
        Lease = "lease",
        /// Not drawn.
        None = "none",
    }
}

/// Where a feature is.
#[derive(Debug, Clone, PartialEq)]
pub enum Geometry {
    /// Separate positions.
    Points(Vec<LonLat>),
    /// Lines of at least two positions.
    Lines(Vec<Vec<LonLat>>),
    /// Polygons: rings of at least four positions, closed, the first one the outer.
    Areas(Vec<Vec<Vec<LonLat>>>),
    /// Indices into [`Atlas::tracks`](super::Atlas::tracks).
    Legs(Vec<usize>),
    /// Several of these; empty for a feature without a place.
    Collection(Vec<Geometry>),
}

/// A line that several features share.
#[derive(Debug, Clone, PartialEq)]
pub struct Track {
    /// Unique among tracks.
    pub id: String,
    /// All that the GeoJSON properties say.
    pub properties: TrackProperties,
    /// At least two positions.
    pub line: Vec<LonLat>,
}

/// The GeoJSON properties of a track.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct TrackProperties {
    /// What moves on it.
    pub mode: Mode,
    /// Track gauge of a railway, millimetres.
    pub gauge: Option<u16>,
    /// As of the atlas's date.
    pub status: Status,
    /// First year of service.
    pub since: Option<i32>,
    /// How true the geometry is.
    pub precision: Option<Precision>,
    /// Name of its first end.
    pub from: String,
    /// Name of its last end.
    pub to: String,
}

named! {
    /// What moves on a track.
    #[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
    #[expect(missing_docs, reason = "the names are the field's plain words")]
    pub enum Mode {
        #[default]
        Rail = "rail",
        Road = "road",
        Ferry = "ferry",
        Sea = "sea",
        Gas = "gas",
        Oil = "oil",
    }
}

impl TrackProperties {
    /// Reads the members of a track's `properties`.
    #[must_use]
    pub fn read(node: &Node<'_>) -> Self {
        let gauge = node.member("gauge").optional_integer();
        Self {
            mode: node.member("mode").optional(Mode::read).unwrap_or_default(),
            gauge: gauge.and_then(|gauge| u16::try_from(gauge).ok()),
            status: node
                .member("status")
                .optional(Status::read)
                .unwrap_or_default(),
            since: node.member("since").optional_integer(),
            precision: node.member("precision").optional(Precision::read),
            from: node.member("from").optional_string().unwrap_or_default(),
            to: node.member("to").optional_string().unwrap_or_default(),
        }
    }
}
