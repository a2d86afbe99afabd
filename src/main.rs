//! The command line: draws the same pictures as the browser, and checks atlases.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::rc::Rc;

use central_asia_map::app::{Event, Model};
use central_asia_map::atlas::{Atlas, AtlasReader, Facts};
use central_asia_map::attributes::{self, Setting};
use central_asia_map::check;
use central_asia_map::error::{Code, Problem};
use central_asia_map::shape::{ProjectionName, Shapes};
use central_asia_map::space::Size;
use central_asia_map::still::{self, Fonts};
use central_asia_map::strings::Strings;
use central_asia_map::svg;
use central_asia_map::text::{Guide, Teller, said};
use central_asia_map::theme::{Palette, Scheme};
use clap::{Args, Parser, Subcommand, ValueEnum};

#[derive(Parser)]
#[command(version, about)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Draws a view of an atlas to a file: SVG, PNG or words (txt), by the file's ending.
    Render(Box<Render>),
    /// Prints every problem of an atlas, or of a GeoJSON file, with file, path, feature and a fix.
    Check {
        /// The folder of the atlas, or a file.
        #[arg(default_value = "data")]
        atlas: PathBuf,
    },
}

/// The options are the element's attributes.
#[derive(Args)]
struct Render {
    /// The folder of the atlas.
    #[arg(long, default_value = "data")]
    atlas: PathBuf,
    /// Width and height in CSS pixels.
    #[arg(long, default_value = "1200x800", value_parser = size)]
    size: Size,
    /// Pixels of the PNG per CSS pixel.
    #[arg(long, default_value_t = 1.0)]
    scale: f32,
    /// west,south,east,north in degrees.
    #[arg(long, allow_hyphen_values = true)]
    bounds: Option<String>,
    /// longitude,latitude in degrees.
    #[arg(long, allow_hyphen_values = true)]
    center: Option<String>,
    /// Web Mercator zoom of the same ground scale at the centre.
    #[arg(long)]
    zoom: Option<String>,
    /// Id of a step of the story.
    #[arg(long)]
    step: Option<String>,
    /// Id of a theme to color the areas by.
    #[arg(long)]
    shade: Option<String>,
    /// Ids, space-separated, or none.
    #[arg(long)]
    layers: Option<String>,
    /// Id of the selected feature.
    #[arg(long)]
    selected: Option<String>,
    /// One of the scale of years of the atlas.
    #[arg(long)]
    year: Option<String>,
    /// Ids of closed passages: draws the shortest way that is left.
    #[arg(long)]
    closed: Option<String>,
    /// Ids of the two features that the way goes from and to.
    #[arg(long)]
    route: Option<String>,
    /// Of names.
    #[arg(long)]
    lang: Option<String>,
    /// chosen, or local for those of the place.
    #[arg(long)]
    names: Option<String>,
    /// light, dark, print or contrast.
    #[arg(long)]
    theme: Option<String>,
    /// conic, mercator or equirectangular.
    #[arg(long)]
    projection: Option<String>,
    /// default, or whose view of disputed boundaries: cn, in, pk, ru…
    #[arg(long)]
    boundaries: Option<String>,
    /// How strong the relief is, from 0 to 1.
    #[arg(long)]
    relief: Option<String>,
    /// Leaves the relief out: an SVG without a picture in it, and smaller by 150 KB.
    #[arg(long)]
    no_relief: bool,
    /// What names are in an SVG: text in the reader's fonts, or paths from the fonts of this machine.
    #[arg(long, value_enum, default_value_t)]
    text: Text,
    /// Where to write: a file that ends in .svg, .png or .txt.
    #[arg(short, long)]
    output: PathBuf,
}

/// What names are in an SVG.
#[derive(Clone, Copy, Default, ValueEnum)]
enum Text {
    #[default]
    Text,
    Paths,
}

fn main() -> ExitCode {
    let result = match Cli::parse().command {
        Command::Render(options) => render(&options),
        Command::Check { atlas } => Ok(check(&atlas)),
    };
    match result {
        Ok(code) => code,
        Err(message) => {
            eprintln!("error: {message}");
            ExitCode::FAILURE
        }
    }
}

fn render(options: &Render) -> Result<ExitCode, String> {
    let (atlas, problems) = read_atlas(&options.atlas).map_err(|problem| problem.to_string())?;
    for problem in &problems {
        eprintln!("warning: {problem}");
    }
    let atlas = Rc::new(atlas);
    let shapes = |name: ProjectionName| Rc::new(Shapes::new(&atlas, name.of(&atlas)));
    let mut model = Model::new(
        Rc::clone(&atlas),
        shapes(ProjectionName::Conic),
        options.size,
    );
    let settings = [
        ("projection", &options.projection),
        ("theme", &options.theme),
        ("lang", &options.lang),
        ("names", &options.names),
        ("relief", &options.relief),
        ("step", &options.step),
        ("shade", &options.shade),
        ("year", &options.year),
        ("closed", &options.closed),
        ("route", &options.route),
        ("layers", &options.layers),
        ("boundaries", &options.boundaries),
        ("selected", &options.selected),
        ("bounds", &options.bounds),
        ("center", &options.center),
        ("zoom", &options.zoom),
    ];
    for (name, value) in settings {
        let Some(value) = value else { continue };
        // Pages follow the reader's media for these two; files have to be told.
        if name == "theme"
            && let Some(scheme @ (Scheme::Print | Scheme::Contrast)) = Scheme::named(value)
        {
            model.update(Event::SetPalette(Palette::new(scheme)));
            continue;
        }
        let event = match attributes::parse(name, Some(value), &atlas)? {
            Setting::Event(event) => event,
            Setting::Projection(name) => Event::SetShapes(shapes(name)),
            Setting::Scheme(scheme) => {
                Event::SetPalette(Palette::new(scheme.unwrap_or(Scheme::Light)))
            }
            Setting::Controls(_) => continue,
        };
        model.update(event);
    }
    let words = Strings::built_in(&model.lang).map_err(|problem| problem.to_string())?;
    model.update(Event::SetWords(Rc::new(words)));
    let ending = options.output.extension().unwrap_or_default();
    let bytes = if ending.eq_ignore_ascii_case("png") {
        Fonts::system().png(&svg(&model, options)?, options.scale)?
    } else if ending.eq_ignore_ascii_case("txt") {
        in_words(&model, &options.atlas)?.into_bytes()
    } else if ending.eq_ignore_ascii_case("svg") {
        let svg = svg(&model, options)?;
        match options.text {
            Text::Text => svg.into_bytes(),
            Text::Paths => Fonts::system().text_as_paths(&svg)?.into_bytes(),
        }
    } else {
        return Err(format!(
            "{}: the ending has to be .svg, .png or .txt",
            options.output.display()
        ));
    };
    fs::write(&options.output, bytes)
        .map_err(|error| format!("{}: {error}", options.output.display()))?;
    Ok(ExitCode::SUCCESS)
}

/// The map in words.
fn in_words(model: &Model, folder: &Path) -> Result<String, String> {
    let facts = read_facts(folder).map_err(|problem| problem.to_string())?;
    let teller = Teller {
        view: &model.view(),
        guide: &Guide::new(Rc::clone(&model.atlas)),
        facts: Some(&facts),
        strings: &model.words,
    };
    Ok(teller.describe(&said(model)))
}

/// The picture, over the relief unless that is not wanted.
fn svg(model: &Model, options: &Render) -> Result<String, String> {
    let relief = if options.no_relief {
        None
    } else {
        relief(&options.atlas).map_err(|problem| problem.to_string())?
    };
    let title = model.atlas.manifest.title.get(&model.lang);
    Ok(svg::render(&model.still(), title, relief.as_deref()))
}

/// The relief of an atlas as a `data:` URI, if it has one.
fn relief(folder: &Path) -> Result<Option<String>, Problem> {
    let Some(file) = still::relief_file(&manifest(folder)?.0) else {
        return Ok(None);
    };
    Ok(Some(still::data_uri(&read(folder, &file)?)))
}

/// Prints every problem; the exit code says whether there is one.
fn check(path: &Path) -> ExitCode {
    let report = if path.is_dir() {
        check::folder(path)
    } else {
        check::file(path)
    };
    for finding in &report.findings {
        println!("{finding}");
    }
    let counts = report.counts.iter();
    let counts = counts.map(|(what, number)| format!("{number} {what}, "));
    println!(
        "{}{} problems",
        counts.collect::<String>(),
        report.findings.len()
    );
    if report.findings.is_empty() {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    }
}

fn read(folder: &Path, name: &str) -> Result<Vec<u8>, Problem> {
    fs::read(folder.join(name))
        .map_err(|error| Problem::new(Code::MissingFile, name, error.to_string()))
}

fn read_text(folder: &Path, name: &str) -> Result<String, Problem> {
    String::from_utf8(read(folder, name)?)
        .map_err(|error| Problem::new(Code::NotJson, name, error.to_string()))
}

const MANIFEST: &str = "atlas.json";

/// The manifest, and the files for the first picture that a built atlas has packed with it, as `web/loading.js` takes them apart.
fn manifest(folder: &Path) -> Result<(String, Vec<String>), Problem> {
    let text = read_text(folder, MANIFEST)?;
    if !text.starts_with('[') {
        return Ok((text, Vec::new()));
    }
    let mut lines = text
        .lines()
        .map(|line| format!(" {}", line.get(1..).unwrap_or_default()));
    Ok((lines.next().unwrap_or_default(), lines.collect()))
}

fn read_atlas(folder: &Path) -> Result<(Atlas, Vec<Problem>), Problem> {
    let (manifest, packed) = manifest(folder)?;
    let mut reader = AtlasReader::new(&manifest, MANIFEST)?;
    for (index, file) in reader.awaited_files().iter().enumerate() {
        match packed.get(index) {
            Some(text) => reader.add(file, text.as_bytes())?,
            None => reader.add(file, &read(folder, file)?)?,
        }
    }
    let later = reader.manifest().later.clone();
    let story = reader.manifest().story_file.clone();
    let (mut atlas, mut problems) = reader.finish()?;
    for (layer, detail, file) in later {
        atlas = atlas.grown(layer, detail, &file, &read(folder, &file)?, &mut problems)?;
    }
    if let Some(file) = story {
        atlas = atlas.with_story(&read_text(folder, &file)?, &file)?;
    }
    Ok((atlas, problems))
}

fn read_facts(folder: &Path) -> Result<Facts, Problem> {
    let reader = AtlasReader::new(&manifest(folder)?.0, MANIFEST)?;
    let mut facts = Facts::default();
    for file in &reader.manifest().facts {
        facts.add(&read_text(folder, file)?, file)?;
    }
    if let Some(file) = &reader.manifest().sources {
        facts.add_sources(&read_text(folder, file)?, file)?;
    }
    Ok(facts)
}

fn size(text: &str) -> Result<Size, String> {
    let parts = text.split_once('x').and_then(|(width, height)| {
        Some(Size {
            width: width.parse().ok()?,
            height: height.parse().ok()?,
        })
    });
    // As large as a canvas can be.
    let side = 1.0..=16_384.0;
    parts
        .filter(|size| side.contains(&size.width) && side.contains(&size.height))
        .ok_or_else(|| format!("{text} is not WIDTHxHEIGHT, from 1 to 16384"))
}
