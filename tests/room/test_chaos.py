"""
Servers are killed while everybody writes; nothing is lost, doubled, disordered or overheard.

ROOM_CHAOS_KILLS says how often, on each database.
"""

import asyncio
import os
import random
import time
from functools import partial
from pathlib import Path

import pytest

from tests.room.chaos.client import Person
from tests.room.chaos.servers import Installation, postgresql_url, redis

pytestmark = pytest.mark.slow

KILLS = int(os.environ.get("ROOM_CHAOS_KILLS", "100"))
BETWEEN = (0.6, 1.6)  # seconds a server lives once its successor is ready
SEATS = [
    ("chair", "chair", ""),
    ("second-chair", "chair", ""),
    ("li", "party", "workers"),
    ("sun", "party", "workers"),
    ("lawyer", "party", "workers"),
    ("boss", "party", "employer"),
    ("accountant", "party", "employer"),
    ("observer", "observer", ""),
]
EVERYTHING = {"pub", "med", "c:workers", "c:employer"}


def reads(role: str, group: str) -> set[str]:
    if role == "chair":
        return EVERYTHING
    return {"pub"} | ({f"c:{group}"} if group else set())


def writes(role: str, group: str) -> set[str]:
    return set() if role == "observer" else reads(role, group)


def come(at: Installation) -> tuple[int, list[Person]]:
    """Open a room with everybody in it; each has a browser that is signed in."""
    made = at.rooms(1, SEATS)[0]
    room, people = made["room"], made["people"]
    return room, [
        Person(name, people[name]["seat"], people[name]["cookie"], reads(role, group), room)
        for name, role, group in SEATS
    ]


async def until(ready, seconds: float = 60, told=lambda: "") -> None:
    waited = time.monotonic() + seconds
    while not ready():
        assert time.monotonic() < waited, f"it does not come to rest: {told()}"
        await asyncio.sleep(0.1)


async def killed(at: Installation, people: list[Person], processes: int, midway) -> str:
    """Kill the oldest of `processes` servers again and again; return what they have logged."""
    chance = random.Random(4)
    with at.nursery() as nursery:
        serving = [nursery.start() for _ in range(processes)]
        await until(lambda: all(server.is_up for server in serving), 120)
        crowd = [
            asyncio.create_task(person.live(lambda: chance.choice(serving).port))
            for person in people
        ]
        for kill in range(KILLS):
            successor = nursery.start()
            await until(partial(getattr, successor, "is_up"), 120)
            await asyncio.sleep(chance.uniform(*BETWEEN))
            # Clients learn of the successor when they lose the old one.
            old = serving.pop(0)
            serving.append(successor)
            old.kill()
            if kill == KILLS // 2:
                midway()
        for person in people:
            person.writes = False
        told = partial(state, people)
        await until(lambda: not any(person.waiting for person in people), told=told)
        await until(lambda: all_see_the_same(people), told=told)
        for person in people:
            person.stays = False
        await asyncio.gather(*crowd)
        return nursery.output()


def all_see_the_same(people: list[Person]) -> bool:
    heads = {s: max(person.cursors.get(s, 0) for person in people) for s in EVERYTHING}
    return all(p.cursors == {s: heads[s] for s in p.reads} for p in people)


def state(people: list[Person]) -> str:
    return "\n".join(f"{p.name}: {p.cursors}, {len(p.waiting)} waiting, {p.faults}" for p in people)


def judge(log: list[dict], people: list[Person]) -> None:
    """Compare the log with what everybody was told."""
    assert [e["position"] for e in log] == list(range(1, len(log) + 1))
    by_id = {e["client_id"]: e for e in log}
    assert len(by_id) == len(log)
    for person, (name, role, group) in zip(people, SEATS, strict=True):
        assert person.faults == [], name
        mine = [e for e in log if e["stream"] in person.reads]
        assert person.view == [(e["stream"], e["number"], e["client_id"]) for e in mine], name
        for client_id, told in person.acknowledged.items():
            kept = by_id[client_id]
            assert (kept["stream"], kept["number"]) == told
            assert kept["seat_id"] == person.seat
            assert kept["body"] == {"text": client_id.replace("-", " ")} or "-" in name
        assert not person.refused & by_id.keys(), name
        said = {e["stream"] for e in log if e["seat_id"] == person.seat}
        assert said <= writes(role, group), name
        assert (role == "observer") == (not said), name
    acknowledged = set().union(*(person.acknowledged for person in people))
    assert acknowledged == by_id.keys()
    assert len(log) > KILLS * 10
    assert sum(len(person.refused) for person in people) > KILLS


def report(log: list[dict], people: list[Person]) -> None:
    connections = sum(person.connections for person in people)
    refused = sum(len(person.refused) for person in people)
    print(f"\n{KILLS} kills, {connections} connections, {len(log)} events, {refused} refused")


def test_nothing_is_lost_when_the_one_server_on_sqlite_is_killed(tmp_path: Path):
    at = Installation(tmp_path)
    room, people = come(at)
    logged = asyncio.run(killed(at, people, 1, lambda: None))
    log = at.log(room)
    judge(log, people)
    report(log, people)
    assert "Traceback" not in logged, logged[-3000:]


def test_nothing_is_lost_when_two_servers_on_postgresql_with_redis_are_killed(tmp_path: Path):
    with postgresql_url() as database, redis(tmp_path) as hints:
        if database is None:
            pytest.skip("没有 PostgreSQL")
        if hints is None:
            pytest.skip("没有 redis-server")
        at = Installation(tmp_path, DATABASE_URL=database, REDIS_URL=hints.url)
        room, people = come(at)
        asyncio.run(killed(at, people, 2, hints.restart))
        log = at.log(room)
        judge(log, people)
        report(log, people)


def test_two_servers_tell_each_other_at_once(tmp_path: Path):
    with postgresql_url() as database, redis(tmp_path) as hints:
        if database is None:
            pytest.skip("没有 PostgreSQL")
        if hints is None:
            pytest.skip("没有 redis-server")
        at = Installation(
            tmp_path, DATABASE_URL=database, REDIS_URL=hints.url, ROOM_SWEEP_SECONDS="600"
        )
        _, people = come(at)
        servers = [at.start().wait() for _ in range(2)]

        async def story() -> None:
            crowd = []
            for number, person in enumerate(people):
                port = servers[number % 2].port
                crowd.append(asyncio.create_task(person.live(lambda port=port: port)))
            await until(lambda: all(len(p.view) > 20 for p in people))
            for person in people:
                person.writes = False
            await until(lambda: not any(person.waiting for person in people))
            public = max(person.cursors["pub"] for person in people)
            await until(lambda: {p.cursors["pub"] for p in people} == {public}, 2)
            for person in people:
                person.stays = False
            await asyncio.gather(*crowd)

        try:
            asyncio.run(story())
        finally:
            for server in servers:
                server.stop()
        assert [p.faults for p in people] == [[] for _ in people]
