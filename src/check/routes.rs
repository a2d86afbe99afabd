//! What the manifest says of routes: ends where tracks end, and passages that are there.

use std::collections::BTreeSet;

use super::schema::Routes;
use super::{Known, MANIFEST, Place, Report, said};
use crate::error::Code;

/// The classes of the places where goods change hands.
const HUBS: [&str; 4] = ["hub", "dry-port", "port", "crossing"];
/// Classes of areas that can be closed.
const AREAS: [&str; 4] = ["country", "region", "sea", "lake"];

/// Checks the ends and the passages.
pub(super) fn check(routes: &Routes, known: &Known, report: &mut Report) {
    let place = Place::new(MANIFEST, "$.routes");
    let class = |id: &str| known.features.get(id).map(String::as_str);
    for (member, id) in [("from", &routes.from), ("to", &routes.to)] {
        if !class(id).is_some_and(|class| HUBS.contains(&class)) {
            let message = format!("there is no place \"{id}\" where ways end");
            report.add(
                place.member(member).problem(Code::Unresolved, message),
                "name a feature of class hub, dry-port, port or crossing",
            );
        }
    }
    let mut ids = BTreeSet::new();
    for (index, passage) in routes.passages.iter().enumerate() {
        let place = place.member("passages").item(index);
        if !ids.insert(&passage.id) {
            let problem = place
                .member("id")
                .problem(Code::BadFeature, "the id is used twice");
            report.add(problem, "give one of the two passages another id");
        }
        let own = [passage.id.clone()];
        let closes = if passage.closes.is_empty() {
            &own[..]
        } else {
            &passage.closes
        };
        let mut named = false;
        for id in closes {
            let is_area = class(id).is_some_and(|class| AREAS.contains(&class));
            named |= is_area;
            if !is_area && !known.tracks.contains_key(id) {
                let message = format!("there is no area and no track \"{id}\" to close");
                report.add(
                    place.member("closes").problem(Code::Unresolved, message),
                    "name a country, region, sea or lake, or a track",
                );
            }
        }
        match &passage.name {
            Some(name) => said::text(name, &place.member("name"), known, report),
            None if !named => {
                let problem = place.problem(Code::BadFeature, "the passage has no name");
                report.add(problem, "add `name` in all languages of the atlas");
            }
            None => {}
        }
    }
    report.count("passages", routes.passages.len());
}
