"""`python -m bench.probes`: fits what is told by vectors alone, and writes what ships. Then `python -m bot.retraining.decision_fit` and
`python -m bench.documents.fitting` weigh it.
"""

from bench.probes import languages, own_cases, things
from bot.decisions import own_case
from bot.workspace import Workspace
from finetune.encoders.e5.encoder import E5Encoder
from finetune.encoders.e5.export import exported_e5
from retrieval.search import named_things
from retrieval.search.language_neutral import save_directions


def main() -> None:
    workspace = Workspace.current()
    encoder = E5Encoder.load(exported_e5(workspace.encoders))
    for fit, file in ((things.fit, named_things.FITTED), (own_cases.fit, own_case.FITTED)):
        probe, report = fit(workspace, encoder)
        probe.save(file)
        print(report)
    directions, report = languages.fit(encoder)
    save_directions(directions)
    print(report)


if __name__ == "__main__":
    main()
