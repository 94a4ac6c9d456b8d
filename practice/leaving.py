"""Where "Leave this page quickly" leads: a page that anyone might have open, told nothing of where one was."""

NEUTRAL_SITE = "https://www.wikipedia.org/"
