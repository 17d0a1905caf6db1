"""The current selection as a file, written while it is sent: memory stays flat however large it is."""

from __future__ import annotations

import queue
import threading
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any, NamedTuple, cast

from starlette.exceptions import HTTPException
from starlette.responses import Response, StreamingResponse

from osiris_crawler.errors import OsirisError, UsageError
from osiris_crawler.explorer.rendering import visitor
from osiris_crawler.explorer.understanding import MisunderstoodError, Wrong
from pipelines.exports import by_name
from pipelines.exports.extract import Extract

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import BinaryIO

    from starlette.requests import Request

    from osiris_crawler.explorer.asking import Asked
    from osiris_crawler.explorer.library import Library

FORMATS = {
    "csv": ("text/csv; charset=utf-8; header=present", ""),
    "jsonl": ("application/x-ndjson", ""),
    "parquet": ("application/vnd.apache.parquet", "pyarrow"),
    "ris": ("application/x-research-info-systems", "rispy"),
    "bibtex": ("application/x-bibtex", "bibtexparser"),
    "csl": ("application/vnd.citationstyles.csl+json", ""),
}
"""Media type, and the package that the format needs besides."""
PIECE = 256 * 1024
WAITING = 4
"""Pieces that may wait for a slow reader."""
PATIENCE = 60.0
"""Seconds that the writer waits for a reader who takes nothing more."""


class Offer(NamedTuple):
    """A format and where it is."""

    name: str
    address: str


def offered(asked: Asked) -> list[Offer]:
    """Return the formats that are installed, with the addresses of a selection."""
    return [
        Offer(name, asked.address(f"/download/{name}"))
        for name, (_, needed) in FORMATS.items()
        if not needed or find_spec(needed)
    ]


def download(request: Request) -> Response:
    """Answer with the whole selection in a format.

    Raises:
        HTTPException: 404, there is no such format.
        MisunderstoodError: the address, or a format that is not installed.
    """
    name = request.path_params["name"]
    form = by_name(name)
    if form is None or name not in FORMATS:
        raise HTTPException(404)
    reader = visitor(request)
    try:
        write = form.writer()
    except UsageError as error:
        raise MisunderstoodError(Wrong.FORMAT, name) from error
    with reader.library.read() as session:  # an as_of that is none is told now, not in the middle of a file
        reader.library.edition(session, reader.asked)
    headers = {
        "content-disposition": f'attachment; filename="articles{form.suffix}"',
        "cache-control": "no-store",
    }
    media = FORMATS[name][0]
    if request.method == "HEAD":
        return Response(headers=headers, media_type=media)
    return StreamingResponse(_pieces(reader.library, reader.asked, write), headers=headers, media_type=media)


class _Pipe:
    """A file whose other end is an iterator; writing waits for a slow reader, and fails when he is gone."""

    def __init__(self) -> None:
        self.pieces: queue.Queue[bytes | BaseException | None] = queue.Queue(WAITING)
        self.gone = threading.Event()
        self.closed = False
        self._held = bytearray()
        self._written = 0

    def write(self, data: Any) -> int:
        """Take bytes in, and pass whole pieces on."""
        size = memoryview(data).nbytes
        self._held += data
        self._written += size
        if len(self._held) >= PIECE:
            self.flush()
        return size

    def flush(self) -> None:
        """Pass on what is held."""
        if self._held:
            held, self._held = bytes(self._held), bytearray()
            self.put(held)

    def put(self, piece: bytes | BaseException | None) -> None:
        """Pass a piece on.

        Raises:
            BrokenPipeError: nobody takes it.
        """
        waited = 0.0
        while not self.gone.is_set() and waited < PATIENCE:
            try:
                self.pieces.put(piece, timeout=0.5)
            except queue.Full:
                waited += 0.5
            else:
                return
        raise BrokenPipeError

    def tell(self) -> int:
        """Return how many bytes were written."""
        return self._written

    def close(self) -> None:
        """Do nothing: the end is told when the writer is done."""

    def writable(self) -> bool:
        """Tell that it can be written."""
        return True

    def readable(self) -> bool:
        """Tell that it cannot be read."""
        return False

    def seekable(self) -> bool:
        """Tell that there is no way back."""
        return False


def _pieces(library: Library, asked: Asked, write: Any) -> Iterator[bytes]:
    """Give the file while another thread writes it; an error cuts the answer off, so that nobody takes it for whole."""
    pipe = _Pipe()

    def work() -> None:
        try:
            with library.read() as session:
                shown = library.edition(session, asked)
                extract = Extract(session, asked.chosen, shown, data_dir=library.data_dir)
                write(extract, cast("BinaryIO", pipe))
            pipe.flush()
            pipe.put(None)
        except BrokenPipeError:
            return
        except (OsirisError, OSError, ValueError) as error:
            pipe.put(error)

    writer = threading.Thread(target=work, name="download", daemon=True)
    writer.start()
    try:
        while True:
            try:
                piece = pipe.pieces.get(timeout=1)
            except queue.Empty:
                if not writer.is_alive() and pipe.pieces.empty():
                    raise UsageError("The file could not be written to its end.") from None
                continue
            if piece is None:
                return
            if isinstance(piece, BaseException):
                raise piece
            yield piece
    finally:
        pipe.gone.set()
