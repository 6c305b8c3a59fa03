"""The addresses of this computer that phones may reach, best first; found without sending anything."""

from __future__ import annotations

import ipaddress
import re
import socket
from collections.abc import Sequence
from dataclasses import dataclass

import psutil

from crpkit.errors import InputProblems, Problem

NETWORKS_REMEDY = (
    "Join the Wi-Fi that the phones use, or switch on this computer's or a phone's own hotspot. "
    "Then start again. Or go on with paper: workshop_data/texts/phones-and-wifi.md says how."
)
_ELSEWHERE = ("203.0.113.1", 9)  # only asked which way it would go; nobody has this address
_TUNNEL = re.compile(
    r"^(tun|tap|utun|wg|ppp|ipsec|gpd|zt|nordlynx|proton|mullvad)\d*"
    r"|vpn|tailscale|zerotier|wireguard|wintun|nordlynx|cisco anyconnect|fortinet|pangp|globalprotect",
    re.IGNORECASE,
)
_VIRTUAL = re.compile(
    r"^(docker|veth|br-|virbr|vmnet|vboxnet|lxc|lxd|podman|cni|flannel|cali|vnet|awdl|llw|anpi|hassio)"
    r"|vethernet|virtualbox|vmware|hyper-v|\bwsl\b|bluetooth|loopback|npcap",
    re.IGNORECASE,
)
_HOST_NAME = re.compile(
    r"(?=.{1,253}\Z)[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?(\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)*"
)
_OWN_HOTSPOT = {"192.168.137.1", "10.42.0.1"}  # what Windows and Linux give themselves when they share
_SHARING = re.compile(r"^bridge\d+$")  # and the network macOS makes for it


@dataclass(frozen=True)
class Candidate:
    """One address of this computer.

    Attributes
    ----------
    address
        Four numbers with dots.
    network
        The name the system gives the network, such as ``Wi-Fi`` or ``en0``.
    kind
        ``hotspot`` (this computer makes the network), ``network``, ``tunnel`` (a VPN) or ``virtual`` (a network
        inside this computer).
    preferred
        Whether this computer itself would go out that way.
    netmask
        Which part of the address is the network's.
    """

    address: str
    network: str
    kind: str = "network"
    preferred: bool = False
    netmask: str | None = None

    @property
    def likely(self) -> bool:
        """Whether phones may be in that network."""
        return self.kind in ("hotspot", "network")

    def holds(self, address: str) -> bool:
        """Say whether another address is in the same network.

        Parameters
        ----------
        address
            The other one.
        """
        try:
            network = ipaddress.ip_network(f"{self.address}/{self.netmask or 24}", strict=False)
            return ipaddress.ip_address(address) in network
        except ValueError:
            return False

    def __str__(self) -> str:
        """Return the address and what it is, in words."""
        words = {
            "hotspot": "this computer's own hotspot",
            "network": "",
            "tunnel": "a VPN: phones are hardly in it",
            "virtual": "a network inside this computer",
        }[self.kind]
        return f"{self.address}  ({self.network}{', ' + words if words else ''})"


def find_candidates() -> tuple[Candidate, ...]:
    """Return the addresses of this computer, those first that phones most likely reach."""
    up = {name for name, facts in psutil.net_if_stats().items() if facts.isup}
    out = _way_out()
    found = [
        Candidate(
            entry.address,
            name,
            _kind(name, entry.address, entry.netmask),
            entry.address == out,
            entry.netmask,
        )
        for name, entries in psutil.net_if_addrs().items()
        if name in up
        for entry in entries
        if entry.family == socket.AF_INET and _is_usable(entry.address)
    ]
    return tuple(sorted(found, key=_rank))


def _rank(candidate: Candidate) -> tuple[bool, bool, bool]:
    return (not candidate.likely, candidate.kind != "hotspot", not candidate.preferred)


def _is_usable(address: str) -> bool:
    try:
        read = ipaddress.IPv4Address(address)
    except ValueError:
        return False
    return not (read.is_loopback or read.is_link_local or read.is_multicast or read.is_unspecified)


def _kind(network: str, address: str, netmask: str | None) -> str:
    shared = ipaddress.IPv4Network("100.64.0.0/10")  # what some VPNs give
    if _TUNNEL.search(network) or ipaddress.IPv4Address(address) in shared or netmask == "255.255.255.255":
        return "tunnel"
    if _VIRTUAL.search(network):
        return "virtual"
    if address in _OWN_HOTSPOT or _SHARING.match(network):
        return "hotspot"
    return "network"


def _way_out() -> str | None:
    """Return the address this computer would send from; a UDP connection is only looked up, nothing is sent."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(_ELSEWHERE)
            return str(probe.getsockname()[0])
        except OSError:
            return None


@dataclass(frozen=True)
class Choice:
    """Where the room is let in.

    Attributes
    ----------
    address
        What phones type: an address or a name.
    listen
        The address to listen on besides this computer's own; ``0.0.0.0`` for every one.
    others
        Other addresses that phones might reach.
    """

    address: str
    listen: str
    others: tuple[Candidate, ...] = ()


def choose(host: str | None, found: Sequence[Candidate]) -> Choice:
    """Choose the address at which phones come in.

    Parameters
    ----------
    host
        What the person asked for: an address of this computer or a name that leads to it; ``None`` chooses.
    found
        The addresses of this computer, best first.

    Raises
    ------
    InputProblems
        If there is none, or ``host`` cannot be one.
    """
    if host is not None:
        return _named(host.strip().lower(), found)
    likely = [candidate for candidate in found if candidate.likely]
    if likely:
        return Choice(likely[0].address, likely[0].address, tuple(found[1:]))
    words = "This computer is in no network that phones could be in"
    remedy = NETWORKS_REMEDY
    if found:
        words += f". It has only {_listed(found)}"
        remedy += f" If you know that phones do reach one of these, add: --host {found[0].address}"
    raise InputProblems([Problem(words, remedy)])


def _named(host: str, found: Sequence[Candidate]) -> Choice:
    try:
        read = ipaddress.ip_address(host.strip("[]"))
    except ValueError:
        # Four numbers with a mistake in them are no name.
        if not _HOST_NAME.fullmatch(host) or re.fullmatch(r"[\d.]+", host):
            raise _bad_host(
                f"“{host}” is neither an address nor a name of a computer",
                "Write only the address, such as 192.168.1.5, without http:// and without the port.",
            ) from None
        if host == "localhost" or host.endswith(".localhost"):
            raise _bad_host(f"Phones cannot reach “{host}”: it means the phone itself", _of(found)) from None
        return Choice(host, "0.0.0.0", tuple(found))
    others = tuple(candidate for candidate in found if candidate.address != str(read))
    if len(others) < len(found):
        return Choice(str(read), str(read), others)
    if read.is_loopback:
        raise _bad_host(f"Phones cannot reach {read}: it means the phone itself", _of(found))
    if read.version == 6:
        raise _bad_host(
            f"{read} is an address of the longer kind (IPv6), which phones cannot use here", _of(found)
        )
    raise _bad_host(f"{read} is not an address of this computer now", _of(found))


def _of(found: Sequence[Candidate]) -> str:
    return f"It has {_listed(found)}." if found else f"It has none that phones could reach. {NETWORKS_REMEDY}"


def _listed(found: Sequence[Candidate]) -> str:
    return "; ".join(str(candidate).replace("  ", " ") for candidate in found)


def _bad_host(words: str, remedy: str) -> InputProblems:
    return InputProblems([Problem(words, remedy, field="--host")])
