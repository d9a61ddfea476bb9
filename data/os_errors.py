"""What the operating system refused, in a sentence: no room, no permission, a folder that can only be read."""

from __future__ import annotations

import errno
import os

REASONS = {
    errno.ENOSPC: "no room is left on its disk; make room, and try again",
    errno.EDQUOT: "this user's share of the disk is used up; make room, and try again",
    errno.EFBIG: "it would be larger than files may be here (`ulimit -f`)",
    errno.EROFS: "it lies where everything can only be read; choose another folder, or mount this one for writing",
    errno.ENOENT: "it isn't there",
    errno.ENOTDIR: "a part of its path is no folder",
    errno.EISDIR: "it is a folder",
    errno.EEXIST: "it is there already",
    errno.ENAMETOOLONG: "its name is too long",
    errno.EMFILE: "this process has too many files open; raise `ulimit -n`",
    errno.ENFILE: "this machine has too many files open",
    errno.EIO: "its disk doesn't work (input/output error)",
    errno.ENOMEM: "no memory is left",
}


def sentence(error: OSError) -> str:
    """What could not be done with which file, why, and what helps."""
    files = " to ".join(str(name) for name in (error.filename, error.filename2) if name is not None)
    if error.errno in (errno.EACCES, errno.EPERM):
        why = f"the user {os.geteuid()} may not; give it the permission, or run this as the user who owns it"
    else:
        why = REASONS.get(error.errno or 0, error.strerror or str(error))
    return f"{files or 'a file'} can't be used: {why}"
