"""Makes a client of the API from its document, compiles it, and asks a server with it.

api_client.py DOCUMENT.json FOLDER asks the server at TAGHTIA_URL with the token TAGHTIA_TOKEN.
"""

import compileall
import io
import json
import os
import pathlib
import re
import subprocess
import sys

document, folder = map(pathlib.Path, sys.argv[1:3])
config = folder / "config.yaml"
config.write_text("post_hooks: []\n", encoding="utf-8")
made = folder / "taghtia_client"
python = [sys.executable, "-W", "ignore", "-m", "openapi_python_client"]
result = subprocess.run(
    [*python, "generate", "--path", document, "--output-path", made, "--meta", "none", "--config", config],
    capture_output=True, text=True, check=False,
)
if result.returncode != 0:
    sys.exit(f"no client: {result.stdout}{result.stderr}")
operations = [
    re.sub("([A-Z])", lambda letter: "_" + letter[1].lower(), operation["operationId"])
    for path in json.loads(document.read_text(encoding="utf-8"))["paths"].values()
    for operation in path.values()
]
missing = set(operations) - {module.stem for module in made.glob("api/*/*.py")}
if missing:
    sys.exit(f"operations without a function: {missing}: {result.stdout}")
if not compileall.compile_dir(made, quiet=1):
    sys.exit("the client does not compile")

sys.path.insert(0, str(folder))
from taghtia_client import AuthenticatedClient, Client  # noqa: E402
from taghtia_client import models  # noqa: E402
from taghtia_client.api.access import get_session  # noqa: E402
from taghtia_client.api.country import get_country  # noqa: E402
from taghtia_client.api.coverage import get_coverage  # noqa: E402
from taghtia_client.api.filings import get_filing, list_filings, submit_filing  # noqa: E402
from taghtia_client.api.networks import list_spans  # noqa: E402
from taghtia_client.api.territories import get_territory  # noqa: E402
from taghtia_client.types import File  # noqa: E402

url, token = os.environ["TAGHTIA_URL"], os.environ["TAGHTIA_TOKEN"]
client = Client(base_url=url)
holder = AuthenticatedClient(base_url=url, token=token)

country = get_country.sync(client=client)
assert isinstance(country, models.Country), country
assert {level.id for level in country.levels} >= {"region", "commune"}, country.levels

coverage = get_coverage.sync(client=client, level="region", technology="4g")
assert isinstance(coverage, models.Coverage), coverage
assert coverage.total == len(coverage.items) > 1
assert all(item.state is models.FigureState.KNOWN and 0 <= item.share <= 1 for item in coverage.items)

wrong = get_coverage.sync_detailed(client=client, scope="op:nobody")
assert wrong.status_code == 400 and isinstance(wrong.parsed, models.Problem), wrong
assert (wrong.parsed.code, wrong.parsed.parameter) == ("bad-parameter", "scope"), wrong.parsed

code = coverage.items[0].code
assert get_territory.sync(code, client=client).names.additional_properties["fr"]

filings = list_filings.sync(client=client, kind=models.FilingKind.MOBILE_COVERAGE, limit=1)
one = get_filing.sync(filings.items[0].id, client=client)
assert isinstance(one.state, models.FilingState) and one.file_name is None, one
assert get_filing.sync(one.id, client=holder).file_name, "its filer and administrators see its name"

spans = list_spans.sync(client=client, limit=3)
assert [feature.geometry.type_ for feature in spans.features] == ["LineString"] * 3, spans

assert get_session.sync(client=holder).token.role is models.Role.ADMIN
assert get_session.sync_detailed(client=client).status_code == 401

refused = submit_filing.sync_detailed(
    client=holder, body=File(io.BytesIO(b"{")), kind=models.FilingKind.MOBILE_COVERAGE,
    operator=filings.items[0].operator, as_of=country.today,
)
assert refused.status_code == 422 and refused.parsed.code == "refused", refused
