"""A reader of QR codes, written from the standard, to look at ours with other eyes."""

from __future__ import annotations

# Versions 1 to 6 at level M: number of blocks, data codewords of each.
BLOCKS = {1: (1, 16), 2: (1, 28), 3: (1, 44), 4: (2, 32), 5: (2, 43), 6: (4, 27)}
CHECK_WORDS = {1: 10, 2: 16, 3: 26, 4: 18, 5: 24, 6: 16}
LEVEL_M = 0b00
MASKS = (
    lambda r, c: (r + c) % 2 == 0,
    lambda r, c: r % 2 == 0,
    lambda r, c: c % 3 == 0,
    lambda r, c: (r + c) % 3 == 0,
    lambda r, c: (r // 2 + c // 3) % 2 == 0,
    lambda r, c: r * c % 2 + r * c % 3 == 0,
    lambda r, c: (r * c % 2 + r * c % 3) % 2 == 0,
    lambda r, c: ((r + c) % 2 + r * c % 3) % 2 == 0,
)
LETTERS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:"


def text_of(modules: list[list[int]]) -> str:
    """What the modules (1 for black, no quiet zone) say; no error is corrected."""
    size = len(modules)
    version = (size - 17) // 4
    level, mask = _format(modules)
    assert level == LEVEL_M
    bits = [modules[row][column] ^ MASKS[mask](row, column) for row, column in _path(size, version)]
    blocks, length = BLOCKS[version]
    words = [
        int("".join(map(str, map(int, bits[at : at + 8]))), 2) for at in range(0, len(bits) - 7, 8)
    ]
    assert len(words) == blocks * (length + CHECK_WORDS[version])
    data = [words[n * blocks + block] for block in range(blocks) for n in range(length)]
    return _message("".join(f"{word:08b}" for word in data))


def _format(modules: list[list[int]]) -> tuple[int, int]:
    places = [(8, column) for column in (0, 1, 2, 3, 4, 5, 7, 8)]
    places += [(row, 8) for row in (7, 5, 4, 3, 2, 1, 0)]
    value = int("".join(str(modules[row][column]) for row, column in places), 2)
    value ^= 0b101010000010010
    return value >> 13, value >> 10 & 0b111


def _path(size: int, version: int):
    """The data modules: up and down in pairs of columns from the right, the timing column left."""
    column, upwards = size - 1, True
    while column > 0:
        if column == 6:
            column -= 1
        for step in range(size):
            row = size - 1 - step if upwards else step
            for at in (column, column - 1):
                if not _is_function(row, at, size, version):
                    yield row, at
        column, upwards = column - 2, not upwards


def _is_function(row: int, column: int, size: int, version: int) -> bool:
    corner = (row < 9 and column < 9) or (row < 9 and column >= size - 8)
    corner = corner or (row >= size - 8 and column < 9)
    aligned = version > 1 and abs(row - (size - 7)) <= 2 and abs(column - (size - 7)) <= 2
    return corner or aligned or row == 6 or column == 6


def _message(bits: str) -> str:
    said, at = "", 0

    def take(count: int) -> int:
        nonlocal at
        at += count
        return int(bits[at - count : at], 2)

    while at + 4 <= len(bits) and (mode := take(4)):
        if mode == 0b0100:
            said += bytes(take(8) for _ in range(take(8))).decode()
        elif mode == 0b0010:
            count = take(9)
            for _ in range(count // 2):
                first, second = divmod(take(11), 45)
                said += LETTERS[first] + LETTERS[second]
            if count % 2:
                said += LETTERS[take(6)]
        elif mode == 0b0001:
            count = take(10)
            while count:
                digits = min(count, 3)
                said += str(take((4, 7, 10)[digits - 1])).zfill(digits)
                count -= digits
        else:
            raise AssertionError(f"mode {mode:04b}")
    return said
