"""What a terminal and the session server say to each other: frames of a kind, a length and a content.

A terminal imports this before anything else of Reception, so it imports next to nothing.
"""

HELLO = b"H"  # what the terminal is and whom it wants
INPUT = b"I"  # keys
SIZE = b"S"  # rows and columns
LIST = b"L"  # asks for the list of sessions, or ends one of them
OUTPUT = b"O"
TOLD = b"T"  # the answer to LIST
END = b"X"  # how it ended; the terminal goes

ALONE = "alone"  # this server has another hotel: the program runs by itself
AGAIN = "again"  # the server is being renewed: knock until the next one answers

LONGEST = 1 << 20


class Broken(Exception):
    """What came is no frame of ours."""


def frame(kind: bytes, content: bytes = b"") -> bytes:
    return kind + len(content).to_bytes(4, "big") + content


def pack(fields: dict[str, str]) -> bytes:
    return b"\0".join(part.encode("utf-8", "surrogateescape") for pair in fields.items() for part in pair)


def unpack(content: bytes) -> dict[str, str]:
    parts = [part.decode("utf-8", "surrogateescape") for part in content.split(b"\0")]
    return dict(zip(parts[::2], parts[1::2], strict=False))


class Frames:
    """Bytes in, whole frames out."""

    def __init__(self) -> None:
        self._bytes = bytearray()

    def feed(self, data: bytes) -> list[tuple[bytes, bytes]]:
        self._bytes += data
        whole = []
        while len(self._bytes) >= 5:
            end = 5 + int.from_bytes(self._bytes[1:5], "big")
            if end > LONGEST:
                raise Broken
            if len(self._bytes) < end:
                break
            whole.append((bytes(self._bytes[:1]), bytes(self._bytes[5:end])))
            del self._bytes[:end]
        return whole
