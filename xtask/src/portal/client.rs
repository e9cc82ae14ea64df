//! HTTP/1.1 over one connection that stays open: no more of it than the portal answers with.

use std::{
    collections::BTreeMap,
    io::{BufRead, BufReader, Read, Write},
    net::TcpStream,
    time::Duration,
};

/// Longer than any answer should take: a server that hangs is told apart from one that is slow.
const PATIENCE: Duration = Duration::from_secs(30);

/// A connection with its cookies.
pub(crate) struct Client {
    at: String,
    stream: Option<BufReader<TcpStream>>,
    /// Sent with every request.
    pub(crate) cookies: BTreeMap<String, String>,
}

/// What came back.
pub(crate) struct Answer {
    /// The status.
    pub(crate) status: u16,
    /// Where a redirect leads.
    pub(crate) location: String,
    /// The page.
    pub(crate) body: String,
}

impl Answer {
    /// Whether the request was done: a page, or the way to one that is not the door.
    pub(crate) fn done(&self) -> bool {
        self.status == 200 || (self.status == 303 && !self.location.starts_with("/sign-in"))
    }
}

impl Client {
    pub(crate) fn new(at: &str) -> Self {
        Self { at: at.to_owned(), stream: None, cookies: BTreeMap::new() }
    }

    pub(crate) fn get(&mut self, path: &str) -> Result<Answer, String> {
        self.send(&format!("GET {path} HTTP/1.1\r\n"), "")
    }

    pub(crate) fn post(&mut self, path: &str, fields: &[(&str, &str)]) -> Result<Answer, String> {
        let pairs = fields.iter().map(|(name, value)| format!("{}={}", quoted(name), quoted(value)));
        let body = pairs.collect::<Vec<_>>().join("&");
        let kind = "Content-Type: application/x-www-form-urlencoded";
        self.send(&format!("POST {path} HTTP/1.1\r\n{kind}\r\nContent-Length: {}\r\n", body.len()), &body)
    }

    fn send(&mut self, head: &str, body: &str) -> Result<Answer, String> {
        let cookies: Vec<String> = self.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
        let text = format!("{head}Host: {}\r\nCookie: {}\r\n\r\n{body}", self.at, cookies.join("; "));
        let answered = self.exchange(&text).map_err(|why| why.to_string());
        if answered.is_err() {
            self.stream = None;
        }
        answered
    }

    fn exchange(&mut self, text: &str) -> std::io::Result<Answer> {
        let stream = match self.stream.take() {
            Some(stream) => self.stream.insert(stream),
            None => {
                let stream = TcpStream::connect(&self.at)?;
                stream.set_nodelay(true)?;
                stream.set_read_timeout(Some(PATIENCE))?;
                self.stream.insert(BufReader::new(stream))
            }
        };
        stream.get_mut().write_all(text.as_bytes())?;
        let status = line(stream)?.split(' ').nth(1).and_then(|code| code.parse().ok()).ok_or_else(broken)?;
        let (mut location, mut length) = (String::new(), 0);
        loop {
            let header = line(stream)?;
            let Some((name, value)) = header.split_once(':') else { break };
            let value = value.trim();
            match name.to_ascii_lowercase().as_str() {
                "location" => location = value.to_owned(),
                "content-length" => length = value.parse().map_err(|_| broken())?,
                "transfer-encoding" => return Err(broken()),
                "set-cookie" => {
                    let pair = value.split(';').next().and_then(|pair| pair.split_once('='));
                    self.cookies.extend(pair.map(|(name, value)| (name.to_owned(), value.to_owned())));
                }
                _ => {}
            }
        }
        let mut body = vec![0; length];
        stream.read_exact(&mut body)?;
        Ok(Answer { status, location, body: String::from_utf8_lossy(&body).into_owned() })
    }
}

fn line(stream: &mut BufReader<TcpStream>) -> std::io::Result<String> {
    let mut line = String::new();
    if stream.read_line(&mut line)? == 0 {
        return Err(std::io::ErrorKind::UnexpectedEof.into());
    }
    Ok(line.trim_end().to_owned())
}

fn broken() -> std::io::Error {
    std::io::ErrorKind::InvalidData.into()
}

fn quoted(text: &str) -> String {
    let sign = |byte: u8| match byte {
        b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'_' | b'.' => char::from(byte).to_string(),
        _ => format!("%{byte:02X}"),
    };
    text.bytes().map(sign).collect()
}

/// The value of a hidden field of a page; empty where the page has none.
pub(crate) fn hidden<'p>(page: &'p str, name: &str) -> &'p str {
    let from = page.split_once(&format!("name=\"{name}\" value=\"")).map_or("", |(_, rest)| rest);
    from.split_once('"').map_or("", |(value, _)| value)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_form_is_written_and_a_page_is_read() {
        assert_eq!(quoted("张 a-1"), "%E5%BC%A0%20a-1");
        assert_eq!(
            hidden("<input type=\"hidden\" name=\"form\" value=\"ab\"><i name=\"key\" value=\"c\">", "key"),
            "c"
        );
        assert_eq!(hidden("<p>", "form"), "");
    }
}
