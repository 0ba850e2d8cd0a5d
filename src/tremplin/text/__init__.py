"""Words'n'fun: clean French text by named steps, and cut it into words."""

from tremplin.text.pipeline import TextPipeline
from tremplin.text.stopwords import FRENCH_STOPWORDS
from tremplin.text.words import Word, WordReader, fold

__all__ = ["FRENCH_STOPWORDS", "TextPipeline", "Word", "WordReader", "fold"]
