"""How an amount of money is said."""


def say_rupees(amount: int) -> str:
    """Return whole rupees in Indian grouping: ₹1,500, ₹12,34,567."""
    digits = str(abs(amount))
    head, tail = digits[:-3], digits[-3:]
    groups: list[str] = []
    while head:
        groups.insert(0, head[-2:])
        head = head[:-2]
    return f"{'-' if amount < 0 else ''}₹{','.join([*groups, tail])}"
