//! The shortest way is the shortest, closing a passage is as if its tracks were not there, and all sums are sums.

#![allow(clippy::unwrap_used, reason = "a test that panics has failed")]

use std::rc::Rc;

use central_asia_map::app::{Effect, Event, Model};
use central_asia_map::atlas::{Atlas, AtlasReader, Mode};
use central_asia_map::attributes::{Setting, parse};
use central_asia_map::geo::geodesic;
use central_asia_map::json::Writer;
use central_asia_map::network::{Network, Passages, Route};
use central_asia_map::routes::{routes, write_state};
use central_asia_map::scene::Trip;
use central_asia_map::shape::{ProjectionName, Shapes};
use central_asia_map::strings::Strings;
use proptest::prelude::*;
use serde_json::{Value, json};

mod support;

use support::{built_in, model, read};

/// The set of some passages.
fn closed(atlas: &Atlas, ids: &[&str]) -> Passages {
    ids.iter()
        .map(|id| {
            let mut passages = atlas.manifest.routes.passages.iter();
            1 << passages.position(|passage| passage.id == *id).unwrap()
        })
        .sum()
}

fn node(atlas: &Atlas, network: &Network, id: &str) -> usize {
    network.hub(atlas, atlas.find(id).unwrap()).unwrap()
}

/// From Xi’an to Duisburg.
fn way(atlas: &Atlas, network: &Network, ids: &[&str]) -> Option<Route> {
    let (from, to) = (
        node(atlas, network, "xian-hub"),
        node(atlas, network, "duisburg-hub"),
    );
    network.shortest(from, to, 2023, closed(atlas, ids))
}

fn countries<'a>(atlas: &'a Atlas, network: &Network, route: &Route) -> Vec<&'a str> {
    let way = network.measure(atlas, route);
    let countries = way.by_country.iter().filter_map(|(country, _)| *country);
    countries
        .map(|country| atlas.features[country].id.as_str())
        .collect()
}

fn tracks<'a>(atlas: &'a Atlas, route: &Route) -> Vec<&'a str> {
    let legs = route.legs.iter();
    legs.map(|(track, _)| atlas.tracks[*track].id.as_str())
        .collect()
}

#[test]
fn closing_russia_leads_over_the_caspian_then_through_iran_and_then_to_sea() {
    let atlas = built_in();
    let network = Network::new(&atlas);
    let open = way(&atlas, &network, &[]).unwrap();
    let passed = countries(&atlas, &network, &open);
    assert_eq!(passed, ["CHN", "KAZ", "RUS", "BLR", "POL", "DEU"]);

    let caspian = way(&atlas, &network, &["RUS"]).unwrap();
    assert!(tracks(&atlas, &caspian).contains(&"aktau-caspian"));
    assert!(!countries(&atlas, &network, &caspian).contains(&"RUS"));
    assert!(caspian.km > open.km);

    let iran = way(&atlas, &network, &["RUS", "caspian"]).unwrap();
    assert!(countries(&atlas, &network, &iran).contains(&"IRN"));
    assert!(iran.km > caspian.km);

    let sea = way(&atlas, &network, &["RUS", "caspian", "IRN"]).unwrap();
    let legs = tracks(&atlas, &sea);
    assert_eq!(legs[..2], ["zhengzhou-xian", "lianyungang-zhengzhou"]);
    assert_eq!(*legs.last().unwrap(), "rotterdam-duisburg");
    assert!(legs.contains(&"suez-canal"));
    assert!(sea.km > iran.km);

    let none = way(&atlas, &network, &["RUS", "caspian", "IRN", "suez"]);
    assert_eq!(none, None);
}

/// What is known of these ways from timetables and atlases, within what the simplification of lines takes away.
#[test]
fn lengths_are_plausible() {
    let atlas = built_in();
    let network = Network::new(&atlas);
    let open = way(&atlas, &network, &[]).unwrap();
    assert!((8_900.0..10_200.0).contains(&open.km), "{}", open.km);
    let sea = way(&atlas, &network, &["KAZ", "UZB", "RUS"]).unwrap();
    assert!((20_000.0..22_500.0).contains(&sea.km), "{}", sea.km);
}

#[test]
fn legs_follow_each_other_and_add_up() {
    let atlas = built_in();
    let network = Network::new(&atlas);
    let hubs = network.hubs(&atlas);
    assert!(hubs.len() > 20);
    let mut found = 0;
    for &from in &hubs {
        for &to in &hubs {
            let ends = [from, to].map(|hub| network.hub(&atlas, hub).unwrap());
            let Some(route) = network.shortest(ends[0], ends[1], 2023, 0) else {
                continue;
            };
            let mut at = network.position(ends[0]);
            for &(track, reversed) in &route.legs {
                let line = &atlas.tracks[track].line;
                let (mut first, mut last) = (line[0], line[line.len() - 1]);
                if reversed {
                    std::mem::swap(&mut first, &mut last);
                }
                assert_eq!(first, at);
                at = last;
            }
            assert_eq!(at, network.position(ends[1]));
            let legs = route.legs.iter();
            let sum: f64 = legs
                .map(|(track, _)| geodesic::length(&atlas.tracks[*track].line))
                .sum();
            let way = network.measure(&atlas, &route);
            let by_mode: f64 = way.by_mode.iter().map(|(_, km)| km).sum();
            let by_country: f64 = way.by_country.iter().map(|(_, km)| km).sum();
            for part in [sum, way.km, by_mode, by_country] {
                assert!((part - route.km).abs() < 1e-6, "{part} of {}", route.km);
            }
            // There and back is the same way.
            let back = network.shortest(ends[1], ends[0], 2023, 0).unwrap();
            assert!((back.km - route.km).abs() < 1e-6);
            assert_eq!(back.passages, route.passages);
            found += 1;
        }
    }
    assert!(found > 400, "{found}");
}

#[test]
fn the_table_has_the_shortest_way_for_every_set_of_closed_passages() {
    let atlas = built_in();
    let network = Network::new(&atlas);
    let (from, to) = (
        node(&atlas, &network, "xian-hub"),
        node(&atlas, &network, "duisburg-hub"),
    );
    let ways = network.alternatives(from, to, 2023);
    assert!((6..20).contains(&ways.len()), "{}", ways.len());
    assert!(ways.windows(2).all(|pair| pair[0].1.km < pair[1].1.km));
    for (closings, way) in &ways {
        assert_eq!(
            network.shortest(from, to, 2023, *closings).as_ref(),
            Some(way)
        );
        // No smaller set would do.
        for bit in (0..Passages::BITS).filter(|bit| closings >> bit & 1 == 1) {
            let fewer = network.shortest(from, to, 2023, closings & !(1 << bit));
            assert_ne!(fewer.as_ref(), Some(way));
        }
    }
    for set in 0..1 << atlas.manifest.routes.passages.len() {
        let left = network.shortest(from, to, 2023, set);
        let listed = ways.iter().find(|(_, way)| way.passages & set == 0);
        assert_eq!(left.as_ref(), listed.map(|(_, way)| way), "{set:b}");
    }
}

/// A closed country is in no way, not even for a kilometre that two tracks share.
#[test]
fn no_way_enters_what_is_closed() {
    let atlas = built_in();
    let network = Network::new(&atlas);
    for passage in &atlas.manifest.routes.passages {
        let bit = closed(&atlas, &[&passage.id]);
        let barred = network.barred(bit);
        assert!(!barred.is_empty(), "{} closes nothing", passage.id);
        let Some(route) = way(&atlas, &network, &[&passage.id]) else {
            panic!("nothing is left without {}", passage.id);
        };
        assert!(!route.legs.iter().any(|(track, _)| barred.contains(track)));
        assert!(!countries(&atlas, &network, &route).contains(&passage.id.as_str()));
    }
}

#[test]
fn tracks_are_used_from_the_year_they_are_there() {
    let atlas = built_in();
    let network = Network::new(&atlas);
    let ends = ["khorgos-gateway", "khorgos-crossing"].map(|id| node(&atlas, &network, id));
    let [km, detour] = [2023, 2011].map(|year| {
        network
            .shortest(ends[0], ends[1], year, 0)
            .map(|way| way.km)
    });
    assert!(km.unwrap() < 20.0);
    // The crossing at Khorgos opened in 2012.
    assert_eq!(detour, None);
    // What is planned is no way yet.
    let planned = way(&atlas, &network, &["KAZ"]).unwrap();
    assert!(!tracks(&atlas, &planned).contains(&"kashgar-makmal"));
    for route in [way(&atlas, &network, &[]), Some(planned)] {
        let modes = route.unwrap().legs.into_iter();
        let mut modes = modes.map(|(track, _)| atlas.tracks[track].properties.mode);
        assert!(!modes.any(|mode| matches!(mode, Mode::Gas | Mode::Oil)));
    }
}

/// An atlas of tracks between points on a grid, and a passage for each of the first ones.
fn grid(tracks: &[(usize, usize)], passages: usize) -> Atlas {
    let place = |node: usize| {
        let node = f64::from(u32::try_from(node).unwrap());
        // Not in line, so that no two ways are as long.
        json!([60.0 + node * 1.37, 40.0 + (node * node * 0.61) % 7.3])
    };
    let features: Vec<Value> = tracks
        .iter()
        .enumerate()
        .map(|(index, &(from, to))| {
            json!({
                "type": "Feature", "id": format!("t{index}"),
                "properties": {"mode": "rail", "status": "operating"},
                "geometry": {"type": "LineString", "coordinates": [place(from), place(to)]},
            })
        })
        .collect();
    let hubs = (0..NODES).map(|node| {
        json!({
            "type": "Feature", "id": format!("h{node}"), "properties": {"class": "hub"},
            "geometry": {"type": "Point", "coordinates": place(node)},
        })
    });
    let passages = (0..passages.min(tracks.len()))
        .map(|index| json!({"id": format!("p{index}"), "closes": [format!("t{index}")]}));
    let manifest = json!({
        "version": 1, "title": {"en": "Test"}, "asOf": "2023-05-19", "bounds": [44, 29, 112, 56],
        "projection": {"parallels": [30, 52], "center": [75, 42]}, "credit": {"en": "nobody"},
        "tracks": {"type": "FeatureCollection", "features": features},
        "layers": [{"id": "layer", "title": {"en": "Layer"}, "data": [
            {"type": "FeatureCollection", "features": hubs.collect::<Vec<_>>()},
        ]}],
        "routes": {"from": "h0", "to": "h1", "passages": passages.collect::<Vec<_>>()},
    });
    let reader = AtlasReader::new(&manifest.to_string(), "atlas.json").unwrap();
    let (atlas, problems) = reader.finish().unwrap();
    assert_eq!(problems, []);
    atlas
}

const NODES: usize = 6;

/// The length of the shortest way that does not come twice to a place, by trying all.
fn brute_force(edges: &[(usize, usize, f64)], at: usize, to: usize, seen: &[usize]) -> Option<f64> {
    if at == to {
        return Some(0.0);
    }
    let seen = [seen, &[at]].concat();
    let on = edges.iter().filter_map(|&(a, b, km)| {
        let next = if a == at {
            b
        } else if b == at {
            a
        } else {
            return None;
        };
        if seen.contains(&next) {
            return None;
        }
        Some(km + brute_force(edges, next, to, &seen)?)
    });
    on.reduce(f64::min)
}

proptest! {
    #[test]
    fn the_shortest_way_is_the_shortest_and_closing_is_taking_away(
        tracks in proptest::collection::vec((0..NODES, 0..NODES), 1..14),
        closed in 0_u64..256,
    ) {
        let tracks: Vec<_> = tracks.into_iter().filter(|(from, to)| from != to).collect();
        prop_assume!(!tracks.is_empty());
        let atlas = grid(&tracks, 8);
        let network = Network::new(&atlas);
        let is_left = |index: &usize| closed >> index & 1 == 0 || *index >= 8;
        let left: Vec<_> = (0..tracks.len()).filter(is_left).collect();
        let edges: Vec<_> = left
            .iter()
            .map(|&index| {
                let km = geodesic::length(&atlas.tracks[index].line);
                (tracks[index].0, tracks[index].1, km)
            })
            .collect();
        let ends = [0, 1].map(|hub| network.hub(&atlas, atlas.find(&format!("h{hub}")).unwrap()));
        let expected = brute_force(&edges, 0, 1, &[]);
        let [Some(from), Some(to)] = ends else {
            prop_assert_eq!(expected, None);
            return Ok(());
        };
        let route = network.shortest(from, to, 2023, closed);
        prop_assert_eq!(route.is_some(), expected.is_some());
        if let (Some(route), Some(expected)) = (&route, expected) {
            prop_assert!((route.km - expected).abs() < 1e-9);
        }
        // The same on a graph that never had the closed tracks.
        let kept: Vec<_> = left.iter().map(|&index| tracks[index]).collect();
        if !kept.is_empty() {
            let without = grid(&kept, 0);
            let network = Network::new(&without);
            let ends = [0, 1].map(|hub| network.hub(&without, without.find(&format!("h{hub}")).unwrap()));
            let again = match ends {
                [Some(from), Some(to)] => network.shortest(from, to, 2023, 0).map(|route| route.km),
                _ => None,
            };
            prop_assert_eq!(again, route.as_ref().map(|route| route.km));
        }
        // And it is in the table of all ways.
        let ways = network.alternatives(from, to, 2023);
        let listed = ways.iter().find(|(_, way)| way.passages & closed == 0);
        prop_assert_eq!(listed.map(|(_, way)| way), route.as_ref());
    }
}

fn told(model: &mut Model) -> Value {
    serde_json::from_str(&routes(model)).unwrap()
}

#[test]
fn the_routes_are_told_in_words() {
    let atlas = built_in();
    let mut model = model(&atlas, 800.0, 600.0);
    let open = told(&mut model);
    assert_eq!(open["from"], "xian-hub");
    assert_eq!(open["to"], "duisburg-hub");
    assert_eq!(open["result"], "Shortest way: 9,140 km.");
    assert_eq!(open["ways"][0]["via"], "Kazakhstan – Russia – Belarus");
    assert_eq!(open["ways"][0]["countries"][0]["name"], "China");
    assert_eq!(open["ways"][0]["land"], "100% on land");
    // Nothing is drawn before it was asked for.
    assert!(model.view().trip.way.is_empty());

    model.update(Event::SetClosed(closed(&atlas, &["RUS"])));
    let left = told(&mut model);
    assert_eq!(
        left["result"],
        "Shortest way left: 10,560 km, 1,410 km longer than with all open."
    );
    let best = left["ways"].as_array().unwrap();
    let best = best.iter().position(|way| way["best"] == true).unwrap();
    assert_eq!(
        left["ways"][best]["via"],
        "Kazakhstan – Caspian Sea – Azerbaijan – Georgia – Black Sea"
    );
    assert_eq!(left["ways"][best]["if"], "The shortest if closed: Russia");
    assert_eq!(left["ways"][0]["open"], false);
    let trip = model.view().trip.clone();
    assert!(trip.way.len() > 10 && trip.barred.len() > 5);
    assert_eq!(trip.closed, [atlas.find("RUS").unwrap()]);

    // From the other end the passages come the other way round.
    let ends = ["duisburg-hub", "xian-hub"].map(|id| atlas.find(id).unwrap());
    model.update(Event::SetClosed(0));
    model.update(Event::SetRoute(Some(ends)));
    let back = told(&mut model);
    assert_eq!(back["ways"][0]["via"], "Belarus – Russia – Kazakhstan");

    model.update(Event::SetClosed(closed(
        &atlas,
        &["RUS", "caspian", "IRN", "suez"],
    )));
    let nothing = told(&mut model);
    assert_eq!(nothing["result"], "No way is left on this map.");
    assert_eq!(nothing["bounds"], Value::Null);
    assert!(model.view().trip.way.is_empty());

    // Ends where no track ends, and ends that are one.
    let nowhere = ["batken-clashes", "xian-hub"].map(|id| atlas.find(id).unwrap());
    model.update(Event::SetRoute(Some(nowhere)));
    assert_eq!(told(&mut model)["result"], "No way is left on this map.");
    let same = [atlas.find("xian-hub").unwrap(); 2];
    model.update(Event::SetClosed(0));
    model.update(Event::SetRoute(Some(same)));
    assert_eq!(told(&mut model)["result"], "Shortest way: 0 km.");
}

#[test]
fn closed_passages_and_ends_are_attributes_and_state() {
    let atlas = built_in();
    let mut model = model(&atlas, 800.0, 600.0);
    let state = |model: &Model| -> Value {
        serde_json::from_str(&Writer::object(|json| write_state(json, model))).unwrap()
    };
    assert_eq!(state(&model), json!({"closed": null, "route": null}));
    let wanted = json!({"closed": "KAZ caspian", "route": "aktau-port poti-port"});
    for (name, value) in wanted.as_object().unwrap() {
        let text = value.as_str().unwrap();
        match parse(name, Some(text), &atlas).unwrap() {
            Setting::Event(event) => assert!(model.update(event).contains(Effect::RoutesChanged)),
            other => panic!("{other:?}"),
        }
    }
    assert_eq!(state(&model), wanted);
    for (name, value, sentence) in [
        (
            "closed",
            "RUS nowhere",
            "closed=\"nowhere\" is unknown; expected RUS, BLR, KAZ,",
        ),
        (
            "route",
            "xian-hub",
            "route=\"xian-hub\" is unknown; expected the ids of two features",
        ),
        ("route", "xian-hub a", "there is no feature \"a\""),
    ] {
        let error = parse(name, Some(value), &atlas).unwrap_err();
        assert!(error.starts_with(sentence), "{error}");
    }
    for name in ["closed", "route"] {
        for nothing in [None, Some("")] {
            match parse(name, nothing, &atlas).unwrap() {
                Setting::Event(event) => model.update(event),
                other => panic!("{other:?}"),
            };
        }
    }
    assert_eq!(state(&model), json!({"closed": null, "route": null}));
    assert_eq!(*model.view().trip, Trip::default());
}

/// A page that switches layers, years and projections keeps its way.
#[test]
fn the_way_follows_year_and_projection() {
    let atlas = built_in();
    let mut model = model(&atlas, 800.0, 600.0);
    model.update(Event::SetClosed(closed(&atlas, &["RUS"])));
    let before = model.view().trip.clone();
    model.update(Event::SetYear(2010));
    // The railways from Zhezkazgan and Shalkar to the Caspian opened in 2014.
    assert_ne!(model.view().trip.way, before.way);
    model.update(Event::SetYear(2023));
    assert_eq!(*model.view().trip, before);
    let mercator = Shapes::new(&atlas, ProjectionName::Mercator.of(&atlas));
    model.update(Event::SetShapes(Rc::new(mercator)));
    assert_eq!(model.view().trip.way, before.way);
    assert_ne!(model.view().trip.ends, before.ends);
}

/// All that an atlas may lack.
#[test]
fn an_atlas_without_tracks_has_no_routes() {
    let atlas = support::atlas_of(&[
        r#"{"type": "Feature", "id": "a", "properties": {"class": "hub"}, "geometry": {"type": "Point", "coordinates": [60, 40]}}"#,
    ]);
    let mut model = model(&atlas, 800.0, 600.0);
    let told = told(&mut model);
    assert_eq!(told["ends"], json!([]));
    assert_eq!(told["ways"], json!([]));
    assert_eq!(told["result"], "No way is left on this map.");
    assert_eq!(Rc::strong_count(&atlas), 2);
}

#[test]
fn the_words_of_routes_are_in_every_language() {
    let atlas = built_in();
    for lang in ["en", "ru", "zh"] {
        let file = format!("{lang}.json");
        let strings = Strings::read(&read(&format!("web/text/{file}")), &file).unwrap();
        let mut model = model(&atlas, 800.0, 600.0);
        model.update(Event::SetLang(lang.to_owned()));
        model.update(Event::SetWords(Rc::new(strings)));
        let told = routes(&mut model);
        assert!(!told.contains("routes."), "{lang}: {told}");
        // A gap is a name in braces, without the quotes of JSON.
        let mut gaps = told.split('{').skip(1);
        assert!(gaps.all(|rest| rest.starts_with('"')), "{lang}: {told}");
    }
}
