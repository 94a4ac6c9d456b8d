"""Every write to a booking. Whatever takes time locks the calendar first; whatever changes a status is one event."""

from bookings.services.answering import (
    accept_proposal,
    confirm_booking,
    decline_booking,
    offer_move,
    propose_time,
    refuse_proposal,
)
from bookings.services.arriving import say_running_late, set_video_link
from bookings.services.asking import RequestDetails, request_session
from bookings.services.calendar import release_all_lapsed, release_lapsed
from bookings.services.caring import end_care
from bookings.services.guardians import (
    GuardianDetails,
    answer_as_guardian,
    ask_guardian,
    end_guardian,
    note_guardian,
)
from bookings.services.leaving import cancel_booking, withdraw_request
from bookings.services.marking import complete_session, mark_no_show, set_late_mark, undo_mark
from bookings.services.moving import request_move
from bookings.services.outside import (
    add_calendar,
    ask_to_read,
    change_calendar,
    keep_draft,
    make_draft,
    remove_calendar,
    switch_calendar,
)
from bookings.services.pausing import pause_practice, resume_practice
from bookings.services.series import answer_series, request_series, withdraw_series
from bookings.services.standing_times import end_standing, start_standing, take_in
from bookings.services.time_off import keep_holidays
from bookings.services.verifying import send_new_code, verify_request, was_sent_just_now

__all__ = [
    "GuardianDetails",
    "RequestDetails",
    "accept_proposal",
    "add_calendar",
    "answer_as_guardian",
    "answer_series",
    "ask_guardian",
    "ask_to_read",
    "cancel_booking",
    "change_calendar",
    "complete_session",
    "confirm_booking",
    "decline_booking",
    "end_care",
    "end_guardian",
    "end_standing",
    "keep_draft",
    "keep_holidays",
    "make_draft",
    "mark_no_show",
    "note_guardian",
    "offer_move",
    "pause_practice",
    "propose_time",
    "refuse_proposal",
    "release_all_lapsed",
    "release_lapsed",
    "remove_calendar",
    "request_move",
    "request_series",
    "request_session",
    "resume_practice",
    "say_running_late",
    "send_new_code",
    "set_late_mark",
    "set_video_link",
    "start_standing",
    "switch_calendar",
    "take_in",
    "undo_mark",
    "verify_request",
    "was_sent_just_now",
    "withdraw_request",
    "withdraw_series",
]
