//! Chromium with its driver: what a person does with a page.

use crate::county::{PASSWORD, Scene};
use doudi_web::serve;
use fantoccini::{
    Client, ClientBuilder, Locator,
    error::{CmdError, WebDriver},
    wd::Capabilities,
};
use hyper_util::client::legacy::connect::HttpConnector;
use serde_json::{Value, json};
use std::{
    io::{BufRead, BufReader, Read, Write},
    net::TcpStream,
    os::unix::process::CommandExt,
    process::{Child, Command, Stdio},
};
use tokio::{net::TcpListener, sync::oneshot};

/// Chromium with its driver on a free port and a profile of its own; both end with the test.
pub(crate) struct Browser {
    driver: Child,
    port: u16,
    pub(crate) client: Client,
    site: String,
    end: Option<oneshot::Sender<()>>,
    _profile: tempfile::TempDir,
}

impl Drop for Browser {
    fn drop(&mut self) {
        // The driver leads a group of its own, to which its browser belongs.
        let _ = Command::new("kill").args(["--", &format!("-{}", self.driver.id())]).status();
        let _ = self.driver.wait();
    }
}

/// The driver says on its first lines which port it took.
fn driver() -> (Child, u16) {
    let mut command = Command::new("chromedriver");
    let started = command.arg("--port=0").process_group(0).stdout(Stdio::piped()).stderr(Stdio::null()).spawn();
    let mut child = started.expect("chromedriver is installed (Debian package chromium-driver)");
    let lines = BufReader::new(child.stdout.take().unwrap()).lines();
    let port = lines.map_while(Result::ok).find_map(|line| {
        let rest = line.split("started successfully on port ").nth(1)?;
        rest.trim_end_matches('.').parse().ok()
    });
    (child, port.expect("the driver names its port"))
}

/// Chromium over a profile, with its driver and the driver's port.
pub(crate) async fn opened(profile: &std::path::Path) -> (Child, u16, Client) {
    let (driver, port) = driver();
    let data = format!("--user-data-dir={}", profile.display());
    let flags = [
        "--headless",
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--no-proxy-server",
        "--lang=zh-CN",
        &data,
    ];
    let mut wanted = Capabilities::new();
    wanted.insert("goog:chromeOptions".into(), json!({ "args": flags }));
    let connected = ClientBuilder::new(HttpConnector::new())
        .capabilities(wanted)
        .connect(&format!("http://127.0.0.1:{port}"))
        .await;
    (driver, port, connected.unwrap())
}

/// A command of a browser's own protocol, by its driver.
pub(crate) async fn cdp(client: &Client, port: u16, command: &str, parameters: Value) -> Value {
    let session = client.session_id().await.unwrap().unwrap();
    let body = json!({ "cmd": command, "params": parameters }).to_string();
    let head = format!(
        "POST /session/{session}/goog/cdp/execute HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n\
         Content-Length: {}\r\nConnection: close\r\n\r\n",
        body.len()
    );
    let mut stream = TcpStream::connect(("127.0.0.1", port)).unwrap();
    stream.write_all(head.as_bytes()).unwrap();
    stream.write_all(body.as_bytes()).unwrap();
    // The driver keeps the connection open, so its answer ends where its length says.
    let mut answer = BufReader::new(stream);
    let mut length = 0;
    loop {
        let mut line = String::new();
        answer.read_line(&mut line).unwrap();
        if let Some(stated) = line.to_ascii_lowercase().strip_prefix("content-length:") {
            length = stated.trim().parse().unwrap();
        }
        if line.trim().is_empty() {
            break;
        }
    }
    let mut body = vec![0; length];
    answer.read_exact(&mut body).unwrap();
    serde_json::from_slice::<Value>(&body).unwrap()["value"].clone()
}

/// Whether what was to be clicked is gone, or something lies over it.
fn moved(why: &CmdError) -> bool {
    let over = |error: &WebDriver| error.error() == "element click intercepted";
    why.is_stale_element_reference() || matches!(why, CmdError::Standard(error) if over(error))
}

impl Browser {
    pub(crate) async fn over(scene: &Scene) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let site = format!("http://{}", listener.local_addr().unwrap());
        let (end, ended) = oneshot::channel::<()>();
        tokio::spawn(serve(listener, scene.state.clone(), async move {
            let _ = ended.await;
        }));
        let profile = tempfile::tempdir().unwrap();
        let (driver, port, client) = opened(profile.path()).await;
        Self { driver, port, client, site, end: Some(end), _profile: profile }
    }

    pub(crate) async fn close(mut self) {
        let _ = self.client.clone().close().await;
        let _ = self.end.take().map(|end| end.send(()));
    }

    pub(crate) async fn go(&self, path: &str) {
        self.client.goto(&format!("{}{path}", self.site)).await.unwrap();
    }

    pub(crate) async fn type_in(&self, css: &str, text: &str) {
        let field = self.client.find(Locator::Css(css)).await.unwrap_or_else(|_| panic!("no {css}"));
        field.clear().await.unwrap();
        field.send_keys(text).await.unwrap();
    }

    /// Clicks once the page stands still: one that is drawn anew between finding and clicking is looked at again.
    pub(crate) async fn click(&self, css: &str) {
        let mut last = None;
        for _ in 0..200 {
            self.still().await;
            let found = self.client.find(Locator::Css(css)).await.unwrap_or_else(|_| panic!("no {css}"));
            match found.click().await {
                Ok(()) => return,
                Err(why) if moved(&why) => last = Some(why),
                Err(why) => panic!("{css}: {why}"),
            }
        }
        panic!("{css} never stands still: {last:?}");
    }

    /// Waits until the page is drawn, and its window is as wide and high from one picture to the next: a picture beyond the
    /// window's edge makes the window larger for a moment.
    pub(crate) async fn still(&self) {
        const DRAWN: &str = "const done = arguments[arguments.length - 1];
            const now = () => [innerWidth, innerHeight, document.documentElement.scrollHeight].join();
            const look = (before) => requestAnimationFrame(() => requestAnimationFrame(() => {
              const after = now();
              if (after === before && document.readyState === 'complete') done(true); else look(after);
            }));
            look('');";
        // A page that leaves while it is looked at is another one now.
        for _ in 0..20 {
            if self.client.execute_async(DRAWN, Vec::new()).await.is_ok() {
                return;
            }
        }
    }

    /// Clicks what leads to another page, and waits for it.
    pub(crate) async fn follow(&self, css: &str) {
        self.client.execute("window.before = true", Vec::new()).await.unwrap();
        self.click(css).await;
        let come = "return window.before === undefined && document.readyState === 'complete'";
        for _ in 0..600 {
            match self.client.execute(come, Vec::new()).await {
                Ok(Value::Bool(true)) => return,
                _ => tokio::time::sleep(std::time::Duration::from_millis(25)).await,
            }
        }
        panic!("{css} led nowhere");
    }

    /// Waits for what a page shows once something is done.
    pub(crate) async fn appears(&self, css: &str) {
        let waited =
            self.client.wait().at_most(std::time::Duration::from_secs(60)).for_element(Locator::Css(css)).await;
        assert!(waited.is_ok(), "no {css} on {}: {}", self.path().await, self.text().await);
    }

    pub(crate) async fn choose(&self, css: &str, value: &str) {
        let found = self.client.find(Locator::Css(css)).await.unwrap_or_else(|_| panic!("no {css}"));
        found.select_by_value(value).await.unwrap();
    }

    pub(crate) async fn path(&self) -> String {
        self.client.current_url().await.unwrap().path().to_owned()
    }

    pub(crate) async fn text(&self) -> String {
        self.client.find(Locator::Css("body")).await.unwrap().text().await.unwrap()
    }

    pub(crate) async fn sign_in(&self, account: &str) {
        self.client.delete_all_cookies().await.unwrap();
        self.go("/sign-in").await;
        self.type_in("[name=account]", account).await;
        self.type_in("[name=password]", PASSWORD).await;
        self.follow("button.main").await;
        self.client.find(Locator::Css("#sign-out")).await.expect("signed in");
    }

    /// Sends one of the forms of the case that is open, with its words filled in.
    pub(crate) async fn act(&self, name: &str, words: Option<&str>) {
        let form = format!("#act-{name}");
        if let Some(words) = words {
            self.type_in(&format!("{form} textarea"), words).await;
        }
        self.follow(&format!("{form} button")).await;
    }

    /// A command of the browser's own protocol, for sizes and pictures that the driver's has not.
    pub(crate) async fn cdp(&self, command: &str, parameters: Value) -> Value {
        cdp(&self.client, self.port, command, parameters).await
    }

    pub(crate) async fn width(&self, pixels: u32) {
        let metrics = json!({ "width": pixels, "height": 900, "deviceScaleFactor": 1, "mobile": pixels < 500 });
        self.cdp("Emulation.setDeviceMetricsOverride", metrics).await;
    }

    /// Nothing of the page reaches over the window's edge.
    pub(crate) async fn fits(&self) -> bool {
        let script = "return document.documentElement.scrollWidth <= document.documentElement.clientWidth";
        self.client.execute(script, Vec::new()).await.unwrap() == json!(true)
    }
}
