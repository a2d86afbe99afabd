//! What the manifest says itself.

use std::collections::BTreeSet;
use std::path::Path;

use super::schema::Manifest;
use super::{Known, MANIFEST, Place, Report, said};
use crate::error::Code;

/// Checks what the manifest says itself.
pub(super) fn check(manifest: &Manifest, folder: &Path, known: &Known, report: &mut Report) {
    let place = Place::new(MANIFEST, "$");
    let mut wrong = |member: &str, message: &str, fix: &str| {
        report.add(place.member(member).problem(Code::NotGeojson, message), fix);
    };
    if manifest.version != 1 {
        wrong("version", "this engine reads version 1", "write 1");
    }
    if manifest.languages.is_empty() {
        wrong(
            "languages",
            "names no language",
            "list the tags of the languages that every text has",
        );
    }
    if !said::is_date(&manifest.as_of) || manifest.as_of.len() != 10 {
        wrong("asOf", "is no day", "write YYYY-MM-DD");
    }
    if known.now().is_some_and(|now| !known.has_year(now)) {
        wrong(
            "years",
            "the year of `asOf` is not on the scale",
            "write [first, last]",
        );
    }
    for (member, bounds) in [
        ("bounds", Some(manifest.bounds)),
        ("narrowBounds", manifest.narrow_bounds),
    ] {
        let Some([_, south, _, north]) = bounds else {
            continue;
        };
        if south >= north || south < -90.0 || north > 90.0 {
            wrong(
                member,
                "south is not below north",
                "write [west, south, east, north]",
            );
        }
    }
    if let Some(relief) = &manifest.relief {
        let [left, bottom, right, top] = relief.bounds;
        if left >= right || bottom >= top {
            wrong(
                "relief",
                "its corners are not in order",
                "write [left, bottom, right, top]",
            );
        }
        if !folder.join(&relief.file).is_file() {
            wrong(
                "relief",
                "its file is not there",
                "add the file, or take `relief` out",
            );
        }
    }
    let [south, north] = manifest.projection.parallels;
    if south > north {
        wrong(
            "projection",
            "the parallels are not in order",
            "write the southern one first",
        );
    }
    if manifest.projection.center[1].abs() > 90.0 {
        wrong(
            "projection",
            "the centre is beyond a pole",
            "write [longitude, latitude]",
        );
    }
    if manifest
        .detail_zoom
        .is_some_and(|zoom| !(0.0..=22.0).contains(&zoom))
    {
        wrong("detailZoom", "is no zoom", "write a number from 0 to 22");
    }
    let mut ids = BTreeSet::new();
    for (index, layer) in manifest.layers.iter().enumerate() {
        let place = place.member("layers").item(index);
        if !ids.insert(&layer.id) {
            let problem = place
                .member("id")
                .problem(Code::BadFeature, "the id is used twice");
            report.add(problem, "give one of the two layers another id");
        }
        said::text(&layer.title, &place.member("title"), known, report);
    }
    said::text(&manifest.title, &place.member("title"), known, report);
    said::text(&manifest.credit, &place.member("credit"), known, report);
    report.count("layers", manifest.layers.len());
}
