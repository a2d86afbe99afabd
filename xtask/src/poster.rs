//! Pictures of the map for those who cannot run it: readers without scripts, mail, and cards in social media.

use std::fs;
use std::path::Path;

use serde_json::Value;

use crate::failure::{Failure, Outcome};
use crate::run::{program, root, run};

/// What cards in social media are cut to.
const SIZE: &str = "1200x630";

/// Draws `poster/overview`, and one for each step of the story, each as SVG and PNG, by the command line's `render`.
pub(crate) fn write(dist: &Path) -> Outcome<()> {
    let folder = dist.join("poster");
    fs::create_dir_all(&folder).map_err(Failure::file("make", &folder))?;
    draw(&folder, "overview", &[])?;
    let story = root().join("data/story.json");
    if story.exists() {
        let text = fs::read_to_string(&story).map_err(Failure::file("read", &story))?;
        let story: Value = serde_json::from_str(&text)
            .map_err(|error| Failure::new(format!("data/story.json: {error}")))?;
        for step in steps(&story) {
            draw(&folder, step, &["--step", step])?;
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

fn draw(folder: &Path, name: &str, options: &[&str]) -> Outcome<()> {
    for ending in ["svg", "png"] {
        run(program("cargo")
            .args([
                "run",
                "--quiet",
                "--locked",
                "--package",
                "central-asia-map",
                "--",
            ])
            .args(["render", "--theme", "light", "--size", SIZE])
            .args(options)
            .arg("--output")
            .arg(folder.join(name).with_extension(ending)))?;
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
