//! The map in words, as JavaScript asks for it.

use std::rc::Rc;

use super::map::MapHandle;
use super::questions;
use crate::json::{Writer, quoted};
use crate::list::head;
use crate::scene::View;
use crate::text::{Compass, Guide, Teller, first, said, walk};

impl MapHandle {
    /// Answers those of the questions that are answered in words, and where a walk leads.
    // With all answers in one function its variables have long numbers.
    #[inline(never)]
    pub(super) fn tell_of(&mut self, question: u8, about: &str) -> String {
        let model = &self.model;
        let atlas = &model.atlas;
        // It costs time, and serves until the atlas grows.
        let known = self.guide.take();
        let known = known.filter(|guide| Rc::ptr_eq(&guide.atlas, atlas));
        let guide = self
            .guide
            .insert(known.unwrap_or_else(|| Guide::new(Rc::clone(atlas))));
        let teller = Teller {
            view: &model.view(),
            guide,
            facts: model.facts.as_deref(),
            strings: &model.words,
        };
        let feature = || atlas.find(about);
        match question {
            questions::DESCRIBE => teller.describe(&said(model)),
            questions::OVERVIEW => teller.overview(true),
            questions::WHERE => teller.overview(false),
            questions::IN_VIEW => in_view(&teller, feature()),
            questions::IN_WORDS => feature().map_or_else(String::new, |id| teller.feature(id)),
            questions::WAYS => feature().and_then(|id| teller.ways(id)).unwrap_or_default(),
            questions::WALK => walked(&teller, about),
            _ => String::new(),
        }
    }
}

fn in_view(teller: &Teller<'_>, from: Option<usize>) -> String {
    let View { atlas, lang, .. } = teller.view;
    Writer::objects(teller.groups(from), |json, group| {
        json.text("title", &group.title);
        json.each("features", group.features, |json, index| {
            let feature = &atlas.features[index];
            json.text("id", &feature.id);
            json.text("name", feature.name(lang));
        });
    })
}

fn walked(teller: &Teller<'_>, about: &str) -> String {
    let atlas = teller.view.atlas;
    let direction = head(about, b' ');
    let id = about.get(direction.len() + 1..).unwrap_or_default();
    let from = atlas.find(id).zip(Compass::named(direction));
    let to = match from {
        Some((from, to)) => walk(teller.view, teller.guide, from, to),
        None => first(teller.view),
    };
    to.map_or_else(|| "null".to_owned(), |to| quoted(&atlas.features[to].id))
}
