#!/bin/sh
# Makes .venv with Python 3.10, which Rasa 3.6 needs, and installs what requirements.lock pins: all that serves, and trains `mode: quick`.
# `./setup.sh dev` installs requirements-dev.lock: PyTorch for the other modes, and what tests and benchmarks need, too; once there, it stays.
set -eu
cd "$(dirname "$0")"

is_310() { [ -x "$(command -v "$1" 2>/dev/null)" ] && "$1" -c 'import sys; sys.exit(sys.version_info[:2] != (3, 10))' 2>/dev/null; }

find_python() {
    for candidate in python3.10 python3 python "${PYENV_ROOT:-$HOME/.pyenv}"/versions/3.10*/bin/python; do
        if is_310 "$candidate"; then command -v "$candidate"; return; fi
    done
    if command -v uv >/dev/null 2>&1; then uv python find 3.10 2>/dev/null || { uv python install --quiet 3.10 && uv python find 3.10; }; fi
}

if ! is_310 .venv/bin/python; then
    python=$(find_python)
    if [ -z "$python" ]; then
        echo "Heed needs Python 3.10 (Rasa 3.6 does): install python3.10, or pyenv with 3.10, or uv, and try again." >&2
        exit 1
    fi
    echo "Setting up .venv with $python …"
    rm -rf .venv
    "$python" -m venv .venv
fi
.venv/bin/python -m pip install --quiet --disable-pip-version-check "uv==0.13.9"
if [ "${1:-}" = dev ] || [ -e .venv/ready-dev ]; then
    lock=requirements-dev.lock
    echo "Installing the pinned packages (about 8 GB with PyTorch's CUDA libraries) …"
else
    lock=requirements.lock
    echo "Installing the pinned packages (about 3 GB) …"
fi
.venv/bin/uv pip sync --quiet --require-hashes "$lock"
.venv/bin/uv pip install --quiet --no-deps --editable .
