"""What the rooms above may follow of a person's standing: each is sent within the transaction of the change."""

from django.dispatch import Signal

# Before anything is locked: whoever needs further locks takes them here, so that they are always taken in one order.
care_changing = Signal()
# Once it is stored; with client, by, now.
care_changed = Signal()
# Once a consent is taken back; with client, text (the PolicyText) and now.
consent_withdrawn = Signal()
# The day has come on which the space of a client whose care ended is emptied: each room deletes what it keeps there
# for her alone; with client, now, within the transaction.
space_closing = Signal()
