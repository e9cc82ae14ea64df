"""Asks the API of a demo server some twenty thousand questions with Schemathesis, as every role; then once more with a
failure planted in between, which must be found. `cargo xtask schemathesis` makes the virtual environment and runs this.

Counts what was asked and what failed, role by role, and reads what the server wrote for names and identity numbers.
"""

import argparse
import base64
import hashlib
import hmac
import html
import http.cookiejar
import http.server
import json
import os
import re
import struct
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.parse
import urllib.request

HERE = os.path.dirname(os.path.abspath(__file__))
COUNTY = "419901"
DEPARTMENTS = ["medical_insurance", "education", "housing", "human_resources", "emergency", "agriculture", "health"]
OFFICES = ["village_cadre", "town_clerk", "town_leader", "county_clerk", "county_leader", "county_pension"]
OTHERS = ["verification_centre", "finance", "provincial_analyst", "auditor", "security_admin", "system_admin"]
ROLES = OFFICES + OTHERS + [f"department:{name}" for name in DEPARTMENTS + ["disabled_federation"]]
CONFIG = """
[checks]
positive_data_acceptance.expected-statuses = ["2xx", "401", "403", "404", "409", "422", "429"]
negative_data_rejection.expected-statuses = ["400", "401", "403", "404", "405", "409", "413", "422", "429"]
missing_required_header.expected-statuses = ["400", "401", "403", "404", "422", "429"]
"""


def day(ahead=0):
    """A day of China's calendar, as the server counts."""
    return time.strftime("%Y-%m-%d", time.gmtime(time.time() + 8 * 3600 + 86400 * ahead))


def hidden(page):
    fields = re.findall(r'<input type="hidden" name="([^"]*)" value="([^"]*)"', page)
    return {name: html.unescape(value) for name, value in fields}


def code(secret):
    """What an authenticator app shows now (RFC 6238)."""
    key = base64.b32decode(secret + "=" * (-len(secret) % 8))
    mac = hmac.new(key, struct.pack(">Q", int(time.time()) // 30), hashlib.sha1).digest()
    at = mac[-1] & 15
    return f"{(struct.unpack('>I', mac[at : at + 4])[0] & 0x7FFFFFFF) % 1_000_000:06}"


class Browser:
    """Somebody signed in to the portal: the security administrator, who proposes tokens, or who takes one."""

    def __init__(self, base, account, password, code=""):
        self.base = base
        cookies = urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar())
        self.opener = urllib.request.build_opener(cookies)
        self.post("/sign-in", {**hidden(self.get("/sign-in")), "account": account, "password": password, "code": code})

    def get(self, path):
        return self.opener.open(self.base + path).read().decode()

    def post(self, path, fields):
        sent = urllib.parse.urlencode(fields, doseq=True).encode()
        return self.opener.open(self.base + path, sent).read().decode()

    def accounts(self):
        page = self.get("/users/tokens")
        found = re.findall(r'<option value="(\d+)">([^<]*?) · ', page)
        return {name: int(number) for number, name in found}

    def form(self, page, action):
        """The hidden fields of a page's first form of an action."""
        return hidden(re.search(rf'<form method="post" action="{action}".*?</form>', self.get(page), re.S)[0])

    def token(self, account, name, password):
        """A token for an account: proposed here, taken by its holder, who has a second factor and a password of its own."""
        factor = self.post("/users/factor", {**self.form("/users", "/users/factor"), "account": account})
        holder = Browser(self.base, name, password, code(re.search(r"secret=([A-Z2-7]+)", factor)[1]))
        changed = {"old": password, "new": password + "！", "again": password + "！"}
        holder.post("/me/password", {**holder.form("/me", "/me/password"), **changed})
        wanted = {"account": account, "purpose": ["case", "task", "review"], "until": day(30)}
        self.post("/users/tokens", {**self.form("/users/tokens", "/users/tokens"), **wanted})
        take = re.search(r'action="(/me/tokens/\d+/take)"', holder.get("/me/tokens"))[1]
        return re.search(r"doudi_[0-9a-f]{64}", holder.post(take, holder.form("/me/tokens", take)))[0]


class Api:
    def __init__(self, base, token):
        self.base, self.token, self.drawn = base + "/api/v1", token, 0

    def ask(self, method, path, body=None):
        self.drawn += 1
        headers = {"Authorization": f"Bearer {self.token}", "Content-Type": "application/json"}
        headers["Idempotency-Key"] = f"driver-{os.getpid()}-{int(time.time() * 1e6)}-{self.drawn}"
        sent = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(self.base + path, sent, headers, method=method)
        try:
            return json.load(urllib.request.urlopen(request))
        except urllib.error.HTTPError as why:
            raise SystemExit(f"{method} {path}: {why.code} {why.read().decode()}")


def served(program, folder, listen):
    """A demo of a small county: its process, and the passwords that it prints."""
    log = open(os.path.join(folder, "server.log"), "w+", encoding="utf-8")
    words = [program, "demo", "--residents", "3000", "--listen", listen, "--out", os.path.join(folder, "county")]
    server = subprocess.Popen(words, stdout=log, stderr=subprocess.STDOUT)
    for _ in range(1200):
        time.sleep(0.5)
        with open(log.name, encoding="utf-8") as told:
            text = told.read()
        if server.poll() is not None:
            raise SystemExit(text[-2000:])
        if f"http://{listen}/" in text:
            lines = [line.split() for line in text.splitlines()]
            return server, {it[0]: it[1] for it in lines if len(it) >= 4 and it[1].count("-") >= 4}
    raise SystemExit("the demo server did not begin to listen")


def prepared(base, passwords, folder):
    """A token for every role, and ids that are there."""
    security = Browser(base, "security", passwords["security"])
    system = Api(base, security.token(security.accounts()["system"], "system", passwords["system"]))
    password = "石桥路平 好记难猜 之类"
    tokens = {}
    founder = made(security, system, "st.founder", "county_clerk", password)
    first = Api(base, security.token(founder, "st.founder", password))
    for role in ROLES:
        name = "st." + role.replace(":", ".").replace("_", "-")[-28:]
        tokens[role] = security.token(made(security, system, name, role, password), name, password)
    spare = [made(security, system, f"st.spare{number}", "village_cadre", password) for number in range(3)]
    admin = Api(base, tokens["security_admin"])
    month = {"account": spare[0], "purposes": [], "until": day()}
    given = [admin.ask("POST", "/tokens", month)["id"] for _ in range(5)]
    return tokens, known(first, spare, given)


def made(security, system, name, role, password):
    there = security.accounts()
    if name in there:
        return there[name]
    new = {"account": name, "name": role, "area": COUNTY, "password": password}
    number = system.ask("POST", "/users", new)["account"]
    page = security.form("/users", "/users/grant")
    security.post("/users/grant", {**page, "account": number, "role": role, "area": COUNTY, "from": day(), "to": ""})
    return number


def known(clerk, spare, tokens):
    lines = clerk.ask("POST", "/households/search", {"programme": "dibao"})["items"]
    households = [line["id"] for line in lines]
    until = day(60)
    cases = []
    for household in households[:20]:
        wanted = {"household": household, "procedure": "dibao_application", "programmes": ["dibao"]}
        wanted |= {"channel": {"how": "oneself"}, "authorised_until": until, "declared": {}}
        cases.append(clerk.ask("POST", "/cases", wanted)["case"])
    purpose = {"purpose": {"for": "task", "number": "ST-1"}}
    files = [clerk.ask("POST", f"/households/{household}/file", purpose) for household in households[:10]]
    villages = sorted({line["division"] for line in lines})
    return {
        "households": households,
        "cases": cases,
        "persons": [member["id"] for file in files for member in file["members"]],
        "users": spare,
        "tokens": tokens,
        "divisions": villages + [COUNTY, "41", villages[0][:9]],
        "programme": ["dibao", "edge", "special_hardship"],
        "procedure": ["dibao_application"],
        "step": ["accept", "start_investigation"],
        "role": ["finance", "village_cadre"],
        "names": [line["head"] for line in lines] + [it["name"] for file in files for it in file["members"]],
    }


def asked(words, folder, url, token, role, known_at):
    """One role's run: requests by status, and whether anything failed."""
    name = role.replace(":", "-")
    counted, told = os.path.join(folder, f"{name}.json"), os.path.join(folder, f"{name}.log")
    surroundings = {**os.environ, "DOUDI_KNOWN": known_at, "DOUDI_COUNTED": counted}
    surroundings |= {"SCHEMATHESIS_HOOKS": "hooks", "PYTHONPATH": HERE}
    command = [os.path.join(os.path.dirname(sys.executable), "st"), "--config-file", os.path.join(folder, "st.toml"), "run"]
    command += [os.path.join(HERE, "../../../../docs/openapi.json"), "--url", url, "-H", f"Authorization: Bearer {token}"]
    command += ["-n", str(words.examples), "--seed", "1", "--rate-limit", "2800/m", "--phases", "examples,coverage,fuzzing"]
    command += ["--continue-on-failure", "--warnings", "off", "--no-color"]
    with open(told, "w", encoding="utf-8") as out:
        code = subprocess.run(command, env=surroundings, stdout=out, stderr=subprocess.STDOUT, cwd=folder).returncode
    statuses = json.load(open(counted, encoding="utf-8")) if os.path.exists(counted) else {}
    text = open(told, encoding="utf-8").read()
    return statuses, code, len(re.findall(r"^_+ .* _+$", text, re.M))


def planted(base):
    """A server in between that fails where cases are listed."""

    class Between(http.server.BaseHTTPRequestHandler):
        def answer(self):
            length = int(self.headers.get("Content-Length") or 0)
            body = self.rfile.read(length) or None
            if self.path == "/api/v1/work":
                return self.give(500, "application/problem+json", b"{}")
            request = urllib.request.Request(base + self.path, body, dict(self.headers), method=self.command)
            try:
                came = urllib.request.urlopen(request)
            except urllib.error.HTTPError as why:
                came = why
            self.give(came.code, came.headers.get("Content-Type", ""), came.read())

        def give(self, status, kind, body):
            self.send_response(status)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        do_GET = do_POST = do_PUT = do_DELETE = do_PATCH = do_OPTIONS = do_HEAD = do_TRACE = answer

        def log_message(self, *words):
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Between)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return f"http://127.0.0.1:{server.server_address[1]}"


def main():
    words = argparse.ArgumentParser(description=__doc__)
    words.add_argument("--program", required=True, help="the doudi that serves")
    words.add_argument("--folder", required=True, help="where county, logs and counts go")
    words.add_argument("--listen", default="127.0.0.1:8661")
    words.add_argument("--examples", type=int, default=30, help="of each operation and role")
    words.add_argument("--roles", nargs="*", default=ROLES)
    words = words.parse_args()
    os.makedirs(words.folder, exist_ok=True)
    folder = os.path.abspath(words.folder)
    with open(os.path.join(folder, "st.toml"), "w", encoding="utf-8") as out:
        out.write(CONFIG)
    server, passwords = served(words.program, folder, words.listen)
    base = f"http://{words.listen}"
    try:
        tokens, ids = prepared(base, passwords, folder)
        known_at = os.path.join(folder, "known.json")
        json.dump(ids, open(known_at, "w", encoding="utf-8"))
        all_requests, failed = 0, []
        for role in words.roles:
            statuses, code, failures = asked(words, folder, base + "/api/v1", tokens[role], role, known_at)
            many, broken = sum(statuses.values()), sum(n for status, n in statuses.items() if status >= "500")
            done = statuses.get("200", 0) + statuses.get("202", 0)
            print(f"{role:32} {many:6} requests {done:6} done {broken:4} of 5xx {failures:4} failures  exit {code}", flush=True)
            all_requests += many
            if code or broken or not many:
                failed.append(role)
        statuses, code, failures = asked(words, folder, planted(base) + "/api/v1", tokens["county_clerk"], "planted", known_at)
        found = code != 0 and statuses.get("500", 0) > 0
        print(f"{'planted 500':32} {sum(statuses.values()):6} requests, planted 1, found {int(found)}")
        told = open(os.path.join(folder, "server.log"), encoding="utf-8").read()
        told = told[told.index(f"http://{words.listen}/") :]
        leaks = [name for name in ids["names"] if name in told] + re.findall(r"\d{17}[\dXx]", told)
        print(f"{all_requests} requests as {len(words.roles)} roles; failed: {failed or 'none'}; names in the log: {len(leaks)}")
        if failed or not found or leaks:
            raise SystemExit(1)
    finally:
        server.terminate()
        server.wait()


if __name__ == "__main__":
    main()
