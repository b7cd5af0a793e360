"""Addresses of hosts, and which of them are on the open internet."""

import ipaddress

Address = ipaddress.IPv4Address | ipaddress.IPv6Address

_NAT64 = ipaddress.ip_network("64:ff9b::/96")


def is_public(address: Address) -> bool:
    """Whether an address is on the open internet, rather than this computer or its network."""
    if isinstance(address, ipaddress.IPv6Address):
        inner = address.ipv4_mapped or address.sixtofour
        if address in _NAT64:
            inner = ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
        address = inner or address
    return address.is_global and not address.is_multicast


def literal(host: str) -> list[Address]:
    """The address that ``host`` is, if it is one rather than a name."""
    try:
        return [ipaddress.ip_address(host)]
    except ValueError:
        return []
