"""Measures `text` beside words-n-fun 1.6.1 and scikit-learn on real job ads, each text once, memo cold.

    python benchmarks/text.py --data FOLDER --reference PYTHON [--json FILE]

PYTHON is the interpreter of a virtual environment of its own that holds the reference:
``pip install words-n-fun==1.6.1 pandas==2.3.3 pyarrow``. CPU seconds of one process, medians of 5 runs. The reference
does not speed up with more texts, so it reads a sample, one text in twelve; ours reads all of them.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

README = [
    "remove_non_string",
    "get_true_spaces",
    "to_lower",
    "remove_punct",
    "remove_numeric",
    "remove_stopwords",
    "remove_accents",
    "trim_string",
    "remove_leading_and_ending_spaces",
]
STEM = [*README[:6], "stemmatize", *README[6:]]
SEED = ["remove_non_string", "to_lower", "remove_punct", "remove_stopwords"]
DEFAULT = [
    "remove_non_string",
    "get_true_spaces",
    "to_lower_except_singleletters",
    "pe_matching",
    "remove_gender_synonyms",
    "remove_punct_except_parenthesis",
    "remove_numeric",
    "remove_stopwords",
    "stemmatize",
    "remove_accents",
    "trim_string",
    "remove_leading_and_ending_spaces",
]
PIPELINES = {"readme": README, "stem": STEM, "seed": SEED, "default": DEFAULT}
SHORT = "Technicien(ne) de maintenance H/F en CDI à l'atelier de Lyon"
EVERY = 12
GOALS = {"readme": (25, 80), "stem": (40, 130), "seed": (15, 60), "default": (20, 60)}

REFERENCE = """
import json, logging, sys, time
logging.disable(logging.CRITICAL)
import pandas as pd
from words_n_fun.preprocessing import api
given = json.load(sys.stdin)
texts = pd.Series(given["texts"], dtype=object)
result = {}
for name, steps in given["pipelines"].items():
    times = []
    for _ in range(given["runs"]):
        start = time.process_time()
        cleaned = api.preprocess_pipeline(texts, pipeline=steps)
        times.append(time.process_time() - start)
    alone = []
    for _ in range(50):
        start = time.process_time()
        api.preprocess_pipeline(given["short"], pipeline=steps)
        alone.append(time.process_time() - start)
    result[name] = {"seconds": times, "short": alone, "texts": cleaned.tolist()}
json.dump(result, sys.stdout)
"""


def read(data: Path) -> list[str]:
    import pyarrow.parquet as pq

    column = pq.read_table(data / "offers" / "unlabelled_ads.parquet", columns=["description"])["description"]
    return list(dict.fromkeys(text for text in column.to_pylist() if text))


def reference(python: str, texts: list[str], runs: int) -> dict[str, Any]:
    given = {"texts": texts, "pipelines": PIPELINES, "runs": runs, "short": SHORT}
    environment = os.environ | {"PYTHONHASHSEED": "0", "OMP_NUM_THREADS": "1"}
    done = subprocess.run(
        [python, "-c", REFERENCE],
        input=json.dumps(given),
        capture_output=True,
        text=True,
        env=environment,
        check=True,
    )
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def ours(texts: list[str], runs: int) -> dict[str, Any]:
    """Runs in a process of its own, with or without machine code as TREMPLIN_FAST says."""
    from tremplin.text import TextPipeline

    result: dict[str, Any] = {}
    for name, steps in PIPELINES.items():
        for mode, compat in (("ours", False), ("compat", True)):
            cold: list[float] = []
            warm: list[float] = []
            TextPipeline(steps, wnf_compat=compat).transform(texts[:200])
            for _ in range(runs):
                pipeline = TextPipeline(steps, wnf_compat=compat).fit()
                for times in (cold, warm):
                    start = time.process_time()
                    cleaned = pipeline.transform(texts)
                    times.append(time.process_time() - start)
            alone = []
            for _ in range(200):
                start = time.perf_counter()
                pipeline.transform(SHORT)
                alone.append(time.perf_counter() - start)
            result[f"{name} {mode}"] = {"cold": cold, "warm": warm, "short": alone}
            if compat:
                result[f"{name} {mode}"]["texts"] = cleaned[::EVERY]
    result["tfidf"] = tfidf(texts, runs)
    return result


def tfidf(texts: list[str], runs: int) -> dict[str, Any]:
    from sklearn.feature_extraction.text import TfidfVectorizer

    from tremplin.text import TextPipeline

    result: dict[str, Any] = {}
    for pairs in (1, 2):
        times: dict[str, list[float]] = {"ours": [], "sklearn": []}
        for _ in range(runs):
            made = TextPipeline(["to_lower", "remove_punct", "remove_stopwords"]).vectorizer(
                ngram_range=(1, pairs)
            )
            peer = TfidfVectorizer(ngram_range=(1, pairs))
            for name, vectoriser in (("ours", made), ("sklearn", peer)):
                start = time.process_time()
                vectoriser.fit_transform(texts)
                times[name].append(time.process_time() - start)
        result[f"up to {pairs}"] = times
    return result


def packages(python: str) -> str:
    """Returns the folder of an interpreter's packages; compat reads the reference's lists of words there."""
    code = "import sysconfig; print(sysconfig.get_path('purelib'))"
    return subprocess.check_output([python, "-c", code], text=True).strip()


def child(data: Path, python: str, *, fast: bool, runs: int) -> dict[str, Any]:
    environment = os.environ | {"TREMPLIN_FAST": "1" if fast else "0", "OMP_NUM_THREADS": "1"}
    command = [sys.executable, __file__, "--data", str(data), "--runs", str(runs), "--ours", packages(python)]
    done = subprocess.run(command, capture_output=True, text=True, env=environment, check=True)
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def show(
    theirs: dict[str, Any], mine: dict[str, dict[str, Any]], n_sample: int, n_all: int
) -> dict[str, Any]:
    report: dict[str, Any] = {}
    for name in PIPELINES:
        base = n_sample / statistics.median(theirs[name]["seconds"])
        row: dict[str, Any] = {"reference docs/s": round(base)}
        for label, result in mine.items():
            for mode in ("ours", "compat"):
                part = result[f"{name} {mode}"]
                for heat in ("cold", "warm"):
                    rate = n_all / statistics.median(part[heat])
                    row[f"{label} {mode} {heat}"] = f"{rate:,.0f} docs/s = {rate / base:.1f}×"
            part = result[f"{name} compat"]
            pairs = zip(part["texts"], theirs[name]["texts"], strict=True)
            row[f"{label} rows that differ"] = sum(one != other for one, other in pairs)
            row[f"{label} short string ms"] = round(
                1e3 * statistics.median(result[f"{name} ours"]["short"]), 3
            )
        row["reference short string ms"] = round(1e3 * statistics.median(theirs[name]["short"]), 2)
        row["goal"] = GOALS[name]
        report[name] = row
        print(name)
        for key, value in row.items():
            print(f"    {key:32s} {value}")
    for label, result in mine.items():
        for kind, times in result["tfidf"].items():
            ratio = statistics.median(times["sklearn"]) / statistics.median(times["ours"])
            report[f"tfidf {kind} {label}"] = round(ratio, 2)
            print(f"raw text → TF-IDF, {kind} word(s), {label}: {ratio:.2f}× scikit-learn alone")
    return report


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--reference", help="python of the reference's virtual environment")
    parser.add_argument("--json", type=Path)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument(
        "--ours", help="run our side alone, with this folder of packages last, and print JSON"
    )
    options = parser.parse_args()
    texts = read(options.data)
    if options.ours:
        sys.path.append(options.ours)
        json.dump(ours(texts, options.runs), sys.stdout)
        return
    if not options.reference:
        parser.error("--reference is needed: the python of a virtual environment with words-n-fun 1.6.1")
    sample = texts[::EVERY]
    theirs = reference(options.reference, sample, options.runs)
    mine = {
        name: child(options.data, options.reference, fast=fast, runs=options.runs)
        for name, fast in (("python", False), ("fast", True))
    }
    report = show(theirs, mine, len(sample), len(texts))
    if options.json:
        options.json.write_text(json.dumps(report, indent=1, ensure_ascii=False), encoding="utf-8")


if __name__ == "__main__":
    main()
