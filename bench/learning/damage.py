"""Damaged bundles: promoted, or swapped in behind the registry's back, none may be loaded, and the live model serves on."""

import io
import json
import pickle
import random
import shutil
import tarfile
from collections.abc import Callable
from pathlib import Path

from bench.learning.place import VERSIONS, make
from bench.results import Result
from bot.models.bundle import ARCHIVE, MANIFEST, Bundle, sha256
from bot.models.checking import check_model
from bot.models.registry import Registry
from data.errors import ModelError
from retrieval.storage.manifest import Manifest

Damage = Callable[[Bundle, Path, random.Random], None]


def damage(folder: Path, count: int) -> list[Result]:
    """Tries so many damaged bundles, the kinds in turn."""
    registry = make(folder)
    registry.promote(VERSIONS[0])
    kinds: dict[str, Damage] = {
        "cut": _cut,
        "flipped bit": _flipped,
        "wrong sum": _wrong_sum,
        "pickle inside": _pickle,
        "another encoder's index": _other_index,
        "index's file flipped": _index_flipped,
    }
    rng, loaded, tried = random.Random(0), [], dict.fromkeys(kinds, 0)
    for number in range(count):
        kind = list(kinds)[number % len(kinds)]
        tried[kind] += 1
        damaged = _bundle(registry, f"damaged-{number}")
        kinds[kind](damaged, registry.folder / "index", rng)
        try:
            registry.promote(damaged.version)
            loaded.append(f"{kind} ({number})")
        except ModelError:
            pass
        served = registry.promoted()
        if served is None or served.version != VERSIONS[0]:
            loaded.append(f"{kind} ({number}): {served} is served")
            registry.promote(VERSIONS[0])
        shutil.rmtree(damaged.folder)
        _restore(registry)
    check_model(Bundle(registry.folder / VERSIONS[0]).archive, registry.folder / "index")
    for problem in loaded:
        print(problem)
    test = f"{count} damaged bundles: " + ", ".join(f"{number} × {kind}" for kind, number in tried.items())
    return [Result(test, "loaded", len(loaded), "", "0", not loaded)]


def _bundle(registry: Registry, version: str) -> Bundle:
    """A bundle of its own, whose files are no one else's; with a copy of the index beside, to put back."""
    source, target = registry.folder / VERSIONS[0], registry.folder / version
    shutil.copytree(source, target)
    manifest = json.loads((target / MANIFEST).read_text())
    (target / MANIFEST).write_text(json.dumps({**manifest, "version": version}))
    kept = registry.folder / "index.kept"
    if not kept.exists():
        shutil.copytree(registry.folder / "index", kept)
    return Bundle(target)


def _restore(registry: Registry) -> None:
    kept, index = registry.folder / "index.kept", registry.folder / "index"
    shutil.rmtree(index)
    shutil.copytree(kept, index)


def _cut(bundle: Bundle, _: Path, rng: random.Random) -> None:
    content = bundle.archive.read_bytes()
    bundle.archive.write_bytes(content[: rng.randrange(len(content))])
    if rng.random() < 0.5:  # by one who mends the sum, too
        _mend(bundle)


def _flipped(bundle: Bundle, _: Path, rng: random.Random) -> None:
    content = bytearray(bundle.archive.read_bytes())
    content[rng.randrange(20, len(content))] ^= 1 << rng.randrange(8)
    bundle.archive.write_bytes(content)
    if rng.random() < 0.5:
        _mend(bundle)


def _wrong_sum(bundle: Bundle, _: Path, rng: random.Random) -> None:
    manifest = json.loads((bundle.folder / MANIFEST).read_text())
    manifest["sha256"][ARCHIVE] = "".join(rng.choice("0123456789abcdef") for _ in range(64))
    (bundle.folder / MANIFEST).write_text(json.dumps(manifest))


def _pickle(bundle: Bundle, _: Path, rng: random.Random) -> None:
    name = rng.choice(("hook.pkl", "members.safetensors.bak", "extra.json", "notes.txt"))
    with tarfile.open(bundle.archive) as old:
        members = [(member, old.extractfile(member).read() if member.isfile() else b"") for member in old.getmembers()]  # type: ignore[union-attr]
    with tarfile.open(bundle.archive, "w:gz", compresslevel=1) as new:
        for member, content in members:
            new.addfile(member, io.BytesIO(content))
        hostile = pickle.dumps({"run": "me"}, protocol=rng.randrange(2, 6))
        entry = tarfile.TarInfo(f"components/{name}")
        entry.size = len(hostile)
        new.addfile(entry, io.BytesIO(hostile))
    _mend(bundle)


def _other_index(_: Bundle, indexes: Path, rng: random.Random) -> None:
    for folder in indexes.iterdir():
        record = json.loads((folder / "manifest.json").read_text())
        record["encoder_hash"] = "".join(rng.choice("0123456789abcdef") for _ in range(64))
        (folder / "manifest.json").write_text(json.dumps(record))


def _index_flipped(_: Bundle, indexes: Path, rng: random.Random) -> None:
    for folder in indexes.iterdir():
        manifest = Manifest.load(folder)
        file = folder / manifest.snapshot / rng.choice(sorted(manifest.files))
        content = bytearray(file.read_bytes())
        content[rng.randrange(len(content))] ^= 1 << rng.randrange(8)
        file.write_bytes(content)


def _mend(bundle: Bundle) -> None:
    manifest = json.loads((bundle.folder / MANIFEST).read_text())
    manifest["sha256"][ARCHIVE] = sha256(bundle.archive)
    (bundle.folder / MANIFEST).write_text(json.dumps(manifest))
