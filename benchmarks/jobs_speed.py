"""Measures how fast and how small `jobs` is: in process, over HTTP, in batch, on load, and the command line.

    python benchmarks/jobs_speed.py --data FOLDER [--json FILE]

One thread of linear algebra; medians. The batch is whole offers, each once, on one core.
"""

from __future__ import annotations

import argparse
import json
import os
import socket
import statistics
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import httpx2
from threadpoolctl import threadpool_limits

TEXT = "Il prépare les garnitures, étale la pâte et assure la cuisson des pizzas au four à bois"
LOAD = """
import json, resource, time
import tremplin.products.jobs.model
start = time.perf_counter()
model = tremplin.products.jobs.model.JobClassifier.load()
loaded = time.perf_counter() - start
model.predict_top(["soudeur"])
print(json.dumps({"load_s": loaded, "resident_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024}))
"""


def in_process(data: Path) -> dict[str, float]:
    from tremplin.base import find_product
    from tremplin.nomenclature import Rome
    from tremplin.products.jobs.corpus import read_offers
    from tremplin.repository import shipped

    # opened as the server and the batch open it
    model: Any = find_product("jobs").open(shipped())
    documents = read_offers(data / "offers" / "text_to_rome.parquet", Rome.load()).corpus.documents
    model.predict_top([TEXT])
    alone = []
    for _ in range(500):
        start = time.perf_counter()
        model.predict_top([TEXT])
        alone.append((time.perf_counter() - start) * 1e3)
    rates, title_rates = [], []
    model.predict_top(documents)
    for _ in range(5):
        start = time.process_time()
        model.predict_top(documents)
        rates.append(len(documents) / (time.process_time() - start))
        titles = [document["title"] for document in documents]
        start = time.process_time()
        model.predict_top(titles)
        title_rates.append(len(titles) / (time.process_time() - start))
    return {
        "one_text_p50_ms": statistics.median(alone),
        "offers_per_cpu_s": statistics.median(rates),
        "titles_per_cpu_s": statistics.median(title_rates),
        "mean_characters": statistics.mean(len(d["title"]) + len(d["description"]) for d in documents),
    }


def over_http() -> dict[str, float]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [str(Path(sys.executable).with_name("tremplin")), "serve", "jobs", "--port", str(port)]
    server = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        with httpx2.Client(base_url=f"http://127.0.0.1:{port}") as client:
            wait(client)
            times = []
            for _ in range(500):
                start = time.perf_counter()
                client.post("/v1/jobs", json={"text": TEXT}).raise_for_status()
                times.append((time.perf_counter() - start) * 1e3)
    finally:
        server.terminate()
        server.wait()
    return {"http_p50_ms": statistics.median(times), "http_p99_ms": sorted(times)[-5]}


def wait(client: httpx2.Client) -> None:
    for _ in range(200):
        try:
            if client.get("/ready").is_success:
                return
        except httpx2.TransportError:
            pass
        time.sleep(0.1)
    raise TimeoutError("the server did not become ready in 20 s")


def fresh() -> dict[str, float]:
    runs = [json.loads(subprocess.check_output([sys.executable, "-c", LOAD])) for _ in range(5)]
    helps = []
    for _ in range(11):
        start = time.perf_counter()
        subprocess.run(
            [str(Path(sys.executable).with_name("tremplin")), "--help"], capture_output=True, check=True
        )
        helps.append(time.perf_counter() - start)
    found = {name: statistics.median(run[name] for run in runs) for name in runs[0]}
    return found | {"help_s": statistics.median(helps)}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--json", type=Path)
    options = parser.parse_args()
    os.environ |= {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
    results: dict[str, Any] = fresh()
    results |= over_http()
    with threadpool_limits(1):
        results |= in_process(options.data)
    print(json.dumps(results, indent=1))
    if options.json:
        options.json.write_text(json.dumps(results, indent=1), encoding="utf-8")


if __name__ == "__main__":
    main()
