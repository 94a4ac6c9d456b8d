"""IPv6 localhost answers as 127.0.0.1 does."""

import asyncio
import socket

import pytest

from practice import relay


async def echo(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """Answer with what was asked, once the other side has finished asking."""
    writer.write(b"heard " + await reader.read())
    await writer.drain()
    writer.close()


async def ask(address: str, port: int, question: bytes) -> bytes:
    """Send a question and return the whole answer."""
    reader, writer = await asyncio.open_connection(address, port)
    writer.write(question)
    writer.write_eof()
    answer = await reader.read()
    writer.close()
    return answer


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as once:
        port: int = once.getsockname()[1]
        return port


def test_bytes_pass_both_ways_unchanged() -> None:
    async def scene() -> bytes:
        port = free_port()
        async with (
            await asyncio.start_server(echo, "127.0.0.1", port),
            await asyncio.start_server(relay.pass_on, "127.0.0.2", port),
        ):
            return await ask("127.0.0.2", port, b"\x00 a question" * 20_000)

    assert asyncio.run(scene()) == b"heard " + b"\x00 a question" * 20_000


def test_a_web_server_that_is_not_there_closes_the_connection() -> None:
    async def scene() -> bytes:
        port = free_port()
        async with await asyncio.start_server(relay.pass_on, "127.0.0.2", port):
            return await ask("127.0.0.2", port, b"anyone?")

    assert asyncio.run(scene()) == b""


@pytest.mark.parametrize(("address", "meant"), [("127.0.0.1", True), ("192.0.2.1", False)])
def test_an_address_counts_only_if_localhost_means_it(address: str, *, meant: bool) -> None:
    assert relay.means_localhost(address) is meant


def test_nothing_is_done_for_an_address_that_localhost_does_not_mean() -> None:
    asyncio.run(asyncio.wait_for(relay.answer_at("192.0.2.1", free_port()), timeout=5))


def test_a_taken_address_is_left_alone() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        asyncio.run(asyncio.wait_for(relay.answer_at("127.0.0.1", taken.getsockname()[1]), timeout=5))


def test_the_other_address_of_localhost_is_answered_until_the_end(monkeypatch: pytest.MonkeyPatch) -> None:
    entry = (socket.AF_INET, socket.SOCK_STREAM, 0, "", ("127.0.0.2", 0))
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_asked, **_options: [entry])

    async def scene() -> bytes:
        port = free_port()
        async with await asyncio.start_server(echo, "127.0.0.1", port):
            relaying = asyncio.create_task(relay.answer_at("127.0.0.2", port))
            await asyncio.sleep(0.01)
            answer = await ask("127.0.0.2", port, b"a question")
            relaying.cancel()
            with pytest.raises(asyncio.CancelledError):
                await relaying
            return answer

    assert asyncio.run(scene()) == b"heard a question"


def test_no_address_counts_where_localhost_is_not_known(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_asked: object, **_options: object) -> None:
        raise socket.gaierror

    monkeypatch.setattr(socket, "getaddrinfo", fail)
    assert not relay.means_localhost("127.0.0.1")
