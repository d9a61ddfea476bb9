from pathlib import Path

from tensorboard.backend.event_processing.event_accumulator import EventAccumulator

from finetune.training.event_log import event_log
from finetune.training.progress import TrainingProgress


def test_tensorboard_reads_loss_and_accuracy_by_phase(tmp_path: Path) -> None:
    with event_log(tmp_path) as log:
        log(TrainingProgress(1, 9, None, None, "Reading the examples"))
        log(TrainingProgress(1, 2, 0.9, None, "Learning"))
        log(TrainingProgress(2, 2, 0.5, 0.75, "Learning"))
    read = EventAccumulator(str(tmp_path))
    read.Reload()
    assert set(read.Tags()["tensors"]) == {"Learning/loss", "Learning/held-out accuracy"}
    assert [event.step for event in read.Tensors("Learning/loss")] == [1, 2]
