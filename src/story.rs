//! What the page says of the story: the step that is told, the scale of years, and the theme that the areas are colored by.

use crate::app::Model;
use crate::atlas::Theme;
use crate::decimal::Decimal;
use crate::json::Writer;
use crate::list::{AddAll as _, Gather as _, glued};
use crate::panel::{self, footnotes};

/// `{step, steps: [{id, title}, …]}`. `step` is `null`, or
/// `{id, title, text, sources: [{text, url}, …]}`.
#[must_use]
pub fn story(model: &Model) -> String {
    let story = &model.atlas.story;
    let lang = &model.lang;
    Writer::object(|json| {
        match model.step.and_then(|step| story.steps.get(step)) {
            Some(step) => json.member("step", |json| {
                json.text("id", &step.id);
                json.text("title", step.title.get(lang));
                json.text("text", step.text.get(lang));
                write_sources(json, model, &step.sources);
            }),
            None => json.raw("step", "null"),
        }
        json.each("steps", &story.steps, |json, step| {
            json.text("id", &step.id);
            json.text("title", step.title.get(lang));
        });
    })
}

/// `{first, last, year, events: [{date, when, title, step, features}, …]}`; `when` is the date in words.
#[must_use]
pub fn time(model: &Model) -> String {
    Writer::object(|json| {
        let [first, last] = model.atlas.manifest.years;
        json.number("first", first.into());
        json.number("last", last.into());
        json.number("year", f64::from(model.year));
        json.each("events", &model.atlas.story.events, |json, event| {
            json.text("date", &event.date);
            json.text("when", &model.words.date(&event.date));
            json.text("title", event.title.get(&model.lang));
            json.optional_text("step", event.step.as_deref());
            json.texts("features", &event.features);
        });
    })
}

/// `{themes: [{id, title}, …], shade}`. `shade` is `null`, or
/// `{id, title, unit, note, when, classes: [{color, from}, …], values: [{id, name, value, color}, …], sources}`: the values from
/// the highest down.
#[must_use]
pub fn themes(model: &Model) -> String {
    Writer::object(|json| {
        json.each("themes", &model.atlas.story.themes, |json, theme| {
            json.text("id", &theme.id);
            json.text("title", theme.title.get(&model.lang));
        });
        match model.theme() {
            Some(theme) => json.member("shade", |json| write_shade(json, model, theme)),
            None => json.raw("shade", "null"),
        }
    })
}

fn write_shade(json: &mut Writer, model: &Model, theme: &Theme) {
    let color = |class| &**model.palette.ramp(class);
    json.text("id", &theme.id);
    json.text("title", theme.title.get(&model.lang));
    json.text("unit", theme.unit.get(&model.lang));
    json.text("note", theme.note.get(&model.lang));
    let when = theme.as_of.as_deref().map(|date| model.words.date(date));
    json.text("when", &when.unwrap_or_default());
    json.each("classes", 0..=theme.breaks.len(), |json, class| {
        json.text("color", color(class));
        let below = class.checked_sub(1);
        if let Some(from) = below.and_then(|below| theme.breaks.get(below)) {
            json.number("from", *from);
        }
    });
    let values = theme.values.iter();
    let values = values.filter_map(|(id, value)| Some((model.atlas.find(id)?, *value)));
    json.each("values", values, |json, (index, value)| {
        let feature = &model.atlas.features[index];
        json.text("id", &feature.id);
        json.text("name", feature.name(&model.lang));
        json.number("value", value);
        json.text("color", color(theme.class_of(value)));
    });
    write_sources(json, model, &theme.sources);
}

/// The step that is told, what happened in the year and what the areas are colored by as lines of text, for the map in words.
#[must_use]
pub fn lines(model: &Model) -> Vec<String> {
    let (story, lang) = (&model.atlas.story, &model.lang);
    let mut lines = Vec::new();
    if let Some(step) = model.step.and_then(|step| story.steps.get(step)) {
        for text in [&step.title, &step.text] {
            lines.push(text.get(lang).to_owned());
        }
    }
    let year = Decimal::new(f64::from(model.year), 0).text();
    let events = story.events.iter();
    let events = events.filter(|event| event.date.starts_with(&year));
    lines.add_all(events.map(|event| {
        let when = model.words.date(&event.date);
        glued(&[&when, ": ", event.title.get(lang)])
    }));
    if let Some(theme) = model.theme() {
        lines.push(glued(&[
            theme.title.get(lang),
            " (",
            theme.unit.get(lang),
            ")",
        ]));
        lines.add_all(theme.values.iter().filter_map(|(id, value)| {
            let feature = &model.atlas.features[model.atlas.find(id)?];
            let value = Decimal::new(*value, 2).text();
            Some(glued(&["- ", feature.name(lang), ": ", &value]))
        }));
    }
    lines
}

/// The ids of the step that is told and of the theme.
#[must_use]
pub fn ids(model: &Model) -> (Option<&str>, Option<&str>) {
    let step = model
        .step
        .and_then(|step| model.atlas.story.steps.get(step));
    (
        step.map(|step| step.id.as_str()),
        model.theme().map(|theme| theme.id.as_str()),
    )
}

fn write_sources(json: &mut Writer, model: &Model, ids: &[String]) {
    let ids: Vec<&str> = ids.iter().map(String::as_str).gathered();
    let sources = footnotes(model.facts.as_deref(), &ids, &model.words);
    panel::write_sources(json, &sources);
}
