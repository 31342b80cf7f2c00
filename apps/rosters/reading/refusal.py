"""拒收 — why a whole file cannot be read, and what to do about it."""


class FileRefused(Exception):
    """`code` is one of the whole-file codes; `message` tells a clerk what to do."""

    def __init__(self, code: str, message: str):
        super().__init__(message)
        self.code = code
        self.message = message


def encrypted() -> FileRefused:
    return FileRefused("encrypted", "文件已加密，请取消密码后上传")


def empty() -> FileRefused:
    return FileRefused("empty", "文件是空的，请检查是否选错了文件")


def no_header(wanted: str) -> FileRefused:
    return FileRefused(
        "no_header", f"没有找到表头：前15行中应有一行列名，至少包括{wanted}。可下载空白模板对照"
    )


def too_large(message: str) -> FileRefused:
    return FileRefused("too_large", message)


def unreadable(message: str = "") -> FileRefused:
    advice = "请用WPS或Excel打开，另存为.xlsx后重新上传"
    return FileRefused("unreadable", message or f"文件无法读取，可能已损坏或不是表格。{advice}")


def too_many(message: str) -> FileRefused:
    return FileRefused("too_many", message)
