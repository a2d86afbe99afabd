//! Pictures of the map for those who cannot run it: readers without scripts, mail, and cards in social media.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::{env, fs};

use serde_json::Value;

use crate::failure::{Failure, Outcome};
use crate::run::{program, root, run};

/// What cards in social media are cut to.
const SIZE: &str = "1200x630";

/// The command line that draws.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum CommandLine {
    /// Cargo builds it where it is not up to date.
    Built,
    /// The one that `cargo test` of the whole workspace has just built. That shares more features of crates than it needs by itself,
    /// so cargo would build most of them anew.
    Tested,
}

impl CommandLine {
    const NAME: &str = "central-asia-map";

    fn program(self) -> Command {
        if let Some(built) = self.built() {
            return program(built);
        }
        let mut cargo = program("cargo");
        cargo.args(["run", "--quiet", "--locked", "--package", Self::NAME, "--"]);
        cargo
    }

    /// Where it is, if it needs not be built: beside this program.
    pub(crate) fn built(self) -> Option<PathBuf> {
        let name = Path::new(Self::NAME).with_extension(env::consts::EXE_EXTENSION);
        let this = env::current_exe().ok()?;
        (self == Self::Tested).then(|| this.with_file_name(name))
    }
}

/// Draws `poster/overview`, and one for each step of the story, each as SVG and PNG, by `render` of the command line.
pub(crate) fn write(dist: &Path, command_line: CommandLine) -> Outcome<()> {
    let folder = dist.join("poster");
    fs::create_dir_all(&folder).map_err(Failure::file("make", &folder))?;
    let draw = |name: &str, options: &[&str]| draw(command_line, &folder.join(name), options);
    draw("overview", &[])?;
    let story = root().join("data/story.json");
    if story.exists() {
        let text = fs::read_to_string(&story).map_err(Failure::file("read", &story))?;
        let story: Value = serde_json::from_str(&text)
            .map_err(|error| Failure::new(format!("data/story.json: {error}")))?;
        for step in steps(&story) {
            draw(step, &["--step", step])?;
        }
    }
    Ok(())
}

/// The ids of a story's steps.
fn steps(story: &Value) -> impl Iterator<Item = &str> {
    let steps = story.get("steps").and_then(Value::as_array);
    steps
        .into_iter()
        .flatten()
        .filter_map(|step| step.get("id")?.as_str())
}

fn draw(command_line: CommandLine, file: &Path, options: &[&str]) -> Outcome<()> {
    for ending in ["svg", "png"] {
        run(command_line
            .program()
            .args(["render", "--theme", "light", "--size", SIZE])
            .args(options)
            .arg("--output")
            .arg(file.with_extension(ending)))?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_step_has_its_picture() {
        let story = serde_json::json!({"steps": [{"id": "one"}, {"id": "two", "title": {}}]});
        assert_eq!(steps(&story).collect::<Vec<_>>(), ["one", "two"]);
    }
}
