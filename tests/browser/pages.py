"""Every kind of page there is, in one list; the checks of access, policy, layout, markup and help all walk it.

`{names}` in an address are filled in by the stage. To add a page, add its entry: an address of the site that no entry
covers fails a test, unless NO_PAGES says why it is none.
"""

from django.contrib import admin

from tests.browser import pages_of_measures
from tests.browser.entries import Entry
from tests.browser.pages_of_desk import DESK

__all__ = ["GROUPS", "NO_PAGES", "Entry", "every_page", "group"]


PUBLIC = [
    Entry("home", "/", "home"),
    Entry("about", "/about/", "about"),
    Entry("help", "/help/", "help"),
    Entry("how therapy works", "/how-therapy-works/", "how_therapy_works"),
    Entry("confidentiality", "/confidentiality/", "confidentiality"),
    Entry("privacy", "/privacy/", "privacy"),
    Entry("privacy notice", "/privacy/notice/", "notice"),
    Entry("contact", "/contact/", "contact"),
    Entry("contact, wrong", "/contact/", "contact", status=422, send={"email": "x@"}),
    Entry("contact, sent", "/contact/sent/", "contact_sent"),
    Entry("essays", "/essays/", "essays"),
    Entry("essay", "/essays/quiet/", "essay"),
    Entry("essay, taken off", "/essays/gone/", "essay", status=410),
    Entry("essay, a preview", "{preview}", "essay_preview"),
    Entry("essay, no preview", "/essays/preview/nothing/", "essay_preview", status=404),
    Entry("topic", "/essays/topics/{topic}/", "topic"),
    Entry("write a reflection", "/essays/quiet/reflect/", "reflect"),
    Entry("write a reflection, wrong", "/essays/quiet/reflect/", "reflect", status=422, send={"body": ""}),
    Entry("reflection held", "/essays/reflections/{reflection_token_calm}/", "reflection_sent"),
    Entry("reflection held, help first", "/essays/reflections/{reflection_token}/", "reflection_sent"),
    Entry("reflection gone", "/essays/reflections/gone/", "reflection_gone"),
    Entry("series", "/essays/series/the-year/", "series"),
    Entry("search", "/essays/search/", "essay_search"),
    Entry("search, found", "/essays/search/?q=room", "essay_search"),
    Entry("search, a slip", "/essays/search/?q=rooom", "essay_search"),
    Entry("search, some words", "/essays/search/?q=room+zzzz", "essay_search"),
    Entry("search, nothing", "/essays/search/?q=zzzz", "essay_search"),
    Entry("search, danger", "/essays/search/?q=want+to+die", "essay_search"),
    Entry("signed out", "/signed-out/", "signed_out"),
    Entry("erased", "/erased/", "data_erased"),
    Entry("complain", "/privacy/complaint/", "complaint"),
    Entry("complain, wrong", "/privacy/complaint/", "complaint", status=422, send={"email": "x@"}),
    Entry("complain, sent", "/privacy/complaint/", "complaint", send={"email": "a@example.com", "body": "A word."}),
    Entry("mailbox", "/mailbox/", "mailbox"),
    Entry("mailbox, message", "/mailbox/{letter}/", "mailbox_message"),
]
WRONG = [
    Entry("bad request", "/space/worksheets/{sheet}/", who="asha", status=400, send={"revision": "x"}),
    Entry("stale form", "/contact/", status=403, send={"csrfmiddlewaretoken": "stale", "email": "a@example.com"}),
    Entry("stale reflection", "/essays/quiet/reflect/", status=403, send={"csrfmiddlewaretoken": "stale", "body": "A"}),
    Entry("not there", "/nothing/", status=404),
    Entry("not yours", "/book/asked/{confirmed}/", who="young", status=404),
    Entry("cannot be opened", "/key-lost/", who="asha", status=503),
    *(
        Entry(f"went wrong: {status}", f"/went-wrong/{status}/", status=status)
        for status in (409, 413, 422, 429, 500, 503)
    ),
]
DETAILS = "/book/{type}/details/?{when}"
TYPED = {"name": "Asha", "email": "new@example.com", "is_adult": "yes", "limits": "on", "consent": "on"}
BOOKING = [
    Entry("session types", "/book/", "book"),
    Entry("what a cancellation costs", "/book/policy/", "book_policy"),
    Entry("times", "/book/{type}/?tz=Europe/London", "book_times"),
    Entry("times, one chosen", "/book/{type}/?{when}", "book_times"),
    Entry("times, none left", "/book/{type}/?from=2027-12-06", "book_times"),
    Entry("details", DETAILS, "book_details"),
    Entry("details, wrong", DETAILS, "book_details", status=422, send={"email": "x@"}),
    Entry("details, another time", DETAILS, "book_details", send={**TYPED, "other_times": ""}),
    Entry("details, under 18", DETAILS, "book_details", status=422, send={**TYPED, "is_adult": "no"}),
    Entry("slot gone", "/book/{type}/details/?start={taken}&mode=video", "book_details", status=409),
    Entry("code", "/book/verify/", "book_verify", "asker"),
    Entry("code, wrong", "/book/verify/", "book_verify", "asker", status=422, send={"code": "123"}),
    Entry("code, sent again", "/book/verify/", "book_new_code", "asker", send={}, form="form[action*='again']"),
    Entry("code, nothing waits", "/book/verify/", "book_verify"),
    *(
        Entry(f"booking {status}", f"/book/asked/{{{status}}}/", "book_asked", "asha")
        for status in ("requested", "proposed", "confirmed", "declined", "expired", "withdrawn", "cancelled")
    ),
    Entry("booking completed", "/book/asked/{completed}/", "book_asked", "asha"),
    Entry("booking, way in open", "/book/asked/{arriving}/", "book_asked", "asha"),
    Entry("withdraw?", "/book/asked/{requested}/withdraw/", "book_asked_act", "asha"),
    Entry("cancel?", "/book/asked/{confirmed}/cancel/", "book_asked_act", "asha"),
    Entry("move", "/book/asked/{confirmed}/move/", "book_asked_act", "asha"),
    Entry("move, nothing chosen", "/book/asked/{confirmed}/move/", "book_asked_act", "asha", status=422, send={}),
    Entry("choose another time", "/book/asked/{requested}/change/", "book_asked_act", "asha"),
    Entry("move waits", "/book/asked/{moving}/", "book_asked", "asha"),
    Entry("managed by link", "/book/manage/", "book_manage", "guest", also=("book_manage_link",)),
    Entry("cancel by link?", "/book/manage/do/cancel/", "book_manage_act", "guest"),
    Entry("cancelled by link", "/book/manage/do/cancel/", "book_manage_act", "guest", send={}),
    Entry("request of a child", "/book/asked/{child}/", "book_asked", "young"),
    Entry("guardian, ask?", "/book/asked/{child}/guardian/", "book_asked_act", "young"),
    Entry("guardian, wrong", "/book/asked/{child}/guardian/", "book_asked_act", "young", 422, send={"name": "M"}),
    Entry("guardian, no link", "/book/guardian/", "book_guardian"),
    Entry("guardian answers", "/book/guardian/", "book_guardian", "guardian", also=("book_guardian_link",)),
    Entry("guardian, no tick", "/book/guardian/", "book_guardian", "guardian", status=422, send={}),
    Entry("find", "/book/manage/find/", "book_find"),
    Entry("find, wrong", "/book/manage/find/", "book_find", status=422, send={"email": "x@"}),
    Entry("find, sent", "/book/manage/find/", "book_find", send={"email": "asha@example.com"}),
]
JOIN = "/book/{type}/wait/"
WISHES = {"modes": "video", "zone": "Asia/Kolkata", "limits": "on", "consent": "on"}
WAITING = [
    Entry("waiting list", "/book/wait/", "book_waiting_list"),
    Entry("join the list", JOIN, "book_wait"),
    Entry("join the list, wrong", JOIN, "book_wait", status=422, send={"email": "x@"}),
    Entry("join the list, under 18", JOIN, "book_wait", status=422, send={**TYPED, **WISHES, "is_adult": "no"}),
    Entry("join the list, known", JOIN, "book_wait", "paused"),
    Entry("code to wait", "/book/wait/verify/", "book_wait_verify", "waiter"),
    Entry("code to wait, wrong", "/book/wait/verify/", "book_wait_verify", "waiter", status=422, send={"code": "1"}),
    Entry(
        "code to wait, sent again",
        "/book/wait/verify/",
        "book_wait_new_code",
        "waiter",
        send={},
        form="form[action*='again']",
    ),
    Entry("code to wait, nothing waits", "/book/wait/verify/", "book_wait_verify"),
    Entry("place", "/book/wait/{place}/", "book_place", "asha", also=("book_place_link",)),
    Entry("place, rests", "/book/wait/{resting}/", "book_place", "asha"),
    Entry("place, ended", "/book/wait/{left}/", "book_place", "asha"),
    Entry("change what suits", "/book/wait/{place}/change/", "book_place_act", "asha"),
    Entry("change, wrong", "/book/wait/{place}/change/", "book_place_act", "asha", status=422, send={"zone": "x"}),
    Entry("leave the list?", "/book/wait/{place}/leave/", "book_place_act", "asha"),
    Entry("offered time", "/book/asked/{offered}/", "book_asked", "asha"),
    Entry("no and off the list?", "/book/asked/{offered}/leave/", "book_asked_act", "asha"),
    Entry("offered time, not taken", "/book/asked/{let_go}/", "book_asked", "asha"),
]
FACTOR = "/account/2fa/"
SIGNING_IN = [
    Entry("sign in", "/account/login/", "account_login"),
    Entry("sign in, wrong", "/account/login/", "account_login", send={"login": "x@example.com", "password": "no"}),
    Entry("no sign-up", "/account/signup/", "account_signup"),
    Entry("ask for a code", "/account/login/code/", "account_request_login_code"),
    Entry("ask for a code, wrong", "/account/login/code/", "account_request_login_code", send={"email": "x@"}),
    Entry("code to sign in", "/account/login/code/confirm/", "account_confirm_login_code", "coming"),
    Entry("code, wrong", "/account/login/code/confirm/", "account_confirm_login_code", "coming", send={"code": "1"}),
    Entry("second factor", f"{FACTOR}authenticate/", "mfa_authenticate", "half in"),
    Entry("second factor, wrong", f"{FACTOR}authenticate/", "mfa_authenticate", "half in", send={"code": "1"}),
    Entry("password forgotten", "/account/password/reset/", "account_reset_password"),
    Entry("password, mail sent", "/account/password/reset/done/", "account_reset_password_done"),
    Entry("password, link stale", "/account/password/reset/key/1-x/", "account_reset_password_from_key"),
    Entry("password, by link", "{reset}", "account_reset_password_from_key", "forgetful"),
    Entry("password, done", "/account/password/reset/key/done/", "account_reset_password_from_key_done"),
    Entry("login closed", "/account/inactive/", "account_inactive"),
    Entry("sign out", "/account/logout/", "account_logout", "asha"),
    Entry("own address", "/account/email/", "account_email", "asha", also=("account_email_verification_sent",)),
    Entry("own address, wrong", "/account/email/", "account_email", "just in", send={"email": "x@", "action_add": ""}),
    Entry("set a password", "/account/password/set/", "account_set_password", "asha"),
    Entry("change password", "/account/password/change/", "account_change_password", "therapist"),
    Entry("prove it is you", "/account/reauthenticate/", "account_reauthenticate", "therapist"),
    Entry("prove, wrong", "/account/reauthenticate/", "account_reauthenticate", "therapist", send={"password": "x"}),
    Entry("prove by app", f"{FACTOR}reauthenticate/", "mfa_reauthenticate", "therapist"),
    Entry("prove by key", f"{FACTOR}webauthn/reauthenticate/", "mfa_reauthenticate_webauthn", "therapist"),
    Entry("second factors, none", FACTOR, "mfa_index", "asha"),
    Entry("second factors", FACTOR, "mfa_index", "therapist"),
    Entry("set up an app", f"{FACTOR}totp/activate/", "mfa_activate_totp", "just in"),
    Entry("set up an app, wrong", f"{FACTOR}totp/activate/", "mfa_activate_totp", "just in", send={"code": "1"}),
    Entry("app no more?", f"{FACTOR}totp/deactivate/", "mfa_deactivate_totp", "proved"),
    Entry("recovery codes", f"{FACTOR}recovery-codes/", "mfa_view_recovery_codes", "proved"),
    Entry("new codes?", f"{FACTOR}recovery-codes/generate/", "mfa_generate_recovery_codes", "proved"),
    Entry("keys", f"{FACTOR}webauthn/", "mfa_list_webauthn", "therapist"),
    Entry("add a key", f"{FACTOR}webauthn/add/", "mfa_add_webauthn", "proved"),
    Entry("key, rename", f"{FACTOR}webauthn/keys/{{key}}/edit/", "mfa_edit_webauthn", "proved"),
    Entry("key no more?", f"{FACTOR}webauthn/keys/{{key}}/remove/", "mfa_remove_webauthn", "proved"),
]
SERIES = "/space/book/{type}/series/?{when}&every=1&number=12"
SHEET = "/space/worksheets/{sheet}/"
SPACE = [
    Entry("link, dead", "/in/nothing/", "phone_link", status=404),
    Entry("PIN, no link", "/in/", "phone_in", status=404),
    Entry("PIN", "/in/", "phone_in", "linked"),
    Entry("PIN, wrong", "/in/", "phone_in", "linked", 422, {"pin": "1"}),
    Entry("PIN, at the desk", "/in/", "phone_in", "therapist"),
    Entry("space without email", "/space/", "space", "phoned"),
    Entry("how to reach you, no email", "/space/reach/", "space_reach", "phoned"),
    Entry("own address, none", "/account/email/", "account_email", "phoned"),
    Entry("space that closes", "/space/", "space", "ended"),
    Entry("space of a reader", "/space/", "space", "reader"),
    Entry("space", "/space/", "space", "asha"),
    Entry("messages", "/space/messages/", "space_messages", "asha"),
    Entry("messages, none chosen", "/space/messages/", "space_messages", "asha", 422, {"wording": "loud"}),
    Entry("how to reach you", "/space/reach/", "space_reach", "asha"),
    Entry("how to reach you, wrong", "/space/reach/", "space_reach", "asha", 422, {"reach": "call"}),
    Entry("this phone", "/space/phone/", "space_phone", "asha"),
    Entry("this phone, unanswered", "/space/phone/", "space_phone", "asha", 422, {}),
    Entry("this phone, own", "/space/phone/", "space_phone", "owner"),
    Entry("where signed in", "/space/sign-ins/", "space_sign_ins", "asha"),
    Entry("calendar file?", "/book/asked/{confirmed}/calendar/", "book_calendar", "asha"),
    Entry("calendar file by link?", "/book/manage/calendar/", "book_manage_calendar", "guest"),
    Entry("what is kept", "/space/data/", "space_data", "asha"),
    Entry("what is kept of a reader", "/space/data/", "space_data", "reader"),
    Entry("every entry", "/space/data/all/", "space_data_all", "asha"),
    Entry("what was agreed to", "/space/data/agreed/{consent}/", "space_consent", "asha"),
    Entry("what was taken back", "/space/data/agreed/{taken_back}/", "space_consent", "asha"),
    Entry("sign in again", "/space/data/prove/", "space_data_prove", "asha"),
    Entry("sign in again, to change", "/space/data/prove/?next=/account/email/", "space_data_prove", "asha"),
    Entry("new link, to change", "/space/data/prove/?next=/account/email/", "space_data_prove", "phoned"),
    Entry("erase?", "/space/data/erase/", "space_data_erase", "asha"),
    Entry("erase, no tick", "/space/data/erase/", "space_data_erase", "asha", 422, {}),
    Entry("complain, a client", "/privacy/complaint/", "complaint", "asha"),
    Entry("sessions for clients", "/space/book/", "space_book", "asha"),
    Entry("times for clients", "/space/book/{type}/?tz=Europe/London", "space_book_times", "asha"),
    Entry("several dates", SERIES, "space_book_series", "asha"),
    Entry("several dates, wrong", SERIES, "space_book_series", "asha", 422, {"date-0": "out"}),
    Entry("several dates, asked", "/space/book/asked/{series}/", "space_series", "asha"),
    Entry("several dates, withdraw?", "/space/book/asked/{series}/withdraw/", "space_series_withdraw", "asha"),
    Entry("end a standing time?", "/space/book/standing/{standing}/end/", "space_standing_end", "asha"),
    Entry(
        "end a standing time, none",
        "/space/book/standing/{standing}/end/",
        "space_standing_end",
        "asha",
        422,
        {"first_day": "x"},
    ),
    Entry("worksheets", "/space/worksheets/", "space_worksheets", "asha"),
    Entry("worksheet", SHEET, "worksheet", "asha"),
    Entry("worksheet, empty", "/space/worksheets/second-sheet/", "worksheet", "asha"),
    Entry("worksheet, conflict", SHEET, "worksheet", "asha", 409, {"revision": "0", "w-words": "Other words"}),
    Entry("worksheet, saved", SHEET, "worksheet", "asha", send={"w-words": "New words"}),
    Entry("worksheet, stale", SHEET, "worksheet", "asha", 403, {"csrfmiddlewaretoken": "x", "w-words": "Kept"}),
    Entry("fresh sheet?", f"{SHEET}fresh/", "worksheet_fresh", "asha"),
    Entry("fresh sheet, changed since", f"{SHEET}fresh/", "worksheet_fresh", "asha", 409, {"revision": "9"}),
    Entry("earlier sheet", f"{SHEET}earlier/{{earlier}}/", "worksheet_earlier", "asha"),
    Entry("PDF of an earlier sheet?", f"{SHEET}earlier/{{earlier}}/pdf/", "worksheet_earlier_pdf", "asha"),
    Entry("share?", f"{SHEET}share/", "worksheet_share", "asha"),
    Entry("share, changed since", f"{SHEET}share/", "worksheet_share", "asha", 409, {"revision": "9"}),
    Entry("share, nothing yet", "/space/worksheets/second-sheet/share/", "worksheet_share", "asha"),
    Entry("shared", "/space/shared/", "space_shared", "asha"),
    Entry("shared, nothing yet", "/space/shared/", "space_shared", "young"),
    Entry("copy, with a reply", "/space/shared/{copy}/", "space_copy", "asha"),
    Entry("copy, taken back", "/space/shared/{copy_back}/", "space_copy", "asha"),
    Entry("ledger", "/space/ledger/", "space_ledger", "asha"),
    Entry("ledger, nothing yet", "/space/ledger/", "space_ledger", "young"),
    Entry("paper", f"{SHEET}paper/", "worksheet_paper", "asha"),
    Entry("PDF?", f"{SHEET}pdf/", "worksheet_pdf", "asha"),
    Entry("paper, empty", f"{SHEET}paper/?empty=1", "worksheet_paper", "asha"),
]
GROUPS = {
    "public": PUBLIC,
    "wrong": WRONG,
    "booking": BOOKING,
    "waiting": WAITING,
    "signing in": SIGNING_IN,
    "space": [*SPACE, *pages_of_measures.SPACE],
    "desk": [*DESK, *pages_of_measures.DESK],
    "models": [],  # known once the desk has registered them
}
NO_PAGES = {
    **pages_of_measures.NO_PAGES,
    "healthz": "text for a monitor",
    "readyz": "text for a monitor",
    "essay_feed": "a feed",
    "art": "a picture",
    "essay_preview_picture": "a picture",
    "essay_picture": "a picture",
    "essay_picture_file": "a picture",
    "portrait": "a picture",
    "sitemap": "a list for search engines",
    "icon": "a redirect",
    "robots": "text for search engines",
    "security": "text",
    "book_times_json": "JSON",
    "sign_in_state": "JSON",
    "leave": "a redirect",
    "mailbox_part": "a file",
    "worksheet_save": "JSON",
    "space_copy_back": "POST only",
    "space_data_file": "a file",
    "mfa_download_recovery_codes": "a file",
    "mfa_login_webauthn": "JSON, or a redirect",
    "admin:autocomplete": "JSON",
    "admin:jsi18n": "a script",
    "admin:view_on_site": "a redirect",
    "admin:login": "a redirect to the site's own way in",
    "admin:logout": "POST only",
    "admin:password_change*": "a redirect to the site's own page",
    "admin:reflections_open": "POST only",
    "admin:reflection_decide": "POST only",
    "admin:reflection_reply_back": "POST only",
    "admin:essay_paste": "JSON",
    "admin:essay_read": "POST only",
    "admin:test_mail": "POST only",
    "admin:waiting_let_in": "POST only",
    "admin:waiting_not_first": "POST only",
    "admin:message_again": "POST only",
    "admin:shared_read": "POST only",
    "admin:shared_reply_back": "POST only",
    "admin:message_aside": "POST only",
    "admin:booking_confirm": "POST only",
    "admin:booking_mark": "POST only",
    "admin:standing_keep": "POST only",
    "admin:essay_restore": "POST only",
    "admin:essay_preview_end": "POST only",
    "admin:series_move": "POST only",
    "admin:worksheet_prompt_move": "POST only",
    "admin:worksheet_draft": "POST only",
    "admin:worksheet_open": "POST only",
    "admin:essay_draft_keep": "JSON",
    "admin:essay_preview": "POST only: the page of an essay, once more",
    "admin:/admin/*": "a redirect, or nothing",
}


def of_models() -> list[Entry]:
    """Return the list and the form of every model on the desk."""
    found = []
    for model in admin.site._registry:
        name = model._meta.label_lower.replace(".", "_")
        base = f"/admin/{model._meta.app_label}/{model._meta.model_name}/"
        found += [
            Entry(f"list: {name}", base, f"admin:{name}_changelist", "therapist"),
            Entry(f"form: {name}", f"{base}{{{name}}}/change/", f"admin:{name}_change", "therapist"),
        ]
    return found


def group(name: str) -> list[Entry]:
    """Return the pages of one group."""
    return [*GROUPS[name], *(of_models() if name == "models" else [])]


def every_page() -> list[Entry]:
    """Return all of them."""
    return [entry for name in GROUPS for entry in group(name)]
