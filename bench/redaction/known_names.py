"""Makes the lists of names in `data/redaction/` from those of Faker, and says which of them are rather words.

    uv run --with faker==40.63.0 --no-project python bench/redaction/known_names.py lists data/redaction
    python -m bench.redaction.known_names words models/encoders/e5-…   # after a `heed run` has made the encoder

A name is rather a word if the vocabulary of multilingual-e5 has it in small letters about as often as with a capital.
"""

import importlib
import re
import sys
from importlib import resources
from pathlib import Path

LOCALES = (
    "en_US en_GB en_IN en_IE en_NZ en_PK en_NG en_KE de_DE de_AT de_CH fr_FR fr_CA fr_CH es_ES es_MX es_AR es_CO pt_BR pt_PT it_IT nl_NL"
    " nl_BE pl_PL sv_SE no_NO da_DK fi_FI tr_TR cs_CZ sk_SK hr_HR ro_RO hu_HU id_ID hi_IN mr_IN ne_NP"
).split()
# In nats: a capital may be a little commoner, since a word begins sentences.
COMMONER = 0.7


def lists(folder: Path) -> None:
    """Writes `given_names.txt` and `family_names.txt`."""
    for file, wanted in (("given_names.txt", r"first_name|.*first_names"), ("family_names.txt", r"last_name")):
        names: set[str] = set()
        for locale in LOCALES:
            provider = importlib.import_module(f"faker.providers.person.{locale}").Provider
            for attribute in dir(provider):
                value = getattr(provider, attribute)
                if re.match(wanted, attribute) and not callable(value):
                    names.update(name for name in value if isinstance(name, str))
        words = {word for name in names for word in name.split(" ") if len(word) > 1 and not word[0].islower()}
        (folder / file).write_text("\n".join(sorted(words)) + "\n", encoding="utf-8")


def words(encoder: Path, folder: Path) -> None:
    """Writes `names_that_are_words.txt`: which names are rather words of English."""
    from finetune.encoders.e5.unigram import UnigramTokenizer

    tokenizer = UnigramTokenizer.load(encoder / "vocabulary.npz")

    def score(word: str) -> float | None:
        piece = tokenizer.token_to_id(f"▁{word}")
        return None if piece is None else float(tokenizer._scores[piece])

    lines = resources.files("symspellpy").joinpath("frequency_dictionary_en_82_765.txt").read_text(encoding="utf-8-sig").splitlines()
    english = {line.split()[0] for line in lines}
    names = {name for file in ("given_names.txt", "family_names.txt") for name in (folder / file).read_text("utf-8").split()}
    found = []
    for name in sorted(name for name in names if name.lower() in english):
        small, capital = score(name.lower()), score(name)
        if small is not None and (capital is None or small > capital - COMMONER):
            found.append(name)
    (folder / "names_that_are_words.txt").write_text("\n".join(found) + "\n", encoding="utf-8")


if __name__ == "__main__":
    if sys.argv[1] == "lists":
        lists(Path(sys.argv[2]))
    else:
        words(Path(sys.argv[2]), Path("data/redaction"))
