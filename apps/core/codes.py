"""代码表 — lists of codes as data: what a form offers, what a sheet may say instead, what is stored.

National standards that no app owns stand at the end; lists of one register stand in that app's `codes.py`.
"""

from collections.abc import Iterable, Mapping

from apps.core.text import compact


class CodeList:
    """代码表 — `choices` for a model field, `read` for a cell, `label` for a page."""

    def __init__(
        self,
        title: str,
        labels: Mapping[str, str],
        *,
        also: Mapping[str, Iterable[str]] | None = None,
        suffix: str = "",
        hidden: Iterable[str] = (),
    ):
        """`also` gives further spellings per code; `suffix` may be written or left out; `hidden` is never offered."""
        self.title = title
        self.labels = dict(labels)
        self.choices = [(code, label) for code, label in self.labels.items() if code not in set(hidden)]
        self._codes = self._spellings(also or {}, suffix)

    def _spellings(self, also: Mapping[str, Iterable[str]], suffix: str) -> dict[str, str]:
        codes: dict[str, str] = {}
        for code, label in self.labels.items():
            for spelling in (label, *also.get(code, ())):
                codes.setdefault(_key(spelling), code)
                if suffix:
                    codes.setdefault(_key(spelling + suffix), code)
        return codes

    def read(self, text: str | None) -> str | None:
        """The code of a spelling, or None; a bare code is a spelling only where the list says so."""
        return self._codes.get(_key(text)) if text else None

    def label(self, code: str | None) -> str:
        return self.labels.get(code or "", "")

    def __contains__(self, code: object) -> bool:
        return code in self.labels


def _key(text: str) -> str:
    return compact(text).casefold()


def same(*labels: str) -> dict[str, str]:
    """A list whose codes are its labels, where no official code is known."""
    return {label: label for label in labels}


SEX = CodeList(
    "性别 GB/T 2261.1—2003",
    {"1": "男", "2": "女", "0": "未知的性别", "9": "未说明的性别"},
    also={"1": ("男性", "M", "先生"), "2": ("女性", "F", "女士")},
    hidden=("0", "9"),
)


def numbered(names: str) -> dict[str, str]:
    """Names parted by spaces, numbered from 01 in the order of the standard."""
    return {f"{number:02}": name for number, name in enumerate(names.split(), start=1)}


_ETHNICITIES = numbered(
    "汉 蒙古 回 藏 维吾尔 苗 彝 壮 布依 朝鲜 满 侗 瑶 白 土家 哈尼 哈萨克 傣 黎 傈僳 佤 畲 高山 拉祜 水 东乡 纳西 景颇 "
    "柯尔克孜 土 达斡尔 仫佬 羌 布朗 撒拉 毛南 仡佬 锡伯 阿昌 普米 塔吉克 怒 乌孜别克 俄罗斯 鄂温克 德昂 保安 裕固 京 "
    "塔塔尔 独龙 鄂伦春 赫哲 门巴 珞巴 基诺"
)

ETHNICITY = CodeList(
    "民族 GB/T 3304—1991",
    {code: f"{name}族" for code, name in _ETHNICITIES.items()}
    | {"81": "穿青人", "97": "其他", "98": "外国血统中国籍人士"},
    also={code: (name,) for code, name in _ETHNICITIES.items()}
    | {"02": ("蒙古", "蒙", "蒙族"), "05": ("维吾尔", "维", "维族"), "98": ("外国血统",)},
)

EDUCATION = CodeList(
    "学历 GB/T 4658—2006",
    {
        "10": "研究生教育",
        "11": "博士研究生毕业",
        "12": "博士研究生结业",
        "13": "博士研究生肄业",
        "14": "硕士研究生毕业",
        "15": "硕士研究生结业",
        "16": "硕士研究生肄业",
        "17": "研究生班毕业",
        "18": "研究生班结业",
        "19": "研究生班肄业",
        "20": "大学本科教育",
        "21": "大学本科毕业",
        "22": "大学本科结业",
        "23": "大学本科肄业",
        "28": "大学普通班毕业",
        "30": "大学专科教育",
        "31": "大学专科毕业",
        "32": "大学专科结业",
        "33": "大学专科肄业",
        "40": "中等职业教育",
        "41": "中等专科毕业",
        "42": "中等专科结业",
        "43": "中等专科肄业",
        "44": "职业高中毕业",
        "45": "职业高中结业",
        "46": "职业高中肄业",
        "47": "技工学校毕业",
        "48": "技工学校结业",
        "49": "技工学校肄业",
        "60": "普通高级中学教育",
        "61": "普通高中毕业",
        "62": "普通高中结业",
        "63": "普通高中肄业",
        "70": "初级中学教育",
        "71": "初中毕业",
        "73": "初中肄业",
        "80": "小学教育",
        "81": "小学毕业",
        "83": "小学肄业",
        "90": "其他",
    },
    also={
        "10": ("研究生", "研究生学历", "研究生毕业"),
        "11": ("博士", "博士研究生", "博士生", "博士毕业", "研究生(博士)", "博士学历"),
        "12": ("博士结业",),
        "13": ("博士肄业",),
        "14": (
            "硕士", "硕士研究生", "硕研", "MBA", "EMBA", "MPA", "硕士毕业",
            "研究生(硕士)", "在职研究生", "全日制研究生", "中央党校研究生", "省委党校研究生", "党校研究生", "硕士学历",
        ),
        "15": ("硕士结业",),
        "16": ("硕士肄业",),
        "17": ("研究生班", "硕士生班"),
        "21": (
            "本科", "大学", "大学本科", "全日制本科", "在职本科", "学士", "大学毕业", "本科毕业", "函授本科", "自考本科",
            "成人本科", "第二学士学位班", "中央党校大学", "省委党校大学", "党校本科", "本科学历", "大本", "全日制大学",
            "在职大学",
        ),
        "28": ("大学普通班",),
        "31": (
            "大专", "专科", "大学专科", "高职", "大专毕业", "专科毕业", "全日制大专", "在职大专", "函授大专", "高等职业",
            "高职高专", "成人大专", "中央党校大专", "省委党校大专", "党校大专", "大专学历",
        ),
        "41": ("中专", "中等专科", "中师", "中专毕业", "中等专业学校", "中等职业", "中职"),
        "44": ("职高", "职业高中", "职高毕业"),
        "47": ("技校", "技工学校", "技校毕业", "技工"),
        "61": ("高中", "普通高中", "高中毕业"),
        "71": ("初中", "初级中学"),
        "81": ("小学",),
        "90": ("文盲", "文盲/其他", "其它", "无"),
    },
)  # fmt: skip

DEGREE = CodeList(
    "学位 GB/T 6864—2003",
    same("博士", "硕士", "学士"),
    also={
        "博士": ("博士学位", "名誉博士"),
        "硕士": ("硕士学位", "MBA", "EMBA", "MPA"),
        "学士": ("学士学位", "双学士"),
    },
)

INDUSTRY = CodeList(
    "国民经济行业 GB/T 4754—2017",
    {
        "A": "农、林、牧、渔业",
        "B": "采矿业",
        "C": "制造业",
        "C27": "医药制造业",
        "C34": "通用设备制造业",
        "C35": "专用设备制造业",
        "C36": "汽车制造业",
        "C38": "电气机械和器材制造业",
        "C39": "计算机、通信和其他电子设备制造业",
        "C40": "仪器仪表制造业",
        "D": "电力、热力、燃气及水生产和供应业",
        "E": "建筑业",
        "F": "批发和零售业",
        "G": "交通运输、仓储和邮政业",
        "H": "住宿和餐饮业",
        "I": "信息传输、软件和信息技术服务业",
        "I63": "电信、广播电视和卫星传输服务",
        "I64": "互联网和相关服务",
        "I65": "软件和信息技术服务业",
        "J": "金融业",
        "K": "房地产业",
        "L": "租赁和商务服务业",
        "M": "科学研究和技术服务业",
        "M73": "研究和试验发展",
        "M75": "科技推广和应用服务业",
        "N": "水利、环境和公共设施管理业",
        "O": "居民服务、修理和其他服务业",
        "P": "教育",
        "Q": "卫生和社会工作",
        "R": "文化、体育和娱乐业",
        "S": "公共管理、社会保障和社会组织",
        "T": "国际组织",
    },
    also={
        "C": ("制造",),
        "I": ("软件和信息技术服务", "信息技术"),
        "C27": ("27", "医药制造"),
        "C34": ("34", "通用设备"),
        "C35": ("35", "专用设备"),
        "C36": ("36", "汽车制造"),
        "C38": ("38", "电气机械"),
        "C39": ("39", "计算机通信电子"),
        "C40": ("40", "仪器仪表"),
        "I63": ("63", "电信"),
        "I64": ("64", "互联网"),
        "I65": ("65",),
        "M73": ("73",),
        "M75": ("75", "科技推广"),
    },
)

POLITICS = CodeList(
    "政治面貌 GB/T 4762—1984",
    {
        "01": "中国共产党党员",
        "02": "中国共产党预备党员",
        "03": "共青团员",
        "04": "民革党员",
        "05": "民盟盟员",
        "06": "民建会员",
        "07": "民进会员",
        "08": "农工党党员",
        "09": "致公党党员",
        "10": "九三学社社员",
        "11": "台盟盟员",
        "12": "无党派民主人士",
        "13": "群众",
    },
    also={
        "01": ("中共党员", "党员", "正式党员", "共产党员"),
        "02": ("中共预备党员", "预备党员"),
        "03": ("团员", "中国共青团员"),
        "12": ("无党派人士", "无党派"),
        "13": ("普通群众",),
    },
)
