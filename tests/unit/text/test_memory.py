import sys
import tracemalloc

import pytest

from tremplin.text import TextPipeline

STEPS = [
    "remove_non_string",
    "get_true_spaces",
    "to_lower",
    "remove_punct",
    "remove_stopwords",
    "trim_string",
]


@pytest.mark.slow
@pytest.mark.parametrize("fast", ["0", "1"])
def test_chunks_bound_the_memory(fast, monkeypatch):
    monkeypatch.setenv("TREMPLIN_FAST", fast)
    texts = [
        f"L’équipe n° {i} soude des tubes, à l'arc ; elle cherche un soudeur ! " * 30 for i in range(6_000)
    ]
    size = sum(map(sys.getsizeof, texts))
    pipeline = TextPipeline(STEPS, chunk_size=500).fit()
    pipeline.transform(texts[:200])
    tracemalloc.start()
    cleaned = pipeline.transform(texts)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert len(cleaned) == len(texts)
    assert peak <= 2 * size


@pytest.mark.slow
def test_a_generator_is_never_held_whole():
    pipeline = TextPipeline(STEPS, chunk_size=100).fit()
    list(pipeline.transform(iter(["soudeur"] * 200)))
    tracemalloc.start()
    total = sum(len(text) for text in pipeline.transform(f"le soudeur {i} " * 100 for i in range(20_000)))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert total > 20_000_000
    assert peak < 12_000_000
