//! The story: steps that move the map and tell a part of it, dated events, and themes that color the areas that stand out.

use std::rc::Rc;

use super::manifest::read_bounds;
use super::{Atlas, Text};
use crate::error::Problem;
use crate::json::{self, Node};
use crate::lon_lat::LonLatBounds;

/// The story of an atlas, as `data/README.md` defines it.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Story {
    /// In the order to tell them.
    pub steps: Vec<Step>,
    /// Ascending by date.
    pub events: Vec<DatedEvent>,
    /// In the order to offer them.
    pub themes: Vec<Theme>,
    /// Figures that are shown in panels alone: no classes, nothing to color.
    pub charts: Vec<Theme>,
}

/// One view of the map, and what is said beside it.
#[derive(Debug, Clone, PartialEq)]
pub struct Step {
    /// Public id.
    pub id: String,
    /// A few words.
    pub title: Text,
    /// A paragraph.
    pub text: Text,
    /// Ids in the bibliography.
    pub sources: Vec<String>,
    /// What is in view.
    pub bounds: LonLatBounds,
    /// What is in view where the element is higher than wide.
    pub narrow_bounds: LonLatBounds,
    /// Ids of the layers that are on.
    pub layers: Vec<String>,
    /// Id of the feature that is selected.
    pub selected: Option<String>,
    /// What existed in it is shown.
    pub year: Option<i32>,
    /// Ids of passages that are closed.
    pub closed: Vec<String>,
    /// Id of the theme that colors the areas.
    pub shade: Option<String>,
    /// Ids of the features that it speaks of.
    pub features: Vec<String>,
}

/// Something that happened, for the scale of years.
#[derive(Debug, Clone, PartialEq)]
pub struct DatedEvent {
    /// Year, month or day.
    pub date: String,
    /// A few words.
    pub title: Text,
    /// Ids of the features it happened to.
    pub features: Vec<String>,
    /// Id of the step that tells of it.
    pub step: Option<String>,
    /// Ids in the bibliography.
    pub sources: Vec<String>,
}

/// Figures that areas can be colored by, or that panels show as bars.
#[derive(Debug, Clone, PartialEq)]
pub struct Theme {
    /// Public id.
    pub id: String,
    /// What is counted.
    pub title: Text,
    /// Unit of the values.
    pub unit: Text,
    /// A caveat; may be empty.
    pub note: Text,
    /// Date that the values hold for: year, month or day.
    pub as_of: Option<String>,
    /// Where the next class begins, ascending: one less than there are classes.
    pub breaks: Vec<f64>,
    /// Id of a feature or a date, and its value; the features without one are left out.
    pub values: Vec<(String, f64)>,
    /// Ids in the bibliography.
    pub sources: Vec<String>,
    /// Ids of the features whose panels show the values.
    pub panels: Vec<String>,
}

impl Theme {
    /// The class of a value, from 0.
    #[must_use]
    pub fn class_of(&self, value: f64) -> usize {
        self.breaks.iter().filter(|least| **least <= value).count()
    }
}

impl Story {
    /// Reads the document or the manifest's member.
    #[must_use]
    pub fn read(node: &Node<'_>) -> Self {
        let mut story = Self::default();
        for step in node.member("steps").list() {
            story.steps.push(Step::read(&step));
        }
        for event in node.member("events").list() {
            story.events.push(DatedEvent {
                date: event.at("date", Node::string),
                title: event.at("title", Text::read),
                features: event.at("features", Node::texts),
                step: event.at("step", Node::optional_string),
                sources: event.at("sources", Node::texts),
            });
        }
        for (member, themes) in [("themes", &mut story.themes), ("charts", &mut story.charts)] {
            for theme in node.member(member).list() {
                themes.push(Theme::read(&theme));
            }
        }
        story
    }

    /// The index of the step with the id.
    #[must_use]
    pub fn find_step(&self, id: &str) -> Option<usize> {
        self.steps.iter().position(|step| step.id == id)
    }

    /// The index of the theme with the id.
    #[must_use]
    pub fn find_theme(&self, id: &str) -> Option<usize> {
        self.themes.iter().position(|theme| theme.id == id)
    }
}

impl Step {
    fn read(node: &Node<'_>) -> Self {
        let [bounds, narrow_bounds] = read_bounds(node);
        Self {
            id: node.at("id", Node::string),
            title: node.at("title", Text::read),
            text: node.at("text", Text::read),
            sources: node.at("sources", Node::texts),
            bounds,
            narrow_bounds,
            layers: node.at("layers", Node::texts),
            selected: node.at("selected", Node::optional_string),
            year: node.at("year", Node::optional_integer),
            closed: node.at("closed", Node::texts),
            shade: node.at("shade", Node::optional_string),
            features: node.at("features", Node::texts),
        }
    }
}

impl Theme {
    fn read(node: &Node<'_>) -> Self {
        let mut breaks = Vec::new();
        for least in node.member("breaks").list() {
            breaks.push(least.number());
        }
        let mut values = Vec::new();
        for value in node.member("values").list() {
            let feature = value.at("feature", Node::optional_string);
            let of = feature.unwrap_or_else(|| value.at("date", Node::string));
            values.push((of, value.at("value", Node::number)));
        }
        Self {
            id: node.at("id", Node::string),
            title: node.at("title", Text::read),
            unit: node.at("unit", Text::read),
            note: node.at("note", Text::read),
            as_of: node.at("asOf", Node::optional_string),
            breaks,
            values,
            sources: node.at("sources", Node::texts),
            panels: node.at("panels", Node::texts),
        }
    }
}

impl Atlas {
    /// The atlas with its story, from the file that the manifest names.
    ///
    /// # Errors
    ///
    /// When the file is not JSON of the schema.
    pub fn with_story(&self, text: &str, file: &str) -> Result<Self, Problem> {
        let story = json::read(text, file, |root| Ok(Story::read(root)))?;
        Ok(Self {
            story: Rc::new(story),
            ..self.clone()
        })
    }
}
