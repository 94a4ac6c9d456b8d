"""Answer at IPv6 localhost too: some programs try `::1` for "localhost" and give up there.

The web server listens on one address only. Bytes are passed on as they are; nothing is read or kept.
"""

import asyncio
import contextlib
import socket

TARGET = "127.0.0.1"
CHUNK = 65_536


async def answer_at(address: str, port: int) -> None:
    """Pass connections to `address` on to 127.0.0.1, for ever; do nothing where "localhost" does not mean it."""
    if not means_localhost(address):
        return
    with contextlib.suppress(OSError):  # the address is switched off, or taken: 127.0.0.1 answers all the same
        server = await asyncio.start_server(pass_on, address, port)
        async with server:
            await server.serve_forever()


def means_localhost(address: str) -> bool:
    """Say whether the system resolves "localhost" to this address."""
    try:
        found = socket.getaddrinfo("localhost", None, type=socket.SOCK_STREAM)
    except OSError:
        return False
    return any(entry[4][0] == address for entry in found)


async def pass_on(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """Join one connection with a new one to the web server on the same port, until both ways are closed."""
    port = writer.get_extra_info("sockname")[1]
    try:
        there_reader, there_writer = await asyncio.open_connection(TARGET, port)
    except OSError:
        writer.close()
        return
    await asyncio.gather(copy(reader, there_writer), copy(there_reader, writer))
    for one in (writer, there_writer):
        one.close()


async def copy(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """Copy one way; the end of what is read ends what is written."""
    with contextlib.suppress(OSError):
        while chunk := await reader.read(CHUNK):
            writer.write(chunk)
            await writer.drain()
        writer.write_eof()
