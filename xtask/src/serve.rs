//! `cargo xtask serve`: the map while it is worked on.

use crate::failure::{Failure, Outcome};
use crate::run::{become_program, say};
use crate::{no_more, tools};

pub(crate) const HELP: &str = "\
usage: cargo xtask serve [--port N]

Builds the map for development and serves it on http://localhost:8080/ (or port N).
A changed file is built at once and the page reloads. Ctrl-C ends it.
The first start installs what is missing and compiles everything; later ones take seconds.";

const PORT: u16 = 8080;

/// `cargo xtask serve`.
pub(crate) fn command(words: &[String]) -> Outcome<()> {
    let (port, rest) = match words {
        [flag, value, rest @ ..] if flag == "--port" => {
            let port = value
                .parse()
                .map_err(|_| Failure::new(format!("`{value}` is no port: 1 to 65535")))?;
            (port, rest)
        }
        rest => (PORT, rest),
    };
    no_more("serve", rest)?;
    let mut trunk = tools::trunk()?;
    say(&format!(
        "Serving the map on http://localhost:{port}/ as soon as it is built"
    ));
    // Its own folder: `dist/` holds what `cargo xtask build` made.
    become_program(trunk.args([
        "serve",
        "--dist",
        "target/serve",
        "--port",
        &port.to_string(),
    ]))
}
