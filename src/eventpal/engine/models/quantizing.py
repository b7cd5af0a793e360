"""A GGUF model in 4 bits: ``python -m eventpal.engine.models.quantizing SOURCE TARGET``.

Q4_0 is what llama.cpp computes fastest with on processors.
"""

import ctypes
import sys

import llama_cpp

from eventpal.engine.process import llama


def main(source: str, target: str) -> int:
    """Write it; 0 where that went well."""
    llama.begin()
    settings = llama_cpp.llama_model_quantize_default_params()
    settings.ftype = llama_cpp.LLAMA_FTYPE_MOSTLY_Q4_0
    settings.allow_requantize = True
    return int(
        llama_cpp.llama_model_quantize(source.encode(), target.encode(), ctypes.byref(settings))
    )


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:3]))
