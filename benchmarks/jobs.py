"""Measures `jobs` on real offers: cross-validation beside a baseline, learning curve, appellations, ROME v3.

    python benchmarks/jobs.py --data FOLDER [--json FILE] [--only cv,curve] [--folds 5]

Folds are grouped by near duplicates. Rows whose code was derived from the title are never tested on; no column
but the title and the description is ever read as input.
"""

from __future__ import annotations

import argparse
import json
import time
import zlib
from collections.abc import Mapping
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.model_selection import GroupKFold
from sklearn.svm import LinearSVC
from threadpoolctl import threadpool_limits

from tremplin.classification import Calibration, LinearClassifier
from tremplin.evaluation import evaluate
from tremplin.nomenclature import Rome
from tremplin.products.jobs.appellations import AppellationRanker
from tremplin.products.jobs.corpus import Corpus, Offers, cut, read_offers, rome_corpus
from tremplin.products.jobs.model import JobClassifier
from tremplin.products.jobs.reading import KINDS, kind_of
from tremplin.products.jobs.train import appellation_usage, base_scores, fit_linear
from tremplin.products.jobs.vocabulary import WordLists, allowed_stems

DEPTH = 10
Scores = NDArray[np.float32]


class Bench:
    """The folds, the rows that count, and what every part needs."""

    def __init__(self, data: Path, folds: int, threads: int) -> None:
        self.rome = Rome.load()
        self.offers: Offers = read_offers(data / "offers" / "text_to_rome.parquet", self.rome)
        self.lists = WordLists.read(data)
        self.own = rome_corpus(self.rome)
        self.base = base_scores(data / "offers" / "appellation_frequency_bayes.parquet", self.rome)
        self.threads = threads
        column = self.offers.columns
        people = np.array(column["origin"]) == "FT_native"
        strong = np.array(column["label_source"]) != "title_exact_weak"
        self.tested = {"people": people & strong, "partner": ~people & strong, "all": strong}
        self.fold = np.zeros(len(people), int)
        split = GroupKFold(5, shuffle=True, random_state=0)
        for number, (_, rows) in enumerate(split.split(people, groups=self.offers.groups)):
            self.fold[rows] = number
        self.use(folds)

    def use(self, folds: int) -> None:
        """Limits what is run and measured to the first folds."""
        self.folds = range(folds)
        self.done = np.isin(self.fold, list(self.folds))

    def share_of(self, rows: list[int], share: float, seed: int) -> list[int]:
        """Draws a share of the groups of near duplicates."""
        groups = sorted({self.offers.groups[i] for i in rows})
        order = np.random.default_rng(seed).permutation(len(groups))
        chosen = {groups[i] for i in order[: int(len(groups) * share)]}
        return [i for i in rows if self.offers.groups[i] in chosen]

    def rows(self, fold: int, *, test: bool) -> list[int]:
        return np.flatnonzero((self.fold == fold) == test).tolist()

    def fit(self, rows: list[int]) -> LinearClassifier:
        corpus = self.offers.take(rows)
        sources = [self.offers.sources[i] for i in rows]
        vocabulary = allowed_stems(corpus.texts, sources, self.own.texts, lists=self.lists)
        return fit_linear(corpus + self.own, self.rome, vocabulary=vocabulary, threads=self.threads)


def baseline(train: Corpus, test: Corpus) -> tuple[list[str], Scores]:
    """TF-IDF over words and pairs of title and description, LinearSVC, trained on the offers alone."""
    texts = [corpus.texts for corpus in (train, test)]
    vectoriser = TfidfVectorizer(
        ngram_range=(1, 2), sublinear_tf=True, min_df=2, strip_accents="unicode", dtype=np.float32
    )
    model = LinearSVC(random_state=0).fit(vectoriser.fit_transform(texts[0]), train.codes)
    scores: Scores = model.decision_function(vectoriser.transform(texts[1])).astype(np.float32)
    return model.classes_.tolist(), scores


def measure(bench: Bench, scores: Scores, classes: list[str], name: str, truth: list[str]) -> dict[str, Any]:
    """Evaluates the rows of one kind; scores (rows, classes) are probabilities or NaN where not computed."""
    rows = np.flatnonzero(bench.tested[name] & bench.done)
    order = np.argsort(-scores[rows], axis=1, kind="stable")[:, :DEPTH]
    labels = np.array(classes)
    found = evaluate(
        [truth[i] for i in rows],
        labels[order].tolist(),
        scores=np.take_along_axis(scores[rows], order, axis=1),
        groups=[bench.offers.groups[i] for i in rows],
    )
    return found.to_dict()


def baseline_ranking(offers: Offers, train: list[int], test: list[int]) -> tuple[NDArray[Any], float]:
    """Runs the baseline of one fold in a process of its own: its ranking (test rows, depth), its seconds."""
    start = time.perf_counter()
    with threadpool_limits(1):
        names, scores = baseline(offers.take(train), offers.take(test))
    ranking = np.array(names, object)[np.argsort(-scores, axis=1, kind="stable")[:, :DEPTH]]
    return ranking, time.perf_counter() - start


def cross_validate(bench: Bench, *, share: float = 1.0, peer: bool = True) -> dict[str, Any]:
    """Fits and scores every fold; the baseline runs beside, in a process of its own."""
    n = len(bench.fold)
    truth = bench.offers.corpus.codes
    ours: dict[str, Scores] = {kind: np.zeros((n, len(bench.rome.codes)), np.float32) for kind in KINDS}
    theirs = np.full((n, DEPTH), "", dtype=object)
    classes: list[str] = []
    rankers: dict[int, AppellationRanker] = {}
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        for fold in bench.folds:
            start = time.perf_counter()
            test, train = bench.rows(fold, test=True), bench.rows(fold, test=False)
            if share < 1:
                train = bench.share_of(train, share, fold)
            job = pool.submit(baseline_ranking, bench.offers, train, test) if peer else None
            model = bench.fit(train)
            classes = model.classes_.tolist()
            for kind in KINDS:
                cuts = [cut(document, kind) for document in bench.offers.take(test).documents]
                ours[kind][test] = JobClassifier(model, base=bench.base, rome=bench.rome).scores(
                    cuts, [kind] * len(cuts)
                )
            took = f"fold {fold}: {time.perf_counter() - start:.0f} s"
            if job:
                theirs[test], seconds = job.result()
                usage = appellation_usage(bench.offers, bench.rome, rows=train)
                rankers[fold] = AppellationRanker(model, bench.rome, usage=usage)
                took += f", baseline {seconds:.0f} s"
            top = np.array(classes)[ours["offer"][test].argmax(axis=1)] == np.array([truth[i] for i in test])
            print(
                f"{took}, first candidate {top[bench.tested['people'][test]].mean():.3f} (people)", flush=True
            )
    probabilities = cross_fitted(bench, ours, classes, truth)
    report: dict[str, Any] = {
        "model": {name: measure(bench, probabilities["offer"], classes, name, truth) for name in bench.tested}
    }
    if peer:
        report["baseline"] = {name: measure_peer(bench, theirs, name, truth) for name in bench.tested}
        report["parts"] = {
            kind: measure(bench, probabilities[kind], classes, "all", truth)
            for kind in KINDS
            if kind != "offer"
        }
        report["v3"] = measure_v3(bench, probabilities["offer"], classes)
        report["appellation"] = measure_appellations(bench, rankers, probabilities["offer"])
    return report


def cross_fitted(
    bench: Bench, scores: Mapping[str, Scores], classes: list[str], truth: list[str]
) -> dict[str, Scores]:
    """Turns scores into probabilities; the scales of each part come from the other parts.

    The parts are the folds, or two halves where one fold was run.
    """
    place = {code: i for i, code in enumerate(classes)}
    true = np.array([place[code] for code in truth])
    halves = np.array([zlib.crc32(group.encode()) % 2 for group in bench.offers.groups])
    parts = bench.fold if len(bench.folds) > 1 else halves
    probabilities: dict[str, Scores] = {kind: np.zeros_like(scores[kind]) for kind in KINDS}
    for kind in KINDS:
        kinds = np.array([kind_of(cut(document, kind)) for document in bench.offers.corpus.documents])
        like = kinds == kind
        for part in np.unique(parts[bench.done]):
            others = np.flatnonzero(bench.done & bench.tested["all"] & like & (parts != part))
            scale = Calibration.fit(scores[kind][others], true[others], [kind] * len(others))
            rows = np.flatnonzero(bench.done & (parts == part))
            probabilities[kind][rows] = scale.probabilities(scores[kind][rows], [kind] * len(rows))
    return probabilities


def measure_peer(bench: Bench, ranking: NDArray[Any], name: str, truth: list[str]) -> dict[str, Any]:
    rows = np.flatnonzero(bench.tested[name] & bench.done)
    groups = [bench.offers.groups[i] for i in rows]
    return evaluate([truth[i] for i in rows], ranking[rows].tolist(), groups=groups).to_dict()


def measure_v3(bench: Bench, probabilities: Scores, classes: list[str]) -> dict[str, Any]:
    """Adds the probabilities up to ROME v3 codes, on the rows that have one."""
    old = sorted({share.code for code in classes for share in bench.rome.to_v3(code)})
    place = {code: i for i, code in enumerate(old)}
    spread = np.zeros((len(classes), len(old)), np.float32)
    for row, code in enumerate(classes):
        for share in bench.rome.to_v3(code):
            spread[row, place[share.code]] = share.weight
    truth = [str(code or "") for code in bench.offers.columns["rome_code_v347"]]
    known = np.array([code in place for code in truth])
    kept = {name: rows & known for name, rows in bench.tested.items()}
    saved, bench.tested = bench.tested, kept
    found = {name: measure(bench, probabilities @ spread, old, name, truth) for name in kept}
    bench.tested = saved
    return found


def measure_appellations(
    bench: Bench, rankers: Mapping[int, AppellationRanker], probabilities: Scores
) -> dict[str, Any]:
    """Ranks appellations on tested rows whose label means one OGR code."""
    found: dict[str, list[tuple[bool, bool]]] = {name: [] for name in bench.tested}
    for row in np.flatnonzero(bench.done & bench.tested["all"]).tolist():
        label = bench.offers.columns["appellation_libelle"][row]
        meant = {str(a.ogr) for a in bench.rome.find_appellation(str(label))} if label else set()
        if len(meant) != 1:
            continue
        (true,) = meant
        ranker = rankers[int(bench.fold[row])]
        ranked = [ogr for ogr, _ in ranker.rank(bench.offers.corpus.documents[row], probabilities[row], 5)]
        for name, rows in bench.tested.items():
            if rows[row]:
                found[name].append((ranked[:1] == [true], true in ranked))
    return {
        name: {"n": len(hits), "top_1": np.mean([h[0] for h in hits]), "top_5": np.mean([h[1] for h in hits])}
        for name, hits in found.items()
    }


def shown(report: Mapping[str, Any], title: str) -> None:
    print(f"\n{title}")
    for name, result in report.items():
        metrics = result["metrics"]
        parts = [
            f"{m} {metrics[m]['value']:.3f} [{metrics[m]['low']:.3f}, {metrics[m]['high']:.3f}]"
            for m in ("top_1", "top_5", "macro_f1")
            if m in metrics
        ]
        print(f"  {name:8s} n={result['n']:5d}  " + "  ".join(parts))
        if result.get("calibration"):
            error = result["calibration"]["error"]
            print(f"           ECE {error['value']:.3f} [{error['low']:.3f}, {error['high']:.3f}]")
        if result.get("coverage"):
            print(f"           coverage {json.dumps(result['coverage'])[:300]}")


def save(path: Path | None, results: Mapping[str, Any]) -> None:
    if path:
        path.write_text(json.dumps(results, indent=1), encoding="utf-8")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="the data folder")
    parser.add_argument("--json", type=Path, help="where to write every figure")
    parser.add_argument("--only", default="cv,curve", help="parts: cv, curve")
    parser.add_argument("--folds", type=int, default=5, help="how many of the five folds to run")
    parser.add_argument("--no-baseline", action="store_true", help="leave the baseline out")
    parser.add_argument("--threads", type=int, default=2)
    options = parser.parse_args()
    results: dict[str, Any] = {}
    with threadpool_limits(options.threads):
        bench = Bench(options.data, options.folds, options.threads)
        if "cv" in options.only:
            results = cross_validate(bench, peer=not options.no_baseline)
            for part in ("baseline", "model", "parts", "v3"):
                if part in results:
                    shown(results[part], part)
            if "appellation" in results:
                print("\nappellation", results["appellation"])
            save(options.json, results)
        if "curve" in options.only:
            bench.use(min(2, options.folds))
            for share in (0.25, 0.5, 1.0):
                found = cross_validate(bench, share=share, peer=False)["model"]
                shown(found, f"model, {share:.0%} of the training offers")
                results[f"curve_{share}"] = found
    save(options.json, results)


if __name__ == "__main__":
    main()
