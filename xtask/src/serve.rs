//! `cargo xtask serve`: the map while it is worked on.

use crate::failure::{Failure, Outcome};
use crate::run::{become_program, say};
use crate::{no_more, option, tools};

pub(crate) const HELP: &str = "\
usage: cargo xtask serve [--port N]

Builds the map for development and serves it on http://localhost:8080/ (or port N).
A changed file is built at once and the page reloads. Ctrl-C ends it.
The first start installs what is missing and compiles everything; later ones take seconds.";

const PORT: u16 = 8080;

/// `cargo xtask serve`.
pub(crate) fn command(words: &[String]) -> Outcome<()> {
    let (port, rest) = option("serve", "--port", words)?;
    no_more("serve", rest)?;
    let port = port.map_or(Ok(PORT), number)?;
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

fn number(port: &str) -> Outcome<u16> {
    let number = port.parse().ok().filter(|number| *number > 0);
    number.ok_or_else(|| Failure::new(format!("`{port}` is no port: 1 to 65535")))
}

#[cfg(test)]
mod tests {
    use super::number;

    #[test]
    fn a_port_is_a_number_from_1_to_65535() {
        assert_eq!(number("65535").unwrap(), 65535);
        for bad in ["0", "65536", "-1", "http", ""] {
            assert!(number(bad).is_err(), "{bad}");
        }
    }
}
