import os
import re
import subprocess
import sys
import threading
import time

import pytest

from crpkit.store import ids, new_id


def test_an_id_is_a_ulid():
    before = time.time_ns() // 1_000_000
    made = new_id()
    after = time.time_ns() // 1_000_000
    assert re.fullmatch(r"[0-7][0-9A-HJKMNP-TV-Z]{25}", made)
    milliseconds = 0
    for letter in made[:10]:
        milliseconds = milliseconds * 32 + ids.ALPHABET.index(letter)
    assert before <= milliseconds <= after


def test_ids_rise_strictly_also_within_a_millisecond(monkeypatch):
    monkeypatch.setattr(ids, "_milliseconds", lambda: 5_000_000_000_000)
    made = [new_id() for _ in range(2_000)]
    assert made == sorted(made)
    assert len(set(made)) == 2_000
    assert len({one[:10] for one in made}) == 1


def test_ids_still_rise_when_the_clock_is_set_back(monkeypatch):
    first = new_id()
    monkeypatch.setattr(ids, "_milliseconds", lambda: 1)
    assert new_id() > first


def test_the_random_part_spills_into_the_next_millisecond(monkeypatch):
    source = ids._Source()
    monkeypatch.setattr(ids, "_milliseconds", lambda: 7)
    monkeypatch.setattr(ids.secrets, "randbits", lambda bits: 2**bits - 1)
    first, second = source.next(), source.next()
    assert first.endswith("Z" * 16)
    assert second > first
    assert second.endswith("0" * 16)


def test_threads_never_share_an_id():
    made: list[str] = []

    def work():
        mine = [new_id() for _ in range(2_000)]
        made.extend(mine)

    threads = [threading.Thread(target=work) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(set(made)) == 12_000


@pytest.mark.skipif(not hasattr(os, "fork"), reason="this system does not fork")
def test_a_forked_child_does_not_count_on_from_its_parent():
    script = """
import os
from crpkit.store import ids
ids._milliseconds = lambda: 9_000_000_000_000
ids.new_id()
reading, writing = os.pipe()
if os.fork() == 0:
    os.write(writing, ids.new_id().encode())
    os._exit(0)
os.wait()
print(os.read(reading, 26).decode(), ids.new_id())
"""
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    child, parent = done.stdout.split()
    assert child != parent
    # A child that counted on would differ in the last letters only.
    assert child[:20] != parent[:20]
