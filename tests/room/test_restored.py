"""A backup is put back while people have the room open: what is said afterwards reaches them."""

import json
import re

import pytest
from playwright.sync_api import WebSocketRoute

from tests.journeys.browser import Desk

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

OPEN = """
async () => {
  const { Room } = await import("/static/js/room/client.js");
  window.texts = [];
  window.states = [];
  window.room = new Room({ id: 7, csrf: "", handlers: {
    event: (frame) => texts.push(frame.b.text),
    state: (state, why) => states.push([state, why || ""]),
  } });
  room.start();
}
"""


def said(number: int, text: str) -> str:
    event = {"t": "ev", "s": "pub", "n": number, "u": 1, "k": "say", "c": "", "b": {"text": text}}
    return json.dumps(event)


def test_cursors_beyond_the_end_of_the_log_are_lowered_and_the_person_is_told(
    chromium, room_server
):
    """The server stands in for one whose log ends at line 2 again after everybody saw line 5."""
    ends, hellos, sockets = iter([5, 2, 4]), [], []

    def serve(socket: WebSocketRoute) -> None:
        sockets.append(socket)

        def answer(message: str | bytes) -> None:
            hello = json.loads(message)
            end = next(ends)
            hellos.append(hello["cur"])
            for number in range(hello["cur"].get("pub", 0) + 1, end + 1):
                socket.send(said(number, f"第{number}行"))
            socket.send(json.dumps({"t": "live", "cur": {"pub": end}}))

        socket.on_message(answer)

    desk = Desk(chromium, room_server.url, cookie="none")
    desk.page.route_web_socket(re.compile("/rooms/7/socket/"), serve)
    desk.open("/static/img/logo.svg")
    desk.page.evaluate(OPEN)
    desk.page.wait_for_function("texts.length === 5")
    assert desk.page.evaluate("states.at(-1)") == ["live", ""]

    sockets[-1].close()
    desk.page.wait_for_function("states.at(-1)[0] === 'live' && states.length > 2")
    assert "刚恢复了备份" in desk.page.evaluate("states.at(-1)[1]")
    sockets[-1].send(said(3, "恢复以后的第三行"))
    desk.page.wait_for_function("texts.at(-1) === '恢复以后的第三行'")

    sockets[-1].close()
    desk.page.wait_for_function("texts.at(-1) === '第4行'")
    assert hellos == [{}, {"pub": 5}, {"pub": 3}]
    desk.context.close()
