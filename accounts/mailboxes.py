"""Which addresses are one mailbox."""

# Gmail delivers to one mailbox whatever dots stand before the @, under both names of its domain: without this, one
# mailbox would be as many people as its address has ways to be dotted.
DOTLESS = {"gmail.com": "gmail.com", "googlemail.com": "gmail.com"}


def mailbox_of(address: str) -> str:
    """Return an address without what does not change the mailbox: case, blanks around it, a +tag before the @.

    Of Gmail also without the dots. Only for counting and comparing: a message goes to the address as it was given.
    """
    local, at, domain = address.strip().casefold().rpartition("@")
    local = local.partition("+")[0]
    if domain in DOTLESS:
        local, domain = local.replace(".", ""), DOTLESS[domain]
    return f"{local}{at}{domain}"


def is_same_mailbox(one: str, other: str) -> bool:
    """Tell whether two addresses may be one mailbox; without an address there is none."""
    return bool(one.strip()) and mailbox_of(one) == mailbox_of(other)
