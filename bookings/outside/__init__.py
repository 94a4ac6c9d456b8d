"""Reading a calendar of one's own: bytes from outside in, busy times out. Nothing here knows Django or the database.

`python -m bookings.outside` does it in a process of its own (`apart`), which holds no secret and can be ended.
"""
