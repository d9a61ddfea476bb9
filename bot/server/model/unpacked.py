"""Loads a model whose archive has been unpacked, beside another one that is served; whoever writes meanwhile waits for Python's lock.

Rasa reads an archive twice to unpack it. It reads the domain five times more, with a parser that is written in Python, though it has it
already, in the model's metadata: a third of all that loading took.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

from rasa.core.processor import MessageProcessor
from rasa.engine.graph import ExecutionContext, SchemaNode
from rasa.engine.runner.dask import DaskGraphRunner
from rasa.engine.runner.interface import GraphRunner
from rasa.engine.storage.local_model_storage import MODEL_ARCHIVE_COMPONENTS_DIR, LocalModelStorage
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelMetadata, ModelStorage
from rasa.graph_components.providers.domain_provider import DomainProvider
from rasa.shared.core.domain import Domain

DOMAIN = "domain"


class UnpackedProcessor(MessageProcessor):
    """Rasa's processor of messages, with a model from a folder."""

    def __init__(self, folder: Path, model_path: str, **others: Any) -> None:
        """
        Args:
            folder: what is in the model's archive; it isn't needed any more once the processor is there.
            model_path: the archive's, by which the model is known.
            others: the remaining arguments of Rasa's own.
        """
        self._folder = folder
        super().__init__(model_path, **others)

    def _load_model(self, model_path: str | Path) -> tuple[str, ModelMetadata, GraphRunner]:
        metadata = LocalModelStorage._load_metadata(self._folder)
        schema = replace(
            metadata.predict_schema,
            nodes={name: _with_domain(node, metadata.domain) for name, node in metadata.predict_schema.nodes.items()},
        )
        storage = LocalModelStorage(self._folder / MODEL_ARCHIVE_COMPONENTS_DIR)
        runner = DaskGraphRunner.create(schema, storage, ExecutionContext(schema, metadata.model_id))
        return Path(model_path).name, metadata, runner


class KnownDomain(DomainProvider):
    """Provides a domain that is there already."""

    @classmethod
    def load(
        cls, config: dict[str, Any], model_storage: ModelStorage, resource: Resource, execution_context: ExecutionContext, **kwargs: Any
    ) -> KnownDomain:
        return cls(model_storage, resource, config[DOMAIN])


def _with_domain(node: SchemaNode, domain: Domain) -> SchemaNode:
    return replace(node, uses=KnownDomain, config={DOMAIN: domain}) if node.uses is DomainProvider else node
