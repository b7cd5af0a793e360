"""Which language model answers in the chat, on what, how fast, and choosing another."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QComboBox, QFileDialog, QWidget

from eventpal.progress import Progress
from eventpal.ui import words
from eventpal.ui.controller import Controller
from eventpal.ui.dialogs import documents
from eventpal.ui.look.flow import Flow
from eventpal.ui.look.theme import Appearance
from eventpal.ui.look.tokens import GRID
from eventpal.ui.look.widgets import Button, column, field, label
from eventpal.ui.tasks import Failure, Lane

if TYPE_CHECKING:
    from eventpal.engine.messages import ModelInfo
    from eventpal.engine.models.bench import Speed
    from eventpal.engine.models.choice import ModelChoice

OWN = "The model that EventPal comes with"
LAYERS = (("All of it", -1), ("Some of it", 16), ("None of it", 0))
"""How much of a model a graphics processor may do: a name, and layers."""

MEBIBYTE = 2**20


class ModelCard(QWidget):
    """The choice, its speed, and what went wrong with either, as sentences."""

    def __init__(self, appearance: Appearance, controller: Controller) -> None:
        super().__init__()
        self._controller = controller
        self._file = ""
        lines = column(spacing=GRID)
        self.setLayout(lines)
        self.name = label(OWN, "strong", wrap=True)
        self.said = label("", "muted", wrap=True)
        self.said.hide()
        self.layers = QComboBox()
        for name, layers in LAYERS:
            self.layers.addItem(name, layers)
        self.layers.activated.connect(lambda _: self._use(self._file))
        self.measure = Button(appearance, "Measure its speed", icon="gauge")
        self.measure.clicked.connect(self._measure)
        self.choose = Button(appearance, "Choose another model file…", icon="file")
        self.choose.clicked.connect(self._ask)
        self.own = Button(appearance, "Back to EventPal’s own", icon="undo")
        self.own.clicked.connect(lambda: self._use(""))
        lines.addWidget(self.name)
        lines.addWidget(self.said)
        lines.addLayout(field("Graphics processor does", self.layers))
        lines.addWidget(Flow([self.measure, self.choose, self.own]))

    def load(self) -> None:
        """Show what is chosen."""
        self._controller.run(
            Lane.READ,
            lambda _: self._controller.app.model.chosen(),
            done=self.show_choice,
            latest="model",
        )
        self._controller.run(
            Lane.MODEL,
            lambda progress: self._controller.app.model.info(progress.token),
            done=self.show_model,
            failed=lambda failure: self._tell(words.in_window(failure.sentence)),
            latest="model info",
        )

    def show_model(self, model: ModelInfo) -> None:
        """Say what answers, on what, and how large it is."""
        memory = f"{model.memory / MEBIBYTE:.0f} MiB of memory"
        self._tell(f"{model.name} on the {model.device}, {memory}.")

    def show_choice(self, choice: ModelChoice) -> None:
        """Show ``choice``."""
        self._file = choice.file
        self.name.setText(Path(choice.file).name if choice.file else OWN)
        self.own.setVisible(bool(choice.file))
        known = [layers for _, layers in LAYERS]
        near = min(known, key=lambda one: abs(one - choice.gpu_layers))
        self.layers.setCurrentIndex(known.index(near))
        if choice.gpu_failed:
            self._say(f"The graphics processor is left alone, since {choice.gpu_failed}")

    def _ask(self) -> None:
        chosen, _ = QFileDialog.getOpenFileName(
            self, "Choose a language model", documents(), "Models (*.gguf);;All files (*)"
        )
        if chosen:
            self._use(chosen)

    def _use(self, file: str) -> None:
        """Try ``file``, and use it if it answers."""
        layers = int(self.layers.currentData())
        self._say("Trying it …")

        def done(found: tuple[ModelInfo, str]) -> None:
            info, failed = found
            line = f"{info.name} answers now, on the {info.device}."
            self._say(f"{line} {failed}".strip())
            self.load()

        self._controller.run(
            Lane.MODEL,
            lambda progress: self._controller.app.model.use(file, layers, progress.token),
            done=done,
            failed=self._failed,
            title="Trying a language model",
        )

    def _measure(self) -> None:
        self._say("Measuring …")

        def work(progress: Progress) -> Speed:
            return self._controller.app.model.measure(progress)

        self._controller.run(
            Lane.MODEL,
            work,
            done=self.show_speed,
            failed=self._failed,
            title="Measuring the language model",
        )

    def show_speed(self, speed: Speed) -> None:
        """Say how fast it is."""
        model = speed.model
        self._say(
            f"{model.name} on the {model.device}: reads {speed.prompt_per_second:.0f} and writes "
            f"{speed.written_per_second:.0f} tokens a second, first word after "
            f"{speed.first_token_s:.2f} s, {model.memory / MEBIBYTE:.0f} MiB of memory."
        )

    def _failed(self, failure: Failure) -> None:
        self._say(words.in_window(failure.sentence))
        self.load()

    def _tell(self, text: str) -> None:
        """Say ``text`` unless more is said already."""
        if self.said.isHidden():
            self._say(text)

    def _say(self, text: str) -> None:
        self.said.setText(text)
        self.said.setVisible(bool(text))
