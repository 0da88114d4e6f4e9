"""Send requests, and count what they cost: milliseconds for the client, CPU for server and database."""

import http.client
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from statistics import median, quantiles
from typing import Any

from bench.house import House

WARM_UP = 20
Request = tuple[str, str, bytes | None, dict[str, str]]  # method, address, body, headers


@dataclass
class Cost:
    """`cpu` in milliseconds a request, server and database together; `per_second` with all clients."""

    median: float
    p95: float
    cpu: float
    per_second: float
    requests: int
    faults: dict[int, int] = field(default_factory=dict)


def measure(house: House, make: Callable[[], Request], seconds: float, clients: int = 1) -> Cost:
    times: list[list[float]] = [[] for _ in range(clients)]
    faults: dict[int, int] = {}
    ask(house, make, lambda done: done >= WARM_UP, [], {})
    cpu, began = house.seconds(), time.monotonic()
    enough = lambda _done: time.monotonic() - began > seconds  # noqa: E731
    threads = [threading.Thread(target=ask, args=(house, make, enough, mine, faults)) for mine in times]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    took = time.monotonic() - began
    every = [one for mine in times for one in mine]
    spent = house.seconds() - cpu
    p95 = quantiles(every, n=20)[-1] if len(every) > 1 else every[0]
    return Cost(
        1000 * median(every), 1000 * p95, 1000 * spent / len(every), len(every) / took, len(every), faults
    )


def ask(
    house: House,
    make: Callable[[], Request],
    enough: Callable[[int], bool],
    times: list[float],
    faults: dict[int, int],
) -> None:
    """One client on one connection."""
    line = http.client.HTTPConnection("127.0.0.1", house.port, timeout=60)
    done = 0
    while not enough(done):
        method, address, body, headers = make()
        began = time.perf_counter()
        line.request(method, address, body, headers)
        answer = line.getresponse()
        answer.read()
        times.append(time.perf_counter() - began)
        if answer.status >= 300:  # led elsewhere is not answered either
            faults[answer.status] = faults.get(answer.status, 0) + 1
        done += 1
    line.close()


def getter(addresses: Callable[[], str], headers: dict[str, str]) -> Callable[[], Request]:
    return lambda: ("GET", addresses(), None, headers)


def poster(
    address: str, bodies: Callable[[], Any], headers: Callable[[], dict[str, str]]
) -> Callable[[], Request]:
    return lambda: ("POST", address, bodies(), {"Content-Type": "application/json", **headers()})
