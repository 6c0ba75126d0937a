"""A Word template and plain data make a .docx: same input, same bytes, no silent loss."""


class TemplateFault(Exception):
    """The template and the data do not make a paper."""


def render(template: bytes, context: dict) -> bytes:
    """
    The paper the template makes of the data.

    The context holds only dict, list, str, int, bool and None.

    Raises:
        TemplateFault: a variable is missing, a value cannot be printed, a tag is wrong.
    """
    raise NotImplementedError


def variables(template: bytes) -> set[str]:
    """The top-level names the template reads."""
    raise NotImplementedError
