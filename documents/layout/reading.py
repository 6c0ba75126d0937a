"""A .docx read into paragraphs and tables; what is outside the vocabulary is refused by name."""


class UnsupportedElement(Exception):
    """The file holds an element that would be drawn only approximately."""
