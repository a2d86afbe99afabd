//! What a reader has to fetch, held against its limits.

use std::fs;
use std::path::Path;

use crate::dist::{ending, files, name_in, neighbour};
use crate::failure::{Failure, Outcome};

/// All code of the element as brotli, in bytes: what it shall be.
const CODE_LIMIT: u64 = 120_000;

/// What it is, so that it grows no further: a build fails above it, and whoever makes the code smaller lowers it.
const CODE_CEILING: u64 = 125_649;

/// The code and what the first complete view needs of the atlas as brotli, in bytes.
const FIRST_VIEW_LIMIT: u64 = 240_000;

/// The part of the atlas that the first view waits for.
const FIRST_DATA: &str = "data/atlas.json";

/// Bytes of one file or several: as it is, as gzip, as brotli.
#[derive(Default, Clone, Copy)]
struct Size {
    raw: u64,
    gz: u64,
    br: u64,
}

impl std::ops::AddAssign for Size {
    fn add_assign(&mut self, other: Self) {
        self.raw += other.raw;
        self.gz += other.gz;
        self.br += other.br;
    }
}

/// Prints a table of all files of `dist/`; inside, whether the code keeps to its limit.
pub(crate) fn print(dist: &Path) -> Outcome<Outcome<()>> {
    let (mut code, mut first_view) = (Size::default(), Size::default());
    println!("\n{:<44} {:>10} {:>10} {:>10}", "bytes", "raw", "gz", "br");
    for path in files(dist)? {
        let name = name_in(dist, &path);
        let size = Size {
            raw: length(&path)?,
            gz: length_of_one(&neighbour(&path, "gz"), &path)?,
            br: length_of_one(&neighbour(&path, "br"), &path)?,
        };
        row(&name, size);
        let is_code = is_code(&name);
        if is_code {
            code += size;
        }
        if is_code || name == FIRST_DATA {
            first_view += size;
        }
    }
    println!();
    row("code (wasm + JS + CSS)", code);
    row("first view (code + data)", first_view);
    if first_view.br > FIRST_VIEW_LIMIT {
        println!(
            "warning: the first view is {} over its limit of {FIRST_VIEW_LIMIT} bytes brotli",
            first_view.br - FIRST_VIEW_LIMIT
        );
    }
    if code.br > CODE_LIMIT {
        println!(
            "warning: the code is {} over its limit of {CODE_LIMIT} bytes brotli",
            code.br - CODE_LIMIT
        );
    }
    if code.br > CODE_CEILING {
        return Ok(Err(Failure::new(format!(
            "the code is {} bytes brotli, and was at most {CODE_CEILING}",
            code.br
        ))));
    }
    Ok(Ok(()))
}

/// Whether an embedding page loads this file to run the element.
pub(crate) fn is_code(name: &str) -> bool {
    let of_a_page = name.starts_with("examples/") || OF_PAGES.contains(&name);
    !of_a_page && matches!(ending(Path::new(name)), "wasm" | "js" | "css")
}

/// What our own pages load, or those that frame them. The full page's script and its worker are counted in all the same.
const OF_PAGES: [&str; 4] = ["index.css", "embed.css", "embed.js", "embed-frame.js"];

fn row(name: &str, size: Size) {
    println!(
        "{name:<44} {:>10} {:>10} {:>10}",
        size.raw, size.gz, size.br
    );
}

/// Of the neighbour where there is one, else of the file.
fn length_of_one(neighbour: &Path, path: &Path) -> Outcome<u64> {
    length(if neighbour.exists() { neighbour } else { path })
}

fn length(path: &Path) -> Outcome<u64> {
    Ok(fs::metadata(path)
        .map_err(Failure::file("measure", path))?
        .len())
}

#[cfg(test)]
mod tests {
    use super::is_code;

    #[test]
    fn code_is_what_the_element_runs_on() {
        assert!(is_code("central-asia-map.js"));
        assert!(is_code("pkg/central_asia_map_bg.wasm"));
        assert!(!is_code("central-asia-map.d.ts"));
        assert!(!is_code("examples/embed.css"));
        assert!(!is_code("index.css"));
        assert!(!is_code("embed.js"));
        assert!(!is_code("data/atlas.json"));
    }
}
