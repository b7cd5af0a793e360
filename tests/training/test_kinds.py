"""What a kind of file is worth, as llama.cpp reads it: the same as torch says, beside or merged."""

from pathlib import Path

import pytest

from eventpal.engine.models import lora_merge
from tests.training.test_export import adapted
from tests.training.tiny import language
from training import export, kinds, language_model, sft
from training.generated import answers
from training.generated.lessons import Writer

pytestmark = pytest.mark.filterwarnings("ignore:.is_gradient_checkpointing:FutureWarning")


def test_a_file_is_worth_what_torch_says_with_the_adapter_merged_or_beside(tmp_path: Path):
    learned, base = adapted(), language()
    language_model.keep_adapter(learned, tmp_path / "adapter")
    lora, whole, merged = (tmp_path / f"{name}.gguf" for name in ("lora", "base", "merged"))
    export.write_adapter(tmp_path / "adapter", base.model.config.to_dict(), lora)
    export.write_model(base.model, base.tokenizer, whole)
    lora_merge.write_merged(whole, lora, merged)
    documents = list(Writer(base.tokenizer).answered(answers.answers(3, 1)))
    asked = {"answers": [told for one in documents for told in kinds.rows(one)]}
    assert len(asked["answers"]) == 3
    wanted = sft.validate(learned, documents, ())
    plain = kinds.measure("base", whole, asked, threads=1)
    beside = kinds.measure(kinds.BESIDE, whole, asked, threads=1, adapter=lora)
    single = kinds.measure("f16", merged, asked, threads=1)
    assert single.loss["answers"] == pytest.approx(wanted, rel=5e-3)
    assert beside.loss["answers"] == pytest.approx(wanted, rel=5e-3)
    assert plain.loss["answers"] != pytest.approx(wanted, rel=5e-3)
    assert single.exact["answers"] == 0.0
    assert beside.mebibytes > plain.mebibytes > 0
    assert min(single.read, single.written) > 0


def test_files_are_made_of_the_merged_model_once(tmp_path: Path):
    learned, base = adapted(), language()
    language_model.keep_adapter(learned, tmp_path / "adapter")
    lora, whole = tmp_path / "lora.gguf", tmp_path / "base.gguf"
    export.write_adapter(tmp_path / "adapter", base.model.config.to_dict(), lora)
    export.write_model(base.model, base.tokenizer, whole)
    made = [kinds.made(whole, lora, kind, tmp_path) for kind in ("q8_0", "iq4_nl", "q4_0")]
    sizes = [one.stat().st_size for one in made]
    assert sizes[0] > max(sizes[1:])
    stamp = made[0].stat().st_mtime_ns
    assert kinds.made(whole, lora, "q8_0", tmp_path).stat().st_mtime_ns == stamp
