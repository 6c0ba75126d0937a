"""
A .docx laid out into pages, without Word and without Django.

``reading`` turns the file into paragraphs and tables and refuses what it does not know;
``styles`` resolves formats; ``fonts`` chooses a face for every character; ``text`` breaks
lines by the Chinese rules; ``table`` and ``flow`` put lines on pages. A page is a list of
draw operations; ``documents.pdf`` draws them.
"""
