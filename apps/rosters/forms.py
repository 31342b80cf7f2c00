"""导入表单 — what is asked about an upload before its file is read, and how its columns are named."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from apps.core import clock
from apps.core.form_fields import ReasonField
from apps.rosters.reading.limits import FILE_BYTES
from apps.rosters.registry import Kind
from apps.rosters.situation import Plan

PASTED_NAME = "粘贴的单元格.tsv"
MOST_FILES = 20


class Files(forms.ClearableFileInput):
    """Several files at once."""

    allow_multiple_selected = True


class FilesField(forms.FileField):
    """A list of files, none of them too large."""

    widget = Files(attrs={"accept": ".xlsx,.xlsm,.xls,.xlsb,.ods,.et,.csv,.tsv,.txt,.htm,.html"})

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        files = [super(FilesField, self).clean(one, initial) for one in data or []]
        if any(file.size > FILE_BYTES for file in files):
            raise ValidationError("文件超过20 MB，请分成几个文件上传。")
        if len(files) > MOST_FILES:
            raise ValidationError(f"一次最多上传{MOST_FILES}个文件。")
        return files


class HandInForm(forms.Form):
    """选择和上传 — for which organisation or cluster, as of which day, and the files themselves."""

    organization = forms.CharField(label="党组织", required=False)
    cluster = forms.CharField(label="产业集群", required=False)
    place = forms.CharField(label="区域", required=False)
    as_of = forms.DateField(
        label="名册日期",
        # A date box understands no other format, whatever the language.
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        help_text="表中所载自此日起登记",
    )
    files = FilesField(label="文件", required=False, help_text="xlsx、xls、csv 等，可多选，每个不超过20 MB")
    pasted = forms.CharField(
        label="或粘贴单元格",
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 4, "spellcheck": "false"}),
        help_text="在WPS或Excel中选中表格（含表头）复制后粘贴",
    )

    def __init__(self, *args: Any, kind: Kind, offers: Mapping[str, list[str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["as_of"].initial = clock.today()
        for name in ("organization", "cluster", "place"):
            if name not in kind.asks:
                del self.fields[name]
            else:
                self.fields[name].help_text = kind.helps.get(name, "")
                self.fields[name].widget.attrs |= {"list": f"{name}_names", "autocomplete": "off"}
        self.offers = {name: offers.get(name, []) for name in kind.asks}

    def clean_as_of(self) -> date:
        """A roster tells of a day that has come."""
        day: date = self.cleaned_data["as_of"]
        if day > clock.today():
            raise ValidationError("名册日期不能晚于今天。")
        return day

    def clean(self) -> dict[str, Any]:
        """Something is handed in, and what was named is there."""
        cleaned = super().clean() or {}
        for name in ("organization", "cluster", "place"):
            if cleaned.get(name) and cleaned[name] not in self.offers.get(name, []):
                self.add_error(name, f"没有找到“{cleaned[name]}”，请从列表中选择。")
        if (
            not cleaned.get("files")
            and not (cleaned.get("pasted") or "").strip()
            and "files" not in self.errors
        ):
            self.add_error("files", "请选择文件，或粘贴单元格。")
        return cleaned

    def plan(self) -> Plan:
        """What was chosen."""
        said = self.cleaned_data
        return Plan(
            as_of=said["as_of"],
            organization=said.get("organization", ""),
            cluster=said.get("cluster", ""),
            place=said.get("place", ""),
        )

    def handed_in(self) -> list[tuple[str, bytes]]:
        """Names and contents, the pasted cells as a text file."""
        files = [(file.name, file.read()) for file in self.cleaned_data["files"]]
        pasted = self.cleaned_data.get("pasted") or ""
        return files + ([(PASTED_NAME, pasted.encode())] if pasted.strip() else [])


class WhyForm(forms.Form):
    """Why something is taken back."""

    why = ReasonField(min_length=2, max_length=200)
