//! Hashes as the web writes them.

use std::fs;
use std::path::Path;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest as _, Sha256, Sha384};

use crate::dist::{files, name_in};
use crate::failure::{Failure, Outcome};

/// Base64 with padding.
pub(crate) fn base64(bytes: &[u8]) -> String {
    STANDARD.encode(bytes)
}

/// What policies know an inline script or style by, and what tells one build from another.
pub(crate) fn sha256(bytes: &[u8]) -> Vec<u8> {
    Sha256::digest(bytes).to_vec()
}

/// The value of an `integrity` attribute.
pub(crate) fn integrity(bytes: &[u8]) -> String {
    format!("sha384-{}", base64(&Sha384::digest(bytes)))
}

/// Writes `integrity.json`, the integrity of every file of the folder that `wanted` picks by name, and prints them.
pub(crate) fn list(folder: &Path, wanted: impl Fn(&str) -> bool) -> Outcome<()> {
    let mut lines = Vec::new();
    println!();
    for path in files(folder)? {
        let name = name_in(folder, &path);
        if wanted(&name) {
            let hash = integrity(&fs::read(&path).map_err(Failure::file("read", &path))?);
            println!("{name:<34} {hash}");
            lines.push(format!("  \"{name}\": \"{hash}\""));
        }
    }
    let list = folder.join("integrity.json");
    fs::write(&list, format!("{{\n{}\n}}\n", lines.join(",\n")))
        .map_err(Failure::file("write", &list))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The example of the recommendation on Subresource Integrity.
    #[test]
    fn integrity_is_as_browsers_check_it() {
        assert_eq!(
            integrity(b"alert('Hello, world.');"),
            "sha384-H8BRh8j48O9oYatfu5AZzq6A9RINhZO5H16dQZngK7T62em8MUt1FLm52t+eX6xO"
        );
    }

    #[test]
    fn hashes_for_policies() {
        assert_eq!(
            base64(&sha256(b"")),
            "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU="
        );
    }
}
