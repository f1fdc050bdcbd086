"""Reading a password from a form: as it was typed, and never drawn again."""

from kernel.web.form import REQUIRED, Form

LONGEST_TYPED = 200


def secret(form: Form, name: str) -> str:
    """The password typed in a field; the form forgets it, so that no page ever contains it."""
    typed = form.value(name)
    form.values.pop(name, None)
    if not typed:
        form.wrong(name, REQUIRED)
    if len(typed) > LONGEST_TYPED or not typed.isprintable():
        form.wrong(name, f"{LONGEST_TYPED} caractères visibles au plus")
        return ""
    return typed
