"""A model from a folder is what Rasa makes of the archive, though it is read only once."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from rasa.core.lock_store import InMemoryLockStore
from rasa.core.nlg.response import TemplatedNaturalLanguageGenerator
from rasa.core.processor import MessageProcessor
from rasa.core.tracker_store import InMemoryTrackerStore
from rasa.engine.graph import GraphModelConfiguration, GraphSchema, SchemaNode
from rasa.engine.storage.local_model_storage import LocalModelStorage
from rasa.engine.storage.resource import Resource
from rasa.graph_components.providers.domain_provider import DomainProvider
from rasa.shared.core.domain import Domain
from rasa.shared.data import TrainingType

from bot.server.model.unpacked import UnpackedProcessor

DOMAIN = """
version: "3.1"
intents: [greet]
slots: {language: {type: text, influence_conversation: false, mappings: [{type: custom}]}}
responses:
  utter_greet: [{text: "Hello!"}]
"""
PROVIDER = "domain_provider"


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    """A model that knows nothing but its domain."""
    domain = Domain.from_yaml(DOMAIN)
    storage = LocalModelStorage(tmp_path / "training")
    (tmp_path / "training").mkdir()
    with storage.write_to(Resource(PROVIDER)) as folder:
        domain.persist(folder / "domain.yml")
    node = SchemaNode({}, DomainProvider, "load", "provide_inference", {}, eager=True, resource=Resource(PROVIDER))
    configuration = GraphModelConfiguration(
        train_schema=GraphSchema({}),
        predict_schema=GraphSchema({PROVIDER: node}),
        training_type=TrainingType.BOTH,
        assistant_id="test",
        language="en",
        core_target=PROVIDER,
        nlu_target=None,
    )
    storage.create_model_package(tmp_path / "model.tar.gz", configuration, domain)
    return tmp_path / "model.tar.gz"


def test_it_is_rasas_own_and_the_domain_is_not_read_again(archive: Path, tmp_path: Path) -> None:
    connected = {
        "tracker_store": InMemoryTrackerStore(None),
        "lock_store": InMemoryLockStore(),
        "generator": TemplatedNaturalLanguageGenerator({}),
    }
    rasas = MessageProcessor(str(archive), **connected)
    folder = tmp_path / "unpacked"
    shutil.unpack_archive(archive, folder)
    (folder / "components" / PROVIDER / "domain.yml").unlink()
    ours = UnpackedProcessor(folder, str(archive), **connected)
    shutil.rmtree(folder)
    domains = [processor.graph_runner.run({}, [PROVIDER])[PROVIDER] for processor in (rasas, ours)]
    assert domains[1].fingerprint() == domains[0].fingerprint() == ours.domain.fingerprint()
    assert domains[1].responses == domains[0].responses
    assert (ours.model_filename, ours.model_path) == (rasas.model_filename, rasas.model_path)
    assert ours.model_metadata.model_id == rasas.model_metadata.model_id
