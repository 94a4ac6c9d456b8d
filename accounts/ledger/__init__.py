"""What was opened and what was changed, for the client to read: a chain of sealed entries for each of them.

Every entry carries a keyed digest over itself and the one before, and the last digest of each chain is also kept in a
file outside the database. `docs/decisions/0018-a-chain-for-each-client.md` says why so.
"""

from accounts.ledger.acts import Act, register_act
from accounts.ledger.checking import Faults, check
from accounts.ledger.writing import forget, write

__all__ = ["Act", "Faults", "check", "forget", "register_act", "write"]
