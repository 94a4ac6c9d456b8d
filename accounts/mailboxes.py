"""Which addresses are one mailbox."""


def mailbox_of(address: str) -> str:
    """Return an address without what does not change the mailbox: case, blanks around it, a +tag before the @."""
    local, at, domain = address.strip().casefold().rpartition("@")
    return f"{local.partition('+')[0]}{at}{domain}"


def is_same_mailbox(one: str, other: str) -> bool:
    """Tell whether two addresses may be one mailbox; without an address there is none."""
    return bool(one.strip()) and mailbox_of(one) == mailbox_of(other)
