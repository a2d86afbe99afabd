//! The folder that is published, and what is asked of its files by name.

use std::fs;
use std::path::{Path, PathBuf};

use crate::failure::{Failure, Outcome};
use crate::run::root;

/// Endings of the compressed neighbours of a file.
const PACKED: [&str; 2] = ["br", "gz"];

/// Files of an atlas for its authors: nothing asks for them.
pub(crate) const FOR_AUTHORS: [&str; 2] = ["data/schema.json", "data/claims.json"];

/// `dist/` in the root of the checkout.
pub(crate) fn dist() -> PathBuf {
    root().join("dist")
}

/// Makes sure that there is a built map, `what` for.
pub(crate) fn needed(what: &str) -> Outcome<()> {
    if dist().join("index.html").exists() {
        return Ok(());
    }
    Err(Failure::new(format!(
        "there is no dist/ to {what}; run `cargo xtask build` first"
    )))
}

/// Whether a file is in a folder that the element fetches from.
pub(crate) fn is_fetched(name: &str) -> bool {
    let folders = ["pkg/", "data/", "text/"];
    folders.iter().any(|folder| name.starts_with(folder))
}

/// All files below a folder, sorted, without the compressed neighbours.
pub(crate) fn files(folder: &Path) -> Outcome<Vec<PathBuf>> {
    let mut found = Vec::new();
    let mut folders = vec![folder.to_path_buf()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).map_err(Failure::file("list", &folder))? {
            let path = entry.map_err(Failure::file("list", &folder))?.path();
            if path.is_dir() {
                folders.push(path);
            } else if !PACKED.contains(&ending(&path)) {
                found.push(path);
            }
        }
    }
    found.sort();
    Ok(found)
}

/// What stands after the last dot of the file's name.
pub(crate) fn ending(path: &Path) -> &str {
    path.extension()
        .and_then(|ending| ending.to_str())
        .unwrap_or_default()
}

/// The file's path inside of `folder`, with slashes.
pub(crate) fn name_in(folder: &Path, path: &Path) -> String {
    let inside = path.strip_prefix(folder).unwrap_or(path);
    inside
        .iter()
        .map(|part| part.to_string_lossy())
        .collect::<Vec<_>>()
        .join("/")
}

/// A file beside another, whose name has one ending more.
pub(crate) fn neighbour(path: &Path, ending: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(".");
    name.push(ending);
    PathBuf::from(name)
}

/// A number that changes when any file of the folder does: 64-bit FNV-1a over all names and bytes.
pub(crate) fn digest(folder: &Path) -> Outcome<u64> {
    let mut hash = 0xcbf2_9ce4_8422_2325_u64;
    let mut add = |bytes: &[u8]| {
        for byte in bytes.iter().chain(&[0]) {
            hash = (hash ^ u64::from(*byte)).wrapping_mul(0x0000_0100_0000_01b3);
        }
    };
    for path in files(folder)? {
        let packed = PACKED
            .map(|ending| neighbour(&path, ending))
            .into_iter()
            .filter(|path| path.exists());
        for path in std::iter::once(path.clone()).chain(packed) {
            add(name_in(folder, &path).as_bytes());
            add(&fs::read(&path).map_err(Failure::file("read", &path))?);
        }
    }
    Ok(hash)
}
