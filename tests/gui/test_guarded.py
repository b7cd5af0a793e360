"""What an override of a Qt method raises is told, and ends nothing."""

import importlib
import inspect
import pkgutil
import subprocess
import sys
from types import FunctionType

from eventpal import ui
from eventpal.ui.guarded import overrides

CODE = """
import sys
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QWidget
from eventpal.ui.guarded import guarded

@guarded
class Broken(QWidget):
    def resizeEvent(self, event):
        int("x")

application = QApplication([])
sys.excepthook = lambda kind, error, trace: print("told", kind.__name__)
widget = Broken()

def show():
    widget.show()

QTimer.singleShot(0, show)
QTimer.singleShot(20, application.quit)
application.exec()
print("there")
"""


def test_an_error_of_c_code_in_an_override_is_told_and_the_window_stays():
    found = subprocess.run([sys.executable, "-c", CODE], capture_output=True, text=True, check=True)
    assert found.stdout.split() == ["told", "ValueError", "there"]


def test_every_class_that_overrides_a_method_of_qt_is_guarded():
    unguarded = [
        f"{module.__name__}.{made.__name__}.{name}"
        for found in pkgutil.walk_packages(ui.__path__, "eventpal.ui.")
        for module in [importlib.import_module(found.name)]
        for made in vars(module).values()
        if inspect.isclass(made) and made.__module__ == module.__name__
        for name, method in vars(made).items()
        if isinstance(method, FunctionType)
        and overrides(made, name)
        and not hasattr(method, "__wrapped__")
    ]
    assert unguarded == []
