"""What every `palier` command shares: its shape, its refusal, its settings."""

import argparse
import os
from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kernel.settings import Settings

Command = Callable[[argparse.Namespace], int]
Add = Callable[[str, Command, str], argparse.ArgumentParser]
"""Adds a command: its name, what it does, and its words in the help."""


class Refused(Exception):
    """The command will not do it, with the French sentence that says why."""


def settings() -> "Settings":
    """The settings of this process. Raises `Refused` when they are unsafe."""
    from kernel.settings import UnsafeSettings, read_settings

    try:
        return read_settings(os.environ)
    except UnsafeSettings as unsafe:
        raise Refused(str(unsafe)) from unsafe
