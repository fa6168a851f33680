"""How a request is received: in memory alone, and of one that is too big nothing is kept.

Such a request is still read to its end, so that the browser gets to read the answer to it.
"""

from io import BytesIO

from waitress.channel import HTTPChannel
from waitress.parser import HTTPRequestParser


class Held:
    """What came so far, in the form of waitress's buffers. Nothing of it is ever on a disk."""

    def __init__(self, most: int) -> None:
        self.most = most
        self.size = 0
        self.content = BytesIO()

    def __len__(self) -> int:
        return self.size

    def append(self, part: bytes) -> None:
        """Add what came, or throw away all of it once it is too much."""
        self.size += len(part)
        if self.size <= self.most:
            self.content.write(part)
        elif self.content.tell():
            self.close()

    def getfile(self) -> BytesIO:
        """What is kept, to be read from its start."""
        self.content.seek(0)
        return self.content

    def close(self) -> None:
        """Forget what is kept."""
        self.content = BytesIO()


class Parser(HTTPRequestParser):  # type: ignore[misc]
    """A request as it comes. What waitress would put into a file is thrown away instead."""

    def parse_header(self, header_plus: bytes) -> None:
        """Read the headers, and make ready for what comes after them."""
        super().parse_header(header_plus)
        if self.body_rcv is not None:
            most = self.adj.inbuf_overflow
            self.body_rcv.buf = Held(0 if self.content_length > most else most)


class Channel(HTTPChannel):  # type: ignore[misc]
    """A connection whose requests are received in memory."""

    parser_class = Parser
