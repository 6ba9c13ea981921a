"""Whose turn it is, and how a host's answers change that. Time is a number here."""

from __future__ import annotations

from pagearchive.jobs.politeness import HostRules, Schedule


def schedule_of(*names: str, **rules: float) -> Schedule:
    schedule = Schedule(HostRules(**rules))  # type: ignore[arg-type]
    for name in names:
        schedule.add(name, 0.0)
    return schedule


def test_hosts_take_turns_and_one_is_visited_once_at_a_time() -> None:
    schedule = schedule_of("a", "b", "c", delay=0)
    taken = [schedule.take(0.0) for _ in range(4)]
    assert [host.name if host else None for host in taken] == ["a", "b", "c", None]
    for host in taken[2::-1]:
        assert host is not None
        schedule.reached(host, 1.0)
    again = [schedule.take(1.0) for _ in range(3)]
    assert [host.name if host else None for host in again] == ["c", "b", "a"]


def test_the_delay_runs_from_the_end_of_a_visit() -> None:
    schedule = schedule_of("a", delay=2.0)
    host = schedule.take(0.0)
    assert host is not None
    schedule.reached(host, 10.0)
    assert schedule.take(11.9) is None
    assert schedule.next_at() == 12.0
    assert schedule.take(12.0) is host


def test_a_busy_server_is_left_alone_and_the_delay_falls_again() -> None:
    schedule = schedule_of("a", delay=1.0)
    host = schedule.take(0.0)
    assert host is not None
    schedule.slow_down(host, 0.0, asked=30.0)
    assert (host.delay, schedule.next_at()) == (2.0, 30.0)
    schedule.take(30.0)
    schedule.slow_down(host, 30.0, asked=None)
    assert (host.delay, schedule.next_at()) == (4.0, 34.0)
    for _ in range(4):
        schedule.take(1000.0)
        schedule.reached(host, 40.0)
    assert host.delay == 1.0


def test_a_host_that_keeps_failing_is_paused_and_then_given_up() -> None:
    schedule = schedule_of("a", delay=0, failures=2, pause=60.0, pauses=2)
    host = schedule.hosts["a"]
    moments = []
    now = 0.0
    while host.given_up is None:
        now = schedule.next_at() or now
        moments.append(now)
        assert schedule.take(now) is host
        schedule.unreachable(host, now, "connection refused")
    assert moments == [0.0, 0.0, 60.0, 60.0, 180.0, 180.0]
    assert "connection refused" in host.given_up
    assert schedule.next_at() is None
    schedule.add("a", now)
    assert schedule.next_at() is None, "a host that was given up stays so"


def test_a_host_without_work_is_not_waited_for_and_may_get_some_again() -> None:
    schedule = schedule_of("a", "b", delay=60.0)
    for _ in range(2):
        host = schedule.take(0.0)
        assert host is not None
        schedule.reached(host, 0.0)
    schedule.drop(schedule.hosts["a"])
    assert (schedule.waiting(), [host.name for _, host in schedule.upcoming(9)]) == (1, ["b"])
    schedule.add("a", 1.0)
    assert schedule.next_at() == 1.0
    taken = [schedule.take(now) for now in (1.0, 60.0, 60.0)]
    assert [host.name if host else None for host in taken] == ["a", "b", None]
    assert schedule.next_at() is None
