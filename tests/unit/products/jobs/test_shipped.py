import shutil
from pathlib import Path

import pytest

from tremplin.base.errors import ArtifactError
from tremplin.base.settings import read_settings
from tremplin.classification.features import character_ngrams
from tremplin.nomenclature import Rome
from tremplin.products.jobs import JobClassifier
from tremplin.products.jobs.corpus import read_offers, rome_corpus
from tremplin.products.jobs.vocabulary import WordLists, allowed_stems
from tremplin.repository import shipped
from tremplin.text.words import WORD, WordReader

PIZZA = "Il prépare les garnitures, étale la pâte et assure la cuisson des pizzas au four à bois"
MODELS = ("jobs", "jobs-open")
BUILTIN = Path(shipped().url.removeprefix("file://"))


@pytest.fixture(scope="module", params=MODELS)
def loaded(request):
    return JobClassifier.load(request.param)


def test_every_code_is_a_candidate(loaded):
    assert loaded.codes == sorted(Rome.load().codes)


def test_each_is_small():
    for name in MODELS:
        files = shipped().pull(name).files
        assert sum(Path(shipped().pull(name).file(file)).stat().st_size for file in files) <= 12_000_000


def test_the_default_model_knows_the_pizzaiolo():
    model = JobClassifier.load()
    assert model.predict_top([PIZZA], k=1)[0][0].code == "G1604"
    ranked = sorted(model.explain(PIZZA, code="G1604"), key=lambda reason: -reason.contribution)
    assert ranked[0].text == "pizzas"


def test_a_flipped_byte_is_refused(tmp_path):
    copy = tmp_path / "builtin"
    shutil.copytree(BUILTIN, copy, ignore=shutil.ignore_patterns("*.py"))
    victim = max((path for path in copy.rglob("*") if path.is_file()), key=lambda path: path.stat().st_size)
    damaged = bytearray(victim.read_bytes())
    damaged[len(damaged) // 2] ^= 1
    victim.chmod(0o644)
    victim.write_bytes(damaged)
    refused = 0
    for name in MODELS:
        try:
            JobClassifier.load(name, repository=str(copy))
        except ArtifactError as error:
            refused += victim.name[:8] in str(error) or "sha256" in str(error)
    assert refused == 1


def rome_stems():
    reader = WordReader()
    texts = (text for document in rome_corpus(Rome.load()).documents for text in document.values())
    return {reader.stem(word) for text in texts for word in WORD.findall(text)}


def test_the_open_model_holds_words_of_the_rome_only():
    assert set(JobClassifier.load("jobs-open").linear.space_.words) <= rome_stems()


@pytest.mark.data
def test_no_person_or_company_is_in_the_vocabulary():
    data = read_settings().data
    if data is None:
        pytest.skip("TREMPLIN_DATA is not set: the shipped vocabulary was NOT scanned for names")
    rome = Rome.load()
    offers = read_offers(data / "offers" / "text_to_rome.parquet", rome)
    texts = ["\n".join(document.values()) for document in offers.corpus.documents]
    own = ["\n".join(document.values()) for document in rome_corpus(rome).documents]
    allowed = allowed_stems(texts, offers.sources, own, lists=WordLists.read(data))
    space = JobClassifier.load("jobs").linear.space_
    assert set(space.words) <= allowed
    assert not {"manpower", "capgemini", "decathlon", "anthropic"} & set(space.words)
    reader = WordReader()
    spellings = {word.lower() for text in texts + own for word in WORD.findall(text)}
    kept = {word for word in spellings if reader.stem(word) in allowed}
    assert set(space.grams) <= {gram for word in kept for gram in character_ngrams(word, space.sizes)}
