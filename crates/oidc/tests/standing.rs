//! A provider on this machine: says who it is, shows its key, exchanges codes.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use ring::{
    rand::SystemRandom,
    signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, KeyPair},
};
use serde_json::{Value, json};
use std::{
    io::{BufRead, BufReader, Read, Write},
    net::{TcpListener, TcpStream},
    path::PathBuf,
    sync::{
        Arc, Mutex,
        atomic::{AtomicBool, AtomicUsize, Ordering},
    },
    thread::JoinHandle,
};

#[derive(Default)]
struct Says {
    jwks: Mutex<String>,
    token: Mutex<String>,
    exchanged: AtomicUsize,
    ended: AtomicBool,
}

pub(crate) struct Standing {
    pub(crate) folder: tempfile::TempDir,
    address: String,
    pair: EcdsaKeyPair,
    says: Arc<Says>,
    thread: Option<JoinHandle<()>>,
}

impl Drop for Standing {
    fn drop(&mut self) {
        self.fall();
    }
}

fn pair() -> EcdsaKeyPair {
    let chance = SystemRandom::new();
    let pkcs8 = EcdsaKeyPair::generate_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, &chance).unwrap();
    EcdsaKeyPair::from_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, pkcs8.as_ref(), &chance).unwrap()
}

fn encoded(value: &Value) -> String {
    URL_SAFE_NO_PAD.encode(value.to_string())
}

impl Standing {
    pub(crate) fn new() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = format!("http://{}", listener.local_addr().unwrap());
        let says = Arc::new(Says::default());
        let (own, heard) = (address.clone(), Arc::clone(&says));
        let thread = std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                if heard.ended.load(Ordering::SeqCst) {
                    return;
                }
                serve(stream, &own, &heard);
            }
        });
        let mut standing =
            Self { folder: tempfile::tempdir().unwrap(), address, pair: pair(), says, thread: Some(thread) };
        standing.show();
        standing
    }

    /// Answers nobody any more.
    pub(crate) fn fall(&mut self) {
        self.says.ended.store(true, Ordering::SeqCst);
        let _ = TcpStream::connect(self.address.trim_start_matches("http://"));
        if let Some(thread) = self.thread.take() {
            thread.join().unwrap();
        }
    }

    pub(crate) fn change_key(&mut self) {
        self.pair = pair();
        self.show();
    }

    fn show(&mut self) {
        let point = self.pair.public_key().as_ref();
        let [x, y] = [&point[1..33], &point[33..]].map(|half| URL_SAFE_NO_PAD.encode(half));
        let strange = json!({ "kty": "future", "kid": 7 });
        let key = json!({ "kty": "EC", "crv": "P-256", "kid": "one", "use": "sig", "alg": "ES256", "x": x, "y": y });
        *self.says.jwks.lock().unwrap() = json!({ "keys": [strange, key] }).to_string();
    }

    /// Settings with one line put in place of the one of its name, or added.
    pub(crate) fn settings(&self, line: &str) -> PathBuf {
        let name = line.split(' ').next().unwrap();
        let mut lines = vec![
            format!("issuer = \"{}\"", self.address),
            "client = \"doudi\"".into(),
            "secret_file = \"oidc.secret\"".into(),
            "back = \"http://127.0.0.1:1/sign-in/unified/back\"".into(),
        ];
        lines.retain(|own| name.is_empty() || !own.starts_with(name));
        lines.push(line.into());
        let file = self.folder.path().join("oidc.toml");
        std::fs::write(self.folder.path().join("oidc.secret"), "s3cret\n").unwrap();
        std::fs::write(&file, lines.join("\n")).unwrap();
        file
    }

    /// What a sound token says to an attempt at a moment.
    pub(crate) fn claims(&self, attempt: &str, now: i64) -> Value {
        let nonce = attempt.split('.').nth(1).unwrap();
        json!({
            "iss": self.address, "aud": "doudi", "exp": now + 300, "iat": now, "nonce": nonce,
            "sub": "li", "amr": ["pwd", "otp"],
        })
    }

    pub(crate) fn token(&self, claims: &Value) -> String {
        let signed = format!("{}.{}", encoded(&json!({ "alg": "ES256", "kid": "one" })), encoded(claims));
        let signature = self.pair.sign(&SystemRandom::new(), signed.as_bytes()).unwrap();
        format!("{signed}.{}", URL_SAFE_NO_PAD.encode(signature))
    }

    pub(crate) fn unsigned(&self, claims: &Value) -> String {
        format!("{}.{}.", encoded(&json!({ "alg": "none" })), encoded(claims))
    }

    pub(crate) fn answer(&self, claims: &Value) {
        self.answer_token(&self.token(claims));
    }

    pub(crate) fn answer_token(&self, token: &str) {
        *self.says.token.lock().unwrap() = json!({ "id_token": token, "token_type": "Bearer" }).to_string();
    }

    pub(crate) fn exchanged(&self) -> usize {
        self.says.exchanged.load(Ordering::SeqCst)
    }
}

fn serve(mut stream: TcpStream, own: &str, says: &Says) {
    let mut reader = BufReader::new(stream.try_clone().unwrap());
    let (mut first, mut length, mut basic) = (String::new(), 0, false);
    reader.read_line(&mut first).unwrap();
    loop {
        let mut line = String::new();
        reader.read_line(&mut line).unwrap();
        let line = line.trim().to_ascii_lowercase();
        if let Some(told) = line.strip_prefix("content-length: ") {
            length = told.parse().unwrap();
        }
        // `doudi:s3cret`, in small letters like the rest of the line.
        basic |= line == format!("authorization: basic {}", "ZG91ZGk6czNjcmV0".to_ascii_lowercase());
        if line.is_empty() {
            break;
        }
    }
    let mut body = vec![0; length];
    reader.read_exact(&mut body).unwrap();
    let body = String::from_utf8(body).unwrap();
    let answer = match first.split(' ').nth(1).unwrap() {
        "/.well-known/openid-configuration" => Some(
            json!({
                "issuer": own, "authorization_endpoint": format!("{own}/go"),
                "token_endpoint": format!("{own}/token"), "jwks_uri": format!("{own}/keys"),
            })
            .to_string(),
        ),
        "/keys" => Some(says.jwks.lock().unwrap().clone()),
        "/token" if basic && body.contains("code=c&") && body.contains("code_verifier=") => {
            says.exchanged.fetch_add(1, Ordering::SeqCst);
            Some(says.token.lock().unwrap().clone())
        }
        _ => None,
    };
    let (status, text) = answer.map_or(("400 Bad Request", String::new()), |text| ("200 OK", text));
    let _ = write!(
        stream,
        "HTTP/1.1 {status}\r\ncontent-type: application/json\r\ncontent-length: {}\r\nconnection: close\r\n\r\n{text}",
        text.len()
    );
}
