"""走一遍 — numbers of invented people go the ways numbers go: typed, imported, shown, taken out, refused."""

import re
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django_tasks_db.models import DBTaskResult

from apps.clusters.models import Enterprise
from apps.core.models import Takeout
from apps.members import workflow
from apps.members.models import Member
from apps.organizations.models import PartyOrganization
from apps.rosters import jobs
from apps.rosters.models import Job, RememberedLayout, Upload
from tests.administration import typed
from tests.factories import PASSWORD, a_credit_code, make_organization, make_user
from tests.plaintext.canaries import Canaries
from tests.rosters.test_pages import mapping_of, page
from tests.rosters.test_remit import a_row, a_sheet

BRANCH = "中共无名支部委员会"
HEADED = ("name", "id_number", "branch")


class Walk:
    """One clerk at one browser; ``answers`` are those that must not hold a number."""

    def __init__(self, canaries: Canaries, patch: pytest.MonkeyPatch) -> None:
        self.people: Iterator[tuple[str, str]] = zip(canaries.ids, canaries.phones, strict=True)
        self.patch = patch
        self.answers: list[bytes] = []
        self.client = Client(raise_request_exception=False)
        make_organization(BRANCH)

    def all(self) -> None:
        """Every way once."""
        self.sign_in()
        member = self.register()
        self.edit(member)
        self.keep(self.hand_in())
        self.keep_by_worker(self.hand_in())
        self.put_right(self.hand_in(number="329999199001010001"))
        self.refuse()
        self.name_things()
        self.write_openly()
        self.reveal(member)
        self.take_out(member)
        self.crash()
        self.crash_in_the_database(member)

    def noted(self, answer: HttpResponse) -> HttpResponse:
        """An answer with its headers, to be searched."""
        self.answers.append(str(dict(answer.headers)).encode() + b"".join(answer))
        return answer

    def sign_in(self) -> None:
        """By the form, with a session of its own."""
        user = make_user("registry_manager")
        said = {"username": user.username, "password": PASSWORD}
        assert self.noted(self.client.post(reverse("accounts:login"), said)).status_code == 302

    def register(self) -> Member:
        """登记人员 — and once more, refused for the number that is taken."""
        number, phone = next(self.people)
        said = {"name": "金丝雀甲", "id_number": number, "mobile": phone, "stage": "正式党员"}
        said |= {"organization": BRANCH, "on": "2026-11-22", "joined_on": "2008-06-01", "kind": "entered"}
        address = reverse("members:register")
        assert self.client.post(address, said | {"full_member_on": "2009-06-01"}).status_code == 302
        self.client.post(address, said)
        return Member.objects.get(name="金丝雀甲")

    def edit(self, member: Member) -> None:
        """更正 in the administration."""
        address = reverse("admin:members_member_change", args=[member.pk])
        _, phone = next(self.people)
        answer = self.client.post(address, typed(self.client.get(address), mobile=phone))
        assert answer.status_code == 302
        self.noted(self.client.get(reverse("members:member", args=[member.pk])))

    def hand_in(self, number: str = "") -> Upload:
        """上传 — a workbook with two people."""
        rows = [
            a_row(f"金丝雀{place}", number or drawn, BRANCH, mobile=phone)
            for place, (drawn, phone) in zip("乙丙", self.people, strict=False)
        ]
        return self.post_file("名册.xlsx", a_sheet(*rows))

    def post_file(self, name: str, data: bytes, roster: str = "member") -> Upload:
        said = {"as_of": "2026-11-22", "files": SimpleUploadedFile(name, data)}
        assert self.client.post(reverse("rosters:hand_in", args=[roster]), said).status_code == 302
        return Upload.objects.latest("pk")

    def check(self, upload: Upload) -> None:
        """核对 — the pages of columns and rows."""
        self.noted(self.client.post(page("columns", upload), mapping_of(self.client, upload)))
        self.noted(self.client.get(page("review", upload)))

    def keep(self, upload: Upload) -> None:
        """入库, and the receipt."""
        self.check(upload)
        self.noted(self.client.post(page("keep", upload)))
        self.noted(self.client.get(page("receipt", upload)))
        upload.refresh_from_db()
        assert upload.state == Upload.State.KEPT

    def keep_by_worker(self, upload: Upload) -> None:
        """The same, by a job."""
        with self.patch.context() as patched:
            patched.setattr(jobs, "AT_ONCE_BYTES", 0)
            self.client.post(page("columns", upload), mapping_of(self.client, upload))
            self._work()
            self.client.post(page("keep", upload))
            self._work()
        upload.refresh_from_db()
        assert upload.state == Upload.State.KEPT

    def _work(self) -> None:
        for queued in DBTaskResult.objects.ready():
            jobs.perform(Job.objects.select_related("upload").get(pk=queued.args_kwargs["args"][0]))
            queued.delete()

    def put_right(self, upload: Upload) -> None:
        """改正 — a number typed into the grid, once for its cell and once for all alike; left waiting."""
        self.check(upload)
        number, phone = next(self.people)
        html = self.client.get(page("review", upload)).content.decode()
        boxes = re.findall(r'name="(fix-\d+-\d+-id_number)"', html)
        assert boxes
        self.client.post(page("repair", upload), {boxes[0]: number})
        self.client.post(page("repair", upload), {boxes[-1]: phone, "alike": "1"})
        self.client.get(page("review", upload))
        assert self.client.get(page("returned", upload)).status_code == 200

    def refuse(self) -> None:
        """Files that cannot be read, and one without a heading."""
        number, phone = next(self.people)
        for name, data in (
            ("坏的.xlsx", b"PK\x03\x04" + number.encode() * 50),
            ("无表头.csv", f"{number},{phone}\n".encode() * 20),
            ("不是表.xls", f"<html><table><tr><td>{number}".encode()),
        ):
            upload = self.post_file(name, data)
            self.noted(self.client.get(page("review", upload)))

    def name_things(self) -> None:
        """Numbers where nobody expects them: in names of a file, a sheet, a column and a branch."""
        number, phone = next(self.people)
        row = a_row("金丝雀己", number, f"{number}支部", mobile=phone)
        upload = self.post_file(f"{number}、{phone}.xlsx", a_sheet(row, row, title=f"{phone} {number}"))
        self.client.post(page("columns", upload), {"rows-0": "2", "read-0": "1"})
        said = {f"field-0-{letter}": name for letter, name in zip("ABC", HEADED, strict=True)}
        self.client.post(page("columns", upload), {"rows-0": "2", "read-0": "1"} | said)
        assert RememberedLayout.objects.exists()
        self.noted(self.client.get(reverse("rosters:memories")))
        self.client.post(page("names", upload), {"kind": "branch", "all": "1"})
        self.keep(upload)
        self.noted(self.client.get(reverse("rosters:uploads")))
        self.client.post(page("undo", upload), {"why": f"{number}有误"})
        self.noted(self.client.get(page("receipt", upload)))

    def write_openly(self) -> None:
        """明文栏 — a remark with numbers is refused by a form, and masked by a roster."""
        number, phone = next(self.people)
        branch = PartyOrganization.objects.get(full_name=BRANCH)
        address = reverse("admin:organizations_partyorganization_change", args=[branch.pk])
        said = typed(self.client.get(address), remark=f"{number}，{phone}")
        assert self.client.post(address, said).status_code == 200
        said = typed(self.client.get(address), remark="已核对", why=f"{phone}来电更正")
        assert self.client.post(address, said).status_code == 302
        contact, others = f"王工（{next(self.people)[1]}）", f"{phone}、{next(self.people)[1]}"
        row = ("金丝雀有限公司", a_credit_code(), f"{number}，{phone}", contact, others)
        sheet = a_sheet(row, headings=("企业名称", "统一社会信用代码", "备注", "联系人", "联系电话"))
        self.keep(self.post_file("企业.xlsx", sheet, "enterprise"))
        assert "其他电话" in Enterprise.objects.get().remark

    def reveal(self, member: Member) -> None:
        """查看号码 — that answer alone shows it; the next does not."""
        address = reverse("members:reveal", args=[member.pk])
        _, phone = next(self.people)
        answer = self.client.post(address, {"item": "id_number", "why": f"{phone}来电核对"})
        assert member.id_number in answer.content.decode()
        self.noted(self.client.get(reverse("members:member", args=[member.pk])))

    def take_out(self, member: Member) -> None:
        """导出 — in full, at once and waiting for a second person's word; the list as a file is masked."""
        full = {"full": "on", "purpose": "核对档案"}
        assert self.client.post(reverse("members:members_roster"), full)["Content-Disposition"]
        self.patch.setattr(settings, "EXPORT_APPROVAL_ABOVE", 1)
        self.noted(self.client.post(reverse("members:members_roster"), full, follow=True))
        self.patch.setattr(settings, "EXPORT_APPROVAL_ABOVE", 500)
        assert Takeout.objects.filter(state=Takeout.State.WAITING, is_full=True).exists()
        for kind in ("csv", "xlsx"):
            said = {"format": kind, "purpose": "核对档案"}
            self.noted(self.client.post(reverse("members:members_export"), said))
        self.noted(self.client.post(reverse("desk:search"), {"q": member.id_number}))

    def crash(self) -> None:
        """出错 — a page that breaks while it holds a number in its hands."""

        def broken(**said: Any) -> None:
            _held = said
            raise ZeroDivisionError

        number, phone = next(self.people)
        said = {"name": "金丝雀丁", "id_number": number, "mobile": phone, "stage": "入党申请人"}
        with self.patch.context() as patched:
            patched.setattr(workflow, "register", broken)
            answer = self.client.post(
                reverse("members:register"), said | {"on": "2026-11-22", "kind": "entered"}
            )
        assert self.noted(answer).status_code == 500

    def crash_in_the_database(self, member: Member) -> None:
        """A statement the server refuses, and writes to its log with what it was given."""
        number, phone = next(self.people)
        row = Member(name="金丝雀戊", id_number=number, mobile=phone, joined_on=date(2008, 6, 1))
        row.full_member_on = date(2000, 1, 1)
        with pytest.raises(Exception, match="member_full_after_joining"):
            row.save()
