//! The facts, the bibliography and the claims.

use std::collections::BTreeSet;
use std::path::Path;

use serde_json::Value;

use super::schema::{Claim, Entry, Fact, Manifest, Source};
use super::{CLAIMS, Document, Known, Place, Report, said, story};
use crate::error::Code;

/// What the world may say of a claim.
const VERDICTS: [&str; 5] = [
    "confirmed",
    "partly",
    "contradicted",
    "opinion",
    "unverifiable",
];

/// Checks sources, facts and claims.
pub(super) fn check(manifest: &Manifest, folder: &Path, known: &mut Known, report: &mut Report) {
    let sources = manifest.sources.as_ref();
    let sources = sources.and_then(|file| Document::read(folder, file, report));
    if let Some(document) = &sources {
        read_sources(document, known, report);
    }
    let mut told = BTreeSet::new();
    let mut facts = 0;
    for file in manifest.layers.iter().flat_map(|layer| &layer.facts) {
        if let Some(document) = Document::read(folder, file, report) {
            facts += read_facts(&document, &mut told, known, report);
        }
    }
    report.count("facts", facts);
    if folder.join(CLAIMS).exists()
        && let Some(document) = Document::read(folder, CLAIMS, report)
    {
        read_claims(&document, known, report);
    }
    story::check(manifest, folder, known, report);
    if let Some(document) = &sources {
        report.count("sources", known.sources.len());
        for source in known.sources.difference(&known.used_sources) {
            let place = Place::new(&document.file, format!("$.{source}"));
            let problem = place.problem(
                Code::Unresolved,
                "no fact, claim or step rests on this source",
            );
            report.add(problem, "take it out, or name it where it is used");
        }
    }
}

fn members(document: &Document) -> impl Iterator<Item = (&str, &Value)> {
    let members = document.value.as_object().into_iter().flatten();
    members.map(|(name, value)| (name.as_str(), value))
}

fn read_sources(document: &Document, known: &mut Known, report: &mut Report) {
    for (id, value) in members(document) {
        known.sources.insert(id.to_owned());
        let place = Place::new(&document.file, format!("$.{id}"));
        let Some(source) = document.part::<Source>(value, &place, report) else {
            continue;
        };
        if source.publisher.trim().is_empty() || source.title.is_some_and(|title| title.is_empty())
        {
            let problem = place.problem(Code::NotGeojson, "has an empty publisher or title");
            report.add(problem, "say who published it; leave out what is not known");
        }
        said::date(source.date.as_deref(), &place.member("date"), report);
        let is_address = |url: &str| {
            let rest = url
                .strip_prefix("https://")
                .or_else(|| url.strip_prefix("http://"));
            rest.is_some_and(|rest| rest.contains('.') && !rest.contains(char::is_whitespace))
        };
        if source.url.is_some_and(|url| !is_address(&url)) {
            let problem = place
                .member("url")
                .problem(Code::NotGeojson, "is no address of the web");
            report.add(problem, "write the whole address, with https://");
        }
    }
}

fn read_facts(
    document: &Document,
    told: &mut BTreeSet<String>,
    known: &mut Known,
    report: &mut Report,
) -> usize {
    let mut count = 0;
    for (id, value) in members(document) {
        let place = Place::new(&document.file, format!("$.{id}"));
        if !known.features.contains_key(id) {
            let problem = place.problem(Code::Unresolved, format!("there is no feature \"{id}\""));
            report.add(problem, "mend the id, or add the feature");
        }
        if !told.insert(id.to_owned()) {
            let problem = place.problem(Code::BadFeature, "another file has facts of this feature");
            report.add(problem, "put all of its facts into one file");
        }
        let place = place.of(id);
        let Some(entry) = document.part::<Entry>(value, &place, report) else {
            continue;
        };
        said::text(&entry.summary, &place.member("summary"), known, report);
        said::text(&entry.part, &place.member("part"), known, report);
        for (index, value) in entry.facts.iter().enumerate() {
            let place = place.member("facts").item(index);
            if let Some(found) = document.part::<Fact>(value, &place, report) {
                fact(&found, &place, known, report);
            }
            count += 1;
        }
    }
    count
}

fn fact(fact: &Fact, place: &Place<'_>, known: &mut Known, report: &mut Report) {
    said::text(&fact.text, &place.member("text"), known, report);
    said::sources(&fact.sources, &place.member("sources"), known, report);
    let at = place.member("asOf");
    said::date(fact.as_of.as_deref(), &at, report);
    if let Some(as_of) = &fact.as_of
        && fact.known == "then"
        && as_of.as_str() > known.as_of.get(..as_of.len()).unwrap_or(&known.as_of)
    {
        let message = format!(
            "holds for {as_of}, but is said to be known by {}",
            known.as_of
        );
        report.add(
            at.problem(Code::NotGeojson, message),
            "write `known`: later, or mend the date",
        );
    }
    if fact.unit.is_some() && fact.value.is_none() {
        let problem = place.problem(Code::NotGeojson, "has a unit, but no value");
        report.add(problem, "add `value`, or take `unit` out");
    }
    if let Some(measures) = &fact.measures {
        let unit = if measures == "area" { "km²" } else { "km" };
        let at = place.member("measures");
        if fact.unit.as_deref() != Some(unit) {
            let problem = at.problem(
                Code::NotGeojson,
                format!("measures {measures}, but not in {unit}"),
            );
            report.add(problem, "give `value` and `unit` of what it measures");
        }
        let is_word = measures == "area" || measures == "length";
        if !is_word && !known.features.contains_key(measures) {
            let problem = at.problem(
                Code::Unresolved,
                format!("there is no feature \"{measures}\""),
            );
            report.add(
                problem,
                "write length, area, or the id of the feature shared with",
            );
        }
    }
}

fn read_claims(document: &Document, known: &mut Known, report: &mut Report) {
    let claims = document.value.as_array().map_or(&[][..], Vec::as_slice);
    report.count("claims", claims.len());
    for (index, value) in claims.iter().enumerate() {
        let place = Place::new(&document.file, "$").item(index);
        let Some(claim) = document.part::<Claim>(value, &place, report) else {
            continue;
        };
        if claim.n != index + 1 {
            let problem = place
                .member("n")
                .problem(Code::NotGeojson, "the numbers are not in order");
            report.add(problem, format!("write {}", index + 1));
        }
        said::text(&claim.text, &place.member("text"), known, report);
        if let Some(note) = &claim.note {
            said::text(note, &place.member("note"), known, report);
        }
        if !VERDICTS.contains(&claim.verdict.as_str()) {
            let message = format!("\"{}\" is none of {}", claim.verdict, VERDICTS.join(", "));
            let problem = place.member("verdict").problem(Code::NotGeojson, message);
            report.add(problem, "choose one");
        }
        if claim.features.is_empty() && claim.steps.is_empty() {
            let problem = place.problem(Code::Unresolved, "nothing on the map tells this claim");
            report.add(problem, "name features or steps");
        }
        for (index, id) in claim.features.iter().enumerate() {
            if !known.features.contains_key(id) {
                let place = place.member("features").item(index);
                let problem =
                    place.problem(Code::Unresolved, format!("there is no feature \"{id}\""));
                report.add(problem, "mend the id, or add the feature");
            }
        }
        for (index, id) in claim.steps.iter().enumerate() {
            if !known.steps.is_empty() && !known.steps.contains(id) {
                let place = place.member("steps").item(index);
                let problem =
                    place.problem(Code::Unresolved, format!("the story has no step \"{id}\""));
                report.add(problem, "mend the id, or add the step");
            }
        }
        said::sources(&claim.sources, &place.member("sources"), known, report);
    }
}
