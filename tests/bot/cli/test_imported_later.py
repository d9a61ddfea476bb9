"""Libraries that Rasa only mentions are imported when something is done with them."""

import subprocess
import sys

# In processes of their own: what is imported stays.
IMPORTED = """
import sys
from bot.cli.absent_tensorflow import leave_out
from bot.cli.imported_later import imported_later
leave_out()
with imported_later():
    import rasa.core.agent, rasa.engine.recipes.default_recipe, rasa.server
import bot.channels.web, bot.components.decide, bot.answers.generator
print(*sorted({"sklearn", "pandas", "pyarrow", "matplotlib"} & sys.modules.keys()), "none so far")
from rasa.nlu.featurizers.sparse_featurizer.count_vectors_featurizer import CountVectorizer
print(CountVectorizer().fit(["a kettle"]).get_feature_names_out())
from sklearn.linear_model import LogisticRegression
print(LogisticRegression.__module__)
"""
THERE_BEFORE = """
import sklearn.base
from bot.cli.imported_later import imported_later
with imported_later():
    from sklearn.metrics import accuracy_score
print(accuracy_score.__module__)
"""


def test_a_server_starts_without_them_and_has_them_where_it_uses_them() -> None:
    none_so_far, words, ours = _run(IMPORTED)
    assert none_so_far == "none so far"
    assert words == "['kettle']"
    assert ours == "sklearn.linear_model._logistic"


def test_what_is_there_already_stays() -> None:
    assert _run(THERE_BEFORE) == ["sklearn.metrics._classification"]


def _run(program: str) -> list[str]:
    return subprocess.run([sys.executable, "-W", "ignore", "-c", program], capture_output=True, text=True, check=True).stdout.splitlines()
