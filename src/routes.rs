//! What is said of the way that a reader asked for, and of all others.

use crate::app::{Model, closed_passages};
use crate::atlas::Mode;
use crate::decimal::{Decimal, whole};
use crate::geo::zones::Bounds;
use crate::json::Writer;
use crate::list::{AddAll as _, Gather as _, glued, joined};
use crate::network::{Network, Passages, Route};
use crate::strings::Strings;

/// All that is said of routes, as JSON:
///
/// `from`, `to`: ids of the features at the ends. `ends`: `[{id, name}]` to choose them from. `passages`: `[{id, name, closed}]`.
/// `result`: the sentence that tells the shortest way left. `bounds`: around that way, degrees.
/// `ways`: all ways by length, `[{via, if, km, more, land, open, best, lines: [[what, figure]], countries: [{id, name, km}]}]`.
#[must_use]
pub fn routes(model: &mut Model) -> String {
    let network = model.network();
    let teller = Teller {
        model,
        network: &network,
        strings: &model.words,
    };
    Writer::object(|json| teller.write(json))
}

/// The same as lines of text, for the map in words; none where nobody asked for a way.
#[must_use]
pub fn lines(model: &Model) -> Vec<String> {
    if model.closed == 0 && model.ends.is_none() {
        return Vec::new();
    }
    Teller {
        model,
        network: &model.known_network(),
        strings: &model.words,
    }
    .lines()
}

/// The members of the map's state that bring the same way back: `closed` and `route`, as the attributes have them.
pub fn write_state(json: &mut Writer, model: &Model) {
    let atlas = &model.atlas;
    let closed = closed_passages(atlas, model.closed).map(|passage| passage.id.as_str());
    let ends = model.ends.as_slice().as_flattened().iter();
    let ends = ends.map(|&end| atlas.features[end].id.as_str());
    for (name, ids) in [("closed", closed.gathered()), ("route", ends.gathered())] {
        if ids.is_empty() {
            json.raw(name, "null");
        } else {
            json.text(name, &joined(&ids, " "));
        }
    }
}

struct Teller<'a> {
    model: &'a Model,
    network: &'a Network,
    strings: &'a Strings,
}

impl Teller<'_> {
    fn write(&self, json: &mut Writer) {
        let model = self.model;
        let atlas = &model.atlas;
        let (ways, best, result) = self.compared();
        let least = ways.first().map_or(0.0, |(_, route)| route.km);
        if let Some([from, to]) = model.asked_ends() {
            json.text("from", &atlas.features[from].id);
            json.text("to", &atlas.features[to].id);
        }
        let hubs = self.network.hubs(atlas).into_iter();
        json.each("ends", hubs, |json, hub| self.write_named(json, hub));
        let passages = atlas.manifest.routes.passages.iter().enumerate();
        json.each("passages", passages, |json, (index, passage)| {
            json.text("id", &passage.id);
            json.text("name", self.name(index));
            json.flag("closed", model.closed >> index & 1 == 1);
        });
        json.text("result", &result);
        if let Some(index) = best {
            let mut bounds = Bounds::EMPTY;
            for (track, _) in &ways[index].1.legs {
                bounds.include(&atlas.tracks[*track].line);
            }
            json.list("bounds", |json| {
                for side in bounds.0 {
                    json.item(&Decimal::new(side, 3).text());
                }
            });
        }
        let ways = ways.iter().enumerate();
        json.each("ways", ways, |json, (index, (closed, route))| {
            json.flag("open", self.is_open(route));
            json.flag("best", Some(index) == best);
            self.write_way(json, *closed, route, route.km - least);
        });
    }

    /// All ways by length, which of them is the shortest one left, and the sentence that tells it.
    fn compared(&self) -> (Vec<(Passages, Route)>, Option<usize>, String) {
        let (model, strings) = (self.model, self.strings);
        let nodes = model.asked_nodes(self.network);
        let ways = nodes.map_or_else(Vec::new, |[from, to]| {
            self.network.alternatives(from, to, model.year)
        });
        let best = ways.iter().position(|(_, route)| self.is_open(route));
        let result = match best {
            None => strings.get("routes.none").to_owned(),
            Some(index) => {
                let km = strings.quantity("km", ways[index].1.km);
                match index {
                    0 if model.closed == 0 => strings.fill("routes.shortest", &km),
                    0 => strings.fill("routes.still", &km),
                    _ => {
                        let more = strings.quantity("km", ways[index].1.km - ways[0].1.km);
                        let left = strings.fill("routes.left", &km);
                        left + &strings.fill("routes.longer", &more)
                    }
                }
            }
        };
        (ways, best, result)
    }

    fn is_open(&self, route: &Route) -> bool {
        route.passages & self.model.closed == 0
    }

    /// The ends, the sentence that tells the shortest way left, and a line for each way.
    fn lines(&self) -> Vec<String> {
        let (ways, _, result) = self.compared();
        let ends = self.model.asked_ends();
        let ends = ends.as_slice().as_flattened().iter();
        let ends = ends.map(|&end| self.name_of(end)).gathered();
        let mut lines = vec![joined(&ends, " – "), result];
        lines.add_all(ways.iter().map(|(_, route)| {
            let via = self.network.passages_in_order(route);
            let km = self.strings.quantity("km", route.km);
            let line = glued(&["- ", &self.names(&via, " – "), ": ", &km]);
            if self.is_open(route) {
                return line;
            }
            glued(&[&line, " (", self.strings.get("routes.closed"), ")"])
        }));
        lines
    }

    fn write_way(&self, json: &mut Writer, closed: Passages, route: &Route, more: f64) {
        let strings = self.strings;
        let km = |km: f64| strings.quantity("km", km);
        let via = self.network.passages_in_order(route);
        json.text("via", &self.names(&via, " – "));
        let closed: Vec<u32> = (0..Passages::BITS)
            .filter(|bit| closed >> bit & 1 == 1)
            .gathered();
        let reason = if closed.is_empty() {
            strings.get("routes.first").to_owned()
        } else {
            let separator = strings.get("routes.and");
            strings.fill("routes.if", &self.names(&closed, separator))
        };
        json.text("if", &reason);
        json.text("km", &km(route.km));
        if more > 0.0 {
            json.text("more", &strings.fill("routes.more", &km(more)));
        }
        let way = self.network.measure(&self.model.atlas, route);
        let by = |wanted: Mode| {
            let mut parts = way.by_mode.iter();
            let part = parts.find(|(mode, _)| *mode == wanted);
            part.map_or(0.0, |(_, km)| *km)
        };
        let ship = by(Mode::Sea);
        let land = 100.0 * (1.0 - ship / way.km.max(1.0));
        json.text(
            "land",
            &strings.fill("routes.land", &Decimal::new(land, 0).text()),
        );
        let lengths = [
            ("computed.rail", by(Mode::Rail)),
            ("computed.road", by(Mode::Road)),
            ("computed.ship", ship),
        ];
        let counts = [
            ("computed.crossings", way.crossings),
            ("computed.gauges", way.gauge_breaks),
        ];
        json.list("lines", |json| {
            let mut line = |what, figure: &str| {
                json.items(|json| {
                    json.quoted(strings.get(what));
                    json.quoted(figure);
                });
            };
            for (what, length) in lengths {
                if length > 0.0 {
                    line(what, &km(length));
                }
            }
            for (what, count) in counts {
                line(what, &whole(count));
            }
        });
        json.each("countries", &way.by_country, |json, (country, length)| {
            match country {
                Some(country) => self.write_named(json, *country),
                None => json.text("name", strings.get("computed.sea")),
            }
            json.text("km", &km(*length));
        });
    }

    fn write_named(&self, json: &mut Writer, feature: usize) {
        json.text("id", &self.model.atlas.features[feature].id);
        json.text("name", self.name_of(feature));
    }

    fn name_of(&self, feature: usize) -> &str {
        self.model.atlas.features[feature].name(&self.model.lang)
    }

    fn names(&self, passages: &[u32], separator: &str) -> String {
        let names: Vec<&str> = passages
            .iter()
            .map(|&bit| self.name(bit as usize))
            .gathered();
        joined(&names, separator)
    }

    /// The name of a passage: its own, or that of the area it closes.
    fn name(&self, passage: usize) -> &str {
        let (atlas, lang) = (&self.model.atlas, &self.model.lang);
        let passage = &atlas.manifest.routes.passages[passage];
        let areas = passage.closes.iter().filter_map(|id| atlas.find(id));
        let mut names = areas.map(|area| atlas.features[area].name(lang));
        match passage.name.get(lang) {
            "" => names.next().unwrap_or(&passage.id),
            own => own,
        }
    }
}
