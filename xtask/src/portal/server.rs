//! `doudi serve` as a process.

use std::{
    collections::BTreeMap,
    io::{BufRead, BufReader},
    path::Path,
    process::{Child, ChildStdout, Command, Stdio},
};

/// A running portal. It is killed when this goes.
pub(crate) struct Portal {
    child: Child,
    /// Where it listens.
    pub(crate) at: String,
    /// What it told about the accounts that it made: by account, the password.
    pub(crate) made: BTreeMap<String, String>,
    /// Kept open, so that the portal can go on telling.
    _out: BufReader<ChildStdout>,
}

/// The program of this workspace.
pub(crate) const PROGRAM: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../target/release/doudi");

impl Portal {
    /// Starts it over a data folder, with the journal there or elsewhere, and waits until it listens.
    ///
    /// # Errors
    /// What it said instead of listening.
    pub(crate) fn start(data: &Path, journal: Option<&str>) -> Result<Self, String> {
        let mut command = Command::new(PROGRAM);
        command.arg("--quiet").arg("--data").arg(data).args(["--lang", "en", "serve", "--listen", "127.0.0.1:0"]);
        if let Some(journal) = journal {
            command.args(["--journal", journal]);
        }
        let mut child = command.stdout(Stdio::piped()).spawn().map_err(|why| format!("{PROGRAM}: {why}"))?;
        let mut out = BufReader::new(child.stdout.take().ok_or("no standard output")?);
        let (mut made, mut told) = (BTreeMap::new(), String::new());
        loop {
            let mut line = String::new();
            if out.read_line(&mut line).map_err(|why| why.to_string())? == 0 {
                let _ = child.wait();
                return Err(format!("the portal did not start:\n{told}"));
            }
            if let Some((_, rest)) = line.split_once("http://") {
                let at = rest.split('/').next().unwrap_or_default().to_owned();
                return Ok(Self { child, at, made, _out: out });
            }
            made.extend(password(&line));
            told += &line;
        }
    }

    /// Kills it as a power cut would: nothing is finished.
    pub(crate) fn kill(mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }

    /// Counts the most memory from now on: filling a register takes more of it than serving.
    pub(crate) fn forget_peak(&self) {
        // Where the system does not allow it, the peak is that of all.
        let _ = std::fs::write(format!("/proc/{}/clear_refs", self.child.id()), "5");
    }

    /// The most memory that it had, in MiB, where the system tells.
    pub(crate) fn peak_mib(&self) -> Option<u64> {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.child.id())).ok()?;
        let line = status.lines().find(|line| line.starts_with("VmHWM:"))?;
        line.split_whitespace().nth(1)?.parse::<u64>().ok().map(|kib| kib / 1024)
    }
}

impl Drop for Portal {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// An account and its password in a line of the table: six groups of four letters.
fn password(line: &str) -> Option<(String, String)> {
    let words: Vec<&str> = line.split_whitespace().collect();
    let drawn = |word: &&str| word.len() == 29 && word.matches('-').count() == 5;
    let at = words.iter().position(drawn)?;
    let account = words[..at].iter().rev().find(|word| word.bytes().all(|it| it.is_ascii_alphanumeric()))?;
    Some(((*account).to_owned(), words[at].to_owned()))
}

#[cfg(test)]
mod tests {
    #[test]
    fn an_account_is_read_from_the_table_that_the_portal_prints() {
        let line = " system   abcd-efgh-jkmn-pqrs-tuvw-xyz2   system administrator   419901 ";
        let told = super::password(line).map(|(account, password)| (account, password.len()));
        assert_eq!(told, Some(("system".into(), 29)));
        assert_eq!(super::password("household files: 3 new"), None);
    }
}
