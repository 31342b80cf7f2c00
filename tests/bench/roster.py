"""量速度用的名册 — invented people in twenty columns, as many as are asked for."""

from collections.abc import Iterator
from datetime import date, timedelta
from io import BytesIO
from random import Random

import xlsxwriter

from apps.core.identifiers.credit_code import check_character
from apps.core.identifiers.resident_id import check_digit

HEADINGS = (
    *("姓名", "身份证号码", "性别", "民族", "出生日期", "籍贯", "学历", "学位", "毕业院校", "专业"),
    *("人员类别", "所在党支部", "入党日期", "转正日期", "党内职务", "工作岗位", "工作单位", "职务"),
    *("手机号码", "现居住地"),
)
CLUSTER = "元宇宙产业集群"
SURNAMES = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧"
GIVEN = "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华建文辉力健"
ETHNICITIES = ("汉族",) * 18 + ("回族", "满族")
EDUCATIONS = (
    ("大学本科毕业", "学士"),
    ("大学专科毕业", ""),
    ("硕士研究生毕业", "硕士"),
    ("普通高中毕业", ""),
)
SCHOOLS = ("苏州大学", "南京大学", "东南大学", "江南大学", "江苏大学", "扬州大学")
MAJORS = ("机械工程", "电子信息", "工商管理", "会计学", "软件工程", "材料科学")
JOBS = ("工程师", "技术员", "车间主任", "会计", "项目经理", "操作工")
POSTS = ("非公有企业工勤岗位", "非公有企业专业技术岗位", "非公有企业管理岗位")
BIRTHS = date(1960, 1, 1)
PEOPLE_OF_A_BRANCH, BRANCHES_OF_A_FIRM = 40, 1


def people(count: int, seed: int = 7, first: int = 0) -> Iterator[list[object]]:
    """Rows in the order of ``HEADINGS``; every number of a person is right and given once."""
    chance = Random(seed)
    for serial in range(first, first + count):
        yield _person(serial, chance)


def _person(serial: int, chance: Random) -> list[object]:
    born = BIRTHS + timedelta(days=serial // 500 % 14_000)
    sex = chance.choice("男女")
    joined = date(born.year + chance.randint(20, 30), chance.randint(1, 12), chance.randint(1, 28))
    education, degree = chance.choice(EDUCATIONS)
    firm = f"昆山第{serial // PEOPLE_OF_A_BRANCH}示例科技有限公司"
    return [
        chance.choice(SURNAMES) + chance.choice(GIVEN) + chance.choice(GIVEN),
        id_number(born, serial % 500, sex),
        sex,
        chance.choice(ETHNICITIES),
        born,
        "江苏苏州",
        education,
        degree,
        chance.choice(SCHOOLS),
        chance.choice(MAJORS),
        "正式党员",
        f"中共{firm}支部委员会",
        joined,
        joined.replace(year=joined.year + 1),
        "组织委员" if serial % PEOPLE_OF_A_BRANCH == 1 else "",
        chance.choice(POSTS),
        firm,
        chance.choice(JOBS),
        f"199{serial:08d}",
        f"昆山市示例路{serial % 900 + 1}号{chance.randint(1, 30)}幢{chance.randint(101, 2404)}室",
    ]


def id_number(born: date, serial: int, sex: str) -> str:
    """A right number of the unallocated area 329999; odd sequences are men's."""
    body = f"329999{born:%Y%m%d}{serial * 2 % 1000 // 2 * 2 + (sex == '男'):03d}"
    return body + check_digit(body)


def credit_code(serial: int) -> str:
    """A right credit code of area 329999."""
    body = f"91329999MA{serial:06d}0"
    return body + check_character(body)


def workbook(count: int, first: int = 0) -> bytes:
    """The roster as a clerk would hand it in; ``first`` leaves out people handed in before."""
    buffer = BytesIO()
    book = xlsxwriter.Workbook(buffer, {"constant_memory": True, "strings_to_numbers": False})
    sheet, day = book.add_worksheet("党员名册"), book.add_format({"num_format": "yyyy-mm-dd"})
    sheet.write_row(0, 0, HEADINGS)
    for number, row in enumerate(people(count, first=first), start=1):
        for column, value in enumerate(row):
            if isinstance(value, date):
                sheet.write_datetime(number, column, value, day)
            elif value:
                sheet.write_string(number, column, str(value))
    book.close()
    return buffer.getvalue()
