"""The served site beside Datasette: python -m tests.benchmarks.bench_server --peer FOLDER --data FOLDER

Serves the database of DATABASE_URL with gunicorn, two workers, and the file that `make_data.py` made of the same rows
with Datasette, and asks both in turn. FOLDER of the peer is the virtual environment that has Datasette. Prints
everything but the searches, which `compare.py` asks. Seconds are those of the machine; what counts are the ratios.
"""

import argparse
import http.client
import os
import random
import re
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import product
from pathlib import Path

SITE, PEER = 8861, 8862
TIMES = 40
WRK_SECONDS = 10
ROOT = Path(__file__).resolve().parents[2]
WORDS = [
    "torture",
    "women",
    "police",
    "health",
    "religion",
    "refugees",
    "education",
    "prison",
    "poverty",
    "indigenous",
    "trafficking",
    "press",
    "disability",
    "migrants",
    "violence",
    "justice",
    "children",
    "penalty",
    "freedom",
    "convention",
    "optional",
    "protocol",
    "discrimination",
    "employment",
    "housing",
    "water",
    "food",
    "minorities",
    "language",
    "elections",
    "corruption",
    "slavery",
    "arms",
    "peace",
    "family",
    "marriage",
    "age",
    "registration",
    "judges",
    "lawyers",
]
_RESPONSES = {"": "", "&position=noted": "&Response=Noted", "&position=accepted": "&Response=Accepted"}
_SORTS = {"newest": "&_sort_desc=Session", "oldest": "&_sort=Session", "state": "&_sort=To", "action": "&_sort=Action"}
FACETS = "&".join(f"_facet={column}" for column in ("Response", "To", "From", "Action", "Session"))  # without themes
MIB = 1024


def get(port: int, path: str, **headers: str) -> tuple[int, bytes, dict[str, str]]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=600)
    connection.request("GET", path, headers={name.replace("_", "-"): value for name, value in headers.items()})
    answer = connection.getresponse()
    body = answer.read()
    connection.close()
    return answer.status, body, dict(answer.getheaders())


def seconds(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


@contextmanager
def served(port: int, command: list[str]) -> Iterator[int]:
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        for _ in range(200):
            try:
                get(port, "/livez")
                break
            except OSError:
                time.sleep(0.2)
        yield process.pid
    finally:
        process.terminate()
        process.wait(20)


def workers(master: int) -> list[int]:
    return [int(pid) for pid in Path(f"/proc/{master}/task/{master}/children").read_text().split()]


def memory(master: int) -> str:
    """MiB of each worker: what it holds (RSS), the same with its part of what it shares (PSS), and its alone (USS)."""
    found = []
    for pid in workers(master):
        rows = re.findall(r"(\w+): +(\d+) kB", Path(f"/proc/{pid}/smaps_rollup").read_text())
        kilobytes = {name: int(value) for name, value in rows}
        alone = kilobytes["Private_Clean"] + kilobytes["Private_Dirty"]
        found.append("/".join(str(part // MIB) for part in (kilobytes["Rss"], kilobytes["Pss"], alone)))
    return ", ".join(found)


def wait_for_the_index() -> None:
    """Until the search is answered in less than a tenth of a second, time after time."""
    quick = 0
    while quick < 12:
        quick = quick + 1 if seconds(lambda: get(SITE, "/recommendations/?q=tea")) < 0.1 else 0
        time.sleep(0.05)


def in_turn(name: str, ours: Callable[[], object], theirs: Callable[[], object], times: int = TIMES) -> None:
    """Prints the middle times of both, asked in turn."""
    ours(), theirs()
    both = [(seconds(ours), seconds(theirs)) for _ in range(times)]
    one, other = (1000 * statistics.median(pair[which] for pair in both) for which in (0, 1))
    print(f"{name:44} {one:10.2f} {other:10.2f} {one / other:8.3f}", flush=True)


def throughput(port: int, paths: list[str]) -> float:
    """Answers a second, of various addresses asked by wrk over 8 connections."""
    listed = ",".join(f"[[{path}]]" for path in paths)
    script = f"local p={{{listed}}} local i=0 request=function() i=i%#p+1 return wrk.format('GET',p[i]) end"
    with tempfile.NamedTemporaryFile("w", suffix=".lua") as file:
        file.write(script)
        file.flush()
        command = ["wrk", "-t1", "-c8", f"-d{WRK_SECONDS}s", "-s", file.name, f"http://127.0.0.1:{port}"]
        said = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    found = re.search(r"Requests/sec:\s+([\d.]+)", said)
    return float(found[1]) if found else 0.0


def some_records() -> list[str]:
    """Addresses of recommendations, each another: no page of theirs was written before."""
    found: set[str] = set()
    while len(found) < 20 * TIMES:
        body = get(SITE, f"/recommendations/?q=women&page={random.randint(1, 100)}")[1].decode()
        found.update(random.sample(re.findall(r'href="(/recommendations/[-a-z0-9]+/[-a-z0-9.]+/)"', body), 10))
    return random.sample(sorted(found), len(found))


def ask_both(master: int) -> None:
    print(f"{'what, in milliseconds':44} {'ours':>10} {'peer':>10} {'ratio':>8}")
    records = some_records()
    review = records[0].split("/")[2]
    ours, theirs = iter(records), iter(random.sample(range(1, 100_000), len(records)))
    in_turn(
        "recommendation page; row page, each another",
        lambda: get(SITE, next(ours)),
        lambda: get(PEER, f"/peer/recommendations/{next(theirs)}"),
        len(records) - 1,
    )
    etag = get(SITE, "/recommendations/")[2]["ETag"]
    in_turn(
        "unchanged page; /livez, same headers",
        lambda: get(SITE, "/recommendations/", if_none_match=etag),
        lambda: get(SITE, "/livez", if_none_match=etag),
        500,
    )
    search = lambda: get(SITE, f"/recommendations/?q=women&page={random.randint(1, 20)}")  # noqa: E731
    in_turn("tallies of a review; a search", lambda: get(SITE, f"/reviews/{review}/"), search)
    in_turn("pictures of a review; a search", lambda: get(SITE, f"/reviews/{review}/pictures/by-action/"), search)
    before = memory(master)
    csv = "/peer/recommendations.csv?_stream=on&_size=max"
    in_turn("CSV of everything", lambda: get(SITE, "/recommendations.csv"), lambda: get(PEER, csv), 2)
    for form in ("xlsx", "json", "jsonl"):
        print(f"{form} of everything: {seconds(lambda form=form: get(SITE, f'/recommendations.{form}')):.1f} s")
    after = memory(master)
    for name, chosen in (("again and again", questions()[:7]), ("in turn", questions())):
        ours = throughput(SITE, [f"/recommendations/?{query}" for query, _theirs in chosen]) / len(workers(master))
        theirs = throughput(PEER, [f"/peer/recommendations?_size=50&{FACETS}&{query}" for _ours, query in chosen])
        what = f"searches a second and process, {len(chosen)} addresses, {name}"
        print(f"{what}: {ours:.1f}; Datasette, without themes: {theirs:.1f}: {ours / theirs:.2f}")
    print(
        f"memory of each worker, MiB (RSS/PSS/USS): {before} before the files, {after} after, {memory(master)} at last"
    )


def questions() -> list[tuple[str, str]]:
    """480 searches and Datasette's forms of them: more than a process keeps pages of, before the first comes again."""
    mixed = [
        (f"q={word}{position}&sort={sort}", f"_search={word}{_RESPONSES[position]}{_SORTS[sort]}")
        for word, position, sort in product(WORDS, _RESPONSES, _SORTS)
    ]
    random.Random(7).shuffle(mixed)
    return mixed


def main() -> None:
    cli = argparse.ArgumentParser(description=__doc__)
    cli.add_argument("--peer", type=Path, required=True)
    cli.add_argument("--data", type=Path, required=True)
    args = cli.parse_args()
    os.environ.setdefault("ALLOWED_HOSTS", "127.0.0.1")
    gunicorn = [sys.executable, "-m", "gunicorn", "-c", "gunicorn.conf.py", "-w", "2", "upr_tracker.wsgi"]
    settings = {"default_page_size": 50, "suggest_facets": "off", "max_csv_mb": 0, "facet_time_limit_ms": 10000}
    told = [word for name, value in settings.items() for word in ("--setting", name, str(value))]
    file, inspected = args.data / "peer.db", args.data / "inspect.json"
    datasette = [args.peer / "bin" / "datasette", "serve", "-i", file, "--inspect-file", inspected, "-p", PEER, *told]
    with served(SITE, [*gunicorn, "-b", f"127.0.0.1:{SITE}"]) as master, served(PEER, list(map(str, datasette))):
        wait_for_the_index()
        ask_both(master)


if __name__ == "__main__":
    main()
