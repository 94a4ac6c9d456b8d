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
from bookings.services.asking import RequestDetails, has_made, request_session
from bookings.services.calendar import release_all_lapsed, release_lapsed
from bookings.services.caring import end_care
from bookings.services.changing import change_request
from bookings.services.codes import was_sent_just_now
from bookings.services.guardians import (
    GuardianDetails,
    answer_as_guardian,
    ask_guardian,
    end_guardian,
    note_guardian,
    note_of_age,
)
from bookings.services.joining import (
    Wishes,
    ask_to_wait,
    change_wishes,
    is_settled,
    join_list,
    keep_waiting,
    leave_list,
    prove_waiting,
    send_new_waiting_code,
)
from bookings.services.leaving import cancel_booking, withdraw_request
from bookings.services.marking import complete_session, mark_no_show, set_late_mark, undo_mark
from bookings.services.moving import request_move
from bookings.services.offering import (
    let_in,
    offer_by_hand,
    offer_free_times,
    offer_times_of,
    set_urgent,
    take_off_list,
)
from bookings.services.offering_again import offer_again
from bookings.services.outside import (
    add_calendar,
    ask_to_read,
    change_calendar,
    keep_draft,
    make_draft,
    note_seen,
    remove_calendar,
    switch_calendar,
)
from bookings.services.pausing import pause_practice, resume_practice
from bookings.services.placing import place_session
from bookings.services.series import answer_series, request_series, withdraw_series
from bookings.services.standing_times import end_standing, start_standing, take_in
from bookings.services.time_off import keep_holidays
from bookings.services.verifying import send_new_code, verify_request

__all__ = [
    "GuardianDetails",
    "RequestDetails",
    "Wishes",
    "accept_proposal",
    "add_calendar",
    "answer_as_guardian",
    "answer_series",
    "ask_guardian",
    "ask_to_read",
    "ask_to_wait",
    "cancel_booking",
    "change_calendar",
    "change_request",
    "change_wishes",
    "complete_session",
    "confirm_booking",
    "decline_booking",
    "end_care",
    "end_guardian",
    "end_standing",
    "has_made",
    "is_settled",
    "join_list",
    "keep_draft",
    "keep_holidays",
    "keep_waiting",
    "leave_list",
    "let_in",
    "make_draft",
    "mark_no_show",
    "note_guardian",
    "note_of_age",
    "note_seen",
    "offer_again",
    "offer_by_hand",
    "offer_free_times",
    "offer_move",
    "offer_times_of",
    "pause_practice",
    "place_session",
    "propose_time",
    "prove_waiting",
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
    "send_new_waiting_code",
    "set_late_mark",
    "set_urgent",
    "set_video_link",
    "start_standing",
    "switch_calendar",
    "take_in",
    "take_off_list",
    "undo_mark",
    "verify_request",
    "was_sent_just_now",
    "withdraw_request",
    "withdraw_series",
]
