"""One binary that serves its own copy of a data directory, and the requests sent to it."""

import gzip
import http.client
import json
import os
import re
import socket
import subprocess
import time
import urllib.parse
import zlib
from pathlib import Path

# Limits are no part of what is compared, but for those a single request meets.
UNLIMITED = {
    f"TAGHTIA_{name}": "1000000"
    for name in ["REQUESTS_PER_MINUTE", "FILINGS_PER_MINUTE", "BATCHES_PER_MINUTE", "FAILURES_PER_MINUTE"]
}


class Answer:
    """What came back: status, headers, decoded body; `fault` says what could not be read."""

    def __init__(self, status, headers, body, fault=None):
        self.status, self.body, self.fault = status, body, fault
        self._headers = headers

    def header(self, name):
        """Every value of a header, joined; None where it is not there."""
        values = [value for key, value in self._headers if key.lower() == name]
        return ", ".join(values) if values else None

    def json(self):
        """The body as JSON; None where it is none."""
        try:
            return json.loads(self.body)
        except ValueError:
            return None


class Side:
    """A server under comparison; use as a context."""

    def __init__(self, name, binary, pack, data, port, bodies, tokens):
        self.name, self.binary, self.pack, self.data = name, binary, pack, data
        self.port = port or _free_port()
        self.bodies, self.tokens = bodies, tokens
        self.kept, self.facts, self.process = {}, {}, None

    def __enter__(self):
        command = [self.binary, "serve", "--pack", self.pack, "--data-dir", self.data, "--listen", f"127.0.0.1:{self.port}"]
        environment = {key: value for key, value in os.environ.items() if not key.startswith("TAGHTIA_")}
        self.log = open(f"{self.data}.log", "wb")
        self.process = subprocess.Popen(
            command, stdout=self.log, stderr=self.log, env={**environment, **UNLIMITED, "TAGHTIA_LOG": "warn"}
        )
        try:
            self._wait()
            self._learn()
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_):
        self.process.terminate()
        try:
            self.process.wait(30)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        self.log.close()

    def cost(self):
        """CPU seconds of the server so far and the most memory it had in MB; None where /proc is not."""
        try:
            stat = Path(f"/proc/{self.process.pid}/stat").read_text().rsplit(")", 1)[1].split()
            status = Path(f"/proc/{self.process.pid}/status").read_text()
        except OSError:
            return None
        ticks = (int(stat[11]) + int(stat[12])) / os.sysconf("SC_CLK_TCK")
        return ticks, int(re.search(r"VmHWM:\s+(\d+)", status).group(1)) / 1024

    def ask(self, request):
        """Sends a request of the corpus, its placeholders filled in as this side would."""
        held = self.ask(request.after) if request.after else None
        target = self._fill(request.target, held)
        headers = [("Host", "localhost")]
        for name, value in request.headers:
            headers.append((name, self._fill(value, held)))
        if request.holder:
            headers.append(("Authorization", f"Bearer {self.tokens[request.holder]}"))
        body = (self.bodies / request.body).read_bytes() if request.body else None
        answer = self._send(request.method, target, headers, body)
        if request.keep:
            self.kept[request.keep] = (answer.json() or {}).get("id", "not-kept")
        return answer

    def _wait(self):
        for _ in range(6000):
            if self.process.poll() is not None:
                raise SystemExit(f"{self.name} ended with {self.process.returncode}; see {self.data}.log")
            try:
                if self._send("GET", "/readyz", [("Host", "localhost")], None).status == 200:
                    return
            except OSError:
                pass
            time.sleep(0.1)
        raise SystemExit(f"{self.name} is not ready after ten minutes; see {self.data}.log")

    def _learn(self):
        """What the placeholders stand for: the filings there are before anything is sent."""
        admin = [("Host", "localhost"), ("Authorization", f"Bearer {self.tokens['admin']}")]
        filings = self._send("GET", "/api/v1/filings?limit=1000", admin, None).json()["items"]
        country = self._send("GET", "/api/v1/country", [("Host", "localhost")], None).json()
        page = self._send("GET", "/", [("Host", "localhost")], None).body.decode()
        self.facts = {"filing": [f["id"] for f in filings], "recorded": [f["recorded"] for f in filings]}
        self.facts["hash"] = [f["content_hash"] for f in filings if f["content_hash"]]
        self.facts["digest"] = country["pack_digest"]
        self.facts["assets"] = re.findall(r"assets/[\w.-]+", page)
        styles = [name for name in self.facts["assets"] if name.endswith(".css")]
        for style in styles:
            text = self._send("GET", f"/{style}", [("Host", "localhost")], None).body.decode()
            self.facts["assets"] += ["assets/" + name for name in re.findall(r"[\w.-]+\.woff2", text)]

    def _fill(self, text, held):
        def value(found):
            word, _, which = found.group(1).partition(":")
            if word in ("filing", "recorded", "hash"):
                known = self.facts[word]
                return known[int(which)] if int(which) < len(known) else f"no-{word}"
            if word == "digest":
                return self.facts["digest"]
            if word == "asset":
                named = [name for name in self.facts["assets"] if name.endswith("." + which)]
                return named[0] if named else f"assets/none.{which}"
            if word == "kept":
                return self.kept.get(which, "not-kept")
            if word == "etag":
                return held.header("etag") or '"none"'
            if word == "next":
                return _next(held) or "none"
            raise SystemExit(f"unknown placeholder {found.group(0)}; known are filing:N, recorded:N, hash:N, "
                             "digest, asset:EXTENSION, kept:NAME, etag, next")
        return re.sub(r"\{([a-z]+(?::[\w]+)?)\}", value, text)

    def _send(self, method, target, headers, body):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=120)
        try:
            connection.putrequest(method, target, skip_host=True, skip_accept_encoding=True)
            for name, value in headers:
                connection.putheader(name, value)
            if body is not None or method in ("POST", "PUT", "PATCH"):
                connection.putheader("Content-Length", str(len(body or b"")))
            connection.endheaders(body or None)
            response = connection.getresponse()
            raw = response.read()
            return _decoded(response.status, response.getheaders(), raw)
        except (http.client.HTTPException, TimeoutError, ConnectionResetError) as error:
            return Answer(0, [], b"", f"no answer: {type(error).__name__}")
        finally:
            connection.close()


def _next(answer):
    """The cursor of the page after: of the body, else of the `Link` header."""
    said = answer.json()
    if isinstance(said, dict) and said.get("next"):
        return said["next"]
    link = re.search(r"[?&]cursor=([^&>]+)[^>]*>;\s*rel=\"?next", answer.header("link") or "")
    return urllib.parse.unquote(link.group(1)) if link else None


def _decoded(status, headers, raw):
    coding = next((value for name, value in headers if name.lower() == "content-encoding"), None)
    try:
        return Answer(status, headers, _decode(coding, raw) if raw else raw)
    except (OSError, zlib.error, EOFError, subprocess.CalledProcessError) as error:
        return Answer(status, headers, b"", f"{coding} that cannot be decoded: {error}")


def _decode(coding, raw):
    if coding == "gzip":
        return gzip.decompress(raw)
    if coding == "deflate":
        return zlib.decompress(raw)
    if coding == "br":  # Python has none of its own; Node, which the front end needs, does.
        script = "process.stdout.write(require('zlib').brotliDecompressSync(require('fs').readFileSync(0)))"
        return subprocess.run(["node", "-e", script], input=raw, stdout=subprocess.PIPE, check=True).stdout
    if coding == "zstd":
        return subprocess.run(["zstd", "-dcq"], input=raw, stdout=subprocess.PIPE, check=True).stdout
    return raw


def _free_port():
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]
