"""What llama.cpp reads from the exported files, compared with torch."""

import json
from pathlib import Path

import llama_cpp
import numpy as np
import pytest
import torch

from tests.training.tiny import language
from training import export, language_model
from training.language_model import Language

pytestmark = pytest.mark.filterwarnings("ignore:.is_gradient_checkpointing:FutureWarning")

PROMPT = "<|im_start|>user\nDune:76 Yes\nHeat:12 No\nUp:50<|im_end|>\n<|im_start|>assistant\n"


def adapted() -> Language:
    model = language_model.adapt(language(), rank=4, alpha=8)
    torch.manual_seed(3)
    for name, value in model.model.named_parameters():
        if "lora_B" in name:
            value.data = torch.randn_like(value) * 0.1
    return model


def torch_says(model: Language, tokens: list[int], number: int) -> tuple[np.ndarray, list[int]]:
    with torch.no_grad():
        logits = model.model(torch.tensor([tokens])).logits[0].numpy()
        written = model.model.generate(
            torch.tensor([tokens]),
            attention_mask=torch.ones(1, len(tokens), dtype=torch.long),
            max_new_tokens=number,
            do_sample=False,
            eos_token_id=-1,
            pad_token_id=2,
        )
    return logits, written[0][len(tokens) :].tolist()


def llama_says(
    path: Path, number: int, adapter: Path | None = None
) -> tuple[list[int], np.ndarray, list[int]]:
    model = llama_cpp.Llama(
        str(path),
        lora_path=None if adapter is None else str(adapter),
        n_ctx=256,
        n_threads=1,
        logits_all=True,
        verbose=False,
    )
    tokens = model.tokenize(PROMPT.encode(), add_bos=False, special=True)
    model.eval(tokens)
    logits = np.array(model.scores[: len(tokens)])
    written: list[int] = []
    while len(written) < number:
        written.append(int(np.argmax(model.scores[model.n_tokens - 1])))
        model.eval(written[-1:])
    model.close()
    return tokens, logits, written


def test_the_merged_file_writes_what_torch_writes(tmp_path: Path):
    model = adapted()
    export.write_model(model.model, model.tokenizer, tmp_path / "whole.gguf")
    tokens, logits, written = llama_says(tmp_path / "whole.gguf", 24)
    assert tokens == model.tokenizer(PROMPT)["input_ids"]
    expected, greedy = torch_says(model, tokens, 24)
    assert written == greedy
    np.testing.assert_allclose(logits, expected, atol=0.05)
    before, _ = torch_says(language(), tokens, 1)
    assert np.abs(before - expected).max() > 0.5  # the adapter is in it


def test_the_adapter_file_does_to_the_base_what_the_adapter_does(tmp_path: Path):
    model, base = adapted(), language()
    language_model.keep_adapter(model, tmp_path / "adapter")
    export.write_adapter(tmp_path / "adapter", base.model.config.to_dict(), tmp_path / "lora.gguf")
    export.write_model(base.model, base.tokenizer, tmp_path / "base.gguf")
    tokens, logits, written = llama_says(tmp_path / "base.gguf", 24, tmp_path / "lora.gguf")
    expected, greedy = torch_says(model, tokens, 24)
    assert written == greedy
    np.testing.assert_allclose(logits, expected, atol=0.05)


def test_template_and_tokenizer_are_taken_over_from_a_gguf_base(tmp_path: Path):
    model = language()
    export.write_model(model.model, model.tokenizer, tmp_path / "one.gguf")
    export.write_model(
        adapted().model, model.tokenizer, tmp_path / "two.gguf", base=tmp_path / "one.gguf"
    )
    one, two = (
        llama_cpp.Llama(str(tmp_path / f"{name}.gguf"), vocab_only=True, verbose=False)
        for name in ("one", "two")
    )
    assert two.metadata == one.metadata
    assert two.metadata["tokenizer.chat_template"] == model.tokenizer.chat_template
    one.close()
    two.close()


@pytest.mark.parametrize("kind", ["q8_0", "q4_0"])
def test_quantised_files_are_smaller_and_of_their_kind(tmp_path: Path, kind: str):
    model = language()
    export.write_model(model.model, model.tokenizer, tmp_path / "f16.gguf")
    export.quantise(tmp_path / "f16.gguf", tmp_path / "small.gguf", kind)
    kinds = {
        one.tensor_type.name.lower()
        for one in export.GGUFReader(tmp_path / "small.gguf").tensors
        if one.name.endswith("ffn_up.weight")
    }
    assert kinds == {kind}
    assert (tmp_path / "small.gguf").stat().st_size < (tmp_path / "f16.gguf").stat().st_size


def test_what_shipped_is_an_adapter_again(tmp_path: Path):
    """Key and query rows in Hugging Face's order, and a training finds it done."""
    learned, heads = adapted(), language().model.config.to_dict()
    language_model.keep_adapter(learned, tmp_path / "adapter")
    export.write_adapter(tmp_path / "adapter", heads, tmp_path / "lora.gguf")
    again = ["--heads", str(heads["num_attention_heads"]), str(heads["num_key_value_heads"])]
    assert export.main([str(tmp_path / "lora.gguf"), str(tmp_path / "again"), *again]) == 0
    found = language_model.read_adapter(language(), tmp_path / "again")
    for name, value in language_model.adapter_state(learned).items():
        torch.testing.assert_close(language_model.adapter_state(found)[name], value)
    settings = json.loads((tmp_path / "again" / "adapter_config.json").read_text())
    assert (settings["r"], settings["lora_alpha"]) == (4, 8)
    assert (tmp_path / "again" / "summary.json").exists()


def test_a_file_that_is_no_adapter_is_said_in_a_sentence(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    model = language()
    export.write_model(model.model, model.tokenizer, tmp_path / "whole.gguf")
    assert export.main([str(tmp_path / "whole.gguf"), str(tmp_path / "again")]) == 1
    assert "belongs to no map" in capsys.readouterr().err
