"""The page: hand in, confirm the columns, check, import, look at the result."""

import io
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from django.conf import settings as django_settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from linli.cases.models import Case
from linli.console.imports.work import work_on
from linli.kit.importing import store
from linli.kit.models import ImportBatch, ImportSource, Job
from linli.kit.worker import Worker
from tests.importing.sheets import HEADINGS, bomb, message, with_cell_far_away, workbook
from tests.lane import Lane


def hand_in(office: Client, lane: Lane, path: Path, kind: str = "cases") -> Any:
    upload = SimpleUploadedFile("信箱.xlsx", path.read_bytes())
    place = lane.areas["street"].path
    return office.post("/console/import/", {"kind": kind, "place": place, "file": upload}, follow=True)


def confirm(office: Client, act: str = "check", **changed: str) -> Any:
    batch = ImportBatch.objects.get()
    page = office.get(f"/console/import/{batch.pk}/")
    form = page.context["form"]
    sent = {bound.name: bound.value() or "" for bound in form} | {"act": act} | changed
    return office.post(
        f"/console/import/{batch.pk}/", {k: v for k, v in sent.items() if v is not False}, follow=True
    )


def work() -> None:
    worker = Worker()
    while Job.objects.filter(task__endswith="work_on", status=Job.Status.READY).exists():
        worker.work_once()


def mailbox(tmp_path: Path, *rows: list[Any]) -> Path:
    return workbook(tmp_path / "mailbox.xlsx", [HEADINGS, *rows])


@pytest.mark.django_db(transaction=True)
def test_a_list_goes_from_the_upload_through_a_dry_run_to_cases(
    office: Client, lane: Lane, tmp_path: Path
) -> None:
    page = hand_in(office, lane, mailbox(tmp_path, message(1), message(2)))
    assert page.status_code == 200
    assert "留言详情" in page.content.decode()

    page = confirm(office)
    assert page.headers["Refresh"] == "2"
    assert Case.objects.count() == 0
    work()
    batch = ImportBatch.objects.get()
    assert (batch.state, batch.findings["good"], batch.findings["faulty"]) == ("done", 2, 0)
    assert Case.objects.count() == 0

    confirm(office, "all")
    work()
    batch.refresh_from_db()
    assert (batch.state, batch.only_check, Case.objects.count()) == ("done", False, 2)
    assert not store.original(batch.token).exists()
    assert office.get(f"/console/import/{batch.pk}/").status_code == 200
    assert Case.objects.filter(raised_by=lane.accounts["dispatcher"]).count() == 2


@pytest.mark.django_db(transaction=True)
def test_faults_are_shown_at_their_cell_and_come_as_a_workbook(
    office: Client, lane: Lane, tmp_path: Path
) -> None:
    hand_in(office, lane, mailbox(tmp_path, message(1), message(2, at="=cmd()")))
    confirm(office)
    work()

    batch = ImportBatch.objects.get()
    page = office.get(f"/console/import/{batch.pk}/").content.decode()
    assert "Sheet1!D3" in page
    copy = office.get(f"/console/import/{batch.pk}/faults.xlsx")
    sheet = openpyxl.load_workbook(io.BytesIO(b"".join(copy.streaming_content))).active
    assert sheet is not None
    assert [cell.data_type for cell in sheet[2]][4] == "s"

    confirm(office, "good")
    work()
    assert Case.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_a_killed_worker_s_import_is_taken_up_and_nothing_comes_twice(
    office: Client, lane: Lane, tmp_path: Path
) -> None:
    hand_in(office, lane, mailbox(tmp_path, *(message(i) for i in range(1, 6))))
    confirm(office, "all")
    work()
    batch = ImportBatch.objects.get()
    ImportBatch.objects.update(state="running")
    store.original(batch.token).write_bytes(
        mailbox(tmp_path, *(message(i) for i in range(1, 9))).read_bytes()
    )

    work_on.func(batch.pk, "en")

    assert Case.objects.count() == 8


def test_the_form_is_remembered_and_only_its_changes_are_asked(
    office: Client, lane: Lane, tmp_path: Path
) -> None:
    hand_in(office, lane, mailbox(tmp_path, message(1)))
    confirm(office, column1="")
    assert ImportSource.objects.get().meanings["留言用户"] == ""
    ImportBatch.objects.all().delete()

    headings = [*HEADINGS[:6], "答复日期", "备注"]
    page = hand_in(office, lane, workbook(tmp_path / "new.xlsx", [headings, [*message(2), "两户"]]))

    changes = {(change.was, change.now) for change in page.context["proposal"].changes}
    assert changes == {("答复时间", "答复日期"), ("", "备注")}
    assert page.context["form"]["column1"].value() == ""


def test_what_is_no_table_is_refused_on_the_page_with_what_was_chosen_kept(
    office: Client, lane: Lane, tmp_path: Path
) -> None:
    for path in (bomb(tmp_path / "t.xlsx", 40), with_cell_far_away(tmp_path / "u.xlsx")):
        page = hand_in(office, lane, path, kind="people")
        assert page.status_code == 422
        assert page.context["form"]["kind"].value() == "people"
        assert page.context["form"].errors["file"]
    assert ImportBatch.objects.count() == 0
    assert not list((Path(django_settings.MEDIA_ROOT) / "imports").glob("*"))


def test_without_the_needed_columns_nothing_starts_and_the_page_says_which(
    office: Client, lane: Lane, tmp_path: Path
) -> None:
    hand_in(office, lane, mailbox(tmp_path, message(1)))
    page = confirm(office, column3="")

    assert page.status_code == 422
    assert page.context["lacks"]
    assert ImportBatch.objects.get().state == "mapping"


def test_only_who_may_import_comes_in_and_sees_the_batches_of_her_area(
    office: Client, lane: Lane, tmp_path: Path
) -> None:
    hand_in(office, lane, mailbox(tmp_path, message(1)))
    batch = ImportBatch.objects.get()
    stranger = Client()
    stranger.force_login(lane.accounts["secretary"], backend=django_settings.AUTHENTICATION_BACKENDS[0])

    assert office.get(f"/console/import/{batch.pk}/").status_code == 200
    for address in (
        "/console/import/",
        f"/console/import/{batch.pk}/",
        f"/console/import/{batch.pk}/faults.xlsx",
    ):
        assert stranger.get(address).status_code == 403
    ImportBatch.objects.update(area_path="0000Z/")
    assert office.get(f"/console/import/{batch.pk}/").status_code == 404


def test_a_post_without_a_file_is_asked_for_one(office: Client) -> None:
    page = office.post("/console/import/", {"kind": "cases"})
    assert page.status_code == 422
    assert set(page.context["form"].errors) == {"place", "file"}
