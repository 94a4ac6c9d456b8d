"""A week of "Small promises": two clients, each on a phone and at a desk, and the therapist at hers."""

import re
from datetime import timedelta

from django.conf import settings as site_settings
from django.test.client import Client as SigningIn
from django.utils import timezone
from playwright.sync_api import Page, expect

from accounts.ledger import check
from accounts.models import Client, User
from practice.work import work_once
from tests import cast
from tests.browser.conftest import PHONE, Visit
from tests.browser.stage import LONDON, Stage
from tests.browser.watching import Visitor
from tests.mail_rules import telling_words_in
from tests.postbox import text_of
from tests.worksheets.sheets import page_of
from worksheets.models import Answer, Assignment, Snapshot, Worksheet

SHEET = "small-promises"
SAVED = re.compile(r"^Saved at \d+:\d\d [ap]m$")
ASHA, BELA = "asha@example.com", "bela@example.com"
DAY = timedelta(days=1)


def enter(visitor: Visitor, address: str) -> Page:
    """Sign a person in for the day: a session does not last the night."""
    browser = cast.sign_in(SigningIn(), User.objects.get(email=address))
    value = browser.cookies[site_settings.SESSION_COOKIE_NAME].value
    cookie = {"name": site_settings.SESSION_COOKIE_NAME, "value": value, "url": visitor.watch.origin, "httpOnly": True}
    visitor.context.add_cookies([cookie])  # type: ignore[list-item]
    return visitor.page


def fill_day(page: Page, day: int, words: str) -> None:
    """Write what was promised on one day, and wait until it is saved."""
    page.locator("[name$='-promise']").nth(day).fill(words)
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.locator("[data-autosave-status]")).to_have_text(SAVED)


def share(page: Page, *shown: str) -> None:
    """Go from the sheet to what would be shared, look at it, and share it."""
    page.get_by_role("button", name="Share a copy").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Share a copy with Dr Bhatt?")
    for words in shown:
        expect(page.locator(".entries").first).to_contain_text(words)
    page.get_by_role("button", name="Share this copy").click()
    expect(page.get_by_text("Shared. What you write from now on stays private")).to_be_visible()


def test_a_week_of_small_promises(stage: Stage, visit: Visit) -> None:
    asha_phone, asha_desk = visit(**PHONE), visit(**LONDON)
    bela_phone, bela_desk = visit(**PHONE), visit()
    desk_visitor = visit()
    promises = Worksheet.objects.get(slug=SHEET)
    for address, name in ((ASHA, "Asha"), (BELA, "Bela")):
        cast.make_patron(address, name)
        Assignment.objects.create(client=Client.objects.get(name=name), worksheet=promises, note="One a day.")
    Client.objects.filter(name="Asha").update(zone_name="Europe/London")

    # Asha's phone is only hers, and may name what is on it; Bela's is her family's.
    enter(asha_phone, ASHA).goto("/space/")
    asha_phone.page.get_by_role("button", name="Yes, only I use it").click()
    expect(asha_phone.page.get_by_text("Noted: only you use this phone.")).to_be_visible()

    # Monday and Tuesday: both write, each on her own device; nobody but they sees anything of it.
    stage.clock.shift(3 * DAY)
    for day in range(2):
        for visitor, address in ((asha_phone, ASHA), (bela_phone, BELA)):
            page = enter(visitor, address)
            page.goto(page_of(SHEET))
            fill_day(page, day, f"promise {day} of {address}")
        stage.clock.shift(DAY)
    desk = enter(desk_visitor, stage.desk_address)
    desk.goto("/admin/shared/")
    expect(desk.get_by_text("Nothing is shared with you at present.")).to_be_visible()

    # Wednesday: Asha goes on at her desk while the phone still shows Tuesday; neither overwrites the other.
    asha = enter(asha_desk, ASHA)
    asha.goto(page_of(SHEET))
    enter(asha_phone, ASHA).goto(page_of(SHEET))
    fill_day(asha, 2, "written at the desk")
    asha_phone.watch.expect("409")
    asha_phone.page.locator("[name$='-promise']").nth(2).fill("written on the phone")
    expect(asha_phone.page.get_by_text("These words were saved in another tab or on another device")).to_be_visible()
    asha_phone.page.get_by_role("button", name="Save", exact=True).click()
    expect(asha_phone.page.locator("[data-autosave-status]")).to_have_text(SAVED)

    # Thursday: the desk's page is older than the phone's; Asha shares what it shows now, and goes on writing.
    stage.clock.shift(DAY)
    enter(asha_desk, ASHA).goto(page_of(SHEET))
    asha.locator("[name$='-noticed']").nth(3).fill("only just typed")
    share(asha, "written on the phone", "only just typed")
    asha.goto(page_of(SHEET))
    expect(asha.get_by_text("The shared copy is older")).to_be_hidden()
    fill_day(asha, 4, "asha-after-sharing")
    expect(asha.get_by_text("The shared copy is older than what stands here now.")).to_be_visible()
    work_once()
    news = stage.postbox.wait_for(stage.desk_address, "Something new waits on your desk")
    assert telling_words_in(news) == []
    assert not [words for words in ("Asha", "promise") if words in text_of(news)]

    # The therapist reads, and replies; Bela's page is nowhere.
    desk = enter(desk_visitor, stage.desk_address)
    desk.goto("/admin/")
    desk.get_by_role("link", name="Asha: Small promises").click()
    expect(desk.get_by_text("This copy is closed.")).to_be_visible()
    desk.get_by_role("button", name="Open it").click()
    expect(desk.get_by_text("only just typed")).to_be_visible()
    assert not [words for words in ("asha-after-sharing", BELA) if words in desk.content()]
    desk.get_by_label("Your reply").fill("Thank you for trusting me with this.")
    desk.get_by_role("button", name="Send the reply").click()
    expect(desk.get_by_text("It stands in the client's space.")).to_be_visible()
    work_once()
    assert stage.postbox.sent_to(ASHA) == []  # in London it is half past four in the morning
    stage.clock.shift(timedelta(hours=5))
    work_once()
    letter = stage.postbox.wait_for(ASHA, "Something new waits in your space")
    assert telling_words_in(letter) == []
    assert "trusting" not in text_of(letter)

    # Friday: Asha finds the reply on her phone and answers by sharing again; Bela shares and thinks better of it.
    stage.clock.shift(DAY)
    phone = enter(asha_phone, ASHA)
    phone.goto("/space/")
    phone.get_by_role("link", name="There is a reply.").click()
    phone.get_by_role("link", name=re.compile("^Small promises, ")).click()
    expect(phone.get_by_text("Thank you for trusting me with this.")).to_be_visible()
    phone.get_by_role("link", name="Share a new copy").click()
    phone.get_by_role("button", name="Share this copy").click()
    expect(phone.locator(".entries").first).to_contain_text("asha-after-sharing")
    bela = enter(bela_phone, BELA)
    bela.goto(page_of(SHEET))
    share(bela, f"promise 1 of {BELA}")
    taken_back = Snapshot.objects.get(client__name="Bela")
    enter(bela_desk, BELA).goto("/space/shared/")
    bela_desk.page.get_by_role("link", name=re.compile("^Copy of ")).click()
    bela_desk.page.get_by_role("button", name="Take it back").click()
    expect(bela_desk.page.get_by_text("It was never opened.")).to_be_visible()

    # The weekend: the therapist finds two copies of Asha and nothing of Bela; every opening is in Asha's list.
    stage.clock.shift(2 * DAY)
    desk = enter(desk_visitor, stage.desk_address)
    desk.goto("/admin/shared/")
    expect(desk.locator(".desk__request")).to_have_count(2)
    assert "Bela" not in desk.content()
    desk_visitor.watch.expect("404")
    gone = desk.goto(f"/admin/shared/{taken_back.uuid}/")
    assert gone is not None
    assert gone.status == 404
    phone = enter(asha_phone, ASHA)
    phone.goto("/space/ledger/")
    main = phone.get_by_role("main")
    expect(
        main.get_by_text(re.compile("^Dr .* opened what you shared of “Small promises” on 26 Nov 2026"))
    ).to_have_count(1)
    expect(main.get_by_text("You shared a copy of “Small promises”.")).to_have_count(2)
    expect(main.get_by_text(re.compile("26 Nov 2026, .* GMT")).first).to_be_visible()
    enter(bela_desk, BELA).goto("/space/ledger/")
    expect(bela_desk.page.get_by_text(re.compile("^You took back the copy that you shared on"))).to_have_count(1)
    expect(bela_desk.page.get_by_text(re.compile("opened what you shared"))).to_have_count(0)
    answer = Answer.objects.get(client__name="Asha")
    assert answer.body["days"] != {}
    assert check(timezone.now()).wrong == ()
