"""The language model that runs: base and adapter merged, in 4 bits."""

import ctypes
import hashlib
from dataclasses import replace

import llama_cpp
import numpy as np
import pytest
from gguf import GGMLQuantizationType, GGUFReader
from gguf.quants import dequantize

from eventpal.engine.models import library
from eventpal.engine.models.catalogue import SMOLLM2
from eventpal.engine.models.lora_merge import write_merged
from eventpal.engine.process import llama
from eventpal.engine.process.language import Language
from eventpal.errors import ModelError
from eventpal.progress import Progress
from tests.fakes.tiny_model import weights, write_tiny_adapter, write_tiny_model


@pytest.fixture
def base(tmp_path):
    return write_tiny_model(tmp_path / "base.gguf")


@pytest.fixture
def adapter(tmp_path):
    return write_tiny_adapter(tmp_path / "adapter.gguf")


def weights_after(path, adapter=None):
    """The weights of all tokens after a text; ``adapter`` is applied by llama.cpp at run time."""
    language = Language(path, threads=1, gpu_layers=0, alive=lambda: None)
    context = language.context(64, 1, shared=False)
    if adapter is not None:
        loaded = llama_cpp.llama_adapter_lora_init(language._model, str(adapter).encode())
        adapters = (llama_cpp.llama_adapter_lora_p_ctypes * 1)(loaded)
        scales = (ctypes.c_float * 1)(1.0)
        assert llama_cpp.llama_set_adapters_lora(context, adapters, 1, scales) == 0
    batch = llama.Batch(64)
    batch.fill(language.vocabulary.plain("jazz in the old town on friday"), 0, 0)
    batch.decode(context)
    return llama.logits(context, -1, language.vocabulary.size).copy()


def test_merged_is_what_llama_cpp_makes_of_the_adapter_at_run_time(base, adapter, tmp_path):
    write_merged(base, adapter, tmp_path / "merged.gguf")
    merged = weights_after(tmp_path / "merged.gguf")
    at_run_time = weights_after(base, adapter)
    # 16 bits here and there; without the adapter they are far away.
    np.testing.assert_allclose(merged, at_run_time, atol=0.05)
    assert np.abs(weights_after(base) - at_run_time).max() > 1


def test_the_description_stays(base, adapter, tmp_path):
    write_merged(base, adapter, tmp_path / "merged.gguf")
    language = Language(tmp_path / "merged.gguf", threads=1, gpu_layers=0, alive=lambda: None)
    before = Language(base, threads=1, gpu_layers=0, alive=lambda: None)
    assert replace(language.info(), path="", memory=0) == replace(before.info(), path="", memory=0)
    assert language.vocabulary.plain("é <|im_end|> t") == before.vocabulary.plain("é <|im_end|> t")


def test_the_adapter_of_another_model_is_refused(base, tmp_path):
    other = write_tiny_adapter(tmp_path / "other.gguf", width=32)
    with pytest.raises(ModelError, match="belongs to another model"):
        write_merged(base, other, tmp_path / "merged.gguf")
    with pytest.raises(ModelError, match="no LoRA adapter"):
        write_merged(base, base, tmp_path / "merged.gguf")


def test_a_damaged_adapter_is_refused(base, adapter, tmp_path):
    whole = adapter.read_bytes()
    for kept in (0, 3, 60, len(whole) // 2):
        adapter.write_bytes(whole[:kept])
        with pytest.raises(ModelError, match="damaged"):
            write_merged(base, adapter, tmp_path / "merged.gguf")


def matrix(path):
    """One of the tensors that the adapter changes, out of its 4 bits."""
    (found,) = (one for one in GGUFReader(path).tensors if one.name == "blk.1.ffn_up.weight")
    assert found.tensor_type == GGMLQuantizationType.Q4_0
    return dequantize(found.data, found.tensor_type)


@pytest.fixture
def fetched(base, tmp_path):
    """A folder with a tiny model fetched, and that model."""
    folder = tmp_path / "models"
    (folder / "tiny").mkdir(parents=True)
    base.rename(folder / "tiny" / "base.gguf")
    found = hashlib.sha256((folder / "tiny" / "base.gguf").read_bytes()).hexdigest()
    model = replace(
        SMOLLM2,
        name="tiny",
        weights="base.gguf",
        sha256=found,
        built="tiny.Q4_0.gguf",
        adapter=tmp_path / "lora.gguf",
    )
    return folder, model


def test_the_model_is_built_again_when_the_adapter_changes(fetched, adapter):
    folder, model = fetched
    built = folder / model.built
    library.build(folder, Progress(), [model])
    plain = matrix(built)
    original = weights("blk.1.ffn_up.weight", plain.shape, 0)
    assert np.abs(plain - original).mean() < 0.05
    assert built.stat().st_size < 100_000
    first = built.stat().st_mtime_ns
    library.build(folder, Progress(), [model])
    assert built.stat().st_mtime_ns == first

    adapter.rename(model.adapter)
    (state,) = library.listing(folder, [model])
    assert not state.ready
    assert "out of date" in state.detail
    library.build(folder, Progress(), [model])
    changed = matrix(built)
    assert np.abs(changed - plain).mean() > 0.1
    assert library.listing(folder, [model])[0].ready

    model.adapter.unlink()
    library.build(folder, Progress(), [model])
    np.testing.assert_array_equal(matrix(built), plain)
    assert not list(folder.glob(".incoming/*"))


def test_a_built_model_that_was_damaged_is_built_again(fetched):
    folder, model = fetched
    library.build(folder, Progress(), [model])
    whole = (folder / model.built).read_bytes()
    (folder / model.built).write_bytes(whole[:-1])
    assert not library.listing(folder, [model])[0].ready
    library.build(folder, Progress(), [model])
    assert (folder / model.built).read_bytes() == whole


def test_what_llama_cpp_cannot_bring_to_4_bits_is_a_sentence(fetched):
    folder, model = fetched
    broken = folder / "tiny" / "base.gguf"
    broken.write_bytes(broken.read_bytes()[:5000])
    found = hashlib.sha256(broken.read_bytes()).hexdigest()
    with pytest.raises(ModelError, match="4 bits"):
        library.build(folder, Progress(), [replace(model, sha256=found)])
    assert not (folder / model.built).exists()
