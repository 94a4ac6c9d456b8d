"""The pages of questionnaires: a client's and the desk's."""

from tests.browser.entries import Entry
from tests.worksheets.measures.acts import ENTERED
from tests.worksheets.measures.texts import TEXT

ASKED = "/space/questionnaires/{measure_plan}/{measure_day}/"
COPIES = "/space/questionnaires/copies/"
ROOM = "/admin/questionnaires/"
DRAFT, OPEN = f"{ROOM}version/{{measure_draft}}/", f"{ROOM}version/{{measure_open}}/"
GIVE = f"{ROOM}{{measure_pk}}/give/"
CHANGED = {"revision": "0", "w-q1": "2"}
STALE = {"csrfmiddlewaretoken": "x", "w-q1": "2"}
WRONG = {**ENTERED, "text": TEXT.replace("3-6", "4-6")}

SPACE = [
    Entry("questionnaires", "/space/questionnaires/", "space_measures", "asha"),
    Entry("questionnaires, none", "/space/questionnaires/", "space_measures", "young"),
    Entry("questionnaire, help is shown", ASKED, "measure", "asha"),
    Entry("questionnaire, conflict", ASKED, "measure", "asha", 409, CHANGED),
    Entry("questionnaire, stale", ASKED, "measure", "asha", 403, STALE),
    Entry("questionnaire, out of care", "/space/questionnaires/{measure_past}/{measure_day}/", "measure", "paused"),
    Entry("share a questionnaire?", f"{ASKED}share/", "measure_share", "asha"),
    Entry("share a questionnaire, changed", f"{ASKED}share/", "measure_share", "asha", 409, {"revision": "9"}),
    Entry("questionnaire shared", f"{COPIES}{{measure_copy}}/", "measure_copy", "asha"),
    Entry("questionnaire taken back", f"{COPIES}{{measure_copy_back}}/", "measure_copy", "asha"),
    Entry("totals", "/space/questionnaires/{measure_plan}/totals/", "measure_totals", "asha"),
    Entry("totals, off", "/space/questionnaires/{measure_past}/totals/", "measure_totals", "paused"),
]
DESK = [
    Entry("questionnaires of the desk", ROOM, "admin:measures", "therapist"),
    Entry("enter a questionnaire", f"{ROOM}enter/", "admin:measure_enter", "therapist"),
    Entry(
        "enter a questionnaire, wrong lines",
        f"{ROOM}enter/",
        "admin:measure_enter",
        "therapist",
        422,
        send=WRONG,
        form="#content form",
    ),
    Entry("another wording", f"{ROOM}{{measure_pk}}/enter/", "admin:measure_reword", "therapist"),
    Entry("wording, draft", DRAFT, "admin:measure_version", "therapist"),
    Entry("wording, open", OPEN, "admin:measure_version", "therapist"),
    Entry("wording, preview", f"{OPEN}preview/", "admin:measure_preview", "therapist"),
    Entry("drop a wording?", f"{DRAFT}drop/", "admin:measure_drop", "therapist"),
    Entry("give a questionnaire", GIVE, "admin:measure_give", "therapist"),
    Entry(
        "give a questionnaire, wrong",
        GIVE,
        "admin:measure_give",
        "therapist",
        422,
        send={"client": "", "last_on": ""},
        form="#content form",
    ),
    Entry("end a schedule?", f"{ROOM}plans/{{measure_plan_pk}}/end/", "admin:measure_end", "therapist"),
    Entry("shared questionnaires", f"{ROOM}shared/", "admin:measure_copies", "therapist"),
    Entry("shared questionnaire, closed", f"{ROOM}shared/{{measure_copy_new}}/", "admin:measure_copy", "therapist"),
    Entry("shared questionnaire, open", f"{ROOM}shared/{{measure_copy}}/", "admin:measure_copy", "therapist"),
]
NO_PAGES = {
    "measure_save": "JSON",
    "measure_copy_back": "POST only",
    "admin:measure_open": "POST only",
    "admin:measure_copy_read": "POST only",
    "admin:measure_course": "POST only",
}
