"""The user's private folder in memory, if the system has one; its files are not on a disk."""

import os
import re
import stat
from pathlib import Path

from securebase_cli.storage import files

_MOUNTS = Path("/proc/self/mountinfo")
# The place of a mount, with codes for spaces, and its type.
_MOUNT = r"\S+ \S+ \S+ \S+ (?P<place>\S+) .*? - (?P<type>\S+) "


def memory_folder_of(journal_folder: Path) -> Path | None:
    """Return the path of a folder in memory for a journal; it need not exist.

    Returns None if there is none, or if other users could look into it.
    """
    runtime_folder = os.environ.get("XDG_RUNTIME_DIR")
    if not runtime_folder or not os.path.isabs(runtime_folder):
        return None
    try:
        status = os.lstat(runtime_folder)
        mounts = _MOUNTS.read_text("utf-8")
    except OSError:
        return None
    is_private = stat.S_ISDIR(status.st_mode) and not status.st_mode & 0o077
    if not is_private or status.st_uid != files.user_id():
        return None
    real_folder = os.path.realpath(runtime_folder)
    matches = filter(None, (re.match(_MOUNT, line) for line in mounts.splitlines()))
    types = {match["place"]: match["type"] for match in matches}
    places = (str(place) for place in (Path(real_folder), *Path(real_folder).parents))
    mount_type = next((types[place] for place in places if place in types), "")
    if mount_type not in {"tmpfs", "ramfs"}:
        return None
    # Imported here, because it takes longer than all else that an editor needs.
    import hashlib

    name = hashlib.sha256(os.fsencode(os.path.realpath(journal_folder))).hexdigest()[:16]
    return Path(runtime_folder) / "securebase" / name
