"""Where phones find this computer: its addresses, what is chosen, and the codes that cameras read."""

from __future__ import annotations

import os
import re
import socket
import sys
from collections import namedtuple
from pathlib import Path
from xml.etree import ElementTree

import psutil
import pytest
from hypothesis import given
from hypothesis import strategies as st

from crpkit.errors import CrpkitError, InputProblems
from crpkit.server import addresses, welcome, wifi
from crpkit.server.addresses import Candidate, choose, find_candidates
from crpkit.server.door import Door
from crpkit.server.port import claim_port
from crpkit.server.reach import Reach, Wifi, qr_svg, qr_terminal

Entry = namedtuple("Entry", "family address netmask broadcast ptp")
WIFI = Candidate("192.168.1.5", "Wi-Fi", preferred=True, netmask="255.255.255.0")
CABLE = Candidate("10.0.0.7", "Ethernet")
TUNNEL = Candidate("10.8.0.2", "utun3", "tunnel")


def computer(monkeypatch: pytest.MonkeyPatch, out: str | None, down: str = "", **networks: str) -> None:
    """Give this computer networks: name=address, name=address/netmask."""
    entries = {
        name.replace("__", " "): [Entry(socket.AF_INET, *_parts(address), None, None)]
        for name, address in networks.items()
    }
    monkeypatch.setattr(psutil, "net_if_addrs", lambda: entries)
    state = namedtuple("State", "isup")
    monkeypatch.setattr(psutil, "net_if_stats", lambda: {name: state(name != down) for name in entries})
    monkeypatch.setattr(addresses, "_way_out", lambda: out)


def _parts(address: str) -> tuple[str, str]:
    bare, _, mask = address.partition("/")
    return bare, mask or "255.255.255.0"


# -- finding


def test_the_way_out_comes_first_and_what_phones_cannot_reach_last(monkeypatch: pytest.MonkeyPatch) -> None:
    computer(
        monkeypatch,
        "192.168.1.5",
        lo="127.0.0.1",
        docker0="172.17.0.1",
        eth0="10.0.0.7",
        wlan0="192.168.1.5",
        tun0="10.8.0.2",
        eth1="169.254.3.4",
    )
    found = find_candidates()
    assert [one.address for one in found] == ["192.168.1.5", "10.0.0.7", "172.17.0.1", "10.8.0.2"]
    assert [one.likely for one in found] == [True, True, False, False]
    assert found[0].preferred and not found[1].preferred


def test_a_vpn_that_is_the_way_out_is_not_chosen(monkeypatch: pytest.MonkeyPatch) -> None:
    computer(monkeypatch, "10.8.0.2", utun4="10.8.0.2", en0="192.168.1.5")
    assert choose(None, find_candidates()).address == "192.168.1.5"


@pytest.mark.parametrize(
    ("name", "address", "kind"),
    [
        ("utun3", "10.8.0.2", "tunnel"),
        ("wg0", "10.6.0.2", "tunnel"),
        ("ppp0", "10.6.0.2", "tunnel"),
        ("Tailscale", "100.101.2.3", "tunnel"),
        ("en7", "100.101.2.3", "tunnel"),
        ("OpenVPN TAP-Windows6", "10.6.0.2", "tunnel"),
        ("eth5", "10.6.0.2/255.255.255.255", "tunnel"),
        ("docker0", "172.17.0.1", "virtual"),
        ("veth12ab", "172.17.0.1", "virtual"),
        ("br-12ab", "172.18.0.1", "virtual"),
        ("vEthernet (WSL)", "172.20.0.1", "virtual"),
        ("VirtualBox Host-Only Network", "192.168.56.1", "virtual"),
        ("VMware Network Adapter VMnet8", "192.168.8.1", "virtual"),
        ("Local Area Connection* 10", "192.168.137.1", "hotspot"),
        ("wlan0", "10.42.0.1", "hotspot"),
        ("bridge100", "192.168.2.1", "hotspot"),
        ("Wi-Fi", "192.168.1.5", "network"),
        ("WLAN", "192.168.1.5", "network"),
        ("Ethernet 2", "10.1.2.3", "network"),
        ("en0", "172.20.10.2", "network"),
        ("wlp2s0", "143.210.1.1", "network"),
    ],
)
def test_networks_are_told_apart(monkeypatch: pytest.MonkeyPatch, name: str, address: str, kind: str) -> None:
    computer(monkeypatch, None, **{name: address})
    assert [one.kind for one in find_candidates()] == [kind]


def test_a_network_that_is_down_does_not_count(monkeypatch: pytest.MonkeyPatch) -> None:
    computer(monkeypatch, None, down="wlan0", wlan0="192.168.1.5", eth0="10.0.0.7")
    assert [one.address for one in find_candidates()] == ["10.0.0.7"]


def test_this_computers_own_networks_can_be_read() -> None:
    assert all(isinstance(str(one), str) for one in find_candidates())


def test_who_is_in_the_same_network() -> None:
    assert WIFI.holds("192.168.1.99") and not WIFI.holds("192.168.2.99") and not WIFI.holds("rubbish")


# -- choosing


def test_the_best_is_chosen_and_the_others_are_named() -> None:
    choice = choose(None, [WIFI, CABLE, TUNNEL])
    assert (choice.address, choice.listen, choice.others) == ("192.168.1.5", "192.168.1.5", (CABLE, TUNNEL))


def test_without_a_network_it_says_what_to_do() -> None:
    with pytest.raises(InputProblems, match=r"no network.*Join the Wi-Fi.*hotspot"):
        choose(None, [])
    with pytest.raises(InputProblems, match=r"only 10\.8\.0\.2 \(utun3, a VPN.*--host 10\.8\.0\.2"):
        choose(None, [TUNNEL])


def test_a_person_may_choose() -> None:
    assert choose("10.0.0.7", [WIFI, CABLE]).listen == "10.0.0.7"
    assert choose("10.8.0.2", [TUNNEL]).listen == "10.8.0.2"
    named = choose(" Room.Example ", [WIFI])
    assert (named.address, named.listen, named.others) == ("room.example", "0.0.0.0", (WIFI,))


@pytest.mark.parametrize(
    ("host", "words"),
    [
        ("192.168.1.6", "not an address of this computer now"),
        ("127.0.0.1", "means the phone itself"),
        ("localhost", "means the phone itself"),
        ("::1", "means the phone itself"),
        ("fd00::5", "IPv6"),
        ("http://192.168.1.5", "without http://"),
        ("192.168.1.5:8866", "neither an address nor a name"),
        ("192.168.1", "neither an address nor a name"),
        ("192.168.1.256", "neither an address nor a name"),
        ("", "neither an address nor a name"),
        ("a b", "neither an address nor a name"),
        ("-x", "neither an address nor a name"),
        ("x" * 300, "neither an address nor a name"),
        ("evil\r\nHost: x", "neither an address nor a name"),
    ],
)
def test_what_phones_cannot_use_is_refused_in_words(host: str, words: str) -> None:
    with pytest.raises(InputProblems, match=words):
        choose(host, [WIFI])


@given(st.text(max_size=30))
def test_a_host_is_usable_or_refused(host: str) -> None:
    try:
        choice = choose(host, [WIFI])
    except InputProblems:
        return
    assert re.fullmatch(r"[a-z0-9.-]+", choice.address)
    assert Door(8866, names=(choice.address,))


# -- the port


def test_the_room_comes_in_by_its_own_address_too(tmp_path: Path) -> None:
    # All of 127.x is this computer; on other systems only 127.0.0.1 answers.
    if not sys.platform.startswith("linux"):
        pytest.skip("one more address of this computer is needed")
    held = claim_port(0, tmp_path, "127.0.0.2")
    try:
        names = [one.getsockname() for one in held]
        assert [name[0] for name in names] == ["127.0.0.1", "127.0.0.2"]
        assert len({name[1] for name in names}) == 1
        with pytest.raises(CrpkitError, match="--lan"):
            claim_port(names[0][1], tmp_path, "127.0.0.2")
    finally:
        for one in held:
            one.close()


def test_by_a_name_it_listens_everywhere(tmp_path: Path) -> None:
    held = claim_port(0, tmp_path, "0.0.0.0")
    try:
        assert [one.getsockname()[0] for one in held] == ["0.0.0.0"]
        with pytest.raises(CrpkitError, match="already"):
            claim_port(held[0].getsockname()[1], tmp_path, "0.0.0.0")
    finally:
        for one in held:
            one.close()


def test_an_address_that_went_is_said(tmp_path: Path) -> None:
    with pytest.raises(CrpkitError, match=r"203\.0\.113\.9 is not an address of this computer any more"):
        claim_port(0, tmp_path, "203.0.113.9")


def test_a_port_taken_on_the_network_only_is_said(tmp_path: Path) -> None:
    if not sys.platform.startswith("linux"):
        pytest.skip("one more address of this computer is needed")
    with socket.socket() as other:
        other.bind(("127.0.0.2", 0))
        other.listen()
        port = other.getsockname()[1]
        with pytest.raises(CrpkitError, match=rf"port {port} on 127\.0\.0\.2 already"):
            claim_port(port, tmp_path, "127.0.0.2")
        with socket.socket() as again:  # and nothing stays behind
            again.bind(("127.0.0.1", port))


# -- reach


def test_the_address_that_people_type() -> None:
    reach = Reach("192.168.1.5", 8866)
    assert reach.public and reach.names == ("192.168.1.5",)
    assert reach.join_url() == "http://192.168.1.5:8866/join"
    assert reach.join_url("K7MPWX") == "http://192.168.1.5:8866/join/K7MPWX"
    assert Reach("room.example", 80).join_url() == "http://room.example/join"


def test_alone_nobody_else_is_let_in() -> None:
    reach = Reach(None, 8866)
    assert not reach.public and reach.names == ()
    assert reach.join_url("K7MPWX") == "http://127.0.0.1:8866/join/K7MPWX"


# -- codes


def squares(svg: str) -> tuple[int, set[tuple[int, int]]]:
    """Return a code's size and its dark squares, from the picture."""
    root = ElementTree.fromstring(svg)
    size = int(root.attrib["viewBox"].split()[2])
    path = next(one.attrib["d"] for one in root.iter() if one.attrib.get("stroke"))
    dark, x, y = set(), 0, 0.0
    for letter, numbers in re.findall(r"([Mmh])([-\d. ]+)", path):
        values = [float(number) for number in re.findall(r"-?[\d.]+", numbers)]
        if letter == "M":
            x, y = int(values[0]), values[1]
        elif letter == "m":
            x, y = x + int(values[0]), y + values[1]
        else:
            dark |= {(x + step, int(y)) for step in range(int(values[0]))}
            x += int(values[0])
    return size, dark


def test_the_picture_is_a_code_with_a_quiet_zone() -> None:
    svg = qr_svg("http://192.168.1.5:8866/join/K7MPWX", 'Join <here> & "there"')
    root = ElementTree.fromstring(svg)
    assert root.attrib["role"] == "img" and root.attrib["aria-label"] == 'Join <here> & "there"'
    assert "style=" not in svg and "<script" not in svg and "href" not in svg
    size, dark = squares(svg)
    assert all(4 <= x < size - 4 and 4 <= y < size - 4 for x, y in dark)
    for left, top in ((4, 4), (size - 11, 4), (4, size - 11)):  # the three marks by which cameras find it
        ring = {(left + step, top) for step in range(7)} | {(left, top + step) for step in range(7)}
        assert ring <= dark and (left + 1, top + 1) not in dark and (left + 3, top + 3) in dark


def test_the_code_in_letters_is_the_same_code() -> None:
    text = "http://192.168.1.5:8866/join"
    lines = qr_terminal(text).splitlines()
    assert len({len(line) for line in lines}) == 1 and set("".join(lines)) <= set("█▀▄ ")
    assert lines[0] == "█" * len(lines[0]), "light squares around it"
    assert qr_terminal(text, colours=True).count("\x1b[0m") == len(lines)


def test_the_wifi_code_escapes_what_means_something() -> None:
    assert Wifi("Quay; hall", 'pa:s,s"wo\\rd').text == 'WIFI:T:WPA;S:Quay\\; hall;P:pa\\:s\\,s\\"wo\\\\rd;;'
    assert Wifi("Open hall").text == "WIFI:T:nopass;S:Open hall;;"


def test_a_password_is_never_shown() -> None:
    assert "secret-password" not in repr(Wifi("Hall", "secret-password"))
    assert "secret-password" not in str(Reach("192.168.1.5", 1, Wifi("Hall", "secret-password")))


@pytest.mark.parametrize(
    ("name", "password"), [("", ""), (" ", ""), ("x" * 33, ""), ("Hall", "short"), ("Hall", "x" * 64)]
)
def test_networks_that_cannot_be(name: str, password: str) -> None:
    with pytest.raises(InputProblems):
        Wifi(name, password)


# -- asking for the password


class Terminal:
    def isatty(self) -> bool:
        return True


def test_the_password_is_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(wifi.PASSWORD, raising=False)
    monkeypatch.setattr(sys, "stdin", Terminal())
    asked = []
    monkeypatch.setattr(wifi.getpass, "getpass", lambda words: asked.append(words) or "from-the-keys")
    assert wifi.ask_wifi("Hall").password == "from-the-keys"
    assert "“Hall”" in asked[0]


def test_a_given_password_leaves_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(wifi.PASSWORD, "from-outside")
    assert wifi.ask_wifi("Hall").password == "from-outside"
    assert wifi.PASSWORD not in os.environ


def test_where_nobody_can_be_asked_it_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(wifi.PASSWORD, raising=False)
    monkeypatch.setattr(sys, "stdin", None)
    with pytest.raises(CrpkitError, match=wifi.PASSWORD):
        wifi.ask_wifi("Hall")
    monkeypatch.setattr(sys, "stdin", Terminal())

    def stopped(words: str) -> str:
        raise KeyboardInterrupt

    monkeypatch.setattr(wifi.getpass, "getpass", stopped)
    with pytest.raises(CrpkitError, match="not started"):
        wifi.ask_wifi("Hall")


# -- what the terminal says


def test_alone_it_says_nothing_of_phones(tmp_path: Path) -> None:
    words = welcome.welcome(tmp_path, Door(8866), Reach(None, 8866))
    assert "/join" not in words and "PHONES" not in words and "Ctrl+C" in words


def test_with_the_room_it_shows_the_link_twice_the_code_and_the_other_addresses(tmp_path: Path) -> None:
    door = Door(8866, names=("192.168.1.5",))
    words = welcome.welcome(
        tmp_path, door, Reach("192.168.1.5", 8866, Wifi("Hall", "pass-of-hall")), [CABLE, TUNNEL]
    )
    first = next(line for line in words.splitlines() if "http" in line)
    assert first.strip() == door.link, "the facilitator's own link stands first"
    assert "http://192.168.1.5:8866/join\n" in words
    assert "10.0.0.7  (Ethernet)" in words and "--host 10.0.0.7" in words and "a VPN" in words
    assert "Hall" in words and "pass-of-hall" not in words and "rehearse" in words


def test_a_window_without_the_letters_shows_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    class Old(Terminal):
        encoding = "cp1252"

    monkeypatch.setattr(sys, "stdout", Old())
    assert "cannot show a QR code" in welcome.terminal_code("http://192.168.1.5:8866/join")


def test_escape_codes_only_where_they_are_understood(monkeypatch: pytest.MonkeyPatch) -> None:
    class New(Terminal):
        encoding = "utf-8"

    monkeypatch.setattr(sys, "stdout", New())
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setenv("TERM", "xterm")
    assert "\x1b" in welcome.terminal_code("x")
    monkeypatch.setattr(sys, "platform", "win32")
    assert "\x1b" not in welcome.terminal_code("x")
