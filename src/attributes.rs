//! The element's attributes that change the map: from their text to events.

use crate::app::{DEFAULT_VIEW, Event, Gestures, Motion, Target};
use crate::atlas::Atlas;
use crate::decimal::whole;
use crate::json::parse_number;
use crate::list::{AddAll as _, Gather as _, glued, joined, parts};
use crate::lon_lat::{LonLat, LonLatBounds};
use crate::math::between;
use crate::network::Passages;
use crate::shape::ProjectionName;
use crate::theme::Scheme;

/// What an attribute asks for.
#[derive(Debug, Clone)]
pub enum Setting {
    /// A change of the model.
    Event(Event),
    /// Another projection; the shapes for it are shared between maps.
    Projection(ProjectionName),
    /// A fixed colour scheme, or `None` for that of the reader's system.
    Scheme(Option<Scheme>),
    /// The names of the controls to show; `None` for all.
    Controls(Option<Vec<String>>),
}

/// What the attribute `name` with the text `value` asks for; `None` is an attribute that is not there.
///
/// # Errors
///
/// One sentence with the value and what would be allowed.
pub fn parse(name: &str, value: Option<&str>, atlas: &Atlas) -> Result<Setting, String> {
    let value = value.map(str::trim_ascii);
    let setting = match (name, value) {
        ("layers", None) => Event::SetLayers(None).into(),
        ("layers", Some(ids)) => Event::SetLayers(Some(layers(ids, atlas)?)).into(),
        ("selected", None | Some("")) => Event::Select(None).into(),
        ("selected", Some(id)) => Event::Select(Some(feature(id, atlas)?)).into(),
        ("step", None | Some("")) => Event::Tell(None, Motion::Cut).into(),
        ("step", Some(id)) => {
            let step = atlas.story.find_step(id);
            let step = step.ok_or_else(|| quoting("the story has no step ", id, ""))?;
            Event::Tell(Some(step), Motion::Cut).into()
        }
        ("shade", None | Some("")) => Event::SetShade(None).into(),
        ("shade", Some(id)) => {
            let theme = atlas.story.find_theme(id);
            let theme = theme.ok_or_else(|| quoting("there is no theme ", id, ""))?;
            Event::SetShade(Some(theme)).into()
        }
        ("center", Some(text)) => {
            let [lon, lat] = numbers(name, text, "longitude,latitude in degrees")?;
            if lon.abs() > 180.0 || lat.abs() > 90.0 {
                return Err(quoting("center=", text, " is not on the globe"));
            }
            go(Target::View(Some(LonLat::new(lon, lat)), None))
        }
        ("zoom", Some(text)) => {
            let [zoom] = numbers(name, text, "a number from 0 to 12")?;
            go(Target::View(None, Some(between(zoom, 0.0, 24.0))))
        }
        ("bounds", Some(text)) => {
            let bounds =
                LonLatBounds::from(numbers(name, text, "west,south,east,north in degrees")?);
            if !bounds.is_on_globe() {
                return Err(quoting("bounds=", text, " is not west,south,east,north"));
            }
            go(Target::Bounds(bounds))
        }
        ("center" | "zoom" | "bounds", None) => go(Target::Start),
        ("year", None) => Event::SetYear(atlas.manifest.year.into()).into(),
        ("year", Some(text)) => {
            let [first, last] = atlas.manifest.years;
            match (first..=last).find(|&year| whole(year.into()) == text) {
                Some(year) => Event::SetYear(year.into()).into(),
                None => return Err(quoting("year=", text, " is not on the scale of years")),
            }
        }
        ("closed", text) => Event::SetClosed(passages(text.unwrap_or_default(), atlas)?).into(),
        ("route", None | Some("")) => Event::SetRoute(None).into(),
        ("route", Some(text)) => {
            let ends: Vec<&str> = text.split_ascii_whitespace().gathered();
            let [from, to] = ends.as_slice() else {
                return Err(expected(name, text, "the ids of two features"));
            };
            Event::SetRoute(Some([feature(from, atlas)?, feature(to, atlas)?])).into()
        }
        ("lang", lang) => Event::SetLang(lang.unwrap_or("en").to_owned()).into(),
        ("names", None | Some("chosen")) => Event::SetLocalNames(false).into(),
        ("names", Some("local")) => Event::SetLocalNames(true).into(),
        ("names", Some(other)) => return Err(expected(name, other, "chosen or local")),
        ("relief", None) => Event::SetRelief(1.0).into(),
        ("relief", Some(text)) => {
            let [relief] = numbers(name, text, "a number from 0 to 1")?;
            Event::SetRelief(between(relief, 0.0, 1.0)).into()
        }
        ("gestures", text) => match text {
            None | Some("cooperative") => Event::SetGestures(Gestures::Cooperative).into(),
            Some("free") => Event::SetGestures(Gestures::Free).into(),
            Some("none") => Event::SetGestures(Gestures::None).into(),
            Some(other) => return Err(expected(name, other, "cooperative, free or none")),
        },
        ("boundaries", None) => Event::SetBoundaries(DEFAULT_VIEW.to_owned()).into(),
        ("boundaries", Some(view)) => {
            // The United Nations draw disputed boundaries broken, as the data's own view does.
            let mut known = vec![DEFAULT_VIEW, "un"];
            known.add_all(atlas.boundary_views());
            if !known.contains(&view) {
                return Err(expected(name, view, &joined(&known, ", ")));
            }
            Event::SetBoundaries(view.to_owned()).into()
        }
        ("projection", text) => Setting::Projection(match text {
            None | Some("conic") => ProjectionName::Conic,
            Some("mercator") => ProjectionName::Mercator,
            Some("equirectangular") => ProjectionName::Equirectangular,
            Some(other) => {
                return Err(expected(name, other, "conic, mercator or equirectangular"));
            }
        }),
        ("theme", text) => Setting::Scheme(match text {
            None | Some("auto") => None,
            Some("light") => Some(Scheme::Light),
            Some("dark") => Some(Scheme::Dark),
            Some(other) => return Err(expected(name, other, "auto, light or dark")),
        }),
        ("controls", None | Some("all")) => Setting::Controls(None),
        ("controls", Some("none")) => Setting::Controls(Some(Vec::new())),
        ("controls", Some(names)) => {
            let names = positions(name, names, &CONTROLS)?.into_iter();
            let names = names.map(|index| CONTROLS[index].to_owned()).gathered();
            Setting::Controls(Some(names))
        }
        _ => return Err(quoting("there is no attribute ", name, "")),
    };
    Ok(setting)
}

/// The controls that `controls` can name.
pub const CONTROLS: [&str; 12] = [
    "zoom", "pan", "legend", "panel", "preview", "language", "share", "story", "time", "themes",
    "routes", "search",
];

impl From<Event> for Setting {
    fn from(event: Event) -> Self {
        Self::Event(event)
    }
}

const fn go(target: Target) -> Setting {
    Setting::Event(Event::Go(target, Motion::Cut))
}

fn expected(name: &str, value: &str, allowed: &str) -> String {
    glued(&[name, "=\"", value, "\" is unknown; expected ", allowed])
}

fn quoting(before: &str, value: &str, after: &str) -> String {
    glued(&[before, "\"", value, "\"", after])
}

fn layers(ids: &str, atlas: &Atlas) -> Result<Vec<bool>, String> {
    let mut layers = vec![false; atlas.layers.len()];
    if ids != "none" {
        let known = atlas.layers.iter().map(|layer| layer.id.as_str());
        for layer in positions("layers", ids, &known.gathered())? {
            layers[layer] = true;
        }
    }
    Ok(layers)
}

fn passages(ids: &str, atlas: &Atlas) -> Result<Passages, String> {
    let known = atlas.manifest.routes.passages.iter();
    let known = known.map(|passage| passage.id.as_str()).gathered();
    let mut closed = 0;
    for index in positions("closed", ids, &known)? {
        closed |= 1 << index;
    }
    Ok(closed)
}

/// Which of the `known` the words of a list are.
fn positions(name: &str, words: &str, known: &[&str]) -> Result<Vec<usize>, String> {
    let mut found = Vec::new();
    for word in words.split_ascii_whitespace() {
        let at = known.iter().position(|known| *known == word);
        found.push(at.ok_or_else(|| expected(name, word, &joined(known, ", ")))?);
    }
    Ok(found)
}

/// The index of the feature `id`.
///
/// # Errors
///
/// One sentence, if there is none.
pub fn feature(id: &str, atlas: &Atlas) -> Result<usize, String> {
    atlas
        .find(id)
        .filter(|&index| atlas.features[index].properties.class.is_selectable())
        .ok_or_else(|| quoting("there is no feature ", id, ""))
}

fn numbers<const N: usize>(name: &str, text: &str, format: &str) -> Result<[f64; N], String> {
    let mut numbers = [f64::NAN; N];
    if read_numbers(text, &mut numbers) {
        Ok(numbers)
    } else {
        Err(expected(name, text, format))
    }
}

/// Answers whether they are just so many.
fn read_numbers(text: &str, numbers: &mut [f64]) -> bool {
    let parts = parts(text, b',');
    for (number, part) in numbers.iter_mut().zip(&parts) {
        *number = parse_number(part.trim_ascii()).unwrap_or(f64::NAN);
    }
    parts.len() == numbers.len() && numbers.iter().all(|number| number.is_finite())
}
