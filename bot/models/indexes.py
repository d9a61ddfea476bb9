"""Builds, opens and changes a model's index: from the logs and documents, with the encoder that the index belongs to."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from itertools import islice
from pathlib import Path
from typing import NamedTuple

from bot.console import counting_bar
from bot.domain import answering_templates, answering_texts, published_contacts
from bot.models.archive import classifier_folder
from bot.models.encoders import TravellingEncoder, encoder_folder, load_encoder
from bot.models.index_names import index_name
from bot.parallel import over_cores
from bot.workspace import Workspace
from data.documents.passages import document_pairs
from data.errors import DataError
from data.formats.bad_rows import BadRow
from data.formats.files.log_files import log_files
from data.formats.reading.named_dialogues import NamedDialogues
from data.mining.mine_logs import Mined, mine_logs
from data.parallel import Map, batched
from data.records import Pair
from finetune.classifier.layout import Card, Layout
from retrieval.building.build import NothingToIndex, build, calibrate, worth_indexing
from retrieval.building.remembered_vectors import RememberedVectors
from retrieval.building.standing import Embed, StandingDetector
from retrieval.building.subjects import subjects_of
from retrieval.encoder import Encoder
from retrieval.search.entries import Query
from retrieval.search.index import PassageIndex
from retrieval.storage import changes
from retrieval.storage import snapshots as storage
from retrieval.storage.live import LiveIndex
from retrieval.storage.manifest import Manifest, holds_index
from retrieval.storage.token_states import TokenStateStore
from retrieval.vectors.settings import VectorSettings

# Pairs that are read, or encoded and written, at a time.
BATCH = 256
WHAT = "Indexing past answers"


@dataclass(frozen=True)
class ModelIndex:
    """Where a model's index is, and the encoder that makes its vectors.

    Attributes:
        encoder: the folder of the encoder's files, for `bot.models.encoders.load_encoder`.
        encoder_hash: of the encoder; another one's index is refused.
        folder: where the index is.
    """

    encoder: Path
    encoder_hash: str
    folder: Path

    @classmethod
    def of(cls, classifier: Path, folder: Path | None = None) -> ModelIndex:
        """The index of a trained classifier, which names it; of before each model had its own, that of all with the same encoder.

        Args:
            classifier: the folder of the trained classifier.
            folder: where the index is, if not where the model looks for it.

        Raises:
            ModelError: the classifier is damaged.
        """
        encoder_hash = Card.load(Layout(classifier).card).encoder_hash
        name = index_name(classifier) or encoder_hash[:16]
        return cls(encoder_folder(classifier), encoder_hash, folder or Workspace.current().indexes / name)

    @property
    def is_there(self) -> bool:
        """Whether the index was ever built."""
        return holds_index(self.folder)


@contextmanager
def served_index(folder: Path | None = None) -> Iterator[ModelIndex]:
    """The index of the served model, for as long as its archive is open.

    Args:
        folder: where the index is, if not where the model looks for it.

    Raises:
        ModelError: there is no model.
    """
    with classifier_folder() as classifier:
        yield ModelIndex.of(classifier, folder)


def open_index(index: ModelIndex, calibrated: bool = True, encoder: Encoder | None = None) -> LiveIndex:
    """Opens a model's index; builds it first from the workspace's logs if there is none yet.

    Args:
        index: the model's.
        calibrated: whether it has to know how probably a passage answers; one that is there and doesn't know yet learns it now.
        encoder: the index's, if the caller has loaded it already, to read many texts.

    Raises:
        HeedError: the encoder, the logs or the index can't be used.
    """
    if not index.is_there:
        build_of(index, mined(Workspace.current().logs).pairs, calibrated=calibrated, encoder=encoder)
    elif calibrated and not Manifest.load(index.folder).weights:
        many = encoder or load_encoder(index.encoder, many=True)
        stored = storage.open_stored(index.folder, index.encoder_hash, many)
        calibrate(stored.index, many.embed)
        changes.compact(stored, index.folder)
    return LiveIndex(index.folder, encoder or load_encoder(index.encoder))


class BuiltIndex(NamedTuple):
    """What `build_index` made.

    Attributes:
        manifest: what the index is.
        not_quotable: answers of which no sentence may be quoted to another customer, so that they aren't in it.
        bad: the rows of the logs that had to be skipped.
    """

    manifest: Manifest
    not_quotable: int
    bad: list[BadRow]


def build_index(logs: Path, index: ModelIndex, settings: VectorSettings | None = None, mapper: Map = over_cores) -> BuiltIndex:
    """Mines logs, builds the index of a model and puts it in place.

    Args:
        logs: the redacted dialogues.
        index: the model's index.
        settings: how the vectors are kept.
        mapper: where reading and encoding run; what comes out is the same.
    """
    pairs, bad = mined(logs, mapper)
    return BuiltIndex(*build_of(index, pairs, settings, mapper), bad)


def remove_from_index(folder: Path, dialogues: NamedDialogues, passages: Iterable[int]) -> int:
    """Removes what dialogues said, and passages by their ids; returns how many questions that led to them were removed.

    Raises:
        DataError: the index has nothing of a dialogue, or no such passage; then nothing is removed.
    """
    stored = storage.open_stored(folder, Manifest.load(folder).encoder_hash)
    index, unwanted = stored.index, set(passages)
    named = {number: name for number, entry in index.entries.items() if (name := dialogues.of(entry.pair.dialogue)) is not None}
    found = {index.passage(passage).id: members for passage, members in index.passages.items()} if unwanted else {}
    unknown = [f"of dialogue {name!r}" for name in dialogues.given if name not in named.values()]
    if unknown := [*unknown, *(f"with the id {number}" for number in sorted(unwanted - found.keys()))]:
        raise DataError(f"{folder} holds no answer {', and none '.join(unknown)}; nothing was removed")
    gone = dict.fromkeys([*named, *(number for passage in unwanted for number in found[passage])])
    return changes.remove(stored, folder, list(gone))


def compact_index(folder: Path) -> Manifest:
    """Works all changes of an index into a new snapshot."""
    return changes.compact(storage.open_stored(folder, Manifest.load(folder).encoder_hash), folder)


def read_questions(texts: Sequence[str], place: ModelIndex) -> tuple[PassageIndex, list[Query]]:
    """The index, and each question made ready to be searched in it.

    Raises:
        HeedError: the index or its encoder can't be used.
    """
    encoder = load_encoder(place.encoder, many=True)
    index = storage.load(place.folder, place.encoder_hash, encoder)
    return index, [index.read(text, reading.sentence, reading) for text, reading in zip(texts, encoder.read_all(texts))]


def mined(logs: Path, mapper: Map = over_cores) -> Mined:
    """The pairs of logs; none where documents are all that the company has.

    Raises:
        DataError: there are neither, or a log can't be read.
    """
    workspace = Workspace.current()
    if not log_files(logs, or_none=True) and document_pairs(workspace.documents):
        return Mined([], [])
    with counting_bar("Reading the logs") as report:
        return mine_logs(logs, mapper, report, published_contacts(workspace.domain, workspace.documents))


def build_of(
    index: ModelIndex,
    pairs: Iterable[Pair],
    settings: VectorSettings | None = None,
    mapper: Map = over_cores,
    calibrated: bool = True,
    encoder: Encoder | None = None,
) -> tuple[Manifest, int]:
    """Builds the index of a model from pairs and the workspace's documents, and puts it in place.

    Args:
        index: the model's.
        pairs: mined.
        settings: how the vectors are kept.
        mapper: where the encoding runs; what comes out is the same.
        calibrated: whether past questions are asked again, to learn how probably a passage answers.
        encoder: the index's, if the caller has loaded it already; then all is encoded with it, in this process.

    Returns:
        what the index is, and of how many answers no sentence may be quoted.

    Raises:
        NothingToIndex: no pair may be quoted to another customer, and there are no documents.
    """
    with counting_bar(WHAT) as report:
        embed = None if encoder else partial(mapper, TravellingEncoder(index.encoder))
        encoder = encoder or load_encoder(index.encoder, many=True)
        good, published = worth_indexing(pairs), document_pairs(Workspace.current().documents)
        remembered = RememberedVectors(encoder.embed)
        quotable = quotable_of(good, remembered)
        if good and not quotable and not published:
            raise NothingToIndex(
                f"none of the {len(good):,} answers in the logs may be quoted to another customer: all speak of one case; the logs need "
                "answers that hold for everybody"
            )
        domain = Workspace.current().domain
        templates, rules = answering_templates(domain), rules_of(domain)
        tokens = TokenStateStore(index.folder, index.encoder_hash, encoder)
        built = build([*quotable, *published], encoder, templates, report, settings, embed, tokens, rules, remembered.known, calibrated)
    return storage.save(built, index.folder, settings), len(good) - len(quotable)


def rules_of(domain: Path) -> list[str]:
    """All that the templates of a domain folder say, in all languages; what they say holds today."""
    return [text for texts in answering_texts(domain).values() for text in texts] if domain.is_dir() else []


def quotable_of(pairs: Iterable[Pair], embed: Embed) -> list[Pair]:
    """The pairs with what of their answers holds for other customers, too."""
    detector, whole = StandingDetector.load(), list(pairs)
    told = iter(subjects_of(whole))
    return [quotable for batch in batched(whole, BATCH) for quotable in detector.quotable(batch, embed, list(islice(told, len(batch))))]
