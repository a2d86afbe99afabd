//! Node.js and the packages that are pinned in a folder's `package-lock.json`.

use std::fs;
use std::path::Path;

use crate::failure::{Failure, Outcome};
use crate::run::{output_of, program, root, run, step};

/// The oldest Node.js whose test runner has all that the browser tests use.
const OLDEST: u32 = 20;

/// Makes sure that Node.js is there and new enough.
pub(crate) fn node() -> Outcome<()> {
    let advice = format!("install Node.js {OLDEST} or newer with npm: https://nodejs.org");
    let version = output_of(program("node").arg("--version"))
        .ok_or_else(|| Failure::new(format!("`node` is missing; {advice}")))?;
    let major = version
        .trim_start_matches('v')
        .split('.')
        .next()
        .and_then(|major| major.parse::<u32>().ok());
    if major.is_none_or(|major| major < OLDEST) {
        return Err(Failure::new(format!("node is {version}; {advice}")));
    }
    Ok(())
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
                .args(["ci", "--no-fund", "--no-audit"])
                .current_dir(&place))
            .map_err(|failure| Failure::new(format!("{failure}; it needs npm and its registry")))?;
            fs::write(&installed, &wanted).map_err(Failure::file("write", &installed))
        },
    )
}

/// A script of ours, given from the root.
pub(crate) fn script(path: &str) -> std::process::Command {
    let mut command = program("node");
    command.arg(Path::new(path));
    command
}
