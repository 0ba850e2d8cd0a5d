"""Compares `TextPipeline(wnf_compat=True)` with words-n-fun 1.6.1, row by row, on real job ads.

    python benchmarks/text_parity.py --reference PYTHON --data FOLDER [--rows 24000] [--out FILE]

PYTHON is the interpreter of a virtual environment of its own that holds the reference:
``pip install words-n-fun==1.6.1 pandas==2.3.3``. Its lists of words are read from there. Titles and descriptions
are compared, each once, for every step alone and for the pipelines below. The reference is run with one hash seed,
on which one stop word of its depends.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from text import PIPELINES

LEFT_OUT = {"lemmatize"}
EXAMPLES = 3
CONTEXT = 40

REFERENCE = """
import json, logging, sys
logging.disable(logging.CRITICAL)
import pandas as pd
from words_n_fun.preprocessing import api
given = json.load(open(sys.argv[1], encoding="utf-8"))
texts = pd.Series(given["texts"], dtype=object)
print(json.dumps([p for p in sys.path if p.endswith("site-packages")]), flush=True)
for name, steps in given["pipelines"].items():
    print(json.dumps([name, api.preprocess_pipeline(texts, pipeline=steps).tolist()]), flush=True)
"""


def read(data: Path, rows: int) -> list[str]:
    """Returns the first ``rows`` ads' titles and descriptions, each text once."""
    import pyarrow.parquet as pq

    table = pq.read_table(data / "offers" / "unlabelled_ads.parquet", columns=["title", "description"])
    columns = [table[name].to_pylist()[:rows] for name in ("title", "description")]
    return list(dict.fromkeys(text for column in columns for text in column if text))


def difference(text: str, reference: str, ours: str) -> dict[str, str]:
    """Shows where two results part, and the start of the text."""
    pairs = enumerate(zip(reference, ours, strict=False))
    at = next((i for i, (theirs, own) in pairs if theirs != own), min(len(reference), len(ours)))
    return {
        "text": text[: 2 * CONTEXT],
        "reference": reference[max(at - CONTEXT, 0) : at + CONTEXT],
        "ours": ours[max(at - CONTEXT, 0) : at + CONTEXT],
    }


def compare(steps: list[str], texts: list[str], reference: list[str]) -> dict[str, Any]:
    from tremplin.text import TextPipeline

    pipeline = TextPipeline(steps, wnf_compat=True)
    start = time.process_time()
    ours = pipeline.transform(texts)
    seconds = time.process_time() - start
    rows = [row for row in zip(texts, reference, ours, strict=True) if row[1] != row[2]]
    rows.sort(key=lambda row: len(row[0]))
    return {
        "rows": len(texts),
        "changed": sum(text != result for text, result in zip(texts, reference, strict=True)),
        "differ": len(rows),
        "seconds": round(seconds, 2),
        "examples": [difference(*row) for row in rows[:EXAMPLES]],
    }


def main() -> None:
    from tremplin.text.compat import compat_steps

    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--reference", required=True, help="Python interpreter of the reference")
    parser.add_argument("--data", required=True, type=Path, help="folder that holds offers/")
    parser.add_argument("--rows", type=int, default=24_000)
    parser.add_argument("--out", type=Path, help="JSON file to write")
    options = parser.parse_args()

    texts = read(options.data, options.rows)
    pipelines = {name: [name] for name in compat_steps([]) if name not in LEFT_OUT} | PIPELINES
    result: dict[str, Any] = {}
    with tempfile.TemporaryDirectory() as folder:
        given = Path(folder, "given.json")
        given.write_text(json.dumps({"texts": texts, "pipelines": pipelines}), encoding="utf-8")
        command = [options.reference, "-c", REFERENCE, str(given)]
        environment = os.environ | {"PYTHONHASHSEED": "0"}
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment) as process:
            lines = iter(process.stdout or ())
            # the lists of words are read from where the reference is; what is installed here comes first
            sys.path.extend(json.loads(next(lines)))
            for line in lines:
                name, expected = json.loads(line)
                result[name] = compare(pipelines[name], texts, expected)
                print(
                    f"{name:34}{result[name]['differ']:8} of {result[name]['rows']} rows differ", flush=True
                )
                for example in result[name]["examples"]:
                    print("   ", json.dumps(example, ensure_ascii=False))
        if process.returncode:
            sys.exit(f"the reference ended with code {process.returncode}")
    if options.out:
        options.out.write_text(json.dumps(result, indent=2, ensure_ascii=False), encoding="utf-8")


if __name__ == "__main__":
    main()
