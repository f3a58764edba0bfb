"""What may be said of an error in a log: its kind and where it was raised, never its message or its data."""

import traceback
from pathlib import Path


def place_of(error: BaseException) -> str:
    """The kind of an error with file and line of where it was raised."""
    frames = traceback.extract_tb(error.__traceback__)
    return (
        f"{type(error).__name__} at {Path(frames[-1].filename).name}:{frames[-1].lineno}"
        if frames
        else type(error).__name__
    )
