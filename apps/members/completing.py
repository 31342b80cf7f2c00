"""补全 — what the cells of one member row say together, beyond each for itself."""

from apps.core.dates import MONTH, PartialDate
from apps.core.identifiers import birth_date_of
from apps.members import codes
from apps.rosters.rows import Row


def take_notes(row: Row) -> None:
    """What cells said beside their own value: 唐思齐(预备), a landline under 手机, 否，关系在户籍地."""
    notes = row.notes
    for note in notes.pop("name_note", ()):
        category, post = codes.MEMBER_CATEGORY.read(note), codes.PARTY_POST.read(note)
        if category and not row.values.get("member_category"):
            row.values["member_category"] = category
        elif post and not row.values.get("party_post"):
            row.values["party_post"] = post
        elif not category and not post:
            row.add_remark(note)
    for field in ("landline", "mobile", "stage", "degree", "job_title", "major"):
        for value in notes.pop(field, ()):
            row.values[field] = row.values.get(field) or value
    for words in notes.pop("remark", ()):
        row.add_remark(words)
    _take_category_from_remark(row)


def _take_category_from_remark(row: Row) -> None:
    remark = row.values.get("remark")
    if remark and not row.values.get("member_category") and not row.values.get("stage"):
        category = codes.MEMBER_CATEGORY.read(remark)
        if category:
            row.values["member_category"] = category


def complete_education(row: Row, mapped: frozenset[str]) -> None:
    """研究生 is a doctor or a master only where a degree column can tell (domain.md §4.4)."""
    if row.values.get("education") == "10" and "degree" in mapped:
        row.values["education"] = "11" if row.values.get("degree") == "博士" else "14"


def complete_birth_date(row: Row) -> None:
    """1985.1 is January or October; a right ID number says which (domain.md §6.1 #8)."""
    number = row.values.get("id_number")
    ambiguous = [
        issue for issue in row.issues if (issue.code, issue.field) == ("DATE_AMBIGUOUS", "birth_date")
    ]
    if (
        not ambiguous
        or not number
        or any(issue.field == "id_number" and issue.blocks for issue in row.issues)
    ):
        return
    born_on, written = birth_date_of(number), row.values["birth_date"]
    if born_on and written and born_on.year == written.year and born_on.month in {1, 10}:
        known = PartialDate(born_on.replace(day=1), MONTH)
        row.values["birth_date"], row.values["birth_date_precision"] = known
        row.issues = [issue for issue in row.issues if issue not in ambiguous]
