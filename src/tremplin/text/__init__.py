"""Words'n'fun: clean French text by named steps, and cut it into words and sentences."""

from tremplin.text.checks import check_text_transformer
from tremplin.text.pipeline import TextPipeline
from tremplin.text.sentences import split_sentences, windows
from tremplin.text.steps.registry import STEPS
from tremplin.text.steps.wordlists import rare_words, word_counts
from tremplin.text.stopwords import FRENCH_STOPWORDS
from tremplin.text.vectorizer import TextVectorizer
from tremplin.text.words import Word, WordReader, fold

__all__ = [
    "FRENCH_STOPWORDS",
    "STEPS",
    "TextPipeline",
    "TextVectorizer",
    "Word",
    "WordReader",
    "check_text_transformer",
    "fold",
    "rare_words",
    "split_sentences",
    "windows",
    "word_counts",
]
