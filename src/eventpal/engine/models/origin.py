"""Whether a built model is what its parts make today."""

import hashlib
from pathlib import Path

from eventpal.engine.models.catalogue import Model
from eventpal.engine.models.verifying import is_file, made_from, sha256_of

_RECIPE = "1: adapter merged, Q4_0"
"""Changed where the same parts are built differently."""


def origin_of(model: Model) -> str:
    """One hash of everything that ``model`` is built from; "" where the result's hash is known."""
    if model.built_sha256:
        return ""
    adapter = sha256_of(model.adapter) if model.adapter and model.adapter.is_file() else "none"
    return hashlib.sha256(f"{_RECIPE}\n{model.sha256}\n{adapter}".encode()).hexdigest()


def is_built(folder: Path, model: Model) -> bool:
    """Whether the file that runs is there, whole, and made from what is there now."""
    if model.built_sha256:
        return is_file(folder, model.built, model.built_sha256)
    return made_from(folder, model.built) == origin_of(model)
