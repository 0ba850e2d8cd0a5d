from concurrent.futures import ThreadPoolExecutor

from tremplin.text.memo import Memo


def test_each_distinct_word_is_worked_on_once():
    seen = []

    def work(words):
        seen.extend(words)
        return [word.upper() for word in words]

    memo = Memo(work)
    assert memo(["a", "b", "a"]) == ["A", "B", "A"]
    assert memo(["b", "c"]) == ["B", "C"]
    assert sorted(seen) == ["a", "b", "c"]


def test_it_forgets_rather_than_grow():
    memo = Memo(lambda words: [word * 2 for word in words], kept=["|"], limit=5)
    for start in range(0, 40, 3):
        words = ["|", *map(str, range(start, start + 3))]
        assert memo(words) == ["|"] + [word * 2 for word in words[1:]]
        assert len(memo) <= 6


def test_long_words_are_not_remembered():
    memo = Memo(lambda words: [word[:1] for word in words])
    assert memo(["a" * 100, "b"]) == ["a", "b"]
    assert len(memo) == 1


def test_threads_agree():
    memo = Memo(lambda words: [word[::-1] for word in words], limit=50)
    lists = [[f"w{i % (7 + n)}" for i in range(500)] for n in range(20)]
    with ThreadPoolExecutor(4) as pool:
        for words, found in zip(lists, pool.map(memo, lists), strict=True):
            assert found == [word[::-1] for word in words]
