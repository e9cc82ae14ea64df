//! Where gateways pick messages up: a folder a channel. A file is complete when it has its name, and its owner alone reads it.

use doudi_kernel::Date;
use serde_json::json;
use std::{
    fs,
    io::{self, Write},
    path::{Path, PathBuf},
};

/// A way out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Channel {
    /// CSV: number of the message, phone, text.
    Sms,
    /// One message a file, as RFC 5322 has it.
    Email,
    /// JSON lines without an address: a gateway that knows accounts by their numbers, or a program that asks a web hook.
    /// The office itself asks nobody over the network.
    Webhook,
}

impl Channel {
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Sms => "sms",
            Self::Email => "email",
            Self::Webhook => "webhook",
        }
    }

    pub(super) fn folder(self, outbox: &Path) -> PathBuf {
        outbox.join("messages").join(self.name())
    }

    /// Whether the office has such a gateway: it has made the folder.
    pub(super) fn is_open(self, outbox: &Path) -> bool {
        self.folder(outbox).is_dir()
    }
}

/// What is written out.
pub(super) struct Letter<'a> {
    /// The message's number: the same at every try, so that a gateway drops what it has had.
    pub(super) id: i64,
    pub(super) address: &'a str,
    pub(super) text: &'a str,
    pub(super) template: &'a str,
    pub(super) holder: &'a str,
    pub(super) on: Date,
}

/// Writes one message under its number, and returns when a failing machine would not lose it any more: written twice it is
/// the same file. `drafted` is called once it lies there whole and nobody takes it yet.
pub(super) fn write(outbox: &Path, channel: Channel, letter: &Letter<'_>, drafted: &mut dyn FnMut()) -> io::Result<()> {
    let folder = channel.folder(outbox);
    let (ending, text) = match channel {
        Channel::Sms => ("csv", format!("id,phone,text\r\n{},{},{}\r\n", letter.id, letter.address, letter.text)),
        Channel::Email => ("eml", email(letter)),
        Channel::Webhook => {
            let Letter { id, template, holder, text, .. } = letter;
            ("jsonl", format!("{}\n", json!({ "id": id, "template": template, "to": holder, "text": text })))
        }
    };
    let draft = folder.join(format!(".{}.part", letter.id));
    let mut file = private(&draft)?;
    file.write_all(text.as_bytes())?;
    file.sync_all()?;
    drafted();
    fs::rename(&draft, folder.join(format!("{:08}.{ending}", letter.id)))?;
    durable(&folder)
}

/// A folder's own entry is as much of a message as its text.
#[cfg(unix)]
fn durable(folder: &Path) -> io::Result<()> {
    fs::File::open(folder)?.sync_all()
}

/// Elsewhere a folder cannot be opened like a file.
#[cfg(not(unix))]
fn durable(_: &Path) -> io::Result<()> {
    Ok(())
}

/// Plain text in eight bits, which mail servers of today take as it is.
fn email(letter: &Letter<'_>) -> String {
    let Letter { id, address, text, on, .. } = letter;
    let day = jiff::fmt::rfc2822::to_string(
        &on.at(9, 0, 0, 0).to_zoned(jiff::tz::TimeZone::fixed(jiff::tz::offset(8))).unwrap_or_default(),
    );
    let day = day.unwrap_or_default();
    format!(
        "Message-ID: <doudi-{id}@localhost>\r\nDate: {day}\r\nTo: <{address}>\r\nSubject: Doudi\r\nMIME-Version: 1.0\r\n\
         Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n{text}\r\n"
    )
}

#[cfg(unix)]
fn private(path: &Path) -> io::Result<fs::File> {
    use std::os::unix::fs::OpenOptionsExt;
    fs::OpenOptions::new().write(true).create(true).truncate(true).mode(0o600).open(path)
}

#[cfg(not(unix))]
fn private(path: &Path) -> io::Result<fs::File> {
    fs::File::create(path)
}
