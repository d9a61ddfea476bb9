"""The indexes that belong to a model: one of all past answers, and one for each language that has an encoder of its own.

The main index holds the pairs of all languages, so that a language whose encoder can't be had is still searched by its words.
"""

import re
import shutil
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from bot.models.archive import unpacked
from data.errors import SettingsError
from data.records import Pair
from data.languages import LANGUAGES, language_of
from finetune.classifier.layout import Card, Layout
from finetune.encoders.sentence_encoder import SentenceCard
from retrieval.storage import snapshots as storage
from retrieval.storage.manifest import holds_index

INDEXES = Path("models/index")
ENCODERS = Path("models/encoders")


@dataclass(frozen=True)
class Corpus:
    """An index of a model: which pairs belong to it, and the encoder that makes its vectors.

    Attributes:
        language: the one whose questions it holds (`data.languages.language_of`); none for the main index, which holds all.
        encoder: the folder of the encoder's files, for `bot.models.encoders.load_encoder`.
        encoder_hash: of the encoder; another one's index is refused.
        folder: where the index is.
    """

    language: str | None
    encoder: Path
    encoder_hash: str
    folder: Path

    @property
    def is_there(self) -> bool:
        """Whether the index was ever built."""
        return holds_index(self.folder)

    def own(self, pairs: Iterable[Pair]) -> list[Pair]:
        """Those of the pairs that belong to it."""
        return asked_in(self.language, pairs)


def asked_in(language: str | None, pairs: Iterable[Pair]) -> list[Pair]:
    """The pairs whose question is in a language; all if none is named."""
    return [pair for pair in pairs if language in (None, language_of(pair.question))]


def main_corpus(classifier: Path, folder: Path | None = None) -> Corpus:
    """The main index of a trained classifier: each encoder has its own, so a model and its index can't be mixed up.

    Args:
        classifier: the folder of the trained classifier.
        folder: where the index is, if not where the model looks for it.
    """
    encoder_hash = Card.load(Layout(classifier).card).encoder_hash
    return Corpus(None, classifier, encoder_hash, folder or INDEXES / encoder_hash[:16])


def language_corpus(language: str, encoder: str, main: Path | None = None) -> Corpus:
    """A language's index; its encoder is exported if it isn't yet, which needs torch.

    Args:
        language: as `data.languages.language_of` tells it.
        encoder: a sentence-transformers model, by name or folder.
        main: where the main index is, if not where the model looks for it: a language's lies in it, under the language's name.

    Raises:
        SettingsError: no message is ever told to be in this language.
        ModelError: the encoder can't be had, or is damaged.
    """
    if language not in LANGUAGES:
        raise SettingsError(f"`encoders` in config.yml gives encoders to the languages {', '.join(LANGUAGES)}. It was: {language!r}")
    folder = exported(encoder)
    if not _is_exported(encoder):
        from finetune.encoders.sentence_export import export_sentence_encoder  # torch: only the first time

        shutil.rmtree(folder, ignore_errors=True)
        export_sentence_encoder(encoder, folder)
    encoder_hash = SentenceCard.load(folder).encoder_hash
    return Corpus(language, folder, encoder_hash, main / language if main else INDEXES / f"{encoder_hash[:16]}-{language}")


def exported(encoder: str) -> Path:
    """The folder that an encoder of this name is exported to."""
    return ENCODERS / re.sub(r"\W+", "-", encoder).strip("-")


def _is_exported(encoder: str) -> bool:
    """Whether an encoder was exported, and, if it is a folder, since it was last written, e.g. by `heed index tune`."""
    folder = exported(encoder)
    if not folder.is_dir():
        return False
    written = max((file.stat().st_mtime for file in Path(encoder).rglob("*") if file.is_file()), default=0.0)
    return written <= folder.stat().st_mtime


@contextmanager
def newest_corpora(main: Path | None = None, export: bool = True) -> Iterator[list[Corpus]]:
    """The newest model's corpora, the main one first, for as long as its archive is open.

    Args:
        main: where the main index is, if not where the model looks for it.
        export: whether encoders that aren't here yet are exported; else their languages, which can't have an index yet, are left out.

    Raises:
        HeedError: there is no model, or an encoder can't be had.
    """
    with unpacked() as model:
        wanted = {language: name for language, name in model.encoders.items() if export or _is_exported(name)}
        languages = [language_corpus(language, name, main) for language, name in wanted.items()]
        yield [main_corpus(model.classifier, main), *languages]


def corpus_for(text: str, corpora: Sequence[Corpus]) -> Corpus:
    """Where a question is searched: in its language's index if there is one, else in the main one."""
    language = language_of(text)
    return next((corpus for corpus in corpora if corpus.language == language and corpus.is_there), corpora[0])


def indexes(main: Path | None = None) -> dict[str | None, Path]:
    """The folders of a main index and of its languages', by language, none for the main one. A given folder needs no model."""
    if main is None:
        with newest_corpora(export=False) as corpora:
            return {corpus.language: corpus.folder for corpus in corpora if corpus.language is None or corpus.is_there}
    return {None: main, **{language: main / language for language in LANGUAGES if holds_index(main / language)}}
