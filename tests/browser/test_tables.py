"""Points as a table: taken away, uploaded, and what is said of a table that does not fit."""

import re

import numpy as np
import pytest
from playwright.sync_api import expect

from tests.browser.stage import TIMEOUT, play_until, stage_of, wait_for_points

pytestmark = pytest.mark.browser


def test_the_points_that_are_there_are_taken_away(open_page):
    page = open_page("playground?hidden=4&samples=60&held_out=0.5")
    stage = stage_of(page)
    page.get_by_test_id("stSidebar").get_by_text("Data of your own").click()
    with page.expect_download() as download:
        page.get_by_role("button", name="Points that are there (CSV)").click()
    rows = download.value.path().read_text().splitlines()
    assert rows[0] == "x1,x2,class,held_out"
    places = np.array([row.split(",")[:2] for row in rows[1:] if row.endswith("no")], float)
    np.testing.assert_allclose(places, np.reshape(stage.evaluate("e => [...e.layout.x_train]"), (-1, 2)), rtol=1e-6)
    assert len(rows) == 61


def upload(page, name: str, text: str) -> None:
    page.get_by_test_id("stSidebar").get_by_text("Data of your own").click()
    page.locator("input[type=file]").set_input_files(
        files=[{"name": name, "mimeType": "text/csv", "buffer": text.encode()}]
    )


def test_a_table_is_uploaded_and_its_points_are_learned(open_page):
    page = open_page("playground?hidden=4")
    stage = stage_of(page)
    rows = "".join(f"{n % 7},{n % 5},{'low' if n % 7 < 3 else 'high'}\n" for n in range(60))
    upload(page, "points.csv", "width,height,kind\n" + rows)
    expect(page.get_by_text("class 0 is 'high', class 1 is 'low'")).to_be_visible(timeout=TIMEOUT)
    page.get_by_role("button", name="Use these points").click()
    expect(page).to_have_url(re.compile("dataset=own"))
    wait_for_points(stage, 60)
    play_until(page, 20)
    page.reload()
    wait_for_points(stage_of(page), 60)


def test_points_that_do_not_fit_a_link_are_used_and_it_says_so(open_page):
    page = open_page("playground?hidden=4")
    stage = stage_of(page)
    rows = "".join(f"{n % 71},{n % 53},{n % 2}\n" for n in range(6000))
    upload(page, "points.csv", "a,b,c\n" + rows)
    expect(page.get_by_text("The file has 6000 rows; 5000 of them are used")).to_be_visible(timeout=TIMEOUT)
    page.get_by_role("button", name="Use these points").click()
    wait_for_points(stage, 5000)
    expect(page.get_by_text("5000 points do not fit in a link")).to_be_visible()
    play_until(page, 3)


def test_an_upload_with_text_in_it_gets_a_sentence_and_nothing_else_is_lost(open_page):
    page = open_page("playground?hidden=4")
    stage = stage_of(page)
    upload(page, "points.csv", "a,b,c\n1,two,x\n3,4,y\n")
    expect(page.get_by_text("must hold numbers only; row 1 says 'two'")).to_be_visible(timeout=TIMEOUT)
    expect(stage.locator("button.unit")).to_have_count(4)
    play_until(page, 3)


def test_a_file_takes_the_place_of_the_one_before_as_often_as_one_likes(open_page):
    """The server has room for two of a session: the browser has to tell it which one is gone."""
    page = open_page("playground?hidden=4")
    stage_of(page)
    page.get_by_test_id("stSidebar").get_by_text("Data of your own").click()
    for number in range(4):
        name = f"kind{number}"
        file = {"name": f"{name}.csv", "mimeType": "text/csv", "buffer": f"a,b,c\n1,2,{name}\n3,4,x\n".encode()}
        page.locator("input[type=file]").set_input_files(files=[file])
        expect(page.get_by_text(f"'{name}'")).to_be_visible(timeout=TIMEOUT)
