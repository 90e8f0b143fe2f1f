"""List the files of a journal folder or its trash, and read their bytes."""

from pathlib import Path

from securebase_cli.errors import EntryFormatError, FolderError
from securebase_cli.storage import files
from securebase_cli.storage.names import Listing

MAX_BYTES = 2 * 1024 * 1024


def list_folder(folder: Path, description: str = "journal folder") -> Listing:
    """Return the names in a folder of entries, without opening a file.

    A folder that does not exist has no names. Raises FolderError if it cannot be read; the message
    has the description.
    """
    try:
        return Listing(files.list_names(folder))
    except OSError as error:
        raise FolderError(f"The {description} {folder} can't be read: {error.strerror}.") from None


def misnamed_files(folder: Path, listing: Listing) -> dict[Path, str]:
    """Return the Markdown files without the name of an entry, each with a message."""
    return {
        folder / name: "its name is not that of an entry (YYYY-MM-DD-HHMM-domain-id.md)"
        for name in listing.other_names
        if _looks_like_markdown(name)
    }


def read_bytes(path: str | Path) -> bytes:
    """Return the bytes of an entry's file; raises EntryFormatError if they cannot be read."""
    try:
        return files.read(path, MAX_BYTES)
    except (files.NotRegularFileError, files.TooLargeError) as error:
        raise EntryFormatError(str(error.strerror)) from None
    except OSError as error:
        raise EntryFormatError(f"it can't be opened ({error.strerror})") from None


def _looks_like_markdown(name: str) -> bool:
    folded = name.casefold()
    # iCloud replaces a file that is not downloaded by a hidden one with the ending `.icloud`.
    return folded.endswith(".md.icloud") or (folded.endswith(".md") and not name.startswith("."))
