//! The story: its steps, events and themes, and whether what they name is there.

use std::collections::BTreeSet;
use std::path::Path;

use serde_json::Value;

use super::schema::{DatedEvent, Manifest, Step, Text, Theme};
use super::{Document, Known, MANIFEST, Place, Report, said};
use crate::error::Code;

/// Words of a step's text, so that it fits a phone beside the map.
const WORDS: std::ops::RangeInclusive<usize> = 40..=80;
/// Characters of it in a language that is written without spaces.
const CHARACTERS: std::ops::RangeInclusive<usize> = 70..=140;
/// Languages that are written without spaces.
const WITHOUT_SPACES: [&str; 2] = ["zh", "ja"];
/// What a story is made of.
const MEMBERS: [&str; 4] = ["steps", "events", "themes", "charts"];
/// There are colors for one class more.
const MOST_BREAKS: usize = 3;

/// Checks the story in the manifest, or in the file that it names.
pub(super) fn check(manifest: &Manifest, folder: &Path, known: &mut Known, report: &mut Report) {
    let (document, path) = match &manifest.story {
        None => return,
        Some(Value::String(file)) => (Document::read(folder, file, report), "$"),
        Some(story) => {
            let file = MANIFEST.to_owned();
            let value = story.clone();
            (Some(Document { file, value }), "$.story")
        }
    };
    let Some(document) = document else { return };
    let place = Place::new(&document.file, path);
    let layers: BTreeSet<&str> = manifest.layers.iter().map(|layer| &*layer.id).collect();
    let themes = ids(&document, "themes");
    let routes = manifest.routes.iter();
    let passages = routes.flat_map(|routes| routes.passages.iter().map(|passage| &*passage.id));
    let passages: BTreeSet<&str> = passages.collect();
    for (member, _) in document.value.as_object().into_iter().flatten() {
        if !MEMBERS.contains(&member.as_str()) {
            let problem = place
                .member(member)
                .problem(Code::NotGeojson, "a member that nothing reads");
            report.add(problem, "take it out, or spell it as data/README.md does");
        }
    }
    for member in ["steps", "themes", "charts"] {
        once(&document, member, &place, report);
    }
    let list = |member: &str| document.value.get(member).and_then(Value::as_array);
    let steps = list("steps").map_or(&[][..], Vec::as_slice);
    report.count("steps", steps.len());
    for (index, value) in steps.iter().enumerate() {
        let place = place.member("steps").item(index);
        if let Some(step) = document.part::<Step>(value, &place, report) {
            check_step(&step, &layers, &themes, &place, known, report);
            for (index, id) in step.closed.iter().enumerate() {
                if !passages.contains(id.as_str()) {
                    let place = place.member("closed").item(index);
                    let message = format!("there is no passage \"{id}\"");
                    let problem = place.problem(Code::Unresolved, message);
                    report.add(problem, "name a passage of the manifest's routes");
                }
            }
        }
    }
    let mut last = String::new();
    for (index, value) in list("events").into_iter().flatten().enumerate() {
        let place = place.member("events").item(index);
        if let Some(event) = document.part::<DatedEvent>(value, &place, report) {
            check_event(&event, &last, &place, known, report);
            last = event.date;
        }
    }
    for (index, value) in list("themes").into_iter().flatten().enumerate() {
        let place = place.member("themes").item(index);
        if let Some(theme) = document.part::<Theme>(value, &place, report) {
            check_figures(&theme, &place, known, report);
            check_theme(&theme, &place, known, report);
        }
    }
    for (index, value) in list("charts").into_iter().flatten().enumerate() {
        let place = place.member("charts").item(index);
        if let Some(chart) = document.part::<Theme>(value, &place, report) {
            check_figures(&chart, &place, known, report);
            if !chart.breaks.is_empty() || chart.panels.is_empty() {
                let problem = place.problem(Code::NotGeojson, "is no chart");
                report.add(problem, "name the `panels` that show it, and no `breaks`");
            }
        }
    }
}

fn ids(document: &Document, member: &str) -> Vec<String> {
    let list = document.value.get(member).and_then(Value::as_array);
    let ids = list
        .into_iter()
        .flatten()
        .filter_map(|value| value.get("id"));
    ids.filter_map(|id| Some(id.as_str()?.to_owned())).collect()
}

fn once(document: &Document, member: &str, place: &Place<'_>, report: &mut Report) {
    let mut seen = BTreeSet::new();
    for (index, id) in ids(document, member).into_iter().enumerate() {
        if !seen.insert(id) {
            let place = place.member(member).item(index).member("id");
            let problem = place.problem(Code::BadFeature, "the id is used twice");
            report.add(problem, "give one of the two another id");
        }
    }
}

fn check_step(
    step: &Step,
    layers: &BTreeSet<&str>,
    themes: &[String],
    place: &Place<'_>,
    known: &mut Known,
    report: &mut Report,
) {
    said::text(&step.title, &place.member("title"), known, report);
    said::text(&step.text, &place.member("text"), known, report);
    length(&step.text, &place.member("text"), report);
    said::sources(&step.sources, &place.member("sources"), known, report);
    for (member, bounds) in [
        ("bounds", Some(step.bounds)),
        ("narrowBounds", step.narrow_bounds),
    ] {
        let Some([west, south, east, north]) = bounds else {
            continue;
        };
        let good = south < north && west < east && south >= -90.0 && north <= 90.0;
        if !good || west < -180.0 || east > 180.0 {
            let problem = place.member(member);
            let problem = problem.problem(Code::NotGeojson, "is no quadrangle of the globe");
            report.add(problem, "write [west, south, east, north], degrees");
        }
    }
    for (index, id) in step.layers.iter().enumerate() {
        if !layers.contains(id.as_str()) {
            let place = place.member("layers").item(index);
            let problem = place.problem(Code::Unresolved, format!("there is no layer \"{id}\""));
            report.add(problem, "name a layer of the manifest");
        }
    }
    if let Some(id) = &step.shade
        && !themes.contains(id)
    {
        let place = place.member("shade");
        let problem = place.problem(Code::Unresolved, format!("there is no theme \"{id}\""));
        report.add(problem, "name a theme of the story");
    }
    if step.year.is_some_and(|year| !known.has_year(year)) {
        let problem = place.member("year");
        let problem = problem.problem(Code::NotGeojson, "is not on the scale of years");
        report.add(problem, known.write_year("a year"));
    }
    let selected = step.selected.as_slice();
    features(selected, &place.member("selected"), known, report);
    features(&step.features, &place.member("features"), known, report);
}

/// A step's text fits a phone, and is long enough to tell something.
fn length(text: &Text, place: &Place<'_>, report: &mut Report) {
    for (lang, words) in text {
        let primary = lang.split('-').next().unwrap_or(lang);
        let (count, allowed, unit) = if WITHOUT_SPACES.contains(&primary) {
            let letters = words.chars().filter(|letter| !letter.is_whitespace());
            (letters.count(), CHARACTERS, "characters")
        } else {
            let parts = words.split_whitespace();
            let words = parts.filter(|part| part.contains(char::is_alphanumeric));
            (words.count(), WORDS, "words")
        };
        if !allowed.contains(&count) {
            let message = format!(
                "has {count} {unit}, not {} to {}",
                allowed.start(),
                allowed.end()
            );
            let problem = place.member(lang).problem(Code::NotGeojson, message);
            report.add(problem, "say it shorter, or tell more");
        }
    }
}

fn check_event(
    event: &DatedEvent,
    last: &str,
    place: &Place<'_>,
    known: &mut Known,
    report: &mut Report,
) {
    said::text(&event.title, &place.member("title"), known, report);
    said::sources(&event.sources, &place.member("sources"), known, report);
    features(&event.features, &place.member("features"), known, report);
    let at = place.member("date");
    let year = event.date.get(..4).and_then(|year| year.parse().ok());
    if !said::is_date(&event.date) || !year.is_some_and(|year| known.has_year(year)) {
        let problem = at.problem(Code::NotGeojson, "is not on the scale of years");
        let fix = known.write_year("YYYY, YYYY-MM or YYYY-MM-DD");
        report.add(problem, fix);
    }
    if event.date.as_str() < last {
        let problem = at.problem(Code::NotGeojson, "the events are not in order");
        report.add(problem, "sort them by `date`");
    }
    if let Some(id) = &event.step
        && !known.steps.contains(id)
    {
        let place = place.member("step");
        let problem = place.problem(Code::Unresolved, format!("the story has no step \"{id}\""));
        report.add(problem, "mend the id, or add the step");
    }
}

/// What themes and charts have both: words, sources, values, and the panels that show these.
fn check_figures(theme: &Theme, place: &Place<'_>, known: &mut Known, report: &mut Report) {
    said::text(&theme.title, &place.member("title"), known, report);
    said::text(&theme.unit, &place.member("unit"), known, report);
    if let Some(note) = &theme.note {
        said::text(note, &place.member("note"), known, report);
    }
    said::sources(&theme.sources, &place.member("sources"), known, report);
    if !theme.as_of.as_deref().is_none_or(said::is_date) {
        let problem = place.member("asOf");
        let problem = problem.problem(Code::NotGeojson, "is no date");
        report.add(problem, "write YYYY, YYYY-MM or YYYY-MM-DD");
    }
    features(&theme.panels, &place.member("panels"), known, report);
    let areas = theme.values.iter();
    let areas: Vec<String> = areas.filter_map(|value| value.feature.clone()).collect();
    features(&areas, &place.member("values"), known, report);
    for (index, value) in theme.values.iter().enumerate() {
        let date = value.date.as_deref();
        if value.feature.is_some() == date.is_some() || !date.is_none_or(said::is_date) {
            let problem = place.member("values").item(index);
            let problem = problem.problem(Code::NotGeojson, "is of no feature and of no date");
            report.add(
                problem,
                "name a `feature`, or a `date` as YYYY, YYYY-MM or YYYY-MM-DD",
            );
        }
    }
}

/// What the areas of the map can be colored by.
fn check_theme(theme: &Theme, place: &Place<'_>, known: &Known, report: &mut Report) {
    let ascending = theme.breaks.windows(2).all(|pair| pair[0] < pair[1]);
    if !ascending || theme.breaks.is_empty() || theme.breaks.len() > MOST_BREAKS {
        let problem = place.member("breaks");
        let problem = problem.problem(Code::NotGeojson, "makes no classes");
        report.add(problem, "write one to three numbers, ascending");
    }
    let values = place.member("values");
    let descending = theme
        .values
        .windows(2)
        .all(|pair| pair[0].value >= pair[1].value);
    if !descending {
        let problem = values.problem(Code::NotGeojson, "the values are not in order");
        report.add(problem, "write the highest first");
    }
    for (index, value) in theme.values.iter().enumerate() {
        let id = value.feature.as_deref().unwrap_or_default();
        let class = known.features.get(id);
        if id.is_empty() || class.is_some_and(|class| class != "country" && class != "region") {
            let place = values.item(index);
            let problem = place.problem(Code::BadFeature, format!("\"{id}\" is no area"));
            report.add(problem, "name a country or a region");
        }
    }
}

fn features(ids: &[String], place: &Place<'_>, known: &Known, report: &mut Report) {
    let mut seen = BTreeSet::new();
    for (index, id) in ids.iter().enumerate() {
        let place = place.item(index);
        if !known.features.contains_key(id) {
            let problem = place.problem(Code::Unresolved, format!("there is no feature \"{id}\""));
            report.add(problem, "mend the id, or add the feature");
        }
        if !seen.insert(id) {
            let problem = place.problem(Code::NotGeojson, format!("\"{id}\" stands twice"));
            report.add(problem, "name it once");
        }
    }
}
