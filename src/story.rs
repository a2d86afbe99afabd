//! What the page says of the story: the step that is told, the scale of years, and the theme that the areas are colored by.

use crate::app::Model;
use crate::atlas::{Story, Text, Theme};
use crate::json::{Writer, quoted};
use crate::panel::footnotes;

/// `{step, steps: [{id, title}, …]}`. `step` is `null`, or
/// `{id, title, text, sources: [{text, url}, …]}`.
#[must_use]
pub fn story(model: &Model) -> String {
    let story = of(model);
    let lang = &model.lang;
    let steps = story.steps.iter().map(|step| {
        Writer::object(|json| {
            json.text("id", &step.id);
            json.text("title", step.title.get(lang));
        })
    });
    let told = model.step.and_then(|step| story.steps.get(step));
    let told = told.map_or_else(
        || "null".to_owned(),
        |step| {
            Writer::object(|json| {
                json.text("id", &step.id);
                json.text("title", step.title.get(lang));
                json.text("text", step.text.get(lang));
                json.raw("sources", &sources(model, &step.sources));
            })
        },
    );
    Writer::object(|json| {
        json.raw("step", &told);
        json.raw("steps", &Writer::list(steps));
    })
}

/// `{year, events: [{date, year, when, title, step, features}, …]}`; `when` is the date in words.
#[must_use]
pub fn time(model: &Model) -> String {
    let story = of(model);
    let events = story.events.iter().map(|event| {
        Writer::object(|json| {
            json.text("date", &event.date);
            json.text("when", &model.words.date(&event.date));
            json.text("title", event.title.get(&model.lang));
            json.optional_text("step", event.step.as_deref());
            let ids = event.features.iter().map(|id| quoted(id));
            json.raw("features", &Writer::list(ids));
        })
    });
    Writer::object(|json| {
        json.number("year", f64::from(model.year));
        json.raw("events", &Writer::list(events));
    })
}

/// `{themes: [{id, title}, …], shade}`. `shade` is `null`, or
/// `{id, title, unit, note, when, classes: [{color, from}, …], values: [{id, name, value, color}, …], sources}`: the values from
/// the highest down.
#[must_use]
pub fn themes(model: &Model) -> String {
    let story = of(model);
    let themes = story.themes.iter().map(|theme| {
        Writer::object(|json| {
            json.text("id", &theme.id);
            json.text("title", theme.title.get(&model.lang));
        })
    });
    let shade = model
        .theme()
        .map_or_else(|| "null".to_owned(), |theme| shade(model, theme));
    Writer::object(|json| {
        json.raw("themes", &Writer::list(themes));
        json.raw("shade", &shade);
    })
}

fn shade(model: &Model, theme: &Theme) -> String {
    let words = |text: &Text| text.get(&model.lang).to_owned();
    let color = |class| &**model.palette.ramp(class);
    let classes = (0..=theme.breaks.len()).map(|class| {
        Writer::object(|json| {
            json.text("color", color(class));
            if let Some(from) = class
                .checked_sub(1)
                .and_then(|below| theme.breaks.get(below))
            {
                json.number("from", *from);
            }
        })
    });
    let values = theme.values.iter().filter_map(|(id, value)| {
        let feature = &model.atlas.features[model.atlas.find(id)?];
        Some(Writer::object(|json| {
            json.text("id", id);
            json.text("name", &words(&feature.properties.name));
            json.number("value", *value);
            json.text("color", color(theme.class_of(*value)));
        }))
    });
    Writer::object(|json| {
        json.text("id", &theme.id);
        json.text("title", &words(&theme.title));
        json.text("unit", &words(&theme.unit));
        json.text("note", &words(&theme.note));
        let when = theme.as_of.as_deref().map(|date| model.words.date(date));
        json.text("when", &when.unwrap_or_default());
        json.raw("classes", &Writer::list(classes));
        json.raw("values", &Writer::list(values));
        json.raw("sources", &sources(model, &theme.sources));
    })
}

/// The ids of the step that is told and of the theme.
#[must_use]
pub fn ids(model: &Model) -> (Option<&str>, Option<&str>) {
    let step = model.step.and_then(|step| of(model).steps.get(step));
    (
        step.map(|step| step.id.as_str()),
        model.theme().map(|theme| theme.id.as_str()),
    )
}

/// What the atlas tells; a map without a story has an empty one.
fn of(model: &Model) -> &Story {
    const EMPTY: &Story = &Story {
        steps: Vec::new(),
        events: Vec::new(),
        themes: Vec::new(),
    };
    model.atlas.story.as_deref().unwrap_or(EMPTY)
}

fn sources(model: &Model, ids: &[String]) -> String {
    let notes = footnotes(model.facts.as_deref(), ids, &model.words).into_iter();
    Writer::list(notes.map(|note| {
        Writer::object(|json| {
            json.text("text", &note.text);
            json.optional_text("url", note.url.as_deref());
        })
    }))
}
