"""What may differ between two servers with equal data, rule by rule, and nothing else.

Each rule has a name and says why the two sides cannot agree. A rule replaces what differs by a word in angle
brackets, the same on both sides, so that its absence is still seen. Whatever no rule names is compared as it is.
"""

import datetime
import json
import re

# Headers that are compared; the others either say what the body shows already (content-length, transfer-encoding)
# or belong to one connection (connection, keep-alive).
HEADERS = [
    "access-control-allow-headers", "access-control-allow-methods", "access-control-allow-origin",
    "access-control-expose-headers", "access-control-max-age", "allow", "cache-control", "content-disposition",
    "content-encoding", "content-language", "content-range", "content-security-policy", "content-type", "date",
    "etag", "last-modified", "link", "location", "referrer-policy", "retry-after", "vary", "www-authenticate",
    "x-content-type-options", "x-request-id",
]
# Lists whose order means nothing.
SETS = {"vary", "access-control-expose-headers", "allow", "access-control-allow-methods"}

VERSION = re.compile(r"^[0-9a-f]{16}$")
CURSOR = re.compile(r"\b[0-9a-f]{12}-(\d+)\b")
ID = re.compile(r"\b[0-7][0-9a-hjkmnp-tv-z]{25}\b")
INSTANT = re.compile(r"\b\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z")
ASSET = re.compile(r"(assets/[\w.-]*?)-[\w-]{8}\.")

# Metrics of the process and of its traffic: the series are compared, their values are not.
OF_THE_PROCESS = re.compile(
    r"^(process_\w+|taghtia_http_\w+|taghtia_scrub_\w+|taghtia_snapshot_built_timestamp_seconds"
    r"|taghtia_clock_ahead_seconds|taghtia_build_info)\b"
)

# The same, of what is not there before something happened that takes its own time.
OF_ITS_OWN_TIME = re.compile(r"^(# (HELP|TYPE) )?taghtia_scrub_completed_timestamp_seconds\b")


class Rules:
    """The rules for one side, which learns the ids that arise while it answers."""

    def __init__(self, began):
        """`began`: the instant at which the run began; what is recorded later differs between the sides."""
        self.began = began
        self.began_seconds = began.timestamp()
        self.ids = {}

    def headers(self, answer):
        """Lines `name: value`, as compared."""
        lines = []
        for name in HEADERS:
            values = answer.header(name)
            if values is None:
                continue
            if name in SETS:
                values = ", ".join(sorted(word.strip().lower() for word in values.split(",")))
            elif name == "date":
                values = "<date>"  # rule "date": the second at which it was answered
            elif name == "x-request-id":
                values = "<request id>"  # rule "request id": names one request of one process
            elif name == "etag":
                # Rule "tag": a hash of what the answer is made of, which may be hashed otherwise. Its strength and
                # its coding are compared, and that each side knows its own again (see `after:` in requests.txt).
                values = re.sub(r'"[^"]*?(-(?:gzip|br|zstd))?"', r'"<tag>\1"', values)
            lines.append(f"{name}: {self.text(values)}")
        return lines

    def body(self, answer, path):
        """The body as lines of text, as compared."""
        if answer.fault:
            return [f"<{answer.fault}>"]
        kind = (answer.header("content-type") or "").split(";")[0]
        # Rule "front end": pages, scripts and styles are built apart from the server and tested in a browser.
        if "/assets/" in path or kind in ("text/html", "text/javascript", "text/css"):
            return ["<front end>" if answer.body else ""]
        try:
            text = answer.body.decode("utf-8")
        except UnicodeDecodeError:
            return [f"<{len(answer.body)} bytes>", answer.body.hex()]
        if kind.endswith("json"):
            try:
                value = json.loads(text)
            except ValueError:
                return ["<no JSON>", *text.splitlines()]
            # Rule "version": a hash of what is published, which may be hashed otherwise.
            if isinstance(value, dict) and VERSION.match(str(value.get("version"))):
                value["version"] = "<version>"
            if path.startswith("/api/v1/audit") and isinstance(value, dict) and "items" in value:
                value["items"] = _audit(value["items"], whole="?" not in path)
                value["next"] = value["next"] and "<number>"
            # Rule "order of members": JSON objects have none.
            text = json.dumps(value, ensure_ascii=False, indent=1, sort_keys=True)
        elif path.startswith("/metrics"):
            lines = [line for line in text.splitlines() if not OF_ITS_OWN_TIME.match(line)]
            return [self.metric(line) for line in lines]
        return self.text(text).splitlines()

    def text(self, text):
        """Text without what arose in this run."""
        text = CURSOR.sub(r"<cursor>-\1", text)  # rule "cursor": holds a hash of the version
        text = ASSET.sub(r"\1-<hash>.", text)  # rule "front end"
        text = ID.sub(self._id, text)
        return INSTANT.sub(self._instant, text)

    def metric(self, line):
        """A line of metrics without what belongs to the process."""
        if line.startswith("#"):
            return line
        series, _, value = line.rpartition(" ")
        if OF_THE_PROCESS.match(line):
            # Rule "process": values, and the labels of what was built.
            return ("taghtia_build_info" if line.startswith("taghtia_build_info") else series) + " <of the process>"
        if series.split("{")[0].endswith("timestamp_seconds") and float(value) >= self.began_seconds:
            value = "<instant of the run>"
        return f"{series} {value}"

    def _id(self, found):
        """Rule "ids": a new id holds the time at which it was given; ids are numbered in the order of their coming."""
        word = found.group()
        if _millis(word) < self.began_seconds * 1000:
            return word
        return self.ids.setdefault(word, f"<id {len(self.ids) + 1}>")

    def _instant(self, found):
        """Rule "instants": what was recorded during the run was recorded at different instants."""
        written = found.group()
        try:
            at = datetime.datetime.fromisoformat(written[:19] + "+00:00")
        except ValueError:
            return written
        # Ten years ahead is no instant of a run but something that was asked for.
        return "<instant of the run>" if self.began <= at < self.began.replace(year=self.began.year + 10) else written


def _audit(entries, whole):
    """Rule "denials": they are counted together for a minute, so their entries fall otherwise and move the numbers
    of those after them. The whole list is compared without numbers, with the denials summed; of a part, its length."""
    if not whole:
        return [f"<{len(entries)} entries>"]
    counts, rest = {}, []
    for entry in entries:
        if entry["act"] == "access-denied":
            for what, count in entry["detail"]["counts"].items():
                counts[what] = counts.get(what, 0) + count
        else:
            rest.append({**entry, "id": "<number>"})
    return [{"denials": counts}, *rest]


def _millis(ulid):
    """The time a ULID holds, in milliseconds since 1970."""
    digits = "0123456789abcdefghjkmnpqrstvwxyz"
    return sum(digits.index(letter) << (5 * (9 - at)) for at, letter in enumerate(ulid[:10]))
