//! Running other programs, and telling what is done and how long it took.

use std::ffi::OsStr;
use std::io::{BufRead as _, BufReader, ErrorKind};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Instant;

use crate::failure::{Failure, Outcome};

/// The folder of the checkout.
pub(crate) fn root() -> PathBuf {
    // Cargo sets it for a program that it runs; a binary called by hand knows where it was built.
    let xtask = std::env::var_os("CARGO_MANIFEST_DIR")
        .map_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")), PathBuf::from);
    xtask
        .parent()
        .map_or_else(|| PathBuf::from("."), Path::to_path_buf)
}

/// A program to be run in the root of the checkout.
pub(crate) fn program(name: impl AsRef<OsStr>) -> Command {
    let mut command = Command::new(name);
    command.current_dir(root());
    command
}

/// Prints what is done next.
pub(crate) fn say(what: &str) {
    println!("\n▸ {what}");
}

/// Says what is done, does it, and says how long it took.
pub(crate) fn step<T>(what: &str, work: impl FnOnce() -> Outcome<T>) -> Outcome<T> {
    say(what);
    let start = Instant::now();
    let outcome = work();
    let ending = if outcome.is_ok() {
        "done in"
    } else {
        "failed after"
    };
    println!("  {ending} {:.1} s", start.elapsed().as_secs_f64());
    outcome
}

/// Runs a program, its output on ours.
pub(crate) fn run(command: &mut Command) -> Outcome<()> {
    let status = command
        .status()
        .map_err(|error| cannot_start(command, &error))?;
    if status.success() {
        return Ok(());
    }
    Err(Failure::new(format!(
        "`{}` ended with {status}",
        line(command)
    )))
}

/// Runs a program in place of this one, so that what ends us ends it.
#[cfg(unix)]
pub(crate) fn become_program(command: &mut Command) -> Outcome<()> {
    use std::os::unix::process::CommandExt as _;
    let error = command.exec();
    Err(cannot_start(command, &error))
}

/// Runs a program to its end.
#[cfg(not(unix))]
pub(crate) fn become_program(command: &mut Command) -> Outcome<()> {
    run(command)
}

/// Runs a program and gives its standard output; nothing when it is missing or fails.
pub(crate) fn output_of(command: &mut Command) -> Option<String> {
    let output = command
        .stdin(Stdio::null())
        .stderr(Stdio::null())
        .output()
        .ok()?;
    let text = String::from_utf8(output.stdout).ok()?;
    output.status.success().then(|| text.trim().to_owned())
}

/// Runs a program and hands each line of its standard output on, printed already; tells whether it succeeded.
pub(crate) fn run_and_read(command: &mut Command, mut read: impl FnMut(&str)) -> Outcome<bool> {
    let mut child = command
        .stdout(Stdio::piped())
        .spawn()
        .map_err(|error| cannot_start(command, &error))?;
    if let Some(stdout) = child.stdout.take() {
        let mut stdout = BufReader::new(stdout);
        let mut bytes = Vec::new();
        while stdout
            .read_until(b'\n', &mut bytes)
            .is_ok_and(|count| count > 0)
        {
            let text = String::from_utf8_lossy(&bytes);
            print!("{text}");
            read(text.trim_end());
            bytes.clear();
        }
    }
    let status = child.wait().map_err(|error| {
        Failure::new(format!("`{}` cannot be waited for: {error}", line(command)))
    })?;
    Ok(status.success())
}

/// Runs a program beside others: prints its name, all of its output and how long it took once it has ended, and hands each line on;
/// tells whether it succeeded.
pub(crate) fn run_then_print(
    what: &str,
    command: &mut Command,
    mut read: impl FnMut(&str),
) -> Outcome<bool> {
    let start = Instant::now();
    let output = command
        .output()
        .map_err(|error| cannot_start(command, &error))?;
    let text = String::from_utf8_lossy(&output.stdout);
    // In one go, so that nothing comes in between.
    println!(
        "\n▸ {what}\n{}{text}  done in {:.1} s",
        String::from_utf8_lossy(&output.stderr),
        start.elapsed().as_secs_f64()
    );
    text.lines().for_each(|line| read(line.trim_end()));
    Ok(output.status.success())
}

fn cannot_start(command: &Command, error: &std::io::Error) -> Failure {
    let name = Path::new(command.get_program()).display();
    if error.kind() == ErrorKind::NotFound {
        Failure::new(format!(
            "`{name}` is not on this machine; install it and try again"
        ))
    } else {
        Failure::new(format!("cannot start `{name}`: {error}"))
    }
}

/// The command as one would type it, cut where it gets long.
fn line(command: &Command) -> String {
    let program = Path::new(command.get_program());
    let name = program
        .file_name()
        .unwrap_or(program.as_os_str())
        .to_string_lossy();
    let mut line = name.into_owned();
    for arg in command.get_args() {
        line.push(' ');
        line.push_str(&arg.to_string_lossy());
    }
    if line.chars().count() > 100 {
        line = line.chars().take(99).chain(['…']).collect();
    }
    line
}
