"""Where "Leave this page quickly" leads: a page that anyone might have open, told nothing about where one comes from."""

NEUTRAL_SITE = "https://www.wikipedia.org/"
