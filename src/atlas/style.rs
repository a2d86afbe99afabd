//! How a reader's own features are drawn: simplestyle-spec 1.1, and by their properties.

use std::rc::Rc;

use crate::decimal::Decimal;
use crate::error::{Code, Problem};
use crate::json::{self, Json, Node};
use crate::list::{Gather as _, glued};
use crate::math::between;

use super::{Kind, Sample};

/// What simplestyle says of one feature; what it does not say is for the theme.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Style {
    /// Any CSS colour, with its opacity where it is a hexadecimal one.
    pub stroke: Option<Rc<str>>,
    /// CSS pixels.
    pub stroke_width: Option<f64>,
    /// Of areas; as `stroke`.
    pub fill: Option<Rc<str>>,
    /// Of areas, 0 to 1: what `fill` holds already, and what the theme's colour is drawn with.
    pub fill_opacity: Option<f64>,
    /// Of points.
    pub marker_color: Option<Rc<str>>,
    /// Of points: 1 is the usual size.
    pub marker_scale: Option<f64>,
}

/// The name of a property, and what its values make.
type By<K, V> = Option<(String, Vec<(K, V)>)>;

/// Which style a feature has, by its properties.
#[derive(Debug, Clone, Default)]
pub struct StyleRule {
    base: Style,
    /// The property whose value names a style.
    categories: By<String, Style>,
    /// The property whose value makes a colour, with stops in ascending order.
    ramp: By<f64, [f64; 3]>,
    /// The property whose value makes a width, with stops in ascending order.
    width: By<f64, f64>,
}

impl Style {
    /// The properties of simplestyle, which are not shown as text.
    pub const KEYS: [&'static str; 9] = [
        "stroke",
        "stroke-width",
        "stroke-opacity",
        "fill",
        "fill-opacity",
        "marker-color",
        "marker-opacity",
        "marker-size",
        "marker-symbol",
    ];

    /// Reads the members of simplestyle; what cannot be used is named in `repairs` and left out.
    fn read(node: &Node<'_>, repairs: &mut Vec<Problem>) -> Self {
        let opacity = |name: &'static str| match node.member(name).json {
            Json::Number(opacity) => Some(between(*opacity, 0.0, 1.0)),
            _ => None,
        };
        let mut color = |name: &'static str, opacity: Option<f64>| {
            let member = node.member(name);
            let text = match member.json {
                Json::Null => return None,
                Json::Text(text) => text.trim_ascii(),
                _ => "",
            };
            let color = with_opacity(text, opacity);
            if color.is_none() {
                repairs.push(
                    Problem::new(Code::BadFeature, "", "is no color: left it out")
                        .path(member.path()),
                );
            }
            color
        };
        let (stroke, fill) = (
            color("stroke", opacity("stroke-opacity")),
            color("fill", None),
        );
        let marker_color = color("marker-color", opacity("marker-opacity"));
        let stroke_width = match node.member("stroke-width").json {
            Json::Number(width) => Some(between(*width, 0.0, 40.0)),
            _ => None,
        };
        let marker_scale = match node.member("marker-size").json {
            Json::Text(size) => Some(match size.as_ref() {
                "small" => 0.75,
                "large" => 1.5,
                _ => 1.0,
            }),
            _ => None,
        };
        Self {
            stroke,
            stroke_width,
            fill,
            fill_opacity: opacity("fill-opacity"),
            marker_color,
            marker_scale,
        }
    }

    /// A hexadecimal colour with another opacity; `None` for one by name, which can only be what it is.
    #[must_use]
    pub fn faded(color: &str, opacity: f64) -> Option<Rc<str>> {
        channels(color).map(|[red, green, blue]| hex(&[red, green, blue, opacity * 255.0]))
    }

    /// All in one colour.
    fn of_one(color: Rc<str>) -> Self {
        Self {
            stroke: Some(Rc::clone(&color)),
            fill: Some(Rc::clone(&color)),
            marker_color: Some(color),
            ..Self::default()
        }
    }

    /// This style, and `other` where it says nothing.
    fn or(self, other: &Self) -> Self {
        Self {
            stroke: self.stroke.or_else(|| other.stroke.clone()),
            stroke_width: self.stroke_width.or(other.stroke_width),
            fill: self.fill.or_else(|| other.fill.clone()),
            fill_opacity: self.fill_opacity.or(other.fill_opacity),
            marker_color: self.marker_color.or_else(|| other.marker_color.clone()),
            marker_scale: self.marker_scale.or(other.marker_scale),
        }
    }
}

impl StyleRule {
    /// Reads the style option of an overlay: simplestyle's members for all features, and over them
    /// `categories: {property, values: {value: style}}`, `ramp: {property, stops: [[value, color], …]}` for the colour, and
    /// `width: {property, stops: [[value, pixels], …]}`. An empty text is no style.
    ///
    /// # Errors
    ///
    /// When it is not JSON, or a member is not what it should be.
    pub fn read(text: &str) -> Result<Self, Problem> {
        const FILE: &str = "style";
        if text.is_empty() {
            return Ok(Self::default());
        }
        json::read(text, FILE, Self::of)
    }

    fn of(root: &Node<'_>) -> Result<Self, Problem> {
        let mut wrong = Vec::new();
        let mut rule = Self {
            base: Style::read(root, &mut wrong),
            ..Self::default()
        };
        let categories = root.member("categories");
        if !categories.is_null() {
            let property = categories.member("property").string();
            let values = categories.member("values");
            let values = values.members();
            let values =
                values.map(|(value, node)| (value.to_owned(), Style::read(&node, &mut wrong)));
            rule.categories = Some((property, values.gathered()));
        }
        let ramp = root.member("ramp");
        if !ramp.is_null() {
            let mut stops = Vec::new();
            each_stop(&ramp, &mut |at, value| {
                let color = channels(value.text());
                let color = color.unwrap_or_else(|| value.unexpected("a color as #rrggbb"));
                stops.push((at, color));
            });
            rule.ramp = Some((ramp.member("property").string(), stops));
        }
        let width = root.member("width");
        if !width.is_null() {
            let mut stops = Vec::new();
            each_stop(&width, &mut |at, value| {
                stops.push((at, between(value.number(), 0.0, 40.0)));
            });
            rule.width = Some((width.member("property").string(), stops));
        }
        // The first counts.
        wrong.truncate(1);
        root.settle(wrong.pop().map_or(Ok(rule), Err))
    }

    /// Whether a ramp makes the colours.
    pub(super) const fn is_ramp(&self) -> bool {
        self.ramp.is_some()
    }

    /// Of the stops of the ramp, or else of the values that have a style.
    pub(super) fn samples(&self) -> Vec<Sample> {
        let mut samples = Vec::new();
        let mut add = |value: String, style: Style| {
            samples.push(Sample {
                kind: Kind::Area,
                style: Rc::new(self.rest(style)),
                value,
                count: 0,
            });
        };
        if let Some((_, stops)) = &self.ramp {
            for (at, color) in stops {
                add(Decimal::new(*at, 6).text(), Style::of_one(hex(color)));
            }
        } else if let Some((_, values)) = &self.categories {
            // Those that have no value are the others.
            for (value, style) in values.iter().filter(|(value, _)| !value.is_empty()) {
                add(value.clone(), style.clone());
            }
        }
        samples
    }

    /// The style of a feature with these properties: what it says itself comes first.
    pub(super) fn style(&self, properties: &Node<'_>, repairs: &mut Vec<Problem>) -> Style {
        let mut style = Style::read(properties, repairs);
        if let Some((property, values)) = &self.categories {
            let member = properties.member(property);
            let value = match member.json {
                Json::Text(text) => text.clone().into_owned(),
                Json::Number(number) => Decimal::new(*number, 6).text(),
                Json::Bool(true) => "true".to_owned(),
                Json::Bool(false) => "false".to_owned(),
                _ => String::new(),
            };
            if let Some((_, category)) = values.iter().find(|(known, _)| *known == value) {
                style = style.or(category);
            }
        }
        let number = |property: &str| match properties.member(property).json {
            Json::Number(number) => Some(*number),
            _ => None,
        };
        if let Some((property, stops)) = &self.ramp
            && let Some(value) = number(property)
        {
            let channel = |index: usize| {
                let stops = stops.iter().map(|(at, color)| (*at, color[index]));
                interpolate(value, stops)
            };
            let color = hex(&[channel(0), channel(1), channel(2)]);
            style = style.or(&Style::of_one(color));
        }
        if let Some((property, stops)) = &self.width
            && let Some(value) = number(property)
        {
            let width = interpolate(value, stops.iter().copied());
            style.stroke_width = style.stroke_width.or(Some(width));
        }
        self.rest(style)
    }

    /// What holds for all, where a style says nothing.
    fn rest(&self, style: Style) -> Style {
        let mut style = style.or(&self.base);
        let fill = style.fill.take();
        style.fill = fill.and_then(|fill| with_opacity(&fill, style.fill_opacity));
        style
    }
}

fn each_stop(node: &Node<'_>, take: &mut dyn FnMut(f64, &Node<'_>)) {
    let stops = node.member("stops");
    let mut last = f64::NEG_INFINITY;
    let mut ascend = |at: f64, stop: &Node<'_>| {
        if at <= last {
            stop.reject("stops ascend")
        }
        last = at;
    };
    if let Some(positions) = stops.positions() {
        // Pairs of numbers are read as positions.
        for position in positions {
            ascend(position.lon, &stops);
            take(position.lon, &stops.beside(&Json::Number(position.lat)));
        }
    } else {
        for stop in stops.list() {
            let pair: Vec<_> = stop.list().gathered();
            let [at, value] = &pair[..] else {
                return stop.unexpected("a pair of a number and what it makes");
            };
            let at = at.number();
            ascend(at, &stop);
            take(at, value);
        }
    }
    if last == f64::NEG_INFINITY {
        stops.unexpected("at least one stop")
    }
}

/// The value at `at`, straight between stops and the same beyond the outer ones.
fn interpolate(at: f64, stops: impl Iterator<Item = (f64, f64)>) -> f64 {
    let mut before: Option<(f64, f64)> = None;
    for (stop, value) in stops {
        if at <= stop {
            return before.map_or(value, |(from, start)| {
                start + (value - start) * (at - from) / (stop - from)
            });
        }
        before = Some((stop, value));
    }
    before.map_or(0.0, |(_, value)| value)
}

/// A colour with its opacity: a hexadecimal one carries it, a name can only be what it is.
fn with_opacity(text: &str, opacity: Option<f64>) -> Option<Rc<str>> {
    // Simplestyle has it with the sign or without; no name is of such letters alone.
    let digits = text.strip_prefix('#').unwrap_or(text);
    let good = digits.bytes().all(|digit| digit.is_ascii_hexdigit());
    if good && matches!(digits.len(), 3 | 4 | 6 | 8) {
        let text = glued(&["#", digits]);
        return Some(match (channels(&text), opacity) {
            (Some([red, green, blue]), Some(opacity)) if opacity < 1.0 => {
                hex(&[red, green, blue, opacity * 255.0])
            }
            _ => text.into(),
        });
    }
    let name = !text.is_empty() && text.bytes().all(|letter| letter.is_ascii_alphabetic());
    name.then(|| text.into())
}

/// Red, green and blue, 0…255, of `#rgb` or `#rrggbb`.
fn channels(text: &str) -> Option<[f64; 3]> {
    let digits = text.strip_prefix('#')?;
    let short = digits.len() == 3;
    if !short && digits.len() != 6 {
        return None;
    }
    let digit = |at: usize| {
        let byte = digits.as_bytes()[at];
        char::from(byte).to_digit(16).map(f64::from)
    };
    let channel = |index: usize| {
        Some(if short {
            17.0 * digit(index)?
        } else {
            16.0 * digit(2 * index)? + digit(2 * index + 1)?
        })
    };
    Some([channel(0)?, channel(1)?, channel(2)?])
}

/// A hexadecimal colour of channels 0…255.
fn hex(channels: &[f64]) -> Rc<str> {
    let mut text = "#".to_owned();
    for channel in channels {
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "between 0 and 255"
        )]
        let byte = between(*channel + 0.5, 0.0, 255.0) as u8;
        for digit in [byte >> 4, byte & 15] {
            text.push(char::from_digit(digit.into(), 16).unwrap_or('0'));
        }
    }
    text.into()
}
