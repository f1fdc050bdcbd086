"""Texts that can be kept, read back and printed: nothing in them hides or turns what is written.

The patterns are written so that Python and JSON Schema read them alike (`$` alone lets a last line break through in Python).
"""

_HIDDEN = r"\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069"
"""Control characters save tab and line breaks, and those that turn the reading order."""
_BROKEN = rf"\t\n\r{_HIDDEN}"

TEXT = rf"^[^{_HIDDEN}]*$"
"""Any text, of several lines perhaps, or empty."""
LINE = rf"^[^{_BROKEN}]*[^ {_BROKEN}][^{_BROKEN}]*$(?!\n)"
"""One line that says something."""
LINE_OR_NOTHING = rf"^[^{_BROKEN}]*$(?!\n)"
"""One line, or nothing."""
BASE64 = r"^[A-Za-z0-9+/]+={0,2}$(?!\n)"
"""The bytes of a file, as text."""
