//! The project's commands, which [`HELP`] lists.
//!
//! Each says what it does before it does it, installs the tools it lacks, and ends with one clear line
//! when it cannot go on.

mod apart;
mod arrange;
mod bench;
mod browser;
mod build;
mod compress;
mod data;
mod deny;
mod dist;
mod failure;
mod fuzz;
mod hash;
mod names;
mod node;
mod notices;
mod pack;
mod package;
mod poster;
mod run;
mod serve;
mod single;
mod site;
mod sizes;
mod soak;
mod stage;
mod tally;
mod test;
mod tools;
mod turn;

use std::process::ExitCode;

use failure::{Failure, Outcome};

const HELP: &str = "\
The commands of central-asia-map

usage: cargo xtask <command> [options]

  serve [--port N]   build the map for development and serve it; rebuilds when a file changes
  build [--site URL] write dist/: optimised, packed, compressed; prints the sizes
  test [filter…]     run every check and test, a real browser included
  data               rebuild data/ from its sources
  fuzz [SECONDS]     look for inputs that break what takes bytes from outside
  soak [INPUTS]      let a monkey play with the built map, and break every file of it
  deny               hold what the project is made of against deny.toml
  bench              measure the built map beside a plain page and other libraries, into docs/benchmarks.md
  lighthouse         let Lighthouse look at the built page
  look               take screenshots of the built map into tests/browser/out/

`cargo xtask <command> --help` tells more about one.
Tools that are missing are installed into the user's cache folder, where every checkout finds them.";

/// Takes the words that follow the command's name.
type Command = fn(&[String]) -> Outcome<()>;

fn main() -> ExitCode {
    let words: Vec<String> = std::env::args().skip(1).collect();
    match command(&words) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            eprintln!("error: {failure}");
            ExitCode::FAILURE
        }
    }
}

fn command(words: &[String]) -> Outcome<()> {
    let (name, rest) = match words.split_first() {
        Some((name, rest)) => (name.as_str(), rest),
        None => ("--help", words),
    };
    let (help, start): (&str, Command) = match name {
        "serve" => (serve::HELP, serve::command),
        "build" => (build::HELP, build::command),
        "test" => (test::HELP, test::command),
        "data" => (data::HELP, data::command),
        "stage" => (stage::HELP, stage::command),
        "fuzz" => (fuzz::HELP, fuzz::command),
        "soak" => (soak::HELP, soak::command),
        "deny" => (deny::HELP, deny::command),
        "bench" => (bench::HELP, bench::command),
        "lighthouse" => (bench::LIGHTHOUSE_HELP, bench::lighthouse),
        "look" => (browser::LOOK_HELP, browser::look),
        "-h" | "--help" | "help" => {
            println!("{HELP}");
            return Ok(());
        }
        unknown => {
            return Err(Failure::new(format!(
                "there is no command `{unknown}`; `cargo xtask --help` lists them"
            )));
        }
    };
    if rest.iter().any(|word| word == "-h" || word == "--help") {
        println!("{help}");
        return Ok(());
    }
    start(rest)
}

/// Takes the value of an option that stands first, and gives the words after it.
fn option<'a>(
    command: &str,
    flag: &str,
    words: &'a [String],
) -> Outcome<(Option<&'a str>, &'a [String])> {
    match words {
        [first, value, rest @ ..] if first == flag => Ok((Some(value), rest)),
        [first] if first == flag => Err(Failure::new(format!(
            "`cargo xtask {command} {flag}` wants a value; `cargo xtask {command} --help` says which"
        ))),
        rest => Ok((None, rest)),
    }
}

/// Refuses words that a command has no use for.
fn no_more(command: &str, words: &[String]) -> Outcome<()> {
    match words.first() {
        None => Ok(()),
        Some(word) => Err(Failure::new(format!(
            "`cargo xtask {command}` does not know `{word}`; `cargo xtask {command} --help` says what it knows"
        ))),
    }
}

#[cfg(test)]
mod tests {
    use super::{no_more, option};

    #[test]
    fn an_option_is_a_flag_and_its_value_and_says_when_that_is_missing() {
        let words = ["--port", "81", "x"].map(str::to_owned);
        let (value, rest) = option("serve", "--port", &words).unwrap();
        assert_eq!((value, rest), (Some("81"), &words[2..]));
        assert!(no_more("serve", rest).is_err());
        assert_eq!(option("serve", "--port", &words[2..]).unwrap().0, None);
        let missing = option("serve", "--port", &words[..1]).unwrap_err();
        assert!(missing.to_string().contains("wants a value"), "{missing}");
    }
}
