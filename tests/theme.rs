//! Lines are told apart by shape and not by colour alone, marks by shape, and text is legible wherever it may stand.

#![allow(clippy::unwrap_used, reason = "a test that panics has failed")]

use std::sync::OnceLock;

use central_asia_map::atlas::{Class, Mode, Status};
use central_asia_map::math::between;
use central_asia_map::scene::{Cap, Item, Pen};
use central_asia_map::still::{Fonts, data_uri, relief_file};
use central_asia_map::theme::{Color, LineLook, Palette, Scheme};
use resvg::tiny_skia::Pixmap;

mod support;

/// Those whose colours are ours; forced colours are the reader's.
const SCHEMES: [Scheme; 4] = [Scheme::Light, Scheme::Dark, Scheme::Print, Scheme::Contrast];

type Rgb = [f64; 3];

/// Linear light, 0…1.
fn linear(color: &str) -> Rgb {
    let part = |at: usize| {
        let value = f64::from(u8::from_str_radix(&color[at..at + 2], 16).unwrap()) / 255.0;
        if value <= 0.040_45 {
            value / 12.92
        } else {
            libm::pow((value + 0.055) / 1.055, 2.4)
        }
    };
    assert!(color.starts_with('#') && color.len() == 7, "{color}");
    [part(1), part(3), part(5)]
}

fn luminance([red, green, blue]: Rgb) -> f64 {
    0.2126 * red + 0.7152 * green + 0.0722 * blue
}

/// WCAG 2.2.
fn contrast(one: Rgb, other: Rgb) -> f64 {
    let (one, other) = (luminance(one), luminance(other));
    (one.max(other) + 0.05) / (one.min(other) + 0.05)
}

/// What the relief makes of a colour: linear light, where it is darkest and brightest but for a thousandth of its area.
fn shaded(color: &str) -> [Rgb; 2] {
    let (dark, bright, strength) = relief();
    [dark, bright].map(|grey| {
        let part = |at: usize| {
            let value = f64::from(u8::from_str_radix(&color[at..at + 2], 16).unwrap()) / 255.0;
            let hard = if grey < 0.5 {
                2.0 * grey * value
            } else {
                1.0 - 2.0 * (1.0 - grey) * (1.0 - value)
            };
            let value = value + (hard - value) * strength;
            if value <= 0.040_45 {
                value / 12.92
            } else {
                libm::pow((value + 0.055) / 1.055, 2.4)
            }
        };
        [part(1), part(3), part(5)]
    })
}

/// The greys of the built-in relief, 0…1, that one pixel in a thousand is beyond, and how strongly it is laid over the land.
fn relief() -> (f64, f64, f64) {
    static FOUND: OnceLock<(f64, f64, f64)> = OnceLock::new();
    *FOUND.get_or_init(|| {
        let model = support::model(&support::built_in(), 800.0, 600.0);
        let strength = model.scene().items.iter().find_map(|item| match item {
            Item::Relief { strength, .. } => Some(*strength),
            _ => None,
        });
        let file = relief_file(&support::read("data/atlas.json")).unwrap();
        let picture = std::fs::read(support::project("data").join(file)).unwrap();
        let picture = data_uri(&picture);
        let svg = format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"1100\" height=\"633\">\
             <image href=\"{picture}\" width=\"1100\" height=\"633\"/></svg>"
        );
        let png = Fonts::files([]).unwrap().png(&svg, 1.0).unwrap();
        let picture = Pixmap::decode_png(&png).unwrap();
        let mut greys: Vec<u8> = picture.pixels().iter().map(|pixel| pixel.green()).collect();
        greys.retain(|&grey| grey > 0);
        greys.sort_unstable();
        let rare = greys.len() / 1000;
        let grey = |at: usize| f64::from(greys[at]) / 255.0;
        (grey(rare), grey(greys.len() - 1 - rare), strength.unwrap())
    })
}

/// Felt rather than seen, and yet it is there.
#[test]
fn the_relief_is_subtle() {
    let palette = Palette::new(Scheme::Light);
    let [dark, bright] = shaded(palette.land());
    let lightness = |light: Rgb| lab(light)[0];
    let flat = lightness(linear(palette.land()));
    let most = (flat - lightness(dark)).max(lightness(bright) - flat) / flat;
    assert!((0.05..=0.12).contains(&most), "{most}");
}

#[test]
fn text_is_legible_wherever_it_stands() {
    for scheme in SCHEMES {
        let palette = Palette::new(scheme);
        let inks = [
            palette.text(),
            palette.text_faint(),
            palette.text_water(),
            palette.corridor_text(),
            palette.gas(),
            palette.oil(),
            palette.story_border(),
            palette.disputed(),
            palette.security(),
            palette.accent(),
        ];
        let mut grounds = grounds(&palette);
        grounds.push((palette.halo().clone(), linear(palette.halo())));
        for ink in inks {
            for (color, ground) in &grounds {
                let found = contrast(linear(ink), *ground);
                assert!(found >= 4.5, "{scheme:?}: {ink} on {color} is {found}");
            }
        }
    }
}

/// How eyes see: linear light to linear light. G. M. Machado, M. M. Oliveira and L. A. F. Fernandes, *A Physiologically-based
/// Model for Simulation of Color Vision Deficiency*, IEEE Transactions on Visualization and Computer Graphics 15 (2009),
/// at severity 1.
const EYES: [(&str, [Rgb; 3]); 5] = [
    ("all", [[1.0, 0.0, 0.0], [0.0, 1.0, 0.0], [0.0, 0.0, 1.0]]),
    (
        "protanopia",
        [
            [0.152_286, 1.052_583, -0.204_868],
            [0.114_503, 0.786_281, 0.099_216],
            [-0.003_882, -0.048_116, 1.051_998],
        ],
    ),
    (
        "deuteranopia",
        [
            [0.367_322, 0.860_646, -0.227_968],
            [0.280_085, 0.672_501, 0.047_413],
            [-0.011_820, 0.042_940, 0.968_881],
        ],
    ),
    (
        "tritanopia",
        [
            [1.255_528, -0.076_749, -0.178_779],
            [-0.078_411, 0.930_809, 0.147_602],
            [0.004_733, 0.691_367, 0.303_900],
        ],
    ),
    (
        "grey",
        [
            [0.2126, 0.7152, 0.0722],
            [0.2126, 0.7152, 0.0722],
            [0.2126, 0.7152, 0.0722],
        ],
    ),
];

fn seen(color: &str, eyes: &[Rgb; 3]) -> Rgb {
    let light = linear(color);
    eyes.map(|row| {
        let sum: f64 = row
            .iter()
            .zip(light)
            .map(|(part, light)| part * light)
            .sum();
        between(sum, 0.0, 1.0)
    })
}

/// CIE 1976 L*a*b* under D65.
fn lab([red, green, blue]: Rgb) -> Rgb {
    let f = |value: f64| {
        if value > 0.008_856 {
            libm::cbrt(value)
        } else {
            7.787 * value + 16.0 / 116.0
        }
    };
    let x = f((0.4124 * red + 0.3576 * green + 0.1805 * blue) / 0.9505);
    let y = f(0.2126 * red + 0.7152 * green + 0.0722 * blue);
    let z = f((0.0193 * red + 0.1192 * green + 0.9505 * blue) / 1.089);
    [116.0 * y - 16.0, 500.0 * (x - y), 200.0 * (y - z)]
}

/// ΔE*ab: 2 is just noticed side by side, 20 is plain.
fn difference(one: Rgb, other: Rgb) -> f64 {
    let (one, other) = (lab(one), lab(other));
    let squares = one.iter().zip(other).map(|(a, b)| (a - b) * (a - b));
    squares.sum::<f64>().sqrt()
}

type Stroke = (bool, i64, Option<(i64, i64)>, bool);

/// What one sees of pens when all colours but the light one of casings and cores are the same: for each its role, width and
/// dashes, to what a reader can tell.
fn shape(pens: &[Pen], halo: &Color) -> Vec<Stroke> {
    let rounded = |value: f64, to: f64| {
        #[expect(clippy::cast_possible_truncation, reason = "a few pixels")]
        let steps = (value / to).round() as i64;
        steps
    };
    let visible = pens.iter().map(|pen| {
        let dash = pen
            .dash
            .map(|(on, off)| (rounded(on, 1.5), rounded(off, 1.5)));
        (
            pen.color == *halo,
            rounded(pen.width, 0.6),
            dash,
            pen.cap == Cap::Round && pen.dash.is_some(),
        )
    });
    visible.collect()
}

const STATUSES: [Status; 6] = [
    Status::Operating,
    Status::Disrupted,
    Status::Construction,
    Status::Planned,
    Status::Proposed,
    Status::Closed,
];

/// What a line can be, and how it is drawn in all statuses it can have.
fn looks() -> Vec<(LineLook, &'static str)> {
    let kinds = [
        (Class::Corridor, Some(Mode::Rail), "railway"),
        (Class::Corridor, Some(Mode::Road), "road"),
        (Class::Corridor, Some(Mode::Sea), "sea leg"),
        (Class::Gas, Some(Mode::Gas), "gas"),
        (Class::Oil, Some(Mode::Oil), "oil"),
        (Class::Border, None, "border"),
    ];
    let mut looks = Vec::new();
    for (class, mode, name) in kinds {
        for status in STATUSES {
            // A border of the story is no building site.
            if class != Class::Border || status == Status::Operating {
                let look = LineLook {
                    class,
                    mode,
                    status,
                    faint: false,
                    recedes: false,
                };
                looks.push((look, name));
            }
        }
    }
    looks
}

#[test]
fn every_kind_and_status_of_line_has_a_shape_of_its_own() {
    for scheme in SCHEMES {
        let palette = Palette::new(scheme);
        let looks = looks();
        for (at, (one, name)) in looks.iter().enumerate() {
            for (other, other_name) in &looks[at + 1..] {
                let shape = |look: LineLook| shape(&palette.line(look, 1.0), palette.halo());
                assert_ne!(
                    shape(*one),
                    shape(*other),
                    "{name} {:?} looks like {other_name} {:?}",
                    one.status,
                    other.status
                );
            }
        }
    }
}

/// Context is paler and thinner, and keeps its shape.
#[test]
fn context_keeps_its_shape() {
    let palette = Palette::new(Scheme::Light);
    for (look, name) in looks() {
        let faint = LineLook {
            faint: true,
            ..look
        };
        let dashes = |look| -> Vec<_> {
            let pens = palette.line(look, 1.0).into_iter();
            pens.map(|pen| pen.dash).collect()
        };
        assert_eq!(dashes(look), dashes(faint), "{name}");
    }
}

/// Where colours do the telling, all eyes see them apart; where some do not, the shape differs (see above), so here colours
/// of things drawn beside each other are held to what they promise.
#[test]
fn families_of_lines_differ_in_colour_or_shape_for_all_eyes() {
    for scheme in SCHEMES {
        let palette = Palette::new(scheme);
        let looks: Vec<_> = looks()
            .into_iter()
            .filter(|(look, _)| look.status == Status::Operating)
            .collect();
        for (eyes, matrix) in &EYES {
            for (at, (one, name)) in looks.iter().enumerate() {
                for (other, other_name) in &looks[at + 1..] {
                    let pens = |look: LineLook| palette.line(look, 1.0);
                    let color = |look: LineLook| {
                        let pens = pens(look);
                        seen(&pens[1.min(pens.len() - 1)].color, matrix)
                    };
                    let apart = difference(color(*one), color(*other));
                    let shapes = |look| shape(&pens(look), palette.halo());
                    assert!(
                        apart > 12.0 || shapes(*one) != shapes(*other),
                        "{name} and {other_name} are {apart} apart for {eyes} in {scheme:?}"
                    );
                    // Whoever sees colours sees four families of them.
                    let family = (one.class, other.class);
                    if *eyes == "all" && family.0 != family.1 {
                        assert!(
                            apart > 20.0,
                            "{name} and {other_name}: {apart} in {scheme:?}"
                        );
                    }
                }
            }
        }
    }
}

/// Whatever a line or a mark may lie on: the land and the areas that stand out, both under the darkest and the brightest
/// relief, areas of a theme, and water down to the shore.
fn grounds(palette: &Palette) -> Vec<(Color, Rgb)> {
    let lands = [palette.land(), palette.focus()].into_iter();
    let ramps = (0..4).map(|class| palette.ramp(class));
    let waters = [palette.water(), palette.shelf(), palette.shallows()];
    let shaded = lands.clone().flat_map(|land| {
        let both = shaded(land).into_iter();
        both.map(|light| (land.clone(), light))
    });
    let flat = lands.clone().chain(ramps).chain(waters);
    flat.map(|color| (color.clone(), linear(color)))
        .chain(shaded)
        .collect()
}

/// Lines and marks stand out from what they lie on: WCAG 2.2 (1.4.11) asks 3 : 1 of graphics that are needed. Ships sail on
/// water. Where a line has a casing or a mark an edge in the colour of the halo, the ink is seen against that edge, as WCAG
/// has it of adjacent colours; what has none is held to the ground alone.
#[test]
fn lines_and_marks_stand_out_from_the_ground() {
    for scheme in SCHEMES {
        let palette = Palette::new(scheme);
        let grounds = grounds(&palette);
        let halo = linear(palette.halo());
        for (look, name) in looks() {
            let pens = palette.line(look, 1.0);
            let ink = linear(palette.line_color(look));
            // The lowest pen, wider than any solid one that lies on it by half a pixel on each side at least.
            let inner = pens.iter().skip(1).filter(|pen| pen.dash.is_none());
            let inner = inner.map(|pen| pen.width).fold(0.0, f64::max);
            let cased = pens[0].color == *palette.halo()
                && pens[0].dash.is_none()
                && pens[0].width >= inner + 1.0;
            let waters = [palette.water(), palette.shelf(), palette.shallows()];
            for (ground, light) in &grounds {
                if look.mode == Some(Mode::Sea) && !waters.contains(&ground) {
                    continue;
                }
                let beside = if cased { contrast(ink, halo) } else { 0.0 };
                let found = contrast(ink, *light).max(beside);
                assert!(
                    found >= 3.0,
                    "{scheme:?}: {name} {:?} on {ground} is {found}",
                    look.status
                );
            }
        }
        for class in CLASSES {
            let (_, _, ink) = palette.symbol(class);
            for (ground, light) in &grounds {
                let found = contrast(linear(ink), *light).max(contrast(linear(ink), halo));
                assert!(found >= 3.0, "{scheme:?}: {class:?} on {ground} is {found}");
            }
        }
        for ground in [palette.land(), palette.focus()] {
            let found = contrast(linear(palette.corridor_faint()), linear(ground));
            assert!(found >= 1.7, "{scheme:?}: context on {ground} is {found}");
        }
    }
}

/// Which colours the system has nobody knows, but it keeps text, links and what is selected apart from the canvas.
#[test]
fn in_forced_colours_lines_and_marks_are_text_or_links_on_the_canvas() {
    let palette = Palette::new(Scheme::Forced);
    let seen = |color: &Color| ["CanvasText", "LinkText", "Highlight"].contains(&&**color);
    for (look, name) in looks() {
        let stands_out = seen(palette.line_color(look));
        assert!(stands_out, "{name} {:?}", look.status);
    }
    for class in CLASSES {
        assert!(seen(palette.symbol(class).2), "{class:?}");
    }
    let waters = [palette.water(), palette.shelf(), palette.shallows()];
    let ramps = (0..4).map(|class| palette.ramp(class));
    let lands = [palette.land(), palette.focus(), palette.halo()];
    for ground in waters.into_iter().chain(lands).chain(ramps) {
        assert_eq!(&**ground, "Canvas");
    }
}

const CLASSES: [Class; 11] = [
    Class::Summit,
    Class::Hub,
    Class::DryPort,
    Class::Port,
    Class::Crossing,
    Class::Clash,
    Class::Exercise,
    Class::Outpost,
    Class::Surveillance,
    Class::Capital,
    Class::Town,
];

/// Every point has a shape of its own, so that marks can do without colour.
#[test]
fn every_class_of_points_has_a_shape_of_its_own() {
    let palette = Palette::new(Scheme::Light);
    for (at, one) in CLASSES.iter().enumerate() {
        for other in &CLASSES[at + 1..] {
            let symbol = |class: Class| palette.symbol(class).0;
            assert_ne!(symbol(*one), symbol(*other), "{one:?} {other:?}");
            assert_ne!(symbol(*one).path_data(), symbol(*other).path_data());
        }
    }
}

/// System colours leave two or three hues: nothing but land, ink, links and what is selected.
#[test]
fn forced_colours_are_the_systems() {
    let palette = Palette::new(Scheme::Forced);
    assert_eq!(&**palette.land(), "Canvas");
    assert_eq!(&**palette.text(), "CanvasText");
    assert_eq!(&**palette.accent(), "Highlight");
    let hex = |color: &Color| color.starts_with('#');
    assert!(
        ![
            palette.halo(),
            palette.gas(),
            palette.river(),
            palette.mark()
        ]
        .into_iter()
        .any(hex)
    );
}

#[test]
fn schemes_have_names() {
    for name in ["light", "dark", "print", "contrast", "forced"] {
        assert!(Scheme::named(name).is_some(), "{name}");
    }
    assert_eq!(Scheme::named("auto"), None);
    assert_eq!(Scheme::named("dark"), Some(Scheme::Dark));
}
