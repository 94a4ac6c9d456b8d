"""The way in of clients without email: a link that works once, sent by hand, and a PIN that was told in person."""
