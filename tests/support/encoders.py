"""The exported encoders, which tests share, in a workspace of a test's own."""

from pathlib import Path


def link_encoders(encoders: Path, root: Path) -> None:
    """Puts the folder of exported encoders where the workspace in `root` looks for it."""
    (root / "models").mkdir(exist_ok=True)
    (root / "models" / "encoders").symlink_to(encoders)
