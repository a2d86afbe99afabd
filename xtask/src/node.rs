//! Node.js and the packages that are pinned in a folder's `package-lock.json`.

use std::fs;

use crate::failure::{Failure, Outcome};
use crate::run::{output_of, program, root, run, step};

/// The oldest Node.js that the pinned packages run on, major and minor.
const OLDEST: (u32, u32) = (20, 19);

/// Makes sure that Node.js is there and new enough.
fn node() -> Outcome<()> {
    let (major, minor) = OLDEST;
    let advice = format!("install Node.js {major}.{minor} or newer with npm: https://nodejs.org");
    let version = output_of(program("node").arg("--version"))
        .ok_or_else(|| Failure::new(format!("`node` is missing; {advice}")))?;
    if is_enough(&version) {
        return Ok(());
    }
    Err(Failure::new(format!("node is {version}; {advice}")))
}

/// Whether `v20.19.0` is not older than the oldest.
fn is_enough(version: &str) -> bool {
    let mut numbers = version
        .trim_start_matches('v')
        .split('.')
        .map_while(|number| number.parse().ok());
    numbers.next().zip(numbers.next()) >= Some(OLDEST)
}

/// Makes sure that the packages of `folder`, given from the root, are installed as its lock file says.
pub(crate) fn packages(folder: &str) -> Outcome<()> {
    node()?;
    let place = root().join(folder);
    let lock = place.join("package-lock.json");
    let wanted = fs::read(&lock).map_err(Failure::file("read", &lock))?;
    // Written when npm is through, so half an installation is not taken for a whole one.
    let installed = place.join("node_modules/.installed-package-lock.json");
    if fs::read(&installed).is_ok_and(|found| found == wanted) {
        return Ok(());
    }
    step(
        &format!("Installing the npm packages of {folder}: once, some seconds"),
        || {
            run(program("npm")
                // What is installed runs nothing before it is asked to.
                .args(["ci", "--no-fund", "--no-audit", "--ignore-scripts"])
                .current_dir(&place))
            .map_err(|failure| Failure::new(format!("{failure}; it needs npm and its registry")))?;
            fs::write(&installed, &wanted).map_err(Failure::file("write", &installed))
        },
    )
}

/// A script of ours, given from the root.
pub(crate) fn script(path: &str) -> std::process::Command {
    let mut command = program("node");
    command.arg(path);
    command
}

#[cfg(test)]
mod tests {
    use super::is_enough;

    #[test]
    fn node_is_as_new_as_the_packages_ask() {
        for new in ["v20.19.0", "v20.20.2", "v22.0.0", "v100.1.0"] {
            assert!(is_enough(new), "{new}");
        }
        for old in ["v18.20.4", "v20.18.3", "v8.99.0", "", "node"] {
            assert!(!is_enough(old), "{old}");
        }
    }
}
