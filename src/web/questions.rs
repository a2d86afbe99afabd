//! What JavaScript asks a map, by numbers: one function that answers weighs less than one for each question.
//!
//! `web/questions.js` has the same names. Answers are JSON where nothing else is said.

/// `{id, layer, name}` of the selected feature; only `id`, as `null`, where there is none.
pub(super) const SELECTED: u8 = 0;
/// As `SELECTED`, of the feature under the mouse.
pub(super) const HOVERED: u8 = 1;
/// What the feature under the mouse is, in a few words; not JSON.
pub(super) const PREVIEW: u8 = 2;
/// `[{id, layer, name}, …]` of everything that can be selected.
pub(super) const FEATURES: u8 = 3;
/// The state that attributes would restore: `{layers, step, shade, selected, center, zoom, year, relief, closed, route, lang}`.
pub(super) const STATE: u8 = 4;
/// The language of names and texts; not JSON.
pub(super) const LANG: u8 = 5;
/// Whether the atlas has this name in the language of the map, and another in English.
pub(super) const SPEAKS: u8 = 6;
/// The names of the controls to show with spaces between, or `all`; not JSON.
pub(super) const CONTROLS: u8 = 7;
/// The words of the interface for this key; not JSON.
pub(super) const TEXT: u8 = 8;
/// What the map is of; not JSON.
pub(super) const TITLE: u8 = 9;
/// Whose data it is; not JSON.
pub(super) const CREDIT: u8 = 10;
/// The note on boundaries: the view, and how many disputed ones are in sight; not JSON.
pub(super) const NOTE: u8 = 11;
/// The names of the values that `MapHandle.setPalette` takes, with spaces between; not JSON.
pub(super) const TOKENS: u8 = 12;
/// What the legend shows: see [`legend`](crate::legend::legend).
pub(super) const LEGEND: u8 = 13;
/// What the panel shows, as `Panel::to_json` writes it, or `null`.
pub(super) const PANEL: u8 = 14;
/// What is said of routes: see [`routes`](crate::routes::routes).
pub(super) const ROUTES: u8 = 15;
/// What this query finds: see [`search`](crate::search::search).
pub(super) const SEARCH: u8 = 16;
/// What is said of the story: see [`story`](crate::story::story).
pub(super) const STORY: u8 = 17;
/// What the scale of years shows: see [`time`](crate::story::time).
pub(super) const TIME: u8 = 18;
/// The themes and the legend of the chosen one: see [`themes`](crate::story::themes).
pub(super) const THEMES: u8 = 19;
/// The whole text map of the present view; not JSON.
pub(super) const DESCRIBE: u8 = 20;
/// The view in words, not JSON: where it is, its year and layers.
pub(super) const OVERVIEW: u8 = 21;
/// Only where it is.
pub(super) const WHERE: u8 = 22;
/// What is in view, or what the feature with this id has to do with: `[{title, features: [{id, name}]}]`, by layer.
pub(super) const IN_VIEW: u8 = 23;
/// The feature with this id in words; not JSON.
pub(super) const IN_WORDS: u8 = 24;
/// The corridors and pipelines through or at it; not JSON. Nothing where there are none.
pub(super) const WAYS: u8 = 25;
/// The id of the feature that lies in this direction (`n`, `ne`, `e`…) from this other one, a space between; or where a walk begins if there is
/// no other; or `null`.
pub(super) const WALK: u8 = 26;
/// `{id, layer, name, lngLat}` of the best feature at a place, or `null`.
pub(super) const FEATURE_AT: u8 = 27;
/// Where a position in degrees is drawn, `[x, y]`, or `null`.
pub(super) const PROJECT: u8 = 28;
/// The position in degrees at a place, `[lon, lat]`, or `null`.
pub(super) const UNPROJECT: u8 = 29;
