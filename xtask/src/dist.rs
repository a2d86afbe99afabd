//! The folder that is published.

use std::fs;
use std::path::{Path, PathBuf};

use crate::failure::{Failure, Outcome};
use crate::run::root;

/// Endings of the compressed neighbours of a file.
const PACKED: [&str; 2] = ["br", "gz"];

/// `dist/` in the root of the checkout.
pub(crate) fn dist() -> PathBuf {
    root().join("dist")
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

/// The compressed neighbour of a file.
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
