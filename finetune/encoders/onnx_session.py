"""Networks that onnxruntime runs: all are opened the same way."""

from __future__ import annotations

from pathlib import Path

import onnxruntime

from data.parallel import cores


def open_session(network: Path | bytes, threads: int = 1, beside: Path | None = None) -> onnxruntime.InferenceSession:
    """Loads a network; threads that wait for work sleep instead of keeping a core busy.

    Args:
        network: its file, or what would stand in one.
        threads: for one run.
        beside: the folder of what lies outside of a network that is no file.
    """
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = min(threads, cores())
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    if beside:
        options.add_session_config_entry("session.model_external_initializers_file_folder_path", str(beside))
    return onnxruntime.InferenceSession(
        network if isinstance(network, bytes) else str(network), options, providers=["CPUExecutionProvider"]
    )
