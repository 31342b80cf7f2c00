"""人的代码 — sex, ethnicity and political affiliation by national standard."""

from apps.core.codes.code_list import CodeList

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
    "汉 蒙古 回 藏 维吾尔 苗 彝 壮 布依 朝鲜 满 侗 瑶 白 土家 哈尼 哈萨克 傣 黎 傈僳 佤 畲 高山 "
    "拉祜 水 东乡 纳西 景颇 柯尔克孜 土 达斡尔 仫佬 羌 布朗 撒拉 毛南 仡佬 锡伯 阿昌 普米 塔吉克 怒 "
    "乌孜别克 俄罗斯 鄂温克 德昂 保安 裕固 京 塔塔尔 独龙 鄂伦春 赫哲 门巴 珞巴 基诺"
)

ETHNICITY = CodeList(
    "民族 GB/T 3304—1991",
    {code: f"{name}族" for code, name in _ETHNICITIES.items()}
    | {"81": "穿青人", "97": "其他", "98": "外国血统中国籍人士"},
    also={code: (name,) for code, name in _ETHNICITIES.items()}
    | {"02": ("蒙古", "蒙", "蒙族"), "05": ("维吾尔", "维", "维族"), "98": ("外国血统",)},
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
