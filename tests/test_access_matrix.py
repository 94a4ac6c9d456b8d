"""Who gets what: every address of the site times everyone who may ask, over https. An address without a row fails.

A row is found by the address's name, or by a pattern where many are alike. To add a page, add its row.
"""

from collections.abc import Callable
from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import Any

import pytest
from django.http.response import HttpResponseBase
from django.test import Client as Browser
from django.urls import get_resolver

from practice.leaving import NEUTRAL_SITE
from practice.shipped import parts
from tests.addresses import FILLED, Address, addresses
from tests.cast import make_patron, make_reader, make_staff, make_therapist, sign_in
from tests.reporting import report

__all__ = ["FILLED", "ROLES", "Address", "addresses"]

ROLES = ("nobody", "reader", "asha", "bela", "staff", "therapist")  # staff has no second factor

OK, SIGN_IN, ABSENT, ENROL = "200", "sign in", "404", "set up a second factor"
SPACE, NEUTRAL = "to /space/", f"to {NEUTRAL_SITE}"
DESK = "desk"  # 200, or a redirect within the desk (an absent object), or 403 and 405 for what the desk does not offer


@dataclass(frozen=True)
class Row:
    """What each of ROLES gets for a GET; `path` where the address cannot be made up from its route."""

    nobody: str
    reader: str
    asha: str
    bela: str
    staff: str
    therapist: str
    path: str = ""


def everyone(answer: str, path: str = "") -> Row:
    """Return the row of a page that is the same for everyone."""
    return Row(answer, answer, answer, answer, answer, answer, path)


def signed_in(answer: str, *, staff: str = "", therapist: str = "", path: str = "") -> Row:
    """Return the row of a page of one's own, which nobody has; staff answers like the others unless told otherwise."""
    return Row(SIGN_IN, answer, answer, answer, staff or answer, therapist or staff or answer, path)


def signed_out(answer: str, path: str = "") -> Row:
    """Return the row of a page on the way in; whoever is in already goes on to the space."""
    return Row(answer, SPACE, SPACE, SPACE, SPACE, SPACE, path)


def desk(answer: str = DESK, path: str = "") -> Row:
    """Return the row of a page of the desk: for clients there is none, staff first sets up a second factor."""
    return Row(SIGN_IN, ABSENT, ABSENT, ABSENT, ENROL, answer, path)


PUBLIC = everyone(OK)
PROVE = "to /account/reauthenticate/"  # who has a password proves it again before changing how to sign in
ANEW = "to /space/data/prove/"  # who has none signs in anew

ROWS: dict[str, Row] = {
    # Public: the same for everyone
    "healthz": PUBLIC,
    "readyz": PUBLIC,
    "home": PUBLIC,
    "about": PUBLIC,
    "help": PUBLIC,
    "how_therapy_works": PUBLIC,
    "confidentiality": PUBLIC,
    "contact": PUBLIC,
    "privacy": PUBLIC,
    "notice": PUBLIC,
    "essays": PUBLIC,
    "essay_search": PUBLIC,
    "essay_feed": PUBLIC,
    "essay": everyone(ABSENT),
    "topic": everyone(ABSENT),
    "reflection_gone": PUBLIC,
    "reflect*": everyone(ABSENT),
    "series": everyone(ABSENT),
    "essay_preview*": everyone(ABSENT),
    "art": everyone(ABSENT),
    "essay_picture*": everyone(ABSENT),
    "contact_sent": PUBLIC,
    "signed_out": PUBLIC,
    "data_erased": PUBLIC,
    "complaint": PUBLIC,
    "portrait": everyone(ABSENT),
    "sitemap": PUBLIC,
    "icon": everyone("to /static/img/neutral.svg"),
    "robots": PUBLIC,
    "security": PUBLIC,
    "book": PUBLIC,
    "book_times": everyone("to /book/"),  # this practice has not done its opening list
    "book_times_json": everyone(ABSENT),
    "book_details": everyone(ABSENT),
    "book_policy": everyone(OK),
    "book_verify": PUBLIC,  # without a request it says only that nothing waits here
    "book_new_code": everyone("405"),
    "book_asked*": signed_in(ABSENT),
    "book_calendar": signed_in(ABSENT),
    "book_manage": everyone("to /book/manage/find/"),
    "book_manage_act": everyone("to /book/manage/find/"),
    "book_manage_calendar": everyone(ABSENT),
    "book_manage_link": everyone(ABSENT),
    "book_guardian": PUBLIC,  # without the link it says only how to come in
    "book_guardian_link": everyone(ABSENT),
    "book_find": PUBLIC,
    "book_waiting_list": everyone("to /book/"),  # this practice has not done its opening list
    "book_wait": everyone(ABSENT),
    "book_wait_verify": PUBLIC,
    "book_wait_new_code": everyone("405"),
    "book_place_link": everyone(ABSENT),
    "book_place*": signed_in(ABSENT),
    "leave": everyone(NEUTRAL),
    "mailbox*": everyone(ABSENT),  # only on loopback
    # One's own
    "space": signed_in(OK, staff="to /admin/"),
    "space_messages": Row(SIGN_IN, ABSENT, OK, OK, ABSENT, ABSENT),
    "space_reach": Row(SIGN_IN, ABSENT, OK, OK, ABSENT, ABSENT),
    "space_phone": signed_in(OK),
    "space_sign_ins": signed_in(OK),
    "phone_in": Row(ABSENT, ABSENT, ABSENT, ABSENT, OK, OK),  # no link was opened; the desk is told that it is no phone
    "phone_link": everyone(ABSENT),
    "sign_in_state": PUBLIC,  # says no more than that nobody is signed in
    "space_data": signed_in(OK, staff=ABSENT),
    "space_data_all": signed_in(OK, staff=ABSENT),
    "space_data_file": everyone("405"),
    "space_data_prove": signed_in(OK, staff=ABSENT),
    "space_data_erase": signed_in(OK, staff=ABSENT),
    "space_consent": signed_in(ABSENT),
    "space_book": Row(SIGN_IN, ABSENT, OK, OK, ABSENT, ABSENT),
    "space_book_times": Row(SIGN_IN, ABSENT, "to /space/book/", "to /space/book/", ABSENT, ABSENT),  # as for book_times
    "space_book_series": Row(SIGN_IN, ABSENT, ABSENT, ABSENT, ABSENT, ABSENT),
    "space_series*": signed_in(ABSENT),
    "space_standing_end": signed_in(ABSENT),
    # Worksheets. Those that exist are asked for in tests/worksheets; here there is none of that name.
    "space_worksheets": Row(SIGN_IN, ABSENT, OK, OK, ABSENT, ABSENT),
    "worksheet": signed_in(ABSENT),
    "worksheet_save": signed_in(ABSENT),
    "worksheet_paper": signed_in(ABSENT),
    "worksheet_pdf": signed_in(ABSENT),
    "worksheet_share": signed_in(ABSENT),
    "worksheet_fresh": signed_in(ABSENT),
    "worksheet_earlier*": signed_in(ABSENT),
    "space_shared": Row(SIGN_IN, ABSENT, OK, OK, ABSENT, ABSENT),
    "space_copy*": signed_in(ABSENT),
    "space_ledger": Row(SIGN_IN, ABSENT, OK, OK, ABSENT, ABSENT),
    # Questionnaires, as for worksheets.
    "space_measures": Row(SIGN_IN, ABSENT, OK, OK, ABSENT, ABSENT),
    "measure": signed_in(ABSENT),
    "measure_*": signed_in(ABSENT),
    # The way in
    "account_login": signed_out(OK),
    "account_signup": signed_out(OK),
    "account_request_login_code": signed_out(OK),
    "account_confirm_login_code": signed_out("to /account/login/code/"),
    "mfa_authenticate": signed_out("to /account/login/"),
    "mfa_login_webauthn": signed_out("to /account/login/"),
    "account_reset_password": PUBLIC,
    "account_reset_password_done": PUBLIC,
    "account_reset_password_from_key": everyone(OK, "/account/password/reset/key/1-guessed/"),
    "account_reset_password_from_key_done": PUBLIC,
    "account_inactive": PUBLIC,
    "account_logout": Row("to /signed-out/", OK, OK, OK, OK, OK),
    # One's own sign-in
    "account_email": signed_in(OK),
    "account_email_verification_sent": Row("to /account/login/", *["to /account/email/"] * 5),
    "account_change_password": signed_in("to /account/password/set/", staff=OK),
    "account_set_password": signed_in(OK, staff="to /account/password/change/"),
    "account_reauthenticate": signed_in("403", staff=OK),
    "mfa_index": signed_in(OK),
    "mfa_list_webauthn": signed_in(OK),
    "mfa_reauthenticate": signed_in("403", staff=PROVE, therapist=OK),
    "mfa_reauthenticate_webauthn": signed_in("403", staff=PROVE),
    "mfa_activate_totp": signed_in(ANEW, staff=PROVE),
    "mfa_deactivate_totp": signed_in(ABSENT, therapist=PROVE),
    "mfa_view_recovery_codes": signed_in(ABSENT, therapist=PROVE),
    "mfa_download_recovery_codes": signed_in(ABSENT, therapist=PROVE),
    "mfa_generate_recovery_codes": signed_in(OK, staff=PROVE),
    "mfa_add_webauthn": signed_in("to /space/phone/", staff=PROVE),
    "mfa_remove_webauthn": signed_in(ABSENT, staff=PROVE),
    "mfa_edit_webauthn": signed_in(ABSENT, staff=PROVE),
    # The desk
    "admin:index": desk(OK),
    "admin:login": desk(),
    "admin:logout": Row(SIGN_IN, ABSENT, ABSENT, ABSENT, "405", "405"),
    "admin:password_change*": desk("to /account/password/change/"),
    "admin:autocomplete": desk(),
    "admin:jsi18n": desk(OK),
    "admin:view_on_site": desk(ABSENT, "/admin/r/0/0/"),
    "admin:app_list": desk(OK, "/admin/bookings/"),
    "admin:health": desk(OK),
    "admin:week": desk(OK),
    "admin:pause": desk(OK),
    "admin:end_care": desk("to /admin/accounts/client/"),
    "admin:pause_care": desk("to /admin/accounts/client/"),
    "admin:way_in": desk(ABSENT),
    "admin:place": desk(OK),
    "admin:why": desk(OK),
    "admin:holidays": desk(OK),
    "admin:calendars": desk(OK),
    "admin:calendar": desk(ABSENT),
    "admin:calendar_act": desk(ABSENT),
    "admin:erase_client": desk(ABSENT),
    "admin:resume": desk(OK),
    "admin:waiting": desk(OK),
    "admin:waiting_let_in": desk("405"),
    "admin:waiting_not_first": desk("405"),
    "admin:waiting_*": desk(ABSENT),
    "admin:message_*": desk("405"),
    "admin:shared": desk(OK),
    "admin:shared_*": desk(ABSENT),
    "admin:measures": desk(OK),
    "admin:measure_enter": desk(OK),
    "admin:measure_copies": desk(OK),
    "admin:measure_open": desk("405"),
    "admin:measure_course": desk("405"),
    "admin:measure_*": desk(ABSENT),
    "admin:reflections": desk(OK),
    "admin:reflections_open": desk("405"),
    "admin:reflection": desk(ABSENT),
    "admin:reflection_erase": desk(ABSENT),
    "admin:reflection_*": desk("405"),
    "admin:essay_pictures": desk(OK),
    "admin:essay_picture_add": desk(OK),
    "admin:essay_picture*": desk(ABSENT),
    "admin:essay_paste": desk("405"),
    "admin:essay_read": desk("405"),
    "admin:moving": desk(OK),
    "admin:moving_parcel": desk(ABSENT),
    "admin:test_mail": desk("405"),
    "admin:test_mail_arrived": desk(OK),  # says that the link is of no use
    "admin:booking_confirm": desk("405"),
    "admin:booking_mark": desk("405"),
    "admin:booking_*": desk(ABSENT),
    "admin:standing_keep": desk("405"),
    "admin:standing_end": desk(ABSENT),
    "admin:essay_restore": desk("405"),
    "admin:essay_preview_end": desk("405"),
    "admin:essay_*": desk(ABSENT),
    "admin:series_move": desk("405"),
    "admin:worksheet_prompt_move": desk("405"),
    "admin:worksheet_draft": desk("405"),
    "admin:worksheet_open": desk("405"),
    "admin:worksheet_*": desk(ABSENT),
    "admin:essay_draft_keep": desk(OK),
    "admin:essay_draft*": desk(ABSENT),
    "admin:essay_preview": desk("405"),
    "admin:*_changelist": desk(),
    "admin:*_add": desk(),
    "admin:*_change": desk(),
    "admin:*_delete": desk(),
    "admin:*_history": desk(),
    "admin:/admin/*/<path:object_id>/": desk(),
    "admin:/admin/(?P<url>.[*])$": desk(ABSENT, "/admin/nothing/"),
}


def row_of(address: Address) -> Row | None:
    """Return the row of an address: its own, or that of the first pattern it fits."""
    own = ROWS.get(address.name)
    return own or next((row for pattern, row in ROWS.items() if fnmatchcase(address.name, pattern)), None)


def answer_of(response: HttpResponseBase) -> str:
    """Return what was answered, in the words of the rows."""
    if response.status_code not in {301, 302, 303}:
        return str(response.status_code)
    target, _, query = response.headers["Location"].partition("?")
    if target == "/account/login/" and query.startswith("next="):
        return SIGN_IN
    return ENROL if target == "/account/2fa/" else f"to {target}"


def fits(answer: str, expected: str) -> bool:
    """Say whether an answer is the expected one."""
    if expected == DESK:
        return answer in {"200", "403", "405", "400"} or answer.startswith("to /admin/")
    return answer == expected


@pytest.fixture
def come_in(db: None, settings: Any) -> Callable[[str], Browser]:
    """Return the browser of each of ROLES, over https."""
    settings.IS_HTTPS = True
    settings.SHOWS_MAILBOX = False
    parts.load_policy_texts()
    people: dict[str, Callable[[], Any]] = {
        "reader": make_reader,
        "asha": lambda: make_patron("asha@example.com", "Asha"),
        "bela": lambda: make_patron("bela@example.com", "Bela"),
        "staff": make_staff,
        "therapist": make_therapist,
    }
    everyone_there = {role: make() for role, make in people.items()}

    def browser_of(role: str) -> Browser:
        browser = Browser(raise_request_exception=True)
        if role == "nobody":
            return browser
        return sign_in(browser, everyone_there[role], second_factor=role == "therapist")

    return browser_of


def test_every_address_has_a_row() -> None:
    missing = [address.name for address in addresses(get_resolver()) if row_of(address) is None]
    assert not missing, "add a row to ROWS: who may see this page?"


@pytest.mark.both
@pytest.mark.gate
@pytest.mark.unmeasured
@pytest.mark.parametrize("role", ROLES)
def test_everyone_gets_what_the_table_says(come_in: Callable[[str], Browser], role: str) -> None:
    browser, asked, wrong = come_in(role), 0, {}
    for address in addresses(get_resolver()):
        if row := row_of(address):
            asked += 1
            answer = answer_of(browser.get(address.path(row.path)))
            if not fits(answer, getattr(row, role)):
                wrong[address.name] = f"{answer}, not {getattr(row, role)}"
    report("S5", 100 * (asked - len(wrong)) / asked, 100, ok=not wrong, role=role, addresses=asked)
    assert wrong == {}


@pytest.mark.both
@pytest.mark.gate
@pytest.mark.unmeasured
@pytest.mark.parametrize("role", [role for role in ROLES if role != "therapist"])
def test_no_form_of_the_desk_is_taken_from_anyone_else(come_in: Callable[[str], Browser], role: str) -> None:
    browser, wrong = come_in(role), {}
    for address in addresses(get_resolver()):
        row = row_of(address)
        if row and address.name.startswith("admin:") and address.name != "admin:logout":
            answer = answer_of(browser.post(address.path(row.path), {"_save": "1"}))
            if not fits(answer, getattr(row, role)):
                wrong[address.name] = answer
    assert wrong == {}
